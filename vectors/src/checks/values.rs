//! Values: closed lists, tokens, plain texts, ranges the right way round.

use std::collections::HashSet;

use super::Keyed;
use crate::answers::is_kebab;
use crate::load::{Entries, Entry};
use crate::{
    Answer, AnswerSet, ArchitectureRow, CellAnswer, FEATURES, FolderCell, Level, OTHER_NEEDS,
    Requirement, Ruling, SessionCell, ValueTable, VectorError,
};

/// Session statuses of Table 7, and that of no session.
pub(super) const STATES: [&str; 5] = ["Pending", "Running", "Parked", "Closed", "Nonexistent"];
/// Folders of Table 4, and where a removed message is.
pub(super) const FOLDERS: [&str; 6] = [
    "Received",
    "Outgoing",
    "Sent",
    "Deleted",
    "ClosedSession",
    "Nonexistent",
];

pub(super) fn check(entries: &Entries<'_>) -> Result<(), VectorError> {
    let stimuli: Vec<&str> = (entries.stimulus.iter())
        .map(|entry| entry.value.name.as_str())
        .collect();
    for entry in &entries.requirement {
        requirement(entry, &stimuli)?;
    }
    for entry in &entries.row {
        row(entry)?;
    }
    for entry in &entries.architecture_reading {
        plain(entry, "reading", &entry.value.reading)?;
    }
    ranges(entries)?;
    for entry in &entries.ruling {
        ruling(entry)?;
    }
    for entry in &entries.value_table {
        value_table(entry)?;
    }
    edges(entries)?;
    for entry in &entries.session_cell {
        session_cell(entry)?;
    }
    for entry in &entries.folder_cell {
        folder_cell(entry)?;
    }
    for entry in &entries.wait {
        let wait = &entry.value;
        let within = (1..=600_000).contains(&wait.milliseconds);
        entry.form(
            within,
            "milliseconds",
            &wait.milliseconds.to_string(),
            "from 1 to 600000",
        )?;
        plain(entry, "reason", &wait.reason)?;
    }
    Ok(())
}

/// The edges of Figures 2 and 3, and the events that stand for them.
fn edges(entries: &Entries<'_>) -> Result<(), VectorError> {
    for entry in &entries.event_text {
        plain(entry, "text", &entry.value.text)?;
        for status in &entry.value.statuses {
            entry.one_of(&STATES[..4], "status", status)?;
        }
    }
    for entry in &entries.message_edge {
        entry.one_of(&FOLDERS, "from", &entry.value.from)?;
        entry.one_of(&FOLDERS, "to", &entry.value.to)?;
    }
    for entry in &entries.session_edge {
        entry.one_of(&STATES, "from", &entry.value.from)?;
        entry.one_of(&STATES, "to", &entry.value.to)?;
    }
    Ok(())
}

fn ranges(entries: &Entries<'_>) -> Result<(), VectorError> {
    for entry in &entries.architecture_error {
        let error = &entry.value;
        entry.form(
            error.from <= error.to,
            "from",
            &error.from.to_string(),
            "at most `to`",
        )?;
    }
    for entry in &entries.error_range {
        let range = &entry.value;
        entry.form(
            range.from <= range.to,
            "from",
            &range.from.to_string(),
            "at most `to`",
        )?;
    }
    Ok(())
}

fn folder_cell(entry: &Entry<'_, FolderCell>) -> Result<(), VectorError> {
    let cell = &entry.value;
    entry.one_of(&FOLDERS[..5], "folder", &cell.folder)?;
    entry.one_of(
        &["ReadMessage", "DeleteMessage", "delivery"],
        "by",
        &cell.by,
    )?;
    for status in &cell.status_after {
        entry.one_of(&["Read", "Unread"], "status_after", status)?;
    }
    if let Some(feature) = &cell.when {
        entry.one_of(&FEATURES, "when", feature)?;
    }
    answers(entry, &FOLDERS, [&cell.pass, &cell.warning, &cell.fail])?;
    Ok(())
}

fn value_table(entry: &Entry<'_, ValueTable>) -> Result<(), VectorError> {
    let table = &entry.value;
    let mut seen = HashSet::new();
    for value in &table.values {
        entry.form(
            seen.insert(&value.value),
            "value",
            &value.value,
            "unique in its table",
        )?;
    }
    if let Some(default) = &table.default {
        entry.form(
            seen.contains(default),
            "default",
            default,
            "one of the table's values",
        )?;
    }
    Ok(())
}

fn row(entry: &Entry<'_, ArchitectureRow>) -> Result<(), VectorError> {
    let row = &entry.value;
    for (field, text) in [
        ("text", &row.text),
        ("check", &row.check),
        ("applies", &row.applies),
    ] {
        plain(entry, field, text)?;
    }
    let ascending = row.versions.windows(2).all(|pair| pair[0] < pair[1]);
    let good = ascending && !row.versions.is_empty();
    entry.form(
        good,
        "versions",
        &format!("{:?}", row.versions),
        "a list in ascending order",
    )?;
    entry.form(!row.clause.is_empty(), "clause", &row.clause, "a clause")?;
    if let Some(passive) = &row.passive {
        let slug = |part: &str| {
            !part.is_empty()
                && part
                    .bytes()
                    .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
        };
        let parts: Vec<&str> = passive.case.split('/').collect();
        let good = matches!(parts.as_slice(), ["uda", family, name] if slug(family) && slug(name));
        entry.form(good, "passive.case", &passive.case, "uda/FAMILY/SLUG")?;
        plain(entry, "passive.purpose", &passive.purpose)?;
    }
    Ok(())
}

fn requirement(entry: &Entry<'_, Requirement>, stimuli: &[&str]) -> Result<(), VectorError> {
    let requirement = &entry.value;
    plain(entry, "text", &requirement.text)?;
    plain(entry, "clause", &requirement.clause)?;
    let closed = requirement.level != Level::Open;
    entry.form(closed, "level", "open", "shall, should or may")?;
    for need in &requirement.needs {
        entry.one_of(stimuli, "needs", need)?;
    }
    let alternatives: Vec<&str> = stimuli.iter().copied().chain(OTHER_NEEDS).collect();
    for need in &requirement.needs_one_of {
        entry.one_of(&alternatives, "needs_one_of", need)?;
    }
    match &requirement.when {
        Some(feature) => entry.one_of(&FEATURES, "when", feature),
        None => Ok(()),
    }
}

fn ruling(entry: &Entry<'_, Ruling>) -> Result<(), VectorError> {
    plain(entry, "trouble", &entry.value.trouble)?;
    plain(entry, "reading", &entry.value.reading)?;
    let mut situations = HashSet::new();
    for set in &entry.value.answers {
        let situation = &set.situation;
        let good = is_kebab(situation) && situations.insert(situation);
        entry.form(
            good,
            "situation",
            situation,
            "kebab-case and unique in its ruling",
        )?;
        tokens(entry, set)?;
    }
    Ok(())
}

fn tokens(entry: &Entry<'_, Ruling>, set: &AnswerSet) -> Result<(), VectorError> {
    let mut seen = HashSet::new();
    for (_, answer) in set.answers() {
        entry.form(
            seen.insert(answer),
            "answer",
            &answer.to_string(),
            "in one list of its set only",
        )?;
    }
    entry.form(
        !seen.is_empty(),
        "answer",
        &set.situation,
        "a set with at least one token",
    )
}

fn session_cell(entry: &Entry<'_, SessionCell>) -> Result<(), VectorError> {
    let cell = &entry.value;
    entry.one_of(&STATES, "state", &cell.state)?;
    answers(entry, &STATES, [&cell.pass, &cell.warning, &cell.fail])
}

fn answers<T: Keyed>(
    entry: &Entry<'_, T>,
    states: &[&str],
    lists: [&Vec<CellAnswer>; 3],
) -> Result<(), VectorError> {
    entry.form(
        !lists[0].is_empty(),
        "pass",
        "",
        "a list with at least one answer",
    )?;
    for answer in lists.into_iter().flatten() {
        let good = !matches!(answer.answer, Answer::SuccessThen(_));
        let expected = "an answer whose states stand in `after`";
        entry.form(good, "answer", &answer.answer.to_string(), expected)?;
        for state in &answer.after {
            entry.one_of(states, "after", state)?;
        }
        for feature in answer.when.iter().chain(&answer.unless) {
            entry.one_of(&FEATURES, "when", feature)?;
        }
    }
    Ok(())
}

fn plain<T: Keyed>(
    entry: &Entry<'_, T>,
    field: &'static str,
    text: &str,
) -> Result<(), VectorError> {
    let good = !text.is_empty() && text.trim() == text && !text.contains(['\t', '\n', '\r']);
    entry.form(
        good,
        field,
        text,
        "one line of text without tabs and outer blanks",
    )
}
