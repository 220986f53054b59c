//! Something that the upper tester switches on and off.

use super::COARSE;
use crate::service::observation::Time;

/// On, off, or not known: while a stimulus about it is under way, and after two that overlapped.
#[derive(Clone, Debug)]
pub(super) struct Switch {
    on: Option<bool>,
    /// The stimuli that are under way; the effect of each may come later than its answer.
    under_way: Vec<Turn>,
    /// How many stimuli there were: what begins and ends with the same count was not switched in between.
    turns: u64,
    /// Two were asked for at the same time: nobody knows which came last.
    overlap: bool,
}

/// A stimulus: its number, when it is answered, and whether it switches off.
#[derive(Clone, Copy, Debug)]
pub(super) struct Turn {
    pub(super) number: u64,
    pub(super) answered: Time,
    pub(super) off: bool,
}

impl Switch {
    pub(super) fn new(on: bool) -> Self {
        Self {
            on: Some(on),
            under_way: Vec::new(),
            turns: 0,
            overlap: false,
        }
    }

    /// How it is, and which turn that is.
    pub(super) fn is(&self) -> (Option<bool>, u64) {
        let settled = self.on.filter(|_| self.under_way.is_empty());
        (settled, self.turns)
    }

    /// A stimulus is sent.
    pub(super) fn begin(&mut self, from: Time, turn: Turn) {
        let at_once = self.under_way.iter().any(|before| from < before.answered);
        self.overlap = at_once || (self.overlap && !self.under_way.is_empty());
        self.under_way.push(turn);
        self.turns += 1;
    }

    /// Its effect is over; `None`: nobody knows what came of it. Those that do not overlap take effect in their order.
    pub(super) fn end(&mut self, number: u64, on: Option<bool>) {
        let before = self.under_way.len();
        self.under_way.retain(|turn| turn.number != number);
        if self.under_way.len() < before {
            self.on = on.filter(|_| !self.overlap);
        }
    }

    /// What was asked at this time shows that it is off: the only stimulus that is under way has taken effect.
    pub(super) fn is_seen_off(&mut self, asked: Time) {
        if let [turn] = self.under_way[..]
            && turn.off
            && turn.answered <= asked.saturating_add(COARSE)
            && !self.overlap
        {
            self.under_way.clear();
            self.on = Some(false);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn turn(number: u64, answered: Time, off: bool) -> Turn {
        Turn {
            number,
            answered,
            off,
        }
    }

    #[test]
    fn the_end_of_an_earlier_stimulus_is_not_the_last_word() {
        let mut switch = Switch::new(true);
        switch.begin(0, turn(1, 10, true));
        // Both have taken effect only long after their answers.
        switch.begin(50, turn(2, 60, false));
        switch.end(1, Some(false));
        assert_eq!(switch.is().0, None);
        switch.end(2, Some(true));
        assert_eq!(switch.is(), (Some(true), 2));
    }

    #[test]
    fn of_two_at_the_same_time_nobody_knows_the_last() {
        let mut switch = Switch::new(true);
        switch.begin(0, turn(1, 10, true));
        switch.begin(5, turn(2, 20, false));
        switch.end(1, Some(true));
        switch.end(2, Some(false));
        assert_eq!(switch.is().0, None);
        switch.begin(30, turn(3, 40, true));
        switch.end(3, Some(false));
        assert_eq!(switch.is().0, Some(false));
    }

    #[test]
    fn what_is_seen_to_be_off_is_off() {
        let mut switch = Switch::new(true);
        switch.begin(0, turn(1, 10, true));
        switch.is_seen_off(5);
        assert_eq!(
            switch.is().0,
            None,
            "it may have been off for another reason"
        );
        switch.is_seen_off(10 - COARSE);
        assert_eq!(
            switch.is().0,
            Some(false),
            "times are whole milliseconds: it was asked after the answer"
        );
        switch.begin(30, turn(2, 40, false));
        switch.end(1, Some(false));
        switch.is_seen_off(50);
        assert_eq!(switch.is().0, None, "it may still be off");
        switch.end(2, Some(true));
        assert_eq!(switch.is().0, Some(true));
    }
}
