//! Subscriptions that are granted for less than was asked: a case that waits for others keeps them.

use ctk_wire::gena::Timeout;

use super::{Grant, Subscriptions};
use crate::judging::judgement::{Flow, Stop};
use crate::lab::{ControlPoint, HttpAnswer};

/// What is asked for, in seconds; a device need not grant as much.
pub(super) const ASKED: u32 = 1800;

/// A subscription that may be over before the case is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Short {
    who: ControlPoint,
    sid: String,
    seconds: u64,
    /// When it is over, unless it is renewed: in milliseconds since the run began, at the earliest.
    until_ms: u64,
}

impl Subscriptions<'_, '_> {
    /// What was granted is remembered where it is short.
    pub(super) fn note_short(&mut self, who: ControlPoint, grant: &Grant, answer: &HttpAnswer) {
        let (Some(sid), Some(Timeout::Seconds(seconds))) = (&grant.sid, grant.timeout) else {
            return;
        };
        self.t.short.retain(|it| it.sid != *sid);
        if seconds < u64::from(ASKED) {
            self.t.short.push(Short {
                who,
                sid: sid.clone(),
                seconds,
                until_ms: answer.at_ms.saturating_add(seconds.saturating_mul(1_000)),
            });
        }
    }

    /// Renews those that are short: the time that comes is not the case's own. One that is refused stays as it is.
    ///
    /// # Errors
    /// As [`Lab::perform`](crate::lab::Lab::perform).
    pub(crate) fn renew_short(&mut self) -> Flow {
        for one in self.t.short.clone() {
            if self.t.made.has(&one.sid) {
                self.renew(one.who, &one.sid, ASKED)?;
            }
        }
        Ok(())
    }

    /// The wait was not longer than they last; they are renewed for what is left of the case.
    ///
    /// # Errors
    /// Inconclusive when one is over: what is not told then, nobody has asked for.
    pub(crate) fn outlast(&mut self) -> Flow {
        if self.t.short.is_empty() {
            return Ok(());
        }
        let now = self.t.now()?;
        let mine = |it: &&Short| self.t.made.has(&it.sid);
        if let Some(over) = self
            .t
            .short
            .iter()
            .filter(mine)
            .find(|it| it.until_ms <= now)
        {
            return Err(Stop::inconclusive(format!(
                "the device grants subscriptions for {} s, and this one was over before it was the case's turn: run it by itself",
                over.seconds
            )));
        }
        self.renew_short()
    }
}
