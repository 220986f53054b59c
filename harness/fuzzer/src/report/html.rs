//! A page: findings, timeline, what was reached. No script, nothing from elsewhere.

use std::fmt::Write as _;

use maud::{DOCTYPE, Markup, PreEscaped, html as page};

use super::text::times;
use crate::engine::{Point, Summary};
use crate::finding::Finding;

const STYLE: &str = "body{font:16px/1.4 system-ui,sans-serif;max-width:72rem;margin:2rem auto;padding:0 1rem;color:#222}table{border-collapse:collapse}td,th{padding:.2rem .7rem;border-bottom:1px solid #ccc;text-align:left}pre{background:#f4f4f4;padding:.6rem;overflow-x:auto}svg{width:100%;height:9rem;background:#fafafa}";

/// The page.
pub fn html(summary: &Summary) -> String {
    let coverage = &summary.coverage;
    page! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'";
                title { "Fuzzing " (summary.device) }
                style { (PreEscaped(STYLE)) }
            }
            body {
                h1 { "Fuzzing " (summary.device) }
                p { (summary.last_line()) "; seed " (summary.seed) "; " (format!("{:.0}", summary.reached_parser * 100.0)) " % of all requests came to the parser of the arguments." }
                @if summary.lost { p { strong { "The device was lost, and did not come back." } } }
                h2 { "Findings" }
                @if summary.findings.is_empty() { p { "None." } }
                @for finding in &summary.findings { (shown(finding)) }
                h2 { "Course" }
                (chart("requests", &summary.timeline, |point| point.requests))
                (chart("kinds of answers seen", &summary.timeline, |point| point.seen as u64))
                (chart("median latency, µs", &summary.timeline, |point| point.median_us))
                (chart("memory, bytes", &summary.timeline, |point| point.memory.unwrap_or(0)))
                h2 { "Reached" }
                p { (coverage.figures()) "." }
                @let missing = coverage.missing();
                @if !missing.is_empty() { p { "Not reached: " (missing.join(" ")) "." } }
                table {
                    tr { th { "action or method" } th { "requests" } }
                    @for (action, count) in &coverage.actions { tr { td { (action) } td { (count) } } }
                }
                p { "States: " (coverage.states.iter().map(String::as_str).collect::<Vec<_>>().join(", ")) "." }
                table {
                    tr { th { "error code" } th { "answers" } }
                    @for (code, count) in &coverage.codes { tr { td { (code) } td { (count) } } }
                }
            }
        }
    }
    .into_string()
}

fn shown(finding: &Finding) -> Markup {
    page! {
        section {
            h3 { (finding.kind.name()) ": " (finding.action) }
            p { (finding.text) }
            p { "CWE-" (finding.cwe) ", fingerprint " code { (finding.fingerprint) } ", "
                (finding.shown) " of " (finding.tried) " trials, met " (times(finding.met)) ", first at request "
                (finding.at_request) "." }
            ol { @for step in finding.sequences.iter().flat_map(|one| &one.steps) { li { (step.name()) } } }
            @if let Some(last) = finding.excerpt.last() {
                pre { (last.request) "\n\n" (last.answer) }
            }
        }
    }
}

/// A line over time.
#[expect(clippy::cast_precision_loss, reason = "a drawing need not be exact")]
fn chart(title: &str, points: &[Point], value: impl Fn(&Point) -> u64) -> Markup {
    let most = points.iter().map(&value).max().unwrap_or(0).max(1) as f64;
    let end = points.last().map_or(1, |point| point.at_ms.max(1)) as f64;
    let mut line = String::new();
    for point in points {
        let x = point.at_ms as f64 / end * 1000.0;
        let y = 100.0 - value(point) as f64 / most * 95.0;
        // Writing to a String does not fail.
        let _ = write!(line, "{x:.1},{y:.1} ");
    }
    page! {
        h3 { (title) ", at most " (most) }
        svg viewBox="0 0 1000 100" preserveAspectRatio="none" role="img" aria-label=(title) {
            polyline points=(line) fill="none" stroke="#246" stroke-width="1.5" {}
        }
    }
}
