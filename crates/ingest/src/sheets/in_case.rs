//! What sheets and forms call things, and what the case calls them.

use std::collections::BTreeMap;

use onus_case::{Case, CaseReader, Stored, provisional};
use onus_model::claim::{Claim, Locator, Passage};
use onus_model::id::{ClaimId, MemberId, RecordId, TypeId};
use onus_model::value::Value;

use super::{
    CaseNames, ClaimDraft, Handle, Known, KnownRecord, Reading, Resolver, RowName, SheetId,
};

/// A case as sheets see it.
pub struct InCase<'c> {
    /// The case.
    pub case: &'c Case,
    /// What it holds.
    pub stored: &'c Stored<'c>,
    /// The member who codes.
    pub coder: MemberId,
}

/// The row's name as the case writes it.
#[must_use]
pub fn to_case(name: &RowName) -> onus_case::RowName {
    onus_case::RowName { sheet: name.sheet.to_string(), row: name.row.to_string() }
}

/// The row's name as sheets write it.
#[must_use]
pub fn from_case(name: &onus_case::RowName) -> Option<RowName> {
    Some(RowName { sheet: name.sheet.parse().ok()?, row: name.row.parse().ok()? })
}

impl InCase<'_> {
    fn member_named(&self, name: &str) -> Option<MemberId> {
        let known = self.case.member_name(self.coder).ok()??;
        (known == name).then_some(self.coder)
    }
}

impl Known for InCase<'_> {
    fn record(&self, handle: &str) -> Option<KnownRecord> {
        let id = self.stored.record_of(handle)?;
        let record_type = self.stored.records().get(&id)?.clone();
        Some(KnownRecord { id, record_type })
    }

    fn handles(&self) -> Vec<Handle> {
        self.stored.handles().filter_map(|(handle, _)| handle.parse().ok()).collect()
    }

    fn names(&self) -> Vec<(Handle, String)> {
        // What cannot be read here is noticed when the claims themselves are read.
        let claims = self.stored.claims().unwrap_or_default();
        let named = claims.iter().filter(|entry| entry.retracted.is_none());
        named
            .filter_map(|entry| match &entry.claim.value {
                Value::Name(name) => {
                    let handle = self.stored.handle(entry.claim.record)?.parse().ok()?;
                    Some((handle, name.name.clone()))
                }
                _ => None,
            })
            .collect()
    }

    fn row(&self, row: &RowName) -> Option<ClaimId> {
        self.stored.claim_of(&to_case(row)).ok()?
    }

    fn member(&self, name: &str) -> Option<MemberId> {
        self.member_named(name)
    }

    fn text_length(&self, _source: &str) -> Option<u64> {
        // Texts are named by their digests and not held; how long one is, is not known, so no range is
        // too long for it. Without a digest the row is refused when its claim is made.
        Some(u64::MAX)
    }
}

impl CaseNames for InCase<'_> {
    fn record(&self, id: RecordId) -> Option<(Handle, TypeId)> {
        let handle = self.stored.handle(id)?.parse().ok()?;
        Some((handle, self.stored.records().get(&id)?.clone()))
    }

    fn row(&self, id: ClaimId) -> Option<RowName> {
        from_case(&self.stored.row_of(id).ok()??)
    }

    fn coder(&self) -> MemberId {
        self.coder
    }

    fn member(&self, id: MemberId) -> Option<String> {
        self.case.member_name(id).ok()?
    }
}

/// The property of a source that holds the SHA-256 of its text.
const DIGEST: &str = "digest";

fn digest(text: &str) -> Option<[u8; 32]> {
    let hex = text.rsplit([' ', ':']).next()?.trim();
    if hex.len() != 64 || !hex.is_ascii() {
        return None;
    }
    let mut digest = [0; 32];
    for (place, byte) in digest.iter_mut().enumerate() {
        *byte = u8::from_str_radix(hex.get(2 * place..2 * place + 2)?, 16).ok()?;
    }
    Some(digest)
}

/// The names of a case together with those that an edit makes.
pub struct Names<'c> {
    /// The case.
    pub known: &'c InCase<'c>,
    /// Records that are made, by handle.
    pub made: BTreeMap<Handle, RecordId>,
    /// Claims that are made, by row.
    pub claims: BTreeMap<RowName, ClaimId>,
    /// Passages of rows that were found in the texts of their sources.
    pub placed: BTreeMap<RowName, Passage>,
    /// The passage of the row that is being made into a claim, where it was found.
    found: Option<Passage>,
    digests: BTreeMap<String, [u8; 32]>,
}

impl<'c> Names<'c> {
    /// The names of a case, and the digests of texts that a reading brings.
    #[must_use]
    pub fn new(known: &'c InCase<'c>, reading: &Reading) -> Self {
        let rows = reading.rows.iter().filter(|row| row.property.as_str() == DIGEST);
        let digests = rows
            .filter_map(|row| Some((row.record.to_string(), digest(row.value.cell())?)))
            .collect();
        let (made, claims, placed) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
        Self { known, made, claims, placed, found: None, digests }
    }

    /// Notes the claim that the edit makes at a place for a row.
    pub fn makes(&mut self, row: &RowName, place: usize) {
        let place = u64::try_from(place).unwrap_or(u64::MAX);
        self.claims.insert(row.clone(), provisional(place));
    }

    /// Turns to the row that is made into a claim next.
    pub fn turn_to(&mut self, row: &RowName) {
        self.found = self.placed.get(row).cloned();
    }

    /// The digest that is claimed of a source's text.
    #[must_use]
    pub fn digest_of(&self, source: &str) -> Option<[u8; 32]> {
        if let Some(digest) = self.digests.get(source) {
            return Some(*digest);
        }
        let claims = self.known.stored.claims_of(self.known.stored.record_of(source)?).ok()?;
        let standing = claims.iter().filter(|entry| entry.retracted.is_none());
        standing
            .filter(|entry| entry.claim.property.as_str() == DIGEST)
            .find_map(|entry| digest(&entry.claim.value.to_string()))
    }
}

impl Resolver for Names<'_> {
    fn record(&self, handle: &str) -> Option<RecordId> {
        self.made.get(handle).copied().or_else(|| self.known.stored.record_of(handle))
    }

    fn claim(&self, row: &RowName) -> Option<ClaimId> {
        self.claims.get(row).copied().or_else(|| Known::row(self.known, row))
    }

    fn coder(&self) -> MemberId {
        self.known.coder
    }

    fn member(&self, name: &str) -> Option<MemberId> {
        self.known.member_named(name)
    }

    fn passage(&self, source: &str, start: u64, end: u64) -> Option<Passage> {
        self.found.clone().or_else(|| {
            Some(Passage {
                locator: Locator::Range { digest: self.digest_of(source)?, start, end },
                quote: None,
                before: String::new(),
                after: String::new(),
            })
        })
    }
}

/// A claim as a row makes it, without its name in the log.
#[must_use]
pub fn draft_of(claim: &Claim) -> ClaimDraft {
    let claim = claim.clone();
    ClaimDraft {
        record: claim.record,
        property: claim.property,
        value: claim.value,
        wording: claim.wording,
        scope: claim.scope,
        origin: claim.origin,
        via: claim.via,
        source: claim.source,
        passage: claim.passage,
        said: claim.said,
        held: claim.held,
        stance: claim.stance,
        rests_on: claim.rests_on,
        level: claim.level,
    }
}

/// The sheet of that name as the case names it.
#[must_use]
pub fn sheet_of(stored: &Stored<'_>, sheet: &SheetId) -> Option<onus_store::SheetId> {
    stored.sheet(sheet.as_str())
}
