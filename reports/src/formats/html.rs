//! One HTML file that holds everything: no other file, nothing that must run to read it, fit for the screen, for print
//! and for the archive.

mod cases;
mod coverage;
mod deciders;
mod failures;
mod figures;
mod gathered;
mod moderation;
mod pretty;
pub(crate) mod sheet;
mod traceability;
mod wire;

use std::io;

use maud::{Markup, html};

use self::gathered::{Gathered, gathered};
use self::sheet::searchable;
use crate::json::Source;
use crate::summary::{self, exit};
use crate::traceability::ruling_text;
use crate::visible::visible;
use ctk_record::{Record, Verdict};

/// The run as an HTML page, of what the record holds.
pub fn html(record: &Record) -> String {
    // A record gives what it holds without fail.
    gathered(record, record).map_or_else(|_| String::new(), |all| page(&all))
}

/// Writes the page; `source` has the exchanges that the record does not hold.
///
/// # Errors
/// The writer's or the source's.
pub fn write(record: &Record, source: &dyn Source, out: &mut dyn io::Write) -> io::Result<()> {
    out.write_all(page(&gathered(record, source)?).as_bytes())
}

fn page(all: &Gathered) -> String {
    let record = &all.record;
    let body = html! {
        (head(record))
        (finder())
        main {
            (failures::causes(&all.causes))
            (failures::failures(record))
            (failures::remarks(record))
            (failures::open(record))
            (failures::warnings(record))
            (coverage::coverage(record))
            (moderation::moderation(record, &all.events))
            (cases::cases(record))
            (cases::preparation(record))
        }
        footer {
            (visible(&record.header.tool.title())) " · facts "
            (visible(&record.header.tool.vectors))
        }
    };
    searchable(&title(record), &body)
}

fn title(record: &Record) -> String {
    match &record.device {
        Some(device) => visible(&device.friendly_name).into_owned(),
        None => "no device was reached".to_owned(),
    }
}

fn head(record: &Record) -> Markup {
    let class = match summary::exit_code(record, summary::remarks(record)) {
        exit::CLEAN if summary::is_mostly_open(record) => Verdict::Inconclusive,
        exit::CLEAN => Verdict::Pass,
        exit::FAILED => Verdict::Fail,
        exit::BROKEN => Verdict::Error,
        _ => Verdict::Inconclusive,
    };
    html! {
        header {
            h1 { (title(record)) }
            div.soft { "UPnP Messaging:2, judged by ISO/IEC 29341-26-12:2017" }
            div.banner.bg.(class.word()) { (summary::verdict_line(record)) }
            @if let Some(company) = &record.company {
                div.banner.bg.error { (visible(company)) }
            }
            @if let Some(altered) = summary::alteration(record) {
                div.banner.bg.error { (visible(&altered)) }
            }
            (tiles(record))
            (facts(record))
            nav {
                a href="#failed" { "Failed" }
                a href="#open" { "Not judged" }
                a href="#warnings" { "Warnings" }
                a href="#session" { "Sessions (Figure 3)" }
                a href="#folder" { "Folders (Figure 2)" }
                a href="#errors" { "Error codes" }
                a href="#requirements" { "Requirements" }
                a href="#cases" { "All cases" }
            }
        }
    }
}

/// The field to search in, which the script shows.
fn finder() -> Markup {
    html! {
        div.finder #finder hidden role="search" {
            label for="search" { "Search" }
            input #search type="search" autocomplete="off" placeholder="case, requirement, text";
            output #found for="search" {}
        }
    }
}

fn tiles(record: &Record) -> Markup {
    let counts = summary::counts(record);
    let order = [
        Verdict::Pass,
        Verdict::Fail,
        Verdict::Inconclusive,
        Verdict::Error,
        Verdict::NotApplicable,
    ];
    html! {
        div.tiles {
            @for verdict in order {
                div.tile.(verdict.word()) { b { (counts.of(verdict)) } (verdict.sign()) " " (verdict.spoken()) }
            }
            div.tile { b { (counts.cases) } "planned" }
            @if counts.not_selected > 0 {
                div.tile { b { (counts.not_selected) } "not selected" }
            }
            div.tile.warning { b { (counts.warnings) } "warnings" }
        }
        div.bar aria-hidden="true" {
            @for verdict in order {
                @if counts.of(verdict) > 0 {
                    span.(verdict.word()) style={ "flex-grow:" (counts.of(verdict)) } {}
                }
            }
        }
    }
}

/// The command line; an option is not broken at its hyphens.
fn command(words: &[String]) -> Markup {
    let option = |word: &str| word.starts_with('-') && word.len() < 32;
    html! {
        @for word in words {
            @if option(word) { span.option { (visible(word)) } } @else { (visible(word)) }
            " "
        }
    }
}

fn facts(record: &Record) -> Markup {
    let header = &record.header;
    let seconds = format!("{:.1} s", record.duration_ms() as f64 / 1000.0);
    html! {
        div.card {
            dl {
                @if let Some(device) = &record.device {
                    dt { "Device" }
                    dd { (visible(&device.manufacturer)) " " (visible(&device.model_name)) }
                    dt { "UDN" } dd { code { (visible(&device.udn)) } }
                    dt { "Description" } dd { code { (visible(&device.description_url)) } }
                    dt { "Type" } dd { code { (visible(&device.device_type)) } }
                    dt { "Service" } dd { code { (visible(&device.service_type)) } ", UDA " (visible(&device.uda)) }
                    dt { "Server" }
                    dd { @if device.server.is_empty() { span.soft { "not given" } } @else { (visible(&device.server)) } }
                }
                dt { "Run" }
                dd {
                    (visible(&header.started)) ", " (seconds) ", seed " (header.seed) ", ended: " (record.ended().word())
                    @if let Some(share) = summary::efficiency(record) { ", efficiency " (format!("{share:.2}")) }
                    @if !record.complete() { " " span.badge.bg.inconclusive { "incomplete" } }
                    @if !record.plan.whole { " " span.badge.bg.not-applicable { "a part of the suite" } }
                    @if header.strict { " " span.badge.bg.not-applicable { "strict" } }
                }
                @if !header.label.is_empty() { dt { "Label" } dd { (visible(&header.label)) } }
                @if header.certify { dt { "Kind" } dd { "a run for certification" } }
                dt { "Command" } dd { code { (command(&header.command)) } }
            }
            @if let Some(device) = &record.device {
                @if !device.ics.is_null() {
                    details {
                        summary { "What the device claims (ICS)" }
                        div { pre { (visible(&format!("{:#}", device.ics))) } }
                    }
                }
            }
        }
    }
}

/// A verdict, told by sign, word and colour.
fn badge(verdict: Verdict) -> Markup {
    html! { span.badge.bg.(verdict.word()) { (verdict.sign()) " " (verdict.spoken()) } }
}

/// A name as part of an anchor.
fn safe(name: &str) -> String {
    let safe = |c: char| {
        if c.is_ascii_alphanumeric() || "-._/".contains(c) {
            c
        } else {
            '_'
        }
    };
    name.chars().map(safe).collect()
}

/// The anchor of a case.
fn anchor(case: &str) -> String {
    format!("case-{}", safe(case))
}

/// A requirement's id that leads to its row, where the plan has one.
fn requirement_link(record: &Record, id: &str) -> Markup {
    let has_row = record.plan.requirements.iter().any(|one| one.id == id);
    html! {
        @if has_row { a.id href={ "#req-" (safe(id)) } { (visible(id)) } } @else { span.id { (visible(id)) } }
    }
}

/// A ruling's id that leads to what it says; as it stands where the facts know none.
fn ruling_link(id: &str) -> Markup {
    html! {
        @if ruling_text(id).is_some() { a.id href={ "#ruling-" (id) } { (id) } } @else { span.id { (visible(id)) } }
    }
}

/// A number of things.
fn counted(count: usize, thing: &str) -> String {
    if count == 1 {
        format!("1 {thing}")
    } else {
        format!("{count} {thing}s")
    }
}

/// A case's id that leads to the case.
fn link(case: &str) -> Markup {
    html! { a.id href={ "#" (anchor(case)) } { (visible(case)) } }
}

#[cfg(test)]
mod tests;
