//! Reads the text of a condition: a subset of the Common Expression Language.
//!
//! The grammar is in `docs/design/conditions.md`. Everything read keeps the place where it stands, so that
//! what is wrong with its meaning can be told with line and column.

use std::ops::Range;

/// How deep brackets and negations may stand in one another, so that no text can outgrow the stack.
const DEEPEST: usize = 64;

/// What is wrong with a condition, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Mistake {
    /// Bytes of the text.
    pub(crate) span: Range<usize>,
    /// What is wrong, and what to write instead.
    pub(crate) message: String,
}

impl Mistake {
    pub(crate) fn new(span: &Range<usize>, message: impl Into<String>) -> Self {
        Self { span: span.clone(), message: message.into() }
    }
}

/// A part of a condition as written.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Expression {
    /// Bytes of the text.
    pub(crate) span: Range<usize>,
    /// What it is.
    pub(crate) kind: Kind,
}

/// What a part of a condition is.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Kind {
    /// A variable.
    Name(String),
    /// `"words"`.
    Text(String),
    /// A whole number.
    Number(u64),
    /// `true` or `false`.
    Flag(bool),
    /// `["a", "b"]`.
    List(Vec<Expression>),
    /// `x.name`.
    Member(Box<Expression>, String, Range<usize>),
    /// `name(arguments)`.
    Call(String, Vec<Expression>),
    /// `x.name(arguments)`.
    Method(Box<Expression>, String, Range<usize>, Vec<Expression>),
    /// `!x`.
    Not(Box<Expression>),
    /// `x && y && z`; what stands in brackets is a part by itself.
    And(Vec<Expression>),
    /// `x || y || z`.
    Or(Vec<Expression>),
    /// A comparison, a sum or a difference, or `in`.
    Binary(Operator, Box<Expression>, Box<Expression>),
}

/// What stands between two operands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Operator {
    /// `==`
    Equal,
    /// `!=`
    Unequal,
    /// `<`
    Less,
    /// `<=`
    AtMost,
    /// `>`
    Greater,
    /// `>=`
    AtLeast,
    /// `in`
    In,
    /// `+`
    Plus,
    /// `-`
    Minus,
}

#[derive(Clone, Debug, PartialEq)]
enum Token {
    Name(String),
    Quoted(String),
    Text(String),
    Number(u64),
    Sign(&'static str),
    End,
}

/// The signs, longer ones before those they start with.
const SIGNS: [&str; 17] =
    ["&&", "||", "==", "!=", "<=", ">=", "<", ">", "!", "(", ")", "[", "]", ",", ".", "+", "-"];

/// Words that CEL keeps for itself and that cannot be names of variables.
const RESERVED: [&str; 17] = [
    "as",
    "break",
    "const",
    "continue",
    "else",
    "for",
    "function",
    "if",
    "import",
    "let",
    "loop",
    "package",
    "namespace",
    "null",
    "return",
    "var",
    "void",
];

fn tokens(text: &str) -> Result<Vec<(Token, Range<usize>)>, Mistake> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(next) = text[at..].chars().next() {
        let rest = &text[at..];
        let until = |end: Option<usize>| at + end.unwrap_or(rest.len());
        if next.is_whitespace() {
            at += next.len_utf8();
            continue;
        }
        if rest.starts_with("//") {
            at = until(rest.find('\n'));
            continue;
        }
        let is_name = |letter: char| letter.is_ascii_alphanumeric() || letter == '_';
        let (token, end) = if next == '"' || next == '\'' {
            let (words, length) = quoted(rest, next).map_err(|(from, message)| {
                Mistake::new(&(at + from..until(rest.find('\n'))), message)
            })?;
            (Token::Text(words), at + length)
        } else if next == '`' {
            let end = rest[1..].find('`').ok_or_else(|| {
                Mistake::new(&(at..at + 1), "this backquote is not closed by another one")
            })?;
            (Token::Quoted(rest[1..=end].to_owned()), at + end + 2)
        } else if next.is_ascii_digit() {
            let end = until(rest.find(|letter: char| !letter.is_ascii_digit()));
            let number = text[at..end]
                .parse()
                .ok()
                .filter(|number| *number <= onus_model::value::LARGEST_COUNT);
            let number = number.ok_or_else(|| {
                Mistake::new(
                    &(at..end),
                    "this number is too large: the largest is 9007199254740991",
                )
            })?;
            (Token::Number(number), end)
        } else if next.is_ascii_alphabetic() || next == '_' {
            let end = until(rest.find(|letter: char| !is_name(letter)));
            (Token::Name(text[at..end].to_owned()), end)
        } else {
            let sign = SIGNS.iter().find(|sign| rest.starts_with(**sign)).ok_or_else(|| {
                let span = at..at + next.len_utf8();
                Mistake::new(&span, format!("\"{next}\" has no meaning here"))
            })?;
            (Token::Sign(sign), at + sign.len())
        };
        found.push((token, at..end));
        at = end;
    }
    found.push((Token::End, text.len()..text.len()));
    Ok(found)
}

/// Words between quotation marks, and how many bytes they take.
fn quoted(rest: &str, mark: char) -> Result<(String, usize), (usize, String)> {
    let mut words = String::new();
    let mut letters = rest.char_indices().skip(1);
    while let Some((place, letter)) = letters.next() {
        match letter {
            _ if letter == mark => return Ok((words, place + 1)),
            '\n' => break,
            '\\' => match letters.next() {
                Some((_, escaped @ ('"' | '\'' | '\\'))) => words.push(escaped),
                _ => {
                    return Err((
                        place,
                        "after \\ write \\, \" or '; other letters need no \\".to_owned(),
                    ));
                }
            },
            letter => words.push(letter),
        }
    }
    Err((0, format!("this quotation mark is not closed by another {mark} in its line")))
}

struct Parser {
    tokens: Vec<(Token, Range<usize>)>,
    at: usize,
    depth: usize,
}

/// Reads a condition.
pub(crate) fn read(text: &str) -> Result<Expression, Mistake> {
    let mut parser = Parser { tokens: tokens(text)?, at: 0, depth: 0 };
    let expression = parser.or()?;
    match parser.peek() {
        (Token::End, _) => Ok(expression),
        (_, span) => {
            Err(Mistake::new(span, "the condition should end here, or go on with && or ||"))
        }
    }
}

impl Parser {
    fn peek(&self) -> &(Token, Range<usize>) {
        // The last token is the end, and nothing is read past it.
        &self.tokens[self.at.min(self.tokens.len() - 1)]
    }

    fn take(&mut self, sign: &str) -> bool {
        let is = matches!(&self.peek().0, Token::Sign(found) if *found == sign);
        self.at += usize::from(is);
        is
    }

    fn expect(&mut self, sign: &str) -> Result<Range<usize>, Mistake> {
        let span = self.peek().1.clone();
        match self.take(sign) {
            true => Ok(span),
            false => Err(Mistake::new(&span, format!("\"{sign}\" is missing here"))),
        }
    }

    fn several(
        &mut self,
        sign: &str,
        one: fn(&mut Self) -> Result<Expression, Mistake>,
        whole: fn(Vec<Expression>) -> Kind,
    ) -> Result<Expression, Mistake> {
        let first = one(self)?;
        let mut parts = vec![first];
        while self.take(sign) {
            parts.push(one(self)?);
        }
        let span = match parts.as_slice() {
            [first, .., last] => first.span.start..last.span.end,
            _ => return parts.pop().ok_or_else(|| Mistake::new(&(0..0), "it is empty")),
        };
        Ok(Expression { span, kind: whole(parts) })
    }

    fn or(&mut self) -> Result<Expression, Mistake> {
        self.several("||", Self::and, Kind::Or)
    }

    fn and(&mut self) -> Result<Expression, Mistake> {
        self.several("&&", Self::not, Kind::And)
    }

    fn deeper<T>(
        &mut self,
        read: impl FnOnce(&mut Self) -> Result<T, Mistake>,
    ) -> Result<T, Mistake> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(Mistake::new(&self.peek().1, "too many brackets stand in one another"));
        }
        let found = read(self);
        self.depth -= 1;
        found
    }

    fn not(&mut self) -> Result<Expression, Mistake> {
        let start = self.peek().1.start;
        if self.take("!") {
            let inner = self.deeper(Self::not)?;
            let span = start..inner.span.end;
            return Ok(Expression { span, kind: Kind::Not(Box::new(inner)) });
        }
        self.relation()
    }

    fn relation(&mut self) -> Result<Expression, Mistake> {
        let left = self.sum()?;
        let operator = match &self.peek().0 {
            Token::Sign("==") => Operator::Equal,
            Token::Sign("!=") => Operator::Unequal,
            Token::Sign("<") => Operator::Less,
            Token::Sign("<=") => Operator::AtMost,
            Token::Sign(">") => Operator::Greater,
            Token::Sign(">=") => Operator::AtLeast,
            Token::Name(name) if name == "in" => Operator::In,
            _ => return Ok(left),
        };
        self.at += 1;
        let right = self.sum()?;
        Ok(binary(operator, left, right))
    }

    fn sum(&mut self) -> Result<Expression, Mistake> {
        let mut left = self.member()?;
        loop {
            let operator = match &self.peek().0 {
                Token::Sign("+") => Operator::Plus,
                Token::Sign("-") => Operator::Minus,
                _ => return Ok(left),
            };
            self.at += 1;
            let right = self.member()?;
            left = binary(operator, left, right);
        }
    }

    fn member(&mut self) -> Result<Expression, Mistake> {
        let mut whole = self.primary()?;
        while self.take(".") {
            let (token, span) = self.peek().clone();
            let (Token::Name(name) | Token::Quoted(name)) = token else {
                return Err(Mistake::new(&span, "after a dot stands the name of a property"));
            };
            self.at += 1;
            if name == "in" && matches!(self.tokens[self.at - 1].0, Token::Name(_)) {
                return Err(Mistake::new(&span, "write this property in backquotes: `in`"));
            }
            if self.take("(") {
                let (arguments, end) = self.arguments(")")?;
                let kind = Kind::Method(Box::new(whole.clone()), name, span, arguments);
                whole = Expression { span: whole.span.start..end, kind };
            } else {
                let place = whole.span.start..span.end;
                let kind = Kind::Member(Box::new(whole), name, span);
                whole = Expression { span: place, kind };
            }
        }
        Ok(whole)
    }

    fn arguments(&mut self, close: &str) -> Result<(Vec<Expression>, usize), Mistake> {
        let mut arguments = Vec::new();
        if !matches!(&self.peek().0, Token::Sign(sign) if *sign == close) {
            loop {
                arguments.push(self.deeper(Self::or)?);
                if !self.take(",") {
                    break;
                }
            }
        }
        let end = self.expect(close)?.end;
        Ok((arguments, end))
    }

    fn primary(&mut self) -> Result<Expression, Mistake> {
        let (token, span) = self.peek().clone();
        self.at += usize::from(token != Token::End);
        let kind = match token {
            Token::Text(words) => Kind::Text(words),
            Token::Number(number) => Kind::Number(number),
            Token::Quoted(name) => Kind::Name(name),
            Token::Name(name) if name == "true" => Kind::Flag(true),
            Token::Name(name) if name == "false" => Kind::Flag(false),
            Token::Name(name) if RESERVED.contains(&name.as_str()) || name == "in" => {
                return Err(Mistake::new(
                    &span,
                    format!("\"{name}\" cannot be the name of a variable"),
                ));
            }
            Token::Name(name) if self.take("(") => {
                let (arguments, end) = self.arguments(")")?;
                return Ok(Expression { span: span.start..end, kind: Kind::Call(name, arguments) });
            }
            Token::Name(name) => Kind::Name(name),
            Token::Sign("[") => {
                let (items, end) = self.arguments("]")?;
                return Ok(Expression { span: span.start..end, kind: Kind::List(items) });
            }
            Token::Sign("(") => {
                let inner = self.deeper(Self::or)?;
                let end = self.expect(")")?.end;
                // Brackets make it one part, whatever stands in them.
                return Ok(Expression { span: span.start..end, kind: inner.kind });
            }
            Token::Sign(sign) => {
                return Err(Mistake::new(&span, format!("\"{sign}\" has no meaning here")));
            }
            Token::End => return Err(Mistake::new(&span, "the condition ends too early")),
        };
        Ok(Expression { span, kind })
    }
}

fn binary(operator: Operator, left: Expression, right: Expression) -> Expression {
    let span = left.span.start..right.span.end;
    Expression { span, kind: Kind::Binary(operator, Box::new(left), Box::new(right)) }
}
