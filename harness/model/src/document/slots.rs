//! The places of a sequence, and which of them a child belongs to.

use ctk_vectors::{Item, Particle, Shape};

use super::judge::{Judge, Mistake, Once};
use super::node::{MISPRINT, Node};
use super::place::{Place, shown_name};
use super::simple::not_valid;
use super::writer::{MESSAGING, PEER};

/// Other names that the standard itself uses: in this type, this name, for that one, by this ruling.
const ALIASES: [(&str, &str, &str, &str, Once); 2] = [
    ("attachment", "uri", "uRI", "R-02", Once::AttachmentUri),
    (
        "peerType",
        "contactGroupId",
        "groupInstanceId",
        "R-28",
        Once::ContactGroupId,
    ),
];

/// A place in a sequence.
pub(super) struct Slot {
    pub(super) particles: Vec<&'static Particle>,
    pub(super) foreign: bool,
    pub(super) min: u32,
    pub(super) max: Option<u32>,
}

/// What a child is, by its name.
#[derive(Clone, Copy)]
pub(super) enum Fit {
    Particle {
        slot: usize,
        particle: &'static Particle,
    },
    Foreign {
        slot: usize,
    },
    Unknown,
}

impl Fit {
    pub(super) fn slot(self) -> Option<usize> {
        match self {
            Self::Particle { slot, .. } | Self::Foreign { slot } => Some(slot),
            Self::Unknown => None,
        }
    }
}

impl Slot {
    pub(super) fn of(item: &'static Item) -> Self {
        match item {
            Item::Element(particle) => Self {
                particles: vec![particle],
                foreign: false,
                min: particle.min,
                max: particle.max,
            },
            Item::Choice { min, particles } => Self {
                particles: particles.iter().collect(),
                foreign: false,
                min: *min,
                max: Some(1),
            },
            Item::Foreign { min, max } => Self {
                particles: Vec::new(),
                foreign: true,
                min: *min,
                max: Some(*max),
            },
        }
    }

    pub(super) fn name(&self) -> String {
        if self.foreign {
            return "an element of another namespace".to_owned();
        }
        let names: Vec<&str> = self
            .particles
            .iter()
            .map(|particle| particle.name.as_str())
            .collect();
        names.join(" or ")
    }
}

impl Judge<'_> {
    // By local name first; what is wrong with the namespace or the case is told, and the child taken for what it means.
    pub(super) fn fit(
        &mut self,
        place: &Place<'_>,
        child: &Node,
        shape: &'static Shape,
        slots: &[Slot],
        scope: &[&'static str],
    ) -> Fit {
        let namespace = child.namespace.as_deref();
        let peer = shape.namespace.as_deref() == Some(PEER);
        if matches!(namespace, None | Some(MESSAGING | MISPRINT | PEER)) {
            let alias = ALIASES
                .iter()
                .find(|(of, other, ..)| *of == shape.name && *other == child.name);
            let name = alias.map_or(child.name.as_str(), |alias| alias.2);
            let exact = find(slots, |known| known == name);
            if let Some((slot, particle)) =
                exact.or_else(|| find(slots, |known| known.eq_ignore_ascii_case(name)))
            {
                let here = place.at(child);
                if let Some((_, other, due, ruling, once)) = alias {
                    self.tell_once(*once, || {
                        not_valid(
                            &here,
                            scope,
                            &shape.clause,
                            due,
                            format!("`{other}` stands for `{due}`"),
                        )
                        .warning()
                        .ruling(ruling)
                    });
                } else if exact.is_none() {
                    self.tell(|| {
                        let text = format!("`{}` stands for `{}`", child.name, particle.name);
                        not_valid(&here, scope, &shape.clause, &particle.name, text)
                    });
                }
                self.namespace(&here, particle, scope, &shape.clause);
                return Fit::Particle { slot, particle };
            }
        }
        let own = if peer { Some(PEER) } else { None };
        match slots.iter().position(|slot| slot.foreign) {
            Some(slot) if namespace.is_some() && namespace != own => Fit::Foreign { slot },
            _ => Fit::Unknown,
        }
    }

    // Told once a document: one default namespace puts every element into it.
    fn namespace(
        &mut self,
        here: &Place<'_>,
        particle: &Particle,
        scope: &[&'static str],
        clause: &str,
    ) {
        let namespace = here.node.namespace.as_deref();
        let name = &particle.name;
        if particle.qualified && namespace != Some(PEER) {
            self.tell_once(Once::PeerUnqualified, || {
                let text = format!(
                    "`{}` of a peer is not in the peer namespace",
                    here.node.name
                );
                not_valid(
                    here,
                    scope,
                    clause,
                    &format!("`{name}` in namespace {PEER}"),
                    text,
                )
            });
        } else if !particle.qualified && namespace.is_some() {
            self.tell_once(Once::LocalQualified, || {
                let text = format!(
                    "`{}` is in a namespace, by a prefix or a default namespace",
                    here.node.name
                );
                not_valid(
                    here,
                    scope,
                    clause,
                    &format!("`{name}` in no namespace: only the root is qualified"),
                    text,
                )
            });
        }
    }
}

pub(super) fn surplus(
    here: &Place<'_>,
    slot: &Slot,
    clause: &str,
    scope: &[&'static str],
) -> Mistake {
    let expected = format!("at most {} of {}", slot.max.unwrap_or(1), slot.name());
    let text = format!("`{}` is one too many", shown_name(here.node));
    let mistake = not_valid(here, scope, clause, &expected, text);
    if slot.foreign {
        mistake.ruling("R-34").also(["M-4.3-1"])
    } else {
        mistake
    }
}

fn find(slots: &[Slot], is: impl Fn(&str) -> bool) -> Option<(usize, &'static Particle)> {
    slots.iter().enumerate().find_map(|(index, slot)| {
        slot.particles
            .iter()
            .find(|particle| is(&particle.name))
            .map(|particle| (index, *particle))
    })
}

// What may stand after the last child in order: everything up to the first element that has to come.
pub(super) fn next(slots: &[Slot], last: Option<usize>, counts: &[u32]) -> String {
    let mut names = Vec::new();
    let from = last.unwrap_or(0);
    for (index, slot) in slots.iter().enumerate().skip(from) {
        if slot.max.is_none_or(|max| counts[index] < max) {
            names.push(slot.name());
        }
        if slot.min > 0 && counts[index] == 0 {
            return names.join(", ");
        }
    }
    names.push("the end".to_owned());
    names.join(", ")
}
