//! The log as a person reads it: who changed what, when and why.

use std::ops::ControlFlow;

use onus_ledger::operation::Operation;
use onus_ledger::{CommitId, Content, Effect, Header};
use onus_model::id::MemberId;
use onus_store::Place;

use crate::case::Case;
use crate::convert::member_from_log;
use crate::derive::MEMBERS;
use crate::error::CaseError;

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
        let reader = self.store.reader();
        let mut rows = Vec::new();
        reader.each_commit(Place(0), &mut |row| {
            rows.push(row);
            ControlFlow::Continue(())
        })?;
        rows.iter().map(|row| self.log_line(row)).collect()
    }

    fn log_line(&self, row: &onus_store::CommitRow) -> Result<LogLine, CaseError> {
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
            checkpoints: 0,
            not_understood: 0,
        };
        for effect in &header.effects {
            if let Effect::Retract(retract) = effect {
                line.retracted += retract.leaves.len() as u64;
            }
        }
        for leaf in self.store.reader().leaves_of(row.id)? {
            let Some(opening) = leaf.opening else { continue };
            match Content::read(&opening.content) {
                Content::Operation(Operation::Meta(meta)) => {
                    line.time = meta.time.unix_seconds();
                    line.member = member_from_log(meta.author);
                    line.name = self.member_name(line.member)?;
                }
                Content::Operation(Operation::Message(message)) => {
                    line.message = Some(message.text)
                }
                Content::Operation(Operation::Record(_)) => line.records += 1,
                Content::Operation(Operation::Claim(_)) => line.claims += 1,
                Content::Operation(Operation::Review(review)) => {
                    line.reviewed += review.claims.len() as u64;
                }
                Content::Operation(Operation::Checkpoint(_)) => line.checkpoints += 1,
                Content::Operation(_) => {}
                Content::NotUnderstood { .. } | Content::Void(_) => line.not_understood += 1,
                Content::Closed(_) => {}
            }
        }
        Ok(line)
    }
}
