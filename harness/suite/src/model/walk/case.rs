//! The case that walks.

use ctk_model::service::{Bench, Contradiction, Judged, RULES};
use ctk_model::walk::{Generator, Step};
use ctk_record::{Judgement, Outcome};
use ctk_vectors::{Level, facts};

use super::file::Script;
use super::reached::{MOST_REAL_MESSAGES, may_reset, terrain};
use super::shrunk::Shown;
use super::walker::{EVENTS_MS, Taken, Walker};
use crate::case::{Case, Need};
use crate::judging::judgement::{Flow, Stop};
use crate::lab::{Answer, Ask};
use crate::model::rules::bench;
use crate::tester::{Tester, mismatch};

/// The id of the case.
pub const ID: &str = "model/walk";
/// Steps of a walk where the command line does not say.
pub const DEFAULT_STEPS: u32 = 600;
/// The same where nothing makes the far side act.
const STEPS_WITHOUT_FAR_SIDE: u32 = 60;
/// Steps of a chapter.
const CHAPTER: u32 = 600;
/// No step begins after this time where the command line does not say how many there are, in milliseconds.
const TIME_MS: u64 = 20_000;
/// The clock is looked at once in so many steps.
const LOOK_AT_CLOCK: u32 = 16;
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
        .needs(&[Need::Action("ReadMessage")])
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
    let until = match t.dut().model_steps {
        Some(_) => u64::MAX,
        None => t.now()? + TIME_MS,
    };
    let bench = of_walk(t);
    let mut generator = Generator::new(terrain(t, steps), seed);
    let mut walker = Walker::new(t);
    let mut applied = Judged::default();
    let mut taken = 0;
    while taken < steps && walker.t.now()? < until {
        let length = CHAPTER.min(steps - taken);
        let chapter = walker.chapter(&mut generator, length, until)?;
        if chapter.is_empty() {
            break;
        }
        taken += u32::try_from(chapter.len()).unwrap_or(length);
        let judged = walker.judge(&bench);
        let wrong = each_once(&judged.contradictions);
        if !wrong.is_empty() {
            return walker.tell(&chapter, &wrong, &bench);
        }
        walker.end()?;
        for (rule, count) in judged.applied {
            *applied.applied.entry(rule).or_default() += count;
        }
    }
    conclude(t, &applied, taken)
}

/// What the model takes for granted: the walk waits for each stimulus to have its effect.
pub(super) fn of_walk(t: &Tester<'_>) -> Bench {
    Bench {
        settle_ms: 0,
        ..bench(t.dut())
    }
}

/// Nothing contradicts the model: every rule that had something to say is met.
fn conclude(t: &mut Tester<'_>, judged: &Judged, taken: u32) -> Flow {
    let mut met = 0;
    for rule in RULES {
        let count = judged.applied.get(rule.name).copied().unwrap_or(0);
        if let (1.., Some(requirement)) = (count, rule.requirements.first()) {
            met += 1;
            t.record(
                Judgement::met(*requirement, true)
                    .asked(format!("a walk of {taken} steps"))
                    .accepts([rule.says])
                    .observed(format!(
                        "nothing that contradicts it, looked at {count} times"
                    )),
            )?;
        }
    }
    if met == 0 {
        return Err(Stop::inconclusive(format!(
            "a walk of {taken} steps gave no opportunity to judge anything: whom to send to, and an upper tester, would"
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
    fn chapter(&mut self, generator: &mut Generator, length: u32, until: u64) -> Flow<Vec<Step>> {
        generator.begin_anew();
        self.begin(true)?;
        let mut steps = Vec::new();
        for number in 0..length {
            if number.is_multiple_of(LOOK_AT_CLOCK) && self.t.now()? >= until {
                break;
            }
            let Some(step) = generator.step() else {
                break;
            };
            let taken = self.take(&step)?;
            let id = taken == Taken::Done { id: true };
            generator.came(&step, matches!(taken, Taken::Done { .. }), id);
            steps.push(step);
        }
        if !steps.is_empty() {
            self.listen()?;
        }
        Ok(steps)
    }

    /// Tells what contradicts the model, each with the fewest steps that show it.
    fn tell(&mut self, chapter: &[Step], wrong: &[Contradiction], bench: &Bench) -> Flow {
        let all: Vec<Shown> = wrong.iter().take(SHRUNK).map(|it| self.shown(it)).collect();
        self.end()?;
        let mut told = Ok(());
        for shown in all {
            let (shrunk, subscribed) = self.shrink(chapter, &shown, bench)?;
            let it = &shown.wrong;
            let script = Script::new(it, subscribed, shrunk.steps).listening(shown.listen);
            let again = if shrunk.confirmed {
                "seen again each time"
            } else {
                "not seen again when the walk was repeated"
            };
            // What does not come again may be the doing of somebody else, or of the bench.
            let outcome = if shrunk.confirmed {
                Outcome::Fail
            } else {
                Outcome::Inconclusive
            };
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
            told = told.and(self.t.record(judgement));
        }
        told
    }
}
