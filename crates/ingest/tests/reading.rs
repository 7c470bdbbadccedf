//! What reading makes of sheets that are right, and what it asks.

mod support;

use std::collections::BTreeSet;

use onus_ingest::sheets::{Located, Said};
use onus_model::Level;
use onus_model::claim::{Locator, Rendering, Speaker, Stance};
use onus_model::value::Value;
use support::{CODER, Committed, EVERYTHING, LENA, SCHEMA, case, claims, file, reading, right};

fn cell(claim: &str, column: &str) -> Option<String> {
    let reading = right(&[claims(&[claim])]);
    let cells = reading.rows[0].cells();
    cells.into_iter().find(|(found, _)| found.word() == column).map(|(_, text)| text)
}

#[test]
fn scalars_of_yaml_stay_as_they_are_written() {
    for scalar in
        ["no", "11:30", "0301", "2011-12-21", "1e3", "~", "null", "0x1F", "1_000", "yes", ".5"]
    {
        let name = cell(&format!("value: {scalar}"), "value");
        assert_eq!(name.as_deref(), Some(scalar), "as a value");
        let wording = cell(&format!("wording: {scalar}"), "wording");
        assert_eq!(wording.as_deref(), Some(scalar), "as a wording");
    }
    assert_eq!(cell("wording: ", "wording"), None, "nothing is nothing");
    assert_eq!(cell("wording: ''", "wording"), None, "nothing in quotes is nothing");
    assert_eq!(cell("row_id: 0301, wording: x", "wording").as_deref(), Some("x"));
    assert_eq!(right(&[claims(&["row_id: 0301"])]).rows[0].name.to_string(), "t/0301");
    assert_eq!(right(&[claims(&["row_id: no"])]).rows[0].name.to_string(), "t/no");
}

#[test]
fn everything_becomes_claims_of_the_model() {
    let reading = right(&[file("t.csv", EVERYTHING)]);
    let made = Committed::apply(case(), &reading);
    let draft = |row: &str| {
        let name = format!("t/{row}");
        let found = made.claims.iter().find(|(known, _)| known.to_string() == name);
        found.map(|(_, (_, draft))| draft.clone()).expect("the row was read")
    };
    let id = |handle: &str| made.snapshot.records[handle].id;

    let board = draft("1");
    assert_eq!(board.record, id("toll-board"));
    assert_eq!(board.value.to_string(), ">=101");
    assert_eq!(board.wording.as_deref(), Some("more than a hundred, it said"));
    assert_eq!(board.origin.speaker, Speaker::Record(id("port-board")));
    assert_eq!(board.origin.on_behalf_of, Some(id("port-board")));
    assert_eq!(
        board.origin.basis.map(|basis| basis.to_string()).as_deref(),
        Some("basis:official")
    );
    assert_eq!(board.origin.party, Some(id("amsel")));
    assert_eq!(board.via.len(), 2);
    assert_eq!(board.via[0].rendering, Rendering::Faithful);
    assert_eq!(board.via[1].rendering, Rendering::Unknown);
    assert_eq!(board.said.map(|said| said.to_string()).as_deref(), Some("2031-04-02"));
    assert_eq!((board.stance, board.level), (Stance::Admits, Level::Public));
    let passage = board.passage.expect("row 1 has a passage");
    assert!(matches!(passage.locator, Locator::Range { start: 10, end: 45, .. }));
    assert_eq!(passage.quote.as_deref(), Some("characters 10 to 45 of s01"));

    let sum = draft("4");
    assert_eq!((sum.origin.speaker, sum.source), (Speaker::Member(CODER), None));
    let rests_on = sum.rests_on.expect("row 4 rests on others");
    let named: BTreeSet<_> = ["2", "3"].map(|row| made.claims[&format_name(row)].0).into();
    assert_eq!(rests_on.claims, named);

    assert_eq!(draft("5").value.to_string(), format!("2 days after {}.when", id("strike")));
    assert_eq!(draft("5").origin.speaker, Speaker::NotStated);
    assert_eq!(draft("8").value.to_string(), format!("only 1: {}", id("jonas-wirt")));
    let within = draft("8").scope.get("within").map(ToString::to_string);
    assert_eq!(within.as_deref(), Some("en: the quay; its sheds"));
    let search = format!("none found by {CODER} until 2032-01 in court registers");
    assert_eq!(draft("9").value.to_string(), search);
    let Value::Answers(answers) = draft("10").value else { panic!("row 10 answers claims") };
    let (second, third) = (made.claims[&format_name("2")].0, made.claims[&format_name("3")].0);
    assert_eq!(answers.to_string(), format!("claims: {second}, {third}"));
    assert_eq!(draft("12").origin.speaker, Speaker::Member(LENA));
    assert_eq!(draft("12").value.to_string(), "en: two\nlines \"quoted\"");
    assert_eq!(draft("16").value, Value::Ref(id("strike")));
    assert_eq!(draft("17").stance, Stance::CallsFor);
    // Without a level of its own, a claim has that of its property or its type.
    assert_eq!(draft("2").level, SCHEMA.record_type("tally").expect("tally").level);
}

fn format_name(row: &str) -> onus_ingest::sheets::RowName {
    onus_ingest::sheets::RowName {
        sheet: "t".parse().expect("t is a sheet"),
        row: row.parse().expect("a row"),
    }
}

#[test]
fn a_property_with_a_stricter_level_gives_it_to_its_claims() {
    let claim = "record: mira-halden, property: religion, value: 'en: none told'";
    assert_eq!(right(&[claims(&[claim])]).rows[0].level, Level::Sealed);
}

#[test]
fn rows_come_after_the_rows_they_name() {
    let reading = right(&[
        claims(&[
            "row_id: a, origin: team, rests_on: z/2, how: sum",
            "row_id: b, rests_on: a, how: inference",
            "row_id: c",
        ]),
        file(
            "z.csv",
            "row_id,record,property,value,origin,source,rests_on,how\n\
             2,toll-north,figure,1,team,,t/c,sum\n1,toll-north,figure,2,daily-post,s01,,\n",
        ),
        file("u.yaml", "sheet: u\nclaims: []"),
    ]);
    let order: Vec<_> = reading.rows.iter().map(|row| row.name.to_string()).collect();
    assert_eq!(order, ["t/c", "z/2", "t/a", "t/b", "z/1"]);
    let sheets: Vec<_> = reading.sheets.iter().map(ToString::to_string).collect();
    assert_eq!(sheets, ["t", "u", "z"]);
}

#[test]
fn defaults_hold_below_them_and_a_hyphen_empties() {
    let text = "\
row_id;record;property;value;origin;source;stance
1;mira-halden;name;Mira;daily-post;s01;
default;mira-halden;name;;evening-mail;s02;denies
2;;;Mirah;;;
3;;;Mira H.;daily-post;;-
default;jonas-wirt;name;;daily-post;s01;
4;;;Jonas;;;
";
    let reading = right(&[file("t.csv", text)]);
    let told: Vec<_> = reading
        .rows
        .iter()
        .map(|row| {
            let source = row.source.as_ref().map(ToString::to_string).unwrap_or_default();
            let Said::By(by) = &row.said_by else { panic!("a record speaks") };
            (row.record.to_string(), by.to_string(), source, row.stance)
        })
        .collect();
    let row = |record: &str, by: &str, source: &str, stance| {
        (record.to_owned(), by.to_owned(), source.to_owned(), stance)
    };
    assert_eq!(
        told,
        [
            row("mira-halden", "daily-post", "s01", Stance::Asserts),
            row("mira-halden", "evening-mail", "s02", Stance::Denies),
            row("mira-halden", "daily-post", "s02", Stance::Asserts),
            row("jonas-wirt", "daily-post", "s01", Stance::Asserts),
        ]
    );
}

#[test]
fn a_register_introduces_what_the_case_does_not_have() {
    let register =
        "register:\n  mira-halden: person\n  crane-7: { type: exhibit, label: \"the crane: 7\" }\n";
    let reading = right(&[
        file("x/register.yaml", register),
        claims(&["record: crane-7, property: note, value: 'en: yellow'"]),
    ]);
    let [record] = reading.records.as_slice() else { panic!("one record is new") };
    assert_eq!((record.handle.as_str(), record.record_type.as_str()), ("crane-7", "exhibit"));
    assert_eq!(record.label.as_deref(), Some("the crane: 7"));
}

#[test]
fn one_file_may_hold_a_register_and_several_sheets() {
    let text = "\
register: { crane-7: exhibit }
---
sheet: a
claims:
  - { row_id: 1, record: crane-7, property: note, value: 'en: x', origin: team }
---
sheet: b
claims:
  - { row_id: 1, record: crane-7, property: note, value: 'en: y', origin: team, rests_on: [a/1], how: inference }
";
    let reading = right(&[file("all.yml", text)]);
    assert_eq!(reading.sheets.len(), 2);
    assert_eq!(
        reading.rows[1].named_rows().first().map(ToString::to_string).as_deref(),
        Some("a/1")
    );
}

#[test]
fn rows_of_sheets_not_given_are_taken_from_the_case() {
    let mut known = case();
    let old = onus_ingest::sheets::RowName {
        sheet: "old".parse().expect("a sheet"),
        row: "9".parse().expect("a row"),
    };
    known.rows.insert(old, onus_model::id::ClaimId::from_bytes([9; 32]));
    let sheet = claims(&["origin: team, rests_on: old/9, how: inference"]);
    assert!(onus_ingest::sheets::read(&[sheet], &SCHEMA, &known).is_ok());
}

#[test]
fn passages_are_ranges_or_words() {
    let located = |passage: &str| {
        right(&[claims(&[&format!("passage: '{passage}'")])]).rows[0].passage.clone()
    };
    assert_eq!(located("5-10"), Some(Located::Range { start: 5, end: 10, quote: None }));
    assert_eq!(located("5–10"), Some(Located::Range { start: 5, end: 10, quote: None }));
    assert_eq!(located("pages 5-10"), Some(Located::Words("pages 5-10".to_owned())));
}

#[test]
fn near_duplicates_are_asked_about_and_not_refused() {
    let register = "handle,type\nmira-haldan,person\nmirahalden,person\nhalden,person\ntoll-bord,tally\n\
                    s03,source\ntoll-north-2,tally\nstrike-2,event\n";
    let reading = right(&[file("register.csv", register)]);
    let asked: Vec<_> = reading.questions.iter().map(ToString::to_string).collect();
    assert_eq!(
        asked,
        [
            "register.csv, line 2: mira-haldan is new and much like mira-halden: is it the same? if so, \
             use mira-halden",
            "register.csv, line 3: mirahalden is new and much like mira-haldan: is it the same? if so, use \
             mira-haldan",
            "register.csv, line 3: mirahalden is new and much like mira-halden: is it the same? if so, use \
             mira-halden",
            "register.csv, line 4: halden is new and much like mira-haldan: is it the same? if so, use \
             mira-haldan",
            "register.csv, line 4: halden is new and much like mira-halden: is it the same? if so, use \
             mira-halden",
            "register.csv, line 5: toll-bord is new and much like toll-board: is it the same? if so, use \
             toll-board",
        ]
    );
}

#[test]
fn one_name_of_two_records_is_asked_about_once() {
    let mut known = case();
    known.names.insert(("jonas-wirt".parse().expect("a handle"), "Jonas WIRT".to_owned()));
    let sheet =
        claims(&["value: Jónas Wirt", "value: Jonas-Wirt", "record: amsel, value: Jonas Wirt"]);
    let reading = onus_ingest::sheets::read(&[sheet], &SCHEMA, &known).expect("it is right");
    let [question] = reading.questions.as_slice() else { panic!("{:?}", reading.questions) };
    let question = question.to_string();
    assert!(
        question.contains("\"Jónas Wirt\" is a name of mira-halden and of jonas-wirt"),
        "{question}"
    );
}

#[test]
fn canonical_text_tells_changed_rows_from_unchanged_ones() {
    let one = right(&[claims(&["wording: at least 15, value: M"])]);
    let same = right(&[claims(&[
        "stance: asserts, attribution: stated, value: M, wording: ' at least 15 '",
    ])]);
    let other = right(&[claims(&["wording: at least 16, value: M, said: 2031"])]);
    assert_eq!(one.rows[0].canonical(), same.rows[0].canonical());
    assert_eq!(same.rows[0].changes_since(&one.rows[0]), []);
    let changes = other.rows[0].changes_since(&one.rows[0]);
    let changes: Vec<_> = changes.iter().map(ToString::to_string).collect();
    assert_eq!(changes, ["wording: at least 15 → at least 16", "said: (empty) → 2031"]);
}

#[test]
fn canonical_text_of_lists_does_not_depend_on_their_order() {
    let list = |value: &str| {
        let record = "record: inquest, property: charged";
        right(&[claims(&[&format!("{record}, value: '{value}'")])]).rows[0].canonical()
    };
    assert_eq!(list("only 2: mira-halden, jonas-wirt"), list("only 2: jonas-wirt,mira-halden"));
    let scope = |scope: &str| {
        let record = "record: inquest, property: charged, value: mira-halden";
        right(&[claims(&[&format!("{record}, scope: {scope}")])]).rows[0].canonical()
    };
    let text = scope("'within = en: the sheds; as-of = 2031'");
    assert_eq!(text, scope("{ as-of: 2031, within: 'en: the sheds' }"));
}

#[test]
fn mistakes_leave_nothing_half_read() {
    assert!(reading(&[claims(&["value: M"]), claims(&["value: M"])]).is_err());
}
