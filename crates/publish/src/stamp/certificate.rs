//! Certificates: which are known, whose a signature is, and how far a chain leads.

use der::{Decode, Encode};
use openssl::stack::Stack;
use openssl::x509::store::X509StoreBuilder;
use openssl::x509::verify::{X509VerifyFlags, X509VerifyParam};
use openssl::x509::{X509, X509PurposeId, X509Ref, X509StoreContext};
use x509_cert::Certificate;
use x509_cert::ext::pkix::{ExtendedKeyUsage, KeyUsage};

use super::asn1::oid;
use super::error::StampError;

/// Certificates that the reader has: those that are trusted, and others that may help to build a chain.
#[derive(Clone, Debug, Default)]
pub struct Certificates {
    anchors: Vec<X509>,
    others: Vec<X509>,
}

impl Certificates {
    /// None: every stamp is then not anchored.
    #[must_use]
    pub fn none() -> Self {
        Self::default()
    }

    /// Trusts the certificates in a file, which is one of DER or any number of PEM.
    ///
    /// # Errors
    ///
    /// [`StampError::Certificate`] when there is none in it.
    pub fn trust(&mut self, file: &[u8]) -> Result<(), StampError> {
        self.anchors.extend(read(file)?);
        Ok(())
    }

    /// Knows the certificates in a file without trusting them, as intermediate ones.
    ///
    /// # Errors
    ///
    /// As [`Certificates::trust`].
    pub fn know(&mut self, file: &[u8]) -> Result<(), StampError> {
        self.others.extend(read(file)?);
        Ok(())
    }

    pub(super) fn all(&self) -> impl Iterator<Item = &X509> {
        self.others.iter().chain(&self.anchors)
    }
}

fn read(file: &[u8]) -> Result<Vec<X509>, StampError> {
    let wrong = |stack: openssl::error::ErrorStack| StampError::Certificate(stack.to_string());
    let certificates = if file.windows(10).any(|part| part == b"-----BEGIN") {
        X509::stack_from_pem(file).map_err(wrong)?
    } else {
        vec![X509::from_der(file).map_err(wrong)?]
    };
    if certificates.is_empty() {
        return Err(StampError::Certificate("there is none in the file".to_owned()));
    }
    Ok(certificates)
}

/// How far the chain of a stamp leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trust {
    /// To a certificate that the reader trusts.
    Anchored {
        /// Whose certificates the chain is made of, the signer's first and the trusted one last.
        chain: Vec<String>,
    },
    /// Not so far: the signature is right, and whose it is rests on the token's own word.
    NotAnchored {
        /// Why.
        reason: String,
    },
}

/// The name of a certificate's holder, as `CN=…, O=…`.
pub(super) fn holder(certificate: &X509Ref) -> String {
    let parts = certificate.subject_name().entries().map(|entry| {
        let label = entry.object().nid().short_name().unwrap_or("?");
        let value = entry.data().to_string().unwrap_or_else(|_| "?".to_owned());
        format!("{label}={value}")
    });
    // Whatever a name holds, it is one line.
    let name = parts.collect::<Vec<_>>().join(", ");
    name.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

/// Whether a certificate is for time stamping and nothing else, and says so as it must (RFC 3161, section 2.3).
pub(super) fn check_purpose(certificate: &Certificate) -> Result<(), StampError> {
    let extensions = certificate.tbs_certificate.extensions.as_deref().unwrap_or_default();
    let mut usages =
        extensions.iter().filter(|extension| extension.extn_id == oid::EXTENDED_KEY_USAGE);
    let (Some(usage), None) = (usages.next(), usages.next()) else {
        return Err(StampError::Purpose("it does not say what it is for"));
    };
    if !usage.critical {
        return Err(StampError::Purpose("what it is for is not marked as binding"));
    }
    let usage = ExtendedKeyUsage::from_der(usage.extn_value.as_bytes())
        .map_err(|_| StampError::Purpose("what it is for cannot be read"))?;
    if usage.0.as_slice() != [oid::TIME_STAMPING] {
        return Err(StampError::Purpose("it is for something else, or for more than that"));
    }
    match certificate.tbs_certificate.get::<KeyUsage>() {
        Ok(None) => Ok(()),
        Ok(Some((_, usage))) if usage.digital_signature() || usage.non_repudiation() => Ok(()),
        _ => Err(StampError::Purpose("its key may not sign")),
    }
}

/// Whether the certificate was valid at a time, in seconds since 1970.
pub(super) fn was_valid(certificate: &Certificate, seconds: u64) -> bool {
    let validity = &certificate.tbs_certificate.validity;
    let from = validity.not_before.to_unix_duration().as_secs();
    let to = validity.not_after.to_unix_duration().as_secs();
    (from..=to).contains(&seconds)
}

/// The DER of a certificate as the token holds it.
pub(super) fn der_of(certificate: &Certificate) -> Result<Vec<u8>, StampError> {
    certificate.to_der().map_err(|error| StampError::Certificate(error.to_string()))
}

/// How far the chain leads, as of a time.
pub(super) fn chain(
    signer: &X509Ref,
    sent: &[X509],
    known: &Certificates,
    seconds: u64,
) -> Result<Trust, StampError> {
    let name = holder(signer);
    if known.anchors.is_empty() {
        let reason = format!("signed by {name}; no certificate is trusted");
        return Ok(Trust::NotAnchored { reason });
    }
    let mut parameters = X509VerifyParam::new()?;
    parameters.set_time(i64::try_from(seconds).unwrap_or(i64::MAX));
    parameters.set_purpose(X509PurposeId::TIMESTAMP_SIGN)?;
    // Whoever trusts an authority's own certificate need not have the one above it.
    parameters.set_flags(X509VerifyFlags::PARTIAL_CHAIN)?;
    let mut store = X509StoreBuilder::new()?;
    store.set_param(&parameters)?;
    for anchor in &known.anchors {
        store.add_cert(anchor.clone())?;
    }
    let store = store.build();
    let mut untrusted = Stack::new()?;
    for certificate in sent.iter().chain(&known.others) {
        untrusted.push(certificate.clone())?;
    }
    let mut context = X509StoreContext::new()?;
    let (holds, error, chain) = context.init(&store, signer, &untrusted, |context| {
        let holds = context.verify_cert()?;
        let chain = context.chain().map(|chain| chain.iter().map(holder).collect());
        Ok((holds, context.error(), chain.unwrap_or_default()))
    })?;
    Ok(if holds {
        Trust::Anchored { chain }
    } else {
        let reason = format!("signed by {name}; {}", error.error_string());
        Trust::NotAnchored { reason }
    })
}
