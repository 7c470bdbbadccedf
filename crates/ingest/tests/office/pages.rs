//! Web pages.

use onus_ingest::documents::{Field, Note, Place, Trouble};

use crate::read::{aside, paragraphs, properties, read, texts, try_read};

/// A page of a newspaper, as such pages are made: a menu, an article in a few paragraphs, what else was read.
fn newspaper() -> String {
    let sentence = "Witnesses on the quay, who asked that their names be kept, told this paper that guards had \
        fired without warning, that nobody was let through to the wounded, and that the port board knew. ";
    let article: String =
        (1..=6).map(|n| format!("<p>Account {n}: {}</p>\n", sentence.repeat(3))).collect();
    format!(
        "<!-- saved from url=(0027)https://example.org/news/17 -->\n<!DOCTYPE html><html lang=\"en-GB\"><head>\
        <meta charset=utf-8><title>Seventeen  hurt\n on the quay</title>\
        <meta property=\"article:published_time\" content=\"2019-04-02T08:00:00+02:00\">\
        <meta name=\"author\" content=\"Lena Ost\"><link rel=canonical href=\"https://example.org/news/17\">\
        <script type=\"application/ld+json\">{{\"@type\":\"NewsArticle\",\"headline\":\"Seventeen hurt\",\
        \"dateModified\":\"2019-04-03\",\"author\":[{{\"name\":\"Jonas Wirt\"}}]}}</script>\
        <style>p {{ color: red }}</style></head><body>\
        <nav><ul><li><a href=/>Home</a></li><li><a href=/sport>Sport</a></li></ul></nav>\
        <article><h1>Seventeen hurt on the quay</h1>{article}\
        <p>The list&nbsp;of <b>na</b>mes<br>is here: ship&shy;yard<br><br>A paragraph of its own.</p></article>\
        <div style=\"display: NONE\"><p>Subscribe to read on.</p></div>\
        <aside class=\"related sidebar\"><h3>Most read</h3><ul><li><a href=/1>Harbour fees rise</a></li>\
        <li><a href=/2>Storm to come</a></li></ul></aside>\
        <table><tr><td>Hurt<td>17</table><script>document.write('x')</script>\
        <footer><p>All rights reserved</p></footer></body></html>"
    )
}

#[test]
fn everything_shown_is_captured_and_the_article_told_apart() {
    let document = read(newspaper().as_bytes(), "17.html");
    let paragraphs = paragraphs(&document);
    for shown in [
        "Home",
        "Harbour fees rise",
        "Hurt",
        "17",
        "All rights reserved",
        "A paragraph of its own.",
    ] {
        assert!(paragraphs.contains(&shown.to_owned()), "{shown}: {paragraphs:?}");
    }
    assert!(paragraphs.contains(&"The list\u{a0}of names\nis here: ship\u{ad}yard".to_owned()));
    let main = texts(&document, |place| *place == Place::Main).concat();
    assert!(
        main.contains("Account 1: Witnesses") && main.contains("Account 6: Witnesses"),
        "{main}"
    );
    assert!(
        !main.contains("Sport") && !main.contains("Storm") && !main.contains("rights"),
        "{main}"
    );
    let capture = texts(&document, |place| *place == Place::Capture);
    assert_eq!(capture.len(), 1);
    assert!(!document.text.contains("color") && !document.text.contains("document.write"));
    assert_eq!(document.text.matches("Account 3").count(), 1);
    assert_eq!(aside(&document, "hidden", 1), "Subscribe to read on.");
    assert_eq!(document.notes, [Note::Unseen("hidden".to_owned())]);
}

#[test]
fn a_page_says_much_of_itself() {
    let document = read(newspaper().as_bytes(), "17.html");
    assert_eq!(
        properties(&document, Field::Title),
        ["Seventeen hurt on the quay", "Seventeen hurt"]
    );
    assert_eq!(properties(&document, Field::Made), ["2019-04-02T08:00:00+02:00"]);
    assert_eq!(properties(&document, Field::Changed), ["2019-04-03"]);
    assert_eq!(properties(&document, Field::Author), ["Lena Ost", "Jonas Wirt"]);
    assert_eq!(properties(&document, Field::Language), ["en-GB"]);
    let address = "https://example.org/news/17";
    assert_eq!(properties(&document, Field::Address), [address, address]);
}

#[test]
fn programs_that_save_pages_leave_where_from() {
    let page = "<!DOCTYPE html> <html><!--\n Page saved with SingleFile \n url: https://example.org/a?b \n \
        saved date: Wed Apr 10 2019 10:00:00 GMT+0200\n--><body>text</html>";
    let document = read(page.as_bytes(), "a.html");
    assert_eq!(properties(&document, Field::Address), ["https://example.org/a?b"]);
    assert_eq!(properties(&document, Field::Captured), ["Wed Apr 10 2019 10:00:00 GMT+0200"]);
}

#[test]
fn pages_are_read_in_their_own_encoding() {
    // "Жана" in KOI8-R, in a page that says so.
    let mut page =
        b"<html><head><meta http-equiv=Content-Type content='text/html; charset=koi8-r'></head><p>"
            .to_vec();
    page.extend([0xf6, 0xc1, 0xce, 0xc1]);
    let document = read(&page, "a.html");
    assert_eq!((document.text.as_str(), document.notes.len()), ("Жана", 0));
}

#[test]
fn a_page_as_deep_as_it_is_long_is_read_or_refused() {
    for (tag, times) in [("<div>", 3_000), ("<b>", 5_000), ("<table><tr><td>", 1_000)] {
        let page = format!("<html><body>{}deep", tag.repeat(times));
        let document = read(page.as_bytes(), "deep.html");
        assert_eq!(document.text, "deep", "{tag}");
        assert!(document.notes.iter().any(|note| matches!(note, Note::LeftOut(..))), "{tag}");
    }
    let page = format!("<html><body>{}deep", "<div>".repeat(100_000));
    let failure = try_read(page.as_bytes(), "deep.html").unwrap_err();
    assert!(matches!(failure.trouble, Trouble::TooMuch(_)), "{failure}");
    let flat = format!("<html><body>{}", "<p>one<br><b>two</b>".repeat(20_000));
    assert_eq!(paragraphs(&read(flat.as_bytes(), "flat.html")).len(), 20_000);
}
