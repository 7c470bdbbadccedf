//! Where it happened: places with their coordinates, as far as somebody claims any, and what is tied to each.
//!
//! A position is an area: its point, and within how many metres. A place of which nobody says where it is lies somewhere in
//! the place that contains it, so it is listed there and gets no point of its own; where no place around it has
//! coordinates either, it is listed as such. No position is looked up anywhere.

use std::collections::BTreeSet;

use onus_case::Look;
use onus_model::id::RecordId;
use onus_model::value::Value;

use crate::order::Order;
use crate::show::{Backlink, backlinks};
use crate::told::{Told, told};

/// How many places may lie in one another.
const DEEPEST: usize = 8;

/// A place that is somewhere.
#[derive(Clone, Debug, PartialEq)]
pub struct Located {
    /// The place.
    pub place: RecordId,
    /// Where it is, by whom. More than one where accounts differ.
    pub points: Vec<Told>,
    /// What is tied to it.
    pub tied: Vec<Backlink>,
    /// Places within it of which nobody says where they are, with what is tied to them.
    pub inside: Vec<Unlocated>,
}

/// A place of which nobody says where it is.
#[derive(Clone, Debug, PartialEq)]
pub struct Unlocated {
    /// The place.
    pub place: RecordId,
    /// What is tied to it.
    pub tied: Vec<Backlink>,
}

/// Every place of the case.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Atlas {
    /// Those that are somewhere.
    pub located: Vec<Located>,
    /// Those of which neither they nor what contains them are.
    pub unlocated: Vec<Unlocated>,
}

/// The places of a case.
#[must_use]
pub fn atlas(look: &Look<'_>) -> Atlas {
    let order = Order::of(look);
    let corpus = look.corpus();
    let places: BTreeSet<RecordId> =
        look.records_of_type("place").into_iter().map(|place| corpus.canonical(place)).collect();
    let places = order.records(look, places);
    let mut atlas = Atlas::default();
    let mut without = Vec::new();
    for place in places {
        let points = points(look, &order, place);
        if points.is_empty() {
            without.push(place);
        } else {
            let tied = tied(look, &order, place);
            atlas.located.push(Located { place, points, tied, inside: Vec::new() });
        }
    }
    for place in without {
        let one = Unlocated { place, tied: tied(look, &order, place) };
        let outer = around(look, &order, place)
            .into_iter()
            .find_map(|outer| atlas.located.iter().position(|located| located.place == outer));
        match outer.and_then(|outer| atlas.located.get_mut(outer)) {
            Some(outer) => outer.inside.push(one),
            None => atlas.unlocated.push(one),
        }
    }
    atlas
}

fn points(look: &Look<'_>, order: &Order, place: RecordId) -> Vec<Told> {
    let mut points = told(look, order, place, "point");
    points.retain(|told| matches!(told.value, Value::Point(_)));
    points
}

/// What refers to a place, but for places.
fn tied(look: &Look<'_>, order: &Order, place: RecordId) -> Vec<Backlink> {
    let mut tied = backlinks(look, order, place);
    tied.retain(|link| link.record_type.as_str() != "place");
    tied
}

/// The places that a place lies in, the nearest first.
fn around(look: &Look<'_>, order: &Order, place: RecordId) -> Vec<RecordId> {
    let mut found = Vec::new();
    let mut here = vec![place];
    for _ in 0..DEEPEST {
        let mut next = Vec::new();
        for inner in here {
            for told in told(look, order, inner, "within") {
                if let Value::Ref(outer) = told.value
                    && outer != place
                    && !found.contains(&outer)
                {
                    found.push(outer);
                    next.push(outer);
                }
            }
        }
        here = next;
    }
    found
}
