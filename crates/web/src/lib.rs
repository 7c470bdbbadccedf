//! The web application on loopback: sessions, routes, the HTTP API.
//!
//! ```text
//! request ─▶ server ─▶ gate ─▶ route ─▶ desk ─▶ document ─▶ page
//!            (bounds)  (host,  (rule)   (one a   (JSON)
//!                      token)           session)
//! ```
//!
//! One table ([`routes`]) says of every route who may use it and from which level on it shows anything; the router is
//! made from that table and from nothing else, so a route without a rule cannot be. Whoever unlocks gets a desk: a
//! thread of its own with the case open under their key, which ends when they lock it or have not asked for anything
//! for a while; with it the key is gone from memory. So several members can be at work in one process, each with their
//! own device.
//!
//! Everything that is shown is a document of `onus-answers`, given as JSON under `/api/1` and set by `onus-pages`
//! elsewhere. Nothing is computed here.
//!
//! Only loopback is served, only under its own names (which stops a foreign name that was pointed here), and no page
//! asks anybody else for anything.

mod api;
mod arriving;
mod asked;
mod assets;
mod desk;
mod documents;
mod eyes;
mod gate;
mod openapi;
mod refusal;
mod rooms;
mod routes;
mod server;
mod sessions;
mod work;

pub use routes::{Needs, Rule, Who, rules};
pub use server::{Serving, serve};
