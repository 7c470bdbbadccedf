//! `onus search`: what is shown of hits, what they have in common, and what a reader may not learn from any of it.

use serde_json::Value;

use crate::common::Bench;

const REGISTER: &str =
    "handle,type,label\npier,event,\nfirst,source,\nsecond,source,\nunion,organization,\n";

/// A case of these rows, each of a level of its own: handle, words, source, level.
fn case(rows: &[(&str, &str, &str, &str)]) -> Bench {
    let bench = Bench::with_case();
    let mut register = REGISTER.to_owned();
    let mut sheet = "row_id,record,property,value,origin,source,passage,level\n".to_owned();
    for (at, (handle, words, source, level)) in rows.iter().enumerate() {
        register += &format!("{handle},event,\n");
        sheet += &format!("{at},{handle},summary,\"{words}\",union,{source},page {at},{level}\n");
    }
    bench.write("in/register.csv", register);
    bench.write("in/sheet.csv", sheet);
    bench.ok(&["code", "in"]);
    bench
}

fn facet(answer: &Value, facet: &str) -> Vec<(String, u64)> {
    let facets = answer["facets"].as_array().unwrap().iter();
    let facets = facets.filter(|one| one["facet"] == facet);
    facets
        .map(|one| (one["value"].as_str().unwrap().to_owned(), one["count"].as_u64().unwrap()))
        .collect()
}

/// Each part of an excerpt that is marked.
fn marked(hit: &Value) -> Vec<String> {
    let letters: Vec<char> = hit["excerpt"].as_str().unwrap().chars().collect();
    let ranges = hit["highlights"].as_array().unwrap().iter();
    let at = |range: &Value, end: &str| range[end].as_u64().unwrap() as usize;
    ranges.map(|range| letters[at(range, "start")..at(range, "end")].iter().collect()).collect()
}

fn named(facets: &[(&str, u64)]) -> Vec<(String, u64)> {
    facets.iter().map(|(value, count)| ((*value).to_owned(), *count)).collect()
}

const ROWS: [(&str, &str, &str, &str); 4] = [
    ("e1", "en: The police opened fire at the pier", "first", "public"),
    ("e2", "en: Policemen stood at the pier when the police came", "first", "public"),
    ("e3", "ru: Полиция стреляла на причале, говорят рабочие", "second", "team"),
    ("e4", "en: The dockers were on strike and waited for the police", "second", "public"),
];

#[test]
fn what_was_looked_for_is_marked_and_counted() {
    let bench = case(&ROWS);
    let answer = bench.json(&["search", "police"]);
    assert_eq!((answer["total"].as_u64(), answer["left_out"].as_u64()), (Some(3), Some(0)));
    assert_eq!(facet(&answer, "kind"), named(&[("claim", 3)]));
    assert_eq!(facet(&answer, "type"), named(&[("event", 3)]));
    assert_eq!(facet(&answer, "source"), named(&[("first", 2), ("second", 1)]));
    assert_eq!(facet(&answer, "language"), named(&[("en", 3)]));
    for hit in answer["hits"].as_array().unwrap() {
        assert!(marked(hit).contains(&"police".to_owned()), "{hit}");
    }
    let told = bench.ok(&["search", "police"]);
    assert!(told.contains("The *police* opened fire"), "{told}");
    assert!(told.contains("source: first 2, second 1"), "{told}");
    let coloured = bench.ok(&["search", "police", "--color", "always"]);
    assert!(coloured.contains("\u{1b}[") && !coloured.contains('*'), "{coloured}");

    // Each value that is counted is a filter that leaves just these.
    for one in answer["facets"].as_array().unwrap() {
        let filter =
            format!("{}:{}", one["facet"].as_str().unwrap(), one["value"].as_str().unwrap());
        let narrowed = bench.json(&["search", "police", &filter]);
        assert_eq!(narrowed["total"], one["count"], "{filter}");
    }
    // Fewer are shown than there are: the numbers stay.
    let few = bench.json(&["search", "police", "--limit", "1"]);
    assert_eq!((few["hits"].as_array().unwrap().len(), few["left_out"].as_u64()), (1, Some(2)));
    assert_eq!((&few["facets"], &few["total"]), (&answer["facets"], &answer["total"]));
    let none = bench.json(&["search", "police", "--limit", "0"]);
    assert_eq!((none["hits"].as_array().unwrap().len(), &none["facets"]), (0, &answer["facets"]));

    // What is only found in a place, and a word that is only begun.
    let place = bench.json(&["search", "page police"]);
    assert_eq!(place["total"].as_u64(), Some(3));
    let begun = bench.json(&["search", "dock"]);
    assert_eq!(begun["beginnings"], serde_json::json!(["dock"]));
    assert_eq!(marked(&begun["hits"][0]), ["dockers"]);
    assert!(bench.ok(&["search", "dock"]).contains("taken for beginnings of words: dock*"));
    let nothing = bench.run(&["search", "helicopter"]);
    assert_eq!((nothing.code, nothing.out.trim()), (1, "Nothing found."));
}

#[test]
fn a_narrower_view_counts_what_is_in_it() {
    let bench = case(&ROWS);
    let all = bench.json(&["search", "police"]);
    let narrowed = bench.json(&["search", "police", "--without-source", "second"]);
    assert_eq!(narrowed["total"].as_u64(), Some(2));
    assert_eq!(facet(&narrowed, "source"), named(&[("first", 2)]));
    assert_eq!(facet(&narrowed, "language"), named(&[("en", 2)]));
    // A view that leaves everything in counts the same, though it looks at each.
    let tomorrow = bench.json(&["search", "police", "--as-of", "9999"]);
    assert_eq!(tomorrow, all);
    let released = bench.run(&["search", "police", "--released"]);
    assert_eq!((released.code, released.out.trim()), (1, "Nothing found."));
    let early = bench.run(&["search", "police", "--as-of", "2001"]);
    assert_eq!(early.code, 1, "{}", early.out);
}

#[test]
fn more_than_a_thousand_are_not_counted_further() {
    let bench = Bench::with_case();
    bench.write("in/register.csv", REGISTER);
    let mut sheet = "row_id,record,property,value,origin,source,passage,level\n".to_owned();
    for row in 0..1_005 {
        sheet += &format!(
            "{row},pier,summary,en: Somebody was seen here {row},union,first,page 1,public\n"
        );
    }
    bench.write("in/sheet.csv", sheet);
    bench.ok(&["code", "in"]);
    let told = bench.ok(&["search", "seen", "--limit", "2"]);
    assert!(told.contains("kind: claim more than 1000"), "{told}");
    assert!(told.contains("1005 hits.") && told.contains("and 1003 more"), "{told}");
    let answer = bench.json(&["search", "seen", "--limit", "2"]);
    assert_eq!(answer["facets"][0]["more"].as_bool(), Some(true));
    let looked = bench.json(&["search", "seen", "--limit", "2", "--as-of", "9999"]);
    assert_eq!(looked, answer);
}

/// The answer without identifiers, which are drawn anew in every case.
fn without_identifiers(text: &str) -> String {
    let mut plain = String::new();
    for word in text.split_inclusive(|letter: char| !letter.is_ascii_hexdigit()) {
        let digits = word.trim_end_matches(|letter: char| !letter.is_ascii_hexdigit());
        // Whole, or as far as they are shown.
        let is_name = [8, 12, 32, 64].contains(&digits.len());
        plain.push_str(if is_name { &word[digits.len()..] } else { word });
    }
    plain
}

#[test]
fn nothing_is_given_away_of_what_is_above_the_readers_level() {
    let bench = case(&ROWS);
    // The same, with much more of the same words above: other languages, sources, handles, names.
    let mut rows = ROWS.to_vec();
    let hidden = ("en: The police, the police and the pier: helicopter helikopteria", "second");
    for handle in ["h1", "h2", "h3", "h4", "h5"] {
        rows.insert(1, (handle, hidden.0, hidden.1, "team"));
        rows.push((handle, "ru: Вертолёт полиции над причалом", "third", "sealed"));
    }
    rows.push(("pier", "en: dockery of the police", "third", "partner"));
    let other = Bench::with_case();
    let mut register = format!("{REGISTER}third,source,\n");
    let mut handles: Vec<&str> = rows.iter().map(|row| row.0).collect();
    handles.sort_unstable();
    handles.dedup();
    for handle in handles.iter().filter(|handle| **handle != "pier") {
        register += &format!("{handle},event,\n");
    }
    let mut sheet = "row_id,record,property,value,origin,source,passage,level\n".to_owned();
    for (at, (handle, words, source, level)) in rows.iter().enumerate() {
        // Rows that both have, have the same names and places.
        let known = ROWS.iter().position(|row| row.0 == *handle && row.1 == *words);
        let id = known.map_or_else(|| format!("x{at}"), |known| known.to_string());
        let page = known.unwrap_or(9);
        sheet += &format!("{id},{handle},summary,\"{words}\",union,{source},page {page},{level}\n");
    }
    for handle in ["h1", "h2"] {
        sheet += &format!("n{handle},union,name,Police,union,third,page 1,sealed\n");
    }
    other.write("in/register.csv", register);
    other.write("in/sheet.csv", sheet);
    other.ok(&["code", "in"]);
    // At the top there is a difference to be hidden.
    assert_ne!(bench.run(&["search", "police"]).out, other.run(&["search", "police"]).out);
    for question in [
        "police",
        "pier",
        "police pier",
        "полиция",
        "helicopter",
        "helikop*",
        "dock",
        "h1",
        "third",
        "Police",
        "police source:third",
        "police source:h1",
        "police -helicopter",
        "police language:ru",
        "kind:claim",
        "kind:record",
        "\"opened fire\"",
        "page",
    ] {
        let ways: &[&[&str]] = match question {
            "police" | "helicopter" | "h1" => &[&["--json"], &["--json", "--limit", "1"], &[]],
            "pier" => &[&["--json", "--as-of", "9999"]],
            _ => &[&["--json"]],
        };
        for more in ways {
            let arguments = [&["search", question, "--level", "public"], *more].concat();
            let (one, two) = (bench.run(&arguments), other.run(&arguments));
            assert_eq!(one.code, two.code, "{arguments:?}\n{}\n{}", one.out, two.out);
            assert_eq!(
                without_identifiers(&one.out),
                without_identifiers(&two.out),
                "{arguments:?}"
            );
            assert_eq!(one.err, two.err, "{arguments:?}");
        }
    }
}

#[test]
fn passages_are_shown_out_of_the_text_they_stand_in() {
    let bench = Bench::with_case();
    let filler =
        "Nothing of note happened in the port that day, as far as anybody said. ".repeat(8);
    let text = format!(
        "{filler}\n\n{filler}The crane driver saw the officers, and the officers saw the crane driver. {filler}\n\n\
         На причале стоял кран. {filler}\n"
    );
    bench.write("statement.txt", &text);
    bench.ok(&["add", "statement.txt", "--handle", "statement"]);
    let answer = bench.json(&["search", "crane officers"]);
    assert_eq!(facet(&answer, "kind"), named(&[("passage", 1)]));
    assert_eq!(facet(&answer, "source"), named(&[("statement", 1)]));
    let hit = &answer["hits"][0];
    assert_eq!(marked(hit), ["crane", "officers", "officers", "crane"]);
    let excerpt = hit["excerpt"].as_str().unwrap();
    assert!(excerpt.chars().count() <= 240 && text.contains(excerpt), "{excerpt}");
    // The passage is where it says, in the version of the text that it names.
    let (start, end) = (hit["start"].as_u64().unwrap(), hit["end"].as_u64().unwrap());
    let digest = hit["text"].as_str().unwrap();
    let range = format!("{start}-{end}");
    let part = bench.json(&["text", "statement", "--version", digest, "--range", &range]);
    assert!(part["text"].as_str().unwrap().contains(excerpt));
    let told = bench.ok(&["search", "crane officers"]);
    assert!(
        told.contains("… ") && told.contains("The *crane* driver saw the *officers*"),
        "{told}"
    );
    let phrase = bench.json(&["search", "\"saw the crane\""]);
    assert_eq!(marked(&phrase["hits"][0]), ["saw the crane"]);
    // Texts are the team's; others do not even learn that there is one.
    for level in ["public", "partner"] {
        let ran = bench.run(&["search", "crane", "--level", level]);
        assert_eq!((ran.code, ran.out.trim()), (1, "Nothing found."));
    }
    let without = bench.run(&["search", "crane", "--without-source", "statement"]);
    assert_eq!((without.code, without.out.trim()), (1, "Nothing found."));
}
