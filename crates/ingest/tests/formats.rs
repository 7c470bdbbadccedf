//! The three formats say the same, and come back as they were written.

mod support;

use std::collections::BTreeMap;
use std::io::{Cursor, Read};

use onus_ingest::sheets::{
    ClaimDraft, Column, Export, Format, Known, Row, SheetFile, read, template, write,
};
use onus_model::claim::{Locator, Passage};
use onus_model::id::RecordId;
use proptest::prelude::*;
use support::{Committed, EVERYTHING, SCHEMA, canonical, case, file, reading, right};

/// The rows of a reading, by their sheets.
fn export(rows: Vec<Row>) -> Export {
    let mut export = Export::default();
    for row in rows {
        export.sheets.entry(row.name.sheet.clone()).or_default().push(row);
    }
    export
}

fn written(rows: &[Row], format: Format) -> Vec<SheetFile> {
    write(&export(rows.to_vec()), format).unwrap_or_else(|error| panic!("{error}"))
}

#[test]
fn every_format_gives_back_the_same_rows() {
    let first = right(&[file("t.csv", EVERYTHING)]);
    for format in Format::ALL {
        let files = written(&first.rows, format);
        assert_eq!(files, written(&first.rows, format), "{format:?} differs from run to run");
        assert_eq!(canonical(&right(&files)), canonical(&first), "{format:?} changes the rows");
    }
}

#[test]
fn claims_become_the_rows_that_made_them() {
    let first = right(&[file("t.csv", EVERYTHING)]);
    let made = Committed::apply(case(), &first);
    let again: BTreeMap<_, _> =
        made.rows().iter().map(|row| (row.name.to_string(), row.canonical())).collect();
    assert_eq!(again, canonical(&first));
    // Applied to the case that has them, the rows make the same claims and raise no question.
    let files = written(&made.rows(), Format::Xlsx);
    let second = read(&files, &SCHEMA, &made.snapshot).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(second.questions, []);
    for row in &second.rows {
        let draft = row.claim(&made).unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(draft, made.claims[&row.name].1, "{}", row.name);
    }
}

#[test]
fn registers_come_back() {
    let register = "handle,type,label\ncrane-7,exhibit,\"=the crane, \"\"7\"\"\"\nno,person,\n";
    let first = right(&[file("register.csv", register)]);
    let entries = first.records.iter().map(|record| onus_ingest::sheets::Entry {
        handle: record.handle.clone(),
        record_type: record.record_type.clone(),
        label: record.label.clone(),
    });
    let export = Export { register: entries.collect(), ..Export::default() };
    for format in Format::ALL {
        let files = write(&export, format).unwrap_or_else(|error| panic!("{error}"));
        let again = right(&files);
        let told = |reading: &onus_ingest::sheets::Reading| -> Vec<_> {
            let records = reading.records.iter();
            records.map(|record| (record.handle.clone(), record.label.clone())).collect()
        };
        assert_eq!(told(&again), told(&first), "{format:?}");
    }
}

/// A sheet of one claim with this wording and this value of a note, written into every format and read.
fn carried(wording: &str, note: &str) -> Result<(), TestCaseError> {
    let mut row = right(&[file("t.csv", EVERYTHING)]).rows[1].clone();
    row.wording = Some(wording.to_owned());
    row.interest = Some(note.to_owned());
    for format in Format::ALL {
        let files = match write(&export(vec![row.clone()]), format) {
            Ok(files) => files,
            Err(_) => continue,
        };
        let again = reading(&files)
            .map_err(|mistakes| TestCaseError::fail(format!("{format:?}: {mistakes}")))?;
        prop_assert_eq!(again.rows[0].canonical(), row.canonical(), "{:?}", format);
    }
    Ok(())
}

#[test]
fn hostile_texts_are_carried_by_every_format() {
    for text in [
        "=1+1",
        "=cmd|' /C calc'!A0",
        "+7 701",
        "-5",
        "@sum",
        "'=1+1",
        "''quoted",
        "'tis",
        "a \"quoted\" word",
        "\"",
        "\"\"",
        "a,b;c\td",
        "two\nlines\n\nand more",
        "# no comment",
        "key: value",
        "- item",
        "&anchor *alias !tag %x @y `z",
        "{a: b}",
        "[a, b]",
        "~",
        "no",
        "0301",
        "1e3",
        "2011-12-16",
        "\\ \\n \\x",
        "_x000D_",
        "_x005F_",
        "<b>&amp;</b>",
        "]]>",
        "\u{202e}متن راست\u{202c} به چپ",
        "Новый Узень / Жаңаөзен",
        "e\u{301} e\u{301}",
        "a\u{2028}b\u{85}c\u{feff}d",
        "sep=;",
        "👩‍⚖️",
    ] {
        carried(text, text).unwrap_or_else(|error| panic!("{text}: {error}"));
        // Skipping is for what cannot be written; all of these can.
        let mut row = right(&[file("t.csv", EVERYTHING)]).rows[1].clone();
        row.wording = Some(text.to_owned());
        for format in Format::ALL {
            assert!(write(&export(vec![row.clone()]), format).is_ok(), "{text} in {format:?}");
        }
    }
}

#[test]
fn no_cell_of_a_written_csv_is_a_formula() {
    let mut row = right(&[file("t.csv", EVERYTHING)]).rows[1].clone();
    row.wording = Some("=HYPERLINK(\"http://x\")".to_owned());
    let [file] = &written(&[row], Format::Csv)[..] else { panic!("one sheet is one file") };
    let text = String::from_utf8(file.bytes.clone()).expect("it is UTF-8");
    assert!(text.contains("\"'=HYPERLINK(\"\"http://x\"\")\""), "{text}");
}

#[test]
fn what_no_cell_can_hold_is_not_written() {
    for text in ["a\0b", " a", "-", "", "\u{1b}[1m", "a\r\nb"] {
        let mut row = right(&[file("t.csv", EVERYTHING)]).rows[1].clone();
        row.wording = Some(text.to_owned());
        for format in Format::ALL {
            let error = write(&export(vec![row.clone()]), format).expect_err(text).to_string();
            assert!(error.starts_with("t/2, wording: the text starts or ends"), "{error}");
        }
    }
    let mut row = right(&[file("t.csv", EVERYTHING)]).rows[1].clone();
    row.wording = Some("x".repeat(40_000));
    assert!(write(&export(vec![row.clone()]), Format::Xlsx).is_err());
    assert!(write(&export(vec![row]), Format::Csv).is_ok());
}

#[test]
fn sheets_that_differ_in_capitals_do_not_fit_one_workbook() {
    let rows = right(&[file("t.csv", EVERYTHING)]).rows;
    let mut other = rows[1].clone();
    other.name.sheet = "T".parse().expect("T is a sheet");
    let export = export(vec![rows[1].clone(), other]);
    assert!(write(&export, Format::Xlsx).is_err());
    assert_eq!(write(&export, Format::Csv).map(|files| files.len()), Ok(2));
}

#[test]
fn templates_read_back_as_empty_sheets() {
    let sheet = "toll".parse().expect("toll is a sheet");
    let known = case();
    let register: Vec<_> = known
        .handles()
        .into_iter()
        .map(|handle| onus_ingest::sheets::Entry {
            record_type: known.record(handle.as_str()).expect("it is known").record_type,
            handle,
            label: None,
        })
        .collect();
    for format in Format::ALL {
        let files = template(&SCHEMA, &sheet, &register, format)
            .unwrap_or_else(|error| panic!("{format:?}: {error}"));
        let again = template(&SCHEMA, &sheet, &register, format);
        assert_eq!(Ok(&files), again.as_ref(), "{format:?} differs from run to run");
        let reading = right(&files);
        assert_eq!(reading.sheets.iter().collect::<Vec<_>>(), [&sheet], "{format:?}");
        assert_eq!((reading.records.len(), reading.rows.len()), (0, 0), "{format:?}");
    }
}

#[test]
fn every_separator_and_line_end_is_read() {
    let plain =
        "row_id,record,property,value,origin,source\n1,toll-board,figure,\"1..2\",daily-post,s01\n";
    let expected = canonical(&right(&[file("t.csv", plain)]));
    for text in [
        plain.replace(',', ";"),
        plain.replace('\n', "\r\n"),
        plain.replace('\n', "\r"),
        format!("\u{feff}{plain}"),
        format!("sep=;\n{}", plain.replace(',', ";")),
        format!("\n\n{plain}\n,,,,,\n"),
        plain.trim_end().to_owned(),
        plain.replace("row_id", " Row_ID "),
    ] {
        assert_eq!(canonical(&right(&[file("t.csv", &text)])), expected, "{text:?}");
    }
}

/// The text of a part of a workbook.
fn part(file: &SheetFile, name: &str) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(&file.bytes)).expect("it is an archive");
    let mut text = String::new();
    archive.by_name(name).expect(name).read_to_string(&mut text).expect("it is UTF-8");
    text
}

#[test]
fn the_lists_of_a_template_exist() {
    let sheet = "toll".parse().expect("toll is a sheet");
    let files = template(&SCHEMA, &sheet, &[], Format::Xlsx).expect("it is written");
    let (workbook, cells) =
        (part(&files[0], "xl/workbook.xml"), part(&files[0], "xl/worksheets/sheet1.xml"));
    let formulas: Vec<_> = cells
        .split("<formula1>")
        .skip(1)
        .filter_map(|rest| rest.split("</formula1>").next())
        .collect();
    assert_eq!(formulas.len(), 12);
    let defined = |name: &str| workbook.contains(&format!("<definedName name=\"{name}\">_lists!"));
    for formula in formulas.iter().filter(|formula| !formula.contains(['!', '('])) {
        assert!(defined(formula), "the list {formula} is missing");
    }
    for record_type in SCHEMA.record_types() {
        let name = format!("properties_{}", record_type.id.as_str().replace('-', "_"));
        assert!(defined(&name), "the list {name} is missing");
        let own = record_type.own_properties().filter_map(|property| property.vocabulary.as_ref());
        for vocabulary in own {
            let name = format!("terms_{}", vocabulary.as_str().replace('-', "_"));
            assert!(defined(&name), "the list {name} is missing");
        }
    }
}

#[test]
fn what_has_no_name_is_not_made_into_a_row() {
    let first = right(&[file("t.csv", EVERYTHING)]);
    let made = Committed::apply(case(), &first);
    let (name, (_, draft)) = made.claims.iter().next().expect("there are claims");
    let error = |draft: &ClaimDraft| {
        let row = Row::of_claim(name.clone(), draft, &SCHEMA, &made);
        row.expect_err("it has no name").to_string()
    };
    let stranger = RecordId::from_bytes([0xff; 16]);
    let told = error(&ClaimDraft { source: Some(stranger), ..draft.clone() });
    assert_eq!(told, format!("the record {stranger} has no handle"));
    let words = Passage {
        locator: Locator::Words("12-14".to_owned()),
        quote: None,
        before: String::new(),
        after: String::new(),
    };
    let told = error(&ClaimDraft { passage: Some(words), ..draft.clone() });
    assert!(told.starts_with("the text \"12-14\" cannot stand in a cell"), "{told}");
    let told = error(&ClaimDraft { wording: Some(" x".to_owned()), ..draft.clone() });
    assert!(told.starts_with("the text \" x\" cannot stand in a cell"), "{told}");
    let property = "figrue".parse().expect("it is a word");
    assert!(error(&ClaimDraft { property, ..draft.clone() }).contains("has no property figrue"));
}

fn hostile() -> impl Strategy<Value = String> {
    prop_oneof![
        "[ -~\u{80}-\u{2ff}\n\t]{1,40}",
        "['=+@\"#:;,&*!%{}\\[\\]<>_x0-9A-F \\\\-]{1,20}",
        any::<String>(),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn any_text_is_carried_or_refused(wording in hostile(), note in hostile()) {
        carried(&wording, &note)?;
    }

    #[test]
    fn the_order_of_columns_and_rows_changes_nothing(
        order in Just(Column::of_sheet().to_vec()).prop_shuffle(),
        rows in Just((0..18_usize).collect::<Vec<_>>()).prop_shuffle(),
    ) {
        let first = right(&[file("t.csv", EVERYTHING)]);
        let cells: Vec<_> = first.rows.iter().map(|row| {
            let mut cells = row.cells();
            cells.insert(Column::RowId, row.name.row.to_string());
            cells
        }).collect();
        let quote = |text: &str| format!("\"{}\"", text.replace('"', "\"\""));
        let line = |cell: &dyn Fn(Column) -> String| {
            let cells: Vec<_> = order.iter().map(|column| quote(&cell(*column))).collect();
            cells.join(",") + "\n"
        };
        let mut text = line(&|column| column.word().to_owned());
        for row in rows {
            text.push_str(&line(&|column| cells[row].get(&column).cloned().unwrap_or_default()));
        }
        prop_assert_eq!(canonical(&right(&[file("t.csv", &text)])), canonical(&first));
    }

    #[test]
    fn arbitrary_bytes_never_panic(
        bytes in proptest::collection::vec(any::<u8>(), 0..400),
        ending in prop_oneof![Just("csv"), Just("xlsx"), Just("yaml"), Just("xyz")],
    ) {
        drop(reading(&[SheetFile { name: format!("t.{ending}"), bytes }]));
    }

    #[test]
    fn arbitrary_text_never_panics(
        text in hostile(),
        more in hostile(),
        ending in prop_oneof![Just("csv"), Just("yaml")],
    ) {
        for text in [
            format!("{text}{more}"),
            format!("row_id,value,scope,rests_on\n{text},{more},{text},{more}"),
            format!("sheet: t\nclaims:\n  - row_id: {text}\n    value: {more}\n"),
            format!("register: {{ {text}: {more} }}"),
        ] {
            drop(reading(&[file(&format!("t.{ending}"), &text)]));
        }
    }

    #[test]
    fn arbitrary_cells_never_panic(
        column in proptest::sample::select(Column::of_sheet()),
        record in proptest::sample::select(vec!["denial", "inquest", "toll-post", "mira-halden", "s02"]),
        property in proptest::sample::select(
            vec!["answers", "charged", "inclusion", "figure", "died", "author", "name", "note"]
        ),
        text in prop_oneof![
            hostile(),
            "(only|none|claims|class|before|after|within|throughout|to|except|found|by|until|in|[:;,.= ]|a|2011|r1|mira-halden|strike.when){1,12}"
        ],
    ) {
        let quoted = format!("\"{}\"", text.replace('"', "\"\""));
        let mut cells: BTreeMap<Column, String> = BTreeMap::from([
            (Column::RowId, "r1".to_owned()),
            (Column::Record, record.to_owned()),
            (Column::Property, property.to_owned()),
            (Column::Value, "en: x".to_owned()),
            (Column::Origin, "team".to_owned()),
        ]);
        cells.insert(column, quoted);
        let names: Vec<_> = cells.keys().map(|column| column.word()).collect();
        let values: Vec<_> = cells.values().cloned().collect();
        let text = format!("{}\n{}\n", names.join(","), values.join(","));
        if let Ok(first) = reading(&[file("t.csv", &text)]) {
            // What is read is written, and read back the same, in its own text.
            for format in Format::ALL {
                let files = written(&first.rows, format);
                prop_assert_eq!(canonical(&right(&files)), canonical(&first), "{:?}", format);
            }
        }
    }
}
