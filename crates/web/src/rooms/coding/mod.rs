//! `/sources/…/code`: a claim made from words of a source.
//!
//! What the form says is written as one row of a coding sheet, with a register for whoever is new, and read as sheets
//! are: so that both ways of coding mean the same, and say the same of what is wrong. The claim itself belongs to no
//! sheet.

mod choices;
mod form;
mod names;
pub(super) mod sheet;

use onus_case::Edit;
use onus_pages::Words;

use self::form::Form;
use crate::asked::{Asked, Reply};
use crate::desk::Desk;
use crate::refusal::Refusal;

/// The form, empty but for the words it is about.
pub(crate) fn show(desk: &mut Desk, asked: &Asked) -> Result<Reply, Refusal> {
    let desk = &*desk;
    let mut form = Form::of(desk, asked, &asked.query)?;
    form.find_words(desk)?;
    let page = form.page(desk, Told::default())?;
    Ok(Reply::Page(page))
}

/// Records the claim, or shows the form again with what is wrong or to be asked.
pub(crate) fn record(desk: &mut Desk, asked: &Asked) -> Result<Reply, Refusal> {
    let mut form = Form::of(desk, asked, &asked.form)?;
    form.find_words(desk)?;
    if let Some(value) = asked.field("take") {
        let wording = form.wording_of(desk, value);
        form.set("value", value);
        form.set("wording", &wording.unwrap_or_default());
        let page = form.page(desk, Told::default())?;
        return Ok(Reply::Page(page));
    }
    // What the words say plainly is shown, and taken when the form is sent once more.
    if form.field("value").is_empty() && asked.field("act") == Some("record") {
        let (mut values, words) = (form.read(desk), Words::of(desk.eyes.language));
        if let (Some((value, wording)), true) = (values.pop(), values.is_empty()) {
            form.set("value", &value);
            form.set("wording", &wording);
            if let Ok(made) = form.make(desk)? {
                let mut questions = vec![words.was_read(&wording, &value)];
                questions.extend(made.questions);
                form.set("confirmed", "yes");
                return Ok(Reply::Page(form.page(desk, Told { questions, ..Told::default() })?));
            }
            // What else is wrong is told first.
            form.set("value", "");
            form.set("wording", "");
        }
    }
    let made = match form.make(desk)? {
        Ok(made) => made,
        Err(told) => return Ok(Reply::Unfit(form.page(desk, told)?)),
    };
    let asks = !made.questions.is_empty() && form.field("confirmed").is_empty();
    if asks || asked.field("act") == Some("look") {
        form.set("confirmed", "yes");
        let told = Told { questions: made.questions, ..Told::default() };
        return Ok(Reply::Page(form.page(desk, told)?));
    }
    let committed = {
        let (open, mut now) = desk.changing();
        let committed = open.commit(&made.edit, &mut now)?;
        open.refresh_views()?;
        committed
    };
    let last = committed.claims.last().map(ToString::to_string).unwrap_or_default();
    Ok(Reply::See(format!("/sources/{}?claim={last}#c-{last}", form.source)))
}

/// What is to be said beside the form.
#[derive(Default)]
pub(super) struct Told {
    pub(super) problems: Vec<String>,
    questions: Vec<String>,
    meant: Vec<(String, String)>,
}

/// What is to be committed, and what should be asked before it is.
pub(super) struct Made {
    pub(super) edit: Edit,
    pub(super) questions: Vec<String>,
}
