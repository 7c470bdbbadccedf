//! Why a reply or a token is refused.

/// Each failure on its own. A token that is refused says nothing at all.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum StampError {
    /// Not a request.
    #[error("this is not a time-stamp request: {0}")]
    NotARequest(String),
    /// Not a reply.
    #[error("this is not a time-stamp reply: {0}")]
    NotAReply(String),
    /// The authority did not stamp.
    #[error("the authority did not stamp it: status {status}{}", text(.said))]
    Refused {
        /// The number of the status: 2 is a rejection, 3 that it is not ready yet.
        status: u32,
        /// What the authority says.
        said: Vec<String>,
    },
    /// The reply says that it stamps, and has no stamp.
    #[error("the reply has no token")]
    NoToken,
    /// Not a token.
    #[error("this is not a time-stamp token: {0}")]
    NotAToken(String),
    /// There is not exactly one signature.
    #[error("the token has {0} signatures, not one")]
    Signatures(usize),
    /// Something that must be among the signed attributes is not, or not once.
    #[error("the signature does not cover {0}")]
    Attribute(&'static str),
    /// The signed digest is not that of the stamp's content.
    #[error("what the token says is not what was signed")]
    MessageDigest,
    /// The token is about something else.
    #[error("the token is about other content: it stamps {found}")]
    OtherContent {
        /// The digest that it stamps, in hexadecimal.
        found: String,
    },
    /// The digest is not SHA-256.
    #[error("the token stamps a digest of {0}, not of SHA-256")]
    Imprint(String),
    /// The nonce of the request is not in the reply.
    #[error("the reply does not answer this request: {0}")]
    Nonce(&'static str),
    /// The time cannot be read.
    #[error("the time {0:?} cannot be read")]
    Time(String),
    /// An extension that must be understood is not.
    #[error("the token has an extension that this program does not know and must")]
    CriticalExtension,
    /// The certificate of the signer is nowhere.
    #[error("the signer's certificate is neither in the token nor among those given")]
    NoCertificate,
    /// The certificate cannot be read.
    #[error("the signer's certificate cannot be read: {0}")]
    Certificate(String),
    /// The signed attribute names another certificate.
    #[error("the token names another certificate as its signer's")]
    OtherCertificate,
    /// The certificate is not one for time stamping only.
    #[error("the signer's certificate is not for time stamping: {0}")]
    Purpose(&'static str),
    /// The certificate was not valid at that time.
    #[error("the signer's certificate was not valid at the time that is stamped")]
    NotValidThen,
    /// An algorithm that is unknown here, or that can be forged.
    #[error("the algorithm {0} is not accepted")]
    Algorithm(String),
    /// The signature is not that of the certificate's key.
    #[error("the signature is wrong")]
    Signature,
    /// OpenSSL gave up, as when memory is short.
    #[error("the check could not be made: {0}")]
    Internal(String),
}

fn text(said: &[String]) -> String {
    if said.is_empty() { String::new() } else { format!(" ({})", said.join("; ")) }
}

impl From<openssl::error::ErrorStack> for StampError {
    fn from(stack: openssl::error::ErrorStack) -> Self {
        Self::Internal(stack.to_string())
    }
}
