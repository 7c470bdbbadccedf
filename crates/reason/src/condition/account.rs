//! What an account makes of what is claimed of an input.

use std::collections::BTreeSet;

use onus_case::Look;
use onus_model::corpus::Voice;
use onus_model::id::ClaimId;
use onus_model::value::Value;

use super::slot::{Closing, Slot, Stated, Words, entails};
use super::truth::Account;

/// One value that an input can have on an account.
#[derive(Clone, Debug)]
pub(crate) enum Choice<'s> {
    /// A stated value.
    Value(&'s Stated),
    /// There is none.
    None(&'s Closing),
    /// Not these values; nothing else is said.
    Not(Vec<&'s Value>),
}

/// How an item of a list stands on an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Listed {
    /// It is in it.
    In,
    /// It is not.
    Out,
    /// On some accounts.
    Differs,
}

/// All that an account makes of an input, for telling whether two make the same of it.
#[derive(PartialEq, Eq)]
enum Made<'s> {
    Value(Vec<String>),
    List { items: Vec<Listed>, closed: bool, barred: Vec<&'s Value>, some: bool },
}

impl Slot {
    fn denies(&self, voice: Voice) -> Vec<&Value> {
        let own = self.denied.iter().filter(|(_, by)| by.contains_key(&voice));
        own.map(|(value, _)| value).collect()
    }

    /// What an input with one value can be on an account; nothing where nothing is claimed of it.
    ///
    /// Everybody's account is whatever the account of any voice on it is.
    pub(crate) fn choices(&self, account: Account) -> Vec<Choice<'_>> {
        if let Some(voice) = account {
            let mut own: Vec<Choice<'_>> = Vec::new();
            let stated = self.stated.iter().filter(|stated| stated.by.contains_key(&voice));
            own.extend(stated.map(Choice::Value));
            let closed = self.effective().filter(|closing| closing.by.contains_key(&voice));
            own.extend(closed.map(Choice::None));
            if !own.is_empty() {
                return own;
            }
            let denied = self.denies(voice);
            if !denied.is_empty() {
                let beside: Vec<Choice<'_>> = self
                    .stated
                    .iter()
                    .filter(|stated| !stated.against.contains_key(&voice))
                    .map(Choice::Value)
                    .collect();
                return if beside.is_empty() { vec![Choice::Not(denied)] } else { beside };
            }
        }
        let mut all: Vec<Choice<'_>> = self.stated.iter().map(Choice::Value).collect();
        all.extend(self.effective().map(Choice::None));
        let deniers: BTreeSet<Voice> =
            self.denied.iter().flat_map(|(_, by)| by.keys().copied()).collect();
        for denier in deniers {
            if !self.gives(denier)
                && self.stated.iter().all(|stated| stated.against.contains_key(&denier))
            {
                all.push(Choice::Not(self.denies(denier)));
            }
        }
        all
    }

    /// Whether a voice gives a value, or says that there is none.
    pub(crate) fn gives(&self, voice: Voice) -> bool {
        self.stated.iter().any(|stated| stated.by.contains_key(&voice))
            || self.effective().any(|closing| closing.by.contains_key(&voice))
    }

    /// How a stated item stands on an account.
    pub(crate) fn listed(&self, stated: &Stated, account: Account) -> Listed {
        match account {
            Some(voice) if stated.by.contains_key(&voice) => Listed::In,
            Some(voice) if stated.against.contains_key(&voice) => Listed::Out,
            _ if stated.against.keys().all(|voice| stated.by.contains_key(voice)) => Listed::In,
            _ => Listed::Differs,
        }
    }

    /// Values that nothing else in a list is, on an account: those that it excludes, those that are denied and that
    /// nothing that stands in it is, and the records that are claimed to be in it.
    pub(crate) fn barred(&self, look: &Look<'_>, account: Account) -> Vec<&Value> {
        let stands = |value: &Value| {
            let in_it =
                self.stated.iter().filter(|stated| self.listed(stated, account) != Listed::Out);
            in_it.into_iter().any(|stated| entails(look, &stated.value, value))
        };
        let own = |value: &Value, by: &Words| {
            let states = |voice: Voice| {
                self.stated.iter().any(|stated| {
                    stated.by.contains_key(&voice) && entails(look, &stated.value, value)
                })
            };
            account.is_some_and(|voice| by.contains_key(&voice) && !states(voice))
        };
        let denied = self.denied.iter().filter(|(value, by)| own(value, by) || !stands(value));
        let claimed = self.stated.iter().filter(|stated| {
            matches!(stated.value, Value::Ref(_)) || self.listed(stated, account) == Listed::Out
        });
        denied.map(|(value, _)| value).chain(claimed.map(|stated| &stated.value)).collect()
    }

    /// Who denies that these are all, and does not say so as well.
    fn doubting(&self, closing: &Closing) -> BTreeSet<Voice> {
        let same = |value: &Value| match value {
            Value::Negative(_) => closing.members.is_empty(),
            Value::ClosedSet(set) => *set.named() == closing.members,
            _ => false,
        };
        let denied = self.denied.iter().filter(|(value, _)| same(value));
        let mut doubting: BTreeSet<Voice> = denied.flat_map(|(_, by)| by.keys().copied()).collect();
        let saying = self.effective().filter(|other| other.members == closing.members);
        for voice in saying.flat_map(|other| other.by.keys()) {
            doubting.remove(voice);
        }
        doubting
    }

    /// The closing by which nothing else is in a list on an account.
    pub(crate) fn closed(&self, account: Account) -> Option<&Closing> {
        if let Some(voice) = account {
            let own = self.effective().find(|closing| closing.by.contains_key(&voice));
            if own.is_some() {
                return own;
            }
        }
        // Another's word holds only while nothing that stands on this account conflicts with it.
        self.effective().find(|closing| {
            let in_it = |stated: &&Stated| self.listed(stated, account) != Listed::Out;
            !self.stated.iter().filter(in_it).any(|stated| closing.shuts_out(&stated.value))
                && self.doubting(closing).is_empty()
        })
    }

    /// The claims by which there is something in a list on an account, where nobody says what: who denies that there is
    /// none says so.
    pub(crate) fn something(&self, account: Account) -> Option<BTreeSet<ClaimId>> {
        let denied = self.denied.iter().filter(|(value, _)| matches!(value, Value::Negative(_)));
        let closing = |voice: Option<Voice>| {
            self.effective().any(|closing| {
                closing.members.is_empty()
                    && voice.is_none_or(|voice| closing.by.contains_key(&voice))
            })
        };
        let own = account.filter(|voice| {
            denied.clone().any(|(_, by)| by.contains_key(voice)) && !closing(Some(*voice))
        });
        if own.is_none() && closing(None) {
            return None;
        }
        let claims: BTreeSet<ClaimId> =
            denied.flat_map(|(_, by)| claims_by(by, own.or(account))).collect();
        (!claims.is_empty()).then_some(claims)
    }

    fn made(&self, look: &Look<'_>, account: Account) -> Made<'_> {
        if self.many {
            let items = self.stated.iter().map(|stated| self.listed(stated, account)).collect();
            return Made::List {
                items,
                closed: self.closed(account).is_some(),
                barred: self.barred(look, account),
                some: self.something(account).is_some(),
            };
        }
        let choices = self.choices(account).into_iter();
        let mut made: Vec<String> = choices
            .map(|choice| match choice {
                Choice::Value(stated) => format!("is {}", stated.value),
                Choice::None(_) => "none".to_owned(),
                Choice::Not(denied) => {
                    let denied: Vec<String> = denied.into_iter().map(Value::to_string).collect();
                    format!("not {}", denied.join(", "))
                }
            })
            .collect();
        made.sort();
        made.dedup();
        Made::Value(made)
    }

    /// The voices that have an account of it of their own: where it differs from everybody's on somebody's account, these,
    /// and of one value all who give one.
    pub(super) fn find_contesting(&self, look: &Look<'_>) -> BTreeSet<Voice> {
        let all = self.made(look, None);
        let mut voices = self.voices();
        voices.retain(|voice| self.made(look, Some(*voice)) != all);
        if !self.many && !voices.is_empty() {
            voices.extend(self.stated.iter().flat_map(|stated| stated.by.keys()));
            voices.extend(self.effective().flat_map(|closing| closing.by.keys()));
        }
        voices
    }

    /// The claims by which a value of an input with one value stands on an account. Who only denies others lets it
    /// stand by that.
    pub(crate) fn carried(&self, stated: &Stated, account: Account) -> BTreeSet<ClaimId> {
        let mut claims = claims_by(&stated.by, account);
        if let Some(voice) = account.filter(|voice| !stated.by.contains_key(voice)) {
            let own = self.denied.iter().filter_map(|(_, by)| by.get(&voice));
            claims.extend(own.flatten());
        }
        claims
    }
}

/// The claims by which words carry something on an account: the voice's own where it has some, else everybody's.
pub(crate) fn claims_by(words: &Words, account: Option<Voice>) -> BTreeSet<ClaimId> {
    if let Some(own) = account.and_then(|voice| words.get(&voice)) {
        return own.clone();
    }
    words.values().flatten().copied().collect()
}
