//! What can be wrong with a vector file, and what to do about it.

use thiserror::Error;

/// A vector file at fault: where, what, and what to do.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{file}:{line}: {problem}")]
pub struct VectorError {
    /// Name of the file as it was given.
    pub file: String,
    /// Line of the entry, from 1.
    pub line: usize,
    /// What is wrong with it.
    pub problem: Box<Problem>,
}

/// The kinds of fault.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum Problem {
    /// Nothing to read.
    #[error("no vector file was given: pass at least one")]
    NoFiles,
    /// Two files of one name.
    #[error("a file of this name was given twice: rename one of them")]
    DuplicateFile,
    /// Not TOML, an unknown or missing key, or a value of the wrong type.
    #[error("{message}: correct the entry")]
    Syntax {
        /// The reader's words, on one line.
        message: String,
    },
    /// Two entries of one family with the same key.
    #[error("{family} `{key}` is defined twice, first at {first}: rename or remove one")]
    Duplicate {
        /// Family of the entry.
        family: &'static str,
        /// Its key.
        key: String,
        /// `file:line` of the first one.
        first: String,
    },
    /// A reference to something that no file defines.
    #[error(
        "{family} `{key}` refers to {target} `{name}`, which no file defines: \
         define it or correct the reference"
    )]
    Dangling {
        /// Family of the referring entry.
        family: &'static str,
        /// Its key.
        key: String,
        /// Family of what is missing.
        target: &'static str,
        /// The missing key.
        name: String,
    },
    /// A value outside its form or its closed list.
    #[error("{family} `{key}`: {field} `{value}` is not {expected}: correct it")]
    Malformed {
        /// Family of the entry.
        family: &'static str,
        /// Its key.
        key: String,
        /// The field at fault.
        field: &'static str,
        /// What it says.
        value: String,
        /// What it may say.
        expected: String,
    },
}
