//! Records that may be one: judged in the browser, and judged back.

use crate::client::{Client, Server, plain};
use crate::common::Bench;

fn bench() -> Bench {
    let bench = Bench::with_case();
    bench.write(
        "register.csv",
        "handle,type,label\nroza,person,\nroza-ru,person,\nruslan,person,\npaper,source,\n",
    );
    bench.write(
        "r.csv",
        "row_id,record,property,value,origin,source,passage\n\
         1,roza,name,Roza Tuletayeva,not stated,paper,page 1\n2,roza,born,1968,not stated,paper,page 1\n\
         3,roza-ru,name,Роза Тулетаева,not stated,paper,page 2\n4,roza-ru,born,1968-03,not stated,paper,page 2\n\
         5,ruslan,name,Ruslan Tuletayev,not stated,paper,page 3\n6,ruslan,born,1971,not stated,paper,page 3\n",
    );
    bench.ok(&["code", "register.csv", "r.csv"]);
    bench
}

#[test]
fn a_pair_is_found_judged_and_judged_back() {
    let bench = bench();
    let server = Server::start(&bench);
    let mut client = Client::unlocked(&server);
    let links = client.get("/api/1/links").json();
    let pairs = links["pairs"].as_array().unwrap();
    assert_eq!(pairs.len(), 1, "a woman and a man of one family are two names: {links}");
    assert_eq!(
        (&pairs[0]["how"], &pairs[0]["judged"]),
        (&"spelling".into(), &serde_json::Value::Null)
    );
    assert_eq!(pairs[0]["evidence"][0]["property"], "born");
    assert_eq!(pairs[0]["evidence"][0]["weighs"], "for");
    let page = plain(&client.page("/links"));
    assert!(page.contains("Роза Тулетаева") && page.contains("not judged"), "{page}");
    let id = |side: &str| pairs[0][side]["id"].as_str().unwrap().to_owned();
    let (first, second) = (id("first"), id("second"));
    let judge = |client: &mut Client, grade: &str, reason: &str| {
        let fields =
            [("first", first.as_str()), ("second", &second), ("grade", grade), ("reason", reason)];
        client.submit("/links", &fields)
    };
    assert_eq!(judge(&mut client, "same", "").status, 422);
    assert_eq!(judge(&mut client, "certainly", "x").status, 400);
    // Probably one: linked, and still two.
    let answer = judge(&mut client, "probably-same", "born in one year");
    assert_eq!(answer.status, 303, "{}", plain(&answer.body));
    let links = client.get("/api/1/links").json();
    assert_eq!(links["pairs"][0]["judged"], "probably-same", "{links}");
    assert_eq!(bench.json(&["list", "person"])["rows"].as_array().unwrap().len(), 3);
    // One: both stand for one; the earlier judgement counts no more.
    assert_eq!(judge(&mut client, "same", "the lawyer says so").status, 303);
    let links = client.get("/api/1/links").json();
    assert_eq!(links["pairs"].as_array().unwrap().len(), 0, "{links}");
    assert_eq!(links["joined"][0]["members"].as_array().unwrap().len(), 2, "{links}");
    assert_eq!(bench.json(&["list", "person"])["rows"].as_array().unwrap().len(), 2);
    let page = plain(&client.page("/links"));
    assert!(page.contains("Judged to be one"), "{page}");
    // And two again, with why in the log.
    let joined = links["joined"][0]["record"]["id"].as_str().unwrap();
    let answer = client.submit(
        "/links",
        &[("first", joined), ("grade", "none"), ("reason", "two dates of birth")],
    );
    assert_eq!(answer.status, 303, "{}", plain(&answer.body));
    assert_eq!(bench.json(&["list", "person"])["rows"].as_array().unwrap().len(), 3);
    let log = plain(&client.page("/log"));
    assert!(
        log.contains("two dates of birth") && log.contains("Judged same: the lawyer says so"),
        "{log}"
    );
    assert!(bench.ok(&["link"]).contains("spelt otherwise"));
    assert_eq!(judge(&mut client, "none", "nothing to take back").status, 404);
    // Whoever only looks from further out judges nothing.
    client.look_from("public");
    assert_eq!(judge(&mut client, "same", "x").status, 400);
}

#[test]
fn a_record_is_shown_as_of_a_day() {
    let bench = bench();
    let server = Server::start(&bench);
    let mut client = Client::unlocked(&server);
    let links = client.get("/api/1/links").json();
    let roza = links["pairs"][0]["first"]["id"].as_str().unwrap();
    assert!(client.page(&format!("/records/{roza}")).contains("name=\"as-of\""));
    let page = plain(&client.page(&format!("/records/{roza}?as-of=2199-01-01")));
    assert!(page.contains("As of the end of 2199-01-01"), "{page}");
    // Nothing was recorded then; and what is no date is told.
    assert_eq!(client.get(&format!("/records/{roza}?as-of=2001-01-01")).status, 404);
    assert_eq!(client.get(&format!("/records/{roza}?as-of=soon")).status, 400);
    let page = plain(&client.page(&format!("/challenge?about={roza}")));
    assert!(page.contains("born"), "{page}");
    let page = plain(&client.page("/members"));
    assert!(page.contains("owner") && page.contains("(this one)"), "{page}");
}
