//! What a person sees on a terminal: lines that fit, colours only there.
#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod common;

use std::process::Command;

use common::Bench;

/// Runs a command on a terminal of that many columns.
fn on_terminal(bench: &Bench, columns: usize, arguments: &str) -> Option<String> {
    let command =
        format!("stty rows 40 cols {columns}; {} {arguments}", env!("CARGO_BIN_EXE_onus"));
    let plain = bench.command(&[]);
    let environment: Vec<_> = plain
        .get_envs()
        .filter_map(|(name, value)| Some((name.to_owned(), value?.to_owned())))
        .collect();
    let output = Command::new("script")
        .args(["--quiet", "--command", &command, "/dev/null"])
        .current_dir(bench.root())
        .env_clear()
        .env("PATH", "/usr/bin:/bin")
        .env("TERM", "xterm")
        .envs(environment)
        .output()
        .ok()?;
    // Where there are no terminals to be had, script itself says so, and nothing was shown.
    if output.stdout.is_empty() && !output.status.success() {
        return None;
    }
    Some(String::from_utf8(output.stdout).unwrap())
}

/// The text without colours.
fn uncoloured(text: &str) -> String {
    let mut plain = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('\u{1b}') {
        plain.push_str(before);
        let end =
            after.find(|letter: char| letter.is_ascii_alphabetic()).unwrap_or(after.len() - 1);
        rest = &after[end + 1..];
    }
    plain + rest
}

#[test]
fn lines_fit_the_terminal_and_only_there_are_they_coloured() {
    let bench = Bench::with_harbour();
    for columns in [50, 80, 132] {
        for arguments in
            ["brief", "count killed", "show hallaq", "timeline", "list person", "check"]
        {
            let Some(shown) = on_terminal(&bench, columns, arguments) else {
                common::without("script (util-linux)");
                return;
            };
            assert!(!shown.trim().is_empty(), "{arguments}");
            for line in uncoloured(&shown).lines() {
                let line = line.trim_end();
                // A word that is longer than the line stands alone on one.
                let words = line.split_whitespace().count();
                assert!(
                    line.chars().count() <= columns || words == 1,
                    "{arguments} at {columns} columns: {line}"
                );
            }
        }
    }
    assert!(on_terminal(&bench, 80, "brief").is_some_and(|shown| shown.contains('\u{1b}')));
    let piped = bench.run(&["brief"]);
    assert!(!piped.out.contains('\u{1b}'));
    let asked = bench.run(&["--color", "always", "brief"]);
    assert!(asked.out.contains('\u{1b}'));
}
