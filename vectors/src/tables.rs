//! Tables 1 to 8 and 46: state variables, event texts, values, error codes.

use serde::Deserialize;

use crate::Presence;

/// One state variable, of Tables 1 and 8.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StateVariable {
    /// Name, case-sensitive.
    pub name: String,
    /// R or A of Table 1.
    pub presence: Presence,
    /// `5.3.10`.
    pub clause: String,
    /// Whether it is evented (Table 8).
    pub evented: bool,
    /// Shortest time between two events, in seconds.
    pub max_rate_seconds: Option<u32>,
    /// Root element of the XML document it holds.
    pub document: Option<String>,
    /// Number of the table of its values, 3 to 7.
    pub values: Option<u8>,
    /// What else it holds.
    pub holds: Option<String>,
}

/// Values of a variable, Tables 3 to 7. As search criterion the empty string means any.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ValueTable {
    /// 3 to 7.
    pub table: u8,
    /// The state variable.
    pub variable: String,
    /// Default value of the service description.
    pub default: Option<String>,
    /// Whether vendors may add values.
    pub vendor: bool,
    /// The values.
    pub values: Vec<TableValue>,
}

/// One value.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TableValue {
    /// The value, case-sensitive.
    pub value: String,
    /// R or A.
    pub presence: Presence,
}

/// A `sessionEvent` text of Table 2.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EventText {
    /// Short name, as in the requirement's id.
    pub slug: String,
    /// The text, with the placeholders NAME (a peer's `peer:name`) and N (a count of bytes).
    pub text: String,
    /// Statuses that fit it.
    pub statuses: Vec<String>,
    /// The requirement.
    pub requirement: String,
    /// When it is reported.
    pub situation: String,
    /// Other wordings of the standard itself, each a warning, as is a difference in case only.
    #[serde(default)]
    pub also: Vec<String>,
}

/// An error code of Table 46.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ErrorCode {
    /// The code.
    pub code: u16,
    /// errorDescription.
    pub description: String,
    /// What is wrong.
    pub meaning: String,
    /// Misprints of the description in other tables.
    #[serde(default)]
    pub also: Vec<String>,
}

/// A range of error codes and whose it is.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ErrorRange {
    /// First code.
    pub from: u16,
    /// Last code.
    pub to: u16,
    /// What the range is for.
    pub meaning: String,
    /// Whether a standard action may answer with a code of it.
    pub permitted: bool,
}

/// What an upper tester can be asked for.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stimulus {
    /// Name, in kebab-case.
    pub name: String,
    /// What happens on the far side, or to the device.
    pub what: String,
}
