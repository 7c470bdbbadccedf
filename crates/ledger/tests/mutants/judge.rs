//! The two verifiers, and what they say.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, BufRead as _, BufReader, Write as _};
use std::path::PathBuf;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use onus_ledger::bundle::{BundleError, Checked, Taken, Visitor, check, open};
use onus_ledger::graph::Overlay;
use onus_ledger::{
    Accepted, Commit, CommitId, Content, Digest, Effect, Entry, Header, Known, Log, MemberId,
    OperationId, SealSecret, Time,
};
use serde_json::{Value, json};

use crate::change::Mutant;
use crate::vectors;

/// What a verifier says of a bundle.
#[derive(Debug)]
pub(crate) enum Verdict {
    /// It is good, and then all this counts.
    Good(Value),
    /// It is refused or waits; the offset is that of a byte in a content.
    Refused { waits: bool, object: String, reason: String, offset: Option<u64> },
}

impl Verdict {
    pub(crate) fn agrees(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Good(one), Self::Good(other)) => one == other,
            (
                Self::Refused { waits: one_waits, object: one, reason: why, offset: at },
                Self::Refused { waits, object, reason, offset },
            ) => (one_waits, one, why, at) == (waits, object, reason, offset),
            _ => false,
        }
    }
}

/// Keeps what a bundle holds.
#[derive(Default)]
struct Keeping {
    new: Vec<Accepted>,
    again: Vec<(CommitId, Vec<Entry>)>,
}

impl Visitor for Keeping {
    fn commit(&mut self, _: &Commit, taken: Taken<'_>) -> io::Result<()> {
        match taken {
            Taken::New(accepted, _) => self.new.push(accepted.clone()),
            Taken::Again(id, entries) => self.again.push((id, entries.to_vec())),
        }
        Ok(())
    }

    fn checkpoint(&mut self, _: &str) -> io::Result<()> {
        Ok(())
    }

    fn object(&mut self, _: Digest, _: u64) -> io::Result<()> {
        Ok(())
    }

    fn data(&mut self, _: &[u8]) -> io::Result<()> {
        Ok(())
    }
}

/// What this crate says.
pub(crate) fn ours(mutant: &Mutant) -> Verdict {
    let mut log = Log::default();
    for shown in &mutant.held {
        assert_eq!(log.offer(vectors::commit(shown).unwrap(), None).refused, []);
    }
    let clock = mutant.clock.map(|clock| Time::parse(clock).unwrap());
    let to = mutant.to.as_ref().map(|to| to.parse().unwrap());
    let mut kept = Keeping::default();
    let checked = match &mutant.seed {
        None => check(mutant.input.as_slice(), log.graph(), log.known(), to, clock, &mut kept),
        Some(seed) => open(mutant.input.as_slice(), &SealSecret::from_seed(seed))
            .and_then(|input| check(input, log.graph(), log.known(), to, clock, &mut kept)),
    };
    match checked {
        Ok(checked) => Verdict::Good(counted(&log, &checked, &kept)),
        Err(BundleError::Refused(refusal)) => Verdict::Refused {
            waits: refusal.waits(),
            object: refusal.object.to_string(),
            reason: refusal.reason.code().to_owned(),
            offset: refusal.offset.map(|offset| offset as u64),
        },
        Err(BundleError::Io(error)) => panic!("{error}"),
    }
}

/// What counts once a bundle is taken in.
fn counted(log: &Log, checked: &Checked, kept: &Keeping) -> Value {
    let mut known = Overlay::over(log.known());
    kept.new.iter().for_each(|accepted| known.record(accepted));
    let kept_out: BTreeSet<&OperationId> = checked.erased.iter().collect();
    let mut commits: BTreeMap<CommitId, (Header, Vec<(OperationId, Content)>)> = BTreeMap::new();
    for (id, header) in log.headers() {
        let contents = log.operations(id).iter().map(|name| (*name, log.contents()[name].clone()));
        commits.insert(*id, (header.clone(), contents.collect()));
    }
    for (id, entries) in &kept.again {
        let (_, contents) = commits.get_mut(id).unwrap();
        for ((_, content), entry) in contents.iter_mut().zip(entries) {
            let closed = matches!(content, Content::Closed(_)) && !kept_out.contains(&entry.id);
            if closed {
                content.clone_from(&entry.content);
            }
        }
    }
    for accepted in &kept.new {
        let entries = accepted.entries().iter();
        let closed = |entry: &Entry| match kept_out.contains(&entry.id) {
            true => (entry.id, Content::Closed(onus_ledger::Absence::Erased)),
            false => (entry.id, entry.content.clone()),
        };
        commits.insert(accepted.id(), (accepted.header().clone(), entries.map(closed).collect()));
    }
    let graph = &checked.graph;
    let mut void: Vec<(String, String, &str)> = Vec::new();
    for (id, (header, contents)) in &commits {
        let node = known.node(id).unwrap();
        let standing = graph.standing(&node, &known);
        if let Some(reason) = standing.void {
            void.push((id.to_string(), "commit".to_owned(), reason.code()));
        }
        for (place, effect) in header.effects.iter().enumerate().filter(|_| standing.void.is_none())
        {
            let own = owns(&known, effect, node.author);
            if let Some(reason) = standing.judge_effect(effect, own) {
                void.push((id.to_string(), format!("effect {place}"), reason.code()));
            }
        }
        for (index, (_, content)) in contents.iter().enumerate() {
            let reason = match content {
                Content::Void(fault) => Some(fault.reason),
                Content::Operation(operation) if standing.void.is_none() => {
                    standing.judge(node.author, operation)
                }
                _ => None,
            };
            if let Some(reason) = reason {
                void.push((id.to_string(), format!("leaf {index}"), reason.code()));
            }
        }
    }
    void.sort();
    let (mut retracted, mut erased, mut levels) =
        (BTreeSet::new(), BTreeSet::new(), BTreeMap::new());
    for operation in log.known().acted_on().chain(checked.new.acted_on()) {
        let state = graph.operation(operation, &known);
        if !state.retracted.is_empty() {
            retracted.insert(operation.to_string());
        }
        if !state.erased.is_empty() {
            erased.insert(operation.to_string());
        }
        levels.extend(state.level.map(|level| (operation.to_string(), level.as_str())));
    }
    let heads: Vec<String> = graph.heads().map(|head| head.to_string()).collect();
    let kept_out: Vec<String> = kept_out.iter().map(ToString::to_string).collect();
    json!({
        "heads": heads, "void": void, "retracted": retracted, "erased": erased, "levels": levels,
        "new": kept.new.len(), "kept_out": kept_out,
    })
}

fn owns(known: &impl Known, effect: &Effect, author: MemberId) -> bool {
    let leaves = match effect {
        Effect::Retract(retract) => &retract.leaves,
        Effect::Level(change) => &change.leaves,
        Effect::Erase(erase) => &erase.leaves,
        _ => return true,
    };
    leaves.iter().all(|leaf| {
        let positions = known.positions(leaf);
        positions.iter().any(|position| known.node(&position.commit).unwrap().author == author)
    })
}

/// The other verifier, one process for all mutants.
pub(crate) struct Other {
    child: Child,
    input: Option<ChildStdin>,
    output: BufReader<ChildStdout>,
}

impl Other {
    /// `None` when there is no Python with what it needs.
    pub(crate) fn start() -> Option<Self> {
        let script =
            PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../verifier/onus_verify.py");
        let needs = Command::new("python3")
            .args(["-c", "import cryptography"])
            .stderr(Stdio::null())
            .status();
        if !needs.is_ok_and(|status| status.success()) {
            return None;
        }
        let mut child = Command::new("python3")
            .arg(script)
            .args(["--batch", "--json"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let (input, output) = (child.stdin.take(), BufReader::new(child.stdout.take().unwrap()));
        Some(Self { child, input, output })
    }

    pub(crate) fn judge(&mut self, mutant: &Mutant) -> Verdict {
        let input = self.input.as_mut().unwrap();
        input.write_all(format!("{}\n", mutant.line()).as_bytes()).unwrap();
        input.flush().unwrap();
        let mut line = String::new();
        self.output.read_line(&mut line).unwrap();
        let answer: Value = serde_json::from_str(&line)
            .unwrap_or_else(|error| panic!("{} of {}: {error}", mutant.kind, mutant.base));
        if let Some(good) = answer.get("good") {
            return Verdict::Good(good.clone());
        }
        let said = answer.get("refused").unwrap_or(&answer["waits"]);
        let text = |field: &str| said[field].as_str().unwrap().to_owned();
        Verdict::Refused {
            waits: answer.get("waits").is_some(),
            object: text("object"),
            reason: text("reason"),
            offset: said["at"].as_u64(),
        }
    }
}

impl Drop for Other {
    fn drop(&mut self) {
        drop(self.input.take());
        let _ = self.child.wait();
    }
}
