//! `onus demo`: the worked example, ready to be asked.

use std::path::{Path, PathBuf};

use onus_ingest::sheets::SheetFile;
use onus_reason::BriefLimits;
use onus_store::{Entropy, Passphrase};
use serde_json::json;
use zeroize::Zeroizing;

use super::{code, init, serve};
use crate::coding::files::Given;
use crate::error::{CommandError, Outcome};
use crate::session::Session;
use crate::view::ViewArgs;
use crate::{console, passphrase};

/// The files of the worked example: path and content.
const FILES: &[(&str, &[u8])] = include!(concat!(env!("OUT_DIR"), "/example_files.rs"));

/// Make the worked example, ready to be asked
///
/// The Zhanaozen case: what public sources say of the shootings of December 2011 in western Kazakhstan.
/// Makes an encrypted case in a fresh folder with a passphrase that is printed, records some thousand
/// claims in it, tells its brief, and serves it to a browser on this computer until it is ended with Ctrl-C.
#[derive(clap::Args, Debug)]
#[command(
    after_help = "Examples:\n  onus demo                                     a fresh folder in this one, opened in a browser\n  onus demo --case /tmp/zhanaozen.onus --no-serve\n  onus count killed --case zhanaozen.onus       then ask"
)]
pub(crate) struct Args {
    /// Make it and tell its brief, and do not open it in a browser
    #[arg(long)]
    no_serve: bool,
    /// What it costs to try one passphrase
    #[arg(long, value_enum, value_name = "COST", default_value_t)]
    key_cost: init::Cost,
}

/// The letters of generated passphrases: none that is taken for another.
const LETTERS: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";

/// A passphrase of 100 random bits, in groups that can be read aloud.
fn passphrase(entropy: &mut dyn Entropy) -> Result<Zeroizing<String>, CommandError> {
    let mut bytes = Zeroizing::new([0; 20]);
    entropy.fill(bytes.as_mut())?;
    let mut text = Zeroizing::new(String::with_capacity(24));
    for (place, byte) in bytes.iter().enumerate() {
        if place > 0 && place % 5 == 0 {
            text.push('-');
        }
        text.push(char::from(LETTERS[usize::from(byte % 32)]));
    }
    Ok(text)
}

/// A folder that is not there yet.
fn fresh_folder() -> PathBuf {
    let name = |number: u32| match number {
        1 => PathBuf::from("zhanaozen.onus"),
        number => PathBuf::from(format!("zhanaozen-{number}.onus")),
    };
    (1..).map(name).find(|path| !path.exists()).unwrap_or_else(|| name(1))
}

/// The worked example's sheets and schema.
fn given() -> Result<Given, CommandError> {
    let mut given = Given::default();
    for (name, bytes) in FILES {
        if name.ends_with(".toml") {
            let text = String::from_utf8(bytes.to_vec())
                .map_err(|_| CommandError::input(format!("{name} is not UTF-8")))?;
            given.schema.push(((*name).to_owned(), text));
        } else {
            given.sheets.push(SheetFile { name: (*name).to_owned(), bytes: bytes.to_vec() });
        }
    }
    Ok(given)
}

pub(crate) fn run(session: &mut Session, args: &Args) -> Result<Outcome, CommandError> {
    let path = match &session.case {
        Some(path) => init::with_ending(path),
        None => fresh_folder(),
    };
    let (typed, generated) = match passphrase::from_file(passphrase::CASE)? {
        Some(typed) => (typed, false),
        None => (passphrase(&mut session.entropy)?, true),
    };
    let secret = Passphrase::new(&typed)?;
    let (mut open, recovery) = init::create(session, &path, &secret, args.key_cost, "demo")?;
    let recovery = recovery.reveal();
    let applied = {
        let _progress = console::Progress::start("recording the claims of the worked example");
        code::apply(session, &mut open, &given()?, None, false)
    };
    let (plan, _) = match applied {
        Ok(applied) => applied,
        Err(error) => {
            // The case is ours alone, and half an example is none.
            drop(open);
            let _ = std::fs::remove_dir_all(&path);
            return Err(error);
        }
    };
    let brief = brief(session, &open)?;
    let told = generated.then(|| typed.as_str());
    let json = json!({
        "shape": "onus.demo/1", "case": path.display().to_string(), "passphrase": told,
        "recovery_code": recovery.as_str(), "records": plan.records.len(), "claims": plan.added.len(),
    });
    session
        .tell(&text(&path, told, &recovery, &brief, plan.records.len(), plan.added.len()), &json);
    // A program that asked for the document is not kept waiting.
    if args.no_serve || session.json {
        return Ok(Outcome::Done);
    }
    drop(open);
    serve::demo(session, &path)
}

fn text(
    path: &Path,
    passphrase: Option<&str>,
    recovery: &str,
    brief: &str,
    records: usize,
    claims: usize,
) -> String {
    let case = path.display();
    let passphrase = match passphrase {
        Some(passphrase) => format!("Passphrase:    {passphrase}"),
        None => "Passphrase:    as in the file that ONUS_PASSPHRASE_FILE names".to_owned(),
    };
    format!(
        "The worked example is in {case}: {records} records and {claims} claims.\n\n{passphrase}\n\
         Recovery code: {recovery}\n\n{brief}\n\
         What to try next:\n\
         \x20 onus serve --case {case}                  all of it in a browser\n\
         \x20 onus unlock --case {case}                 no passphrase for a while\n\
         \x20 onus count killed --case {case}           how many were killed, according to whom\n\
         \x20 onus show tuletaeva --case {case}         one person, and every account of her\n\
         \x20 onus why dec-tuletaeva-first.sentence --case {case}\n\
         \x20 onus timeline --case {case}               what happened when\n\
         \x20 onus check --case {case}                  what does not fit together\n\
         \x20 onus search Шетпе --case {case}           names and words, in any script\n"
    )
}

/// The brief of the example, in words.
fn brief(session: &Session, open: &onus_case::OpenCase) -> Result<String, CommandError> {
    session.look(open, &ViewArgs::default(), |look| {
        let brief = onus_answers::brief::brief(look, &BriefLimits::default());
        Ok(onus_answers::brief::to_text(&brief, look, &session.style()))
    })
}
