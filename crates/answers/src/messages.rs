//! Messages of one language with those of another behind them, as Fluent files have them. Read here and nowhere else.

use fluent_bundle::{FluentArgs, FluentBundle, FluentResource, FluentValue};

/// What is put into a message.
pub enum Arg {
    /// Words.
    Text(String),
    /// A number, shown as it is and choosing the plural.
    Number(u64),
}

impl From<&str> for Arg {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<&String> for Arg {
    fn from(text: &String) -> Self {
        Self::Text(text.clone())
    }
}

impl From<String> for Arg {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<u64> for Arg {
    fn from(number: u64) -> Self {
        Self::Number(number)
    }
}

impl From<usize> for Arg {
    fn from(number: usize) -> Self {
        Self::Number(u64::try_from(number).unwrap_or(u64::MAX))
    }
}

/// Messages.
pub struct Messages {
    bundles: Vec<FluentBundle<FluentResource>>,
}

impl Messages {
    /// Reads files, each with its language's tag; a message that the first lacks is said by the next that has it.
    ///
    /// What cannot be read in a file is left out: whoever has files tests that all of each can be.
    #[must_use]
    pub fn of(files: &[(&str, &str)]) -> Self {
        Self { bundles: files.iter().map(|(tag, text)| bundle(tag, text)).collect() }
    }

    /// The message's words; its name in double brackets where it is missing or lacks something to put in.
    #[must_use]
    pub fn say<const N: usize>(&self, key: &str, args: [(&'static str, Arg); N]) -> String {
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
}

/// Why a file cannot be read whole; nothing where it can.
#[must_use]
pub fn unreadable(text: &str) -> Option<String> {
    let read = FluentResource::try_new(text.to_owned());
    read.err().map(|(_, errors)| format!("{errors:?}"))
}

fn bundle(tag: &str, text: &str) -> FluentBundle<FluentResource> {
    let resource =
        FluentResource::try_new(text.to_owned()).unwrap_or_else(|(resource, _)| resource);
    let mut bundle = FluentBundle::new(tag.parse().into_iter().collect());
    bundle.set_use_isolating(false);
    bundle.add_resource_overriding(resource);
    bundle
}
