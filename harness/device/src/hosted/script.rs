//! Scripts: how a hosted service behaves, and in which ways it can misbehave.

use std::collections::BTreeMap;

use ctk_vectors::published::{KnownService, services};
use serde::Deserialize;

/// How a service behaves.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Script {
    /// The name of the service.
    pub service: String,
    /// Its version.
    pub version: u32,
    /// The values of its variables at the beginning.
    #[serde(default)]
    pub state: BTreeMap<String, String>,
    /// Ranges and lists that the service's document leaves to the device, as `MIN..MAX` or `A|B`.
    #[serde(default)]
    pub values: BTreeMap<String, String>,
    /// Actions and variables that it does not have.
    #[serde(default)]
    pub without: Vec<String>,
    /// Variables that LastChange tells of, where there is one.
    #[serde(default)]
    pub told_by_last_change: Vec<String>,
    /// What actions do; the first that fits. Without one they return the values of their variables.
    #[serde(default)]
    pub rule: Vec<Rule>,
    /// Ways to misbehave.
    #[serde(default)]
    pub defect: Vec<HostedDefect>,
    /// Ways to differ and still conform.
    #[serde(default)]
    pub variation: Vec<HostedDefect>,
}

/// What an action does where it fits.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Rule {
    /// The action.
    pub action: String,
    /// What in arguments and variables have to be; `!TEXT` is anything else.
    #[serde(default)]
    pub when: BTreeMap<String, String>,
    /// The variables that it sets, to texts with `{NAME}` of arguments and variables.
    #[serde(default)]
    pub set: BTreeMap<String, String>,
    /// The out arguments that it returns otherwise than from their variables.
    #[serde(default)]
    pub out: BTreeMap<String, String>,
    /// The code that it fails with.
    pub fault: Option<u16>,
}

/// A way to differ.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct HostedDefect {
    /// Its name.
    pub id: String,
    /// The case that catches it, without `service/NAME/` where it is one of the service.
    #[serde(default)]
    pub caught_by: String,
    /// It is seen by a warning: what it breaks is no shall.
    #[serde(default)]
    pub warned: bool,
    /// Rules that come before the others.
    #[serde(default)]
    pub rule: Vec<Rule>,
    /// Actions and variables that are left out.
    #[serde(default)]
    pub without: Vec<String>,
    /// Values at the beginning.
    #[serde(default)]
    pub state: BTreeMap<String, String>,
    /// Values that events have in place of the present ones.
    #[serde(default)]
    pub told: BTreeMap<String, String>,
    /// Variables whose changes are not told.
    #[serde(default)]
    pub untold: Vec<String>,
    /// Variables that are declared as of another type.
    #[serde(default)]
    pub types: BTreeMap<String, String>,
    /// Variables that are declared as evented, or not, contrary to the document.
    #[serde(default)]
    pub contrary: Vec<String>,
    /// Arguments that are declared by another name.
    #[serde(default)]
    pub renamed: BTreeMap<String, String>,
    /// Values are not held against types, lists and ranges.
    #[serde(default)]
    pub unchecked: bool,
    /// Every value is refused as out of range that is not the first allowed one.
    #[serde(default)]
    pub narrow: bool,
}

/// What is wrong with a script.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ScriptError {
    /// It is not TOML, or has unknown keys.
    #[error("the script cannot be read: {0}")]
    Syntax(String),
    /// There is no file of its service.
    #[error("no file describes the service {0}: write one in vectors/services")]
    Service(String),
    /// There is no such defect or variation.
    #[error("the script has no defect or variation {0}")]
    Difference(String),
}

/// The scripts that come with the kit: name and text.
pub fn scripts() -> [(&'static str, &'static str); 7] {
    [
        ("AVTransport", include_str!("../../hosted/AVTransport.toml")),
        (
            "ConnectionManager",
            include_str!("../../hosted/ConnectionManager.toml"),
        ),
        (
            "ContentDirectory",
            include_str!("../../hosted/ContentDirectory.toml"),
        ),
        ("Dimming", include_str!("../../hosted/Dimming.toml")),
        (
            "RenderingControl",
            include_str!("../../hosted/RenderingControl.toml"),
        ),
        ("SwitchPower", include_str!("../../hosted/SwitchPower.toml")),
        (
            "WANIPConnection",
            include_str!("../../hosted/WANIPConnection.toml"),
        ),
    ]
}

impl Script {
    /// Reads a script.
    ///
    /// # Errors
    /// It is not TOML of this form.
    pub fn read(text: &str) -> Result<Self, ScriptError> {
        toml::from_str(text).map_err(|error| ScriptError::Syntax(error.to_string()))
    }

    /// The service that it is of.
    ///
    /// # Errors
    /// There is no file of it.
    pub fn known(&self) -> Result<&'static KnownService, ScriptError> {
        let known = services()
            .iter()
            .find(|service| service.name == self.service);
        known.ok_or_else(|| ScriptError::Service(self.service.clone()))
    }

    /// The defect or variation of that name; an empty name is none.
    ///
    /// # Errors
    /// There is none.
    pub fn difference(&self, id: &str) -> Result<HostedDefect, ScriptError> {
        if id.is_empty() {
            return Ok(HostedDefect::default());
        }
        let mut all = self.defect.iter().chain(&self.variation);
        all.find(|defect| defect.id == id)
            .cloned()
            .ok_or_else(|| ScriptError::Difference(id.to_owned()))
    }
}
