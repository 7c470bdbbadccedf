//! How long something held, from when and until when.

use onus_model::value::date::DayBounds;
use onus_model::value::{End, Extent, Held, Interval, When};
use rust_decimal::Decimal;

use super::set::{Days, Set};

fn ends(held: &Held) -> (Days, Days) {
    let bounds = |when: Option<&When>| when.map_or(DayBounds::UNBOUNDED, When::own_bounds);
    (Days::of_bounds(bounds(held.first())), Days::of_bounds(bounds(held.last())))
}

/// From the first day something can have held to the last.
fn window(held: &Held) -> Days {
    let (first, last) = ends(held);
    Days { low: first.low, high: last.high, ..first }
}

/// How long something held: at some point within, for any time up to the whole.
pub(super) fn length(held: &Held) -> Set {
    let (first, last) = ends(held);
    let whole = last.time_since(&first);
    match (held.extent(), &whole) {
        (Extent::Throughout, Set::Amount(dimension, range)) => {
            // No time is less than nothing.
            let nothing = End { at: Decimal::ZERO, included: true };
            let low = range.low().filter(|low| low.at > nothing.at).copied().unwrap_or(nothing);
            Interval::new(Some(low), range.high().copied())
                .map_or(Set::Anything, |range| Set::Amount(dimension.clone(), range))
        }
        (Extent::Within, Set::Amount(..)) => whole.up_to(),
        _ => Set::Anything,
    }
}

pub(super) fn start(held: &Held) -> Set {
    let (first, last) = ends(held);
    Set::Days(match (held.extent(), first.low.is_some() || first.high.is_some()) {
        (Extent::Throughout, true) => Days { high: first.high.or(last.high), ..first },
        _ => window(held),
    })
}

pub(super) fn end(held: &Held) -> Set {
    let (first, last) = ends(held);
    Set::Days(match (held.extent(), last.low.is_some() || last.high.is_some()) {
        (Extent::Throughout, true) => Days { low: last.low.or(first.low), ..last },
        _ => window(held),
    })
}
