#![allow(
    clippy::unwrap_used,
    reason = "without the usual runner no function here is marked as a test"
)]
mod apart;
fn main() -> std::process::ExitCode {
    apart::main(&[])
}
