//! What each record is called, kept so that a name need not be sought through the whole case.

use std::collections::BTreeMap;

use onus_case::{DefaultView, Kept, Look};
use onus_model::id::RecordId;

use crate::fold;
use crate::names::all_names;
use crate::order::Order;

/// Names and handles of records, by their words.
pub(crate) const CALLED: DefaultView = DefaultView {
    name: "called",
    version: 1,
    compute: |look, record| Called::of(look, record).kept(),
};

/// Every record in view has this key.
const ANY: &[u8] = b"any";

/// What a record, or one that stands for it, is called; none where it is not in view or another record
/// stands for it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Called {
    /// Its names, the one to call it by first.
    pub(crate) names: Vec<String>,
    /// Its handles.
    pub(crate) handles: Vec<String>,
    in_view: bool,
}

impl Called {
    fn of(look: &Look<'_>, record: RecordId) -> Self {
        if look.corpus().canonical(record) != record || !look.is_in_view(record) {
            return Self::default();
        }
        let names = all_names(look, record).into_iter().map(|name| name.name).collect();
        let members = Order::of(look).members(look, record).into_iter();
        let handles = members.filter_map(|member| look.handle(member)).map(ToOwned::to_owned);
        Self { names, handles: handles.collect(), in_view: true }
    }

    fn kept(&self) -> Kept {
        let mut kept = Kept::default();
        if !self.in_view {
            return kept;
        }
        kept.keys.insert(ANY.to_vec());
        for name in &self.names {
            let across = fold::across(name);
            let words = across.split(' ').map(|word| key("w", word));
            let whole = [key("n", &fold::plain(name)), key("a", &across)];
            kept.keys.extend(words.chain(whole).flatten());
        }
        for list in [&self.names, &self.handles] {
            for text in list {
                kept.value.extend(u32::try_from(text.len()).unwrap_or(u32::MAX).to_be_bytes());
                kept.value.extend(text.as_bytes());
            }
            kept.value.extend(u32::MAX.to_be_bytes());
        }
        kept
    }

    fn read(kept: &Kept) -> Option<Self> {
        let mut bytes = kept.value.as_slice();
        let mut list = || {
            let mut texts = Vec::new();
            loop {
                let (length, rest) = bytes.split_first_chunk::<4>()?;
                bytes = rest;
                match u32::from_be_bytes(*length) {
                    u32::MAX => return Some(texts),
                    length => {
                        let (text, rest) = bytes.split_at_checked(length as usize)?;
                        texts.push(String::from_utf8(text.to_vec()).ok()?);
                        bytes = rest;
                    }
                }
            }
        };
        Some(Self { names: list()?, handles: list()?, in_view: true })
    }
}

/// A key; none for what could not be told from the end of one.
fn key(kind: &str, text: &str) -> Option<Vec<u8>> {
    let plain = !text.is_empty() && !text.contains('\0');
    plain.then(|| [kind.as_bytes(), b":", text.as_bytes()].concat())
}

/// How a name is looked for.
pub(crate) enum By<'t> {
    /// By all of it, but for case and accents.
    Plain(&'t str),
    /// By all of it, across scripts and spellings.
    Across(&'t str),
    /// By some of its words, across scripts and spellings.
    Words(&'t [&'t str]),
    /// Every record in view.
    Any,
}

/// The records that may be called so, with what they are called.
///
/// They are looked up where that is kept, and sought through the whole case in other views.
pub(crate) fn called(look: &Look<'_>, by: &By<'_>) -> BTreeMap<RecordId, Called> {
    let keys: Vec<Option<Vec<u8>>> = match by {
        By::Plain(plain) => vec![key("n", plain)],
        By::Across(across) => vec![key("a", across)],
        By::Words(words) => words.iter().map(|word| key("w", word)).collect(),
        By::Any => vec![Some(ANY.to_vec())],
    };
    let Some(keys) = keys.into_iter().collect::<Option<Vec<_>>>() else { return BTreeMap::new() };
    let mut found: Option<BTreeMap<RecordId, Called>> = None;
    for mut key in keys {
        key.push(0);
        let Some(kept) = look.kept_with(&CALLED, &key) else { return all(look) };
        let called = kept.iter().filter_map(|(record, kept)| Some((*record, Called::read(kept)?)));
        found = Some(match found {
            None => called.collect(),
            Some(found) => called.filter(|(record, _)| found.contains_key(record)).collect(),
        });
    }
    found.unwrap_or_default()
}

fn all(look: &Look<'_>) -> BTreeMap<RecordId, Called> {
    let mut called: BTreeMap<RecordId, Called> = BTreeMap::new();
    for (record, _) in look.corpus().claimed_properties() {
        called.entry(record).or_insert_with(|| Called::of(look, record));
    }
    called
}
