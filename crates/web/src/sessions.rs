//! Sessions: who has unlocked, each at a desk of their own.
//!
//! A desk is a thread that owns the open case; requests are jobs that it does one after the other. When it ends, by
//! locking or because nothing was asked for a while, the case is closed and the key is gone from memory with it. A
//! session is known by a random value in a cookie, of which only the digest is kept here.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use onus_case::{CaseError, OpenCase};
use onus_store::{Entropy, OsEntropy, Passphrase};
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use crate::desk::{Desk, House};

/// Something that a desk does for a request.
type Job = Box<dyn FnOnce(&mut Desk) + Send>;

/// How often a desk looks at the clock, so that a laptop that slept does not keep a case open longer.
const GLANCE: Duration = Duration::from_secs(2);

/// How long to wait for another process that is writing.
pub(crate) const WAIT: Duration = Duration::from_secs(10);

/// How many sessions there can be at a time.
const MOST: usize = 16;

/// A random value as text, and what is kept of it.
pub(crate) struct Ticket {
    pub(crate) value: String,
    key: [u8; 32],
}

impl Ticket {
    /// A new one, of 32 random bytes.
    pub(crate) fn new() -> Option<Self> {
        let mut bytes = [0; 32];
        OsEntropy.fill(&mut bytes).ok()?;
        Some(Self::of(&bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>()))
    }

    /// That of a cookie.
    pub(crate) fn of(value: &str) -> Self {
        Self { value: value.to_owned(), key: Sha256::digest(value.as_bytes()).into() }
    }
}

/// A session as the gate knows it.
#[derive(Clone)]
pub(crate) struct Session {
    jobs: Sender<Job>,
    /// What proves that a form came from one of its pages.
    pub(crate) token: String,
}

impl Session {
    /// Gives the desk something to do; tells whether it is still there.
    pub(crate) fn give(&self, job: impl FnOnce(&mut Desk) + Send + 'static) -> bool {
        self.jobs.send(Box::new(job)).is_ok()
    }
}

/// Why a case was not unlocked.
pub(crate) enum NotUnlocked {
    /// The passphrase opens nothing.
    WrongPassphrase,
    /// Something else, in words.
    Refused(String),
}

impl From<CaseError> for NotUnlocked {
    fn from(error: CaseError) -> Self {
        match error {
            CaseError::Store(
                onus_store::Error::WrongPassphrase | onus_store::Error::EmptyPassphrase,
            ) => Self::WrongPassphrase,
            error => Self::Refused(error.to_string()),
        }
    }
}

/// Everybody who has unlocked.
pub(crate) struct Sessions {
    case: PathBuf,
    house: House,
    open: Mutex<BTreeMap<[u8; 32], Session>>,
}

impl Sessions {
    pub(crate) fn new(case: PathBuf, house: House) -> Arc<Self> {
        Arc::new(Self { case, house, open: Mutex::default() })
    }

    fn all(&self) -> MutexGuard<'_, BTreeMap<[u8; 32], Session>> {
        // Entries are only put in and taken out whole, so that a panic elsewhere leaves nothing half done.
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The session of a cookie.
    pub(crate) fn of(&self, ticket: &Ticket) -> Option<Session> {
        self.all().get(&ticket.key).cloned()
    }

    /// Ends a session. The desk is cleared as soon as it has done what it is at.
    pub(crate) fn end(&self, ticket: &Ticket) {
        self.all().remove(&ticket.key);
    }

    /// Unlocks the case and sets up a desk; takes as long as the passphrase is made to take.
    pub(crate) fn unlock(self: &Arc<Self>, passphrase: &str) -> Result<Ticket, NotUnlocked> {
        if self.all().len() >= MOST {
            return Err(NotUnlocked::Refused(format!("{MOST} sessions are open already")));
        }
        let passphrase = Passphrase::new(passphrase).map_err(CaseError::from)?;
        let unlocked = OpenCase::unlock(&self.case, &passphrase, &self.house.home)?;
        let mut open = OpenCase::open(&self.case, unlocked, &self.house.home, WAIT)?;
        if open.is_awaiting()? {
            return Err(CaseError::Awaiting.into());
        }
        open.keep_views(&onus_reason::VIEWS);
        if open.are_texts_stale()? {
            open.index_texts()?;
        }
        let random =
            || Ticket::new().ok_or_else(|| NotUnlocked::Refused("no randomness".to_owned()));
        let (ticket, token) = (random()?, random()?.value);
        let (jobs, given) = channel();
        let desk = Desk::new(open, self.house.clone(), token.clone());
        self.all().insert(ticket.key, Session { jobs, token });
        let (sessions, key) = (Arc::clone(self), ticket.key);
        let worker = std::thread::Builder::new().name("desk".to_owned());
        let started = worker.spawn(move || {
            work(desk, &given);
            sessions.all().remove(&key);
        });
        match started {
            Ok(_) => Ok(ticket),
            Err(error) => {
                self.end(&ticket);
                Err(NotUnlocked::Refused(error.to_string()))
            }
        }
    }

    /// Whether this proves that a form came from a page of unlocking that was given with this cookie.
    pub(crate) fn unlocking_token(secret: &Zeroizing<[u8; 32]>, cookie: &str) -> String {
        let mut digest = Sha256::new();
        digest.update(b"onus unlocking form\n");
        digest.update(&secret[..]);
        digest.update(cookie.as_bytes());
        digest.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

/// Does what is given until nothing was for a while, or nobody can give any more.
fn work(mut desk: Desk, given: &Receiver<Job>) {
    let House { clock, lock_after, .. } = desk.house;
    let mut last = clock();
    loop {
        match given.recv_timeout(GLANCE) {
            Ok(job) => {
                job(&mut desk);
                last = clock();
            }
            Err(RecvTimeoutError::Disconnected) => return,
            Err(RecvTimeoutError::Timeout) => {}
        }
        // A clock that was set back counts as time gone by.
        if clock().checked_sub(last).is_none_or(|passed| passed >= lock_after) {
            return;
        }
    }
}
