//! Descriptors that a process inherited.

use super::Error;

/// Closes every descriptor from `first` on, whoever opened it.
///
/// The standard library marks what it opens to be closed in new processes; libraries in other languages may
/// not, and a database left open would be a way out.
#[allow(unsafe_code, reason = "no safe interface closes descriptors that nobody owns")]
pub(super) fn close_from(first: u32) -> Result<(), Error> {
    #[cfg(target_os = "linux")]
    {
        // SAFETY: the call takes three integers and touches no memory. It runs before anything else in this
        // process, so that no object owns a descriptor from `first` on.
        let done = unsafe { libc::syscall(libc::SYS_close_range, first, libc::c_uint::MAX, 0) };
        if done == 0 {
            return Ok(());
        }
    }
    // Systems without `close_range`, and kernels before 5.9.
    let most = rustix::process::getrlimit(rustix::process::Resource::Nofile).current;
    let most = most.unwrap_or(65_536).min(65_536);
    for descriptor in u64::from(first)..most {
        let Ok(descriptor) = libc::c_int::try_from(descriptor) else { break };
        // SAFETY: as above; closing a descriptor that is not open only returns an error.
        unsafe { libc::close(descriptor) };
    }
    Ok(())
}
