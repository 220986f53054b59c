//! Makes a walk that shows something shorter and plainer, as long as it still shows it.

use std::collections::BTreeSet;

use super::simpler::simpler;
use super::slice::{Beside, renumbered, sliced};
use super::step::Step;

/// How long is tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bounds {
    /// At most so many walks are tried before that.
    pub tries: u32,
    /// What comes out counts if it shows it so often, one time after the other.
    pub confirmed: u32,
}

/// What came of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shrunk {
    /// The shortest walk that shows it, numbered from 1.
    pub steps: Vec<Step>,
    /// So many walks were tried.
    pub tries: u32,
    /// It was seen again: else the steps are those that were given.
    pub confirmed: bool,
}

/// Takes steps, and says whether what is looked for shows again.
pub trait Stage<E> {
    /// Takes the steps from the beginning.
    ///
    /// # Errors
    /// What keeps anything from being tried.
    fn shows(&mut self, steps: &[Step]) -> Result<bool, E>;

    /// The same for the last word on them, where nothing else may explain what is seen.
    ///
    /// # Errors
    /// As [`Stage::shows`].
    fn confirms(&mut self, steps: &[Step]) -> Result<bool, E> {
        self.shows(steps)
    }

    /// There is time for another walk; what is left then is only confirmed.
    ///
    /// # Errors
    /// As [`Stage::shows`].
    fn has_time(&mut self) -> Result<bool, E>;
}

/// Shrinks; `wanted` are the steps at which it showed.
///
/// # Errors
/// Those of the stage.
pub fn shrink<E>(
    steps: &[Step],
    wanted: &BTreeSet<u32>,
    bounds: Bounds,
    stage: &mut dyn Stage<E>,
) -> Result<Shrunk, E> {
    let mut search = Search {
        tries: 0,
        bounds,
        stage,
    };
    let guesses = [
        sliced(steps, wanted, Beside::Nothing),
        sliced(steps, wanted, Beside::Device),
        sliced(steps, wanted, Beside::SameThings),
        steps.to_vec(),
    ];
    // What is shown now and then only takes each step more often.
    for times in [1, bounds.confirmed.max(2)] {
        for guess in &guesses {
            if !search.shown(guess, times)? {
                continue;
            }
            let mut best = guess.clone();
            search.reduce(&mut best, times)?;
            if search.confirms(&best)? {
                return Ok(Shrunk {
                    steps: renumbered(&best),
                    tries: search.tries,
                    confirmed: true,
                });
            }
            break;
        }
    }
    Ok(Shrunk {
        steps: renumbered(steps),
        tries: search.tries,
        confirmed: false,
    })
}

struct Search<'s, E> {
    tries: u32,
    bounds: Bounds,
    stage: &'s mut dyn Stage<E>,
}

impl<E> Search<'_, E> {
    fn over(&self) -> bool {
        self.tries >= self.bounds.tries
    }

    /// It shows so often, one time after the other.
    fn shown(&mut self, steps: &[Step], times: u32) -> Result<bool, E> {
        for _ in 0..times {
            if steps.is_empty() || self.over() || !self.stage.has_time()? {
                return Ok(false);
            }
            self.tries += 1;
            if !self.stage.shows(steps)? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// The last word, beyond the bound of tries.
    fn confirms(&mut self, steps: &[Step]) -> Result<bool, E> {
        for _ in 0..self.bounds.confirmed.max(1) {
            self.tries += 1;
            if !self.stage.confirms(steps)? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    fn reduce(&mut self, best: &mut Vec<Step>, times: u32) -> Result<(), E> {
        loop {
            let before = best.clone();
            self.shorten(best, times)?;
            self.plainer(best, times)?;
            if *best == before || self.over() {
                return Ok(());
            }
        }
    }

    /// Leaves out ever smaller stretches, from the end.
    fn shorten(&mut self, best: &mut Vec<Step>, times: u32) -> Result<(), E> {
        let mut stretch = best.len().div_ceil(2);
        while stretch > 0 {
            let mut end = best.len();
            while end > 0 && !self.over() {
                let start = end.saturating_sub(stretch);
                let candidate = without(best, start, end);
                if self.shown(&candidate, times)? {
                    *best = candidate;
                }
                end = start.min(best.len());
            }
            stretch /= 2;
        }
        Ok(())
    }

    fn plainer(&mut self, best: &mut Vec<Step>, times: u32) -> Result<(), E> {
        let mut at = 0;
        while at < best.len() {
            let mut found = false;
            for plainer in simpler(&best[at]) {
                if plainer == best[at] {
                    continue;
                }
                let mut candidate = best.clone();
                candidate[at] = plainer;
                if self.shown(&candidate, times)? {
                    *best = candidate;
                    found = true;
                    break;
                }
            }
            at += usize::from(!found);
        }
        Ok(())
    }
}

/// The steps without a stretch of them, and without what refers to it.
fn without(steps: &[Step], start: usize, end: usize) -> Vec<Step> {
    let mut gone: BTreeSet<u32> = steps[start..end].iter().map(Step::number).collect();
    let mut left = Vec::new();
    for (at, step) in steps.iter().enumerate() {
        let is_gone = (start..end).contains(&at);
        if is_gone || !step.refers_to().is_disjoint(&gone) {
            gone.insert(step.number());
        } else {
            left.push(step.clone());
        }
    }
    left
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::convert::Infallible;

    use super::*;
    use crate::walk::{By, Draft, People, Person, Value};

    fn send(number: u32) -> Step {
        let person = |n: usize| Person {
            id: format!("{{to:SMS:{n}}}"),
            name: Some("Somebody".to_owned()),
        };
        let draft = Draft {
            class: "SMS".to_owned(),
            subject: Some("A & B".to_owned()),
            text: Some("long text".to_owned()),
            recipients: People {
                to: vec![person(1), person(2)],
                ..People::default()
            },
            ..Draft::default()
        };
        Step::Invoke {
            number,
            by: By::Second,
            action: "SendMessage".to_owned(),
            arguments: BTreeMap::from([(
                "MessageToSend".to_owned(),
                Value::Message(Box::new(draft)),
            )]),
        }
    }

    fn read(number: u32, message: u32) -> Step {
        Step::Invoke {
            number,
            by: By::First,
            action: "ReadMessage".to_owned(),
            arguments: BTreeMap::from([(
                "MessageID".to_owned(),
                Value::Text(format!("{{{message}}}")),
            )]),
        }
    }

    /// Shown by two sends before a read of the first.
    fn shows(steps: &[Step]) -> bool {
        let sends: Vec<u32> = steps
            .iter()
            .filter(|step| matches!(step, Step::Invoke { action, .. } if action == "SendMessage"))
            .map(Step::number)
            .collect();
        sends.len() > 1
            && steps
                .iter()
                .any(|step| step.refers_to().iter().any(|it| *it == sends[0]))
    }

    struct Showing<F>(F);

    impl<F: FnMut(&[Step]) -> bool> Stage<Infallible> for Showing<F> {
        fn shows(&mut self, steps: &[Step]) -> Result<bool, Infallible> {
            Ok((self.0)(steps))
        }

        fn has_time(&mut self) -> Result<bool, Infallible> {
            Ok(true)
        }
    }

    const BOUNDS: Bounds = Bounds {
        tries: 500,
        confirmed: 2,
    };

    #[test]
    fn what_does_not_matter_is_left_out() {
        let mut steps: Vec<Step> = (1..=30).map(send).collect();
        steps.extend((31..=60).map(|number| read(number, number - 30)));
        let wanted = BTreeSet::from([40]);
        let mut asked = Showing(shows);
        let Ok(shrunk) = shrink(&steps, &wanted, BOUNDS, &mut asked);
        assert!(shrunk.confirmed);
        assert_eq!(shrunk.steps.len(), 3, "{:?}", shrunk.steps);
        let Some(Step::Invoke { by, arguments, .. }) = shrunk.steps.first() else {
            panic!("a send comes first");
        };
        let Some(Value::Message(draft)) = arguments.get("MessageToSend") else {
            panic!("with a message");
        };
        assert_eq!(*by, By::First);
        assert_eq!(draft.subject, None);
        assert_eq!(draft.recipients.to.len(), 0);
        assert_eq!(shrunk.steps.last().map(Step::number), Some(3));
    }

    #[test]
    fn what_does_not_come_again_stays_as_it_was() {
        let steps: Vec<Step> = (1..=4).map(send).collect();
        let mut never = Showing(|_: &[Step]| false);
        let Ok(shrunk) = shrink(&steps, &BTreeSet::from([4]), BOUNDS, &mut never);
        assert_eq!((shrunk.confirmed, shrunk.steps), (false, steps));
    }

    #[test]
    fn what_shows_only_in_haste_is_not_confirmed() {
        struct Hasty;
        impl Stage<Infallible> for Hasty {
            fn shows(&mut self, _: &[Step]) -> Result<bool, Infallible> {
                Ok(true)
            }

            fn confirms(&mut self, _: &[Step]) -> Result<bool, Infallible> {
                Ok(false)
            }

            fn has_time(&mut self) -> Result<bool, Infallible> {
                Ok(true)
            }
        }
        let steps: Vec<Step> = (1..=4).map(send).collect();
        let Ok(shrunk) = shrink(&steps, &BTreeSet::from([4]), BOUNDS, &mut Hasty);
        assert_eq!((shrunk.confirmed, shrunk.steps), (false, steps));
    }

    #[test]
    fn it_ends() {
        let steps: Vec<Step> = (1..=200).map(send).collect();
        let mut count = 0;
        let bounds = Bounds {
            tries: 7,
            confirmed: 1,
        };
        let mut always = Showing(|_: &[Step]| {
            count += 1;
            true
        });
        let Ok(shrunk) = shrink(&steps, &BTreeSet::from([200]), bounds, &mut always);
        assert!(shrunk.confirmed && shrunk.tries <= 8, "{shrunk:?}");
        assert_eq!(shrunk.tries, count);
    }
}
