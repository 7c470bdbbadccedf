//! Which part of a long list is wanted: the options of the commands whose lists can be long.

use clap::Args;
use onus_reason::Part;

/// How much of a list is shown at once.
const MOST: usize = 500;

/// Which part of the list.
#[derive(Args, Clone, Copy, Debug)]
pub(crate) struct PartArgs {
    /// Leave out so many from the beginning of the list
    #[arg(long, value_name = "NUMBER", default_value_t = 0)]
    after: usize,
    /// Show so many at most
    #[arg(long, value_name = "NUMBER", default_value_t = MOST)]
    most: usize,
}

impl PartArgs {
    pub(crate) fn part(self) -> Part {
        Part { after: self.after, most: self.most }
    }
}
