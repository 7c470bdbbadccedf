//! `onus serve`: the case in a browser, on this computer only.

use std::io::{self, IsTerminal};
use std::net::{IpAddr, SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use onus_web::Serving;
use serde_json::json;

use crate::error::{CommandError, Outcome};
use crate::session::{Session, told};
use crate::{clock, console, files, locate};

/// Open the case in a browser, on this computer only
///
/// Serves pages and a JSON API under http://127.0.0.1 until it is ended with Ctrl-C. Everything is in the program: no
/// page asks anybody else for anything. Each member unlocks with their own passphrase; a session is locked by the
/// button, by pressing Escape twice, or when nothing was asked for a while, and its key is gone from memory then.
/// What is shown is what the commands answer.
#[derive(clap::Args, Debug)]
#[command(
    after_help = "Examples:\n  onus serve --case zhanaozen.onus\n  onus serve --port 0                      any free port\n  onus serve --lock-after 5                locked after five minutes without a request"
)]
pub(crate) struct Args {
    /// Where to listen; only addresses of this computer itself (loopback) are taken
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1")]
    address: IpAddr,
    /// The port; 0 for any that is free
    #[arg(long, value_name = "PORT", default_value_t = PORT)]
    port: u16,
    /// After how many minutes without a request a session is locked
    #[arg(long, value_name = "MINUTES", default_value_t = MINUTES, value_parser = clap::value_parser!(u32).range(1..=720))]
    lock_after: u32,
    /// Do not start a browser
    #[arg(long)]
    no_browser: bool,
}

/// The usual port: one that no other program is known to take.
const PORT: u16 = 7337;

/// The usual time until a session is locked.
const MINUTES: u32 = 15;

pub(crate) fn run(session: &mut Session, args: &Args) -> Result<Outcome, CommandError> {
    let path = session.path()?;
    // What is no case is said before anybody is asked for a passphrase.
    onus_store::CaseFolder::open(&path)?.slots()?;
    if !args.address.is_loopback() {
        return Err(CommandError::input(format!(
            "{} can be reached by others: pages would go over the network unencrypted, to whoever asks",
            args.address
        ))
        .hint("only loopback is served: leave --address out, and sit at the computer that has the case"));
    }
    let listener = listen(SocketAddr::new(args.address, args.port))?;
    serve(session, &path, listener, u64::from(args.lock_after) * 60, !args.no_browser)
}

fn listen(address: SocketAddr) -> Result<TcpListener, CommandError> {
    TcpListener::bind(address).map_err(|error| match error.kind() {
        io::ErrorKind::AddrInUse => {
            CommandError::open(format!("something is listening at {address} already"))
                .hint("take another port: --port 0 takes any that is free")
        }
        _ => CommandError::open(format!("nothing can listen at {address}: {error}")),
    })
}

/// Serves a case that was just made, at any port if the usual one is taken.
pub(crate) fn demo(session: &Session, path: &Path) -> Result<Outcome, CommandError> {
    let loopback = IpAddr::from([127, 0, 0, 1]);
    let usual = listen(SocketAddr::new(loopback, PORT));
    let listener = usual.or_else(|_| listen(SocketAddr::new(loopback, 0)))?;
    serve(session, path, listener, u64::from(MINUTES) * 60, true)
}

fn serve(
    session: &Session,
    path: &Path,
    listener: TcpListener,
    lock_after: u64,
    browser: bool,
) -> Result<Outcome, CommandError> {
    let failed =
        |error: io::Error| CommandError::open(format!("the case cannot be served: {error}"));
    let address = format!("http://{}/", listener.local_addr().map_err(failed)?);
    let text = format!("The case is at {address}\nUnlock it there. Ctrl-C ends it.");
    session.tell(&text, &json!({ "shape": "onus.serve/1", "address": address }));
    if browser && io::stdout().is_terminal() {
        start_browser(&address);
    }
    let case: PathBuf = path.to_owned();
    let home = locate::devices()?;
    let clock = || clock::now().unwrap_or(0);
    let reader = files::reader(&[])?;
    let serving = Serving { listener, case, home, lock_after, clock, told, reader };
    onus_web::serve(serving).map_err(failed)?;
    Ok(Outcome::Done)
}

/// Starts the user's browser, where the system knows how.
fn start_browser(address: &str) {
    let program = match std::env::consts::OS {
        "macos" => "open",
        "windows" => "explorer",
        _ => "xdg-open",
    };
    let started = Command::new(program)
        .arg(address)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn();
    if started.is_err() {
        console::note("note: no browser could be started; open the address yourself");
    }
}
