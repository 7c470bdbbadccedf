//! What a terminal is told: answers on standard output, everything else on standard error.

use std::io::{self, IsTerminal, Write};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread::JoinHandle;
use std::time::Duration;

use clap::ValueEnum;

/// When answers are coloured.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Color {
    /// On a terminal, unless NO_COLOR is set.
    #[default]
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

impl Color {
    /// Whether what goes to standard output is coloured.
    pub(crate) fn is_on(self) -> bool {
        match self {
            Self::Always => true,
            Self::Never => false,
            Self::Auto => {
                let refused = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
                !refused && io::stdout().is_terminal()
            }
        }
    }
}

/// How many columns the terminal has; none where the answer goes elsewhere.
pub(crate) fn width() -> Option<usize> {
    let (terminal_size::Width(columns), _) = terminal_size::terminal_size_of(io::stdout())?;
    Some(usize::from(columns).max(40))
}

/// Prints an answer. A reader who has seen enough (`| head`) is no error.
pub(crate) fn print(text: &str) {
    let mut out = io::stdout().lock();
    let _ = out.write_all(text.as_bytes());
    if !text.ends_with('\n') {
        let _ = out.write_all(b"\n");
    }
    let _ = out.flush();
}

/// Prints a JSON document.
pub(crate) fn print_json(value: &serde_json::Value) {
    print(&format!("{value:#}"));
}

/// Tells the user something that is no part of the answer.
pub(crate) fn note(text: &str) {
    let _ = writeln!(io::stderr().lock(), "{text}");
}

/// How long something may take before it says that it is still going on.
const PATIENCE: Duration = Duration::from_secs(1);

/// Says on a terminal that long work is going on, once it takes longer than a second.
pub(crate) struct Progress {
    stop: Option<(Sender<()>, JoinHandle<()>)>,
}

impl Progress {
    /// Starts waiting.
    pub(crate) fn start(what: &'static str) -> Self {
        if !io::stderr().is_terminal() {
            return Self { stop: None };
        }
        let (stop, stopped) = channel();
        let thread = std::thread::spawn(move || show(what, &stopped));
        Self { stop: Some((stop, thread)) }
    }
}

fn show(what: &'static str, stopped: &Receiver<()>) {
    if stopped.recv_timeout(PATIENCE) != Err(RecvTimeoutError::Timeout) {
        return;
    }
    let bar = indicatif::ProgressBar::new_spinner().with_message(what);
    while stopped.recv_timeout(Duration::from_millis(100)) == Err(RecvTimeoutError::Timeout) {
        bar.tick();
    }
    bar.finish_and_clear();
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some((stop, thread)) = self.stop.take() {
            drop(stop);
            let _ = thread.join();
        }
    }
}

/// How far work on a number of bytes is: rate and time left, on a terminal.
pub(crate) struct Bytes(Option<indicatif::ProgressBar>);

impl Bytes {
    /// Begins.
    pub(crate) fn start(all: u64) -> Self {
        if !io::stderr().is_terminal() {
            return Self(None);
        }
        let bar = indicatif::ProgressBar::new(all);
        let form = "{bytes} of {total_bytes}  {bytes_per_sec}  {eta} left  {wide_msg}";
        if let Ok(style) = indicatif::ProgressStyle::with_template(form) {
            bar.set_style(style);
        }
        bar.enable_steady_tick(Duration::from_millis(200));
        Self(Some(bar))
    }

    /// Says what is worked on.
    pub(crate) fn at(&self, file: &std::path::Path) {
        if let Some(bar) = &self.0 {
            let name = file.file_name().unwrap_or_default().to_string_lossy();
            bar.set_message(name.chars().filter(|letter| !letter.is_control()).collect::<String>());
        }
    }

    /// So many more are done.
    pub(crate) fn passed(&self, bytes: u64) {
        if let Some(bar) = &self.0 {
            bar.inc(bytes);
        }
    }
}

impl Drop for Bytes {
    fn drop(&mut self) {
        if let Some(bar) = &self.0 {
            bar.finish_and_clear();
        }
    }
}
