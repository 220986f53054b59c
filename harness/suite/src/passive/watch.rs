//! What is looked at in every exchange, whoever asked: the wire and the documents.
//!
//! One deviation gives one failure. A device whose stack omits a header, or whose lists are in the wrong order, shows
//! it in hundreds of exchanges; the readers attach what they notice to each, the cases go on with the meaning, and only
//! the case of that requirement, in the last phase, turns what was noticed into a verdict.

use ctk_model::document::{self, Layer};
use ctk_model::expectation::Outcome;
use ctk_record::{Finding, Grade, Judgement};

use crate::case::{Case, Phase, Reach};
use crate::judging::judgement::{Flow, Stop};
use crate::lab::{Answer, Ask, MOST_FINDINGS, Noticed, NoticedFinding};
use crate::service::norm;
use crate::tester::{Tester, mismatch};

/// What the reading of a document noticed, as filed. A mistake is held against the requirement that it breaks most
/// directly; the others that it breaks too learn of it by a note, so that they do not look unseen.
pub fn of_document<T>(read: &document::Read<T>, whence: &str) -> Vec<Finding> {
    let mut filed = Vec::new();
    for found in &read.findings {
        // A rule of several clauses is broken in one of them.
        let of_rule = norm(&found.requirement).map_or("", |norm| norm.clause);
        let elsewhere = found.layer == Layer::Rule && !found.clause.starts_with(of_rule);
        let clause = match elsewhere && !found.clause.is_empty() {
            true => format!(" ({})", found.clause),
            false => String::new(),
        };
        let text = format!(
            "{whence}, line {} column {}, {}: {}{clause}",
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

/// Of how many services under test an exchange is brought about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Visits {
    /// Of each: what one shows, another need not.
    Each,
    /// Of the first: it shows what any would. A device may have thousands.
    First,
}

/// A case of the last phase: provokes at least one exchange that the requirement can be judged by, then judges all
/// that was noticed about it in the run; also in one that the device did not survive, or that was interrupted.
pub fn watching(
    id: &'static str,
    purpose: &'static str,
    requirement: &'static str,
    provoke: impl Fn(&mut Tester<'_>) -> Flow + Send + Sync + 'static,
) -> Case {
    visiting(id, purpose, requirement, Visits::Each, provoke)
}

/// The same, with so many visits.
pub(crate) fn visiting(
    id: &'static str,
    purpose: &'static str,
    requirement: &'static str,
    visits: Visits,
    provoke: impl Fn(&mut Tester<'_>) -> Flow + Send + Sync + 'static,
) -> Case {
    Case::new(id, purpose)
        .covers(&[requirement])
        .phase(Phase::Last)
        .reach(Reach::Run)
        .body(move |t| {
            // What could not be brought about does not matter where the run has shown enough.
            let mut provoked = None;
            let most = match visits {
                Visits::Each => usize::MAX,
                Visits::First => 1,
            };
            for subject in t.subjects().into_iter().take(most) {
                t.turn_to(subject);
                match provoke(t) {
                    Err(stop @ (Stop::Inconclusive { .. } | Stop::NotApplicable(_))) => {
                        provoked.get_or_insert(stop);
                    }
                    Err(stop @ (Stop::Lost | Stop::Stopped(_))) => {
                        provoked.get_or_insert(stop);
                        break;
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
    let seen_of = (checked, findings.len() < MOST_FINDINGS);
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
        let judgement = seen(t, requirement, Outcome::Warning, seen_of, group);
        t.record(judgement)?;
    }
    if !failed.is_empty() {
        let judgement = seen(t, requirement, Outcome::Fail, seen_of, &failed);
        return t.record(judgement);
    }
    if !warned.is_empty() {
        return Ok(());
    }
    if checked == 0 {
        return Err(unseen(&findings));
    }
    let judgement = seen(t, requirement, Outcome::Pass, seen_of, &[]);
    t.record(judgement)
}

fn unseen(findings: &[NoticedFinding]) -> Stop {
    let spoiled = findings
        .iter()
        .find(|it| it.finding.superseded_by.is_some());
    Stop::inconclusive(match spoiled {
        Some(spoiled) => format!(
            "what could show it has a deviation {}",
            spoiled.finding.text
        ),
        None => "nothing in the run gave an opportunity to judge it".to_owned(),
    })
}

/// How many kinds of a deviation are told in words besides the first.
const KINDS: usize = 3;

/// What else was noticed that is not the same thing in another place: one fault of a row must not hide another.
fn also(first: &NoticedFinding, others: &[&NoticedFinding]) -> String {
    let mut kinds = vec![kind(&first.finding.text)];
    let mut told = String::new();
    for it in others {
        let kind = kind(&it.finding.text);
        if kinds.len() <= KINDS && !kinds.contains(&kind) {
            kinds.push(kind);
            told.push_str("; ");
            told.push_str(&it.finding.text);
        }
    }
    told
}

/// What a finding says without its place, and without what is quoted or counted in it.
fn kind(text: &str) -> String {
    let said = text.split_once(": ").map_or(text, |(_, said)| said);
    let unquoted: String = said.split('"').step_by(2).collect();
    let words = unquoted.split_whitespace();
    let plain = words.filter(|word| !word.bytes().any(|byte| byte.is_ascii_digit()));
    plain.collect::<Vec<_>>().join(" ")
}

/// The judgement on what was seen: the first in words, the number of the others, and three cases that showed it. `whole`: no
/// more was seen than is known.
fn seen(
    t: &Tester<'_>,
    requirement: &str,
    outcome: Outcome,
    (checked, whole): (u64, bool),
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
            let least = if whole { "" } else { "at least " };
            format!(
                "{}{} (and {least}{} {times} more in this run)",
                first.finding.text,
                also(first, others),
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
