//! Which parts of a message are its body, and which are files.

use std::borrow::Cow;

use mail_parser::decoders::base64::base64_decode;
use mail_parser::decoders::quoted_printable::quoted_printable_decode;
use mail_parser::{Encoding, Message, MessageParser, MessagePart, MimeHeaders, PartType};

use super::body::{Body, alike, paragraphs};
use crate::documents::{Attachment, Failure, Limits};

/// How many messages may be said to lie in one. They may lie in one another, and the library that takes them
/// apart lets go of them one inside the other.
const MESSAGES: usize = 1000;

/// A part of a message that is read, by its number as mail programs count (`1.2`) and its place in the library's
/// list.
#[derive(Debug)]
pub(super) enum Inner {
    /// A body.
    Body(String, u32),
    /// A file.
    Attached(String, u32),
    /// Something that only its recipient can read.
    Encrypted(String),
}

/// A part that is still to be seen.
struct Waiting {
    number: String,
    id: u32,
    depth: u32,
    /// The plain form of what this is another form of.
    plain: Option<u32>,
}

/// A message taken apart.
pub(super) struct Opened<'a> {
    pub(super) message: Message<'a>,
    pub(super) parts: Vec<Inner>,
    raw: &'a [u8],
}

impl<'a> Opened<'a> {
    /// Takes a message apart.
    pub(super) fn new(raw: &'a [u8], limits: &Limits) -> Result<Self, Failure> {
        let mark = b"message/rfc822";
        let inner = raw.windows(mark.len()).filter(|window| window.eq_ignore_ascii_case(mark));
        if inner.count() > MESSAGES {
            return Err(Failure::too_much(format!("more than {MESSAGES} messages in one message")));
        }
        let message = MessageParser::default()
            .parse(raw)
            .ok_or_else(|| Failure::malformed("it holds no message"))?;
        let mut opened = Self { message, parts: Vec::new(), raw };
        opened.sort(limits)?;
        Ok(opened)
    }

    fn part(&self, id: u32) -> Option<&MessagePart<'a>> {
        self.message.parts.get(id as usize)
    }

    /// Walks through the parts and says what each is.
    fn sort(&mut self, limits: &Limits) -> Result<(), Failure> {
        // What is still to be seen, last first.
        let mut waiting = vec![Waiting { number: String::new(), id: 0, depth: 0, plain: None }];
        let (mut found, mut spent) = (Vec::new(), 0_u64);
        while let Some(Waiting { number, id, depth, plain }) = waiting.pop() {
            let Some(part) = self.part(id) else { continue };
            if depth > limits.depth || found.len() >= limits.parts as usize {
                return Err(Failure::too_much("too many parts, or parts too deep in one another"));
            }
            let own = if number.is_empty() { "1".to_owned() } else { number.clone() };
            let PartType::Multipart(children) = &part.body else {
                let size = part.offset_end.saturating_sub(part.offset_body);
                spent = spent.saturating_add(u64::from(size));
                if spent > limits.output {
                    let most = limits.output;
                    return Err(Failure::too_much(format!("more than {most} bytes attached")));
                }
                found.extend(self.leaf(own, id, plain, limits)?);
                continue;
            };
            if part.is_content_type("multipart", "encrypted") {
                found.push(Inner::Encrypted(own));
                continue;
            }
            let mut plain = plain;
            if plain.is_none() && part.is_content_type("multipart", "alternative") {
                plain = children.iter().copied().find(|id| self.is_plain(*id));
            }
            for (index, child) in children.iter().copied().enumerate().rev() {
                let number = match number.as_str() {
                    "" => (index + 1).to_string(),
                    number => format!("{number}.{}", index + 1),
                };
                let plain = plain.filter(|plain| *plain != child);
                waiting.push(Waiting { number, id: child, depth: depth + 1, plain });
            }
        }
        self.parts = found;
        Ok(())
    }

    /// What a part is that holds no others. Of several forms of one thing the plainest is the body; another
    /// that says something else is kept as a file, one that says the same is the same.
    fn leaf(
        &self,
        number: String,
        id: u32,
        plain: Option<u32>,
        limits: &Limits,
    ) -> Result<Option<Inner>, Failure> {
        let Some(part) = self.part(id) else { return Ok(None) };
        if !self.is_body(part) {
            return Ok(Some(Inner::Attached(number, id)));
        }
        let Some(plain) = plain else { return Ok(Some(Inner::Body(number, id))) };
        let words = |id| paragraphs(&self.bytes(id), limits, &mut Vec::new());
        let same = alike(&words(plain)?, &words(id)?);
        Ok((!same).then_some(Inner::Attached(number, id)))
    }

    /// Whether a part is a body in plain text with something in it.
    fn is_plain(&self, id: u32) -> bool {
        self.part(id).is_some_and(|part| {
            self.is_body(part)
                && part.is_content_type("text", "plain")
                && !self.raw(part).trim_ascii().is_empty()
        })
    }

    fn is_body(&self, part: &MessagePart<'_>) -> bool {
        let text = match part.content_type() {
            None => true,
            Some(_) => {
                part.is_content_type("text", "plain") || part.is_content_type("text", "html")
            }
        };
        let file = part.attachment_name().is_some()
            || part.content_disposition().is_some_and(|disposition| disposition.is_attachment());
        text && !file && !matches!(part.body, PartType::Message(_))
    }

    /// The bytes of a part as they were sent, no longer encoded for their way.
    fn raw(&self, part: &MessagePart<'_>) -> Cow<'a, [u8]> {
        let (start, end) = (part.offset_body as usize, part.offset_end as usize);
        let bytes = self.raw.get(start..end.max(start)).unwrap_or_default();
        match part.encoding {
            Encoding::Base64 => base64_decode(bytes).map(Cow::Owned),
            Encoding::QuotedPrintable => quoted_printable_decode(bytes).map(Cow::Owned),
            Encoding::None => None,
        }
        .unwrap_or(Cow::Borrowed(bytes))
    }

    /// A part as a body.
    pub(super) fn bytes(&self, id: u32) -> Body {
        let Some(part) = self.part(id) else {
            return Body { bytes: Vec::new(), charset: None, page: false };
        };
        let charset = part.content_type().and_then(|kind| kind.attribute("charset"));
        // A page says its encoding itself, better than the message, unless a mail program wrote both.
        Body {
            bytes: self.raw(part).into_owned(),
            charset: charset.map(str::to_owned),
            page: part.is_content_type("text", "html"),
        }
    }

    /// A part as a file.
    pub(super) fn attachment(&self, number: &str, id: u32) -> Attachment {
        let at = format!("part {number}");
        let Some(part) = self.part(id) else {
            let name = at.clone();
            return Attachment {
                name,
                media: None,
                at,
                address: None,
                captured: None,
                bytes: Vec::new(),
            };
        };
        let media = part.content_type().map(|kind| match &kind.c_subtype {
            Some(subtype) => format!("{}/{subtype}", kind.c_type),
            None => kind.c_type.to_string(),
        });
        let name = part.attachment_name().map(str::to_owned).unwrap_or_else(|| {
            let ending = match media.as_deref() {
                Some("message/rfc822") => ".eml",
                Some("text/html") => ".html",
                Some("text/plain") => ".txt",
                Some("text/calendar") => ".ics",
                Some("image/jpeg") => ".jpg",
                Some("image/png") => ".png",
                _ => "",
            };
            format!("part {number}{ending}")
        });
        let address = part.content_location().map(str::to_owned);
        let bytes = self.raw(part).into_owned();
        Attachment { name, media, at, address, captured: None, bytes }
    }
}
