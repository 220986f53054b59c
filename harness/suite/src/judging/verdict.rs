//! From a case's judgements and the way it ended to its verdict.

use std::panic::{AssertUnwindSafe, catch_unwind};

use ctk_record::{CaseResult, Judgement, Outcome, Suspect, Verdict, Warning, cut, fingerprint};

use crate::case::applicability::{Applicability, each_reason, of_subject};
use crate::case::{Case, CaseMeta, Phase, Reach};
use crate::judging::judgement::{Flow, Stop};
use crate::judging::life;
use crate::lab::Lab;
use crate::service::norm;
use crate::tester::Tester;
use crate::under_test::{Dut, ServiceUnderTest};

/// How a case ended, and what the runner needs to know of it beside.
#[derive(Debug, Clone, PartialEq)]
pub struct CaseOutcome {
    /// As the record has it, without the time it took and the command that repeats it.
    pub result: CaseResult,
    /// The judgements.
    pub judgements: Vec<Judgement>,
    /// Cases that have to run with this one to show the evidence again.
    pub seen_in: Vec<String>,
    /// The device was lost in it.
    pub lost: bool,
}

impl CaseOutcome {
    /// A case that was not run, with the reason; `suspect` is absent where nobody is to blame.
    pub fn not_run(
        case: &CaseMeta,
        verdict: Verdict,
        reason: String,
        suspect: Option<Suspect>,
    ) -> Self {
        let mut result = CaseResult::new(&*case.id, verdict);
        if verdict == Verdict::Inconclusive {
            result.symptom = format!("inconclusive {reason}");
        }
        (result.reason, result.suspect) = (reason, suspect);
        Self {
            result,
            judgements: Vec::new(),
            seen_in: Vec::new(),
            lost: false,
        }
    }
}

/// Runs the case in the lab and says how it ended. A panic of the body is the verdict `error`, never the end of the run.
pub fn run_case(case: &Case, dut: &Dut, lab: &mut dyn Lab) -> CaseOutcome {
    run_case_tidying(case, dut, lab, || ())
}

/// The same. It closes its sessions and deletes its messages after this wait, which is for the sake of other cases.
pub fn run_case_tidying(
    case: &Case,
    dut: &Dut,
    lab: &mut dyn Lab,
    wait: impl FnOnce(),
) -> CaseOutcome {
    let mut tester = Tester::new(&case.meta, dut, lab);
    let flow = if case.meta.reach == Reach::Run {
        guarded(case, &mut tester)
    } else {
        visit(case, dut, &mut tester)
    };
    if !matches!(flow, Err(Stop::Lost)) {
        tester.lab().clean_up_begins();
        tester.clean_up_after(|tester| {
            wait();
            tester.lab().clean_up_begins();
        });
    }
    let judgements = tester.judgements().to_vec();
    let gone = tester.device_is_missed();
    let outcome = settle(&case.meta, flow, judgements);
    CaseOutcome {
        lost: outcome.lost || gone,
        ..outcome
    }
}

/// The body, once.
fn guarded(case: &Case, tester: &mut Tester<'_>) -> Flow {
    let body = || match case.meta.phase {
        Phase::Hostile => life::guarded(tester, |t| (case.body)(t)),
        Phase::Main | Phase::Last => (case.body)(tester),
    };
    catch_unwind(AssertUnwindSafe(body)).unwrap_or_else(|panic| {
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
    let several = dut.has_several();
    let mut open = None;
    let mut judged = false;
    let mut absent: Vec<(&ServiceUnderTest, String)> = Vec::new();
    for subject in dut.services() {
        match on_subject(case, subject, tester) {
            Err(Stop::NotApplicable(why)) => absent.push((subject, why)),
            flow if case.meta.reach == Reach::Device => return flow,
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

fn on_subject<'a>(case: &Case, subject: &'a ServiceUnderTest, tester: &mut Tester<'a>) -> Flow {
    match of_subject(&case.meta, subject) {
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

/// How long a sentence of a result may be, in bytes.
const SENTENCE: usize = 8 * 1024;

/// How many remarks a result has.
const WARNINGS: usize = 100;

/// The verdict that follows from judgements and the way the body ended.
pub fn settle(case: &CaseMeta, flow: Flow, judgements: Vec<Judgement>) -> CaseOutcome {
    let lost = matches!(flow, Err(Stop::Lost));
    let mut result = CaseResult::new(&*case.id, Verdict::Pass);
    result.warnings = warnings(&judgements);
    result.warnings.truncate(WARNINGS);
    let decisive = settle_result(&mut result, flow, &judgements, case.suspect);
    for text in [
        &mut result.reason,
        &mut result.observed,
        &mut result.symptom,
    ] {
        cut(text, SENTENCE);
    }
    let seen_in = decisive.map_or_else(Vec::new, |by| by.seen_in.clone());
    CaseOutcome {
        result,
        judgements,
        seen_in,
        lost,
    }
}

/// Fills in the verdict; the judgement that decided it, if one did.
fn settle_result<'j>(
    result: &mut CaseResult,
    flow: Flow,
    judgements: &'j [Judgement],
    suspect: Suspect,
) -> Option<&'j Judgement> {
    if let Err(Stop::Broken(why)) = flow {
        result.symptom = format!("error {}", fingerprint(&why));
        broken(result, why);
        return None;
    }
    let first = |wanted| judgements.iter().find(|one| one.outcome == wanted);
    if let Some(failed) = first(Outcome::Fail) {
        decide(result, Verdict::Fail, failed);
        result.suspect = Some(suspect);
        return Some(failed);
    }
    match flow {
        Err(Stop::Inconclusive { reason, suspect }) => inconclusive(result, reason, suspect),
        Err(Stop::Lost) => inconclusive(result, "device lost".to_owned(), Suspect::Device),
        Err(Stop::Stopped(why)) => inconclusive(result, why, Suspect::Operator),
        Err(Stop::NotApplicable(why)) => {
            result.verdict = Verdict::NotApplicable;
            result.reason = why;
        }
        Ok(()) | Err(Stop::Judged | Stop::Broken(_)) => {
            if let Some(open) = first(Outcome::Inconclusive) {
                decide(result, Verdict::Inconclusive, open);
                return Some(open);
            }
            if judgements.is_empty() {
                result.symptom = "error no judgement".to_owned();
                let why = format!("case {} ended without a judgement", result.case);
                broken(result, why);
            }
        }
    }
    None
}

fn broken(result: &mut CaseResult, why: String) {
    result.verdict = Verdict::Error;
    result.reason = why;
    result.suspect = Some(Suspect::Kit);
}

fn inconclusive(result: &mut CaseResult, reason: String, suspect: Suspect) {
    result.verdict = Verdict::Inconclusive;
    result.symptom = format!("inconclusive {}", fingerprint(&reason));
    result.reason = reason;
    result.suspect = Some(suspect);
}

fn decide(result: &mut CaseResult, verdict: Verdict, by: &Judgement) {
    let norm = norm(&by.requirement);
    let (clause, text) = norm.map_or((String::new(), String::new()), |norm| {
        (norm.clause.to_string(), norm.text.to_string())
    });
    result.verdict = verdict;
    result.reason = format!(
        "{} ({clause}): {text} Observed: {}",
        by.requirement, by.observed
    );
    result.suspect = Some(Suspect::Device);
    result.accepted.clone_from(&by.accepted);
    result.observed.clone_from(&by.observed);
    result.symptom = format!("{} {}", by.requirement, fingerprint(&by.observed));
}

/// The remarks of the judgements that are warnings, each once.
fn warnings(judgements: &[Judgement]) -> Vec<Warning> {
    let mut warnings: Vec<Warning> = Vec::new();
    let remarked = |one: &&Judgement| one.outcome == Outcome::Warning;
    for judgement in judgements.iter().filter(remarked) {
        let warning = Warning {
            ruling: judgement
                .ruling
                .clone()
                .unwrap_or_else(|| judgement.requirement.clone()),
            text: format!("{}: {}", judgement.asked, judgement.observed)
                .trim_start_matches(": ")
                .to_owned(),
        };
        if !warnings.contains(&warning) {
            warnings.push(warning);
        }
    }
    warnings
}

#[cfg(test)]
mod tests {
    use super::*;
    use ctk_vectors::messaging_2::{action, req};

    fn judgement(outcome: Outcome) -> Judgement {
        Judgement::new(req::M_5_5_5_701, outcome)
            .asked(action::READ_MESSAGE)
            .accepts(["fault 701"])
            .observed("fault 706 \"x1\"")
            .exchanges([1])
    }

    fn case() -> Case {
        Case::new(
            "5.5.5/unknown-message",
            "a message id that no message has answers 701",
        )
        .covers(&[req::M_5_5_5_701])
    }

    #[test]
    fn a_case_without_judgement_is_an_error_of_ours() {
        assert_eq!(
            settle(&case().meta, Ok(()), Vec::new()).result.verdict,
            Verdict::Error
        );
    }

    #[test]
    fn a_fail_outweighs_everything_but_our_own_error() {
        let judged = vec![judgement(Outcome::Pass), judgement(Outcome::Fail)];
        let outcome = settle(&case().meta, Err(Stop::Lost), judged.clone());
        assert_eq!(outcome.result.verdict, Verdict::Fail);
        assert_eq!(outcome.result.symptom, "M-5.5.5-701 fault 706 #");
        assert_eq!(
            settle(&case().meta, Err(Stop::Broken("x".into())), judged)
                .result
                .verdict,
            Verdict::Error
        );
    }

    #[test]
    fn warnings_do_not_change_the_verdict() {
        let outcome = settle(&case().meta, Ok(()), vec![judgement(Outcome::Warning)]);
        assert_eq!(outcome.result.verdict, Verdict::Pass);
        assert_eq!(outcome.result.warnings.len(), 1);
    }

    #[test]
    fn a_lost_device_is_inconclusive() {
        let outcome = settle(
            &case().meta,
            Err(Stop::Lost),
            vec![judgement(Outcome::Pass)],
        );
        assert_eq!(
            (outcome.result.verdict, outcome.lost),
            (Verdict::Inconclusive, true)
        );
        assert_eq!(outcome.result.reason, "device lost");
    }
}
