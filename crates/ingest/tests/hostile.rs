//! Files made to do harm, and files that broke: each ends in one clear line, soon, and nothing else happens.
//!
//! They are made here, so that nobody's virus scanner has to be told about a folder of bombs.

#![allow(
    clippy::unwrap_used,
    reason = "without the usual runner no function here is marked as a test"
)]

mod apart;

use std::fmt::Write as _;
use std::io::{Cursor, Seek, SeekFrom, Write};
use std::path::Path;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use apart::{Folder, reader, seeing, words};
use flate2::Compression;
use flate2::write::GzEncoder;
use onus_ingest::documents::process::Source;
use onus_ingest::documents::{Document, Failure, Limits, Note, Trouble};
use zip::write::{SimpleFileOptions, ZipWriter};

fn main() -> ExitCode {
    apart::main(&[
        ("empty", empty),
        ("a_sparse_file_of_two_gigabytes", sparse),
        ("zip_bomb", zip_bomb),
        ("zip_of_overlapping_members", zip_overlap),
        ("zip_in_zip_in_zip", nested_zips),
        ("zip_that_holds_itself", quine),
        ("zip_of_a_million_names", many_members),
        ("names_that_lead_outside", traversal),
        ("links_and_devices_in_tar", links),
        ("endless_gzip", endless_gzip),
        ("gzip_in_gzip", nested_gzip),
        ("pdf_of_a_hundred_thousand_pages", many_pages),
        ("pdf_bomb_in_a_stream", pdf_bomb),
        ("pdf_bomb_of_object_streams", object_streams),
        ("pdf_that_refers_to_itself", circles),
        ("pdf_of_deep_arrays", deep_pdf),
        ("pdf_whose_forms_draw_themselves_many_times", drawing_bomb),
        ("picture_of_sixty_thousand_squared", huge_picture),
        ("broken_exif", broken_exif),
        ("tiff_that_bites_its_tail", tiff_circle),
        ("boxes_in_boxes", deep_boxes),
        ("boxes_without_end", endless_boxes),
        ("elements_in_elements", deep_elements),
        ("text_full_of_zeros", zeros),
        ("text_of_one_line_and_of_all_line_ends", odd_lines),
        ("names_that_a_terminal_would_obey", terminal),
        ("a_wrong_ending", wrong_ending),
        ("every_kind_cut_off", cut_off),
        ("every_kind_with_its_bytes_flipped", flipped),
        ("time_is_bounded", time),
        ("a_reading_process_that_lies_is_not_believed", liars),
    ])
}

/// Limits with which the tests end before lunch; everything else is as it is for people.
fn limits() -> Limits {
    Limits { time: Duration::from_secs(20), ..Limits::default() }
}

/// Reads bytes apart, and checks that it was soon and, when it failed, one line.
fn attempt(name: &str, bytes: &[u8]) -> Result<Document, Failure> {
    let start = Instant::now();
    let read = reader().read(&Source::Bytes(bytes), name, &limits());
    assert!(start.elapsed() < Duration::from_secs(45), "{name}: {:?}", start.elapsed());
    if let Err(failure) = &read {
        let line = failure.to_string();
        assert!(!line.contains(char::is_control) && line.chars().count() < 400, "{line}");
        assert!(line.chars().count() > 10, "{line}");
    }
    read
}

#[track_caller]
fn fails(name: &str, bytes: &[u8]) -> String {
    match attempt(name, bytes) {
        Err(failure) => {
            assert!(!matches!(failure.trouble, Trouble::Broken(_)), "{name}: {failure}");
            failure.to_string()
        }
        Ok(document) => panic!("{name} was read: {:?}", document.notes),
    }
}

/// What was left out, in words.
fn left_out(document: &Document) -> Vec<String> {
    let said = |note: &Note| match note {
        Note::LeftOut(place, why) => Some(format!("{place}: {why}")),
        _ => None,
    };
    document.notes.iter().filter_map(said).collect()
}

fn zip(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in members {
        let options = SimpleFileOptions::default();
        zip.start_file(*name, options).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut packed = GzEncoder::new(Vec::new(), Compression::best());
    packed.write_all(bytes).unwrap();
    packed.finish().unwrap()
}

fn deflate(bytes: &[u8]) -> Vec<u8> {
    let mut packed = flate2::write::ZlibEncoder::new(Vec::new(), Compression::best());
    packed.write_all(bytes).unwrap();
    packed.finish().unwrap()
}

/// A PDF of these objects, the first of which is the catalogue.
fn pdf(objects: &[Vec<u8>]) -> Vec<u8> {
    let mut bytes = b"%PDF-1.7\n".to_vec();
    let mut places = Vec::new();
    for (number, object) in (1..).zip(objects) {
        places.push(bytes.len());
        bytes.extend(format!("{number} 0 obj\n").bytes());
        bytes.extend(object);
        bytes.extend(b"\nendobj\n");
    }
    let start = bytes.len();
    let mut table = format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
    for place in places {
        writeln!(table, "{place:010} 00000 n ").unwrap();
    }
    let size = objects.len() + 1;
    write!(table, "trailer\n<</Size {size}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n").unwrap();
    bytes.extend(table.bytes());
    bytes
}

fn object(text: impl Into<String>) -> Vec<u8> {
    text.into().into_bytes()
}

fn stream(dictionary: &str, bytes: &[u8]) -> Vec<u8> {
    let mut object = format!("<<{dictionary}/Length {}>>stream\n", bytes.len()).into_bytes();
    object.extend(bytes);
    object.extend(b"\nendstream");
    object
}

fn empty() {
    assert_eq!(fails("empty.pdf", b""), "the file is empty");
}

fn sparse() {
    let folder = Folder::new("sparse");
    for name in ["sparse.txt", "sparse.pdf", "sparse.zip"] {
        let path = folder.path(name);
        let mut file = std::fs::File::create(&path).unwrap();
        let start: &[u8] = match name {
            "sparse.pdf" => b"%PDF-1.7\n",
            "sparse.zip" => b"PK\x03\x04",
            _ => b"words, and then nothing",
        };
        file.write_all(start).unwrap();
        file.seek(SeekFrom::Start((2 << 30) - 1)).unwrap();
        file.write_all(b"\0").unwrap();
        let before = Instant::now();
        let file = std::fs::File::open(&path).unwrap();
        let failure = reader().read(&Source::File(&file), name, &limits()).unwrap_err();
        assert!(!matches!(failure.trouble, Trouble::Broken(_)), "{failure}");
        assert!(before.elapsed() < Duration::from_secs(30), "{name}");
    }
}

fn zip_bomb() {
    let zeros = vec![0; 64 << 20];
    let line = fails("bomb.zip", &zip(&[("a", &zeros)]));
    assert!(line.contains("200 times") && line.contains("(at a)"), "{line}");
    // Within the ratio, but more in all than is allowed: left out, and said.
    let noise: Vec<u8> =
        (0_u32..16 << 20).map(|it| (it.wrapping_mul(2_654_435_761) >> 16) as u8).collect();
    let few = Limits { output: 20 << 20, ..limits() };
    let many = zip(&[("a", &noise), ("b", &noise), ("c", b"words")]);
    let document = reader().read(&Source::Bytes(&many), "many.zip", &few).unwrap();
    assert_eq!(document.attachments.len(), 2);
    assert!(left_out(&document)[0].starts_with("b: 16777216 bytes, too large"));
}

fn zip_overlap() {
    // Every entry of the directory points at the one member.
    let one = zip(&[("a", words(4000).as_bytes())]);
    let directory = one.windows(4).rposition(|bytes| bytes == b"PK\x01\x02").unwrap();
    let end = one.windows(4).rposition(|bytes| bytes == b"PK\x05\x06").unwrap();
    let mut bytes = one[..directory].to_vec();
    for number in 0..5000_u32 {
        let mut entry = one[directory..end].to_vec();
        let name = entry.len() - 1;
        entry[28..30].copy_from_slice(&5_u16.to_le_bytes());
        entry.truncate(name);
        entry.extend(format!("{number:05}").bytes());
        bytes.extend(entry);
    }
    let size = (bytes.len() - directory) as u32;
    let mut tail = one[end..].to_vec();
    tail[8..10].copy_from_slice(&5000_u16.to_le_bytes());
    tail[10..12].copy_from_slice(&5000_u16.to_le_bytes());
    tail[12..16].copy_from_slice(&size.to_le_bytes());
    bytes.extend(tail);
    match attempt("overlap.zip", &bytes) {
        Err(failure) => assert!(!matches!(failure.trouble, Trouble::Broken(_)), "{failure}"),
        Ok(document) => assert!(document.attachments.is_empty() && !document.notes.is_empty()),
    }
}

/// Everything in a file and in the files in it.
fn all(name: &str, bytes: &[u8]) -> Vec<(usize, Result<Document, Failure>)> {
    let mut seen = Vec::new();
    reader().read_all(&Source::Bytes(bytes), name, &limits(), &mut |path, read| {
        seen.push((path.len(), read.clone()));
    });
    seen
}

fn nested_zips() {
    let mut inner = zip(&[("words.txt", b"At the bottom.")]);
    for _ in 0..12 {
        inner = zip(&[("inner.zip", &inner)]);
    }
    let seen = all("outer.zip", &inner);
    assert_eq!(seen.len(), 10);
    let (depth, last) = seen.last().unwrap();
    assert_eq!(*depth, 9);
    let line = last.as_ref().unwrap_err().to_string();
    assert!(line.contains("files in files deeper than 8"), "{line}");
    // Sixteen in each of six layers would be sixteen million files.
    let mut inner = zip(&[("bomb.txt", words(2000).as_bytes())]);
    for _ in 0..6 {
        let names: Vec<String> = (0..16).map(|number| format!("{number}.zip")).collect();
        let members: Vec<(&str, &[u8])> =
            names.iter().map(|name| (name.as_str(), inner.as_slice())).collect();
        inner = zip(&members);
    }
    let few = Limits { parts: 40, ..limits() };
    let mut failures = Vec::new();
    reader().read_all(&Source::Bytes(&inner), "outer.zip", &few, &mut |_, read| {
        failures.extend(read.as_ref().err().map(ToString::to_string));
    });
    assert!(failures.iter().any(|line| line.contains("more files or bytes")), "{failures:?}");
    assert!(failures.len() < 20, "{failures:?}");
}

/// An archive that unpacks to itself has no bottom; an archive in itself as far as can be made here.
fn quine() {
    let mut bytes = zip(&[("again.zip", b"")]);
    for _ in 0..30 {
        bytes = zip(&[("again.zip", &bytes), ("copy.zip", &bytes)]);
        if bytes.len() > 200_000 {
            break;
        }
    }
    let few = Limits { parts: 60, nesting: 5, ..limits() };
    let mut count = 0;
    reader().read_all(&Source::Bytes(&bytes), "again.zip", &few, &mut |_, _| count += 1);
    assert!(count < 200, "{count}");
}

fn many_members() {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for number in 0..250_000 {
        zip.start_file(format!("{number}"), options).unwrap();
    }
    let line = fails("many.zip", &zip.finish().unwrap().into_inner());
    assert!(line.contains("200000 members"), "{line}");
}

fn traversal() {
    let names =
        ["../../etc/passwd", "/etc/passwd", "C:\\Windows\\x", "a/../../b", "..\\up", "fine"];
    let members: Vec<(&str, &[u8])> = names.iter().map(|name| (*name, &b"x"[..])).collect();
    let document = attempt("paths.zip", &zip(&members)).unwrap();
    let taken: Vec<_> = document.attachments.iter().map(|it| it.at.as_str()).collect();
    assert_eq!(taken, ["fine"]);
    assert_eq!(left_out(&document).len(), 5);
    assert!(!Path::new("/etc/passwd.x").exists());
}

fn links() {
    let mut tar = tar::Builder::new(Vec::new());
    for (kind, name, to) in [
        (tar::EntryType::Symlink, "link", "/etc/passwd"),
        (tar::EntryType::Link, "hard", "../../secret"),
        (tar::EntryType::Char, "device", "1"),
        (tar::EntryType::Fifo, "pipe", "1"),
    ] {
        let mut header = tar::Header::new_gnu();
        header.set_entry_type(kind);
        header.set_size(0);
        tar.append_link(&mut header, name, to).unwrap();
    }
    let mut header = tar::Header::new_gnu();
    header.set_size(5);
    let outside = b"../out";
    header.as_old_mut().name[..outside.len()].copy_from_slice(outside);
    header.set_cksum();
    tar.append(&header, &b"words"[..]).unwrap();
    let document = attempt("links.tar", &tar.into_inner().unwrap()).unwrap();
    assert!(document.attachments.is_empty());
    let left = left_out(&document);
    assert_eq!(left.len(), 5, "{left:?}");
    assert!(
        left[0].contains("a link to another file") && left[4].contains("leads out"),
        "{left:?}"
    );
}

fn endless_gzip() {
    // As much as is let through a pipe: what unpacks to terabytes begins like this.
    let line = fails("endless.gz", &gzip(&vec![0; 512 << 20]));
    assert!(line.contains("more than is allowed"), "{line}");
    // Members one after another without end.
    let line = fails("members.gz", &gzip(&vec![b'a'; 8 << 20]).repeat(100));
    assert!(line.contains("more than is allowed"), "{line}");
}

fn nested_gzip() {
    let mut bytes = b"words at the bottom".to_vec();
    for _ in 0..20 {
        bytes = gzip(&bytes);
    }
    let seen = all("nested.gz", &bytes);
    assert!(seen.last().unwrap().1.is_err() && seen.len() == 10, "{}", seen.len());
}

fn many_pages() {
    let kids: String = (0..100_000).map(|number| format!("{} 0 R ", number + 3)).collect();
    let mut objects = vec![
        object("<</Type/Catalog/Pages 2 0 R>>"),
        object(format!("<</Type/Pages/Count 100000/Kids[{kids}]>>")),
    ];
    let page = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>";
    objects.extend((0..100_000).map(|_| object(page)));
    let line = fails("pages.pdf", &pdf(&objects));
    assert!(line.contains("100000 pages"), "{line}");
}

/// A PDF of one page with this content and these resources after its first four objects.
fn page(content: Vec<u8>, resources: &str, more: Vec<Vec<u8>>) -> Vec<u8> {
    let mut objects = vec![
        object("<</Type/Catalog/Pages 2 0 R>>"),
        object("<</Type/Pages/Count 1/Kids[3 0 R]>>"),
        object(format!(
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<<{resources}>>>>"
        )),
        content,
    ];
    objects.extend(more);
    pdf(&objects)
}

fn pdf_bomb() {
    let bomb = deflate(&deflate(&vec![b' '; 1 << 30]));
    let content = stream("/Filter[/FlateDecode/FlateDecode]", &bomb);
    ends("bomb.pdf", &page(content, "", Vec::new()));
}

/// Either a clear failure or a document; never a fault of the reader, never late.
fn ends(name: &str, bytes: &[u8]) {
    if let Err(failure) = attempt(name, bytes) {
        assert!(!matches!(failure.trouble, Trouble::Broken(_)), "{name}: {failure}");
    }
}

fn object_streams() {
    let bomb = deflate(&vec![b'0'; 1 << 30]);
    let dictionary = "/Type/ObjStm/N 1000000/First 9000000/Filter/FlateDecode";
    let objects: Vec<Vec<u8>> = (0..8)
        .map(|_| stream(dictionary, &bomb))
        .chain([object("<</Type/Catalog/Pages 99 0 R>>")])
        .collect();
    ends("objects.pdf", &pdf(&objects));
}

fn circles() {
    let catalogue = object("<</Type/Catalog/Pages 2 0 R>>");
    ends(
        "self.pdf",
        &pdf(&[catalogue.clone(), object("<</Type/Pages/Count 9/Kids[2 0 R 1 0 R]>>")]),
    );
    let kids = object("<</Type/Pages/Count 9/Kids[3 0 R]>>");
    let back = object("<</Type/Pages/Count 9/Kids[2 0 R]/Parent 3 0 R>>");
    ends("pair.pdf", &pdf(&[catalogue, kids, back]));
    let form =
        stream("/Type/XObject/Subtype/Form/Resources<</XObject<</F 5 0 R>>>>", b"/F Do /F Do");
    ends("form.pdf", &page(stream("", b"/F Do"), "/XObject<</F 5 0 R>>", vec![form]));
    ends("length.pdf", &page(object("<</Length 4 0 R>>stream\nx\nendstream"), "", Vec::new()));
}

fn deep_pdf() {
    let deep = "[".repeat(2_000_000);
    ends("deep.pdf", &page(stream("", deep.as_bytes()), "", Vec::new()));
    ends("deeper.pdf", &pdf(&[object(format!("<</Type/Catalog/Pages{deep}>>"))]));
    let dictionaries = "<</A".repeat(500_000);
    ends("deepest.pdf", &pdf(&[object(format!("<</Type/Catalog/Pages {dictionaries}"))]));
}

fn drawing_bomb() {
    // Ten forms, each of which draws the next ten times.
    let forms = (0..10).map(|number| {
        let next = format!("/Resources<</XObject<</F {} 0 R>>>>", number + 6);
        let content = if number == 9 { "0 0 1 1 re f".to_owned() } else { "/F Do ".repeat(10) };
        stream(&format!("/Type/XObject/Subtype/Form/BBox[0 0 9 9]{next}"), content.as_bytes())
    });
    ends("forms.pdf", &page(stream("", b"/F Do"), "/XObject<</F 5 0 R>>", forms.collect()));
}

/// A PNG with this header and nothing in it.
fn png(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec();
    bytes.extend(width.to_be_bytes());
    bytes.extend(height.to_be_bytes());
    bytes.extend([8, 2, 0, 0, 0, 0, 0, 0, 0]);
    bytes.extend(b"\0\0\0\0IEND\xaeB`\x82");
    bytes
}

fn huge_picture() {
    let line = fails("huge.png", &png(60_000, 60_000));
    assert!(line.contains("60000 × 60000"), "{line}");
    // One that is just small enough is refused by what recognises it, and that is said.
    let seeing = seeing();
    let document = seeing.read(&Source::Bytes(&png(20_000, 20_000)), "x.png", &limits()).unwrap();
    let said = left_out(&document).len()
        + usize::from(document.notes.contains(&Note::PageNotRecognized(1)));
    assert!(said > 0, "{:?}", document.notes);
}

fn broken_exif() {
    let mut jpeg = b"\xff\xd8\xff\xe1\x00\x28Exif\0\0II*\0\x08\0\0\0".to_vec();
    // A thousand entries are promised, of which the first points far outside.
    jpeg.extend(1000_u16.to_le_bytes());
    jpeg.extend([0x0f, 0x01, 2, 0, 0xff, 0xff, 0xff, 0x7f, 0xff, 0xff, 0xff, 0xff]);
    jpeg.extend(b"\xff\xd9");
    let document = attempt("exif.jpg", &jpeg).unwrap();
    let left = left_out(&document);
    assert!(left.iter().any(|line| line.starts_with("EXIF: ")), "{left:?}");
}

fn tiff_circle() {
    let mut tiff = b"II*\0\x08\0\0\0".to_vec();
    tiff.extend([0, 0, 8, 0, 0, 0]);
    ends("circle.tif", &tiff);
}

/// A box of MP4 around bytes.
fn boxed(kind: &[u8; 4], content: &[u8]) -> Vec<u8> {
    let mut bytes = (content.len() as u32 + 8).to_be_bytes().to_vec();
    bytes.extend(kind);
    bytes.extend(content);
    bytes
}

fn deep_boxes() {
    let mut inner = Vec::new();
    for _ in 0..2000 {
        inner = boxed(b"udta", &inner);
    }
    let bytes = [boxed(b"ftyp", b"isom\0\0\0\0"), boxed(b"moov", &inner)].concat();
    let line = fails("deep.mp4", &bytes);
    assert!(line.contains("deeper"), "{line}");
}

fn endless_boxes() {
    let bytes = [boxed(b"ftyp", b"isom\0\0\0\0"), boxed(b"free", b"").repeat(300_000)].concat();
    let line = fails("many.mp4", &bytes);
    assert!(line.contains("boxes"), "{line}");
    let nothing = [boxed(b"ftyp", b"isom\0\0\0\0"), vec![0, 0, 0, 1, b'm', b'o', b'o', b'v', 0, 0]];
    ends("nothing.mp4", &nothing.concat());
}

fn deep_elements() {
    // Segments of unknown size, each in the one before.
    let bytes = [&b"\x1a\x45\xdf\xa3\x80"[..], &b"\x18\x53\x80\x67\xff".repeat(5000)].concat();
    let line = fails("deep.mkv", &bytes);
    assert!(line.contains("deeper"), "{line}");
}

fn zeros() {
    let line = fails("zeros.txt", &[&b"words"[..], &[0; 100_000]].concat());
    assert!(line.contains("no reader knows"), "{line}");
    let few = [words(2000).as_bytes(), b"\0\0 end"].concat();
    let document = attempt("few.txt", &few).unwrap();
    assert!(document.text.ends_with("\u{fffd}\u{fffd} end"));
}

fn odd_lines() {
    let document = attempt("long.txt", &vec![b'a'; 20 << 20]).unwrap();
    assert_eq!(document.parts.len(), 1);
    let document = attempt("blank.txt", &vec![b'\n'; 20 << 20]).unwrap();
    assert!(document.parts.is_empty());
    let line = fails("paragraphs.txt", "a\n\n".repeat(300_000).as_bytes());
    assert!(line.contains("200000 parts"), "{line}");
    let line = fails("large.txt", &vec![b'a'; 300 << 20]);
    assert!(line.contains("more than is allowed"), "{line}");
}

fn terminal() {
    let name = "\u{1b}]0;owned\u{7}\u{202e}txt.exe";
    let document = attempt("names.zip", &zip(&[(name, b"x")])).unwrap();
    let seen = &document.attachments[0].at;
    assert!(!seen.contains(char::is_control) && !seen.contains('\u{202e}'), "{seen:?}");
}

fn wrong_ending() {
    let document = attempt("photo.jpg", b"%PDF-1.7 not really").unwrap_err();
    assert!(matches!(document.trouble, Trouble::Malformed(_)), "{document}");
    let document = attempt("letter.docx", words(50).as_bytes()).unwrap();
    let noted = Note::OtherKind("docx".to_owned(), "text/plain".to_owned());
    assert_eq!(document.notes, [noted]);
    let line = fails("program.pdf", b"\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0\x03\0>\0\x01\0\0\0");
    assert!(line.contains("7f 45 4c 46"), "{line}");
}

/// One small whole file of each kind that can be made here.
fn kinds() -> Vec<(&'static str, Vec<u8>)> {
    let text = words(300);
    let font = "/Font<</F 5 0 R>>";
    let shown = stream("", format!("BT /F 12 Tf 50 700 Td ({text}) Tj ET").as_bytes());
    let helvetica = object("<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>");
    let mut tar = tar::Builder::new(Vec::new());
    let mut header = tar::Header::new_gnu();
    header.set_size(text.len() as u64);
    tar.append_data(&mut header, "words.txt", text.as_bytes()).unwrap();
    let tar = tar.into_inner().unwrap();
    let mvhd = [&[0; 12][..], &1000_u32.to_be_bytes(), &2500_u32.to_be_bytes(), &[0; 80]].concat();
    let mp4 = [boxed(b"ftyp", b"isom\0\0\0\0"), boxed(b"moov", &boxed(b"mvhd", &mvhd))].concat();
    let mut wav =
        b"RIFF\0\0\0\0WAVEfmt \x10\0\0\0\x01\0\x01\0\x40\x1f\0\0\x80\x3e\0\0\x02\0\x10\0data"
            .to_vec();
    wav.extend(16_000_u32.to_le_bytes());
    wav.extend([0; 16_000]);
    vec![
        ("words.pdf", page(shown, font, vec![helvetica])),
        ("words.zip", zip(&[("words.txt", text.as_bytes()), ("b", b"b")])),
        ("words.gz", gzip(text.as_bytes())),
        ("words.tgz", gzip(&tar)),
        ("words.tar", tar),
        ("picture.png", png(40, 30)),
        ("film.mp4", mp4),
        ("sound.wav", wav),
        ("sound.mp3", [b"\xff\xfb\x90\x00".to_vec(), vec![0; 413]].concat().repeat(40)),
        ("words.txt", text.into_bytes()),
    ]
}

fn cut_off() {
    for (name, bytes) in kinds() {
        let whole = attempt(name, &bytes);
        assert!(whole.is_ok(), "{name}: {whole:?}");
        for part in [1, 3, 10, 40, 60, 90, 99] {
            let end = (bytes.len() * part / 100).max(1);
            ends(name, &bytes[..end]);
        }
    }
}

fn flipped() {
    for (name, bytes) in kinds() {
        let mut seed = 1_u64;
        for _ in 0..12 {
            let mut bytes = bytes.clone();
            for _ in 0..bytes.len().div_ceil(100).min(50) {
                seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                let at = usize::try_from(seed >> 33).unwrap() % bytes.len();
                bytes[at] ^= 1 << (seed % 8);
            }
            ends(name, &bytes);
        }
    }
}

fn time() {
    // Five million forms take longer than a second.
    let forms = (0..12).map(|number| {
        let next = format!("/Resources<</XObject<</F {} 0 R>>>>", number + 6);
        stream(
            &format!("/Type/XObject/Subtype/Form/BBox[0 0 9 9]{next}"),
            "/F Do ".repeat(40).as_bytes(),
        )
    });
    let bytes = page(stream("", b"/F Do"), "/XObject<</F 5 0 R>>", forms.collect());
    let short = Limits { time: Duration::from_secs(1), ..Limits::default() };
    let start = Instant::now();
    let read = reader().read(&Source::Bytes(&bytes), "forms.pdf", &short);
    assert!(start.elapsed() < Duration::from_secs(10), "{:?}", start.elapsed());
    if let Err(failure) = read {
        assert!(failure.to_string().contains("second"), "{failure}");
    }
}

/// What a reading process says when someone else has taken it over: the asking side runs a program that answers
/// whatever it is told to.
fn liars() {
    if !Path::new("/bin/sh").exists() {
        return;
    }
    let header = |json: &str| {
        let mut bytes = b"onus-reading/1\n".to_vec();
        bytes.extend((json.len() as u32).to_le_bytes());
        bytes.extend(json.bytes());
        bytes
    };
    let document = |parts: &str, text: u64, attached: &str| {
        header(&format!(
            "{{\"Read\":{{\"document\":{{\"reader\":\"x\",\"media\":\"x\",\"text\":\"\",\"parts\":[{parts}],\
             \"properties\":[],\"attachments\":[],\"notes\":[],\"pictures\":[]}},\"text\":{text},\
             \"attached\":[{attached}]}}}}"
        ))
    };
    let part = |from: u64, to: u64| {
        format!(
            "{{\"place\":{{\"page\":1}},\"range\":{{\"start\":{from},\"end\":{to}}},\"recognized\":null}}"
        )
    };
    let text = |mut answer: Vec<u8>, text: &[u8]| {
        answer.extend(text);
        answer
    };
    let answers = [
        ("nothing", Vec::new()),
        ("noise", b"\xff\xfe noise".to_vec()),
        ("a header without end", text(b"onus-reading/1\n".to_vec(), &[0xff; 4])),
        ("no document", header("{}")),
        ("deep json", header(&"[".repeat(100_000))),
        ("a range outside", text(document(&part(0, 9), 2, ""), b"ab")),
        ("a range that ends before it begins", text(document(&part(2, 1), 2, ""), b"ab")),
        ("ranges across one another", {
            let parts = [part(0, 2), part(1, 3)].join(",");
            text(document(&parts, 3, ""), b"abc")
        }),
        ("text that is none", text(document("", 2, ""), b"\xff\xff")),
        ("text of all memory", document("", u64::MAX, "")),
        ("files of all memory", document("", 0, "18446744073709551615")),
        ("files it does not list", text(document("", 0, "1"), b"x")),
        ("more than it says", text(document("", 1, ""), b"ab")),
        ("less than it says", text(document("", 9, ""), b"ab")),
    ];
    let folder = Folder::new("liars");
    for (name, answer) in answers {
        let path = folder.write("answer", answer);
        let mut liar = reader();
        liar.program = "/bin/sh".into();
        let script = format!("cat '{}'", path.display());
        liar.arguments = ["-c", &script].map(Into::into).to_vec();
        let failure = liar.read(&Source::Bytes(b"words"), "x", &limits()).unwrap_err();
        assert!(matches!(failure.trouble, Trouble::Broken(_)), "{name}: {failure}");
    }
    // One that answers rightly is believed, so that the refusals above mean something.
    let path = folder.write("answer", text(document(&part(0, 2), 2, ""), b"ab"));
    let mut honest = reader();
    honest.program = "/bin/sh".into();
    honest.arguments = ["-c", &format!("cat '{}'", path.display())].map(Into::into).to_vec();
    let document = honest.read(&Source::Bytes(b"words"), "x", &limits()).unwrap();
    assert_eq!(document.text, "ab");
    // One that says nothing for ever is ended.
    let mut silent = reader();
    silent.program = "/bin/sh".into();
    silent.arguments = ["-c", "exec sleep 100"].map(Into::into).to_vec();
    let short = Limits { time: Duration::from_secs(1), ..limits() };
    let failure = silent.read(&Source::Bytes(b"words"), "x", &short).unwrap_err();
    assert!(failure.to_string().contains("2 seconds"), "{failure}");
}
