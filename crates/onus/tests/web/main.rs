//! The web application, asked as a browser asks: through the real server, on a loopback port that was free.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

#[path = "../common/mod.rs"]
mod common;

mod adding;
mod browser;
mod client;
mod coding;
mod documents;
mod links;
mod pages;
mod safety;
mod session;
