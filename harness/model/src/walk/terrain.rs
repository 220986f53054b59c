//! Where a walk goes: what the device and the bench offer.

use std::collections::BTreeMap;

/// What the device and the bench offer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Terrain {
    /// The actions of the device.
    pub actions: Vec<String>,
    /// The stimuli that may be used.
    pub stimuli: Vec<String>,
    /// The message classes.
    pub message_classes: Vec<String>,
    /// The session classes.
    pub session_classes: Vec<String>,
    /// The folders.
    pub folders: Vec<String>,
    /// How many addresses there are to send to, by message or session class.
    pub recipients: BTreeMap<String, usize>,
    /// There is a second control point.
    pub second: bool,
    /// How many messages may be sent.
    pub most_messages: u32,
    /// Plans of a hundred steps are worth their time.
    pub long: bool,
    /// The device is back at once after a restart.
    pub quick: bool,
}

impl Terrain {
    /// The device has the action.
    pub fn has_action(&self, name: &str) -> bool {
        self.actions.iter().any(|it| it == name)
    }

    /// The stimulus may be used.
    pub fn has_stimulus(&self, name: &str) -> bool {
        self.stimuli.iter().any(|it| it == name)
    }

    /// How many people there are to send to in this class.
    pub(super) fn people(&self, class: &str) -> usize {
        self.recipients.get(class).copied().unwrap_or(0)
    }

    /// The message classes that go into a session of this class.
    pub(super) fn classes_in(&self, session_class: &str) -> Vec<String> {
        let wanted: &[&str] = match session_class {
            "e-Mail" => &["e-Mail"],
            "SMS" => &["SMS"],
            "MMS" => &["MMS"],
            "WebpageSync" => &["WebpageURL"],
            "Mixed" => &["Instant Message", "SMS", "e-Mail", "WebpageURL"],
            _ => &["Instant Message"],
        };
        let all = self.message_classes.iter();
        all.filter(|class| wanted.contains(&class.as_str()))
            .cloned()
            .collect()
    }
}
