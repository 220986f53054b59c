//! From a case's judgements and the way it ended to its verdict.

use std::panic::{AssertUnwindSafe, catch_unwind};

use ctk_model::expectation::Outcome;
use ctk_vectors::facts;

use crate::case::applicability::{Applicability, each_reason, of_subject};
use crate::case::{Case, Reach};
use crate::judging::judgement::{Flow, Judgement, Stop, Suspect};
use crate::lab::Lab;
use crate::tester::Tester;
use crate::under_test::ics::Dut;

/// The verdicts of ISO/IEC 9646, and `error` for a fault of our own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Verdict {
    /// Everything judged was met.
    Pass,
    /// A requirement was missed.
    Fail,
    /// It could not be judged.
    Inconclusive,
    /// The device does not claim the feature.
    NotApplicable,
    /// The suite itself broke.
    Error,
}

/// A remark on a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remark {
    /// The ruling, or the requirement of level `should`.
    pub source: String,
    /// The remark.
    pub text: String,
}

/// How a case ended.
#[derive(Debug, Clone, PartialEq)]
pub struct CaseOutcome {
    /// The verdict.
    pub verdict: Verdict,
    /// One sentence; empty on pass.
    pub reason: String,
    /// Whom to suspect; absent on pass.
    pub suspect: Option<Suspect>,
    /// What would have been accepted where it failed.
    pub accepted: Vec<String>,
    /// What came where it failed.
    pub observed: String,
    /// A fingerprint of the failure without ids and times.
    pub symptom: String,
    /// The remarks.
    pub warnings: Vec<Remark>,
    /// The judgements.
    pub judgements: Vec<Judgement>,
    /// Cases that have to run with this one to show the evidence again.
    pub seen_in: Vec<String>,
    /// The device was lost in it.
    pub lost: bool,
}

/// Runs the case in the lab and says how it ended. A panic of the body is the verdict `error`, never the end of the run.
pub fn run_case(case: &Case, dut: &Dut, lab: &mut dyn Lab) -> CaseOutcome {
    let mut tester = Tester::new(case, dut, lab);
    let flow = if case.reach == Reach::Run {
        guarded(case, &mut tester)
    } else {
        visit(case, dut, &mut tester)
    };
    if !matches!(flow, Err(Stop::Lost)) {
        tester.lab().clean_up_begins();
        tester.clean_up();
    }
    let judgements = tester.judgements().to_vec();
    settle(case, flow, judgements)
}

/// The body, once.
fn guarded(case: &Case, tester: &mut Tester<'_>) -> Flow {
    catch_unwind(AssertUnwindSafe(|| (case.body)(tester))).unwrap_or_else(|panic| {
        let text = panic
            .downcast_ref::<String>()
            .cloned()
            .or_else(|| panic.downcast_ref::<&str>().map(|text| (*text).to_owned()))
            .unwrap_or_else(|| "a panic without words".to_owned());
        Err(Stop::Broken(text))
    })
}

/// The body on the services under test, one after the other: on each, or on the first that it applies to. What could
/// not be told of one is said with its name; the judgements add up.
fn visit<'a>(case: &Case, dut: &'a Dut, tester: &mut Tester<'a>) -> Flow {
    let several = !dut.others.is_empty();
    let mut open = None;
    let mut judged = false;
    let mut absent: Vec<(&Dut, String)> = Vec::new();
    for subject in dut.subjects() {
        match on_subject(case, subject, tester) {
            Err(Stop::NotApplicable(why)) => absent.push((subject, why)),
            flow if case.reach == Reach::Device => return flow,
            Ok(()) | Err(Stop::Judged) => judged = true,
            Err(Stop::Inconclusive { reason, suspect }) => {
                let reason = match several {
                    true => format!("{}: {reason}", subject.service_name()),
                    false => reason,
                };
                open.get_or_insert(Stop::Inconclusive { reason, suspect });
            }
            stop => return stop,
        }
    }
    match open {
        Some(open) => Err(open),
        None if judged => Ok(()),
        None => Err(Stop::NotApplicable(each_reason(&absent))),
    }
}

fn on_subject<'a>(case: &Case, subject: &'a Dut, tester: &mut Tester<'a>) -> Flow {
    match of_subject(case, subject) {
        Applicability::Applicable => {
            tester.turn_to(subject);
            guarded(case, tester)
        }
        Applicability::NotApplicable(why) => Err(Stop::NotApplicable(why)),
        Applicability::Inconclusive(reason) => Err(Stop::Inconclusive {
            reason,
            suspect: Suspect::Operator,
        }),
    }
}

/// The verdict that follows from judgements and the way the body ended.
pub fn settle(case: &Case, flow: Flow, judgements: Vec<Judgement>) -> CaseOutcome {
    let mut outcome = CaseOutcome {
        verdict: Verdict::Pass,
        reason: String::new(),
        suspect: None,
        accepted: Vec::new(),
        observed: String::new(),
        symptom: String::new(),
        warnings: warnings(&judgements),
        judgements,
        seen_in: Vec::new(),
        lost: matches!(flow, Err(Stop::Lost)),
    };
    if let Err(Stop::Broken(why)) = &flow {
        outcome.verdict = Verdict::Error;
        outcome.reason.clone_from(why);
        outcome.suspect = Some(Suspect::Kit);
        outcome.symptom = format!("error {}", fingerprint(why));
        return outcome;
    }
    let worst = |wanted| {
        outcome
            .judgements
            .iter()
            .find(|judgement| judgement.outcome == wanted)
            .cloned()
    };
    if let Some(failed) = worst(Outcome::Fail) {
        return decided(outcome, Verdict::Fail, &failed);
    }
    match flow {
        Err(Stop::Inconclusive { reason, suspect }) => inconclusive(&mut outcome, reason, suspect),
        Err(Stop::Lost) => inconclusive(&mut outcome, "device lost".to_owned(), Suspect::Device),
        Err(Stop::Stopped(why)) => inconclusive(&mut outcome, why, Suspect::Operator),
        Err(Stop::NotApplicable(why)) => {
            outcome.verdict = Verdict::NotApplicable;
            outcome.reason = why;
        }
        Ok(()) | Err(Stop::Judged) => {
            if let Some(open) = worst(Outcome::Inconclusive) {
                return decided(outcome, Verdict::Inconclusive, &open);
            }
            if outcome.judgements.is_empty() {
                outcome.verdict = Verdict::Error;
                outcome.suspect = Some(Suspect::Kit);
                outcome.reason = format!("case {} ended without a judgement", case.id);
                outcome.symptom = "error no judgement".to_owned();
            }
        }
        Err(Stop::Broken(_)) => {}
    }
    outcome
}

fn inconclusive(outcome: &mut CaseOutcome, reason: String, suspect: Suspect) {
    outcome.verdict = Verdict::Inconclusive;
    outcome.symptom = format!("inconclusive {}", fingerprint(&reason));
    outcome.reason = reason;
    outcome.suspect = Some(suspect);
}

fn decided(mut outcome: CaseOutcome, verdict: Verdict, by: &Judgement) -> CaseOutcome {
    let norm = facts().norm(&by.requirement);
    let (clause, text) = norm.map_or((String::new(), String::new()), |norm| {
        (norm.clause.to_string(), norm.text.to_string())
    });
    outcome.verdict = verdict;
    outcome.reason = format!(
        "{} ({clause}): {text} Observed: {}",
        by.requirement, by.observed
    );
    outcome.suspect = Some(Suspect::Device);
    outcome.accepted.clone_from(&by.accepted);
    outcome.observed.clone_from(&by.observed);
    outcome.symptom = format!("{} {}", by.requirement, fingerprint(&by.observed));
    outcome.seen_in.clone_from(&by.seen_in);
    outcome
}

fn warnings(judgements: &[Judgement]) -> Vec<Remark> {
    let mut remarks: Vec<Remark> = Vec::new();
    for judgement in judgements
        .iter()
        .filter(|judgement| judgement.outcome == Outcome::Warning)
    {
        let remark = Remark {
            source: judgement
                .ruling
                .clone()
                .unwrap_or_else(|| judgement.requirement.clone()),
            text: format!("{}: {}", judgement.asked, judgement.observed)
                .trim_start_matches(": ")
                .to_owned(),
        };
        if !remarks.contains(&remark) {
            remarks.push(remark);
        }
    }
    remarks
}

/// A text without what changes from run to run: words with digits in them become `#`, but codes after `fault` and
/// `HTTP` stay.
pub fn fingerprint(text: &str) -> String {
    let mut words: Vec<String> = Vec::new();
    for word in text.split_whitespace().take(40) {
        let kept = words
            .last()
            .is_some_and(|before| before == "fault" || before == "HTTP");
        let word = if kept || !word.bytes().any(|byte| byte.is_ascii_digit()) {
            word
        } else {
            "#"
        };
        words.push(word.to_owned());
    }
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judgement(outcome: Outcome) -> Judgement {
        Judgement {
            requirement: "M-5.5.5-701".to_owned(),
            outcome,
            asked: "ReadMessage".to_owned(),
            accepted: vec!["fault 701".to_owned()],
            observed: "fault 706 \"x1\"".to_owned(),
            ruling: None,
            exchanges: vec![1],
            seen_in: Vec::new(),
            marks: Vec::new(),
        }
    }

    fn case() -> Case {
        Case::new(
            "5.5.5/unknown-message",
            "a message id that no message has answers 701",
        )
        .covers(&["M-5.5.5-701"])
    }

    #[test]
    fn a_case_without_judgement_is_an_error_of_ours() {
        assert_eq!(settle(&case(), Ok(()), Vec::new()).verdict, Verdict::Error);
    }

    #[test]
    fn a_fail_outweighs_everything_but_our_own_error() {
        let judged = vec![judgement(Outcome::Pass), judgement(Outcome::Fail)];
        let outcome = settle(&case(), Err(Stop::Lost), judged.clone());
        assert_eq!(outcome.verdict, Verdict::Fail);
        assert_eq!(outcome.symptom, "M-5.5.5-701 fault 706 #");
        assert_eq!(
            settle(&case(), Err(Stop::Broken("x".into())), judged).verdict,
            Verdict::Error
        );
    }

    #[test]
    fn warnings_do_not_change_the_verdict() {
        let outcome = settle(&case(), Ok(()), vec![judgement(Outcome::Warning)]);
        assert_eq!(outcome.verdict, Verdict::Pass);
        assert_eq!(outcome.warnings.len(), 1);
    }

    #[test]
    fn a_lost_device_is_inconclusive() {
        let outcome = settle(&case(), Err(Stop::Lost), vec![judgement(Outcome::Pass)]);
        assert_eq!(
            (outcome.verdict, outcome.lost),
            (Verdict::Inconclusive, true)
        );
        assert_eq!(outcome.reason, "device lost");
    }
}
