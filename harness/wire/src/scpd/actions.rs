//! Reading actions and arguments.

use std::collections::HashSet;

use crate::xml::{Complex, own_text};
use crate::{Claim, Findings};

use super::model::{Action, Argument, Direction};
use super::names::{self, Named};
use super::read::order;

/// UDA-SCPD-04 to -08.
pub(super) fn read_actions(
    list: Complex<'_, '_>,
    claim: Claim,
    findings: &mut Findings,
) -> Vec<Action> {
    findings.checked("UDA-SCPD-04");
    let mut actions = Vec::new();
    let mut seen = HashSet::new();
    for node in list.all("action") {
        let action = read_action(list.of(node), claim, findings);
        if !action.name.is_empty() && !seen.insert(action.name.clone()) {
            findings.fail(
                "UDA-SCPD-05",
                format!("the action {} stands twice", action.name),
            );
        }
        actions.push(action);
    }
    if actions.is_empty() {
        findings.warn("UDA-SCPD-04", "actionList is empty");
    }
    actions
}

fn read_action(element: Complex<'_, '_>, claim: Claim, findings: &mut Findings) -> Action {
    const ROW: &str = "UDA-SCPD-05";
    findings.checked(ROW);
    order(element, &["name", "argumentList"], claim, findings);
    let name = name_of(element, Named::Action, ROW, claim, findings);
    let mut action = Action {
        name,
        arguments: Vec::new(),
    };
    let Some(list) = element.first("argumentList") else {
        return action;
    };
    if element.count("argumentList") > 1 {
        findings.fail(ROW, format!("{} has several argumentLists", action.name));
    }
    let list = element.of(list);
    for node in list.all("argument") {
        action
            .arguments
            .push(read_argument(list.of(node), &action.name, claim, findings));
    }
    if action.arguments.is_empty() {
        findings.warn(ROW, format!("argumentList of {} is empty", action.name));
    }
    judge_arguments(&action, findings);
    action
}

fn read_argument(
    element: Complex<'_, '_>,
    action: &str,
    claim: Claim,
    findings: &mut Findings,
) -> Argument {
    const ROW: &str = "UDA-SCPD-06";
    findings.checked(ROW);
    const ORDER: [&str; 4] = ["name", "direction", "retval", "relatedStateVariable"];
    order(element, &ORDER, claim, findings);
    let name = name_of(element, Named::Argument, ROW, claim, findings);
    for part in ["direction", "relatedStateVariable"] {
        let count = element.count(part);
        if count != 1 {
            findings.fail(
                ROW,
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
            findings.fail("UDA-SCPD-07", text);
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
        findings.warn("UDA-SCPD-09", text);
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
        if !argument.name.is_empty() && !seen.insert(argument.name.as_str()) {
            findings.fail(
                "UDA-SCPD-06",
                format!("{} of {name} stands twice", argument.name),
            );
        }
    }
    findings.checked("UDA-SCPD-07");
    findings.checked("UDA-SCPD-08");
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
        findings.fail(
            "UDA-SCPD-07",
            format!("{name} has an in argument behind an out argument"),
        );
    }
    let marked: Vec<usize> = (0..arguments.len())
        .filter(|at| arguments[*at].is_return_value)
        .collect();
    match marked.as_slice() {
        [] => {}
        [only] if Some(*only) == first_out => {
            findings.warn("UDA-SCPD-08", format!("{name} marks a return value"));
        }
        _ => {
            let text = format!("{name} marks other than its first out argument as return value");
            findings.fail("UDA-SCPD-08", text);
        }
    }
}

/// The name of an action, argument or variable: there once, well formed.
pub(super) fn name_of(
    element: Complex<'_, '_>,
    named: Named,
    row: &'static str,
    claim: Claim,
    findings: &mut Findings,
) -> String {
    let what = element.node.tag_name().name();
    let count = element.count("name");
    if count != 1 {
        findings.fail(row, format!("an element {what} has {count} names, not one"));
    }
    let Some(node) = element.first("name") else {
        return String::new();
    };
    let written = own_text(node);
    let name = written.trim();
    if name != written {
        findings.warn(
            "UDA-SCPD-10",
            format!("white space surrounds the name {name}"),
        );
    }
    names::check(name, named, claim, findings);
    name.to_owned()
}
