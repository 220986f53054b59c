//! What a service description says.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A service description. Names and values are trimmed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Scpd {
    /// specVersion as (major, minor).
    pub spec_version: Option<(u32, u32)>,
    /// The configId attribute as sent.
    pub config_id: Option<String>,
    /// The actions in document order.
    pub actions: Vec<Action>,
    /// The state variables in document order.
    pub variables: Vec<Variable>,
}

/// An action.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Action {
    /// Its name.
    pub name: String,
    /// Its arguments in order.
    pub arguments: Vec<Argument>,
}

/// An argument.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Argument {
    /// Its name.
    pub name: String,
    /// Which way it goes; `None` if the document does not say.
    pub direction: Option<Direction>,
    /// The related state variable.
    pub variable: String,
    /// Whether it is marked as the return value.
    pub is_return_value: bool,
}

/// Which way an argument goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Direction {
    /// To the device.
    In,
    /// From the device.
    Out,
}

impl fmt::Display for Direction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Direction::In => "in",
            Direction::Out => "out",
        })
    }
}

/// A state variable.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Variable {
    /// Its name.
    pub name: String,
    /// dataType.
    pub data_type: String,
    /// Whether it is evented; the default is yes.
    pub send_events: bool,
    /// Whether the attribute that says so is there.
    pub says_send_events: bool,
    /// Whether it is evented by multicast as well.
    pub multicast: bool,
    /// defaultValue.
    pub default: Option<String>,
    /// allowedValueList; empty if there is none.
    pub allowed_values: Vec<String>,
    /// allowedValueRange.
    pub range: Option<Range>,
}

impl Variable {
    /// Whether the architecture knows its data type (UDA-SCPD-17).
    pub fn has_known_type(&self) -> bool {
        super::variables::is_type(&self.data_type)
    }
}

/// An allowedValueRange, its numbers as written.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Range {
    /// minimum.
    pub minimum: String,
    /// maximum.
    pub maximum: String,
    /// step.
    pub step: Option<String>,
}

impl Scpd {
    /// The action of that name.
    pub fn action(&self, name: &str) -> Option<&Action> {
        self.actions.iter().find(|action| action.name == name)
    }

    /// The state variable of that name.
    pub fn variable(&self, name: &str) -> Option<&Variable> {
        self.variables.iter().find(|variable| variable.name == name)
    }
}

impl Action {
    /// The names of the arguments that go one way, in order.
    pub fn names(&self, direction: Direction) -> Vec<&str> {
        let same = |argument: &&Argument| argument.direction == Some(direction);
        self.arguments
            .iter()
            .filter(same)
            .map(|argument| argument.name.as_str())
            .collect()
    }
}
