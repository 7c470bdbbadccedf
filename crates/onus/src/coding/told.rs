//! What applying sheets would change, or has changed, in words and as JSON.

use std::fmt::Write as _;

use serde_json::{Value, json};

use super::plan::{Old, Plan, Reason};

/// The most rows of a kind that are listed one by one in words.
const LISTED: usize = 20;

fn many(count: usize, one: &str, more: &str) -> String {
    if count == 1 { format!("1 {one}") } else { format!("{count} {more}") }
}

fn listed<T>(text: &mut String, items: &[T], mut line: impl FnMut(&mut String, &T)) {
    for item in items.iter().take(LISTED) {
        line(text, item);
    }
    if items.len() > LISTED {
        let _ = writeln!(text, "    … and {} more; --json lists them all", items.len() - LISTED);
    }
}

/// The difference in words.
pub(crate) fn text(plan: &Plan, dry_run: bool, retract: Option<Reason>) -> String {
    let mut text = String::new();
    let would = if dry_run { "would be " } else { "" };
    let _ = writeln!(
        text,
        "{}: {} {would}made; {} of rows new, {} of rows changed, {} unchanged.",
        many(plan.sheets.len(), "sheet", "sheets"),
        many(plan.records.len(), "record", "records"),
        many(plan.added.len(), "claim", "claims"),
        many(plan.changed.len(), "claim", "claims"),
        many(plan.unchanged, "row", "rows"),
    );
    if dry_run && !plan.records.is_empty() {
        text.push_str("\nNew records:\n");
        listed(&mut text, &plan.records, |text, (handle, record_type)| {
            let _ = writeln!(text, "  + {handle} ({record_type})");
        });
    }
    if dry_run && !plan.added.is_empty() {
        text.push_str("\nNew rows:\n");
        listed(&mut text, &plan.added, |text, row| {
            let _ = writeln!(text, "  + {row}");
        });
    }
    if !plan.changed.is_empty() {
        text.push_str("\nChanged rows:\n");
        listed(&mut text, &plan.changed, |text, changed| {
            let _ = writeln!(text, "  ~ {}", changed.row);
            for change in &changed.changes {
                let _ = writeln!(text, "      {change}");
            }
        });
    }
    if !plan.renewed.is_empty() {
        let _ = writeln!(text, "\nClaims {would}made again, since what they rest on is retracted:");
        listed(&mut text, &plan.renewed, |text, row| {
            let _ = writeln!(text, "  ~ {row}");
        });
    }
    if !plan.old.is_empty() {
        text.push_str(match retract {
            Some(_) if dry_run => "\nOld claims that would be retracted:\n",
            Some(_) => "\nOld claims retracted:\n",
            None => "\nClaims that these sheets made and no longer make; they still stand:\n",
        });
        listed(&mut text, &plan.old, old);
        if retract.is_none() {
            text.push_str(
                "  To retract them, say why: onus code … --retract coder-error, source-corrected or \
                 witness-withdrew\n",
            );
        }
    }
    if plan.edit.is_empty() {
        text.push_str("\nNothing to do: the case says all this already.\n");
    } else if dry_run {
        text.push_str("\nThis was a dry run: nothing has changed.\n");
    }
    text
}

fn old(text: &mut String, old: &Old) {
    let why = if old.dropped { "its row is gone" } else { "its row says something else now" };
    let _ = writeln!(text, "  - {}: {why}", old.row);
    if !old.rested_on_by.is_empty() {
        let _ = writeln!(text, "      rested on by {}", old.rested_on_by.join(", "));
    }
}

/// The difference as JSON.
pub(crate) fn json(
    plan: &Plan,
    dry_run: bool,
    retract: Option<Reason>,
    commit: Option<String>,
) -> Value {
    let names = |rows: &[onus_ingest::sheets::RowName]| -> Vec<String> {
        rows.iter().map(ToString::to_string).collect()
    };
    let changed: Vec<Value> = plan
        .changed
        .iter()
        .map(|changed| {
            let changes: Vec<Value> = changed
                .changes
                .iter()
                .map(|change| {
                    json!({
                        "column": change.column.word(), "before": change.before, "after": change.after,
                    })
                })
                .collect();
            json!({ "row": changed.row.to_string(), "changes": changes })
        })
        .collect();
    let old: Vec<Value> = plan
        .old
        .iter()
        .map(|old| {
            json!({
                "row": old.row.to_string(), "claim": old.claim.to_string(),
                "row_is_gone": old.dropped, "rested_on_by": old.rested_on_by,
            })
        })
        .collect();
    let records: Vec<Value> = plan
        .records
        .iter()
        .map(|(handle, record_type)| json!({ "handle": handle.to_string(), "type": record_type.to_string() }))
        .collect();
    json!({
        "shape": "onus.code/1",
        "dry_run": dry_run,
        "commit": commit,
        "sheets": plan.sheets.iter().map(ToString::to_string).collect::<Vec<_>>(),
        "records": records,
        "added": names(&plan.added),
        "changed": changed,
        "renewed": names(&plan.renewed),
        "unchanged": plan.unchanged,
        "old_claims": old,
        "retracted": retract.filter(|_| !plan.old.is_empty()).map(Reason::word),
        "questions": plan.questions.iter().map(ToString::to_string).collect::<Vec<_>>(),
    })
}
