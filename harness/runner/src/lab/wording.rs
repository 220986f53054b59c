//! The suite's judgements and findings in the words of the record.

use ctk_record as record;
use ctk_suite::judging::judgement::{Judgement, Mark, Outcome};
use ctk_suite::lab::{Finding, Grade};
use ctk_vectors::facts;

use crate::output::recorded;

/// A finding as the journal has it.
pub(super) fn finding(finding: &Finding) -> record::Finding {
    let grade = match finding.grade {
        Grade::Fail => "fail",
        Grade::Warning => "warning",
        Grade::Note => "note",
    };
    record::Finding {
        row: finding.requirement.clone(),
        grade: grade.to_owned(),
        text: if finding.expected.is_empty() {
            finding.text.clone()
        } else {
            format!("{}; expected {}", finding.text, finding.expected)
        },
    }
}

/// A judgement as the journal has it, with clause and level of its requirement.
pub(super) fn judgement(case: &str, judgement: &Judgement) -> record::Judgement {
    let norm = facts().norm(&judgement.requirement);
    let level = norm.as_ref().map_or("", |norm| recorded::level(norm.level));
    let (mut session_cell, mut folder_cell, mut error_pair) = (None, None, None);
    // A judgement settles at most one of each.
    for mark in judgement.marks.iter().cloned() {
        match mark {
            Mark::SessionCell { state, action } => session_cell = Some((state, action)),
            Mark::FolderCell { folder, event } => folder_cell = Some((folder, event)),
            Mark::ErrorPair { action, code } => error_pair = Some((action, code)),
        }
    }
    record::Judgement {
        case: case.to_owned(),
        requirement: judgement.requirement.clone(),
        clause: norm
            .as_ref()
            .map(|norm| norm.clause.to_string())
            .unwrap_or_default(),
        level: level.to_owned(),
        outcome: match judgement.outcome {
            Outcome::Pass => record::Outcome::Pass,
            Outcome::Warning => record::Outcome::Warning,
            Outcome::Fail => record::Outcome::Fail,
            Outcome::Inconclusive => record::Outcome::Inconclusive,
        },
        asked: judgement.asked.clone(),
        accepted: judgement.accepted.clone(),
        observed: judgement.observed.clone(),
        ruling: judgement.ruling.clone(),
        exchanges: judgement.exchanges.clone(),
        seen_in: judgement.seen_in.clone(),
        session_cell,
        folder_cell,
        error_pair,
    }
}
