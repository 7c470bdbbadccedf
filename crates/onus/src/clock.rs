//! The clock, read once a command.

use std::time::{SystemTime, UNIX_EPOCH};

use crate::error::CommandError;

/// Seconds since 1970-01-01T00:00:00Z, by this computer's clock.
pub(crate) fn now() -> Result<u64, CommandError> {
    SystemTime::now().duration_since(UNIX_EPOCH).map(|passed| passed.as_secs()).map_err(|_| {
        CommandError::open("the clock of this computer is set before 1970").hint("set it")
    })
}
