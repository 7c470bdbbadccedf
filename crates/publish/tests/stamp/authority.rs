//! A root, an authority under it, and its answers.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use onus_publish::stamp::{Certificates, Request};
use tempfile::TempDir;

use crate::nonce;

/// How an authority is to be.
#[derive(Clone)]
pub(crate) struct Setup {
    /// What `openssl genpkey` is told.
    pub(crate) key: &'static [&'static str],
    /// The extensions of the authority's certificate.
    pub(crate) extensions: &'static str,
    /// The days for which it is valid.
    pub(crate) days: &'static str,
    /// Lines of the configuration.
    pub(crate) options: &'static str,
    pub(crate) digest: &'static str,
}

pub(crate) const RSA: &[&str] = &["-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048"];
pub(crate) const P256: &[&str] = &["-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256"];
pub(crate) const P384: &[&str] = &["-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-384"];

pub(crate) const EXTENSIONS: &str = "basicConstraints = critical, CA:FALSE\n\
    keyUsage = critical, digitalSignature\n\
    extendedKeyUsage = critical, timeStamping\n\
    subjectKeyIdentifier = hash\nauthorityKeyIdentifier = keyid\n";

impl Default for Setup {
    fn default() -> Self {
        Self {
            key: P256,
            extensions: EXTENSIONS,
            days: "365",
            options: "accuracy = secs:1, millisecs:500\ness_cert_id_alg = sha256",
            digest: "sha256",
        }
    }
}

pub(crate) struct Authority {
    folder: TempDir,
}

fn run(arguments: &[&str], folder: &Path) -> Output {
    Command::new("openssl").args(arguments).current_dir(folder).output().unwrap()
}

impl Authority {
    /// `None` where there is no OpenSSL, unless there must be.
    pub(crate) fn make(setup: Setup) -> Option<Self> {
        let is_there = Command::new("openssl").arg("version").output();
        if !is_there.is_ok_and(|out| out.status.success()) {
            assert!(std::env::var_os("ONUS_TOOLS").is_none(), "openssl is needed");
            eprintln!("skipped: the program openssl is not installed");
            return None;
        }
        let this = Self { folder: TempDir::new().unwrap() };
        this.write(
            "root.cnf",
            "[req]\ndistinguished_name = dn\nx509_extensions = ca\nprompt = no\n\
            [dn]\nO = Test\nCN = Root\n[ca]\nbasicConstraints = critical, CA:TRUE\n\
            keyUsage = critical, keyCertSign, cRLSign\nsubjectKeyIdentifier = hash\n",
        );
        this.key("root.key", P256);
        this.ok(&[
            "req", "-x509", "-new", "-key", "root.key", "-days", "3650", "-config", "root.cnf",
            "-out", "root.pem",
        ]);
        this.key("tsa.key", setup.key);
        this.ok(&[
            "req",
            "-new",
            "-key",
            "tsa.key",
            "-subj",
            "/O=Test/CN=Authority",
            "-config",
            "root.cnf",
            "-out",
            "tsa.csr",
        ]);
        this.write("tsa.ext", setup.extensions);
        this.ok(&[
            "x509",
            "-req",
            "-in",
            "tsa.csr",
            "-CA",
            "root.pem",
            "-CAkey",
            "root.key",
            "-CAcreateserial",
            "-days",
            setup.days,
            "-extfile",
            "tsa.ext",
            "-out",
            "tsa.pem",
        ]);
        this.write("serial", "01\n");
        let (digest, options) = (setup.digest, setup.options);
        this.write("tsa.cnf", format!(
            "[tsa]\ndefault_tsa = one\n[one]\ndir = .\nserial = ./serial\nsigner_cert = tsa.pem\n\
             signer_key = tsa.key\nsigner_digest = {digest}\ndefault_policy = 1.2.3.4.1\n\
             digests = sha1, sha256, sha512\nordering = no\ntsa_name = no\n{options}\n"
        ));
        Some(this)
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn write(&self, name: &str, text: impl AsRef<[u8]>) {
        fs::write(self.path(name), text).unwrap();
    }

    pub(crate) fn read(&self, name: &str) -> Vec<u8> {
        fs::read(self.path(name)).unwrap()
    }

    fn key(&self, name: &str, how: &[&str]) {
        let mut arguments = vec!["genpkey"];
        arguments.extend(how);
        arguments.extend(["-out", name]);
        self.ok(&arguments);
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> Output {
        run(arguments, self.folder.path())
    }

    #[track_caller]
    pub(crate) fn ok(&self, arguments: &[&str]) {
        let out = self.run(arguments);
        assert!(out.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&out.stderr));
    }

    /// Answers a request.
    pub(crate) fn answer(&self, request: &[u8]) -> Vec<u8> {
        self.write("query.tsq", request);
        self.ok(&[
            "ts",
            "-reply",
            "-config",
            "tsa.cnf",
            "-queryfile",
            "query.tsq",
            "-out",
            "reply.tsr",
        ]);
        self.read("reply.tsr")
    }

    /// A request of ours about some bytes, and the answer to it.
    pub(crate) fn stamp(&self, bytes: &[u8]) -> (Request, Vec<u8>) {
        let request = Request::new(bytes, nonce()).unwrap();
        let reply = self.answer(request.to_der());
        (request, reply)
    }

    /// The token in an answer.
    pub(crate) fn token(&self, reply: &[u8]) -> Vec<u8> {
        self.write("reply.tsr", reply);
        self.ok(&["ts", "-reply", "-in", "reply.tsr", "-token_out", "-out", "token.der"]);
        self.read("token.der")
    }

    /// Trusting the root.
    pub(crate) fn root(&self) -> Certificates {
        let mut known = Certificates::none();
        known.trust(&self.read("root.pem")).unwrap();
        known
    }
}
