//! The entries of a service's file.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::steps::Step;
use super::variable::KnownVariable;
use crate::{Level, Norm, Presence};

/// The statements that every file has, made from its tables: what is appended to `S-NAME-`.
pub mod derived {
    /// Required actions are there.
    pub const ACTIONS: &str = "actions";
    /// Actions have the arguments of their table.
    pub const ARGUMENTS: &str = "arguments";
    /// Required variables are there, and standard ones are as in their table.
    pub const VARIABLES: &str = "variables";
    /// An action gives no other code of its service than those of its table.
    pub const ERRORS: &str = "errors";
}

/// A service, in all its versions.
#[derive(Debug, Clone, PartialEq)]
pub struct KnownService {
    /// Its name without the version, `SwitchPower`.
    pub name: String,
    /// Its type up to the version, the last colon included.
    pub family: String,
    /// The published documents, one a version, the first is version 1: title, version and date.
    pub documents: Vec<String>,
    /// Where they are.
    pub sources: Vec<String>,
    /// Values for in arguments that the service description gives none for, by variable.
    pub defaults: BTreeMap<String, String>,
    /// What is asked of a device, ids `S-NAME-…`.
    pub statements: Vec<Statement>,
    /// The actions.
    pub actions: Vec<KnownAction>,
    /// The state variables.
    pub variables: Vec<KnownVariable>,
    /// The cases, ids `service/NAME/…`.
    pub cases: Vec<KnownCase>,
}

/// What a document asks of a device.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Statement {
    /// What follows `S-NAME-`; after loading all of it.
    pub id: String,
    /// The clause of the document.
    pub clause: String,
    /// How binding it is.
    pub level: Level,
    /// The statement, in our own words.
    pub text: String,
}

/// An action of the service.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KnownAction {
    /// Its name.
    pub name: String,
    /// The clause that describes it.
    pub clause: String,
    /// Whether a device has to have it.
    pub presence: Presence,
    /// The version of the service that it came with.
    #[serde(default = "first")]
    pub since: u32,
    /// Nothing comes of calling it, whatever the arguments.
    #[serde(default)]
    pub safe: bool,
    /// The in arguments, in order.
    #[serde(default, rename = "in")]
    pub inputs: Vec<KnownArgument>,
    /// The out arguments, in order.
    #[serde(default, rename = "out")]
    pub outputs: Vec<KnownArgument>,
    /// The codes of its table from 700 to 799.
    #[serde(default)]
    pub errors: Vec<u16>,
}

/// An argument: `NAME VARIABLE`; where documents differ, `NAME|OTHER VARIABLE`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct KnownArgument {
    /// Its name, and other spellings that pass.
    pub names: Vec<String>,
    /// The related state variable.
    pub variable: String,
}

/// A case: steps, and how to undo them.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KnownCase {
    /// What follows `service/NAME/`; after loading all of it.
    pub id: String,
    /// What is so on a conformant device.
    pub purpose: String,
    /// The statements that its steps judge.
    pub judges: Vec<String>,
    /// The version of the service that it came with.
    #[serde(default = "first")]
    pub since: u32,
    /// The steps, in order.
    pub steps: Vec<Step>,
    /// What restores the device, whatever came of the steps; each is tried.
    #[serde(default)]
    pub undo: Vec<Step>,
}

fn first() -> u32 {
    1
}

impl KnownService {
    /// The action of that name.
    pub fn action(&self, name: &str) -> Option<&KnownAction> {
        self.actions.iter().find(|action| action.name == name)
    }

    /// The variable of that name.
    pub fn variable(&self, name: &str) -> Option<&KnownVariable> {
        self.variables.iter().find(|variable| variable.name == name)
    }

    /// The statement of this id, `S-NAME-…`.
    pub fn norm(&self, id: &str) -> Option<Norm<'_>> {
        let statement = self.statements.iter().find(|it| it.id == id)?;
        Some(Norm {
            id: &statement.id,
            clause: &statement.clause,
            level: statement.level,
            text: &statement.text,
        })
    }

    /// The id of a statement that follows from the tables, one of [`derived`].
    pub fn statement_id(&self, of: &str) -> String {
        format!("S-{}-{of}", self.name)
    }

    /// The actions that a case calls, those that restore the device included, each once.
    pub fn called_by<'c>(&self, case: &'c KnownCase) -> Vec<&'c str> {
        let mut names = Vec::new();
        for step in case.steps.iter().chain(&case.undo) {
            if let Some(name) = step.call.as_deref().filter(|name| !names.contains(name)) {
                names.push(name);
            }
        }
        names
    }
}

impl KnownArgument {
    /// Its name.
    pub fn name(&self) -> &str {
        self.names.first().map_or("", String::as_str)
    }

    /// The name is one of its spellings.
    pub fn is_called(&self, name: &str) -> bool {
        self.names.iter().any(|known| known == name)
    }
}

impl TryFrom<String> for KnownArgument {
    type Error = String;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        let parts: Vec<&str> = text.split(' ').collect();
        let [names, variable] = parts.as_slice() else {
            return Err(format!("`{text}` is not `NAME VARIABLE`"));
        };
        let names: Vec<String> = names.split('|').map(str::to_owned).collect();
        if variable.is_empty() || names.iter().any(String::is_empty) {
            return Err(format!("`{text}` is not `NAME VARIABLE`"));
        }
        Ok(Self {
            names,
            variable: (*variable).to_owned(),
        })
    }
}
