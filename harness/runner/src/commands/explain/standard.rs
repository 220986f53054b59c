//! Clauses, figures and waits.

use std::fmt::Write as _;

use ctk_suite::case::Case;
use ctk_vectors::{Norm, facts};

use super::{first_few, level, wrapped};

/// A clause: what it demands, and the cases that judge it.
pub(super) fn explain_clause(clause: &str, cases: &[Case]) -> Option<String> {
    let within = |other: &str| {
        let rest = other.strip_prefix(clause);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
    };
    let norms: Vec<Norm<'_>> = ctk_suite::universe()
        .into_iter()
        .filter(|norm| within(norm.clause))
        .collect();
    if norms.is_empty() {
        return None;
    }
    let mut text = format!("clause {clause}  ({} statements)\n\n", norms.len());
    for norm in &norms {
        let line = format!("{} ({}): {}", norm.id, level(norm.level), norm.text);
        for (index, line) in wrapped(&line, 96).iter().enumerate() {
            let _ = writeln!(text, "  {}{line}", if index == 0 { "" } else { "    " });
        }
    }
    let judges: Vec<&str> = cases
        .iter()
        .filter(|case| {
            case.meta
                .requirements
                .iter()
                .any(|id| norms.iter().any(|norm| norm.id == id))
        })
        .map(|case| case.meta.id.as_ref())
        .collect();
    let _ = writeln!(text, "judged by\n  {}", first_few(&judges));
    let _ = writeln!(text, "all of them\n  messaging-ctk list --case {clause}");
    Some(text)
}

/// The first part of ids that is not a clause: its cases.
pub(super) fn explain_head(head: &str, cases: &[Case]) -> Option<String> {
    let within = |case: &&Case| case.meta.head() == head;
    let cases: Vec<&Case> = cases.iter().filter(within).collect();
    let mut text = format!("{head}  ({} cases)\n\n", cases.len());
    for case in &cases {
        let _ = writeln!(text, "  {}: {}", case.meta.id, case.meta.purpose);
    }
    (!cases.is_empty()).then_some(text)
}

/// A figure, edge by edge.
pub(super) fn explain_figure(figure: u16) -> Option<String> {
    let facts = facts();
    let (title, edges): (&str, Vec<[&str; 5]>) = match figure {
        2 => (
            "the life of a message (5.6.1.1)",
            facts
                .message_edges
                .iter()
                .map(|edge| {
                    [
                        edge.from.as_str(),
                        &edge.by,
                        &edge.to,
                        &edge.requirement,
                        drawn(edge.drawn),
                    ]
                })
                .collect(),
        ),
        3 => (
            "the life of a session (5.6.1.2)",
            facts
                .session_edges
                .iter()
                .map(|edge| {
                    [
                        edge.from.as_str(),
                        &edge.by,
                        &edge.to,
                        &edge.requirement,
                        drawn(edge.drawn),
                    ]
                })
                .collect(),
        ),
        _ => return None,
    };
    let mut text = format!("figure {figure}  {title}\n\n");
    for [from, by, to, requirement, drawn] in edges {
        let _ = writeln!(text, "  {from:14} --{by}--> {to}  ({requirement}{drawn})");
    }
    let _ = writeln!(text, "each in words\n  messaging-ctk explain REQUIREMENT");
    Some(text)
}

fn drawn(drawn: bool) -> &'static str {
    if drawn { "" } else { ", in the text alone" }
}

/// All waits, or the one of the name.
pub(super) fn explain_waits(name: &str) -> Option<String> {
    let waits = &facts().waits;
    let asked = waits
        .iter()
        .filter(|wait| name == "waits" || wait.name.eq_ignore_ascii_case(name));
    let mut text = String::new();
    for wait in asked {
        let _ = writeln!(
            text,
            "{:32} {:>8} ms  {:14} {}",
            wait.name, wait.milliseconds, wait.clause, wait.reason
        );
    }
    (!text.is_empty()).then_some(text)
}
