//! The lab that holds the recorded exchanges of a run against the model again.

use ctk_record::{Exchange, Finding, Judgement, Record};

use super::{History, is_model};
use crate::lab::{Answer, Ask, Lab, LabError};

/// Answers what the model makes of a recorded run, and nothing else.
#[derive(Debug, Default)]
pub struct FollowingLab {
    history: History,
}

impl FollowingLab {
    /// Over what the run had seen when the model was first asked.
    pub fn new(record: &Record) -> Self {
        let asked = record
            .cases
            .iter()
            .filter(|case| is_model(&case.planned.id))
            .filter_map(|case| case.started_ms)
            .min();
        let before = record.cases.iter().filter(|case| {
            !is_model(&case.planned.id)
                && case
                    .started_ms
                    .is_some_and(|at| asked.is_none_or(|asked| at <= asked))
        });
        let mut history = History::default();
        for exchange in record
            .preparation
            .iter()
            .chain(before.flat_map(|case| &case.exchanges))
        {
            history.add(exchange);
        }
        Self { history }
    }

    /// Takes an exchange of the run, in the order of the journal, up to the first question.
    pub fn add(&mut self, exchange: &Exchange) {
        self.history.add(exchange);
    }
}

impl Lab for FollowingLab {
    fn perform(&mut self, ask: &Ask) -> Result<Answer, LabError> {
        match ask {
            Ask::Followed { rule, bench } => {
                Ok(Answer::Noticed(self.history.followed(rule, bench)))
            }
            other => Err(LabError::Broken(format!(
                "a case of the model asks for {other:?}"
            ))),
        }
    }

    fn notice(&mut self, _exchange: u32, _checked: &[String], _findings: &[Finding]) {}

    fn judged(&mut self, _judgement: &Judgement) {}

    fn clean_up_begins(&mut self) {}
}
