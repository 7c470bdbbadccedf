//! Searching a case: names in several scripts, three kinds of hits, filters, and what a reader may not see.

use onus_case::{
    Author, Case, Common, Edit, Findings, NewClaim, NewPassage, NewRecord, NewRetraction, NewText,
    Now, Search, What, provisional,
};
use onus_ledger::SigningKey;
use onus_model::Level;
use onus_model::claim::{Claim, Origin, Scope, Speaker, Stance};
use onus_model::id::{ClaimId, MemberId, RecordId};
use onus_model::value::date::Edtf;
use onus_model::value::{Kind, Value};
use onus_store::{
    CaseFolder, Counted, Entropy, KeyCost, MemoryStore, OpenOptions, OsEntropy, Passphrase,
    SqliteStore, Store,
};
use onus_text::search::{Question, Space, highlights, pieces, resemblance};
use proptest::prelude::*;

fn record(number: u8) -> RecordId {
    RecordId::from_bytes([number; 16])
}

/// Randomness that is the same on every run.
struct Fixed(u64);

impl Entropy for Fixed {
    fn fill(&mut self, bytes: &mut [u8]) -> onus_store::Result<()> {
        for byte in bytes {
            self.0 = self
                .0
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            *byte = (self.0 >> 33) as u8;
        }
        Ok(())
    }
}

fn found_case(store: Box<dyn Store>) -> Case {
    let author =
        Author { member: MemberId::from_bytes([7; 16]), key: SigningKey::from_seed(&[1; 32]) };
    let recovery = SigningKey::from_seed(&[2; 32]);
    let mut entropy = Fixed(1);
    let mut now = Now { seconds: 1_700_000_000, entropy: &mut entropy };
    Case::found(store, author, "Amina", &recovery, &mut now).unwrap_or_else(|e| panic!("{e}"))
}

/// A case in memory, and one on disk in a folder that goes away with it.
fn on_each(scenario: impl Fn(&mut Case)) {
    scenario(&mut found_case(Box::new(MemoryStore::new())));
    let folder = tempfile::TempDir::new().unwrap_or_else(|e| panic!("{e}"));
    scenario(&mut found_case(Box::new(sqlite(folder.path()))));
}

fn sqlite(folder: &std::path::Path) -> SqliteStore {
    let passphrase = Passphrase::new("words").unwrap_or_else(|e| panic!("{e}"));
    let path = folder.join("names.onus");
    let made = CaseFolder::create(&path, &passphrase, KeyCost::CHEAP, &mut OsEntropy)
        .unwrap_or_else(|e| panic!("{e}"));
    SqliteStore::open(&made.folder, made.unlocked.data_key(), OpenOptions::default())
        .unwrap_or_else(|e| panic!("{e}"))
}

fn claim(about: u8, property: &str, kind: Kind, value: &str, level: Level) -> NewClaim {
    let claim = Claim {
        id: provisional(0),
        record: record(about),
        property: property.parse().unwrap_or_else(|e| panic!("{e}")),
        value: Value::parse(kind, value).unwrap_or_else(|e| panic!("{e}")),
        wording: None,
        scope: Scope::default(),
        origin: Origin::of(Speaker::NotStated),
        via: Vec::new(),
        source: Some(record(200)),
        passage: None,
        said: None,
        held: None,
        stance: Stance::Asserts,
        rests_on: None,
        level,
    };
    NewClaim { claim, row: None }
}

fn name(about: u8, name: &str) -> NewClaim {
    claim(about, "name", Kind::Name, &format!("-/-: {name}"), Level::Team)
}

fn new_record(number: u8, kind: &str, handle: &str) -> NewRecord {
    NewRecord {
        record: record(number),
        record_type: kind.parse().unwrap_or_else(|e| panic!("{e}")),
        handle: Some(handle.to_owned()),
        label: None,
    }
}

fn commit(case: &mut Case, records: Vec<NewRecord>, claims: Vec<NewClaim>) -> Vec<ClaimId> {
    if records.is_empty() && claims.is_empty() {
        return Vec::new();
    }
    let edit = Edit { records, claims, ..Edit::default() };
    let mut entropy = Fixed(9);
    let mut now = Now { seconds: 1_700_000_100, entropy: &mut entropy };
    case.commit(&edit, &mut now).unwrap_or_else(|e| panic!("{e}")).claims
}

fn ask(case: &Case, question: &str, level: Level) -> Findings {
    let question = case.question(question).unwrap_or_else(|e| panic!("{question}: {e}"));
    find(case, &question, level)
}

fn find(case: &Case, question: &Question, level: Level) -> Findings {
    let search = Search { question, level, limit: 20, retracted: false, count_to: Some(1_000) };
    case.find(&search).unwrap_or_else(|e| panic!("{e}"))
}

fn records_of(findings: &Findings) -> Vec<RecordId> {
    let record = |what: &What| match what {
        What::Record { record, .. } => Some(*record),
        _ => None,
    };
    findings.hits.iter().filter_map(|hit| record(&hit.what)).collect()
}

/// Records with all that they are called, each claimed for itself.
const CALLED: &[(u8, &str, &[&str])] = &[
    (1, "place", &["Жаңаөзен", "Новый Узень"]),
    (2, "person", &["Базарбай Кенжебаев"]),
    (3, "person", &["Роза Тулетаева"]),
    (4, "person", &["Женисбек Темиров"]),
    (5, "person", &["Арон Атабек", "Арон Едигеев"]),
    (6, "person", &["Нұрсұлтан Назарбаев"]),
    (7, "place", &["Арқалық"]),
    (8, "place", &["Қазақстан"]),
    (9, "place", &["Маңғыстау"]),
    (10, "person", &["Navi Pillay", "Navanethem Pillay"]),
    // What must not be taken for one of them.
    (20, "place", &["Uzen oil field"]),
    (21, "organization", &["Ozenmunaigas", "Өзенмұнайгаз"]),
    (22, "person", &["Ерлан Тулетаев", "Yerlan Tuletaev"]),
    (23, "place", &["Ақтау"]),
    (24, "place", &["Ақтөбе"]),
    (25, "person", &["Бауыржан Кенжеев"]),
    (26, "person", &["Мұхаммад Әли", "محمد علي"]),
    (27, "place", &["Жаңаарқа"]),
];

fn with_names(case: &mut Case) {
    let records = CALLED.iter().map(|(at, kind, _)| new_record(*at, kind, &format!("r{at}")));
    let records = records.collect();
    let claims = CALLED.iter().flat_map(|(at, _, names)| names.iter().map(|one| name(*at, one)));
    commit(case, records, claims.collect());
}

#[test]
fn every_spelling_of_a_name_finds_its_record_first() {
    let spellings: &[(u8, &[&str])] = &[
        (
            1,
            &[
                "Жаңаөзен",
                "Жанаозен",
                "Zhanaozen",
                "Janaozen",
                "Jañaözen",
                "Jaŋaözen",
                "Zhangaozen",
                "جاڭاوزەن",
                "Новый Узень",
                "Novy Uzen",
            ],
        ),
        (2, &["Базарбай Кенжебаев", "Bazarbai Kenzhebaev", "Bazarbay Kenzhebayev", "Kenzhebayev"]),
        (3, &["Роза Тулетаева", "Tuletaeva", "Tuletayeva", "Roza Tuletaeva"]),
        (
            4,
            &[
                "Женисбек Темиров",
                "Жеңісбек Теміров",
                "Zhenisbek Temirov",
                "Jenisbek",
                "Zhenishbek",
            ],
        ),
        (5, &["Арон Атабек", "Aron Atabek", "Арон Едигеев", "Едігеев", "Edigeev", "Yedigeyev"]),
        (6, &["Назарбаев", "Nazarbaev", "Nazarbayev", "Нурсултан", "Нұрсұлтан"]),
        (7, &["Арқалық", "Аркалык", "Arqalyk", "Arkalyk", "Arqalyq"]),
        (8, &["Қазақстан", "Казахстан", "Kazakhstan", "Kazakstan", "Qazaqstan"]),
        (9, &["Mangystau", "Mangistau", "Маңғыстау"]),
        (10, &["Navi", "Navanethem Pillay"]),
        (26, &["محمد", "Muhammad Ali", "Mohammed", "Mohamed"]),
    ];
    on_each(|case| {
        with_names(case);
        for (wanted, names) in spellings {
            for one in *names {
                let found = records_of(&ask(case, one, Level::Team));
                assert_eq!(found.first(), Some(&record(*wanted)), "{one}: {found:?}");
                assert!(found.len() <= 5, "{one}: {found:?}");
            }
        }
    });
}

#[test]
fn names_that_only_look_alike_rank_below_or_are_not_found() {
    let apart: &[(&str, u8, u8)] = &[
        ("Zhanaozen", 1, 20),
        ("Жаңаөзен", 1, 21),
        ("Zhanaozen", 1, 27),
        ("Tuletaeva", 3, 22),
        ("Тулетаева", 3, 22),
        ("Тулетаев", 22, 3),
        ("Yerlan Tuletaev", 22, 3),
        ("Aktau", 23, 24),
        ("Кенжебаев", 2, 25),
    ];
    on_each(|case| {
        with_names(case);
        for (asked, wanted, other) in apart {
            let found = records_of(&ask(case, asked, Level::Team));
            assert_eq!(found.first(), Some(&record(*wanted)), "{asked}");
            assert!(!found.contains(&record(*other)), "{asked} finds {other}");
        }
    });
    assert!(resemblance("Tuletaeva", "Тулетаева").percent() > 90);
    assert!(resemblance("Tuletaeva", "Тулетаев").percent() < 50);
}

const RUSSIAN: &str = "В городе Жаңаөзен полиция открыла огонь по бастующим.\n\nОн был задержан и умер через два дня после освобождения.";
const KAZAKH: &str = "Жаңаөзен қаласында полиция ереуілге шыққан мұнайшыларға оқ атты, кемінде он бес адам қаза тапты.";

fn digest(number: u8) -> [u8; 32] {
    [number; 32]
}

fn text<'t>(source: u8, words: &'t str, level: Level, date: &str) -> NewText<'t> {
    let passages = pieces(words).into_iter().map(|piece| NewPassage {
        start: piece.scalars.start as u64,
        end: piece.scalars.end as u64,
        words: piece.text,
        language: None,
    });
    NewText {
        source: record(source),
        digest: digest(source),
        level,
        days: date.parse::<Edtf>().ok().map(|date| date.bounds()),
        passages: passages.collect(),
    }
}

fn index(case: &mut Case, texts: &[NewText<'_>]) -> u64 {
    case.index_passages(texts).unwrap_or_else(|e| panic!("{e}"))
}

/// Records, claims and passages that speak of one town.
fn with_everything(case: &mut Case) -> Vec<ClaimId> {
    with_names(case);
    let records = vec![
        new_record(200, "source", "press-release"),
        new_record(201, "source", "gazeta"),
        new_record(40, "act", "shooting"),
    ];
    let mut shot =
        claim(40, "note", Kind::Text, "en: Police shot at strikers in Zhanaozen", Level::Team);
    shot.claim.said = "2011-12-16".parse().ok();
    let mut denied =
        claim(40, "note", Kind::Text, "ru: Полиция не стреляла в Жанаозене", Level::Partner);
    denied.claim.said = "2012-01".parse().ok();
    let mut sealed =
        claim(40, "note", Kind::Text, "en: A sealed witness saw Zhanaozen burn", Level::Sealed);
    sealed.claim.source = Some(record(201));
    let claims = commit(case, records, vec![shot, denied, sealed]);
    let texts =
        [text(201, RUSSIAN, Level::Team, "2011-12-17"), text(202, KAZAKH, Level::Team, "2012-06")];
    assert_eq!(index(case, &texts), 2);
    claims
}

fn kinds(findings: &Findings) -> Vec<&'static str> {
    let kind = |what: &What| match what {
        What::Record { .. } => "record",
        What::Claim(_) => "claim",
        What::Passage { .. } => "passage",
    };
    findings.hits.iter().map(|hit| kind(&hit.what)).collect()
}

#[test]
fn records_claims_and_passages_are_one_list_with_filters_and_facets() {
    on_each(|case| {
        let claims = with_everything(case);
        let all = ask(case, "Жаңаөзен", Level::Team);
        assert_eq!(all.total, 5);
        assert_eq!(kinds(&all)[0], "record", "the name itself first: {all:?}");
        let exactly =
            |common: Common, count| all.facets.contains(&(common, Counted::Exactly(count)));
        assert!(exactly(Common::Kind("passage".to_owned()), 2), "{:?}", all.facets);
        assert!(exactly(Common::Kind("claim".to_owned()), 2));
        assert!(exactly(Common::Type("act".to_owned()), 2));
        assert!(exactly(Common::Source(record(200)), 3));
        assert!(exactly(Common::Language("ru".to_owned()), 2));
        assert!(exactly(Common::Language("kk".to_owned()), 1));

        for (question, total) in [
            ("zhanaozen kind:claim", 2),
            ("zhanaozen type:act", 2),
            ("zhanaozen type:act type:place", 3),
            ("zhanaozen -type:act", 3),
            ("zhanaozen source:press-release", 3),
            ("zhanaozen source:gazeta", 1),
            ("zhanaozen source:nowhere", 0),
            ("zhanaozen language:kk", 1),
            ("zhanaozen after:2011-12 before:2012", 2),
            ("zhanaozen after:2012", 2),
            ("zhanaozen before:2011-12-17", 1),
            ("zhanaozen -полиция", 2),
            ("kind:passage", 2),
            ("\"открыла огонь\"", 1),
            ("\"огонь открыла\"", 0),
            ("қала", 1),
            ("полицией", 2),
            ("striker", 1),
            ("сұмдық", 0),
            ("мұнайшыл*", 1),
        ] {
            assert_eq!(ask(case, question, Level::Team).total, total, "{question}");
        }
        let begun = ask(case, "бастующ", Level::Team);
        assert_eq!((begun.total, begun.beginnings), (1, vec!["бастующ".to_owned()]));

        // A passage says where it stands, and its words can be shown there.
        let passage = ask(case, "полиция language:ru kind:passage", Level::Team);
        let [hit] = passage.hits.as_slice() else { panic!("{passage:?}") };
        let What::Passage { source, start, end, language, .. } = &hit.what else {
            panic!("{hit:?}")
        };
        assert_eq!((*source, language.as_deref()), (record(201), Some("ru")));
        let words: String =
            RUSSIAN.chars().skip(*start as usize).take((end - start) as usize).collect();
        let question = Question::read("полицию Zhanaozen").unwrap_or_else(|e| panic!("{e}"));
        let shown: Vec<(String, Space)> = highlights(&question, &words, language.as_deref(), false)
            .into_iter()
            .map(|one| {
                (words.chars().skip(one.start).take(one.end - one.start).collect(), one.space)
            })
            .collect();
        let expected =
            [("Жаңаөзен".to_owned(), Space::Spelling), ("полиция".to_owned(), Space::Stem)];
        assert_eq!(shown, expected);

        // A retracted claim is found only when it is asked for.
        let retraction = NewRetraction {
            claims: [claims[0]].into(),
            reason: "coder-error".to_owned(),
            note: None,
        };
        let edit = Edit { retractions: vec![retraction], ..Edit::default() };
        let mut entropy = Fixed(77);
        let mut now = Now { seconds: 1_700_000_200, entropy: &mut entropy };
        case.commit(&edit, &mut now).unwrap_or_else(|e| panic!("{e}"));
        assert_eq!(ask(case, "zhanaozen kind:claim", Level::Team).total, 1);
        assert_eq!(case.search("zhanaozen", Level::Team, 9).map(|found| found.total).ok(), Some(3));

        assert_eq!(case.verify().map(|verified| verified.wrong).ok(), Some(Vec::new()));
        assert_eq!(case.forget_passages(record(202), digest(202)).ok(), Some(1));
        assert_eq!(ask(case, "қала", Level::Team).total, 0);
        assert_eq!(case.indexed_texts().map(|texts| texts.len()).ok(), Some(1));
        // The tables are derived again: passages are gone until their texts are given once more.
        case.derive_again().unwrap_or_else(|e| panic!("{e}"));
        assert_eq!(ask(case, "zhanaozen kind:passage", Level::Team).total, 0);
        assert_eq!(ask(case, "zhanaozen", Level::Sealed).total, 3);
    });
}

#[test]
fn a_question_that_cannot_be_answered_says_why() {
    let case = found_case(Box::new(MemoryStore::new()));
    let error = case.question("жаңа type:acts").expect_err("there is no such type");
    assert_eq!(error.place(), 10..14);
    assert!(
        error
            .to_string()
            .starts_with("character 11: there is no type \"acts\" of records; the types are act, "),
        "{error}"
    );
}

/// Words of which random cases are made.
const WORDS: [&str; 8] =
    ["Жаңаөзен", "Zhanaozen", "полиция", "police", "Роза", "Roza", "тайна", "secret"];

#[derive(Clone, Debug)]
enum Piece {
    Named(u8, Vec<usize>),
    Said(u8, Vec<usize>),
    Read(u8, Vec<usize>),
}

fn piece() -> impl Strategy<Value = Piece> {
    let words = || prop::collection::vec(0..WORDS.len(), 1..5);
    prop_oneof![
        (0..4_u8, words()).prop_map(|(about, words)| Piece::Named(about, words)),
        (0..4_u8, words()).prop_map(|(about, words)| Piece::Said(about, words)),
        (0..4_u8, words()).prop_map(|(about, words)| Piece::Read(about, words)),
    ]
}

fn question() -> impl Strategy<Value = String> {
    let part = prop_oneof![
        4 => prop::sample::select(WORDS.to_vec()).prop_map(str::to_owned),
        1 => prop::sample::select(WORDS.to_vec()).prop_map(|word| format!("-{word}")),
        1 => prop::sample::select(WORDS.to_vec()).prop_map(|word| {
            format!("{}*", word.chars().take(3).collect::<String>())
        }),
        2 => prop::sample::select(vec![
            "type:person", "kind:claim", "kind:passage", "source:h104", "source:h1", "source:none", "language:ru",
            "after:2011", "\"police Roza\"", "-kind:record", "secre", "полици",
        ]).prop_map(str::to_owned),
    ];
    prop::collection::vec(part, 1..4).prop_map(|parts| parts.join(" "))
}

/// A case of what is seen and what is not; records of their own for what is not.
fn mixed(store: Box<dyn Store>, seen: &[Piece], hidden: &[Piece], first: bool) -> Case {
    let mut case = found_case(store);
    let mut put = |pieces: &[Piece], base: u8, levels: [Level; 2]| {
        let mut records = Vec::new();
        let mut claims = Vec::new();
        for number in 0..4 {
            let kind = ["person", "place", "source", "act"][usize::from(number)];
            records.push(new_record(base + number, kind, &format!("h{}", base + number)));
        }
        let words =
            |words: &[usize]| words.iter().map(|word| WORDS[*word]).collect::<Vec<_>>().join(" ");
        for (at, piece) in pieces.iter().enumerate() {
            let level = levels[at % 2];
            let mut made = match piece {
                Piece::Named(about, of) => {
                    let value = format!("-/-: {}", words(of));
                    claim(base + about, "name", Kind::Name, &value, level)
                }
                Piece::Said(about, of) => {
                    let value = format!("ru: {}", words(of));
                    claim(base + about, "note", Kind::Text, &value, level)
                }
                Piece::Read(..) => continue,
            };
            made.claim.source = Some(record(base + 2));
            claims.push(made);
        }
        // The names of claims are drawn from the same numbers in both cases.
        commit(&mut case, records, claims);
        for (at, piece) in (0_u8..).zip(pieces) {
            if let Piece::Read(source, of) = piece {
                let words = words(of);
                let mut text = text(base + source, &words, levels[usize::from(at) % 2], "2011-12");
                text.digest = [at; 32];
                case.index_passages(&[text]).unwrap_or_else(|e| panic!("{e}"));
            }
        }
    };
    let seen_at = [Level::Public, Level::Partner];
    let hidden_at = [Level::Team, Level::Sealed];
    if first {
        put(hidden, 100, hidden_at);
        put(seen, 1, seen_at);
    } else {
        put(seen, 1, seen_at);
        put(hidden, 100, hidden_at);
    }
    case
}

/// An answer as bytes, but for the names of claims: those are hashes of their commits, and so of what came before.
fn answer(case: &Case, asked: &str, level: Level) -> String {
    let question = match case.question(asked) {
        Ok(question) => question,
        Err(error) => return error.to_string(),
    };
    let findings = find(case, &question, level);
    let claims = case.search(asked, level, 10).map(|found| (found.claims.len(), found.total));
    let hits = findings.hits.iter().map(|hit| {
        let what = match &hit.what {
            What::Claim(claim) => {
                let row = case.rows().claim(*claim).ok().flatten();
                format!("{:?}", row.map(|row| (row.record, row.property)))
            }
            What::Record { record, .. } => record.to_string(),
            passage => format!("{passage:?}"),
        };
        format!("{what} {:?} {:?}", hit.level, hit.score.to_bits())
    });
    let hits: Vec<String> = hits.collect();
    format!(
        "{hits:?} {} {:?} {:?} {claims:?}",
        findings.total, findings.facets, findings.beginnings
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn two_cases_that_differ_above_the_reader_answer_alike(
        seen in prop::collection::vec(piece(), 0..10),
        hidden in prop::collection::vec(piece(), 1..10),
        first in any::<bool>(),
        questions in prop::collection::vec(question(), 1..8),
    ) {
        let (here, there) = (tempfile::TempDir::new()?, tempfile::TempDir::new()?);
        let stores = |folder: &tempfile::TempDir| -> [Box<dyn Store>; 2] {
            [Box::new(MemoryStore::new()), Box::new(sqlite(folder.path()))]
        };
        for (plain, more) in stores(&here).into_iter().zip(stores(&there)) {
            let plain = mixed(plain, &seen, &[], first);
            let more = mixed(more, &seen, &hidden, first);
            for asked in &questions {
                for level in [Level::Public, Level::Partner] {
                    prop_assert_eq!(answer(&plain, asked, level), answer(&more, asked, level), "{}", asked);
                }
            }
        }
    }
}
