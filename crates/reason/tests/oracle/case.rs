//! Small random cases: a few things, a few speakers, and what they say.

use std::sync::{Arc, LazyLock};

use onus_case::Resident;
use onus_model::Level;
use onus_model::claim::{Claim, Logged, Moment, Origin, Scope, Speaker, Stance};
use onus_model::id::{ClaimId, MemberId, RecordId};
use onus_model::schema::Schema;
use onus_model::value::{Kind, Value};

use crate::random::Random;

/// Things that are talked about; the first is the one that is asked about.
pub(crate) const THINGS: usize = 3;

const TYPE: &str = r#"
id = "thing"
group = "happened"
label = { en = "thing", ru = "вещь", kk = "зат" }
reviewed = ["en"]
level = "team"
told-by = ["number"]

[[property]]
id = "sure"
kind = ["flag"]
cardinality = "one"
label = { en = "sure", ru = "x", kk = "x" }

[[property]]
id = "number"
kind = ["count"]
cardinality = "one"
label = { en = "number", ru = "x", kk = "x" }

[[property]]
id = "limit"
kind = ["count"]
cardinality = "one"
label = { en = "limit", ru = "x", kk = "x" }

[[property]]
id = "colour"
kind = ["term"]
cardinality = "one"
vocabulary = "colour"
label = { en = "colour", ru = "x", kk = "x" }

[[property]]
id = "spot"
kind = ["term"]
cardinality = "many"
vocabulary = "colour"
label = { en = "spot", ru = "x", kk = "x" }

[[property]]
id = "begun"
kind = ["date"]
cardinality = "one"
label = { en = "begun", ru = "x", kk = "x" }

[[property]]
id = "ended"
kind = ["date"]
cardinality = "one"
label = { en = "ended", ru = "x", kk = "x" }

[[property]]
id = "lasted"
kind = ["duration"]
cardinality = "one"
label = { en = "lasted", ru = "x", kk = "x" }

[[property]]
id = "total"
kind = ["duration"]
cardinality = "one"
label = { en = "total", ru = "x", kk = "x" }

[[property]]
id = "link"
kind = ["ref"]
cardinality = "closed-set"
to = ["thing"]
reverse = { id = "linked", label = { en = "linked", ru = "x", kk = "x" } }
label = { en = "link", ru = "x", kk = "x" }
"#;

const COLOURS: &str = r#"
id = "colour"
label = { en = "colour", ru = "x", kk = "x" }
reviewed = ["en"]
exclusive = true
source = "own"

[[term]]
id = "red"
label = { en = "red", ru = "x", kk = "x" }

[[term]]
id = "scarlet"
label = { en = "scarlet", ru = "x", kk = "x" }
broader = "red"

[[term]]
id = "blue"
label = { en = "blue", ru = "x", kk = "x" }

[[term]]
id = "not-told"
label = { en = "not told", ru = "x", kk = "x" }
undetermined = true
"#;

/// The schema of the cases.
pub(crate) static SCHEMA: LazyLock<Arc<Schema>> = LazyLock::new(|| {
    let files = [("types/thing.toml", TYPE), ("vocabularies/colour.toml", COLOURS)];
    let schema = Schema::standard().and_then(|standard| standard.extended(&files));
    Arc::new(schema.unwrap_or_else(|errors| panic!("{errors}")))
});

/// Somebody's word on a property of a thing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Word {
    /// Which thing.
    pub(crate) thing: usize,
    /// Which property.
    pub(crate) property: &'static str,
    /// The canonical text of the value, with `@1` for a thing.
    pub(crate) value: String,
    /// Which speaker; none for a member of the team.
    pub(crate) speaker: Option<usize>,
    /// Whether it is denied.
    pub(crate) denied: bool,
}

pub(crate) fn thing(place: usize) -> RecordId {
    RecordId::from_bytes([u8::try_from(place).unwrap_or(u8::MAX) + 1; 16])
}

pub(crate) fn speaker(place: usize) -> RecordId {
    RecordId::from_bytes([u8::try_from(place).unwrap_or(u8::MAX) + 101; 16])
}

pub(crate) const MEMBER: MemberId = MemberId::from_bytes([9; 16]);

/// A word in the form that a case holds it in.
pub(crate) fn claim_of(word: &Word, place: usize) -> Claim {
    let mut text = word.value.clone();
    for other in 0..THINGS {
        text = text.replace(&format!("@{other}"), &thing(other).to_string());
    }
    let known = SCHEMA.property("thing", word.property).expect(word.property);
    let special = [Kind::Negative, Kind::ClosedSet];
    let kinds = special.iter().filter(|kind| known.takes(**kind)).chain(&known.kinds);
    let value = kinds.into_iter().find_map(|kind| {
        let text = match (kind, &known.vocabulary) {
            (Kind::Term, Some(vocabulary)) => format!("{vocabulary}:{text}"),
            _ => text.clone(),
        };
        Value::parse(*kind, &text).ok()
    });
    let mut id = [7; 32];
    id[..8].copy_from_slice(&(place as u64).to_be_bytes());
    Claim {
        id: ClaimId::from_bytes(id),
        record: thing(word.thing),
        property: word.property.parse().expect(word.property),
        value: value.unwrap_or_else(|| panic!("{word:?}")),
        wording: None,
        scope: Scope::default(),
        origin: Origin::of(
            word.speaker.map_or(Speaker::Member(MEMBER), |place| Speaker::Record(speaker(place))),
        ),
        via: Vec::new(),
        source: None,
        passage: None,
        said: None,
        held: None,
        stance: if word.denied { Stance::Denies } else { Stance::Asserts },
        rests_on: None,
        level: Level::Public,
    }
}

/// A case that holds these words, each under its place.
pub(crate) fn build(words: &[(usize, Word)]) -> Resident {
    let mut case = Resident::new(SCHEMA.clone());
    for place in 0..THINGS {
        case.add_record(thing(place), "thing".parse().expect("a type"));
        case.add_handle(thing(place), &format!("thing-{place}"));
    }
    for place in 0..4 {
        case.add_record(speaker(place), "organization".parse().expect("a type"));
        case.add_handle(speaker(place), &format!("speaker-{place}"));
    }
    case.add_member(MEMBER, "Mara");
    for (place, word) in words {
        case.add_claim(Logged::draft(claim_of(word, *place), Moment(0), MEMBER));
    }
    case
}

/// A random value of a property.
fn value(random: &mut Random, property: &str) -> String {
    let day = |random: &mut Random| format!("2020-01-{:02}", random.between(2, 6));
    match property {
        "sure" => (*random.pick(&["true", "false"])).to_owned(),
        "number" | "limit" => {
            // No number is below nothing, which conditions do not know: none asks for less than one.
            let number = random.between(1, 6);
            match random.below(5) {
                0 => format!(">={number}"),
                1 => format!("<={number}"),
                2 => format!("{number}..{}", number + random.between(1, 2)),
                _ => number.to_string(),
            }
        }
        "colour" | "spot" => {
            (*random.pick(&["red", "scarlet", "blue", "blue", "not-told"])).to_owned()
        }
        "begun" | "ended" => match random.below(8) {
            0 if property == "ended" => format!("{} days after @0.begun", random.between(0, 3)),
            1 => format!("{}/..", day(random)),
            2 => format!("../{}", day(random)),
            3 => {
                let first = random.between(2, 4);
                format!("2020-01-{first:02}/2020-01-{:02}", first + random.between(1, 2))
            }
            4 => format!("{}?", day(random)),
            _ => day(random),
        },
        "lasted" | "total" => {
            let days = random.between(1, 4);
            match random.below(4) {
                0 => format!("<{days} days"),
                1 => format!(">={days} days"),
                _ => format!("{days} days"),
            }
        }
        _ => match random.below(4) {
            0 => format!("only 1: @{}", random.below(THINGS)),
            _ => format!("@{}", random.below(THINGS)),
        },
    }
}

/// The properties, each as often as it should come up.
const PROPERTIES: &[&str] = &[
    "sure", "number", "limit", "colour", "spot", "begun", "ended", "lasted", "total", "link",
    "link",
];

/// A random case: what is said on a few properties.
pub(crate) fn random_words(random: &mut Random, of: &[&'static str]) -> Vec<(usize, Word)> {
    let speakers = random.between(1, 3);
    let count = random.between(0, 7);
    let mut words: Vec<Word> = Vec::new();
    for _ in 0..count {
        let property = if random.chance(85) && !of.is_empty() {
            *random.pick(of)
        } else {
            *random.pick(PROPERTIES)
        };
        let on_first = random.chance(60);
        let mut word = Word {
            thing: if on_first { 0 } else { random.below(THINGS) },
            property,
            value: value(random, property),
            speaker: Some(random.below(speakers)),
            denied: random.chance(12),
        };
        match random.below(12) {
            0 => {
                word.value = "none asserted".to_owned();
            }
            1 => {
                word.value = format!("none found by {MEMBER} until 2020-02 in the archive");
                word.speaker = None;
            }
            _ => {}
        }
        if !words.contains(&word) {
            words.push(word);
        }
    }
    words.into_iter().enumerate().collect()
}
