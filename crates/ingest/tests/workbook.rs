//! Workbooks as the programs write them, and the cells that are refused.

mod support;

use std::io::{Cursor, Write};

use onus_ingest::sheets::SheetFile;
use proptest::prelude::*;
use support::{canonical, file, reading, right, wrong};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// A workbook with one worksheet `t` whose rows are this XML, with what goes around it.
struct Book {
    rows: String,
    after_rows: &'static str,
    name: &'static str,
    state: &'static str,
    styles: &'static str,
    strings: &'static str,
}

const HEAD: &[&str] = &["row_id", "record", "property", "value", "origin", "source", "said"];

/// An inline text.
fn text(cell: &str, text: &str) -> String {
    format!("<c r=\"{cell}\" t=\"inlineStr\"><is><t xml:space=\"preserve\">{text}</t></is></c>")
}

/// The names of the columns in row 1, and a row 2 that is right but for the cells given.
fn book(cells: &str) -> Book {
    let head: String =
        ('A'..).zip(HEAD).map(|(letter, name)| text(&format!("{letter}1"), name)).collect();
    let right = [
        ("A2", "r1"),
        ("B2", "toll-board"),
        ("C2", "figure"),
        ("D2", "15"),
        ("E2", "daily-post"),
        ("F2", "s01"),
    ];
    let row: String = right
        .iter()
        .filter(|(cell, _)| !cells.contains(&format!("r=\"{cell}\"")))
        .map(|(cell, content)| text(cell, content))
        .collect();
    Book {
        rows: format!("<row r=\"1\">{head}</row><row r=\"2\">{row}{cells}</row>"),
        after_rows: "",
        name: "t",
        state: "",
        styles: STYLES,
        strings: "<sst/>",
    }
}

/// Style 1 shows dates, 2 percentages, 3 a date format of its own, 4 text.
const STYLES: &str = r#"<styleSheet><numFmts><numFmt numFmtId="164" formatCode="mmm\-yy"/></numFmts>
<cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>
<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="9"/><xf numFmtId="164"/><xf numFmtId="49"/></cellXfs></styleSheet>"#;

impl Book {
    fn parts(&self) -> Vec<(&'static str, String)> {
        let types = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
        let relation = |id: &str, kind: &str, target: &str| {
            format!("<Relationship Id=\"{id}\" Type=\"{types}/{kind}\" Target=\"{target}\"/>")
        };
        vec![
            (
                "_rels/.rels",
                format!(
                    "<Relationships>{}</Relationships>",
                    relation("r1", "officeDocument", "xl/workbook.xml")
                ),
            ),
            (
                "xl/_rels/workbook.xml.rels",
                format!(
                    "<Relationships>{}{}{}</Relationships>",
                    relation("rId1", "worksheet", "worksheets/sheet1.xml"),
                    relation("rId2", "sharedStrings", "/xl/sharedStrings.xml"),
                    relation("rId3", "styles", "./styles.xml"),
                ),
            ),
            (
                "xl/workbook.xml",
                format!(
                    "<?xml version=\"1.0\"?><workbook xmlns:r=\"{types}\"><sheets><sheet name=\"{}\" \
                     sheetId=\"1\" {} r:id=\"rId1\"/></sheets></workbook>",
                    self.name, self.state
                ),
            ),
            ("xl/styles.xml", self.styles.to_owned()),
            ("xl/sharedStrings.xml", self.strings.to_owned()),
            (
                "xl/worksheets/sheet1.xml",
                format!(
                    "<worksheet><dimension ref=\"XFD1:A1048576\"/><sheetData>{}</sheetData>{}</worksheet>",
                    self.rows, self.after_rows
                ),
            ),
        ]
    }

    fn file(&self) -> SheetFile {
        pack(&self.parts())
    }
}

fn pack(parts: &[(&str, String)]) -> SheetFile {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        zip.start_file(*name, SimpleFileOptions::default()).expect("a part starts");
        zip.write_all(content.as_bytes()).expect("a part is written");
    }
    let bytes = zip.finish().expect("the archive ends").into_inner();
    SheetFile { name: "book.xlsx".to_owned(), bytes }
}

fn value(book: &Book) -> String {
    right(&[book.file()]).rows[0].value.to_string()
}

#[test]
fn texts_are_found_wherever_programs_put_them() {
    assert_eq!(value(&book("")), "15");
    let shared = Book {
        strings: "<x:sst xmlns:x=\"y\"><x:si><x:t>no</x:t></x:si><x:si><x:r><x:t>&gt;</x:t></x:r><x:r>\
                  <x:t>10&#48;</x:t></x:r><x:rPh><x:t>x</x:t></x:rPh></x:si></x:sst>",
        ..book("<c r=\"D2\" t=\"s\"><v>1</v></c>")
    };
    assert_eq!(value(&shared), ">=101");
    assert_eq!(value(&book("<c r=\"D2\"><v>15</v></c>")), "15");
    assert_eq!(value(&book("<c r=\"D2\" s=\"4\" t=\"n\"><v>15.0</v></c>")), "15");
    assert_eq!(value(&book("<c r=\"D2\" t=\"str\"><v>1_x002E__x002E_5</v></c>")), "1..5");
    let flag = book(
        "<c r=\"C2\" t=\"inlineStr\"><is><t>preliminary</t></is></c><c r=\"D2\" t=\"b\"><v>1</v></c>",
    );
    assert_eq!(value(&flag), "true");
    let unplaced = Book {
        rows: book("")
            .rows
            .replace("r=\"1\"", "")
            .replace(" r=\"A2\"", "")
            .replace(" r=\"B2\"", ""),
        ..book("")
    };
    assert_eq!(value(&unplaced), "15");
}

#[test]
fn cells_that_say_more_than_was_typed_are_refused() {
    for (cells, told) in [
        (
            "<c r=\"D2\"><f>SUM(A1:A2)</f><v>15</v></c>",
            "cell D2: the cell holds a formula (write its result into the cell as text: a claim must not \
             depend on other cells)",
        ),
        (
            "<c r=\"G2\" s=\"1\"><v>40893</v></c>",
            "cell G2: the cell holds a spreadsheet date, which may not be what was typed into it (format \
             the cell as text and write the date as far as it is known: 2011-12-16, 2011-12)",
        ),
        ("<c r=\"G2\" s=\"3\"><v>40878</v></c>", "cell G2: the cell holds a spreadsheet date"),
        ("<c r=\"G2\" t=\"d\"><v>2011-12-16</v></c>", "cell G2: the cell holds a spreadsheet date"),
        ("<c r=\"G2\"><v>40893</v></c>", "cell G2, said: \"40893\" is not a date"),
        (
            "<c r=\"D2\" s=\"2\"><v>0.27</v></c>",
            "cell D2: the cell holds the number 0.27, which may not be how it is shown (format the cell \
             as text and type it again)",
        ),
        ("<c r=\"D2\" s=\"2\"><v>1</v></c>", "cell D2: the cell holds the number 1, which"),
        ("<c r=\"D2\"><v>1.5</v></c>", "cell D2: the cell holds the number 1.5, which"),
        (
            "<c r=\"D2\" t=\"e\"><v>#REF!</v></c>",
            "cell D2: the cell shows the error #REF! (write the text that belongs here)",
        ),
        (
            "<c r=\"D2\" t=\"s\"><v>9</v></c>",
            "cell D2: the cell's text is missing from the workbook",
        ),
    ] {
        let found = wrong(&[book(cells).file()]);
        assert!(found.contains(&format!("book.xlsx, worksheet t, {told}")), "{cells}: {found}");
    }
}

#[test]
fn merged_cells_and_hidden_worksheets_are_refused() {
    let merged =
        Book { after_rows: "<mergeCells><mergeCell ref=\"A2:A3\"/></mergeCells>", ..book("") };
    assert_eq!(
        wrong(&[merged.file()]),
        "book.xlsx, worksheet t, cell A2: the cells A2:A3 are merged (unmerge them and write into each cell \
         what holds for its row)"
    );
    let hidden = Book { state: "state=\"hidden\"", ..book("") };
    let told = wrong(&[hidden.file()]);
    assert!(told.starts_with("book.xlsx, worksheet t: the worksheet is hidden"), "{told}");
    let ours = Book { state: "state=\"hidden\"", name: "_notes", ..book("") };
    assert_eq!(wrong(&[ours.file()]), "book.xlsx: there is nothing in this file");
    let odd = Book { name: "my sheet", ..book("") };
    assert!(wrong(&[odd.file()]).contains("\"my sheet\" is not a sheet's id"));
}

#[test]
fn a_worksheet_named_register_is_one() {
    let register = Book {
        name: "Register",
        rows: format!(
            "<row r=\"1\">{}{}</row><row r=\"2\">{}{}</row>",
            text("A1", "handle"),
            text("C1", "type"),
            text("A2", "crane-7"),
            text("C2", "exhibit")
        ),
        ..book("")
    };
    assert_eq!(right(&[register.file()]).records[0].handle.as_str(), "crane-7");
}

#[test]
fn every_bad_cell_is_told_at_once() {
    let broken = Book {
        rows: format!(
            "{}<row r=\"3\">{}{}<c r=\"D3\" s=\"1\"><v>40893</v></c>{}</row><row r=\"4\">{}</row>",
            book("<c r=\"D2\"><f>A1</f></c>").rows,
            text("A3", "r1"),
            text("B3", "toll-bord"),
            text("J3", "stray"),
            text("B4", "toll-board"),
        ),
        ..book("")
    };
    insta::assert_snapshot!(wrong(&[broken.file()]));
}

#[test]
fn a_stray_cell_far_away_costs_nothing() {
    let far = Book {
        rows: format!("{}<row r=\"1048576\">{}</row>", book("").rows, text("XFD1048576", "x")),
        ..book("")
    };
    let told = wrong(&[far.file()]);
    assert!(told.contains("the worksheet has far more cells than a sheet"), "{told}");
}

#[test]
fn a_small_file_that_unpacks_to_much_is_refused() {
    let mut parts = book("").parts();
    parts[5].1 = format!("<worksheet><sheetData>{}", " ".repeat(200 << 20));
    let file = pack(&parts);
    assert!(file.bytes.len() < 1 << 20);
    let told = wrong(&[file]);
    assert!(told.contains("the workbook unpacks to far more than a sheet holds"), "{told}");
}

#[test]
fn workbooks_and_csv_say_the_same() {
    let csv =
        "row_id,record,property,value,origin,source\nr1,toll-board,figure,15,daily-post,s01\n";
    assert_eq!(canonical(&right(&[book("").file()])), canonical(&right(&[file("t.csv", csv)])));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn damaged_workbooks_never_panic(
        part in 0_usize..6,
        place in any::<proptest::sample::Index>(),
        end in any::<proptest::sample::Index>(),
        piece in prop_oneof![
            "[<>/\"=&;a-zA-Z0-9:!\\[\\]-]{0,12}",
            Just("<c r=\"ZZZZ1\"/>".to_owned()),
            Just("<row r=\"0\">".to_owned()),
            Just("<mergeCell ref=\"\"/>".to_owned()),
            Just("&#xD800;".to_owned()),
            Just("<!DOCTYPE x [<!ENTITY a \"b\">]>".to_owned()),
        ],
    ) {
        let mut parts = book("<c r=\"G2\" t=\"s\"><v>0</v></c>").parts();
        let text = &mut parts[part].1;
        let places: Vec<usize> = (0..=text.len()).filter(|place| text.is_char_boundary(*place)).collect();
        let (one, other) = (*place.get(&places), *end.get(&places));
        let range = one.min(other)..one.max(other).min(one.min(other) + 20);
        let range = range.start..(range.end..=text.len()).find(|end| text.is_char_boundary(*end)).unwrap_or(text.len());
        text.replace_range(range, &piece);
        drop(reading(&[pack(&parts)]));
    }

    #[test]
    fn damaged_archives_never_panic(
        place in any::<proptest::sample::Index>(),
        byte in any::<u8>(),
        cut in any::<proptest::sample::Index>(),
    ) {
        let mut file = book("").file();
        let place = place.index(file.bytes.len());
        file.bytes[place] = byte;
        drop(reading(&[file.clone()]));
        file.bytes.truncate(cut.index(file.bytes.len()));
        drop(reading(&[file]));
    }
}
