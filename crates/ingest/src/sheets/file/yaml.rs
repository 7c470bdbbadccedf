//! Tables in YAML 1.2: a register as a mapping of handles, a sheet as a list of claims.
//!
//! A file may hold several documents, each a register, a sheet, or both. A list in `via` or `rests_on`
//! and a mapping in `scope` stand for what a spreadsheet cell holds separated by semicolons.

use super::node::{self, Content, Node, Spot};
use crate::sheets::column::Column;
use crate::sheets::grid::{self, RawRow, Table};
use crate::sheets::limits;
use crate::sheets::mistake::{At, Mistake, Mistakes, Place};
use crate::sheets::name::DEFAULT_ROW;
use crate::sheets::{near, scope};

struct Reader<'m> {
    place: &'m Place,
    mistakes: &'m mut Mistakes,
}

fn at(spot: Spot) -> At {
    At::Line { line: spot.line, column: Some(spot.column) }
}

pub(super) fn read(
    text: &str,
    stem: &str,
    place: &Place,
    tables: &mut Vec<Table>,
    mistakes: &mut Mistakes,
) {
    let mut faults = Vec::new();
    let documents = node::documents(text, &mut faults);
    let mut reader = Reader { place, mistakes };
    for fault in faults {
        reader.mistake(fault.spot, fault.message, fault.hint);
    }
    for document in documents {
        reader.document(document, stem, tables);
    }
}

impl Reader<'_> {
    fn mistake(&mut self, spot: Spot, message: impl Into<String>, hint: &str) {
        self.mistakes.add(Mistake::new(self.place.at(at(spot)), message).hint(hint));
    }

    fn document(&mut self, document: Node, stem: &str, tables: &mut Vec<Table>) {
        let entries = match document.content {
            Content::Text(text) if text.trim().is_empty() => return,
            Content::Mapping(entries) => entries,
            _ => {
                let hint = "start with sheet: and claims:, or with register:";
                return self.mistake(document.spot, "this is no sheet", hint);
            }
        };
        let (mut id, mut defaults, mut claims) = (None, None, None);
        for (key, node) in entries {
            match key.name.as_str() {
                "register" => tables.extend(self.register(node)),
                "sheet" => id = Some(node),
                "defaults" => defaults = Some(node),
                "claims" => claims = Some(node),
                name => {
                    let keys = ["register", "sheet", "defaults", "claims"];
                    let hint = near::did_you_mean(name, keys).unwrap_or_else(|| {
                        "a document has register, or sheet, defaults and claims".to_owned()
                    });
                    let name: String = name.chars().take(60).collect();
                    self.mistake(key.spot, format!("there is no key \"{name}\" here"), &hint);
                }
            }
        }
        let spot = match (&id, &claims, &defaults) {
            (None, None, None) => return,
            (Some(id), None, _) => id.spot,
            (_, Some(claims), _) => claims.spot,
            (None, None, Some(defaults)) => defaults.spot,
        };
        let Some(claims) = claims else {
            return self.mistake(spot, "the sheet has no claims", "write claims: and a list");
        };
        let (name, spot) = match id.map(|id| (id.spot, id.content)) {
            None => (stem.to_owned(), None),
            Some((spot, Content::Text(name))) => (name.trim().to_owned(), Some(spot)),
            Some((spot, _)) => {
                return self.mistake(spot, "the sheet's id is not a text", "sheet: id");
            }
        };
        let place = spot.map_or_else(|| self.place.clone(), |spot| self.place.at(at(spot)));
        match super::content(&name, false, &place) {
            Ok(content) => tables.push(self.sheet(content, defaults, claims)),
            Err(mistake) => self.mistakes.add(mistake),
        }
    }

    fn sheet(&mut self, content: grid::Content, defaults: Option<Node>, claims: Node) -> Table {
        let mut rows = Vec::new();
        if let Some(defaults) = defaults {
            let mut row = RawRow::new(at(defaults.spot));
            row.put(Column::RowId, DEFAULT_ROW, row.at, self.place, self.mistakes);
            if self.row(&mut row, defaults, &content) {
                rows.push(row);
            }
        }
        match claims.content {
            Content::Text(text) if text.trim().is_empty() => {}
            Content::List(items) => {
                if items.len() > limits::ROWS {
                    let message = format!("more than {} rows", limits::ROWS);
                    self.mistake(claims.spot, message, "split the sheet");
                }
                for item in items.into_iter().take(limits::ROWS) {
                    let mut row = RawRow::new(at(item.spot));
                    if self.row(&mut row, item, &content) {
                        rows.push(row);
                    }
                }
            }
            _ => {
                self.mistake(claims.spot, "the claims are not a list", "write - before each claim")
            }
        }
        Table { content, place: self.place.clone(), rows }
    }

    /// Reads one claim, or the defaults, into a row; gives whether there is one.
    fn row(&mut self, row: &mut RawRow, node: Node, content: &grid::Content) -> bool {
        if matches!(&node.content, Content::Text(text) if text.trim().is_empty()) {
            return false;
        }
        let Content::Mapping(entries) = node.content else {
            let hint = "write row_id: and the other columns, each with its value";
            self.mistake(node.spot, "this is no claim", hint);
            return false;
        };
        for (key, node) in entries {
            let column = match content.column(&key.name, self.place.at(at(key.spot))) {
                Ok(column) => column,
                Err(mistake) => {
                    self.mistakes.add(mistake);
                    continue;
                }
            };
            let marked = row.cells.get(&Column::RowId).map(|cell| cell.text.as_str());
            if column == Column::RowId && marked == Some(DEFAULT_ROW) {
                self.mistake(key.spot, "defaults have no row_id", "leave it out");
                continue;
            }
            let spot = node.spot;
            match self.cell(column, node) {
                Some(text) => row.put(column, &text, at(spot), self.place, self.mistakes),
                None => {
                    row.refused.insert(column);
                }
            }
        }
        true
    }

    /// The text of a column as one cell would hold it.
    fn cell(&mut self, column: Column, node: Node) -> Option<String> {
        match (node.content, column) {
            (Content::Text(text), _) => Some(text),
            (Content::Refused, _) => None,
            (Content::List(items), Column::Via | Column::RestsOn) => {
                let texts: Option<Vec<String>> =
                    items.into_iter().map(|item| self.text(item, column)).collect();
                Some(texts?.join("; "))
            }
            (Content::Mapping(entries), Column::Scope) => {
                let parts: Option<Vec<String>> = entries
                    .into_iter()
                    .map(|(key, node)| Some(scope::entry(&key.name, &self.text(node, column)?)))
                    .collect();
                Some(parts?.join("; "))
            }
            _ => {
                let message = format!("the value of {column} is not a text");
                self.mistake(
                    node.spot,
                    message,
                    "write the text after the colon, in quotes if need be",
                );
                None
            }
        }
    }

    fn text(&mut self, node: Node, column: Column) -> Option<String> {
        match node.content {
            Content::Text(text) => Some(text),
            Content::Refused => None,
            _ => {
                let message = format!("a part of {column} is not a text");
                self.mistake(node.spot, message, "write one text for each");
                None
            }
        }
    }

    fn register(&mut self, node: Node) -> Option<Table> {
        let entries = match node.content {
            Content::Mapping(entries) => entries,
            Content::Text(text) if text.trim().is_empty() => Vec::new(),
            _ => {
                let hint = "write handle: type for each record";
                self.mistake(node.spot, "the register is not a mapping", hint);
                return None;
            }
        };
        let mut table =
            Table { content: grid::Content::Register, place: self.place.clone(), rows: Vec::new() };
        for (key, node) in entries {
            let place = at(key.spot);
            let mut row = RawRow::new(place);
            row.put(Column::Handle, &key.name, place, self.place, self.mistakes);
            match node.content {
                Content::Text(text) => {
                    row.put(Column::Type, &text, at(node.spot), self.place, self.mistakes);
                }
                Content::Mapping(details) => {
                    for (key, node) in details {
                        let found = table.content.column(&key.name, self.place.at(at(key.spot)));
                        match found {
                            Ok(column @ (Column::Type | Column::Label)) => {
                                let spot = at(node.spot);
                                if let Some(text) = self.text(node, column) {
                                    row.put(column, &text, spot, self.place, self.mistakes);
                                }
                            }
                            Ok(_) => self.mistake(
                                key.spot,
                                "the handle is there already",
                                "leave it out",
                            ),
                            Err(mistake) => self.mistakes.add(mistake),
                        }
                    }
                }
                Content::Refused => {
                    row.refused.insert(Column::Type);
                }
                Content::List(_) => {
                    row.refused.insert(Column::Type);
                    let hint = "write handle: type, or handle: { type: …, label: … }";
                    self.mistake(node.spot, "this is no record", hint);
                }
            }
            table.rows.push(row);
        }
        Some(table)
    }
}
