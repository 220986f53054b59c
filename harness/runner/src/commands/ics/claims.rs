//! A profile's claims beside what the device shows.

use std::fmt;

use ctk_suite::under_test::{ClaimKind, Ics};
use ctk_vectors::{Presence, facts};

use crate::dut::profile::IcsTable;

/// How a claim stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Standing {
    /// Claimed, and shown.
    Shown,
    /// Claimed, and not shown.
    NotShown,
    /// Shown, and not claimed.
    NotClaimed,
    /// The standard requires it (Table 9), and the profile leaves it out.
    Required,
}

impl Standing {
    /// The profile cannot be right about the device, or not of one that conforms.
    pub(super) fn is_contradiction(self) -> bool {
        matches!(self, Self::NotShown | Self::Required)
    }
}

/// A claim, or the lack of one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Claim {
    /// What kind of thing, in words.
    pub(super) kind: &'static str,
    /// Its name.
    pub(super) name: String,
    /// How it stands.
    pub(super) standing: Standing,
}

impl fmt::Display for Claim {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (word, why) = match self.standing {
            Standing::Shown => ("ok", ""),
            Standing::NotShown => ("CONTRADICTED", ": claimed, and the device does not show it"),
            Standing::NotClaimed => ("not claimed", ": the device shows it"),
            Standing::Required => (
                "REQUIRED",
                ": Table 9 requires it, and the profile leaves it out",
            ),
        };
        write!(f, "{word:<13} {} {}{why}", self.kind, self.name)
    }
}

/// The claims, by kind; what the profile does not narrow is claimed as it is shown.
pub(super) fn compared(claimed: &IcsTable, shown: &Ics) -> Vec<Claim> {
    let mut claims = Vec::new();
    for kind in ClaimKind::ALL {
        let shown = shown.of(kind);
        let claimed = claimed.of(kind).map_or(shown, Vec::as_slice);
        let of = |name: &String, standing| Claim {
            kind: kind.singular(),
            name: name.clone(),
            standing,
        };
        for name in claimed {
            let standing = if shown.contains(name) {
                Standing::Shown
            } else {
                Standing::NotShown
            };
            claims.push(of(name, standing));
        }
        for name in shown.iter().filter(|name| !claimed.contains(name)) {
            let required = kind == ClaimKind::Actions && is_required(name);
            claims.push(of(
                name,
                if required {
                    Standing::Required
                } else {
                    Standing::NotClaimed
                },
            ));
        }
    }
    claims
}

/// Table 9 requires the action.
pub(super) fn is_required(action: &str) -> bool {
    facts()
        .action(action)
        .is_some_and(|action| action.presence == Presence::Required)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown() -> Ics {
        let strings = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
        Ics {
            actions: strings(&["SendMessage", "GetNewMessages", "GetSessions"]),
            folders: strings(&["Received"]),
            ..Ics::default()
        }
    }

    #[test]
    fn what_is_not_narrowed_is_claimed_as_shown() {
        let claims = compared(&IcsTable::default(), &shown());
        assert_eq!(claims.len(), 4);
        assert!(claims.iter().all(|claim| claim.standing == Standing::Shown));
    }

    #[test]
    fn both_ways() {
        let optional = facts()
            .actions
            .iter()
            .find(|action| action.presence != Presence::Required);
        let optional = optional.expect("Table 9 has optional ones").name.clone();
        let required = facts()
            .actions
            .iter()
            .find(|action| action.presence == Presence::Required);
        let required = required.expect("Table 9 has required ones").name.clone();
        let shown = Ics {
            actions: vec![optional.clone(), required.clone()],
            ..shown()
        };
        let profile = IcsTable {
            actions: Some(Vec::new()),
            folders: Some(vec!["Received".to_owned(), "Deleted".to_owned()]),
            ..IcsTable::default()
        };
        let claims = compared(&profile, &shown);
        let standing = |name: &str| {
            let claim = claims.iter().find(|claim| claim.name == name);
            claim.expect("it is compared").standing
        };
        assert_eq!(standing(&optional), Standing::NotClaimed);
        assert_eq!(standing(&required), Standing::Required);
        assert_eq!(standing("Received"), Standing::Shown);
        assert_eq!(standing("Deleted"), Standing::NotShown);
    }
}
