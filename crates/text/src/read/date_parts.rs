//! One date as it is written: its day, month and year in whatever order.

use super::date::Parts;
use super::prose::Prose;

impl Prose<'_> {
    /// The date at a place and the place after it.
    pub(super) fn parts(&self, at: usize) -> Option<(Parts, usize)> {
        let token = self.token(at)?;
        if token.is_digits() {
            self.in_digits(at)
                .or_else(|| self.day_first(at))
                .or_else(|| self.decade(at))
                .or_else(|| {
                    let (year, end) = self.year(at)?;
                    Some((Parts { year: Some(year), ..Parts::default() }, end))
                })
                .or_else(|| {
                    let (day, end) = self.day(at)?;
                    Some((Parts { day: Some(day), ..Parts::default() }, end))
                })
        } else {
            self.month_first(at).or_else(|| self.season(at))
        }
    }

    /// A number of at most so many digits.
    fn small(&self, at: usize, digits: usize) -> Option<u16> {
        let token = self.token(at).filter(|token| token.is_digits())?;
        if token.text.len() > digits { None } else { token.text.parse().ok() }
    }

    /// `2011-12-16`, `16.12.2011`, `16/12/2011`.
    fn in_digits(&self, at: usize) -> Option<(Parts, usize)> {
        let mark = self.token(at + 1).filter(|mark| mark.is_attached())?.text.as_str();
        let attached = |at: usize| self.token(at).is_some_and(|token| token.is_attached());
        if !(self.is_attached(at + 3, mark) && attached(at + 2) && attached(at + 4)) {
            return None;
        }
        let length = |at: usize| self.token(at).map_or(0, |token| token.text.len());
        let (first, second, third) =
            (self.small(at, 4)?, self.small(at + 2, 2)?, self.small(at + 4, 4)?);
        let (year, month, day) = match (mark, length(at), length(at + 4)) {
            ("-", 4, 2) if length(at + 2) == 2 => (first, second, third),
            (".", 1 | 2, 4) => (third, second, first),
            ("/", 1 | 2, 4) if first > 12 => (third, second, first),
            ("/", 1 | 2, 4) if second > 12 || first == second => (third, first, second),
            _ => return None,
        };
        let end = at + 5;
        let (month, day) = (u8::try_from(month).ok()?, u8::try_from(day).ok()?);
        let plausible = (1..=12).contains(&month) && (1..=31).contains(&day) && year >= 1000;
        let free = self.token(end).is_none_or(|next| {
            !next.is_attached()
                || matches!(
                    next.text.as_str(),
                    "." | "," | ";" | ")" | "]" | ":" | "»" | "”" | "\"" | "!" | "?"
                )
        }) && !(self.token(end).is_some_and(|next| next.is_attached())
            && self.token(end + 1).is_some_and(|next| next.is_attached() && next.is_digits()));
        if !plausible || !free {
            return None;
        }
        let end = self.after_year_word(end);
        let parts =
            Parts { year: Some(year), month: Some(month), day: Some(day), ..Parts::default() };
        Some((parts, end))
    }

    /// A day of the month with its suffix, and the place after it.
    fn day(&self, at: usize) -> Option<(u8, usize)> {
        let number = self.small(at, 2).and_then(|day| u8::try_from(day).ok())?;
        let suffixes = &self.lexicon.dates.day_suffixes;
        let next = self.token(at + 1).filter(|next| next.is_attached());
        let end = if suffixes.has(next) {
            at + 2
        } else if self.is_attached_dash(at + 1)
            && suffixes.has(self.token(at + 2).filter(|suffix| suffix.is_attached()))
        {
            at + 3
        } else if next.is_some_and(|next| next.is_word() || next.text == "/" || next.text == ":") {
            return None;
        } else {
            at + 1
        };
        (1..=31).contains(&number).then_some((number, end))
    }

    /// A month's name, with the full stop of an abbreviation.
    fn month(&self, at: usize) -> Option<(u8, usize)> {
        let token = self.token(at).filter(|token| token.is_word())?;
        let month = self.lexicon.dates.months.get(&token.text).copied()?;
        if self.lexicon.dates.capital && !token.capital {
            return None;
        }
        let stop = self.is_attached(at + 1, ".")
            && self.token(at + 2).is_some_and(|next| next.is_digits() && !next.is_attached());
        Some((month, at + 1 + usize::from(stop)))
    }

    /// A year of four digits, with the word for "year" after it, and the place after that.
    fn year(&self, at: usize) -> Option<(u16, usize)> {
        let token = self.token(at).filter(|token| token.is_digits() && token.text.len() == 4)?;
        let year: u16 = token.text.parse().ok().filter(|year| (1000..3000).contains(year))?;
        let suffix = self.token(at + 2).filter(|suffix| suffix.is_attached());
        if self.is_attached_dash(at + 1) && self.lexicon.dates.year_suffixes.has(suffix) {
            return Some((year, self.after_year_word(at + 3)));
        }
        let end = self.after_year_word(at + 1);
        if end > at + 1 {
            return Some((year, end));
        }
        let next = self.token(end).filter(|next| next.is_attached());
        let following = self.token(end + 1).filter(|following| following.is_attached());
        let free = next.is_none_or(|next| match next.text.as_str() {
            "." | "," | ":" => following.is_none_or(|following| !following.is_digits()),
            "-" | "–" | "—" | "‑" => {
                // "2010-2012", and "2011-era" is not read; "2011-12" may be a month or a year.
                following.is_none_or(|following| {
                    following.is_digits() && following.text.len() == 4
                        || following.is_word() && next.text != "-"
                })
            }
            ";" | "!" | "?" | ")" | "]" | "\"" | "”" | "“" | "»" | "’" | "'" | "…" => true,
            _ => false,
        });
        free.then_some((year, end))
    }

    fn after_year_word(&self, at: usize) -> usize {
        let words = &self.lexicon.dates.year_words;
        self.next(at).and_then(|_| words.at(&self.tokens, at)).map_or(at, |(end, ())| end)
    }

    /// The year that follows a month or day, over "of" or a comma.
    fn following_year(&self, at: usize) -> Option<(u16, usize)> {
        self.next(at)?;
        let over = self.lexicon.dates.of.at(&self.tokens, at).map(|(end, ())| end);
        let (year, end) = [Some(at), over].into_iter().flatten().find_map(|at| {
            self.next(at).filter(|token| !token.is_attached())?;
            self.year(at)
        })?;
        // "On December 16, 2000 people gathered."
        let counted = over.is_some() && self.is_running() && self.is_counted(end);
        (!counted).then_some((year, end))
    }

    /// `16 December 2011`, `16–17 December`, `16 and 17 December 2011`.
    fn day_first(&self, at: usize) -> Option<(Parts, usize)> {
        let dates = &self.lexicon.dates;
        let (day, mut end) = self.day(at)?;
        let mut last_day = None;
        let join = self
            .is_attached_dash(end)
            .then_some(end + 1)
            .or_else(|| self.token(end).filter(|dash| dash.is_dash()).map(|_| end + 1))
            .or_else(|| dates.day_join.at(&self.tokens, end).map(|(end, ())| end));
        if let Some((last, after)) = join.and_then(|join| self.day(join)) {
            if last <= day {
                return None;
            }
            (last_day, end) = (Some(last), after);
        }
        let of = dates.of.at(&self.tokens, end).map(|(end, ())| end);
        let month = [Some(end), of].into_iter().flatten().find_map(|at| {
            self.next(at).filter(|token| !token.is_attached())?;
            self.month(at)
        });
        let (month, end) = month?;
        let (year, end) = match self.following_year(end) {
            Some((year, end)) => (Some(year), end),
            None => (None, end),
        };
        Some((
            Parts { year, month: Some(month), day: Some(day), last_day, ..Parts::default() },
            end,
        ))
    }

    /// `December 16, 2011`, `December 16–17, 2011`, `December 2011`, `December`.
    fn month_first(&self, at: usize) -> Option<(Parts, usize)> {
        let (month, mut end) = self.month(at)?;
        let mut parts = Parts { month: Some(month), ..Parts::default() };
        let spaced = |at: usize| self.next(at).is_some_and(|token| !token.is_attached());
        if let Some((day, after)) = spaced(end).then(|| self.day(end)).flatten() {
            // In "December 16.5" and "March 5 people" the number is not the day.
            let told = self.lexicon.dates.day_before.has(self.before(at));
            let counted = self.is_running() && !told && self.is_counted(after);
            let decimal = self.is_attached(after, ".")
                && self.token(after + 1).is_some_and(|next| next.is_attached() && next.is_digits());
            if counted || decimal {
                return Some((parts, end));
            }
            (parts.day, end) = (Some(day), after);
            let join =
                self.token(end).filter(|dash| dash.is_dash()).map(|_| end + 1).or_else(|| {
                    self.lexicon.dates.day_join.at(&self.tokens, end).map(|(end, ())| end)
                });
            if let Some((last, after)) = join.and_then(|join| self.day(join))
                && last > day
                && self.month_after(after).is_none()
                && !self.is_counted(after)
            {
                (parts.last_day, end) = (Some(last), after);
            }
        }
        if let Some((year, after)) = self.following_year(end) {
            (parts.year, end) = (Some(year), after);
        }
        Some((parts, end))
    }

    /// The month that a number before this place would belong to.
    fn month_after(&self, at: usize) -> Option<u8> {
        self.next(at).and_then(|_| self.month(at)).map(|(month, _)| month)
    }

    /// `spring 2011`, `the spring of 2011`.
    fn season(&self, at: usize) -> Option<(Parts, usize)> {
        let token = self.token(at)?;
        let season = self.lexicon.dates.seasons.get(&token.text).copied()?;
        let (year, end) = self.following_year(at + 1)?;
        Some((Parts { year: Some(year), season: Some(season), ..Parts::default() }, end))
    }

    /// `the 1990s`, «1990-е годы».
    fn decade(&self, at: usize) -> Option<(Parts, usize)> {
        let token =
            self.token(at).filter(|token| token.text.len() == 4 && token.text.ends_with('0'))?;
        let year: u16 = token.text.parse().ok().filter(|year| (1000..3000).contains(year))?;
        let ending = at + 1 + usize::from(self.is_attached_dash(at + 1));
        let attached = self.token(ending).filter(|token| token.is_attached());
        if !self.lexicon.dates.decade_endings.has(attached) {
            return None;
        }
        let end = self.after_year_word(ending + 1);
        Some((Parts { year: Some(year), decade: true, ..Parts::default() }, end))
    }
}
