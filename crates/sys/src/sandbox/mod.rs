//! Giving up what a process could do, for good.
//!
//! Whoever parses a hostile file must assume that the parser can be taken over, and leave the attacker with a
//! process that can compute and answer, and nothing else. A process gives its powers up itself, before it
//! looks at the first byte; none of it can be taken back.
//!
//! There are two kinds of confinement. [`Confinement::reading`] is for this program's own readers: no files, no
//! network, no other processes, only memory and the descriptors already open. [`Confinement::running`] is for
//! another program that is about to take this process's place and has to load itself and its data: it may read
//! named folders and nothing more.
//!
//! What a system does not offer is left out and said in [`Held`]. Limits hold on every Unix.

use std::fs::File;
use std::path::PathBuf;
use std::time::Duration;

#[cfg(target_os = "linux")]
mod calls;
#[cfg(unix)]
mod descriptors;
#[cfg(target_os = "linux")]
mod files;
#[cfg(unix)]
mod limits;

/// What a process keeps when it is held in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Confinement {
    cpu: Duration,
    memory: u64,
    runs: Option<Vec<PathBuf>>,
}

/// What in fact holds a process in, on this system.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Held {
    /// Limits on time, memory, open files and processes.
    pub limits: bool,
    /// No file can be opened but those that were named.
    pub files: bool,
    /// System calls beyond computing and answering are refused: network, other processes, tracing.
    pub calls: bool,
}

/// What is there inside.
#[derive(Debug)]
pub struct Inside {
    /// What holds the process in.
    pub held: Held,
    /// Standard input, which can be gone back in when it is a file.
    pub input: File,
}

/// A process could not be held in as far as this system allows.
#[derive(Debug, thiserror::Error)]
#[error("the process could not give up its powers: {0}")]
pub struct Error(String);

impl Confinement {
    /// For reading a file that is already open: `cpu` of processor time and `memory` bytes of address space
    /// beyond what the program itself takes.
    #[must_use]
    pub fn reading(cpu: Duration, memory: u64) -> Self {
        Self { cpu, memory, runs: None }
    }

    /// For running another program, which may read and execute what lies in these files and folders.
    #[must_use]
    pub fn running(cpu: Duration, memory: u64, readable: Vec<PathBuf>) -> Self {
        Self { cpu, memory, runs: Some(readable) }
    }
}

/// The address space that the program and its libraries take before any work.
const OWN: u64 = 256 << 20;

/// Gives up what `confinement` does not keep, then works on a stack of `stack` bytes.
///
/// Call it once, from the only thread of the process. The work runs in a second thread because the first one's
/// stack is as large as the shell made it.
///
/// # Errors
///
/// When the system offers a means and refuses to apply it; the work then did not begin.
#[cfg(unix)]
pub fn within<T: Send>(
    confinement: &Confinement,
    stack: usize,
    work: impl FnOnce(Inside) -> T + Send,
) -> Result<T, Error> {
    let mut held = Held { limits: true, ..Held::default() };
    descriptors::close_from(3)?;
    let input = standard_input()?;
    limits::leave_nothing_behind()?;
    #[cfg(target_os = "linux")]
    {
        held.files = files::close_off(confinement.runs.as_deref().unwrap_or_default())?;
    }
    std::thread::scope(|scope| {
        let worker = std::thread::Builder::new().stack_size(stack).spawn_scoped(scope, || {
            limits::set(confinement, stack as u64 + OWN)?;
            #[cfg(target_os = "linux")]
            {
                held.calls = calls::refuse(confinement.runs.is_none())?;
            }
            Ok(work(Inside { held, input }))
        });
        let worker = worker.map_err(|error| Error(error.to_string()))?;
        worker.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
    })
}

/// Works without giving anything up: this system offers nothing that is used here.
///
/// # Errors
///
/// When no thread can be started.
#[cfg(not(unix))]
pub fn within<T: Send>(
    _: &Confinement,
    stack: usize,
    work: impl FnOnce(Inside) -> T + Send,
) -> Result<T, Error> {
    let inside = Inside { held: Held::default(), input: standard_input()? };
    std::thread::scope(|scope| {
        let worker = std::thread::Builder::new()
            .stack_size(stack)
            .spawn_scoped(scope, || work(inside))
            .map_err(|error| Error(error.to_string()))?;
        Ok(worker.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
    })
}

#[cfg(unix)]
fn standard_input() -> Result<File, Error> {
    use std::os::fd::AsFd;
    let input = std::io::stdin().as_fd().try_clone_to_owned();
    Ok(input.map_err(|error| Error(error.to_string()))?.into())
}

#[cfg(windows)]
fn standard_input() -> Result<File, Error> {
    use std::os::windows::io::AsHandle;
    let input = std::io::stdin().as_handle().try_clone_to_owned();
    Ok(input.map_err(|error| Error(error.to_string()))?.into())
}
