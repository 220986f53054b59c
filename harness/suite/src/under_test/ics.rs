//! The device under test as the suite knows it: where it is, and what it claims.

use std::collections::BTreeMap;

use ctk_model::document::Context;
use ctk_model::expectation::RulingOverrides;
use ctk_vectors::messaging_2::action;
use ctk_wire::Claim;
use ctk_wire::description::Description;
use ctk_wire::scpd::Scpd;
use serde::{Deserialize, Serialize};

/// The implementation conformance statement: what the device claims, derived from its service description and
/// GetMessagingCapabilities, and narrowed by the profile.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ics {
    /// The actions.
    pub actions: Vec<String>,
    /// The message classes.
    pub message_classes: Vec<String>,
    /// The session classes.
    pub session_classes: Vec<String>,
    /// The folders.
    pub folders: Vec<String>,
    /// Events carry ids only, details come over TLS (5.4).
    pub secure_eventing: bool,
    /// The profile claims no action at all: nothing applies.
    #[serde(default)]
    pub claims_nothing: bool,
    /// The revision of the architecture, `2020-04` for one.
    pub uda_revision: Option<String>,
}

impl Ics {
    /// The action is declared and claimed.
    pub fn has_action(&self, name: &str) -> bool {
        self.actions.iter().any(|action| action == name)
    }

    /// The folder is supported and claimed.
    pub fn has_folder(&self, name: &str) -> bool {
        self.folders.iter().any(|folder| folder == name)
    }

    /// The message class is supported and claimed.
    pub fn has_message_class(&self, name: &str) -> bool {
        self.message_classes.iter().any(|class| class == name)
    }

    /// The session class is supported and claimed.
    pub fn has_session_class(&self, name: &str) -> bool {
        self.session_classes.iter().any(|class| class == name)
    }

    /// Sessions can come to be, and can be looked at.
    pub fn session_mode(&self) -> bool {
        self.has_action(action::GET_SESSIONS)
            && (self.has_action(action::CREATE_SESSION) || self.has_action(action::ACCEPT_SESSION))
    }
}

/// Everything a case may know of the device before it runs.
#[derive(Debug, Clone)]
pub struct Dut {
    /// Its description.
    pub description: Description,
    /// Where the description came from.
    pub description_url: String,
    /// The UDN of the device that hosts the service.
    pub udn: String,
    /// The type of the service under test: `urn:schemas-upnp-org:service:Messaging:2`, or another, of which only
    /// the architecture below it is judged.
    pub service_type: String,
    /// The absolute control URL.
    pub control_url: String,
    /// The absolute eventing URL.
    pub event_url: String,
    /// The absolute URL of the service description.
    pub scpd_url: String,
    /// The SERVER header of its first answer; empty when there was none.
    pub server: String,
    /// The service description; absent when it could not be read.
    pub scpd: Option<Scpd>,
    /// The version of the architecture that the device claims.
    pub claim: Claim,
    /// What it claims of the service.
    pub ics: Ics,
    /// The stimuli that the upper tester offers; absent when it does not say, and each has to be tried.
    pub stimuli: Option<Vec<String>>,
    /// There is an upper tester.
    pub upper_tester: bool,
    /// Whom to send to, by message or session class.
    pub recipients: BTreeMap<String, Vec<String>>,
    /// How long the effect of a stimulus may take, in milliseconds.
    pub settle_ms: u64,
    /// The far side is played by a program, on demand only.
    pub far_side_waits: bool,
    /// Stimuli have taken effect when they are answered: the embedded device.
    pub stimuli_at_once: bool,
    /// How long a delivery may take, in milliseconds.
    pub delivery_ms: u64,
    /// There are two source addresses that reach the device.
    pub two_addresses: bool,
    /// Multicast reaches the device's network.
    pub multicast: bool,
    /// What the profile says of rulings.
    pub rulings: RulingOverrides,
    /// `--long`.
    pub long: bool,
    /// `--exhaustive`.
    pub exhaustive: bool,
    /// The actions of a service other than Messaging that may really be called.
    pub invoked: Vec<String>,
    /// Further services of the same description under test in the same run, each as a subject of its own.
    pub others: Vec<Dut>,
}

impl Dut {
    /// The service has an eventing URL, and its description declares the variable as evented; a description that cannot
    /// be read is no hindrance.
    pub fn events(&self, variable: &str) -> bool {
        let declared = self.scpd.as_ref().map(|scpd| scpd.variable(variable));
        !self.event_url.is_empty()
            && declared.is_none_or(|variable| variable.is_some_and(|variable| variable.send_events))
    }

    /// The UDNs of the root device and of every device in it.
    pub fn udns(&self) -> Vec<&str> {
        let devices = self.description.devices();
        devices
            .into_iter()
            .map(|device| device.udn.as_str())
            .filter(|udn| !udn.is_empty())
            .collect()
    }

    /// What the readers of documents have to know of the device.
    pub fn context(&self) -> Context {
        Context {
            message_classes: self.ics.message_classes.clone(),
            session_classes: self.ics.session_classes.clone(),
            folders: self.ics.folders.clone(),
            secure_eventing: self.ics.secure_eventing,
        }
    }
}
