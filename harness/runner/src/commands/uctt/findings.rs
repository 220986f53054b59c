//! A lab that remembers what the readers of the wire remark.

use ctk_record::{Finding, Grade, Judgement};
use ctk_suite::lab::{Answer, Ask, Lab, LabError};

/// Hands everything on, and keeps the failures that were filed.
pub(super) struct Watched<'a> {
    lab: &'a mut dyn Lab,
    failures: Vec<String>,
}

impl<'a> Watched<'a> {
    /// Around this lab.
    pub(super) fn new(lab: &'a mut dyn Lab) -> Self {
        Self {
            lab,
            failures: Vec::new(),
        }
    }

    /// What was filed since the last call, each with its row.
    pub(super) fn take(&mut self) -> Vec<String> {
        std::mem::take(&mut self.failures)
    }
}

impl Lab for Watched<'_> {
    fn perform(&mut self, ask: &Ask) -> Result<Answer, LabError> {
        self.lab.perform(ask)
    }

    fn notice(&mut self, exchange: u32, checked: &[String], findings: &[Finding]) {
        let failures = findings
            .iter()
            .filter(|finding| finding.grade == Grade::Fail);
        self.failures
            .extend(failures.map(|it| format!("{}: {}", it.requirement, it.text)));
        self.lab.notice(exchange, checked, findings);
    }

    fn judged(&mut self, judgement: &Judgement) {
        self.lab.judged(judgement);
    }

    fn clean_up_begins(&mut self) {
        self.lab.clean_up_begins();
    }
}
