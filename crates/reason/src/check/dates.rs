//! Dates that do not fit.

use std::collections::BTreeMap;

use onus_case::Look;
use onus_model::id::{ClaimId, PropertyId, RecordId};
use onus_model::schema::{Cardinality, core};
use onus_model::value::date::DayBounds;
use onus_model::value::{Kind, Value, When};

use super::{DateOf, Finding, Misfit, Problem, take};
use crate::date::{AccountOfDate, Undated, accounts_of};
use crate::order::Order;
use crate::told::told;

/// Type, a date, and a date of the same record that cannot be earlier.
const IN_ORDER: &[(&str, &str, &str)] = &[
    ("person", "born", "died"),
    ("event", "began", "ended"),
    ("custody", "taken", "released"),
    ("custody", "taken", "court-first"),
    ("proceeding", "opened", "closed"),
    ("charge", "brought", "withdrawn"),
    ("measure", "adopted", "in-force"),
    ("measure", "in-force", "ended"),
    ("organization", "founded", "dissolved"),
    ("act", "when", "reported"),
    ("act", "when", "complained"),
    ("intervention", "when", "responded"),
    ("decision", "date", "in-force"),
    ("commitment", "when", "due"),
    ("recommendation", "when", "due"),
    ("consent", "when", "withdrawn"),
    ("consent", "when", "expires"),
    ("right-of-reply", "sent", "replied"),
    ("right-of-reply", "sent", "deadline"),
    ("exhibit", "made", "received"),
    ("source", "made", "published"),
    ("publication", "issued", "withdrawn"),
];

/// Type, a reference, the other record's date, and a date of its own that cannot be earlier.
const FOLLOWS: &[(&str, &str, &str, &str)] = &[
    ("decision", "charge", "brought", "date"),
    ("decision", "changes", "date", "date"),
    ("decision", "upholds", "date", "date"),
    ("statement", "reverses", "when", "when"),
    ("event", "follows", "when", "when"),
    ("custody", "who", "born", "taken"),
];

/// Type, a reference to a person, and a date of its own that cannot be after their death.
const IN_LIFE: &[(&str, &str, &str)] =
    &[("custody", "who", "taken"), ("statement", "by", "when"), ("interview", "with", "when")];

pub(super) fn check(look: &Look<'_>, order: &Order, findings: &mut Vec<Finding>) {
    let mut found = Vec::new();
    let search = Search { look, order };
    for &(record_type, first, second) in IN_ORDER {
        let misfit =
            if second == "died" { Misfit::DeathBeforeBirth } else { Misfit::EndBeforeStart };
        for record in look.records_of_type(record_type) {
            search.in_order(&mut found, misfit, (record, first), (record, second));
        }
    }
    for &(record_type, reference, first, second) in FOLLOWS {
        for record in look.records_of_type(record_type) {
            for other in search.refs(record, reference) {
                let misfit = Misfit::BeforeWhatItFollows;
                search.in_order(&mut found, misfit, (other, first), (record, second));
            }
        }
    }
    for &(record_type, reference, date) in IN_LIFE {
        for record in look.records_of_type(record_type) {
            for person in search.refs(record, reference) {
                search.in_order(&mut found, Misfit::AfterDeath, (record, date), (person, "died"));
            }
        }
    }
    search.ages(&mut found);
    search.told_twice(&mut found);
    search.held(&mut found);
    search.after_publication(&mut found);
    take(look, order, findings, found);
}

struct Search<'s, 'a> {
    look: &'s Look<'a>,
    order: &'s Order,
}

impl Search<'_, '_> {
    fn refs(&self, record: RecordId, property: &str) -> Vec<RecordId> {
        told(self.look, self.order, record, property)
            .into_iter()
            .filter_map(|told| match told.value {
                Value::Ref(other) => Some(other),
                _ => None,
            })
            .collect()
    }

    fn accounts(&self, record: RecordId, property: &str) -> Vec<AccountOfDate> {
        let accounts = accounts_of(self.look, self.order, record, property).0;
        accounts.into_iter().filter(|account| !account.qualified).collect()
    }

    fn finding(&self, misfit: Misfit, first: DateOf, second: DateOf) -> Finding {
        let claims = first.date.claims.iter().chain(&second.date.claims).copied();
        let claims = self.order.claims(self.look, claims);
        let (first, second) = (Box::new(first), Box::new(second));
        Finding { problem: Problem::Dates { misfit, first, second }, claims }
    }

    /// Every account of the first date that is certainly after an account of the second.
    fn in_order(
        &self,
        found: &mut Vec<Finding>,
        misfit: Misfit,
        first: (RecordId, &str),
        second: (RecordId, &str),
    ) {
        let seconds = self.accounts(second.0, second.1);
        if seconds.is_empty() {
            return;
        }
        let (Ok(property), Ok(other)) = (first.1.parse(), second.1.parse()) else { return };
        let (property, other): (PropertyId, PropertyId) = (property, other);
        for one in self.accounts(first.0, first.1) {
            for two in &seconds {
                if one.bounds.certainly_after(&two.bounds) {
                    let first =
                        DateOf { record: first.0, property: property.clone(), date: one.clone() };
                    let second =
                        DateOf { record: second.0, property: other.clone(), date: two.clone() };
                    found.push(self.finding(misfit, first, second));
                }
            }
        }
    }

    /// Ages against dates of birth.
    fn ages(&self, found: &mut Vec<Finding>) {
        let (Ok(age), Ok(born)) = ("age".parse::<PropertyId>(), "born".parse::<PropertyId>())
        else {
            return;
        };
        for person in self.look.records_of_type("person") {
            let births = self.accounts(person, "born");
            for told in told(self.look, self.order, person, "age") {
                let Value::Age(value) = &told.value else { continue };
                let bounds = value.born();
                for birth in births.iter().filter(|birth| birth.bounds.is_disjoint_from(&bounds)) {
                    if value.on().is_qualified() {
                        continue;
                    }
                    let date = AccountOfDate {
                        value: told.value.clone(),
                        bounds,
                        qualified: false,
                        relative: false,
                        voices: told.voices.clone(),
                        through: Vec::new(),
                        own: told.own,
                        claims: told.claims.clone(),
                    };
                    let first = DateOf { record: person, property: age.clone(), date };
                    let second =
                        DateOf { record: person, property: born.clone(), date: birth.clone() };
                    found.push(self.finding(Misfit::AgeAgainstBirth, first, second));
                }
            }
        }
    }

    /// A date told by another one, against a second date of the same thing.
    fn told_twice(&self, found: &mut Vec<Finding>) {
        for (record, property) in self.dated() {
            let one_valued = self.property(record, property.as_str()) == Some(Cardinality::One);
            let (_, undated) = accounts_of(self.look, self.order, record, property.as_str());
            for (_, claims, reason) in undated {
                if let Undated::Error(error) = reason {
                    let property = property.clone();
                    let problem = Problem::DateNotReached { record, property, error };
                    found.push(Finding { problem, claims });
                }
            }
            if !one_valued {
                continue;
            }
            let accounts = self.accounts(record, property.as_str());
            for (place, one) in accounts.iter().enumerate() {
                for two in &accounts[place + 1..] {
                    let told_by_another = one.relative || two.relative;
                    if told_by_another
                        && one.value != two.value
                        && one.bounds.is_disjoint_from(&two.bounds)
                    {
                        let date = |date: &AccountOfDate| DateOf {
                            record,
                            property: property.clone(),
                            date: date.clone(),
                        };
                        let (first, second) = if one.relative {
                            (date(one), date(two))
                        } else {
                            (date(two), date(one))
                        };
                        found.push(self.finding(Misfit::TwoDates, first, second));
                    }
                }
            }
        }
    }

    fn property(&self, record: RecordId, property: &str) -> Option<Cardinality> {
        let record_type = self.look.corpus().record_type(record)?;
        let known = self.look.schema().property(record_type.as_str(), property)?;
        Some(known.cardinality)
    }

    /// Every record and property that holds dates.
    fn dated(&self) -> Vec<(RecordId, PropertyId)> {
        let corpus = self.look.corpus();
        let holds_dates = |record: RecordId, property: &str| {
            let known = corpus
                .record_type(record)
                .and_then(|known| self.look.schema().property(known.as_str(), property));
            known.is_some_and(|known| {
                known.kinds.iter().any(|kind| matches!(kind, Kind::Date | Kind::Held))
            })
        };
        corpus
            .claimed_properties()
            .filter(|(record, property)| holds_dates(*record, property))
            .filter_map(|(record, property)| Some((record, property.parse().ok()?)))
            .collect()
    }

    /// A state whose end, told by another date, lies before its start.
    fn held(&self, found: &mut Vec<Finding>) {
        let ends = |when: Option<&When>| -> Vec<DayBounds> {
            let dates = when.and_then(|when| self.look.corpus().when(when).ok());
            let certain = dates.into_iter().flatten().filter(|date| !date.qualified);
            certain.map(|date| date.bounds).collect()
        };
        for (record, property) in self.dated() {
            for told in told(self.look, self.order, record, property.as_str()) {
                let Value::Held(held) = &told.value else { continue };
                let (starts, finishes) = (ends(held.first()), ends(held.last()));
                for start in &starts {
                    for finish in finishes.iter().filter(|one| one.certainly_before(start)) {
                        let date = |bounds: &DayBounds| DateOf {
                            record,
                            property: property.clone(),
                            date: AccountOfDate {
                                value: told.value.clone(),
                                bounds: *bounds,
                                qualified: false,
                                relative: true,
                                voices: told.voices.clone(),
                                through: Vec::new(),
                                own: told.own,
                                claims: told.claims.clone(),
                            },
                        };
                        let misfit = Misfit::EndBeforeStart;
                        found.push(self.finding(misfit, date(start), date(finish)));
                    }
                }
            }
        }
    }

    /// Words dated after the day on which their source was public.
    fn after_publication(&self, found: &mut Vec<Finding>) {
        let corpus = self.look.corpus();
        let mut by_source: BTreeMap<RecordId, Vec<(DayBounds, ClaimId)>> = BTreeMap::new();
        for claim in corpus.claims() {
            let said = claim.said.as_ref().map(When::own_bounds);
            if let (Some(source), Some(said)) = (claim.source, said)
                && said.earliest().is_some()
            {
                by_source.entry(corpus.canonical(source)).or_default().push((said, claim.id));
            }
        }
        for (source, claims) in by_source {
            let published = self.accounts(source, core::PUBLISHED);
            let Some(latest) = published.iter().map(|one| one.bounds.latest()).max().flatten()
            else {
                continue;
            };
            // One account without an end leaves everything open.
            if published.iter().any(|one| one.bounds.latest().is_none()) {
                continue;
            }
            let mut late: BTreeMap<_, (DayBounds, Vec<ClaimId>)> = BTreeMap::new();
            for (said, claim) in claims {
                if said.earliest().is_some_and(|said| said > latest) {
                    late.entry(crate::order::day_place(&said))
                        .or_insert_with(|| (said, Vec::new()))
                        .1
                        .push(claim);
                }
            }
            for (said, claims) in late.into_values() {
                let account = published.iter().find(|one| one.bounds.latest() == Some(latest));
                let Some(account) = account else { continue };
                let claims = claims.into_iter().chain(account.claims.iter().copied());
                let claims = self.order.claims(self.look, claims);
                let published = account.bounds;
                let problem = Problem::SaidAfterPublication { source, published, said };
                found.push(Finding { problem, claims });
            }
        }
    }
}
