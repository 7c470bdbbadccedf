//! `onus code`: records what sources say, from coding sheets, and writes them back.

use std::path::{Path, PathBuf};

use onus_case::{CaseError, OpenCase};
use onus_ingest::sheets::{Format, SheetId};
use serde_json::json;

use crate::coding::plan::{self, Plan, Reason};
use crate::coding::{self, export, files};
use crate::error::{CommandError, Outcome};
use crate::session::Session;
use crate::{console, passphrase};
use onus_ingest::sheets::in_case::InCase;

/// A format of sheets.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum SheetFormat {
    /// A table in UTF-8.
    #[default]
    Csv,
    /// An Excel workbook.
    Xlsx,
    /// YAML 1.2.
    Yaml,
}

impl From<SheetFormat> for Format {
    fn from(format: SheetFormat) -> Self {
        match format {
            SheetFormat::Csv => Self::Csv,
            SheetFormat::Xlsx => Self::Xlsx,
            SheetFormat::Yaml => Self::Yaml,
        }
    }
}

/// Record what sources say, from coding sheets
///
/// A sheet is a table with one row a claim: who says it, about what, where it was read. A folder is taken
/// whole: its register, its sheets, and the files in its schema/ folder. Either everything is applied or,
/// when one row is wrong, nothing. Applying a sheet again unchanged changes nothing; a row that says
/// something else makes a new claim, and the old one is reported until it is retracted with a reason.
#[derive(clap::Args, Debug)]
#[command(
    after_help = "Examples:\n  onus code examples/zhanaozen                    the register and all sheets of the worked example\n  onus code examples/zhanaozen/z02.csv --dry-run  what would change\n  onus code z02.csv --retract source-corrected    retract what z02 no longer says\n  onus code --template z15.xlsx                   an empty sheet with drop-downs, to be filled in\n  onus code --export out --format yaml            all sheets of the case, to be read by anyone\n  onus code --export out --seal                   … or only with a passphrase"
)]
pub(crate) struct Args {
    /// Sheets (.csv, .xlsx, .yaml, or sealed: .age) or folders of them
    #[arg(value_name = "SHEET", required_unless_present_any = ["template", "export"])]
    sheets: Vec<PathBuf>,
    /// Show what would change, and change nothing
    #[arg(long)]
    dry_run: bool,
    /// Retract the claims that these sheets made and no longer make
    #[arg(long, value_enum, value_name = "REASON")]
    retract: Option<Reason>,
    /// Write every sheet of the case into this folder
    #[arg(long, value_name = "DIR", conflicts_with_all = ["sheets", "dry_run", "retract"])]
    export: Option<PathBuf>,
    /// The format to write
    #[arg(long, value_enum, requires = "export")]
    format: Option<SheetFormat>,
    /// Write an empty sheet to be filled in; its name is the sheet's id
    #[arg(long, value_name = "FILE", conflicts_with_all = ["sheets", "dry_run", "retract", "export"])]
    template: Option<PathBuf>,
    /// Seal what is written with a passphrase
    #[arg(long)]
    seal: bool,
}

pub(crate) fn run(session: &mut Session, args: &Args) -> Result<Outcome, CommandError> {
    if let Some(folder) = &args.export {
        return write_sheets(session, folder, args.format.unwrap_or_default().into(), args.seal);
    }
    if let Some(file) = &args.template {
        return write_template(session, file, args.seal);
    }
    let given = files::read(&args.sheets)?;
    if given.readable {
        console::note(
            "note: these sheets can be read by whoever has the files; --seal writes sealed ones",
        );
    }
    let mut open = session.open()?;
    let (plan, commit) = apply(session, &mut open, &given, args.retract, args.dry_run)?;
    for question in &plan.questions {
        console::note(&format!("question: {question}"));
    }
    session.tell(
        &coding::text(&plan, args.dry_run, args.retract),
        &coding::json(&plan, args.dry_run, args.retract, commit),
    );
    Ok(Outcome::Done)
}

/// Applies sheets; gives what changed, and the commit when there was one.
pub(crate) fn apply(
    session: &mut Session,
    open: &mut OpenCase,
    given: &files::Given,
    retract: Option<Reason>,
    dry_run: bool,
) -> Result<(Plan, Option<String>), CommandError> {
    let _progress = console::Progress::start("reading the sheets");
    let plan = {
        let stored = open.case().read()?;
        let coder = coder(open)?;
        let known = InCase { case: open.case(), stored: &stored, coder };
        plan::plan(open, &known, &given.sheets, &given.schema, retract, &mut session.entropy)?
    };
    if dry_run || plan.edit.is_empty() {
        return Ok((plan, None));
    }
    let committed = open.commit(&plan.edit, &mut session.now())?;
    open.refresh_views()?;
    Ok((plan, Some(committed.commit.to_string())))
}

/// The member who codes.
fn coder(open: &OpenCase) -> Result<onus_model::id::MemberId, CommandError> {
    match open.case().author() {
        Some(author) => Ok(author.member),
        None => Err(CaseError::NotEnrolled.into()),
    }
}

fn sealing(seal: bool) -> Result<Option<zeroize::Zeroizing<String>>, CommandError> {
    if !seal {
        console::note(
            "note: what is written can be read by whoever has the files; --seal seals it",
        );
        return Ok(None);
    }
    passphrase::secret("Passphrase to seal the sheets with: ", passphrase::SHEET).map(Some)
}

fn write_sheets(
    session: &mut Session,
    folder: &Path,
    format: Format,
    seal: bool,
) -> Result<Outcome, CommandError> {
    let open = session.open()?;
    let stored = open.case().read()?;
    let known = InCase { case: open.case(), stored: &stored, coder: reader(&open)? };
    let files = export::sheets(&known, format)?;
    let passphrase = sealing(seal)?;
    let written = export::into_folder(folder, files, passphrase.as_ref())?;
    told(session, &written);
    Ok(Outcome::Done)
}

/// The member for whom sheets are written: the coder, or on a computer that only reads, whoever the log
/// says.
fn reader(open: &OpenCase) -> Result<onus_model::id::MemberId, CommandError> {
    if let Some(author) = open.case().author() {
        return Ok(author.member);
    }
    let log = open.case().log()?;
    log.first().map(|line| line.member).ok_or_else(|| CaseError::NotEnrolled.into())
}

fn write_template(session: &mut Session, file: &Path, seal: bool) -> Result<Outcome, CommandError> {
    let name = file.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    let (stem, format) = Format::ALL
        .into_iter()
        .find_map(|format| Some((name.strip_suffix(&format!(".{}", format.ending()))?, format)))
        .ok_or_else(|| {
            CommandError::input(format!(
                "{}: a sheet's name ends in .csv, .xlsx or .yaml",
                file.display()
            ))
        })?;
    let sheet: SheetId = stem
        .parse()
        .map_err(|error: onus_ingest::sheets::NameError| CommandError::input(error.to_string()))?;
    let open = session.open()?;
    let stored = open.case().read()?;
    let known = InCase { case: open.case(), stored: &stored, coder: reader(&open)? };
    let mut files = export::empty(&known, &sheet, format)?;
    // A format of one table a file gives the register too; it is written beside the sheet.
    for made in &mut files {
        if files_name(made) == sheet.as_str() || format == Format::Xlsx {
            made.name = name.to_owned();
        }
    }
    let folder =
        file.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let passphrase = sealing(seal)?;
    let written = export::into_folder(folder, files, passphrase.as_ref())?;
    told(session, &written);
    Ok(Outcome::Done)
}

fn files_name(file: &onus_ingest::sheets::SheetFile) -> &str {
    file.name.rsplit_once('.').map_or(file.name.as_str(), |(stem, _)| stem)
}

fn told(session: &Session, written: &[PathBuf]) {
    let names: Vec<String> = written.iter().map(|path| path.display().to_string()).collect();
    let text = format!("Written:\n  {}", names.join("\n  "));
    session.tell(&text, &json!({ "shape": "onus.code-written/1", "files": names }));
}
