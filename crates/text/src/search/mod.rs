//! Words as they are searched for: found whatever their script, spelling and grammar.
//!
//! [`words`] parts a text into words and says where they stand; [`Analyser`] gives each the forms under which
//! it is indexed: [folded](fold::fold), [stemmed](stem::Stemming), [spelt across scripts](spelling::keys).
//! [`detect`] says which language a passage is in. [`Question`] reads what somebody searches for;
//! [`highlights`] shows where a text answers it; [`resemblance`] says how alike two names are.
//!
//! Everything here is a pure function of its arguments. The same functions serve the text that is indexed and the
//! words that are searched for, so the two cannot disagree.

mod analyse;
mod detect;
mod fold;
mod highlight;
mod piece;
mod question;
mod resemblance;
mod script;
mod segment;
mod spelling;
mod stem;

pub use analyse::{Alternative, Analyser, Forms, Space, Term, alternatives, beginnings};
pub use detect::{Detected, detect};
pub use fold::fold;
pub use highlight::{Highlight, highlights};
pub use piece::{Piece, pieces};
pub use question::{Filter, Part, Question, QuestionError, Wish};
pub use resemblance::{Likeness, Resemblance, resemblance};
pub use script::Script;
pub use segment::{Word, words};
pub use spelling::{Keys, keys};
pub use stem::Stemming;
