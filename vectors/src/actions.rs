//! Table 9 and Tables 10 to 45: the actions, their arguments and their own errors.

use serde::Deserialize;

/// R or A of the standard's tables.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Presence {
    /// R.
    Required,
    /// A.
    Allowed,
}

/// What an action is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Group {
    /// The service itself: identity and capabilities.
    Service,
    /// Page mode messages, which the message actions of session mode share.
    Page,
    /// Sessions.
    Session,
    /// File transfer.
    FileTransfer,
}

/// One action.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Action {
    /// `5.5.13`.
    pub clause: String,
    /// Name, case-sensitive.
    pub name: String,
    /// R or A of Table 9.
    pub presence: Presence,
    /// What it is about.
    pub group: Group,
    /// In arguments, in order.
    #[serde(default)]
    pub inputs: Vec<Argument>,
    /// Out arguments, in order.
    #[serde(default)]
    pub outputs: Vec<Argument>,
    /// Codes of its own error table that are above the architecture's common ones.
    #[serde(default)]
    pub errors: Vec<u16>,
    /// Number of the table of its arguments.
    pub arguments_table: u16,
    /// Number of the table of its errors.
    pub errors_table: u16,
}

/// One argument.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Argument {
    /// Name, case-sensitive.
    pub name: String,
    /// Related state variable.
    pub variable: String,
}
