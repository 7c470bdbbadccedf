//! Asking an agent, starting one, ending one.

use std::io::{BufRead, BufReader, Read, Write};
use std::os::unix::net::UnixStream;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use onus_store::Unlocked;
use zeroize::Zeroizing;

use super::{KEY, STOP, place};
use crate::error::CommandError;

/// How long an answer may take: it is a few bytes from the same machine.
const PATIENCE: Duration = Duration::from_secs(2);

fn connect(case: &Path) -> Option<UnixStream> {
    let stream = UnixStream::connect(place::socket(case).ok()?).ok()?;
    stream.set_read_timeout(Some(PATIENCE)).ok()?;
    stream.set_write_timeout(Some(PATIENCE)).ok()?;
    Some(stream)
}

/// The key that an agent holds for the case, when one does.
pub(crate) fn key_of(case: &Path) -> Option<Unlocked> {
    let mut stream = connect(case)?;
    stream.write_all(&[KEY]).ok()?;
    let mut bytes = Zeroizing::new([0; Unlocked::LENGTH]);
    stream.read_exact(bytes.as_mut()).ok()?;
    Unlocked::from_bytes(&bytes)
}

/// Ends the agent of a case; tells whether there was one.
pub(crate) fn lock(case: &Path) -> Result<bool, CommandError> {
    let Some(mut stream) = connect(case) else { return Ok(false) };
    let ended = stream.write_all(&[STOP]).and_then(|()| {
        // The agent closes the line when the key is gone.
        stream.read_to_end(&mut Vec::new())
    });
    match ended {
        Ok(_) => Ok(true),
        Err(error) => Err(CommandError::open(format!("the agent did not answer: {error}"))
            .hint("end the process \"onus agent\" yourself")),
    }
}

/// Starts an agent that holds the key for `minutes` after the last question.
pub(crate) fn unlock(case: &Path, unlocked: &Unlocked, minutes: u32) -> Result<(), CommandError> {
    let failed =
        |what: &str| CommandError::open(format!("the case cannot be kept unlocked: {what}"));
    let socket = place::socket(case)?;
    place::prepare(&socket)?;
    lock(case)?;
    let program = std::env::current_exe().map_err(|error| failed(&error.to_string()))?;
    let mut child = Command::new(program)
        .arg("agent")
        .arg("--socket")
        .arg(&socket)
        .arg("--minutes")
        .arg(minutes.to_string())
        .current_dir("/")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .map_err(|error| failed(&error.to_string()))?;
    let bytes = unlocked.to_bytes();
    let given = child.stdin.take().map(|mut pipe| pipe.write_all(bytes.as_ref()));
    let mut line = String::new();
    let said = child.stdout.take().map(|pipe| BufReader::new(pipe).read_line(&mut line));
    match (given, said) {
        (Some(Ok(())), Some(Ok(_))) if line.trim() == "ready" => Ok(()),
        _ => Err(failed("its agent did not start")),
    }
}
