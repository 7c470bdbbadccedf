//! The program's own sentences, from `locales/LANGUAGE/answers.ftl`.
//!
//! English is complete; a message that another language lacks is said in English.

use onus_text::InterfaceLanguage;

pub(crate) use crate::messages::Arg;
use crate::messages::Messages;

const FILES: &[(&str, &str)] = &[
    ("en", include_str!("../../../locales/en/answers.ftl")),
    ("kk", include_str!("../../../locales/kk/answers.ftl")),
    ("ru", include_str!("../../../locales/ru/answers.ftl")),
];

/// Messages of a language, with the English ones behind them.
pub(crate) struct Phrases(Messages);

impl Phrases {
    pub(crate) fn of(language: InterfaceLanguage) -> Self {
        let own = FILES.iter().filter(|(tag, _)| *tag == language.tag() && *tag != "en");
        let english = FILES.iter().filter(|(tag, _)| *tag == "en");
        let files: Vec<(&str, &str)> = own.chain(english).copied().collect();
        Self(Messages::of(&files))
    }

    /// The message's words; its name in double brackets where it is missing, which tests rule out.
    pub(crate) fn say<const N: usize>(&self, key: &str, args: [(&'static str, Arg); N]) -> String {
        self.0.say(key, args)
    }

    /// The words of a message into which nothing is put.
    pub(crate) fn plain(&self, key: &str) -> String {
        self.say(key, [])
    }
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
            assert_eq!(crate::messages::unreadable(text), None, "{tag}");
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
