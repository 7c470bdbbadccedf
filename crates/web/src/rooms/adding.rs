//! `/sources/add`: documents into the case, as `onus add` puts them there.

use onus_answers::adding;
use onus_answers::reading::Teller;
use onus_case::{Now, OpenCase};
use onus_ingest::adding::{AddError, Adder, Adding};
use onus_ingest::documents::Limits;
use onus_model::value::date::{Day, Edtf};
use onus_pages::Words;
use onus_pages::rooms::adding::{Form, adding as adding_page};
use onus_store::{Entropy, OsEntropy};
use onus_text::InterfaceLanguage;
use serde_json::Value;

use crate::arriving::{Arrived, Brought, LARGEST};
use crate::asked::{Asked, Reply};
use crate::desk::Desk;
use crate::documents as of;
use crate::refusal::Refusal;
use crate::work::{Kind, Outcome, Progress, SOON, Stage};

pub(crate) fn show(desk: &mut Desk, asked: &Asked) -> Result<Reply, Refusal> {
    let source = asked.query("source").unwrap_or_default();
    let form = Form { source, received: "", from: "", note: "", problem: None, largest: LARGEST };
    desk.page(|frame| Ok(adding_page(frame, &form)))
}

/// The form again, with what is wrong. Files cannot be put back into it.
fn unfit(desk: &Desk, asked: &Asked, problem: &str) -> Result<Reply, Refusal> {
    let field = |name| asked.field(name).unwrap_or_default();
    let form = Form {
        source: field("source"),
        received: field("received"),
        from: field("from"),
        note: field("note"),
        problem: Some(problem),
        largest: LARGEST,
    };
    let page = desk.framed(|frame| Ok::<_, Refusal>(adding_page(frame, &form)))?;
    Ok(Reply::Unfit(page))
}

/// Reads and records what the form brought, apart from the desk.
pub(crate) fn add(desk: &mut Desk, asked: &Asked) -> Result<Reply, Refusal> {
    let words = Words::of(desk.eyes.language);
    let Brought { files, lease, .. } = asked.take_files();
    let Some(lease) = lease.filter(|_| !files.is_empty()) else {
        return unfit(desk, asked, &words.say("p-add-no-file"));
    };
    let source = asked.field("source").map(|named| {
        desk.see(|look| {
            let id = of::record(look, named)?;
            let kind = look.corpus().record_type(id);
            let is_source = kind.is_some_and(|kind| kind.as_str() == "source");
            if is_source { Ok(id) } else { Err(Refusal::NotThere) }
        })
    });
    let source = match source.transpose() {
        Ok(source) => source,
        Err(Refusal::NotThere) => {
            let named = asked.field("source").unwrap_or_default();
            return unfit(desk, asked, &words.nobody(named));
        }
        Err(error) => return Err(error),
    };
    let today = || {
        let days = i64::try_from((desk.house.clock)() / 86_400).ok().and_then(Day::from_number);
        days.map(|day| day.to_string()).unwrap_or_default()
    };
    let received = match asked.field("received") {
        None => today(),
        Some(text) => match text.parse::<Edtf>() {
            Ok(date) => date.to_string(),
            Err(_) => return unfit(desk, asked, &words.no_date(text)),
        },
    };
    let adding = Adding {
        source,
        handle: None,
        received,
        from: asked.field("from").map(ToOwned::to_owned),
        note: asked.field("note").map(ToOwned::to_owned),
        again: false,
    };
    let (reader, clock) = (desk.house.reader.clone(), desk.house.clock);
    let language = desk.eyes.language.tag().parse().unwrap_or(InterfaceLanguage::ENGLISH);
    let number = u64::try_from(files.len()).ok();
    let (work, progress) = desk.start(Kind::Adding, number, move |open, progress| {
        let adder = Adder { reader: &reader, limits: Limits::default(), lease };
        record(open, &adder, files, &adding, clock, &Teller::new(language), progress)
    })?;
    // One document that was read soon is shown at once.
    if let Some(Ok(done)) = progress.wait(SOON)
        && let Some(source) = only_source(&done)
    {
        return Ok(Reply::See(format!("/sources/{source}")));
    }
    Ok(Reply::See(format!("/work#w{work}")))
}

/// The source of a document of one file that was added without anything to be told of it.
fn only_source(done: &Value) -> Option<&str> {
    let [file] = done["files"].as_array()?.as_slice() else { return None };
    let told = ["notes", "unread"].iter().any(|name| file[*name] != serde_json::json!([]));
    if told { None } else { file["source"]["id"].as_str() }
}

fn record(
    open: &mut OpenCase,
    adder: &Adder<'_>,
    files: Vec<Arrived>,
    adding: &Adding,
    clock: fn() -> u64,
    teller: &Teller,
    progress: &Progress,
) -> Outcome {
    let told = |error: &dyn std::fmt::Display| error.to_string();
    let mut documents = Vec::new();
    for (place, file) in files.into_iter().enumerate() {
        progress.at(Stage::Reading(place));
        let name = file.name.clone();
        let shown = onus_answers::mark::clean(&name);
        let Some(row) = file.take() else { continue };
        let mut entropy = OsEntropy;
        let mut now = Now { seconds: clock(), entropy: &mut entropy as &mut dyn Entropy };
        documents.push(match adder.add_sealed(open, &row, &name, adding, &mut now) {
            Ok(added) => {
                adding::added(&shown, &added, open, teller).map_err(|error| told(&error))?
            }
            Err(AddError::File(why)) => adding::refused(&shown, &why),
            Err(AddError::Case(error)) => return Err(told(&error)),
        });
    }
    progress.at(Stage::Finding);
    open.index_texts().map_err(|error| told(&error))?;
    open.refresh_views().map_err(|error| told(&error))?;
    Ok(adding::to_json(documents))
}
