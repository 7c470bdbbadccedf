//! Stated distances against coordinates.
//!
//! What is compared is the great circle between two points within their radii. A way by road is never shorter and may
//! well be longer; which way a source means, only the source can tell. A distance from home asks for a home and a place
//! of custody with coordinates: without them it cannot be judged, and that is said.

use onus_case::Look;
use onus_model::id::RecordId;
use onus_model::schema::core;
use onus_model::value::{End, Interval, Point, Value};

use super::{Finding, Missing, Open, Problem, Unjudged, take, take_open};
use crate::order::Order;
use crate::told::{Told, told, told_in};

pub(super) fn check(
    look: &Look<'_>,
    order: &Order,
    findings: &mut Vec<Finding>,
    open: &mut Vec<Unjudged>,
) {
    let mut search = Search { look, order, found: Vec::new(), open: Vec::new() };
    for place in look.records_of_type("place") {
        for resolution in look.resolve(place, "distance") {
            let Some(Value::Ref(other)) = resolution.scope.get(core::TO) else { continue };
            let other = look.corpus().canonical(*other);
            for stated in told_in(look, order, &resolution) {
                let (from, to) = (search.points(place), search.points(other));
                search.compare(&stated, (place, &from), (other, &to), &[]);
                let missing = [(place, from), (other, to)].into_iter();
                let missing = missing.filter(|(_, points)| points.is_empty());
                let missing: Vec<Missing> =
                    missing.map(|(place, _)| Missing::Coordinates(place)).collect();
                search.cannot_tell(&stated, vec![place, other], missing, &[]);
            }
        }
    }
    for custody in look.records_of_type("custody") {
        for stated in told(look, order, custody, "distance-from-home") {
            search.far_from_home(custody, &stated);
        }
    }
    let Search { found, open: unjudged, .. } = search;
    take(look, order, findings, found);
    take_open(look, order, open, unjudged);
}

struct Search<'s, 'a> {
    look: &'s Look<'a>,
    order: &'s Order,
    found: Vec<Finding>,
    open: Vec<Unjudged>,
}

/// A point with the claim that gives it.
type Points = Vec<(Point, Told)>;

impl Search<'_, '_> {
    fn points(&self, place: RecordId) -> Points {
        let points = told(self.look, self.order, place, "point").into_iter();
        points
            .filter_map(|told| match &told.value {
                Value::Point(point) => Some((*point, told)),
                _ => None,
            })
            .collect()
    }

    fn refs(&self, record: RecordId, property: &str) -> Vec<(RecordId, Told)> {
        told(self.look, self.order, record, property)
            .into_iter()
            .filter_map(|told| match told.value {
                Value::Ref(other) => Some((other, told)),
                _ => None,
            })
            .collect()
    }

    /// How far somebody is said to be held from home: each home against each place of custody.
    fn far_from_home(&mut self, custody: RecordId, stated: &Told) {
        let held = self.refs(custody, "where");
        let people = self.refs(custody, "who");
        let homes: Vec<(RecordId, Told, Told)> = people
            .iter()
            .flat_map(|(person, who)| {
                let homes = self.refs(*person, "home").into_iter();
                homes.map(move |(home, told)| (home, told, who.clone()))
            })
            .collect();
        let mut missing = Vec::new();
        if homes.is_empty() {
            missing.extend(people.iter().map(|(person, _)| Missing::Home(*person)));
        }
        if held.is_empty() {
            missing.push(Missing::Place(custody));
        }
        let mut compared = false;
        for (home, lives, who) in &homes {
            let from = self.points(*home);
            for (place, told) in &held {
                let to = self.points(*place);
                self.compare(stated, (*home, &from), (*place, &to), &[lives, who, told]);
                compared |= !from.is_empty() && !to.is_empty();
                for (place, points) in [(home, &from), (place, &to)] {
                    let coordinates = Missing::Coordinates(*place);
                    if points.is_empty() && !missing.contains(&coordinates) {
                        missing.push(coordinates);
                    }
                }
            }
        }
        if compared {
            return;
        }
        let because: Vec<&Told> = held
            .iter()
            .chain(&people)
            .map(|(_, told)| told)
            .chain(homes.iter().flat_map(|(_, lives, who)| [lives, who]))
            .collect();
        self.cannot_tell(stated, vec![custody], missing, &because);
    }

    /// A stated distance against every pair of coordinates.
    fn compare(
        &mut self,
        stated: &Told,
        (from, starts): (RecordId, &Points),
        (to, ends): (RecordId, &Points),
        because: &[&Told],
    ) {
        let Value::Distance(distance) = &stated.value else { return };
        let Some(metres) = distance.in_metres() else { return };
        for (start, first) in starts {
            for (end, second) in ends {
                let (least, most) = start.metres_to(end);
                let Some(range) = whole_metres(least, most) else { continue };
                let bounds = range.map(|at| Some((*at).into()));
                if !bounds.is_some_and(|bounds| bounds.is_disjoint_from(&metres)) {
                    continue;
                }
                let told = [stated, first, second].into_iter().chain(because.iter().copied());
                let claims = told.flat_map(|told| told.claims.iter().copied());
                let (low, high) = (least.max(0.0).floor(), most.max(0.0).ceil());
                self.found.push(Finding {
                    problem: Problem::Distance {
                        from,
                        to,
                        stated: stated.value.clone(),
                        metres: (as_metres(low), as_metres(high)),
                    },
                    claims: self.order.claims(self.look, claims),
                });
            }
        }
    }

    /// Notes a distance that nothing can be held against.
    fn cannot_tell(
        &mut self,
        stated: &Told,
        of: Vec<RecordId>,
        missing: Vec<Missing>,
        because: &[&Told],
    ) {
        if missing.is_empty() || !matches!(stated.value, Value::Distance(_)) {
            return;
        }
        let told = because.iter().copied().chain([stated]);
        let claims = told.flat_map(|told| told.claims.iter().copied());
        let claims = self.order.claims(self.look, claims);
        let open = Open::Distance { of, stated: stated.value.clone(), missing };
        self.open.push(Unjudged { open, claims });
    }
}

/// Metres as a whole number; no two points of the Earth are farther apart than 21 000 km.
fn as_metres(metres: f64) -> u64 {
    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "clamped to what fits"
    )]
    let whole = metres.clamp(0.0, 1e9) as u64;
    whole
}

/// The whole metres around a range.
fn whole_metres(least: f64, most: f64) -> Option<Interval<u64>> {
    let end = |at: u64| Some(End { at, included: true });
    Interval::new(end(as_metres(least.floor())), end(as_metres(most.ceil())))
}
