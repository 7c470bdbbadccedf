//! The text index: one FTS5 table per level, and what ranking needs of each.
//!
//! FTS5 finds; how often a clause occurs in what was found is counted in the tokens it keeps, and the
//! score is computed by [`rank`](crate::rank), the same for every store.

use onus_model::Level;
use rusqlite::{Row, params};

use super::schema::{create_text_table, text_table};
use super::sql::{RowResult, Sql, natural, number_of, prefix_of};
use super::transaction::SqlTransaction;
use crate::error::Result;
use crate::id::DocumentId;
use crate::rank::{Best, Scorer, Totals};
use crate::text::{Clause, Counter, Hit, Hits, TextQuery, Tokens};

/// A clause as FTS5 writes it.
fn expression(clause: &Clause) -> String {
    let quoted = clause.tokens().joined().replace('"', "\"\"");
    match clause {
        Clause::Phrase(_) => format!("\"{quoted}\""),
        Clause::Prefix(_) => format!("\"{quoted}\" *"),
    }
}

impl Sql {
    pub(super) fn search(&self, query: &TextQuery) -> Result<Hits> {
        let asked = query.clauses.iter().filter_map(|clause| Some((clause.counter()?, clause)));
        let (counters, clauses): (Vec<Counter<'_>>, Vec<&Clause>) = asked.unzip();
        if clauses.is_empty() {
            return Ok(Hits::default());
        }
        let expressions: Vec<String> = clauses.into_iter().map(expression).collect();
        let readable = Level::ALL.into_iter().filter(|level| *level <= query.level);
        let readable: Vec<Level> = readable.collect();
        let mut frequencies = Vec::with_capacity(expressions.len());
        for expression in &expressions {
            let mut frequency = 0;
            for level in &readable {
                frequency += self.document_frequency(*level, expression)?;
            }
            if frequency == 0 {
                return Ok(Hits::default());
            }
            frequencies.push(frequency);
        }
        let scorer = Scorer::new(self.text_totals(query.level)?, &frequencies);
        let mut best = Best::new(query.limit);
        for level in readable {
            let table = text_table(number_of(level));
            let sql = format!(
                "SELECT d.id, d.length, t.tokens FROM {table} AS t \
                 JOIN text_documents AS d ON d.number = t.rowid WHERE {table} MATCH ?1"
            );
            let read = |row: &Row<'_>| {
                let words: Vec<&str> = row.get_ref(2)?.as_str()?.split(' ').collect();
                let occurrences = counters.iter().map(|counter| counter.count(&words));
                Ok(Hit {
                    document: DocumentId::from_bytes(row.get(0)?),
                    level,
                    score: scorer.score(natural(row, 1)?, occurrences),
                })
            };
            self.each(&sql, [expressions.join(" AND ")], read, &mut |hit| {
                best.offer(hit);
                std::ops::ControlFlow::Continue(())
            })?;
        }
        Ok(best.finish())
    }

    fn document_frequency(&self, level: Level, expression: &str) -> Result<u64> {
        let table = text_table(number_of(level));
        let sql = format!("SELECT count(*) FROM {table} WHERE {table} MATCH ?1");
        Ok(self.one(&sql, [expression], |row| natural(row, 0))?.unwrap_or(0))
    }

    /// Sums over the levels up to this one.
    fn text_totals(&self, level: Level) -> Result<Totals> {
        let sql = "SELECT ifnull(sum(documents), 0), ifnull(sum(tokens), 0) FROM text_totals \
                   WHERE level <= ?1";
        let read =
            |row: &Row<'_>| Ok(Totals { documents: natural(row, 0)?, tokens: natural(row, 1)? });
        Ok(self.one(sql, [number_of(level)], read)?.unwrap_or_default())
    }
}

impl SqlTransaction<'_> {
    pub(super) fn write_text(
        &self,
        document: DocumentId,
        level: Level,
        tokens: &Tokens,
    ) -> Result<()> {
        self.delete_text(document)?;
        if tokens.is_empty() {
            return Ok(());
        }
        let sql = self.sql();
        let (level, length) = (number_of(level), tokens.len() as i64);
        let number = sql.insert(
            "INSERT INTO text_documents (prefix, id, level, length) VALUES (?1, ?2, ?3, ?4)",
            params![prefix_of(document.as_bytes()), document.as_bytes(), level, length],
        )?;
        let table = text_table(level);
        let insert = format!("INSERT INTO {table} (rowid, tokens) VALUES (?1, ?2)");
        sql.run(&insert, params![number, tokens.joined()])?;
        self.count_text(level, 1, length)
    }

    pub(super) fn delete_text(&self, document: DocumentId) -> Result<bool> {
        let sql = self.sql();
        let known = "SELECT number, level, length FROM text_documents \
                     WHERE prefix = ?1 AND id = ?2";
        let id = params![prefix_of(document.as_bytes()), document.as_bytes()];
        let read = |row: &Row<'_>| -> RowResult<(i64, i64, i64)> {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?))
        };
        let Some((number, level, length)) = sql.one(known, id, read)? else {
            return Ok(false);
        };
        let table = text_table(level);
        sql.run(&format!("DELETE FROM {table} WHERE rowid = ?1"), [number])?;
        sql.run("DELETE FROM text_documents WHERE number = ?1", [number])?;
        self.count_text(level, -1, -length)?;
        Ok(true)
    }

    fn count_text(&self, level: i64, documents: i64, tokens: i64) -> Result<()> {
        self.sql().run(
            "INSERT INTO text_totals VALUES (?1, ?2, ?3) ON CONFLICT (level) DO UPDATE \
             SET documents = documents + excluded.documents, tokens = tokens + excluded.tokens",
            [level, documents, tokens],
        )?;
        Ok(())
    }

    /// Empties the index by making it anew: row by row, every segment would be rewritten.
    pub(super) fn clear_texts(&self) -> Result<()> {
        for level in Level::ALL.map(number_of) {
            self.sql().batch(&format!("DROP TABLE {}", text_table(level)))?;
            self.sql().batch(&create_text_table(level))?;
        }
        Ok(())
    }
}
