//! Judgements, as a case makes them.

use ctk_model::expectation::{Expectation, Observed, Outcome, by_level};
use ctk_vectors::facts;

use super::{Tester, mismatch};
use crate::case::Reach;
use crate::judging::judgement::{Flow, Judgement, Mark, Stop};
use crate::lab::{Answer, Ask};
use crate::tester::reply::Reply;

impl Tester<'_> {
    /// Judges what came of an action.
    ///
    /// # Errors
    /// Ends the case unless it is a pass or a warning.
    pub fn judge(&mut self, reply: &Reply, expectation: &Expectation) -> Flow {
        self.judge_marked(reply, expectation, Vec::new(), &reply.observed(None))
    }

    /// Judges what came of an action, with the state or value observed afterwards, and settles a cell with it.
    ///
    /// # Errors
    /// Ends the case unless it is a pass or a warning.
    pub fn judge_marked(
        &mut self,
        reply: &Reply,
        expectation: &Expectation,
        marks: Vec<Mark>,
        observed: &Observed,
    ) -> Flow {
        let weighed = expectation.weigh(observed, &self.dut.rulings);
        let seen = reply.describe(observed);
        self.record(Judgement {
            requirement: expectation.requirement.clone(),
            outcome: weighed.outcome,
            asked: reply.asked.clone(),
            accepted: each_once(expectation.accepted()),
            observed: if weighed.reason.is_empty() {
                seen
            } else {
                format!("{seen}: {}", weighed.reason)
            },
            ruling: weighed.ruling,
            exchanges: vec![reply.exchange],
            seen_in: Vec::new(),
            marks,
        })
    }

    /// Judges the answer to a mistake that the action's own table has a code for: the pair counts as provoked.
    ///
    /// # Errors
    /// Ends the case unless it is a pass or a warning.
    pub fn judge_pair(&mut self, reply: &Reply, expectation: &Expectation, code: u16) -> Flow {
        let mark = Mark::ErrorPair {
            action: reply.action.clone(),
            code,
        };
        self.judge_marked(reply, expectation, vec![mark], &reply.observed(None))
    }

    /// Judges a value: what is accepted, what was observed, and whether the one is the other.
    ///
    /// # Errors
    /// Ends the case when it is not.
    pub fn require(&mut self, requirement: &str, met: bool, about: &Statement<'_>) -> Flow {
        let outcome = if met { Outcome::Pass } else { Outcome::Fail };
        self.record(about.judgement(requirement, outcome, None))
    }

    /// Remarks on a value that a ruling calls a warning, unless the profile says otherwise.
    ///
    /// # Errors
    /// Ends the case when the profile makes a fail of it.
    pub fn remark(&mut self, requirement: &str, ruling: &str, about: &Statement<'_>) -> Flow {
        let outcome = self.dut.rulings.apply(Outcome::Warning, Some(ruling));
        self.record(about.judgement(requirement, outcome, Some(ruling.to_owned())))
    }

    /// Something in the run gave an opportunity to judge the row.
    ///
    /// # Errors
    /// As [`Tester::ask`].
    pub(crate) fn has_noticed(&mut self, row: &str) -> Flow<bool> {
        match self.ask(&Ask::Noticed {
            requirements: vec![row.to_owned()],
        })? {
            Answer::Noticed(noticed) => Ok(noticed.checked > 0),
            other => Err(mismatch("what was noticed", &other)),
        }
    }

    /// Records a judgement after its requirement's level has been applied: only a `shall` makes a fail.
    ///
    /// # Errors
    /// Ends the case on fail and inconclusive; breaks it when the case does not declare the requirement.
    pub fn record(&mut self, mut judgement: Judgement) -> Flow {
        let Some(norm) = facts().norm(&judgement.requirement) else {
            return Err(Stop::Broken(format!(
                "no requirement is called {}",
                judgement.requirement
            )));
        };
        if !self
            .case
            .requirements
            .iter()
            .any(|id| *id == judgement.requirement)
        {
            return Err(Stop::Broken(format!(
                "case {} judges {}, which its metadata does not declare",
                self.case.id, judgement.requirement
            )));
        }
        judgement.outcome = by_level(judgement.outcome, norm.level);
        // Where several services are under test, it is said which one was asked.
        if !self.whole.others.is_empty() && self.case.reach == Reach::EachService {
            judgement.asked = format!("{}: {}", self.dut.service_name(), judgement.asked);
        }
        self.lab.judged(&judgement);
        let outcome = judgement.outcome;
        self.judgements.push(judgement);
        match outcome {
            Outcome::Pass | Outcome::Warning => Ok(()),
            Outcome::Fail | Outcome::Inconclusive => Err(Stop::Judged),
        }
    }
}

/// A statement about a value, for [`Tester::require`].
#[derive(Debug, Clone, Default)]
pub struct Statement<'s> {
    /// What was asked of the device.
    pub asked: &'s str,
    /// What is accepted.
    pub accepted: &'s [&'s str],
    /// What came.
    pub observed: String,
    /// The exchanges it rests on.
    pub exchanges: &'s [u32],
    /// What it counts for.
    pub marks: Vec<Mark>,
}

impl Statement<'_> {
    fn judgement(&self, requirement: &str, outcome: Outcome, ruling: Option<String>) -> Judgement {
        Judgement {
            requirement: requirement.to_owned(),
            outcome,
            asked: self.asked.to_owned(),
            accepted: self.accepted.iter().map(|&text| text.to_owned()).collect(),
            observed: self.observed.clone(),
            ruling,
            exchanges: self.exchanges.to_vec(),
            seen_in: Vec::new(),
            marks: self.marks.clone(),
        }
    }
}

/// An answer that the action's own table and a ruling both accept is told once.
fn each_once(mut accepted: Vec<String>) -> Vec<String> {
    let plain = accepted.clone();
    accepted.retain(|one| {
        let bare = one
            .rsplit_once(" (")
            .filter(|(_, why)| !why.contains("as a warning"));
        bare.is_none_or(|(answer, _)| !plain.iter().any(|other| other == answer))
    });
    accepted
}
