//! The history as an HTML page: one file, no script.

use std::fmt::Write as _;

use maud::{Markup, html};

use super::{Entry, Flaky, Index, Streak, Timeline, timelines};
use crate::formats::html::sheet::sheet;
use crate::visible::visible;

/// How many runs of a device stand in its table.
const RUNS: usize = 100;
/// The size of a plot.
const SIZE: (usize, usize) = (720, 90);

/// The history as an HTML page.
pub fn page(index: &Index) -> String {
    let devices = timelines(index);
    let body = html! {
        header {
            h1 { "History" }
            div.soft { (index.runs.len()) " runs of " (devices.len()) @if devices.len() == 1 { " device" } @else { " devices" } }
            nav {
                @for (number, device) in devices.iter().enumerate() {
                    a href={ "#device-" (number) } { (called(device)) }
                }
            }
        }
        main {
            @for (number, device) in devices.iter().enumerate() {
                (section(number, device))
            }
        }
    };
    sheet("history", &body)
}

fn called(device: &Timeline<'_>) -> String {
    match (device.name, device.device) {
        ("", "") => "no device was reached".to_owned(),
        ("", udn) => visible(udn).into_owned(),
        (name, _) => visible(name).into_owned(),
    }
}

fn section(number: usize, device: &Timeline<'_>) -> Markup {
    let now = device.failures.iter().filter(|one| one.fixed.is_none());
    let over = device.failures.iter().filter(|one| one.fixed.is_some());
    html! {
        section id={ "device-" (number) } {
            h2 { (called(device)) }
            div.soft { code { (visible(device.device)) } ", " (device.runs.len()) " runs" }
            h3.gap { "Passed of judged" }
            (plot(&device.runs, "pass rate", |run| run.permille(), per_cent))
            h3.gap { "Duration" }
            (plot(&device.runs, "duration", |run| usize::try_from(run.duration_ms).unwrap_or(0), in_seconds))
            (failures("Fails now", now.collect()))
            (unsteady(&device.flaky))
            (failures("Mended", over.collect()))
            (runs(&device.runs))
        }
    }
}

fn per_cent(permille: usize) -> String {
    format!("{}.{} %", permille / 10, permille % 10)
}

fn in_seconds(ms: usize) -> String {
    format!("{} s", ms / 1000)
}

/// A line over the runs, between the lowest and the highest value, which the caption names.
fn plot(
    runs: &[&Entry],
    what: &str,
    value: fn(&Entry) -> usize,
    said: fn(usize) -> String,
) -> Markup {
    let values: Vec<usize> = runs.iter().map(|run| value(run)).collect();
    let lowest = values.iter().min().copied().unwrap_or(0);
    let highest = values.iter().max().copied().unwrap_or(0);
    let (width, height) = SIZE;
    let mut points = String::new();
    for (at, value) in values.iter().enumerate() {
        let x = 4 + at * (width - 8) / (values.len().saturating_sub(1)).max(1);
        let up = (value - lowest) * (height - 8) / (highest - lowest).max(1);
        let _ = write!(points, "{x},{} ", height - 4 - up);
    }
    let last = said(values.last().copied().unwrap_or(0));
    let (lowest, highest) = (said(lowest), said(highest));
    let caption = format!("last {last}, between {lowest} and {highest}");
    let label = format!("{what} over {} runs, {caption}", values.len());
    html! {
        div.soft { (caption) }
        svg viewBox={ "0 0 " (width) " " (height) } role="img" aria-label=(label) style="max-width:100%;height:auto" {
            line x1="0" x2=(width) y1=(height - 2) y2=(height - 2) stroke="currentColor" stroke-opacity="0.3" {}
            polyline points=(points.trim_end()) fill="none" stroke="currentColor" stroke-width="2" {}
        }
    }
}

fn failures(title: &str, all: Vec<&Streak<'_>>) -> Markup {
    html! {
        @if !all.is_empty() {
            h3.gap { (title) " (" (all.len()) ")" }
            div.scroll { table {
                thead { tr { th { "Case" } th { "Since" } th { "Last good" } th { "Times" } th { "How" } } }
                tbody {
                    @for one in all {
                        tr {
                            td { code { (visible(one.case)) } }
                            td { (when(one.first_bad)) }
                            td { @if let Some(good) = one.last_good { (when(good)) } @else { "never" } }
                            td { (one.times) @if let Some(fixed) = one.fixed { ", until " (when(fixed)) } }
                            td { (visible(one.symptom)) }
                        }
                    }
                }
            } }
        }
    }
}

fn when(run: &Entry) -> Markup {
    html! { span style="white-space:nowrap" { (visible(&run.started)) } @if !run.version.is_empty() { br; span.soft { (visible(&run.version)) } } }
}

fn unsteady(all: &[Flaky<'_>]) -> Markup {
    html! {
        @if !all.is_empty() {
            h3.gap { "Flaky (" (all.len()) ")" }
            div.scroll { table {
                thead { tr { th { "Case" } th { "Firmware" } th { "Passed" } th { "Failed" } } }
                tbody {
                    @for one in all {
                        tr {
                            td { code { (visible(one.case)) } }
                            td { (visible(one.version)) }
                            td { (one.passed) }
                            td { (one.failed) }
                        }
                    }
                }
            } }
        }
    }
}

/// The last runs, the newest first.
fn runs(all: &[&Entry]) -> Markup {
    html! {
        h3.gap { "Runs" @if all.len() > RUNS { " (the last " (RUNS) " of " (all.len()) ")" } }
        div.scroll { table {
            thead { tr {
                th { "Began" } th { "Firmware" } th { "Passed" } th { "Failed" } th { "Not judged" } th { "Took" }
                th { "Exit" } th { "Judged by" } th { "Run" }
            } }
            tbody {
                @for run in all.iter().rev().take(RUNS) {
                    tr {
                        td { (visible(&run.started)) }
                        td { (visible(&run.version)) }
                        td { (run.count('p')) }
                        td { (run.count('f')) }
                        td { (run.count('i') + run.count('e')) }
                        td { (run.duration_ms / 1000) " s" }
                        td { (run.exit_code) }
                        td { (visible(&run.tool)) }
                        td { code { (visible(&run.place)) } }
                    }
                }
            }
        } }
    }
}
