//! Something that the upper tester switches on and off.

use crate::service::observation::Time;

/// On, off, or not known: while a stimulus about it is under way, and after two that overlapped.
#[derive(Clone, Debug)]
pub(super) struct Switch {
    on: Option<bool>,
    under_way: u32,
    /// How many stimuli there were: what begins and ends with the same count was not switched in between.
    turns: u64,
    /// When the latest one was answered; its effect may come later.
    answered: Time,
    /// Two were asked for at the same time: nobody knows which came last.
    overlap: bool,
}

impl Switch {
    pub(super) fn new(on: bool) -> Self {
        Self {
            on: Some(on),
            under_way: 0,
            turns: 0,
            answered: 0,
            overlap: false,
        }
    }

    /// How it is, and which turn that is.
    pub(super) fn is(&self) -> (Option<bool>, u64) {
        let settled = self.on.filter(|_| self.under_way == 0);
        (settled, self.turns)
    }

    /// A stimulus is sent, and answered by `answered`.
    pub(super) fn begin(&mut self, from: Time, answered: Time) {
        let at_once = self.under_way > 0 && from < self.answered;
        self.overlap = at_once || (self.overlap && self.under_way > 0);
        self.under_way += 1;
        self.turns += 1;
        self.answered = self.answered.max(answered);
    }

    /// Its effect is over; `None`: nobody knows what came of it. Those that do not overlap take effect in their order.
    pub(super) fn end(&mut self, on: Option<bool>) {
        self.under_way = self.under_way.saturating_sub(1);
        self.on = on.filter(|_| !self.overlap);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_end_of_an_earlier_stimulus_is_not_the_last_word() {
        let mut switch = Switch::new(true);
        switch.begin(0, 10);
        // Both have taken effect only long after their answers.
        switch.begin(50, 60);
        switch.end(Some(false));
        assert_eq!(switch.is().0, None);
        switch.end(Some(true));
        assert_eq!(switch.is(), (Some(true), 2));
    }

    #[test]
    fn of_two_at_the_same_time_nobody_knows_the_last() {
        let mut switch = Switch::new(true);
        switch.begin(0, 10);
        switch.begin(5, 20);
        switch.end(Some(true));
        switch.end(Some(false));
        assert_eq!(switch.is().0, None);
        switch.begin(30, 40);
        switch.end(Some(false));
        assert_eq!(switch.is().0, Some(false));
    }
}
