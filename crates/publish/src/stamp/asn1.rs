//! The structures of RFC 3161 (section 2.4) and of the attribute that names the signer's certificate (RFC 2634,
//! RFC 5035).

use der::asn1::{BitString, Int, ObjectIdentifier, OctetString};
use der::{Any, Sequence};
use x509_cert::ext::Extensions;

/// `AlgorithmIdentifier`.
#[derive(Clone, Debug, PartialEq, Eq, Sequence)]
pub(super) struct Algorithm {
    pub(super) oid: ObjectIdentifier,
    #[asn1(optional = "true")]
    pub(super) parameters: Option<Any>,
}

#[derive(Clone, Debug, PartialEq, Eq, Sequence)]
pub(super) struct MessageImprint {
    pub(super) hash_algorithm: Algorithm,
    pub(super) hashed_message: OctetString,
}

#[derive(Clone, Debug, PartialEq, Eq, Sequence)]
pub(super) struct TimeStampReq {
    pub(super) version: u8,
    pub(super) message_imprint: MessageImprint,
    #[asn1(optional = "true")]
    pub(super) req_policy: Option<ObjectIdentifier>,
    #[asn1(optional = "true")]
    pub(super) nonce: Option<Int>,
    #[asn1(default = "Default::default")]
    pub(super) cert_req: bool,
    #[asn1(context_specific = "0", tag_mode = "IMPLICIT", constructed = "true", optional = "true")]
    pub(super) extensions: Option<Extensions>,
}

#[derive(Clone, Debug, PartialEq, Eq, Sequence)]
pub(super) struct PkiStatusInfo {
    pub(super) status: u32,
    #[asn1(optional = "true")]
    pub(super) status_string: Option<Vec<String>>,
    #[asn1(optional = "true")]
    pub(super) fail_info: Option<BitString>,
}

#[derive(Clone, Debug, PartialEq, Eq, Sequence)]
pub(super) struct TimeStampResp {
    pub(super) status: PkiStatusInfo,
    #[asn1(optional = "true")]
    pub(super) time_stamp_token: Option<Any>,
}

#[derive(Clone, Debug, PartialEq, Eq, Sequence)]
pub(super) struct Accuracy {
    #[asn1(optional = "true")]
    pub(super) seconds: Option<u64>,
    #[asn1(context_specific = "0", tag_mode = "IMPLICIT", optional = "true")]
    pub(super) millis: Option<u16>,
    #[asn1(context_specific = "1", tag_mode = "IMPLICIT", optional = "true")]
    pub(super) micros: Option<u16>,
}

#[derive(Clone, Debug, PartialEq, Eq, Sequence)]
pub(super) struct TstInfo {
    pub(super) version: u8,
    pub(super) policy: ObjectIdentifier,
    pub(super) message_imprint: MessageImprint,
    pub(super) serial_number: Int,
    /// A `GeneralizedTime`, with or without a fraction.
    pub(super) gen_time: Any,
    #[asn1(optional = "true")]
    pub(super) accuracy: Option<Accuracy>,
    #[asn1(default = "Default::default")]
    pub(super) ordering: bool,
    #[asn1(optional = "true")]
    pub(super) nonce: Option<Int>,
    #[asn1(context_specific = "0", tag_mode = "EXPLICIT", optional = "true")]
    pub(super) tsa: Option<Any>,
    #[asn1(context_specific = "1", tag_mode = "IMPLICIT", constructed = "true", optional = "true")]
    pub(super) extensions: Option<Extensions>,
}

/// `SigningCertificate`: the digests are SHA-1.
#[derive(Clone, Debug, PartialEq, Eq, Sequence)]
pub(super) struct SigningCertificate {
    pub(super) certs: Vec<EssCertId>,
    #[asn1(optional = "true")]
    pub(super) policies: Option<Vec<Any>>,
}

#[derive(Clone, Debug, PartialEq, Eq, Sequence)]
pub(super) struct EssCertId {
    pub(super) cert_hash: OctetString,
    #[asn1(optional = "true")]
    pub(super) issuer_serial: Option<IssuerSerial>,
}

/// `SigningCertificateV2`: SHA-256 unless another is named.
#[derive(Clone, Debug, PartialEq, Eq, Sequence)]
pub(super) struct SigningCertificateV2 {
    pub(super) certs: Vec<EssCertIdV2>,
    #[asn1(optional = "true")]
    pub(super) policies: Option<Vec<Any>>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct EssCertIdV2 {
    pub(super) hash_algorithm: Option<Algorithm>,
    pub(super) cert_hash: OctetString,
    pub(super) issuer_serial: Option<IssuerSerial>,
}

#[derive(Clone, Debug, PartialEq, Eq, Sequence)]
pub(super) struct IssuerSerial {
    pub(super) issuer: Vec<Any>,
    pub(super) serial_number: Int,
}

// Written out: an algorithm that may be left out has no tag of its own by which to tell.
impl<'a> der::DecodeValue<'a> for EssCertIdV2 {
    fn decode_value<R: der::Reader<'a>>(reader: &mut R, header: der::Header) -> der::Result<Self> {
        use der::{Decode, Reader};
        reader.read_nested(header.length, |reader| {
            let hash_algorithm = match reader.peek_header()?.tag {
                der::Tag::Sequence => Some(Algorithm::decode(reader)?),
                _ => None,
            };
            let cert_hash = OctetString::decode(reader)?;
            let issuer_serial = (!reader.is_finished()).then(|| reader.decode()).transpose()?;
            Ok(Self { hash_algorithm, cert_hash, issuer_serial })
        })
    }
}

impl der::EncodeValue for EssCertIdV2 {
    fn value_len(&self) -> der::Result<der::Length> {
        use der::Encode;
        self.hash_algorithm.encoded_len()?
            + self.cert_hash.encoded_len()?
            + self.issuer_serial.encoded_len()?
    }

    fn encode_value(&self, writer: &mut impl der::Writer) -> der::Result<()> {
        use der::Encode;
        self.hash_algorithm.encode(writer)?;
        self.cert_hash.encode(writer)?;
        self.issuer_serial.encode(writer)
    }
}

impl Sequence<'_> for EssCertIdV2 {}

/// Object identifiers that are met here.
pub(super) mod oid {
    use der::asn1::ObjectIdentifier;

    macro_rules! oids {
        ($($(#[$doc:meta])* $name:ident = $text:literal;)*) => {$(
            $(#[$doc])*
            pub(in crate::stamp) const $name: ObjectIdentifier =
                ObjectIdentifier::new_unwrap($text);
        )*};
    }

    oids! {
        SIGNED_DATA = "1.2.840.113549.1.7.2";
        TST_INFO = "1.2.840.113549.1.9.16.1.4";
        CONTENT_TYPE = "1.2.840.113549.1.9.3";
        MESSAGE_DIGEST = "1.2.840.113549.1.9.4";
        SIGNING_CERTIFICATE = "1.2.840.113549.1.9.16.2.12";
        SIGNING_CERTIFICATE_V2 = "1.2.840.113549.1.9.16.2.47";
        SHA_1 = "1.3.14.3.2.26";
        SHA_256 = "2.16.840.1.101.3.4.2.1";
        SHA_384 = "2.16.840.1.101.3.4.2.2";
        SHA_512 = "2.16.840.1.101.3.4.2.3";
        RSA = "1.2.840.113549.1.1.1";
        RSA_SHA_256 = "1.2.840.113549.1.1.11";
        RSA_SHA_384 = "1.2.840.113549.1.1.12";
        RSA_SHA_512 = "1.2.840.113549.1.1.13";
        ECDSA_SHA_256 = "1.2.840.10045.4.3.2";
        ECDSA_SHA_384 = "1.2.840.10045.4.3.3";
        ECDSA_SHA_512 = "1.2.840.10045.4.3.4";
        ED25519 = "1.3.101.112";
        EXTENDED_KEY_USAGE = "2.5.29.37";
        TIME_STAMPING = "1.3.6.1.5.5.7.3.8";
    }
}
