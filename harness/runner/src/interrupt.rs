//! Ctrl-C and SIGTERM: the first ends what is going on in order, the second at once.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use crate::exit_code::INTERRUPTED;

static FLAG: OnceLock<Arc<AtomicBool>> = OnceLock::new();
static INSTALLED: OnceLock<Result<(), String>> = OnceLock::new();

/// The flag that the first signal sets.
pub fn flag() -> Arc<AtomicBool> {
    Arc::clone(FLAG.get_or_init(Arc::default))
}

/// From here on the first signal is remembered, and the second ends the process with exit code 130.
///
/// # Errors
/// The system does not let us.
pub fn install() -> Result<(), String> {
    INSTALLED
        .get_or_init(|| {
            let flag = flag();
            ctrlc::set_handler(move || {
                if flag.swap(true, Ordering::SeqCst) {
                    std::process::exit(i32::from(INTERRUPTED));
                }
            })
            .map_err(|error| format!("signals cannot be handled: {error}"))
        })
        .clone()
}

/// A signal has come.
pub fn interrupted() -> bool {
    flag().load(Ordering::SeqCst)
}

/// Waits for a signal.
pub fn wait() {
    while !interrupted() {
        std::thread::sleep(Duration::from_millis(20));
    }
}
