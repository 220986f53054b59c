//! Draws the steps of a walk: several plans at a time, interleaved, each chosen because it was chosen least.

use std::collections::{BTreeMap, VecDeque};

use super::dice::Dice;
use super::plan::Plan;
use super::plans::{KINDS, Only};
use super::step::Step;
use super::terrain::Terrain;
use super::words::{TEXTS, word};
use super::world::World;

/// So many plans are under way at the same time.
const ACTIVE: usize = 3;

/// A plan that is under way.
#[derive(Debug)]
struct Active {
    name: &'static str,
    /// So many steps it had.
    length: u32,
    steps: VecDeque<Step>,
    /// Nothing is interleaved with it, once it has begun.
    alone: bool,
    begun: bool,
}

/// Draws the steps of a walk.
#[derive(Debug)]
pub struct Generator {
    pub(super) terrain: Terrain,
    pub(super) dice: Dice,
    pub(super) world: World,
    /// How often each choice was made, by its name.
    used: BTreeMap<String, u32>,
    active: Vec<Active>,
    next: u32,
    sent: u32,
}

impl Generator {
    /// Of a seed, on this terrain.
    pub fn new(terrain: Terrain, seed: u64) -> Self {
        Self {
            terrain,
            dice: Dice::new(seed),
            world: World::default(),
            used: BTreeMap::new(),
            active: Vec::new(),
            next: 0,
            sent: 0,
        }
    }

    /// Everything is gone: a walk begins anew. What was tried stays known, but for plans that were cut short.
    pub fn begin_anew(&mut self) {
        self.world = World::default();
        self.cut_short();
        self.next = 0;
    }

    /// What is under way comes to no end: it counts as if it had not begun.
    fn cut_short(&mut self) {
        for plan in std::mem::take(&mut self.active) {
            if let Some(used) = self.used.get_mut(plan.name)
                && !plan.steps.is_empty()
            {
                *used = used.saturating_sub(plan.length);
            }
        }
    }

    /// The next step; `None` where nothing can be done on this terrain.
    pub fn step(&mut self) -> Option<Step> {
        for _ in 0..100 {
            while self.active.len() < ACTIVE {
                let plan = self.plan()?;
                self.active.push(plan);
            }
            let at_work = self.active.iter().position(|it| it.alone && it.begun);
            let at = at_work.unwrap_or_else(|| self.dice.below(self.active.len()));
            let plan = self.active.get_mut(at)?;
            plan.begun = true;
            let Some(step) = plan.steps.pop_front() else {
                self.active.remove(at);
                continue;
            };
            if self.may_send(&step) {
                return Some(step);
            }
        }
        None
    }

    /// The device takes its time: plans that are worth it only where it does not are made no more.
    pub fn no_haste(&mut self) {
        self.terrain.quick = false;
    }

    /// The steps at the end: two events come of them, so that what was owed before is due.
    pub fn closing(&mut self) -> Vec<Step> {
        self.cut_short();
        let mut plan = Plan::new(self.next);
        super::plans::closing(self, &mut plan);
        let (steps, next) = plan.end(&self.terrain);
        self.next = next;
        steps.into()
    }

    /// What came of a step: it was done, and gave an id or not.
    pub fn came(&mut self, step: &Step, done: bool, gave: Option<&str>) {
        if done {
            self.world.learn(step, gave);
        }
    }

    /// How often each choice was made, by its name: what the walk has tried.
    pub fn tried(&self) -> &BTreeMap<String, u32> {
        &self.used
    }

    fn may_send(&mut self, step: &Step) -> bool {
        let sends = matches!(step, Step::Invoke { action, .. } if action == "SendMessage");
        if sends && self.sent >= self.terrain.most_messages {
            return false;
        }
        self.sent += u32::from(sends);
        true
    }

    /// A plan of the kind that was made least, measured by how often it should be.
    fn plan(&mut self) -> Option<Active> {
        let mut kinds: Vec<(u64, u64, usize)> = KINDS
            .iter()
            .enumerate()
            .filter(|(_, kind)| match kind.only {
                Only::Always => true,
                Only::Long => self.terrain.long,
                Only::LongOrQuick => self.terrain.long || self.terrain.quick,
            })
            .map(|(at, kind)| {
                let used = self.used.get(kind.name).copied().unwrap_or(0);
                let share = u64::from(used) * 1_000 / u64::from(kind.weight.max(1));
                (share, self.dice.draw(), at)
            })
            .collect();
        kinds.sort_unstable();
        for (_, _, at) in kinds {
            let kind = &KINDS[at];
            let mut plan = Plan::new(self.next);
            (kind.make)(self, &mut plan);
            let (steps, next) = plan.end(&self.terrain);
            if steps.is_empty() {
                continue;
            }
            self.next = next;
            // Kinds are measured by the steps that they take.
            let length = u32::try_from(steps.len()).unwrap_or(u32::MAX);
            let used = self.used.entry(kind.name.to_owned()).or_default();
            *used = used.saturating_add(length);
            return Some(Active {
                name: kind.name,
                length,
                steps,
                alone: kind.alone,
                begun: false,
            });
        }
        None
    }

    fn note(&mut self, name: &str) {
        *self.used.entry(name.to_owned()).or_default() += 1;
    }

    /// Of several choices one that was made least; `None`: there is none.
    pub(super) fn rarest<T: Clone>(
        &mut self,
        about: &str,
        choices: &[T],
        name: impl Fn(&T) -> String,
    ) -> Option<T> {
        let mut least: Vec<(u32, String, T)> = Vec::new();
        for choice in choices {
            let key = format!("{about}/{}", name(choice));
            let used = self.used.get(&key).copied().unwrap_or(0);
            match least.first() {
                Some((fewest, ..)) if *fewest < used => continue,
                Some((fewest, ..)) if *fewest > used => least.clear(),
                _ => {}
            }
            least.push((used, key, choice.clone()));
        }
        let (_, key, choice) = self.dice.pick(&least)?.clone();
        self.note(&key);
        Some(choice)
    }

    /// Of some choices, drawn at random, the one with the names that were made least.
    pub(super) fn rarest_of<const N: usize>(
        &mut self,
        drawn: usize,
        draw: impl Fn(&mut Dice) -> [String; N],
        names: impl Fn(&[String; N]) -> Vec<String>,
    ) -> [String; N] {
        let mut best = draw(&mut self.dice);
        let used = |it: &Self, choice: &[String; N]| -> u32 {
            let counts = names(choice).into_iter();
            counts
                .map(|name| it.used.get(&name).copied().unwrap_or(0))
                .sum()
        };
        for _ in 1..drawn {
            let other = draw(&mut self.dice);
            if used(self, &other) < used(self, &best) {
                best = other;
            }
        }
        for name in names(&best) {
            self.note(&name);
        }
        best
    }

    /// Of several names one that was chosen least; empty: there is none.
    pub(super) fn one_of(&mut self, about: &str, names: &[&str]) -> String {
        self.rarest(about, names, |name| (*name).to_owned())
            .unwrap_or_default()
            .to_owned()
    }

    /// A word of this walk's own.
    pub(super) fn word(&mut self) -> String {
        word(&mut self.dice)
    }

    /// A text; `short`: for a subject or a name. Most have something of several classes in them, some of one alone.
    pub(super) fn text(&mut self, about: &str, short: bool) -> String {
        let word = self.word();
        let fits: Vec<usize> = (0..TEXTS.len())
            .filter(|&at| TEXTS[at].short || !short)
            .collect();
        let count = [1, 3, 5, 5][self.dice.below(4)];
        if count == 1 && self.dice.chance(1, 2) {
            let single: Vec<usize> = fits
                .iter()
                .copied()
                .filter(|&at| !TEXTS[at].joins)
                .collect();
            let at = self.rarest(&format!("{about}-single"), &single, |&at| {
                TEXTS[at].name.to_owned()
            });
            if let Some(at) = at {
                return (TEXTS[at].make)(&word);
            }
        }
        let mut text = String::new();
        for number in 0..count {
            let at = self.rarest(about, &fits, |&at| TEXTS[at].name.to_owned());
            let Some(at) = at.filter(|&at| count == 1 || TEXTS[at].joins) else {
                continue;
            };
            if number > 0 && !text.is_empty() {
                text.push(' ');
            }
            text.push_str(&(TEXTS[at].make)(&word));
        }
        if text.is_empty() { word } else { text }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::walk::By;

    /// A device that does everything.
    fn walked(terrain: Terrain, seed: u64, steps: usize) -> Vec<Step> {
        let mut generator = Generator::new(terrain, seed);
        let mut taken = Vec::new();
        for _ in 0..steps {
            let step = generator.step().expect("there is something to do");
            generator.came(&step, true, Some("id"));
            taken.push(step);
        }
        taken
    }

    #[test]
    fn a_seed_gives_the_same_walk_again() {
        let walk = walked(Terrain::everything(), 5, 400);
        assert_eq!(walk, walked(Terrain::everything(), 5, 400));
        assert_ne!(walk, walked(Terrain::everything(), 6, 400));
    }

    #[test]
    fn a_default_walk_tries_every_action_and_both_control_points() {
        let mut actions = BTreeSet::new();
        let mut seconds = 0;
        let usual = Terrain {
            long: false,
            ..Terrain::everything()
        };
        for step in walked(usual, 1, 1_200) {
            if let Step::Invoke { action, by, .. } = step {
                actions.insert(action);
                seconds += usize::from(by == By::Second);
            }
        }
        let all: BTreeSet<String> = Terrain::everything().actions.into_iter().collect();
        assert_eq!(actions, all);
        assert!(seconds > 10, "{seconds}");
    }

    #[test]
    fn references_go_back_to_steps_of_the_same_walk() {
        let walk = walked(Terrain::everything(), 9, 2_000);
        let mut known = BTreeSet::new();
        for step in &walk {
            let strange: Vec<_> = step.refers_to().difference(&known).copied().collect();
            assert!(strange.is_empty(), "{}: {strange:?}", step.in_words());
            assert!(known.insert(step.number()), "{}", step.in_words());
        }
    }

    #[test]
    fn a_plan_that_is_cut_short_is_made_again() {
        let mut generator = Generator::new(Terrain::everything(), 4);
        let made = |generator: &Generator| -> u32 {
            let kinds = KINDS.iter();
            kinds
                .filter_map(|kind| generator.tried().get(kind.name))
                .sum()
        };
        let first = generator.step().expect("there is something to do");
        generator.came(&first, true, Some("id"));
        assert!(made(&generator) > 0);
        generator.begin_anew();
        // A plan of a single step is over.
        assert!(made(&generator) <= 1, "{}", made(&generator));
    }

    #[test]
    fn no_more_messages_are_sent_than_allowed() {
        let terrain = Terrain {
            most_messages: 5,
            ..Terrain::everything()
        };
        let sends =
            |step: &&Step| matches!(step, Step::Invoke { action, .. } if action == "SendMessage");
        assert_eq!(walked(terrain, 3, 400).iter().filter(sends).count(), 5);
    }

    #[test]
    fn without_far_side_only_control_points_act() {
        let terrain = Terrain {
            stimuli: Vec::new(),
            ..Terrain::everything()
        };
        let walk = walked(terrain, 3, 200);
        assert!(
            walk.iter()
                .all(|step| !matches!(step, Step::Stimulate { .. }))
        );
    }

    #[test]
    fn where_nothing_can_be_done_there_is_no_step() {
        assert_eq!(Generator::new(Terrain::default(), 1).step(), None);
    }
}
