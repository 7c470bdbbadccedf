//! What pages need besides words: stylesheets, the script, faces. All of it is in the program.

use std::sync::OnceLock;

use sha2::{Digest, Sha256};

const STYLE: &str =
    concat!(include_str!("../assets/fonts.css"), "\n", include_str!("../assets/onus.css"));
const SCRIPT: &str = include_str!("../assets/onus.js");
const ICON: &str = include_str!("../assets/icon.svg");

macro_rules! fonts {
    ($($name:literal),+ $(,)?) => {
        const FONTS: &[(&str, &[u8])] =
            &[$(($name, include_bytes!(concat!("../assets/fonts/", $name)))),+];
    };
}

fonts!(
    "amiri-400.woff2",
    "amiri-700.woff2",
    "plex-sans-arabic-400.woff2",
    "plex-sans-arabic-600.woff2",
    "source-sans-cyrillic-400.woff2",
    "source-sans-cyrillic-600.woff2",
    "source-sans-cyrillic-ext-400.woff2",
    "source-sans-cyrillic-ext-600.woff2",
    "source-sans-latin-400.woff2",
    "source-sans-latin-600.woff2",
    "source-sans-latin-ext-400.woff2",
    "source-sans-latin-ext-600.woff2",
    "source-serif-cyrillic-ext.woff2",
    "source-serif-cyrillic-italic.woff2",
    "source-serif-cyrillic.woff2",
    "source-serif-latin-ext.woff2",
    "source-serif-latin-italic.woff2",
    "source-serif-latin.woff2",
);

/// Where the assets are that change with the program: named by what they hold, so that a browser may keep them and
/// never shows those of another version.
pub(crate) struct Addresses {
    pub(crate) style: String,
    pub(crate) script: String,
}

pub(crate) fn addresses() -> &'static Addresses {
    static ADDRESSES: OnceLock<Addresses> = OnceLock::new();
    ADDRESSES.get_or_init(|| Addresses {
        style: format!("/assets/{}.css", print(STYLE)),
        script: format!("/assets/{}.js", print(SCRIPT)),
    })
}

/// The beginning of the SHA-256 of a text.
fn print(text: &str) -> String {
    Sha256::digest(text.as_bytes()).iter().take(6).map(|byte| format!("{byte:02x}")).collect()
}

/// An asset by its name: its media type and what it holds.
pub(crate) fn asset(name: &str) -> Option<(&'static str, &'static [u8])> {
    if name == "icon.svg" {
        return Some(("image/svg+xml", ICON.as_bytes()));
    }
    // One of an earlier version is answered with what it is now.
    if name.ends_with(".css") {
        return Some(("text/css; charset=utf-8", STYLE.as_bytes()));
    }
    name.ends_with(".js").then_some(("text/javascript; charset=utf-8", SCRIPT.as_bytes()))
}

/// A face by its file's name.
pub(crate) fn font(name: &str) -> Option<(&'static str, &'static [u8])> {
    FONTS.iter().find(|(known, _)| *known == name).map(|(_, bytes)| ("font/woff2", *bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_face_of_the_stylesheet_is_there_and_nothing_from_elsewhere() {
        for (at, _) in STYLE.match_indices("url(\"") {
            let address = STYLE[at + 5..].split('"').next().unwrap();
            let name = address.strip_prefix("/assets/fonts/").unwrap();
            assert!(font(name).is_some(), "{name}");
        }
        for text in [STYLE, SCRIPT, ICON] {
            let foreign = text.replace("http://www.w3.org/2000/svg", "");
            assert!(!foreign.contains("http:") && !foreign.contains("https:"));
            assert!(!foreign.contains("@import"));
        }
        for (name, _) in FONTS {
            assert!(STYLE.contains(name), "no face uses {name}");
        }
    }
}
