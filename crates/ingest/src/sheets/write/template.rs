//! Empty sheets to start from, with what may be written in them.
//!
//! In a workbook the lists drop down: the handles of the register, the properties of the record named
//! beside them, the terms of the property named beside them. They help and do not stop anyone, since
//! values are often no term. What they list lies in worksheets whose names start with `_`, which are not
//! read back.

use std::collections::{BTreeMap, BTreeSet};

use onus_model::Level;
use onus_model::claim::{Attribution, Derivation, Stance};
use onus_model::schema::{RecordType, Schema};
use rust_xlsxwriter::{
    DataValidation, DataValidationErrorStyle, Format as CellFormat, Formula, Workbook,
};

use super::{CannotWrite, Entry, REGISTER, Written, csv, of_register, workbook};
use crate::sheets::column::Column;
use crate::sheets::file::{Format, SheetFile};
use crate::sheets::name::SheetId;
use crate::sheets::word::Worded;

/// The least rows of the template that have lists.
const ROWS: u32 = 5_000;
/// The most.
const MOST_ROWS: u32 = 500_000;
/// The worksheet that explains the columns.
const HELP: &str = "_columns";
/// The worksheet that holds the lists.
const LISTS: &str = "_lists";

/// An empty sheet of that id, with the register of the case.
///
/// # Errors
///
/// When the workbook cannot be made, or a label of the register cannot be written.
pub fn template(
    schema: &Schema,
    sheet: &SheetId,
    register: &[Entry],
    format: Format,
) -> Result<Vec<SheetFile>, CannotWrite> {
    let columns = |name: &str, columns: &[Column]| Written {
        name: name.to_owned(),
        columns: columns.to_vec(),
        rows: Vec::new(),
    };
    let empty = columns(sheet.as_str(), Column::of_sheet());
    let register = Written { columns: Column::of_register().to_vec(), ..of_register(register)? };
    let file = |name: &str, bytes| SheetFile { name: format!("{name}.{}", format.ending()), bytes };
    Ok(match format {
        Format::Csv => {
            vec![file(REGISTER, csv::write(&register)), file(sheet.as_str(), csv::write(&empty))]
        }
        Format::Yaml => vec![
            file(REGISTER, super::yaml::write(&register)),
            file(sheet.as_str(), explained_yaml(sheet).into_bytes()),
        ],
        Format::Xlsx => {
            vec![file(sheet.as_str(), filled_workbook(schema, &empty, &register)?)]
        }
    })
}

/// An empty sheet in YAML with the columns explained above it.
fn explained_yaml(sheet: &SheetId) -> String {
    let mut text = String::from("# One entry below claims for each claim, with these columns:\n");
    for column in Column::of_sheet() {
        let example = column.example();
        text.push_str(&format!("#   {column}: {example}\n#     {}\n", column.help()));
    }
    text.push_str(&format!("sheet: \"{sheet}\"\ndefaults:\nclaims:\n"));
    text
}

fn filled_workbook(
    schema: &Schema,
    empty: &Written,
    register: &Written,
) -> Result<Vec<u8>, CannotWrite> {
    let mut workbook = workbook::new()?;
    // Room below the register for as many records as it has, and never less than the sheet itself has.
    let records = u32::try_from(register.rows.len()).unwrap_or(u32::MAX);
    let last_row = records.saturating_mul(2).clamp(ROWS, MOST_ROWS);
    let lists = Lists::of(schema, last_row);
    for table in [empty, register] {
        let worksheet = workbook::worksheet(&mut workbook, table)?;
        for (place, column) in (0_u16..).zip(&table.columns) {
            let message = format!("{} Example: {}", column.help(), column.example());
            let mut validation = DataValidation::new()
                .set_input_title(column.word())?
                .set_input_message(message.chars().take(250).collect::<String>())?
                .set_error_style(DataValidationErrorStyle::Warning)
                .show_error_message(false);
            if let Some(formula) = lists.formula(*column) {
                validation = validation.allow_list_formula(Formula::new(formula));
            }
            worksheet.add_data_validation(1, place, last_row, place, &validation)?;
        }
    }
    help(&mut workbook)?;
    lists.write(&mut workbook)?;
    Ok(workbook.save_to_buffer()?)
}

fn help(workbook: &mut Workbook) -> Result<(), CannotWrite> {
    let worksheet = workbook.add_worksheet();
    worksheet.set_name(HELP)?;
    for (place, width) in [(0, 14.0), (1, 80.0), (2, 30.0)] {
        worksheet.set_column_width(place, width)?;
    }
    let bold = CellFormat::new().set_bold();
    for (place, heading) in (0..).zip(["column", "meaning", "example"]) {
        worksheet.write_string_with_format(0, place, heading, &bold)?;
    }
    for (row, column) in (1..).zip(Column::ALL) {
        for (place, text) in (0..).zip([column.word(), column.help(), column.example()]) {
            worksheet.write_string(row, place, text)?;
        }
    }
    Ok(())
}

/// What drops down, by the name under which the workbook finds it.
struct Lists {
    named: BTreeMap<String, Vec<String>>,
    /// The vocabulary's list of each `type.property` that has one.
    vocabularies: BTreeMap<String, String>,
    /// The last row of the sheet and of the register that has lists, counted from 0.
    last_row: u32,
}

/// A name that a workbook takes for a list.
fn list_name(kind: &str, id: &str) -> String {
    format!("{kind}_{}", id.replace('-', "_"))
}

impl Lists {
    fn of(schema: &Schema, last_row: u32) -> Self {
        let mut named = BTreeMap::new();
        let mut vocabularies = BTreeMap::new();
        let types = schema.record_types().map(|known| known.id.to_string());
        named.insert("record_types".to_owned(), types.collect());
        for record_type in schema.record_types() {
            let properties = schema.properties(record_type);
            let words = properties.map(|property| property.id.to_string()).collect();
            named.insert(list_name("properties", record_type.id.as_str()), words);
            vocabularies.extend(vocabularies_of(schema, record_type));
        }
        let used: BTreeSet<&str> =
            schema.vocabularies().map(|vocabulary| vocabulary.id.as_str()).collect();
        for vocabulary in used.into_iter().filter_map(|id| schema.vocabulary(id)) {
            let terms = vocabulary.terms().map(|term| term.id.term().to_owned()).collect();
            named.insert(list_name("terms", vocabulary.id.as_str()), terms);
        }
        let words = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
        named.insert("levels".to_owned(), words(&Level::ALL.map(Level::word)));
        named.insert("stances".to_owned(), words_of::<Stance>());
        named.insert("attributions".to_owned(), words_of::<Attribution>());
        named.insert("derivations".to_owned(), words_of::<Derivation>());
        named.retain(|_, list: &mut Vec<String>| !list.is_empty());
        Self { named, vocabularies, last_row }
    }

    /// The formula of the column's list, written for the first row below the names of the columns.
    fn formula(&self, column: Column) -> Option<String> {
        let last_record = self.last_row + 1;
        let handles = format!("{REGISTER}!$A$2:$A${last_record}");
        let record_type = format!("VLOOKUP($B2,{REGISTER}!$A$2:$B${last_record},2,FALSE)");
        let last = self.vocabularies.len() + 1;
        Some(match column {
            Column::Record | Column::Origin | Column::For | Column::Party | Column::Source => {
                format!("={handles}")
            }
            Column::Property => {
                format!("=INDIRECT(\"properties_\"&SUBSTITUTE({record_type},\"-\",\"_\"))")
            }
            Column::Value => {
                format!(
                    "=INDIRECT(VLOOKUP({record_type}&\".\"&$C2,{LISTS}!$A$2:$B${last},2,FALSE))"
                )
            }
            Column::Basis => "=terms_basis".to_owned(),
            Column::Attribution => "=attributions".to_owned(),
            Column::Stance => "=stances".to_owned(),
            Column::How => "=derivations".to_owned(),
            Column::Level => "=levels".to_owned(),
            Column::Type => "=record_types".to_owned(),
            _ => return None,
        })
    }

    /// Writes the lists side by side into a hidden worksheet and names each.
    fn write(&self, workbook: &mut Workbook) -> Result<(), CannotWrite> {
        let worksheet = workbook.add_worksheet();
        worksheet.set_name(LISTS)?;
        worksheet.set_hidden(true);
        let pairs = std::iter::once(("property", "list")).chain(
            self.vocabularies.iter().map(|(property, list)| (property.as_str(), list.as_str())),
        );
        for (row, (property, list)) in (0..).zip(pairs) {
            worksheet.write_string(row, 0, property)?;
            worksheet.write_string(row, 1, list)?;
        }
        let mut ranges = Vec::new();
        for (place, (name, list)) in (2_u16..).zip(&self.named) {
            worksheet.write_string(0, place, name)?;
            for (row, word) in (1_u32..).zip(list) {
                worksheet.write_string(row, place, word)?;
            }
            let letters = rust_xlsxwriter::utility::column_number_to_name(place);
            ranges.push((name, format!("={LISTS}!${letters}$2:${letters}${}", list.len() + 1)));
        }
        for (name, range) in ranges {
            workbook.define_name(name.as_str(), &range)?;
        }
        Ok(())
    }
}

fn words_of<T: Worded>() -> Vec<String> {
    T::WORDS.iter().map(|(_, word)| (*word).to_owned()).collect()
}

/// The list of each property of the type that has a vocabulary.
fn vocabularies_of(schema: &Schema, record_type: &RecordType) -> Vec<(String, String)> {
    let properties = schema.properties(record_type);
    properties
        .filter_map(|property| {
            let vocabulary = property.vocabulary.as_ref()?;
            let name = format!("{}.{}", record_type.id, property.id);
            Some((name, list_name("terms", vocabulary.as_str())))
        })
        .collect()
}
