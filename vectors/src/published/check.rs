//! What the types of a service's file cannot say: names that are defined once, and references that lead somewhere.

use std::collections::BTreeSet;
use std::ops::Range;

use toml::Spanned;

use super::entry::{KnownCase, derived};
use super::load::File;
use super::steps::Step;
use crate::Problem;

/// A fault, and where in the text.
type Fault = (Range<usize>, Problem);

/// The name in a service type up to the version.
pub(super) fn name_of(family: &str) -> Result<String, Problem> {
    let parts: Vec<&str> = family.split(':').collect();
    match parts.as_slice() {
        ["urn", domain, "service", name, ""] if !domain.is_empty() && !name.is_empty() => {
            Ok((*name).to_owned())
        }
        _ => Err(Problem::Malformed {
            family: "service",
            key: family.to_owned(),
            field: "family",
            value: family.to_owned(),
            expected: "`urn:DOMAIN:service:NAME:`".to_owned(),
        }),
    }
}

/// Checks names and references.
pub(super) fn check(file: &File, service: &str) -> Result<(), Fault> {
    once(
        "statement",
        file.statement
            .iter()
            .map(|it| (it.span(), it.get_ref().id.as_str())),
    )?;
    once(
        "action",
        file.action
            .iter()
            .map(|it| (it.span(), it.get_ref().name.as_str())),
    )?;
    once(
        "variable",
        file.variable
            .iter()
            .map(|it| (it.span(), it.get_ref().name.as_str())),
    )?;
    once(
        "case",
        file.case
            .iter()
            .map(|it| (it.span(), it.get_ref().id.as_str())),
    )?;
    let variables: BTreeSet<&str> = file
        .variable
        .iter()
        .map(|it| it.get_ref().name.as_str())
        .collect();
    for action in &file.action {
        let (span, action) = (action.span(), action.get_ref());
        for argument in action.inputs.iter().chain(&action.outputs) {
            if !variables.contains(argument.variable.as_str()) {
                return Err((
                    span,
                    dangling("action", &action.name, "variable", &argument.variable),
                ));
            }
        }
    }
    let of_tables = [
        derived::ACTIONS,
        derived::ARGUMENTS,
        derived::VARIABLES,
        derived::ERRORS,
    ];
    let statements = file.statement.iter().map(|it| it.get_ref().id.as_str());
    let statements: BTreeSet<&str> = statements.chain(of_tables).collect();
    for statement in &file.statement {
        let id = statement.get_ref().id.as_str();
        if of_tables.contains(&id) {
            let expected = format!("a name that is free: every file of {service} has this one");
            return Err((
                statement.span(),
                malformed("statement", id, "id", id, &expected),
            ));
        }
    }
    file.case
        .iter()
        .try_for_each(|case| check_case(file, &statements, case))
}

fn check_case(
    file: &File,
    statements: &BTreeSet<&str>,
    case: &Spanned<KnownCase>,
) -> Result<(), Fault> {
    let (span, case) = (case.span(), case.get_ref());
    let key = case.id.as_str();
    let kebab = |text: &str| {
        !text.is_empty()
            && text
                .bytes()
                .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
    };
    if !kebab(key) {
        return Err((
            span,
            malformed("case", key, "id", key, "lower case with hyphens"),
        ));
    }
    for judged in &case.judges {
        if !statements.contains(judged.as_str()) {
            return Err((span, dangling("case", key, "statement", judged)));
        }
    }
    let mut kept = BTreeSet::from(["each", "unique", "own-address"]);
    for step in case.steps.iter().chain(&case.undo) {
        check_step(file, case, step, &mut kept).map_err(|problem| (span.clone(), problem))?;
    }
    let judging = case.steps.iter().any(|step| step.judges.is_some());
    match judging {
        true => Ok(()),
        false => Err((
            span,
            malformed("case", key, "steps", "none", "steps of which one `judges`"),
        )),
    }
}

fn check_step<'f>(
    file: &'f File,
    case: &'f KnownCase,
    step: &'f Step,
    kept: &mut BTreeSet<&'f str>,
) -> Result<(), Problem> {
    let key = case.id.as_str();
    if let Some(name) = &step.call {
        let known = file
            .action
            .iter()
            .map(|it| it.get_ref())
            .find(|it| it.name == *name);
        let action = known.ok_or_else(|| dangling("case", key, "action", name))?;
        let inputs = step
            .with
            .keys()
            .find(|name| !action.inputs.iter().any(|it| it.is_called(name)));
        let views = step.keep.values().chain(step.expect.keys());
        let mut outputs = views.map(|view| &view.of);
        let unknown = outputs.find(|name| !action.outputs.iter().any(|it| it.is_called(name)));
        if let Some(name) = inputs.or(unknown) {
            return Err(dangling("case", key, "argument", name));
        }
    }
    if let Some(judged) = step.judges.as_ref().filter(|it| !case.judges.contains(it)) {
        return Err(malformed(
            "case",
            key,
            "judges",
            judged,
            "in the list of the case",
        ));
    }
    let doing = [
        step.call.is_some(),
        step.subscribe,
        !step.event.is_empty(),
        !step.initial.is_empty(),
    ];
    let conditional = !step.condition.is_empty();
    if doing.iter().filter(|it| **it).count() != 1 && !conditional {
        let expected = "one of call, subscribe, event and initial in each step";
        return Err(malformed("case", key, "steps", "a step", expected));
    }
    for name in step
        .each
        .iter()
        .map(String::as_str)
        .chain(step.condition.keys().map(String::as_str))
    {
        if !kept.contains(name) {
            return Err(dangling("case", key, "kept text", name));
        }
    }
    for text in texts(step) {
        check_text(file, key, text, kept)?;
    }
    kept.extend(step.keep.keys().map(String::as_str));
    Ok(())
}

/// Every text of a step that may have a placeholder in it.
fn texts(step: &Step) -> Vec<&String> {
    let expected = step
        .expect
        .values()
        .chain(step.event.values())
        .chain(step.initial.values());
    let expected = expected.chain(step.condition.values()).flat_map(|it| {
        let single = [
            &it.equals,
            &it.not,
            &it.has,
            &it.count,
            &it.at_most,
            &it.at_least,
        ];
        single
            .into_iter()
            .flatten()
            .chain(&it.one_of)
            .collect::<Vec<_>>()
    });
    step.with.values().chain(expected).collect()
}

fn check_text(file: &File, key: &str, text: &str, kept: &BTreeSet<&str>) -> Result<(), Problem> {
    let mut rest = text;
    while let Some((_, after)) = rest.split_once('{') {
        let Some((inside, behind)) = after.split_once('}') else {
            return Err(malformed("case", key, "text", text, "closed with `}`"));
        };
        let parts: Vec<&str> = inside.split(':').collect();
        let (variable, name) = match parts.as_slice() {
            ["min" | "max", variable] => (Some(*variable), None),
            ["other", variable, name] => (Some(*variable), Some(*name)),
            [name] => (None, Some(name.split('#').next().unwrap_or(name))),
            _ => {
                return Err(malformed(
                    "case",
                    key,
                    "text",
                    text,
                    "of known placeholders",
                ));
            }
        };
        let known = |variable: &&str| {
            file.variable
                .iter()
                .any(|it| it.get_ref().name == *variable)
        };
        if let Some(variable) = variable.filter(|it| !known(it)) {
            return Err(dangling("case", key, "variable", variable));
        }
        if let Some(name) = name.filter(|name| !kept.contains(name)) {
            return Err(dangling("case", key, "kept text", name));
        }
        rest = behind;
    }
    Ok(())
}

fn once<'f>(
    family: &'static str,
    names: impl Iterator<Item = (Range<usize>, &'f str)>,
) -> Result<(), Fault> {
    let mut seen = BTreeSet::new();
    for (span, name) in names {
        if !seen.insert(name) {
            return Err((span, malformed(family, name, "name", name, "defined once")));
        }
    }
    Ok(())
}

fn dangling(family: &'static str, key: &str, target: &'static str, name: &str) -> Problem {
    Problem::Dangling {
        family,
        key: key.to_owned(),
        target,
        name: name.to_owned(),
    }
}

fn malformed(
    family: &'static str,
    key: &str,
    field: &'static str,
    value: &str,
    expected: &str,
) -> Problem {
    Problem::Malformed {
        family,
        key: key.to_owned(),
        field,
        value: value.to_owned(),
        expected: expected.to_owned(),
    }
}
