//! The documents of the API are those of the commands; pages say what they say, and every link of theirs leads somewhere.

use std::collections::BTreeSet;
use std::path::Path;

use onus_web::rules;
use serde_json::Value;

use crate::client::{Client, Server, encoded};
use crate::common::Bench;

#[test]
fn the_api_gives_what_commands_give() {
    let bench = Bench::with_harbour();
    let server = Server::start(&bench);
    let mut client = Client::unlocked(&server);
    let people = bench.json(&["list", "person"]);
    let person = people["rows"][0]["record"]["id"].as_str().unwrap();
    let view = ["--level", "partner", "--known-by", "2019-12-31"];
    let asked = "level=partner&known-by=2019-12-31";
    for (path, command) in [
        ("brief", vec!["brief"]),
        ("types", vec!["list"]),
        ("list/person", vec!["list", "person"]),
        ("list/tally", vec!["list", "tally"]),
        (&format!("records/{person}"), vec!["show", person]),
        (&format!("why/{person}"), vec!["why", person]),
        (&format!("why/{person}/name"), vec!["why", &format!("{person}.name")]),
        ("why/brief/1", vec!["why", "1"]),
        ("count/killed", vec!["count", "killed"]),
        ("statements", vec!["statements"]),
        ("commitments", vec!["commitments"]),
        ("timeline", vec!["timeline"]),
        ("checks", vec!["check"]),
        ("findings", vec!["findings"]),
        ("accountability", vec!["accountability"]),
        ("challenge", vec!["challenge"]),
        ("links", vec!["link"]),
        ("members", vec!["members"]),
    ] {
        for (options, query) in [(&[][..], String::new()), (&view[..], format!("?{asked}"))] {
            let mut command = command.clone();
            command.extend(options);
            command.push("--json");
            let ran = bench.run(&command);
            let answer = client.get(&format!("/api/1/{path}{query}"));
            if let Ok(told) = serde_json::from_str::<Value>(&ran.out) {
                assert_eq!(answer.status, 200, "{path}{query}: {}", answer.body);
                assert_eq!(answer.json(), told, "{path}{query}");
            } else {
                assert_eq!(answer.status, 404, "{path}{query}: {} {}", ran.err, answer.body);
            }
        }
    }
    let name = people["rows"][0]["record"]["label"].as_str().unwrap();
    let found = client.get(&format!("/api/1/search?q={}&most=20", encoded(name))).json();
    assert_eq!(found, bench.json(&["search", name, "--limit", "20"]));
    assert_eq!(client.get("/api/1/log").json(), bench.json(&["log"]));
    assert_eq!(client.get("/api/1/list/nonsense").status, 400);
    assert_eq!(client.get("/api/1/brief?as-of=soon").status, 400);
    assert_eq!(client.get("/api/1/brief?level=nobody").status, 400);
    assert_eq!(client.get(&format!("/api/1/search?q={}", encoded("a \"b"))).status, 400);
}

#[test]
fn the_api_is_described_path_by_path() {
    let document =
        std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/api.md"))
            .unwrap();
    let bench = Bench::with_case();
    let server = Server::start(&bench);
    let description = Client::new(&server).get("/api/openapi.json").json();
    assert_eq!(description["openapi"], "3.1.0");
    let described: BTreeSet<&str> =
        description["paths"].as_object().unwrap().keys().map(String::as_str).collect();
    let rules = rules();
    let there: BTreeSet<&str> =
        rules.iter().map(|rule| rule.path).filter(|path| path.starts_with("/api/1/")).collect();
    assert_eq!(described, there);
    for path in there {
        assert!(document.contains(&format!("`{path}`")), "docs/api.md is silent on {path}");
        let operation = &description["paths"][path]["get"];
        let shape = operation["responses"]["200"]["content"]["application/json"]["schema"]["properties"]["shape"]["const"].as_str().unwrap();
        assert!(document.contains(shape), "{path}: {shape}");
        for parameter in operation["parameters"].as_array().unwrap() {
            let name = parameter["name"].as_str().unwrap();
            assert!(
                document.contains(&format!("`{name}")) || document.contains(&format!("{{{name}}}")),
                "{path}: {name}"
            );
        }
    }
}

/// Links of a page within this server.
fn links(page: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for part in page.split("href=\"").skip(1) {
        let address = part.split('"').next().unwrap().replace("&amp;", "&");
        assert!(
            address.starts_with('/') || address.starts_with('#'),
            "a link elsewhere: {address}"
        );
        let path = address.split('#').next().unwrap();
        if !path.is_empty() {
            found.insert(path.to_owned());
        }
    }
    for attribute in ["src=\"", "action=\"", "url("] {
        for part in page.split(attribute).skip(1) {
            assert!(part.starts_with('/'), "{attribute} leads elsewhere: {part:.60}");
        }
    }
    found
}

#[test]
fn every_link_of_every_page_leads_somewhere() {
    // The worked example is large for a program that was built to be tested; with ONUS_PAGES it is walked all the same.
    let asked: Option<usize> = std::env::var("ONUS_PAGES").ok().and_then(|most| most.parse().ok());
    let bench = if asked.is_some() { Bench::with_example() } else { Bench::with_harbour() };
    let most = asked.unwrap_or(150);
    let server = Server::start(&bench);
    let mut client = Client::unlocked(&server);
    let mut waiting = vec!["/".to_owned()];
    let mut seen = BTreeSet::new();
    // Of each kind of page some, the rooms first.
    let mut kinds: std::collections::BTreeMap<String, usize> = std::collections::BTreeMap::new();
    while !waiting.is_empty() {
        let path = waiting.remove(0);
        if seen.len() >= most || !seen.insert(path.clone()) {
            continue;
        }
        let answer = client.get(&path);
        assert_eq!(answer.status, 200, "{path}: {}", answer.body);
        if !answer.header("content-type").starts_with("text/html") {
            continue;
        }
        let page = answer.body;
        assert!(!page.contains('⟦'), "{path} lacks words");
        assert!(page.len() < 3_000_000, "{path} has {} bytes", page.len());
        assert!(page.contains("<h1>") && page.contains("<main"), "{path}");
        let ids: Vec<&str> =
            page.split(" id=\"").skip(1).map(|part| part.split('"').next().unwrap()).collect();
        let unique: BTreeSet<&&str> = ids.iter().collect();
        assert_eq!(ids.len(), unique.len(), "{path}: an id stands twice");
        for link in links(&page) {
            let kind = link.split(['/', '?']).take(2).collect::<Vec<_>>().join("/");
            let known = kinds.entry(kind).or_default();
            if !seen.contains(&link) && !waiting.contains(&link) && *known < 30 {
                *known += 1;
                waiting.push(link);
            }
        }
    }
    assert!(seen.len() > 100, "{}", seen.len());
}

#[test]
fn a_number_of_the_brief_leads_down_to_the_passage() {
    let bench = Bench::with_harbour();
    let server = Server::start(&bench);
    let mut client = Client::unlocked(&server);
    let page = client.page("/");
    let brief = bench.json(&["brief"]);
    let sentence = &brief["sections"][0]["sentences"][0];
    assert!(crate::client::plain(&page).contains(sentence["text"].as_str().unwrap()));
    let why = client.page("/why/brief/1");
    let claim = sentence["claims"][0]["id"].as_str().unwrap();
    assert!(why.contains(&format!("/claims/{claim}")), "{why}");
    let told = client.page(&format!("/claims/{claim}"));
    let place = links(&told).into_iter().find(|link| link.contains("?claim=")).unwrap();
    assert!(client.page(&place).contains(&format!("id=\"c-{claim}\"")));
}

#[test]
fn what_is_looked_at_is_what_is_told() {
    let bench = Bench::with_harbour();
    let server = Server::start(&bench);
    let mut client = Client::unlocked(&server);
    let answer = client.submit(
        "/view",
        &[("level", "partner"), ("known-by", "2019"), ("language", "ru"), ("theme", "dark")],
    );
    assert_eq!(answer.status, 303);
    let page = client.page("/records");
    assert!(
        page.contains("lang=\"ru\"")
            && page.contains("data-theme=\"dark\"")
            && page.contains("2019-12-31"),
        "{page:.900}"
    );
    let of = |document: Value| document["types"].clone();
    let told = bench.json(&["list", "--level", "partner", "--known-by", "2019"]);
    assert_eq!(of(client.get("/api/1/types").json()), of(told));
    let arabic = client.submit("/view", &[("language", "ar")]);
    assert_eq!(arabic.status, 303);
    assert!(client.page("/records").contains("dir=\"rtl\""));
}
