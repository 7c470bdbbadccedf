//! What is above a level changes nothing below it: not a byte of an answer, not an exit code.

use crate::common::{Bench, Ran};

/// Every way to ask, without `--level`. Records are named as somebody who has only the public part would.
const ASKED: [&[&str]; 27] = [
    &["list"],
    &["list", "person"],
    &["list", "source"],
    &["list", "tally"],
    &["list", "act"],
    &["list", "decision", "--where", "instance=first"],
    &["show", "Sami Hallaq"],
    &["why", "Sami Hallaq.name"],
    &["why", "1"],
    &["search", "crane driver"],
    &["search", "wqbword"],
    &["search", "wqbperson"],
    &["search", "Wqbalias"],
    &["show", "wqbperson"],
    &["brief", "--all"],
    &["count", "killed"],
    &["timeline"],
    &["check"],
    &["accountability"],
    &["challenge"],
    &["link"],
    &["challenge", "Sami Hallaq"],
    &["statements", "--all"],
    &["commitments"],
    &["timeline", "--svg", "-"],
    &["review"],
    &["log"],
];

/// Words that only the team has: handles, labels, names of rows, of members and of what was added above.
const TEAM: [&str; 12] = [
    "killed-pier",
    "den-shots",
    "dec-hallaq",
    "act-shooting",
    "crane driver who",
    "Spokesman of the ministry",
    "h1/",
    "h2/",
    "[h1]",
    "wqbmember",
    "wqbsheet",
    "the wqbmessage",
];

/// In words for the public, as documents for partners.
const VIEWS: [&[&str]; 2] = [&["--level", "public"], &["--level", "partner", "--json"]];

fn asked(bench: &Bench, view: &[&str]) -> Vec<(String, Ran)> {
    let mut answers = Vec::new();
    for question in ASKED {
        let arguments = [question, view].concat();
        answers.push((arguments.join(" "), bench.run(&arguments)));
    }
    answers
}

#[test]
fn what_is_above_a_level_changes_nothing_at_it() {
    let bench = Bench::new();
    bench.ok(&["init", "case.onus", "--key-cost", "least", "--member", "wqbmember"]);
    bench.ok(&["code", crate::common::harbour().to_str().unwrap()]);
    let before = VIEWS.map(|view| asked(&bench, view));
    let everything = bench.ok(&["brief", "--all"]);
    let register = "handle,type,label\nwqbperson,person,A wqblabel\nwqbsource,source,wqbtitle\n\
                    crane,person,One who is called as a public word\nhallaq,person,another wqblabel\n";
    let sheet = "row_id,record,property,value,origin,source,passage,level\n\
        1,hallaq,name,Latn: Wqbalias,not stated,h1,page 2,team\n\
        2,killed-pier,figure,9,not stated,wqbsource,page 1,sealed\n\
        3,wqbperson,name,Latn: Wqbname,not stated,h1,page 9,team\n\
        4,ev-pier,summary,en: the wqbword at dawn,not stated,wqbsource,page 9,team\n\
        5,crane,name,Latn: Sami Hallaq,not stated,h1,page 9,sealed\n\
        6,hallaq,occupation,en: crane driver wqbword,not stated,h2,page 9,team\n";
    bench.write("above/register.csv", register);
    bench.write("above/wqbsheet.csv", sheet);
    bench.ok(&["code", "above"]);
    assert_ne!(bench.ok(&["brief", "--all"]), everything, "it is no small thing that was added");
    assert!(bench.ok(&["show", "wqbperson"]).contains("Wqbname"));
    for (view, before) in VIEWS.iter().zip(before) {
        for ((question, before), (_, after)) in before.into_iter().zip(asked(&bench, view)) {
            assert_eq!(before.out, after.out, "onus {question}");
            assert_eq!((before.code, before.err), (after.code, after.err), "onus {question}");
            for word in TEAM {
                let is_shown = after.out.contains(word) && !question.contains(word);
                assert!(!is_shown, "onus {question} shows {word}:\n{}", after.out);
            }
        }
    }
}

/// A handle that somebody types still leads to the record, and is not said back; the beginning of the identifier,
/// which documents give, leads there too.
#[test]
fn records_are_named_below_the_team_by_the_beginning_of_their_identifier() {
    let bench = Bench::with_harbour();
    let typed = bench.ok(&["show", "killed-pier", "--level", "public"]);
    assert!(!typed.contains("killed-pier"), "{typed}");
    let json = bench.json(&["show", "killed-pier", "--level", "partner"]);
    assert_eq!(json["record"]["handle"], serde_json::Value::Null);
    let beginning = &json["record"]["id"].as_str().unwrap()[..8];
    assert_eq!(bench.ok(&["show", beginning, "--level", "public"]), typed);
    assert!(bench.ok(&["show", beginning]).contains("[killed-pier]"));
    assert_eq!(bench.run(&["show", &beginning[..7], "--level", "public"]).code, 1);
}
