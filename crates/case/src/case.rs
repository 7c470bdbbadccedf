//! A case that is open: founding it, reading it, changing it.

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use onus_ledger::graph::DeviceState;
use onus_ledger::operation::{MemberName, Message, Meta, Operation};
use onus_ledger::{Draft, Graph, Salt, SigningKey, Time};
use onus_model::id::MemberId;
use onus_model::schema::Schema;
use onus_store::{Entropy, ObjectRow, Reader, SkeletonRow, Store};

use crate::commit::fresh;
use crate::convert::member_to_log;
use crate::derive::{DERIVATION, SCHEMA};
use crate::error::CaseError;
use crate::kept::{self, DefaultView};
use crate::known::InStore;
use crate::stored::Stored;
use crate::taking::Taking;

/// The key under which the log's graph is kept beside the log.
const STANDING: &str = "standing";

/// What commits say made them.
pub(crate) const TOOL: &str = concat!("onus ", env!("CARGO_PKG_VERSION"));

/// Who changes a case, and with which device.
#[derive(Debug)]
pub struct Author {
    /// The member.
    pub member: MemberId,
    /// The key of their device.
    pub key: SigningKey,
}

/// The moment of a change and the randomness it may use, both from outside.
pub struct Now<'e> {
    /// Seconds since 1970-01-01T00:00:00Z.
    pub seconds: u64,
    /// Where salts and names come from.
    pub entropy: &'e mut dyn Entropy,
}

impl Now<'_> {
    pub(crate) fn time(&self) -> Result<Time, CaseError> {
        Time::from_unix_seconds(self.seconds).ok_or_else(|| {
            CaseError::Edit("the clock of this computer is set beyond the year 9999".to_owned())
        })
    }
}

/// A case that is open.
pub struct Case {
    pub(crate) store: Box<dyn Store>,
    pub(crate) author: Option<Author>,
    pub(crate) schema: Schema,
    pub(crate) views: Vec<DefaultView>,
    /// Objects whose keys were destroyed, and whose files are still to be removed.
    pub(crate) shredded: Vec<ObjectRow>,
}

impl Case {
    /// Founds a case in an empty store: its first device is the author's, who owns it.
    ///
    /// # Errors
    ///
    /// When the store refuses, or the recovery key is the author's own.
    pub fn found(
        mut store: Box<dyn Store>,
        author: Author,
        name: &str,
        recovery: &SigningKey,
        now: &mut Now<'_>,
    ) -> Result<Self, CaseError> {
        let meta = meta(author.member, now)?;
        let nonce = fresh(now.entropy)?;
        let salt = Salt::from_bytes(fresh(now.entropy)?);
        let recovery = recovery.public();
        let mut draft = Draft::founding(&author.key, &recovery, nonce, &meta, salt)?;
        let member = MemberName { member: member_to_log(author.member), name: name.to_owned() };
        draft.push(Salt::from_bytes(fresh(now.entropy)?), &Operation::Member(member))?;
        let message = Message { text: "The case is opened.".to_owned() };
        draft.push(Salt::from_bytes(fresh(now.entropy)?), &Operation::Message(message))?;
        let commit = draft.sign(&author.key)?;
        let mut transaction = store.begin()?;
        transaction.set_derivation(DERIVATION)?;
        let mut taking = Taking::from(Graph::new());
        taking.append(transaction.as_mut(), &commit, None)?;
        taking.finish(transaction.as_mut())?;
        transaction.commit()?;
        Self::of(store, Some(author))
    }

    /// The case that a store holds; without an author it can only be read.
    ///
    /// Tables derived by another version are made again, where the store can be written.
    ///
    /// # Errors
    ///
    /// When the store holds no case, or what it holds does not fit together.
    pub fn of(store: Box<dyn Store>, author: Option<Author>) -> Result<Self, CaseError> {
        let schema = Schema::standard()?;
        let (views, shredded) = (Vec::new(), Vec::new());
        let mut case = Self { store, author, schema, views, shredded };
        if case.store.reader().derivation()? != Some(DERIVATION) {
            case.derive_again()?;
        }
        case.read_schema()?;
        Ok(case)
    }

    /// The case's schema, with its own additions.
    #[must_use]
    pub fn schema(&self) -> &Schema {
        &self.schema
    }

    /// Who changes the case.
    #[must_use]
    pub fn author(&self) -> Option<&Author> {
        self.author.as_ref()
    }

    /// Goes on as the member to whom the device of this key belongs, if it is enrolled; else as nobody, who
    /// only reads. Tells which.
    ///
    /// # Errors
    ///
    /// When the store cannot be read, or holds no log.
    pub fn work_with(&mut self, key: SigningKey) -> Result<bool, CaseError> {
        let device = self.standing()?.device(&key.device(), &InStore(self.store.reader()));
        let enrolled = device.filter(|device| device.state == DeviceState::Enrolled);
        self.author = enrolled.map(|device| {
            let member = crate::convert::member_from_log(device.member);
            Author { member, key }
        });
        Ok(self.author.is_some())
    }

    /// Where the log stands.
    ///
    /// # Errors
    ///
    /// When the store cannot be read, or holds no log.
    pub fn standing(&self) -> Result<Graph, CaseError> {
        standing(self.store.reader())
    }

    /// Reads the case, as far as it is asked for.
    ///
    /// # Errors
    ///
    /// When the store cannot be read.
    pub fn read(&self) -> Result<Stored<'_>, CaseError> {
        Ok(Stored::new(&self.schema, self.store.reader()))
    }

    /// Keeps exactly these default views, from the next change on: only looking at a case writes nothing.
    pub fn keep_views(&mut self, views: &[DefaultView]) {
        self.views = views.to_vec();
    }

    /// Computes the default views that are stale, at most of so many records. Answers of how many.
    ///
    /// Where the case cannot be written now, they are computed when they are asked for.
    ///
    /// # Errors
    ///
    /// When the store cannot be read or written.
    pub fn refresh_views(&mut self, most: usize) -> Result<usize, CaseError> {
        let reader = self.store.reader();
        let kept = kept::are_kept(reader, &self.views)?;
        if self.views.is_empty() || kept && kept::stale(reader)?.is_empty() {
            return Ok(0);
        }
        let mut transaction = match self.store.begin() {
            Err(onus_store::Error::ReadOnly { .. } | onus_store::Error::Busy) => return Ok(0),
            begun => begun?,
        };
        kept::keep(transaction.as_mut(), &self.views)?;
        let refreshed = kept::refresh(transaction.as_mut(), &self.schema, &self.views, most)?;
        transaction.commit()?;
        Ok(refreshed)
    }

    /// The skeleton of every claim, for work on the whole case: at most 64 bytes each.
    ///
    /// # Errors
    ///
    /// When the store cannot be read.
    pub fn skeleton(&self) -> Result<Vec<SkeletonRow>, CaseError> {
        let reader = self.store.reader();
        let most = reader.last_claim()?.map_or(0, |last| last.saturating_add(1));
        let mut skeleton = Vec::with_capacity(usize::try_from(most).unwrap_or(0).min(1 << 24));
        reader.each_skeleton(&mut |row| {
            skeleton.push(row);
            ControlFlow::Continue(())
        })?;
        Ok(skeleton)
    }

    /// The rows of the store, for what the derived tables are asked beyond claims.
    #[must_use]
    pub fn rows(&self) -> &dyn Reader {
        self.store.reader()
    }

    /// The case's own additions to the schema: `folder/name.toml` and text.
    ///
    /// # Errors
    ///
    /// When the store cannot be read.
    pub fn schema_additions(&self) -> Result<BTreeMap<String, String>, CaseError> {
        let mut files = BTreeMap::new();
        self.store.reader().each_entry(SCHEMA, &[], &mut |(name, text)| {
            if let (Ok(name), Ok(text)) = (String::from_utf8(name), String::from_utf8(text)) {
                files.insert(schema_path(&name), text);
            }
            ControlFlow::Continue(())
        })?;
        Ok(files)
    }

    /// Reads the case's own additions to the schema.
    pub(crate) fn read_schema(&mut self) -> Result<(), CaseError> {
        let files = self.schema_additions()?;
        let files: Vec<(&str, &str)> =
            files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
        self.schema = Schema::standard()?.extended(&files)?;
        Ok(())
    }

    /// Empties the derived tables and derives them again from the log.
    ///
    /// # Errors
    ///
    /// When the log does not verify or the store cannot be written.
    pub fn derive_again(&mut self) -> Result<(), CaseError> {
        let mut transaction = self.store.begin()?;
        transaction.clear_derived()?;
        transaction.set_derivation(DERIVATION)?;
        crate::texts::set_stale(transaction.as_mut(), true)?;
        crate::verify::derive_all(transaction.as_mut())?;
        transaction.commit()?;
        Ok(())
    }
}

/// The name under which the log keeps a schema file: `vocabularies/offence.toml` as
/// `vocabularies-offence`.
pub(crate) fn schema_name(path: &str) -> Option<String> {
    let (folder, file) = path.rsplit_once('/')?;
    let folder = folder.rsplit('/').next().unwrap_or(folder);
    let name = file.strip_suffix(".toml")?;
    matches!(folder, "types" | "vocabularies").then(|| format!("{folder}-{name}"))
}

/// The path of a schema file that the log keeps.
fn schema_path(name: &str) -> String {
    name.split_once('-')
        .map_or_else(|| name.to_owned(), |(folder, name)| format!("{folder}/{name}.toml"))
}

pub(crate) fn meta(member: MemberId, now: &Now<'_>) -> Result<Meta, CaseError> {
    Ok(Meta { author: member_to_log(member), time: now.time()?, tool: TOOL.to_owned() })
}

/// The graph as it stood after the last commit.
pub(crate) fn standing(reader: &dyn Reader) -> Result<Graph, CaseError> {
    match reader.meta(STANDING)? {
        Some(snapshot) => Graph::resume(&snapshot)
            .map_err(|_| CaseError::Damaged("where its log stands cannot be read".to_owned())),
        None => Err(CaseError::Damaged("it has no log".to_owned())),
    }
}

/// Keeps where the log stands beside it.
pub(crate) fn keep_standing(
    transaction: &mut dyn onus_store::Transaction,
    graph: &Graph,
) -> Result<(), CaseError> {
    if let Some(snapshot) = graph.snapshot() {
        transaction.put_meta(STANDING, &snapshot)?;
    }
    Ok(())
}
