//! How the case is looked at: from which level, as of when, in which language, in which colours.

use maud::html;

use crate::frame::{Frame, Room, Theme, languages, level, page, token};
use crate::parts;

/// The levels, from the widest circle in.
const LEVELS: [&str; 5] = ["public", "pseudonym", "partner", "team", "sealed"];

/// The page. `problem` says what could not be taken over.
#[must_use]
pub fn view(frame: &Frame<'_>, problem: Option<&str>) -> String {
    let words = frame.words;
    let title = words.say("p-room-view");
    let body = html! {
        (parts::title(html! {}, &title, html! { p.lede { (words.say("p-view-lede")) } }))
        @if let Some(problem) = problem { p.problem role="alert" { (problem) } }
        @if let Some(case) = &frame.case {
            form.plain method="post" action="/view" {
                (token(case.token))
                p {
                    label for="level" { (words.say("p-view-level")) }
                    select #level name="level" { @for one in LEVELS { option value=(one) selected[one == case.level] { (level(words, one)) } } }
                }
                p.tiny { (words.say("p-view-level-note")) }
                p {
                    label for="as-of" { (words.say("p-view-as-of")) }
                    input #as-of name="as-of" value=(case.as_of.unwrap_or_default()) placeholder="2013-07-10" autocomplete="off";
                }
                p {
                    label for="known-by" { (words.say("p-view-known-by")) }
                    input #known-by name="known-by" value=(case.known_by.unwrap_or_default()) placeholder="2011-12-31" autocomplete="off";
                }
                p { label.choice { input type="checkbox" name="released" value="yes" checked[case.released]; " " (words.say("p-view-released")) } }
                p {
                    label for="language" { (words.say("p-view-language")) }
                    select #language name="language" { (languages(words.language())) }
                }
                p {
                    label for="theme" { (words.say("p-view-theme")) }
                    select #theme name="theme" {
                        @for (theme, key) in [(Theme::System, "p-theme-system"), (Theme::Light, "p-theme-light"), (Theme::Dark, "p-theme-dark")] {
                            option value=(theme.word()) selected[theme == frame.theme] { (words.say(key)) }
                        }
                    }
                }
                p.go { button.primary { (words.say("p-view-take")) } }
            }
        }
    };
    page(frame, Room::View, &title, body)
}
