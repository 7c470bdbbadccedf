//! Files made by other programs, read in a process of its own.

#![allow(
    clippy::unwrap_used,
    reason = "without the usual runner no function here is marked as a test"
)]

mod apart;

use std::process::ExitCode;

use apart::{
    Folder, chromium, libreoffice, page_of, read_file, reader, run, seeing, text_of, words,
};
use onus_ingest::documents::process::{Reader, Source};
use onus_ingest::documents::quote::{Found, Haystack};
use onus_ingest::documents::{Document, Field, Limits, Note, Place, Trouble};

fn main() -> ExitCode {
    apart::main(&[
        ("text_is_read_with_its_paragraphs", plain),
        ("a_file_read_apart_reads_as_it_does_here", the_same_here),
        ("a_name_that_lies_is_noted", wrong_ending),
        ("a_pdf_of_chromium_has_its_pages", pdf_of_chromium),
        ("a_pdf_of_libreoffice_has_its_pages", pdf_of_libreoffice),
        ("arabic_is_read_in_its_order", arabic),
        ("a_locked_pdf_says_so", locked),
        ("a_pdf_gives_the_files_in_it", embedded),
        ("a_scan_is_recognised", scan),
        ("a_scan_without_tesseract_says_so", scan_unseen),
        ("a_photograph_says_where_and_when", photograph),
        ("a_fax_of_several_pages_is_recognised", fax),
        ("recordings_say_how_long_and_when", recordings),
        ("archives_give_their_members", archives),
        ("ten_quotations_are_the_same_in_every_form", ten_quotations),
    ])
}

fn plain() {
    let folder = Folder::new("plain");
    let path = folder.write("note.txt", "Первая строка,\r\nвторая.\r\n\r\n\r\nПосле пустой.\r\n");
    let document = read_file(&reader(), &path).unwrap();
    assert_eq!(document.text, "Первая строка,\nвторая.\n\n\nПосле пустой.\n");
    let parts: Vec<_> =
        document.parts.iter().map(|part| (&part.place, text_of(&document, &part.range))).collect();
    assert_eq!(
        parts,
        [
            (&Place::Paragraph(1), "Первая строка,\nвторая.".to_owned()),
            (&Place::Paragraph(2), "После пустой.".to_owned())
        ]
    );
    assert_eq!((document.reader.as_str(), document.media.as_str()), ("plain/1", "text/plain"));
    let path = folder.write("note.md", "# Heading\n\nWords");
    assert_eq!(read_file(&reader(), &path).unwrap().media, "text/markdown");
    // What old systems wrote, made by a program that knows their encodings.
    folder.write("utf8.txt", "Следствие по делу о событиях в Жанаозене возбуждено прокуратурой.");
    for encoding in ["WINDOWS-1251", "KOI8-R", "UTF-16", "CP866"] {
        let arguments = ["-f", "UTF-8", "-t", encoding, "utf8.txt", "-o", "old.txt"];
        if run(&folder, "iconv", &arguments).is_some() {
            let document = read_file(&reader(), &folder.path("old.txt")).unwrap();
            assert!(document.text.starts_with("Следствие по делу"), "{encoding}: {document:?}");
        }
    }
}

fn the_same_here() {
    let text = words(500);
    let apart =
        reader().read(&Source::Bytes(text.as_bytes()), "words.txt", &Limits::default()).unwrap();
    let mut input = std::io::Cursor::new(text.as_bytes());
    let here = onus_ingest::documents::read(&mut input, "words.txt", &Limits::default()).unwrap();
    assert_eq!(apart, here);
}

fn wrong_ending() {
    let folder = Folder::new("ending");
    let path = folder.write("report.pdf", "Only words.");
    let document = read_file(&reader(), &path).unwrap();
    assert_eq!(document.notes, [Note::OtherKind("pdf".to_owned(), "text/plain".to_owned())]);
    let path = folder.write("unknown.bin", [0, 1, 2, 3, 0, 0, 0, 9]);
    let failure = read_file(&reader(), &path).unwrap_err();
    assert!(matches!(failure.trouble, Trouble::Unknown(_)), "{failure}");
    let path = folder.write("empty.pdf", "");
    assert_eq!(read_file(&reader(), &path).unwrap_err().trouble, Trouble::Empty);
}

/// Paragraphs of numbered sentences, enough for several pages.
fn paragraphs() -> Vec<String> {
    (1..=60).map(|number| format!("Sentence number {number}: {}", words(40 + number % 7))).collect()
}

fn as_page(paragraphs: &[String], head: &str) -> String {
    let body: String = paragraphs.iter().map(|text| format!("<p>{text}</p>")).collect();
    format!("<!doctype html><html {head}><meta charset=utf-8><title>A title</title><body>{body}")
}

fn check_pages(document: &Document) {
    assert_eq!((document.reader.as_str(), document.media.as_str()), ("pdf/1", "application/pdf"));
    assert!(document.pictures.is_empty() && document.notes.is_empty(), "{:?}", document.notes);
    let pages = document.parts.iter().filter(|part| matches!(part.place, Place::Page(_))).count();
    assert!(pages >= 3, "{pages}");
    let haystack = Haystack::new(&document.text);
    let mut last = 0;
    for text in paragraphs() {
        let Found::Once(range) = haystack.find(&text) else { panic!("{text}") };
        let page = page_of(document, range.start).unwrap();
        assert!(page >= last, "{text} on page {page}");
        last = page;
    }
    assert_eq!(last as usize, pages);
    let of = |field| document.properties.iter().find(|property| property.field == field);
    assert!(of(Field::Made).unwrap().value.starts_with("20"));
    assert_eq!(of(Field::Extent).unwrap().value, format!("{pages} pages"));
}

fn pdf_of_chromium() {
    let folder = Folder::new("chromium");
    folder.write("page.html", as_page(&paragraphs(), "lang=en"));
    if chromium(&folder, "page.html", "page.pdf").is_some() {
        let document = read_file(&reader(), &folder.path("page.pdf")).unwrap();
        check_pages(&document);
        assert!(document.properties.iter().any(|it| it.value == "A title"));
    }
}

fn pdf_of_libreoffice() {
    let folder = Folder::new("libreoffice");
    folder.write("page.txt", paragraphs().join("\n\n"));
    if libreoffice(&folder, "page.txt", "pdf").is_some() {
        check_pages(&read_file(&reader(), &folder.path("page.pdf")).unwrap());
    }
}

/// Sentences in Arabic with what turns them around: numbers, foreign names, brackets, vowel signs.
const ARABIC: [&str; 4] = [
    "قتل سبعة عشر شخصا في زاناوزن في 16 ديسمبر 2011، بحسب السلطات.",
    "قال ممثل Amnesty International إن التحقيق (المستقل) لم يبدأ حتى الآن.",
    "بلغ عدد المصابين 1,234 شخصا على الأقل في الساعة 12:30 ظهرا.",
    "لا إله إلا الله، محمّد وُلِدَ هنا.",
];

fn arabic() {
    let folder = Folder::new("arabic");
    let sentences = ARABIC.map(str::to_owned);
    folder.write("page.html", as_page(&sentences, "lang=ar dir=rtl"));
    let check = |document: &Document| {
        assert!(document.notes.contains(&Note::Reordered));
        let haystack = Haystack::new(&document.text);
        for sentence in ARABIC {
            let found = haystack.find(sentence);
            assert!(matches!(found, Found::Once(_)), "{sentence}: {found:?}\n{}", document.text);
        }
    };
    if chromium(&folder, "page.html", "page.pdf").is_some() {
        check(&read_file(&reader(), &folder.path("page.pdf")).unwrap());
    }
    folder.write("text.txt", ARABIC.join("\n\n"));
    if libreoffice(&folder, "text.txt", "pdf").is_some() {
        check(&read_file(&reader(), &folder.path("text.pdf")).unwrap());
    }
}

fn locked() {
    let folder = Folder::new("locked");
    folder.write("page.html", as_page(&paragraphs()[..1], ""));
    let locks = ["--encrypt", "open", "own", "256", "--", "page.pdf", "locked.pdf"];
    if chromium(&folder, "page.html", "page.pdf").is_some()
        && run(&folder, "qpdf", &locks).is_some()
    {
        let failure = read_file(&reader(), &folder.path("locked.pdf")).unwrap_err();
        assert_eq!(failure.trouble, Trouble::Protected);
    }
}

fn embedded() {
    let folder = Folder::new("embedded");
    folder.write("page.html", as_page(&paragraphs()[..1], ""));
    folder.write("список.txt", "Имена.");
    let arguments = ["page.pdf", "--add-attachment", "список.txt", "--", "with.pdf"];
    if chromium(&folder, "page.html", "page.pdf").is_some()
        && run(&folder, "qpdf", &arguments).is_some()
    {
        let document = read_file(&reader(), &folder.path("with.pdf")).unwrap();
        let [file] = &document.attachments[..] else { panic!("{document:?}") };
        assert_eq!(
            (file.name.as_str(), file.bytes.as_slice()),
            ("список.txt", "Имена.".as_bytes())
        );
    }
}

/// Pictures of pages, as a scanner makes them, and one file of them all.
fn scanned(folder: &Folder, pdf: &str) -> Option<Vec<String>> {
    run(folder, "pdftoppm", &["-r", "200", "-gray", "-png", pdf, "scan"])?;
    let mut pictures: Vec<String> = std::fs::read_dir(folder.path(""))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.starts_with("scan-"))
        .collect();
    pictures.sort();
    let shown: String = pictures
        .iter()
        .map(|name| format!("<img src={name} style='width:100%;break-after:page;display:block'>"))
        .collect();
    folder.write("scan.html", format!("<style>@page{{margin:0}}body{{margin:0}}</style>{shown}"));
    chromium(folder, "scan.html", "scan.pdf")?;
    Some(pictures)
}

fn has_tesseract(reader: &Reader) -> bool {
    if reader.tools.tesseract.is_none() {
        assert!(std::env::var_os("ONUS_TOOLS").is_none_or(|promised| promised != "1"));
        println!("not run: tesseract is not installed");
    }
    reader.tools.tesseract.is_some()
}

fn scan() {
    let folder = Folder::new("scan");
    let reader = seeing();
    folder.write("page.html", as_page(&paragraphs()[..12], "lang=en"));
    if !has_tesseract(&reader)
        || chromium(&folder, "page.html", "page.pdf").is_none()
        || scanned(&folder, "page.pdf").is_none()
    {
        return;
    }
    let document = read_file(&reader, &folder.path("scan.pdf")).unwrap();
    assert!(document.notes.contains(&Note::PageRecognized(1)), "{:?}", document.notes);
    assert!(document.pictures.is_empty() && !document.notes.contains(&Note::NoText));
    let page = document.parts.first().unwrap();
    let recognized = page.recognized.as_ref().unwrap();
    assert!(recognized.by.starts_with("tesseract"), "{}", recognized.by);
    assert!(recognized.by.contains("eng"), "{}", recognized.by);
    assert!(recognized.confidence > 80, "{}", recognized.confidence);
    assert!(matches!(Haystack::new(&document.text).find("Sentence number 7"), Found::Once(_)));
    let document = read_file(&reader, &folder.path("scan-1.png")).unwrap();
    assert!(document.text.contains("Sentence number 3"), "{}", document.text);
}

fn scan_unseen() {
    let folder = Folder::new("unseen");
    folder.write("page.html", as_page(&paragraphs()[..12], "lang=en"));
    if chromium(&folder, "page.html", "page.pdf").is_some()
        && scanned(&folder, "page.pdf").is_some()
    {
        let document = read_file(&reader(), &folder.path("scan.pdf")).unwrap();
        let unseen = [Note::NoText, Note::PageNotRecognized(1), Note::PageNotRecognized(2)];
        assert_eq!(document.notes, unseen);
        assert_eq!(document.text.trim(), "");
    }
}

fn photograph() {
    let folder = Folder::new("photograph");
    let tags = [
        "-Make=Nokia",
        "-Model=N8-00",
        "-DateTimeOriginal=2011:12:16 11:40:05",
        "-OffsetTimeOriginal=+06:00",
        "-GPSLatitude=43.3412",
        "-GPSLatitudeRef=N",
        "-GPSLongitude=52.8575",
        "-GPSLongitudeRef=E",
        "-Artist=Аноним",
        "-overwrite_original",
    ];
    for (picture, media) in [
        ("photo.jpg", "image/jpeg"),
        ("photo.png", "image/png"),
        ("photo.tif", "image/tiff"),
        ("photo.webp", "image/webp"),
        ("photo.heic", "image/heic"),
    ] {
        let made = if picture == "photo.heic" {
            run(&folder, "heif-enc", &["photo.jpg", "-o", picture])
        } else {
            run(&folder, "convert", &["-size", "320x240", "plasma:red-blue", picture])
        };
        let mut arguments = tags.to_vec();
        arguments.push(picture);
        if made.is_none() || run(&folder, "exiftool", &arguments).is_none() {
            continue;
        }
        let document = read_file(&reader(), &folder.path(picture)).unwrap();
        assert_eq!(document.media, media);
        let value = |field: Field, start: &str| {
            let found = document.properties.iter().find(|it| it.field == field);
            let found = found.unwrap_or_else(|| panic!("{picture}: no {field:?}: {document:?}"));
            assert!(found.value.starts_with(start), "{picture}: {found:?}");
        };
        value(Field::Extent, "320 × 240");
        value(Field::Made, "2011-12-16T11:40:05+06:00");
        value(Field::Device, "Nokia N8-00");
        value(Field::Position, "43.3412000,52.8575000");
        value(Field::Author, "Аноним");
        assert_eq!(document.parts.len(), 1);
    }
}

fn fax() {
    let folder = Folder::new("fax");
    let reader = seeing();
    folder.write("page.html", as_page(&paragraphs()[..30], "lang=en"));
    if !has_tesseract(&reader) || chromium(&folder, "page.html", "page.pdf").is_none() {
        return;
    }
    let Some(pictures) = scanned(&folder, "page.pdf") else { return };
    let mut arguments: Vec<&str> = pictures.iter().map(String::as_str).collect();
    arguments.extend(["-compress", "Group4", "fax.tif"]);
    if run(&folder, "convert", &arguments).is_some() {
        let document = read_file(&reader, &folder.path("fax.tif")).unwrap();
        assert!(document.notes.contains(&Note::PageRecognized(2)), "{:?}", document.notes);
        let haystack = Haystack::new(&document.text);
        let mut pages = Vec::new();
        for text in ["Sentence number 2:", "Sentence number 30:"] {
            let Found::Once(range) = haystack.find(text) else { panic!("{}", document.text) };
            pages.push(page_of(&document, range.start).unwrap());
        }
        assert_eq!(pages, [1, pictures.len() as u32]);
    }
}

fn recordings() {
    let folder = Folder::new("recordings");
    let sound = ["-f", "lavfi", "-i", "sine=frequency=440:duration=2.5"];
    let film = ["-f", "lavfi", "-i", "testsrc=duration=2.5:size=160x120:rate=10"];
    let told = [
        "-metadata",
        "title=Площадь",
        "-metadata",
        "creation_time=2011-12-16T05:40:05Z",
        "-metadata",
        "location=+43.3412+052.8575/",
    ];
    for (name, media, own) in [
        ("sound.mp3", "audio/mpeg", &sound[..]),
        ("sound.wav", "audio/wav", &sound[..]),
        ("sound.ogg", "audio/ogg", &sound[..]),
        ("sound.opus", "audio/ogg", &sound[..]),
        ("sound.flac", "audio/flac", &sound[..]),
        ("sound.m4a", "audio/mp4", &sound[..]),
        ("film.mp4", "video/mp4", &film[..]),
        ("film.mov", "video/quicktime", &film[..]),
        ("film.mkv", "video/x-matroska", &film[..]),
        ("film.webm", "video/webm", &film[..]),
        ("film.avi", "video/x-msvideo", &film[..]),
        ("film.3gp", "video/3gpp", &film[..]),
    ] {
        let mut arguments = vec!["-loglevel", "error", "-y"];
        arguments.extend(own);
        arguments.extend(told);
        if name == "film.3gp" {
            arguments.extend(["-c:v", "mpeg4"]);
        }
        arguments.push(name);
        if run(&folder, "ffmpeg", &arguments).is_none() {
            return;
        }
        let document = read_file(&reader(), &folder.path(name)).unwrap();
        assert_eq!(document.media, media, "{name}");
        let value = |field: Field| {
            document
                .properties
                .iter()
                .filter(move |it| it.field == field)
                .map(|it| it.value.as_str())
        };
        assert!(value(Field::Duration).any(|it| it.starts_with("0:00:02.")), "{name} {document:?}");
        let [part] = &document.parts[..] else { panic!("{name}: {document:?}") };
        let Place::Time { from: 0, to } = part.place else { panic!("{name}: {part:?}") };
        assert!((2400..2700).contains(&to), "{name}: {to}");
        if name != "film.3gp" {
            assert!(value(Field::Title).any(|it| it == "Площадь"), "{name} {document:?}");
        }
        if matches!(name, "film.mp4" | "film.mov" | "film.mkv" | "sound.m4a") {
            let made = value(Field::Made).any(|it| it.starts_with("2011-12-16T05:40:05"));
            assert!(made, "{name} {document:?}");
            let there = value(Field::Position).any(|it| it == "43.3412,52.8575");
            assert!(there, "{name} {document:?}");
        }
    }
}

fn archives() {
    let folder = Folder::new("archives");
    folder.write("one.txt", "The first.");
    std::fs::create_dir_all(folder.path("inner")).unwrap();
    folder.write("inner/два.txt", "Второй.");
    let packed = [
        ("zip", vec!["-q", "all.zip", "one.txt", "inner/два.txt"], "all.zip", "application/zip"),
        ("tar", vec!["cf", "all.tar", "one.txt", "inner"], "all.tar", "application/x-tar"),
        ("tar", vec!["czf", "all.tgz", "one.txt", "inner"], "all.tgz", "application/gzip"),
    ];
    for (program, arguments, name, media) in packed {
        if run(&folder, program, &arguments).is_none() {
            continue;
        }
        let document = read_file(&reader(), &folder.path(name)).unwrap();
        assert_eq!(document.media, media);
        let members: Vec<_> = document
            .attachments
            .iter()
            .map(|it| (it.at.as_str(), it.name.as_str(), String::from_utf8_lossy(&it.bytes)))
            .collect();
        assert_eq!(
            members,
            [
                ("one.txt", "one.txt", "The first.".into()),
                ("inner/два.txt", "два.txt", "Второй.".into())
            ]
        );
    }
    if run(&folder, "gzip", &["-k", "one.txt"]).is_some() {
        let document = read_file(&reader(), &folder.path("one.txt.gz")).unwrap();
        assert_eq!(document.attachments[0].name, "one.txt");
        assert_eq!(document.attachments[0].bytes, b"The first.");
    }
}

/// Passages of a press release that is not ours to give away.
const QUOTATIONS: [&str; 10] = [
    "at least 15 people were killed and more than 100 others were seriously injured",
    "only five senior security officers were charged with and sentenced to prison",
    "some who had even publicly admitted that they had shot at protesters",
    "At least one man died as a result of the torture",
    "In a travesty of justice, the same team of prosecutors",
    "The security officers also threatened to harm her 14-year-old daughter",
    "Bazarbai Kenzhebaev died on December 21, 2011 – two days after he was released",
    "nearly three years in solitary confinement, in very harsh, unhealthy conditions",
    "would not rest until all vestiges of torture had been fully and totally eliminated",
    "Without such an investigation the security forces will continue to act with impunity",
];

fn ten_quotations() {
    let Some(corpus) = std::env::var_os("ONUS_CORPUS") else {
        println!("not run: ONUS_CORPUS names no folder with the press release");
        return;
    };
    let path = std::path::Path::new(&corpus).join("ai-usa-2013-07-10.txt");
    let folder = Folder::new("quotations");
    let text = std::fs::read_to_string(path).unwrap();
    folder.write("release.txt", &text);
    let paragraphs: Vec<String> = text.split("\n\n").map(str::to_owned).collect();
    folder.write("release.html", as_page(&paragraphs, "lang=en"));
    let mut forms = vec![("text", read_file(&reader(), &folder.path("release.txt")).unwrap())];
    let mut scanned_from = None;
    if chromium(&folder, "release.html", "chromium.pdf").is_some() {
        forms.push(("chromium", read_file(&reader(), &folder.path("chromium.pdf")).unwrap()));
        scanned_from = scanned(&folder, "chromium.pdf");
    }
    if libreoffice(&folder, "release.txt", "pdf").is_some() {
        forms.push(("libreoffice", read_file(&reader(), &folder.path("release.pdf")).unwrap()));
    }
    let seeing = seeing();
    if scanned_from.is_some() && has_tesseract(&seeing) {
        forms.push(("scan", read_file(&seeing, &folder.path("scan.pdf")).unwrap()));
    }
    let mut pages = Vec::new();
    for quotation in QUOTATIONS {
        for (form, document) in &forms {
            let found = Haystack::new(&document.text).find(quotation);
            let Found::Once(range) = found else { panic!("{form}: {quotation}: {found:?}") };
            if *form != "text" {
                pages.push((*form, page_of(document, range.start).unwrap()));
            }
        }
    }
    // The scan was made of Chromium's pages, so that its quotations are on the same ones; the first quotation
    // is on the first page and the last on the last in every form.
    let of = |form: &str| -> Vec<u32> {
        pages.iter().filter(|(name, _)| *name == form).map(|(_, page)| *page).collect()
    };
    if forms.iter().any(|(form, _)| *form == "scan") {
        assert_eq!(of("scan"), of("chromium"));
    }
    for form in ["chromium", "libreoffice", "scan"] {
        let pages = of(form);
        assert!(pages.is_sorted(), "{form}: {pages:?}");
        if let (Some(first), Some(last)) = (pages.first(), pages.last()) {
            assert_eq!((*first, *last), (1, 2), "{form}");
        }
    }
    println!("ten quotations in {} forms", forms.len());
}
