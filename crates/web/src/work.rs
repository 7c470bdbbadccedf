//! Long work: checking everything, reading documents.
//!
//! It is done on a thread of its own that opens the case once more under the same member's key, so that whoever
//! started it can read on, leave the page and come back. A desk that is cleared meanwhile forgets what was found; the
//! work itself ends whole, never half done, and its key is gone from memory then.

use std::collections::BTreeMap;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use onus_case::{OpenCase, Step};
use serde_json::{Value, json};

/// What is being done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Everything that is here is checked.
    Verifying,
    /// Files are read and recorded.
    Adding,
}

/// How far it has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stage {
    /// It has not begun.
    Waiting,
    /// A verification, at a step.
    Checking(Step),
    /// So many files are read.
    Reading(usize),
    /// Their passages are made findable.
    Finding,
}

/// How it ended: with a document, or why not.
pub(crate) type Outcome = Result<Value, String>;

#[derive(Debug)]
struct State {
    stage: Stage,
    ended: Option<Outcome>,
}

/// Where the one who works tells how far it is, and others look.
#[derive(Clone, Debug)]
pub(crate) struct Progress(Arc<(Mutex<State>, Condvar)>);

impl Progress {
    fn new() -> Self {
        let state = State { stage: Stage::Waiting, ended: None };
        Self(Arc::new((Mutex::new(state), Condvar::new())))
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // It is only ever replaced whole.
        self.0.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Says how far it has come.
    pub(crate) fn at(&self, stage: Stage) {
        self.state().stage = stage;
    }

    /// Says how it ended.
    fn end(&self, outcome: Outcome) {
        let mut state = self.state();
        if state.ended.is_none() {
            state.ended = Some(outcome);
        }
        drop(state);
        self.0.1.notify_all();
    }

    /// How it ended, if it has.
    pub(crate) fn outcome(&self) -> Option<Outcome> {
        self.state().ended.clone()
    }

    /// Waits a little for it to end.
    pub(crate) fn wait(&self, most: Duration) -> Option<Outcome> {
        let going = |state: &mut State| state.ended.is_none();
        let waited = self.0.1.wait_timeout_while(self.state(), most, going);
        waited.map(|(state, _)| state.ended.clone()).unwrap_or(None)
    }
}

/// Ends work that nobody ended: its thread has broken down.
struct Ending(Progress);

impl Drop for Ending {
    fn drop(&mut self) {
        self.0.end(Err("it broke off".to_owned()));
    }
}

/// Some work.
#[derive(Debug)]
pub(crate) struct Work {
    pub(crate) kind: Kind,
    /// When it was started, in seconds since 1970.
    pub(crate) since: u64,
    /// How many things there are to do, where that is known.
    pub(crate) of: Option<u64>,
    pub(crate) progress: Progress,
}

/// How long somebody waits for an end before being shown how far it has come.
pub(crate) const SOON: Duration = Duration::from_millis(2_000);

/// The most work that a desk has going at a time.
const MOST_GOING: usize = 2;

/// How much of what is done is remembered.
const MOST_KEPT: usize = 20;

/// The work of a desk, by number.
#[derive(Debug, Default)]
pub(crate) struct Works {
    works: BTreeMap<u64, Work>,
    last: u64,
}

impl Works {
    /// Work of a kind that is going on.
    pub(crate) fn going(&self, kind: Kind) -> Option<u64> {
        let going = |work: &Work| work.kind == kind && work.progress.outcome().is_none();
        self.works.iter().find(|(_, work)| going(work)).map(|(number, _)| *number)
    }

    /// Whether more can be started.
    pub(crate) fn has_room(&self) -> bool {
        self.works.values().filter(|work| work.progress.outcome().is_none()).count() < MOST_GOING
    }

    /// The latest ended work of a kind that ended well, with when it was started.
    pub(crate) fn latest(&self, kind: Kind) -> Option<(u64, Value)> {
        let of_kind = self.works.values().rev().filter(|work| work.kind == kind);
        of_kind.filter_map(|work| Some((work.since, work.progress.outcome()?.ok()?))).next()
    }

    /// Starts work on a thread of its own. `open` opens the case there.
    ///
    /// # Errors
    ///
    /// When the system gives no thread.
    pub(crate) fn start(
        &mut self,
        kind: Kind,
        since: u64,
        of: Option<u64>,
        open: impl FnOnce() -> Result<OpenCase, String> + Send + 'static,
        work: impl FnOnce(&mut OpenCase, &Progress) -> Outcome + Send + 'static,
    ) -> std::io::Result<(u64, Progress)> {
        let progress = Progress::new();
        let telling = progress.clone();
        std::thread::Builder::new().name("work".to_owned()).spawn(move || {
            let ending = Ending(telling);
            let outcome = open().and_then(|mut open| work(&mut open, &ending.0));
            ending.0.end(outcome);
        })?;
        self.last += 1;
        self.works.insert(self.last, Work { kind, since, of, progress: progress.clone() });
        while self.works.len() > MOST_KEPT {
            self.works.pop_first();
        }
        Ok((self.last, progress))
    }

    /// All of it as an `onus.work/1`, the newest first. Results are documents of their own shape; they are left out
    /// where the reader may not see the team's words.
    pub(crate) fn to_json(&self, moment: impl Fn(u64) -> String, with_results: bool) -> Value {
        let works = self.works.iter().rev().map(|(number, work)| {
            let state = work.progress.state();
            let (stage, done) = match state.stage {
                Stage::Waiting => ("waiting", None),
                Stage::Checking(Step::Pages) => ("pages", None),
                Stage::Checking(Step::Files) => ("files", None),
                Stage::Checking(Step::Commits(done)) => ("commits", Some(done)),
                Stage::Checking(Step::Comparing) => ("comparing", None),
                Stage::Reading(done) => ("reading", u64::try_from(done).ok()),
                Stage::Finding => ("finding", None),
            };
            let (ended, result, problem) = match &state.ended {
                None => ("going", None, None),
                Some(Ok(result)) => ("done", Some(result), None),
                Some(Err(problem)) => ("failed", None, Some(problem)),
            };
            let tells = with_results || work.kind == Kind::Verifying;
            json!({
                "number": number,
                "kind": match work.kind { Kind::Verifying => "verify", Kind::Adding => "add" },
                "since": moment(work.since),
                "state": ended,
                "stage": stage,
                "done": done,
                "of": work.of,
                "result": result.filter(|_| tells),
                "problem": problem.filter(|_| tells),
            })
        });
        json!({ "shape": "onus.work/1", "works": works.collect::<Vec<_>>() })
    }
}
