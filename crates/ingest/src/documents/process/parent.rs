//! The process that asks.

use std::ffi::OsString;
use std::fs::File;
use std::io::{Read, Seek, Write};
use std::path::PathBuf;
use std::process::{Child, ChildStdout, Command, ExitStatus, Stdio};
use std::sync::mpsc;
use std::time::{Duration, Instant};

use super::wire::{self, Unread};
use super::{Tools, child, recognize};
use crate::documents::{Document, Failure, Limits, Trouble};

/// Reads files, each in a process of its own.
#[derive(Clone, Debug)]
pub struct Reader {
    /// This program's own file.
    pub program: PathBuf,
    /// What makes it call [`serve`](super::serve) with the arguments after these.
    pub arguments: Vec<OsString>,
    /// The programs that recognise text in pictures, where there are any.
    pub tools: Tools,
    /// The languages that texts in pictures may be in, as BCP 47 tags, the likeliest first. When there are none,
    /// all for which Tesseract has data, up to four.
    pub languages: Vec<String>,
}

/// A file to be read.
pub enum Source<'a> {
    /// An open file. The reading process shares its position, so nobody else may use it meanwhile.
    File(&'a File),
    /// Bytes in memory, such as an attached file. Nothing is written to a disk for them.
    Bytes(&'a [u8]),
}

impl Reader {
    /// Reads a file. Of `name` only its ending is passed on, since other users of the machine can see what
    /// programs are called with.
    ///
    /// # Errors
    ///
    /// One failure, when the file cannot be read within the limits, and also when its reader crashed or was
    /// ended.
    pub fn read(
        &self,
        source: &Source<'_>,
        name: &str,
        limits: &Limits,
    ) -> Result<Document, Failure> {
        let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
        let ending: String = ending.chars().filter(|scalar| scalar.is_alphanumeric()).collect();
        let arguments = [child::READ.into(), in_words(limits)?, format!("file.{ending}").into()];
        let mut document =
            self.start(&arguments, source, limits, |output| wire::decode(output, limits))??;
        recognize::pictures(self, source, &mut document, limits)?;
        Ok(document)
    }

    /// Starts this program again to do as told, gives it a file and takes what it answers.
    pub(super) fn start<T: Send>(
        &self,
        arguments: &[OsString],
        source: &Source<'_>,
        limits: &Limits,
        take: impl FnOnce(&mut dyn Read) -> Result<T, Unread> + Send,
    ) -> Result<T, Failure> {
        let mut command = Command::new(&self.program);
        command.args(&self.arguments).args(arguments);
        command.env_clear().current_dir(if cfg!(unix) { "/" } else { "." });
        command.stdout(Stdio::piped()).stderr(Stdio::null());
        let bytes = match source {
            Source::File(file) => {
                let mut file = file.try_clone()?;
                file.rewind()?;
                command.stdin(Stdio::from(file));
                None
            }
            Source::Bytes(bytes) => {
                command.stdin(Stdio::piped());
                Some(*bytes)
            }
        };
        let started = command.spawn();
        let child =
            started.map_err(|error| Failure::broken(format!("it did not start: {error}")))?;
        supervise(child, bytes, limits, take)
    }
}

/// Feeds a process, takes its answer, and ends it when it is done or its time is over.
fn supervise<T: Send>(
    mut child: Child,
    bytes: Option<&[u8]>,
    limits: &Limits,
    take: impl FnOnce(&mut dyn Read) -> Result<T, Unread> + Send,
) -> Result<T, Failure> {
    let end = Instant::now() + limits.time.saturating_mul(2);
    let (stdin, stdout) = (child.stdin.take(), child.stdout.take());
    let (sender, answer) = mpsc::channel();
    std::thread::scope(|scope| {
        if let (Some(mut stdin), Some(bytes)) = (stdin, bytes) {
            // A process that stops listening has an answer already.
            scope.spawn(move || stdin.write_all(bytes).ok());
        }
        scope.spawn(move || {
            let taken = match stdout {
                Some(mut output) => take(&mut output as &mut ChildStdout),
                None => Err(Unread::BrokeOff),
            };
            sender.send(taken).ok();
        });
        let wait = end.saturating_duration_since(Instant::now());
        let taken = answer.recv_timeout(wait);
        let status = match taken {
            // It may still be on its way out, and how it ends explains why it broke off.
            Ok(Err(Unread::BrokeOff)) => leave(&mut child, Duration::from_secs(5)),
            _ => None,
        };
        child.kill().ok();
        let last = child.wait().ok();
        match taken {
            Ok(Ok(value)) => Ok(value),
            Ok(Err(Unread::Wrong(failure))) => Err(failure),
            Ok(Err(Unread::BrokeOff)) => Err(why(status.or(last), limits)),
            Err(_) => {
                Err(Failure::too_much(format!("more than {} seconds", limits.time.as_secs() * 2)))
            }
        }
    })
}

/// Waits a little for a process to end by itself.
fn leave(child: &mut Child, most: Duration) -> Option<ExitStatus> {
    let end = Instant::now() + most;
    while Instant::now() < end {
        if let Ok(Some(status)) = child.try_wait() {
            return Some(status);
        }
        std::thread::sleep(Duration::from_millis(5));
    }
    None
}

/// What the end of a process says of a file that it gave no answer to.
fn why(status: Option<ExitStatus>, limits: &Limits) -> Failure {
    let Some(status) = status else { return Failure::broken("it did not answer") };
    #[cfg(unix)]
    {
        use std::os::unix::process::ExitStatusExt;
        // The numbers are the same on every Unix, but for that of a refused call, which is Linux's.
        match status.signal() {
            Some(6) => Failure::too_much(format!("more than {} bytes of memory", limits.memory)),
            Some(24) => Failure::too_much(format!(
                "more than {} seconds of processor time",
                limits.time.as_secs()
            )),
            Some(31) => Failure::hostile("its reader began to call the operating system"),
            Some(signal) => Failure::broken(format!("it crashed (signal {signal})")),
            None => Failure::broken(format!("it ended without an answer ({status})")),
        }
    }
    #[cfg(not(unix))]
    {
        let _ = limits;
        Failure::broken(format!("it ended without an answer ({status})"))
    }
}

/// Limits as an argument.
pub(super) fn in_words(limits: &Limits) -> Result<OsString, Failure> {
    serde_json::to_string(limits)
        .map(OsString::from)
        .map_err(|error| Trouble::Broken(error.to_string()).into())
}
