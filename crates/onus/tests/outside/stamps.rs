//! `onus timestamp` with a local authority: asked, answered, kept, and every wrong answer refused.

use std::fs;
use std::sync::Arc;

use super::authority::{Authority, serve};
use crate::common::{Bench, Ran};
use crate::{invited, json_as, ok_as, run_as};

/// Makes what is not there, or ends the test.
macro_rules! made {
    () => {
        match Authority::make() {
            Some(authority) => authority,
            None => return,
        }
    };
}

/// Asks for a stamp and brings the reply.
fn asked(bench: &Bench, authority: &Authority) {
    bench.ok(&["timestamp", "--out", "request.tsq"]);
    let request = fs::read(bench.path("request.tsq")).unwrap();
    bench.write("reply.tsr", authority.answer(&request));
}

fn attach(bench: &Bench, reply: &str, more: &[&str]) -> Ran {
    bench.run(&[&["timestamp", "--attach", reply], more].concat())
}

/// Whether nothing of the case has changed.
fn unchanged(bench: &Bench, commits: usize) {
    assert_eq!(bench.commits(), commits);
    assert_eq!(bench.json(&["timestamp"])["stamps"], serde_json::json!([]));
    bench.ok(&["verify"]);
}

#[test]
fn a_stamp_is_asked_for_brought_back_and_kept() {
    let authority = made!();
    let bench = Bench::with_harbour();
    let before = bench.run(&["timestamp"]);
    assert_eq!((before.code, before.out.trim()), (1, "There are no time stamps."));
    let commits = bench.commits();
    asked(&bench, &authority);
    // The device has seen everything, so asking changes nothing in the log.
    assert_eq!(bench.commits(), commits);
    let waiting = bench.json(&["timestamp"]);
    assert_eq!(waiting["waiting"][0]["commits"].as_u64(), Some(commits as u64));
    // The request holds the digest of the checkpoint, as OpenSSL reads it.
    let digest = waiting["waiting"][0]["digest"].as_str().unwrap().to_owned();
    authority.ok("ts -query -in query.tsq -text");
    let request = fs::read(bench.path("request.tsq")).unwrap();
    let bytes: Vec<u8> =
        (0..32).map(|at| u8::from_str_radix(&digest[2 * at..2 * at + 2], 16).unwrap()).collect();
    assert!(request.windows(32).any(|part| part == bytes), "{digest}");

    let (root, middle) = (authority.certificate("root"), authority.certificate("middle"));
    let trust = ["--trust", &root, "--certificate", &middle];
    let ran = attach(&bench, "reply.tsr", &trust);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(ran.out.contains("existed before") && ran.out.contains("CN=Root"), "{}", ran.out);
    assert_eq!(bench.commits(), commits + 1);

    let kept = bench.json(&[&["timestamp"], &trust[..]].concat());
    let stamp = &kept["stamps"][0];
    assert_eq!((stamp["holds"].as_bool(), stamp["trusted"].as_bool()), (Some(true), Some(true)));
    assert_eq!(stamp["chain"], serde_json::json!(["CN=Authority", "CN=Middle", "CN=Root"]));
    assert_eq!(stamp["name"], "first member");
    assert!(stamp["existed_before"].as_str() > stamp["time"].as_str());
    assert_eq!(kept["waiting"], serde_json::json!([]));
    // What it covers is the newest commit of when it was asked for.
    let log = bench.json(&["log"]);
    assert_eq!(log["commits"][1]["commit"], stamp["last"]);
    assert_eq!(log["commits"][0]["stamps"].as_u64(), Some(1));
    assert_eq!(log["commits"][0]["existed_before"], stamp["existed_before"]);
    assert!(bench.ok(&["log"]).contains("time stamp: existed before 20"));

    // Without certificates it holds by itself, and nobody vouches for it.
    let told = bench.ok(&["timestamp"]);
    assert!(told.contains("nobody who is trusted vouches for it"), "{told}");
    let told = bench.ok(&[&["timestamp"], &trust[..]].concat());
    assert!(told.contains("Existed before") && told.contains("vouched for by CN=Root"), "{told}");
    let alone = bench.run(&["timestamp", "--trust", &root]);
    assert_eq!(alone.code, 1, "{}", alone.out);
    bench.ok(&["verify"]);
    // A reply is taken once.
    let again = attach(&bench, "reply.tsr", &trust);
    assert_eq!(again.code, 2);
    assert!(again.err.contains("no request for a time stamp waits"), "{}", again.err);
}

#[test]
fn wrong_replies_change_nothing() {
    let authority = made!();
    let bench = Bench::with_case();
    let (root, middle) = (authority.certificate("root"), authority.certificate("middle"));
    let trust = ["--trust", &root, "--certificate", &middle];
    let commits = bench.commits();
    let refused = |reply: &str, more: &[&str], said: &str| {
        let ran = attach(&bench, reply, more);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{said}");
        assert!(ran.err.contains(said), "{said}: {}", ran.err);
        unchanged(&bench, commits);
    };
    asked(&bench, &authority);
    let reply = fs::read(bench.path("reply.tsr")).unwrap();

    refused("nowhere.tsr", &trust, "nowhere.tsr: there is no such file");
    bench.write("cut.tsr", &reply[..reply.len() - 9]);
    refused("cut.tsr", &trust, "this is not a time-stamp reply");
    bench.write("empty.tsr", b"");
    refused("empty.tsr", &trust, "this is not a time-stamp reply");
    bench.write("long.tsr", vec![0; 2 << 20]);
    refused("long.tsr", &trust, "too long for a reply");
    let mut bent = reply.clone();
    *bent.last_mut().unwrap() ^= 1;
    bench.write("bent.tsr", &bent);
    refused("bent.tsr", &trust, "no stamp was recorded");

    // Of another case, and of an authority that answers without the number it was asked with.
    let other = Bench::with_case();
    asked(&other, &authority);
    bench.write("other.tsr", fs::read(other.path("reply.tsr")).unwrap());
    refused("other.tsr", &trust, "the token is about other content");
    let digest = bench.json(&["timestamp"])["waiting"][0]["digest"].as_str().unwrap().to_owned();
    authority.ok(&format!("ts -query -digest {digest} -sha256 -cert -out theirs.tsq"));
    bench.write("number.tsr", authority.answer(&fs::read(authority.path("theirs.tsq")).unwrap()));
    refused("number.tsr", &trust, "it repeats another number");
    authority.ok(&format!("ts -query -digest {digest} -sha256 -cert -no_nonce -out theirs.tsq"));
    bench.write("bare.tsr", authority.answer(&fs::read(authority.path("theirs.tsq")).unwrap()));
    refused("bare.tsr", &trust, "it does not repeat its number");
    // An authority that refuses.
    authority.ok(&format!("ts -query -digest {digest} -sha256 -tspolicy 1.9.9 -out theirs.tsq"));
    bench.write("refusal.tsr", authority.answer(&fs::read(authority.path("theirs.tsq")).unwrap()));
    refused("refusal.tsr", &trust, "the authority did not stamp it: status 2");

    // Of an authority whom nobody vouches for.
    let stranger = Authority::make().unwrap();
    refused(
        "reply.tsr",
        &["--trust", &stranger.certificate("root")],
        "nobody who is trusted vouches",
    );
    refused("reply.tsr", &["--trust", &root], "nobody who is trusted vouches");
    refused(
        "reply.tsr",
        &["--trust", "passphrase"],
        "passphrase: the signer's certificate cannot be read",
    );
    refused("reply.tsr", &[], "--trust");

    // After all that, and under a new key, the right one is still taken.
    bench.ok(&["passwd", "--rotate"]);
    let ran = attach(&bench, "reply.tsr", &trust);
    assert_eq!(ran.code, 0, "{}", ran.err);
}

#[test]
fn asking_over_the_network_only_where_an_address_is_named() {
    let authority = Arc::new(made!());
    let (root, middle) = (authority.certificate("root"), authority.certificate("middle"));
    let trust = ["--trust", &root, "--certificate", &middle];
    let bench = Bench::with_case();
    let ask = |url: &str| bench.run(&[&["timestamp", "--url", url], &trust[..]].concat());
    let answering = Arc::clone(&authority);
    let (url, thread) = serve(move |_, request| {
        let reply = answering.answer(request);
        let head = "HTTP/1.1 200 OK\r\nContent-Type: application/timestamp-reply\r\nTransfer-Encoding: chunked\r\n\r\n";
        let (first, second) = reply.split_at(100);
        let chunk =
            |part: &[u8]| [format!("{:x}\r\n", part.len()).as_bytes(), part, b"\r\n"].concat();
        [head.as_bytes(), &chunk(first), &chunk(second), b"0\r\n\r\n"].concat()
    });
    let ran = ask(&url);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let asked = thread.join().unwrap();
    assert!(asked.starts_with("POST /stamp?x=1 HTTP/1.1\r\nHost: 127.0.0.1:"), "{asked}");
    assert!(asked.contains("\r\nContent-Type: application/timestamp-query\r\n"), "{asked}");
    assert_eq!(bench.json(&["timestamp"])["stamps"].as_array().unwrap().len(), 1);
    bench.ok(&["verify"]);

    // Whatever else comes back is told, and nothing is kept.
    let commits = bench.commits();
    for (answer, said) in [
        ("HTTP/1.1 503 Busy\r\n\r\n", "the status 503"),
        ("HTTP/1.1 301 Moved\r\nLocation: https://other/\r\n\r\n", "ask at \"https://other/\""),
        ("HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\nabc", "cut off on the way"),
        ("HTTP/1.1 200 OK\r\n\r\n<html>", "this is not a time-stamp reply"),
        ("", "ended without an answer"),
    ] {
        let (url, thread) = serve(move |_, _| answer.as_bytes().to_vec());
        let ran = ask(&url);
        assert_eq!(ran.code, 2, "{}", ran.out);
        assert!(ran.err.contains(said), "{said}: {}", ran.err);
        thread.join().unwrap();
    }
    for (url, said) in [
        ("https://127.0.0.1/", "onus timestamp --out request.tsq"),
        ("gopher://127.0.0.1/", "this is not an address"),
        ("http://127.0.0.1:1/", "127.0.0.1:1: "),
    ] {
        let ran = ask(url);
        assert_eq!(ran.code, 2, "{}", ran.out);
        assert!(ran.err.contains(said), "{said}: {}", ran.err);
    }
    assert_eq!(bench.commits(), commits);
    assert_eq!(bench.json(&["timestamp"])["waiting"], serde_json::json!([]));
}

#[test]
fn a_stamp_covers_what_others_committed_and_reaches_them() {
    let authority = made!();
    let (root, middle) = (authority.certificate("root"), authority.certificate("middle"));
    let bench = Bench::with_case();
    invited(&bench, "bek", "coder", "team");
    let there = "bek/bek.onus";
    bench.write("sheets/register.csv", "handle,type,label\npier,place,A pier\n");
    ok_as(&bench, "bek", there, &["code", "sheets"]);
    ok_as(
        &bench,
        "bek",
        there,
        &["sync", "--out", "2.bundle", "--to", "first member", "--level", "team"],
    );
    bench.ok(&["sync", "2.bundle"]);
    // This device has seen the other's commit only once it commits itself, which asking sees to.
    let commits = bench.commits();
    asked(&bench, &authority);
    assert_eq!(bench.commits(), commits + 1);
    // The other has no such request.
    let trust = ["--trust", &root, "--certificate", &middle];
    let attach = [&["timestamp", "--attach", "reply.tsr"], &trust[..]].concat();
    let ran = run_as(&bench, "bek", there, &attach);
    assert_eq!(ran.code, 2, "{}", ran.out);
    bench.ok(&attach);
    let log = bench.json(&["log"]);
    let stamp = bench.json(&["timestamp"])["stamps"][0].clone();
    assert_eq!(log["commits"][1]["commit"], stamp["last"]);
    // It travels with the log, at every level, and holds there too.
    bench.ok(&["sync", "--out", "3.bundle", "--to", "bek", "--level", "public"]);
    ok_as(&bench, "bek", there, &["sync", "3.bundle"]);
    let judged = json_as(&bench, "bek", there, &[&["timestamp"], &trust[..]].concat());
    let judged = &judged["stamps"][0];
    assert_eq!((judged["trusted"].as_bool(), &judged["last"]), (Some(true), &stamp["last"]));
    ok_as(&bench, "bek", there, &["verify"]);
    bench.ok(&["verify"]);
}
