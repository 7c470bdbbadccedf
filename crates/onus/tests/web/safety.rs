//! Who may what, and what a hostile page, name or file can do.

use onus_web::{Needs, Rule, Who, rules};

use crate::client::{Client, Server, after, raw};
use crate::common::{Bench, PASSPHRASE, copy};

/// A path of a route, with what is there put into its open parts.
fn path(rule: &Rule, ids: &Ids) -> String {
    rule.path
        .replace("{name}", "icon.svg")
        .replace("{property}", "name")
        .replace("{type}", "person")
        .replace("{kind}", "killed")
        .replace(
            "{id}",
            if rule.path.contains("/claims/") {
                &ids.claim
            } else if rule.path.contains("/sources/") {
                &ids.source
            } else {
                &ids.record
            },
        )
}

struct Ids {
    record: String,
    claim: String,
    source: String,
}

/// A person whose name may be seen by everybody, a source, and a claim.
fn ids(bench: &Bench) -> Ids {
    let people = bench.json(&["list", "person", "--case", "case.onus", "--level", "public"]);
    let sources = bench.json(&["list", "source", "--case", "case.onus", "--level", "public"]);
    let record = people["rows"][0]["record"]["id"].as_str().unwrap().to_owned();
    let source = sources["rows"][0]["record"]["id"].as_str().unwrap().to_owned();
    let why =
        bench.json(&["why", &format!("{record}.name"), "--case", "case.onus", "--level", "public"]);
    let claim = why["root"].to_string();
    let claim =
        after(&claim[claim.find("\"claim\":{").unwrap()..], "\"id\":\"").unwrap().to_owned();
    Ids { record, claim, source }
}

#[test]
fn every_route_keeps_its_rule_for_everybody() {
    let bench = Bench::with_harbour();
    let ids = ids(&bench);
    let server = Server::start(&bench);
    let rules = rules();
    assert!(rules.len() > 40, "{}", rules.len());
    let mut nobody = Client::new(&server);
    let mut member = Client::unlocked(&server);
    let mut public = Client::unlocked(&server);
    public.look_from("public");
    // A copy made elsewhere: its reader has the passphrase, and no device of the case.
    let elsewhere = Bench::new();
    copy(&bench.path("case.onus"), &elsewhere.path("case.onus"));
    let reading = Server::start(&elsewhere);
    let mut reader = Client::unlocked(&reading);
    for rule in &rules {
        let path = path(rule, &ids);
        let at = format!("{} {path}", rule.method);
        let is_api = path.starts_with("/api/1/");
        let is_open = rule.who == Who::Anyone;
        if rule.method == "GET" {
            let answer = nobody.get(&path);
            match (is_open, is_api) {
                (true, _) => assert_eq!(
                    answer.status,
                    if rule.path.contains("fonts") { 404 } else { 200 },
                    "{at}"
                ),
                (false, true) => assert_eq!(answer.status, 401, "{at}"),
                (false, false) => {
                    assert_eq!(answer.status, 303, "{at}");
                    assert!(answer.header("location").starts_with("/unlock"), "{at}");
                }
            }
            assert!(!answer.body.contains("Harbour") && !answer.body.contains(&ids.record), "{at}");
            if is_open {
                continue;
            }
            assert_eq!(member.get(&path).status, 200, "{at}, as a member");
            let seen = public.get(&path).status;
            let expected = match (rule.needs, is_api) {
                (Needs::Team, true) => 404,
                (Needs::Team, false) => 400,
                _ => 200,
            };
            assert_eq!(seen, expected, "{at}, seen from the public's level");
            let expected = if rule.who == Who::Member { 403 } else { 200 };
            assert_eq!(reader.get(&path).status, expected, "{at}, from a device that only reads");
        } else {
            // Without the token of the session, nobody changes anything.
            let answer = nobody.post(&path, &[("token", "x")]);
            assert!(matches!(answer.status, 303 | 403), "{at}: {}", answer.status);
            for token in ["", "x", &"0".repeat(64)] {
                let answer = member.post(
                    &path,
                    &[("token", token), ("reason", "coder-error"), ("state", "released")],
                );
                assert_eq!(answer.status, 403, "{at}, with the token {token}");
            }
            if rule.who == Who::Member {
                assert_eq!(reader.submit(&path, &[("reason", "coder-error")]).status, 403, "{at}");
                assert_eq!(public.submit(&path, &[("reason", "coder-error")]).status, 400, "{at}");
            }
        }
    }
    assert_eq!(bench.commits(), 2, "nothing was changed");
}

#[test]
fn only_its_own_names_are_answered_to() {
    let bench = Bench::with_case();
    let server = Server::start(&bench);
    let port = server.host.split(':').nth(1).unwrap();
    for host in [
        "evil.example",
        "evil.example:80",
        "127.0.0.1",
        "127.0.0.1:1",
        "localhost.evil.example",
        "0.0.0.0",
        "",
    ] {
        let request = format!("GET /unlock HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
        let answer = raw(&server.host, request.as_bytes()).unwrap();
        assert_eq!(answer.status, 421, "{host}");
    }
    for host in [format!("127.0.0.1:{port}"), format!("localhost:{port}"), format!("[::1]:{port}")]
    {
        let request = format!("GET /unlock HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
        assert_eq!(raw(&server.host, request.as_bytes()).unwrap().status, 200, "{host}");
    }
    // None at all, two of them, and an address in the request line that says otherwise.
    for request in [
        "GET /unlock HTTP/1.0\r\n\r\n".to_owned(),
        format!(
            "GET /unlock HTTP/1.1\r\nHost: {0}\r\nHost: {0}\r\nConnection: close\r\n\r\n",
            server.host
        ),
    ] {
        let answer = raw(&server.host, request.as_bytes());
        assert!(answer.is_none_or(|answer| matches!(answer.status, 400 | 421)), "{request}");
    }
}

#[test]
fn another_address_than_loopback_is_refused() {
    let bench = Bench::with_case();
    for address in ["0.0.0.0", "192.0.2.1", "::"] {
        let ran = bench.run(&["serve", "--case", "case.onus", "--address", address]);
        assert_eq!(ran.code, 2, "{}", ran.err);
        assert!(ran.err.contains("loopback"), "{}", ran.err);
    }
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    let ran = bench.run(&["serve", "--case", "case.onus", "--port", &port]);
    assert_eq!(ran.code, 3, "{}", ran.err);
    assert!(ran.err.contains("--port 0"), "{}", ran.err);
    assert_eq!(bench.run(&["serve", "--case", "nowhere.onus"]).code, 3);
}

#[test]
fn a_form_of_another_page_changes_nothing() {
    let bench = Bench::with_case();
    let server = Server::start(&bench);
    let mut client = Client::unlocked(&server);
    let token = client.token();
    let fields = [("token", token.as_str()), ("level", "public")];
    for headers in [
        [("Origin", "http://evil.example")],
        [("Origin", "null")],
        [("Origin", "https://127.0.0.1")],
        [("Sec-Fetch-Site", "cross-site")],
        [("Sec-Fetch-Site", "same-site")],
    ] {
        assert_eq!(client.post_with("/view", &fields, &headers).status, 403, "{headers:?}");
    }
    let own = format!("http://{}", server.host);
    let headers = [("Origin", own.as_str()), ("Sec-Fetch-Site", "same-origin")];
    assert_eq!(client.post_with("/view", &fields, &headers).status, 303);
    // Only as a form, and only so long.
    let long = "x".repeat((1 << 20) + 1);
    assert_eq!(client.post("/view", &[("token", &token), ("as-of", &long)]).status, 413);
    let request = format!(
        "POST /view HTTP/1.1\r\nHost: {}\r\nContent-Type: application/json\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{{}}",
        server.host
    );
    assert_eq!(raw(&server.host, request.as_bytes()).unwrap().status, 415);
}

#[test]
fn every_answer_says_how_it_may_be_used() {
    let bench = Bench::with_case();
    let server = Server::start(&bench);
    let mut client = Client::new(&server);
    let unlocked = client.unlock(PASSPHRASE);
    let cookie = unlocked.headers.iter().find(|(_, value)| value.starts_with("onus=")).unwrap();
    assert!(cookie.1.contains("HttpOnly") && cookie.1.contains("SameSite=Strict"), "{cookie:?}");
    for path in [
        "/",
        "/unlock",
        "/assets/icon.svg",
        "/api/1/brief",
        "/api/openapi.json",
        "/nowhere",
        "/records/zz",
        "/lock",
    ] {
        let answer = client.get(path);
        let policy = answer.header("content-security-policy");
        assert!(
            policy.starts_with("default-src 'none';") && policy.contains("frame-ancestors 'none'"),
            "{path}: {answer:?}"
        );
        assert!(!policy.contains("unsafe") && !policy.contains("http"), "{path}");
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(answer.header("cross-origin-resource-policy"), "same-origin", "{path}");
        let kept = answer.header("cache-control");
        assert_eq!(kept == "no-store", !path.starts_with("/assets"), "{path}: {kept}");
        assert!(answer.header("access-control-allow-origin").is_empty(), "{path}");
        assert!(answer.header("server").is_empty(), "{path}");
    }
}

#[test]
fn locking_ends_a_session_and_leaves_others_open() {
    let bench = Bench::with_case();
    let server = Server::start(&bench);
    let (mut one, mut other) = (Client::unlocked(&server), Client::unlocked(&server));
    assert_ne!(one.cookies["onus"], other.cookies["onus"]);
    assert_eq!(one.post("/lock", &[("token", "wrong")]).status, 403);
    let kept = one.cookies.clone();
    let answer = one.submit("/lock", &[]);
    assert_eq!((answer.status, answer.header("location")), (303, "/unlock?locked=yes"));
    assert_eq!(answer.header("clear-site-data"), "\"cache\", \"storage\"");
    // The old cookie opens nothing any more.
    one.cookies = kept;
    assert_eq!(one.get("/").status, 303);
    assert_eq!(one.get("/api/1/brief").status, 401);
    assert_eq!(other.get("/").status, 200);
    let page = one.page("/unlock?locked=yes");
    assert!(page.contains("Locked") && !page.contains("case.onus"), "{page}");
}

#[test]
fn a_wrong_passphrase_opens_nothing_and_says_so() {
    let bench = Bench::with_case();
    let server = Server::start(&bench);
    let mut client = Client::new(&server);
    for passphrase in ["", "wrong", &"x".repeat(100_000)] {
        let answer = client.unlock(passphrase);
        assert_eq!(answer.status, 403, "{passphrase:.20}");
        assert!(answer.body.contains("opens nothing here"), "{}", answer.body);
        assert!(!client.cookies.contains_key("onus"));
    }
    // A form of unlocking that this browser was not given.
    let page = client.get("/unlock");
    let token = after(&page.body, "name=\"token\" value=\"").unwrap().to_owned();
    let mut other = Client::new(&server);
    let answer = other.post("/unlock", &[("token", &token), ("passphrase", PASSPHRASE)]);
    assert_eq!(answer.status, 403);
    for next in ["//evil.example", "https://evil.example", "/\\evil.example", "/a\r\nX-Evil: 1"] {
        let page = client.get("/unlock");
        let token = after(&page.body, "name=\"token\" value=\"").unwrap().to_owned();
        let fields = [("token", token.as_str()), ("next", next), ("passphrase", PASSPHRASE)];
        let answer = client.post("/unlock", &fields);
        assert_eq!((answer.status, answer.header("location")), (303, "/"), "{next:?}");
        assert!(answer.header("x-evil").is_empty());
        client.cookies.clear();
    }
}

#[test]
fn paths_lead_to_no_files() {
    let bench = Bench::with_case();
    let server = Server::start(&bench);
    let mut client = Client::unlocked(&server);
    for path in [
        "/assets/../Cargo.toml",
        "/assets/..%2f..%2fpassphrase",
        "/assets/fonts/..%2f..%2fonus.css%00",
        "/assets/fonts/%2fetc%2fpasswd",
        "/%2e%2e/passphrase",
        "/sources/..%2f..%2fpassphrase",
        "/case.onus/onus.db",
        "/records/%00",
        "/claims/%ff%fe",
        "/why/%2e%2e/name",
        "/records/%0d%0aX-Evil:%201",
    ] {
        let answer = client.get(path);
        assert!(matches!(answer.status, 400 | 404), "{path}: {}", answer.status);
        assert!(answer.header("x-evil").is_empty());
        assert!(!answer.body.contains(PASSPHRASE) && !answer.body.contains("root:"), "{path}");
    }
    let head = format!("GET /{} HTTP/1.1\r\nHost: {}\r\n\r\n", "a".repeat(1 << 20), server.host);
    assert!(raw(&server.host, head.as_bytes()).is_none_or(|answer| answer.status >= 400));
    assert_eq!(client.get("/").status, 200);
}

/// What would run, break out of an attribute, or turn the page around, if it were not told as words.
const HOSTILE: &str = "<script>alert(1)</script>\" onmouseover=\"x' <img src=x onerror=alert(2)> ]]> {{7*7}} </title> &lt;b";

#[test]
fn words_of_a_case_stay_words_on_every_page() {
    let bench = Bench::with_case();
    let quoted = |text: &str| format!("\"{}\"", text.replace('"', "\"\""));
    let (name, text) = (quoted(HOSTILE), quoted(&format!("en: {HOSTILE}")));
    bench.write("register.csv", format!("handle,type,label\nx,person,{name}\no,organization,{name}\ns,source,{name}\nst,statement,{name}\nt,tally,{name}\nc,commitment,{name}\ny,person,{name}\np,place,{name}\ne,event,{name}\n"));
    let head = "row_id,record,property,value,wording,origin,interest,source,passage,said,stance\n";
    let mut rows = String::from(head);
    for (place, record) in ["x", "o", "s"].iter().enumerate() {
        let property = if *record == "s" { "title" } else { "name" };
        let value = if *record == "s" { &text } else { &name };
        rows.push_str(&format!("n{place},{record},{property},{value},,team,,,,,\n"));
    }
    rows.push_str(&format!("a,x,occupation,{text},{name},o,{name},s,{name},2012,\n"));
    rows.push_str(&format!("b,st,content,{text},{name},o,{name},s,{name},2012,\n"));
    rows.push_str(&format!("c,st,by,o,{name},o,{name},s,{name},2012,\n"));
    rows.push_str(&format!("d,t,of,killed,{name},o,{name},s,{name},2012,\n"));
    rows.push_str(&format!("e,t,figure,>=15,{name},o,{name},s,{name},2012,\n"));
    rows.push_str(&format!("f,c,content,{text},{name},o,{name},s,{name},2012,\n"));
    rows.push_str(&format!("g,x,occupation,{text},{name},o,{name},s,{name},2013,denies\n"));
    rows.push_str(&format!("h,y,name,{name},,team,,,,,\n"));
    rows.push_str(&format!("i,p,name,{name},,team,,,,,\n"));
    rows.push_str(&format!("j,p,point,\"43.3,52.8 within 500\",{name},o,{name},s,{name},2012,\n"));
    rows.push_str(&format!("k,e,place,p,{name},o,{name},s,{name},2012,\n"));
    rows.push_str(&format!("l,e,participant,x,{name},o,{name},s,{name},2012,\n"));
    bench.write("h.csv", rows);
    bench.ok(&["code", "register.csv", "h.csv"]);
    bench.write("<img src=x onerror=alert(3)>.txt", format!("{HOSTILE}\n\nSecond {HOSTILE}\n"));
    bench.ok(&["add", "<img src=x onerror=alert(3)>.txt", "--from", HOSTILE, "--note", HOSTILE]);
    let server = Server::start(&bench);
    let mut client = Client::unlocked(&server);
    let mut waiting: Vec<String> = [
        "/",
        "/sources",
        "/records",
        "/statements?all=yes",
        "/commitments",
        "/count",
        "/timeline",
        "/map",
        "/network",
        "/accountability",
        "/findings",
        "/checks",
        "/links",
        "/challenge",
        "/members",
        "/work",
        "/review",
        "/log",
        "/view",
        "/search?q=script",
    ]
    .map(ToOwned::to_owned)
    .to_vec();
    for kind in ["person", "organization", "source", "statement", "tally", "exhibit"] {
        waiting.push(format!("/records?type={kind}"));
    }
    let mut seen = std::collections::BTreeSet::new();
    let mut hostile = 0;
    while let Some(path) = waiting.pop() {
        if seen.len() > 120 || !seen.insert(path.clone()) {
            continue;
        }
        let answer = client.get(&path);
        if answer.status == 303 {
            // A place in a text has its paragraph's own address.
            let onward = answer.header("location").split('#').next().unwrap();
            assert!(onward.starts_with("/sources/"), "{path} leads to {onward}");
            waiting.push(onward.to_owned());
            continue;
        }
        assert_eq!(answer.status, 200, "{path}: {}", answer.body);
        let page = answer.body;
        hostile += usize::from(page.contains("&lt;script&gt;"));
        for piece in ["<script>alert", "<img src=x", "onmouseover=\"x", "]]> {{7*7}} </title>"] {
            assert!(!page.contains(piece), "{path}: {piece}");
        }
        assert!(!page.contains(" style=\"") && !page.contains("javascript:"), "{path}");
        for (at, _) in page.match_indices("href=\"/") {
            let address = &page[at + 6..at + 6 + page[at + 6..].find('"').unwrap()];
            let address = address.replace("&amp;", "&");
            let address = address.split('#').next().unwrap();
            if ["/sources/", "/records/", "/why/", "/claims/"]
                .iter()
                .any(|room| address.starts_with(room))
            {
                waiting.push(address.to_owned());
            }
        }
    }
    assert!(hostile > 20, "{hostile} pages of {}", seen.len());
    let problem = client.submit("/view", &[("as-of", HOSTILE)]);
    assert_eq!(problem.status, 422);
    assert!(!problem.body.contains("<script>alert"));
}

#[test]
fn below_a_level_what_is_above_it_is_not_there() {
    let bench = Bench::with_case();
    bench.write(
        "register.csv",
        "handle,type,label\nx,person,Codename Swan\no,organization,\ns,source,\n",
    );
    bench.write(
        "r.csv",
        "row_id,record,property,value,origin,source,passage,said,level\n1,x,name,Known Person,team,,,,public\n\
         2,o,name,Known Office,team,,,,public\n3,s,title,en: Known Title,team,,,,public\n\
         4,x,occupation,en: baker,o,s,page 1,2012,public\n5,x,occupation,en: swansong informant,o,s,page 2,2012,sealed\n\
         6,x,occupation,en: heronwood helper,o,s,page 3,2012,team\n",
    );
    bench.ok(&["code", "register.csv", "r.csv"]);
    let server = Server::start(&bench);
    let mut client = Client::unlocked(&server);
    let record = bench.json(&["show", "x"])["record"]["id"].as_str().unwrap().to_owned();
    let source = bench.json(&["show", "s"])["record"]["id"].as_str().unwrap().to_owned();
    let sealed = client.get(&format!("/api/1/sources/{source}")).json();
    let claims = sealed["claims"].as_array().unwrap();
    let sealed = claims.iter().find(|claim| claim["claim"]["level"] == "sealed").unwrap();
    let sealed = sealed["claim"]["id"].as_str().unwrap().to_owned();
    assert!(client.page(&format!("/records/{record}")).contains("swansong"));
    for (level, absent) in
        [("public", &["swansong", "heronwood", "Swan"][..]), ("team", &["swansong"][..])]
    {
        client.look_from(level);
        for rule in rules().iter().filter(|rule| rule.method == "GET" && rule.who != Who::Anyone) {
            let path = rule
                .path
                .replace("{property}", "occupation")
                .replace("{type}", "person")
                .replace("{kind}", "killed");
            let id = if path.contains("/claims/") {
                &sealed
            } else if path.contains("/sources/") {
                &source
            } else {
                &record
            };
            let answer = client.get(&path.replace("{id}", id));
            for word in absent {
                assert!(
                    !answer.body.contains(word),
                    "{level} {}: {word}\n{}",
                    rule.path,
                    answer.body
                );
            }
            if path.contains("/claims/") {
                assert_eq!(answer.status, 404, "{level} {path}");
            }
        }
        for word in absent {
            let found = client.get(&format!("/api/1/search?q={word}")).json();
            assert_eq!(found["total"], 0, "{level}: {found}");
            assert_eq!(
                client.get(&format!("/api/1/search?q={word}&level=sealed")).json()["total"],
                0
            );
        }
    }
}

#[test]
fn what_is_asked_for_becomes_no_header() {
    let bench = Bench::with_case();
    let server = Server::start(&bench);
    let mut client = Client::unlocked(&server);
    for next in [
        "%0d%0aX-Evil:%201",
        "%2f%2fevil.example",
        "http:%2f%2fevil.example",
        "%0aSet-Cookie:%20onus=1",
    ] {
        let answer = client.get(&format!("/unlock?next={next}"));
        assert_eq!((answer.status, answer.header("location")), (303, "/"), "{next}");
        let answer = Client::new(&server).get(&format!("/unlock?next={next}"));
        assert!(
            answer.header("x-evil").is_empty() && !answer.body.contains("evil.example"),
            "{next}"
        );
    }
    for path in [
        "/sources/%0d%0aX-Evil:%201",
        "/records/%00",
        "/records/..%2f..%2fcase",
        "/assets/..%2f..%2fCargo.toml",
    ] {
        let answer = client.get(path);
        assert!(matches!(answer.status, 400 | 404), "{path}: {}", answer.status);
        assert!(answer.header("x-evil").is_empty(), "{path}");
    }
}

#[test]
fn whoever_is_slow_holds_nobody_up() {
    use std::io::{Read, Write};
    let bench = Bench::with_case();
    let server = Server::start(&bench);
    let mut client = Client::unlocked(&server);
    // More than may wait, each with half a head.
    let mut slow: Vec<_> = (0..60)
        .map(|_| {
            let mut stream = std::net::TcpStream::connect(&server.host).unwrap();
            stream.write_all(b"GET / HTTP/1.1\r\nHost: ").unwrap();
            stream
        })
        .collect();
    let begun = std::time::Instant::now();
    assert_eq!(client.get("/").status, 200);
    assert!(begun.elapsed() < std::time::Duration::from_secs(10), "{:?}", begun.elapsed());
    // They are let go of before long.
    for stream in &mut slow {
        stream.set_read_timeout(Some(std::time::Duration::from_secs(40))).unwrap();
        let mut bytes = Vec::new();
        let _ = stream.read_to_end(&mut bytes);
    }
    assert!(begun.elapsed() < std::time::Duration::from_secs(40), "{:?}", begun.elapsed());
}

#[test]
fn a_session_that_nobody_uses_is_locked() {
    let bench = Bench::with_case();
    let server = Server::start_with(&bench, &["--case", "case.onus", "--lock-after", "1"], &[]);
    let mut client = Client::unlocked(&server);
    std::thread::sleep(std::time::Duration::from_secs(40));
    // Whoever asks for something begins the minute anew.
    assert_eq!(client.get("/view").status, 200);
    std::thread::sleep(std::time::Duration::from_secs(40));
    assert_eq!(client.get("/view").status, 200);
    std::thread::sleep(std::time::Duration::from_secs(64));
    assert_eq!(client.get("/view").status, 303);
    assert_eq!(client.get("/api/1/brief").status, 401);
}

#[test]
fn the_api_answers_whatever_it_is_asked() {
    let bench = Bench::with_harbour();
    let server = Server::start(&bench);
    let client = Client::unlocked(&server);
    // Property-based requests made from the description (https://schemathesis.io).
    let ran = std::process::Command::new("schemathesis")
        .args(["run", &server.address("/api/openapi.json"), "--no-color", "--max-examples", "3"])
        .args(["--phases", "coverage,fuzzing", "--seed", "7"])
        .args([
            "--checks",
            "not_a_server_error,content_type_conformance,response_schema_conformance",
        ])
        .args(["--header", &format!("Cookie: onus={}", client.cookies["onus"])])
        .current_dir(bench.root())
        .output();
    let Ok(ran) = ran else { return crate::common::without("schemathesis") };
    let told = String::from_utf8_lossy(&ran.stdout);
    assert!(ran.status.success(), "{told}{}", String::from_utf8_lossy(&ran.stderr));
}
