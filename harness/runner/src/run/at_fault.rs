//! A device whose description keeps every control point from using it: the case of the row that it breaks fails, and
//! nothing else can be judged.

use std::sync::Arc;
use std::time::Duration;

use ctk_record::{CaseResult, Ended, Event, Judgement, Suspect, Verdict};
use ctk_suite::case::Case;
use ctk_suite::judging::judgement::Stop;
use ctk_suite::judging::verdict::{CaseOutcome, settle};
use ctk_suite::lab::Lab;
use ctk_vectors::facts;

use super::conclude::conclude;
use super::meeting::{AtFault, Unmet, meet};
use super::order::Order;
use super::reproduction;
use crate::dut::probe_request::ProbeRequest;
use crate::exit_code::Failure;
use crate::lab::{LabShared, LiveLab};
use crate::output::args::OutputArgs;
use crate::output::recorded;
use crate::output::run_output::RunOutput;

/// The case that judges that descriptions are served.
const SERVED: &str = "uda/description/served";

/// A device whose description cannot be used, and the lab in which it was met.
pub struct Unusable {
    /// What is wrong with it.
    pub fault: AtFault,
    /// The lab.
    pub shared: Arc<LabShared>,
    /// What the device was met by.
    pub request: ProbeRequest,
    /// The time of one case.
    pub timeout: Duration,
}

/// The case that judges the row.
///
/// # Errors
/// There is none: the kit is broken.
pub fn case_of(row: &str) -> Result<Case, Failure> {
    let known = facts().architecture.iter().find(|it| it.id == row);
    let passive = known.and_then(|row| row.passive.as_ref());
    let id = passive.map_or(SERVED, |passive| passive.case.as_str());
    ctk_suite::cases()
        .into_iter()
        .find(|case| case.meta.id == id)
        .ok_or_else(|| Failure::broken(format!("no case judges {row}")))
}

/// The cases, and the one, if any, that judges the description.
pub fn with_case(mut cases: Vec<Case>, case: Option<&Case>) -> Vec<Case> {
    if let Some(case) = case
        && cases.iter().all(|known| known.meta.id != case.meta.id)
    {
        cases.push(case.clone());
    }
    cases
}

/// Meets the device once more in the name of the case, so that its evidence is the case's; nothing when the description
/// can be used this time.
pub fn judge(case: &Case, lab: &mut dyn Lab, request: &ProbeRequest) -> Option<CaseOutcome> {
    let Err(Unmet::AtFault(fault)) = meet(lab, request) else {
        return None;
    };
    let judgement = Judgement {
        case: case.meta.id.to_string(),
        ..fault.judgement()
    };
    lab.judged(&judgement);
    Some(settle(&case.meta, Err(Stop::Judged), vec![judgement]))
}

/// Writes the plan, judges the one case that can be judged, whatever was selected, and concludes the run. The exit code.
///
/// # Errors
/// As [`conclude`]; exit code 3 when the description can be used this time.
pub fn conclude_with(
    unusable: &Unusable,
    order: Order,
    target: &[String],
    args: &OutputArgs,
    output: &RunOutput,
) -> Result<u8, Failure> {
    let case = case_of(unusable.fault.row)?;
    let id = &case.meta.id;
    let cases = with_case(order.cases, Some(&case));
    let journal = &output.journal;
    journal.write(Event::Plan(recorded::plan(&cases, order.whole, 0)));
    journal.write(Event::CaseStarted {
        case: id.to_string(),
        at_ms: unusable.shared.now_ms(),
    });
    let mut lab = LiveLab::new(&unusable.shared, id, unusable.timeout);
    let outcome = judge(&case, &mut lab, &unusable.request);
    let outcome = outcome.unwrap_or_else(|| {
        let why = format!(
            "the description could be used at the second try, and not at the first: {}",
            unusable.fault.observed
        );
        CaseOutcome::not_run(
            &case.meta,
            Verdict::Inconclusive,
            why,
            Some(Suspect::Device),
        )
    });
    let reason = format!("the device description cannot be used ({id})");
    for other in &cases {
        let result = if other.meta.id == *id {
            CaseResult {
                reproduce: reproduction::of_case(target, order.seed, &case, &outcome),
                ..outcome.result.clone()
            }
        } else {
            CaseResult {
                reason: reason.clone(),
                symptom: format!("inconclusive {reason}"),
                suspect: Some(Suspect::Device),
                ..CaseResult::new(&*other.meta.id, Verdict::Inconclusive)
            }
        };
        journal.write(Event::CaseFinished(Box::new(result)));
    }
    conclude(args, output, Ended::Finished, &order.ledger)
}
