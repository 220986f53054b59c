//! What is around the device: the upper tester, a way to restart it, the kit's own listener, a log, the clock.

use std::time::Duration;

use serde_json::Value;

/// What came of a stimulus.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stimulated {
    /// It was carried out.
    pub done: bool,
    /// A session that came to be.
    pub session: Option<String>,
    /// A message that came to be.
    pub message: Option<String>,
}

/// Somebody who came to the kit's listener.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Visit {
    /// The path, such as `/canary/1f`.
    pub path: String,
    /// GET, NOTIFY, …
    pub method: String,
    /// The body of a notification.
    pub body: Vec<u8>,
}

/// The bench. Used by several threads.
pub trait Bench: Sync {
    /// Asks the upper tester.
    fn stimulate(&self, name: &str, fields: &Value) -> Stimulated;

    /// Whether there is a way to restart the device.
    fn can_restart(&self) -> bool;

    /// Restarts the device; whether there is a way to, and it worked.
    fn restart(&self) -> bool;

    /// Who came to the listener since the last call.
    fn visits(&self) -> Vec<Visit>;

    /// Lines of the watched log since the last call.
    fn log(&self) -> Vec<String>;

    /// Where the kit listens, `http://HOST:PORT`; empty: nowhere.
    fn own(&self) -> String;

    /// Bytes of memory that the device has, where it can be seen.
    fn memory(&self) -> Option<u64>;

    /// Seconds that the device is up, where it can be seen.
    fn uptime(&self) -> Option<u64>;

    /// Since the beginning.
    fn now(&self) -> Duration;

    /// Waits; ends early when the run is interrupted.
    fn sleep(&self, time: Duration);

    /// The run shall end.
    fn interrupted(&self) -> bool;
}
