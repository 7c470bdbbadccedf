//! `onus erase`: destroys what claims say.

use std::collections::BTreeSet;

use onus_case::{CaseReader, ConsentReach, Erasing, ErasureClass, OpenCase};
use onus_model::id::{ClaimId, RecordId};
use onus_store::ContentDigest;
use serde_json::json;

use crate::error::{CommandError, Outcome};
use crate::session::{Session, WAIT};
use crate::{agent, console};

/// Why something is erased.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Reason {
    /// A person withdrew their consent.
    Consent,
    /// A law or an order requires it.
    Law,
    /// Somebody would be in danger.
    Safety,
    /// It should never have been recorded.
    Mistake,
}

impl From<Reason> for ErasureClass {
    fn from(reason: Reason) -> Self {
        match reason {
            Reason::Consent => Self::Consent,
            Reason::Law => Self::Law,
            Reason::Safety => Self::Safety,
            Reason::Mistake => Self::Mistake,
        }
    }
}

/// Destroy what claims say, here and in every copy that hears of it
///
/// Retracting keeps what was said and counts it no more; erasing destroys it. The log keeps that something was
/// erased, by whom and why, and not what. The case is written anew under a fresh key, so nobody else may have
/// it open meanwhile. It cannot be undone.
#[derive(clap::Args, Debug)]
#[command(
    after_help = "Examples:\n  onus erase interview/12 --reason safety --dry-run\n  onus erase interview --reason mistake --note \"the wrong person\"\n  onus erase interview/12 --reason consent --consent consents/3\n  onus erase --consent consents/3 --dry-run     all that rests on a consent\n  onus erase --pending                      what others erased, and waits here\n  onus erase --accept"
)]
pub(crate) struct Args {
    /// What: a claim's name, a row (SHEET/ROW), a sheet, or a file by its digest
    #[arg(value_name = "CLAIM|ROW|SHEET|FILE", required_unless_present_any = ["pending", "accept", "consent"])]
    what: Vec<String>,
    /// Why
    #[arg(long, value_enum, value_name = "REASON", required_unless_present_any = ["pending", "accept", "consent"])]
    reason: Option<Reason>,
    /// The claim, or its row, by which consent was withdrawn; without anything else named, all that rests on
    /// that consent
    #[arg(long, value_name = "CLAIM|ROW", required_if_eq("reason", "consent"))]
    consent: Option<String>,
    /// Why, in words; the team reads it in the log, so name nobody
    #[arg(long, value_name = "TEXT")]
    note: Option<String>,
    /// Show what would be erased, and erase nothing
    #[arg(long)]
    dry_run: bool,
    /// Show what others erased and whose contents wait for a custodian here
    #[arg(long, conflicts_with_all = ["what", "accept"])]
    pending: bool,
    /// Destroy what waits
    #[arg(long, conflicts_with = "what")]
    accept: bool,
}

/// What erasing does not reach.
const NOT_REACHED: [&str; 5] = [
    "copies of the folder that were made before, backups among them",
    "copies of other members, until a bundle brings them word of it",
    "coding sheets, exports, editions and printed pages made from it",
    "whoever does not take part in the case and was handed something",
    "what flash memory or a journaling file system keeps of files that were removed; the key to them is gone",
];

pub(crate) fn run(session: &mut Session, args: &Args) -> Result<Outcome, CommandError> {
    let mut open = session.open()?;
    if args.pending {
        return pending(session, &open);
    }
    if args.accept {
        let _progress = console::Progress::start("writing the case anew");
        let count = open.accept_erasures(None, WAIT, &mut session.now())?;
        let json = json!({ "shape": "onus.erase-accepted/1", "destroyed": count });
        session.tell(&format!("Destroyed here: {count} operations."), &json);
        return Ok(Outcome::Done);
    }
    let mut claims = BTreeSet::new();
    for what in &args.what {
        claims.extend(claims_of(&open, what)?);
    }
    let consent = match &args.consent {
        Some(named) => match claims_of(&open, named)?.into_iter().collect::<Vec<_>>().as_slice() {
            [claim] => Some(*claim),
            several => {
                return Err(CommandError::input(format!(
                    "{named} names {} claims, and one is wanted by which consent was withdrawn",
                    several.len()
                )));
            }
        },
        None => None,
    };
    let reason = args.reason.unwrap_or(match consent {
        Some(_) => Reason::Consent,
        None => Reason::Mistake,
    });
    if consent.is_some() && reason != Reason::Consent {
        return Err(CommandError::input("--consent goes with --reason consent"));
    }
    let reach = match consent {
        Some(consent) if claims.is_empty() => Some(open.case().resting_on_consent(consent)?),
        _ => None,
    };
    if let Some(reach) = &reach {
        claims.extend(reach.rests.keys().copied());
        if claims.is_empty() {
            let json = json!({
                "shape": "onus.erase/1", "dry_run": args.dry_run, "claims": [], "resting_on_them": [],
                "not_reached": NOT_REACHED, "commits": [], "because": because(&open, reach)?,
            });
            session.tell("Nothing that is here rests on this consent.", &json);
            return Ok(Outcome::No);
        }
    }
    let erasing = Erasing { claims, class: reason.into(), consent, note: args.note.clone() };
    let resting = named(&open, &open.case().resting_on(&erasing.claims)?)?;
    let mut warnings = String::new();
    if !resting.is_empty() {
        warnings = format!(
            "\n{} claims rest on what is erased and stay; look at them: {}",
            resting.len(),
            resting.join(", ")
        );
    }
    let mut json = json!({
        "shape": "onus.erase/1", "dry_run": args.dry_run,
        "claims": erasing.claims.iter().map(ToString::to_string).collect::<Vec<_>>(),
        "resting_on_them": resting, "not_reached": NOT_REACHED, "commits": [], "because": null,
    });
    if let (Some(reach), Some(fields)) = (&reach, json.as_object_mut()) {
        fields.insert("because".to_owned(), because(&open, reach)?);
        warnings.push_str(&format!(
            "\n{} claims by others name whoever consented, do not rest on the consent, and stay: {}",
            reach.by_others.len(),
            named(&open, &reach.by_others)?.join(", ")
        ));
    }
    if args.dry_run {
        let mut rows = named(&open, &erasing.claims)?;
        if let Some(reach) = &reach {
            for (row, claim) in rows.iter_mut().zip(&erasing.claims) {
                if let Some((how, through)) = reach.rests.get(claim) {
                    let through = called(&open, *through)?;
                    row.push_str(&format!("  {} {through}", how.as_str().replace('-', " ")));
                }
            }
        }
        let text = format!(
            "Would be erased: {} claims\n  {}{warnings}",
            erasing.claims.len(),
            rows.join("\n  ")
        );
        session.tell(&text, &json);
        return Ok(Outcome::Done);
    }
    let erased = {
        let _progress = console::Progress::start("erasing, and writing the case anew");
        open.erase(&erasing, WAIT, &mut session.now())?
    };
    let _ = agent::lock(open.path());
    if let Some(fields) = json.as_object_mut() {
        let commits: Vec<String> = erased.commits.iter().map(ToString::to_string).collect();
        fields.insert("commits".to_owned(), json!(commits));
    }
    let text = format!(
        "Erased: {} claims, and {} notes of rows that named them. The case is written anew under a fresh \
         key.{warnings}\nNot reached:\n  {}",
        erased.claims,
        erased.rows,
        NOT_REACHED.join("\n  ")
    );
    session.tell(&text, &json);
    Ok(Outcome::Done)
}

fn pending(session: &Session, open: &OpenCase) -> Result<Outcome, CommandError> {
    let waiting = open.case().erasures_waiting()?;
    let mut lines = Vec::new();
    let mut json = Vec::new();
    for (member, claims) in &waiting {
        let name = open.case().member_name(*member)?;
        let shown = name.clone().unwrap_or_else(|| member.to_string());
        lines.push(format!(
            "{shown} erased {} operations at once. They count for nothing; their contents are still here. If \
             {shown} meant it: onus erase --accept. If somebody has their key: onus members --revoke, and \
             they count again.",
            claims.len()
        ));
        json.push(json!({
            "member": member.to_string(), "name": name,
            "operations": claims.iter().map(ToString::to_string).collect::<Vec<_>>(),
        }));
    }
    if lines.is_empty() {
        lines.push("Nothing waits.".to_owned());
    }
    session.tell(&lines.join("\n"), &json!({ "shape": "onus.erase-pending/1", "waiting": json }));
    Ok(Outcome::Done)
}

/// Why each claim rests on a consent, as JSON.
fn because(open: &OpenCase, reach: &ConsentReach) -> Result<serde_json::Value, CommandError> {
    let mut rests = Vec::new();
    for (claim, (how, through)) in &reach.rests {
        rests.push(json!({
            "claim": claim.to_string(), "rests": how.as_str(), "through": called(open, *through)?,
        }));
    }
    let names = |records: &BTreeSet<RecordId>| -> Result<Vec<String>, CommandError> {
        records.iter().map(|record| called(open, *record)).collect()
    };
    Ok(json!({
        "consent": reach.consent.map(|consent| called(open, consent)).transpose()?,
        "who": names(&reach.who)?, "scope": names(&reach.scope)?, "rests": rests,
        "by_others": reach.by_others.iter().map(ToString::to_string).collect::<Vec<_>>(),
    }))
}

/// A record by its handle, else by its identifier.
fn called(open: &OpenCase, record: RecordId) -> Result<String, CommandError> {
    let stored = open.case().read()?;
    Ok(stored.handle(record).map_or_else(|| record.to_string(), ToOwned::to_owned))
}

/// The claims that a text names.
fn claims_of(open: &OpenCase, text: &str) -> Result<BTreeSet<ClaimId>, CommandError> {
    if let Ok(claim) = text.parse::<ClaimId>() {
        // A file goes by its digest, which looks the same.
        let file = ContentDigest::from_bytes(*claim.as_bytes());
        let mut of_file: BTreeSet<ClaimId> = BTreeSet::new();
        let mut add = |name: &[u8; 32]| of_file.insert(ClaimId::from_bytes(*name));
        for filed in open.case().exhibits_of(file)? {
            add(filed.operation.as_bytes());
        }
        for filed in open.case().custody_of(file)? {
            add(filed.operation.as_bytes());
        }
        for filed in open.case().readings()? {
            let of = [filed.what.file, Some(filed.what.text), filed.what.parts];
            if of.contains(&Some(file)) {
                add(filed.operation.as_bytes());
            }
        }
        return Ok(if of_file.is_empty() { BTreeSet::from([claim]) } else { of_file });
    }
    let claims = match text.split_once('/') {
        Some((sheet, row)) => open.case().claims_of_rows(sheet, Some(row))?,
        None => open.case().claims_of_rows(text, None)?,
    };
    if claims.is_empty() {
        return Err(CommandError::input(format!(
            "{text} is no claim, row or sheet that has claims here"
        ))
        .hint("name a row as SHEET/ROW, or a claim as onus why --json gives it"));
    }
    Ok(claims)
}

/// Claims as people know them: by their rows, else by name.
fn named(open: &OpenCase, claims: &BTreeSet<ClaimId>) -> Result<Vec<String>, CommandError> {
    let stored = open.case().read()?;
    let mut names = Vec::new();
    for claim in claims {
        let row = stored.row_of(*claim)?;
        names.push(row.map_or_else(|| claim.to_string(), |row| row.to_string()));
    }
    Ok(names)
}
