//! The gate: what every request passes before a route, and every answer on its way out.
//!
//! In order: the name that was asked for must be loopback's own; a form must come from a page of the same session; who
//! may use the route, and from which level on it shows anything, is told by its rule. An answer gets a strict policy:
//! nothing but what is served here, no inline script or style, no framing, nothing kept.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, to_bytes};
use axum::extract::{FromRequestParts, RawPathParams, Request};
use axum::http::request::Parts;
use axum::http::{HeaderName, HeaderValue, Method, Response, StatusCode, header};
use onus_pages::rooms::unlock::{Unlocking, unlock};
use onus_pages::{Frame, Language, Theme, Words, problem};
use onus_store::{Entropy, OsEntropy};
use serde_json::{Value, json};
use subtle::ConstantTimeEq;
use tokio::sync::{Semaphore, oneshot};
use zeroize::Zeroizing;

use crate::arriving::{self, Brought};
use crate::asked::{Asked, Reply};
use crate::assets;
use crate::desk::{Desk, House};
use crate::openapi;
use crate::refusal::Refusal;
use crate::routes::{Does, Needs, Room, Route, Who};
use crate::sessions::{NotUnlocked, Session, Sessions, Ticket};

/// The most bytes that a form may have.
pub(crate) const FORM: usize = 1 << 20;

/// The most fields of a form or of an address.
pub(crate) const FIELDS: usize = 400;

/// How long the body of a request may take.
const BODY: Duration = Duration::from_secs(20);

/// The cookie of a session.
const SESSION: &str = "onus";

/// The cookie that goes with a form of unlocking.
const UNLOCKING: &str = "onus-unlocking";

type Answer = Response<Body>;

/// What the gate knows.
pub(crate) struct Gate {
    sessions: Arc<Sessions>,
    /// What forms of unlocking are made with; of this process alone.
    secret: Zeroizing<[u8; 32]>,
    /// One passphrase is tried at a time.
    trying: Semaphore,
    port: u16,
}

impl Gate {
    pub(crate) fn new(case: PathBuf, house: House, port: u16) -> Option<Self> {
        let mut secret = Zeroizing::new([0; 32]);
        OsEntropy.fill(secret.as_mut()).ok()?;
        let sessions = Sessions::new(case, house);
        Some(Self { sessions, secret, trying: Semaphore::new(1), port })
    }

    /// Whether a request names this server as it is called on this computer.
    fn is_called(&self, parts: &Parts) -> bool {
        let mut hosts = parts.headers.get_all(header::HOST).iter();
        let (Some(host), None) = (hosts.next(), hosts.next()) else { return false };
        let Ok(host) = host.to_str() else { return false };
        self.own().iter().any(|own| own.eq_ignore_ascii_case(host))
    }

    /// The names of this server.
    fn own(&self) -> [String; 3] {
        ["127.0.0.1", "localhost", "[::1]"].map(|host| format!("{host}:{}", self.port))
    }

    /// Whether what changes something was sent by a page of this server.
    fn is_from_here(&self, parts: &Parts) -> bool {
        let text = |name: &str| parts.headers.get(name).map(|value| value.to_str().unwrap_or(""));
        let site = text("sec-fetch-site").is_none_or(|site| matches!(site, "same-origin" | "none"));
        let origin = text("origin").is_none_or(|origin| {
            let host = origin.strip_prefix("http://");
            host.is_some_and(|host| self.own().iter().any(|own| own.eq_ignore_ascii_case(host)))
        });
        site && origin
    }
}

/// The value of a cookie.
fn cookie<'p>(parts: &'p Parts, name: &str) -> Option<&'p str> {
    let lines = parts.headers.get_all(header::COOKIE).iter();
    let pairs = lines.filter_map(|line| line.to_str().ok()).flat_map(|line| line.split(';'));
    let mut pairs = pairs.filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(known, _)| *known == name).map(|(_, value)| value)
}

/// Names with values, as an address or a form writes them.
fn fields(text: &[u8]) -> Vec<(String, String)> {
    let pairs = form_urlencoded::parse(text).take(FIELDS);
    pairs.map(|(name, value)| (name.into_owned(), value.into_owned())).collect()
}

fn same(one: &str, other: &str) -> bool {
    one.as_bytes().ct_eq(other.as_bytes()).into()
}

/// Passes a request on to its route.
pub(crate) async fn pass(gate: Arc<Gate>, route: Route, request: Request) -> Answer {
    let (mut parts, body) = request.into_parts();
    if !gate.is_called(&parts) {
        return misdirected();
    }
    let mut asked = Asked::default();
    if let Ok(params) = RawPathParams::from_request_parts(&mut parts, &()).await {
        asked.params =
            params.iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
    }
    asked.query = fields(parts.uri.query().unwrap_or_default().as_bytes());
    if parts.method == Method::POST {
        if !gate.is_from_here(&parts) {
            return plain(
                StatusCode::FORBIDDEN,
                "This form was not sent by a page of this server.",
            );
        }
        let kind = content_type(&parts).to_owned();
        if route.takes_files && media(&kind).eq_ignore_ascii_case("multipart/form-data") {
            match bring(&gate, route, &parts, &kind, body).await {
                Ok(mut brought) => {
                    asked.form = std::mem::take(&mut brought.fields);
                    asked.brought = brought.into();
                }
                Err(answer) => return guarded(answer),
            }
        } else {
            match form(&kind, body).await {
                Ok(form) => asked.form = form,
                Err((status, told)) => return plain(status, told),
            }
        }
    }
    let answer = match route.does {
        Does::Asset => kept(assets::asset(asked.param("name"))),
        Does::Font => kept(assets::font(asked.param("name"))),
        Does::OpenApi => json_answer(StatusCode::OK, &openapi::description()),
        Does::ShowUnlock => show_unlock(&gate, &parts, &asked, None),
        Does::Unlock => do_unlock(&gate, &parts, &asked).await,
        Does::Lock => lock(&gate, &parts, &asked),
        Does::Room(room) => at_desk(&gate, route, room, &parts, asked).await,
    };
    guarded(answer)
}

/// What a request says its body is.
fn content_type(parts: &Parts) -> &str {
    let kind = parts.headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    kind.unwrap_or_default()
}

/// A media type without its parameters.
fn media(kind: &str) -> &str {
    kind.split(';').next().unwrap_or_default().trim()
}

/// Takes in a form with files, for a session that may use the route.
async fn bring(
    gate: &Arc<Gate>,
    route: Route,
    parts: &Parts,
    kind: &str,
    body: Body,
) -> Result<Brought, Answer> {
    let session = cookie(parts, SESSION).and_then(|value| gate.sessions.of(&Ticket::of(value)));
    let Some(session) = session else { return Err(locked(route, parts)) };
    let (tell, told) = oneshot::channel();
    session.give(move |desk: &mut Desk| {
        let words = Words::of(desk.eyes.language);
        let may = match may_use(desk, route, &words) {
            Ok(()) => Ok(desk.open.vault()),
            Err(refusal) => Err(Box::new(refused(desk, route, &words, &refusal))),
        };
        let _ = tell.send(may);
    });
    let vault = match told.await {
        Ok(Ok(vault)) => vault,
        Ok(Err(answer)) => return Err(*answer),
        Err(_) => return Err(locked(route, parts)),
    };
    let is_token = |given: &str| same(given, &session.token);
    let brought = arriving::take_in(kind, body, is_token, vault).await;
    brought.map_err(|(status, told)| plain(status, told))
}

/// Reads the form of a request.
async fn form(kind: &str, body: Body) -> Result<Vec<(String, String)>, (StatusCode, &'static str)> {
    if !media(kind).eq_ignore_ascii_case("application/x-www-form-urlencoded") {
        return Err((
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "Forms are sent as application/x-www-form-urlencoded.",
        ));
    }
    match tokio::time::timeout(BODY, to_bytes(body, FORM)).await {
        Ok(Ok(bytes)) => Ok(fields(&bytes)),
        Ok(Err(_)) => {
            Err((StatusCode::PAYLOAD_TOO_LARGE, "The form is longer than this server takes."))
        }
        Err(_) => Err((StatusCode::REQUEST_TIMEOUT, "The form did not arrive in time.")),
    }
}

/// Has the desk of the session do what the route does.
async fn at_desk(
    gate: &Arc<Gate>,
    route: Route,
    room: Room,
    parts: &Parts,
    asked: Asked,
) -> Answer {
    let session = cookie(parts, SESSION).and_then(|value| gate.sessions.of(&Ticket::of(value)));
    let Some(session) = session else { return locked(route, parts) };
    let proof = asked.field("token").unwrap_or_default();
    let proven = parts.method != Method::POST || same(proof, &session.token);
    let (tell, told) = oneshot::channel();
    let given = session.give(move |desk: &mut Desk| {
        let answer = answer(desk, route, room, &asked, proven);
        // Who asked may be gone.
        let _ = tell.send(answer);
    });
    if !given {
        return locked(route, parts);
    }
    // The desk is gone when it was cleared before it came to this.
    told.await.unwrap_or_else(|_| locked(route, parts))
}

/// What a desk answers, by the route's rule.
fn answer(desk: &mut Desk, route: Route, room: Room, asked: &Asked, proven: bool) -> Answer {
    let words = Words::of(desk.eyes.language);
    let may = match proven {
        true => may_use(desk, route, &words),
        false => Err(Refusal::NotAllowed(words.say("p-old-form"))),
    };
    match may.and_then(|()| room(desk, asked)) {
        Ok(Reply::Page(page)) => html(StatusCode::OK, page),
        Ok(Reply::Unfit(page)) => html(StatusCode::UNPROCESSABLE_ENTITY, page),
        Ok(Reply::Json(document)) => json_answer(StatusCode::OK, &desk.document(document)),
        Ok(Reply::See(address)) => see(&address),
        Err(refusal) => refused(desk, route, &words, &refusal),
    }
}

/// Keeps the rule of a route.
fn may_use(desk: &Desk, route: Route, words: &Words) -> Result<(), Refusal> {
    if route.rule.who == Who::Member && !desk.may_change() {
        return Err(Refusal::NotAllowed(words.say("p-only-reads")));
    }
    if route.rule.shows_at(desk.eyes.level) {
        return Ok(());
    }
    match route.rule.needs {
        Needs::Team if !route.is_api => Err(Refusal::Wrong(words.say("p-team-only"))),
        _ => Err(Refusal::NotThere),
    }
}

fn refused(desk: &Desk, route: Route, words: &Words, refusal: &Refusal) -> Answer {
    let status =
        StatusCode::from_u16(refusal.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    if route.is_api {
        return json_answer(status, &json!({ "shape": "onus.error/1", "error": refusal.told() }));
    }
    let (title, told) = match refusal {
        Refusal::NotThere => (words.say("p-not-there-title"), words.say("p-not-there")),
        Refusal::Failed(told) => (words.say("p-failed-title"), told.clone()),
        other => (words.say("p-wrong-title"), other.told().to_owned()),
    };
    let page = desk.framed(|frame| Ok::<_, ()>(problem(frame, &title, &told, None)));
    html(status, page.unwrap_or_default())
}

/// What is answered to whoever has not unlocked.
fn locked(route: Route, parts: &Parts) -> Answer {
    if route.is_api {
        let told = json!({ "shape": "onus.error/1", "error": "the case is locked" });
        return json_answer(StatusCode::UNAUTHORIZED, &told);
    }
    let address = parts.uri.path_and_query().map_or("/", |address| address.as_str());
    match parts.method {
        Method::POST => see("/unlock"),
        _ if address == "/" => see("/unlock"),
        _ => {
            let next: String = form_urlencoded::byte_serialize(address.as_bytes()).collect();
            see(&format!("/unlock?next={next}"))
        }
    }
}

/// An address here to go on to: a path, and no other server.
fn onward(next: &str) -> &str {
    let plain = next.bytes().all(|byte| (0x21..0x7f).contains(&byte) && byte != b'\\');
    if next.starts_with('/') && !next.starts_with("//") && plain { next } else { "/" }
}

fn show_unlock(gate: &Gate, parts: &Parts, asked: &Asked, wrong: Option<&str>) -> Answer {
    let session = cookie(parts, SESSION).and_then(|value| gate.sessions.of(&Ticket::of(value)));
    if session.is_some() && wrong.is_none() {
        return see(onward(asked.query("next").unwrap_or("/")));
    }
    let Some(ticket) = Ticket::new() else {
        return plain(StatusCode::INTERNAL_SERVER_ERROR, "The system gives no randomness.");
    };
    let token = Sessions::unlocking_token(&gate.secret, &ticket.value);
    let next = asked.query("next").or_else(|| asked.field("next")).unwrap_or("/");
    let with = Unlocking {
        token: &token,
        next: onward(next),
        problem: wrong,
        locked: asked.query("locked").is_some(),
    };
    let words = Words::of(language(parts));
    let assets = assets::addresses();
    let frame = Frame {
        words: &words,
        style: &assets.style,
        script: &assets.script,
        theme: Theme::System,
        case: None,
    };
    let status = if wrong.is_some() { StatusCode::FORBIDDEN } else { StatusCode::OK };
    let mut answer = html(status, unlock(&frame, &with));
    set_cookie(&mut answer, UNLOCKING, &ticket.value, "/unlock", 3600);
    answer
}

/// The first language that a browser asks for and that there is.
fn language(parts: &Parts) -> Language {
    let wanted = parts.headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
    let tags = wanted.unwrap_or_default().split(',');
    let tags = tags.map(|tag| tag.split(';').next().unwrap_or_default().trim());
    let known = tags.filter_map(|tag| Language::of_tag(tag.split('-').next().unwrap_or_default()));
    known.into_iter().next().unwrap_or(Language::ENGLISH)
}

async fn do_unlock(gate: &Arc<Gate>, parts: &Parts, asked: &Asked) -> Answer {
    // The words of a language are made where they are said: they cannot be carried over a wait.
    let again = |say: &dyn Fn(&Words) -> String| {
        let problem = say(&Words::of(language(parts)));
        show_unlock(gate, parts, asked, Some(&problem))
    };
    let proof =
        cookie(parts, UNLOCKING).map(|value| Sessions::unlocking_token(&gate.secret, value));
    let given = asked.field("token").unwrap_or_default();
    if !proof.is_some_and(|proof| same(&proof, given)) {
        return again(&|words| words.say("p-old-form"));
    }
    // White space at its ends belongs to a passphrase.
    let passphrase = asked.form.iter().find(|(name, _)| name == "passphrase");
    let passphrase = Zeroizing::new(passphrase.map(|(_, text)| text.clone()).unwrap_or_default());
    let Ok(_permit) = gate.trying.try_acquire() else {
        return again(&|words| words.say("p-unlock-busy"));
    };
    let (tell, told) = oneshot::channel();
    let sessions = Arc::clone(&gate.sessions);
    std::thread::spawn(move || {
        let _ = tell.send(sessions.unlock(&passphrase));
    });
    match told.await {
        Ok(Ok(ticket)) => {
            let mut answer = see(onward(asked.field("next").unwrap_or("/")));
            set_cookie(&mut answer, SESSION, &ticket.value, "/", 0);
            answer
        }
        Ok(Err(NotUnlocked::WrongPassphrase)) => again(&|words| words.say("p-unlock-wrong")),
        Ok(Err(NotUnlocked::Refused(reason))) => again(&|words| words.refused(&reason)),
        Err(_) => again(&|words| words.refused("")),
    }
}

fn lock(gate: &Gate, parts: &Parts, asked: &Asked) -> Answer {
    let ticket = cookie(parts, SESSION).map(Ticket::of);
    let session: Option<Session> = ticket.as_ref().and_then(|ticket| gate.sessions.of(ticket));
    if let (Some(ticket), Some(session)) = (&ticket, &session) {
        if !same(asked.field("token").unwrap_or_default(), &session.token) {
            return plain(StatusCode::FORBIDDEN, "This form is from an earlier session.");
        }
        gate.sessions.end(ticket);
    }
    let mut answer = see("/unlock?locked=yes");
    set_cookie(&mut answer, SESSION, "", "/", -1);
    set(&mut answer, "clear-site-data", "\"cache\", \"storage\"");
    answer
}

/// What is answered where no route is.
pub(crate) async fn nowhere(gate: Arc<Gate>, request: Request) -> Answer {
    let (parts, _) = request.into_parts();
    if !gate.is_called(&parts) {
        return misdirected();
    }
    guarded(plain(StatusCode::NOT_FOUND, "There is no such page."))
}

/// What is answered where a route is not for that method.
pub(crate) async fn not_so(gate: Arc<Gate>, request: Request) -> Answer {
    let (parts, _) = request.into_parts();
    if !gate.is_called(&parts) {
        return misdirected();
    }
    guarded(plain(StatusCode::METHOD_NOT_ALLOWED, "This address is not asked in that way."))
}

fn misdirected() -> Answer {
    guarded(plain(
        StatusCode::MISDIRECTED_REQUEST,
        "This server answers under its own address only: http://127.0.0.1 with its port.",
    ))
}

fn with(status: StatusCode, kind: &'static str, body: impl Into<Body>) -> Answer {
    let mut answer = Response::new(body.into());
    *answer.status_mut() = status;
    answer.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    answer
}

fn plain(status: StatusCode, told: &str) -> Answer {
    guarded(with(status, "text/plain; charset=utf-8", format!("{told}\n")))
}

fn html(status: StatusCode, page: String) -> Answer {
    with(status, "text/html; charset=utf-8", page)
}

fn json_answer(status: StatusCode, document: &Value) -> Answer {
    with(status, "application/json", document.to_string())
}

fn see(address: &str) -> Answer {
    let mut answer = with(StatusCode::SEE_OTHER, "text/plain; charset=utf-8", "");
    set(&mut answer, "location", address);
    answer
}

/// An asset, which may be kept: another version has another address.
fn kept(asset: Option<(&'static str, &'static [u8])>) -> Answer {
    let Some((kind, bytes)) = asset else {
        return plain(StatusCode::NOT_FOUND, "There is no such file.");
    };
    let mut answer = with(StatusCode::OK, kind, bytes);
    set(&mut answer, "cache-control", "private, max-age=31536000, immutable");
    answer
}

fn set(answer: &mut Answer, name: &'static str, value: &str) {
    // What cannot stand in a header is left out: nothing of it may become a header of its own.
    if let Ok(value) = HeaderValue::from_str(value) {
        answer.headers_mut().insert(HeaderName::from_static(name), value);
    }
}

/// Sets a cookie: for a number of seconds, for the session (0), or no more (-1).
fn set_cookie(answer: &mut Answer, name: &str, value: &str, path: &str, seconds: i32) {
    let age = match seconds {
        0 => String::new(),
        seconds => format!("; Max-Age={}", seconds.max(0)),
    };
    let cookie = format!("{name}={value}; Path={path}; HttpOnly; SameSite=Strict{age}");
    if let Ok(value) = HeaderValue::from_str(&cookie) {
        answer.headers_mut().append(header::SET_COOKIE, value);
    }
}

/// What every answer says of itself.
const GUARDS: [(&str, &str); 10] = [
    (
        "content-security-policy",
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; font-src 'self'; \
         connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; \
         require-trusted-types-for 'script'",
    ),
    ("x-content-type-options", "nosniff"),
    ("x-frame-options", "DENY"),
    ("referrer-policy", "same-origin"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    ("cross-origin-embedder-policy", "require-corp"),
    ("x-dns-prefetch-control", "off"),
    ("x-robots-tag", "noindex"),
    (
        "permissions-policy",
        "camera=(), microphone=(), geolocation=(), clipboard-read=(), display-capture=(), usb=()",
    ),
];

fn guarded(mut answer: Answer) -> Answer {
    for (name, value) in GUARDS {
        set(&mut answer, name, value);
    }
    if !answer.headers().contains_key(header::CACHE_CONTROL) {
        set(&mut answer, "cache-control", "no-store");
    }
    answer
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_paths_of_this_server_are_gone_on_to() {
        for here in ["/", "/records?type=act", "/sources/ab#c-1"] {
            assert_eq!(onward(here), here);
        }
        for elsewhere in
            ["", "//evil.example", "/\\evil", "http://evil", "/a\r\nSet-Cookie: x", "a"]
        {
            assert_eq!(onward(elsewhere), "/", "{elsewhere}");
        }
    }
}
