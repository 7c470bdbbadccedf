//! Reads the profile strictly, left to right; the first offence met is the one reported.

use super::{CONTENT_LIMIT, Json, MAX_DEPTH, MAX_INTEGER, Object, is_key};
use crate::reason::{Fault, Reason};

/// Reads an operation's content: an object of at most [`CONTENT_LIMIT`] bytes.
///
/// # Errors
///
/// The first offence in reading order, as a `content.…` reason with its byte offset.
pub fn parse(bytes: &[u8]) -> Result<Object, Fault> {
    parse_within(bytes, CONTENT_LIMIT)
}

/// Reads an object of at most `limit` bytes.
///
/// # Errors
///
/// The first offence in reading order, as a `content.…` reason with its byte offset.
pub fn parse_within(bytes: &[u8], limit: usize) -> Result<Object, Fault> {
    if bytes.len() > limit {
        return Err(Fault::at(Reason::ContentSize, limit));
    }
    if bytes.starts_with(b"\xef\xbb\xbf") {
        return Err(Fault::at(Reason::ContentByteOrderMark, 0));
    }
    let text = std::str::from_utf8(bytes)
        .map_err(|error| Fault::at(Reason::ContentUtf8, error.valid_up_to()))?;
    let mut reader = Reader { text, at: 0, depth: 0 };
    match reader.peek()? {
        b'{' => {}
        b' ' | b'\t' | b'\n' | b'\r' => return Err(reader.fault(Reason::ContentSpace)),
        _ => return Err(reader.fault(Reason::ContentTopLevel)),
    }
    let object = reader.object()?;
    if reader.at < bytes.len() {
        return Err(reader.fault(Reason::ContentTrailing));
    }
    Ok(object)
}

/// The text and how far it is read. `at` always stands on a character boundary.
struct Reader<'a> {
    text: &'a str,
    at: usize,
    depth: usize,
}

impl Reader<'_> {
    fn fault(&self, reason: Reason) -> Fault {
        Fault::at(reason, self.at)
    }

    fn rest(&self) -> &[u8] {
        self.text.as_bytes().get(self.at..).unwrap_or_default()
    }

    fn peek(&self) -> Result<u8, Fault> {
        self.rest().first().copied().ok_or_else(|| self.fault(Reason::ContentTruncated))
    }

    /// The fault of a byte that may not stand where it does.
    fn unexpected(&self, byte: u8) -> Fault {
        self.fault(match byte {
            b' ' | b'\t' | b'\n' | b'\r' => Reason::ContentSpace,
            _ => Reason::ContentSyntax,
        })
    }

    fn expect(&mut self, wanted: u8) -> Result<(), Fault> {
        match self.peek()? {
            byte if byte == wanted => {
                self.at += 1;
                Ok(())
            }
            byte => Err(self.unexpected(byte)),
        }
    }

    fn value(&mut self) -> Result<Json, Fault> {
        match self.peek()? {
            b'{' => self.object().map(Json::Object),
            b'[' => self.list().map(Json::List),
            b'"' => self.string().map(Json::Text),
            b'-' | b'0'..=b'9' => self.integer().map(Json::Integer),
            byte => {
                for (word, value) in [("true", true), ("false", false)] {
                    if self.rest().starts_with(word.as_bytes()) {
                        self.at += word.len();
                        return Ok(Json::Bool(value));
                    }
                }
                if self.rest().starts_with(b"null") {
                    return Err(self.fault(Reason::ContentNull));
                }
                Err(self.unexpected(byte))
            }
        }
    }

    /// Opens a bracket. Only here does reading go deeper, so the limit also bounds the recursion.
    fn open(&mut self) -> Result<(), Fault> {
        if self.depth == MAX_DEPTH {
            return Err(self.fault(Reason::ContentDepth));
        }
        self.depth += 1;
        self.at += 1;
        Ok(())
    }

    /// After an element: whether another follows. Consumes the comma or the closing bracket.
    fn more(&mut self, close: u8) -> Result<bool, Fault> {
        let byte = self.peek()?;
        if byte != b',' && byte != close {
            return Err(self.unexpected(byte));
        }
        self.at += 1;
        if byte == close {
            self.depth -= 1;
        }
        Ok(byte == b',')
    }

    fn object(&mut self) -> Result<Object, Fault> {
        self.open()?;
        let mut object = Object::new();
        if self.peek()? == b'}' {
            self.more(b'}')?;
            return Ok(object);
        }
        loop {
            let key_at = self.at;
            let key = self.key()?;
            if object.contains_key(&key) {
                return Err(Fault::at(Reason::ContentDuplicate, key_at));
            }
            if object.last_key_value().is_some_and(|(last, _)| *last > key) {
                return Err(Fault::at(Reason::ContentKeyOrder, key_at));
            }
            self.expect(b':')?;
            let value = self.value()?;
            object.insert(key, value);
            if !self.more(b'}')? {
                return Ok(object);
            }
        }
    }

    fn list(&mut self) -> Result<Vec<Json>, Fault> {
        self.open()?;
        let mut list = Vec::new();
        if self.peek()? == b']' {
            self.more(b']')?;
            return Ok(list);
        }
        loop {
            list.push(self.value()?);
            if !self.more(b']')? {
                return Ok(list);
            }
        }
    }

    /// A field name; its alphabet has nothing to escape, so it ends at the next quotation mark.
    fn key(&mut self) -> Result<String, Fault> {
        let start = self.at;
        self.expect(b'"')?;
        let Some(length) = self.rest().iter().position(|byte| *byte == b'"') else {
            self.at = self.text.len();
            return Err(self.fault(Reason::ContentTruncated));
        };
        let key = self.rest().get(..length).filter(|key| is_key(key));
        let key = key.ok_or_else(|| Fault::at(Reason::ContentKey, start))?;
        let key = key.iter().copied().map(char::from).collect();
        self.at += length + 1;
        Ok(key)
    }

    fn string(&mut self) -> Result<String, Fault> {
        self.expect(b'"')?;
        let mut string = String::new();
        loop {
            let plain = self
                .rest()
                .iter()
                .position(|byte| matches!(byte, b'"' | b'\\' | 0..=0x1f))
                .unwrap_or(self.rest().len());
            string.push_str(self.text.get(self.at..self.at + plain).unwrap_or_default());
            self.at += plain;
            match self.peek()? {
                b'"' => {
                    self.at += 1;
                    return Ok(string);
                }
                b'\\' => string.push(self.escape()?),
                0 => return Err(self.fault(Reason::ContentNul)),
                _ => return Err(self.fault(Reason::ContentControl)),
            }
        }
    }

    /// An escape in its one canonical spelling.
    fn escape(&mut self) -> Result<char, Fault> {
        let Some(letter) = self.rest().get(1) else {
            self.at = self.text.len();
            return Err(self.fault(Reason::ContentTruncated));
        };
        let short = match letter {
            b'"' => '"',
            b'\\' => '\\',
            b'b' => '\u{8}',
            b't' => '\t',
            b'n' => '\n',
            b'f' => '\u{c}',
            b'r' => '\r',
            b'u' => return self.unicode_escape(),
            _ => return Err(self.fault(Reason::ContentEscape)),
        };
        self.at += 2;
        Ok(short)
    }

    /// `\u00xx` for the control characters that have no short escape; everything else stands itself.
    fn unicode_escape(&mut self) -> Result<char, Fault> {
        let Some(digits) = self.rest().get(2..6) else {
            self.at = self.text.len();
            return Err(self.fault(Reason::ContentTruncated));
        };
        let mut code = 0u32;
        for digit in digits {
            let value = char::from(*digit).to_digit(16);
            code = code * 16 + value.ok_or_else(|| self.fault(Reason::ContentEscape))?;
        }
        let reason = match code {
            0 => Reason::ContentNul,
            0xd800..=0xdfff => Reason::ContentSurrogate,
            _ => Reason::ContentEscape,
        };
        let canonical = (1..0x20).contains(&code)
            && !matches!(code, 8 | 9 | 10 | 12 | 13)
            && !digits.iter().any(u8::is_ascii_uppercase);
        match char::from_u32(code).filter(|_| canonical) {
            Some(character) => {
                self.at += 6;
                Ok(character)
            }
            None => Err(self.fault(reason)),
        }
    }

    fn integer(&mut self) -> Result<i64, Fault> {
        let start = self.at;
        let negative = self.rest().first() == Some(&b'-');
        self.at += usize::from(negative);
        let length = self.rest().iter().take_while(|byte| byte.is_ascii_digit()).count();
        let (digits, after) = self.rest().split_at(length);
        let well_formed = match digits {
            [] => false,
            [b'0'] => !negative,
            [first, ..] => *first != b'0',
        };
        if !well_formed || matches!(after.first(), Some(b'.' | b'e' | b'E')) {
            return Err(Fault::at(Reason::ContentNumber, start));
        }
        let magnitude = digits
            .iter()
            .try_fold(0i64, |sum, digit| sum.checked_mul(10)?.checked_add(i64::from(digit - b'0')));
        let Some(magnitude) = magnitude.filter(|magnitude| *magnitude <= MAX_INTEGER) else {
            return Err(Fault::at(Reason::ContentRange, start));
        };
        self.at += length;
        Ok(if negative { -magnitude } else { magnitude })
    }
}
