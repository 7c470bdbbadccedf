//! Landlock: which files a process may open.

use std::path::PathBuf;

use landlock::{
    ABI, Access, AccessFs, AccessNet, CompatLevel, Compatible, PathBeneath, PathFd, Ruleset,
    RulesetAttr, RulesetCreatedAttr, RulesetStatus, Scope,
};

use super::Error;

/// Closes the file system off, but for reading and executing in these files and folders, of which those that
/// do not exist are left out. Says whether the kernel does it.
///
/// The kernel's own list of what can be restricted grows; what an older one does not know is left out, which
/// for the file system itself means nothing from the first version on.
pub(super) fn close_off(readable: &[PathBuf]) -> Result<bool, Error> {
    let abi = ABI::V6;
    let refused = |error: landlock::RulesetError| Error(error.to_string());
    let mut ruleset = Ruleset::default()
        .set_compatibility(CompatLevel::BestEffort)
        .handle_access(AccessFs::from_all(abi))
        .and_then(|ruleset| ruleset.handle_access(AccessNet::from_all(abi)))
        .and_then(|ruleset| ruleset.scope(Scope::from_all(abi)))
        .and_then(Ruleset::create)
        .map_err(refused)?;
    for path in readable {
        let Ok(opened) = PathFd::new(path) else { continue };
        let access =
            if path.is_dir() { AccessFs::from_read(abi) } else { AccessFs::from_file(abi) };
        let rule = PathBeneath::new(opened, access & AccessFs::from_read(abi));
        ruleset = ruleset.add_rule(rule).map_err(refused)?;
    }
    let status = ruleset.restrict_self().map_err(refused)?;
    Ok(status.ruleset != RulesetStatus::NotEnforced)
}
