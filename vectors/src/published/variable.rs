//! A state variable of a published service.

use serde::Deserialize;

use crate::Presence;

/// A state variable of the service.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KnownVariable {
    /// Its name.
    pub name: String,
    /// Its data type.
    #[serde(rename = "type")]
    pub data_type: String,
    /// Whether a device has to have it.
    pub presence: Presence,
    /// The version of the service that it came with.
    #[serde(default = "first")]
    pub since: u32,
    /// It is evented.
    #[serde(default)]
    pub evented: bool,
    /// The values that a device that has the variable has to allow.
    #[serde(default)]
    pub values: Vec<String>,
    /// Its range.
    pub range: Option<KnownRange>,
}

/// A range, both ends included.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KnownRange {
    /// The least value.
    pub min: i64,
    /// The greatest; absent where the document leaves it to the device.
    pub max: Option<i64>,
}

fn first() -> u32 {
    1
}
