//! Judgements, as a case makes them.

use ctk_model::expectation::{Expectation, Observed, by_level};
use ctk_record::{Judgement, Outcome, cut};

use super::{Tester, mismatch};
use crate::case::Reach;
use crate::judging::judgement::{Flow, Stop};
use crate::lab::{Answer, Ask};
use crate::service::norm;
use crate::tester::reply::Reply;

impl Tester<'_> {
    /// Judges what came of an action.
    ///
    /// # Errors
    /// Ends the case unless it is a pass or a warning.
    pub fn judge(&mut self, reply: &Reply, expectation: &Expectation) -> Flow {
        self.judge_after(reply, expectation, &reply.observed(None))
    }

    /// Judges what came of an action, with the state or value observed afterwards.
    ///
    /// # Errors
    /// Ends the case unless it is a pass or a warning.
    pub fn judge_after(
        &mut self,
        reply: &Reply,
        expectation: &Expectation,
        observed: &Observed,
    ) -> Flow {
        self.record(self.weighed(reply, expectation, observed))
    }

    /// Judges the answer to a mistake that the action's own table has a code for: the pair counts as provoked.
    ///
    /// # Errors
    /// Ends the case unless it is a pass or a warning.
    pub fn judge_pair(&mut self, reply: &Reply, expectation: &Expectation, code: u16) -> Flow {
        let judgement = self.weighed(reply, expectation, &reply.observed(None));
        self.record(judgement.error_pair(&reply.action, code))
    }

    /// What came of an action, weighed and not recorded yet.
    pub fn weighed(
        &self,
        reply: &Reply,
        expectation: &Expectation,
        observed: &Observed,
    ) -> Judgement {
        let mut weighed = expectation.weigh(observed, &self.dut.rulings);
        // A fault is due, and one came: which, it does not say, and another case tells that.
        let unnamed = reply.is_fault() && expectation.lets_fault_pass();
        if let Some(teller) = reply.teller().filter(|_| unnamed)
            && weighed.outcome == Outcome::Fail
        {
            weighed.outcome = Outcome::Inconclusive;
            weighed.reason = format!("which fault it is, it does not say ({teller})");
        }
        let seen = reply.describe(observed);
        let judgement = Judgement::new(&expectation.requirement, weighed.outcome)
            .asked(&reply.asked)
            .accepts(each_once(expectation.accepted()))
            .observed(if weighed.reason.is_empty() {
                seen
            } else {
                format!("{seen}: {}", weighed.reason)
            })
            .exchanges([reply.exchange]);
        Judgement {
            ruling: weighed.ruling,
            ..judgement
        }
    }

    /// Judges a value: what is accepted, what was observed, and whether the one is the other.
    ///
    /// # Errors
    /// Ends the case when it is not.
    pub fn require(&mut self, requirement: &str, met: bool, about: &Statement<'_>) -> Flow {
        self.record(about.of(Judgement::met(requirement, met)))
    }

    /// Remarks on a value that a ruling calls a warning, unless the profile says otherwise.
    ///
    /// # Errors
    /// Ends the case when the profile makes a fail of it.
    pub fn remark(&mut self, requirement: &str, ruling: &str, about: &Statement<'_>) -> Flow {
        self.record(about.of(Judgement::remark(requirement, ruling)))
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

    /// Records a judgement: the profile has its word on what a ruling calls a warning, and the requirement's level is
    /// applied, so that only a `shall` makes a fail.
    ///
    /// # Errors
    /// Ends the case on fail and inconclusive; breaks it when the case does not declare the requirement.
    pub fn record(&mut self, mut judgement: Judgement) -> Flow {
        let Some(norm) = norm(&judgement.requirement) else {
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
        let rulings = &self.dut.rulings;
        let ruled = rulings.apply(judgement.outcome, judgement.ruling.as_deref());
        judgement.outcome = by_level(ruled, norm.level);
        judgement.case = self.case.id.to_string();
        judgement.clause = norm.clause.to_string();
        judgement.level = norm.level.word().to_owned();
        // Where several services are under test, it is said which one was asked.
        if self.whole.has_several() && self.case.reach == Reach::EachService {
            judgement.asked = format!("{}: {}", self.dut.service_name(), judgement.asked);
        }
        shorten(&mut judgement);
        self.lab.judged(&judgement);
        let outcome = judgement.outcome;
        self.judgements.push(judgement);
        match outcome {
            Outcome::Pass | Outcome::Warning => Ok(()),
            Outcome::Fail | Outcome::Inconclusive => Err(Stop::Judged),
        }
    }
}

/// How long a sentence of a judgement may be, in bytes: a device may put megabytes into it.
const SENTENCE: usize = 4 * 1024;
/// How many alternatives a judgement lists.
const ALTERNATIVES: usize = 100;

/// Cuts what a device, or a table, made too long.
fn shorten(judgement: &mut Judgement) {
    judgement.accepted.truncate(ALTERNATIVES);
    let texts = [&mut judgement.asked, &mut judgement.observed];
    for text in texts.into_iter().chain(&mut judgement.accepted) {
        cut(text, SENTENCE);
    }
}

/// One observation by which several requirements are judged, for [`Tester::require`]; a single judgement is built by
/// [`Judgement`]'s own words.
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
}

impl Statement<'_> {
    pub(crate) fn of(&self, judgement: Judgement) -> Judgement {
        judgement
            .asked(self.asked)
            .accepts(self.accepted)
            .observed(&self.observed)
            .exchanges(self.exchanges)
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
