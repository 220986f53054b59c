//! References: every id, name and code that an entry mentions is defined.

use std::collections::HashSet;

use super::Keyed;
use crate::load::{Entries, Entry};
use crate::{Answer, CellAnswer, Content, Item, Particle, Shape, TypeRef, VectorError};

/// The defined keys.
struct Known<'a> {
    norms: HashSet<&'a str>,
    rulings: HashSet<&'a str>,
    readings: HashSet<&'a str>,
    actions: HashSet<&'a str>,
    variables: HashSet<&'a str>,
    documents: HashSet<&'a str>,
    shapes: HashSet<&'a str>,
    tables: HashSet<u8>,
    codes: HashSet<u16>,
}

impl<'a> Known<'a> {
    fn of(entries: &'a Entries<'_>) -> Self {
        Self {
            norms: (entries
                .requirement
                .iter()
                .map(|entry| entry.value.id.as_str()))
            .chain(entries.row.iter().map(|entry| entry.value.id.as_str()))
            .collect(),
            rulings: entries
                .ruling
                .iter()
                .map(|entry| entry.value.id.as_str())
                .collect(),
            readings: (entries
                .architecture_reading
                .iter()
                .map(|entry| entry.value.id.as_str()))
            .collect(),
            actions: entries
                .action
                .iter()
                .map(|entry| entry.value.name.as_str())
                .collect(),
            variables: (entries
                .state_variable
                .iter()
                .map(|entry| entry.value.name.as_str()))
            .collect(),
            documents: entries
                .document
                .iter()
                .map(|entry| entry.value.root.as_str())
                .collect(),
            shapes: entries
                .shape
                .iter()
                .map(|entry| entry.value.name.as_str())
                .collect(),
            tables: entries
                .value_table
                .iter()
                .map(|entry| entry.value.table)
                .collect(),
            codes: entries
                .error_code
                .iter()
                .map(|entry| entry.value.code)
                .collect(),
        }
    }
}

pub(super) fn check(entries: &Entries<'_>) -> Result<(), VectorError> {
    let known = Known::of(entries);
    statements(entries, &known)?;
    tables(entries, &known)?;
    figures(entries, &known)?;
    shapes(entries, &known)
}

fn statements(entries: &Entries<'_>, known: &Known<'_>) -> Result<(), VectorError> {
    for entry in &entries.requirement {
        for ruling in &entry.value.rulings {
            entry.refers(known.rulings.contains(ruling.as_str()), "ruling", ruling)?;
        }
        mentions(
            entry,
            entry.value.note.as_deref().unwrap_or_default(),
            known,
        )?;
        mentions(entry, &entry.value.text, known)?;
    }
    for entry in &entries.row {
        mentions(entry, &entry.value.check, known)?;
        mentions(entry, &entry.value.level_text, known)?;
    }
    for entry in &entries.ruling {
        mentions(entry, &entry.value.reading, known)?;
        for set in &entry.value.answers {
            for (_, answer) in set.answers() {
                codes(entry, answer, known)?;
            }
        }
    }
    Ok(())
}

fn tables(entries: &Entries<'_>, known: &Known<'_>) -> Result<(), VectorError> {
    for entry in &entries.action {
        for argument in entry.value.inputs.iter().chain(&entry.value.outputs) {
            let name = argument.variable.as_str();
            entry.refers(known.variables.contains(name), "state_variable", name)?;
        }
        for code in &entry.value.errors {
            entry.refers(known.codes.contains(code), "error_code", &code.to_string())?;
        }
    }
    for entry in &entries.state_variable {
        if let Some(root) = &entry.value.document {
            entry.refers(known.documents.contains(root.as_str()), "document", root)?;
        }
        if let Some(table) = entry.value.values {
            entry.refers(
                known.tables.contains(&table),
                "value_table",
                &table.to_string(),
            )?;
        }
    }
    for entry in &entries.value_table {
        let name = entry.value.variable.as_str();
        entry.refers(known.variables.contains(name), "state_variable", name)?;
    }
    for entry in &entries.event_text {
        norm(entry, &entry.value.requirement, known)?;
    }
    Ok(())
}

fn figures(entries: &Entries<'_>, known: &Known<'_>) -> Result<(), VectorError> {
    for entry in &entries.message_edge {
        norm(entry, &entry.value.requirement, known)?;
    }
    for entry in &entries.session_edge {
        norm(entry, &entry.value.requirement, known)?;
    }
    for entry in &entries.session_cell {
        let cell = &entry.value;
        let action = cell.action.as_str();
        entry.refers(known.actions.contains(action), "action", action)?;
        norm(entry, &cell.requirement, known)?;
        cell_answers(
            entry,
            &cell.rulings,
            [&cell.pass, &cell.warning, &cell.fail],
            known,
        )?;
    }
    for entry in &entries.folder_cell {
        let cell = &entry.value;
        norm(entry, &cell.requirement, known)?;
        cell_answers(
            entry,
            &cell.rulings,
            [&cell.pass, &cell.warning, &cell.fail],
            known,
        )?;
    }
    Ok(())
}

fn cell_answers<T: Keyed>(
    entry: &Entry<'_, T>,
    rulings: &[String],
    lists: [&Vec<CellAnswer>; 3],
    known: &Known<'_>,
) -> Result<(), VectorError> {
    for ruling in rulings {
        entry.refers(known.rulings.contains(ruling.as_str()), "ruling", ruling)?;
    }
    lists
        .into_iter()
        .flatten()
        .try_for_each(|answer| codes(entry, &answer.answer, known))
}

fn norm<T: Keyed>(entry: &Entry<'_, T>, id: &str, known: &Known<'_>) -> Result<(), VectorError> {
    entry.refers(known.norms.contains(id), "requirement", id)
}

/// A single 6xx or 7xx code of a token is one of Table 46, or one that the architecture names (600 to 605).
fn codes<T: Keyed>(
    entry: &Entry<'_, T>,
    answer: &Answer,
    known: &Known<'_>,
) -> Result<(), VectorError> {
    if let Answer::Fault(range) = answer
        && range.start() == range.end()
        && *range.start() >= 606
    {
        let code = range.start();
        return entry.refers(known.codes.contains(code), "error_code", &code.to_string());
    }
    Ok(())
}

/// Every `R-nn`, `U-nn` and `UDA-…-nn` in a text is defined.
fn mentions<T: Keyed>(
    entry: &Entry<'_, T>,
    text: &str,
    known: &Known<'_>,
) -> Result<(), VectorError> {
    let word_ends = |c: char| !(c.is_ascii_alphanumeric() || c == '-');
    for word in text.split(word_ends) {
        let digits = word.rsplit('-').next().unwrap_or_default();
        if digits.len() != 2 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            continue;
        }
        match word.len() {
            4 if word.starts_with("R-") => {
                entry.refers(known.rulings.contains(word), "ruling", word)?
            }
            4 if word.starts_with("U-") => {
                entry.refers(known.readings.contains(word), "architecture_reading", word)?;
            }
            11 if word.starts_with("UDA-") => {
                entry.refers(known.norms.contains(word), "row", word)?
            }
            _ => {}
        }
    }
    Ok(())
}

fn shapes(entries: &Entries<'_>, known: &Known<'_>) -> Result<(), VectorError> {
    for entry in &entries.document {
        let document = &entry.value;
        norm(entry, &document.requirement, known)?;
        let variable = document.variable.as_str();
        entry.refers(
            known.variables.contains(variable),
            "state_variable",
            variable,
        )?;
        type_ref(entry, &document.content, known)?;
    }
    for entry in &entries.shape {
        match &entry.value.content {
            Content::Sequence(items) => {
                for item in items {
                    match item {
                        Item::Element(element) => particle(entry, element, known)?,
                        Item::Choice { particles, .. } => {
                            particles
                                .iter()
                                .try_for_each(|element| particle(entry, element, known))?;
                        }
                        Item::Foreign { .. } => namespaced(entry, "a foreign element")?,
                    }
                }
            }
            Content::Text { table, .. } => {
                if let Some(table) = table {
                    entry.refers(
                        known.tables.contains(table),
                        "value_table",
                        &table.to_string(),
                    )?;
                }
            }
        }
    }
    Ok(())
}

fn particle(
    entry: &Entry<'_, Shape>,
    particle: &Particle,
    known: &Known<'_>,
) -> Result<(), VectorError> {
    if particle.qualified {
        namespaced(entry, &particle.name)?;
    }
    type_ref(entry, &particle.content, known)
}

fn namespaced(entry: &Entry<'_, Shape>, what: &str) -> Result<(), VectorError> {
    let good = entry.value.namespace.is_some();
    entry.form(good, "element", what, "in a type that says its namespace")
}

fn type_ref<T: Keyed>(
    entry: &Entry<'_, T>,
    name: &TypeRef,
    known: &Known<'_>,
) -> Result<(), VectorError> {
    match name {
        TypeRef::Builtin(_) => Ok(()),
        TypeRef::Named(name) => entry.refers(known.shapes.contains(name.as_str()), "shape", name),
    }
}
