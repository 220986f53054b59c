//! What the tables of the standard say: error codes, values, arguments.

use std::fmt::Write as _;

use ctk_suite::case::Case;
use ctk_vectors::{Action, ArchitectureError, ErrorRange, Facts, ValueTable, facts};

use super::{first_few, wrapped};

pub(super) fn explain_code(code: u16, cases: &[Case]) -> Option<String> {
    let facts = facts();
    let known = facts.error_code(code);
    let range = facts
        .error_ranges
        .iter()
        .find(|range| (range.from..=range.to).contains(&code));
    let uda = facts
        .architecture_errors
        .iter()
        .find(|error| (error.from..=error.to).contains(&code));
    if known.is_none() && range.is_none() && uda.is_none() {
        return None;
    }
    let mut text = format!("error code {code}");
    match known {
        Some(known) => {
            let _ = writeln!(
                text,
                "  {}  (5.5.19, Table 46)\n\n  {}",
                known.description, known.meaning
            );
            if !known.also.is_empty() {
                let _ = writeln!(text, "  also written {}", known.also.join(", "));
            }
        }
        None => text.push('\n'),
    }
    if let Some(uda) = uda.filter(|_| known.is_none()) {
        explain_uda(&mut text, uda);
    }
    if let Some(range) = range.filter(|_| known.is_none() && uda.is_none()) {
        explain_range(&mut text, range);
    }
    let actions: Vec<&str> = facts
        .actions
        .iter()
        .filter(|action| action.errors.contains(&code))
        .map(|action| action.name.as_str())
        .collect();
    if !actions.is_empty() {
        text.push_str("\nlisted for\n");
        for line in wrapped(&actions.join(", "), 92) {
            let _ = writeln!(text, "  {line}");
        }
        requirements_of(&mut text, code, cases);
    }
    Some(text)
}

fn explain_uda(text: &mut String, uda: &ArchitectureError) {
    let _ = writeln!(
        text,
        "\n  {}: {} (UDA control clause; {})",
        uda.name, uda.meaning, uda.versions
    );
}

fn explain_range(text: &mut String, range: &ErrorRange) {
    let word = if range.permitted {
        "permitted"
    } else {
        "not permitted"
    };
    let _ = writeln!(
        text,
        "\n  {}-{}: {} ({word})",
        range.from, range.to, range.meaning
    );
}

/// The requirements that ask for the code, and the cases that provoke it.
fn requirements_of(text: &mut String, code: u16, cases: &[Case]) {
    let ending = format!("-{code}");
    let requirements: Vec<&str> = facts()
        .requirements
        .iter()
        .filter(|requirement| requirement.id.ends_with(&ending))
        .map(|requirement| requirement.id.as_str())
        .collect();
    let _ = writeln!(text, "required by\n  {}", first_few(&requirements));
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
    if !judges.is_empty() {
        let _ = writeln!(text, "provoked by\n  {}", first_few(&judges));
    }
}

pub(super) fn explain_table(facts: &Facts, table: u16) -> Option<String> {
    let mut text = String::new();
    match table {
        1 | 8 => {
            state_variables(&mut text, facts, table);
        }
        2 => {
            text.push_str("Table 2  sessionEvent and the status it goes with (5.3.4.2)\n\n");
            for event in &facts.event_texts {
                let _ = writeln!(text, "  {:42} {}", event.text, event.statuses.join(" or "));
            }
        }
        3..=7 => {
            let values = facts.values(u8::try_from(table).ok()?)?;
            value_table(&mut text, values, table);
        }
        9 => {
            actions(&mut text, facts);
        }
        46 => {
            text.push_str("Table 46  error codes (5.5.19)\n\n");
            for range in &facts.error_ranges {
                let _ = writeln!(text, "  {}-{}  {}", range.from, range.to, range.meaning);
            }
            for code in &facts.error_codes {
                let _ = writeln!(
                    text,
                    "  {:7}  {:28} {}",
                    code.code, code.description, code.meaning
                );
            }
        }
        _ => {
            let action = facts
                .actions
                .iter()
                .find(|action| action.arguments_table == table || action.errors_table == table)?;
            let what = if action.arguments_table == table {
                "arguments"
            } else {
                "error codes"
            };
            let _ = writeln!(text, "Table {table}  the {what} of {}\n", action.name);
            text.push_str(&explain_action(action));
        }
    }
    Some(text)
}

fn actions(text: &mut String, facts: &Facts) {
    text.push_str("Table 9  the actions (5.5)\n\n");
    for action in &facts.actions {
        let errors: Vec<String> = action.errors.iter().map(ToString::to_string).collect();
        let _ = writeln!(
            text,
            "  {:8} {:26} {:9} {}",
            action.clause,
            action.name,
            format!("{:?}", action.presence),
            errors.join(" ")
        );
    }
}

fn value_table(text: &mut String, values: &ValueTable, table: u16) {
    let _ = writeln!(text, "Table {table}  {}\n", values.variable);
    for value in &values.values {
        let default = if values.default.as_deref() == Some(&value.value) {
            "  (default)"
        } else {
            ""
        };
        let _ = writeln!(text, "  {:20} {:?}{default}", value.value, value.presence);
    }
    let _ = writeln!(
        text,
        "\n  vendor values {}",
        if values.vendor {
            "may be added"
        } else {
            "are not allowed"
        }
    );
}

fn state_variables(text: &mut String, facts: &Facts, table: u16) {
    let _ = writeln!(text, "Table {table}  the state variables (5.3.1, 5.4)\n");
    for variable in &facts.state_variables {
        let _ = writeln!(
            text,
            "  {:36} {:9} {:8} {}",
            variable.name,
            format!("{:?}", variable.presence),
            variable.clause,
            if variable.evented {
                "evented, at most once a second"
            } else {
                ""
            }
        );
    }
}

pub(super) fn explain_action(action: &Action) -> String {
    let mut text = format!(
        "{}  (clause {}, {:?})\n",
        action.name, action.clause, action.presence
    );
    for (direction, arguments) in [("in", &action.inputs), ("out", &action.outputs)] {
        for argument in arguments {
            let _ = writeln!(
                text,
                "  {direction:4} {:28} {}",
                argument.name, argument.variable
            );
        }
    }
    for code in &action.errors {
        let known = facts().error_code(*code);
        let _ = writeln!(
            text,
            "  {code}  {:28} {}",
            known.map_or("", |known| known.description.as_str()),
            known.map_or("", |known| known.meaning.as_str())
        );
    }
    text
}
