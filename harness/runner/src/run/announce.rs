//! What is said before a run: what can be tried, and how many messages will be sent.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::fmt::Write as _;

use ctk_suite::case::applicability::Applicability;
use ctk_suite::under_test::actions::{NOTHING_TO_INVOKE, only_asks};
use ctk_suite::under_test::{ClaimKind, Dut, ServiceUnderTest};
use ctk_wire::scpd::Direction;

use super::budget::{Budget, Estimate};
use super::floor::{LowerBound, seconds};
use super::plan::Plan;

/// How many lines say what cannot be judged.
const LINES: usize = 3;

/// The first line of a run.
pub fn announcement(plan: &Plan, dut: &Dut, seed: u64) -> String {
    let device = dut.device();
    let name = device
        .description
        .device(&dut.first().udn)
        .map_or("the device", |device| device.friendly_name.as_str());
    format!(
        "{name} at {} (UDA {}): {} of {} cases can be tried{}; at most {} messages will be sent; seed {seed}",
        device.description_url,
        device.claim,
        plan.applicable().count(),
        plan.cases().len(),
        left_out(plan),
        plan.messages()
    )
}

/// What cannot be judged here, and what would change that: the most cases first, three lines at most.
pub fn lacking(plan: &Plan, dut: &Dut) -> Vec<String> {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for (_, applicability) in plan.iter() {
        if let Applicability::Inconclusive(why) = applicability {
            *counts.entry(remedy(why, dut)).or_default() += 1;
        }
    }
    let mut all: Vec<(String, usize)> = counts.into_iter().collect();
    all.sort_by_key(|(_, count)| Reverse(*count));
    let more = all
        .iter()
        .skip(LINES)
        .map(|(_, count)| count)
        .sum::<usize>();
    let mut lines: Vec<String> = all
        .iter()
        .take(LINES)
        .map(|(remedy, count)| {
            format!(
                "not judged here, {count} of {}: those that {remedy}",
                plan.cases().len()
            )
        })
        .collect();
    if let Some(last) = lines.last_mut().filter(|_| more > 0) {
        *last += &format!("; {more} more lack something else (--dry-run names it)");
    }
    lines.extend(mute_upper_tester(dut));
    lines
}

/// What the profile claims and the device does not show, and what the device shows and the profile leaves out.
pub fn claims(dut: &Dut) -> Vec<String> {
    let ics = &dut.first().ics;
    let named = |(kind, name): (ClaimKind, &str)| format!("{} {name}", kind.singular());
    let against: Vec<String> = ics.contradicted().map(named).collect();
    let listed = ics.profile.iter();
    let beyond =
        listed.flat_map(|(kind, listed)| listed.left_out.iter().map(|it| (*kind, it.as_str())));
    let beyond: Vec<String> = beyond.map(named).collect();
    let mut lines = Vec::new();
    if !against.is_empty() {
        lines.push(format!(
            "the profile claims what the device does not show: {}: either is wrong, and the cases `ics/…` fail for it",
            against.join(", ")
        ));
    }
    if !beyond.is_empty() {
        lines.push(format!(
            "the device shows what the profile does not claim, and what is of it alone is not judged: {}",
            beyond.join(", ")
        ));
    }
    lines
}

/// An upper tester may leave out `capabilities`, and `reset`; one that knows neither may be somebody else.
fn mute_upper_tester(dut: &Dut) -> Option<String> {
    let device = dut.device();
    let answered = device.stimuli.is_some() || dut.services().any(|it| !it.recipients.is_empty());
    (device.upper_tester && !answered).then(|| {
        "the upper tester knows neither `capabilities` nor `reset`: is it at the right address?"
            .to_owned()
    })
}

/// What a case lacks, and what to do about it.
fn remedy(why: &str, dut: &Dut) -> String {
    if why.starts_with("no recipient") {
        "send messages: name [ixit] recipients in a profile (--profile FILE; `messaging-ctk ics` drafts one), or give an upper tester that resets the device".to_owned()
    } else if why.starts_with("needs stimulus") && dut.device().upper_tester {
        "need a stimulus that this upper tester does not offer".to_owned()
    } else if why.starts_with("needs stimulus") {
        "need somebody on the far side of the device: --upper-tester URL, --upper-tester-command CMD or --interactive".to_owned()
    } else if why == NOTHING_TO_INVOKE {
        let candidates: Vec<String> = dut.services().flat_map(harmless).take(5).collect();
        match candidates.is_empty() {
            true => "need an action without in arguments that may be called, and there is none"
                .to_owned(),
            false => format!(
                "need an action that may be called: --invoke NAME; by their names these only ask: {}",
                candidates.join(", ")
            ),
        }
    } else {
        format!("lack something: {why}")
    }
}

/// Actions without in arguments that by their names only ask.
fn harmless(service: &ServiceUnderTest) -> Vec<String> {
    let actions = service.scpd.iter().flat_map(|scpd| &scpd.actions);
    actions
        .filter(|action| only_asks(&action.name) && action.names(Direction::In).is_empty())
        .map(|action| action.name.clone())
        .collect()
}

/// How many cases are left out for want of a flag, or by the selection; nothing when none is.
fn left_out(plan: &Plan) -> String {
    match plan.not_selected().iter().map(|one| one.cases).sum() {
        0 => String::new(),
        many => format!(", {many} are not selected"),
    }
}

/// What would be tried.
pub fn dry_run(plan: &Plan) -> String {
    let mut text = String::new();
    let mut counts = [0usize; 3];
    for (case, applicability) in plan.iter() {
        let (index, word, why) = match applicability {
            Applicability::Applicable => (0, "try", String::new()),
            Applicability::NotApplicable(why) => (1, "not-applicable", format!(": {why}")),
            Applicability::Inconclusive(why) => (2, "inconclusive", format!(": {why}")),
        };
        counts[index] += 1;
        let _ = writeln!(text, "{word:15} {}{why}", case.meta.id);
    }
    for (case, flags) in plan.flagged() {
        let _ = writeln!(
            text,
            "{:15} {}: needs {}",
            "not-selected",
            case.meta.id,
            flags.join(" and ")
        );
    }
    let _ = writeln!(
        text,
        "{} cases: {} can be tried, {} not applicable, {} cannot be judged here{}; at most {} messages would be sent",
        plan.cases().len(),
        counts[0],
        counts[1],
        counts[2],
        left_out(plan),
        plan.messages()
    );
    text
}

/// How long the run will take, and what bounds it from below.
pub fn estimate_in_words(
    estimate: &Estimate,
    lower_bound: &LowerBound,
    budget: Budget,
    reply_ms: u64,
) -> String {
    let mut text = format!("about {} to go", seconds(estimate.estimate_ms()));
    if lower_bound.ms > 0 {
        let _ = write!(
            text,
            ", {} of it the waits of the standard ({})",
            seconds(lower_bound.ms),
            lower_bound.chain
        );
    }
    let limit = budget.limit().map_or(0, |limit| limit.as_secs());
    let dropped = estimate.dropped();
    match budget {
        Budget::Given(_) => {
            let _ = write!(
                text,
                "; {dropped} cases are dropped to fit into {limit} s, derived duplicates first"
            );
        }
        Budget::Usual if dropped > 0 => {
            let _ = write!(
                text,
                "; the device takes about {} to answer, so that {dropped} cases are dropped to fit into {} minutes, derived duplicates first, and none that is a requirement's only case (--budget gives more time)",
                seconds(reply_ms),
                limit / 60
            );
        }
        Budget::Usual | Budget::Unlimited => {}
    }
    text
}
