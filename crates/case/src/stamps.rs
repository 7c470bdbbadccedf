//! Time stamps: by whose word the case existed before a moment.
//!
//! What is stamped is a checkpoint: the signed head of the tree over this device's chain. Its last commit has
//! seen everything that is here ([`OpenCase::request_stamp`] sees to that), so the checkpoint vouches for all
//! of it, and the authority is told nothing but a digest of the checkpoint.
//!
//! **Where a request waits.** Between request and reply the case must keep the checkpoint and the request's random
//! number. They are kept beside the log in the encrypted database, not beside the request's file: whoever comes back with a
//! reply need not have brought back the request, and nothing readable lies about. They are no operation of the log either: a
//! request says nothing of the case, most others are told nothing by it, and the stamp, once it is there,
//! repeats the checkpoint in full. A copied folder takes along what waits; a bundle does not.

use std::ops::ControlFlow;

use onus_ledger::operation::{Message, Operation, Stamp as LoggedStamp};
use onus_ledger::{Checkpoint, CommitId, Content, DeviceId, Graph, Known, OperationId};
use onus_model::id::MemberId;
use onus_publish::stamp::{
    Certificates, Request, Stamp as Verified, StampError, Trust, verify_token,
};
use onus_store::{Area, Reader, Transaction};

use crate::case::{Case, Now};
use crate::change::Change;
use crate::commit::fresh;
use crate::convert::member_from_log;
use crate::error::CaseError;
use crate::folder::OpenCase;
use crate::known::InStore;

/// The stamps that count, by operation: the operation's content.
pub(crate) const STAMPS: Area = Area("stamps");

/// The key under which requests wait for their replies.
const WAITING: &str = "stamp-requests";

/// How many requests wait at most; a further one takes the place of the oldest.
const MOST_WAITING: usize = 64;

/// A request that waits for its reply.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StampRequest {
    /// The checkpoint that is to be stamped: a C2SP signed note.
    pub note: String,
    /// What is sent to the authority (DER, `application/timestamp-query`).
    pub request: Request,
    /// When it was made, in seconds since 1970.
    pub made: u64,
    /// The device whose chain the checkpoint is over.
    pub device: DeviceId,
    /// How many commits of that device it covers, and with them all that those build on.
    pub size: u64,
}

/// A stamp that the case holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptStamp {
    /// The operation by which it came into the log.
    pub operation: OperationId,
    /// When that was, in seconds since 1970.
    pub recorded: u64,
    /// Who put it there.
    pub recorded_by: MemberId,
    /// The checkpoint that was stamped.
    pub note: String,
    /// The device whose chain the checkpoint is over.
    pub device: DeviceId,
    /// How many commits of that device it covers, and with them all that those build on.
    pub size: u64,
    /// The last commit of that device that it covers; none where its chain is forked there.
    pub last: Option<CommitId>,
    /// What the token says; why it does not hold, otherwise.
    pub token: Result<Verified, String>,
}

impl StampRequest {
    fn of(note: String, request: Request, made: u64) -> Option<Self> {
        let head = *Checkpoint::parse(&note).ok()?.head();
        Some(Self { note, request, made, device: head.device, size: head.size })
    }

    fn write(&self, bytes: &mut Vec<u8>) {
        bytes.extend(self.made.to_be_bytes());
        for part in [self.note.as_bytes(), self.request.to_der()] {
            bytes.extend((part.len() as u64).to_be_bytes());
            bytes.extend(part);
        }
    }

    fn read(bytes: &[u8]) -> Option<(Self, &[u8])> {
        fn part(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
            let (length, bytes) = bytes.split_first_chunk::<8>()?;
            bytes.split_at_checked(usize::try_from(u64::from_be_bytes(*length)).ok()?)
        }
        let (made, bytes) = bytes.split_first_chunk::<8>()?;
        let (note, bytes) = part(bytes)?;
        let (request, bytes) = part(bytes)?;
        let note = String::from_utf8(note.to_vec()).ok()?;
        let request = Request::read(request).ok()?;
        Some((Self::of(note, request, u64::from_be_bytes(*made))?, bytes))
    }
}

/// Notes a stamp that counts.
pub(crate) fn derive(
    transaction: &mut dyn Transaction,
    operation: OperationId,
    content: &[u8],
) -> Result<(), CaseError> {
    Ok(transaction.put_entry(STAMPS, operation.as_bytes(), content)?)
}

/// The stamps that count, by operation, as they stand in the log.
fn logged(
    reader: &dyn Reader,
    graph: &Graph,
) -> Result<Vec<(OperationId, LoggedStamp)>, CaseError> {
    let (mut stamps, mut is_whole) = (Vec::new(), true);
    reader.each_entry(STAMPS, &[], &mut |(key, content)| {
        match (<[u8; 32]>::try_from(key), Content::read(&content)) {
            (Ok(name), Content::Operation(Operation::Stamp(stamp))) => {
                stamps.push((OperationId::from_bytes(name), stamp));
            }
            _ => is_whole = false,
        }
        ControlFlow::Continue(())
    })?;
    if !is_whole {
        let what = "what is remembered of a time stamp cannot be read";
        return Err(CaseError::Damaged(what.to_owned()));
    }
    let known = InStore(reader);
    stamps.retain(|(operation, _)| graph.operation(operation, &known).retracted.is_empty());
    Ok(stamps)
}

/// Checks a stamp: that its checkpoint is one of this log, and that its token is over that checkpoint and
/// signed. Nothing where the token stands outside the log.
fn token(
    stamp: &LoggedStamp,
    graph: &Graph,
    known: &InStore<'_>,
    trusted: &Certificates,
) -> Option<Result<Verified, String>> {
    let checked = Checkpoint::parse(&stamp.note).and_then(|note| note.check(graph, known));
    if let Err(reason) = checked {
        return Some(Err(format!("its checkpoint does not hold: {reason}")));
    }
    let verified = verify_token(&stamp.token()?, stamp.note.as_bytes(), trusted);
    Some(verified.map_err(|error| error.to_string()))
}

/// Checks every stamp that counts.
pub(crate) fn check(
    reader: &dyn Reader,
    graph: &Graph,
    wrong: &mut Vec<String>,
) -> Result<(), CaseError> {
    for (operation, stamp) in logged(reader, graph)? {
        if let Some(Err(why)) = token(&stamp, graph, &InStore(reader), &Certificates::none()) {
            wrong.push(format!("the time stamp {operation} does not hold: {why}"));
        }
    }
    Ok(())
}

/// The first full second after which it is certain that a stamp of the log had been made.
pub(crate) fn existed_before(stamp: &LoggedStamp) -> Option<u64> {
    let verified = verify_token(&stamp.token()?, stamp.note.as_bytes(), &Certificates::none());
    Some(verified.ok()?.time.latest())
}

impl Case {
    /// The time stamps that the case holds, the earliest first, judged by the certificates that are trusted.
    ///
    /// # Errors
    ///
    /// When the store cannot be read.
    pub fn stamps(&self, trusted: &Certificates) -> Result<Vec<KeptStamp>, CaseError> {
        let (reader, graph) = (self.store.reader(), self.standing()?);
        let known = InStore(reader);
        let mut stamps = Vec::new();
        for (operation, stamp) in logged(reader, &graph)? {
            // The same stamp may stand in several commits; the first is the one by time, then by name.
            let positions = known.positions(&operation).into_iter();
            let nodes = positions.filter_map(|position| known.node(&position.commit));
            let first = nodes.min_by_key(|node| (node.time, node.id));
            let head = Checkpoint::parse(&stamp.note).ok().map(|note| *note.head());
            let (Some(first), Some(head)) = (first, head) else {
                let what = format!("where the time stamp {operation} stands");
                return Err(CaseError::Damaged(what));
            };
            let mut last = Vec::new();
            known.chain(&head.device, head.size.saturating_sub(1), &mut |node| {
                if node.seq.checked_add(1) == Some(head.size) {
                    last.push(node.id);
                }
            });
            let elsewhere = || Err("its token is kept outside the log, and not here".to_owned());
            stamps.push(KeptStamp {
                operation,
                recorded: first.time.unix_seconds(),
                recorded_by: member_from_log(first.author),
                token: token(&stamp, &graph, &known, trusted).unwrap_or_else(elsewhere),
                note: stamp.note,
                device: head.device,
                size: head.size,
                last: if let [only] = last.as_slice() { Some(*only) } else { None },
            });
        }
        let when = |stamp: &KeptStamp| stamp.token.as_ref().map_or(u64::MAX, |t| t.time.latest());
        stamps.sort_by_key(|stamp| (when(stamp), stamp.recorded, stamp.operation));
        Ok(stamps)
    }

    /// The requests that wait for their replies, the oldest first.
    ///
    /// # Errors
    ///
    /// When the store cannot be read.
    pub fn stamp_requests(&self) -> Result<Vec<StampRequest>, CaseError> {
        let bytes = self.store.reader().meta(WAITING)?.unwrap_or_default();
        let (mut waiting, mut rest) = (Vec::new(), bytes.as_slice());
        while !rest.is_empty() {
            let (request, after) = StampRequest::read(rest).ok_or_else(|| {
                CaseError::Damaged("the requests for time stamps cannot be read".to_owned())
            })?;
            waiting.push(request);
            rest = after;
        }
        Ok(waiting)
    }

    fn keep_requests(&mut self, waiting: &[StampRequest]) -> Result<(), CaseError> {
        let mut bytes = Vec::new();
        waiting.iter().for_each(|request| request.write(&mut bytes));
        let mut transaction = self.store.begin()?;
        match bytes.is_empty() {
            true => transaction.remove_meta(WAITING)?,
            false => transaction.put_meta(WAITING, &bytes)?,
        }
        Ok(transaction.commit()?)
    }

    /// A checkpoint of everything that is here, and a request for a stamp over it. Where this device has not
    /// committed since others' commits came in, it first commits that it has seen them.
    fn new_request(&mut self, now: &mut Now<'_>) -> Result<StampRequest, CaseError> {
        let device = self.author.as_ref().ok_or(CaseError::NotEnrolled)?.key.device();
        if !covers_all(&self.standing()?, &device, &InStore(self.store.reader())) {
            let text = "What had come in was seen, to be time-stamped.".to_owned();
            let message = Operation::Message(Message { text });
            let change = Change { operations: vec![message], ..Change::default() };
            self.change(&change, now)?;
        }
        let heads = self.standing()?.tree_heads(&device, &InStore(self.store.reader()));
        let [head] = heads.as_slice() else {
            return Err(CaseError::Edit(
                "the chain of this device is forked, so it has no one head to be stamped"
                    .to_owned(),
            ));
        };
        let author = self.author.as_ref().ok_or(CaseError::NotEnrolled)?;
        let note =
            head.sign(&author.key).map_err(|reason| CaseError::NotWritable(reason.to_string()))?;
        let request = Request::new(note.as_bytes(), fresh(now.entropy)?).map_err(refused)?;
        StampRequest::of(note, request, now.seconds)
            .ok_or_else(|| CaseError::NotWritable("the checkpoint".to_owned()))
    }

    /// Commits the stamp that a reply brings.
    fn put_stamp(
        &mut self,
        request: &StampRequest,
        stamp: &Verified,
        now: &mut Now<'_>,
    ) -> Result<CommitId, CaseError> {
        let operation = Operation::Stamp(LoggedStamp::new(request.note.clone(), stamp.token()));
        self.change(&Change { operations: vec![operation], ..Change::default() }, now)
    }
}

fn refused(error: StampError) -> CaseError {
    CaseError::Stamp(error)
}

/// Whether the last commit of a device has all that is here in its ancestry.
fn covers_all(graph: &Graph, device: &DeviceId, known: &InStore<'_>) -> bool {
    let heads: Vec<CommitId> = graph.heads().collect();
    let last = graph.device(device, known).map(|device| device.last).unwrap_or_default();
    matches!((heads.as_slice(), last.as_slice()), ([head], [tip]) if *head == tip.commit)
}

/// The stamp, if its authority is one that the reader trusts.
fn trusted(stamp: Verified) -> Result<Verified, CaseError> {
    match &stamp.trust {
        Trust::Anchored { .. } => Ok(stamp),
        Trust::NotAnchored { reason } => Err(CaseError::StampNotTrusted(reason.clone())),
    }
}

impl OpenCase {
    /// Makes a request for a time stamp over everything that is here. It is to be answered at once, or kept until
    /// its reply comes ([`OpenCase::await_stamp`]).
    ///
    /// # Errors
    ///
    /// When this device cannot commit, or the store refuses.
    pub fn request_stamp(&mut self, now: &mut Now<'_>) -> Result<StampRequest, CaseError> {
        self.may_commit()?;
        let request = self.case.new_request(now)?;
        self.remember(now)?;
        Ok(request)
    }

    /// Keeps a request until its reply comes.
    ///
    /// # Errors
    ///
    /// When the store refuses.
    pub fn await_stamp(&mut self, request: &StampRequest) -> Result<(), CaseError> {
        let mut waiting = self.case.stamp_requests()?;
        waiting.push(request.clone());
        let first = waiting.len().saturating_sub(MOST_WAITING);
        self.case.keep_requests(waiting.get(first..).unwrap_or_default())
    }

    /// Keeps a request no longer.
    ///
    /// # Errors
    ///
    /// When the store refuses.
    pub fn give_up_stamp(&mut self, request: &StampRequest) -> Result<(), CaseError> {
        let mut waiting = self.case.stamp_requests()?;
        if waiting.iter().any(|one| one == request) {
            waiting.retain(|one| one != request);
            self.case.keep_requests(&waiting)?;
        }
        Ok(())
    }

    /// Checks a reply against a request, and commits the stamp in it. Both the token and the chain of its signer's
    /// certificate to a trusted one must hold.
    ///
    /// # Errors
    ///
    /// What is wrong with the reply; nothing has changed then.
    pub fn attach_stamp(
        &mut self,
        request: &StampRequest,
        reply: &[u8],
        known: &Certificates,
        now: &mut Now<'_>,
    ) -> Result<(Verified, CommitId), CaseError> {
        self.may_commit()?;
        let stamp = trusted(request.request.verify(reply, known).map_err(refused)?)?;
        let commit = self.case.put_stamp(request, &stamp, now)?;
        self.remember(now)?;
        self.give_up_stamp(request)?;
        Ok((stamp, commit))
    }

    /// Finds the request that waits for a reply, checks the reply and commits the stamp ([`OpenCase::attach_stamp`]).
    ///
    /// # Errors
    ///
    /// When none of the requests that wait is the one that is answered, or the reply does not hold; nothing has changed then.
    pub fn answer_stamp(
        &mut self,
        reply: &[u8],
        known: &Certificates,
        now: &mut Now<'_>,
    ) -> Result<(StampRequest, Verified, CommitId), CaseError> {
        let mut nearest = None;
        for request in self.case.stamp_requests()?.into_iter().rev() {
            match request.request.verify(reply, known) {
                Ok(_) => {
                    let (stamp, commit) = self.attach_stamp(&request, reply, known, now)?;
                    return Ok((request, stamp, commit));
                }
                // It may answer another. That the number is wrong is nearer than that the content is.
                Err(error @ StampError::Nonce(_)) => nearest = Some(error),
                Err(error @ StampError::OtherContent { .. }) => {
                    nearest = Some(nearest.unwrap_or(error));
                }
                Err(error) => return Err(refused(error)),
            }
        }
        Err(nearest.map_or(CaseError::NoStampRequested, refused))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

    use onus_ledger::SigningKey;
    use onus_store::{Entropy, MemoryStore};

    use super::*;
    use crate::case::Author;

    /// Bytes that are never twice the same.
    struct Counting(u64);

    impl Entropy for Counting {
        fn fill(&mut self, bytes: &mut [u8]) -> onus_store::Result<()> {
            for byte in bytes {
                self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                *byte = (self.0 >> 33) as u8;
            }
            Ok(())
        }
    }

    fn case(entropy: &mut Counting) -> Case {
        let author =
            Author { member: MemberId::from_bytes([7; 16]), key: SigningKey::from_seed(&[1; 32]) };
        let mut now = Now { seconds: 1_700_000_000, entropy };
        let recovery = SigningKey::from_seed(&[2; 32]);
        Case::found(Box::new(MemoryStore::new()), author, "Amina", &recovery, &mut now).unwrap()
    }

    fn put(case: &mut Case, stamp: LoggedStamp, entropy: &mut Counting) {
        let change = Change { operations: vec![Operation::Stamp(stamp)], ..Change::default() };
        case.change(&change, &mut Now { seconds: 1_700_000_100, entropy }).unwrap();
    }

    #[test]
    fn requests_are_kept_as_they_were_made() {
        let entropy = &mut Counting(1);
        let mut case = case(entropy);
        let mut now = Now { seconds: 1_700_000_000, entropy };
        let requests = [case.new_request(&mut now).unwrap(), case.new_request(&mut now).unwrap()];
        assert_ne!(requests[0], requests[1]);
        assert_eq!(requests[0].note, requests[1].note);
        assert_eq!(requests[0].size, 1);
        case.keep_requests(&requests).unwrap();
        assert_eq!(case.stamp_requests().unwrap(), requests);
        case.derive_again().unwrap();
        assert_eq!(case.stamp_requests().unwrap(), requests);
        case.keep_requests(&[]).unwrap();
        assert_eq!(case.stamp_requests().unwrap(), []);
    }

    #[test]
    fn stamps_that_do_not_hold_are_told_and_found() {
        let entropy = &mut Counting(1);
        let mut case = case(entropy);
        let request = case.new_request(&mut Now { seconds: 1_700_000_000, entropy }).unwrap();
        assert!(case.verify().unwrap().is_sound());
        // Nothing that this program would write; whoever may commit could.
        put(&mut case, LoggedStamp::new(request.note.clone(), b"no token"), entropy);
        let foreign = request.note.replace("\n1\n", "\n2\n");
        put(&mut case, LoggedStamp::new(foreign, b"no token"), entropy);
        let elsewhere = onus_ledger::Digest::from_bytes([9; 32]);
        let stamp =
            LoggedStamp { note: request.note.clone(), token: None, object: Some(elsewhere) };
        put(&mut case, stamp, entropy);
        let stamps = case.stamps(&Certificates::none()).unwrap();
        let mut why: Vec<&str> =
            stamps.iter().filter_map(|stamp| Some(stamp.token.as_ref().err()?.as_str())).collect();
        why.sort_unstable();
        assert_eq!(why.len(), 3, "{why:?}");
        assert!(why[0].starts_with("its checkpoint does not hold"), "{why:?}");
        assert!(why[1].contains("is kept outside the log"), "{why:?}");
        assert!(why[2].starts_with("this is not a time-stamp token"), "{why:?}");
        assert!(stamps.iter().all(|stamp| stamp.recorded == 1_700_000_100));
        // What cannot be looked at is not wrong.
        let wrong = case.verify().unwrap().wrong;
        assert_eq!(wrong.len(), 2, "{wrong:?}");
        assert!(wrong.iter().all(|one| one.starts_with("the time stamp ")), "{wrong:?}");
        // Made again, the tables are the same.
        case.derive_again().unwrap();
        assert_eq!(case.verify().unwrap().wrong, wrong);
    }
}
