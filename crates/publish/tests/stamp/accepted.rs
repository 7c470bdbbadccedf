//! What is right is accepted, by us and by OpenSSL alike.

use std::time::{SystemTime, UNIX_EPOCH};

use onus_publish::stamp::{Certificates, Request, StampError, Trust, verify_token};
use sha2::{Digest, Sha256};

use crate::authority::{P384, RSA};
use crate::refused::{TST_INFO, info};
use crate::{NOTE, Setup, made, nonce};

#[test]
fn a_stamp_is_asked_for_answered_and_verified() {
    let authority = made!(Setup::default());
    let (request, reply) = authority.stamp(NOTE);
    let stamp = request.verify(&reply, &authority.root()).unwrap();
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs();
    assert!(stamp.time.seconds <= now && now < stamp.time.seconds + 120);
    assert_eq!(stamp.time.accuracy, Some(1_500_000));
    assert_eq!(stamp.time.latest(), stamp.time.seconds + 2);
    assert_eq!(stamp.digest, <[u8; 32]>::from(Sha256::digest(NOTE)));
    assert_eq!(
        (stamp.policy.as_str(), stamp.signer.as_str()),
        ("1.2.3.4.1", "O=Test, CN=Authority")
    );
    let chain = vec!["O=Test, CN=Authority".to_owned(), "O=Test, CN=Root".to_owned()];
    assert_eq!(stamp.trust, Trust::Anchored { chain });
    // What is kept is verified again, and is what the authority sent.
    assert_eq!(stamp.token(), authority.token(&reply));
    assert_eq!(verify_token(stamp.token(), NOTE, &authority.root()).unwrap(), stamp);
    // OpenSSL says the same of the request, the reply and the token.
    authority.ok(&["ts", "-query", "-in", "query.tsq", "-text"]);
    authority.ok(&[
        "ts",
        "-verify",
        "-in",
        "reply.tsr",
        "-queryfile",
        "query.tsq",
        "-CAfile",
        "root.pem",
    ]);
    authority.write("note", NOTE);
    authority.ok(&[
        "ts",
        "-verify",
        "-in",
        "token.der",
        "-token_in",
        "-data",
        "note",
        "-CAfile",
        "root.pem",
    ]);
}

#[test]
fn keys_digests_and_ways_to_name_the_certificate() {
    let options = [
        "ess_cert_id_alg = sha256",
        "ess_cert_id_alg = sha1",
        "ess_cert_id_alg = sha512\naccuracy = millisecs:1, microsecs:10\nclock_precision_digits = 6",
        "ess_cert_id_chain = yes\ncerts = root.pem\nordering = yes\ntsa_name = yes",
    ];
    for (key, digest) in [(RSA, "sha256"), (RSA, "sha512"), (P384, "sha384")] {
        for options in options {
            let authority = made!(Setup { key, digest, options, ..Setup::default() });
            let (request, reply) = authority.stamp(NOTE);
            let stamp = request.verify(&reply, &authority.root());
            let stamp = stamp.unwrap_or_else(|error| panic!("{digest}, {options}: {error}"));
            assert!(matches!(stamp.trust, Trust::Anchored { .. }), "{:?}", stamp.trust);
        }
    }
}

#[test]
fn whose_word_it_is_is_said() {
    let authority = made!(Setup::default());
    let (request, reply) = authority.stamp(NOTE);
    let reason = |known: &Certificates| match request.verify(&reply, known).unwrap().trust {
        Trust::NotAnchored { reason } => reason,
        Trust::Anchored { chain } => panic!("{chain:?}"),
    };
    assert_eq!(
        reason(&Certificates::none()),
        "signed by O=Test, CN=Authority; no certificate is trusted"
    );
    let other = made!(Setup::default());
    let said = reason(&other.root());
    assert!(said.starts_with("signed by O=Test, CN=Authority; "), "{said}");
    // The root is known, and not trusted; something else is.
    let mut known = other.root();
    known.know(&authority.read("root.pem")).unwrap();
    reason(&known);
    // The authority's own certificate is enough, without the one above it.
    let mut known = Certificates::none();
    known.trust(&authority.read("tsa.pem")).unwrap();
    assert!(matches!(request.verify(&reply, &known).unwrap().trust, Trust::Anchored { .. }));
    assert!(matches!(Certificates::none().trust(b"nothing"), Err(StampError::Certificate(_))));
}

#[test]
fn requests_of_other_programs_are_answered_too() {
    let authority = made!(Setup::default());
    authority.write("note", NOTE);
    for more in [&["-cert"][..], &["-cert", "-no_nonce"], &[]] {
        let mut arguments = vec!["ts", "-query", "-data", "note", "-sha256", "-out", "theirs.tsq"];
        arguments.extend(more);
        authority.ok(&arguments);
        let request = Request::read(&authority.read("theirs.tsq")).unwrap();
        assert_eq!(request.digest(), <[u8; 32]>::from(Sha256::digest(NOTE)));
        let reply = authority.answer(request.to_der());
        match request.verify(&reply, &authority.root()) {
            Ok(_) => assert!(more.contains(&"-cert")),
            Err(error) => assert_eq!((error, more), (StampError::NoCertificate, &[][..])),
        }
        // Where the token has no certificate, one that is known will do.
        let mut known = authority.root();
        known.know(&authority.read("tsa.pem")).unwrap();
        request.verify(&reply, &known).unwrap();
    }
}

#[test]
fn a_request_is_kept_as_a_file() {
    let request = Request::new(NOTE, nonce()).unwrap();
    assert_eq!(Request::read(request.to_der()).unwrap(), request);
    assert_ne!(Request::new(NOTE, [1; 16]).unwrap().to_der(), request.to_der());
    // Whatever is drawn, the number stays as long as it is.
    for byte in [0, 0x7f, 0x80, 0xff] {
        let drawn = Request::new(NOTE, [byte; 16]).unwrap();
        assert_eq!(Request::read(drawn.to_der()).unwrap(), drawn);
        assert_eq!(drawn.to_der().len(), request.to_der().len());
    }
}

#[test]
fn a_stamp_stays_good_after_its_certificate_has_run_out() {
    let authority = made!(Setup::default());
    let (request, reply) = authority.stamp(NOTE);
    let mut content = info(&request.verify(&reply, &authority.root()).unwrap());
    // Root and authority had their certificates in 2020 and 2021.
    authority.write(
        "ca.cnf",
        "[ca]\ndefault_ca = one\n[one]\ndatabase = index\nnew_certs_dir = .\nrand_serial = yes\n\
         default_md = sha256\npolicy = any\n[any]\norganizationName = optional\n\
         commonName = supplied\n",
    );
    authority.write("index", "");
    authority.write("ca.ext", "basicConstraints = critical, CA:TRUE\nkeyUsage = critical, keyCertSign\nsubjectKeyIdentifier = hash\n");
    authority.ok(&[
        "req",
        "-new",
        "-key",
        "root.key",
        "-subj",
        "/O=Test/CN=Root",
        "-config",
        "root.cnf",
        "-out",
        "root.csr",
    ]);
    let dates = ["-startdate", "20200101000000Z", "-enddate", "20211231235959Z"];
    let ca = ["ca", "-batch", "-notext", "-config", "ca.cnf", "-keyfile", "root.key"];
    let sign = |more: &[&str]| authority.ok(&[&ca[..], &dates[..], more].concat());
    sign(&["-selfsign", "-extfile", "ca.ext", "-in", "root.csr", "-out", "root.pem"]);
    sign(&["-cert", "root.pem", "-extfile", "tsa.ext", "-in", "tsa.csr", "-out", "tsa.pem"]);
    for (time, holds) in [("20200601120000Z", true), ("20220601120000Z", false)] {
        let at = content.windows(2).position(|part| part == [0x18, 0x0f]).unwrap() + 2;
        content[at..at + 15].copy_from_slice(time.as_bytes());
        authority.write("info", &content);
        authority.ok(&[
            "cms",
            "-sign",
            "-binary",
            "-nodetach",
            "-cades",
            "-outform",
            "DER",
            "-signer",
            "tsa.pem",
            "-inkey",
            "tsa.key",
            "-in",
            "info",
            "-econtent_type",
            TST_INFO,
            "-out",
            "token.der",
        ]);
        let found = verify_token(&authority.read("token.der"), NOTE, &authority.root());
        if holds {
            let stamp = found.unwrap();
            assert_eq!(stamp.time.seconds, 1_591_012_800);
            assert!(matches!(stamp.trust, Trust::Anchored { .. }), "{:?}", stamp.trust);
        } else {
            assert_eq!(found, Err(StampError::NotValidThen));
        }
    }
}
