//! Documents of office programs, web pages, messages and archives: made by other programs when the tests run,
//! and read through the front door.

#![allow(clippy::unwrap_used, reason = "helpers of tests are not marked as tests")]

#[path = "../support/tools.rs"]
mod tools;

mod archives;
mod fuzz;
mod hostile;
mod mail;
mod pages;
mod press_release;
mod read;
mod tables;
mod text;
