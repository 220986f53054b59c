//! A requirement, judged by a case.

use serde::{Deserialize, Serialize};

use crate::Outcome;

/// A requirement was judged by a case.
///
/// A case says what it judged and how that came out, then what is known of it:
/// `Judgement::met("M-5.5.7-1", gone).asked("DeleteMessage").accepts(["no such message"]).observed("it is there")`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[must_use]
pub struct Judgement {
    /// The case; empty until it is recorded, as are clause and level.
    pub case: String,
    /// The requirement.
    pub requirement: String,
    /// Its clause.
    pub clause: String,
    /// Its level.
    pub level: String,
    /// How it came out.
    pub outcome: Outcome,
    /// What was asked of the device.
    #[serde(default)]
    pub asked: String,
    /// What would have been accepted, each alternative with the ruling that allows it.
    #[serde(default)]
    pub accepted: Vec<String>,
    /// What came.
    #[serde(default)]
    pub observed: String,
    /// The ruling that decided, if one did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ruling: Option<String>,
    /// The exchanges it rests on, by number.
    #[serde(default)]
    pub exchanges: Vec<u32>,
    /// Other cases in which the evidence turned up (a run with these and this case shows it again).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub seen_in: Vec<String>,
    /// The cell of Figure 3 that this judges: (state, action).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub session_cell: Option<(String, String)>,
    /// The cell of Figure 2 that this judges: (folder, event).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub folder_cell: Option<(String, String)>,
    /// The own error code that was provoked: (action, code).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error_pair: Option<(String, u16)>,
    /// A file that shows it again, given to `replay`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub script: Option<String>,
}

impl Judgement {
    /// A requirement, and how it came out before its level is applied.
    pub fn new(requirement: impl Into<String>, outcome: Outcome) -> Self {
        Self {
            case: String::new(),
            requirement: requirement.into(),
            clause: String::new(),
            level: String::new(),
            outcome,
            asked: String::new(),
            accepted: Vec::new(),
            observed: String::new(),
            ruling: None,
            exchanges: Vec::new(),
            seen_in: Vec::new(),
            session_cell: None,
            folder_cell: None,
            error_pair: None,
            script: None,
        }
    }

    /// A requirement that is met, or missed.
    pub fn met(requirement: impl Into<String>, met: bool) -> Self {
        Self::new(requirement, if met { Outcome::Pass } else { Outcome::Fail })
    }

    /// A requirement that is met, or comes out otherwise.
    pub fn met_or(requirement: impl Into<String>, met: bool, otherwise: Outcome) -> Self {
        Self::new(requirement, if met { Outcome::Pass } else { otherwise })
    }

    /// A deviation that a ruling makes a warning of.
    pub fn remark(requirement: impl Into<String>, ruling: impl Into<String>) -> Self {
        Self::new(requirement, Outcome::Warning).ruling(ruling)
    }

    /// What was asked of the device.
    pub fn asked(mut self, asked: impl Into<String>) -> Self {
        self.asked = asked.into();
        self
    }

    /// What is accepted, each alternative with the ruling that allows it.
    pub fn accepts<A: ToString>(mut self, accepted: impl IntoIterator<Item = A>) -> Self {
        self.accepted = accepted.into_iter().map(|one| one.to_string()).collect();
        self
    }

    /// What came.
    pub fn observed(mut self, observed: impl Into<String>) -> Self {
        self.observed = observed.into();
        self
    }

    /// The ruling that decides.
    pub fn ruling(mut self, ruling: impl Into<String>) -> Self {
        self.ruling = Some(ruling.into());
        self
    }

    /// The exchanges it rests on, by number.
    pub fn exchanges(mut self, exchanges: impl AsRef<[u32]>) -> Self {
        self.exchanges = exchanges.as_ref().to_vec();
        self
    }

    /// It settles a cell of Figure 3.
    pub fn session_cell(mut self, state: impl Into<String>, action: impl Into<String>) -> Self {
        self.session_cell = Some((state.into(), action.into()));
        self
    }

    /// It settles a cell of Figure 2.
    pub fn folder_cell(mut self, folder: impl Into<String>, event: impl Into<String>) -> Self {
        self.folder_cell = Some((folder.into(), event.into()));
        self
    }

    /// A file that shows it again.
    pub fn script(mut self, script: impl Into<String>) -> Self {
        self.script = Some(script.into());
        self
    }

    /// An error code of the action's own table was provoked.
    pub fn error_pair(mut self, action: impl Into<String>, code: u16) -> Self {
        self.error_pair = Some((action.into(), code));
        self
    }
}
