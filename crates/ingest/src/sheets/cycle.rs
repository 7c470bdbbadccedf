//! Putting rows into an order in which each comes after the rows it names.
//!
//! Claims name others by their place in the log, so what is named has to be there first. Rows that name
//! each other in a circle can never be: what rests on itself rests on nothing.

use std::collections::{BTreeMap, BTreeSet};

use onus_model::value::Kind;

use super::column::Column;
use super::mistake::{Mistake, Mistakes, Place};
use super::name::RowName;
use super::phrase::Named;
use super::row::Row;

impl Row {
    /// The rows that this one names: those it rests on, and those its value answers.
    #[must_use]
    pub fn named_rows(&self) -> BTreeSet<RowName> {
        let phrases = std::iter::once(&self.value).chain(self.scope.values());
        let answered = phrases
            .filter(|phrase| phrase.kind() == Kind::Answers)
            .flat_map(|phrase| phrase.names())
            .filter(|(named, _)| *named == Named::Claim)
            .filter_map(|(_, name)| RowName::within(&self.name.sheet, name).ok());
        let rested_on = self.rests_on.iter().flat_map(|(_, rows)| rows.iter().cloned());
        answered.chain(rested_on).collect()
    }
}

/// Orders the rows, keeping to the order given wherever it may be kept; circles are mistakes.
pub(super) fn order(rows: Vec<Row>, mistakes: &mut Mistakes) -> Vec<Row> {
    let places: BTreeMap<RowName, usize> =
        rows.iter().enumerate().map(|(place, row)| (row.name.clone(), place)).collect();
    // For each row, the rows of this reading that it waits for, and those that wait for it.
    let mut waits_for: Vec<BTreeSet<usize>> = rows
        .iter()
        .map(|row| row.named_rows().iter().filter_map(|name| places.get(name).copied()).collect())
        .collect();
    let mut awaited_by: Vec<Vec<usize>> = vec![Vec::new(); rows.len()];
    for (place, waits) in waits_for.iter().enumerate() {
        for other in waits {
            awaited_by[*other].push(place);
        }
    }
    let mut ready: BTreeSet<usize> =
        (0..rows.len()).filter(|place| waits_for[*place].is_empty()).collect();
    let mut left: BTreeSet<usize> = (0..rows.len()).collect();
    let mut order = Vec::with_capacity(rows.len());
    while !left.is_empty() {
        let Some(next) = ready.pop_first() else {
            // All that is left is in a circle or waits for one.
            for place in report_circle(&rows, &waits_for, &left, mistakes) {
                waits_for[place].clear();
                ready.insert(place);
            }
            continue;
        };
        if !left.remove(&next) {
            continue;
        }
        order.push(next);
        for waiting in &awaited_by[next] {
            waits_for[*waiting].remove(&next);
            if waits_for[*waiting].is_empty() && left.contains(waiting) {
                ready.insert(*waiting);
            }
        }
    }
    let mut rows: Vec<Option<Row>> = rows.into_iter().map(Some).collect();
    order.into_iter().filter_map(|place| rows[place].take()).collect()
}

/// Finds a circle among the rows left and reports it; gives the rows in it.
fn report_circle(
    rows: &[Row],
    waits_for: &[BTreeSet<usize>],
    left: &BTreeSet<usize>,
    mistakes: &mut Mistakes,
) -> Vec<usize> {
    let mut path: Vec<usize> = Vec::new();
    let mut seen: BTreeMap<usize, usize> = BTreeMap::new();
    let mut at = left.first().copied();
    let start = loop {
        let Some(place) = at else { return left.iter().copied().collect() };
        if let Some(start) = seen.get(&place) {
            break *start;
        }
        seen.insert(place, path.len());
        path.push(place);
        at = waits_for[place].iter().copied().find(|next| left.contains(next));
    };
    let circle = path.split_off(start);
    let told = |place: &usize| {
        let row = &rows[*place];
        let found = row.place.as_ref().map_or_else(String::new, |place| format!(" ({place})"));
        format!("{}{found}", row.name)
    };
    if let Some((first, others)) = circle.split_first() {
        let others: Vec<_> = others.iter().map(told).collect();
        let message = match others.is_empty() {
            true => "the row names itself".to_owned(),
            false => format!("the row rests on itself, by way of {}", others.join(", ")),
        };
        let row = &rows[*first];
        let place = row.place.clone().unwrap_or_else(|| Place::file(row.name.sheet.as_str()));
        let column = if row.rests_on.is_some() { Column::RestsOn } else { Column::Value };
        mistakes.add(
            Mistake::new(place, message).column(column).hint("take one of the rows out of it"),
        );
    }
    circle
}
