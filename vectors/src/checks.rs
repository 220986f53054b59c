//! What no type can say: keys unique and well-formed, references that lead somewhere, values of closed lists.

mod grades;
mod keys;
mod references;
mod values;

use crate::load::{Entries, Entry};
use crate::{Problem, VectorError};

/// Checks all entries; the first fault ends it.
pub(crate) fn check(entries: &Entries<'_>) -> Result<(), VectorError> {
    keys::check(entries)?;
    values::check(entries)?;
    grades::check(entries)?;
    references::check(entries)
}

/// What an entry is called in messages.
pub(crate) trait Keyed {
    /// Its family, as in the files.
    const FAMILY: &'static str;
    /// Its key, unique in the family.
    fn key(&self) -> String;
}

impl<T: Keyed> Entry<'_, T> {
    pub(crate) fn fault(&self, problem: Problem) -> VectorError {
        VectorError {
            file: self.file.to_owned(),
            line: self.line,
            problem: Box::new(problem),
        }
    }

    /// `Ok` if `good`, else the value is malformed.
    pub(crate) fn form(
        &self,
        good: bool,
        field: &'static str,
        value: &str,
        expected: &str,
    ) -> Result<(), VectorError> {
        if good {
            return Ok(());
        }
        Err(self.fault(Problem::Malformed {
            family: T::FAMILY,
            key: self.value.key(),
            field,
            value: value.to_owned(),
            expected: expected.to_owned(),
        }))
    }

    /// `Ok` if the name is `known`, else the reference dangles.
    pub(crate) fn refers(
        &self,
        known: bool,
        target: &'static str,
        name: &str,
    ) -> Result<(), VectorError> {
        if known {
            return Ok(());
        }
        Err(self.fault(Problem::Dangling {
            family: T::FAMILY,
            key: self.value.key(),
            target,
            name: name.to_owned(),
        }))
    }

    /// `Ok` if `value` is in a closed list.
    fn one_of(&self, list: &[&str], field: &'static str, value: &str) -> Result<(), VectorError> {
        let expected = || format!("one of: {}", list.join(", "));
        self.form(list.contains(&value), field, value, &expected())
    }
}
