//! Every parser of our own against damaged files: whatever the bytes, there is a document or one failure.
//!
//! A small stable generator makes the same damage every time; `ONUS_FUZZ_SECONDS` says how long each parser is
//! tried, a fraction of a second otherwise. A file that ever broke one is kept as a test of its own.

use std::time::{Duration, Instant};

use crate::hostile::{odf, stored, workbook};
use crate::read::try_read;

/// Numbers that look random and are the same every time (xorshift64*).
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d)
    }

    fn below(&mut self, most: usize) -> usize {
        (self.next() % most.max(1) as u64) as usize
    }
}

/// Damages bytes a little, here and there; `words` are what the format itself is made of.
fn damage(bytes: &mut Vec<u8>, words: &[&str], chance: &mut Chance) {
    for _ in 0..=chance.below(6) {
        let at = chance.below(bytes.len() + 1);
        let length = chance.below(40).min(bytes.len() - at);
        match chance.below(7) {
            0 if at < bytes.len() => bytes[at] = chance.next() as u8,
            1 if at < bytes.len() => bytes[at] ^= 1 << chance.below(8),
            2 => drop(bytes.drain(at..at + length)),
            3 => {
                let piece = bytes[at..at + length].to_vec();
                let to = chance.below(bytes.len() + 1);
                bytes.splice(to..to, piece);
            }
            4 => bytes.truncate(at),
            _ => {
                let word = words[chance.below(words.len())].as_bytes();
                bytes.splice(at..at, word.iter().copied());
            }
        }
    }
}

/// Tries damaged forms of these files for a while. `wrap` makes a file of the damaged bytes.
fn tried(name: &str, files: &[&[u8]], words: &[&str], wrap: impl Fn(&[u8]) -> Vec<u8>) {
    let seconds = std::env::var("ONUS_FUZZ_SECONDS").ok().and_then(|seconds| seconds.parse().ok());
    let most = Duration::from_secs_f64(seconds.unwrap_or(0.4));
    let begun = Instant::now();
    let mut chance = Chance(0x9e37_79b9_7f4a_7c15);
    let (mut count, mut read) = (0_u64, 0_u64);
    while begun.elapsed() < most || count < 20 {
        let mut bytes = files[chance.below(files.len())].to_vec();
        damage(&mut bytes, words, &mut chance);
        let file = wrap(&bytes);
        let one = Instant::now();
        let result = std::panic::catch_unwind(|| try_read(&file, name));
        let Ok(result) = result else {
            panic!("{name}: file {count} breaks its reader: {:?}", String::from_utf8_lossy(&bytes))
        };
        if let Err(failure) = &result {
            let line = failure.to_string();
            assert!(!line.contains("answer has"), "{name}: file {count}: {line}");
        }
        assert!(
            one.elapsed() < Duration::from_secs(20),
            "{name}: file {count} takes {:?}",
            one.elapsed()
        );
        read += u64::from(result.is_ok());
        count += 1;
    }
    println!("{name}: {count} files, {read} of them read");
}

const XML: &[&str] = &[
    "<",
    ">",
    "</",
    "/>",
    "&",
    "&#0;",
    "&#x110000;",
    "&lt;",
    "<![CDATA[",
    "<!--",
    "<?",
    "'",
    "\"",
    "\u{feff}",
];

#[test]
fn word() {
    let words: Vec<&str> = XML
        .iter()
        .chain(&[
            "<w:p>",
            "</w:p>",
            "<w:r>",
            "</w:r>",
            "<w:t>",
            "</w:t>",
            "<w:del>",
            "</w:del>",
            "<w:txbxContent>",
            "</w:txbxContent>",
            "<w:footnoteReference w:id='1'/>",
            "<w:pPr>",
            "<w:tab/>",
            "<w:sym w:char='D800'/>",
        ])
        .copied()
        .collect();
    let body = "<w:document xmlns:w='w'><w:body><w:p><w:pPr><w:pStyle w:val='a'/></w:pPr><w:r><w:t>one</w:t></w:r>\
        <w:del><w:r><w:delText>two</w:delText></w:r></w:del><w:r><w:footnoteReference w:id='2'/></w:r></w:p>\
        <w:tbl><w:tr><w:tc><w:p><w:r><w:t>three</w:t></w:r></w:p></w:tc></w:tr></w:tbl></w:body></w:document>";
    let notes = "<w:footnotes xmlns:w='w'><w:footnote w:id='2'><w:p><w:r><w:t>note</w:t></w:r></w:p></w:footnote></w:footnotes>";
    let kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let relations = format!(
        "<Relationships><Relationship Id='a' Type='{kind}/footnotes' Target='footnotes.xml'/><Relationship Id='b' Type='{kind}/header' Target='document.xml'/></Relationships>"
    );
    tried("a.docx", &[body.as_bytes()], &words, |bytes| {
        stored(&[
            ("[Content_Types].xml", b"<Types/>"),
            ("word/document.xml", bytes),
            ("word/footnotes.xml", notes.as_bytes()),
            ("word/_rels/document.xml.rels", relations.as_bytes()),
        ])
    });
    tried("b.docx", &[notes.as_bytes()], &words, |bytes| {
        stored(&[
            ("[Content_Types].xml", b"<Types/>"),
            ("word/document.xml", body.as_bytes()),
            ("word/footnotes.xml", bytes),
            ("word/_rels/document.xml.rels", relations.as_bytes()),
        ])
    });
    let whole =
        stored(&[("[Content_Types].xml", b"<Types/>"), ("word/document.xml", body.as_bytes())]);
    tried("c.docx", &[&whole], &words, <[u8]>::to_vec);
}

#[test]
fn opendocument() {
    let letter = include_bytes!("made/everything.fodt");
    let book = include_bytes!("made/book.fods");
    let words: Vec<&str> = XML
        .iter()
        .chain(&[
            "<text:p>",
            "</text:p>",
            "<text:note>",
            "</text:note>",
            "<text:s text:c='9'/>",
            "<text:deletion>",
            "<draw:text-box>",
            "</draw:text-box>",
            "<table:table-row table:number-rows-repeated='9'>",
            "<table:table-cell>",
            "</table:table-cell>",
            "<table:table>",
            "<office:annotation>",
        ])
        .copied()
        .collect();
    tried("a.odt", &[letter], &words, |bytes| odf("text", &String::from_utf8_lossy(bytes)));
    tried("a.fodt", &[letter], &words, <[u8]>::to_vec);
    tried("a.ods", &[book], &words, |bytes| odf("spreadsheet", &String::from_utf8_lossy(bytes)));
}

#[test]
fn rtf() {
    let letter = b"{\\rtf1\\ansi\\ansicpg1251\\deff0{\\fonttbl{\\f0\\fcharset0 A;}{\\f1\\fcharset128 B;}}{\\info{\\title a}\
        {\\creatim\\yr2019\\mo4\\dy2}}one{\\footnote{\\v two}}\\par{\\f1\\'83\\'41}\\u-10179?\\u-9087?{\\deleted x}\
        {\\pict\\pngblip 8950}{\\upr{a}{\\*\\ud{b}}}\\cell\\row\\bin2 ab}";
    let words = [
        "{",
        "}",
        "\\",
        "\\'",
        "\\'e",
        "\\u-10179",
        "\\uc9",
        "\\bin9999999999 ",
        "\\par",
        "\\footnote",
        "{\\*",
        "\\f1",
        "\\upr",
        "\\ud",
        "{\\info",
        "\\pict",
        "\\ftnalt",
        "\\header",
        "\\cpg65001",
        "\\v",
        "\\plain",
        "\\deff1",
        "\\yr-2147483648",
        "\\shptxt",
        "\0",
    ];
    tried("a.rtf", &[letter], &words, <[u8]>::to_vec);
}

#[test]
fn pages() {
    let page = b"<!-- saved from url=(0027)https://example.org/ --><html lang=ru><head><title>a</title><meta charset=utf-8>\
        <script type='application/ld+json'>{\"headline\":\"a\",\"author\":[{\"name\":\"b\"}]}</script></head><body>\
        <nav><a href=/>x</a></nav><article><h1>a</h1><p>one, two, three.<br><br>four</p><pre>a\n\nb</pre></article>\
        <div hidden>c</div><table><tr><td>d<td>e</table><select><option>f</select><svg><text>g</svg></body></html>";
    let words = [
        "<",
        ">",
        "</p>",
        "<p>",
        "<table>",
        "<td>",
        "<br>",
        "<br><br>",
        "<div hidden>",
        "<template>",
        "<svg>",
        "<math>",
        "<select>",
        "<noscript>",
        "<form>",
        "<b><i></b>",
        "</body>",
        "<frameset>",
        "<plaintext>",
        "&#0;",
        "&notit;",
        "<!--",
        "<a name='\u{202e}'>",
        "\u{0}",
        "<article>",
        "<font>",
        "<img>",
    ];
    tried("a.html", &[page], &words, <[u8]>::to_vec);
}

#[test]
fn messages() {
    let message = b"From: =?utf-8?Q?a=20b?= <a@example.org>\r\nTo: b@example.org\r\nDate: Mon, 1 Apr 2019 10:00:00 +0200\r\n\
        Message-ID: <1@example.org>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=\"x\"\r\n\r\n--x\r\n\
        Content-Type: multipart/alternative; boundary=y\r\n\r\n--y\r\nContent-Type: text/plain; charset=koi8-r\r\n\
        Content-Transfer-Encoding: quoted-printable\r\n\r\n=C1=\r\nb\r\n--y\r\nContent-Type: text/html\r\n\r\n<p>a<p>b\r\n--y--\r\n\
        --x\r\nContent-Type: message/rfc822\r\n\r\nFrom: c\r\nSubject: d\r\n\r\ne\r\n--x\r\nContent-Disposition: attachment;\r\n \
        filename*0=a; filename*1*=utf-8''%D0%B0\r\nContent-Transfer-Encoding: base64\r\n\r\niVBORw0KGgo=\r\n--x--\r\n";
    let words = [
        "\r\n",
        "\r\n\r\n",
        "--x",
        "--y",
        "--x--\r\n",
        "Content-Type: message/rfc822\r\n\r\n",
        "boundary=",
        "=?utf-8?B?",
        "?=",
        "=\r\n",
        "Content-Transfer-Encoding: base64\r\n",
        "Content-Type: multipart/related; boundary=x\r\n",
        ";",
        "\"",
        "From ",
        "\nFrom a Mon Apr  1 10:00:00 2019\n",
        ">From ",
        "Snapshot-Content-Location: a\r\n",
        "\0",
    ];
    tried("a.eml", &[message], &words, <[u8]>::to_vec);
    tried("a.mhtml", &[message], &words, <[u8]>::to_vec);
    let mailbox = [&b"From a Mon Apr  1 10:00:00 2019\n"[..], message, b"\n"].concat().repeat(3);
    tried("a.mbox", &[&mailbox], &words, <[u8]>::to_vec);
}

#[test]
fn archives() {
    let record = b"WARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: <https://example.org/a/b.html?c>\r\n\
        WARC-Date: 2019-04-01T10:00:00Z\r\nContent-Type: application/http; msgtype=response\r\nContent-Length: 87\r\n\r\n\
        HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n3\r\n<p>\r\n0\r\n\r\n\r\n\r\n\
        WARC/1.0\r\nWARC-Type: warcinfo\r\nContent-Length: 13\r\n\r\nsoftware: a\r\n\r\n\r\n\
        WARC/1.0\r\nWARC-Type: resource\r\nContent-Length: 3\r\n\r\nabc\r\n\r\n";
    let words = [
        "WARC/1.0\r\n",
        "\r\n\r\n",
        "\r\n",
        "Content-Length: 0\r\n",
        "Content-Length: 18446744073709551615\r\n",
        "WARC-Type: revisit\r\n",
        "WARC-Segment-Number: 2\r\n",
        " ",
        ":",
        "HTTP/1.1 304\r\n",
        "Content-Encoding: gzip\r\n",
        "Content-Encoding: deflate\r\n",
        "\x1f",
        "ffffffffffffffff\r\n",
        "0\r\n",
        "dns:",
    ];
    tried("a.warc", &[record], &words, <[u8]>::to_vec);
    tried("a.wacz", &[record], &words, |bytes| {
        stored(&[("datapackage.json", b"{\"title\":\"a\"}"), ("archive/a.warc", bytes)])
    });
}

#[test]
fn tables() {
    let words = [",", ";", "\t", "\"", "\"\"", "\r\n", "\r", "sep=", "|", "\u{0}", "Ж"];
    tried("a.csv", &["a,\"b\"\"c\",d\r\n1;2\n\"e\nf\",g".as_bytes()], &words, <[u8]>::to_vec);
    let rows =
        b"<row r='1'><c r='A1'><v>1</v></c><c r='B1' t='inlineStr'><is><t>a</t></is></c></row>";
    let words: Vec<&str> = XML
        .iter()
        .chain(&["<c r='XFD1048576'>", "</c>", "<v>", "t='s'", "<f>", "<row>", "s='9'", "t='d'"])
        .copied()
        .collect();
    tried("a.xlsx", &[rows], &words, |bytes| workbook(&String::from_utf8_lossy(bytes)));
}
