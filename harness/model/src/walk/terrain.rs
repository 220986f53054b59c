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
    /// All actions, stimuli and values of the facts, a dozen people for each class, two control points, and time.
    pub fn everything() -> Self {
        let facts = ctk_vectors::facts();
        let table = |number| -> Vec<String> {
            let values = facts.values(number).map(|table| &table.values[..]);
            let values = values.unwrap_or_default().iter();
            values.map(|it| it.value.clone()).collect()
        };
        let classes = table(3).into_iter().chain(table(6));
        Self {
            actions: facts.actions.iter().map(|it| it.name.clone()).collect(),
            stimuli: (ctk_vectors::stimulus::ALL.iter())
                .map(|&it| it.to_owned())
                .collect(),
            recipients: classes.map(|class| (class, 12)).collect(),
            message_classes: table(3),
            session_classes: table(6),
            folders: table(4),
            second: true,
            most_messages: 1_000_000,
            long: true,
            quick: true,
        }
    }

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
