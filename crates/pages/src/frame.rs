//! What frames every page: the running head, the contents, the colophon.

use maud::{DOCTYPE, Markup, PreEscaped, html};

use crate::words::{Language, Words};

/// Where the parts of the frame lead; assets are named by what they hold, so that a browser may keep them.
#[derive(Clone)]
pub struct Frame<'f> {
    /// The words of the page.
    pub words: &'f Words,
    /// The address of the stylesheet.
    pub style: &'f str,
    /// The address of the script.
    pub script: &'f str,
    /// Whether the page is light, dark or as the system is.
    pub theme: Theme,
    /// The case that is open; none on a page that shows nothing of one.
    pub case: Option<Case<'f>>,
}

/// Which colours a page has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    /// As the reader's system has it.
    #[default]
    System,
    /// Dark ink on light paper.
    Light,
    /// Light ink on dark paper.
    Dark,
}

impl Theme {
    /// Its name in forms.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    /// The theme of that name.
    #[must_use]
    pub fn of_word(word: &str) -> Option<Self> {
        [Self::System, Self::Light, Self::Dark].into_iter().find(|theme| theme.word() == word)
    }
}

/// What a page says of the case that is open.
#[derive(Clone, Debug)]
pub struct Case<'f> {
    /// What it is called.
    pub name: &'f str,
    /// Whose desk it is, as the team knows them; none where this computer only reads.
    pub member: Option<&'f str>,
    /// The level that the reader looks at it from.
    pub level: &'f str,
    /// The last day whose commits count; none for all.
    pub as_of: Option<&'f str>,
    /// The last day on which a source was public that counts; none for all.
    pub known_by: Option<&'f str>,
    /// Whether drafts are left out.
    pub released: bool,
    /// Whether this computer may change the case.
    pub changes: bool,
    /// What proves that a form came from a page of this session.
    pub token: &'f str,
    /// After how many seconds without a request the case is locked.
    pub lock_after: u64,
    /// What the reader must be told of this copy.
    pub notices: &'f [String],
    /// How many operations are withheld from this copy.
    pub withheld: u64,
    /// What is known of the log.
    pub colophon: Colophon,
}

impl Case<'_> {
    /// Whether the team's own words are shown.
    pub(crate) fn is_team(&self) -> bool {
        matches!(self.level, "team" | "sealed")
    }
}

/// What the foot of a page says of the log.
#[derive(Clone, Debug, Default)]
pub struct Colophon {
    /// When everything was last checked in this session, and what was found; none where it was not.
    pub verified: Option<Checked>,
}

/// A check of the log.
#[derive(Clone, Debug)]
pub struct Checked {
    /// When, `YYYY-MM-DDThh:mm:ssZ`.
    pub at: String,
    /// Whether nothing was wrong.
    pub sound: bool,
    /// How many commits.
    pub commits: u64,
    /// How many operations.
    pub operations: u64,
}

/// A room of the book.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Room {
    /// What the case says in one page.
    Case,
    /// What it was read in.
    Sources,
    /// What is talked about.
    Records,
    /// Words and names.
    Search,
    /// In order of time.
    Timeline,
    /// Where it happened.
    Map,
    /// Who is tied to what.
    Network,
    /// What officials said, what others say.
    Statements,
    /// What followed each act, event and death.
    Accountability,
    /// What was promised and recommended.
    Commitments,
    /// How standards fare.
    Findings,
    /// How many.
    Counts,
    /// Which records may be one.
    Links,
    /// How each line can be attacked.
    Challenge,
    /// What does not fit together.
    Checks,
    /// What waits for a second person.
    Review,
    /// Who changed what.
    Log,
    /// Who is in the team.
    Members,
    /// How the case is looked at.
    View,
    /// None of the rooms.
    Nowhere,
}

/// A room of the contents: where it is, and the message that names it.
type Entry = (Room, &'static str, &'static str);

/// The contents: parts, each named by a message, with their rooms.
const CONTENTS: &[(&str, &[Entry])] = &[
    ("p-part-case", &[(Room::Case, "/", "p-room-case")]),
    (
        "p-part-material",
        &[
            (Room::Sources, "/sources", "p-room-sources"),
            (Room::Records, "/records", "p-room-records"),
            (Room::Search, "/search", "p-room-search"),
        ],
    ),
    (
        "p-part-happened",
        &[
            (Room::Timeline, "/timeline", "p-room-timeline"),
            (Room::Map, "/map", "p-room-map"),
            (Room::Network, "/network", "p-room-network"),
        ],
    ),
    (
        "p-part-adds-up",
        &[
            (Room::Statements, "/statements", "p-room-statements"),
            (Room::Accountability, "/accountability", "p-room-accountability"),
            (Room::Commitments, "/commitments", "p-room-commitments"),
            (Room::Findings, "/findings", "p-room-findings"),
            (Room::Counts, "/count", "p-room-counts"),
        ],
    ),
    (
        "p-part-work",
        &[
            (Room::Checks, "/checks", "p-room-checks"),
            (Room::Links, "/links", "p-room-links"),
            (Room::Challenge, "/challenge", "p-room-challenge"),
            (Room::Review, "/review", "p-room-review"),
            (Room::Log, "/log", "p-room-log"),
            (Room::Members, "/members", "p-room-members"),
            (Room::View, "/view", "p-room-view"),
        ],
    ),
];

/// A whole page.
#[must_use]
pub fn page(frame: &Frame<'_>, room: Room, title: &str, body: Markup) -> String {
    let words = frame.words;
    let language = words.language();
    let whole = match &frame.case {
        Some(case) => format!("{title} · {} · Onus", case.name),
        None => format!("{title} · Onus"),
    };
    let theme = match frame.theme {
        Theme::System => None,
        theme => Some(theme.word()),
    };
    let lock_after = frame.case.as_ref().map(|case| case.lock_after.to_string());
    let markup = html! {
        (DOCTYPE)
        html lang=(language.tag()) dir=(language.direction()) data-theme=[theme] {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="robots" content="noindex";
                meta name="color-scheme" content="light dark";
                title { (whole) }
                link rel="icon" href="/assets/icon.svg";
                link rel="stylesheet" href=(frame.style);
                script src=(frame.script) defer {}
            }
            body data-lock-after=[lock_after] {
                (PreEscaped(crate::parts::SPRITE))
                a.skip href="#main" { (words.say("p-skip")) }
                (running(frame))
                @if let Some(case) = &frame.case {
                    div.book {
                        (contents(words, room))
                        main #main tabindex="-1" { (notices(words, case)) (body) }
                    }
                    (colophon(words, case))
                } @else {
                    main.alone #main tabindex="-1" { (body) }
                }
            }
        }
    };
    markup.into_string()
}

fn running(frame: &Frame<'_>) -> Markup {
    let words = frame.words;
    html! {
        header.running {
            @match &frame.case {
                None => span.mark-name { "Onus" },
                Some(case) => {
                    a.mark-name href="/" { "Onus" }
                    span.case-name { bdi { (case.name) } }
                    span.sep {}
                    a href="/view" { (known(words, case)) }
                    a href="/view" { (words.with("p-seen-as", [("level", level(words, case.level).into())])) }
                    form.find role="search" action="/search" {
                        input type="search" name="q" aria-label=(words.say("p-find-here"));
                        button { (words.say("p-find")) }
                    }
                    form.lock method="post" action="/lock" {
                        (token(case.token))
                        @if let Some(member) = case.member { span.whoami { bdi { (member) } } " " }
                        button { (words.say("p-lock")) kbd { "Esc Esc" } }
                    }
                }
            }
        }
    }
}

/// What of the case counts, in a few words.
fn known(words: &Words, case: &Case<'_>) -> String {
    let mut told = match case.as_of {
        Some(day) => words.with("p-known-on", [("day", day.into())]),
        None => words.say("p-known-now"),
    };
    if let Some(day) = case.known_by {
        told = format!("{told}, {}", words.with("p-public-by", [("day", day.into())]));
    }
    if case.released {
        told = format!("{told}, {}", words.say("p-released-only"));
    }
    told
}

/// A level in words.
pub(crate) fn level(words: &Words, level: &str) -> String {
    match level {
        "public" => words.say("p-level-public"),
        "pseudonym" => words.say("p-level-pseudonym"),
        "partner" => words.say("p-level-partner"),
        "team" => words.say("p-level-team"),
        "sealed" => words.say("p-level-sealed"),
        other => other.to_owned(),
    }
}

/// What proves that a form came from a page of this session.
pub(crate) fn token(token: &str) -> Markup {
    html! { input type="hidden" name="token" value=(token); }
}

fn contents(words: &Words, here: Room) -> Markup {
    html! {
        nav.contents aria-label=(words.say("p-contents")) {
            details {
                summary { (words.say("p-contents")) }
                ol {
                    @for (part, rooms) in CONTENTS {
                        li.part { (words.say(part)) }
                        @for (room, address, name) in *rooms {
                            li { a href=(address) aria-current=[(*room == here).then_some("page")] { (words.say(name)) } }
                        }
                    }
                }
            }
        }
    }
}

fn notices(words: &Words, case: &Case<'_>) -> Markup {
    html! {
        @if case.withheld > 0 || !case.notices.is_empty() {
            ul.notices {
                @if case.withheld > 0 { li { (words.with("p-partial", [("number", case.withheld.into())])) } }
                @for notice in case.notices { li { (notice) } }
            }
        }
    }
}

fn colophon(words: &Words, case: &Case<'_>) -> Markup {
    html! {
        footer.colophon {
            p {
                @match &case.colophon.verified {
                    Some(checked) if checked.sound => (words.with("p-verified", [
                        ("time", time(&checked.at).into()), ("commits", checked.commits.into()),
                        ("operations", checked.operations.into()),
                    ])),
                    Some(checked) => strong { (words.with("p-verified-wrong", [("time", time(&checked.at).into())])) },
                    None => (words.say("p-not-verified")),
                }
                " "
                a href="/log#verify" { (words.say("p-verify-now")) }
            }
        }
    }
}

/// A moment, `YYYY-MM-DDThh:mm:ssZ`, as it is shown: to the minute, in UTC.
pub(crate) fn time(moment: &str) -> String {
    match (moment.get(..10), moment.get(11..16)) {
        (Some(day), Some(minute)) => format!("{day} {minute} UTC"),
        _ => moment.to_owned(),
    }
}

/// Every language as a choice of a form.
pub(crate) fn languages(chosen: Language) -> Markup {
    html! {
        @for language in Language::all() {
            option value=(language.tag()) lang=(language.tag()) selected[language == chosen] { (language.name()) }
        }
    }
}

/// A word-for-word map of why a page is not there or could not be made.
#[must_use]
pub fn problem(frame: &Frame<'_>, title: &str, message: &str, hint: Option<&str>) -> String {
    let body = html! {
        header.title { h1 { (title) } }
        @for line in message.lines() { p.prose { (line) } }
        @if let Some(hint) = hint { p.small { (hint) } }
    };
    page(frame, Room::Nowhere, title, body)
}
