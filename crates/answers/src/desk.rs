//! Everything needed to put an answer into words or into JSON.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use onus_case::Look;
use onus_model::claim::{Claim, Locator, Moment, Passage};
use onus_model::corpus::Voice;
use onus_model::id::{ClaimId, MemberId, PropertyId, RecordId};
use onus_model::resolve::Status;
use onus_model::value::date::{Day, DayBounds};
use onus_model::value::{Value, When};
use onus_reason::AccountOfDate;
use onus_reason::order::Order;
use onus_text::words::Words;

use crate::label::Namer;
use crate::mark::{Mark, clean, without};
use crate::phrases::Phrases;
use crate::style::Style;

/// What every answer is written with.
pub(crate) struct Tools {
    order: Order,
    words: Words,
    phrases: Phrases,
    style: Style,
}

impl Tools {
    pub(crate) fn new(look: &Look<'_>, style: &Style) -> Self {
        Self {
            order: Order::of(look),
            words: Words::new(style.language),
            phrases: Phrases::of(style.language),
            style: *style,
        }
    }

    pub(crate) fn desk<'d, 'a>(&'d self, look: &'d Look<'a>) -> Desk<'d, 'a> {
        self.desk_with(look, &[])
    }

    /// A desk at which some people are called by their role.
    pub(crate) fn desk_with<'d, 'a>(
        &'d self,
        look: &'d Look<'a>,
        by_role: &[RecordId],
    ) -> Desk<'d, 'a> {
        let by_role: BTreeSet<RecordId> = by_role.iter().copied().collect();
        let namer = Namer {
            look,
            order: &self.order,
            words: &self.words,
            phrases: &self.phrases,
            by_role,
            made: RefCell::new(BTreeMap::new()),
        };
        Desk { look, order: &self.order, phrases: &self.phrases, namer, style: self.style }
    }
}

/// A place to write one answer at.
pub(crate) struct Desk<'d, 'a> {
    pub(crate) look: &'d Look<'a>,
    pub(crate) order: &'d Order,
    pub(crate) phrases: &'d Phrases,
    pub(crate) namer: Namer<'d, 'a>,
    pub(crate) style: Style,
}

impl Desk<'_, '_> {
    /// Which part of a long list is shown; nothing where it is all of it.
    pub(crate) fn part(&self, after: usize, shown: usize, total: usize) -> Option<String> {
        let all = ("total", total.into());
        let words = match shown {
            shown if shown == total => return None,
            0 => self.phrases.say("list-part-none", [all]),
            _ => {
                let (first, last) =
                    (("first", (after + 1).into()), ("last", (after + shown).into()));
                self.phrases.say("list-part", [first, last, all])
            }
        };
        Some(self.quiet(&words))
    }

    /// A marked part, or the plain text where no markers are wanted.
    pub(crate) fn mark(&self, mark: Mark, text: &str) -> String {
        if self.style.marks { mark.around(text) } else { without(text) }
    }

    pub(crate) fn heading(&self, text: &str) -> String {
        self.mark(Mark::Heading, text)
    }

    pub(crate) fn quiet(&self, text: &str) -> String {
        self.mark(Mark::Quiet, text)
    }

    /// A record by its name.
    pub(crate) fn name(&self, record: RecordId) -> String {
        self.namer.name(record)
    }

    /// A record by its name, with its handle beside it.
    pub(crate) fn named(&self, record: RecordId) -> String {
        let name = self.name(record);
        match self.handle(record) {
            Some(handle) => format!("{name} {}", self.mark(Mark::Handle, &format!("[{handle}]"))),
            None => name,
        }
    }

    pub(crate) fn names(&self, records: &[RecordId]) -> String {
        self.list(records.iter().map(|record| self.name(*record)))
    }

    /// The handle of a record, where it may be shown.
    pub(crate) fn handle(&self, record: RecordId) -> Option<String> {
        self.order.handle(self.look, record).map(clean)
    }

    /// Words one after the other.
    pub(crate) fn list(&self, words: impl IntoIterator<Item = String>) -> String {
        let words: Vec<String> = words.into_iter().collect();
        match words.as_slice() {
            [] => String::new(),
            [only] => only.clone(),
            [first, last] => {
                self.phrases.say("list-and", [("first", first.into()), ("last", last.into())])
            }
            [first @ .., last] => self
                .phrases
                .say("list-and-more", [("first", first.join(", ").into()), ("last", last.into())]),
        }
    }

    /// A value in words.
    pub(crate) fn value(&self, value: &Value) -> String {
        clean(&self.namer.words.value(value, &self.namer))
    }

    /// A value with its wording in the source; a record with its handle.
    pub(crate) fn value_as_worded(&self, value: &Value, wording: Option<&str>) -> String {
        if let Value::Ref(record) = value {
            let name = self.namer.name_as_value(*record);
            return match self.handle(*record) {
                Some(handle) => {
                    format!("{name} {}", self.mark(Mark::Handle, &format!("[{handle}]")))
                }
                None => name,
            };
        }
        clean(&self.namer.words.with_wording(value, wording, &self.namer))
    }

    /// A voice by its name.
    pub(crate) fn voice(&self, voice: Voice) -> String {
        match voice {
            Voice::Speaker(record) => self.name(record),
            Voice::UnstatedIn(source) => {
                self.phrases.say("voice-unstated-in", [("source", self.name(source).into())])
            }
            Voice::Unstated(_) => self.phrases.plain("voice-unstated"),
            Voice::Member(_) => self.phrases.plain("voice-member"),
        }
    }

    pub(crate) fn voices(&self, voices: &[Voice]) -> String {
        let mut names: Vec<String> = voices.iter().map(|voice| self.voice(*voice)).collect();
        names.dedup();
        self.list(names)
    }

    /// Bounds in words: a day, a month or a year where they are just that.
    pub(crate) fn days(&self, bounds: &DayBounds) -> String {
        match as_written(bounds).parse::<When>() {
            Ok(when) => self.value(&Value::Date(when)),
            Err(_) => as_written(bounds),
        }
    }

    /// A date as it was told, and what it comes to where another date tells it.
    pub(crate) fn date(&self, date: &AccountOfDate) -> String {
        let told = self.value(&date.value);
        if date.relative {
            let days = self.days(&date.bounds);
            return self
                .phrases
                .say("date-comes-to", [("told", told.into()), ("days", days.into())]);
        }
        told
    }

    /// How many origins, how many shown independent, how many in conflict.
    pub(crate) fn status(&self, status: &Status) -> String {
        let mut parts =
            vec![self.phrases.say("status-origins", [("number", status.origins.into())])];
        if status.origins > 1 {
            let independent = ("number", status.independent.into());
            parts.push(self.phrases.say("status-independent", [independent]));
        }
        let mut text = self.quiet(&parts.join(", "));
        if status.in_conflict > 0 {
            let conflict =
                self.phrases.say("status-in-conflict", [("number", status.in_conflict.into())]);
            text.push_str(", ");
            text.push_str(&self.mark(Mark::Conflict, &conflict));
        }
        text
    }

    /// A property with what its claims are limited to.
    pub(crate) fn property(
        &self,
        record: RecordId,
        property: &PropertyId,
        scope: &[(PropertyId, Value)],
    ) -> String {
        let label = self.namer.property_of(record, property);
        if scope.is_empty() {
            return label;
        }
        let parts: Vec<String> = scope
            .iter()
            .map(|(qualifier, value)| {
                let qualifier = self.namer.qualifier(record, property, qualifier);
                format!("{qualifier}: {}", self.value(value))
            })
            .collect();
        format!("{label} ({})", parts.join("; "))
    }

    /// The row that a claim was made from, else the start of its name.
    pub(crate) fn row(&self, claim: ClaimId) -> String {
        match self.look.row_of(claim) {
            Ok(Some(row)) => clean(&row.to_string()),
            _ => claim.to_string().chars().take(12).collect(),
        }
    }

    /// The name by which the team knows a member.
    pub(crate) fn member_name(&self, member: MemberId) -> Option<String> {
        self.look.member_name(member).map(clean)
    }

    /// The rows of claims, in brackets.
    pub(crate) fn rows(&self, claims: &[ClaimId]) -> String {
        // Identifiers in their place would tell nobody anything, and be others in a case made apart.
        if !self.look.shows_team_words() {
            return String::new();
        }
        let rows: Vec<String> = claims.iter().map(|claim| self.row(*claim)).collect();
        if rows.is_empty() { String::new() } else { self.quiet(&format!("({})", rows.join(", "))) }
    }

    pub(crate) fn draft(&self) -> String {
        self.mark(Mark::Draft, &self.phrases.plain("mark-draft"))
    }

    /// Where a claim stands: its source and the place in it.
    pub(crate) fn place(&self, claim: &Claim) -> String {
        let mut parts = Vec::new();
        if let Some(source) = claim.source {
            parts.push(self.named(source));
        }
        if let Some(passage) = &claim.passage {
            parts.push(self.passage(passage));
        }
        parts.join(", ")
    }

    pub(crate) fn passage(&self, passage: &Passage) -> String {
        match &passage.locator {
            Locator::Range { start, end, .. } => self.phrases.say(
                "passage-range",
                [("start", start.to_string().into()), ("end", end.to_string().into())],
            ),
            Locator::Words(words) => clean(words),
        }
    }
}

/// Bounds as a date of EDTF; both ends unset gives dots only.
pub(crate) fn as_written(bounds: &DayBounds) -> String {
    match (bounds.earliest(), bounds.latest()) {
        (Some(first), Some(last)) => {
            let ((year, month, day), (last_year, last_month, last_day)) =
                (first.to_civil(), last.to_civil());
            let ends_month = last
                .checked_add_days(1)
                .is_some_and(|next| next.to_civil().2 == 1 && (0..=9999).contains(&year));
            if first == last {
                first.to_string()
            } else if year == last_year && ends_month && (month, day, last_month) == (1, 1, 12) {
                format!("{year:04}")
            } else if year == last_year && ends_month && month == last_month && day == 1 {
                format!("{year:04}-{month:02}")
            } else {
                let _ = last_day;
                format!("{first}/{last}")
            }
        }
        (Some(first), None) => format!("{first}/.."),
        (None, Some(last)) => format!("../{last}"),
        (None, None) => "..".to_owned(),
    }
}

/// A moment of the log, to the second: `2026-11-23T22:33:00Z`.
pub(crate) fn moment(moment: Moment) -> String {
    let (days, seconds) = (moment.0.div_euclid(86_400), moment.0.rem_euclid(86_400));
    let day = Day::from_civil(1970, 1, 1).and_then(|day| day.checked_add_days(days));
    let Some(day) = day else { return moment.0.to_string() };
    format!("{day}T{:02}:{:02}:{:02}Z", seconds / 3600, seconds / 60 % 60, seconds % 60)
}

/// A moment in seconds since 1970, as [`moment`] gives it.
pub(crate) fn seconds(seconds: u64) -> String {
    moment(Moment(i64::try_from(seconds).unwrap_or(i64::MAX)))
}
