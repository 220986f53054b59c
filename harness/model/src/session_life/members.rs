//! Which control points take part in a session, by the two readings of R-16.

use std::collections::BTreeSet;

/// More joins than this are not told apart.
const MOST: u32 = 1000;

/// Who takes part.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Members {
    /// The device knows its control points: a second join changes nothing.
    Named(BTreeSet<String>),
    /// The device counts joins and leaves.
    Counted(u32),
}

impl Members {
    /// Both readings of these control points being in, each having joined once.
    pub(super) fn both(names: &[&str]) -> [Self; 2] {
        let named: BTreeSet<String> = names.iter().map(|&name| name.to_owned()).collect();
        let count = u32::try_from(named.len()).unwrap_or(MOST).min(MOST);
        [Self::Named(named), Self::Counted(count)]
    }

    pub(super) fn joined(mut self, by: &str) -> Self {
        match &mut self {
            Self::Named(names) => {
                if names.len() < MOST as usize {
                    names.insert(by.to_owned());
                }
            }
            Self::Counted(count) => *count = (*count + 1).min(MOST),
        }
        self
    }

    /// Nobody takes part any more.
    pub(super) fn none(self) -> Self {
        match self {
            Self::Named(_) => Self::Named(BTreeSet::new()),
            Self::Counted(_) => Self::Counted(0),
        }
    }

    pub(super) fn left(mut self, by: &str) -> Self {
        match &mut self {
            Self::Named(names) => {
                names.remove(by);
            }
            Self::Counted(count) => *count = count.saturating_sub(1),
        }
        self
    }

    pub(super) fn is_empty(&self) -> bool {
        match self {
            Self::Named(names) => names.is_empty(),
            Self::Counted(count) => *count == 0,
        }
    }

    /// Whether this control point takes part; a device that counts does not know.
    pub(super) fn has(&self, by: &str) -> Option<bool> {
        match self {
            Self::Named(names) => Some(names.contains(by)),
            Self::Counted(_) => None,
        }
    }
}
