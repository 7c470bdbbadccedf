//! An authority for time stamps, made with OpenSSL: a root, an authority under an intermediate one, and its answers.

use std::fs;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::PathBuf;
use std::process::Command;
use std::thread::JoinHandle;
use std::time::Duration;

use tempfile::TempDir;

use crate::common::without;

pub(super) struct Authority {
    folder: TempDir,
}

const CONFIGURATION: &str = "[req]\ndistinguished_name = dn\nprompt = no\n[dn]\nCN = Test\n\
    [ca]\nbasicConstraints = critical, CA:TRUE\nkeyUsage = critical, keyCertSign, cRLSign\n\
    subjectKeyIdentifier = hash\n\
    [stamping]\nbasicConstraints = critical, CA:FALSE\nkeyUsage = critical, digitalSignature\n\
    extendedKeyUsage = critical, timeStamping\nsubjectKeyIdentifier = hash\n\
    authorityKeyIdentifier = keyid\n\
    [tsa]\ndefault_tsa = one\n[one]\ndir = .\nserial = ./serial\nsigner_cert = tsa.pem\n\
    signer_key = tsa.key\nsigner_digest = sha256\ndefault_policy = 1.2.3.4.1\ndigests = sha256\n\
    accuracy = secs:1\nordering = no\ntsa_name = no\ness_cert_id_alg = sha256\n";

impl Authority {
    /// Nothing where there is no OpenSSL.
    pub(super) fn make() -> Option<Self> {
        let is_there = Command::new("openssl").arg("version").output();
        if !is_there.is_ok_and(|out| out.status.success()) {
            without("openssl");
            return None;
        }
        let this = Self { folder: TempDir::new().unwrap() };
        fs::write(this.path("all.cnf"), CONFIGURATION).unwrap();
        fs::write(this.path("serial"), "01\n").unwrap();
        for name in ["root", "middle", "tsa"] {
            this.ok(&format!(
                "genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out {name}.key"
            ));
        }
        this.ok("req -x509 -new -key root.key -days 3650 -subj /CN=Root -config all.cnf -extensions ca -out root.pem");
        for (name, above, extensions) in [("middle", "root", "ca"), ("tsa", "middle", "stamping")] {
            let subject = if name == "tsa" { "Authority" } else { "Middle" };
            this.ok(&format!(
                "req -new -key {name}.key -subj /CN={subject} -config all.cnf -out {name}.csr"
            ));
            this.ok(&format!(
                "x509 -req -in {name}.csr -CA {above}.pem -CAkey {above}.key -CAcreateserial -days 365 \
                 -extfile all.cnf -extensions {extensions} -out {name}.pem"
            ));
        }
        Some(this)
    }

    pub(super) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(super) fn certificate(&self, name: &str) -> String {
        self.path(&format!("{name}.pem")).to_str().unwrap().to_owned()
    }

    #[track_caller]
    pub(super) fn ok(&self, arguments: &str) {
        let mut command = Command::new("openssl");
        command.args(arguments.split(' ')).current_dir(self.folder.path());
        let out = command.output().unwrap();
        assert!(out.status.success(), "{arguments}: {}", String::from_utf8_lossy(&out.stderr));
    }

    /// Answers a request.
    pub(super) fn answer(&self, request: &[u8]) -> Vec<u8> {
        fs::write(self.path("query.tsq"), request).unwrap();
        self.ok("ts -reply -config all.cnf -queryfile query.tsq -out reply.tsr");
        fs::read(self.path("reply.tsr")).unwrap()
    }
}

/// Serves one request over HTTP; gives where, and then what was asked.
pub(super) fn serve(
    answer: impl FnOnce(&str, &[u8]) -> Vec<u8> + Send + 'static,
) -> (String, JoinHandle<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/stamp?x=1", listener.local_addr().unwrap());
    let thread = std::thread::spawn(move || {
        let mut stream = accepted(&listener);
        let mut asked = Vec::new();
        let mut buffer = [0; 4096];
        loop {
            let head = asked.windows(4).position(|part| part == b"\r\n\r\n");
            if let Some(head) = head {
                let text = String::from_utf8(asked[..head].to_vec()).unwrap();
                let length = text.split("Content-Length: ").nth(1).unwrap();
                let length: usize = length.split("\r\n").next().unwrap().parse().unwrap();
                if asked.len() >= head + 4 + length {
                    let answer = answer(&text, &asked[head + 4..]);
                    // Whoever has read enough may be gone already.
                    let _ = stream.write_all(&answer);
                    return text;
                }
            }
            let count = stream.read(&mut buffer).unwrap();
            assert!(count > 0, "the request ended early");
            asked.extend(&buffer[..count]);
        }
    });
    (url, thread)
}

/// The next connection; an end of waiting where none comes.
fn accepted(listener: &TcpListener) -> TcpStream {
    listener.set_nonblocking(true).unwrap();
    for _ in 0..600 {
        match listener.accept() {
            Ok((stream, _)) => {
                stream.set_nonblocking(false).unwrap();
                return stream;
            }
            Err(_) => std::thread::sleep(Duration::from_millis(50)),
        }
    }
    panic!("nobody asked");
}
