//! Limits that every Unix knows.

use rustix::process::{Resource, Rlimit, setrlimit};

use super::{Confinement, Error};

/// No core dumps, no new privileges from set-user-id programs, no life without the parent.
pub(super) fn leave_nothing_behind() -> Result<(), Error> {
    to(Resource::Core, 0)?;
    #[cfg(target_os = "linux")]
    {
        use rustix::process::{
            DumpableBehavior, Signal, set_dumpable_behavior, set_parent_process_death_signal,
        };
        set_dumpable_behavior(DumpableBehavior::NotDumpable).map_err(refused)?;
        set_parent_process_death_signal(Some(Signal::KILL)).map_err(refused)?;
        rustix::thread::set_no_new_privs(true).map_err(refused)?;
    }
    Ok(())
}

/// Sets the limits of a confinement; `own` is the address space taken before any work.
pub(super) fn set(confinement: &Confinement, own: u64) -> Result<(), Error> {
    let seconds = confinement.cpu.as_secs().max(1);
    // The soft limit ends the process with a signal that says why; the hard one, a second later, with one that
    // nothing can catch.
    let cpu = Rlimit { current: Some(seconds), maximum: Some(seconds + 1) };
    setrlimit(Resource::Cpu, cpu).map_err(refused)?;
    // Not a byte to any file. Pipes have no size.
    to(Resource::Fsize, 0)?;
    #[cfg(not(target_os = "openbsd"))]
    to(Resource::As, confinement.memory.saturating_add(own))?;
    #[cfg(not(any(target_os = "illumos", target_os = "solaris")))]
    to(Resource::Nproc, 0)?;
    // A reader has all that it needs open; a program has to load its libraries and data.
    to(Resource::Nofile, if confinement.runs.is_some() { 64 } else { 4 })
}

/// Lowers a limit for good. Where it is lower already it stays there.
fn to(resource: Resource, most: u64) -> Result<(), Error> {
    let now = rustix::process::getrlimit(resource);
    let most = now.maximum.map_or(most, |maximum| maximum.min(most));
    setrlimit(resource, Rlimit { current: Some(most), maximum: Some(most) }).map_err(refused)
}

fn refused(error: rustix::io::Errno) -> Error {
    Error(error.to_string())
}
