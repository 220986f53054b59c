//! How heavily a deviation from a row of the device architecture weighs, by the version that the device claims.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::Uda;

/// How heavily a deviation weighs under the architecture that the device claims.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Grade {
    /// Worth a line in the log, breaks nothing.
    Note,
    /// A deviation that does not fail the device.
    Warning,
    /// A broken requirement.
    Fail,
}

impl fmt::Display for Grade {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Grade::Note => "note",
            Grade::Warning => "warning",
            Grade::Fail => "fail",
        })
    }
}

/// A grade for each version of the architecture; where one has none, the same is no deviation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Grades {
    /// For a device that claims 1.0.
    #[serde(rename = "1.0")]
    pub v1_0: Option<Grade>,
    /// For a device that claims 1.1.
    #[serde(rename = "1.1")]
    pub v1_1: Option<Grade>,
    /// For a device that claims 2.0.
    #[serde(rename = "2.0")]
    pub v2_0: Option<Grade>,
}

impl Grades {
    /// The grade for a device that claims this version; `None`: it deviates from nothing.
    pub const fn of(&self, version: Uda) -> Option<Grade> {
        match version {
            Uda::V1_0 => self.v1_0,
            Uda::V1_1 => self.v1_1,
            Uda::V2_0 => self.v2_0,
        }
    }

    /// The versions and their grades, ascending, those without one left out.
    pub fn each(&self) -> impl Iterator<Item = (Uda, Grade)> {
        [Uda::V1_0, Uda::V1_1, Uda::V2_0]
            .into_iter()
            .filter_map(|version| Some((version, self.of(version)?)))
    }
}

/// One way to deviate from a row: `grade` of the row, or one of its `deviation.NAME`.
///
/// The constants of [`crate::uda::deviation`] are made of the data; there is no other way to grade.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Deviation {
    /// The row, `UDA-CTRL-26`.
    pub row: &'static str,
    /// Its name within the row, kebab-case; empty: the row as such is broken.
    pub name: &'static str,
    /// How heavily it weighs.
    pub grades: Grades,
}
