//! Time stamps of an authority outside (RFC 3161): that something existed before a moment.
//!
//! What is stamped is the SHA-256 of some bytes, for a case the note of its checkpoint; nothing else leaves the
//! machine. A [`Request`] is a file that can be carried to another machine. The authority's reply is checked
//! against it ([`Request::verify`]), and the token in it can be checked again at any time, by anybody
//! ([`verify_token`]).
//!
//! **What a stamp says** is that whoever holds the authority's key had seen the digest at the stated time. It is an
//! upper bound: *existed before*, never *made at*. It says nothing of who sent it.
//!
//! **Whose word it is** depends on the certificates that the reader trusts. Those come in as an argument; none is
//! built in. A token that is right in itself and whose chain does not lead to one of them is not refused: it is
//! [`Trust::NotAnchored`], with the reason, since an authority's root is often had later than its reply. Chains are
//! judged as of the stated time, so that a stamp stays good after its certificate has run out. Whether a certificate
//! had been revoked by then is not looked up: that would need the network.
//!
//! What is checked by whom: the `cms` crate reads the token; OpenSSL checks signatures and chains, and that the
//! certificate is for time stamping and nothing else; the rest, from the digest to the signing-certificate attribute
//! that RFC 3161 asks for, is here. The structures of RFC 3161 are written out here because those of the crate for
//! them cannot read a time with a fraction of a second, which authorities do send.

mod asn1;
mod certificate;
mod error;
mod request;
mod time;
mod verify;

pub use certificate::{Certificates, Trust};
pub use error::StampError;
pub use request::Request;
pub use time::StampTime;
pub use verify::{Stamp, verify_token};
