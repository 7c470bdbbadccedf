//! Facts of one real case that a simpler model gets wrong.
//!
//! In December 2011 security forces opened fire in Zhanaozen, Kazakhstan. What the public sources say of
//! it holds most of what makes this work hard: tolls that differ in scope and not in truth, one office
//! that moves its figure, officers who admit an act and nothing more, denials of a whole class of
//! allegations, sentences changed on appeal. Each test codes one such fact as its sources tell it, then
//! says what follows and what must not. The number in a test's name is that of the fact.
//!
//! People, dates and figures are as published. Where a test needs an account that nobody gave, it says
//! so ("had anyone said …").

mod facts;
mod support;
