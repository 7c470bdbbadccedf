//! The one table of routes: of each its method and path, who may use it, and from which level on it shows anything.
//!
//! The router is made from this table and from nothing else. A test asks every route as everybody.

use onus_model::Level;

use crate::api::API;
use crate::asked::{Asked, Reply};
use crate::desk::Desk;
use crate::refusal::Refusal;
use crate::rooms::{
    accountability, adding, case, challenge, checks, claims, coding, commitments, count, findings,
    links, log, map, members, network, records, review, search, sources, statements, timeline,
    view, why, work,
};

/// Who may use a route.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    /// Anyone who can reach the server; nothing of the case is in the answer.
    Anyone,
    /// Whoever has unlocked the case.
    Reader,
    /// A member who has unlocked it on a device that may change it.
    Member,
}

/// From which level on a route shows anything.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Needs {
    /// It shows nothing of the case.
    Nothing,
    /// Everything in it is computed for the reader's level.
    View,
    /// It speaks in the team's own words, and is not there below the level of the team.
    Team,
}

/// The rule of a route.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rule {
    /// `GET` or `POST`.
    pub method: &'static str,
    /// The path; a part in braces is open.
    pub path: &'static str,
    /// Who may use it.
    pub who: Who,
    /// From which level on it shows anything.
    pub needs: Needs,
}

/// Something that a desk does for a request.
pub(crate) type Room = fn(&mut Desk, &Asked) -> Result<Reply, Refusal>;

/// What a route does.
#[derive(Clone, Copy)]
pub(crate) enum Does {
    /// Gives an asset.
    Asset,
    /// Gives a face.
    Font,
    /// Shows the form of unlocking.
    ShowUnlock,
    /// Unlocks.
    Unlock,
    /// Locks.
    Lock,
    /// Gives the description of the API.
    OpenApi,
    /// Something at a desk.
    Room(Room),
}

/// A route.
#[derive(Clone, Copy)]
pub(crate) struct Route {
    pub(crate) rule: Rule,
    pub(crate) does: Does,
    /// Whether it is of the API, whose refusals are documents.
    pub(crate) is_api: bool,
    /// Whether its form may bring files.
    pub(crate) takes_files: bool,
}

const fn get(path: &'static str, who: Who, needs: Needs, does: Does) -> Route {
    let rule = Rule { method: "GET", path, who, needs };
    Route { rule, does, is_api: false, takes_files: false }
}

const fn post(path: &'static str, who: Who, needs: Needs, does: Does) -> Route {
    let rule = Rule { method: "POST", path, who, needs };
    Route { rule, does, is_api: false, takes_files: false }
}

const fn files(path: &'static str, who: Who, needs: Needs, does: Does) -> Route {
    Route { takes_files: true, ..post(path, who, needs, does) }
}

use Does::Room as At;
use Needs::{Nothing, Team, View as ByView};
use Who::{Anyone, Member, Reader};

const PAGES: &[Route] = &[
    get("/assets/{name}", Anyone, Nothing, Does::Asset),
    get("/assets/fonts/{name}", Anyone, Nothing, Does::Font),
    get("/unlock", Anyone, Nothing, Does::ShowUnlock),
    post("/unlock", Anyone, Nothing, Does::Unlock),
    post("/lock", Anyone, Nothing, Does::Lock),
    get("/api/openapi.json", Anyone, Nothing, Does::OpenApi),
    get("/", Reader, ByView, At(case::show)),
    get("/sources", Reader, ByView, At(sources::list)),
    get("/sources/add", Member, Team, At(adding::show)),
    files("/sources/add", Member, Team, At(adding::add)),
    get("/sources/{id}", Reader, ByView, At(sources::show)),
    get("/sources/{id}/code", Member, Team, At(coding::show)),
    post("/sources/{id}/code", Member, Team, At(coding::record)),
    get("/records", Reader, ByView, At(records::list)),
    get("/records/{id}", Reader, ByView, At(records::show)),
    get("/why/{id}", Reader, ByView, At(why::record)),
    get("/why/{id}/{property}", Reader, ByView, At(why::property)),
    get("/claims/{id}", Reader, ByView, At(claims::show)),
    post("/claims/{id}/review", Member, Team, At(claims::review)),
    post("/claims/{id}/retract", Member, Team, At(claims::retract)),
    get("/statements", Reader, ByView, At(statements::show)),
    get("/accountability", Reader, ByView, At(accountability::show)),
    get("/commitments", Reader, ByView, At(commitments::show)),
    get("/count", Reader, ByView, At(count::show)),
    get("/timeline", Reader, ByView, At(timeline::show)),
    get("/map", Reader, ByView, At(map::show)),
    get("/network", Reader, ByView, At(network::show)),
    get("/findings", Reader, ByView, At(findings::show)),
    get("/checks", Reader, ByView, At(checks::show)),
    get("/search", Reader, ByView, At(search::show)),
    get("/links", Reader, ByView, At(links::show)),
    post("/links", Member, Team, At(links::judge)),
    get("/challenge", Reader, ByView, At(challenge::show)),
    get("/members", Reader, Team, At(members::show)),
    get("/review", Reader, Team, At(review::show)),
    get("/log", Reader, ByView, At(log::show)),
    post("/log/verify", Reader, ByView, At(log::verify)),
    get("/work", Reader, ByView, At(work::show)),
    get("/view", Reader, Nothing, At(view::show)),
    post("/view", Reader, Nothing, At(view::take)),
];

/// Every route: the pages, and the API's.
pub(crate) fn all() -> Vec<Route> {
    let api = API.iter().map(|document| Route {
        rule: Rule { method: "GET", path: document.path, who: Reader, needs: document.needs },
        does: At(document.room),
        is_api: true,
        takes_files: false,
    });
    PAGES.iter().copied().chain(api).collect()
}

/// The rule of every route.
#[must_use]
pub fn rules() -> Vec<Rule> {
    all().iter().map(|route| route.rule).collect()
}

impl Rule {
    /// Whether a reader who looks from a level may use the route.
    #[must_use]
    pub fn shows_at(&self, level: Level) -> bool {
        self.needs != Needs::Team || level >= Level::Team
    }
}
