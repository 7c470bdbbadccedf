//! Text in pictures.
//!
//! A document comes back from its reader with a list of pictures. Each is drawn (a page of a PDF) by one
//! program and recognised by another, and the text is put where the picture's part was left empty. What could
//! not be recognised is said, page by page.

use std::ffi::OsString;

use super::{Reader, Source, tools};
use crate::documents::builder::TextBuilder;
use crate::documents::{
    Document, Drawn, Failure, Limits, Note, Part, Picture, Place, Recognized, vetting,
};

/// Dots to the inch at which pages are drawn: what Tesseract was trained for.
const RESOLUTION: u32 = 300;

/// The most bytes of a drawn page: one of 1.2 by 1.2 metres, in shades of grey.
const DRAWN: u64 = 256 << 20;

/// The most bytes that Tesseract may say about one picture.
const SAID: u64 = 32 << 20;

/// Has the pictures of a document recognised.
pub(super) fn pictures(
    reader: &Reader,
    source: &Source<'_>,
    document: &mut Document,
    limits: &Limits,
) -> Result<(), Failure> {
    if document.pictures.is_empty() {
        return Ok(());
    }
    let engine = Engine::of(reader, limits);
    let pictures = std::mem::take(&mut document.pictures);
    let mut found: Vec<(Picture, Recognition)> = Vec::new();
    let mut notes = Vec::new();
    for (tried, picture) in pictures.into_iter().enumerate() {
        let page = match document.parts.get(picture.part as usize).map(|part| &part.place) {
            Some(Place::Page(page)) => *page,
            _ => 1,
        };
        let few = tried < limits.pictures as usize;
        let Some(engine) = engine.as_ref().filter(|_| few) else {
            notes.push(Note::PageNotRecognized(page));
            continue;
        };
        match engine.recognize(source, &document.media, picture.drawn) {
            Ok(Some(recognition)) => {
                notes.push(Note::PageRecognized(page));
                found.push((picture, recognition));
            }
            Ok(None) => notes.push(Note::PageNotRecognized(page)),
            Err(failure) => {
                notes.push(Note::LeftOut(format!("page {page}"), failure.to_string()));
            }
        }
    }
    if !found.is_empty() {
        let (text, parts) = insert(document, &found, limits)?;
        document.text = text;
        document.parts = parts;
        document.notes.retain(|note| *note != Note::NoText);
    }
    document.notes.extend(notes);
    vetting::vet(document, limits)
}

/// Tesseract as it is on this machine.
struct Engine<'a> {
    reader: &'a Reader,
    limits: Limits,
    program: &'a std::path::Path,
    languages: String,
    turns: bool,
    by: String,
}

impl<'a> Engine<'a> {
    /// Nothing when it is not installed, or has no data.
    fn of(reader: &'a Reader, limits: &Limits) -> Option<Self> {
        let program = reader.tools.tesseract.as_deref()?;
        let ask = |argument: &str| {
            let arguments = [OsString::from(argument)];
            tools::run(reader, program, &arguments, &Source::Bytes(b""), limits, 64 << 10)
                .map(|said| String::from_utf8_lossy(&said).into_owned())
        };
        let listed = ask("--list-langs").ok()?;
        let installed: Vec<&str> = listed.lines().skip(1).map(str::trim).collect();
        let languages = choose(&reader.languages, &installed);
        if languages.is_empty() {
            return None;
        }
        let languages = languages.join("+");
        let version = ask("--version").ok().unwrap_or_default();
        let version = version.lines().next().unwrap_or("tesseract").trim().to_owned();
        Some(Self {
            reader,
            limits: *limits,
            program,
            turns: installed.contains(&"osd"),
            by: format!("{version} {languages}"),
            languages,
        })
    }

    /// Recognises one picture. Nothing when it has first to be drawn and no program that draws is installed.
    fn recognize(
        &self,
        source: &Source<'_>,
        media: &str,
        drawn: Drawn,
    ) -> Result<Option<Recognition>, Failure> {
        let mut arguments: Vec<OsString> =
            ["stdin", "stdout", "-l", &self.languages].iter().map(OsString::from).collect();
        if self.turns {
            // Finds out which way up the page is: telephones lay pictures on their side.
            arguments.extend(["--psm", "1"].map(OsString::from));
        }
        let tables = match drawn {
            Drawn::File => self.run(&mut arguments, source)?,
            Drawn::Page(page) if media == "image/tiff" => {
                let number = format!("tessedit_page_number={}", page.saturating_sub(1));
                arguments.extend([OsString::from("-c"), number.into()]);
                self.run(&mut arguments, source)?
            }
            Drawn::Page(page) => {
                let Some(picture) = self.draw(source, page)? else { return Ok(None) };
                self.run(&mut arguments, &Source::Bytes(&picture))?
            }
        };
        Ok(Some(parse(&tables, &self.by)))
    }

    fn run(&self, arguments: &mut Vec<OsString>, source: &Source<'_>) -> Result<String, Failure> {
        arguments.push("tsv".into());
        let said = tools::run(self.reader, self.program, arguments, source, &self.limits, SAID)?;
        Ok(String::from_utf8_lossy(&said).into_owned())
    }

    fn draw(&self, source: &Source<'_>, page: u32) -> Result<Option<Vec<u8>>, Failure> {
        let Some(program) = self.reader.tools.pdftoppm.as_deref() else { return Ok(None) };
        let page = page.to_string();
        let resolution = RESOLUTION.to_string();
        let arguments = ["-r", &resolution, "-gray", "-f", &page, "-l", &page, "-"];
        let arguments = arguments.map(OsString::from);
        tools::run(self.reader, program, &arguments, source, &self.limits, DRAWN).map(Some)
    }
}

/// Languages and the names that Tesseract's data has for them.
const PACKS: &[(&str, &[&str])] = &[
    ("ar", &["ara"]),
    ("be", &["bel"]),
    ("bg", &["bul"]),
    ("de", &["deu"]),
    ("en", &["eng"]),
    ("es", &["spa"]),
    ("fa", &["fas"]),
    ("fr", &["fra"]),
    ("it", &["ita"]),
    ("ka", &["kat"]),
    ("kk", &["kaz"]),
    ("ky", &["kir"]),
    ("pl", &["pol"]),
    ("pt", &["por"]),
    ("ru", &["rus"]),
    ("tg", &["tgk"]),
    ("tr", &["tur"]),
    ("ug", &["uig"]),
    ("uk", &["ukr"]),
    ("ur", &["urd"]),
    ("uz", &["uzb", "uzb_cyrl"]),
    ("zh", &["chi_sim", "chi_tra"]),
];

/// The names of the data to use: those of the wanted languages that are installed, else what is installed.
fn choose(wanted: &[String], installed: &[&str]) -> Vec<String> {
    let mut chosen: Vec<String> = Vec::new();
    for tag in wanted {
        let primary = tag.split(['-', '_']).next().unwrap_or_default().to_lowercase();
        let known = PACKS.iter().find(|(language, _)| *language == primary);
        // A tag of three letters may be the name itself.
        let names = known.map_or_else(|| vec![primary.as_str()], |(_, names)| names.to_vec());
        for name in names.into_iter().filter(|name| installed.contains(name)) {
            if !chosen.iter().any(|had| had == name) {
                chosen.push(name.to_owned());
            }
        }
    }
    if chosen.is_empty() {
        let plain = |name: &&&str| {
            !matches!(**name, "osd" | "equ")
                && name.chars().all(|scalar| scalar.is_alphanumeric() || scalar == '_')
        };
        chosen = installed.iter().filter(plain).take(4).map(|name| (*name).to_owned()).collect();
    }
    chosen
}

/// What was recognised in one picture: paragraphs of lines.
struct Recognition {
    paragraphs: Vec<String>,
    recognized: Recognized,
}

/// Reads Tesseract's table of words: `level page block paragraph line word left top width height confidence
/// text`, with a heading, where level 5 is a word.
fn parse(table: &str, by: &str) -> Recognition {
    let mut paragraphs: Vec<String> = Vec::new();
    let (mut sum, mut words) = (0.0_f64, 0_u32);
    let mut last: Option<([&str; 3], &str)> = None;
    for row in table.lines() {
        let cells: Vec<&str> = row.split('\t').collect();
        let ["5", page, block, paragraph, line, _, _, _, _, _, confidence, word] = cells[..] else {
            continue;
        };
        if word.trim().is_empty() {
            continue;
        }
        if let Some(confidence) = confidence.parse::<f64>().ok().filter(|it| it.is_finite()) {
            sum += confidence.clamp(0.0, 100.0);
            words += 1;
        }
        let here = [page, block, paragraph];
        match (paragraphs.last_mut(), last) {
            (Some(text), Some((before, same))) if before == here => {
                text.push(if same == line { ' ' } else { '\n' });
                text.push_str(word);
            }
            _ => paragraphs.push(word.to_owned()),
        }
        last = Some((here, line));
    }
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let confidence = if words == 0 { 0 } else { (sum / f64::from(words)).round() as u8 };
    Recognition { paragraphs, recognized: Recognized { by: by.to_owned(), confidence } }
}

/// The text with what was recognised in its places.
fn insert(
    document: &Document,
    found: &[(Picture, Recognition)],
    limits: &Limits,
) -> Result<(String, Vec<Part>), Failure> {
    let mut found = found.iter().peekable();
    let mut scalars = document.text.chars();
    let (mut at, mut shift) = (0_u64, 0_u64);
    let mut text = TextBuilder::new(limits);
    // Parts beside the recognised ones keep their shape and only move.
    let mut parts: Vec<Part> = Vec::new();
    for (index, part) in document.parts.iter().enumerate() {
        let picture = found.next_if(|(picture, _)| picture.part as usize == index);
        let Some((_, recognition)) = picture else {
            let range = part.range.start + shift..part.range.end + shift;
            parts.push(Part { range, ..part.clone() });
            continue;
        };
        let before: String = scalars.by_ref().take(to_usize(part.range.start - at)).collect();
        text.push(&before)?;
        at = part.range.start;
        let start = text.len();
        let own = parts.len();
        parts.push(Part {
            place: part.place.clone(),
            range: start..start,
            recognized: Some(recognition.recognized.clone()),
        });
        for (number, paragraph) in (1..).zip(&recognition.paragraphs) {
            if number > 1 {
                text.push("\n\n")?;
            }
            let from = text.len();
            text.push(paragraph)?;
            parts.push(Part {
                place: Place::Paragraph(number),
                range: from..text.len(),
                recognized: Some(recognition.recognized.clone()),
            });
        }
        if let Some(part) = parts.get_mut(own) {
            part.range.end = text.len();
        }
        shift += text.len() - start;
    }
    text.push(scalars.as_str())?;
    Ok((text.finish().0, parts))
}

fn to_usize(scalars: u64) -> usize {
    usize::try_from(scalars).unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TABLE: &str = "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext\n\
        1\t1\t0\t0\t0\t0\t0\t0\t9\t9\t-1\t\n\
        5\t1\t1\t1\t1\t1\t0\t0\t9\t9\t96.5\tSeventeen\n\
        5\t1\t1\t1\t1\t2\t0\t0\t9\t9\t90.5\tpeople\n\
        5\t1\t1\t1\t2\t1\t0\t0\t9\t9\t95\tdied.\n\
        5\t1\t2\t1\t1\t1\t0\t0\t9\t9\tnan\tEnd\n";

    #[test]
    fn words_become_lines_and_paragraphs() {
        let recognition = parse(TABLE, "tesseract");
        assert_eq!(recognition.paragraphs, ["Seventeen people\ndied.", "End"]);
        assert_eq!(recognition.recognized.confidence, 94);
    }

    #[test]
    fn recognised_text_lands_in_its_page() {
        let page = |number, start, end| Part {
            place: Place::Page(number),
            range: start..end,
            recognized: None,
        };
        let document = Document {
            text: "Жаңа\n\nнаме".to_owned(),
            parts: vec![page(1, 0, 4), page(2, 5, 5), page(3, 6, 10)],
            ..Document::default()
        };
        let picture = Picture { part: 1, drawn: Drawn::Page(2) };
        let (text, parts) =
            insert(&document, &[(picture, parse(TABLE, "t"))], &Limits::default()).unwrap();
        assert_eq!(text, "Жаңа\nSeventeen people\ndied.\n\nEnd\nнаме");
        let of = |part: &Part| {
            let (from, to) = (part.range.start as usize, part.range.end as usize);
            text.chars().skip(from).take(to - from).collect::<String>()
        };
        assert_eq!(of(&parts[1]), "Seventeen people\ndied.\n\nEnd");
        assert_eq!(of(&parts[3]), "End");
        assert_eq!(of(&parts[4]), "наме");
    }

    #[test]
    fn languages_are_chosen_from_what_is_there() {
        let installed = ["ara", "eng", "kaz", "osd", "rus"];
        let tags = |tags: &[&str]| tags.iter().map(|tag| (*tag).to_owned()).collect::<Vec<_>>();
        assert_eq!(choose(&tags(&["ru-RU", "kk", "de", "ru"]), &installed), ["rus", "kaz"]);
        assert_eq!(choose(&[], &installed), ["ara", "eng", "kaz", "rus"]);
        assert!(choose(&tags(&["de"]), &["osd"]).is_empty());
    }
}
