//! Reading actions and arguments.

use std::collections::HashSet;

use ctk_vectors::Deviation;
use ctk_vectors::uda::{deviation, row};

use crate::Findings;
use crate::xml::{Complex, own_text};

use super::model::{Action, Argument, Direction};
use super::names::{self, Named};
use super::read::order;

/// UDA-SCPD-04 to -08.
pub(super) fn read_actions(list: Complex<'_, '_>, findings: &mut Findings) -> Vec<Action> {
    findings.checked(row::UDA_SCPD_04);
    let mut actions = Vec::new();
    let mut seen = HashSet::new();
    for node in list.all("action") {
        let action = read_action(list.of(node), findings);
        if !action.name.is_empty() && !seen.insert(action.name.clone()) {
            findings.add(
                deviation::UDA_SCPD_05,
                format!("the action {} stands twice", action.name),
            );
        }
        actions.push(action);
    }
    if actions.is_empty() {
        findings.add(deviation::UDA_SCPD_04, "actionList is empty");
    }
    actions
}

fn read_action(element: Complex<'_, '_>, findings: &mut Findings) -> Action {
    findings.checked(row::UDA_SCPD_05);
    order(element, &["name", "argumentList"], findings);
    let name = name_of(element, Named::Action, deviation::UDA_SCPD_05, findings);
    let mut action = Action {
        name,
        arguments: Vec::new(),
    };
    let Some(list) = element.first("argumentList") else {
        return action;
    };
    if element.count("argumentList") > 1 {
        findings.add(
            deviation::UDA_SCPD_05,
            format!("{} has several argumentLists", action.name),
        );
    }
    let list = element.of(list);
    for node in list.all("argument") {
        action
            .arguments
            .push(read_argument(list.of(node), &action.name, findings));
    }
    if action.arguments.is_empty() {
        findings.add(
            deviation::UDA_SCPD_05_NO_ARGUMENT,
            format!("argumentList of {} is empty", action.name),
        );
    }
    judge_arguments(&action, findings);
    action
}

fn read_argument(element: Complex<'_, '_>, action: &str, findings: &mut Findings) -> Argument {
    findings.checked(row::UDA_SCPD_06);
    const ORDER: [&str; 4] = ["name", "direction", "retval", "relatedStateVariable"];
    order(element, &ORDER, findings);
    let name = name_of(element, Named::Argument, deviation::UDA_SCPD_06, findings);
    for part in ["direction", "relatedStateVariable"] {
        let count = element.count(part);
        if count != 1 {
            findings.add(
                deviation::UDA_SCPD_06,
                format!("{name} of {action} has {count} elements {part}, not one"),
            );
        }
    }
    let written = element.text("direction");
    let direction = match written.as_deref() {
        Some("in") => Some(Direction::In),
        Some("out") => Some(Direction::Out),
        Some(other) => {
            let text = format!("direction of {name} of {action} is {other:?}, not in or out");
            findings.add(deviation::UDA_SCPD_07, text);
            match other.to_ascii_lowercase().as_str() {
                "in" => Some(Direction::In),
                "out" => Some(Direction::Out),
                _ => None,
            }
        }
        None => None,
    };
    let variable = element.text("relatedStateVariable").unwrap_or_default();
    if element.is_padded("relatedStateVariable") {
        let text = format!("white space surrounds relatedStateVariable of {name} of {action}");
        findings.add(deviation::UDA_SCPD_09_WHITE_SPACE, text);
    }
    let is_return_value = element.first("retval").is_some();
    Argument {
        name,
        direction,
        variable,
        is_return_value,
    }
}

/// UDA-SCPD-06 to -08 on the arguments together.
fn judge_arguments(action: &Action, findings: &mut Findings) {
    let name = &action.name;
    let mut seen = HashSet::new();
    for argument in &action.arguments {
        // Once in and once out are two arguments: each message has one of the name.
        let whole = (argument.name.as_str(), argument.direction);
        if !argument.name.is_empty() && !seen.insert(whole) {
            findings.add(
                deviation::UDA_SCPD_06,
                format!("{} of {name} stands twice", argument.name),
            );
        }
    }
    findings.checked(row::UDA_SCPD_07);
    findings.checked(row::UDA_SCPD_08);
    let arguments = &action.arguments;
    let first_out = arguments
        .iter()
        .position(|it| it.direction == Some(Direction::Out));
    let last_in = arguments
        .iter()
        .rposition(|it| it.direction == Some(Direction::In));
    if first_out
        .zip(last_in)
        .is_some_and(|(first_out, last_in)| last_in > first_out)
    {
        findings.add(
            deviation::UDA_SCPD_07,
            format!("{name} has an in argument behind an out argument"),
        );
    }
    let marked: Vec<usize> = (0..arguments.len())
        .filter(|at| arguments[*at].is_return_value)
        .collect();
    match marked.as_slice() {
        [] => {}
        [only] if Some(*only) == first_out => {
            findings.add(
                deviation::UDA_SCPD_08_RETURN_VALUE,
                format!("{name} marks a return value"),
            );
        }
        _ => {
            let text = format!("{name} marks other than its first out argument as return value");
            findings.add(deviation::UDA_SCPD_08, text);
        }
    }
}

/// The name of an action, argument or variable: there once, well formed.
pub(super) fn name_of(
    element: Complex<'_, '_>,
    named: Named,
    not_one: Deviation,
    findings: &mut Findings,
) -> String {
    let what = element.node.tag_name().name();
    let count = element.count("name");
    if count != 1 {
        findings.add(
            not_one,
            format!("an element {what} has {count} names, not one"),
        );
    }
    let Some(node) = element.first("name") else {
        return String::new();
    };
    let written = own_text(node);
    let name = written.trim();
    if name != written {
        findings.add(
            deviation::UDA_SCPD_10_WHITE_SPACE,
            format!("white space surrounds the name {name}"),
        );
    }
    names::check(name, named, findings);
    name.to_owned()
}
