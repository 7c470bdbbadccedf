//! Who is tied to what, as a document.

use serde::Serialize;

use onus_case::Look;
pub use onus_reason::{Network, NetworkTie, network};

use crate::desk::Tools;
use crate::shape::{ClaimNameShape, RecordShape, document};
use crate::style::Style;

/// The most records that are drawn: what can be read on one page.
pub const MOST: usize = 36;

#[derive(Serialize)]
struct Document {
    shape: &'static str,
    record: Option<RecordShape>,
    records: Vec<RecordShape>,
    ties: Vec<TieShape>,
    left_out: usize,
}

#[derive(Serialize)]
struct TieShape {
    from: RecordShape,
    to: RecordShape,
    through: Option<RecordShape>,
    label: String,
    denied: bool,
    in_conflict: bool,
    claims: Vec<ClaimNameShape>,
}

/// The answer as a document of shape `onus.network/1`.
#[must_use]
pub fn to_json(network: &Network, look: &Look<'_>) -> serde_json::Value {
    let tools = Tools::new(look, &Style::default());
    let desk = tools.desk(look);
    let tie = |tie: &NetworkTie| TieShape {
        from: desk.record_shape(tie.from),
        to: desk.record_shape(tie.to),
        through: tie.through.map(|record| desk.record_shape(record)),
        label: match (&tie.kind, tie.through) {
            (Some(kind), Some(through)) => {
                let property = desk.property(through, &tie.property, &[]);
                format!("{}, {property}", desk.namer.type_name(kind.as_str()))
            }
            _ => desk.property(tie.from, &tie.property, &[]),
        },
        denied: tie.denied,
        in_conflict: tie.in_conflict,
        claims: desk.claim_names(&tie.claims),
    };
    document(&Document {
        shape: "onus.network/1",
        record: network.of.map(|record| desk.record_shape(record)),
        records: desk.record_shapes(&network.records),
        ties: network.ties.iter().map(tie).collect(),
        left_out: network.left_out,
    })
}
