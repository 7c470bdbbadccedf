//! The thirty questions of `tests/questions.md`, asked of the worked example.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod common;
mod searching;

use common::Bench;

struct Question {
    title: String,
    command: String,
    words: Vec<String>,
    absent: Vec<String>,
}

fn questions() -> Vec<Question> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/questions.md");
    let text = std::fs::read_to_string(path).unwrap();
    let mut questions: Vec<Question> = Vec::new();
    for line in text.lines() {
        if let Some(title) = line.strip_prefix("### ") {
            let (command, words, absent) = (String::new(), Vec::new(), Vec::new());
            questions.push(Question { title: title.to_owned(), command, words, absent });
            continue;
        }
        let Some(question) = questions.last_mut() else { continue };
        if let Some(command) = line.strip_prefix("    onus ") {
            command.clone_into(&mut question.command);
        } else if let Some(words) = line.strip_prefix("- *not* ") {
            question.absent.push(plain(words));
        } else if let Some(words) = line.strip_prefix("- ") {
            question.words.push(plain(words));
        }
    }
    questions
}

/// White space as single spaces, in small letters.
fn plain(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// Whether the words stand in the text, numbers and words whole: 15 does not stand in 2015.
fn stands(text: &str, words: &str) -> bool {
    let starts_digit = words.starts_with(|letter: char| letter.is_ascii_digit());
    let ends_digit = words.ends_with(|letter: char| letter.is_ascii_digit());
    text.match_indices(words).any(|(at, found)| {
        let joins = |letter: char| letter.is_alphanumeric() || matches!(letter, '-' | '/');
        let before = text[..at].chars().next_back().filter(|_| starts_digit);
        let after = text[at + found.len()..].chars().next().filter(|_| ends_digit);
        !before.is_some_and(joins) && !after.is_some_and(joins)
    })
}

#[test]
fn every_question_is_answered() {
    let questions = questions();
    assert_eq!(questions.len(), 30);
    let bench = Bench::with_example();
    let mut wrong = Vec::new();
    for question in &questions {
        assert!(!question.words.is_empty() && !question.command.is_empty(), "{}", question.title);
        let arguments: Vec<&str> = question.command.split(' ').collect();
        let ran = bench.run(&arguments);
        let answer = plain(&ran.out);
        let missing: Vec<&String> =
            question.words.iter().filter(|words| !stands(&answer, words)).collect();
        let found: Vec<&String> =
            question.absent.iter().filter(|words| stands(&answer, words)).collect();
        if ran.code != 0 || !missing.is_empty() || !found.is_empty() {
            wrong.push(format!(
                "{}\n  onus {} (exit {})\n  missing: {missing:?}\n  should not be there: {found:?}\n{}{}",
                question.title, question.command, ran.code, ran.out, ran.err
            ));
        }
    }
    assert!(wrong.is_empty(), "{} of 30:\n\n{}", wrong.len(), wrong.join("\n\n"));
}

#[test]
fn numbers_are_found_whole() {
    assert!(stands("the office says 15, later 16", "15"));
    assert!(!stands("in 2015", "15"));
    assert!(!stands("row z02/15", "15"));
}
