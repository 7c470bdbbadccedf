//! `bag-info.txt`: elements of label and value.

use super::declaration::Version;
use super::finding::{Problem, Verified};
use super::text::{Text, lines};

/// Elements that are to be given once. The flag: must, rather than should.
const ONCE: [(&str, bool); 5] = [
    ("Payload-Oxum", true),
    ("Bagging-Date", false),
    ("Bag-Size", false),
    ("Bag-Group-Identifier", false),
    ("Bag-Count", false),
];

/// Reads the elements, in their order.
pub(super) fn read(file: &str, text: &str, version: Version, found: &mut Verified) -> Vec<Element> {
    let strict = version.is_final();
    let mut elements: Vec<Element> = Vec::new();
    let Text { lines, ended } = lines(text);
    if !ended {
        found.warn(file, lines.len() as u64, Problem::LastLine);
    }
    for (number, line) in (1_u64..).zip(lines) {
        if line.trim().is_empty() {
            found.warn(file, number, Problem::EmptyLine);
            continue;
        }
        if line.starts_with([' ', '\t']) {
            match elements.last_mut() {
                Some(element) => {
                    element.value.push('\n');
                    element.value.push_str(line.trim_matches([' ', '\t']));
                }
                None => found.error(file, number, Problem::InfoLine),
            }
            continue;
        }
        let Some((label, value)) = line.split_once(':') else {
            found.error(file, number, Problem::InfoLine);
            continue;
        };
        let trimmed = label.trim();
        if trimmed.is_empty() {
            found.error(file, number, Problem::InfoLine);
            continue;
        }
        if strict && trimmed != label {
            found.error(file, number, Problem::InfoLabel(label.to_owned()));
        }
        if strict && !value.is_empty() && !value.starts_with([' ', '\t']) {
            found.error(file, number, Problem::InfoLine);
        }
        let value = value.trim_matches([' ', '\t']).to_owned();
        elements.push(Element { label: trimmed.to_owned(), value, line: number });
    }
    for element in &elements {
        if element.value.is_empty() {
            let problem = Problem::InfoEmpty(element.label.clone());
            found.warn(file, element.line, problem);
        }
    }
    for (label, must) in ONCE {
        for element in elements.iter().filter(|element| element.is(label)).skip(1) {
            found.strict(must && strict, file, element.line, Problem::InfoRepeated(label));
        }
    }
    forms(file, &elements, found);
    elements
}

/// An element.
#[derive(Debug)]
pub(super) struct Element {
    pub(super) label: String,
    /// Lines of it without their indents, with line feeds between them.
    pub(super) value: String,
    pub(super) line: u64,
}

impl Element {
    pub(super) fn is(&self, label: &str) -> bool {
        self.label.eq_ignore_ascii_case(label)
    }
}

fn forms(file: &str, elements: &[Element], found: &mut Verified) {
    for element in elements {
        let wrong = |label, form| {
            let found_there = element.value.clone();
            Problem::InfoForm { label, form, found: found_there }
        };
        if element.is("Bagging-Date") && !is_date(&element.value) {
            let problem = wrong("Bagging-Date", "a date like 2011-12-16");
            found.warn(file, element.line, problem);
        }
        if element.is("Bag-Count") && !is_count(&element.value) {
            found.warn(file, element.line, wrong("Bag-Count", "like \"1 of 2\" or \"3 of ?\""));
        }
        if element.is("Payload-Oxum") && oxum(&element.value).is_none() {
            let problem = wrong("Payload-Oxum", "bytes, a point, and the number of files");
            found.error(file, element.line, problem);
        }
    }
}

fn digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Bytes and files.
pub(super) fn oxum(value: &str) -> Option<(u64, u64)> {
    let (bytes, files) = value.split_once('.')?;
    if !digits(bytes) || !digits(files) {
        return None;
    }
    Some((bytes.parse().ok()?, files.parse().ok()?))
}

fn is_date(value: &str) -> bool {
    let parts: Vec<&str> = value.split('-').collect();
    let [year, month, day] = parts.as_slice() else { return false };
    let within = |text: &str, most: u8| {
        text.len() == 2 && digits(text) && text.parse().is_ok_and(|n: u8| (1..=most).contains(&n))
    };
    year.len() == 4 && digits(year) && within(month, 12) && within(day, 31)
}

fn is_count(value: &str) -> bool {
    value
        .split_once(" of ")
        .is_some_and(|(number, total)| digits(number) && (digits(total) || total == "?"))
}
