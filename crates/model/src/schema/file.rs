//! The files as they are written, with where each thing stands.

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::Spanned;

pub(super) type RawLabels = BTreeMap<String, Spanned<String>>;

/// One word, or several.
#[derive(Deserialize)]
#[serde(untagged)]
pub(super) enum OneOrMany {
    One(String),
    Many(Vec<String>),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct RawType {
    pub(super) id: Option<Spanned<String>>,
    pub(super) extend: Option<Spanned<String>>,
    pub(super) group: Option<String>,
    #[serde(default)]
    pub(super) label: RawLabels,
    #[serde(default)]
    pub(super) reviewed: Vec<String>,
    #[serde(default)]
    pub(super) note: RawLabels,
    pub(super) level: Option<Spanned<String>>,
    pub(super) ftm: Option<String>,
    #[serde(default)]
    pub(super) told_by: Vec<Spanned<String>>,
    #[serde(default)]
    pub(super) speaks_for_itself: bool,
    #[serde(default)]
    pub(super) titled: bool,
    #[serde(default)]
    pub(super) property: Vec<RawProperty>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct RawProperty {
    pub(super) id: Spanned<String>,
    pub(super) kind: Spanned<OneOrMany>,
    pub(super) cardinality: Spanned<String>,
    pub(super) label: RawLabels,
    #[serde(default)]
    pub(super) note: RawLabels,
    pub(super) vocabulary: Option<Spanned<String>>,
    #[serde(default)]
    pub(super) to: Vec<Spanned<String>>,
    pub(super) reverse: Option<RawReverse>,
    #[serde(default)]
    pub(super) changes: bool,
    #[serde(default)]
    pub(super) scope: bool,
    #[serde(default)]
    pub(super) within: bool,
    #[serde(default)]
    pub(super) qualifier: Vec<RawQualifier>,
    pub(super) level: Option<Spanned<String>>,
    pub(super) ftm: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct RawReverse {
    pub(super) id: Spanned<String>,
    pub(super) label: RawLabels,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct RawQualifier {
    pub(super) id: Spanned<String>,
    pub(super) kind: Spanned<String>,
    pub(super) vocabulary: Option<Spanned<String>>,
    #[serde(default)]
    pub(super) to: Vec<Spanned<String>>,
    pub(super) label: RawLabels,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct RawVocabulary {
    pub(super) id: Option<Spanned<String>>,
    pub(super) extend: Option<Spanned<String>>,
    #[serde(default)]
    pub(super) label: RawLabels,
    #[serde(default)]
    pub(super) reviewed: Vec<String>,
    #[serde(default)]
    pub(super) exclusive: bool,
    #[serde(default)]
    pub(super) source: String,
    #[serde(default)]
    pub(super) term: Vec<RawTerm>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct RawTerm {
    pub(super) id: Spanned<String>,
    pub(super) label: RawLabels,
    #[serde(default)]
    pub(super) note: RawLabels,
    pub(super) broader: Option<Spanned<String>>,
    #[serde(default)]
    pub(super) may_equal: Vec<Spanned<String>>,
    #[serde(default)]
    pub(super) undetermined: bool,
    #[serde(default)]
    pub(super) codes: BTreeMap<String, Spanned<String>>,
    #[serde(default)]
    pub(super) unconfirmed: Vec<Spanned<String>>,
    pub(super) effect: Option<Spanned<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawCommon {
    #[serde(default)]
    pub(super) property: Vec<RawProperty>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawCodeSystems {
    #[serde(default)]
    pub(super) system: Vec<RawCodeSystem>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawCodeSystem {
    pub(super) id: Spanned<String>,
    pub(super) label: String,
    pub(super) publisher: String,
    pub(super) checked: bool,
}
