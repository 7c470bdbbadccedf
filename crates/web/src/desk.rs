//! A desk: one member's case, open under their key, and what they look at it with.

use onus_case::{CaseReader, Loaded, Look, Notice, Now, OpenCase, Stored, VaultTexts};
use onus_ingest::documents::process::Reader;
use onus_model::view::View;
use onus_pages::{Case, Checked, Colophon, Frame, NotADocument, Words};
use onus_store::{DeviceHome, Entropy, OsEntropy};
use serde_json::{Value, json};

use crate::asked::{Asked, Reply};
use crate::assets;
use crate::eyes::Eyes;
use crate::refusal::Refusal;
use crate::sessions::WAIT;
use crate::work::{Kind, Outcome, Progress, Works};

/// How the desks of a server are.
#[derive(Clone)]
pub(crate) struct House {
    /// Seconds since 1970-01-01T00:00:00Z, by this computer's clock.
    pub(crate) clock: fn() -> u64,
    /// What a reader is told of a case that was opened.
    pub(crate) told: fn(&Notice) -> String,
    /// After how many seconds without a request a desk is cleared.
    pub(crate) lock_after: u64,
    /// Where this computer keeps its device keys.
    pub(crate) home: DeviceHome,
    /// What reads documents, in a process of its own.
    pub(crate) reader: Reader,
}

/// A desk.
pub(crate) struct Desk {
    pub(crate) open: OpenCase,
    pub(crate) eyes: Eyes,
    pub(crate) house: House,
    /// What proves that a form came from one of its pages.
    pub(crate) token: String,
    /// Long work that was started here.
    pub(crate) works: Works,
    /// Whose desk it is, as the team knows them.
    member: Option<String>,
    entropy: OsEntropy,
}

impl Desk {
    pub(crate) fn new(open: OpenCase, house: House, token: String) -> Self {
        let case = open.case();
        let member = case.author().and_then(|author| case.member_name(author.member).ok()?);
        let (eyes, works, entropy) = (Eyes::default(), Works::default(), OsEntropy);
        Self { open, eyes, house, token, works, member, entropy }
    }

    /// Starts long work: on a thread of its own, with the case opened once more under the same key.
    pub(crate) fn start(
        &mut self,
        kind: Kind,
        of: Option<u64>,
        work: impl FnOnce(&mut OpenCase, &Progress) -> Outcome + Send + 'static,
    ) -> Result<(u64, Progress), Refusal> {
        if !self.works.has_room() {
            let words = Words::of(self.eyes.language);
            return Err(Refusal::Wrong(words.say("p-work-enough")));
        }
        let (path, home) = (self.open.path().to_owned(), self.house.home.clone());
        let unlocked = self.open.unlocked().clone();
        let open = move || {
            let open = OpenCase::open(&path, unlocked, &home, WAIT);
            let mut open = open.map_err(|error| error.to_string())?;
            open.keep_views(&onus_reason::VIEWS);
            Ok(open)
        };
        let started = self.works.start(kind, (self.house.clock)(), of, open, work);
        started.map_err(|error| Refusal::Failed(error.to_string()))
    }

    /// What was last found when everything was checked: when, and the document.
    pub(crate) fn verified(&self) -> Option<(u64, Value)> {
        self.works.latest(Kind::Verifying)
    }

    /// The case, the moment and randomness, for a change.
    pub(crate) fn changing(&mut self) -> (&mut OpenCase, Now<'_>) {
        let seconds = (self.house.clock)();
        (&mut self.open, Now { seconds, entropy: &mut self.entropy as &mut dyn Entropy })
    }

    /// Looks at the case with the session's eyes.
    pub(crate) fn see<T>(
        &self,
        see: impl FnOnce(&Look<'_>) -> Result<T, Refusal>,
    ) -> Result<T, Refusal> {
        self.see_in(|_| Ok(self.eyes.view()), see)
    }

    /// Looks at the case as a request says.
    pub(crate) fn see_as<T>(
        &self,
        asked: &Asked,
        see: impl FnOnce(&Look<'_>) -> Result<T, Refusal>,
    ) -> Result<T, Refusal> {
        self.see_in(|stored| self.eyes.view_of(stored as &dyn CaseReader, asked), see)
    }

    fn see_in<T>(
        &self,
        view: impl FnOnce(&Stored<'_>) -> Result<View, Refusal>,
        see: impl FnOnce(&Look<'_>) -> Result<T, Refusal>,
    ) -> Result<T, Refusal> {
        let stored = self.open.case().read()?;
        let view = view(&stored)?;
        let texts = VaultTexts::of(&self.open);
        let loaded = Loaded::lazily(&stored).with_texts(&texts);
        let seen = see(&loaded.look(view));
        // What was computed while something could not be read does not hold, not even as a refusal.
        loaded.check()?;
        seen
    }

    /// How many operations are withheld from this copy.
    fn withheld(&self) -> u64 {
        let partial = self.open.notices().iter().find_map(|notice| match notice {
            Notice::Partial(missing) => Some(missing.withheld),
            _ => None,
        });
        partial.unwrap_or(0)
    }

    /// A document for a program: a partial copy says so in each.
    pub(crate) fn document(&self, mut document: Value) -> Value {
        let withheld = self.withheld();
        if let (true, Some(fields)) = (withheld > 0, document.as_object_mut()) {
            fields.insert("partial".to_owned(), json!({ "withheld": withheld }));
        }
        document
    }

    /// Whether this computer may change the case.
    pub(crate) fn may_change(&self) -> bool {
        self.open.case().author().is_some()
    }

    /// What the case is called: its folder's name.
    pub(crate) fn name(&self) -> String {
        let stem = self.open.path().file_stem().map(|stem| stem.to_string_lossy().into_owned());
        onus_answers::mark::clean(&stem.unwrap_or_default())
    }

    /// A page, framed as this desk is.
    pub(crate) fn page(
        &self,
        set: impl FnOnce(&Frame<'_>) -> Result<String, NotADocument>,
    ) -> Result<Reply, Refusal> {
        Ok(Reply::Page(self.framed(set)?))
    }

    /// A page that can always be set.
    pub(crate) fn framed<E>(
        &self,
        set: impl FnOnce(&Frame<'_>) -> Result<String, E>,
    ) -> Result<String, E> {
        let words = Words::of(self.eyes.language);
        let (name, eyes) = (self.name(), &self.eyes);
        let as_of = eyes.as_of.map(|day| day.to_string());
        let known_by = eyes.known_by.map(|day| day.to_string());
        let notices = self.open.notices().iter();
        let notices = notices.filter(|notice| !matches!(notice, Notice::Partial(_)));
        let notices: Vec<String> = notices.map(self.house.told).collect();
        let case = Case {
            name: &name,
            member: self.member.as_deref(),
            level: eyes.level.word(),
            as_of: as_of.as_deref(),
            known_by: known_by.as_deref(),
            released: eyes.released,
            changes: self.may_change(),
            token: &self.token,
            lock_after: self.house.lock_after,
            notices: &notices,
            withheld: self.withheld(),
            colophon: self.colophon(),
        };
        let assets = assets::addresses();
        set(&Frame {
            words: &words,
            style: &assets.style,
            script: &assets.script,
            theme: eyes.theme,
            case: Some(case),
        })
    }

    fn colophon(&self) -> Colophon {
        let verified = self.verified().map(|(at, document)| Checked {
            at: moment(at),
            sound: document["sound"].as_bool().unwrap_or(false),
            commits: document["commits"].as_u64().unwrap_or(0),
            operations: document["operations"].as_u64().unwrap_or(0),
        });
        Colophon { verified }
    }
}

/// A moment in seconds since 1970, `YYYY-MM-DDThh:mm:ssZ`.
pub(crate) fn moment(seconds: u64) -> String {
    let days = i64::try_from(seconds / 86_400).ok();
    let day = days.and_then(onus_model::value::date::Day::from_number);
    let (hours, minutes) = (seconds / 3600 % 24, seconds / 60 % 60);
    match day {
        Some(day) => format!("{day}T{hours:02}:{minutes:02}:{:02}Z", seconds % 60),
        None => seconds.to_string(),
    }
}
