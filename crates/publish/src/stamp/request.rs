//! What is sent to an authority.

use der::asn1::{Int, OctetString};
use der::{Any, Decode, Encode};
use sha2::{Digest, Sha256};

use super::asn1::{Algorithm, MessageImprint, TimeStampReq, TimeStampResp, oid};
use super::certificate::Certificates;
use super::error::StampError;
use super::verify::{Stamp, verify};

/// How many random bytes make a reply an answer to this request and no other.
pub(super) const NONCE: usize = 16;

/// A request for a stamp: a digest, and a number that the reply must repeat.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    digest: [u8; 32],
    nonce: Option<Vec<u8>>,
    der: Vec<u8>,
}

impl Request {
    /// Asks that some bytes be stamped: for a case, the note of its checkpoint. `nonce` is random.
    ///
    /// The authority is asked to send its certificate along.
    ///
    /// # Errors
    ///
    /// None that these arguments could cause; the encoder's are passed on.
    pub fn new(bytes: &[u8], nonce: [u8; NONCE]) -> Result<Self, StampError> {
        let failed = |error: der::Error| StampError::Internal(error.to_string());
        let digest: [u8; 32] = Sha256::digest(bytes).into();
        let mut nonce = nonce;
        // A positive number without zeros in front, so that its bytes are these in every encoding.
        nonce[0] = nonce[0] & 0x7f | 0x40;
        let request = TimeStampReq {
            version: 1,
            message_imprint: MessageImprint {
                hash_algorithm: Algorithm { oid: oid::SHA_256, parameters: Some(Any::null()) },
                hashed_message: OctetString::new(digest).map_err(failed)?,
            },
            req_policy: None,
            nonce: Some(Int::new(&nonce).map_err(failed)?),
            cert_req: true,
            extensions: None,
        };
        let der = request.to_der().map_err(failed)?;
        Ok(Self { digest, nonce: Some(nonce.to_vec()), der })
    }

    /// Reads a request that was kept, ours or that of another program.
    ///
    /// # Errors
    ///
    /// [`StampError::NotARequest`]; [`StampError::Imprint`] when it is about a digest that is not SHA-256.
    pub fn read(der: &[u8]) -> Result<Self, StampError> {
        let not = |error: der::Error| StampError::NotARequest(error.to_string());
        let request = TimeStampReq::from_der(der).map_err(not)?;
        if request.version != 1 {
            return Err(StampError::NotARequest(format!("version {}", request.version)));
        }
        let digest = imprint(&request.message_imprint)?;
        let nonce = request.nonce.map(|nonce| nonce.as_bytes().to_vec());
        Ok(Self { digest, nonce, der: der.to_vec() })
    }

    /// The file to send, of the type `application/timestamp-query`.
    #[must_use]
    pub fn to_der(&self) -> &[u8] {
        &self.der
    }

    /// The SHA-256 that is to be stamped.
    #[must_use]
    pub fn digest(&self) -> [u8; 32] {
        self.digest
    }

    /// Checks a reply to this request (`application/timestamp-reply`). The answer holds the token, which is
    /// what to keep.
    ///
    /// # Errors
    ///
    /// When the authority refused, the reply answers something else, or the token does not hold.
    pub fn verify(&self, reply: &[u8], known: &Certificates) -> Result<Stamp, StampError> {
        let not = |error: der::Error| StampError::NotAReply(error.to_string());
        let reply = TimeStampResp::from_der(reply).map_err(not)?;
        // 0 is granted, 1 granted with changes, which show in the token.
        if reply.status.status > 1 {
            let said = reply.status.status_string.unwrap_or_default();
            return Err(StampError::Refused { status: reply.status.status, said });
        }
        let token = reply.time_stamp_token.ok_or(StampError::NoToken)?;
        let token = token.to_der().map_err(not)?;
        let stamp = verify(&token, self.digest, known)?;
        match (&self.nonce, stamp.nonce()) {
            (None, _) => Ok(stamp),
            (Some(asked), Some(found)) if asked.as_slice() == found => Ok(stamp),
            (Some(_), Some(_)) => Err(StampError::Nonce("it repeats another number")),
            (Some(_), None) => Err(StampError::Nonce("it does not repeat its number")),
        }
    }
}

/// The SHA-256 that is stamped, or is to be.
pub(super) fn imprint(imprint: &MessageImprint) -> Result<[u8; 32], StampError> {
    let algorithm = &imprint.hash_algorithm;
    let parameters = algorithm.parameters.as_ref();
    let plain = parameters.is_none_or(|parameters| *parameters == Any::null());
    if algorithm.oid != oid::SHA_256 || !plain {
        return Err(StampError::Imprint(algorithm.oid.to_string()));
    }
    let digest = <[u8; 32]>::try_from(imprint.hashed_message.as_bytes());
    digest.map_err(|_| StampError::Imprint("another length".to_owned()))
}
