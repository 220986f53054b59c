//! The comparison for a terminal.

use super::groups::grouped;
use super::{Change, Diff};
use crate::terminal::{Paint, Style};
use crate::visible::{fit, one_line, width};
use ctk_record::Verdict;

/// How many cases a list shows.
const MOST: usize = 20;

/// The comparison as text: the verdict first, then the lists, gravest first.
pub fn text(diff: &Diff, style: Style) -> String {
    let mut out = String::new();
    out.push_str(&verdict(diff, style));
    out.push('\n');
    for note in &diff.notes {
        let note = style.paint(Paint::Warning, &format!("note: {}", one_line(note)));
        out.push_str(&format!("{note}\n"));
    }
    for (title, changes) in diff.lists() {
        if changes.is_empty() {
            continue;
        }
        let title = style.paint(paint(title), &format!("{title} ({})", changes.len()));
        out.push_str(&format!("{title}\n"));
        let column = changes
            .iter()
            .take(MOST)
            .map(|change| width(&change.case))
            .max()
            .unwrap_or(0)
            .min(44);
        let groups = grouped(changes);
        let mut shared = "";
        for (cause, change) in groups
            .iter()
            .flat_map(|(cause, group)| {
                let told = if group.len() > 1 { *cause } else { "" };
                group.iter().map(move |change| (told, *change))
            })
            .take(MOST)
        {
            if cause != shared && !cause.is_empty() {
                let cause = fit(&one_line(cause), style.width.saturating_sub(2).max(20));
                out.push_str(&format!("  {}\n", style.paint(Paint::Title, &cause)));
            }
            shared = cause;
            let id = one_line(&change.case);
            let pad = " ".repeat(column.saturating_sub(width(&id)));
            let room = style
                .width
                .saturating_sub(4 + column.max(width(&id)))
                .max(20);
            out.push_str(&format!("  {id}{pad}  {}\n", fit(&said(change), room)));
        }
        if changes.len() > MOST {
            out.push_str(&format!("  … and {} more\n", changes.len() - MOST));
        }
    }
    if let Some(first) = diff.regressed.first().or(diff.changed_symptom.first()) {
        out.push_str(&format!(
            "{}\n  {}\n",
            style.paint(Paint::Title, "Next"),
            one_line(&first.reproduce)
        ));
    }
    out
}

/// The comparison in one line.
pub fn verdict(diff: &Diff, style: Style) -> String {
    let cases = |count: usize| {
        if count == 1 {
            "1 case".to_owned()
        } else {
            format!("{count} cases")
        }
    };
    match diff.exit_code() {
        2 => style.paint(Paint::Of(Verdict::Error), "not comparable"),
        1 => style.paint(
            Paint::Of(Verdict::Fail),
            &format!("{} regressed", cases(diff.regressed.len())),
        ),
        _ => {
            let mut line = "nothing regressed".to_owned();
            if !diff.fixed.is_empty() {
                line.push_str(&format!("; {} fixed", cases(diff.fixed.len())));
            }
            style.paint(Paint::Of(Verdict::Pass), &line)
        }
    }
}

fn paint(title: &str) -> Paint {
    match title {
        "Regressed" => Paint::Of(Verdict::Fail),
        "Fixed" => Paint::Of(Verdict::Pass),
        "Changed symptom" | "No longer judged" => Paint::Warning,
        _ => Paint::Title,
    }
}

pub(super) fn said(change: &Change) -> String {
    let verdicts = match (change.old, change.new) {
        (Some(old), Some(new)) if old != new => format!("{} → {}", old.spoken(), new.spoken()),
        (_, Some(verdict)) | (Some(verdict), None) => verdict.spoken().to_owned(),
        (None, None) => String::new(),
    };
    if change.old_symptom != change.new_symptom && change.old == change.new {
        format!(
            "{verdicts}: {} → {}",
            change.old_symptom, change.new_symptom
        )
    } else if change.reason.is_empty() {
        verdicts
    } else {
        format!("{verdicts}: {}", change.reason)
    }
}
