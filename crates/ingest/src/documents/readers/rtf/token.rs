//! The words of RTF: groups, control words, bytes of text.

/// What comes next in a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Token<'a> {
    /// A group begins.
    Open,
    /// A group ends.
    Close,
    /// A control word, with its number where it has one.
    Word(&'a str, Option<i32>),
    /// A control symbol other than those that stand for a byte.
    Symbol(u8),
    /// A byte written in hexadecimal.
    Hex(u8),
    /// Bytes of text in the encoding of their font, without a line end.
    Text(&'a [u8]),
    /// Bytes that are no text.
    Binary,
}

/// Takes a file apart.
pub(super) struct Tokens<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Tokens<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, at: 0 }
    }

    /// The byte that comes next.
    pub(super) fn position(&self) -> usize {
        self.at
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn take_while(&mut self, keep: impl Fn(u8) -> bool) -> &'a [u8] {
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        let length = rest.iter().position(|byte| !keep(*byte)).unwrap_or(rest.len());
        self.at += length;
        rest.get(..length).unwrap_or_default()
    }

    /// The control word or symbol after a backslash.
    fn control(&mut self) -> Option<Token<'a>> {
        let name = self.take_while(|byte| byte.is_ascii_alphabetic());
        if name.is_empty() {
            let symbol = self.peek()?;
            self.at += 1;
            if symbol != b'\'' {
                return Some(Token::Symbol(symbol));
            }
            let digits = self.bytes.get(self.at..self.at + 2)?;
            let digit = |byte: u8| char::from(byte).to_digit(16);
            let (high, low) = (digit(*digits.first()?), digit(*digits.last()?));
            // What is no number stays where it is, to be read as text.
            let (Some(high), Some(low)) = (high, low) else { return Some(Token::Symbol(symbol)) };
            self.at += 2;
            return Some(Token::Hex((high * 16 + low) as u8));
        }
        let negative = self.peek() == Some(b'-')
            && self.bytes.get(self.at + 1).is_some_and(u8::is_ascii_digit);
        self.at += usize::from(negative);
        let digits = self.take_while(|byte| byte.is_ascii_digit());
        let digits = std::str::from_utf8(digits).unwrap_or_default();
        let number =
            digits.parse::<i32>().ok().map(|number| if negative { -number } else { number });
        if self.peek() == Some(b' ') {
            self.at += 1;
        }
        let name = std::str::from_utf8(name).unwrap_or_default();
        if name == "bin" {
            let length = usize::try_from(number.unwrap_or(0)).unwrap_or(0);
            self.at = self.at.saturating_add(length).min(self.bytes.len());
            return Some(Token::Binary);
        }
        Some(Token::Word(name, number))
    }
}

impl<'a> Iterator for Tokens<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        // Line ends, and the zeros that some programs write, only lay out the file.
        self.take_while(|byte| matches!(byte, b'\r' | b'\n' | 0));
        match self.peek()? {
            b'{' => {
                self.at += 1;
                Some(Token::Open)
            }
            b'}' => {
                self.at += 1;
                Some(Token::Close)
            }
            b'\\' => {
                self.at += 1;
                self.control()
            }
            _ => {
                let text = self
                    .take_while(|byte| !matches!(byte, b'{' | b'}' | b'\\' | b'\r' | b'\n' | 0));
                Some(Token::Text(text))
            }
        }
    }
}
