//! Which voices are independent of each other, by trying every set of them.

use std::collections::BTreeSet;

use onus_model::corpus::Voice;
use onus_model::schema::core;
use onus_model::value::Value;

use crate::identity::other_record;
use crate::naive::{Naive, is_asserted};

impl Naive<'_> {
    /// Whether a member has excluded that two voices depend on each other, and nobody says otherwise.
    pub(crate) fn is_excluded(&self, first: &Voice, second: &Voice) -> bool {
        let mut excluded = false;
        for claim in self.claims.iter().filter(|claim| claim.property.as_str() == core::DEPENDENCE)
        {
            let Some(other) = other_record(claim) else { continue };
            let named = [claim.record, other].map(|record| Voice::Speaker(self.speaker(record)));
            let about = [[first, second], [second, first]]
                .iter()
                .any(|pair| *pair[0] == named[0] && *pair[1] == named[1]);
            let Value::Term(term) = &claim.value else { continue };
            let about = about && is_asserted(claim);
            match (about, term.term() == core::EXCLUDED) {
                (false, _) => {}
                (true, false) => return false,
                (true, true) => excluded |= claim.is_annotation(),
            }
        }
        excluded
    }

    /// The most of these voices of which every two are independent; 0 if fewer than 2.
    pub(crate) fn independent(&self, voices: &BTreeSet<Voice>) -> usize {
        let voices: Vec<&Voice> = voices.iter().collect();
        let mut most = 0;
        for chosen in 0_u32..1 << voices.len() {
            let chosen: Vec<&Voice> = voices
                .iter()
                .enumerate()
                .filter(|(place, _)| chosen >> place & 1 == 1)
                .map(|(_, voice)| *voice)
                .collect();
            let apart = chosen.iter().enumerate().all(|(place, first)| {
                chosen[place + 1..].iter().all(|second| self.is_excluded(first, second))
            });
            if apart && chosen.len() > 1 {
                most = most.max(chosen.len());
            }
        }
        most
    }
}
