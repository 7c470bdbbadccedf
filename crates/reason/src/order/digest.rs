//! What is claimed, as numbers: the content of a claim without any identifier in it.

use std::fmt::Display;

use onus_model::claim::{Claim, Locator, Speaker};
use onus_model::id::{ClaimId, RecordId};
use onus_model::value::{Answers, Negative, Value, When};

/// What is claimed, with the records in it seen as closely as a step has it.
pub(super) struct Content<'c> {
    /// A number for a record.
    pub(super) record: &'c dyn Fn(RecordId) -> u64,
    /// A number for a claim.
    pub(super) claim: &'c dyn Fn(ClaimId) -> u64,
}

impl Content<'_> {
    pub(super) fn of_claim(&self, claim: &Claim) -> u64 {
        let mut digest = Digest::new();
        digest.text(claim.property.as_str());
        self.value(&mut digest, &claim.value);
        digest.text(claim.wording.as_deref().unwrap_or_default());
        for (qualifier, value) in claim.scope.iter() {
            digest.text(qualifier.as_str());
            self.value(&mut digest, value);
        }
        let origin = &claim.origin;
        match origin.speaker {
            Speaker::Record(record) => digest.number((self.record)(record)),
            Speaker::NotStated => digest.text("not stated"),
            Speaker::Member(_) => digest.text("member"),
        };
        for record in [origin.on_behalf_of, origin.party, claim.source] {
            digest.number(record.map_or(0, |record| (self.record)(record)));
        }
        digest.shown(&format_args!("{:?} {:?}", origin.basis, origin.attribution));
        digest.text(origin.interest.as_deref().unwrap_or_default());
        for relay in &claim.via {
            digest.number((self.record)(relay.by)).shown(&format_args!("{:?}", relay.rendering));
        }
        if let Some(passage) = &claim.passage {
            match &passage.locator {
                Locator::Range { digest: text, start, end } => {
                    digest.shown(&format_args!("{text:?} {start} {end}"));
                }
                Locator::Words(words) => {
                    digest.text(words);
                }
            }
        }
        if let Some(said) = &claim.said {
            self.when(&mut digest, said);
        }
        if let Some(held) = &claim.held {
            self.value(&mut digest, &Value::Held(held.clone()));
        }
        digest.shown(&format_args!("{:?} {:?}", claim.stance, claim.level));
        if let Some(rests_on) = &claim.rests_on {
            digest.shown(&format_args!("{:?}", rests_on.how));
            self.claim_set(&mut digest, rests_on.claims.iter().copied());
        }
        digest.finish()
    }

    fn claim_set(&self, digest: &mut Digest, claims: impl Iterator<Item = ClaimId>) {
        let mut keys: Vec<u64> = claims.map(|claim| (self.claim)(claim)).collect();
        keys.sort_unstable();
        for key in keys {
            digest.number(key);
        }
    }

    fn record_set(&self, digest: &mut Digest, records: impl Iterator<Item = RecordId>) {
        let mut keys: Vec<u64> = records.map(|record| (self.record)(record)).collect();
        keys.sort_unstable();
        for key in keys {
            digest.number(key);
        }
    }

    fn when(&self, digest: &mut Digest, when: &When) {
        match when {
            When::Calendar(date) => digest.shown(date),
            When::Relative(relative) => {
                if let Some(offset) = relative.offset() {
                    digest.shown(offset);
                }
                digest.shown(&format_args!("{:?}", relative.direction()));
                digest.number((self.record)(relative.record()));
                digest.text(relative.property().as_str())
            }
        };
    }

    pub(super) fn value(&self, digest: &mut Digest, value: &Value) {
        digest.text(value.kind().word());
        match value {
            Value::Ref(record) => {
                digest.number((self.record)(*record));
            }
            Value::ClosedSet(set) => {
                digest.shown(set.count());
                self.record_set(digest, set.named().iter().copied());
            }
            Value::Date(when) => self.when(digest, when),
            Value::Held(held) => {
                digest.shown(&format_args!("{:?}", held.extent()));
                for end in [held.first(), held.last()] {
                    match end {
                        Some(when) => self.when(digest, when),
                        None => {
                            digest.text("?");
                        }
                    }
                }
            }
            Value::Negative(Negative::Decided { by }) => {
                digest.number((self.record)(*by));
            }
            Value::Negative(Negative::Searched { until, place, .. }) => {
                digest.shown(until).text(place);
            }
            Value::Answers(Answers::Claims(claims)) => {
                self.claim_set(digest, claims.iter().copied());
            }
            Value::Answers(Answers::Class { what, except }) => {
                digest.text(what);
                self.record_set(digest, except.iter().copied());
            }
            plain => {
                digest.shown(plain);
            }
        }
    }
}

/// FNV-1a with 64 bits and a finishing mix. Nothing is at stake but the order of lines, so that a
/// cryptographic hash would be a waste.
pub(super) struct Digest(u64);

impl Digest {
    pub(super) fn new() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }

    pub(super) fn bytes(&mut self, bytes: &[u8]) -> &mut Self {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        }
        self
    }

    pub(super) fn text(&mut self, text: &str) -> &mut Self {
        self.bytes(text.as_bytes()).bytes(&[0xff])
    }

    pub(super) fn number(&mut self, number: u64) -> &mut Self {
        self.bytes(&number.to_be_bytes())
    }

    fn shown(&mut self, shown: &dyn Display) -> &mut Self {
        self.text(&shown.to_string())
    }

    pub(super) fn finish(&self) -> u64 {
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }
}
