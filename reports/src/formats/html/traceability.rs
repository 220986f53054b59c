//! From requirement to cases, judgements and exchanges, a section a clause; and the rulings that they were read by.

use std::collections::BTreeSet;

use maud::{Markup, html};

use super::{badge, link, ruling_link, safe};
use crate::coverage::Share;
use crate::traceability::{JudgedIn, Trace, ranges, ruling_text, traces};
use crate::visible::visible;
use ctk_record::{Record, Verdict, Warning};

/// How many cases of a requirement are listed; the spreadsheet has all.
const CASES: usize = 40;
/// How many other cases are listed in which a requirement was seen.
const SEEN: usize = 5;

pub(super) fn requirements(record: &Record, share: Share) -> Markup {
    let traces = traces(record);
    let mut clauses: Vec<(String, Vec<&Trace>)> = Vec::new();
    for trace in &traces {
        let clause = clause_of(trace);
        match clauses.iter_mut().find(|(known, _)| *known == clause) {
            Some((_, rows)) => rows.push(trace),
            None => clauses.push((clause, vec![trace])),
        }
    }
    html! {
        h2 #requirements { "Requirements, by clause" }
        (super::coverage::share(share, "requirements"))
        p.legend {
            "Each requirement with its level, the rulings on it, and the cases that judged it with the numbers of the exchanges that they rest on. "
            "Numbers are those of the journal and of the full JSON report."
        }
        @for (clause, rows) in &clauses { (section(clause, rows)) }
        (rulings(record, &traces))
    }
}

fn section(clause: &str, rows: &[&Trace]) -> Markup {
    let covered = |row: &&&Trace| row.row.is_covered();
    let failed = rows
        .iter()
        .any(|it| it.row.is_covered() && it.row.verdict == Verdict::Fail);
    html! {
        details.clause open[failed] {
            summary {
                span.id { (visible(clause)) } " "
                span.soft { (rows.iter().filter(covered).count()) " of " (rows.len()) " judged " }
                @for verdict in Verdict::ALL {
                    @let count = rows.iter().filter(covered).filter(|it| it.row.verdict == verdict).count();
                    @if count > 0 { span.chip.bg.(verdict.word()) { (verdict.sign()) " " (count) } }
                }
            }
            div.scroll tabindex="0" id={ "clause-" (safe(clause)) } {
                table.trace {
                    thead { tr { th { "requirement" } th { "demands" } th { "judged by" } th { "verdict" } } }
                    tbody { @for trace in rows { (row(trace)) } }
                }
            }
        }
    }
}

fn row(trace: &Trace) -> Markup {
    let row = &trace.row;
    html! {
        tr.requirement id={ "req-" (safe(&row.id)) } {
            td { span.id { (visible(&row.id)) } br; span.soft { (visible(&row.clause)) ", " (visible(&row.level)) } }
            td {
                (visible(&row.text))
                @if !trace.rulings.is_empty() {
                    br; span.soft { "Rulings: " @for id in &trace.rulings { (ruling_link(id)) " " } }
                }
            }
            td {
                @for one in trace.judged.iter().take(CASES) { (judged(one)) }
                @if trace.judged.len() > CASES { div.soft { "and " (trace.judged.len() - CASES) " more, in the CSV" } }
            }
            td {
                @if row.is_covered() { (badge(row.verdict)) } @else {
                    span.soft { "not judged" @if !row.reason.is_empty() { ": " (visible(&row.reason)) } }
                }
            }
        }
    }
}

fn judged(one: &JudgedIn) -> Markup {
    html! {
        div {
            span.(one.verdict.word()) { (one.verdict.sign()) } " " (link(&one.case))
            @if !one.exchanges.is_empty() { " " span.soft { "#" (ranges(&one.exchanges)) } }
            @if !one.seen_in.is_empty() {
                " " span.soft {
                    "seen in " @for case in one.seen_in.iter().take(SEEN) { (link(case)) " " }
                    @if one.seen_in.len() > SEEN { "and " (one.seen_in.len() - SEEN) " more" }
                }
            }
        }
    }
}

/// The rulings that bear on the requirements, each with what is unclear and how the kit reads it.
fn rulings(record: &Record, traces: &[Trace]) -> Markup {
    let told = traces
        .iter()
        .flat_map(|trace| trace.rulings.iter().cloned());
    let warned = record.outcomes().flat_map(|(_, outcome)| {
        let of = |warning: &Warning| warning.ruling.clone();
        outcome.warnings.iter().map(of).collect::<Vec<_>>()
    });
    let ids: BTreeSet<String> = told
        .chain(warned)
        .filter(|id| ruling_text(id).is_some())
        .collect();
    html! {
        @if !ids.is_empty() {
            h2 #rulings { "Rulings" }
            details {
                summary { (ids.len()) " places that the standard leaves unclear, and how the kit reads them" }
                div {
                    dl.rulings {
                        @for id in &ids {
                            @if let Some((place, trouble, reading)) = ruling_text(id) {
                                dt #{ "ruling-" (id) } { span.id { (id) } }
                                dd { span.soft { (place) ": " } (trouble) "? " (reading) }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// The clause under which a requirement is told: three numbers of the service's clauses, two of the architecture's.
fn clause_of(trace: &Trace) -> String {
    let row = &trace.row;
    let of_architecture = row.id.starts_with("UDA-");
    let mut clause = row
        .clause
        .split([',', ';'])
        .next()
        .unwrap_or_default()
        .trim();
    for edition in ["1.0 ", "1.1 ", "2.0 ", "table "] {
        clause = clause.strip_prefix(edition).unwrap_or(clause);
    }
    let end = clause.find(|c: char| !c.is_ascii_digit() && c != '.');
    let numbers = &clause[..end.unwrap_or(clause.len())];
    let most = if of_architecture { 2 } else { 3 };
    let numbers: Vec<&str> = numbers
        .split('.')
        .filter(|it| !it.is_empty())
        .take(most)
        .collect();
    match (numbers.is_empty(), of_architecture) {
        (false, true) => format!("UDA {}", numbers.join(".")),
        (false, false) => numbers.join("."),
        (true, true) => "UDA".to_owned(),
        (true, false) if clause.is_empty() => "other".to_owned(),
        (true, false) => clause.to_owned(),
    }
}
