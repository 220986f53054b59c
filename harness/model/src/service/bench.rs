//! What the model takes for granted about the device and the bench that it stands on.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::emptied::with_restarts;
use super::observation::{Observation, What};

/// The device under test and its surroundings.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bench {
    /// Message classes of its capabilities; empty: not known.
    pub message_classes: Vec<String>,
    /// Session classes of its capabilities.
    pub session_classes: Vec<String>,
    /// Folders of its capabilities.
    pub folders: Vec<String>,
    /// What the far side does of its own accord.
    pub far_side: FarSide,
    /// Whether all control points of the kit have one address: a device may take them for one.
    pub one_address: bool,
    /// Whether control points other than the kit's may act.
    pub strangers: bool,
    /// The effect of a stimulus may follow its answer within this time, in milliseconds.
    pub settle_ms: u64,
    /// The stimulus that is taken to have no effect, whatever the upper tester says of it; empty: none, `*`: all of them.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub in_vain: String,
    /// Where everything was gone all at once, the device is taken to have been restarted.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub emptied: bool,
}

/// What the telephone network and people at the device do of their own accord.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FarSide {
    /// Deliver messages and accept sessions; everything else waits for a stimulus.
    OnDemand,
    /// Whatever they like.
    Free,
}

impl Bench {
    /// A device that supports everything, with a far side that acts on demand and at once.
    pub fn full() -> Self {
        let all = |table| {
            let values = ctk_vectors::facts().values(table);
            let values = values.map_or(&[][..], |table| &table.values[..]);
            values.iter().map(|entry| entry.value.clone()).collect()
        };
        Self {
            message_classes: all(3),
            session_classes: all(6),
            folders: all(4),
            far_side: FarSide::OnDemand,
            one_address: false,
            strangers: false,
            settle_ms: 0,
            in_vain: String::new(),
            emptied: false,
        }
    }

    /// What was seen, without the stimuli that are taken to have no effect, or with the restarts that nobody asked for.
    pub(super) fn believed<'o>(&self, seen: &'o [Observation]) -> Cow<'o, [Observation]> {
        if self.emptied {
            return Cow::Owned(with_restarts(seen));
        }
        if self.in_vain.is_empty() {
            return Cow::Borrowed(seen);
        }
        let in_vain = |it: &Observation| match &it.what {
            What::Stimulus { name, .. } => self.in_vain == "*" || *name == self.in_vain,
            _ => false,
        };
        Cow::Owned(seen.iter().filter(|it| !in_vain(it)).cloned().collect())
    }

    /// Whether a folder is among the capabilities; where these are not known, nobody can say.
    pub fn has_folder(&self, folder: &str) -> Option<bool> {
        (!self.folders.is_empty()).then(|| self.folders.iter().any(|it| it == folder))
    }
}
