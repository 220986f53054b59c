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
            div.soft { (index.runs.len()) " runs of " (devices.len()) " devices" }
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
            h3 { "Passed of judged" }
            (plot(&device.runs, "pass rate", |run| run.permille(), Some(1000)))
            h3 { "Duration" }
            (plot(&device.runs, "duration", |run| usize::try_from(run.duration_ms).unwrap_or(0), None))
            (failures("Fails now", now.collect()))
            (unsteady(&device.flaky))
            (failures("Failed once", over.collect()))
            (runs(&device.runs))
        }
    }
}

/// A line over the runs, from 0 to the highest value or `top`.
fn plot(runs: &[&Entry], what: &str, value: fn(&Entry) -> usize, top: Option<usize>) -> Markup {
    let values: Vec<usize> = runs.iter().map(|run| value(run)).collect();
    let top = top.or(values.iter().max().copied()).unwrap_or(1).max(1);
    let (width, height) = SIZE;
    let mut points = String::new();
    for (at, value) in values.iter().enumerate() {
        let x = 4 + at * (width - 8) / (values.len().saturating_sub(1)).max(1);
        let y = 4 + (height - 8) - value * (height - 8) / top;
        let _ = write!(points, "{x},{y} ");
    }
    let last = values.last().copied().unwrap_or(0);
    let label = format!("{what} over {} runs, last {last} of {top}", values.len());
    html! {
        svg viewBox={ "0 0 " (width) " " (height) } role="img" aria-label=(label) style="max-width:100%;height:auto" {
            line x1="0" x2=(width) y1=(height - 4) y2=(height - 4) stroke="currentColor" stroke-opacity="0.3" {}
            polyline points=(points.trim_end()) fill="none" stroke="currentColor" stroke-width="2" {}
        }
    }
}

fn failures(title: &str, all: Vec<&Streak<'_>>) -> Markup {
    html! {
        @if !all.is_empty() {
            h3 { (title) " (" (all.len()) ")" }
            div.scroll { table {
                thead { tr { th { "Case" } th { "Since" } th { "Last good" } th { "Times" } th { "How" } } }
                tbody {
                    @for one in all {
                        tr {
                            td { code { (visible(one.case)) } }
                            td { (when(one.first_bad)) }
                            td { @if let Some(good) = one.last_good { (when(good)) } @else { "never" } }
                            td { (one.times) @if let Some(fixed) = one.fixed { ", mended " (when(fixed)) } }
                            td { (visible(one.symptom)) }
                        }
                    }
                }
            } }
        }
    }
}

fn when(run: &Entry) -> Markup {
    html! { (visible(&run.started)) @if !run.version.is_empty() { br; span.soft { (visible(&run.version)) } } }
}

fn unsteady(all: &[Flaky<'_>]) -> Markup {
    html! {
        @if !all.is_empty() {
            h3 { "Flaky (" (all.len()) ")" }
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
        h3 { "Runs" @if all.len() > RUNS { " (the last " (RUNS) " of " (all.len()) ")" } }
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
