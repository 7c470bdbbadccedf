//! Where it happened, as a document: each position with within how many metres it is known.

use serde::Serialize;

use onus_case::Look;
use onus_model::value::Value;
pub use onus_reason::{Atlas, Backlink, Located, Unlocated, atlas};

use crate::desk::{Desk, Tools};
use crate::shape::{RecordShape, ToldShape, document};
use crate::style::Style;

#[derive(Serialize)]
struct Document {
    shape: &'static str,
    located: Vec<LocatedShape>,
    unlocated: Vec<PlaceShape>,
}

#[derive(Serialize)]
struct LocatedShape {
    place: RecordShape,
    points: Vec<PointShape>,
    tied: Vec<TiedShape>,
    inside: Vec<PlaceShape>,
}

#[derive(Serialize)]
struct PointShape {
    latitude: f64,
    longitude: f64,
    within: u32,
    told: ToldShape,
}

#[derive(Serialize)]
struct PlaceShape {
    place: RecordShape,
    tied: Vec<TiedShape>,
}

#[derive(Serialize)]
struct TiedShape {
    label: String,
    records: Vec<RecordShape>,
}

/// The answer as a document of shape `onus.map/1`.
#[must_use]
pub fn to_json(atlas: &Atlas, look: &Look<'_>) -> serde_json::Value {
    let tools = Tools::new(look, &Style::default());
    let desk = tools.desk(look);
    let located = |located: &Located| LocatedShape {
        place: desk.record_shape(located.place),
        points: located
            .points
            .iter()
            .filter_map(|told| {
                let Value::Point(point) = &told.value else { return None };
                Some(PointShape {
                    latitude: point.latitude().to_string().parse().ok()?,
                    longitude: point.longitude().to_string().parse().ok()?,
                    within: point.radius(),
                    told: desk.told_shape(told),
                })
            })
            .collect(),
        tied: tied(&desk, &located.tied),
        inside: located.inside.iter().map(|one| place(&desk, one)).collect(),
    };
    document(&Document {
        shape: "onus.map/1",
        located: atlas.located.iter().map(located).collect(),
        unlocated: atlas.unlocated.iter().map(|one| place(&desk, one)).collect(),
    })
}

fn place(desk: &Desk<'_, '_>, one: &Unlocated) -> PlaceShape {
    PlaceShape { place: desk.record_shape(one.place), tied: tied(desk, &one.tied) }
}

fn tied(desk: &Desk<'_, '_>, links: &[Backlink]) -> Vec<TiedShape> {
    let shape = |link: &Backlink| TiedShape {
        label: crate::show::backlink_label(desk, link),
        records: desk.record_shapes(&link.records),
    };
    links.iter().map(shape).collect()
}
