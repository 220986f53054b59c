//! `explain`: anything that has an id, in a screenful.

mod ids;
mod standard;
mod tables;

use std::fmt::Write as _;

use clap::Args;
use ctk_device::defects::Defect;
use ctk_suite::case::Case;
use ctk_suite::service::norm;
use ctk_vectors::{Level, Requirement, Ruling, StateVariable, facts};
use standard::{explain_clause, explain_figure, explain_head, explain_waits};
use tables::{explain_action, explain_code, explain_table};

use crate::commands::list::{effect_in_words, need_in_words};
use crate::exit_code::{Failure, OK};
use crate::output::screen;
use crate::suggestion::suggestion;

/// `explain`.
#[derive(Debug, Clone, Args)]
pub struct ExplainArgs {
    /// A case id, `M-…`, `UDA-…`, an error code, a clause, `table-46`, `figure-3`, `R-05`, `waits`, or a defect; in any case
    #[arg(value_name = "ID")]
    pub id: String,
}

/// Prints the explanation.
///
/// # Errors
/// Nothing has that id.
pub fn run(args: &ExplainArgs) -> Result<u8, Failure> {
    let text = explain(&args.id).ok_or_else(|| {
        let cases = ctk_suite::cases();
        let near = suggestion(&args.id, ids::all(&cases));
        Failure::usage(format!(
            "nothing is called `{}`{near}: give a case id (5.5.13/pending), a requirement (M-5.5.13-708, UDA-CTRL-35), an error code (708), a clause (5.5.13), a table (table-46), a figure (figure-3), a ruling (R-05), an action (JoinSession), a state variable, `waits` or a defect",
            args.id
        ))
    })?;
    screen::show_text(&text);
    Ok(OK)
}

/// The explanation of an id, or nothing when there is no such id.
pub fn explain(id: &str) -> Option<String> {
    let facts = facts();
    let cases = ctk_suite::cases();
    let id = &*ids::as_known(id, &cases);
    if let Some(case) = cases.iter().find(|case| case.meta.id == id) {
        return Some(explain_case(case));
    }
    if norm(id).is_some() {
        return Some(explain_requirement(id, &cases));
    }
    if let Some(ruling) = facts.ruling(id) {
        return Some(explain_ruling(ruling, &cases));
    }
    if let Ok(code) = id.parse::<u16>() {
        return explain_code(code, &cases);
    }
    if let Some(table) = id
        .strip_prefix("table-")
        .and_then(|number| number.parse().ok())
    {
        return explain_table(facts, table);
    }
    if let Some(figure) = id
        .strip_prefix("figure-")
        .and_then(|number| number.parse().ok())
    {
        return explain_figure(figure);
    }
    let text = explain_clause(id, &cases).or_else(|| explain_waits(id));
    if let Some(text) = text.or_else(|| explain_head(id, &cases)) {
        return Some(text);
    }
    if let Some(action) = facts.action(id) {
        return Some(explain_action(action));
    }
    if let Some(variable) = facts.state_variable(id) {
        return Some(explain_variable(variable));
    }
    if let Some(defect) = ctk_device::defects::DEFECTS
        .iter()
        .find(|defect| defect.id == id)
    {
        return Some(explain_defect(defect));
    }
    let variation = ctk_device::defects::VARIATIONS
        .iter()
        .find(|variation| variation.id == id)?;
    Some(format!(
        "{}  a harmless variation of the reference device (serve --variation {})\n\n  does  {}\n",
        variation.id, variation.id, variation.deviate
    ))
}

fn explain_defect(defect: &Defect) -> String {
    let mut text = format!(
        "{}  a defect of the reference device (serve --defect {})\n\n",
        defect.id, defect.id
    );
    let _ = writeln!(text, "  does       {}", defect.does);
    let _ = writeln!(text, "  breaks     {}", requirement_line(defect.breaks));
    let caught_by = if defect.caught_by.is_empty() {
        format!("any case that judges {}", defect.breaks)
    } else {
        defect.caught_by.join(", ")
    };
    let _ = writeln!(text, "  caught by  {caught_by}");
    if !defect.also_failed_by.is_empty() {
        let _ = writeln!(text, "  may fail   {}", defect.also_failed_by.join(", "));
    }
    text
}

fn explain_variable(variable: &StateVariable) -> String {
    let mut text = format!(
        "{}  (5.3, Table 1; clause {})\n",
        variable.name, variable.clause
    );
    let _ = writeln!(text, "  presence  {:?}", variable.presence);
    let _ = writeln!(
        text,
        "  evented   {}",
        if variable.evented {
            "yes, at most once a second (5.4)"
        } else {
            "no"
        }
    );
    if let Some(document) = &variable.document {
        let _ = writeln!(text, "  holds     the XML document `{document}`");
    }
    text
}

fn explain_case(case: &Case) -> String {
    let mut text = format!(
        "{}  (clause {})\n\n  {}\n\n",
        case.meta.id, case.meta.clause, case.meta.purpose
    );
    text.push_str("judges\n");
    for id in &case.meta.requirements {
        for (index, line) in wrapped(&requirement_line(id), 92).iter().enumerate() {
            let _ = writeln!(text, "  {}{line}", if index == 0 { "" } else { "    " });
        }
    }
    if !case.meta.needs.is_empty() {
        text.push_str("needs\n");
        for need in &case.meta.needs {
            let _ = writeln!(text, "  {}", need_in_words(need));
        }
    }
    let _ = writeln!(text, "effect\n  {}", effect_in_words(case));
    if case.meta.messages > 0 {
        let _ = writeln!(text, "  sends at most {} message(s)", case.meta.messages);
    }
    if case.meta.waits_ms > 0 {
        let _ = writeln!(
            text,
            "  waits {} ms because the standard does",
            case.meta.waits_ms
        );
    }
    let rulings = rulings_of(case.meta.requirements.iter().map(AsRef::as_ref));
    if !rulings.is_empty() {
        let _ = writeln!(text, "rulings\n  {}", rulings.join(", "));
    }
    let _ = writeln!(
        text,
        "run it\n  messaging-ctk run DEVICE --case {}",
        case.meta.id
    );
    text
}

fn explain_requirement(id: &str, cases: &[Case]) -> String {
    let facts = facts();
    let mut text = String::new();
    if let Some(norm) = norm(id) {
        let _ = writeln!(
            text,
            "{id}  ({}, clause {})\n",
            level(norm.level),
            norm.clause
        );
        for line in wrapped(norm.text, 96) {
            let _ = writeln!(text, "  {line}");
        }
        text.push('\n');
    }
    if let Some(requirement) = facts.requirement(id) {
        conditions(&mut text, requirement);
    }
    if let Some(row) = facts.architecture_row(id) {
        let _ = writeln!(text, "  applies to    {} ({:?})", row.applies, row.who);
        for (index, line) in wrapped(&row.check, 80).iter().enumerate() {
            let _ = writeln!(
                text,
                "  {:12}  {line}",
                if index == 0 { "checked by" } else { "" }
            );
        }
    }
    let judges: Vec<&str> = cases
        .iter()
        .filter(|case| case.meta.requirements.iter().any(|it| it == id))
        .map(|case| case.meta.id.as_ref())
        .collect();
    if judges.is_empty() {
        let _ = writeln!(
            text,
            "  not judged    {}",
            ctk_suite::why_not_judged(id).unwrap_or("no case of the suite covers it")
        );
    } else {
        let _ = writeln!(text, "  judged by     {}", first_few(&judges));
    }
    for ruling in rulings_of([id].into_iter()) {
        if let Some(ruling) = facts.ruling(&ruling) {
            let _ = writeln!(text, "  {}          {}", ruling.id, ruling.reading);
        }
    }
    text
}

/// When a requirement of the service applies.
fn conditions(text: &mut String, requirement: &Requirement) {
    if let Some(when) = &requirement.when {
        let _ = writeln!(text, "  applies to    devices with {when}");
    }
    if !requirement.needs.is_empty() {
        let _ = writeln!(text, "  needs         {}", requirement.needs.join(", "));
    }
    if !requirement.needs_one_of.is_empty() {
        let _ = writeln!(
            text,
            "  needs one of  {}",
            requirement.needs_one_of.join(", ")
        );
    }
    if let Some(note) = &requirement.note {
        let _ = writeln!(text, "  note          {note}");
    }
}

fn explain_ruling(ruling: &Ruling, cases: &[Case]) -> String {
    let mut text = format!("{}  where: {}\n\nthe trouble\n", ruling.id, ruling.place);
    for line in wrapped(&ruling.trouble, 96) {
        let _ = writeln!(text, "  {line}");
    }
    text.push_str("the reading\n");
    for line in wrapped(&ruling.reading, 96) {
        let _ = writeln!(text, "  {line}");
    }
    for set in &ruling.answers {
        let _ = writeln!(text, "{}", set.situation);
        for (word, list) in [
            ("pass", &set.pass),
            ("warning", &set.warning),
            ("fail", &set.fail),
        ] {
            if !list.is_empty() {
                let answers: Vec<String> = list.iter().map(ToString::to_string).collect();
                let _ = writeln!(text, "  {word:8} {}", answers.join(", "));
            }
        }
    }
    let requirements: Vec<&str> = facts()
        .requirements
        .iter()
        .filter(|requirement| requirement.rulings.contains(&ruling.id))
        .map(|requirement| requirement.id.as_str())
        .collect();
    if !requirements.is_empty() {
        let _ = writeln!(text, "bears on\n  {}", first_few(&requirements));
        let judges: Vec<&str> = cases
            .iter()
            .filter(|case| {
                case.meta
                    .requirements
                    .iter()
                    .any(|id| requirements.contains(&id.as_ref()))
            })
            .map(|case| case.meta.id.as_ref())
            .collect();
        let _ = writeln!(text, "judged by\n  {}", first_few(&judges));
    }
    let _ = writeln!(
        text,
        "read it otherwise\n  in the profile: [rulings] {} = \"pass\" | \"warning\" | \"fail\"",
        ruling.id
    );
    text
}

fn requirement_line(id: &str) -> String {
    norm(id).map_or_else(
        || id.to_owned(),
        |norm| {
            format!(
                "{id} ({}, {}): {}",
                level(norm.level),
                norm.clause,
                norm.text
            )
        },
    )
}

fn rulings_of<'r>(requirements: impl Iterator<Item = &'r str>) -> Vec<String> {
    let mut rulings: Vec<String> = Vec::new();
    for id in requirements {
        for ruling in facts()
            .requirement(id)
            .map(|requirement| requirement.rulings.as_slice())
            .unwrap_or_default()
        {
            if !rulings.contains(ruling) {
                rulings.push(ruling.clone());
            }
        }
    }
    rulings
}

fn level(level: Level) -> &'static str {
    match level {
        Level::Shall => "shall",
        Level::Should => "should",
        Level::May => "may",
        Level::Open => "open",
    }
}

fn first_few(list: &[&str]) -> String {
    const SHOWN: usize = 8;
    let shown = list
        .iter()
        .take(SHOWN)
        .copied()
        .collect::<Vec<_>>()
        .join(", ");
    if list.len() > SHOWN {
        format!("{shown} and {} more", list.len() - SHOWN)
    } else {
        shown
    }
}

fn wrapped(text: &str, width: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split_whitespace() {
        let line = lines.last_mut().expect("there is always a line");
        if !line.is_empty() && line.chars().count() + 1 + word.chars().count() > width {
            lines.push(word.to_owned());
        } else {
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        }
    }
    lines
}
