//! What is sent together: requests, datagrams and stimuli, one after the other, that speak of the same ids.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::request::Request;

/// One step.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Step {
    /// An HTTP request.
    Request(Request),
    /// A datagram to the port of discovery.
    Datagram(String),
    /// The upper tester is asked for something.
    Stimulus {
        /// What.
        name: String,
        /// With which fields; texts may hold marks.
        fields: Value,
    },
}

impl Step {
    /// The request, if it is one.
    pub fn request(&self) -> Option<&Request> {
        match self {
            Self::Request(request) => Some(request),
            _ => None,
        }
    }

    /// A short name: the action or method, and what was done to it.
    pub fn name(&self) -> String {
        match self {
            Self::Request(request) if request.label.is_empty() => request.title(),
            Self::Request(request) => format!("{} ({})", request.title(), request.label),
            Self::Datagram(_) => "datagram".to_owned(),
            Self::Stimulus { name, .. } => format!("stimulus {name}"),
        }
    }
}

/// Steps that belong together.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Sequence {
    /// In order.
    pub steps: Vec<Step>,
    /// Nothing else may be sent meanwhile: it changes what every action answers.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub alone: bool,
}

impl Sequence {
    /// One request.
    pub fn of(request: Request) -> Self {
        Self {
            steps: vec![Step::Request(request)],
            alone: false,
        }
    }

    /// About how many bytes it takes to keep.
    pub fn weight(&self) -> usize {
        let of = |step: &Step| match step {
            Step::Request(request) => request.weight(),
            Step::Datagram(text) => text.len(),
            Step::Stimulus { .. } => 256,
        };
        self.steps.iter().map(of).sum()
    }

    /// How many requests and datagrams it is; stimuli are none.
    pub fn requests(&self) -> usize {
        let sent = |step: &&Step| !matches!(step, Step::Stimulus { .. });
        self.steps.iter().filter(sent).count()
    }
}
