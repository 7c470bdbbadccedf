//! What leaves a case and can be checked without it.
//!
//! - [`bag`]: BagIt packages (RFC 8493), for handing over exhibits with their custody; ours are written here,
//!   and anybody's are verified;
//! - [`stamp`]: time stamps (RFC 3161), by which an authority outside says that a case existed before a
//!   moment.
//!
//! Nothing here knows a case: what goes in comes in as readers, paths and bytes.

pub mod bag;
pub mod stamp;
