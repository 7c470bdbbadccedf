//! The agent itself: holds a key, answers its user, and ends.

use std::fs::{self, Permissions};
use std::io::{self, Read, Write};
use std::os::unix::fs::PermissionsExt;
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::Path;
use std::sync::mpsc::channel;
use std::time::{Duration, SystemTime};

use onus_store::Unlocked;
use zeroize::Zeroizing;

use super::{KEY, STOP};
use crate::error::CommandError;

/// How often the clock is looked at, so that a laptop that slept does not keep the case open longer.
const GLANCE: Duration = Duration::from_secs(5);

/// Reads a key from standard input and answers at the socket until nobody has asked for `minutes`.
pub(crate) fn serve(socket: &Path, minutes: u32) -> Result<(), CommandError> {
    let failed = |error: io::Error| CommandError::file(socket, &error);
    let mut key = Zeroizing::new([0; Unlocked::LENGTH]);
    io::stdin().read_exact(key.as_mut()).map_err(failed)?;
    // A session of its own, so that closing the terminal does not end it.
    let _ = rustix::process::setsid();
    let _ = fs::remove_file(socket);
    let listener = UnixListener::bind(socket).map_err(failed)?;
    fs::set_permissions(socket, Permissions::from_mode(0o600)).map_err(failed)?;
    println!("ready");
    let (calls, called) = channel();
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            if calls.send(stream).is_err() {
                return;
            }
        }
    });
    let idle = Duration::from_secs(u64::from(minutes).saturating_mul(60));
    let mut last = SystemTime::now();
    loop {
        // A clock that was set back counts as time gone by.
        let passed = last.elapsed().unwrap_or(idle);
        let Some(left) = idle.checked_sub(passed).filter(|left| !left.is_zero()) else { break };
        let Ok(stream) = called.recv_timeout(left.min(GLANCE)) else { continue };
        if !is_same_user(&stream) {
            continue;
        }
        match answer(stream, key.as_ref()) {
            Some(KEY) => last = SystemTime::now(),
            Some(STOP) => break,
            _ => {}
        }
    }
    let _ = fs::remove_file(socket);
    Ok(())
}

/// Answers one question; gives what it was. On [`STOP`] the caller ends at once.
fn answer(mut stream: UnixStream, key: &[u8]) -> Option<u8> {
    let patience = Some(Duration::from_secs(2));
    stream.set_read_timeout(patience).ok()?;
    stream.set_write_timeout(patience).ok()?;
    let mut question = [0];
    stream.read_exact(&mut question).ok()?;
    if question == [KEY] {
        stream.write_all(key).ok()?;
    }
    Some(question[0])
}

/// Whether the caller is the user whose agent this is, where the system can tell.
#[cfg(any(target_os = "linux", target_os = "android"))]
fn is_same_user(stream: &UnixStream) -> bool {
    rustix::net::sockopt::socket_peercred(stream)
        .is_ok_and(|caller| caller.uid == rustix::process::geteuid())
}

#[cfg(not(any(target_os = "linux", target_os = "android")))]
fn is_same_user(_: &UnixStream) -> bool {
    true
}
