//! A claim made while reading, as a person would make it with scripts off: in conflict, checked, retracted, in the log.

use crate::client::{Client, Server, after, encoded, plain};
use crate::common::Bench;

const TEXT: &str = "The harbour closed at noon.\n\nAt least 15 dockers were hurt, said Marta Silver, a crane driver. \
                    The office counts nine.\n\nNobody else was asked.\n";

fn bench() -> (Bench, String) {
    let bench = Bench::with_case();
    bench.write(
        "register.csv",
        "handle,type,label\nport,place,\noffice,organization,\ntoll,tally,\n",
    );
    bench.write(
        "r.csv",
        "row_id,record,property,value,origin,source,passage\n1,office,name,Harbour Office,team,,\n2,port,name,Port,team,,\n3,toll,of,injured,team,,\n",
    );
    bench.ok(&["code", "register.csv", "r.csv"]);
    bench.write("report.txt", TEXT);
    bench.ok(&["add", "report.txt", "--handle", "report"]);
    let source = bench.json(&["show", "report"])["record"]["id"].as_str().unwrap().to_owned();
    (bench, source)
}

/// Where words stand in the text, in Unicode scalars.
fn range(words: &str) -> (String, String) {
    let start = TEXT[..TEXT.find(words).unwrap()].chars().count();
    (start.to_string(), (start + words.chars().count()).to_string())
}

#[test]
fn a_claim_about_somebody_new_is_made_from_selected_words() {
    let (bench, source) = bench();
    let server = Server::start(&bench);
    let mut client = Client::unlocked(&server);
    let page = client.page(&format!("/sources/{source}"));
    assert!(page.contains("data-start=\"29\""), "{page}");
    let text = after(&page, "data-text=\"").unwrap().to_owned();
    let words = "Marta Silver, a crane driver";
    let (start, end) = range(words);
    let form =
        client.page(&format!("/sources/{source}/code?text={text}&start={start}&end={end}&quote=x"));
    assert!(form.contains(words), "the words are those of the text: {form}");
    let action = format!("/sources/{source}/code");
    let fields = [
        ("text", text.as_str()),
        ("start", &start),
        ("end", &end),
        ("origin", "not stated"),
        ("stance", "asserts"),
        ("record", "Marta Silver"),
        ("type", "person"),
        ("property", "person.occupation"),
        ("value", "crane driver"),
        ("act", "record"),
    ];
    let answer = client.submit(&action, &fields);
    assert_eq!(answer.status, 303, "{}", plain(&answer.body));
    let made = after(answer.header("location"), "claim=").map_or_else(
        || {
            answer
                .header("location")
                .split("claim=")
                .nth(1)
                .unwrap()
                .split('#')
                .next()
                .unwrap()
                .to_owned()
        },
        ToOwned::to_owned,
    );
    let page = client.page(answer.header("location").split('#').next().unwrap());
    assert!(page.contains(&format!("id=\"c-{made}\"")) && page.contains("<mark"), "{page}");
    let claim = client.get(&format!("/api/1/claims/{made}")).json();
    assert_eq!(claim["claim"]["passage"]["quote"], words);
    assert_eq!(claim["claim"]["passage"]["start"].as_u64().unwrap().to_string(), start);
    assert_eq!(claim["claim"]["record"]["label"], "Marta Silver");
    assert!(claim["claim"]["row"].is_null(), "it belongs to no sheet");
    assert_eq!(bench.json(&["show", "Marta Silver"])["record"]["type"], "person");

    // Again: she may be somebody who is there already.
    let answer = client.submit(&action, &fields);
    assert_eq!(answer.status, 200);
    assert!(
        answer.body.contains("may be somebody who is in the case already"),
        "{}",
        plain(&answer.body)
    );

    // Checked by nobody but its coder it stays refused, unless there is nobody else.
    let review = format!("/claims/{made}/review");
    let answer = client.submit(&review, &[("state", "checked")]);
    assert_eq!(answer.status, 422, "{}", plain(&answer.body));
    assert_eq!(client.submit(&review, &[("state", "checked"), ("alone", "yes")]).status, 303);
    assert_eq!(client.get(&format!("/api/1/claims/{made}")).json()["claim"]["review"], "checked");

    // Retracted with a reason, it counts for nothing and stays in the log.
    let retract = format!("/claims/{made}/retract");
    assert_eq!(client.submit(&retract, &[("reason", "")]).status, 400);
    let answer = client.submit(&retract, &[("reason", "coder-error"), ("note", "her sister")]);
    assert_eq!((answer.status, answer.header("location")), (303, "/log"));
    assert_eq!(client.get(&format!("/claims/{made}")).status, 404);
    let log = plain(&client.page("/log"));
    assert!(log.contains("1 retracted") && log.contains("A claim made while reading."), "{log}");
    let verified = client.submit("/log/verify", &[]);
    assert_eq!(verified.status, 303);
    assert!(plain(&client.page("/log")).contains("Nothing is wrong"));
}

#[test]
fn figures_are_read_from_the_words_and_conflicts_seen() {
    let (bench, source) = bench();
    let server = Server::start(&bench);
    let mut client = Client::unlocked(&server);
    let action = format!("/sources/{source}/code");
    // By pasted words, typeset otherwise; nothing else filled in: what is missing is told.
    let quote = "\u{201c}At  least 15 dockers were hurt\u{201d}";
    let answer = client.submit(
        &action,
        &[
            ("quote", "At least 15 dockers were hurt"),
            ("origin", "Marta Silver"),
            ("record", "toll"),
            ("property", "tally.figure"),
            ("act", "record"),
        ],
    );
    assert_eq!(answer.status, 422);
    let told = plain(&answer.body);
    assert!(
        told.contains("Nobody in the case is called Marta Silver")
            && told.contains("A value is missing"),
        "{told}"
    );
    // The value that the words hold is offered, and taken with its wording.
    assert!(answer.body.contains("name=\"take\" value=\"&gt;=15\""), "{}", answer.body);
    let answer = client.submit(
        &action,
        &[
            ("quote", "At least 15 dockers were hurt"),
            ("origin", "Marta Silver"),
            ("origin-type", "person"),
            ("record", "toll"),
            ("property", "tally.figure"),
            ("take", ">=15"),
        ],
    );
    assert!(
        answer.body.contains("value=\"&gt;=15\"") && answer.body.contains("value=\"At least 15\""),
        "{}",
        answer.body
    );
    let record =
        |client: &mut Client, quote: &str, origin: &str, kind: &str, value: &str, wording: &str| {
            client.submit(
                &action,
                &[
                    ("quote", quote),
                    ("origin", origin),
                    ("origin-type", kind),
                    ("record", "toll"),
                    ("property", "tally.figure"),
                    ("value", value),
                    ("wording", wording),
                    ("said", "2019-03-04"),
                    ("act", "record"),
                ],
            )
        };
    let answer = record(
        &mut client,
        quote.trim_matches(['\u{201c}', '\u{201d}']),
        "Marta Silver",
        "person",
        ">=15",
        "At least 15",
    );
    assert_eq!(answer.status, 303, "{}", plain(&answer.body));
    let answer = record(&mut client, "The office counts nine", "Harbour Office", "", "9", "nine");
    assert_eq!(answer.status, 303, "{}", plain(&answer.body));
    let count = client.get("/api/1/count/injured").json();
    assert_eq!(count["groups"][0]["status"]["in_conflict"], 2, "{count}");
    let page = plain(&client.page("/count?kind=injured"));
    assert!(page.contains("2 in conflict") && page.contains("At least 15"), "{page}");
    // Words that are not in the text are refused, with what is nearest.
    let answer = record(&mut client, "The office counts ninety", "Harbour Office", "", "90", "");
    assert_eq!(answer.status, 422);
    assert!(plain(&answer.body).contains("nearest is"), "{}", plain(&answer.body));
    // A value of the wrong kind is told as sheets tell it.
    let answer = record(&mut client, "The office counts nine", "Harbour Office", "", "many", "");
    assert_eq!(answer.status, 422);
    assert!(plain(&answer.body).contains("value: "), "{}", plain(&answer.body));
    // Words of a text of another source, or out of its range, are not given.
    let form =
        client.page(&format!("/sources/{source}/code?text={}&start=0&end=5", "ab".repeat(32)));
    assert!(form.contains("name=\"start\" value=\"\""));
    let form = client.page(&format!("/sources/{source}/code?quote={}", encoded("The office")));
    assert!(form.contains(">The office<"));
}
