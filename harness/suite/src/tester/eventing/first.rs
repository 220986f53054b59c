//! The initial event: how long it is waited for where none has come before.

use ctk_record::{Finding, Grade};
use ctk_vectors::uda::row;
use ctk_vectors::waits;

use super::{Subscription, Subscriptions};
use crate::judging::judgement::{Flow, Stop};
use crate::lab::{Answer, Ask};
use crate::tester::mismatch;

/// What is noted of a subscription without an initial event; the eventing URL follows.
const IN_VAIN: &str = "no initial event came within the time that is prompt at ";

/// What is noted of one that was waited for as long as anybody would.
const FOR_LONG: &str = "no initial event came within 30 s at ";

/// So many subscriptions wait in vain at a URL before the others look in for a moment only.
const ENOUGH: usize = 2;

/// How long that moment is, in milliseconds.
const MOMENT_MS: u64 = 300;

impl Subscriptions<'_, '_> {
    /// Waits for the initial event as long as is prompt, or for a moment where none has come to others before: that it is
    /// missing is judged by `uda/eventing/initial-event`. Its place among the subscription's events.
    ///
    /// # Errors
    /// As [`Subscriptions::await_event`].
    pub(crate) fn await_initial(&mut self, subscription: &mut Subscription) -> Flow<Option<usize>> {
        let early = self.await_event(subscription, 0, MOMENT_MS, |_| true)?;
        if early.is_some() || self.is_known_silent()? {
            return Ok(early);
        }
        let rest = waits::INITIAL_EVENT_PROMPT.milliseconds - MOMENT_MS;
        let place = self.await_event(subscription, 0, rest, |_| true)?;
        if place.is_none() {
            self.note_first(subscription, IN_VAIN);
        }
        Ok(place)
    }

    /// As [`Subscriptions::await_initial`], for a case that judges something of the initial event.
    ///
    /// # Errors
    /// Inconclusive where none came, and none has come to others either, or no notification at all to the kit.
    pub(crate) fn initial_or_known(
        &mut self,
        subscription: &mut Subscription,
    ) -> Flow<Option<usize>> {
        let place = self.await_initial(subscription)?;
        if place.is_none() {
            self.heard(subscription)?;
            if self.is_known_silent()? {
                return Err(no_initial_event());
            }
        }
        Ok(place)
    }

    /// The initial event was waited for at this URL often enough, and never came.
    ///
    /// # Errors
    /// As [`Tester::ask`](crate::tester::Tester::ask).
    pub(crate) fn is_known_silent(&mut self) -> Flow<bool> {
        let here = format!("{IN_VAIN}{}", self.t.dut().event_url);
        Ok(self.noted(|text| text == here)? >= ENOUGH)
    }

    /// At the eventing URL of some service an initial event was waited for as long as anybody would, in vain.
    ///
    /// # Errors
    /// As [`Tester::ask`](crate::tester::Tester::ask).
    pub(crate) fn was_awaited_for_long(&mut self) -> Flow<bool> {
        Ok(self.noted(|text| text.starts_with(FOR_LONG))? > 0)
    }

    /// The longest wait was in vain.
    pub(crate) fn note_awaited_for_long(&mut self, subscription: &Subscription) {
        self.note_first(subscription, FOR_LONG);
    }

    fn note_first(&mut self, subscription: &Subscription, what: &str) {
        let text = format!("{what}{}", self.t.dut().event_url);
        let finding = Finding::new(row::UDA_EVNT_19, Grade::Note, text);
        self.t.lab().notice(subscription.exchange, &[], &[finding]);
    }

    fn noted(&mut self, is_meant: impl Fn(&str) -> bool) -> Flow<usize> {
        let ask = Ask::Noticed {
            requirements: vec![row::UDA_EVNT_19.to_owned()],
        };
        match self.t.ask(&ask)? {
            Answer::Noticed(noticed) => {
                let findings = noticed.findings.iter();
                Ok(findings.filter(|it| is_meant(&it.finding.text)).count())
            }
            other => Err(mismatch("what was noticed", &other)),
        }
    }
}

/// Nothing can be said of an initial event: none came.
pub(crate) fn no_initial_event() -> Stop {
    Stop::inconclusive(
        "no initial event came, nor to other subscriptions (uda/eventing/initial-event)",
    )
}
