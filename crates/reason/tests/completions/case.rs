//! Small invented cases: a few records, a few properties, and what some voices say of them.

use std::collections::BTreeSet;
use std::sync::{Arc, LazyLock};

use onus_case::Resident;
use onus_model::Level;
use onus_model::claim::{Claim, Logged, Moment, Origin, Relay, Rendering, Scope, Speaker, Stance};
use onus_model::id::{ClaimId, MemberId, RecordId};
use onus_model::schema::Schema;
use onus_model::value::{Kind, Value};

use super::random::Random;

/// Types of the test's own: a thing that is asked about, its keepers, and notes about it.
const SCHEMA: &str = r#"
id = "TYPE"
group = "happened"
label = { en = "l", ru = "l", kk = "l" }
reviewed = ["en"]
level = "public"
"#;

/// What a property's values are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sort {
    Number,
    Date,
    Flag,
    Term,
    Keeper,
    /// Notes, by the reverse of the property of this place.
    Notes,
}

/// A property.
pub(crate) struct Property {
    pub(crate) of: &'static str,
    pub(crate) id: &'static str,
    pub(crate) sort: Sort,
    pub(crate) list: bool,
}

const fn property(of: &'static str, id: &'static str, sort: Sort, list: bool) -> Property {
    Property { of, id, sort, list }
}

/// The properties; a place in this list names one.
pub(crate) const PROPERTIES: [Property; 17] = [
    property("thing", "number", Sort::Number, false),
    property("thing", "size", Sort::Number, false),
    property("thing", "seen", Sort::Date, false),
    property("thing", "gone", Sort::Date, false),
    property("thing", "lit", Sort::Flag, false),
    property("thing", "hue", Sort::Term, false),
    property("thing", "marks", Sort::Term, true),
    property("thing", "numbers", Sort::Number, true),
    property("thing", "kept-by", Sort::Keeper, true),
    property("thing", "lead", Sort::Keeper, false),
    property("thing", "notes", Sort::Notes, true),
    property("keeper", "weight", Sort::Number, false),
    property("keeper", "trusted", Sort::Flag, false),
    property("keeper", "kind", Sort::Term, false),
    property("note", "grade", Sort::Number, false),
    property("note", "late", Sort::Flag, false),
    property("note", "about", Sort::Notes, true),
];
/// The place of `notes`.
pub(crate) const NOTES: usize = 10;
/// The place of `about`.
pub(crate) const ABOUT: usize = 16;

/// Terms: the second is a kind of the first, the last says that it is not known.
pub(crate) const TERMS: [&str; 4] = ["dark", "black", "light", "unstated"];

/// The first record is the thing asked about.
pub(crate) const RECORDS: [(&str, &str); 6] = [
    ("t0", "thing"),
    ("t1", "thing"),
    ("k1", "keeper"),
    ("k2", "keeper"),
    ("n1", "note"),
    ("n2", "note"),
];

/// The speakers; the last is a member of the team.
pub(crate) const VOICES: [&str; 4] = ["A", "B", "C", "member"];
pub(crate) const MEMBER: usize = 3;

pub(crate) static TEST_SCHEMA: LazyLock<Arc<Schema>> = LazyLock::new(|| {
    let label = r#"label = { en = "l", ru = "l", kk = "l" }"#;
    let mut files = vec![(
        "vocabularies/hue.toml".to_owned(),
        format!(
            "id = \"hue\"\n{label}\nreviewed = [\"en\"]\nexclusive = true\nsource = \"own\"\n\
             [[term]]\nid = \"dark\"\n{label}\n[[term]]\nid = \"black\"\nbroader = \"dark\"\n{label}\n\
             [[term]]\nid = \"light\"\n{label}\n[[term]]\nid = \"unstated\"\nundetermined = true\n{label}\n"
        ),
    )];
    for kind in ["thing", "keeper", "note"] {
        let mut text = SCHEMA.replace("TYPE", kind);
        for one in PROPERTIES.iter().filter(|one| one.of == kind && one.id != "notes") {
            let (word, more) = match one.sort {
                Sort::Number => ("count", String::new()),
                Sort::Date => ("date", String::new()),
                Sort::Flag => ("flag", String::new()),
                Sort::Term => ("term", "vocabulary = \"hue\"\n".to_owned()),
                Sort::Keeper => (
                    "ref",
                    format!("to = [\"keeper\"]\nreverse = {{ id = \"{}-of\", {label} }}\n", one.id),
                ),
                Sort::Notes => {
                    ("ref", format!("to = [\"thing\"]\nreverse = {{ id = \"notes\", {label} }}\n"))
                }
            };
            let many = match (one.list, one.id) {
                (true, "kept-by") => "closed-set",
                (true, _) => "many",
                (false, _) => "one",
            };
            text += &format!(
                "[[property]]\nid = \"{}\"\nkind = [\"{word}\"]\ncardinality = \"{many}\"\n{more}{label}\n",
                one.id
            );
        }
        files.push((format!("types/{kind}.toml"), text));
    }
    let files: Vec<(&str, &str)> =
        files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    let standard = Schema::standard().unwrap_or_else(|errors| panic!("{errors}"));
    Arc::new(standard.extended(&files).unwrap_or_else(|errors| panic!("{errors}")))
});

/// What is said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum What {
    Number(u8, Option<u8>),
    /// Days of January 2011; whether qualified.
    Days(u8, u8, bool),
    Flag(bool),
    Term(usize),
    Record(usize),
    /// There is none: asserted, decided or only looked for in vain.
    NoneAsserted,
    NoneDecided,
    NoneSearched,
    /// Only these.
    Only(BTreeSet<usize>),
}

/// How it is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum How {
    Asserts,
    Denies,
    /// Only passed on: does not count.
    Reports,
    /// Asked for: does not count.
    CallsFor,
    /// Altered by a relay: does not count.
    Altered,
}

/// One claim.
#[derive(Clone, Debug)]
pub(crate) struct Said {
    pub(crate) voice: usize,
    pub(crate) record: usize,
    pub(crate) property: usize,
    pub(crate) how: How,
    pub(crate) what: What,
    /// Year in which it was said.
    pub(crate) said: Option<u16>,
}

impl Said {
    /// In words, for a disagreement.
    pub(crate) fn told(&self) -> String {
        format!(
            "{} {:?} {}.{} = {:?}{}",
            VOICES[self.voice],
            self.how,
            RECORDS[self.record].0,
            PROPERTIES[self.property].id,
            self.what,
            self.said.map(|year| format!(" (said {year})")).unwrap_or_default()
        )
    }
}

pub(crate) fn record_id(place: usize) -> RecordId {
    RecordId::from_bytes([place as u8 + 1; 16])
}

pub(crate) fn voice_id(place: usize) -> RecordId {
    RecordId::from_bytes([place as u8 + 101; 16])
}

pub(crate) fn member_id() -> MemberId {
    MemberId::from_bytes([7; 16])
}

fn one_value(random: &mut Random, sort: Sort) -> What {
    match sort {
        Sort::Number => {
            let low = random.between(1, 4) as u8;
            let high = match random.below(4) {
                0 => None,
                1 => Some(low + random.between(1, 2) as u8),
                _ => Some(low),
            };
            What::Number(low, high)
        }
        Sort::Date => {
            let low = random.between(3, 6) as u8;
            let high = if random.chance(30) { low + random.between(1, 2) as u8 } else { low };
            What::Days(low, high, low == high && random.chance(15))
        }
        Sort::Flag => What::Flag(random.chance(50)),
        Sort::Term => What::Term(random.weighted(&[(3, 0), (4, 1), (4, 2), (1, 3)])),
        Sort::Keeper => What::Record(random.between(2, 3)),
        Sort::Notes => What::Record(random.below(2)),
    }
}

/// Claims of the voices on the inputs that a condition may ask for.
pub(crate) fn claims(random: &mut Random, asked: &BTreeSet<usize>) -> Vec<Said> {
    let mut all = Vec::new();
    for (record, (_, kind)) in RECORDS.iter().enumerate() {
        if record == 1 {
            continue;
        }
        for (place, property) in PROPERTIES.iter().enumerate() {
            let wanted = asked.contains(&if place == ABOUT { NOTES } else { place });
            if property.of == *kind && place != NOTES && wanted {
                on_one(random, record, place, &mut all);
            }
        }
    }
    all
}

fn on_one(random: &mut Random, record: usize, place: usize, all: &mut Vec<Said>) {
    let property = &PROPERTIES[place];
    let speakers = random.weighted(&[(3, 0), (6, 1), (4, 2), (1, 3)]);
    let mut voices: Vec<usize> = (0..3).collect();
    random.shuffle(&mut voices);
    if random.chance(15) {
        voices.insert(0, MEMBER);
    }
    for &voice in voices.iter().take(speakers) {
        let several =
            if property.list { random.between(1, 2) } else { 1 + usize::from(random.chance(12)) };
        let dated = random.chance(50);
        let denies_only = random.chance(20);
        for count in 0..several {
            let mut what = one_value(random, property.sort);
            let negative = place != ABOUT && property.sort != Sort::Flag && random.chance(15);
            if negative {
                what = match (voice, random.below(3)) {
                    (MEMBER, _) => What::NoneSearched,
                    (_, 0) => What::NoneDecided,
                    _ => What::NoneAsserted,
                };
            } else if property.id == "kept-by" && random.chance(15) {
                what = What::Only((2..4).filter(|_| random.chance(50)).collect());
                if what == What::Only(BTreeSet::new()) {
                    what = What::Only(BTreeSet::from([2]));
                }
            }
            let how = match random.below(20) {
                0 => How::Reports,
                1 => How::CallsFor,
                2 => How::Altered,
                _ if denies_only => How::Denies,
                _ => How::Asserts,
            };
            let said = dated.then_some(2012 + count as u16);
            all.push(Said { voice, record, property: place, how, what, said });
        }
    }
}

fn value(what: &What) -> Value {
    let (kind, text) = match what {
        What::Number(low, None) => (Kind::Count, format!(">={low}")),
        What::Number(low, Some(high)) if low == high => (Kind::Count, low.to_string()),
        What::Number(low, Some(high)) => (Kind::Count, format!("{low}..{high}")),
        What::Days(low, high, qualified) if low == high => {
            (Kind::Date, format!("2011-01-{low:02}{}", if *qualified { "?" } else { "" }))
        }
        What::Days(low, high, _) => (Kind::Date, format!("2011-01-{low:02}/2011-01-{high:02}")),
        What::Flag(yes) => (Kind::Flag, yes.to_string()),
        What::Term(term) => (Kind::Term, format!("hue:{}", TERMS[*term])),
        What::Record(record) => (Kind::Ref, record_id(*record).to_string()),
        What::NoneAsserted => (Kind::Negative, "none asserted".to_owned()),
        What::NoneDecided => (Kind::Negative, format!("none decided by {}", voice_id(0))),
        What::NoneSearched => {
            (Kind::Negative, format!("none found by {} until 2012 in the files", member_id()))
        }
        What::Only(members) => {
            let names: Vec<String> =
                members.iter().map(|member| record_id(*member).to_string()).collect();
            (Kind::ClosedSet, format!("only {}: {}", members.len(), names.join(", ")))
        }
    };
    Value::parse(kind, &text).unwrap_or_else(|error| panic!("{text}: {error}"))
}

/// The case with these claims.
pub(crate) fn build(claims: &[Said]) -> Resident {
    let mut case = Resident::new(TEST_SCHEMA.clone());
    for (place, (handle, kind)) in RECORDS.iter().enumerate() {
        case.add_record(record_id(place), kind.parse().expect("a type"));
        case.add_handle(record_id(place), handle);
    }
    for (place, name) in VOICES.iter().take(3).enumerate() {
        case.add_record(voice_id(place), "person".parse().expect("a type"));
        case.add_handle(voice_id(place), name);
    }
    case.add_member(member_id(), "A member");
    for (place, one) in claims.iter().enumerate() {
        let mut id = [0; 32];
        id[0] = place as u8 + 1;
        let speaker = match one.voice {
            MEMBER => Speaker::Member(member_id()),
            voice => Speaker::Record(voice_id(voice)),
        };
        let altered = Relay { by: voice_id((one.voice + 1) % 3), rendering: Rendering::Altered };
        let claim = Claim {
            id: ClaimId::from_bytes(id),
            record: record_id(one.record),
            property: PROPERTIES[one.property].id.parse().expect("a property"),
            value: value(&one.what),
            wording: None,
            scope: Scope::default(),
            origin: Origin::of(speaker),
            via: if one.how == How::Altered { vec![altered] } else { Vec::new() },
            source: None,
            passage: None,
            said: one.said.map(|year| year.to_string().parse().expect("a year")),
            held: None,
            stance: match one.how {
                How::Asserts | How::Altered => Stance::Asserts,
                How::Denies => Stance::Denies,
                How::Reports => Stance::Reports,
                How::CallsFor => Stance::CallsFor,
            },
            rests_on: None,
            level: Level::Public,
        };
        case.add_claim(Logged::draft(claim, Moment(0), member_id()));
    }
    case
}
