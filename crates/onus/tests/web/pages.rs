//! Every page in a real browser: accessible (axe-core, where `ONUS_AXE` names its script), no wider than the window,
//! in both directions of writing, light and dark. Where `ONUS_SHOTS` names a folder, pictures of all pages are put there.

use serde_json::Value;

use crate::browser::Browser;
use crate::client::Server;
use crate::common::{Bench, PASSPHRASE, without};

/// The pages of the worked example, with a name for their pictures.
fn pages(bench: &Bench) -> Vec<(String, String)> {
    let id = |handle: &str| {
        let shown = bench.json(&["show", handle, "--case", "case.onus"]);
        shown["record"]["id"].as_str().unwrap().to_owned()
    };
    let (person, source) = (id("kenzhebaev"), id("z00"));
    let why = bench.json(&["why", "kenzhebaev.died", "--case", "case.onus"]).to_string();
    let claim = why.split("\"claim\":{").nth(1).unwrap().split("\"id\":\"").nth(1).unwrap();
    let claim = claim.split('"').next().unwrap();
    let all = [
        ("case", "/".to_owned()),
        ("sources", "/sources".to_owned()),
        ("add", "/sources/add".to_owned()),
        ("reader", format!("/sources/{source}")),
        ("coding", format!("/sources/{source}/code?quote=At+least")),
        ("records", "/records".to_owned()),
        ("people", "/records?type=person".to_owned()),
        ("record", format!("/records/{person}")),
        ("claim", format!("/claims/{claim}")),
        ("why", "/why/brief/1".to_owned()),
        ("statements", "/statements".to_owned()),
        ("accountability", "/accountability".to_owned()),
        ("commitments", "/commitments".to_owned()),
        ("count", "/count".to_owned()),
        ("timeline", "/timeline".to_owned()),
        ("map", "/map".to_owned()),
        ("network", "/network".to_owned()),
        ("findings", "/findings".to_owned()),
        ("checks", "/checks".to_owned()),
        ("links", "/links".to_owned()),
        ("challenge", "/challenge".to_owned()),
        ("search", "/search?q=Zhanaozen".to_owned()),
        ("review", "/review".to_owned()),
        ("log", "/log".to_owned()),
        ("members", "/members".to_owned()),
        ("work", "/work".to_owned()),
        ("view", "/view".to_owned()),
    ];
    all.into_iter().map(|(name, path)| (name.to_owned(), path)).collect()
}

/// Looks from now on in a language and in colours.
fn look(browser: &Browser, language: &str, theme: &str) {
    browser.go("/view");
    browser.until("document.querySelector('#language')");
    browser.run(&format!(
        "document.querySelector('#language').value = '{language}';
         document.querySelector('#theme').value = '{theme}';
         document.querySelector('form.plain').submit()"
    ));
    browser.until(&format!(
        "document.documentElement.lang == '{language}' && document.documentElement.dataset.theme == '{theme}'"
    ));
}

#[test]
fn every_page_is_accessible_in_both_directions_light_and_dark() {
    let axe = std::env::var("ONUS_AXE").ok().and_then(|path| std::fs::read_to_string(path).ok());
    let shots = std::env::var("ONUS_SHOTS").ok();
    if axe.is_none() && shots.is_none() {
        return eprintln!("not tested: ONUS_AXE names no script of axe-core");
    }
    let bench = Bench::with_example();
    let server = Server::start(&bench);
    let Some(browser) = Browser::start(&server) else { return without("chromedriver") };
    browser.unlock(PASSPHRASE);
    let only = std::env::var("ONUS_PAGES").ok();
    let pages: Vec<(String, String)> = pages(&bench)
        .into_iter()
        .filter(|(name, _)| only.as_ref().is_none_or(|only| only.split(',').any(|one| one == name)))
        .collect();
    let mut wrong = Vec::new();
    let mut looked_at = 0;
    for (language, theme) in [("en", "light"), ("ar", "light"), ("en", "dark"), ("ar", "dark")] {
        look(&browser, language, theme);
        for (name, path) in &pages {
            browser.resize(1440, 1000);
            browser.go(path);
            browser.until("document.querySelector('main h1')");
            let at = format!("{name}, {language}, {theme}");
            if let Some(axe) = &axe {
                browser.run(&format!("{axe}; window.axe = axe; return 1"));
                let found = browser.ask_later(
                    "const done = arguments[arguments.length - 1];
                     axe.run(document, { resultTypes: ['violations'] }).then((found) => done(found.violations.map((one) =>
                       one.id + ': ' + one.nodes.slice(0, 3).map((node) => node.target.join(' ') + ' ' + node.html.slice(0, 160)).join(' | '))),
                       (error) => done([String(error)]));",
                );
                let found = found.as_array().cloned().unwrap_or_else(|| vec![Value::Null]);
                wrong.extend(found.iter().map(|one| format!("{at}: {one}")));
                looked_at += 1;
            }
            for (width, height) in [(1440, 1000), (390, 844)] {
                browser.resize(width, height);
                let wide = browser.run("return document.documentElement.scrollWidth - innerWidth");
                if wide.as_i64().is_none_or(|wide| wide > 0) {
                    wrong.push(format!("{at}, {width}: {wide} too wide"));
                }
                if let Some(folder) = &shots {
                    browser.picture(&format!("{folder}/{name}-{width}-{language}-{theme}.png"));
                }
            }
        }
    }
    println!("{looked_at} pages looked at by axe-core");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_control_is_reached_by_keyboard_and_seen() {
    let bench = Bench::with_harbour();
    bench.write("report.txt", "The harbour closed at noon.\n\nNobody else was asked.\n");
    bench.ok(&["add", "report.txt", "--handle", "report"]);
    let source = bench.json(&["show", "report"])["record"]["id"].as_str().unwrap().to_owned();
    let server = Server::start(&bench);
    let Some(browser) = Browser::start(&server) else { return without("chromedriver") };
    // Unlocking by keyboard alone.
    browser.go("/");
    browser.until("location.pathname == '/unlock'");
    browser.run("document.querySelector('#passphrase').focus()");
    browser.press_each(PASSPHRASE);
    browser.press("\u{e007}", 1);
    browser.until("location.pathname == '/' && document.querySelector('main h1')");
    for path in ["/", "/links", "/sources/add", "/map", "/view", &format!("/sources/{source}/code")]
    {
        browser.go(path);
        browser.until("document.querySelector('main h1')");
        // Whatever can be used, but for what a closed fold hides.
        let all = browser.run(
            "window.reached = new Set(); window.unseen = [];
             window.all = [...document.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex=\"0\"]')]
               .filter((one) => one.checkVisibility({ contentVisibilityAuto: true, visibilityProperty: true }));
             return window.all.length",
        );
        let all = all.as_u64().unwrap();
        assert!(all > 10, "{path}: {all}");
        for _ in 0..all + 4 {
            browser.press("\u{e004}", 1);
            browser.run(
                "const one = document.activeElement; window.reached.add(one);
                 const style = getComputedStyle(one);
                 const node = one.querySelector && one.querySelector('.node');
                 const drawn = node && getComputedStyle(node).strokeWidth === '2px';
                 if (one !== document.body && style.outlineStyle === 'none' && !drawn) window.unseen.push(one.outerHTML.slice(0, 120));",
            );
        }
        let missed = browser.text(
            "return window.all.filter((one) => !window.reached.has(one)).map((one) => one.outerHTML.slice(0, 120)).join('\\n')",
        );
        assert!(missed.is_empty(), "{path}, not reached: {missed}");
        let unseen = browser.text("return window.unseen.join('\\n')");
        assert!(unseen.is_empty(), "{path}, not seen: {unseen}");
    }
    // The way past the contents.
    browser.go("/");
    browser.until("document.querySelector('main h1')");
    browser.press("\u{e004}", 1);
    browser.press("\u{e007}", 1);
    browser.until("document.activeElement.id == 'main'");
}
