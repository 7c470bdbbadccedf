//! Typed objects over the JSON profile, each field stated once.
//!
//! [`object!`] makes a structure together with how it is read and written, so that the two cannot
//! drift apart; [`tagged!`] does so for a choice between structures. Reading is exact: a field that is
//! missing, unknown or of the wrong kind is refused with its path. An optional field is left out when
//! there is nothing to say, and so is an empty list, so that one meaning has one spelling. A set is
//! written ascending without repetition and is never empty.

use std::collections::BTreeSet;

use crate::content::{Json, MAX_INTEGER, Object};
use crate::id::{
    BundleId, CaseId, CommitId, DeviceId, Digest, MemberId, OperationId, RecordId, SheetId,
};
use crate::time::Time;
use crate::word::Word;

/// A field that cannot be read, by its path from the object inwards.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Wrong {
    pub(crate) path: String,
}

impl Wrong {
    /// The value itself is wrong.
    pub(crate) fn here() -> Self {
        Self { path: String::new() }
    }

    /// The value is wrong as part of something larger.
    pub(crate) fn within(self, step: &str) -> Self {
        match self.path.as_str() {
            "" => Self { path: step.to_owned() },
            inner => Self { path: format!("{step}.{inner}") },
        }
    }
}

/// A value that one JSON value stands for.
pub(crate) trait Value: Sized {
    fn from_json(json: Json) -> Result<Self, Wrong>;
    fn to_json(&self) -> Json;
}

/// What may stand in a field, including nothing.
pub(crate) trait Field: Sized {
    fn read(json: Option<Json>) -> Result<Self, Wrong>;
    fn write(&self) -> Option<Json>;
}

impl<T: Value> Field for T {
    fn read(json: Option<Json>) -> Result<Self, Wrong> {
        T::from_json(json.ok_or_else(Wrong::here)?)
    }

    fn write(&self) -> Option<Json> {
        Some(self.to_json())
    }
}

impl<T: Value> Field for Option<T> {
    fn read(json: Option<Json>) -> Result<Self, Wrong> {
        json.map(T::from_json).transpose()
    }

    fn write(&self) -> Option<Json> {
        self.as_ref().map(T::to_json)
    }
}

impl<T: Value> Field for Vec<T> {
    fn read(json: Option<Json>) -> Result<Self, Wrong> {
        let Some(json) = json else {
            return Ok(Self::new());
        };
        let items = items(json)?;
        if items.is_empty() {
            return Err(Wrong::here());
        }
        Ok(items)
    }

    fn write(&self) -> Option<Json> {
        (!self.is_empty()).then(|| Json::List(self.iter().map(T::to_json).collect()))
    }
}

impl<T: Value + Ord> Field for BTreeSet<T> {
    fn read(json: Option<Json>) -> Result<Self, Wrong> {
        let items: Vec<T> = items(json.ok_or_else(Wrong::here)?)?;
        if items.is_empty() {
            return Err(Wrong::here());
        }
        ascending(items)
    }

    fn write(&self) -> Option<Json> {
        Some(Json::List(self.iter().map(T::to_json).collect()))
    }
}

/// The elements of a list.
pub(crate) fn items<T: Value>(json: Json) -> Result<Vec<T>, Wrong> {
    let Json::List(items) = json else {
        return Err(Wrong::here());
    };
    let read = |(place, item)| T::from_json(item).map_err(|e: Wrong| e.within(&format!("{place}")));
    items.into_iter().enumerate().map(read).collect()
}

/// A set from its elements, which must be ascending without repetition.
pub(crate) fn ascending<T: Ord>(items: Vec<T>) -> Result<BTreeSet<T>, Wrong> {
    match items.is_sorted_by(|first, second| first < second) {
        true => Ok(items.into_iter().collect()),
        false => Err(Wrong::here()),
    }
}

/// Takes a field out of an object.
pub(crate) fn take<T: Field>(object: &mut Object, key: &str) -> Result<T, Wrong> {
    T::read(object.remove(key)).map_err(|wrong| wrong.within(key))
}

/// Puts a field into an object, or leaves it out.
pub(crate) fn put<T: Field>(object: &mut Object, key: &str, field: &T) {
    if let Some(json) = field.write() {
        object.insert(key.to_owned(), json);
    }
}

/// Refuses what is left after all known fields were taken.
pub(crate) fn finish(object: &Object) -> Result<(), Wrong> {
    match object.keys().next() {
        Some(key) => Err(Wrong::here().within(key)),
        None => Ok(()),
    }
}

/// Structures made by [`object!`].
pub(crate) trait Fields: Sized {
    /// Takes this structure's fields out of an object, which may hold others.
    fn take_fields(object: &mut Object) -> Result<Self, Wrong>;
    fn put_fields(&self, object: &mut Object);
}

/// A structure and its JSON object: `"key" field: Type`.
macro_rules! object {
    ($(#[$doc:meta])* $vis:vis struct $name:ident {
        $($(#[$field_doc:meta])* $key:literal $field:ident: $type:ty,)*
    }) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq)]
        $vis struct $name {
            $($(#[$field_doc])* pub $field: $type,)*
        }

        impl $crate::object::Fields for $name {
            fn take_fields(
                object: &mut $crate::content::Object,
            ) -> Result<Self, $crate::object::Wrong> {
                Ok(Self { $($field: $crate::object::take(object, $key)?,)* })
            }

            fn put_fields(&self, object: &mut $crate::content::Object) {
                $($crate::object::put(object, $key, &self.$field);)*
            }
        }

        impl $crate::object::Value for $name {
            fn from_json(json: $crate::content::Json) -> Result<Self, $crate::object::Wrong> {
                let mut object = $crate::object::fields(json)?;
                let read = <Self as $crate::object::Fields>::take_fields(&mut object)?;
                $crate::object::finish(&object)?;
                Ok(read)
            }

            fn to_json(&self) -> $crate::content::Json {
                let mut object = $crate::content::Object::new();
                $crate::object::Fields::put_fields(self, &mut object);
                $crate::content::Json::Object(object)
            }
        }
    };
}
pub(crate) use object;

/// A choice between structures, told apart by one field: `Member(Type) = "word"`.
macro_rules! tagged {
    ($(#[$doc:meta])* pub enum $name:ident by $tag:literal {
        $($(#[$member_doc:meta])* $member:ident($type:ty) = $word:literal,)*
    }) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub enum $name {
            $($(#[$member_doc])* $member($type),)*
        }

        impl $name {
            /// The words that tell the members apart.
            pub const WORDS: &'static [&'static str] = &[$($word,)*];

            /// The word that tells this member apart.
            #[must_use]
            pub fn word(&self) -> &'static str {
                match self {
                    $(Self::$member(_) => $word,)*
                }
            }
        }

        impl $crate::object::Value for $name {
            fn from_json(json: $crate::content::Json) -> Result<Self, $crate::object::Wrong> {
                let mut object = $crate::object::fields(json)?;
                let word: String = $crate::object::take(&mut object, $tag)?;
                let read = match word.as_str() {
                    $($word => Self::$member($crate::object::Fields::take_fields(&mut object)?),)*
                    _ => return Err($crate::object::Wrong::here().within($tag)),
                };
                $crate::object::finish(&object)?;
                Ok(read)
            }

            fn to_json(&self) -> $crate::content::Json {
                let mut object = $crate::content::Object::new();
                let word = self.word().to_owned();
                object.insert($tag.to_owned(), $crate::content::Json::Text(word));
                match self {
                    $(Self::$member(fields) => {
                        $crate::object::Fields::put_fields(fields, &mut object);
                    })*
                }
                $crate::content::Json::Object(object)
            }
        }
    };
}
pub(crate) use tagged;

/// The fields of a JSON object.
pub(crate) fn fields(json: Json) -> Result<Object, Wrong> {
    match json {
        Json::Object(object) => Ok(object),
        _ => Err(Wrong::here()),
    }
}

impl Value for String {
    fn from_json(json: Json) -> Result<Self, Wrong> {
        match json {
            Json::Text(text) => Ok(text),
            _ => Err(Wrong::here()),
        }
    }

    fn to_json(&self) -> Json {
        Json::Text(self.clone())
    }
}

impl Value for u64 {
    fn from_json(json: Json) -> Result<Self, Wrong> {
        match json {
            Json::Integer(number) => Self::try_from(number).map_err(|_| Wrong::here()),
            _ => Err(Wrong::here()),
        }
    }

    fn to_json(&self) -> Json {
        // Numbers past the profile stay past it, and the writer refuses them.
        Json::Integer(i64::try_from(*self).unwrap_or(MAX_INTEGER + 1))
    }
}

impl Value for Time {
    fn from_json(json: Json) -> Result<Self, Wrong> {
        Self::parse(&String::from_json(json)?).ok_or_else(Wrong::here)
    }

    fn to_json(&self) -> Json {
        Json::Text(self.to_string())
    }
}

impl Value for Word {
    fn from_json(json: Json) -> Result<Self, Wrong> {
        Self::new(String::from_json(json)?).ok_or_else(Wrong::here)
    }

    fn to_json(&self) -> Json {
        Json::Text(self.as_str().to_owned())
    }
}

macro_rules! id_values {
    ($($name:ident)*) => {$(
        impl Value for $name {
            fn from_json(json: Json) -> Result<Self, Wrong> {
                String::from_json(json)?.parse().map_err(|_| Wrong::here())
            }

            fn to_json(&self) -> Json {
                Json::Text(self.to_string())
            }
        }
    )*};
}

id_values! { BundleId CaseId CommitId DeviceId Digest MemberId OperationId RecordId SheetId }
