//! `onus timestamp`: by whose word the case existed before a moment.

use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

use onus_answers::timestamp::{Stamps, to_json, to_text};
use onus_case::{CommitId, OpenCase, StampRequest};
use onus_publish::stamp::{Certificates, Stamp, Trust};
use serde_json::json;

use super::members::short;
use crate::console;
use crate::error::{CommandError, Outcome};
use crate::http::{self, Address};
use crate::session::Session;

/// Show by whose word the case existed before a moment, and have it stamped
///
/// An authority for time stamps (RFC 3161) signs that it has seen a digest. The digest is that of the signed
/// head of the log, so a stamp shows that every commit up to now existed before; never when it was made. The
/// authority learns nothing of the case but that somebody asks. Nothing goes to a network unless --url names an
/// address: with --out the request is a file that can be carried to another computer, and the reply brought back.
#[derive(clap::Args, Debug)]
#[command(
    after_help = "Examples:\n  onus timestamp                                          the stamps, and what waits\n  onus timestamp --trust root.pem                         who vouches for their authorities\n  onus timestamp --out request.tsq\n  curl --data-binary @request.tsq -H 'Content-Type: application/timestamp-query' \\\n       http://tsa.example -o reply.tsr                     on a computer with a network\n  onus timestamp --attach reply.tsr --trust root.pem\n  onus timestamp --url http://tsa.example --trust root.pem  all of it at once"
)]
pub(crate) struct Args {
    /// Write a request over everything that is here
    #[arg(long, value_name = "FILE", conflicts_with_all = ["attach", "url"])]
    out: Option<PathBuf>,
    /// Take a reply in
    #[arg(long, value_name = "FILE", requires = "trust", conflicts_with = "url")]
    attach: Option<PathBuf>,
    /// Ask this authority over the network, now: http://HOST/PATH
    #[arg(long, value_name = "URL", requires = "trust")]
    url: Option<String>,
    /// A file with certificates that you trust (PEM, or one in DER), such as the authority's root; can be given
    /// several times
    #[arg(long, value_name = "FILE")]
    trust: Vec<PathBuf>,
    /// A file with further certificates, as those between the root and the authority's own; can be given several
    /// times
    #[arg(long, value_name = "FILE", requires = "trust")]
    certificate: Vec<PathBuf>,
}

/// The type of the file that is sent.
const QUERY: &str = "application/timestamp-query";
/// The type of the one that comes back.
const REPLY: &str = "application/timestamp-reply";

pub(crate) fn run(session: &mut Session, args: &Args) -> Result<Outcome, CommandError> {
    // What was given is looked at before a passphrase is asked for.
    let known = certificates(args)?;
    let address = args.url.as_deref().map(Address::read).transpose()?;
    let reply = args.attach.as_deref().map(|path| read(path, "a reply")).transpose()?;
    if let Some(out) = args.out.as_deref().filter(|out| out.exists()) {
        return Err(CommandError::input(format!("{} exists already", out.display()))
            .hint("name another file"));
    }
    let mut open = session.open()?;
    match (&args.out, address, reply) {
        (Some(out), ..) => request(session, &mut open, out),
        (None, Some(address), _) => {
            let request = open.request_stamp(&mut session.now())?;
            let reply = {
                let _progress = console::Progress::start("asking the authority");
                address.post(QUERY, REPLY, request.request.to_der())?
            };
            let (stamp, commit) =
                open.attach_stamp(&request, &reply, &known, &mut session.now())?;
            attached(session, &request, &stamp, commit)
        }
        (None, None, Some(reply)) => {
            let (request, stamp, commit) = open.answer_stamp(&reply, &known, &mut session.now())?;
            attached(session, &request, &stamp, commit)
        }
        (None, None, None) => list(session, &open, &known, !args.trust.is_empty()),
    }
}

/// A small file, whole.
fn read(path: &Path, what: &str) -> Result<Vec<u8>, CommandError> {
    let failed = |error: std::io::Error| CommandError::file(path, &error);
    let mut bytes = Vec::new();
    let file = std::fs::File::open(path).map_err(failed)?;
    file.take(http::BODY as u64 + 1).read_to_end(&mut bytes).map_err(failed)?;
    match bytes.len() > http::BODY {
        true => {
            Err(CommandError::input(format!("{}: this is too long for {what}", path.display())))
        }
        false => Ok(bytes),
    }
}

fn certificates(args: &Args) -> Result<Certificates, CommandError> {
    let mut known = Certificates::none();
    for (paths, is_trusted) in [(&args.trust, true), (&args.certificate, false)] {
        for path in paths {
            let file = read(path, "certificates")?;
            let taken = if is_trusted { known.trust(&file) } else { known.know(&file) };
            taken.map_err(|error| {
                CommandError::input(format!("{}: {error}", path.display()))
                    .hint("a certificate is a file in PEM or DER")
            })?;
        }
    }
    Ok(known)
}

/// Writes a request, which waits for its reply only when it is there.
fn request(
    session: &mut Session,
    open: &mut OpenCase,
    out: &Path,
) -> Result<Outcome, CommandError> {
    let mut file = crate::coding::new_file(out)?;
    let made = open.request_stamp(&mut session.now()).map_err(CommandError::from);
    let made = made.and_then(|request| {
        // Kept first: a request that is out and not kept could never be answered.
        open.await_stamp(&request)?;
        let written = file.write_all(request.request.to_der()).and_then(|()| file.sync_all());
        if let Err(error) = written {
            open.give_up_stamp(&request)?;
            return Err(CommandError::file(out, &error));
        }
        Ok(request)
    });
    if made.is_err() {
        let _ = std::fs::remove_file(out);
    }
    let made = made?;
    let text = format!(
        "{}: a request for a time stamp over everything that is here, {} commits of this device and all that they \
         build on. It holds a digest and a random number, nothing of the case. Send it to an authority \
         as {QUERY}, and bring the reply back: onus timestamp --attach FILE --trust CERTIFICATE",
        out.display(),
        made.size
    );
    let json = json!({
        "shape": "onus.timestamp-request/1", "file": out.display().to_string(),
        "digest": hex(&made.request.digest()), "device": made.device.to_string(), "commits": made.size,
        "note": made.note,
    });
    session.tell(&text, &json);
    Ok(Outcome::Done)
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn attached(
    session: &Session,
    request: &StampRequest,
    stamp: &Stamp,
    commit: CommitId,
) -> Result<Outcome, CommandError> {
    let before = onus_answers::timestamp::time(stamp);
    let chain: &[String] = match &stamp.trust {
        Trust::Anchored { chain } => chain,
        Trust::NotAnchored { .. } => &[],
    };
    let text = format!(
        "Stamped: what is up to the commit number {} of the device {} existed before {before}, by the word of {} \
         (vouched for by {}).",
        request.size,
        short(&request.device),
        onus_answers::mark::clean(&stamp.signer),
        onus_answers::mark::clean(chain.last().map_or("", String::as_str)),
    );
    let json = json!({
        "shape": "onus.timestamp-attached/1", "commit": commit.to_string(), "existed_before": before,
        "device": request.device.to_string(), "commits": request.size, "signer": stamp.signer,
        "serial": stamp.serial, "policy": stamp.policy, "chain": chain,
    });
    session.tell(&text, &json);
    Ok(Outcome::Done)
}

/// Shows the stamps. The answer is "no" when there is nothing, when one does not hold, or when nobody who is trusted
/// vouches for one.
fn list(
    session: &Session,
    open: &OpenCase,
    known: &Certificates,
    is_judged: bool,
) -> Result<Outcome, CommandError> {
    let stamps = open.case().stamps(known)?;
    let waiting = open.case().stamp_requests()?;
    let mut names = BTreeMap::new();
    for stamp in &stamps {
        if let Some(name) = open.case().member_name(stamp.recorded_by)? {
            names.insert(stamp.recorded_by, name);
        }
    }
    let good = stamps.iter().all(|stamp| match &stamp.token {
        Ok(token) => !is_judged || matches!(token.trust, Trust::Anchored { .. }),
        Err(_) => false,
    });
    let is_something = !stamps.is_empty() || !waiting.is_empty();
    let stamps = Stamps { stamps, waiting, names };
    session.tell(&to_text(&stamps, &session.style()), &to_json(&stamps));
    Ok(if good && is_something { Outcome::Done } else { Outcome::No })
}
