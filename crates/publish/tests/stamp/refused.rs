//! What is not right is refused, each with its own reason.

use onus_publish::stamp::{Certificates, Request, StampError, verify_token};

use crate::authority::EXTENSIONS;
use crate::{NOTE, Setup, made, nonce};

#[test]
fn a_stamp_of_other_content() {
    let authority = made!(Setup::default());
    let (request, reply) = authority.stamp(NOTE);
    let other = Request::new(b"something else", nonce()).unwrap();
    let refused = other.verify(&reply, &authority.root()).unwrap_err();
    assert!(matches!(refused, StampError::OtherContent { .. }), "{refused}");
    let token = request.verify(&reply, &authority.root()).unwrap().token().to_vec();
    let refused = verify_token(&token, b"something else", &authority.root()).unwrap_err();
    assert!(refused.to_string().starts_with("the token is about other content: it stamps "));
}

#[test]
fn a_reply_to_another_request() {
    let authority = made!(Setup::default());
    let (_, reply) = authority.stamp(NOTE);
    let again = Request::new(NOTE, [7; 16]).unwrap();
    let refused = again.verify(&reply, &authority.root()).unwrap_err();
    assert_eq!(refused, StampError::Nonce("it repeats another number"));
    authority.write("note", NOTE);
    authority.ok(&[
        "ts",
        "-query",
        "-data",
        "note",
        "-sha256",
        "-cert",
        "-no_nonce",
        "-out",
        "theirs.tsq",
    ]);
    let reply = authority.answer(&authority.read("theirs.tsq"));
    let refused = again.verify(&reply, &authority.root()).unwrap_err();
    assert_eq!(refused, StampError::Nonce("it does not repeat its number"));
}

#[test]
fn an_authority_that_does_not_stamp() {
    // It takes no SHA-256.
    let authority = made!(Setup::default());
    let configuration = String::from_utf8(authority.read("tsa.cnf")).unwrap();
    authority.write("tsa.cnf", configuration.replace("sha1, sha256, sha512", "sha512"));
    let request = Request::new(NOTE, nonce()).unwrap();
    let reply = authority.answer(request.to_der());
    let refused = request.verify(&reply, &authority.root()).unwrap_err();
    let StampError::Refused { status: 2, said } = &refused else { panic!("{refused:?}") };
    assert!(!said.is_empty());
    assert!(
        refused.to_string().starts_with("the authority did not stamp it: status 2 ("),
        "{refused}"
    );
}

#[test]
fn certificates_that_are_not_for_time_stamping() {
    let purposes: [(&'static str, &str); 4] = [
        ("extendedKeyUsage = timeStamping\n", "what it is for is not marked as binding"),
        (
            "extendedKeyUsage = critical, timeStamping, codeSigning\n",
            "it is for something else, or for more than that",
        ),
        (
            "extendedKeyUsage = critical, codeSigning\n",
            "it is for something else, or for more than that",
        ),
        ("basicConstraints = CA:FALSE\n", "it does not say what it is for"),
    ];
    for (extensions, why) in purposes {
        // OpenSSL stamps with no such certificate either: it gets another one for the same key afterwards.
        let authority = made!(Setup::default());
        let (request, reply) = authority.stamp(NOTE);
        request.verify(&reply, &authority.root()).unwrap();
        let wrong = made!(Setup { extensions, ..Setup::default() });
        let out = wrong.run(&[
            "cms",
            "-sign",
            "-binary",
            "-nodetach",
            "-outform",
            "DER",
            "-signer",
            "tsa.pem",
            "-inkey",
            "tsa.key",
            "-in",
            "info",
            "-econtent_type",
            "1.2.840.113549.1.9.16.1.4",
            "-cades",
            "-out",
            "token.der",
        ]);
        // The first time there is nothing to sign yet.
        assert!(!out.status.success());
        wrong.write("info", info(&request.verify(&reply, &authority.root()).unwrap()));
        wrong.ok(&[
            "cms",
            "-sign",
            "-binary",
            "-nodetach",
            "-outform",
            "DER",
            "-signer",
            "tsa.pem",
            "-inkey",
            "tsa.key",
            "-in",
            "info",
            "-econtent_type",
            "1.2.840.113549.1.9.16.1.4",
            "-cades",
            "-out",
            "token.der",
        ]);
        let refused = verify_token(&wrong.read("token.der"), NOTE, &wrong.root()).unwrap_err();
        assert_eq!(refused, StampError::Purpose(why), "{extensions}");
    }
}

/// The signed content of a stamp: it stands in the token as it is.
pub(crate) fn info(stamp: &onus_publish::stamp::Stamp) -> Vec<u8> {
    let token = stamp.token();
    // id-ct-TSTInfo, then [0], then an octet string, each with lengths of one or two bytes.
    let kind = [0x06, 0x0b, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x09, 0x10, 0x01, 0x04];
    let at = token.windows(kind.len()).position(|part| part == kind).unwrap() + kind.len();
    let header = |at: usize| match token[at + 1] {
        0x81 => (3, token[at + 2] as usize),
        0x82 => (4, usize::from(token[at + 2]) << 8 | usize::from(token[at + 3])),
        short => (2, short as usize),
    };
    let octets = at + header(at).0;
    let (skip, length) = header(octets);
    token[octets + skip..octets + skip + length].to_vec()
}

/// A token made by signing a stamp's content in another way.
fn signed_otherwise(setup: Setup, more: &[&str], kind: &str) -> Option<(Vec<u8>, Certificates)> {
    let authority = crate::Authority::make(setup)?;
    let (request, reply) = authority.stamp(NOTE);
    authority.write("info", info(&request.verify(&reply, &authority.root()).unwrap()));
    let mut arguments = vec![
        "cms",
        "-sign",
        "-binary",
        "-outform",
        "DER",
        "-signer",
        "tsa.pem",
        "-inkey",
        "tsa.key",
        "-in",
        "info",
        "-econtent_type",
        kind,
        "-out",
        "token.der",
    ];
    arguments.extend(more);
    authority.ok(&arguments);
    Some((authority.read("token.der"), authority.root()))
}

pub(crate) const TST_INFO: &str = "1.2.840.113549.1.9.16.1.4";

#[test]
fn signatures_that_do_not_cover_what_they_must() {
    for (more, kind, expected) in [
        (&["-nodetach", "-cades"][..], TST_INFO, None),
        (&["-nodetach"], TST_INFO, Some(StampError::Attribute("the signer's certificate"))),
        (
            &["-nodetach", "-noattr"],
            TST_INFO,
            Some(StampError::Attribute("what kind of content it is for")),
        ),
        (&["-cades"], TST_INFO, Some(StampError::NotAToken("it is empty".to_owned()))),
        (
            &["-nodetach", "-cades"],
            "1.2.840.113549.1.7.1",
            Some(StampError::NotAToken("it is signed, and not a time stamp".to_owned())),
        ),
        (&["-nodetach", "-cades", "-nocerts"], TST_INFO, Some(StampError::NoCertificate)),
        (
            &["-nodetach", "-cades", "-md", "sha1"],
            TST_INFO,
            Some(StampError::Algorithm("SHA-1, which can be forged".to_owned())),
        ),
    ] {
        let Some((token, known)) = signed_otherwise(Setup::default(), more, kind) else { return };
        assert_eq!(verify_token(&token, NOTE, &known).err(), expected, "{more:?}");
    }
}

#[test]
fn two_signatures_are_one_too_many() {
    let Some(authority) = crate::Authority::make(Setup::default()) else { return };
    let (request, reply) = authority.stamp(NOTE);
    authority.write("info", info(&request.verify(&reply, &authority.root()).unwrap()));
    authority.ok(&[
        "genpkey",
        "-algorithm",
        "EC",
        "-pkeyopt",
        "ec_paramgen_curve:P-256",
        "-out",
        "two.key",
    ]);
    authority.ok(&[
        "req", "-new", "-key", "two.key", "-subj", "/CN=Two", "-config", "root.cnf", "-out",
        "two.csr",
    ]);
    authority.ok(&[
        "x509",
        "-req",
        "-in",
        "two.csr",
        "-CA",
        "root.pem",
        "-CAkey",
        "root.key",
        "-CAcreateserial",
        "-extfile",
        "tsa.ext",
        "-out",
        "two.pem",
    ]);
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
        "-signer",
        "two.pem",
        "-inkey",
        "two.key",
        "-in",
        "info",
        "-econtent_type",
        TST_INFO,
        "-out",
        "token.der",
    ]);
    let refused = verify_token(&authority.read("token.der"), NOTE, &authority.root()).unwrap_err();
    assert_eq!(refused, StampError::Signatures(2));
}

#[test]
fn a_certificate_that_was_not_valid_then() {
    let authority = made!(Setup::default());
    let (request, reply) = authority.stamp(NOTE);
    let stamp = request.verify(&reply, &authority.root()).unwrap();
    // Another certificate for another key, that ended before it began.
    let late = made!(Setup { days: "-1", ..Setup::default() });
    late.write("info", info(&stamp));
    late.ok(&[
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
    let refused = verify_token(&late.read("token.der"), NOTE, &late.root()).unwrap_err();
    assert_eq!(refused, StampError::NotValidThen);
}

#[test]
fn what_is_none_of_it() {
    let known = Certificates::none();
    let request = Request::new(NOTE, nonce()).unwrap();
    for bytes in
        [&b""[..], b"<html>502 Bad Gateway</html>", &[0x30, 0x80], &[0x30, 0x03, 0x02, 0x01, 0x00]]
    {
        let refused = request.verify(bytes, &known).unwrap_err();
        assert!(matches!(refused, StampError::NotAReply(_)), "{refused:?}");
        assert!(matches!(verify_token(bytes, NOTE, &known), Err(StampError::NotAToken(_))));
        assert!(matches!(Request::read(bytes), Err(StampError::NotARequest(_))));
    }
    // Granted, and nothing in it.
    let empty = [0x30, 0x05, 0x30, 0x03, 0x02, 0x01, 0x00];
    assert_eq!(request.verify(&empty, &known), Err(StampError::NoToken));
    let authority = made!(Setup { extensions: EXTENSIONS, ..Setup::default() });
    // A request about a digest that can be forged.
    authority.write("note", NOTE);
    authority.ok(&["ts", "-query", "-data", "note", "-sha1", "-out", "theirs.tsq"]);
    let refused = Request::read(&authority.read("theirs.tsq")).unwrap_err();
    assert_eq!(refused, StampError::Imprint("1.3.14.3.2.26".to_owned()));
    // A token in place of a reply, and the other way round.
    let (request, reply) = authority.stamp(NOTE);
    let token = authority.token(&reply);
    assert!(matches!(request.verify(&token, &known), Err(StampError::NotAReply(_))));
    assert!(matches!(verify_token(&reply, NOTE, &known), Err(StampError::NotAToken(_))));
}
