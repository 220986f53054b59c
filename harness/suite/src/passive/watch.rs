//! What is looked at in every exchange, whoever asked: the wire and the documents.
//!
//! One deviation gives one failure. A device whose stack omits a header, or whose lists are in the wrong order, shows
//! it in hundreds of exchanges; the readers attach what they notice to each, the cases go on with the meaning, and only
//! the case of that requirement, in the last phase, turns what was noticed into a verdict.

use ctk_model::document;
use ctk_model::expectation::Outcome;
use ctk_record::{Finding, Grade, Judgement};
use ctk_vectors::messaging_2::req;
use ctk_wire::soap::Reading;

use crate::case::{Case, Phase, Reach};
use crate::judging::judgement::{Flow, Stop};
use crate::lab::{Answer, Ask, Noticed, NoticedFinding};
use crate::passive::faults;
use crate::tester::{Tester, mismatch};
use crate::under_test::ics::Dut;

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
];

/// The requirements that a control response gave an opportunity to judge.
fn rows_of_control(dut: &Dut, reading: &Reading) -> Vec<String> {
    let rows = match reading {
        Reading::Success { .. } => SUCCESS_ROWS,
        Reading::Fault { .. } => FAULT_ROWS,
        Reading::Unreadable { .. } => &["UDA-CTRL-25", "UDA-CTRL-35"],
    };
    let empty = match reading {
        Reading::Success { action, .. } => dut.has_no_output(action).then_some("UDA-CTRL-32"),
        _ => None,
    };
    rows.iter()
        .copied()
        .chain(empty)
        .map(str::to_owned)
        .collect()
}

/// What a control response gave an opportunity to judge, and what was found. A vendor's code from a standard action is
/// one deviation, which Table 46 forbids as well as the architecture: it is filed under the former.
pub fn of_control(
    dut: &Dut,
    reading: &Reading,
    findings: &[ctk_wire::Finding],
    action: &str,
    asked: &str,
) -> (Vec<String>, Vec<Finding>) {
    let mut checked = rows_of_control(dut, reading);
    let mut filed: Vec<Finding> = findings
        .iter()
        .filter(|it| !is_of_a_vendor(dut, &it.row))
        .map(|it| of_wire(it, asked))
        .collect();
    if let Reading::Fault {
        code: Some(code),
        description,
        ..
    } = reading
        && dut.is_messaging()
    {
        let (more, found) = faults::of_fault(action, *code, description.as_deref(), asked);
        if found.iter().any(|it| it.requirement == req::M_T46_2) {
            filed.retain(|it| it.requirement != "UDA-CTRL-43");
            checked.retain(|row| row != "UDA-CTRL-43");
        }
        checked.extend(more);
        filed.extend(found);
    }
    (checked, filed)
}

/// The codes of a vendor's service are the vendor's, whatever its actions are called.
fn is_of_a_vendor(dut: &Dut, row: &str) -> bool {
    row == "UDA-CTRL-43" && !dut.service_type.starts_with("urn:schemas-upnp-org:")
}

/// A finding of the wire, as filed: the one place where its words become the record's.
pub fn of_wire(finding: &ctk_wire::Finding, asked: &str) -> Finding {
    let grade = match finding.grade {
        ctk_wire::Grade::Fail => Grade::Fail,
        ctk_wire::Grade::Warning => Grade::Warning,
        ctk_wire::Grade::Note => Grade::Note,
    };
    let text = match asked {
        "" => finding.text.clone(),
        asked => format!("{asked}: {}", finding.text),
    };
    Finding::new(finding.row.to_string(), grade, text)
}

/// What the reading of a document noticed, as filed. A mistake is held against the requirement that it breaks most
/// directly; the others that it breaks too learn of it by a note, so that they do not look unseen.
pub fn of_document<T>(read: &document::Read<T>, whence: &str) -> Vec<Finding> {
    let mut filed = Vec::new();
    for found in &read.findings {
        let text = format!(
            "{whence}, line {} column {}, {}: {}",
            found.line, found.column, found.path, found.text
        );
        if found.grade == Grade::Fail {
            filed.extend(found.also.iter().map(|also| Finding {
                superseded_by: Some(found.requirement.clone()),
                ..Finding::new(
                    also,
                    Grade::Note,
                    format!("held against {}: {text}", found.requirement),
                )
            }));
        }
        filed.push(Finding {
            ruling: found.ruling.clone(),
            expected: found.expected.clone(),
            ..Finding::new(&found.requirement, found.grade, text)
        });
    }
    filed
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
        .reach(Reach::Run)
        .body(move |t| {
            // What could not be brought about does not matter where the run has shown enough.
            let mut provoked = None;
            for subject in t.subjects() {
                t.turn_to(subject);
                match provoke(t) {
                    Err(stop @ (Stop::Inconclusive { .. } | Stop::NotApplicable(_))) => {
                        provoked.get_or_insert(stop);
                    }
                    flow => flow?,
                }
            }
            match (judge_noticed(t, requirement), provoked) {
                (Err(Stop::Inconclusive { .. }), Some(stop)) => Err(stop),
                (flow, _) => flow,
            }
        })
}

/// What was noticed about a requirement in the run so far.
///
/// # Errors
/// As [`Tester::ask`].
pub fn noticed(t: &mut Tester<'_>, requirement: &str) -> Flow<Noticed> {
    match t.ask(&Ask::Noticed {
        requirements: vec![requirement.to_owned()],
    })? {
        Answer::Noticed(noticed) => Ok(noticed),
        other => Err(mismatch("what was noticed", &other)),
    }
}

/// Judges everything that was noticed about a requirement in the run so far: each ruling that remarks on it gives a
/// warning, all that breaks it gives one failure.
///
/// # Errors
/// Ends the case on a fail; inconclusive when nothing gave an opportunity.
pub fn judge_noticed(t: &mut Tester<'_>, requirement: &str) -> Flow {
    let Noticed { checked, findings } = noticed(t, requirement)?;
    let rulings = &t.dut().rulings;
    let graded = |finding: &Finding| match (finding.grade, &finding.ruling) {
        (Grade::Fail, _) => Outcome::Fail,
        (Grade::Warning, Some(ruling)) => rulings.apply(Outcome::Warning, Some(ruling)),
        (Grade::Warning, None) => Outcome::Warning,
        (Grade::Note, _) => Outcome::Pass,
    };
    // One group a ruling, in the order in which they turned up; the failures, whatever their rulings, are one.
    let mut warned: Vec<Vec<&NoticedFinding>> = Vec::new();
    let mut failed: Vec<&NoticedFinding> = Vec::new();
    for it in &findings {
        match graded(&it.finding) {
            Outcome::Fail => failed.push(it),
            Outcome::Warning => {
                let same = |group: &&mut Vec<&NoticedFinding>| {
                    group
                        .first()
                        .is_some_and(|first| first.finding.ruling == it.finding.ruling)
                };
                match warned.iter_mut().find(same) {
                    Some(group) => group.push(it),
                    None => warned.push(vec![it]),
                }
            }
            _ => {}
        }
    }
    for group in &warned {
        let judgement = seen(t, requirement, Outcome::Warning, checked, group);
        t.record(judgement)?;
    }
    if !failed.is_empty() {
        let judgement = seen(t, requirement, Outcome::Fail, checked, &failed);
        return t.record(judgement);
    }
    if !warned.is_empty() {
        return Ok(());
    }
    if checked == 0 {
        let spoiled = findings
            .iter()
            .find(|it| it.finding.superseded_by.is_some());
        return Err(Stop::inconclusive(match spoiled {
            Some(spoiled) => format!(
                "what could show it has a deviation {}",
                spoiled.finding.text
            ),
            None => "nothing in the run gave an opportunity to judge it".to_owned(),
        }));
    }
    let judgement = seen(t, requirement, Outcome::Pass, checked, &[]);
    t.record(judgement)
}

/// The judgement on what was seen: the first in words, the number of the others, and three cases that showed it.
fn seen(
    t: &Tester<'_>,
    requirement: &str,
    outcome: Outcome,
    checked: u64,
    group: &[&NoticedFinding],
) -> Judgement {
    let own = t.case_id();
    let mut seen_in: Vec<String> = Vec::new();
    let mut exchanges: Vec<u32> = Vec::new();
    for it in group {
        if it.case == own {
            if !exchanges.contains(&it.exchange) && exchanges.len() < 3 {
                exchanges.push(it.exchange);
            }
        } else if !it.case.is_empty() && !seen_in.contains(&it.case) && seen_in.len() < 3 {
            seen_in.push(it.case.clone());
        }
    }
    let observed = match group {
        [] => "nothing to remark".to_owned(),
        [only] => only.finding.text.clone(),
        [first, others @ ..] => {
            let times = if others.len() == 1 { "time" } else { "times" };
            format!(
                "{} (and {} {times} more in this run)",
                first.finding.text,
                others.len()
            )
        }
    };
    let asked = match checked {
        0 => "whatever the device sends".to_owned(),
        1 => "whatever the device sends: 1 exchange of this run can show it".to_owned(),
        checked => {
            format!("whatever the device sends: {checked} exchanges of this run can show it")
        }
    };
    let first = group.first().map(|it| &it.finding);
    let expected = first
        .map(|finding| finding.expected.as_str())
        .filter(|expected| !expected.is_empty())
        .map(|expected| format!("in that place: {expected}"));
    Judgement {
        ruling: first.and_then(|finding| finding.ruling.clone()),
        seen_in,
        ..Judgement::new(requirement, outcome)
            .asked(asked)
            .accepts(expected)
            .observed(observed)
            .exchanges(exchanges)
    }
}
