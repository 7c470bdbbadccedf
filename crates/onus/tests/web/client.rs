//! A browser without a window: requests over plain sockets, cookies, forms.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, ChildStdout, Stdio};
use std::time::Duration;

use crate::common::{Bench, PASSPHRASE};

/// The program serving a bench's case.
pub(crate) struct Server {
    child: Child,
    /// Kept so that the program can go on writing.
    _out: BufReader<ChildStdout>,
    /// Host and port.
    pub(crate) host: String,
}

impl Server {
    pub(crate) fn start(bench: &Bench) -> Self {
        Self::start_with(bench, &["--case", "case.onus"], &[])
    }

    pub(crate) fn start_with(bench: &Bench, more: &[&str], env: &[(&str, &str)]) -> Self {
        let arguments = [&["serve", "--port", "0", "--no-browser"], more].concat();
        let mut command = bench.command(&arguments);
        command.envs(env.iter().copied());
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::inherit()).spawn().unwrap();
        let mut out = BufReader::new(child.stdout.take().unwrap());
        let mut line = String::new();
        out.read_line(&mut line).unwrap();
        let address = line.split_whitespace().find(|word| word.starts_with("http://"));
        let address = address.unwrap_or_else(|| panic!("no address in: {line}"));
        let host = address["http://".len()..].trim_end_matches('/').to_owned();
        Self { child, _out: out, host }
    }

    pub(crate) fn address(&self, path: &str) -> String {
        format!("http://{}{path}", self.host)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// An answer.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: String,
}

impl Answer {
    pub(crate) fn header(&self, name: &str) -> &str {
        let found = self.headers.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
        found.map_or("", |(_, value)| value)
    }

    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.body))
    }
}

/// Sends bytes and reads the answer; none where the server breaks off.
pub(crate) fn raw(host: &str, request: &[u8]) -> Option<Answer> {
    let mut stream = TcpStream::connect(host).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(120))).unwrap();
    // Whoever is refused early may find the line closed while still writing.
    let _ = stream.write_all(request);
    let mut bytes = Vec::new();
    let _ = stream.read_to_end(&mut bytes);
    let at = bytes.windows(4).position(|part| part == b"\r\n\r\n")?;
    let head = String::from_utf8_lossy(&bytes[..at]).into_owned();
    let mut lines = head.split("\r\n");
    let status = lines.next()?.split(' ').nth(1)?.parse().ok()?;
    let headers = lines.filter_map(|line| line.split_once(": "));
    let headers = headers.map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
    Some(Answer { status, headers, body: String::from_utf8_lossy(&bytes[at + 4..]).into_owned() })
}

/// A text as forms send it.
pub(crate) fn encoded(text: &str) -> String {
    let byte = |byte: u8| match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' => {
            char::from(byte).to_string()
        }
        byte => format!("%{byte:02X}"),
    };
    text.bytes().map(byte).collect()
}

/// The value of an attribute after a piece of markup.
pub(crate) fn after<'t>(text: &'t str, before: &str) -> Option<&'t str> {
    let rest = &text[text.find(before)? + before.len()..];
    Some(&rest[..rest.find('"')?])
}

/// A text as it stands in markup, read back.
pub(crate) fn plain(markup: &str) -> String {
    let mut text = String::new();
    let mut in_tag = false;
    for letter in markup.chars() {
        match letter {
            '<' => in_tag = true,
            '>' => in_tag = false,
            letter if !in_tag => text.push(letter),
            _ => {}
        }
    }
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&")
}

/// Somebody at a browser.
pub(crate) struct Client {
    pub(crate) host: String,
    pub(crate) cookies: BTreeMap<String, String>,
}

impl Client {
    pub(crate) fn new(server: &Server) -> Self {
        Self { host: server.host.clone(), cookies: BTreeMap::new() }
    }

    /// Somebody who has unlocked the case.
    pub(crate) fn unlocked(server: &Server) -> Self {
        let mut client = Self::new(server);
        let answer = client.unlock(PASSPHRASE);
        assert_eq!((answer.status, answer.header("location")), (303, "/"), "{answer:?}");
        client
    }

    pub(crate) fn unlock(&mut self, passphrase: &str) -> Answer {
        let page = self.get("/unlock");
        assert_eq!(page.status, 200, "{page:?}");
        let token = after(&page.body, "name=\"token\" value=\"").unwrap().to_owned();
        self.post("/unlock", &[("token", &token), ("next", "/"), ("passphrase", passphrase)])
    }

    fn send(&mut self, method: &str, path: &str, more: &[(&str, &str)], body: &str) -> Answer {
        let mut request = format!("{method} {path} HTTP/1.1\r\nHost: {}\r\n", self.host);
        let cookies: Vec<String> =
            self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        if !cookies.is_empty() {
            request.push_str(&format!("Cookie: {}\r\n", cookies.join("; ")));
        }
        for (name, value) in more {
            request.push_str(&format!("{name}: {value}\r\n"));
        }
        request.push_str(&format!(
            "Content-Length: {}\r\nConnection: close\r\n\r\n{body}",
            body.len()
        ));
        let answer = raw(&self.host, request.as_bytes()).expect("an answer");
        for (name, value) in &answer.headers {
            if name.eq_ignore_ascii_case("set-cookie") {
                let (name, rest) = value.split_once('=').unwrap();
                let value = rest.split(';').next().unwrap();
                if value.is_empty() {
                    self.cookies.remove(name);
                } else {
                    self.cookies.insert(name.to_owned(), value.to_owned());
                }
            }
        }
        answer
    }

    pub(crate) fn get(&mut self, path: &str) -> Answer {
        self.send("GET", path, &[], "")
    }

    /// A page that must be there.
    pub(crate) fn page(&mut self, path: &str) -> String {
        let answer = self.get(path);
        assert_eq!(answer.status, 200, "{path}: {}", answer.body);
        answer.body
    }

    pub(crate) fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        self.post_with(path, fields, &[])
    }

    pub(crate) fn post_with(
        &mut self,
        path: &str,
        fields: &[(&str, &str)],
        headers: &[(&str, &str)],
    ) -> Answer {
        let pairs: Vec<String> =
            fields.iter().map(|(name, value)| format!("{name}={}", encoded(value))).collect();
        let mut all = vec![("Content-Type", "application/x-www-form-urlencoded")];
        all.extend(headers);
        self.send("POST", path, &all, &pairs.join("&"))
    }

    /// What proves that a form came from a page of this session.
    pub(crate) fn token(&mut self) -> String {
        let page = self.page("/view");
        after(&page, "name=\"token\" value=\"").unwrap().to_owned()
    }

    /// Sends a form of a page of this session.
    pub(crate) fn submit(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let token = self.token();
        let mut all = vec![("token", token.as_str())];
        all.extend(fields);
        self.post(path, &all)
    }

    /// Looks from a level.
    pub(crate) fn look_from(&mut self, level: &str) {
        let answer =
            self.submit("/view", &[("level", level), ("language", "en"), ("theme", "system")]);
        assert_eq!(answer.status, 303, "{answer:?}");
    }
}
