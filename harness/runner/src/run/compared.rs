//! What a run says, against what comes of judging it again.

use ctk_record::{CaseResult, Device, Judgement, Plan};
use ctk_suite::judging::verdict::CaseOutcome;

/// Whether two descriptions are of one device. The embedded one has another address each time, and another name.
pub fn same_device(then: Option<&Device>, now: &Device, embedded: bool) -> bool {
    let Some(then) = then else {
        return false;
    };
    let mut then = then.clone();
    if embedded {
        then.description_url.clone_from(&now.description_url);
        then.udn.clone_from(&now.udn);
    }
    then == *now
}

/// In what two plans differ, one sentence.
pub fn compare_plans(then: &Plan, now: &Plan) -> Option<String> {
    if then == now {
        return None;
    }
    let ids = |plan: &Plan| -> Vec<String> {
        let cases = plan.cases.iter();
        cases.map(|case| case.id.clone()).collect()
    };
    let (before, after) = (ids(then), ids(now));
    let lacking = after.iter().filter(|id| !before.contains(id)).count();
    let added = before.iter().filter(|id| !after.contains(id)).count();
    Some(if lacking + added > 0 {
        format!(
            "the plan is not that of the selection: {lacking} cases are missing, {added} do not belong to it"
        )
    } else {
        "the plan is not that of the selection: order, requirements or counts were changed"
            .to_owned()
    })
}

/// In what a case came out otherwise, a sentence each.
pub(super) fn compare(
    before: &CaseResult,
    judgements: &[Judgement],
    now: &CaseOutcome,
) -> Vec<String> {
    let mut differences = Vec::new();
    let id = &before.case;
    let again = &now.result;
    if again.verdict != before.verdict {
        differences.push(format!(
            "{id}: was {}, is {}{}",
            before.verdict.spoken(),
            again.verdict.spoken(),
            if again.reason.is_empty() {
                String::new()
            } else {
                format!(": {}", again.reason)
            }
        ));
    } else if before.reason != again.reason {
        differences.push(format!(
            "{id}: the reason was {:?}, is {:?}",
            before.reason, again.reason
        ));
    } else if told(before) != told(again) {
        differences.push(format!(
            "{id}: what was observed, accepted or warned of differs"
        ));
    }
    if judgements != now.judgements {
        differences.push(format!(
            "{id}: {} judgements then, {} now, or about something else",
            judgements.len(),
            now.judgements.len()
        ));
    }
    differences
}

/// What a result says beyond verdict and reason.
fn told(result: &CaseResult) -> impl PartialEq + '_ {
    (
        &result.suspect,
        &result.accepted,
        &result.observed,
        &result.symptom,
        &result.warnings,
    )
}
