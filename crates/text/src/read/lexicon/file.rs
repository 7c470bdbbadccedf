//! The shape of a lexicon file.

use std::collections::BTreeMap;

use serde::Deserialize;

pub(super) type Forms = Vec<String>;

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(super) struct File {
    pub(super) language: String,
    pub(super) digits: Digits,
    pub(super) numbers: Numbers,
    pub(super) hedge: Vec<Hedge>,
    pub(super) range: Vec<Range>,
    pub(super) vague: Vec<Vague>,
    pub(super) share: Share,
    pub(super) unit: Vec<Unit>,
    pub(super) currency: Vec<Currency>,
    pub(super) age: Age,
    pub(super) relative: Vec<Relative>,
    pub(super) fixed: Vec<Fixed>,
    pub(super) dates: Dates,
    pub(super) context: Context,
    pub(super) change: Vec<Change>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Digits {
    pub(super) grouping: Vec<char>,
    pub(super) decimal: char,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(super) struct Numbers {
    pub(super) articles: Forms,
    pub(super) bare_scales: bool,
    pub(super) and: Forms,
    pub(super) half_after: Forms,
    pub(super) half_before: Forms,
    pub(super) measure_join: Forms,
    pub(super) ones: Forms,
    pub(super) abbreviations: Forms,
    pub(super) additive: BTreeMap<String, Forms>,
    pub(super) scales: BTreeMap<String, Forms>,
    pub(super) loose_scales: BTreeMap<String, Forms>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Hedge {
    pub(super) is: String,
    #[serde(default)]
    pub(super) before: Forms,
    #[serde(default)]
    pub(super) after: Forms,
    pub(super) only: Option<Forms>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Range {
    pub(super) open: Option<String>,
    pub(super) join: Forms,
    #[serde(default)]
    pub(super) blocks: bool,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(super) struct Vague {
    pub(super) words: Forms,
    #[serde(default)]
    pub(super) next: Forms,
    #[serde(default)]
    pub(super) not_after: Forms,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(super) struct Share {
    pub(super) of: Forms,
    #[serde(rename = "in")]
    pub(super) within: Forms,
    pub(super) percent: Forms,
    pub(super) not_percent: Forms,
    pub(super) word: Vec<ShareWord>,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(super) struct ShareWord {
    pub(super) words: Forms,
    pub(super) value: String,
    #[serde(default)]
    pub(super) next: Forms,
    #[serde(default)]
    pub(super) not_after: Forms,
    #[serde(default)]
    pub(super) hedged: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Unit {
    pub(super) of: String,
    pub(super) unit: String,
    pub(super) one: Forms,
    pub(super) many: Forms,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Currency {
    pub(super) code: String,
    pub(super) before: Forms,
    pub(super) after: Forms,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Age {
    pub(super) before: Forms,
    pub(super) after: Forms,
    pub(super) suffixes: Forms,
    pub(super) people: Forms,
    pub(super) durations: Forms,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Relative {
    pub(super) direction: String,
    #[serde(default)]
    pub(super) open: Forms,
    #[serde(default)]
    pub(super) close: Forms,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(super) struct Fixed {
    pub(super) words: Forms,
    pub(super) count: Option<String>,
    pub(super) duration: Option<String>,
    pub(super) relative: Option<String>,
    #[serde(default)]
    pub(super) absence: bool,
    #[serde(default)]
    pub(super) clause_end: bool,
    #[serde(default)]
    pub(super) not_before: Forms,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(super) struct Dates {
    pub(super) capital: bool,
    pub(super) day_suffixes: Forms,
    pub(super) of: Forms,
    pub(super) fillers: Forms,
    pub(super) year_words: Forms,
    pub(super) year_suffixes: Forms,
    pub(super) decade_endings: Forms,
    pub(super) year_before: Forms,
    pub(super) month_before: Forms,
    pub(super) day_before: Forms,
    pub(super) day_join: Forms,
    pub(super) months: BTreeMap<String, Forms>,
    pub(super) seasons: Seasons,
    pub(super) hedge: Vec<DateHedge>,
    pub(super) range: Vec<Range>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Seasons {
    pub(super) spring: Forms,
    pub(super) summer: Forms,
    pub(super) autumn: Forms,
    pub(super) winter: Forms,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct DateHedge {
    pub(super) is: String,
    pub(super) words: Forms,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(super) struct Context {
    pub(super) counted: Forms,
    pub(super) inverted: Forms,
    pub(super) openers: Forms,
    pub(super) labels: Forms,
    pub(super) negations: Forms,
    pub(super) not_after: Forms,
    pub(super) not_before: Forms,
    pub(super) other_units: Forms,
    pub(super) clock_after: Forms,
    pub(super) clock_before: Forms,
    pub(super) clock_part: Forms,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Change {
    pub(super) open: String,
    #[serde(default)]
    pub(super) join: Forms,
    #[serde(default)]
    pub(super) after: Forms,
}
