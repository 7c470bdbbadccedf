//! Dates in prose, as EDTF.
//!
//! What is named is kept and nothing is added: a day without its year stays a [`PartialDate`], "late
//! 2011" is some time in 2011, a season is EDTF's season. Intervals of EDTF include both their ends, so
//! that "before December 2011" and "until December 2011" are both `../2011-12` and "after" and "since"
//! are both `2011-12/..`: wider than the strictest reading of the words, never narrower. Which word it
//! was is kept in the hedge.
//!
//! A date in digits is read day first with dots; with slashes only where one number can be no month.
//! A year alone is read only where the words before it call for a date.

use onus_model::value::Kind;
use onus_model::value::date::Edtf;

use super::Hedge;
use super::lexicon::matches;
use super::prose::{Found, Prose};
use super::quantity::Parsed;
use super::reading::{PartialDate, Read};

/// The parts of a date that are named.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Parts {
    pub(super) year: Option<u16>,
    pub(super) month: Option<u8>,
    pub(super) day: Option<u8>,
    /// The last day, where several days of one month are named.
    pub(super) last_day: Option<u8>,
    /// EDTF code, 21 to 24.
    pub(super) season: Option<u8>,
    /// Whether the year stands for its decade.
    pub(super) decade: bool,
}

impl Parts {
    /// The date in EDTF, `None` without a year.
    fn edtf(self, day: Option<u8>, mark: &str) -> Option<String> {
        let year = self.year?;
        Some(match (self.season, self.month, day) {
            _ if self.decade => format!("{:03}X{mark}", year / 10),
            (Some(season), ..) => format!("{year:04}-{season}{mark}"),
            (None, Some(month), Some(day)) => format!("{year:04}-{month:02}-{day:02}{mark}"),
            (None, Some(month), None) => format!("{year:04}-{month:02}{mark}"),
            (None, None, _) => format!("{year:04}{mark}"),
        })
    }

    /// The first and the last end of the date in EDTF.
    fn ends(self, mark: &str) -> Option<(String, Option<String>)> {
        let last = match self.last_day {
            Some(last) => Some(self.edtf(Some(last), mark)?),
            None => None,
        };
        Some((self.edtf(self.day, mark)?, last))
    }
}

/// Puts two dates and a mark of doubt together.
fn interval(first: Parts, last: Option<Parts>, hedges: &[Hedge]) -> Option<Edtf> {
    let (about, unsure) = (hedges.contains(&Hedge::About), hedges.contains(&Hedge::Uncertain));
    let mark = match (about, unsure) {
        (true, true) => "%",
        (true, false) => "~",
        (false, true) => "?",
        (false, false) => "",
    };
    let (start, own_end) = first.ends(mark)?;
    let end = match last {
        Some(last) => {
            let (first, end) = last.ends(mark)?;
            Some(end.unwrap_or(first))
        }
        None => own_end,
    };
    let side = hedges
        .iter()
        .find(|hedge| matches!(hedge, Hedge::Before | Hedge::Until | Hedge::After | Hedge::Since));
    let text = match (side, end) {
        (Some(Hedge::Before | Hedge::Until), end) => format!("../{}", end.unwrap_or(start)),
        (Some(_), _) => format!("{start}/.."),
        (None, Some(end)) => format!("{start}/{end}"),
        (None, None) => start,
    };
    text.parse().ok()
}

impl Prose<'_> {
    /// The date that starts at a place.
    pub(super) fn date(&self, at: usize) -> Found<Parsed> {
        if !self.is_clear_before(at) {
            return Found::Nothing;
        }
        // "From December to March" is a range, "from December" is "since December": ranges come first.
        let (mut hedges, mut found) = (Vec::new(), self.date_range(at));
        if found.is_none() {
            let (before, after) = self.date_hedges(at);
            let from = if before.is_empty() && self.is_running() {
                after
            } else {
                self.after_filler(after)
            };
            found = self.date_range(after).or_else(|| self.date_range(from));
            hedges = before;
        }
        let Some(((first, last), own_start, end)) = found else { return Found::Nothing };
        let start = if self.is_running() { own_start } else { at };
        let start = if hedges.is_empty() { start } else { at };
        // "Not until 2012" says another thing; the year in it is read by itself.
        if self.is_running() && !hedges.is_empty() && self.is_negated(start) {
            return Found::Nothing;
        }
        let own =
            if last.is_some() || first.last_day.is_some() { Hedge::Between } else { Hedge::Plain };
        let of_side = hedges.iter().copied().find(|hedge| hedge.is_binding());
        let hedge = of_side.unwrap_or(own);
        let only_month = first.year.is_none() && last.is_none();
        if self.is_running() && !self.may_date(start, &first, last.is_some(), end, &hedges) {
            return Found::Nothing;
        }
        let read = if only_month {
            partial(first).map(Read::PartialDate)
        } else {
            interval(first, last, &hedges).map(Read::Date)
        };
        match read {
            Some(read) => Found::This(Parsed { start, end, read, hedge, closes: false }),
            // The words are those of a date, but there is no such day.
            None => Found::Skip(end),
        }
    }

    /// The hedges of a date at a place and the place after them.
    fn date_hedges(&self, at: usize) -> (Vec<Hedge>, usize) {
        let (mut hedges, mut end) = (Vec::new(), at);
        while hedges.len() < 3 {
            let from = if hedges.is_empty() { end } else { self.after_filler(end) };
            let found = [end, from].into_iter().find_map(|from| {
                self.next_or_first(from, at)?;
                self.lexicon.dates.hedges.at(&self.tokens, from)
            });
            let Some((after, hedge)) = found else { break };
            hedges.push(*hedge);
            end = after;
        }
        (hedges, end)
    }

    fn next_or_first(&self, from: usize, at: usize) -> Option<()> {
        (from == at || self.next(from).is_some()).then_some(())
    }

    fn after_filler(&self, at: usize) -> usize {
        self.lexicon.dates.fillers.at(&self.tokens, at).map_or(at, |(end, ())| end)
    }

    /// One date or two joined, with the place where the words of the range or date start.
    fn date_range(&self, at: usize) -> Option<((Parts, Option<Parts>), usize, usize)> {
        for form in &self.lexicon.dates.ranges {
            let Some(opened) = matches(&form.open, &self.tokens, at) else { continue };
            for opened in [opened, self.after_filler(opened)] {
                let Some((first, end)) = self.parts(opened) else { continue };
                let join = self
                    .any_phrase(&form.join, end)
                    .or_else(|| self.date_dash(end).filter(|_| form.open.is_empty()));
                let Some(join) = join.filter(|join| self.next(*join).is_some()) else {
                    // «С 16 по 19 декабря»: the days of one month are joined already.
                    if first.last_day.is_some() && !form.open.is_empty() {
                        return Some(((first, None), at, end));
                    }
                    continue;
                };
                let second = self.parts(join).or_else(|| self.parts(self.after_filler(join)));
                let Some((second, end)) = second else { continue };
                if let Some(range) = completed(first, second) {
                    let start = if form.open.is_empty() { opened } else { at };
                    return Some((range, start, end));
                }
            }
        }
        let (parts, end) = self.parts(at)?;
        // A day alone is no date, and without a month its number may be anything.
        let named = parts.year.is_some() || parts.month.is_some();
        named.then_some(((parts, None), at, end))
    }

    fn date_dash(&self, at: usize) -> Option<usize> {
        let dash = self.next(at).filter(|token| token.is_dash())?;
        let next = self.next(at + 1)?;
        (dash.is_attached() == next.is_attached()).then_some(at + 1)
    }

    /// Whether the surroundings leave no doubt that this is a date.
    fn may_date(
        &self,
        start: usize,
        parts: &Parts,
        range: bool,
        end: usize,
        hedges: &[Hedge],
    ) -> bool {
        let dates = &self.lexicon.dates;
        let hedged = hedges.iter().any(|hedge| hedge.is_of_dates());
        if parts.day.is_some() {
            return true;
        }
        if parts.month.is_some() || parts.season.is_some() {
            return parts.year.is_some()
                || range
                || hedged
                || dates.month_before.has(self.before(start));
        }
        if parts.decade || range || self.ends_in_year_word(end) {
            return true;
        }
        // A year alone.
        let bracketed =
            self.before(start).is_some_and(|token| matches!(token.text.as_str(), "(" | "["))
                && self
                    .token(end)
                    .is_some_and(|token| matches!(token.text.as_str(), ")" | "]" | "," | ";"));
        let asked = hedged
            || dates.year_before.has(self.before(start))
            || self.is_beside(start, Kind::Date);
        let measured = self.is_counted(end)
            || self.lexicon.units.at(&self.tokens, end).is_some()
            || self.lexicon.shares.percent.at(&self.tokens, end).is_some()
            || self.lexicon.context.other_units.at(&self.tokens, end).is_some()
            || self.lexicon.currency_after.at(&self.tokens, end).is_some()
            || self
                .next(end)
                .is_some_and(|next| self.lexicon.numbers.scales.contains_key(&next.text));
        let about = hedges.contains(&Hedge::About) && !hedged;
        let plausible = parts.year.is_some_and(|year| (1800..2100).contains(&year));
        plausible
            && !measured
            && (bracketed || asked || about && self.is_clause_end(end))
            && (!self.is_ambiguous_limit(start) || self.is_clause_end(end))
    }

    /// "Up to 2000 protesters": the limit may be of a number.
    fn is_ambiguous_limit(&self, start: usize) -> bool {
        self.lexicon.hedges_before.at(&self.tokens, start).is_some()
    }

    /// Whether a word for "year", or the suffix of one, ends here.
    fn ends_in_year_word(&self, end: usize) -> bool {
        let last = end.checked_sub(1);
        let suffix = last.and_then(|last| self.token(last)).filter(|last| last.is_attached());
        if self.lexicon.dates.year_suffixes.has(suffix) {
            return true;
        }
        (1..=2).any(|length| {
            end.checked_sub(length).is_some_and(|at| {
                self.lexicon
                    .dates
                    .year_words
                    .all_at(&self.tokens, at)
                    .any(|(after, ())| after == end)
            })
        })
    }
}

/// The date without a year.
fn partial(parts: Parts) -> Option<PartialDate> {
    let month = parts.month?;
    let longest = match month {
        2 => 29,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    };
    let days = match (parts.day, parts.last_day) {
        (Some(first), last) => Some((first, last.unwrap_or(first))),
        (None, _) => None,
    };
    days.is_none_or(|(first, last)| first <= last && last <= longest)
        .then_some(PartialDate { month, days })
}

/// Two dates of a range, the first completed from the second: "16 to 19 December 2011".
///
/// "16 May to 2 June 2012" is one year's; where the months run backwards the first year is not told.
fn completed(mut first: Parts, second: Parts) -> Option<(Parts, Option<Parts>)> {
    if first.month.is_none() && first.day.is_some() {
        // Days of one month; the first has no month of its own.
        if second.day? <= first.day? || second.last_day.is_some() || second.month.is_none() {
            return None;
        }
        return Some((Parts { day: first.day, last_day: second.day, ..second }, None));
    }
    if first.year.is_none() {
        let (own, others) = (first.month?, second.month?);
        let ordered = own < others || own == others && first.day? < second.day?;
        if !ordered || second.year.is_none() {
            return None;
        }
        first.year = second.year;
    }
    second.year.map(|_| (first, Some(second)))
}
