//! Upper testers: how a test makes the far side act, the telephone network or the person at the device.

mod args;
mod command;
pub(crate) mod http;
mod interactive;
mod kept;
mod reply;
mod restart;

#[cfg(test)]
mod tests;

pub use args::TesterArgs;
pub use command::{CommandTester, UnreadableCommand};
pub use http::HttpTester;
pub use interactive::InteractiveTester;
pub use reply::StimulusReply;
pub use restart::Restarter;

use serde_json::Value;

/// How stimuli travel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// There is no upper tester.
    None,
    /// An HTTP endpoint.
    Http,
    /// A program, run once a stimulus.
    Command,
    /// The person at the terminal.
    Interactive,
}

/// Something that makes the far side act.
pub trait UpperTester: Send + Sync {
    /// Carries out a stimulus; `fields` is a JSON object. It comes back within about a minute, a person may take longer.
    fn stimulate(&self, name: &str, fields: &Value) -> StimulusReply;

    /// How stimuli travel.
    fn kind(&self) -> Kind;

    /// What the record shows of where a stimulus goes: a method and a URL, or what stands for them.
    fn target(&self, name: &str) -> (String, String);
}

/// The absence of an upper tester.
#[derive(Debug, Clone, Copy, Default)]
pub struct NoTester;

impl UpperTester for NoTester {
    fn stimulate(&self, _: &str, _: &Value) -> StimulusReply {
        StimulusReply::unsupported("there is no upper tester")
    }

    fn kind(&self) -> Kind {
        Kind::None
    }

    fn target(&self, name: &str) -> (String, String) {
        ("STIMULUS".to_owned(), name.to_owned())
    }
}
