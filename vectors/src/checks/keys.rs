//! Keys: what each family is keyed by, its form, and that it is unique.

use std::collections::HashMap;

use super::Keyed;
use crate::answers::is_kebab;
use crate::load::{Entries, Entry};
use crate::{
    Action, ArchitectureError, ArchitectureReading, ArchitectureRow, Document, ErrorCode,
    ErrorRange, EventText, FolderCell, MessageEdge, Problem, Requirement, Ruling, SessionCell,
    SessionEdge, Shape, StateVariable, Stimulus, ValueTable, VectorError, WaitEntry,
};

macro_rules! keyed {
    ($($kind:ty, $family:literal, $entry:ident => $key:expr;)*) => {
        $(impl Keyed for $kind {
            const FAMILY: &'static str = $family;
            fn key(&self) -> String {
                let $entry = self;
                $key
            }
        })*
    };
}

keyed! {
    Requirement, "requirement", entry => entry.id.clone();
    ArchitectureRow, "row", entry => entry.id.clone();
    ArchitectureReading, "architecture_reading", entry => entry.id.clone();
    ArchitectureError, "architecture_error", entry => format!("{}-{}", entry.from, entry.to);
    Ruling, "ruling", entry => entry.id.clone();
    Action, "action", entry => entry.name.clone();
    StateVariable, "state_variable", entry => entry.name.clone();
    EventText, "event_text", entry => entry.slug.clone();
    ValueTable, "value_table", entry => entry.table.to_string();
    ErrorCode, "error_code", entry => entry.code.to_string();
    ErrorRange, "error_range", entry => format!("{}-{}", entry.from, entry.to);
    MessageEdge, "message_edge", entry => format!("{} by {}", entry.from, entry.by);
    FolderCell, "folder_cell", entry => format!("{} by {}", entry.folder, entry.by);
    SessionEdge, "session_edge", entry => match &entry.condition {
        Some(condition) => format!("{} by {}, {condition}", entry.from, entry.by),
        None => format!("{} by {}", entry.from, entry.by),
    };
    SessionCell, "session_cell", entry => format!("{} by {}", entry.state, entry.action);
    Stimulus, "stimulus", entry => entry.name.clone();
    WaitEntry, "wait", entry => entry.name.clone();
    Document, "document", entry => entry.root.clone();
    Shape, "shape", entry => entry.name.clone();
}

pub(super) fn check(entries: &Entries<'_>) -> Result<(), VectorError> {
    unique(
        &entries.requirement,
        "M-, then letters, digits, dots, hyphens",
        requirement_id,
    )?;
    unique(
        &entries.row,
        "UDA-, one of DISC DESC SCPD CTRL EVNT, two digits",
        row_id,
    )?;
    unique(&entries.architecture_reading, "U- and two digits", |key| {
        numbered(key, "U-")
    })?;
    unique(&entries.architecture_error, "a range of codes", |_| true)?;
    unique(&entries.ruling, "R- and two digits", |key| {
        numbered(key, "R-")
    })?;
    unique(&entries.action, "a name", is_name)?;
    unique(&entries.state_variable, "a name", is_name)?;
    unique(&entries.event_text, "kebab-case", is_kebab)?;
    unique(&entries.value_table, "a table of 3 to 7", |key| {
        ["3", "4", "5", "6", "7"].contains(&key)
    })?;
    unique(&entries.error_code, "a code of 600 to 799", |key| {
        key.parse()
            .is_ok_and(|code: u16| (600..=799).contains(&code))
    })?;
    unique(&entries.error_range, "a range of codes", |_| true)?;
    unique(&entries.message_edge, "an edge", |_| true)?;
    unique(&entries.folder_cell, "a cell", |_| true)?;
    unique(&entries.session_edge, "an edge", |_| true)?;
    unique(&entries.session_cell, "a cell", |_| true)?;
    unique(&entries.stimulus, "kebab-case", is_kebab)?;
    unique(&entries.wait, "kebab-case", is_kebab)?;
    unique(&entries.document, "a name", is_name)?;
    unique(&entries.shape, "a name", is_name)
}

fn unique<T: Keyed>(
    entries: &[Entry<'_, T>],
    expected: &str,
    well_formed: impl Fn(&str) -> bool,
) -> Result<(), VectorError> {
    let mut seen = HashMap::new();
    for entry in entries {
        let key = entry.value.key();
        entry.form(well_formed(&key), "key", &key, expected)?;
        let place = format!("{}:{}", entry.file, entry.line);
        if let Some(first) = seen.insert(key.clone(), place) {
            let family = T::FAMILY;
            return Err(entry.fault(Problem::Duplicate { family, key, first }));
        }
    }
    Ok(())
}

fn requirement_id(key: &str) -> bool {
    key.strip_prefix("M-").is_some_and(|rest| {
        !rest.is_empty()
            && rest
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || b".-_".contains(&byte))
    })
}

fn row_id(key: &str) -> bool {
    [
        "UDA-DISC-",
        "UDA-DESC-",
        "UDA-SCPD-",
        "UDA-CTRL-",
        "UDA-EVNT-",
    ]
    .iter()
    .any(|prefix| numbered(key, prefix))
}

fn numbered(key: &str, prefix: &str) -> bool {
    key.strip_prefix(prefix)
        .is_some_and(|digits| digits.len() == 2 && digits.bytes().all(|byte| byte.is_ascii_digit()))
}

fn is_name(key: &str) -> bool {
    let mut bytes = key.bytes();
    bytes.next().is_some_and(|byte| byte.is_ascii_alphabetic())
        && bytes.all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}
