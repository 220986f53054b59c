//! The matrices of Figures 3 and 2, and the error codes.

use maud::{Markup, html};

use super::deciders::Deciders;
use super::{anchor, badge, figures, traceability};
use crate::coverage::{self as counted, CellRow, ErrorRow, Share};
use crate::visible::visible;
use ctk_record::{Record, Verdict};

pub(super) fn coverage(record: &Record) -> Markup {
    let coverage = counted::coverage(record);
    let deciders = Deciders::of(record);
    let session = |row: &CellRow| deciders.session(&row.place, &row.event);
    let folder = |row: &CellRow| deciders.folder(&row.place, &row.event);
    html! {
        h2 #session { "Session states × actions (Figure 3)" }
        (share(coverage.session_share(), "cells"))
        (figures::session(record, &coverage, &deciders))
        (matrix("state", &coverage.session, &session))
        h2 #folder { "Message folders × events (Figure 2)" }
        (share(coverage.folder_share(), "cells"))
        (figures::folder(record, &coverage, &deciders))
        (matrix("folder", &coverage.folder, &folder))
        p.legend {
            "A number tells how often a cell was judged; the sign is the worst verdict of those: "
            @for verdict in Verdict::ALL { (badge(verdict)) " " } "Hatched: not tried."
        }
        h2 #errors { "Error codes" }
        (share(coverage.errors_share(), "codes"))
        (errors(&coverage.errors, &deciders))
        (traceability::requirements(record, coverage.requirements_share()))
    }
}

pub(super) fn share(share: Share, what: &str) -> Markup {
    html! {
        p.soft {
            (share.tried) " of " (share.of) " " (what) " tried"
            @if share.failed > 0 { ", " span.fail { (share.failed) " failed" } }
        }
    }
}

fn matrix<'a>(
    place: &str,
    cells: &[CellRow],
    decider: &dyn Fn(&CellRow) -> Option<&'a str>,
) -> Markup {
    let mut places: Vec<&str> = Vec::new();
    let mut events: Vec<&str> = Vec::new();
    for cell in cells {
        if !places.contains(&cell.place.as_str()) {
            places.push(&cell.place);
        }
        if !events.contains(&cell.event.as_str()) {
            events.push(&cell.event);
        }
    }
    let of = |place: &str, event: &str| {
        cells
            .iter()
            .find(|cell| cell.place == place && cell.event == event)
    };
    html! {
        div.scroll tabindex="0" {
            table.matrix {
                thead {
                    tr {
                        th { (place) }
                        @for event in &events { th scope="col" { (visible(event)) } }
                    }
                }
                tbody {
                    @for place in &places {
                        tr {
                            th scope="row" { (visible(place)) }
                            @for event in &events { (cell(of(place, event), decider)) }
                        }
                    }
                }
            }
        }
    }
}

fn cell<'a>(cell: Option<&CellRow>, decider: &dyn Fn(&CellRow) -> Option<&'a str>) -> Markup {
    match cell {
        None => html! { td {} },
        Some(cell) if cell.attempts == 0 => {
            html! { td.untried title={ (visible(&cell.place)) ", " (visible(&cell.event)) ": not tried" } { "·" } }
        }
        Some(cell) => html! {
            td.bg.(cell.verdict.word())
                title={ (visible(&cell.place)) ", " (visible(&cell.event)) ": " (cell.verdict.spoken()) }
            {
                (linked(decider(cell), &html! { (cell.verdict.sign()) " " (cell.attempts) }))
            }
        },
    }
}

/// Something that leads to the case that decided it, where one did.
fn linked(case: Option<&str>, what: &Markup) -> Markup {
    html! {
        @match case {
            Some(case) => { a href={ "#" (anchor(case)) } { (what) } }
            None => { (what) }
        }
    }
}

fn errors(rows: &[ErrorRow], deciders: &Deciders<'_>) -> Markup {
    let mut actions: Vec<(&str, Vec<&ErrorRow>)> = Vec::new();
    for row in rows {
        match actions.iter_mut().find(|(action, _)| *action == row.action) {
            Some((_, rows)) => rows.push(row),
            None => actions.push((&row.action, vec![row])),
        }
    }
    html! {
        div.scroll tabindex="0" { table.narrow {
            thead { tr { th { "action" } th { "codes" } } }
            tbody {
                @for (action, rows) in &actions {
                    tr {
                        td.id { (visible(action)) }
                        td {
                            @for row in rows {
                                @if row.provoked {
                                    span.chip.bg.(row.verdict.word()) {
                                        (linked(
                                            deciders.error(&row.action, row.code),
                                            &html! { (row.verdict.sign()) " " (row.code) },
                                        ))
                                    }
                                } @else {
                                    span.chip.untried title="not provoked" { (row.code) }
                                }
                            }
                        }
                    }
                }
            }
        } }
    }
}
