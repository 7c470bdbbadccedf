//! Checking a token.

use cms::cert::CertificateChoices;
use cms::content_info::ContentInfo;
use cms::signed_data::{SignedData, SignerIdentifier, SignerInfo};
use data_encoding::HEXLOWER;
use der::asn1::{ObjectIdentifier, OctetString};
use der::{Decode, Encode};
use openssl::hash::{MessageDigest, hash};
use openssl::pkey::Id;
use openssl::sign::Verifier;
use openssl::x509::X509;
use x509_cert::Certificate;
use x509_cert::ext::pkix::SubjectKeyIdentifier;

use super::asn1::{SigningCertificate, SigningCertificateV2, TstInfo, oid};
use super::certificate::{Certificates, Trust, chain, check_purpose, der_of, holder, was_valid};
use super::error::StampError;
use super::request::imprint;
use super::time::StampTime;

/// A stamp that holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stamp {
    /// When.
    pub time: StampTime,
    /// The SHA-256 of what was stamped.
    pub digest: [u8; 32],
    /// The number that the authority gave the stamp, in hexadecimal.
    pub serial: String,
    /// Under which of its policies.
    pub policy: String,
    /// Whose certificate the signature was made with.
    pub signer: String,
    /// Whether the reader's certificates vouch for that one.
    pub trust: Trust,
    nonce: Option<Vec<u8>>,
    token: Vec<u8>,
}

impl Stamp {
    /// The token: what is kept, and checked again with [`verify_token`]. Any other program for RFC 3161
    /// reads it too.
    #[must_use]
    pub fn token(&self) -> &[u8] {
        &self.token
    }

    pub(super) fn nonce(&self) -> Option<&[u8]> {
        self.nonce.as_deref()
    }
}

/// Checks a token that was kept: that it stamps these bytes, and is signed as it must be.
///
/// # Errors
///
/// What is wrong with it, first of all that it is about other content.
pub fn verify_token(token: &[u8], bytes: &[u8], known: &Certificates) -> Result<Stamp, StampError> {
    use sha2::Digest;
    verify(token, sha2::Sha256::digest(bytes).into(), known)
}

pub(super) fn verify(
    token: &[u8],
    digest: [u8; 32],
    known: &Certificates,
) -> Result<Stamp, StampError> {
    let signed = signed_data(token)?;
    let content = content(&signed)?;
    let info = TstInfo::from_der(content.as_bytes()).map_err(not_a_token)?;
    if info.version != 1 {
        return Err(StampError::NotAToken(format!("version {}", info.version)));
    }
    let stamped = imprint(&info.message_imprint)?;
    if stamped != digest {
        return Err(StampError::OtherContent { found: HEXLOWER.encode(&stamped) });
    }
    if info.extensions.iter().flatten().any(|extension| extension.critical) {
        return Err(StampError::CriticalExtension);
    }
    let time = StampTime::read(&info.gen_time, info.accuracy.as_ref())?;
    let signers = signed.signer_infos.0.as_slice();
    let [signer] = signers else { return Err(StampError::Signatures(signers.len())) };
    let sent = sent(&signed);
    let certificate = signer_certificate(&signer.sid, &sent, known)?;
    let der = der_of(&certificate)?;
    check_attributes(signer, content.as_bytes(), &certificate, &der)?;
    check_purpose(&certificate)?;
    if !was_valid(&certificate, time.seconds) {
        return Err(StampError::NotValidThen);
    }
    let unreadable = |stack: openssl::error::ErrorStack| StampError::Certificate(stack.to_string());
    let x509 = X509::from_der(&der).map_err(unreadable)?;
    check_signature(signer, &x509)?;
    let sent: Vec<X509> = sent
        .iter()
        .filter_map(|certificate| X509::from_der(&certificate.to_der().ok()?).ok())
        .collect();
    Ok(Stamp {
        time,
        digest,
        serial: HEXLOWER.encode(info.serial_number.as_bytes()),
        policy: info.policy.to_string(),
        signer: holder(&x509),
        trust: chain(&x509, &sent, known, time.seconds)?,
        nonce: info.nonce.map(|nonce| nonce.as_bytes().to_vec()),
        token: token.to_vec(),
    })
}

fn not_a_token(error: der::Error) -> StampError {
    StampError::NotAToken(error.to_string())
}

fn signed_data(token: &[u8]) -> Result<SignedData, StampError> {
    let outer = ContentInfo::from_der(token).map_err(not_a_token)?;
    if outer.content_type != oid::SIGNED_DATA {
        return Err(StampError::NotAToken("it is not signed data".to_owned()));
    }
    outer.content.decode_as().map_err(not_a_token)
}

/// The bytes of the stamp's content.
fn content(signed: &SignedData) -> Result<OctetString, StampError> {
    let inner = &signed.encap_content_info;
    if inner.econtent_type != oid::TST_INFO {
        return Err(StampError::NotAToken("it is signed, and not a time stamp".to_owned()));
    }
    let content = inner.econtent.as_ref();
    let content = content.ok_or_else(|| StampError::NotAToken("it is empty".to_owned()))?;
    content.decode_as().map_err(not_a_token)
}

/// The certificates that came with the token.
fn sent(signed: &SignedData) -> Vec<Certificate> {
    let all = signed.certificates.iter().flat_map(|set| set.0.iter());
    all.filter_map(|choice| match choice {
        CertificateChoices::Certificate(certificate) => Some(certificate.clone()),
        CertificateChoices::Other(_) => None,
    })
    .collect()
}

fn signer_certificate(
    signer: &SignerIdentifier,
    sent: &[Certificate],
    known: &Certificates,
) -> Result<Certificate, StampError> {
    let is_signers = |certificate: &Certificate| {
        let about = &certificate.tbs_certificate;
        match signer {
            SignerIdentifier::IssuerAndSerialNumber(named) => {
                about.issuer == named.issuer && about.serial_number == named.serial_number
            }
            SignerIdentifier::SubjectKeyIdentifier(named) => about
                .get::<SubjectKeyIdentifier>()
                .is_ok_and(|found| found.is_some_and(|(_, found)| found == *named)),
        }
    };
    if let Some(found) = sent.iter().find(|certificate| is_signers(certificate)) {
        return Ok(found.clone());
    }
    let known = known.all().filter_map(|known| Certificate::from_der(&known.to_der().ok()?).ok());
    known.into_iter().find(is_signers).ok_or(StampError::NoCertificate)
}

/// The one value of a signed attribute that must be there once; `None` when it is not there.
fn attribute(
    signer: &SignerInfo,
    kind: ObjectIdentifier,
    what: &'static str,
) -> Result<Option<Vec<u8>>, StampError> {
    let wrong = || StampError::Attribute(what);
    let attributes = signer.signed_attrs.as_ref().ok_or_else(wrong)?;
    let mut found = attributes.iter().filter(|attribute| attribute.oid == kind);
    let Some(attribute) = found.next() else { return Ok(None) };
    match (attribute.values.as_slice(), found.next()) {
        ([value], None) => value.to_der().map(Some).map_err(|_| wrong()),
        _ => Err(wrong()),
    }
}

/// What the signature must cover beside the content (RFC 5652, section 11; RFC 3161, section 2.4.2).
fn check_attributes(
    signer: &SignerInfo,
    content: &[u8],
    certificate: &Certificate,
    der: &[u8],
) -> Result<(), StampError> {
    let kind = "what kind of content it is for";
    let found = attribute(signer, oid::CONTENT_TYPE, kind)?.ok_or(StampError::Attribute(kind))?;
    if ObjectIdentifier::from_der(&found) != Ok(oid::TST_INFO) {
        return Err(StampError::Attribute(kind));
    }
    let what = "the stamp itself";
    let found = attribute(signer, oid::MESSAGE_DIGEST, what)?.ok_or(StampError::Attribute(what))?;
    let found = OctetString::from_der(&found).map_err(|_| StampError::Attribute(what))?;
    let digest = message_digest(signer.digest_alg.oid)?;
    if *hash(digest, content)? != *found.as_bytes() {
        return Err(StampError::MessageDigest);
    }
    let what = "the signer's certificate";
    let wrong = || StampError::Attribute(what);
    let first = attribute(signer, oid::SIGNING_CERTIFICATE, what)?;
    let second = attribute(signer, oid::SIGNING_CERTIFICATE_V2, what)?;
    if first.is_none() && second.is_none() {
        return Err(wrong());
    }
    let serial = certificate.tbs_certificate.serial_number.as_bytes();
    let same_serial = |named: Option<&[u8]>| named.is_none_or(|named| named == serial);
    if let Some(first) = first {
        let named = SigningCertificate::from_der(&first).map_err(|_| wrong())?;
        let named = named.certs.first().ok_or_else(wrong)?;
        let of = named.issuer_serial.as_ref().map(|of| of.serial_number.as_bytes());
        let sum = hash(MessageDigest::sha1(), der)?;
        if *sum != *named.cert_hash.as_bytes() || !same_serial(of) {
            return Err(StampError::OtherCertificate);
        }
    }
    if let Some(second) = second {
        let named = SigningCertificateV2::from_der(&second).map_err(|_| wrong())?;
        let named = named.certs.first().ok_or_else(wrong)?;
        let of = named.issuer_serial.as_ref().map(|of| of.serial_number.as_bytes());
        let digest = match &named.hash_algorithm {
            Some(algorithm) => message_digest(algorithm.oid)?,
            None => MessageDigest::sha256(),
        };
        if *hash(digest, der)? != *named.cert_hash.as_bytes() || !same_serial(of) {
            return Err(StampError::OtherCertificate);
        }
    }
    Ok(())
}

/// The digests that are accepted for signatures.
fn message_digest(algorithm: ObjectIdentifier) -> Result<MessageDigest, StampError> {
    match algorithm {
        oid::SHA_256 => Ok(MessageDigest::sha256()),
        oid::SHA_384 => Ok(MessageDigest::sha384()),
        oid::SHA_512 => Ok(MessageDigest::sha512()),
        oid::SHA_1 => Err(StampError::Algorithm("SHA-1, which can be forged".to_owned())),
        other => Err(StampError::Algorithm(other.to_string())),
    }
}

fn check_signature(signer: &SignerInfo, certificate: &X509) -> Result<(), StampError> {
    let wrong_key = |_| StampError::Algorithm("of the certificate's key".to_owned());
    let key = certificate.public_key().map_err(wrong_key)?;
    let algorithm = signer.signature_algorithm.oid;
    let (of, digest) = match algorithm {
        oid::RSA => (Id::RSA, Some(message_digest(signer.digest_alg.oid)?)),
        oid::RSA_SHA_256 => (Id::RSA, Some(MessageDigest::sha256())),
        oid::RSA_SHA_384 => (Id::RSA, Some(MessageDigest::sha384())),
        oid::RSA_SHA_512 => (Id::RSA, Some(MessageDigest::sha512())),
        oid::ECDSA_SHA_256 => (Id::EC, Some(MessageDigest::sha256())),
        oid::ECDSA_SHA_384 => (Id::EC, Some(MessageDigest::sha384())),
        oid::ECDSA_SHA_512 => (Id::EC, Some(MessageDigest::sha512())),
        oid::ED25519 => (Id::ED25519, None),
        other => return Err(StampError::Algorithm(other.to_string())),
    };
    if key.id() != of || (of == Id::RSA && key.bits() < 2048) {
        return Err(StampError::Algorithm(format!("{algorithm} with this key")));
    }
    // What is signed is the set of attributes under its own tag, not the one it has in the token.
    let attributes = signer.signed_attrs.as_ref();
    let attributes = attributes.ok_or(StampError::Attribute("anything"))?;
    let signed = attributes.to_der().map_err(not_a_token)?;
    let mut verifier = match digest {
        Some(digest) => Verifier::new(digest, &key)?,
        None => Verifier::new_without_digest(&key)?,
    };
    // A signature that cannot even be read is as wrong as another.
    if verifier.verify_oneshot(signer.signature.as_bytes(), &signed).unwrap_or(false) {
        Ok(())
    } else {
        Err(StampError::Signature)
    }
}
