//! What went wrong, with its evidence, and what could not be judged.

use maud::{Markup, html};

use super::{anchor, badge, link, requirement_link, ruling_link, wire};
use crate::causes::Cause;
use crate::evidence;
use crate::summary;
use crate::traceability::ruling_text;
use crate::visible::visible;
use ctk_record::{CaseRecord, CaseResult, Judgement, Record, Verdict};

/// How much of a body is shown at most; the JSON report has more.
const BODY: usize = 16 * 1024;
/// How much of all bodies together is shown.
const BODIES: usize = 6 << 20;
/// How many exchanges of a case are shown.
const EXCHANGES: usize = 12;

/// How much of a body is shown: the less, the more cases have evidence to show.
pub(super) fn body_limit(record: &Record) -> usize {
    let shows = |verdict| !matches!(verdict, Verdict::Pass | Verdict::NotApplicable);
    let outcomes = record.outcomes();
    let cases = outcomes
        .filter(|(_, outcome)| shows(outcome.verdict))
        .count();
    (BODIES / (cases * EXCHANGES).max(1)).clamp(256, BODY)
}

/// The causes of the failures, each once, with the cases that it took along.
pub(super) fn causes(causes: &[Cause]) -> Markup {
    let failed: Vec<_> = causes
        .iter()
        .filter(|cause| cause.verdict == Verdict::Fail)
        .collect();
    html! {
        @if !failed.is_empty() {
            h2 #causes { "Causes" }
            @for cause in failed {
                details {
                    summary {
                        span.badge.bg.fail { (cause.cases.len()) } " " span.id { (visible(&cause.row)) } " "
                        (visible(&cause.text))
                        @if let Some(suspect) = cause.suspect { " " span.soft { (suspect.word()) } }
                        @if cause.known { " " span.badge.bg.not-applicable { "known" } }
                    }
                    div { @for case in &cause.cases { div { (link(case)) } } }
                }
            }
        }
    }
}

pub(super) fn failures(record: &Record) -> Markup {
    let grave = |verdict| matches!(verdict, Verdict::Fail | Verdict::Error);
    let mut rows: Vec<_> = record
        .outcomes()
        .filter(|(_, outcome)| grave(outcome.verdict))
        .collect();
    rows.sort_by_key(|(_, outcome)| {
        (
            outcome.known_failure.is_some(),
            outcome.verdict == Verdict::Error,
        )
    });
    html! {
        h2 #failed { "Failed" }
        @if rows.is_empty() { p.soft { "No case failed." } }
        @for (case, outcome) in &rows {
            details.failure.{ "is-" (outcome.verdict.word()) } id={ "evidence-" (anchor(&case.planned.id)) }
                open[outcome.known_failure.is_none()] {
                summary {
                    (badge(outcome.verdict)) " " span.id { (visible(&case.planned.id)) } " "
                    (visible(&evidence::in_short(record, case)))
                    @if outcome.known_failure.is_some() { " " span.badge.bg.not-applicable { "known" } }
                }
                div {
                    p.soft { (visible(&case.planned.purpose)) " (" (link(&case.planned.id)) ")" }
                    (long(record, case, outcome))
                }
            }
        }
    }
}

/// The long form of a case that did not pass.
pub(super) fn long(record: &Record, case: &CaseRecord, outcome: &CaseResult) -> Markup {
    let judgements = evidence::decisive(record, case);
    let exchanges = evidence::shown(record, case, &judgements);
    let limit = body_limit(record);
    html! {
        @for judgement in &judgements { (judged(record, judgement)) }
        dl {
            @if judgements.is_empty() {
                dt { "Requirements" } dd { (visible(&case.planned.requirements.join(", "))) }
                (entry("Accepted", &outcome.accepted.join(" · ")))
                (entry("What came", &outcome.observed))
            }
            @if let Some(suspect) = outcome.suspect { dt { "Suspect" } dd { (suspect.word()) } }
            (entry("Known failure", outcome.known_failure.as_deref().unwrap_or_default()))
            dt { "Repeat" } dd { pre.command { (visible(&outcome.reproduce)) } }
        }
        @for one in exchanges.iter().take(EXCHANGES) { (wire::exchange(one, &judgements, limit)) }
        @if exchanges.len() > EXCHANGES {
            p.soft { (exchanges.len() - EXCHANGES) " more exchanges are in the JSON report." }
        }
    }
}

/// A judgement in full.
pub(super) fn judged(record: &Record, judgement: &Judgement) -> Markup {
    let planned = record
        .plan
        .requirements
        .iter()
        .find(|planned| planned.id == judgement.requirement);
    html! {
        dl {
            dt { "Requirement" }
            dd {
                (requirement_link(record, &judgement.requirement)) " "
                span.soft { "(" (visible(&judgement.level)) ", clause " (visible(&judgement.clause)) ")" } " "
                span.(judgement.outcome.word()) { (judgement.outcome.word()) }
                @if let Some(planned) = planned { @if !planned.text.is_empty() { br; (visible(&planned.text)) } }
            }
            (entry("Asked", &judgement.asked))
            @if !judgement.accepted.is_empty() {
                dt { "Accepted" }
                dd { ul { @for one in &judgement.accepted { li { (visible(one)) } } } }
            }
            (entry("What came", &judgement.observed))
            (ruling(judgement.ruling.as_deref().unwrap_or_default()))
            @if !judgement.seen_in.is_empty() {
                dt { "Seen in" } dd { @for case in &judgement.seen_in { (link(case)) " " } }
            }
        }
    }
}

/// The ruling that a judgement went by, with what it says.
fn ruling(id: &str) -> Markup {
    html! {
        @if !id.is_empty() {
            dt { "Ruling" }
            dd {
                (ruling_link(id))
                @if let Some((_, trouble, reading)) = ruling_text(id) { " " (trouble) "? " (reading) }
            }
        }
    }
}

fn entry(name: &str, text: &str) -> Markup {
    html! { @if !text.is_empty() { dt { (name) } dd { (visible(text)) } } }
}

pub(super) fn remarks(record: &Record) -> Markup {
    let remarks = summary::remarks(record);
    html! {
        @if !remarks.is_empty() {
            h2 { "Against the run" }
            ul { @for remark in remarks { li { (visible(remark)) } } }
        }
    }
}

pub(super) fn open(record: &Record) -> Markup {
    let groups = evidence::open_by_cause(record);
    html! {
        h2 #open { "Not judged" }
        @if groups.is_empty() { p.soft { "Every applicable case was judged." } }
        @for (reason, cases) in &groups {
            details {
                summary { span.badge.bg.inconclusive { (cases.len()) } " " (visible(reason)) }
                div { @for case in cases { div { (link(case)) } } }
            }
        }
    }
}

pub(super) fn warnings(record: &Record) -> Markup {
    let groups = evidence::warnings_by_ruling(record);
    html! {
        h2 #warnings { "Warnings" }
        @if groups.is_empty() { p.soft { "None." } }
        @for (ruling, text, cases) in &groups {
            details {
                summary { span.badge.bg.warning { (cases.len()) } " " span.id { (visible(ruling)) } " " (visible(text)) }
                div { p.soft { (ruling_link(ruling)) } @for case in cases { div { (link(case)) } } }
            }
        }
    }
}
