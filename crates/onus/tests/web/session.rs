//! A session of a person, whole: from unlocking to the key that leaves.

use crate::browser::Browser;
use crate::client::Server;
use crate::common::{Bench, PASSPHRASE, ran, without};

const OTHER: &str = "four other words here";

const NOTES: &str = "Notes from the harbour.\n\nMarta Silver said that Anton Reed, a forester, died on \
                     4 March 2019 in the port hospital.\n\nNobody else was asked.\n";

const LEDGER: &str =
    "Register of the hospital.\n\nAnton Reed was brought in alive and died on 6 March 2019.\n";

/// A bench with two members, and a document that the second source is.
fn bench() -> Bench {
    let bench = Bench::with_harbour();
    bench.write("b", OTHER);
    let mut add = bench.command(&[
        "members",
        "--add",
        "B. Reviewer",
        "--role",
        "reviewer",
        "--key-cost",
        "least",
        "--case",
        "case.onus",
    ]);
    let added = ran(add.env("ONUS_MEMBER_PASSPHRASE_FILE", bench.path("b")).output().unwrap());
    assert_eq!(added.code, 0, "{}", added.err);
    bench.write("ledger.txt", LEDGER);
    bench.ok(&["add", "ledger.txt", "--handle", "ledger", "--case", "case.onus"]);
    bench.write("notes from the harbour.txt", NOTES);
    bench
}

#[test]
fn a_person_reads_adds_codes_compares_retracts_and_leaves() {
    let bench = bench();
    let ledger = bench.json(&["show", "ledger", "--case", "case.onus"]);
    let ledger = ledger["record"]["id"].as_str().unwrap().to_owned();
    let server = Server::start(&bench);
    let Some(browser) = Browser::start(&server) else { return without("chromedriver") };
    browser.unlock(PASSPHRASE);
    browser.until("document.querySelector('.synopsis')");

    // A number of the brief, down to the highlighted passage.
    browser.click(".synopsis .basis a.why");
    browser.until("location.pathname.startsWith('/why/brief/')");
    browser.click(".place a[href*='?claim=']");
    browser.until("document.querySelector('.notes .on')");

    // A document is added.
    browser.click("nav.contents a[href='/sources']");
    browser.until("location.pathname == '/sources'");
    browser.click("a[href='/sources/add']");
    browser.until("document.querySelector('#files')");
    let file = bench.path("notes from the harbour.txt");
    browser.write("#files", file.to_str().unwrap());
    browser.write("#from", "A. Lawyer");
    browser.click("button.primary");
    browser
        .until("location.pathname.match('^/sources/[0-9a-f]+$') || location.pathname == '/work'");
    if browser.text("return location.pathname") == "/work" {
        browser.until("document.querySelector('.works .lines a')");
        browser.click(".works .lines a");
    }
    browser.until("document.querySelector('.run')");
    let text = browser.text("return document.querySelector('.leaf').innerText");
    assert!(text.contains("Anton Reed, a forester"), "{text}");

    // A sentence is selected, and a claim made about somebody new: the date is read from the words and shown.
    browser.requests();
    browser.inputs.set(0);
    browser.select("Anton Reed, a forester, died on 4 March 2019 in the port hospital.");
    browser.click("form[data-code] button");
    browser.until("document.querySelector('form.claimform')");
    browser.write("input[name=origin]", "Marta Silver");
    browser.write("select[name=origin-type]", "person");
    browser.write("input[name=record]", "Anton Reed");
    browser.write("select[name=type]", "person");
    browser.write("select[name=property]", "died");
    browser.click("button[value=record]");
    browser.until("document.querySelector('.question')");
    assert_eq!(
        browser.text("return document.querySelector('input[name=value]').value"),
        "2019-03-04",
        "{}",
        browser.text("return document.querySelector('main').innerText")
    );
    browser.click("button[value=record]");
    browser.until("document.querySelector('.notes .on')");
    let (_, changes) = browser.stayed_here();
    let inputs = browser.inputs.get();
    println!("a claim about somebody new: {inputs} inputs, {changes} changes of page");
    assert!(inputs <= 12, "{inputs} inputs");
    assert!(changes <= 3, "{changes} changes of page");
    let marked = browser.text("return document.querySelector('mark.sel').textContent");
    assert!(marked.starts_with("Anton Reed"), "{marked}");
    let claim = browser.text("return new URL(location.href).searchParams.get('claim')");

    // The register of the hospital says otherwise: both stand side by side.
    browser.go(&format!("/sources/{ledger}"));
    browser.select("died on 6 March 2019");
    browser.click("form[data-code] button");
    browser.until("document.querySelector('form.claimform')");
    browser.write("input[name=origin]", "port-hospital");
    browser.write("input[name=record]", "Anton Reed");
    browser.write("select[name=property]", "died");
    browser.click("button[value=record]");
    browser.until("document.querySelector('.question')");
    browser.click("button[value=record]");
    browser.until("document.querySelector('.notes .on')");
    browser.go(&format!("/claims/{claim}"));
    browser.until("document.querySelector('.statuses .contested')");
    browser.click("header.title .of a");
    browser.until("document.querySelector('main h1').innerText.includes('Anton Reed')");
    let page = browser.text("return document.querySelector('main').innerText");
    assert!(page.contains("2 in conflict"), "{page}");

    // Whoever made it cannot check it; a second member does, unlocked in the same process beside the first.
    let second = Browser::start(&server).unwrap();
    second.unlock(OTHER);
    assert_eq!(second.text("return document.querySelector('.whoami').innerText"), "B. Reviewer");
    second.go("/review");
    second.run("for (const one of document.querySelectorAll('details')) one.open = true");
    second.click(&format!("a[href='/claims/{claim}']"));
    second.until("document.querySelector('button[value=checked]')");
    second.click("button[value=checked]");
    second.until("!document.querySelector('button[value=checked]')");
    let page = second.text("return document.querySelector('main').innerText");
    assert!(page.contains("B. Reviewer"), "{page}");

    // The first sees it, and retracts it with a reason; it is found in the log with who did what.
    browser.go(&format!("/claims/{claim}"));
    browser.until("document.querySelector('#reason')");
    let page = browser.text("return document.querySelector('main').innerText");
    assert!(page.contains("B. Reviewer"), "{page}");
    browser.write("#reason", "source-corrected");
    let reason = browser.text("return document.querySelector('#reason').value");
    if reason.is_empty() {
        browser.run("document.querySelector('#reason').value = 'source-corrected'");
    }
    browser.write("#note", "Marta Silver wrote that she had mistaken the day.");
    browser.click("form[action$='/retract'] button");
    browser.until("location.pathname == '/log'");
    let log = browser.text("return document.querySelector('main table').innerText");
    let lines: Vec<&str> = log.lines().collect();
    assert!(lines.iter().any(|line| line.contains("retracted")), "{log}");
    assert!(log.contains("B. Reviewer"), "{log}");
    browser.go(&format!("/claims/{claim}"));
    browser.until("!document.querySelector('#reason')");

    // The key that leaves: the page is gone, the case locked; the other member is not disturbed.
    browser.go("/");
    browser.press("\u{e00c}", 2);
    browser.until("location.pathname == '/unlock'");
    browser.go("/records");
    browser.until("location.pathname == '/unlock'");
    second.go("/log");
    second.until("document.querySelector('main table')");

    // No request left this server in either window.
    let (first, _) = browser.stayed_here();
    let (other, _) = second.stayed_here();
    println!("{first} and {other} more requests, all to {}", server.host);
    assert!(first > 20 && other > 10);
    assert_eq!(bench.json(&["verify", "--case", "case.onus"])["sound"], true);
}
