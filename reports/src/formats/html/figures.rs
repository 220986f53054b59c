//! Figures 2 and 3, drawn: each edge and each cell in the colour of its verdict, leading to the case that decided it.

mod layout;

use maud::{Markup, html};

use self::layout::{Figure, HEIGHT, Line, WIDTH};
use super::anchor;
use super::deciders::Deciders;
use crate::coverage::{CellRow, Coverage, RequirementRow};
use crate::visible::visible;
use ctk_record::{Record, Verdict};
use ctk_vectors::facts;

/// An edge of a figure: from, to, what brings it about, the requirement, whether the figure itself draws it.
struct Edge<'a> {
    from: &'a str,
    to: &'a str,
    by: String,
    requirement: &'a str,
    drawn: bool,
}

/// Figure 3: the life of a session.
pub(super) fn session(record: &Record, coverage: &Coverage, deciders: &Deciders<'_>) -> Markup {
    let edges = facts().session_edges.iter().map(|edge| Edge {
        from: &edge.from,
        to: &edge.to,
        by: match &edge.condition {
            Some(condition) => format!("{} ({condition})", edge.by),
            None => edge.by.clone(),
        },
        requirement: &edge.requirement,
        drawn: edge.drawn,
    });
    let cells = |row: &CellRow| deciders.session(&row.place, &row.event);
    figure(
        record,
        coverage,
        &layout::SESSION,
        edges.collect(),
        &coverage.session,
        &cells,
    )
}

/// Figure 2: the life of a message.
pub(super) fn folder(record: &Record, coverage: &Coverage, deciders: &Deciders<'_>) -> Markup {
    let edges = facts().message_edges.iter().map(|edge| Edge {
        from: &edge.from,
        to: &edge.to,
        by: edge.by.clone(),
        requirement: &edge.requirement,
        drawn: edge.drawn,
    });
    let cells = |row: &CellRow| deciders.folder(&row.place, &row.event);
    figure(
        record,
        coverage,
        &layout::FOLDER,
        edges.collect(),
        &coverage.folder,
        &cells,
    )
}

fn figure<'a>(
    record: &Record,
    coverage: &Coverage,
    figure: &Figure,
    edges: Vec<Edge<'_>>,
    cells: &[CellRow],
    decider: &dyn Fn(&CellRow) -> Option<&'a str>,
) -> Markup {
    html! {
        div.scroll tabindex="0" {
            svg.figure viewBox=(figure.view) role="group" aria-label=(figure.title) {
                @for line in figure.lines {
                    @let own: Vec<&Edge<'_>> =
                        edges.iter().filter(|edge| edge.from == line.from && edge.to == line.to).collect();
                    (drawn(record, coverage, line, &own))
                }
                @for &(name, x, y) in figure.nodes { (node(name, x, y, cells, decider)) }
            }
        }
        p.legend {
            "An arrow that the standard only describes is dashed; grey: not judged. The squares in a box are the row of the grid below."
        }
    }
}

/// The row of a requirement, when something judged it.
fn judged<'a>(coverage: &'a Coverage, id: &str) -> Option<&'a RequirementRow> {
    let mut rows = coverage.requirements.iter();
    rows.find(|row| row.id == id && row.is_covered())
}

/// The case that made a requirement what it is: one with the same verdict, else the first.
fn decided<'a>(record: &Record, row: &'a RequirementRow) -> Option<&'a str> {
    let of = |id: &str| record.cases.iter().find(|case| case.planned.id == id);
    let same =
        |id: &&String| of(id).is_some_and(|case| record.outcome(case).verdict == row.verdict);
    let known = row.cases.iter().find(same);
    known.or(row.cases.first()).map(String::as_str)
}

fn drawn(record: &Record, coverage: &Coverage, line: &Line, edges: &[&Edge<'_>]) -> Markup {
    let verdicts = edges
        .iter()
        .filter_map(|edge| judged(coverage, edge.requirement));
    let worst = Verdict::worst(verdicts.map(|row| row.verdict));
    let class = worst.map_or("untried", Verdict::word);
    let described = !edges.is_empty() && edges.iter().all(|edge| !edge.drawn);
    let from_top = |number: usize| line.label.1 + 15 * i32::try_from(number).unwrap_or(0);
    html! {
        g.(class) {
            path.edge.described[described] d=(line.path()) {}
            polygon.head points=(line.head()) {}
        }
        @for (number, edge) in edges.iter().enumerate() {
            @let row = judged(coverage, edge.requirement);
            @let case = row.and_then(|row| decided(record, row));
            @let label = html! {
                text x=(line.label.0) y=(from_top(number)) text-anchor=(line.anchor) {
                    title { (visible(edge.requirement)) ": " (row.map_or("not judged", |row| row.verdict.spoken())) }
                    (row.map_or("·", |row| row.verdict.sign())) " " (visible(&edge.by))
                }
            };
            g.(row.map_or("untried", |row| row.verdict.word())) {
                @match case {
                    Some(case) => { a href={ "#" (anchor(case)) } { (label) } }
                    None => { (label) }
                }
            }
        }
    }
}

fn node<'a>(
    name: &str,
    x: i32,
    y: i32,
    cells: &[CellRow],
    decider: &dyn Fn(&CellRow) -> Option<&'a str>,
) -> Markup {
    let own: Vec<&CellRow> = cells.iter().filter(|cell| cell.place == name).collect();
    let first = x - 7 * i32::try_from(own.len()).unwrap_or(0);
    let place = |number: usize| first + 14 * i32::try_from(number).unwrap_or(0);
    html! {
        rect.node x=(x - WIDTH / 2) y=(y - HEIGHT / 2) width=(WIDTH) height=(HEIGHT) rx="9" {}
        text.name x=(x) y=(y - 6) text-anchor="middle" { (name) }
        @for (number, cell) in own.iter().enumerate() {
            @let tried = cell.attempts > 0;
            @let said = if tried { cell.verdict.spoken() } else { "not tried" };
            @let square = html! {
                rect x=(place(number) + 1) y=(y + 6) width="12" height="12" rx="2" {
                    title { (visible(&cell.place)) ", " (visible(&cell.event)) ": " (said) }
                }
            };
            g.cell.(if tried { cell.verdict.word() } else { "untried" }) {
                @match decider(cell).filter(|_| tried) {
                    Some(case) => {
                        a href={ "#" (anchor(case)) } aria-label={ (visible(&cell.place)) ", " (visible(&cell.event)) ": " (said) } { (square) }
                    }
                    None => { (square) }
                }
            }
        }
    }
}
