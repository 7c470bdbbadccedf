//! What the program concludes from the records of the worked example and of the invented one: each conclusion names
//! the claims it rests on, and falls or weakens with them.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod common;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use common::{Bench, files, harbour};
use serde_json::Value;

fn example() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/zhanaozen")
}

/// Rows of the team that need nothing but the founding document.
const TEAM: &str = "row_id,record,property,value,wording,scope,origin,for,basis,party,interest,attribution,via,source,\
                    passage,said,held,stance,rests_on,how,level\n\
                    pledge,prison-transfer,runs-against,promise-un-2010,,,team,,,,,,,,,,,,z00/C87; z00/C88; \
                    z00/C90; z00/C91,inference,public\n";

/// A case of the founding document alone, without some of its rows.
fn founding(without: &[&str]) -> Bench {
    let bench = Bench::with_case();
    let sheet = fs::read_to_string(example().join("z00.csv")).unwrap();
    bench.write("in/register.csv", fs::read(example().join("register.csv")).unwrap());
    bench.write("in/z00.csv", less(&sheet, without));
    bench.write("in/team.csv", TEAM);
    bench.ok(&["code", "in"]);
    bench
}

/// The invented case without some rows, each named with its sheet.
fn invented(without: &[&str]) -> Bench {
    let bench = Bench::with_case();
    for file in files(&harbour()) {
        let name = file.file_name().unwrap().to_str().unwrap().to_owned();
        let (sheet, _) = name.split_once('.').unwrap();
        let rows: Vec<&str> =
            without.iter().filter_map(|row| row.strip_prefix(sheet)?.strip_prefix('/')).collect();
        let text = fs::read_to_string(&file).unwrap();
        bench.write(&format!("in/{name}"), less(&text, &rows));
    }
    bench.ok(&["code", "in"]);
    bench
}

/// A sheet of one line a row without the rows of these names.
fn less(sheet: &str, without: &[&str]) -> String {
    let gone: Vec<&str> = sheet
        .lines()
        .filter(|line| without.iter().any(|row| line.starts_with(&format!("{row},"))))
        .collect();
    assert_eq!(gone.len(), without.len(), "{without:?}");
    let kept = sheet.lines().filter(|line| !gone.contains(line));
    kept.map(|line| format!("{line}\n")).collect()
}

/// The rows of the claims that a part of an answer names.
fn rows(part: &Value) -> BTreeSet<String> {
    let claims = part["claims"].as_array().unwrap();
    claims.iter().map(|claim| claim["row"].as_str().unwrap().to_owned()).collect()
}

fn set(rows: &[&str]) -> BTreeSet<String> {
    rows.iter().map(|row| (*row).to_owned()).collect()
}

fn handle(record: &Value) -> &str {
    record["handle"].as_str().unwrap_or_default()
}

fn list(part: &Value) -> &[Value] {
    part.as_array().unwrap()
}

/// The ladder of a record.
fn ladder(bench: &Bench, record: &str) -> Value {
    let answer = bench.json(&["accountability", record]);
    list(&answer["ladders"]).iter().find(|one| handle(&one["record"]) == record).unwrap().clone()
}

fn in_question(bench: &Bench, record: &str) -> Vec<Value> {
    list(&ladder(bench, record)["in_question"]).to_vec()
}

fn admission(bench: &Bench, record: &str, statement: &str) -> Option<Value> {
    let ladder = ladder(bench, record);
    let mut all = list(&ladder["admitted"]).iter();
    all.find(|one| handle(&one["statement"]) == statement).cloned()
}

/// What `check` says of one kind, about a record.
fn checked(bench: &Bench, list: &str, problem: &str, record: &str) -> Vec<Value> {
    let ran = bench.run(&["check", "--json"]);
    let answer: Value = serde_json::from_str(&ran.out).unwrap();
    let about = |one: &&Value| {
        let records = one["records"].as_array().unwrap();
        one["problem"] == problem && records.iter().any(|known| handle(known) == record)
    };
    answer[list].as_array().unwrap().iter().filter(about).cloned().collect()
}

/// Who may be among those whom a tally counts, with the claims that say so.
fn may_be(bench: &Bench, tally: &str) -> Vec<(String, BTreeSet<String>)> {
    let counted = bench.json(&["count", "charged"]);
    let groups = list(&counted["groups"]).iter();
    let group =
        groups.filter(|group| list(&group["tallies"]).iter().any(|known| handle(known) == tally));
    let all = group.flat_map(|group| list(&group["may_be_counted"]).to_vec());
    all.map(|one| (handle(&one["who"]).to_owned(), rows(&one))).collect()
}

fn followed(bench: &Bench, pledge: &str) -> Vec<(String, String, BTreeSet<String>)> {
    let answer = bench.json(&["commitments"]);
    let owed = list(&answer["commitments"]).iter();
    let owed = owed.filter(|one| handle(&one["record"]) == pledge);
    owed.flat_map(|one| list(&one["followed"]).to_vec())
        .map(|one| {
            let bearing = one["bearing"].as_str().unwrap().to_owned();
            (handle(&one["record"]).to_owned(), bearing, rows(&one))
        })
        .collect()
}

#[test]
fn the_founding_document_is_read_as_its_readers_read_it() {
    let bench = founding(&[]);

    // I2: those who ordered the detentions look into the torture.
    let [question] = &in_question(&bench, "treatment-detainees")[..] else { panic!() };
    assert_eq!(handle(&question["proceeding"]), "torture-inquiry");
    assert_eq!(handle(&question["investigator"]), "prosecutor-team");
    assert_eq!(question["principle"], "un-55-89-2");
    assert_eq!(question["on_its_ground"], false, "they ordered; they are not said to be suspected");
    let ties: Vec<(&str, &str)> = list(&question["links"])
        .iter()
        .map(|link| (link["tie"].as_str().unwrap(), handle(&link["to"])))
        .collect();
    assert_eq!(ties, [("ordered", "custody-detainees"), ("also-conducts", "investigation-unrest")]);
    let conducts = ["z00/C49", "z00/C49.actor-2", "z00/C49.in-2", "z00/C49.degree-2"];
    let also = ["z00/C49.conducted-by", "z00/C49.actor", "z00/C49.in", "z00/C49.degree"];
    let ordered = ["z00/C50", "z00/C50.actor", "z00/C50.in", "z00/C50.degree", "z00/C17.during"];
    let tie = ["z00/C49.concerns", "z00/C49.concern"];
    assert_eq!(rows(question), set(&[&conducts[..], &also, &ordered, &tie].concat()));

    // I6: shooting admitted, and somebody says that no other officer was charged.
    let admitted = admission(&bench, "fire-at-protesters", "adm-officers").unwrap();
    assert_eq!(admitted["charge"], "none-claimed");
    let own = ["z00/C36.statement", "z00/C36.statement.kind", "z00/C36.statement.admits"];
    let about = ["z00/C36.statement.about"];
    let none = ["z00/C35", "z00/C35.standing", "z00/C32.only"];
    let since = ["z00/C32.size.about", "z00/C32.size.in", "z00/C14.when", "z00/C66"];
    assert_eq!(rows(&admitted), set(&[&own[..], &about, &none, &since].concat()));
    let days: Vec<(u64, u64)> = list(&admitted["gaps"])
        .iter()
        .flat_map(|gap| list(&gap["days"]))
        .map(|days| (days["least"].as_u64().unwrap(), days["most"].as_u64().unwrap()))
        .collect();
    assert_eq!(
        days,
        [(557, 587), (572, 572), (557, 587), (572, 572)],
        "from a month, and from its day"
    );
    let text = bench.ok(&["accountability", "ev-zhanaozen"]);
    assert!(text.contains("conduct admitted, no charge claimed"), "{text}");
    let killed = text.find("at least 15").unwrap();
    let charged = text[killed..].find("charged,").unwrap();
    assert!(charged > 0 && !text.contains('%'), "side by side and no ratio: {text}");

    // I7: the transfer of the prisons runs against the pledge, in the team's assessment.
    let follows = followed(&bench, "promise-un-2010");
    let against = ("prison-transfer".to_owned(), "contradicts".to_owned(), set(&["team/pledge"]));
    assert!(follows.contains(&against), "{follows:?}");
    let why = bench.ok(&["why", "prison-transfer.runs-against"]);
    for row in ["z00/C87", "z00/C88", "z00/C90", "z00/C91"] {
        assert!(why.contains(row), "{row}: {why}");
    }

    // I8: the man who died is proposed to be Kenzhebaev; the figure stays what was said.
    let [proposed] = &checked(&bench, "not_judged", "perhaps-one", "died-1")[..] else { panic!() };
    let proposed_for: Vec<&str> = list(&proposed["records"]).iter().map(handle).collect();
    assert_eq!(proposed_for, ["died-1", "kenzhebaev"]);
    for row in
        ["z00/C44.person", "z00/C44.person.killed-in", "z00/C63", "z00/C63.sex", "z00/C64.who"]
    {
        assert!(rows(proposed).contains(row), "{row}: {proposed:#}");
    }
    let died = bench.ok(&["count", "died"]);
    assert!(died.contains("at least one") && died.contains("1 named"), "{died}");

    // I9: seventeen months after 16 December 2011 is not the day of publication.
    let misfits = checked(&bench, "findings", "two-dates", "assess-no-justice");
    let exact = misfits.iter().find(|one| one["text"].as_str().unwrap().contains("16 May 2013"));
    assert_eq!(rows(exact.unwrap()), set(&["z00/C25.months", "z00/C25.when", "z00/C66"]));
    assert!(exact.unwrap()["text"].as_str().unwrap().contains("10 July 2013"));

    // I10: nobody claims a home.
    let [far] = &checked(&bench, "not_judged", "distance", "solitary-atabek-2012")[..] else {
        panic!()
    };
    assert_eq!(rows(far), set(&["z00/C86", "z00/C85", "z00/C84.who"]));
    assert!(
        far["text"].as_str().unwrap().contains("cannot be judged, missing: a home of Aron Atabek")
    );
    assert!(far["settle"].as_str().unwrap().contains("a home and a route"));

    // I11: whether Temirov is one of the five is not settled.
    let open = may_be(&bench, "officers-charged-amnesty");
    let rests = set(&["z00/C71", "z00/C70", "z00/C70.in"]);
    assert_eq!(open, [("temirov".to_owned(), rests)]);
}

#[test]
fn without_their_claims_the_conclusions_fall() {
    let bench = founding(&[
        "C50",
        "C50.actor",
        "C35",
        "C35.standing",
        "C32.only",
        "C44.person.killed-in",
        "C66",
        "C86",
        "C70.in",
        "C41",
    ]);
    assert!(in_question(&bench, "treatment-detainees").is_empty());
    let admitted = admission(&bench, "fire-at-protesters", "adm-officers").unwrap();
    assert_eq!(admitted["charge"], "not-looked-for", "nothing follows from silence");
    assert!(checked(&bench, "not_judged", "perhaps-one", "died-1").is_empty());
    let misfits = checked(&bench, "findings", "two-dates", "assess-no-justice");
    assert_eq!(misfits.len(), 1, "from December 2011 only May 2013 follows");
    assert_eq!(rows(&misfits[0]), set(&["z00/C25.months", "z00/C25.when", "z00/C14.when"]));
    assert!(checked(&bench, "not_judged", "distance", "solitary-atabek-2012").is_empty());
    let open = may_be(&bench, "officers-charged-amnesty");
    assert_eq!(open, [("temirov".to_owned(), set(&["z00/C71", "z00/C70"]))], "weaker by a claim");

    let bench = founding(&["C17.during", "C35", "C36.statement.admits", "C25.months", "C71"]);
    assert!(in_question(&bench, "treatment-detainees").is_empty(), "the custody is not theirs");
    let admitted = admission(&bench, "fire-at-protesters", "adm-officers").unwrap();
    assert_eq!(admitted["charge"], "none-claimed", "weaker, on what is left");
    assert!(!rows(&admitted).contains("z00/C35") && list(&admitted["of"]).is_empty());
    assert!(checked(&bench, "findings", "two-dates", "assess-no-justice").is_empty());
    assert!(may_be(&bench, "officers-charged-amnesty").is_empty());

    // What they do not name does not matter to them.
    let bench = founding(&["C41", "C53", "C96"]);
    assert_eq!(in_question(&bench, "treatment-detainees").len(), 1);
    let admitted = admission(&bench, "fire-at-protesters", "adm-officers").unwrap();
    assert_eq!(admitted["charge"], "none-claimed");
}

#[test]
fn the_invented_case_is_read_alike() {
    let bench = Bench::with_harbour();
    let [question] = &in_question(&bench, "beating-hallaq")[..] else { panic!() };
    let all = ["h4/5.ordered", "h4/6.during", "h4/6.by", "h4/6.inquiry", "h4/4.by"];
    assert_eq!(rows(question), set(&all));
    let admitted = admission(&bench, "act-shooting", "adm-guards").unwrap();
    assert_eq!(admitted["charge"], "none-claimed");
    let all =
        ["h4/3", "h4/3.kind", "h4/3.admits", "h4/3.about", "h4/4.none", "h4/4.concerns", "h1/8"];
    assert_eq!(rows(&admitted), set(&all));
    assert_eq!(handle(&admitted["may_be"][0]), "two-guards", "nobody says that they are others");
    let follows = followed(&bench, "pledge-port");
    let against = ("closing-files".to_owned(), "contradicts".to_owned(), set(&["team/5"]));
    assert_eq!(follows, [against]);
    let [proposed] = &checked(&bench, "not_judged", "perhaps-one", "unnamed-docker")[..] else {
        panic!()
    };
    assert_eq!(rows(proposed), set(&["h4/8", "h1/6", "h2/7"]));
    let [months] = &checked(&bench, "findings", "two-dates", "says-months")[..] else { panic!() };
    assert!(months["text"].as_str().unwrap().contains("3 August 2020"), "{months}");
    assert_eq!(rows(months), set(&["h4/9.when", "h4/9.day", "h1/8"]));
    // With a home claimed the great circle tells.
    let [far] = &checked(&bench, "findings", "distance-wrong", "port-jail")[..] else { panic!() };
    assert!(far["text"].as_str().unwrap().contains("55.2 to 55.9 km"), "{far}");
    let all = ["h4/5", "h4/5.far", "h4/5.home", "h4/5.where", "h4/5.point", "h4/5.jail"];
    assert_eq!(rows(far), set(&all));
    let open = may_be(&bench, "guards-charged");
    assert_eq!(open.len(), 1);
    assert_eq!(open[0].0, "guard-captain");
    let shown = bench.ok(&["show", "judge-captain"]);
    assert!(shown.contains("inference") && shown.contains("cannot be judged"), "{shown}");

    let bench = invented(&[
        "h4/5.ordered",
        "h4/4.none",
        "team/5",
        "h4/8",
        "h4/9.when",
        "h4/5.home",
        "h4/11",
    ]);
    assert!(in_question(&bench, "beating-hallaq").is_empty());
    let admitted = admission(&bench, "act-shooting", "adm-guards").unwrap();
    assert_eq!(admitted["charge"], "not-looked-for");
    assert!(followed(&bench, "pledge-port").is_empty());
    assert!(checked(&bench, "not_judged", "perhaps-one", "unnamed-docker").is_empty());
    assert!(checked(&bench, "findings", "two-dates", "says-months").is_empty());
    assert!(checked(&bench, "findings", "distance-wrong", "port-jail").is_empty());
    let [far] = &checked(&bench, "not_judged", "distance", "custody-hallaq")[..] else { panic!() };
    assert!(far["text"].as_str().unwrap().contains("missing: a home of Sami Hallaq"), "{far}");
    assert!(may_be(&bench, "guards-charged").is_empty());
}

/// The contradictions of the founding document: what stands beside what.
#[test]
fn contradictions_stand_side_by_side() {
    let bench = Bench::with_example();
    let said = bench.json(&["statements", "--all"]);
    let beside = |statement: &str| -> BTreeSet<String> {
        let entries = list(&said["statements"]).iter();
        entries
            .filter(|one| handle(&one["record"]) == statement)
            .flat_map(|one| list(&one["set_beside"]))
            .flat_map(|one| list(&one["claims"]))
            .map(|claim| claim["claim"]["row"].as_str().unwrap().to_owned())
            .collect()
    };
    for (statement, rows) in [
        // 24: the inquiries were thorough and impartial.
        ("claim-thorough", &["23", "25", "46", "49", "73"][..]),
        // 47: the allegations are unfounded.
        (
            "den-torture-2013",
            &[
                "36",
                "40",
                "41",
                "42",
                "43",
                "44",
                "48.torture",
                "56",
                "57",
                "58",
                "59",
                "67",
                "68",
                "69",
            ],
        ),
        // 74: torture is entrenched; 05 and 87 promised its end.
        ("assess-entrenched", &["05", "05.content", "87", "87.content", "09", "88", "91"]),
        // 73: nothing serious was done; 06 promised an inquiry.
        ("assess-no-effort", &["06", "06.content", "35"]),
    ] {
        let there = beside(statement);
        for row in rows {
            assert!(there.contains(&format!("z00/C{row}")), "{row} beside {statement}: {there:?}");
        }
    }
    // Whether the fifth of January is one of the five is an inference of the team's, graded by it.
    let group = bench.ok(&["show", "five-january"]);
    assert!(group.contains("an inference, by the team"), "{group}");
    let graded = bench.ok(&["show", "judge-fifth-january"]);
    assert!(graded.contains("probably true"), "{graded}");
    // 17 and 21 name different places of one treatment: both stand, and neither is in conflict.
    let shown = bench.json(&["show", "treatment-detainees"]);
    let place = list(&shown["properties"]).iter().find(|one| one["property"] == "place").unwrap();
    let reading = &list(&place["readings"])[0];
    assert!(list(&reading["positions"]).len() >= 2, "{reading}");
    assert_eq!(reading["status"]["in_conflict"], 0);
}
