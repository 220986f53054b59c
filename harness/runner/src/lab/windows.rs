//! Whose turn it is among cases that need the same things undisturbed, and find out what is told of a change.
//!
//! What one of them arranges is told like anything else. So they arrange together, and when all are ready and everything
//! has been told, they make their changes one kind after the other: each kind begins when those of the one before have
//! seen, or missed, what they wait for. Who comes when turns have begun is of the next batch.

use std::collections::BTreeMap;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use ctk_suite::case::Window;
use ctk_suite::lab::LabError;
use ctk_vectors::waits;

use super::deadline::{Deadline, SLICE};

/// What was arranged has been told after this time: the moderation interval, and a little more.
const QUIET: Duration = Duration::from_millis(waits::MODERATION.milliseconds + 150);

/// The batches of cases that take turns.
#[derive(Debug, Default)]
pub struct Windows {
    batches: Mutex<BTreeMap<&'static str, Batch>>,
    changed: Condvar,
}

/// Cases that take turns with each other.
#[derive(Debug, Default)]
struct Batch {
    members: Vec<Member>,
    /// Turns have begun.
    open: bool,
    /// When the latest of them was ready.
    ready: Option<Instant>,
}

#[derive(Debug)]
struct Member {
    case: String,
    turn: u8,
    place: Place,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    Arranging,
    Ready,
    AtWork,
    Over,
}

impl Batch {
    /// How long the case has still to wait, as far as is known; nothing when others have to do something before.
    fn wait_of(&self, case: &str, now: Instant) -> Option<Duration> {
        let own = self.members.iter().find(|it| it.case == case)?.turn;
        let in_the_way = |it: &Member| match it.place {
            Place::Arranging => true,
            Place::Ready => it.turn < own,
            Place::AtWork => it.turn != own,
            Place::Over => false,
        };
        if self.members.iter().any(in_the_way) {
            return None;
        }
        let quiet = self.ready.filter(|_| !self.open).map(|at| at + QUIET);
        Some(quiet.map_or(Duration::ZERO, |at| at.saturating_duration_since(now)))
    }

    fn is_over(&self) -> bool {
        self.members.iter().all(|it| it.place == Place::Over)
    }
}

impl Windows {
    fn batches(&self) -> MutexGuard<'_, BTreeMap<&'static str, Batch>> {
        // Entries are put in, changed and taken out whole.
        self.batches.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether one more may take turns with those at work.
    pub fn admits(&self, window: Window) -> bool {
        self.batches()
            .get(window.of)
            .is_none_or(|batch| !batch.open)
    }

    /// The case begins to arrange.
    pub fn begins(&self, case: &str, window: Window) {
        let mut batches = self.batches();
        batches.entry(window.of).or_default().members.push(Member {
            case: case.to_owned(),
            turn: window.turn,
            place: Place::Arranging,
        });
    }

    /// The case is done, and disturbs those with whom it takes turns no more, if it waits for them before it tidies up.
    pub fn over(&self, case: &str) {
        let mut batches = self.batches();
        for member in batches.values_mut().flat_map(|batch| &mut batch.members) {
            if member.case == case {
                member.place = Place::Over;
            }
        }
        batches.retain(|_, batch| !batch.is_over());
        drop(batches);
        self.changed.notify_all();
    }

    /// Whether turns are still taken by those with whom this case does.
    pub fn are_taken(&self, window: Window) -> bool {
        self.batches().contains_key(window.of)
    }

    /// The case is ready: waits for its turn, or for this one after it. How long that took, which is not the case's own time;
    /// a case that takes turns with nobody waits for nothing.
    ///
    /// # Errors
    /// [`LabError::Stopped`] when the run was interrupted.
    pub(super) fn turn(
        &self,
        case: &str,
        turn: Option<u8>,
        deadline: &Deadline,
    ) -> Result<Duration, LabError> {
        let begun = Instant::now();
        let mut batches = self.batches();
        let of_case = |batch: &Batch| batch.members.iter().any(|it| it.case == case);
        let Some(of) = batches.iter().find(|(_, batch)| of_case(batch)) else {
            return Ok(Duration::ZERO);
        };
        let of = *of.0;
        if let Some(turn) = turn {
            Self::pass_on(&mut batches, (of, case), turn);
        }
        Self::put(&mut batches, (of, case), Place::Ready);
        self.changed.notify_all();
        loop {
            let wait = batches
                .get(of)
                .map(|batch| batch.wait_of(case, Instant::now()));
            if let None | Some(Some(Duration::ZERO)) = wait {
                Self::put(&mut batches, (of, case), Place::AtWork);
                drop(batches);
                self.changed.notify_all();
                return Ok(begun.elapsed());
            }
            let stretch = wait.flatten().unwrap_or(SLICE).min(SLICE);
            let waited = self.changed.wait_timeout(batches, stretch);
            batches = waited.unwrap_or_else(PoisonError::into_inner).0;
            deadline.check_queueing()?;
        }
    }

    /// The case has had a turn, and has one more.
    fn pass_on(
        batches: &mut BTreeMap<&'static str, Batch>,
        (of, case): (&'static str, &str),
        turn: u8,
    ) {
        let members = batches.get_mut(of).map(|batch| &mut batch.members);
        let member = members.and_then(|all| all.iter_mut().find(|it| it.case == case));
        if let Some(member) = member.filter(|it| it.turn < turn) {
            (member.turn, member.place) = (turn, Place::Arranging);
        }
    }

    fn put(
        batches: &mut BTreeMap<&'static str, Batch>,
        (of, case): (&'static str, &str),
        place: Place,
    ) {
        let Some(batch) = batches.get_mut(of) else {
            return;
        };
        match place {
            Place::Ready => batch.ready = Some(Instant::now()),
            Place::AtWork => batch.open = true,
            Place::Arranging | Place::Over => {}
        }
        let member = batch.members.iter_mut().find(|it| it.case == case);
        if let Some(member) = member.filter(|it| it.place != Place::AtWork) {
            member.place = place;
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicBool, Ordering};
    use std::thread;

    use super::*;

    fn window(turn: u8) -> Window {
        Window {
            of: "changes",
            turn,
        }
    }

    fn patient() -> Deadline {
        Deadline::new(Duration::from_secs(60), Arc::default())
    }

    fn batch(members: &[(&str, u8, Place)], open: bool, ready: Option<Instant>) -> Batch {
        let member = |(case, turn, place): &(&str, u8, Place)| Member {
            case: (*case).to_owned(),
            turn: *turn,
            place: *place,
        };
        Batch {
            members: members.iter().map(member).collect(),
            open,
            ready,
        }
    }

    #[test]
    fn turns_begin_when_all_are_ready_and_everything_has_been_told() {
        let now = Instant::now();
        let of = |places: [Place; 2], open| {
            let [one, other] = places;
            let members = [("one", 1, one), ("other", 2, other)];
            let batch = batch(&members, open, Some(now));
            (batch.wait_of("one", now), batch.wait_of("other", now))
        };
        let at_once = Some(Duration::ZERO);
        assert_eq!(of([Place::Ready, Place::Arranging], false), (None, None));
        assert_eq!(of([Place::Ready; 2], false), (Some(QUIET), None));
        assert_eq!(of([Place::Over, Place::Ready], false).1, Some(QUIET));
        assert_eq!(of([Place::AtWork, Place::Ready], true).1, None);
        assert_eq!(of([Place::Over, Place::Ready], true).1, at_once);
    }

    #[test]
    fn one_kind_has_one_turn() {
        let members = [
            ("one", 1, Place::AtWork),
            ("like-it", 1, Place::Ready),
            ("other", 2, Place::Ready),
        ];
        let batch = batch(&members, true, Some(Instant::now()));
        assert_eq!(
            batch.wait_of("like-it", Instant::now()),
            Some(Duration::ZERO)
        );
        assert_eq!(batch.wait_of("other", Instant::now()), None);
    }

    #[test]
    fn one_that_has_several_turns_takes_each_in_its_place() {
        let windows = Windows::default();
        windows.begins("one", window(1));
        windows.begins("other", window(2));
        windows.begins("third", window(3));
        windows.batches().values_mut().for_each(|it| it.open = true);
        for (case, place) in [("other", Place::Ready), ("third", Place::Ready)] {
            Windows::put(&mut windows.batches(), ("changes", case), place);
        }
        assert!(windows.turn("one", None, &patient()).is_ok());
        let places = |wanted: Place| {
            let batches = windows.batches();
            let members = batches.values().flat_map(|batch| &batch.members);
            let found = members.filter(|it| it.place == wanted);
            found
                .map(|it| (it.case.clone(), it.turn))
                .collect::<Vec<_>>()
        };
        assert_eq!(places(Place::AtWork), [("one".to_owned(), 1)]);
        // It passes on: the second turn is another's, and then it has the third with the last.
        windows.over("other");
        assert!(windows.turn("one", Some(3), &patient()).is_ok());
        assert!(windows.turn("third", None, &patient()).is_ok());
        let third = [("one".to_owned(), 3), ("third".to_owned(), 3)];
        assert_eq!(places(Place::AtWork), third);
    }

    #[test]
    fn who_comes_later_is_of_the_next_batch() {
        let windows = Windows::default();
        windows.begins("one", window(1));
        assert!(windows.admits(window(2)) && windows.are_taken(window(2)));
        windows.batches().values_mut().for_each(|it| it.open = true);
        assert!(!windows.admits(window(2)));
        windows.over("one");
        assert!(windows.admits(window(2)) && !windows.are_taken(window(2)));
    }

    #[test]
    fn who_waits_goes_on_when_the_others_are_over_or_the_run_is() {
        let windows = Windows::default();
        assert_eq!(windows.turn("alone", None, &patient()), Ok(Duration::ZERO));
        windows.begins("one", window(1));
        windows.begins("other", window(2));
        windows.batches().values_mut().for_each(|it| it.open = true);
        thread::scope(|scope| {
            let waiting = scope.spawn(|| windows.turn("other", None, &patient()).is_ok());
            windows.over("one");
            assert_eq!(waiting.join().ok(), Some(true));
        });
        windows.begins("third", window(3));
        let interrupt = Arc::new(AtomicBool::new(false));
        interrupt.store(true, Ordering::SeqCst);
        let over = Deadline::new(Duration::from_secs(60), interrupt);
        assert!(windows.turn("third", None, &over).is_err());
    }
}
