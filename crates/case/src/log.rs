//! The log as a person reads it: who changed what, when and why.

use std::collections::BTreeSet;
use std::ops::ControlFlow;

use onus_ledger::operation::Operation;
use onus_ledger::{CommitId, Content, Effect, Graph, Header, OperationId};
use onus_model::Level;
use onus_model::id::{MemberId, RecordId};
use onus_store::{LeafId, LeafRow, Place};

use crate::case::Case;
use crate::convert::{level_from_log, member_from_log, record_from_log};
use crate::derive::MEMBERS;
use crate::error::CaseError;
use crate::known::InStore;
use crate::stamps::existed_before;
use crate::sync::acted;

/// One commit as a person reads it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogLine {
    /// The commit.
    pub commit: CommitId,
    /// Its place in the log, from 1.
    pub place: u64,
    /// Stated time, in seconds since 1970-01-01T00:00:00Z.
    pub time: u64,
    /// Who made it.
    pub member: MemberId,
    /// The name by which the team knows them.
    pub name: Option<String>,
    /// What they said about it.
    pub message: Option<String>,
    /// Records it made.
    pub records: u64,
    /// Claims it made.
    pub claims: u64,
    /// Operations it retracted.
    pub retracted: u64,
    /// Claims whose review state it changed.
    pub reviewed: u64,
    /// Time stamps that it brought.
    pub stamps: u64,
    /// What they were made over existed before this moment, by the earliest of them, in seconds since 1970.
    pub existed_before: Option<u64>,
    /// Checkpoints that it keeps.
    pub checkpoints: u64,
    /// Operations that this version does not understand.
    pub not_understood: u64,
}

impl Case {
    /// The name by which the team knows a member.
    ///
    /// # Errors
    ///
    /// When the store cannot be read.
    pub fn member_name(&self, member: MemberId) -> Result<Option<String>, CaseError> {
        let name = self.store.reader().entry(MEMBERS, member.as_bytes())?;
        Ok(name.and_then(|name| String::from_utf8(name).ok()))
    }

    /// Every commit, oldest first.
    ///
    /// # Errors
    ///
    /// When the store cannot be read or a stored header cannot be understood.
    pub fn log(&self) -> Result<Vec<LogLine>, CaseError> {
        self.log_at(Level::Sealed)
    }

    /// The commits as a reader at a level sees them, oldest first. Below the level of the team these are the
    /// ones that hold something at the level or below it, or change who belongs to the case; they are
    /// numbered anew, and no name that the team gave is in them.
    ///
    /// # Errors
    ///
    /// When the store cannot be read or a stored header cannot be understood.
    pub fn log_at(&self, level: Level) -> Result<Vec<LogLine>, CaseError> {
        let reader = self.store.reader();
        let mut rows = Vec::new();
        reader.each_commit(Place(0), &mut |row| {
            rows.push(row);
            ControlFlow::Continue(())
        })?;
        let sight =
            Sight { level, graph: self.standing()?, known: InStore(reader), acted: acted(reader)? };
        let mut lines = Vec::with_capacity(rows.len());
        for row in &rows {
            let (mut line, is_shown) = self.log_line(row, &sight)?;
            if is_shown {
                if !sight.is_the_teams() {
                    line.place = lines.len() as u64 + 1;
                }
                lines.push(line);
            }
        }
        Ok(lines)
    }

    fn log_line(
        &self,
        row: &onus_store::CommitRow,
        sight: &Sight<'_>,
    ) -> Result<(LogLine, bool), CaseError> {
        let header = Header::parse(&row.header)
            .map_err(|_| CaseError::Damaged(format!("the header of commit {}", row.id)))?;
        let mut line = LogLine {
            commit: CommitId::from_bytes(*row.id.as_bytes()),
            place: row.place.0,
            time: 0,
            member: MemberId::from_bytes([0; 16]),
            name: None,
            message: None,
            records: 0,
            claims: 0,
            retracted: 0,
            reviewed: 0,
            stamps: 0,
            existed_before: None,
            checkpoints: 0,
            not_understood: 0,
        };
        let mut is_shown = sight.is_the_teams();
        for effect in &header.effects {
            match effect {
                Effect::Retract(retract) => {
                    line.retracted += sight.count(&retract.leaves)?;
                }
                Effect::Level(_) | Effect::Erase(_) => {}
                _ => is_shown = true,
            }
        }
        for leaf in self.store.reader().leaves_of(row.id)? {
            if leaf.index > 0 && !sight.sees(&leaf) {
                continue;
            }
            let Some(opening) = leaf.opening else { continue };
            let before = line.clone();
            match Content::read(&opening.content) {
                Content::Operation(Operation::Meta(meta)) => {
                    line.time = meta.time.unix_seconds();
                    line.member = member_from_log(meta.author);
                    if sight.is_the_teams() {
                        line.name = self.member_name(line.member)?;
                    }
                }
                Content::Operation(Operation::Message(message)) => {
                    line.message = Some(message.text)
                }
                Content::Operation(Operation::Record(record)) => {
                    line.records += u64::from(sight.sees_of(record_from_log(record.record))?);
                }
                Content::Operation(Operation::Claim(_)) => line.claims += 1,
                Content::Operation(Operation::Review(review)) => {
                    line.reviewed += sight.count(&review.claims)?;
                }
                Content::Operation(Operation::Stamp(stamp)) => {
                    line.stamps += 1;
                    let before = existed_before(&stamp);
                    line.existed_before = line.existed_before.into_iter().chain(before).min();
                }
                Content::Operation(Operation::Checkpoint(_)) => line.checkpoints += 1,
                Content::Operation(_) => is_shown = true,
                Content::NotUnderstood { .. } | Content::Void(_) => line.not_understood += 1,
                Content::Closed(_) => {}
            }
            is_shown |= leaf.index > 0 && line != before;
        }
        is_shown |= line.retracted > 0;
        Ok((line, is_shown))
    }
}

/// What a reader at a level sees of the log.
struct Sight<'c> {
    level: Level,
    graph: Graph,
    known: InStore<'c>,
    acted: BTreeSet<OperationId>,
}

impl Sight<'_> {
    fn is_the_teams(&self) -> bool {
        self.level >= Level::Team
    }

    fn sees(&self, leaf: &LeafRow) -> bool {
        let name = OperationId::from_bytes(*leaf.id.as_bytes());
        let given = match self.acted.contains(&name) {
            true => self.graph.operation(&name, &self.known).level.map(level_from_log),
            false => None,
        };
        given.or(leaf.level).is_some_and(|level| level <= self.level)
    }

    /// Whether the reader may know of a record: its operation is for everyone, and yet says nothing.
    fn sees_of(&self, record: RecordId) -> Result<bool, CaseError> {
        if self.is_the_teams() {
            return Ok(true);
        }
        let claims = self.known.0.claims_about(record)?;
        Ok(claims.iter().any(|claim| claim.level <= self.level))
    }

    /// How many of these operations the reader may know of.
    fn count(&self, operations: &BTreeSet<OperationId>) -> Result<u64, CaseError> {
        if self.level == Level::Sealed {
            return Ok(operations.len() as u64);
        }
        let mut count = 0;
        for operation in operations {
            let leaves = self.known.0.leaves_named(LeafId::from_bytes(*operation.as_bytes()))?;
            count += u64::from(leaves.iter().any(|leaf| self.sees(leaf)));
        }
        Ok(count)
    }
}
