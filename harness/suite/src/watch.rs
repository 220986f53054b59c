//! What is looked at in every exchange, whoever asked: the wire and the documents.
//!
//! One deviation gives one failure. A device whose stack omits a header, or whose lists are in the wrong order, shows
//! it in hundreds of exchanges; the readers attach what they notice to each, the cases go on with the meaning, and only
//! the case of that requirement, in the last phase, turns what was noticed into a verdict.

use ctk_model::document;
use ctk_model::expectation::Outcome;
use ctk_vectors::facts;
use ctk_wire::soap::Reading;

use crate::case::{Case, Phase};
use crate::judgement::{Flow, Judgement, Stop};
use crate::lab::{Answer, Ask, Finding, Grade, Noticed};
use crate::tester::{Tester, mismatch};

/// The rows of the architecture that every successful action gives an opportunity to judge.
const SUCCESS_ROWS: &[&str] = &[
    "UDA-CTRL-05",
    "UDA-CTRL-06",
    "UDA-CTRL-08",
    "UDA-CTRL-11",
    "UDA-CTRL-25",
    "UDA-CTRL-26",
    "UDA-CTRL-27",
    "UDA-CTRL-28",
    "UDA-CTRL-29",
    "UDA-CTRL-30",
    "UDA-CTRL-31",
    "UDA-CTRL-33",
    "UDA-CTRL-54",
    "UDA-DESC-04",
];

/// The rows that every fault gives an opportunity to judge.
const FAULT_ROWS: &[&str] = &[
    "UDA-CTRL-05",
    "UDA-CTRL-06",
    "UDA-CTRL-08",
    "UDA-CTRL-25",
    "UDA-CTRL-28",
    "UDA-CTRL-35",
    "UDA-CTRL-36",
    "UDA-CTRL-37",
    "UDA-CTRL-38",
    "UDA-CTRL-39",
    "UDA-CTRL-43",
    "UDA-CTRL-54",
    "UDA-CTRL-56",
    "UDA-DESC-04",
    "M-T46-1",
    "M-T46-2",
    "M-T46-5",
];

/// The requirements that a control response gave an opportunity to judge.
pub fn rows_of_control(reading: &Reading) -> Vec<String> {
    let rows = match reading {
        Reading::Success { .. } => SUCCESS_ROWS,
        Reading::Fault { .. } => FAULT_ROWS,
        Reading::Unreadable { .. } => &["UDA-CTRL-25", "UDA-CTRL-35"],
    };
    let empty = match reading {
        Reading::Success { action, .. } => facts()
            .action(action)
            .is_some_and(|known| known.outputs.is_empty())
            .then_some("UDA-CTRL-32"),
        _ => None,
    };
    rows.iter()
        .copied()
        .chain(empty)
        .map(str::to_owned)
        .collect()
}

/// A finding of the wire, as filed.
pub fn of_wire(finding: &ctk_wire::Finding, asked: &str) -> Finding {
    Finding {
        requirement: finding.row.to_string(),
        grade: match finding.grade {
            ctk_wire::Grade::Fail => Grade::Fail,
            ctk_wire::Grade::Warning => Grade::Warning,
            ctk_wire::Grade::Note => Grade::Note,
        },
        ruling: None,
        text: if asked.is_empty() {
            finding.text.clone()
        } else {
            format!("{asked}: {}", finding.text)
        },
    }
}

/// What the reading of a document noticed, as filed.
pub fn of_document<T>(read: &document::Read<T>, whence: &str) -> Vec<Finding> {
    read.findings
        .iter()
        .map(|found| Finding {
            requirement: found.requirement.clone(),
            grade: match found.grade {
                document::Grade::Fail => Grade::Fail,
                document::Grade::Warning => Grade::Warning,
                document::Grade::Note => Grade::Note,
            },
            ruling: found.ruling.clone(),
            text: format!(
                "{whence}, line {} column {}, {}: {}",
                found.line, found.column, found.path, found.text
            ),
        })
        .collect()
}

/// A case of the last phase: provokes at least one exchange that the requirement can be judged by, then judges all
/// that was noticed about it in the run.
pub fn watching(
    id: &'static str,
    purpose: &'static str,
    requirement: &'static str,
    provoke: impl Fn(&mut Tester<'_>) -> Flow + Send + Sync + 'static,
) -> Case {
    Case::new(id, purpose)
        .covers(&[requirement])
        .phase(Phase::Last)
        .body(move |t| {
            provoke(t)?;
            judge_noticed(t, requirement)
        })
}

/// Judges everything that was noticed about a requirement in the run so far.
///
/// # Errors
/// Ends the case on a fail; inconclusive when nothing gave an opportunity.
pub fn judge_noticed(t: &mut Tester<'_>, requirement: &str) -> Flow {
    let Noticed { checked, findings } = match t.ask(&Ask::Noticed {
        requirements: vec![requirement.to_owned()],
    })? {
        Answer::Noticed(noticed) => noticed,
        other => return Err(mismatch("what was noticed", &other)),
    };
    let graded = |finding: &Finding| match (finding.grade, &finding.ruling) {
        (Grade::Fail, _) => Outcome::Fail,
        (Grade::Warning, Some(ruling)) => t.dut().rulings.apply(Outcome::Warning, Some(ruling)),
        (Grade::Warning, None) => Outcome::Warning,
        (Grade::Note, _) => Outcome::Pass,
    };
    let heaviest = [Outcome::Fail, Outcome::Warning]
        .into_iter()
        .find_map(|outcome| {
            findings
                .iter()
                .find(|noticed| graded(&noticed.finding) == outcome)
                .map(|it| (outcome, it))
        });
    let Some((outcome, first)) = heaviest else {
        if checked == 0 {
            return Err(Stop::inconclusive(
                "nothing in the run gave an opportunity to judge it",
            ));
        }
        return t.record(Judgement {
            requirement: requirement.to_owned(),
            outcome: Outcome::Pass,
            asked: format!("{checked} exchanges of this run"),
            accepted: Vec::new(),
            observed: "nothing to remark".to_owned(),
            ruling: None,
            exchanges: Vec::new(),
            seen_in: Vec::new(),
            marks: Vec::new(),
        });
    };
    let alike = findings
        .iter()
        .filter(|noticed| graded(&noticed.finding) == outcome)
        .count();
    let mut seen_in: Vec<String> = Vec::new();
    for noticed in findings
        .iter()
        .filter(|noticed| graded(&noticed.finding) == outcome)
    {
        if !noticed.case.is_empty() && !seen_in.contains(&noticed.case) && seen_in.len() < 3 {
            seen_in.push(noticed.case.clone());
        }
    }
    let more = if alike > 1 {
        format!(" (and {} more)", alike - 1)
    } else {
        String::new()
    };
    t.record(Judgement {
        requirement: requirement.to_owned(),
        outcome,
        asked: format!("{checked} exchanges of this run"),
        accepted: Vec::new(),
        observed: format!("{}{more}", first.finding.text),
        ruling: first.finding.ruling.clone(),
        exchanges: Vec::new(),
        seen_in,
        marks: Vec::new(),
    })
}
