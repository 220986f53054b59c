//! What is fuzzed: one service of one device, as its descriptions say.

use ctk_model::document::{Context, Kind};
use ctk_vectors::facts;
use ctk_wire::scpd::{Direction, Scpd};

use crate::policy::Policy;

/// An argument as it has to be generated.
#[derive(Clone, Debug, Default)]
pub struct Input {
    /// Its name.
    pub name: String,
    /// The type of its variable, `string`, `ui4`, …
    pub data_type: String,
    /// The values that the service description lists.
    pub allowed: Vec<String>,
    /// The document that it holds.
    pub document: Option<&'static str>,
    /// The number of the table of its values.
    pub table: Option<u8>,
}

/// An action.
#[derive(Clone, Debug, Default)]
pub struct Action {
    /// Its name.
    pub name: String,
    /// In arguments, in order.
    pub inputs: Vec<Input>,
    /// Names of out arguments, with the document that each holds.
    pub outputs: Vec<(String, Option<Kind>)>,
}

/// The service under test.
#[derive(Clone, Debug, Default)]
pub struct Subject {
    /// `HOST:PORT`, as in the HOST header.
    pub host: String,
    /// Path and query of the description.
    pub description: String,
    /// Path and query of the controlURL.
    pub control: String,
    /// Path and query of the eventSubURL.
    pub event: String,
    /// The service type as it is spoken to.
    pub service_type: String,
    /// The device's UDN.
    pub udn: String,
    /// Its actions.
    pub actions: Vec<Action>,
    /// It answered a search by multicast or unicast.
    pub discoverable: bool,
    /// What it says it has, for documents of Messaging.
    pub context: Context,
    /// Whether it has sessions, and transfers.
    pub sessions: bool,
    /// What may be sent.
    pub policy: Policy,
    /// Actions that are fuzzed; empty: all.
    pub only: Vec<String>,
}

impl Subject {
    /// The actions of a service description, with what the tables of Messaging say of them.
    pub fn actions_of(scpd: &Scpd, messaging: bool) -> Vec<Action> {
        scpd.actions
            .iter()
            .map(|action| Action {
                name: action.name.clone(),
                inputs: action
                    .arguments
                    .iter()
                    .filter(|argument| argument.direction == Some(Direction::In))
                    .map(|argument| input(scpd, &argument.name, &argument.variable, messaging))
                    .collect(),
                outputs: action
                    .arguments
                    .iter()
                    .filter(|argument| argument.direction == Some(Direction::Out))
                    .map(|argument| {
                        let kind = Kind::of_variable(&argument.variable).filter(|_| messaging);
                        (argument.name.clone(), kind)
                    })
                    .collect(),
            })
            .collect()
    }

    /// The action of that name.
    pub fn action(&self, name: &str) -> Option<&Action> {
        self.actions.iter().find(|action| action.name == name)
    }

    /// The names of the in arguments of an action that is declared.
    pub fn declared(&self, name: &str) -> Option<Vec<&str>> {
        let action = self.action(name)?;
        Some(action.inputs.iter().map(|input| &*input.name).collect())
    }

    /// The service is Messaging.
    pub fn is_messaging(&self) -> bool {
        self.policy.messaging
    }
}

fn input(scpd: &Scpd, name: &str, variable: &str, messaging: bool) -> Input {
    let described = scpd.variable(variable);
    let known = facts().state_variable(variable).filter(|_| messaging);
    Input {
        name: name.to_owned(),
        data_type: described.map_or("string".to_owned(), |it| it.data_type.clone()),
        allowed: described.map_or(Vec::new(), |it| it.allowed_values.clone()),
        document: known.and_then(|it| it.document.as_deref()),
        table: known.and_then(|it| it.values),
    }
}
