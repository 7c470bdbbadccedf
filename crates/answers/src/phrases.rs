//! The program's own sentences, from `locales/LANGUAGE/answers.ftl`.
//!
//! English is complete; a message that another language lacks is said in English.

use fluent_bundle::{FluentArgs, FluentBundle, FluentResource, FluentValue};
use onus_text::InterfaceLanguage;

const FILES: &[(&str, &str)] = &[
    ("en", include_str!("../../../locales/en/answers.ftl")),
    ("kk", include_str!("../../../locales/kk/answers.ftl")),
    ("ru", include_str!("../../../locales/ru/answers.ftl")),
];

/// What is put into a message.
pub(crate) enum Arg {
    /// Words.
    Text(String),
    /// A number, shown as it is and choosing the plural.
    Number(usize),
}

impl From<&str> for Arg {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Arg {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<&String> for Arg {
    fn from(text: &String) -> Self {
        Self::Text(text.clone())
    }
}

impl From<usize> for Arg {
    fn from(number: usize) -> Self {
        Self::Number(number)
    }
}

/// Messages of a language, with the English ones behind them.
pub(crate) struct Phrases {
    bundles: Vec<FluentBundle<FluentResource>>,
}

impl Phrases {
    pub(crate) fn of(language: InterfaceLanguage) -> Self {
        let mut bundles = Vec::new();
        for tag in [language.tag(), "en"] {
            if let Some((_, text)) = FILES.iter().find(|(known, _)| *known == tag) {
                bundles.push(bundle(tag, text));
            }
            if tag == "en" {
                break;
            }
        }
        Self { bundles }
    }

    /// The message's words; its name in double brackets where it is missing, which tests rule out.
    pub(crate) fn say<const N: usize>(&self, key: &str, args: [(&'static str, Arg); N]) -> String {
        let mut given = FluentArgs::new();
        for (name, arg) in args {
            match arg {
                Arg::Text(text) => given.set(name, FluentValue::from(text)),
                Arg::Number(number) => given.set(name, FluentValue::from(number)),
            }
        }
        for bundle in &self.bundles {
            if let Some(pattern) = bundle.get_message(key).and_then(|message| message.value()) {
                let mut errors = Vec::new();
                let words = bundle.format_pattern(pattern, Some(&given), &mut errors).into_owned();
                if errors.is_empty() {
                    return words;
                }
            }
        }
        format!("⟦{key}⟧")
    }

    /// The words of a message into which nothing is put.
    pub(crate) fn plain(&self, key: &str) -> String {
        self.say(key, [])
    }
}

fn bundle(tag: &str, text: &str) -> FluentBundle<FluentResource> {
    // What cannot be read in a file is left out; a test reads them all.
    let resource =
        FluentResource::try_new(text.to_owned()).unwrap_or_else(|(resource, _)| resource);
    let mut bundle = FluentBundle::new(tag.parse().into_iter().collect());
    bundle.set_use_isolating(false);
    bundle.add_resource_overriding(resource);
    bundle
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::fs;
    use std::path::Path;

    use super::*;

    fn keys(text: &str) -> BTreeSet<String> {
        let starts =
            text.lines().filter(|line| line.starts_with(|first: char| first.is_ascii_lowercase()));
        starts.filter_map(|line| line.split_once(" =")).map(|(key, _)| key.to_owned()).collect()
    }

    fn sources(folder: &Path, found: &mut String) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                sources(&path, found);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                found.push_str(&fs::read_to_string(&path).unwrap());
            }
        }
    }

    #[test]
    fn every_file_can_be_read() {
        for (tag, text) in FILES {
            let read = FluentResource::try_new((*text).to_owned());
            assert!(read.is_ok(), "{tag}: {:?}", read.err().map(|(_, errors)| errors));
        }
    }

    #[test]
    fn every_message_asked_for_is_there_and_every_one_there_is_asked_for() {
        let mut code = String::new();
        sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut code);
        let english = keys(FILES[0].1);
        for call in [".say(\"", ".plain(\"", "say(\n", "plain(\n"] {
            for (at, _) in code.match_indices(call) {
                let rest = code[at + call.len()..].trim_start().trim_start_matches('"');
                let key: String = rest
                    .chars()
                    .take_while(|letter| {
                        letter.is_ascii_lowercase() || "-0123456789".contains(*letter)
                    })
                    .collect();
                if key.contains('-') {
                    assert!(english.contains(&key), "no message {key}");
                }
            }
        }
        for key in &english {
            assert!(code.contains(&format!("\"{key}\"")), "nothing asks for {key}");
        }
        for (tag, text) in &FILES[1..] {
            let more: Vec<_> = keys(text).difference(&english).cloned().collect();
            assert!(more.is_empty(), "{tag} has {more:?}, which English lacks");
            assert!(text.contains("# UNREVIEWED"), "{tag}: reviewed or not?");
        }
    }
}
