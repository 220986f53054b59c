//! The fleet as one HTML page: its devices, and requirement × device. No script, no other file.

use maud::{Markup, html};

use super::{Fleet, FleetDevice, FleetRequirement, State};
use crate::formats::html::sheet::sheet;
use crate::visible::visible;
use ctk_record::Verdict;

/// The page. `run` says where the report of a device's run is, as a relative URL, if there is one.
pub fn page(fleet: &Fleet, run: &dyn Fn(&FleetDevice) -> Option<String>) -> String {
    let title = format!("{} devices", fleet.summary.devices);
    let body = html! {
        header {
            h1 { (title) }
            div.soft { "UPnP Messaging:2, judged by ISO/IEC 29341-26-12:2017" }
            (tiles(fleet))
        }
        main {
            h2 #devices { "Devices" }
            (devices(fleet, run))
            (requirements(fleet))
        }
        footer {
            @if let Some(tool) = &fleet.tool {
                (visible(&tool.name)) " " (visible(&tool.version)) " · facts " (visible(&tool.vectors))
            }
        }
    };
    sheet(&title, &body)
}

fn tiles(fleet: &Fleet) -> Markup {
    let counts = fleet.summary;
    let tiles = [
        ("pass", counts.clean, "no failure found"),
        ("fail", counts.failed, "failed"),
        ("inconclusive", counts.incomplete, "incomplete"),
        ("error", counts.broken, "kit or user at fault"),
        ("inconclusive", counts.lost, "without an end"),
    ];
    html! {
        div.tiles {
            @for (class, count, what) in tiles { div.tile.(class) { b { (count) } (what) } }
        }
    }
}

fn devices(fleet: &Fleet, run: &dyn Fn(&FleetDevice) -> Option<String>) -> Markup {
    html! {
        div.scroll tabindex="0" {
            table {
                thead {
                    tr {
                        th { "" } th { "Device" } th { "Labels" } th { "Verdict" } th { "Passed" } th { "Failed" }
                        th { "Open" } th { "Warnings" } th { "Seconds" }
                    }
                }
                tbody { @for device in &fleet.devices { (device_row(device, run(device))) } }
            }
        }
    }
}

fn device_row(device: &FleetDevice, run: Option<String>) -> Markup {
    let counts = &device.counts;
    let said = device.device.as_ref();
    html! {
        tr {
            td.bg.(verdict(device).word()) { (verdict(device).sign()) }
            td {
                @match run {
                    Some(run) => { a href=(run) { (visible(&device.name)) } }
                    None => { (visible(&device.name)) }
                }
                @if let Some(said) = said {
                    div.soft { (visible(&said.manufacturer)) " " (visible(&said.model_name)) }
                }
            }
            td { @for label in &device.labels { span.chip { (visible(label)) } } }
            td {
                (visible(&device.verdict))
                @if device.state != State::Judged && !device.worker.is_empty() {
                    div.soft { "worker " (visible(&device.worker)) }
                }
            }
            td.number { (counts.pass) }
            td.number { (counts.fail) }
            td.number { (counts.inconclusive) }
            td.number { (counts.warnings) }
            td.number { (format!("{:.1}", device.duration_ms as f64 / 1000.0)) }
        }
    }
}

/// The verdict that a device's row is coloured by.
fn verdict(device: &FleetDevice) -> Verdict {
    match (device.state, device.exit_code) {
        (State::Cut | State::Missing, _) => Verdict::Inconclusive,
        (State::Judged, 0) => Verdict::Pass,
        (State::Judged, 1) => Verdict::Fail,
        (State::Judged, 3) => Verdict::Inconclusive,
        (State::Judged, _) => Verdict::Error,
    }
}

fn requirements(fleet: &Fleet) -> Markup {
    let has = |row: &FleetRequirement, wanted: &[Verdict]| {
        let mut verdicts = row.verdicts.iter().flatten();
        verdicts.any(|verdict| wanted.contains(verdict))
    };
    let bad = [Verdict::Fail, Verdict::Error];
    let (failed, others): (Vec<_>, Vec<_>) =
        fleet.requirements.iter().partition(|row| has(row, &bad));
    let (open, settled): (Vec<_>, Vec<_>) = others
        .into_iter()
        .partition(|row| has(row, &[Verdict::Inconclusive]));
    html! {
        h2 #failed { "Requirements that a device fails" }
        @if failed.is_empty() { p.soft { "None." } } @else { (matrix(fleet, &failed)) }
        details {
            summary { (open.len()) " requirements that some device could not be judged by" }
            div { (matrix(fleet, &open)) }
        }
        details {
            summary { (settled.len()) " requirements that every device meets, or does not claim" }
            div { (matrix(fleet, &settled)) }
        }
        p.legend { @for verdict in Verdict::ALL { span.badge.bg.(verdict.word()) { (verdict.sign()) " " (verdict.spoken()) } " " } }
    }
}

fn matrix(fleet: &Fleet, rows: &[&FleetRequirement]) -> Markup {
    html! {
        div.scroll tabindex="0" {
            table.matrix {
                thead {
                    tr {
                        th { "requirement" }
                        @for device in &fleet.devices { th scope="col" { (visible(&device.name)) } }
                    }
                }
                tbody {
                    @for row in rows {
                        tr {
                            th scope="row" title=(visible(&row.text)) { (visible(&row.id)) }
                            @for verdict in &row.verdicts { (cell(*verdict)) }
                        }
                    }
                }
            }
        }
    }
}

fn cell(verdict: Option<Verdict>) -> Markup {
    match verdict {
        Some(verdict) => html! { td.bg.(verdict.word()) { (verdict.sign()) } },
        None => html! { td.untried { "·" } },
    }
}
