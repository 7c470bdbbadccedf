//! What a bag tells of its exhibits, as far as a level may see it.

use std::collections::{BTreeMap, BTreeSet};

use onus_case::{Custody, CustodyKind, Exhibit, Filed, Loaded, OpenCase};
use onus_model::Level;
use onus_model::id::{MemberId, RecordId};
use onus_model::view::View;
use onus_store::ContentDigest;
use serde_json::{Value, json};

use crate::error::CommandError;
use crate::files;

/// The longest name that a file is given in a bag, in Unicode scalars.
const LONGEST_NAME: usize = 80;

/// The lowest level at which handles and the team's names are seen.
const TEAM: Level = Level::Team;

/// An exhibit to be exported.
pub(super) struct Exported {
    /// SHA-256 of the original.
    pub(super) file: ContentDigest,
    /// The record that stands for it.
    record: RecordId,
    /// Its handle, where the level may see it.
    pub(super) handle: Option<String>,
    /// Its length in bytes.
    pub(super) bytes: u64,
    media: String,
    /// The names it came with.
    names: Vec<String>,
    /// Whether this copy holds the original.
    pub(super) is_here: bool,
}

impl Exported {
    /// The name below `data/`: the beginning of the digest, so that no two are alike, and the name it came with.
    pub(super) fn name_in_bag(&self) -> String {
        let short = files::short(self.file);
        match self.names.first().map(|name| safe(name)).filter(|name| !name.is_empty()) {
            Some(name) => format!("{short}-{name}"),
            None => short,
        }
    }

    /// The path in the bag.
    pub(super) fn path(&self) -> String {
        format!("data/{}", self.name_in_bag())
    }
}

/// A name that every system can have.
fn safe(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or(name);
    let letter = |letter: char| match letter {
        '<' | '>' | ':' | '"' | '|' | '?' | '*' | '%' | '~' => '_',
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => '_',
        letter if letter.is_control() => '_',
        letter => letter,
    };
    // What is too long loses its beginning, so that the ending stays.
    let letters: Vec<char> = last.chars().map(letter).collect();
    let from = letters.len().saturating_sub(LONGEST_NAME);
    let name: String = letters[from..].iter().collect();
    name.trim().trim_end_matches(['.', ' ']).to_owned()
}

/// What is told, and for whom.
pub(super) struct Telling<'t> {
    pub(super) open: &'t OpenCase,
    /// The highest level that is told.
    pub(super) level: Level,
    /// Who exports.
    pub(super) author: MemberId,
    /// When, in seconds since 1970.
    pub(super) seconds: u64,
}

impl Telling<'_> {
    /// The exhibits that are meant, each once, in the order in which they came.
    pub(super) fn exhibits(&self, named: &[String]) -> Result<Vec<Exported>, CommandError> {
        let mut all = self.open.case().exhibits()?;
        all.retain(|exhibit| !exhibit.retracted && exhibit.level <= self.level);
        let mut wanted = BTreeSet::new();
        for name in named {
            // What is above the level answers like what does not exist.
            let file = files::exhibit(self.open, name)?.what.file;
            if !all.iter().any(|exhibit| exhibit.what.file == file) {
                return Err(CommandError::input(format!("there is no exhibit {name}"))
                    .hint("onus custody shows which there are"));
            }
            wanted.insert(file);
        }
        let mut exported: Vec<Exported> = Vec::new();
        for Filed { what, .. } in all {
            if !named.is_empty() && !wanted.contains(&what.file) {
                continue;
            }
            match exported.iter_mut().find(|known| known.file == what.file) {
                Some(known) => known.names.extend(what.name),
                None => exported.push(self.exhibit(what)?),
            }
        }
        Ok(exported)
    }

    fn exhibit(&self, what: Exhibit) -> Result<Exported, CommandError> {
        Ok(Exported {
            file: what.file,
            record: what.record,
            handle: self.handle(what.record)?,
            bytes: what.bytes,
            media: what.media,
            names: what.name.into_iter().collect(),
            is_here: self.open.case().holds(what.file)?,
        })
    }

    /// The handle of a record, which is the team's.
    fn handle(&self, record: RecordId) -> Result<Option<String>, CommandError> {
        let row = self.open.case().rows().record(record)?;
        Ok(row.and_then(|row| row.handle).filter(|_| self.level >= TEAM))
    }

    /// The name of a member, which is the team's.
    fn name(&self, member: MemberId) -> Result<Option<String>, CommandError> {
        Ok(self.open.case().member_name(member)?.filter(|_| self.level >= TEAM))
    }

    /// The sources that an exhibit is of.
    fn sources_of(&self, exhibit: &Exported) -> Result<BTreeSet<RecordId>, CommandError> {
        let rows = self.open.case().rows();
        let mut sources = BTreeSet::new();
        let is_source = |record: RecordId| -> Result<bool, CommandError> {
            Ok(rows.record(record)?.is_some_and(|row| row.kind.as_str() == "source"))
        };
        if is_source(exhibit.record)? {
            sources.insert(exhibit.record);
        }
        for reading in self.open.case().readings()? {
            let is_seen = !reading.retracted && reading.level <= self.level;
            if is_seen && reading.what.file == Some(exhibit.file) {
                sources.insert(reading.what.source);
            }
        }
        let property = "exhibit".parse().ok();
        for claim in rows.claims_mentioning(exhibit.record, property.as_ref())? {
            if !claim.retracted && claim.level <= self.level && is_source(claim.record)? {
                sources.insert(claim.record);
            }
        }
        Ok(sources)
    }

    /// The files in `metadata/`, by name. `events` are those that the export itself adds.
    pub(super) fn documents(
        &self,
        exhibits: &[Exported],
        events: &[Custody],
    ) -> Result<Vec<(&'static str, Value)>, CommandError> {
        let mut sources: BTreeMap<RecordId, Vec<String>> = BTreeMap::new();
        let (mut listed, mut custody) = (Vec::new(), Vec::new());
        for exhibit in exhibits {
            let digest = exhibit.file.to_string();
            let mut of = Vec::new();
            for source in self.sources_of(exhibit)? {
                sources.entry(source).or_default().push(digest.clone());
                of.push(source.to_string());
            }
            listed.push(json!({
                "file": exhibit.is_here.then(|| exhibit.path()),
                "sha256": digest,
                "bytes": exhibit.bytes,
                "media_type": exhibit.media,
                "names": exhibit.names,
                "record": exhibit.record.to_string(),
                "handle": exhibit.handle,
                "sources": of,
            }));
            let mut history = Vec::new();
            for event in self.open.case().custody_of(exhibit.file)? {
                if event.level <= self.level {
                    let recorded = u64::try_from(event.recorded.0).unwrap_or_default();
                    let by = (event.recorded_by, recorded, event.retracted);
                    history.push(self.event(&event.what, by)?);
                }
            }
            for event in events.iter().filter(|event| event.file == exhibit.file) {
                history.push(self.event(event, (self.author, self.seconds, false))?);
            }
            custody.push(json!({ "sha256": digest, "events": history }));
        }
        let sources = self.sources(&sources)?;
        Ok(vec![
            ("export.json", self.export(exhibits)?),
            ("exhibits.json", json!({ "shape": "onus.bag-exhibits/1", "exhibits": listed })),
            ("custody.json", json!({ "shape": "onus.bag-custody/1", "exhibits": custody })),
            ("sources.json", json!({ "shape": "onus.bag-sources/1", "sources": sources })),
        ])
    }

    fn event(
        &self,
        event: &Custody,
        (by, recorded, retracted): (MemberId, u64, bool),
    ) -> Result<Value, CommandError> {
        Ok(json!({
            "kind": word(event.kind),
            "when": event.when,
            "from": event.from,
            "to": event.to,
            "note": event.note,
            "recorded": files::day(recorded),
            "recorded_by": { "member": by.to_string(), "name": self.name(by)? },
            "retracted": retracted,
        }))
    }

    /// Who exported what when, out of which case.
    fn export(&self, exhibits: &[Exported]) -> Result<Value, CommandError> {
        let standing = self.open.case().standing()?;
        let heads: Vec<String> = standing.heads().map(|head| head.to_string()).collect();
        Ok(json!({
            "shape": "onus.bag-export/1",
            "case": standing.case().map(|case| case.to_string()),
            "exported": files::day(self.seconds),
            "exported_by": { "member": self.author.to_string(), "name": self.name(self.author)? },
            "level": self.level.to_string(),
            "exhibits": exhibits.iter().filter(|exhibit| exhibit.is_here).count(),
            "log": { "commits": standing.size(), "heads": heads },
            "program": concat!("onus ", env!("CARGO_PKG_VERSION")),
        }))
    }

    /// The register of the sources: what is claimed of each, as the level sees it.
    fn sources(&self, of: &BTreeMap<RecordId, Vec<String>>) -> Result<Vec<Value>, CommandError> {
        let stored = self.open.case().read()?;
        let loaded = Loaded::lazily(&stored);
        let look = loaded.look(View { level: self.level, ..View::default() });
        let mut sources = Vec::new();
        for (source, exhibits) in of {
            let mut said = Vec::new();
            let corpus = look.corpus();
            let properties: Vec<&str> = corpus.properties_of(*source).collect();
            for claim in properties.iter().flat_map(|word| corpus.claims_on(*source, word)) {
                said.push(json!({
                    "claim": claim.id.to_string(),
                    "property": claim.property.as_str(),
                    "value": claim.value.to_string(),
                    "level": claim.level.to_string(),
                }));
            }
            let label = stored.label(*source)?.filter(|_| self.level >= TEAM);
            sources.push(json!({
                "record": source.to_string(),
                "handle": self.handle(*source)?,
                "label": label,
                "exhibits": exhibits,
                "claims": said,
            }));
        }
        loaded.check()?;
        Ok(sources)
    }

    /// The lines of `bag-info.txt`.
    pub(super) fn info(
        &self,
        organization: Option<&str>,
        to: Option<&str>,
    ) -> Result<Vec<(&'static str, String)>, CommandError> {
        let mut info = Vec::new();
        info.extend(organization.map(|name| ("Source-Organization", name.to_owned())));
        info.extend(self.name(self.author)?.map(|name| ("Contact-Name", name)));
        let mut description = "Exhibits of a case file with their history of custody".to_owned();
        if let Some(to) = to {
            description += &format!(", for {to}");
        }
        info.push(("External-Description", description));
        if let Some(case) = self.open.case().standing()?.case() {
            info.push(("External-Identifier", case.to_string()));
        }
        info.push(("Bagging-Date", files::day(self.seconds)));
        info.push(("Bag-Software-Agent", concat!("onus ", env!("CARGO_PKG_VERSION")).to_owned()));
        Ok(info)
    }
}

fn word(kind: CustodyKind) -> &'static str {
    match kind {
        CustodyKind::Received => "received",
        CustodyKind::Copied => "copied",
        CustodyKind::Exported => "exported",
        CustodyKind::HandedOver => "handed-over",
        CustodyKind::Examined => "examined",
        CustodyKind::Returned => "returned",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_become_ones_that_every_system_can_have() {
        for (name, is) in [
            ("scan.pdf", "scan.pdf"),
            ("Заявление 1.docx", "Заявление 1.docx"),
            ("../../etc/passwd", "passwd"),
            ("C:\\Users\\me\\a?.txt", "a_.txt"),
            ("a\u{202e}fdp.exe", "a_fdp.exe"),
            ("line\nend%0a", "line_end_0a"),
            ("dots...", "dots"),
            ("..", ""),
            ("", ""),
        ] {
            assert_eq!(safe(name), is, "{name:?}");
        }
        let long = format!("{}.pdf", "x".repeat(500));
        assert_eq!(safe(&long).chars().count(), LONGEST_NAME);
        assert!(safe(&long).ends_with("x.pdf"));
    }
}
