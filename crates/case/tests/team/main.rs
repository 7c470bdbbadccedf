//! Several members and devices: joining, exchanging, revoking, erasing; and what enemies try.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod attacks;
mod checkpoints;
mod erasing;
mod files;
mod histories;
mod pages;
mod support;
mod working;
