//! Help, manual pages, completions and `docs/commands.md` say the same as the program.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod common;

use common::{Bench, files};

/// The commands as the program lists them.
fn commands(bench: &Bench) -> Vec<String> {
    let help = bench.ok(&["--help"]);
    let listed = help.split("Commands:").nth(1).unwrap().split("Options:").next().unwrap();
    let names = listed.lines().filter(|line| line.starts_with("  ") && !line.starts_with("   "));
    names
        .filter_map(|line| line.split_whitespace().next().map(ToOwned::to_owned))
        .filter(|name| name != "help")
        .collect()
}

#[test]
fn every_command_and_option_is_documented_and_has_examples() {
    let bench = Bench::new();
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/commands.md");
    let document = std::fs::read_to_string(path).unwrap();
    let commands = commands(&bench);
    assert!(commands.len() >= 20, "{commands:?}");
    for command in &commands {
        assert!(
            document.contains(&format!("onus {command}")),
            "docs/commands.md is silent on {command}"
        );
        let help = bench.ok(&[command, "--help"]);
        assert!(help.contains("Example"), "{command} --help gives no example");
        let options = help.split_whitespace().filter_map(|word| word.strip_prefix("--"));
        for option in options {
            let name: String =
                option.chars().take_while(|c| c.is_ascii_lowercase() || *c == '-').collect();
            if name.is_empty() || name == "help" {
                continue;
            }
            assert!(
                document.contains(&format!("--{name}")),
                "docs/commands.md is silent on --{name}"
            );
        }
    }
}

#[test]
fn commands_within_commands_are_documented_too() {
    let bench = Bench::new();
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/commands.md");
    let document = std::fs::read_to_string(path).unwrap();
    for arguments in [["bag", "verify"], ["export", "bag"]] {
        let help = bench.ok(&[&arguments[..], &["--help"]].concat());
        assert!(help.contains("Example"), "{arguments:?} --help gives no example");
        assert!(document.contains(&format!("`onus {} DIR`", arguments.join(" "))), "{arguments:?}");
        let options = help.split_whitespace().filter_map(|word| word.strip_prefix("--"));
        for option in options {
            let name: String =
                option.chars().take_while(|c| c.is_ascii_lowercase() || *c == '-').collect();
            let is_known = name.is_empty() || name == "help";
            assert!(is_known || document.contains(&format!("--{name}")), "{arguments:?} --{name}");
        }
    }
}

#[test]
fn there_is_a_manual_page_for_every_command() {
    let bench = Bench::new();
    bench.ok(&["man", "pages"]);
    let pages = files(&bench.path("pages"));
    for command in commands(&bench) {
        assert!(pages.iter().any(|page| page.ends_with(format!("onus-{command}.1"))), "{command}");
    }
    assert!(
        !pages.iter().any(|page| page.ends_with("onus-agent.1")),
        "what people do not run has no page"
    );
}

#[test]
fn shells_complete_every_command() {
    let bench = Bench::new();
    for shell in ["bash", "zsh", "fish"] {
        let completions = bench.ok(&["completions", shell]);
        for command in commands(&bench) {
            assert!(completions.contains(&command), "{shell} does not complete {command}");
        }
    }
}

#[test]
fn colours_only_where_they_are_wanted() {
    let bench = Bench::with_harbour();
    assert!(!bench.ok(&["show", "hallaq"]).contains('\u{1b}'));
    assert!(bench.ok(&["show", "hallaq", "--color", "always"]).contains('\u{1b}'));
    assert!(!bench.ok(&["show", "hallaq", "--color", "always", "--json"]).contains('\u{1b}'));
}

#[test]
fn every_reading_command_answers_in_json_with_its_shape() {
    let bench = Bench::with_harbour();
    for arguments in [
        &["brief"][..],
        &["show", "hallaq"],
        &["why", "dec-hallaq-first.sentence"],
        &["why", "1"],
        &["list"],
        &["list", "tally"],
        &["search", "crane"],
        &["count", "killed"],
        &["timeline"],
        &["compare", "h1", "h2"],
        &["review"],
        &["log"],
        &["verify"],
    ] {
        let answer = bench.json(arguments);
        let shape = answer["shape"].as_str().unwrap_or_default();
        assert!(shape.starts_with("onus.") && shape.ends_with("/1"), "{arguments:?}: {shape}");
    }
}
