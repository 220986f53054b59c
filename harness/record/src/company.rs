//! Another tester at work on the device: what rests on being alone with it says nothing about the device.

use crate::{CaseRecord, Outcome, Record, Suspect, Verdict};
use crate::{emptied, fingerprint};

/// How the reason of a case begins that failed, and may owe it to another tester.
pub const COMPANY: &str = "another tester was at work on the device";

/// What is written in the device's documents stays so whatever others do to it: rows of the description and of the
/// service description, and the clauses that say what is in them. That a document is served at all is not among them:
/// others may have restarted the device.
const OF_DOCUMENTS: [&str; 4] = ["UDA-DESC-", "UDA-SCPD-", "M-T1-", "M-6-"];
/// The row of documents that are not served.
const SERVED: &str = "UDA-DESC-01";

impl Record {
    /// Where another tester was at work, failures that rest on being alone become inconclusive; the operator sees to that.
    /// So do those of cases that were under way when the device was emptied. Done when a record is complete, and again when
    /// its cases have been judged anew.
    pub fn set_aside(&mut self) {
        if self.company.is_some() {
            self.cases.iter_mut().for_each(|it| set_aside(it, COMPANY));
        }
        let moments = emptied::moments(self);
        for case in self.cases.iter_mut().filter(|_| !moments.is_empty()) {
            if let Some(reason) = emptied::reason(case, &moments) {
                set_aside(case, &reason);
            }
        }
    }
}

fn set_aside(case: &mut CaseRecord, why: &str) {
    let Some(result) = &mut case.result else {
        return;
    };
    let missed = case
        .judgements
        .iter()
        .filter(|it| it.outcome == Outcome::Fail);
    let missed: Vec<&str> = missed.map(|it| it.requirement.as_str()).collect();
    let of_documents = !missed.is_empty() && missed.iter().all(|row| is_of_documents(row));
    if result.verdict != Verdict::Fail || of_documents {
        return;
    }
    result.verdict = Verdict::Inconclusive;
    result.suspect = Some(Suspect::Operator);
    result.symptom = format!("inconclusive {}", fingerprint(why));
    result.reason = format!("{why}; without it this would be a fail: {}", result.reason);
    result.known_failure = None;
    let judgements = case.judgements.iter_mut();
    for judgement in judgements.filter(|it| it.outcome == Outcome::Fail) {
        judgement.outcome = Outcome::Inconclusive;
    }
}

fn is_of_documents(requirement: &str) -> bool {
    requirement != SERVED
        && OF_DOCUMENTS
            .iter()
            .any(|head| requirement.starts_with(head))
}

#[cfg(test)]
mod tests {
    use crate::sample::{judgement, small};

    use super::*;

    fn failed(requirements: &[&str]) -> Record {
        let mut record = small(&[("a/1", Verdict::Fail), ("a/2", Verdict::Pass)]);
        for requirement in requirements {
            let missed = judgement("a/1", requirement, Outcome::Fail);
            record.cases[0].judgements.push(missed);
        }
        record
    }

    fn verdict(mut record: Record, company: Option<&str>) -> (Verdict, Option<Suspect>) {
        record.company = company.map(str::to_owned);
        record.set_aside();
        let result = record.cases[0].result.as_ref().expect("it has one");
        (result.verdict, result.suspect)
    }

    #[test]
    fn what_rests_on_being_alone_is_open_in_company() {
        for rows in [
            &["M-5.5.5-701"][..],
            &["UDA-DESC-01"],
            &["UDA-DESC-20", "M-5.5.5-701"],
            &[],
        ] {
            let open = (Verdict::Inconclusive, Some(Suspect::Operator));
            assert_eq!(verdict(failed(rows), Some("it was seen")), open, "{rows:?}");
            assert_eq!(verdict(failed(rows), None).0, Verdict::Fail);
        }
    }

    #[test]
    fn documents_are_what_they_are() {
        let rows = ["UDA-DESC-20", "UDA-SCPD-09"];
        assert_eq!(verdict(failed(&rows), Some("it was seen")).0, Verdict::Fail);
    }
}
