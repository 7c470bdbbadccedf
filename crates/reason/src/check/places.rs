//! Stated distances against coordinates.

use onus_case::Look;
use onus_model::schema::core;
use onus_model::value::{End, Interval, Value};

use super::{Finding, Problem, take};
use crate::order::Order;
use crate::told::{told, told_in};

pub(super) fn check(look: &Look<'_>, order: &Order, findings: &mut Vec<Finding>) {
    let mut found = Vec::new();
    for place in look.records_of_type("place") {
        let here = told(look, order, place, "point");
        for resolution in look.resolve(place, "distance") {
            let Some(Value::Ref(other)) = resolution.scope.get(core::TO) else { continue };
            let other = look.corpus().canonical(*other);
            for stated in told_in(look, order, &resolution) {
                let Value::Distance(distance) = &stated.value else { continue };
                let Some(metres) = distance.in_metres() else { continue };
                for from in &here {
                    for to in told(look, order, other, "point") {
                        let (Value::Point(one), Value::Point(two)) = (&from.value, &to.value)
                        else {
                            continue;
                        };
                        let (least, most) = one.metres_to(two);
                        let Some(range) = whole_metres(least, most) else { continue };
                        let bounds = range.map(|at| Some((*at).into()));
                        if bounds.is_some_and(|bounds| bounds.is_disjoint_from(&metres)) {
                            let claims = stated.claims.iter().chain(&from.claims).chain(&to.claims);
                            let (low, high) = (least.max(0.0).floor(), most.max(0.0).ceil());
                            found.push(Finding {
                                problem: Problem::Distance {
                                    from: place,
                                    to: other,
                                    stated: stated.value.clone(),
                                    metres: (as_metres(low), as_metres(high)),
                                },
                                claims: order.claims(look, claims.copied()),
                            });
                        }
                    }
                }
            }
        }
    }
    take(look, order, findings, found);
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
