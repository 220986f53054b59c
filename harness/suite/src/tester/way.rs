//! The way from the device to the kit: without it, what does not arrive says nothing about the device.

use ctk_record::Suspect;

use super::{Tester, mismatch};
use crate::judging::judgement::{Flow, Stop};
use crate::lab::{Answer, Ask};

/// What every notification that arrives is checked for.
const NOTIFIED: &str = "UDA-EVNT-31";

impl Tester<'_> {
    /// Whether the device demonstrably can open connections to the kit: it is on the same host, where no network is in
    /// between, or it has sent a notification in this run, or opened a connection for one and said nothing on it.
    ///
    /// # Errors
    /// As [`Tester::ask`].
    pub(crate) fn device_reaches_kit(&mut self) -> Flow<bool> {
        let beside = self.ssdp().device_ip().is_some_and(|ip| ip.is_loopback());
        Ok(beside || self.has_noticed(NOTIFIED)? || self.unspoken()? > 0)
    }

    /// How many connections the device has opened to the kit's callback ports, and said nothing on.
    ///
    /// # Errors
    /// As [`Tester::ask`].
    pub(crate) fn unspoken(&mut self) -> Flow<u64> {
        match self.ask(&Ask::Unspoken)? {
            Answer::Number(connections) => Ok(connections),
            other => Err(mismatch("the number of silent connections", &other)),
        }
    }

    /// Nothing that went to the group was lost on the kit's machine: else what is missing may be among it.
    ///
    /// # Errors
    /// Inconclusive when something was.
    pub(crate) fn everything_was_read(&mut self) -> Flow {
        match self.ask(&Ask::Unread)? {
            Answer::Number(0) => Ok(()),
            Answer::Number(lost) => Err(Stop::Inconclusive {
                reason: format!(
                    "{lost} datagrams to the group were lost on this machine before the kit could read them: what is missing may be among them"
                ),
                suspect: Suspect::Operator,
            }),
            other => Err(mismatch("how many datagrams were lost", &other)),
        }
    }
}
