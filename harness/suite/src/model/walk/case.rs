//! The case that walks.

use ctk_model::service::{Bench, Contradiction, Judged, RULES};
use ctk_model::walk::{Generator, Shrunk, Step};
use ctk_record::{Judgement, Outcome};
use ctk_vectors::messaging_2::action;
use ctk_vectors::{Level, facts};

use super::file::Script;
use super::reached::{MOST_REAL_MESSAGES, may_reset, terrain};
use super::shrunk::{Pace, Shown, is_the_same};
use super::walker::{EVENTS_MS, Taken, Walker};
use crate::case::{Case, Need};
use crate::judging::judgement::{Flow, Stop};
use crate::lab::{Answer, Ask};
use crate::model::bench::{all_doubted, in_vain, of_hasty_walk, of_walk};
use crate::tester::{Tester, mismatch};

/// The id of the case.
pub const ID: &str = "model/walk";
/// Steps of a walk where the command line does not say.
pub const DEFAULT_STEPS: u32 = 1_200;
/// The same where nothing makes the far side act.
const STEPS_WITHOUT_FAR_SIDE: u32 = 60;
/// The same for a walk that begins anew.
const LEISURE_MS: u64 = 8_000;
/// A walk that begins anew before this time takes some haste again, in milliseconds: there is time for a third one.
const SLOWED_MS: u64 = 45_000;
/// Steps of a chapter.
const CHAPTER: u32 = 600;
/// No step begins after this time where the command line does not say how many there are, in milliseconds.
const TIME_MS: u64 = 30_000 - EVENTS_MS;
/// So many contradictions are taken apart.
const SHRUNK: usize = 2;

/// The case.
pub(crate) fn cases() -> Vec<Case> {
    let mut requirements: Vec<&str> = RULES
        .iter()
        .flat_map(|rule| rule.requirements)
        .copied()
        .collect();
    requirements.sort_unstable();
    requirements.dedup();
    vec![
        Case::new(
            ID,
            "after each of many steps drawn at random the device is where the standard leads",
        )
        .clause("5")
        .covers(&requirements)
        .needs(&[Need::Action(action::READ_MESSAGE)])
        .own_objects(MOST_REAL_MESSAGES)
        .alone()
        .waits(EVENTS_MS)
        .body(walk),
    ]
}

fn walk(t: &mut Tester<'_>) -> Flow {
    let seed = match t.ask(&Ask::Draw)? {
        Answer::Number(drawn) => drawn,
        other => return Err(mismatch("a number", &other)),
    };
    let usual = if may_reset(t.dut()) {
        DEFAULT_STEPS
    } else {
        STEPS_WITHOUT_FAR_SIDE
    };
    let steps = t.dut().model_steps.unwrap_or(usual);
    let from = t.now()?;
    let mut bench = of_walk(t);
    let patient = of_hasty_walk(t);
    let mut walker = Walker::new(t);
    walker.clock = from;
    walker.hasty = !walker.t.dut().stimuli_at_once;
    let prompt = walker.hasty && walker.is_prompt()?;
    if prompt {
        walker.haste_ms = 0;
    }
    let mut generator = Generator::new(terrain(walker.t, steps, prompt), seed);
    if walker.t.dut().model_steps.is_none() {
        walker.until = from + TIME_MS;
    }
    let mut applied = Judged::default();
    let mut taken = 0;
    while taken < steps && !walker.is_late() {
        let length = CHAPTER.min(steps - taken);
        let chapter = walker.chapter(&mut generator, length)?;
        if chapter.is_empty() {
            break;
        }
        taken += u32::try_from(chapter.len()).unwrap_or(length);
        let judged = walker.judge(&bench);
        let wrong = each_once(&judged.contradictions);
        if !wrong.is_empty() {
            let hasty = walker.hasty;
            match walker.tell(&chapter, &wrong, (&bench, &patient)) {
                Ok(false) => {}
                told => {
                    walker.hasty = hasty;
                    let rest = walker.rest(&mut generator, steps.saturating_sub(taken));
                    return told.map(|_| ()).and(rest);
                }
            }
            // It was the haste: the far side takes its time. The walk begins anew with a little of it, and from now on the judge
            // allows for more.
            (applied, taken) = (Judged::default(), 0);
            (bench, walker.hasty) = (patient.clone(), true);
            if walker.t.now()?.saturating_sub(from) < SLOWED_MS {
                walker.slow_down();
            }
            if walker.t.dut().model_steps.is_none() {
                walker.until = walker.t.now()? + LEISURE_MS;
            }
            continue;
        }
        walker.end()?;
        for (rule, count) in judged.applied {
            *applied.applied.entry(rule).or_default() += count;
        }
    }
    let cut = if taken < steps && walker.is_late() {
        format!(", of {steps}: as many as the time allowed (`--model-steps`: all)")
    } else {
        String::new()
    };
    conclude(t, &applied, &format!("a walk of {taken} steps{cut}"))
}

/// Nothing contradicts the model: every rule that had something to say is met.
fn conclude(t: &mut Tester<'_>, judged: &Judged, walk: &str) -> Flow {
    let mut met = 0;
    for rule in RULES {
        let count = judged.applied.get(rule.name).copied().unwrap_or(0);
        if let (1.., Some(requirement)) = (count, rule.requirements.first()) {
            met += 1;
            t.record(
                Judgement::met(*requirement, true)
                    .asked(walk)
                    .accepts([rule.says])
                    .observed(format!(
                        "nothing that contradicts it, looked at {count} times"
                    )),
            )?;
        }
    }
    if met == 0 {
        return Err(Stop::inconclusive(format!(
            "{walk} gave no opportunity to judge anything: whom to send to, and an upper tester, would"
        )));
    }
    Ok(())
}

/// The first of each rule and requirement, but for what follows from another; a fail comes first.
fn each_once(all: &[Contradiction]) -> Vec<Contradiction> {
    let mut found: Vec<Contradiction> = Vec::new();
    for it in all.iter().filter(|it| !it.follows) {
        let known = |other: &Contradiction| other.requirement == it.requirement;
        if !found.iter().any(known) {
            found.push(it.clone());
        }
    }
    found.sort_by_key(|it| !is_shall(&it.requirement));
    found
}

fn is_shall(requirement: &str) -> bool {
    facts()
        .norm(requirement)
        .is_some_and(|norm| norm.level == Level::Shall)
}

impl Walker<'_, '_> {
    /// Takes the steps of a chapter, as many as there is time for.
    fn chapter(&mut self, generator: &mut Generator, length: u32) -> Flow<Vec<Step>> {
        generator.begin_anew();
        // What an earlier case made the far side do may be under way.
        let hasty = std::mem::take(&mut self.hasty);
        self.begin(true)?;
        self.hasty = hasty;
        let mut steps = Vec::new();
        for _ in 0..length {
            if self.is_late() {
                break;
            }
            let Some(step) = generator.step() else {
                break;
            };
            let taken = self.take(&step)?;
            let done = matches!(taken, Taken::Done { .. });
            generator.came(&step, done, self.gave(&step));
            steps.push(step);
            if self.restarts_slowly {
                generator.no_haste();
            }
        }
        if !steps.is_empty() {
            // What is owed is due when two events have come since.
            for step in generator.closing() {
                let taken = self.take(&step)?;
                let done = matches!(taken, Taken::Done { .. });
                generator.came(&step, done, self.gave(&step));
                steps.push(step);
            }
            self.listen()?;
        }
        Ok(steps)
    }

    /// The steps that are left once something is told: they may show more to the cases that judge everything that was seen.
    fn rest(&mut self, generator: &mut Generator, mut left: u32) -> Flow {
        if self.t.dut().model_steps.is_none() {
            self.until = self.t.now()? + LEISURE_MS;
        }
        while left > 0 && !self.is_late() {
            let chapter = self.chapter(generator, CHAPTER.min(left))?;
            self.end()?;
            if chapter.is_empty() {
                break;
            }
            left = left.saturating_sub(u32::try_from(chapter.len()).unwrap_or(left));
        }
        Ok(())
    }

    /// Tells what contradicts the model, each with the fewest steps that show it. `false`: nothing, for it shows only in
    /// haste.
    fn tell(
        &mut self,
        chapter: &[Step],
        wrong: &[Contradiction],
        (bench, patient): (&Bench, &Bench),
    ) -> Flow<bool> {
        let last = !self.hasty || bench == patient;
        // What contradicts the model whatever time stimuli take does not come of the haste.
        let firm = match self.hasty {
            true => each_once(&self.judge(patient).contradictions),
            false => Vec::new(),
        };
        // The whole chapter says whether a stimulus may have had no effect at all; the few steps that remain do not.
        let vain = all_doubted(self.t, bench)?
            .into_iter()
            .find(|bench| each_once(&self.judge(bench).contradictions).is_empty())
            .map(|bench| bench.in_vain);
        let is_firm = |it: &Contradiction| firm.iter().any(|other| is_the_same(it, other));
        let (sure, others): (Vec<_>, Vec<_>) = wrong.iter().partition(|it| is_firm(it));
        let all = sure.into_iter().chain(others).take(SHRUNK);
        let all: Vec<Shown> = all.map(|it| self.shown(it)).collect();
        self.end()?;
        let mut told = Ok(());
        let hasty = std::mem::take(&mut self.hasty);
        let pace = Pace::new(hasty, self.has_no_patience(), self.t.now()?);
        let mut any = false;
        for shown in all {
            let firm = is_firm(&shown.wrong);
            let bench = if firm { patient } else { bench };
            let mut pace = pace;
            pace.firm = firm;
            let (shrunk, subscribed) = self.shrink(chapter, &shown, pace, bench)?;
            if !last && !shrunk.confirmed {
                continue;
            }
            any = true;
            if let Some(stimulus) = &vain {
                return Err(in_vain(stimulus));
            }
            told = told.and(self.record((&shown, firm), shrunk, subscribed, pace.until));
        }
        told.map(|()| any)
    }

    /// The judgement on what was taken apart until this time.
    fn record(
        &mut self,
        (shown, hasty): (&Shown, bool),
        shrunk: Shrunk,
        subscribed: bool,
        until: u64,
    ) -> Flow {
        let it = &shown.wrong;
        // What does not come again may be the doing of somebody else, or of the bench.
        let (outcome, again) = if shrunk.confirmed {
            (Outcome::Fail, "seen again each time")
        } else if self.t.now()? < until {
            let again = "not seen again when the walk was repeated";
            (Outcome::Inconclusive, again)
        } else {
            let again = "not seen again in the time that there was to repeat the walk";
            (Outcome::Inconclusive, again)
        };
        let script = Script::new(it, subscribed, shrunk.steps)
            .listening(shown.listen)
            .hurrying(hasty);
        let judgement = Judgement::new(&it.requirement, outcome)
            .asked(format!(
                "a walk of {} steps, {again}:\n{}",
                script.steps.len(),
                script.in_words()
            ))
            .accepts([&it.allowed])
            .observed(format!("{}; possible: {}", it.seen.trim_end(), it.possible))
            .exchanges([it.at.exchange])
            .script(script.to_toml());
        self.t.record(judgement)
    }
}
