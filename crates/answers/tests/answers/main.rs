//! Answers on a small invented case: what they say, that they say it whatever handles and rows are
//! like, and that their documents are as described.

mod accountability;
mod challenge;
mod documents;
mod facts;
mod findings;
mod links;
mod same;
mod support;
mod words;
