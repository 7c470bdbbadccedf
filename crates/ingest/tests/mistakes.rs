//! The text of mistakes, and that all of them come at once.

mod support;

use onus_ingest::sheets::{SheetFile, limits};
use support::{claims, file, wrong};

#[test]
fn a_broken_csv_sheet() {
    let text = "\
row_id,record,property,value,origin,source,said,scope,rests_on,how,via,levle
1,toll-bord,figure,15,daily-post,s01,,,,,,
2,toll-board,figrue,15,daily-post,s01,,,,,,
3,toll-board,figure,at least 15,daily-post,s01,,,,,,
4,toll-board,figure,15,,,2031-13-01,,,,,
4,toll-board,figure,15,amsel,toll-board,,,,,,
5,toll-board,relation,same,daily-post,s01,,two = toll-post,,,,
6,toll-board,relation,sme,daily-post,s01,,to = mira-halden,7; 3,,daily-post (loud),
,toll-board,figure,15,daily-post,s01,,,,,,
team,toll-board,figure,15,member Ida,,,,,sum,,
7,toll-board,part,only 2: toll-north,not stated,s01,40000,,,,,
8,toll-board,part,mira-halden,not stated,s01,,,,,,
9,,,,,,,,,,,
";
    insta::assert_snapshot!(wrong(&[file("t.csv", text)]));
}

#[test]
fn a_broken_yaml_sheet() {
    let text = "\
sheet: t
clams: []
defaults: { origin: daily-post, source: s01, property: name }
claims:
  - row_id: 1
    record: mira-halden
    value: Mira
    value: Mirah
  - row_id: 2
    record: mira-halden
    valeu: Mira
  - row_id: 3
    record: &m mira-halden
    value: !!str Mira
  - row_id: 4
    record: *m
    value: [Mira, Halden]
  - just words
  - row_id: 5
    record: mira-halden
    property: died
    value: in the spring
  - row_id: 6
    record: mira-halden
    property: died
    value: 2 days after strike.finished
  - row_id: 7
    record: s02
    property: author
    value: nobody-known
  - row_id: 8
    record: denial
    property: answers
    value: 'claims: 1; 99'
";
    insta::assert_snapshot!(wrong(&[file("t.yaml", text)]));
}

#[test]
fn a_broken_register() {
    let text = "\
handle,type,label
Crane 7,exhibit,
crane-7,exibit,
crane-8,exhibit,
crane-8,exhibit,
mira-halden,place,
team,group,
,person,
1-2,person,
";
    let sheet = claims(&["record: crane-7", "record: crane-9"]);
    insta::assert_snapshot!(wrong(&[file("register.csv", text), sheet]));
}

#[test]
fn circles_name_every_row_in_them() {
    let sheet = claims(&[
        "row_id: a, origin: team, rests_on: b, how: sum",
        "row_id: b, origin: team, rests_on: u/c, how: inference",
        "row_id: d, origin: team, rests_on: a, how: sum",
        "row_id: e, origin: team, rests_on: e, how: sum",
    ]);
    let other = "sheet: u\nclaims:\n  - { row_id: c, record: denial, property: answers, value: 'claims: t/a', \
                 origin: daily-post, source: s01 }\n";
    insta::assert_snapshot!(wrong(&[sheet, file("u.yaml", other)]), @r"
    t.yaml, line 4, character 5, rests_on: the row rests on itself, by way of t/b (t.yaml, line 5, character 5), u/c (u.yaml, line 3, character 5) (take one of the rows out of it)
    t.yaml, line 7, character 42, rests_on: the row rests on itself (leave it out)
    ");
}

/// The one mistake of one file.
fn only(file: SheetFile) -> String {
    let told = wrong(&[file]);
    assert_eq!(told.lines().count(), 1, "{told}");
    told
}

fn bytes(name: &str, bytes: &[u8]) -> SheetFile {
    SheetFile { name: name.to_owned(), bytes: bytes.to_vec() }
}

#[test]
fn files_that_cannot_be_sheets_are_told_apart() {
    for (file, told) in [
        (
            bytes("t.csv", b"row_id,record\n1,\xffmira\n"),
            "t.csv, byte 16 (line 2): the text from here on is not UTF-8 (save the file as UTF-8, for \
             instance \"CSV UTF-8\")",
        ),
        (
            bytes("t.csv", b"\xef\xbb\xbfrow_id\n\xff"),
            "t.csv, byte 10 (line 2): the text from here on is not UTF-8 (save the file as UTF-8, for \
             instance \"CSV UTF-8\")",
        ),
        (
            bytes("t.csv", b"\xff\xfer\0o\0w\0"),
            "t.csv: the file is written in UTF-16 (save it as \"CSV UTF-8\")",
        ),
        (
            bytes("t.csv", b"PK\x03\x04"),
            "t.csv: this is a workbook by its content (give it the ending .xlsx)",
        ),
        (bytes("t.csv", b""), "t.csv: there is nothing in this file"),
        (
            bytes("t.ods", b"PK"),
            "t.ods: a .ods file is not read (save it as an Excel workbook (.xlsx))",
        ),
        (
            bytes("t.csv.age", b"age"),
            "t.csv.age: this sheet is sealed (open it with its passphrase first)",
        ),
        (
            bytes("notes.txt", b"x"),
            "notes.txt: this is no sheet by its name (a sheet's name ends in .csv, .xlsx or .yaml)",
        ),
        (
            bytes("my sheet.csv", b"row_id\n"),
            "my sheet.csv: \"my sheet\" is not a sheet's id: use letters, digits and . _ -, starting with \
             a letter or digit (the name of a file or worksheet is its sheet's id for ever; rename it)",
        ),
        (
            bytes("t.csv", b"row_id\trecord\n"),
            "t.csv, line 1: the cells are separated by tabs (save the file as CSV, with commas or \
             semicolons)",
        ),
        (
            bytes("t.csv", b"row_id,record\n1,\"mira\n2,x\n3,y\n"),
            "t.csv, line 2: a quote is opened here and never closed (close it, or write two quotes for \
             one inside a quoted cell)",
        ),
        (
            bytes("t.csv", b"row_id,record\n1,\"mira\" halden\n"),
            "t.csv, line 2: something follows a closing quote (inside a quoted cell write two quotes for \
             one)",
        ),
        (
            bytes("t.yaml", b"sheet: t\nclaims:\n\t- row_id: 1\n"),
            "t.yaml, line 3, character 2: the line is indented with a tab (indent with spaces: YAML \
             allows no tabs there)",
        ),
        (
            bytes("t.xlsx", b"not a zip"),
            "t.xlsx: the workbook cannot be read: invalid Zip archive: Could not find EOCD (open it and \
             save it again as an Excel workbook (.xlsx))",
        ),
        (
            bytes("t.xlsx", b"\xd0\xcf\x11\xe0"),
            "t.xlsx: the workbook is protected by a password or in an old format (take the password off \
             and save it as an Excel workbook (.xlsx))",
        ),
    ] {
        assert_eq!(only(file), told);
    }
}

#[test]
fn a_hundred_megabytes_are_refused_before_they_are_read() {
    for name in ["t.csv", "t.yaml", "t.xlsx"] {
        let told = only(SheetFile { name: name.to_owned(), bytes: vec![b'x'; 100 << 20] });
        let expected = format!(
            "{name}: the file has 100 MB, and a sheet may have 32 MB (is it a sheet? if so, split it)"
        );
        assert_eq!(told, expected);
    }
}

#[test]
fn endless_mistakes_are_counted() {
    let mut text = String::from("row_id,record,property,value,origin,source\n");
    for row in 0..3_000 {
        text.push_str(&format!("{row},mira-halden,born,soon,daily-post,s01\n"));
    }
    let told = wrong(&[file("t.csv", &text)]);
    assert_eq!(told.lines().count(), limits::MISTAKES_LISTED + 1);
    assert!(told.ends_with("\nand 2000 more"));
}

#[test]
fn too_many_rows_are_refused() {
    let mut text = String::from("row_id,record,property,value,origin,source\n");
    for row in 0..=limits::ROWS {
        text.push_str(&format!("{row},mira-halden,name,M,daily-post,s01\n"));
    }
    let told = only(file("t.csv", &text));
    assert_eq!(told, "t.csv, line 200002: more than 200000 rows (split the sheet)");
}

#[test]
fn a_laughing_alias_is_refused_at_once() {
    let mut text = String::from("a: &a [x, x, x, x, x, x, x, x, x]\n");
    for (before, letter) in ('a'..'i').zip('b'..='i') {
        text.push_str(&format!(
            "{letter}: &{letter} [{}]\n",
            vec![format!("*{before}"); 9].join(", ")
        ));
    }
    assert!(wrong(&[file("t.yaml", &text)]).contains("an alias (*) is not read"));
}

#[test]
fn deep_nesting_is_refused() {
    for text in ["[".repeat(100_000), "- ".repeat(100_000), "{a: ".repeat(100_000)] {
        assert!(wrong(&[file("t.yaml", &text)]).contains("this is not YAML"));
    }
}

#[test]
fn control_characters_are_refused() {
    let told = only(claims(&["wording: \"a\\0b\""]));
    assert_eq!(
        told,
        "t.yaml, line 4, character 28, wording: the control character U+0000 stands in the text (delete it \
         and type the text again)"
    );
}

#[test]
fn a_word_that_is_a_term_and_a_record_is_to_be_told_apart() {
    let register = file("register.csv", "handle,type\npolice,group\n");
    let claim = "record: toll-board, property: inclusion, value:";
    let told = wrong(&[register.clone(), claims(&[&format!("{claim} police")])]);
    assert!(
        told.ends_with("(write population:police for the term, record police for the record)"),
        "{told}"
    );
    for value in ["'population:police'", "record police"] {
        support::right(&[register.clone(), claims(&[&format!("{claim} {value}")])]);
    }
}

#[test]
fn ranges_need_a_text_to_lie_in() {
    for (passage, told) in [
        ("source: s02, passage: 5-10", "the case holds no text of s02 to count characters in"),
        ("passage: 990-1001", "the text of s01 has only 1000 characters"),
        ("passage: 10-10", "the passage ends before it starts"),
        ("source: '-', origin: team, passage: page 2", "a passage needs its source"),
    ] {
        let found = only(claims(&[passage]));
        assert!(found.contains(told), "{found}");
    }
}
