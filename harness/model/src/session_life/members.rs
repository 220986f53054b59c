//! Which control points take part in a session, by the readings of R-16.

use std::collections::{BTreeMap, BTreeSet};

/// More joins than this are not told apart.
const MOST: u32 = 1000;

/// Who takes part.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Members {
    /// The device knows its control points: a second join changes nothing.
    Named(BTreeSet<String>),
    /// The device counts joins and leaves.
    Counted(u32),
    /// The device knows its control points, and counts the joins of each.
    Tallied(BTreeMap<String, u32>),
    /// The device tells control points apart by their addresses, and all of them have the same: whether they are in.
    Together(bool),
    /// Nobody knows who was in before it was first seen.
    Unknown,
}

impl Members {
    /// Every reading of these control points being in, each having joined once.
    pub(crate) fn readings(names: &[&str]) -> [Self; 3] {
        let named: BTreeSet<String> = names.iter().map(|&name| name.to_owned()).collect();
        let count = u32::try_from(named.len()).unwrap_or(MOST).min(MOST);
        let tallied = named.iter().map(|name| (name.clone(), 1)).collect();
        [
            Self::Named(named),
            Self::Counted(count),
            Self::Tallied(tallied),
        ]
    }

    pub(super) fn joined(mut self, by: &str) -> Self {
        match &mut self {
            Self::Named(names) => {
                if names.len() < MOST as usize {
                    names.insert(by.to_owned());
                }
            }
            Self::Counted(count) => *count = (*count + 1).min(MOST),
            Self::Tallied(counts) => {
                if counts.len() < MOST as usize || counts.contains_key(by) {
                    let count = counts.entry(by.to_owned()).or_default();
                    *count = (*count + 1).min(MOST);
                }
            }
            Self::Together(are_in) => *are_in = true,
            Self::Unknown => {}
        }
        self
    }

    /// Nobody takes part any more.
    pub(crate) fn none(self) -> Self {
        match self {
            Self::Named(_) => Self::Named(BTreeSet::new()),
            Self::Counted(_) => Self::Counted(0),
            Self::Tallied(_) => Self::Tallied(BTreeMap::new()),
            Self::Together(_) => Self::Together(false),
            Self::Unknown => Self::Unknown,
        }
    }

    pub(super) fn left(mut self, by: &str) -> Self {
        match &mut self {
            Self::Named(names) => {
                names.remove(by);
            }
            Self::Counted(count) => *count = count.saturating_sub(1),
            Self::Tallied(counts) => match counts.get_mut(by) {
                Some(1) => {
                    counts.remove(by);
                }
                Some(count) => *count -= 1,
                None => {}
            },
            Self::Together(are_in) => *are_in = false,
            Self::Unknown => {}
        }
        self
    }

    /// Whether nobody takes part; of members that are not known, somebody may.
    pub(super) fn is_empty(&self) -> bool {
        match self {
            Self::Named(names) => names.is_empty(),
            Self::Counted(count) => *count == 0,
            Self::Tallied(counts) => counts.is_empty(),
            Self::Together(are_in) => !are_in,
            Self::Unknown => false,
        }
    }

    /// Whether this control point takes part; a device that counts does not know.
    pub(crate) fn has(&self, by: &str) -> Option<bool> {
        match self {
            Self::Named(names) => Some(names.contains(by)),
            Self::Tallied(counts) => Some(counts.contains_key(by)),
            Self::Together(are_in) => Some(*are_in),
            Self::Counted(_) | Self::Unknown => None,
        }
    }
}
