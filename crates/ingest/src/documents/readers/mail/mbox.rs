//! Mailboxes (RFC 4155 and its relatives): messages one after another, each after a line that begins with
//! `From ` and the blank line that ends the one before.
//!
//! The line must also look like the one that programs write, with a time in it: in some of the relatives the
//! words of a message that begin so are not marked.

use super::headers;
use crate::documents::input::{Head, Job};
use crate::documents::readers::Reader;
use crate::documents::{Attachment, Document, Failure, Limits};

/// Mailboxes.
pub(crate) const READER: Reader = Reader { version: "mbox/1", recognize, read };

fn recognize(head: &Head) -> Option<&'static str> {
    let (first, rest) = line(&head.bytes);
    (begins(first) && !headers(rest).is_empty()).then_some("application/mbox")
}

fn read(job: &mut Job<'_>) -> Result<Document, Failure> {
    let bytes = job.whole()?;
    let attachments = split(&bytes, job.limits)?;
    Ok(Document { attachments, ..Document::default() })
}

/// The first line, without its end, and what follows it.
fn line(bytes: &[u8]) -> (&[u8], &[u8]) {
    let end = bytes.iter().position(|byte| *byte == b'\n').map_or(bytes.len(), |end| end + 1);
    let (line, rest) = bytes.split_at(end);
    (line.trim_ascii_end(), rest)
}

/// Whether a line begins a message: a time of day and a year stand in it.
fn begins(line: &[u8]) -> bool {
    let Some(rest) = line.strip_prefix(b"From ").filter(|rest| rest.len() < 1024) else {
        return false;
    };
    let time = rest.windows(5).any(|window| {
        window[2] == b':' && [0, 1, 3, 4].into_iter().all(|index| window[index].is_ascii_digit())
    });
    let year = rest
        .split(|byte| byte.is_ascii_whitespace())
        .any(|word| word.len() == 4 && word.iter().all(u8::is_ascii_digit));
    time && year
}

fn split(bytes: &[u8], limits: &Limits) -> Result<Vec<Attachment>, Failure> {
    let mut messages: Vec<Attachment> = Vec::new();
    let (mut rest, mut blank, mut spent) = (bytes, true, 0_u64);
    while !rest.is_empty() {
        let (found, after) = line(rest);
        let whole = rest.get(..rest.len() - after.len()).unwrap_or_default();
        rest = after;
        if blank && begins(found) {
            finish(&mut messages);
            if messages.len() >= limits.parts as usize {
                return Err(Failure::too_much(format!("more than {} messages", limits.parts)));
            }
            let number = messages.len() + 1;
            messages.push(Attachment {
                name: format!("message {number}.eml"),
                media: Some("message/rfc822".to_owned()),
                at: format!("message {number}"),
                address: None,
                captured: None,
                bytes: Vec::new(),
            });
            blank = false;
            continue;
        }
        blank = found.is_empty();
        // A line of the message that looks like a beginning was marked with one `>` more than it had.
        let marks = whole.iter().take_while(|byte| **byte == b'>').count();
        let marked = marks > 0 && whole.get(marks..).is_some_and(|rest| rest.starts_with(b"From "));
        let whole = whole.get(usize::from(marked)..).unwrap_or_default();
        spent = spent.saturating_add(whole.len() as u64);
        if spent > limits.output {
            return Err(Failure::too_much(format!(
                "more than {} bytes of messages",
                limits.output
            )));
        }
        if let Some(message) = messages.last_mut() {
            message.bytes.extend_from_slice(whole);
        }
    }
    finish(&mut messages);
    Ok(messages)
}

/// The blank line that ends a message is the mailbox's.
fn finish(messages: &mut [Attachment]) {
    let Some(message) = messages.last_mut() else { return };
    for end in [&b"\r\n\r\n"[..], b"\n\n"] {
        if message.bytes.ends_with(end) {
            message.bytes.truncate(message.bytes.len() - end.len() / 2);
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_are_told_apart_and_given_back_as_they_were() {
        let mailbox = b"From a@example.org Wed Jul 10 10:00:00 2013\nSubject: one\n\nHe wrote:\n\n\
            >From 5 to 7 people\n\nFrom here on it is ours.\n\n\
            From MAILER-DAEMON Wed Jul 10 10:00:00 2013\nSubject: two\n\ntext\n";
        let messages = split(mailbox, &Limits::default()).unwrap();
        let bytes: Vec<&[u8]> = messages.iter().map(|message| &message.bytes[..]).collect();
        let first =
            &b"Subject: one\n\nHe wrote:\n\nFrom 5 to 7 people\n\nFrom here on it is ours.\n"[..];
        assert_eq!(bytes, [first, b"Subject: two\n\ntext\n"]);
    }
}
