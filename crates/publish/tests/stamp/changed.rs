//! Whatever byte of a token is changed: it is refused, or says what it said.

use onus_publish::stamp::{Certificates, Request, StampError, Trust, verify_token};
use proptest::prelude::*;

use crate::{NOTE, Setup, made, nonce};

#[test]
fn every_changed_byte_is_refused_or_changes_nothing() {
    let options = "ess_cert_id_alg = sha256\ncerts = root.pem\naccuracy = secs:1";
    let authority = made!(Setup { options, ..Setup::default() });
    let (request, reply) = authority.stamp(NOTE);
    let known = authority.root();
    let stamp = request.verify(&reply, &known).unwrap();
    let (mut same, mut refused) = (0, 0);
    for at in 0..stamp.token().len() {
        for mask in [0x01, 0x80, 0xff] {
            let mut token = stamp.token().to_vec();
            token[at] ^= mask;
            match verify_token(&token, NOTE, &known) {
                Err(StampError::Internal(what)) => panic!("byte {at}: {what}"),
                Err(_) => refused += 1,
                Ok(found) => {
                    same += 1;
                    assert_eq!(found.time, stamp.time, "byte {at}");
                    assert_eq!(found.digest, stamp.digest, "byte {at}");
                    assert_eq!(
                        (&found.serial, &found.policy, &found.signer),
                        (&stamp.serial, &stamp.policy, &stamp.signer),
                        "byte {at}"
                    );
                }
            }
        }
    }
    println!("{} bytes: {refused} changes refused, {same} without effect", stamp.token().len());
    assert!(refused > same);
    for length in 0..stamp.token().len() {
        assert!(verify_token(&stamp.token()[..length], NOTE, &known).is_err(), "cut at {length}");
    }
    let longer = [stamp.token(), b"\0"].concat();
    assert!(verify_token(&longer, NOTE, &known).is_err());
    for at in 0..reply.len() {
        let mut changed = reply.clone();
        changed[at] ^= 0x10;
        if let Ok(found) = request.verify(&changed, &known) {
            assert_eq!(
                (found.time, found.digest, &found.serial),
                (stamp.time, stamp.digest, &stamp.serial)
            );
        }
    }
}

#[test]
fn a_changed_certificate_is_not_vouched_for() {
    // The authority's certificate with another name in it, of the same length.
    let authority = made!(Setup::default());
    let (request, reply) = authority.stamp(NOTE);
    let stamp = request.verify(&reply, &authority.root()).unwrap();
    let mut token = stamp.token().to_vec();
    let at = token.windows(9).rposition(|part| part == b"Authority").unwrap();
    token[at] = b'B';
    let found = verify_token(&token, NOTE, &authority.root());
    assert_eq!(found, Err(StampError::OtherCertificate));
    assert!(matches!(stamp.trust, Trust::Anchored { .. }));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, ..ProptestConfig::default() })]

    #[test]
    fn nothing_panics(bytes in prop::collection::vec(any::<u8>(), 0..200), tagged in any::<bool>()) {
        let mut bytes = bytes;
        if tagged && bytes.len() > 2 {
            bytes[0] = 0x30;
            bytes[1] = u8::try_from(bytes.len() - 2).unwrap_or(0x7f);
        }
        let known = Certificates::none();
        prop_assert!(verify_token(&bytes, NOTE, &known).is_err());
        let request = Request::new(NOTE, nonce()).unwrap();
        prop_assert!(request.verify(&bytes, &known).is_err());
        let _ = Request::read(&bytes);
        prop_assert!(Certificates::none().trust(&bytes).is_err());
    }
}
