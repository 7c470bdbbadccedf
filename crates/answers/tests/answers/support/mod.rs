//! An invented case, written as rows, that can be built with other identifiers, handles and row orders.

#![allow(dead_code, reason = "each test file uses a part of it")]

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

use onus_answers::Style;
use onus_case::{Common, Counted, Loaded, Look, Resident, RowName};
use onus_model::Level;
use onus_model::claim::{
    Attribution, Claim, Derivation, Locator, Logged, Moment, Origin, Passage, Relay, Rendering,
    RestsOn, Review, Reviewed, Scope, Speaker, Stance,
};
use onus_model::id::{ClaimId, MemberId, PropertyId, RecordId};
use onus_model::schema::Schema;
use onus_model::value::{Kind, Value};
use onus_model::view::View;
use onus_reason::Part;
use onus_text::search::Question;

/// The built-in schema, read once.
pub(crate) static STANDARD: LazyLock<Arc<Schema>> =
    LazyLock::new(|| Arc::new(Schema::standard().unwrap_or_else(|errors| panic!("{errors}"))));

/// How to build the case.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Variant {
    /// Which identifiers, and which order of rows and records.
    pub(crate) seed: u64,
    /// Whether handles are other ones.
    pub(crate) renamed: bool,
}

/// A number that looks random and is not.
fn scrambled(seed: u64, text: &str) -> u64 {
    let mut state = 0xcbf2_9ce4_8422_2325 ^ seed.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    for byte in text.bytes() {
        state = (state ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    }
    state ^= state >> 29;
    state.wrapping_mul(0xbf58_476d_1ce4_e5b9) ^ (state >> 31)
}

/// The record of a handle in a variant.
pub(crate) fn record_id(variant: Variant, handle: &str) -> RecordId {
    let (first, second) = (scrambled(variant.seed, handle), scrambled(variant.seed + 1, handle));
    let mut bytes = [0; 16];
    bytes[..8].copy_from_slice(&first.to_be_bytes());
    bytes[8..].copy_from_slice(&second.to_be_bytes());
    RecordId::from_bytes(bytes)
}

/// The claim of a row in a variant.
pub(crate) fn claim_id(variant: Variant, row: &str) -> ClaimId {
    let mut bytes = [0; 32];
    for (place, part) in bytes.chunks_mut(8).enumerate() {
        part.copy_from_slice(&scrambled(variant.seed + place as u64, row).to_be_bytes());
    }
    ClaimId::from_bytes(bytes)
}

/// A handle as the variant has it.
pub(crate) fn handle_in(variant: Variant, handle: &str) -> String {
    if variant.renamed {
        format!("h{:x}", scrambled(variant.seed + 7, handle))
    } else {
        handle.to_owned()
    }
}

/// `12-34` is a range of the text, anything else a place in words.
fn locator(place: &str) -> Locator {
    let range = place.split_once('-').and_then(|(start, end)| {
        let (start, end) = (start.parse().ok()?, end.parse().ok()?);
        Some(Locator::Range { digest: [9; 32], start, end })
    });
    range.unwrap_or_else(|| Locator::Words(place.to_owned()))
}

/// A case as rows.
pub(crate) struct Rows {
    pub(crate) records: Vec<(String, String)>,
    pub(crate) claims: Vec<Vec<String>>,
}

impl Rows {
    /// Reads lines `TYPE: handle handle` and `row | handle.property | value | speaker | options`, where
    /// options are `name=value` separated by `;;`. `@handle` and `#row` in values stand for identifiers.
    pub(crate) fn read(text: &str) -> Self {
        let mut rows = Self { records: Vec::new(), claims: Vec::new() };
        for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
            if line.starts_with('%') {
                continue;
            }
            if let Some((record_type, handles)) =
                line.split_once(':').filter(|_| !line.contains('|'))
            {
                for handle in handles.split_whitespace() {
                    rows.records.push((handle.to_owned(), record_type.trim().to_owned()));
                }
            } else {
                rows.claims.push(line.split('|').map(|part| part.trim().to_owned()).collect());
            }
        }
        let mut names: Vec<&String> = rows.claims.iter().map(|row| &row[0]).collect();
        names.sort();
        let twice = names.windows(2).find(|pair| pair[0] == pair[1]);
        assert!(twice.is_none(), "two rows are called {}", twice.map_or("", |pair| pair[0]));
        rows
    }

    fn type_of(&self, handle: &str) -> &str {
        self.records
            .iter()
            .find(|(known, _)| known == handle)
            .map_or_else(|| panic!("no record {handle}"), |(_, record_type)| record_type.as_str())
    }

    fn identified(&self, variant: Variant, text: &str) -> String {
        let mut out = String::new();
        let mut rest = text;
        while let Some(at) = rest.find(['@', '#']) {
            out.push_str(&rest[..at]);
            let sign = &rest[at..=at];
            let tail = &rest[at + 1..];
            let end = tail
                .find(|letter: char| !(letter.is_ascii_alphanumeric() || letter == '-'))
                .unwrap_or(tail.len());
            let name = &tail[..end];
            if sign == "@" {
                self.type_of(name);
                out.push_str(&record_id(variant, name).to_string());
            } else {
                assert!(self.claims.iter().any(|row| row[0] == name), "no row {name}");
                out.push_str(&claim_id(variant, name).to_string());
            }
            rest = &tail[end..];
        }
        out.push_str(rest);
        out
    }

    fn value(&self, variant: Variant, record_type: &str, property: &str, text: &str) -> Value {
        let known = STANDARD
            .property(record_type, property)
            .unwrap_or_else(|| panic!("{record_type} has no property {property}"));
        let text = self.identified(variant, text);
        let special = [Kind::Negative, Kind::ClosedSet];
        let kinds = special.iter().filter(|kind| known.takes(**kind)).chain(&known.kinds);
        let mut errors = Vec::new();
        for kind in kinds {
            let text = match (kind, &known.vocabulary) {
                (Kind::Term, Some(vocabulary)) => format!("{vocabulary}:{text}"),
                _ => text.clone(),
            };
            match Value::parse(*kind, &text) {
                Ok(Value::Term(term)) if STANDARD.term(&term).is_none() => {
                    errors.push(format!("no term {term}"));
                }
                Ok(value) => return value,
                Err(error) => errors.push(error.to_string()),
            }
        }
        panic!("{property} = {text}: {}", errors.join("; "));
    }

    fn logged(&self, variant: Variant, row: &[String]) -> Logged {
        let [id, path, value, speaker] = &row[..4] else { panic!("too short: {row:?}") };
        let (handle, property) = path.split_once('.').expect("a path is handle.property");
        let record_type = self.type_of(handle).to_owned();
        let of = |handle: &str| {
            self.type_of(handle);
            record_id(variant, handle)
        };
        let mut origin = Origin::of(match speaker.as_str() {
            "not stated" => Speaker::NotStated,
            "team" => Speaker::Member(MemberId::from_bytes([7; 16])),
            handle => Speaker::Record(of(handle)),
        });
        let mut claim = Claim {
            id: claim_id(variant, id),
            record: of(handle),
            property: property.parse().expect(property),
            value: self.value(variant, &record_type, property, value),
            wording: None,
            scope: Scope::default(),
            origin: origin.clone(),
            via: Vec::new(),
            source: None,
            passage: None,
            said: None,
            held: None,
            stance: Stance::Asserts,
            rests_on: None,
            level: Level::Public,
        };
        let mut reviews = vec![];
        for option in row.get(4).map_or("", String::as_str).split(";;").map(str::trim) {
            let Some((name, value)) = option.split_once('=') else {
                assert!(option.is_empty(), "{option}");
                continue;
            };
            let value = value.trim();
            match name.trim() {
                "w" => claim.wording = Some(value.to_owned()),
                "scope" => {
                    let (qualifier, text) = value.split_once(" is ").expect("qualifier is value");
                    let known = STANDARD.property(&record_type, property).expect("known");
                    let known = known.qualifier(qualifier).expect(qualifier);
                    let text = self.identified(variant, text);
                    let value = Value::parse(known.kind, &text).expect(&text);
                    let qualifier: PropertyId = qualifier.parse().expect(qualifier);
                    let all = claim.scope.iter().map(|(id, value)| (id.clone(), value.clone()));
                    claim.scope = Scope::new(all.chain([(qualifier, value)]));
                }
                "for" => origin.on_behalf_of = Some(of(value)),
                "basis" => origin.basis = Some(format!("basis:{value}").parse().expect(value)),
                "party" => origin.party = Some(of(value)),
                "interest" => origin.interest = Some(value.to_owned()),
                "attribution" => origin.attribution = Attribution::Inferred,
                "via" => {
                    for relay in value.split(',') {
                        let (by, how) = relay.trim().split_once(' ').unwrap_or((relay.trim(), ""));
                        let rendering = match how {
                            "faithful" => Rendering::Faithful,
                            "altered" => Rendering::Altered,
                            _ => Rendering::Unknown,
                        };
                        claim.via.push(Relay { by: of(by), rendering });
                    }
                }
                "in" => {
                    let (source, place) = value.split_once(' ').unwrap_or((value, ""));
                    claim.source = Some(of(source));
                    if !place.is_empty() {
                        claim.passage = Some(Passage {
                            locator: locator(place),
                            quote: None,
                            before: String::new(),
                            after: String::new(),
                        });
                    }
                }
                "said" => claim.said = Some(self.identified(variant, value).parse().expect(value)),
                "held" => claim.held = Some(self.identified(variant, value).parse().expect(value)),
                "st" => {
                    claim.stance = match value {
                        "denies" => Stance::Denies,
                        "admits" => Stance::Admits,
                        "reports" => Stance::Reports,
                        "calls for" => Stance::CallsFor,
                        other => panic!("{other}"),
                    }
                }
                "on" => {
                    let (how, rows) = value.split_once(' ').expect("how and rows");
                    claim.rests_on = Some(RestsOn {
                        how: match how {
                            "sum" => Derivation::Sum,
                            "inference" => Derivation::Inference,
                            _ => Derivation::Finding,
                        },
                        claims: rows.split_whitespace().map(|row| claim_id(variant, row)).collect(),
                    });
                }
                "review" => reviews.push(Reviewed {
                    at: Moment(60),
                    state: if value == "checked" { Review::Checked } else { Review::Released },
                    by: MemberId::from_bytes([8; 16]),
                }),
                other => panic!("no option {other}"),
            }
        }
        claim.origin = origin;
        Logged { reviews, ..Logged::draft(claim, Moment(0), MemberId::from_bytes([7; 16])) }
    }

    /// The case in a variant.
    pub(crate) fn build(&self, variant: Variant) -> Resident {
        let mut case = Resident::new(STANDARD.clone());
        let mut records = self.records.clone();
        let mut claims: Vec<&Vec<String>> = self.claims.iter().collect();
        if variant.seed > 0 {
            records.sort_by_key(|(handle, _)| scrambled(variant.seed + 3, handle));
            claims.sort_by_key(|row| scrambled(variant.seed + 5, &row[0]));
        }
        for (handle, record_type) in &records {
            let record = record_id(variant, handle);
            case.add_record(record, record_type.parse().expect(record_type));
            case.add_handle(record, &handle_in(variant, handle));
        }
        case.add_member(MemberId::from_bytes([7; 16]), "A coder");
        case.add_member(MemberId::from_bytes([8; 16]), "A second person");
        for row in claims {
            let logged = self.logged(variant, row);
            let (sheet, id) = row[0].split_once('-').unwrap_or(("s", &row[0]));
            let name = RowName { sheet: sheet.to_owned(), row: id.to_owned() };
            case.add_row(name, logged.claim.id);
            case.add_claim(logged);
        }
        case
    }

    /// Replaces a variant's identifiers and handles by the plain handles and rows.
    pub(crate) fn undone(&self, variant: Variant, text: &str) -> String {
        let mut names: BTreeMap<String, String> = BTreeMap::new();
        for (handle, _) in &self.records {
            names.insert(record_id(variant, handle).to_string(), format!("@{handle}"));
            if variant.renamed {
                names.insert(handle_in(variant, handle), handle.clone());
            }
        }
        for row in &self.claims {
            names.insert(claim_id(variant, &row[0]).to_string(), format!("#{}", row[0]));
        }
        let mut text = text.to_owned();
        // Longer names first, since a claim's name may hold what looks like a record's.
        let mut names: Vec<(String, String)> = names.into_iter().collect();
        names.sort_by_key(|(name, _)| std::cmp::Reverse(name.len()));
        for (name, plain) in names {
            text = text.replace(&name, &plain);
        }
        text
    }
}

/// The invented case.
pub(crate) static INVENTED: LazyLock<Rows> =
    LazyLock::new(|| Rows::read(include_str!("invented.txt")));

/// Everything of a case in the default view.
pub(crate) fn with_look<T>(case: &Resident, use_it: impl FnOnce(&Look<'_>) -> T) -> T {
    let loaded = Loaded::all(case).unwrap_or_else(|error| panic!("{error}"));
    use_it(&loaded.look(View::default()))
}

/// The invented case as written.
pub(crate) fn with_invented<T>(use_it: impl FnOnce(&Look<'_>) -> T) -> T {
    let case = INVENTED.build(Variant::default());
    with_look(&case, use_it)
}

/// The record of a handle of the invented case.
pub(crate) fn id(handle: &str) -> RecordId {
    record_id(Variant::default(), handle)
}

/// Standards that are explained, on records.
const EXPLAINED: &[(&str, &str)] = &[
    ("cat-1", "beating-vorn"),
    ("mandela-44", "custody-vorn"),
    ("minnesota-17", "marek-dahl"),
    ("test-inquiry", "beating-vorn"),
    ("un-55-89-2", "inquiry"),
];

/// A standard of a treaty of the invented country.
const OWN_STANDARD: &str = r#"
id = "test-inquiry"
label = { en = "Inquiry" }
instrument = { en = "Treaty of Ostmark" }
paragraph = { en = "Article 3" }
confidence = "V"
checked-by = "Mara"
adopted = "2001"
force = "treaty"
of = "act"
facts = ["during.held"]
states = ["during.where"]
clock = { from = ["reported"], until = "investigated-by" }
when = '''
act.conduct.exists(k, k == "beating")
&& !has(act.investigated_by)
&& act.lasted > duration("2 hours")
'''
met = { en = "Beaten for long, and nobody asked." }
caveat = { en = "Invented." }
part = [{ en = "a beating" }, { en = "no inquiry" }, { en = "for long" }]
party = [{ country = "AX", since = "2003-05-01", confidence = "H" }]
"#;

/// The standards built in, and one more.
pub(crate) fn standards() -> onus_answers::findings::Standards {
    use onus_answers::findings::Standards;
    let own = [("test-inquiry.toml", OWN_STANDARD)];
    let standards =
        Standards::built_in(&STANDARD).and_then(|known| known.extended(&STANDARD, &own));
    standards.unwrap_or_else(|errors| panic!("{errors}"))
}

/// Records that are shown and explained: at least one of each shape that the case has.
const SHOWN: &[&str] = &[
    "ines-vorn",
    "marek-dahl",
    "pavel-oss",
    "nameless",
    "ines-third",
    "tomas-lind",
    "tarvel",
    "ministry",
    "league",
    "strikers",
    "guards-named",
    "ghosts",
    "post-reuss",
    "clash",
    "funeral",
    "killed-ministry",
    "killed-league",
    "killed-herald",
    "killed-both",
    "killed-odd",
    "killed-total",
    "shots",
    "beating-vorn",
    "threat-vorn",
    "char-excess",
    "inv-reuss",
    "custody-vorn",
    "class-denial",
    "ack-ministry",
    "denial-ministry",
    "loop-a",
    "lost-day",
    "inquiry",
    "charge-vorn",
    "dec-appeal",
    "mill-gaol",
    "pledge-inquiry",
    "report",
    "choice-toll",
];

/// Every answer that the invented case has, by name: in words, and as a document.
pub(crate) fn answers(
    look: &Look<'_>,
    variant: Variant,
) -> Vec<(String, String, serde_json::Value)> {
    use onus_answers::{
        accountability, brief, challenge, check, claim, commitments, compare, count, find,
        findings, links, list, map, network, review, search, show, statements, timeline, why,
    };
    let of = |handle: &str| record_id(variant, handle);
    // Without a width: handles of other lengths would break lines at other words.
    let style = Style::default();
    let mut all: Vec<(String, String, serde_json::Value)> = Vec::new();
    let mut add =
        |name: String, text: String, json: serde_json::Value| all.push((name, text, json));
    for handle in SHOWN {
        let shown = show::show(look, of(handle));
        add(
            format!("show {handle}"),
            show::to_text(&shown, look, &style),
            show::to_json(&shown, look),
        );
        let question = why::Question::Record(of(handle));
        if let Ok(why) = why::why(look, &question) {
            let (text, json) = (why::to_text(&why, look, &style), why::to_json(&why, look));
            add(format!("why {handle}"), text, json);
        }
    }
    let property = "figure".parse().expect("figure");
    for question in [
        why::Question::Property(of("killed-ministry"), property),
        why::Question::Brief(1),
        why::Question::Brief(9),
    ] {
        // Where a view leaves nothing to answer from, that is the answer.
        let (text, json) = match why::why(look, &question) {
            Ok(why) => (why::to_text(&why, look, &style), why::to_json(&why, look)),
            Err(error) => (error.to_string(), serde_json::Value::Null),
        };
        add("why something".to_owned(), text, json);
    }
    for record_type in ["person", "tally", "decision", "statement", "source"] {
        let conditions = if record_type == "tally" { vec!["of=killed".to_owned()] } else { vec![] };
        let listed = list::list(look, record_type, &conditions);
        let listed = listed.unwrap_or_else(|error| panic!("{error}"));
        let (text, json) = (list::to_text(&listed, look, &style), list::to_json(&listed, look));
        add(format!("list {record_type}"), text, json);
    }
    add("types".to_owned(), String::new(), list::types(look));
    add("kinds".to_owned(), String::new(), count::kinds(look));
    let order = onus_reason::order::Order::of(look);
    let claims = look.corpus().claims().map(|claim| claim.id);
    for claim in order.claims(look, claims).into_iter().step_by(7) {
        let json = claim::to_json(claim, look).unwrap_or_default();
        add("claim".to_owned(), String::new(), json);
    }
    let kinds =
        [("killed", None), ("injured", Some("clash")), ("detained", None), ("charged", None)];
    for (kind, event) in kinds {
        let counted = count::count(look, kind, event.map(of)).expect("it is a kind");
        let (text, json) = (count::to_text(&counted, look, &style), count::to_json(&counted, look));
        add(format!("count {kind}"), text, json);
    }
    for (first, second) in [("report", "news"), ("league", "ministry"), ("report", "ministry")] {
        let (text, json) = match compare::compare(look, of(first), of(second)) {
            Ok(compared) => {
                (compare::to_text(&compared, look, &style), compare::to_json(&compared, look))
            }
            Err(error) => (error.to_string(), serde_json::Value::Null),
        };
        add(format!("compare {first} {second}"), text, json);
    }
    for work in [false, true] {
        let filter = timeline::TimelineFilter { work, ..timeline::TimelineFilter::default() };
        let timeline = timeline::timeline(look, &filter);
        let text = timeline::to_text(&timeline, look, &style);
        add("timeline".to_owned(), text, timeline::to_json(&timeline, look));
    }
    for (all, about) in [(false, None), (true, None), (true, Some(of("ministry")))] {
        let filter = statements::StatementsFilter { all, about, part: Part::ALL };
        let said = statements::statements(look, &filter);
        let text = statements::to_text(&said, look, &style);
        add("statements".to_owned(), text, statements::to_json(&said, look));
    }
    for of in [None, Some(of("ministry"))] {
        let owed = commitments::commitments(look, of);
        let text = commitments::to_text(&owed, look, &style);
        add("commitments".to_owned(), text, commitments::to_json(&owed, look));
    }
    for handle in [None, Some("hosing"), Some("wardens"), Some("inspector-kray"), Some("clash")] {
        let answer = accountability::accountability(look, handle.map(of), Part::ALL);
        let text = accountability::to_text(&answer, look, &style);
        add("accountability".to_owned(), text, accountability::to_json(&answer, look));
    }
    for handle in [None, Some("hosing"), Some("killed-ministry"), Some("killed-league")] {
        let answer = challenge::challenge(look, handle.map(of));
        let text = challenge::to_text(&answer, look, &style);
        add("challenge".to_owned(), text, challenge::to_json(&answer, look));
        let answer = links::links(look, handle.map(of), links::MOST);
        let text = links::to_text(&answer, look, &style);
        add("link".to_owned(), text, links::to_json(&answer, look));
        let drawn = network::network(look, handle.map(of), network::MOST);
        add("network".to_owned(), String::new(), network::to_json(&drawn, look));
    }
    add("map".to_owned(), String::new(), map::to_json(&map::atlas(look), look));
    let standards = standards();
    let found = findings::findings(look, &standards, &findings::FindingsFilter::default());
    let found = found.expect("no standard is named");
    let text = findings::to_text(&found, &standards, look, &style);
    add("findings".to_owned(), text, findings::to_json(&found, &standards, look));
    for (standard, record) in EXPLAINED {
        let found = findings::finding(look, &standards, standard, of(record)).expect(standard);
        let text = findings::explained(&found, &standards, look, &style);
        add(format!("{standard} {record}"), text, findings::to_json(&found, &standards, look));
    }
    let checked = check::check(look);
    add("check".into(), check::to_text(&checked, look, &style), check::to_json(&checked, look));
    for most in [None, Some(3), Some(9)] {
        let brief = brief::brief(look, &brief::BriefLimits { most });
        let text = brief::to_text(&brief, look, &style);
        add("brief".to_owned(), text, brief::to_json(&brief, look));
    }
    let review = review::review(look).expect("the case is in memory");
    add("review".into(), review::to_text(&review, look, &style), review::to_json(&review, look));
    for text in ["Ines Vorn", "Ines", "Tarvell", "zzzzzz"] {
        let found = find::find(look, text);
        let words = find::to_text(&found, look, &style);
        add(format!("find {text}"), words, find::to_json(&found, look));
    }
    let question = Question::plain("nine");
    let showing = search::Showing::new(&question, look);
    let claims = ["n3", "t12", "d3"].map(|row| claim_id(variant, row));
    let mut hits: Vec<search::Hit> =
        claims.into_iter().filter_map(|claim| showing.claim(claim)).collect();
    hits.push(showing.record(of("report"), "Nine days"));
    let (source, text) = (of("report"), [9; 32]);
    let excerpt = Some(showing.words("there were at least nine of them", Some("en")));
    let place = Some("page 3".to_owned());
    hits.push(search::Hit::Passage { source, text, start: 1, end: 14, place, excerpt });
    let (place, excerpt) = (None, None);
    hits.push(search::Hit::Passage { source, text, start: 15, end: 20, place, excerpt });
    let facets = vec![
        (Common::Kind("claim".to_owned()), Counted::MoreThan(1_000)),
        (Common::Type("tally".to_owned()), Counted::Exactly(3)),
        (Common::Source(of("news")), Counted::Exactly(2)),
        (Common::Source(source), Counted::Exactly(2)),
        (Common::Language("en".to_owned()), Counted::Exactly(4)),
    ];
    let beginnings = vec!["ni".to_owned()];
    let words = "nine".to_owned();
    let hits = search::Hits { words, hits, total: 9, left_out: 4, beginnings, facets };
    add("search".into(), search::to_text(&hits, look, &style), search::to_json(&hits, look));
    all
}
