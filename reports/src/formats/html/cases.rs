//! Every case, by the head of its id.

use maud::{Markup, html};

use super::failures::{body_limit, judged, long};
use super::wire::wire;
use super::{anchor, badge, counted, link, requirement_link, ruling_link};
use crate::visible::visible;
use ctk_record::{CaseRecord, CaseResult, Kind, Record, Verdict, head};

/// How many exchanges of the preparation are shown.
const PREPARATION: usize = 50;
/// How many of the longest cases are listed.
const SLOWEST: usize = 20;

pub(super) fn cases(record: &Record) -> Markup {
    let mut heads: Vec<(&str, Vec<&CaseRecord>)> = Vec::new();
    for case in &record.cases {
        let head = head(&case.planned.id);
        match heads.iter_mut().find(|(known, _)| *known == head) {
            Some((_, cases)) => cases.push(case),
            None => heads.push((head, vec![case])),
        }
    }
    let longest = record
        .outcomes()
        .map(|(_, outcome)| outcome.duration_ms)
        .max();
    let longest = longest.unwrap_or(0);
    html! {
        section #cases {
            h2 { "All cases" }
            div.filter {
                @for verdict in [Verdict::Pass, Verdict::Fail, Verdict::Inconclusive, Verdict::Error, Verdict::NotApplicable] {
                    label { input type="checkbox" id={ "show-" (verdict.word()) } checked; " " (badge(verdict)) }
                }
            }
            (slowest(record))
            @for (head, cases) in &heads {
                details.head open {
                    summary { h3 style="display:inline" { (visible(head)) } " " span.soft { (counted(cases.len(), "case")) } }
                    div { @for case in cases { (one(record, case, longest)) } }
                }
            }
        }
    }
}

fn one(record: &Record, case: &CaseRecord, longest: u64) -> Markup {
    let outcome = record.outcome(case);
    let class = format!("is-{}", outcome.verdict.word());
    html! {
        details.case.(class) {
            summary {
                (badge(outcome.verdict))
                span.id { (visible(&case.planned.id)) }
                span.purpose { (visible(&case.planned.purpose)) }
                @if !outcome.warnings.is_empty() { span.badge.bg.warning { (outcome.warnings.len()) " warned" } }
                (time(outcome.duration_ms, longest))
            }
            // The target lies inside, so that a browser opens what it was led to.
            div.target id=(anchor(&case.planned.id)) { (inside(record, case, &outcome)) }
        }
    }
}

/// How long a case took, and how much that is of the longest.
fn time(ms: u64, longest: u64) -> Markup {
    let share = ms.saturating_mul(100).checked_div(longest).unwrap_or(0);
    html! {
        span.time {
            (ms) " ms"
            @if share > 0 { span.span style={ "width:" (share) "%" } {} }
        }
    }
}

/// The cases that took longest, each with its share of the run.
fn slowest(record: &Record) -> Markup {
    let mut rows: Vec<_> = record.outcomes().collect();
    rows.sort_by_key(|(_, outcome)| std::cmp::Reverse(outcome.duration_ms));
    rows.truncate(SLOWEST);
    let longest = rows.first().map_or(0, |(_, outcome)| outcome.duration_ms);
    html! {
        @if longest > 0 {
            details {
                summary { h3 style="display:inline" { "Where the time went" } " " span.soft { "the longest cases" } }
                div {
                    @for (case, outcome) in &rows {
                        div.slow { (link(&case.planned.id)) " " (time(outcome.duration_ms, longest)) }
                    }
                }
            }
        }
    }
}

fn inside(record: &Record, case: &CaseRecord, outcome: &CaseResult) -> Markup {
    let exchanges = case
        .exchanges
        .iter()
        .filter(|exchange| exchange.kind != Kind::Internal)
        .count();
    html! {
        @if !outcome.reason.is_empty() { p { (visible(&outcome.reason)) } }
        @for warning in &outcome.warnings {
            p { span.badge.bg.warning { (ruling_link(&warning.ruling)) } " " (visible(&warning.text)) }
        }
        @match outcome.verdict {
            // Its evidence stands above, and once is enough.
            Verdict::Fail | Verdict::Error => {
                p { a href={ "#evidence-" (anchor(&case.planned.id)) } { "Evidence" } }
            }
            Verdict::Inconclusive => { (long(record, case, outcome)) }
            Verdict::Pass | Verdict::NotApplicable => {
                @for judgement in &case.judgements { (judged(record, judgement)) }
            }
        }
        p.soft {
            "clause " (visible(&case.planned.clause)) " · " (visible(&case.planned.level)) " · judges "
            @for requirement in &case.planned.requirements { (requirement_link(record, requirement)) " " }
            @if exchanges > 0 { " · " (counted(exchanges, "exchange")) ", in full in the JSON report" }
        }
    }
}

pub(super) fn preparation(record: &Record) -> Markup {
    html! {
        @if !record.preparation.is_empty() || !record.notices.is_empty() {
            h2 { "Before the cases" }
            @for (at_ms, text) in &record.notices { p { span.soft { (at_ms) " ms " } (visible(text)) } }
            @if !record.preparation.is_empty() {
                details {
                    summary { (counted(record.preparation.len(), "exchange")) " of the preparation" }
                    div { @for exchange in record.preparation.iter().filter(|one| one.kind != Kind::Internal).take(PREPARATION) { (wire(exchange, &[], body_limit(record))) } }
                }
            }
        }
    }
}
