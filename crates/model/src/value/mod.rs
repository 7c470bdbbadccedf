//! Values that are honest about what is not known.
//!
//! A parsed value is bounds, never a guess; its verbatim wording stays beside it on the claim. Each kind
//! has one canonical text, which [`Value::parse`] reads back exactly, and one comparison:
//! *entails*, *conflicts with*, or *cannot be told from*.

mod age;
mod answers;
mod closed_set;
mod comparison;
mod count;
pub mod date;
mod error;
mod held;
mod identity;
mod interval;
mod negative;
mod point;
mod quantity;
mod share;
mod spread;
mod when;
mod words;

use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

pub use age::Age;
pub use answers::Answers;
pub use closed_set::ClosedSet;
pub use comparison::Comparison;
pub use count::{Count, LARGEST_COUNT};
pub use error::ValueError;
pub use held::{Extent, Held, Overlap};
pub use identity::{ByName, Identities, Sameness};
pub use interval::{End, Interval};
pub use negative::Negative;
pub use point::Point;
pub use quantity::{Distance, Duration, LengthUnit, Money, TimeUnit};
pub use share::{Fraction, Share};
pub use spread::{Measure, Spread};
pub use when::{Direction, Relative, When};
pub use words::{Language, Name, Text, Translation};

use crate::id::{RecordId, TermId};

macro_rules! kinds {
    ($($(#[$doc:meta])* $variant:ident($inner:ty) = $word:literal, $article_and_name:literal);+ $(;)?) => {
        /// The kinds of value.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Kind { $($(#[$doc])* $variant),+ }

        /// A value of some kind.
        #[derive(Clone, Debug, PartialEq, Eq, Hash)]
        pub enum Value { $($(#[$doc])* $variant($inner)),+ }

        impl Kind {
            /// Every kind.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The kind's word in schema files.
            #[must_use]
            pub fn word(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }
        }

        impl fmt::Display for Kind {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(match self { $(Self::$variant => $article_and_name),+ })
            }
        }

        impl Value {
            /// The value's kind.
            #[must_use]
            pub fn kind(&self) -> Kind {
                match self { $(Self::$variant(_) => Kind::$variant),+ }
            }

            /// Reads the canonical text of a value of the given kind.
            ///
            /// # Errors
            ///
            /// A [`ValueError`] that says what is wrong and what to write instead.
            pub fn parse(kind: Kind, text: &str) -> Result<Self, ValueError> {
                match kind { $(Kind::$variant => <$inner>::from_canonical(kind, text).map(Self::$variant)),+ }
            }
        }

        impl fmt::Display for Value {
            /// Prints the canonical text.
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                match self { $(Self::$variant(value) => value.fmt(f)),+ }
            }
        }
    };
}

kinds! {
    /// A date, in the calendar or told from another one.
    Date(When) = "date", "a date";
    /// The time over which a state held.
    Held(Held) = "held", "a time over which something held";
    /// A whole number.
    Count(Count) = "count", "a number";
    /// A part of a whole.
    Share(Share) = "share", "a share";
    /// The least and the most over several members.
    Spread(Spread) = "spread", "a spread";
    /// A set said to be complete.
    ClosedSet(ClosedSet) = "closed-set", "a closed set";
    /// An age on a date.
    Age(Age) = "age", "an age";
    /// A length of time.
    Duration(Duration) = "duration", "a duration";
    /// A length of way.
    Distance(Distance) = "distance", "a distance";
    /// A sum of money.
    Money(Money) = "money", "a sum of money";
    /// Words in one language.
    Text(Text) = "text", "a text";
    /// A name in one script.
    Name(Name) = "name", "a name";
    /// A term of a vocabulary.
    Term(TermId) = "term", "a term";
    /// Another record.
    Ref(RecordId) = "ref", "a reference to a record";
    /// A position with a radius.
    Point(Point) = "point", "a position";
    /// Yes or no.
    Flag(bool) = "flag", "yes or no";
    /// That there is none.
    Negative(Negative) = "negative", "a negative";
    /// What a statement answers.
    Answers(Answers) = "answers", "a list of what is answered";
}

/// Reading a type from the canonical text of a value; the kind only words the error.
trait FromCanonical: Sized {
    fn from_canonical(kind: Kind, text: &str) -> Result<Self, ValueError>;
}

macro_rules! from_canonical {
    ($($type:ty),+) => {
        $(impl FromCanonical for $type {
            fn from_canonical(kind: Kind, text: &str) -> Result<Self, ValueError> {
                text.parse::<Self>().map_err(|error| ValueError { kind, ..error })
            }
        })+
    };
}

from_canonical!(
    When, Held, Count, Share, Spread, ClosedSet, Age, Duration, Distance, Money, Text, Name, Point,
    Negative, Answers
);

impl FromCanonical for TermId {
    fn from_canonical(kind: Kind, text: &str) -> Result<Self, ValueError> {
        text.trim().parse().map_err(|error| ValueError::new(kind, text, format!("{error}")))
    }
}

impl FromCanonical for RecordId {
    fn from_canonical(kind: Kind, text: &str) -> Result<Self, ValueError> {
        text.trim().parse().map_err(|error| ValueError::new(kind, text, format!("{error}")))
    }
}

impl FromCanonical for bool {
    fn from_canonical(kind: Kind, text: &str) -> Result<Self, ValueError> {
        text.trim().parse().map_err(|_| ValueError::new(kind, text, "write true or false"))
    }
}

impl Kind {
    /// The kind of a schema word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.word() == word)
    }
}

impl FromStr for Kind {
    type Err = String;

    fn from_str(word: &str) -> Result<Self, String> {
        Self::from_word(word).ok_or_else(|| {
            let words: Vec<_> = Self::ALL.iter().map(|kind| kind.word()).collect();
            format!("\"{word}\" is not a kind of value; the kinds are {}", words.join(", "))
        })
    }
}

impl Value {
    /// How this value bears on `other`, both taken as values of one property with one value.
    ///
    /// Values of different kinds cannot be told, but for an absence against what it is the absence of,
    /// and a closed set against a member.
    #[must_use]
    pub fn compare(&self, other: &Self, identities: &dyn Identities) -> Comparison {
        match (self, other) {
            (Self::Date(own), Self::Date(others)) => own.compare(others),
            (Self::Held(own), Self::Held(others)) => own.compare(others),
            (Self::Count(own), Self::Count(others)) => own.compare(others),
            (Self::Share(own), Self::Share(others)) => own.compare(others),
            (Self::Spread(own), Self::Spread(others)) => own.compare(others),
            (Self::ClosedSet(own), Self::ClosedSet(others)) => own.compare(others, identities),
            (Self::ClosedSet(set), Self::Ref(member)) => set.compare_member(*member, identities),
            (Self::Ref(member), Self::ClosedSet(set)) => {
                match set.compare_member(*member, identities) {
                    Comparison::Conflicts => Comparison::Conflicts,
                    _ => Comparison::CannotTell,
                }
            }
            (Self::Age(own), Self::Age(others)) => own.compare(others),
            (Self::Duration(own), Self::Duration(others)) => own.compare(others),
            (Self::Distance(own), Self::Distance(others)) => own.compare(others),
            (Self::Money(own), Self::Money(others)) => own.compare(others),
            (Self::Text(own), Self::Text(others)) => own.compare(others),
            (Self::Name(own), Self::Name(others)) => own.compare(others),
            (Self::Term(own), Self::Term(others)) => of_sameness(identities.terms(own, others)),
            (Self::Ref(own), Self::Ref(others)) => of_sameness(identities.records(*own, *others)),
            (Self::Point(own), Self::Point(others)) => own.compare(others),
            (Self::Flag(own), Self::Flag(others)) => {
                Comparison::of_sets(own == others, own != others)
            }
            (Self::Answers(own), Self::Answers(others)) => own.compare(others),
            (Self::Negative(own), Self::Negative(others)) => own.compare(others),
            (Self::Negative(_), value) | (value, Self::Negative(_))
                if value.settles_nothing(identities) =>
            {
                Comparison::CannotTell
            }
            (Self::Negative(none), present) if none.says_none() => {
                let (may_be_nothing, _) = present.may_be_nothing();
                // That there is none means zero, which the value admits or not.
                Comparison::of_sets(may_be_nothing, !may_be_nothing)
            }
            (present, Self::Negative(none)) if none.says_none() => {
                let (may_be_nothing, is_nothing) = present.may_be_nothing();
                let entails = is_nothing && *none == Negative::Asserted;
                Comparison::of_sets(entails, !may_be_nothing)
            }
            _ => Comparison::CannotTell,
        }
    }

    /// Whether the value is qualified as uncertain or approximate, or says that the matter is not known:
    /// then it agrees and disagrees with nothing.
    fn settles_nothing(&self, identities: &dyn Identities) -> bool {
        match self {
            Self::Date(When::Calendar(date)) => date.is_qualified(),
            Self::Held(held) => held.is_qualified(),
            Self::Age(age) => age.on().is_qualified(),
            Self::Term(term) => identities.terms(term, term) != Sameness::Same,
            _ => false,
        }
    }

    /// The value with every record that it names replaced.
    #[must_use]
    pub fn map_records(&self, replace: &dyn Fn(RecordId) -> RecordId) -> Self {
        match self {
            Self::Ref(record) => Self::Ref(replace(*record)),
            Self::Date(when) => Self::Date(when.map_records(replace)),
            Self::Held(held) => Self::Held(held.map_records(replace)),
            Self::ClosedSet(set) => Self::ClosedSet(set.map_records(replace)),
            Self::Negative(Negative::Decided { by }) => {
                Self::Negative(Negative::Decided { by: replace(*by) })
            }
            Self::Answers(answers) => Self::Answers(answers.map_records(replace)),
            value => value.clone(),
        }
    }

    /// The records that the value names.
    #[must_use]
    pub fn records(&self) -> BTreeSet<RecordId> {
        let may_name_any = matches!(
            self,
            Self::Ref(_)
                | Self::Date(_)
                | Self::Held(_)
                | Self::ClosedSet(_)
                | Self::Negative(_)
                | Self::Answers(_)
        );
        if !may_name_any {
            return BTreeSet::new();
        }
        // Replacing visits each of them, so that there is one place that knows where they stand.
        let records = std::cell::RefCell::new(BTreeSet::new());
        let _unchanged = self.map_records(&|record| {
            records.borrow_mut().insert(record);
            record
        });
        records.into_inner()
    }

    /// Whether the value can mean nothing at all, as a count, share or closed set of zero does, and
    /// whether it can mean only that.
    fn may_be_nothing(&self) -> (bool, bool) {
        match self {
            Self::Count(count) => (count.low() == 0, count.high() == Some(0)),
            Self::ClosedSet(set) => {
                (set.count().low() == 0 && set.named().is_empty(), set.count().high() == Some(0))
            }
            Self::Share(Share::Of { part, .. }) => (part.low() == 0, part.high() == Some(0)),
            Self::Share(Share::Proportion(range)) => {
                let low = range.low().is_none_or(|low| low.included && low.at == Fraction::NONE);
                (low, range.as_exact() == Some(&Fraction::NONE))
            }
            Self::Flag(flag) => (!flag, !flag),
            _ => (false, false),
        }
    }
}

fn of_sameness(sameness: Sameness) -> Comparison {
    match sameness {
        Sameness::Same | Sameness::Within => Comparison::Entails,
        Sameness::Distinct => Comparison::Conflicts,
        Sameness::Around | Sameness::Unknown => Comparison::CannotTell,
    }
}
