//! What came of a control request, as a case of the architecture looks at it.

use ctk_wire::soap::ControlResult;

/// What came of a request that was spelled on purpose.
#[derive(Debug, Clone)]
pub(crate) struct Came {
    /// What was asked.
    pub(crate) asked: String,
    /// The exchange.
    pub(crate) exchange: u32,
    /// The HTTP status; 0 when there was no answer.
    pub(crate) status: u16,
    /// The version in the status line.
    pub(crate) version: (u8, u8),
    /// The device keeps the connection open behind the answer.
    pub(crate) stays: bool,
    /// It asks for HTTP authentication.
    pub(crate) authentication: bool,
    /// How the answer reads; why there is none.
    pub(crate) reading: Result<ControlResult, String>,
}

impl Came {
    /// The action succeeded.
    pub(crate) fn succeeded(&self) -> bool {
        matches!(self.reading, Ok(ControlResult::Success { .. }))
    }

    /// The UPnP error code.
    pub(crate) fn fault(&self) -> Option<u32> {
        match &self.reading {
            Ok(ControlResult::Fault { code, .. }) => *code,
            _ => None,
        }
    }

    /// It is a SOAP fault.
    pub(crate) fn is_fault(&self) -> bool {
        matches!(self.reading, Ok(ControlResult::Fault { .. }))
    }

    /// The local name of faultcode.
    pub(crate) fn faultcode(&self) -> Option<&str> {
        match &self.reading {
            Ok(ControlResult::Fault {
                faultcode: Some(code),
                ..
            }) => Some(code.rsplit(':').next().unwrap_or(code).trim()),
            _ => None,
        }
    }

    /// HTTP 401 with WWW-Authenticate.
    pub(crate) fn asks_for_authentication(&self) -> bool {
        self.authentication
    }

    /// There was a complete answer.
    pub(crate) fn answered(&self) -> bool {
        self.status != 0
    }

    /// A status of the hundred that begins with this digit, without SOAP or with.
    pub(crate) fn hundreds(&self, digit: u16) -> bool {
        self.status / 100 == digit
    }

    /// In words.
    pub(crate) fn describe(&self) -> String {
        if self.authentication {
            return "HTTP 401 with WWW-Authenticate: the device asks for HTTP authentication"
                .to_owned();
        }
        match &self.reading {
            Ok(ControlResult::Success { .. }) => "success".to_owned(),
            Ok(ControlResult::Fault {
                code: Some(code),
                description,
                ..
            }) => match description {
                Some(text) => format!("fault {code} {text:?}"),
                None => format!("fault {code}"),
            },
            Ok(ControlResult::Fault { faultcode, .. }) => format!(
                "a SOAP fault {:?} without errorCode, HTTP {}",
                faultcode.as_deref().unwrap_or_default(),
                self.status
            ),
            Ok(ControlResult::Unreadable { .. }) => format!("HTTP {} without SOAP", self.status),
            Err(why) => why.clone(),
        }
    }

    /// Whether the same came of both: success, or the same error code.
    pub(crate) fn same_as(&self, other: &Self) -> bool {
        match (self.succeeded(), other.succeeded()) {
            (true, true) => true,
            (false, false) => self.fault().is_some() && self.fault() == other.fault(),
            _ => false,
        }
    }
}
