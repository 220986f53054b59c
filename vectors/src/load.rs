//! From files to checked facts. A file may hold entries of any family; its name is the reader's affair.

use serde::Deserialize;
use sha2::{Digest, Sha256};
use toml::Spanned;

use crate::position::Lines;
use crate::{
    Action, ArchitectureError, ArchitectureReading, ArchitectureRow, Document, ErrorCode,
    ErrorRange, EventText, Facts, FolderCell, MessageEdge, Problem, Requirement, Ruling,
    SessionCell, SessionEdge, Shape, StateVariable, Stimulus, ValueTable, VectorError, WaitEntry,
    checks,
};

/// An entry and where it stands.
#[derive(Debug)]
pub(crate) struct Entry<'a, T> {
    pub(crate) file: &'a str,
    pub(crate) line: usize,
    pub(crate) value: T,
}

macro_rules! families {
    ($($key:ident => $fact:ident: $kind:ty,)*) => {
        /// One file: arrays of tables, one array a family.
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct File {
            $(#[serde(default)] $key: Vec<Spanned<$kind>>,)*
        }

        /// The entries of all files, by family.
        #[derive(Default)]
        pub(crate) struct Entries<'a> {
            $(pub(crate) $key: Vec<Entry<'a, $kind>>,)*
        }

        impl<'a> Entries<'a> {
            fn take(&mut self, name: &'a str, lines: &Lines, file: File) {
                $(self.$key.extend(file.$key.into_iter().map(|spanned| Entry {
                    file: name,
                    line: lines.at(&spanned.span()),
                    value: spanned.into_inner(),
                }));)*
            }

            fn into_facts(self, digest: String) -> Facts {
                Facts {
                    $($fact: self.$key.into_iter().map(|entry| entry.value).collect(),)*
                    digest,
                }
            }
        }
    };
}

families! {
    requirement => requirements: Requirement,
    row => architecture: ArchitectureRow,
    architecture_reading => architecture_readings: ArchitectureReading,
    architecture_error => architecture_errors: ArchitectureError,
    ruling => rulings: Ruling,
    action => actions: Action,
    state_variable => state_variables: StateVariable,
    event_text => event_texts: EventText,
    value_table => value_tables: ValueTable,
    error_code => error_codes: ErrorCode,
    error_range => error_ranges: ErrorRange,
    message_edge => message_edges: MessageEdge,
    folder_cell => folder_cells: FolderCell,
    session_edge => session_edges: SessionEdge,
    session_cell => session_cells: SessionCell,
    stimulus => stimuli: Stimulus,
    wait => waits: WaitEntry,
    document => documents: Document,
    shape => shapes: Shape,
}

impl Facts {
    /// Reads and checks vector files, given as pairs of name and text.
    ///
    /// # Errors
    /// The first fault found: bad TOML, an unknown or missing key, a value outside its form, a key defined twice, a
    /// reference to nothing. The error names file and line.
    pub fn load(files: &[(&str, &str)]) -> Result<Self, VectorError> {
        let mut files = files.to_vec();
        files.sort_unstable();
        let fault = |file: &str, line, problem| VectorError {
            file: file.to_owned(),
            line,
            problem: Box::new(problem),
        };
        if files.is_empty() {
            return Err(fault("vectors", 1, Problem::NoFiles));
        }
        let mut entries = Entries::default();
        for (index, &(name, text)) in files.iter().enumerate() {
            if index > 0 && files[index - 1].0 == name {
                return Err(fault(name, 1, Problem::DuplicateFile));
            }
            let lines = Lines::of(text);
            let file = toml::from_str(text).map_err(|error| {
                let line = error.span().map_or(1, |span| lines.at(&span));
                let message = error.message().replace('\n', "; ");
                fault(name, line, Problem::Syntax { message })
            })?;
            entries.take(name, &lines, file);
        }
        checks::check(&entries)?;
        Ok(entries.into_facts(digest(&files)))
    }
}

/// Names and texts with their lengths, so that no two sets of files have the same stream.
pub(crate) fn digest(files: &[(&str, &str)]) -> String {
    let mut hasher = Sha256::new();
    for part in files.iter().flat_map(|(name, text)| [name, text]) {
        hasher.update((part.len() as u64).to_be_bytes());
        hasher.update(part.as_bytes());
    }
    hasher
        .finalize()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

#[cfg(test)]
mod tests;
