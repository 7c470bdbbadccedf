//! The HTTP API: every document of the pages at a path of its own, the same as `--json` gives.

use crate::asked::{Asked, Reply};
use crate::desk::Desk;
use crate::documents as of;
use crate::refusal::Refusal;
use crate::routes::{Needs, Room};

/// Something that an address may ask.
pub(crate) struct Query {
    pub(crate) name: &'static str,
    pub(crate) meaning: &'static str,
    /// Whether it can be given several times.
    pub(crate) many: bool,
    /// Whether it is a number.
    pub(crate) number: bool,
}

/// Which part of a long list.
const AFTER: Query = number("after", "leave out so many from the beginning of the list");
const MOST: Query = number("most", "so many of the list at most");

const fn query(name: &'static str, meaning: &'static str) -> Query {
    Query { name, meaning, many: false, number: false }
}

const fn many(name: &'static str, meaning: &'static str) -> Query {
    Query { name, meaning, many: true, number: false }
}

const fn number(name: &'static str, meaning: &'static str) -> Query {
    Query { name, meaning, many: false, number: true }
}

/// Which claims count: what every document can be asked with.
pub(crate) const VIEW: &[Query] = &[
    query("level", "what a reader at this level sees: public, pseudonym, partner, team or sealed"),
    query("as-of", "what the log held at the end of this day"),
    query("known-by", "only claims whose source was public by this day"),
    many("only-source", "only this source"),
    many("without-source", "all sources but this"),
    many("without-speaker", "as if this speaker had said nothing"),
    query("released", "yes for only what has been released"),
];

/// A document of the API.
pub(crate) struct Path {
    pub(crate) path: &'static str,
    pub(crate) shape: &'static str,
    pub(crate) needs: Needs,
    pub(crate) meaning: &'static str,
    pub(crate) queries: &'static [Query],
    pub(crate) room: Room,
}

macro_rules! paths {
    ($($path:literal, $shape:literal, $needs:ident, $document:path, $meaning:literal, [$($query:expr),*];)+) => {
        /// Every document of the API.
        pub(crate) const API: &[Path] = &[$(Path {
            path: $path,
            shape: $shape,
            needs: Needs::$needs,
            meaning: $meaning,
            queries: &[$($query),*],
            room: {
                fn room(desk: &mut Desk, asked: &Asked) -> Result<Reply, Refusal> {
                    let desk = &*desk;
                    desk.see_as(asked, |look| {
                        // A level that was asked for may be below what the path needs.
                        if Needs::$needs == Needs::Team && !look.shows_team_words() {
                            return Err(Refusal::NotThere);
                        }
                        Ok(Reply::Json($document(desk, look, asked)?))
                    })
                }
                room
            },
        }),+];
    };
}

paths! {
    "/api/1/brief", "onus.brief/1", View, of::brief, "the case in numbered sentences",
        [query("all", "yes for all there is to say")];
    "/api/1/types", "onus.types/1", View, of::types, "the record types in view, with how many there are of each", [];
    "/api/1/list/{type}", "onus.list/1", View, of::list, "the records of a type",
        [many("where", "a condition, PROPERTY=VALUE")];
    "/api/1/records/{id}", "onus.show/1", View, of::show, "everything that is claimed of a record", [];
    "/api/1/why/{id}", "onus.why/1", View, of::why_record, "why a record is told as it is", [];
    "/api/1/why/{id}/{property}", "onus.why/1", View, of::why_property,
        "why a property is told as it is; with brief as the record, a sentence of the brief by its number", [];
    "/api/1/claims/{id}", "onus.claim/1", View, of::claim, "one claim in full", [];
    "/api/1/sources/{id}", "onus.source/1", View, of::source, "a source to be read, with its claims",
        [number("from", "the number of the first paragraph")];
    "/api/1/kinds", "onus.kinds/1", View, of::kinds, "what is counted", [];
    "/api/1/count/{kind}", "onus.count/1", View, of::count, "how many, according to whom",
        [query("event", "only in this event")];
    "/api/1/statements", "onus.statements/1", View, of::statements,
        "what the authorities said, with what stands beside it",
        [query("all", "yes for those of others too"), query("about", "only what concerns this record"), AFTER, MOST];
    "/api/1/commitments", "onus.commitments/1", View, of::commitments, "what was promised and recommended",
        [query("about", "only what concerns this record")];
    "/api/1/timeline", "onus.timeline/1", View, of::timeline, "everything dated, in order of time",
        [many("type", "only records of this type"), query("work", "yes for the team's own work too")];
    "/api/1/map", "onus.map/1", View, of::map, "where it happened, each position with within how far it is known", [];
    "/api/1/network", "onus.network/1", View, of::network, "who is tied to what, in as much as can be read",
        [query("about", "around this record")];
    "/api/1/checks", "onus.check/1", View, of::checks, "what does not fit together", [];
    "/api/1/accountability", "onus.accountability/1", View, of::accountability,
        "what followed each act, event and death", [query("about", "only what concerns this record"), AFTER, MOST];
    "/api/1/challenge", "onus.challenge/1", View, of::challenge, "how each line can be attacked",
        [query("about", "only what is claimed of this record")];
    "/api/1/findings", "onus.findings/1", View, of::findings, "how standards fare on the facts claimed",
        [query("about", "only this record"), query("standard", "only this standard")];
    "/api/1/links", "onus.link/1", View, of::links, "which records may be one, and which were judged to be",
        [query("about", "only those that this record may be")];
    "/api/1/members", "onus.members/1", Team, of::members, "who is in the team, with which devices", [];
    "/api/1/review", "onus.review/1", Team, of::review, "what waits for a second person", [];
    "/api/1/log", "onus.log/1", View, of::log, "who changed what, when and why, the newest first",
        [number("before", "only commits before this place")];
    "/api/1/work", "onus.work/1", View, of::work, "long work of this session: how far it is, how it ended", [];
    "/api/1/search", "onus.search/1", View, of::search, "names, claims and passages",
        [query("q", "what to find"), number("most", "how many hits at most")];
    "/api/1/find", "onus.find/1", View, of::find, "which record a name means, or may mean", [query("q", "the name")];
}
