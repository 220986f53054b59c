//! A script taken again: whether it still shows what it showed.

use ctk_model::service::Contradiction;
use ctk_model::walk::Step;

use super::file::Script;
use super::shrunk::is_the_same;
use super::walker::Walker;
use crate::judging::judgement::Flow;
use crate::model::bench::{of_hasty_walk, of_walk};
use crate::tester::Tester;

/// What came of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Replayed {
    /// Every step was taken, and nothing contradicts the model.
    Fixed,
    /// The same rule and requirement are broken.
    StillFails(Box<Contradiction>),
    /// Something else is the matter: what, in words.
    Changed(String),
}

/// Takes the steps of the script.
///
/// # Errors
/// As [`Lab::perform`](crate::lab::Lab::perform).
pub fn replay(t: &mut Tester<'_>, script: &Script) -> Flow<Replayed> {
    let bench = if script.hasty {
        of_hasty_walk(t)
    } else {
        of_walk(t)
    };
    let actions = &t.dut().ics.actions;
    let lacking = script.steps.iter().find_map(|step| match step {
        Step::Invoke { action, .. } if !actions.contains(action) => Some(action),
        _ => None,
    });
    if let Some(action) = lacking {
        let what = format!("the device has no action {action}");
        return Ok(Replayed::Changed(what));
    }
    let mut walker = Walker::new(t);
    walker.begin(script.subscribed || script.listen)?;
    walker.hasty = script.hasty && !walker.t.dut().stimuli_at_once;
    walker.haste_ms = 0;
    let skipped = walker.take_all(&script.steps)?.unwrap_or_default();
    if script.listen {
        walker.listen()?;
    }
    let judged = walker.judge(&bench);
    walker.end()?;
    let wrong = judged.contradictions;
    let same = wrong
        .iter()
        .find(|it| it.rule == script.rule && it.requirement == script.requirement);
    if let Some(same) = same {
        return Ok(Replayed::StillFails(Box::new(same.clone())));
    }
    if let Some(other) = wrong.first() {
        let also = wrong.iter().filter(|it| !is_the_same(other, it)).count();
        let more = if also == 0 {
            String::new()
        } else {
            format!(", and {also} more")
        };
        return Ok(Replayed::Changed(format!(
            "{} is broken instead ({}): {}{more}",
            other.requirement,
            other.rule,
            other.seen.trim_end()
        )));
    }
    Ok(match skipped.first() {
        Some(step) => {
            Replayed::Changed(format!("this step could not be taken: {}", step.in_words()))
        }
        None => Replayed::Fixed,
    })
}
