//! Where statements and matters stand in the lists of them, kept so that a part of a long list can be shown without
//! looking at the rest.

use std::collections::BTreeMap;

use onus_case::{DefaultView, Kept, Look};
use onus_model::id::RecordId;
use onus_model::value::date::{Day, DayBounds};

use crate::accountability::{Matter, matter};
use crate::authority;
use crate::date::accounts_of;
use crate::order::Order;
use crate::part::InTime;

/// The place of each statement, act, event and death.
pub(crate) const PLACED: DefaultView = DefaultView {
    name: "placed",
    version: 2,
    compute: |look, record| {
        Placed::of(look, record).map(|placed| placed.kept()).unwrap_or_default()
    },
};

/// In which list a record stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum List {
    /// Statements: the authorities' or others', or it takes all that the speaker said to tell, which is not kept.
    Statement { official: Option<bool> },
    /// What there is to answer for.
    Matter(Matter),
}

struct Placed {
    list: List,
    days: Option<DayBounds>,
}

impl List {
    const ALL: [(u8, Self); 6] = [
        (b'o', Self::Statement { official: Some(true) }),
        (b's', Self::Statement { official: Some(false) }),
        (b'u', Self::Statement { official: None }),
        (b'e', Self::Matter(Matter::Event)),
        (b'a', Self::Matter(Matter::Act)),
        (b'd', Self::Matter(Matter::Death)),
    ];

    fn letter(self) -> u8 {
        let known = Self::ALL.iter().find(|(_, list)| *list == self);
        known.map_or(b'?', |(letter, _)| *letter)
    }
}

impl Placed {
    fn of(look: &Look<'_>, record: RecordId) -> Option<Self> {
        if look.corpus().canonical(record) != record || !look.is_in_view(record) {
            return None;
        }
        let order = Order::of(look);
        if look.corpus().record_type(record)?.as_str() == "statement" {
            let official = authority::told_official(look, &order, record, false);
            let list = List::Statement { official };
            let dates = accounts_of(look, &order, record, "when").0;
            return Some(Self { list, days: dates.first().map(|date| date.bounds) });
        }
        let (matter, days) = matter(look, &order, record)?;
        Some(Self { list: List::Matter(matter), days })
    }

    fn kept(&self) -> Kept {
        let mut value = vec![self.list.letter(), u8::from(self.days.is_some())];
        if let Some(days) = self.days {
            for day in [days.earliest(), days.latest()] {
                value.push(u8::from(day.is_some()));
                value.extend(day.map_or(0, |day| day.number()).to_be_bytes());
            }
        }
        // The key says it all: a list of a hundred thousand is read without reading each of them.
        let hex: String = value.iter().map(|byte| format!("{byte:02x}")).collect();
        Kept { value: Vec::new(), keys: [hex.into_bytes()].into() }
    }

    fn read(key: &[u8]) -> Option<Self> {
        let byte = |pair: &[u8]| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok();
        let bytes: Vec<u8> = key.chunks(2).map(byte).collect::<Option<_>>()?;
        let (letter, bytes) = bytes.split_first()?;
        let list = List::ALL.iter().find(|(known, _)| known == letter)?.1;
        let (dated, mut bytes) = bytes.split_first()?;
        if *dated == 0 {
            return Some(Self { list, days: None });
        }
        let mut day = || {
            let (known, rest) = bytes.split_first()?;
            let (number, rest) = rest.split_first_chunk::<8>()?;
            bytes = rest;
            match known {
                1 => Some(Some(Day::from_number(i64::from_be_bytes(*number))?)),
                _ => Some(None),
            }
        };
        let (earliest, latest) = (day()?, day()?);
        Some(Self { list, days: Some(DayBounds::new(earliest, latest)?) })
    }
}

/// Every record of some lists with its place: looked up where that is kept, and worked out in other views.
fn placed(
    look: &Look<'_>,
    types: &[&str],
    is_wanted: impl Fn(List) -> bool,
) -> BTreeMap<RecordId, Placed> {
    let mut found = BTreeMap::new();
    let mut put = |record: RecordId, placed: Option<Placed>| {
        if let Some(placed) = placed.filter(|placed| is_wanted(placed.list)) {
            found.insert(record, placed);
        }
    };
    let letters = List::ALL.iter().filter(|(_, list)| is_wanted(*list)).map(|(letter, _)| letter);
    let keys: Option<Vec<_>> =
        letters.map(|letter| look.kept_keys(&PLACED, format!("{letter:02x}").as_bytes())).collect();
    match keys {
        Some(keys) => {
            for (record, key) in keys.into_iter().flatten() {
                put(record, Placed::read(&key));
            }
        }
        None => {
            for record in types.iter().flat_map(|one| look.records_of_type(one)) {
                put(record, Placed::of(look, record));
            }
        }
    }
    found
}

/// Every statement with its place in time, and whether it is the authorities'.
pub(crate) fn statements(look: &Look<'_>) -> Vec<(InTime, RecordId, bool)> {
    let all = placed(look, &["statement"], |list| matches!(list, List::Statement { .. }));
    let order = Order::of(look);
    let statements = all.into_iter().map(|(record, placed)| {
        let official = match placed.list {
            List::Statement { official: Some(known) } => known,
            _ => authority::is_official(look, &order, record),
        };
        (InTime::of(placed.days, false), record, official)
    });
    statements.collect()
}

/// Every act, event and death with its place in time.
pub(crate) fn matters(look: &Look<'_>) -> Vec<((InTime, Matter), RecordId)> {
    let all = placed(look, &["event", "act", "person"], |list| matches!(list, List::Matter(_)));
    let matters = all.into_iter().filter_map(|(record, placed)| match placed.list {
        List::Matter(matter) => Some(((InTime::of(placed.days, true), matter), record)),
        List::Statement { .. } => None,
    });
    matters.collect()
}
