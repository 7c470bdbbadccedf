//! What leaves a case, and is checked without it.

mod authority;
mod bags;
mod exports;
mod stamps;
