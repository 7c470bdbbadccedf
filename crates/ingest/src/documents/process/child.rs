//! The process that reads.

use std::ffi::{OsStr, OsString};
use std::fs::File;
use std::io::{Cursor, Read, Seek, Write};
use std::path::PathBuf;

use onus_sys::sandbox::{self, Confinement};

use super::wire;
use crate::documents::{Document, Failure, Input, Limits};

/// The stack of whatever parses: formats nest, and parsers of trees call themselves.
const STACK: usize = 64 << 20;

/// Does what the asking side told this process to, and gives its exit code.
///
/// `arguments` are those that [`Reader`](super::Reader) put after its own. Call it first thing in `main`, before
/// any thread, file or key exists. It reads standard input and writes to standard output, and never returns
/// its powers.
#[must_use]
pub fn serve(arguments: &[OsString]) -> u8 {
    let done = match arguments {
        [verb, limits, name] if verb == READ => with_limits(limits, |limits| read(&limits, name)),
        [verb, limits, readable, program, rest @ ..] if verb == RUN => {
            with_limits(limits, |limits| run(&limits, readable, program, rest))
        }
        _ => None,
    };
    done.unwrap_or(2)
}

/// Reads the file on standard input: limits, name.
pub(super) const READ: &str = "read";

/// Runs a program on standard input: limits, what it may read, its path, its arguments.
pub(super) const RUN: &str = "run";

fn with_limits(limits: &OsStr, then: impl FnOnce(Limits) -> Option<u8>) -> Option<u8> {
    then(serde_json::from_str(limits.to_str()?).ok()?)
}

fn read(limits: &Limits, name: &OsStr) -> Option<u8> {
    silence();
    let name = name.to_str().unwrap_or_default();
    let confinement = Confinement::reading(limits.time, limits.memory);
    let answer = sandbox::within(&confinement, STACK, |inside| {
        let mut out = std::io::stdout().lock();
        let answer = guarded(|| read_input(inside.input, limits, name));
        wire::encode(answer, &mut out)
    });
    match answer {
        Ok(Ok(())) => Some(0),
        Ok(Err(_)) => Some(1),
        Err(error) => {
            let failure = Failure::broken(error.to_string());
            wire::encode(Err(failure), &mut std::io::stdout().lock()).ok()?;
            Some(0)
        }
    }
}

/// A panic in a reader is a fault of ours and still an answer.
fn guarded(work: impl FnOnce() -> Result<Document, Failure>) -> Result<Document, Failure> {
    std::panic::catch_unwind(std::panic::AssertUnwindSafe(work)).unwrap_or_else(|panic| {
        let what = panic
            .downcast_ref::<String>()
            .map(String::as_str)
            .or_else(|| panic.downcast_ref::<&str>().copied())
            .unwrap_or("no reason given");
        Err(Failure::broken(format!("a fault in the reader: {what}")))
    })
}

/// Panics are told in the answer, and standard error belongs to nobody.
fn silence() {
    std::panic::set_hook(Box::new(|_| {}));
}

fn read_input(file: File, limits: &Limits, name: &str) -> Result<Document, Failure> {
    let mut input = input(file, limits)?;
    crate::documents::read(&mut *input, name, limits)
}

/// Standard input as something that can be gone back in. A pipe is taken into memory.
fn input(mut file: File, limits: &Limits) -> Result<Box<dyn Input>, Failure> {
    if file.stream_position().is_ok() {
        return Ok(Box::new(file));
    }
    let most = limits.memory / 4;
    let mut bytes = Vec::new();
    Read::take(&mut file, most + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > most {
        return Err(Failure::too_much(format!("more than {most} bytes of memory")));
    }
    Ok(Box::new(Cursor::new(bytes)))
}

/// Becomes another program, held in.
#[cfg(unix)]
fn run(limits: &Limits, readable: &OsStr, program: &OsStr, arguments: &[OsString]) -> Option<u8> {
    use std::os::unix::process::CommandExt;
    let readable: Vec<PathBuf> = serde_json::from_str(readable.to_str()?).ok()?;
    let confinement = Confinement::running(limits.time, limits.memory, readable);
    let mut command = std::process::Command::new(program);
    command.args(arguments).env_clear();
    // One thread: recognising many pages at once is for whoever starts us to decide.
    command.env("OMP_THREAD_LIMIT", "1").env("LC_ALL", "C.UTF-8");
    let failed = sandbox::within(&confinement, STACK, |_| command.exec());
    let _ = writeln!(
        std::io::stderr(),
        "{}",
        failed.map_or_else(|error| error.to_string(), |error| error.to_string())
    );
    Some(3)
}

/// Where a process cannot be held in, no other program is run on pictures from outside.
#[cfg(not(unix))]
fn run(_: &Limits, _: &OsStr, _: &OsStr, _: &[OsString]) -> Option<u8> {
    None
}
