//! Several members and devices: joining, exchanging, revoking, erasing; and what enemies try.

mod attacks;
mod erasing;
mod histories;
mod support;
mod working;
