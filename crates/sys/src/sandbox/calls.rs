//! Seccomp: which system calls a process may make.
//!
//! Two filters, of which the kernel obeys the stricter. The first ends the process at calls that no reader and
//! no program we run ever makes, so that whoever started it sees that something tried. The second, for our own
//! readers only, is a list of what computing, memory and answering need; all else fails with *not permitted*.
//! A list of what is allowed cannot be kept for programs of other people, so they get the first filter only,
//! and Landlock.

use std::collections::BTreeMap;

use libc::c_long;
use seccompiler::{
    BpfProgram, SeccompAction, SeccompCmpArgLen, SeccompCmpOp, SeccompCondition, SeccompFilter,
    SeccompRule, TargetArch, apply_filter_all_threads,
};

use super::Error;

/// Calls that only an attacker makes: network, tracing, other processes' memory, the kernel's insides.
const NEVER: &[c_long] = &[
    libc::SYS_accept,
    libc::SYS_accept4,
    libc::SYS_add_key,
    libc::SYS_bind,
    libc::SYS_bpf,
    libc::SYS_chroot,
    libc::SYS_connect,
    libc::SYS_delete_module,
    libc::SYS_finit_module,
    libc::SYS_init_module,
    libc::SYS_io_uring_enter,
    libc::SYS_io_uring_register,
    libc::SYS_io_uring_setup,
    libc::SYS_kcmp,
    libc::SYS_kexec_load,
    libc::SYS_keyctl,
    libc::SYS_listen,
    libc::SYS_mount,
    libc::SYS_open_by_handle_at,
    libc::SYS_perf_event_open,
    libc::SYS_personality,
    libc::SYS_pidfd_getfd,
    libc::SYS_pidfd_open,
    libc::SYS_pivot_root,
    libc::SYS_process_vm_readv,
    libc::SYS_process_vm_writev,
    libc::SYS_ptrace,
    libc::SYS_request_key,
    libc::SYS_sendmsg,
    libc::SYS_sendto,
    libc::SYS_setns,
    libc::SYS_socket,
    libc::SYS_socketpair,
    libc::SYS_swapon,
    libc::SYS_umount2,
    libc::SYS_unshare,
    libc::SYS_userfaultfd,
];

/// Calls by which a process starts others. Programs that we run replace ours by such a call, once.
const OTHERS: &[c_long] = &[libc::SYS_execve, libc::SYS_execveat];

/// What computing, memory, threads that end, and answering need.
const ALLOWED: &[c_long] = &[
    libc::SYS_brk,
    libc::SYS_clock_gettime,
    libc::SYS_clock_nanosleep,
    libc::SYS_close,
    libc::SYS_exit,
    libc::SYS_exit_group,
    libc::SYS_fstat,
    libc::SYS_futex,
    libc::SYS_getpid,
    libc::SYS_getrandom,
    libc::SYS_gettid,
    libc::SYS_lseek,
    libc::SYS_madvise,
    libc::SYS_mremap,
    libc::SYS_munmap,
    libc::SYS_nanosleep,
    libc::SYS_pread64,
    libc::SYS_read,
    libc::SYS_readv,
    libc::SYS_restart_syscall,
    libc::SYS_rt_sigaction,
    libc::SYS_rt_sigprocmask,
    libc::SYS_rt_sigreturn,
    libc::SYS_sched_getaffinity,
    libc::SYS_sched_yield,
    libc::SYS_set_robust_list,
    libc::SYS_sigaltstack,
    libc::SYS_write,
    libc::SYS_writev,
];

/// Refuses what is not allowed, for all threads of the process. `strict` is for our own readers. Says whether
/// the kernel and the processor are ones for which this is known.
pub(super) fn refuse(strict: bool) -> Result<bool, Error> {
    let Ok(machine) = TargetArch::try_from(std::env::consts::ARCH) else { return Ok(false) };
    let never = NEVER.iter().chain(if strict { OTHERS } else { &[] });
    let never = never.map(|call| (*call, Vec::new())).collect();
    apply(filter(never, SeccompAction::Allow, SeccompAction::KillProcess, machine)?)?;
    if strict {
        let kept = SeccompAction::Errno(u32::try_from(libc::EPERM).unwrap_or(1));
        apply(filter(allowed()?, kept, SeccompAction::Allow, machine)?)?;
    }
    Ok(true)
}

type Rules = BTreeMap<i64, Vec<SeccompRule>>;

fn allowed() -> Result<Rules, Error> {
    let mut rules: Rules = ALLOWED.iter().map(|call| (*call, Vec::new())).collect();
    // Memory, but none that can be executed.
    let executes = u64::try_from(libc::PROT_EXEC).unwrap_or(4);
    let plain = rule(2, SeccompCmpOp::MaskedEq(executes), 0)?;
    rules.insert(libc::SYS_mmap, vec![plain.clone()]);
    rules.insert(libc::SYS_mprotect, vec![plain]);
    // Signals to itself only, which is how a process aborts.
    let itself = u64::from(std::process::id());
    rules.insert(libc::SYS_tgkill, vec![rule(0, SeccompCmpOp::Eq, itself)?]);
    Ok(rules)
}

fn rule(argument: u8, how: SeccompCmpOp, value: u64) -> Result<SeccompRule, Error> {
    SeccompCondition::new(argument, SeccompCmpArgLen::Dword, how, value)
        .and_then(|condition| SeccompRule::new(vec![condition]))
        .map_err(|error| Error(error.to_string()))
}

fn filter(
    rules: Rules,
    other: SeccompAction,
    these: SeccompAction,
    machine: TargetArch,
) -> Result<BpfProgram, Error> {
    SeccompFilter::new(rules, other, these, machine)
        .and_then(BpfProgram::try_from)
        .map_err(|error| Error(error.to_string()))
}

fn apply(program: BpfProgram) -> Result<(), Error> {
    apply_filter_all_threads(&program).map_err(|error| Error(error.to_string()))
}
