//! A process that gave its powers up really has none: each attempt is made by a process of its own, which is
//! this same program started again.

#![cfg_attr(not(target_os = "linux"), allow(dead_code, unused_imports))]
#![allow(
    clippy::unwrap_used,
    reason = "without the usual runner no function here is marked as a test"
)]

use std::io::{Read, Write};
use std::path::PathBuf;
use std::process::{Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use onus_sys::sandbox::{Confinement, Held, within};

const STACK: usize = 1 << 20;

/// A file that an attempt tries to remove.
const REMOVED: &str = "/tmp/onus-attempt-to-remove";

/// What an attempt came to, by exit code: refused, done, or the process could not be held in at all.
const REFUSED: i32 = 10;
const DONE: i32 = 11;
const NOT_HELD: i32 = 12;

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    if let [_, flag, kind, attempt] = &arguments[..]
        && flag == "attempt"
    {
        std::process::exit(held(kind, attempt));
    }
    if !cfg!(target_os = "linux") {
        println!("not run: only Linux refuses calls and files");
        return;
    }
    let tests: &[(&str, fn())] = &[
        ("a_reader_computes_reads_and_answers", computes),
        ("a_reader_opens_no_file_and_writes_none", files),
        ("a_reader_reaches_no_network_and_starts_nothing", network_and_processes),
        ("a_process_that_kept_its_powers_has_them", free),
        ("a_reader_is_stopped_at_its_limits", limits),
        ("inherited_descriptors_are_closed", descriptors),
        ("a_program_reads_what_it_was_given_and_nothing_else", programs),
    ];
    let filter = arguments.iter().skip(1).find(|argument| !argument.starts_with('-'));
    for (name, test) in tests {
        if filter.is_none_or(|filter| name.contains(filter.as_str())) {
            print!("test {name} ... ");
            std::io::stdout().flush().unwrap();
            test();
            println!("ok");
        }
    }
}

/// Starts an attempt and waits for its end.
fn attempt(kind: &str, what: &str) -> (ExitStatus, String) {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["attempt", kind, what])
        .env_clear()
        .stdin(Stdio::from(std::fs::File::open(std::env::current_exe().unwrap()).unwrap()))
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut said = String::new();
    child.stdout.take().unwrap().read_to_string(&mut said).unwrap();
    (child.wait().unwrap(), said)
}

fn refused(kind: &str, what: &str) {
    use std::os::unix::process::ExitStatusExt;
    let (status, _) = attempt(kind, what);
    let ended = status.code() == Some(REFUSED) || status.signal() == Some(libc::SIGSYS);
    assert!(ended, "{kind}: {what} came to {status}");
}

fn computes() {
    let (status, said) = attempt("reading", "compute");
    assert_eq!(status.code(), Some(DONE), "{status}");
    assert_eq!(said, "limits files calls 5000 7f454c46\n");
}

const FILES: &[&str] =
    &["read-passwd", "read-itself", "write-file", "list-root", "make-folder", "remove-file"];

const NETWORK_AND_PROCESSES: &[&str] =
    &["socket", "unix-socket", "spawn", "thread", "signal", "executable-memory"];

fn files() {
    std::fs::write(REMOVED, b"x").unwrap();
    for what in FILES {
        refused("reading", what);
    }
    std::fs::remove_file(REMOVED).unwrap();
}

fn network_and_processes() {
    for what in NETWORK_AND_PROCESSES {
        refused("reading", what);
    }
}

/// Without it the same attempts succeed, so that a refusal above means something.
fn free() {
    std::fs::write(REMOVED, b"x").unwrap();
    for what in FILES.iter().chain(NETWORK_AND_PROCESSES) {
        let (status, _) = attempt("free", what);
        assert_eq!(status.code(), Some(DONE), "{what}");
    }
}

fn limits() {
    use std::os::unix::process::ExitStatusExt;
    let (status, _) = attempt("reading", "memory");
    assert_eq!(status.signal(), Some(6), "{status}");
    let start = Instant::now();
    let (status, _) = attempt("reading", "processor");
    assert_eq!(status.signal(), Some(24), "{status}");
    assert!(start.elapsed() < Duration::from_secs(20));
}

fn descriptors() {
    // A descriptor that a careless library left open to every process started after it.
    let (reader, writer) = std::io::pipe().unwrap();
    let number = std::os::fd::AsRawFd::as_raw_fd(&writer);
    leave_open(number);
    for (kind, code) in [("free", DONE), ("reading", REFUSED)] {
        let (status, _) = attempt(kind, &format!("descriptor-{number}"));
        assert_eq!(status.code(), Some(code), "{kind}: {status}");
    }
    drop((reader, writer));
}

fn programs() {
    let (status, said) = attempt("running", "cat-os-release");
    assert!(status.success() && said.contains("ID="), "{status}: {said}");
    for what in ["read-passwd", "write-file", "make-folder", "socket"] {
        refused("running", what);
    }
    let (status, said) = attempt("running", "cat-passwd");
    assert_ne!(status.code(), Some(0), "{status} {said}");
    assert_eq!(said, "");
}

/// In the process that is held in.
fn held(kind: &str, what: &str) -> i32 {
    let time = Duration::from_secs(2);
    let readable = ["/usr", "/lib", "/lib64", "/bin", "/etc/ld.so.cache"];
    let confinement = match kind {
        "reading" => Confinement::reading(time, 64 << 20),
        "running" => Confinement::running(time, 512 << 20, readable.map(PathBuf::from).to_vec()),
        _ => return attempts(what, Held::default()),
    };
    within(&confinement, STACK, |inside| attempts(what, inside.held)).unwrap_or(NOT_HELD)
}

fn attempts(what: &str, held: Held) -> i32 {
    let succeeded = match what {
        "compute" => {
            let numbers: Vec<u64> = (0..5000).collect();
            let mut first = [0; 4];
            let mut input = std::io::stdin().lock();
            input.read_exact(&mut first).unwrap();
            let hex: String = first.iter().map(|byte| format!("{byte:02x}")).collect();
            let word = |holds: bool, word: &'static str| if holds { word } else { "-" };
            println!(
                "{} {} {} {} {hex}",
                word(held.limits, "limits"),
                word(held.files, "files"),
                word(held.calls, "calls"),
                numbers.len(),
            );
            true
        }
        "read-passwd" => std::fs::read("/etc/passwd").is_ok(),
        "read-itself" => std::fs::read("/proc/self/exe").is_ok(),
        "write-file" => {
            let path = format!("/tmp/onus-attempt-{}", std::process::id());
            std::fs::write(&path, b"x").and_then(|()| std::fs::remove_file(&path)).is_ok()
        }
        "list-root" => std::fs::read_dir("/").is_ok(),
        "make-folder" => {
            let path = format!("/tmp/onus-attempt-{}", std::process::id());
            std::fs::create_dir(&path).and_then(|()| std::fs::remove_dir(&path)).is_ok()
        }
        "remove-file" => std::fs::remove_file(REMOVED).is_ok(),
        "socket" => std::net::UdpSocket::bind("127.0.0.1:0").is_ok(),
        "unix-socket" => std::os::unix::net::UnixDatagram::unbound().is_ok(),
        "spawn" => Command::new("/bin/true").status().is_ok(),
        "thread" => std::thread::Builder::new().spawn(|| ()).is_ok(),
        "signal" => signal_to_parent(),
        "executable-memory" => executable_memory(),
        "memory" => vec![1_u8; 1 << 30].iter().any(|byte| *byte == 0),
        "processor" => loop {
            std::hint::spin_loop();
        },
        "cat-os-release" => return run("/usr/bin/cat", &["/usr/lib/os-release"]),
        "cat-passwd" => return run("/usr/bin/cat", &["/etc/passwd"]),
        other => match other.strip_prefix("descriptor-").and_then(|number| number.parse().ok()) {
            Some(number) => descriptor_is_open(number),
            None => return NOT_HELD,
        },
    };
    if succeeded { DONE } else { REFUSED }
}

fn run(program: &str, arguments: &[&str]) -> i32 {
    use std::os::unix::process::CommandExt;
    let error = Command::new(program).args(arguments).exec();
    eprintln!("{error}");
    REFUSED
}

#[allow(unsafe_code, reason = "asks the system for what no safe interface would ask")]
fn executable_memory() -> bool {
    let protection = libc::PROT_READ | libc::PROT_WRITE | libc::PROT_EXEC;
    let flags = libc::MAP_PRIVATE | libc::MAP_ANONYMOUS;
    // SAFETY: a new mapping that nothing else uses.
    let mapped = unsafe { libc::mmap(std::ptr::null_mut(), 4096, protection, flags, -1, 0) };
    mapped != libc::MAP_FAILED
}

#[allow(unsafe_code, reason = "asks the system for what no safe interface would ask")]
fn signal_to_parent() -> bool {
    // SAFETY: two integers; a signal that does nothing by default.
    unsafe { libc::kill(libc::getppid(), libc::SIGURG) == 0 }
}

#[allow(unsafe_code, reason = "asks the system for what no safe interface would ask")]
fn descriptor_is_open(number: i32) -> bool {
    // SAFETY: writes one byte from a buffer that is there; on a closed descriptor it fails.
    unsafe { libc::write(number, b"x".as_ptr().cast(), 1) == 1 }
}

#[allow(unsafe_code, reason = "asks the system for what no safe interface would ask")]
fn leave_open(number: i32) {
    // SAFETY: three integers; the descriptor is open and belongs to the caller.
    unsafe { libc::fcntl(number, libc::F_SETFD, 0) };
}
