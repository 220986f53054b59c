//! What the system did not give the process.

use std::io;
use std::sync::atomic::{AtomicUsize, Ordering};

static REFUSED: AtomicUsize = AtomicUsize::new(0);

/// How often the system refused this process a thread or a descriptor for a device: what a device did not do then says
/// nothing of it.
pub fn refused() -> usize {
    REFUSED.load(Ordering::Relaxed)
}

/// The thread, if the system gives one.
pub(crate) fn given<T>(thread: io::Result<T>) -> Option<T> {
    if thread.is_err() {
        REFUSED.fetch_add(1, Ordering::Relaxed);
    }
    thread.ok()
}

/// A connection was not accepted: for want of descriptors, if its peer did not just go away.
pub(crate) fn not_accepted(error: &io::Error) {
    use io::ErrorKind::{ConnectionAborted, ConnectionReset, Interrupted};
    if !matches!(
        error.kind(),
        ConnectionAborted | ConnectionReset | Interrupted
    ) {
        REFUSED.fetch_add(1, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_refused_is_counted() {
        let before = refused();
        assert_eq!(given(Ok(7)), Some(7));
        assert_eq!(given::<u8>(Err(io::ErrorKind::WouldBlock.into())), None);
        not_accepted(&io::ErrorKind::ConnectionAborted.into());
        not_accepted(&io::Error::from_raw_os_error(24));
        // Other tests may be refused something meanwhile.
        assert!(refused() >= before + 2);
    }
}
