//! The comparison as Markdown and as an HTML page, grouped by cause.

use maud::{Markup, html};

use super::groups::grouped;
use super::text::{said, verdict};
use super::{Change, Diff};
use crate::formats::html::sheet::sheet;
use crate::formats::markdown::{code, plain};
use crate::terminal::Style;
use crate::visible::{fit, one_line, visible};

/// How many causes a list of the Markdown form shows.
const MOST: usize = 40;
/// How long a sentence may be in it.
const SENTENCE: usize = 160;

/// The comparison as Markdown, for the comment of a CI.
pub fn markdown(diff: &Diff) -> String {
    let mut out = format!("## {}\n\n", plain(&verdict(diff, Style::default())));
    for note in &diff.notes {
        out.push_str(&format!("> {}\n\n", plain(&one_line(note))));
    }
    for (title, changes) in diff.lists() {
        if changes.is_empty() {
            continue;
        }
        out.push_str(&format!(
            "### {title} ({})\n\n| cases | what |\n|---|---|\n",
            changes.len()
        ));
        let groups = grouped(changes);
        for (cause, group) in groups.iter().take(MOST) {
            let cases: Vec<String> = group.iter().take(5).map(|one| code(&one.case)).collect();
            let more = match group.len() {
                0..=5 => String::new(),
                many => format!(" and {} more", many - 5),
            };
            let what = match cause {
                &"" => group.first().map_or_else(String::new, |one| said(one)),
                cause => (*cause).to_owned(),
            };
            let (cases, what) = (cases.join(", "), plain(&fit(&what, SENTENCE)));
            out.push_str(&format!("| {cases}{more} | {what} |\n"));
        }
        if groups.len() > MOST {
            out.push_str(&format!("\n… and {} more causes\n", groups.len() - MOST));
        }
        out.push('\n');
    }
    if diff.comparable {
        out.push_str(&format!("{} cases came out as before.\n", diff.unchanged));
    }
    out
}

/// The comparison as an HTML page.
pub fn page(diff: &Diff) -> String {
    let title = verdict(diff, Style::default());
    let class = match diff.exit_code() {
        0 => "pass",
        1 => "fail",
        _ => "error",
    };
    let body = html! {
        header {
            h1 { "What changed" }
            div.banner.bg.(class) { (title) }
            @for note in &diff.notes { p.soft { (visible(note)) } }
        }
        main {
            @for (title, changes) in diff.lists() {
                @if !changes.is_empty() { (list(title, changes)) }
            }
            @if diff.comparable { p.soft { (diff.unchanged) " cases came out as before." } }
        }
    };
    sheet(&title, &body)
}

fn list(title: &str, changes: &[Change]) -> Markup {
    html! {
        section {
            h2 { (title) " (" (changes.len()) ")" }
            @for (cause, group) in grouped(changes) {
                div.card {
                    @if !cause.is_empty() { p { (visible(cause)) } }
                    ul {
                        @for change in group {
                            li {
                                code { (visible(&change.case)) } " " (visible(&said(change)))
                                @if change.known { " (known)" }
                                @if !change.reproduce.is_empty() {
                                    details { summary { "repeat" } pre { (visible(&change.reproduce)) } }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}
