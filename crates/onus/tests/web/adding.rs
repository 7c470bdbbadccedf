//! Documents that are added in the browser: sealed, read, found; and what hostile forms do.

use crate::client::{Client, Server, plain, raw};
use crate::common::{Bench, files};

const TEXT: &str = "The harbour closed at noon, wrote Zqxvlantern.\n\nNobody else was asked.\n";

/// A form with files as browsers send it (RFC 7578).
fn multipart(parts: &[(&str, Option<&str>, &[u8])]) -> Vec<u8> {
    let mut body = Vec::new();
    for (name, file, content) in parts {
        let file = file.map(|file| format!("; filename=\"{file}\"")).unwrap_or_default();
        let head =
            format!("--xyz\r\nContent-Disposition: form-data; name=\"{name}\"{file}\r\n\r\n");
        body.extend(head.as_bytes());
        body.extend(*content);
        body.extend(b"\r\n");
    }
    body.extend(b"--xyz--\r\n");
    body
}

fn request(client: &Client, length: usize, more: &str) -> String {
    let cookies: Vec<String> =
        client.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
    format!(
        "POST /sources/add HTTP/1.1\r\nHost: {}\r\nCookie: {}\r\nContent-Type: multipart/form-data; boundary=xyz\r\n\
         Content-Length: {length}\r\n{more}Connection: close\r\n\r\n",
        client.host,
        cookies.join("; ")
    )
}

fn send(client: &Client, parts: &[(&str, Option<&str>, &[u8])]) -> crate::client::Answer {
    let body = multipart(parts);
    let mut bytes = request(client, body.len(), "").into_bytes();
    bytes.extend(&body);
    raw(&client.host, &bytes).expect("an answer")
}

/// How many sealed objects the vault has, with those that nobody finished.
fn sealed(bench: &Bench) -> usize {
    files(&bench.path("case.onus"))
        .iter()
        .filter(|file| file.to_str().unwrap().contains("vault"))
        .count()
}

#[test]
fn a_document_is_sealed_read_and_found() {
    let bench = Bench::with_case();
    let server = Server::start(&bench);
    let mut client = Client::unlocked(&server);
    let token = client.token();
    let form = client.page("/sources/add");
    let proof = form.find("name=\"token\"").unwrap();
    assert!(form.contains("multipart/form-data") && form.find("type=\"file\"").unwrap() > proof);
    let answer = send(
        &client,
        &[
            ("token", None, token.as_bytes()),
            ("from", None, "A. Lawyer".as_bytes()),
            ("received", None, b"2013-07"),
            ("files", Some("../../notes <b>.txt"), TEXT.as_bytes()),
        ],
    );
    assert_eq!(answer.status, 303, "{}", plain(&answer.body));
    let source = answer.header("location").to_owned();
    assert!(source.starts_with("/sources/"), "{source}");
    let page = client.page(&source);
    assert!(page.contains("Zqxvlantern") && page.contains("A. Lawyer"), "{}", plain(&page));
    assert!(
        !page.contains("<b>.txt") && !page.contains(".."),
        "a name leads nowhere and is no markup"
    );
    let found = client.get("/api/1/search?q=zqxvlantern").json();
    assert_eq!(found["shape"], "onus.search/1");
    assert!(found.to_string().contains("Zqxvlantern"), "{found}");
    assert_eq!(bench.json(&["verify"])["sound"], true);
    let custody = bench.json(&["custody"]).to_string();
    assert!(custody.contains("notes <b>.txt") && page.contains("2013-07"), "{custody}");
    // Nothing of it lies readable anywhere.
    for file in files(bench.root()) {
        let bytes = std::fs::read(&file).unwrap();
        assert!(!bytes.windows(11).any(|part| part == b"Zqxvlantern"), "{}", file.display());
    }
    // Again, just so: it is there already, and nothing is sealed twice.
    let (before, commits) = (sealed(&bench), bench.commits());
    let again = [
        ("token", None, token.as_bytes()),
        ("from", None, "A. Lawyer".as_bytes()),
        ("files", Some("notes <b>.txt"), TEXT.as_bytes()),
    ];
    assert_eq!(send(&client, &again).status, 303);
    assert_eq!((sealed(&bench), bench.commits()), (before, commits));

    // Several, one of which cannot be read as text: what became of each is told.
    let answer = send(
        &client,
        &[
            ("token", None, token.as_bytes()),
            ("files", Some("one.txt"), b"First words of one.".as_slice()),
            ("files", Some("two.bin"), &[0, 159, 146, 150, 1, 2, 3, 255]),
            ("files", Some("empty.txt"), b""),
        ],
    );
    assert!(answer.header("location").starts_with("/work"), "{answer:?}");
    let mut page = String::new();
    for _ in 0..100 {
        page = client.page("/work");
        if page.contains("one.txt") {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(100));
    }
    let told = plain(&page);
    assert!(
        told.contains("one.txt") && told.contains("two.bin") && told.contains("it is empty"),
        "{told}"
    );
    let work = client.get("/api/1/work").json();
    assert_eq!(work["works"][0]["state"], "done", "{work}");
    // From below the level of the team, what files are called is not told.
    client.look_from("partner");
    assert!(!client.page("/work").contains("one.txt"));
    assert!(!client.get("/api/1/work").body.contains("one.txt"));
}

#[test]
fn a_form_that_is_not_a_members_seals_nothing() {
    let bench = Bench::with_case();
    let server = Server::start(&bench);
    let mut client = Client::unlocked(&server);
    let commits = bench.commits();
    let token = client.token();
    let token = token.as_bytes();
    let file = ("files", Some("a.txt"), TEXT.as_bytes());
    // Without the token, with another, with the right one only after the file.
    for parts in [
        vec![file],
        vec![("token", None, b"x".as_slice()), file],
        vec![file, ("token", None, token)],
    ] {
        assert_eq!(send(&client, &parts).status, 403);
    }
    // Nobody, and from below the level of the team.
    let nobody = Client::new(&server);
    let answer = send(&nobody, &[("token", None, token), file]);
    assert_eq!((answer.status, answer.header("location")), (303, "/unlock"));
    let mut public = Client::unlocked(&server);
    public.look_from("public");
    assert_eq!(send(&public, &[("token", None, token), file]).status, 400);
    // Not a form, one that breaks off, one without an end, too many fields, a source that is not there, no date.
    let proven = [("token", None, token), file];
    let body = multipart(&proven);
    let cut = &body[..body.len() - 20];
    let mut bytes = request(&client, cut.len(), "").into_bytes();
    bytes.extend(cut);
    assert_eq!(raw(&client.host, &bytes).unwrap().status, 400);
    let mut bytes = request(&client, 9, "").replace("; boundary=xyz", "").into_bytes();
    bytes.extend(b"nonsense\n");
    assert_eq!(raw(&client.host, &bytes).unwrap().status, 415);
    let many: Vec<_> = std::iter::repeat_n(("note", None, b"x".as_slice()), 500).collect();
    assert_eq!(send(&client, &[&[proven[0]], many.as_slice()].concat()).status, 400);
    let long = vec![b'x'; (1 << 20) + 1];
    assert_eq!(send(&client, &[proven[0], ("note", None, &long)]).status, 413);
    for (name, value) in [("source", "nowhere"), ("received", "soon")] {
        let answer = send(&client, &[proven[0], (name, None, value.as_bytes()), file]);
        assert_eq!(answer.status, 422, "{name}: {}", plain(&answer.body));
    }
    assert_eq!(send(&client, &[proven[0], ("files", Some(""), b"")]).status, 422);
    // Another site's form.
    let body = multipart(&proven);
    let mut bytes = request(&client, body.len(), "Origin: http://evil.example\r\n").into_bytes();
    bytes.extend(&body);
    assert_eq!(raw(&client.host, &bytes).unwrap().status, 403);
    assert_eq!(bench.commits(), commits, "nothing was recorded");
    let left: Vec<_> = files(&bench.path("case.onus"))
        .into_iter()
        .filter(|file| std::fs::metadata(file).unwrap().len() > 0)
        .filter(|file| file.to_str().unwrap().contains("/vault/"))
        .collect();
    assert!(left.is_empty(), "{left:?}");
}

#[test]
fn a_file_larger_than_the_bound_is_refused_and_gone() {
    let bench = Bench::with_case();
    let server = Server::start(&bench);
    let mut client = Client::unlocked(&server);
    let token = client.token();
    let head = multipart(&[("token", None, token.as_bytes()), ("files", Some("a.bin"), b"")]);
    let head = &head[..head.len() - b"\r\n--xyz--\r\n".len()];
    let length = (300 << 20) + head.len();
    let mut stream = std::net::TcpStream::connect(&client.host).unwrap();
    use std::io::{Read, Write};
    stream.write_all(request(&client, length, "").as_bytes()).unwrap();
    stream.write_all(head).unwrap();
    let piece = vec![7_u8; 1 << 20];
    let mut sent = 0;
    while sent < 300 && stream.write_all(&piece).is_ok() {
        sent += 1;
    }
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer);
    // Who still sends when the answer comes may not get to read it.
    let answer = String::from_utf8_lossy(&answer);
    assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 413"), "{answer}");
    assert!(sent >= 250, "{sent}");
    std::thread::sleep(std::time::Duration::from_millis(500));
    let held: u64 = files(&bench.path("case.onus"))
        .iter()
        .filter(|file| file.to_str().unwrap().contains("/vault/"))
        .map(|file| std::fs::metadata(file).unwrap().len())
        .sum();
    assert!(held < 1 << 20, "{held} bytes are left");
    assert_eq!(client.get("/sources/add").status, 200);
}
