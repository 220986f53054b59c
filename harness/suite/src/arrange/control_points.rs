//! Control points that a device can tell apart.

use crate::judging::judgement::{Flow, Stop};
use crate::lab::ControlPoint;
use crate::tester::Tester;

/// For how long each subscribes, in seconds.
const SECONDS: u32 = 1800;

impl Tester<'_> {
    /// Each of these control points has a subscription of its own from now on. A device may tell control points apart by
    /// it, so cases in which one leaves, or two take part, begin with this, before the session is there. A device
    /// that grants none does not know anybody by it.
    ///
    /// # Errors
    /// As [`Lab::perform`](crate::lab::Lab::perform), but for what is inconclusive.
    pub(crate) fn known_by_subscription(&mut self, all: &[ControlPoint]) -> Flow {
        if self.dut().event_url.is_empty() {
            return Ok(());
        }
        for &who in all {
            if self.cleanup().has_subscription(who) {
                continue;
            }
            match self.subscribe_only(who) {
                Ok(()) | Err(Stop::Inconclusive { .. }) => {}
                Err(stop) => return Err(stop),
            }
        }
        Ok(())
    }

    fn subscribe_only(&mut self, who: ControlPoint) -> Flow {
        let inbox = self.subscriptions().open_inbox(who)?;
        self.subscriptions()
            .subscribe(who, &inbox, SECONDS)
            .map(drop)
    }
}
