//! The timeline as a drawing that says the same as the text.
//!
//! One line a date and account: what the table says in words, and under it a bar from the earliest day to the latest. A
//! day is a mark, an end that nobody sets runs off in an arrow, a date that is qualified is drawn with a broken outline.
//! Each line has its words as its title, and the whole text is the description, so that nothing is said by shape alone.
//! Places are computed with whole numbers: the same timeline is the same drawing everywhere.

use std::fmt::Write;

use onus_case::Look;
use onus_model::value::date::{Day, DayBounds};
use onus_reason::{Timeline, TimelineEntry};

use super::{reason_text, what, who};
use crate::desk::{Desk, Tools};
use crate::mark::safe;
use crate::style::Style;

/// Everything is measured in tenths of a pixel, so that whole numbers will do.
const SCALE: i64 = 10;
const WIDTH: i64 = 1000 * SCALE;
const LEFT: i64 = 30 * SCALE;
const RIGHT: i64 = 970 * SCALE;
const TOP: i64 = 60 * SCALE;
const ROW: i64 = 44 * SCALE;
const BAR: i64 = 8 * SCALE;
/// How far an open end runs beyond the last day that is known.
const OPEN: i64 = 24 * SCALE;
/// Letters that fit into a line.
const FITS: usize = 140;
/// At most so many marks on the axis.
const TICKS: i64 = 12;

/// The days that the drawing spans.
struct Axis {
    first: i64,
    last: i64,
}

impl Axis {
    /// From the first day that any date sets to the last; one day where no date sets any.
    fn of(timeline: &Timeline) -> Self {
        let days = timeline.entries.iter().flat_map(|entry| {
            [entry.date.bounds.earliest(), entry.date.bounds.latest()].into_iter().flatten()
        });
        let numbers: Vec<i64> = days.map(Day::number).collect();
        let first = numbers.iter().copied().min().unwrap_or(0);
        let last = numbers.iter().copied().max().unwrap_or(first);
        Self { first, last: last.max(first) }
    }

    /// Where a day begins, in tenths of a pixel; the day after the last is the right end.
    fn place(&self, number: i64) -> i64 {
        let (from, to) = (LEFT + OPEN, RIGHT - OPEN);
        let days = self.last - self.first + 1;
        from + (number - self.first) * (to - from) / days
    }

    /// The years to be marked: every one, or every so many that they fit.
    fn years(&self) -> Vec<i64> {
        let year = |number: i64| Day::from_number(number).map_or(0, |day| day.to_civil().0);
        let (first, last) = (year(self.first), year(self.last));
        let step = (last - first) / TICKS + 1;
        (first..=last).filter(|year| (year - first) % step == 0).collect()
    }
}

/// A length as SVG has it, with one decimal.
fn px(tenths: i64) -> String {
    let whole = tenths / SCALE;
    match tenths % SCALE {
        0 => whole.to_string(),
        rest => format!("{whole}.{}", rest.abs()),
    }
}

/// A text as XML has it; what no document may hold is replaced.
fn escaped(text: &str) -> String {
    let mut out = String::new();
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\n' => out.push('\n'),
            '\u{fffe}' | '\u{ffff}' => out.push('\u{fffd}'),
            letter => out.push(safe(letter)),
        }
    }
    out
}

/// A text of no more letters than fit, with a sign where it was cut.
fn cut(text: &str) -> String {
    if text.chars().count() <= FITS {
        return text.to_owned();
    }
    let mut short: String = text.chars().take(FITS - 1).collect();
    short.truncate(short.trim_end().len());
    format!("{short}…")
}

const CSS: &str = "text{font:13px sans-serif;fill:currentColor}.quiet{font-size:11px;opacity:.75}\
.head{font-size:16px;font-weight:bold}.bar{fill:currentColor;stroke:currentColor}\
.perhaps{fill:none;stroke:currentColor;stroke-dasharray:4 2}.axis{stroke:currentColor;opacity:.3}\
svg{color:#222;background:#fff}@media (prefers-color-scheme:dark){svg{color:#eee;background:#111}}";

/// The timeline as an SVG document, with how many operations are withheld from a copy that is partial. It holds no
/// scripts and asks for nothing from elsewhere.
#[must_use]
pub fn to_svg(timeline: &Timeline, look: &Look<'_>, style: &Style, withheld: usize) -> String {
    let plain = Style { marks: false, width: None, ..*style };
    let tools = Tools::new(look, &plain);
    let desk = tools.desk(look);
    let axis = Axis::of(timeline);
    let rows = i64::try_from(timeline.entries.len()).unwrap_or(i64::MAX / ROW / 4);
    let undated = i64::try_from(timeline.undated.len()).unwrap_or(i64::MAX / ROW / 4);
    let after = TOP + rows * ROW + if undated > 0 { 30 * SCALE } else { 0 };
    let height = after + undated * 20 * SCALE + 40 * SCALE;
    let partial = if withheld > 0 {
        desk.phrases.say("timeline-partial", [("number", withheld.into())])
    } else {
        String::new()
    };
    let language = style.language.tag();
    let title = desk.phrases.plain("timeline-title");
    let mut out = String::new();
    // Writing into a string cannot fail.
    let _ = write!(
        out,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" xml:lang=\"{language}\" lang=\"{language}\" role=\"img\" \
         aria-labelledby=\"title desc\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\">\n\
         <title id=\"title\">{}</title>\n<desc id=\"desc\">{}</desc>\n<style>{CSS}</style>\n\
         <text class=\"head\" x=\"{}\" y=\"24\">{}</text>\n",
        escaped(&title),
        escaped(&format!("{}{partial}", super::to_text(timeline, look, &plain))),
        px(LEFT),
        escaped(&title),
        width = px(WIDTH),
        height = px(height),
    );
    axis_lines(&axis, timeline, TOP + rows * ROW, &mut out);
    for (place, entry) in timeline.entries.iter().enumerate() {
        let top = TOP + i64::try_from(place).unwrap_or_default() * ROW;
        line(&desk, &axis, entry, top, &mut out);
    }
    if undated > 0 {
        let heading = desk.phrases.plain("timeline-undated");
        let y = px(after - 10 * SCALE);
        let _ = writeln!(out, "<text x=\"{}\" y=\"{y}\">{}</text>", px(LEFT), escaped(&heading));
    }
    for (place, entry) in timeline.undated.iter().enumerate() {
        let y = after + (i64::try_from(place).unwrap_or_default() * 20 + 10) * SCALE;
        let text = format!(
            "{}: {}: {} ({})",
            desk.namer.property_of(entry.record, &entry.property),
            desk.named(entry.record),
            desk.value(&entry.value),
            reason_text(&desk, &entry.reason)
        );
        let _ = writeln!(
            out,
            "<g><title>{}</title><text class=\"quiet\" x=\"{}\" y=\"{}\">{}</text></g>",
            escaped(&text),
            px(LEFT),
            px(y),
            escaped(&cut(&text))
        );
    }
    let _ = writeln!(
        out,
        "<text class=\"quiet\" x=\"{}\" y=\"{}\">{}</text>",
        px(LEFT),
        px(height - 12 * SCALE),
        escaped(&partial)
    );
    out.push_str("</svg>\n");
    out
}

/// The years, each with a line down the drawing.
fn axis_lines(axis: &Axis, timeline: &Timeline, bottom: i64, out: &mut String) {
    if timeline.entries.is_empty() {
        return;
    }
    for year in axis.years() {
        let Some(day) = Day::from_civil(year, 1, 1) else { continue };
        // The first year is marked where the drawing begins, though it began before.
        let x = px(axis.place(day.number().max(axis.first)));
        let _ = writeln!(
            out,
            "<line class=\"axis\" x1=\"{x}\" y1=\"{}\" x2=\"{x}\" y2=\"{}\"/><text class=\"quiet\" x=\"{x}\" \
             y=\"{}\">{year}</text>",
            px(TOP - 10 * SCALE),
            px(bottom),
            px(TOP - 14 * SCALE)
        );
    }
}

/// One date on one account: its words, and its bar.
fn line(desk: &Desk<'_, '_>, axis: &Axis, entry: &TimelineEntry, top: i64, out: &mut String) {
    let text = format!("{} — {} ({})", desk.date(&entry.date), what(desk, entry), who(desk, entry));
    let _ = write!(
        out,
        "<g><title>{}</title><text x=\"{}\" y=\"{}\">{}</text>",
        escaped(&text),
        px(LEFT),
        px(top + 18 * SCALE),
        escaped(&cut(&text))
    );
    bar(axis, &entry.date.bounds, entry.date.qualified, top + 24 * SCALE, out);
    out.push_str("</g>\n");
}

/// A bar from the earliest day to the latest, with an arrow at an end that nobody sets.
fn bar(axis: &Axis, bounds: &DayBounds, qualified: bool, top: i64, out: &mut String) {
    let class = if qualified { "perhaps" } else { "bar" };
    let from = bounds.earliest().map_or(LEFT + OPEN, |day| axis.place(day.number()));
    let to = bounds.latest().map_or(RIGHT - OPEN, |day| axis.place(day.number() + 1));
    // What is shorter than can be seen is drawn as wide as a mark.
    let width = (to - from).max(3 * SCALE);
    let _ = write!(
        out,
        "<rect class=\"{class}\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"/>",
        px(from),
        px(top),
        px(width),
        px(BAR)
    );
    let middle = top + BAR / 2;
    for (open, end, tip) in [
        (bounds.earliest().is_none(), LEFT + OPEN, LEFT),
        (bounds.latest().is_none(), RIGHT - OPEN, RIGHT),
    ] {
        if open {
            let _ = write!(
                out,
                "<path class=\"{class} open\" d=\"M{} {} L{} {} L{} {} Z\"/>",
                px(end),
                px(top - 2 * SCALE),
                px(tip),
                px(middle),
                px(end),
                px(top + BAR + 2 * SCALE)
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_grow_with_the_days_and_stay_within() {
        let axis = Axis { first: 15_000, last: 18_000 };
        let places: Vec<i64> = (15_000..=18_001).map(|day| axis.place(day)).collect();
        assert!(places.windows(2).all(|pair| pair[0] <= pair[1]));
        assert_eq!((places[0], places[places.len() - 1]), (LEFT + OPEN, RIGHT - OPEN));
        let wide = Axis { first: 0, last: 400_000 };
        assert!(wide.years().len() <= 13, "{:?}", wide.years());
    }

    #[test]
    fn words_of_a_case_are_words_of_the_drawing() {
        let hostile = "</title><script>alert(1)</script>\u{1b}[2J\u{202e}'\"&";
        let text = escaped(hostile);
        assert!(!text.contains('<') && !text.contains('\u{1b}') && !text.contains('\u{202e}'));
        assert_eq!(px(-15), "-1.5");
        assert_eq!(px(120), "12");
        assert_eq!(cut(&"a".repeat(500)).chars().count(), FITS);
    }
}
