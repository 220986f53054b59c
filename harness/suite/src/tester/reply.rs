//! What came of an action.

use ctk_model::expectation::Observed;
use ctk_wire::soap::ControlResult;

use crate::lab::HttpAnswer;

/// The out arguments of a successful action, by name.
pub type Outputs = Vec<(String, String)>;

/// What came of an action.
#[derive(Debug, Clone)]
pub struct Reply {
    /// The action.
    pub action: String,
    /// The action and its arguments, for people.
    pub asked: String,
    /// Which of several was sent, where one case sends them all; empty: the only one.
    pub which: String,
    /// The exchange.
    pub exchange: u32,
    /// When it was sent, in milliseconds since the run began.
    pub at_ms: u64,
    /// Milliseconds until the answer was complete.
    pub elapsed_ms: u64,
    /// The HTTP status; 0 when there was no answer.
    pub status: u16,
    authentication: bool,
    /// The case that tells of the answer, where it cannot be read.
    told_by: Option<&'static str>,
    reading: Result<ControlResult, String>,
}

impl Reply {
    pub(crate) fn read(
        action: &str,
        asked: String,
        answer: &HttpAnswer,
        status: u16,
        reading: ControlResult,
    ) -> Self {
        Self {
            action: action.to_owned(),
            asked,
            which: String::new(),
            exchange: answer.exchange,
            at_ms: answer.at_ms,
            elapsed_ms: answer.elapsed_ms,
            status,
            authentication: false,
            told_by: None,
            reading: Ok(reading),
        }
    }

    /// Whether it asks for HTTP authentication.
    #[must_use]
    pub(crate) fn authenticated(mut self, asked_for: bool) -> Self {
        self.authentication = asked_for;
        self
    }

    /// Which case tells of the answer, where it cannot be read.
    #[must_use]
    pub(crate) fn told_by(mut self, case: Option<&'static str>) -> Self {
        self.told_by = case;
        self
    }

    /// The case that tells of the answer.
    pub(crate) fn teller(&self) -> Option<&'static str> {
        self.told_by
    }

    /// There is no answer, or none to an action.
    pub(crate) fn is_unreadable(&self) -> bool {
        matches!(&self.reading, Err(_) | Ok(ControlResult::Unreadable { .. }))
    }

    /// HTTP 401 with WWW-Authenticate.
    pub(crate) fn asks_for_authentication(&self) -> bool {
        self.authentication
    }

    pub(crate) fn silent(action: &str, asked: String, answer: &HttpAnswer, why: String) -> Self {
        Self {
            action: action.to_owned(),
            asked,
            which: String::new(),
            exchange: answer.exchange,
            at_ms: answer.at_ms,
            elapsed_ms: answer.elapsed_ms,
            status: 0,
            authentication: false,
            told_by: None,
            reading: Err(why),
        }
    }

    /// Why the answer is beyond what the kit reads, where it is.
    pub(crate) fn beyond_bounds(&self) -> Option<&str> {
        match &self.reading {
            Ok(ControlResult::Unreadable { why, beyond: true }) => Some(why),
            _ => None,
        }
    }

    /// The action succeeded.
    pub fn succeeded(&self) -> bool {
        matches!(self.reading, Ok(ControlResult::Success { .. }))
    }

    /// It is a SOAP fault, with or without a UPnP error code.
    pub fn is_fault(&self) -> bool {
        matches!(self.reading, Ok(ControlResult::Fault { .. }))
    }

    /// The UPnP error code, if it failed with one.
    pub fn fault(&self) -> Option<u32> {
        match &self.reading {
            Ok(ControlResult::Fault { code, .. }) => *code,
            _ => None,
        }
    }

    /// The errorDescription of the fault, if there is one.
    pub fn fault_description(&self) -> Option<&str> {
        match &self.reading {
            Ok(ControlResult::Fault { description, .. }) => description.as_deref(),
            _ => None,
        }
    }

    /// The out arguments, if it succeeded.
    pub fn outputs(&self) -> Option<&Outputs> {
        match &self.reading {
            Ok(ControlResult::Success { arguments, .. }) => Some(arguments),
            _ => None,
        }
    }

    /// An out argument.
    pub fn output(&self, name: &str) -> Option<&str> {
        self.outputs()?
            .iter()
            .find(|(known, _)| known == name)
            .map(|(_, value)| value.as_str())
    }

    /// As the judge weighs it; `after` is the state or value that was observed afterwards.
    pub fn observed(&self, after: Option<&str>) -> Observed {
        let after = after.map(str::to_owned);
        match &self.reading {
            Ok(ControlResult::Success { .. }) => Observed::Success { after },
            Ok(ControlResult::Fault {
                code: Some(code), ..
            }) => Observed::Fault { code: *code, after },
            Ok(ControlResult::Fault { code: None, .. }) => Observed::NoFault {
                http_status: self.status,
                why: "a SOAP fault without errorCode".to_owned(),
            },
            Ok(ControlResult::Unreadable { why, .. }) => Observed::NoFault {
                http_status: self.status,
                why: why
                    .strip_prefix(&format!("HTTP {}: ", self.status))
                    .unwrap_or(why)
                    .to_owned(),
            },
            Err(why) => Observed::NoFault {
                http_status: self.status,
                why: why.clone(),
            },
        }
    }

    /// In words.
    pub fn describe(&self, observed: &Observed) -> String {
        let answer = self.answer(observed);
        if self.which.is_empty() {
            answer
        } else {
            format!("{answer}, to {}", self.which)
        }
    }

    fn answer(&self, observed: &Observed) -> String {
        match observed {
            Observed::Success { after: None } => "success".to_owned(),
            Observed::Success { after: Some(after) } => format!("success, then {after}"),
            Observed::Fault { code, after } => {
                let text = self
                    .fault_description()
                    .map(|text| format!(" {text:?}"))
                    .unwrap_or_default();
                let after = after
                    .as_ref()
                    .map(|after| format!(", then {after}"))
                    .unwrap_or_default();
                format!("fault {code}{text}{after}")
            }
            Observed::NoFault {
                http_status: 0,
                why,
            } => why.clone(),
            Observed::NoFault { http_status, why } => format!("HTTP {http_status}: {why}"),
        }
    }
}
