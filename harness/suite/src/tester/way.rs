//! The way from the device to the kit: without it, what does not arrive says nothing about the device.

use super::Tester;
use crate::judging::judgement::Flow;

/// What every notification that arrives is checked for.
const NOTIFIED: &str = "UDA-EVNT-31";

impl Tester<'_> {
    /// Whether the device demonstrably can open connections to the kit: it is on the same host, where no network is in
    /// between, or it has sent a notification in this run.
    ///
    /// # Errors
    /// As [`Tester::ask`].
    pub(crate) fn device_reaches_kit(&mut self) -> Flow<bool> {
        let beside = self.ssdp().device_ip().is_some_and(|ip| ip.is_loopback());
        Ok(beside || self.has_noticed(NOTIFIED)?)
    }
}
