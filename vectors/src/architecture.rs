//! The device architecture underneath: its rows, its ambiguities, its error codes.

use std::collections::BTreeMap;
use std::fmt;

use serde::Deserialize;

use crate::{Grades, Level};

/// A version of the device architecture.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
pub enum Uda {
    /// 1.0
    #[serde(rename = "1.0")]
    V1_0,
    /// 1.1
    #[serde(rename = "1.1")]
    V1_1,
    /// 2.0
    #[serde(rename = "2.0")]
    V2_0,
}

impl fmt::Display for Uda {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::V1_0 => "1.0",
            Self::V1_1 => "1.1",
            Self::V2_0 => "2.0",
        })
    }
}

/// Whom a row binds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
pub enum Who {
    /// The device.
    #[serde(rename = "D")]
    Device,
    /// The control point.
    #[serde(rename = "CP")]
    ControlPoint,
    /// Both.
    #[serde(rename = "both")]
    Both,
}

/// One requirement of the device architecture.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ArchitectureRow {
    /// Stable id, `UDA-CTRL-26`.
    pub id: String,
    /// Whom it binds.
    pub who: Who,
    /// The requirement.
    pub text: String,
    /// Force, in one word; a mixed level counts as its strongest part.
    pub level: Level,
    /// Force with its nuances.
    pub level_text: String,
    /// Clause, in the numbering of architecture 2.0.
    pub clause: String,
    /// Where it applies, with nuances.
    pub applies: String,
    /// Versions in which it is a requirement; a device that claims another one is at most warned.
    pub versions: Vec<Uda>,
    /// What a black box sees, and how that is graded; `W` is a warning.
    pub check: String,
    /// Whether it can be judged with device and tester on one host.
    pub loopback: bool,
    /// How heavily it weighs to break the row, by version. A row that the kit does not judge has none.
    #[serde(default)]
    pub grade: Option<Grades>,
    /// Lesser or special deviations of the row, by a name of their own.
    #[serde(default)]
    pub deviation: BTreeMap<String, Grades>,
    /// Its case, where traffic that any run has shows all of it.
    #[serde(default)]
    pub passive: Option<PassiveCase>,
}

/// The case of a row that is judged by the traffic of the whole run: a reader checks the row in each message.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PassiveCase {
    /// The id of the case, `uda/control/fault-headers`.
    pub case: String,
    /// Its purpose, indicative.
    pub purpose: String,
    /// Its clause; that of the row, if empty.
    #[serde(default)]
    pub clause: String,
    /// The traffic that shows it.
    pub shown_by: ShownBy,
    /// Why the case does not apply when nothing in the run had what the row speaks of; empty: that is inconclusive.
    #[serde(default)]
    pub absent: String,
    /// Devices that claim a version outside the row's are looked at too, and warned at most.
    #[serde(default)]
    pub any_version: bool,
}

/// Traffic in which every run shows rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ShownBy {
    /// What the device multicasts.
    Announcements,
    /// Answers to searches.
    SearchAnswers,
    /// The device description, and any answer that brings a document.
    Documents,
    /// The service description.
    ServiceDescription,
    /// Answers to actions.
    Control,
    /// Answers to SUBSCRIBE, and notifications.
    Events,
}

/// An ambiguity of the architecture and how it is read here.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ArchitectureReading {
    /// Stable id, `U-05`.
    pub id: String,
    /// Clauses concerned.
    pub place: String,
    /// What is ambiguous.
    pub trouble: String,
    /// How it is read.
    pub reading: String,
}

/// An error code that the architecture itself defines, or a range of them.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ArchitectureError {
    /// First code.
    pub from: u16,
    /// Last code; equal to the first for a single one.
    pub to: u16,
    /// Name, empty where it has none.
    pub name: String,
    /// When it is answered.
    pub meaning: String,
    /// Versions that name it, with nuances.
    pub versions: String,
}
