//! A real browser, driven as a person would drive it.
//!
//! Chromium by its WebDriver; where there is none, the test says so and passes (unless `ONUS_TOOLS=1`).

use std::cell::Cell;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::client::Server;
use crate::common::{Bench, PASSPHRASE, without};

/// A browser and its driver.
pub(crate) struct Browser {
    driver: Child,
    port: u16,
    session: String,
    base: String,
    /// How often something was clicked, written, selected or pressed.
    pub(crate) inputs: Cell<usize>,
}

impl Browser {
    /// Starts one; none where there is no driver.
    pub(crate) fn start(server: &Server) -> Option<Self> {
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let driver = Command::new("chromedriver")
            .arg(format!("--port={port}"))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .ok()?;
        let (session, base) = (String::new(), server.address(""));
        let mut browser = Self { driver, port, session, base, inputs: Cell::new(0) };
        let until = Instant::now() + Duration::from_secs(20);
        while TcpStream::connect(("127.0.0.1", port)).is_err() && Instant::now() < until {
            std::thread::sleep(Duration::from_millis(50));
        }
        let options =
            json!({ "args": ["--headless=new", "--no-sandbox", "--window-size=1440,1000"] });
        let wanted = json!({ "capabilities": { "alwaysMatch": {
            "goog:chromeOptions": options, "goog:loggingPrefs": { "browser": "ALL", "performance": "ALL" },
        } } });
        let started = browser.ask("POST", "/session", &wanted);
        browser.session = started["sessionId"].as_str()?.to_owned();
        Some(browser)
    }

    fn ask(&self, method: &str, path: &str, body: &Value) -> Value {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(120))).unwrap();
        let body = if method == "GET" { String::new() } else { body.to_string() };
        let request = format!(
            "{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\
             Connection: close\r\n\r\n{body}",
            self.port,
            body.len()
        );
        stream.write_all(request.as_bytes()).unwrap();
        // The driver keeps the line open whatever it is asked: what it answers is as long as it says.
        let mut answer = BufReader::new(stream);
        let mut length = 0;
        let mut line = String::new();
        while answer.read_line(&mut line).is_ok_and(|read| read > 2) {
            let (name, value) = line.split_once(':').unwrap_or_default();
            if name.eq_ignore_ascii_case("content-length") {
                length = value.trim().parse().unwrap_or(0);
            }
            line.clear();
        }
        let mut body = vec![0; length];
        answer.read_exact(&mut body).unwrap();
        let body = String::from_utf8_lossy(&body);
        let answer: Value = serde_json::from_str(&body).unwrap_or(Value::Null);
        answer["value"].clone()
    }

    fn at(&self, path: &str) -> String {
        format!("/session/{}{path}", self.session)
    }

    pub(crate) fn go(&self, path: &str) {
        self.ask("POST", &self.at("/url"), &json!({ "url": format!("{}{path}", self.base) }));
    }

    pub(crate) fn run(&self, script: &str) -> Value {
        self.ask("POST", &self.at("/execute/sync"), &json!({ "script": script, "args": [] }))
    }

    pub(crate) fn text(&self, script: &str) -> String {
        self.run(script).as_str().unwrap_or_default().to_owned()
    }

    /// Waits until a script says yes.
    pub(crate) fn until(&self, script: &str) {
        let until = Instant::now() + Duration::from_secs(60);
        while self.run(&format!("return Boolean({script})")) != Value::Bool(true) {
            assert!(
                Instant::now() < until,
                "{script}\n{}",
                self.text("return document.body.innerText")
            );
            std::thread::sleep(Duration::from_millis(100));
        }
    }

    fn find(&self, css: &str) -> String {
        let found = self.ask(
            "POST",
            &self.at("/element"),
            &json!({ "using": "css selector", "value": css }),
        );
        let id = found.as_object().and_then(|found| found.values().next()).and_then(Value::as_str);
        id.unwrap_or_else(|| panic!("{css} is not there: {found}")).to_owned()
    }

    fn count(&self) {
        self.inputs.set(self.inputs.get() + 1);
    }

    pub(crate) fn click(&self, css: &str) {
        self.count();
        let path = self.at(&format!("/element/{}/click", self.find(css)));
        self.ask("POST", &path, &json!({}));
    }

    pub(crate) fn write(&self, css: &str, text: &str) {
        self.count();
        let path = self.at(&format!("/element/{}/value", self.find(css)));
        self.ask("POST", &path, &json!({ "text": text }));
    }

    /// Presses a key of the whole page.
    pub(crate) fn press(&self, key: &str, times: usize) {
        let presses: Vec<Value> = (0..times)
            .flat_map(|_| {
                [
                    json!({ "type": "keyDown", "value": key }),
                    json!({ "type": "keyUp", "value": key }),
                ]
            })
            .collect();
        let actions = json!({ "actions": [{ "type": "key", "id": "keys", "actions": presses }] });
        self.ask("POST", &self.at("/actions"), &actions);
    }

    /// Selects words of a text, as dragging over them does.
    pub(crate) fn select(&self, words: &str) {
        self.count();
        let words = json!(words);
        self.run(&format!(
            "const words = {words};
             const run = [...document.querySelectorAll('.run')].find((one) => one.textContent.includes(words));
             const text = [...run.childNodes].find((node) => node.nodeType === 3 && node.data.includes(words));
             const range = document.createRange();
             range.setStart(text, text.data.indexOf(words));
             range.setEnd(text, text.data.indexOf(words) + words.length);
             getSelection().removeAllRanges(); getSelection().addRange(range);"
        ));
        self.until("document.querySelector('form[data-code].ready')");
    }

    /// Runs a script that answers through the last of its arguments.
    pub(crate) fn ask_later(&self, script: &str) -> Value {
        self.ask("POST", &self.at("/execute/async"), &json!({ "script": script, "args": [] }))
    }

    /// Makes the window another size, as a telephone has it or a desk.
    pub(crate) fn resize(&self, width: u32, height: u32) {
        let metrics =
            json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
        let told = json!({ "cmd": "Emulation.setDeviceMetricsOverride", "params": metrics });
        self.ask("POST", &self.at("/goog/cdp/execute"), &told);
    }

    /// Puts a picture of the whole page into a file, as far as it is not endless.
    pub(crate) fn picture(&self, file: &str) {
        let told = json!({ "cmd": "Page.captureScreenshot", "params": {
            "format": "png", "captureBeyondViewport": true,
            "clip": { "x": 0, "y": 0, "scale": 1,
                "width": self.run("return innerWidth"),
                "height": self.run("return Math.min(document.documentElement.scrollHeight, 2600)") },
        } });
        let taken = self.ask("POST", &self.at("/goog/cdp/execute"), &told);
        let picture = taken["data"].as_str().unwrap_or_default();
        std::fs::write(file, unpacked(picture)).unwrap();
    }

    /// Unlocks the case.
    pub(crate) fn unlock(&self, passphrase: &str) {
        self.go("/");
        self.until("location.pathname == '/unlock'");
        self.write("#passphrase", passphrase);
        self.click("button.primary");
        self.until("location.pathname == '/' && document.querySelector('main h1')");
    }

    /// The addresses that were asked for since this was last called, with what for.
    pub(crate) fn requests(&self) -> Vec<(String, String)> {
        let mut requests = Vec::new();
        for line in self.log("performance") {
            let message: Value =
                serde_json::from_str(line["message"].as_str().unwrap_or_default()).unwrap();
            let message = &message["message"];
            let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
            match text(&message["method"]).as_str() {
                "Network.requestWillBeSent" => {
                    let params = &message["params"];
                    // Going on where an answer says so is part of the same change of page.
                    let kind = match params["redirectResponse"].is_null() {
                        true => text(&params["type"]),
                        false => "Redirect".to_owned(),
                    };
                    requests.push((text(&params["request"]["url"]), kind));
                }
                "Network.webSocketCreated" => {
                    requests.push((text(&message["params"]["url"]), "WebSocket".to_owned()));
                }
                _ => {}
            }
        }
        requests
    }

    /// That nothing was asked of anybody but this server. Tells how many requests and changes of page there were.
    pub(crate) fn stayed_here(&self) -> (usize, usize) {
        let requests = self.requests();
        for (address, _) in &requests {
            let is_own = address.starts_with(&format!("{}/", self.base));
            assert!(
                is_own || address.starts_with("data:") || address.starts_with("about:"),
                "{address}"
            );
        }
        (requests.len(), requests.iter().filter(|(_, kind)| kind == "Document").count())
    }

    /// Types a text, key by key, into whatever has the focus.
    pub(crate) fn press_each(&self, text: &str) {
        for letter in text.chars() {
            self.press(&letter.to_string(), 1);
        }
    }

    pub(crate) fn log(&self, kind: &str) -> Vec<Value> {
        let log = self.ask("POST", &self.at("/se/log"), &json!({ "type": kind }));
        log.as_array().cloned().unwrap_or_default()
    }
}

/// The bytes of a text in base 64 (RFC 4648).
fn unpacked(text: &str) -> Vec<u8> {
    let value = |letter: u8| match letter {
        b'A'..=b'Z' => letter - b'A',
        b'a'..=b'z' => letter - b'a' + 26,
        b'0'..=b'9' => letter - b'0' + 52,
        b'+' => 62,
        _ => 63,
    };
    let mut bytes = Vec::new();
    let (mut held, mut bits) = (0_u32, 0);
    for letter in text.bytes().filter(|letter| !matches!(letter, b'=' | b'\n')) {
        held = held << 6 | u32::from(value(letter));
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            bytes.push((held >> bits & 0xff) as u8);
        }
    }
    bytes
}

impl Drop for Browser {
    fn drop(&mut self) {
        if !self.session.is_empty() {
            self.ask("DELETE", &self.at(""), &json!({}));
        }
        let _ = self.driver.kill();
        let _ = self.driver.wait();
    }
}

const TEXT: &str =
    "The harbour closed at noon.\n\nMarta Silver, a crane driver, saw ёлки and 🙂 there.\n";

#[test]
fn a_person_reads_codes_and_leaves() {
    let bench = Bench::with_harbour();
    bench.write("report.txt", TEXT);
    bench.ok(&["add", "report.txt", "--handle", "report"]);
    let source = bench.json(&["show", "report"])["record"]["id"].as_str().unwrap().to_owned();
    let server = Server::start(&bench);
    let Some(browser) = Browser::start(&server) else { return without("chromedriver") };
    browser.go("/");
    browser.until("location.pathname == '/unlock'");
    browser.write("#passphrase", PASSPHRASE);
    browser.click("button.primary");
    browser.until("document.querySelector('.synopsis')");

    // A line of the brief, down to the passage it was read in.
    browser.click(".synopsis .basis a.why");
    browser.until("location.pathname == '/why/brief/1'");
    browser.click(".place a[href*='?claim=']");
    browser.until("document.querySelector('.notes .on')");

    // Words are selected, and a claim is made about somebody new.
    browser.go(&format!("/sources/{source}"));
    browser.run(
        "const run = [...document.querySelectorAll('.run')].find((one) => one.textContent.startsWith('Marta'));
         const text = run.firstChild, range = document.createRange();
         range.setStart(text, text.data.indexOf('ёлки')); range.setEnd(text, text.data.indexOf(' there'));
         getSelection().removeAllRanges(); getSelection().addRange(range);",
    );
    browser.until("document.querySelector('form[data-code].ready')");
    let start = TEXT[..TEXT.find("ёлки").unwrap()].chars().count();
    assert_eq!(
        browser.text("return document.querySelector('form[data-code]').elements.start.value"),
        start.to_string()
    );
    browser.click("form[data-code] button");
    browser.until("document.querySelector('form.claimform')");
    assert_eq!(
        browser.text("return document.querySelector('.quote').innerText").trim(),
        "ёлки and 🙂"
    );
    browser.write("input[name=origin]", "Marta Silver");
    browser.write("select[name=origin-type]", "person");
    browser.write("input[name=record]", "Anton Reed");
    browser.write("select[name=type]", "person");
    browser.until(
        "[...document.querySelectorAll('optgroup')].filter((one) => !one.hidden).length == 1",
    );
    browser.run("document.querySelector('select[name=property]').value = 'person.occupation'");
    browser.write("input[name=value]", "forester");
    browser.click("button[value=record]");
    browser.until("document.querySelector('.notes .on')");
    assert_eq!(
        browser.text("return document.querySelector('mark.sel').textContent"),
        "ёлки and 🙂"
    );

    // Who types a name is offered those who have it.
    browser.go(&format!("/sources/{source}/code"));
    browser.write("input[name=record]", "Anton");
    browser.until("document.querySelector('#record-names option')");

    // Every room can be set without an error of the browser's policy, in both directions of writing.
    for room in [
        "/",
        "/sources",
        "/records?type=person",
        "/statements",
        "/count",
        "/timeline",
        "/checks",
        "/search?q=a",
        "/review",
        "/log",
        "/view",
    ] {
        browser.go(room);
        browser.until("document.querySelector('main h1')");
        let wide = browser.run("return document.documentElement.scrollWidth - innerWidth");
        assert!(wide.as_i64().unwrap() <= 0, "{room} is {wide} too wide");
    }

    // Escape twice: the page is gone and the case is locked.
    browser.go("/");
    browser.press("\u{e00c}", 2);
    browser.until("location.pathname == '/unlock'");
    browser.go("/records");
    browser.until("location.pathname == '/unlock'");

    let errors: Vec<String> = browser
        .log("browser")
        .iter()
        // That a browser did as it was asked to is no error.
        .filter(|line| line["level"] != "INFO")
        .map(|line| line["message"].as_str().unwrap_or_default().to_owned())
        // Answers that say no, such as to a form that is not filled in, are told by the browser too.
        .filter(|message| !message.contains("status of 4"))
        .collect();
    assert!(errors.is_empty(), "{errors:?}");
    // No request left for anywhere else.
    assert!(browser.stayed_here().0 > 20);
}
