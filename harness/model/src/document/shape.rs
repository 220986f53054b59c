//! The validator: the schema of Annexes A and B as data, walked over a tree with positions.

use ctk_vectors::{Base, Content, Item, Particle, Shape, TypeRef, facts};

use super::judge::{Judge, Mistake, Once};
use super::node::{MISPRINT, Node};
use super::order::misplaced;
use super::place::{Place, shown_name};
use super::simple::{fits, matches_pattern, not_valid, shown};
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
struct Slot {
    particles: Vec<&'static Particle>,
    foreign: bool,
    min: u32,
    max: Option<u32>,
}

/// What a child is, by its name.
#[derive(Clone, Copy)]
enum Fit {
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
    fn slot(self) -> Option<usize> {
        match self {
            Self::Particle { slot, .. } | Self::Foreign { slot } => Some(slot),
            Self::Unknown => None,
        }
    }
}

/// The requirement that values of a type are valid, where there is one of its own.
fn requirement_of(shape: &str) -> Option<&'static str> {
    match shape {
        "peerType" => Some("M-A-1"),
        "recipientsList" => Some("M-5.3.14-1"),
        "sessionInfo" => Some("M-5.3.15-1"),
        _ => None,
    }
}

/// A requirement that an element is there, beside that of the schema.
fn presence_of(shape: &str, element: &str) -> Option<&'static str> {
    match (shape, element) {
        ("message", _) | ("recipientsList", "recipientFrom") => Some("M-5.3.10-2"),
        ("sessionUpdate", _) => Some("M-5.3.4-2"),
        ("newMessage", _) => Some("M-5.3.3-2"),
        ("supportedMessageClasses", _) => Some("M-5.3.2-2"),
        _ => None,
    }
}

impl Judge<'_> {
    /// Validates an element against a type; `scope` names the requirements of the documents around it, outermost first.
    pub(super) fn element(
        &mut self,
        place: &Place<'_>,
        content: &'static TypeRef,
        scope: &mut Vec<&'static str>,
    ) {
        let shape = match content {
            TypeRef::Builtin(base) => {
                let clause = clause_of(scope);
                self.attributes(place, &[], clause, scope);
                return self.text(place, *base, None, clause, scope);
            }
            // The loader of the vector files refuses a name without a type.
            TypeRef::Named(name) => match facts().shape(name) {
                Some(shape) => shape,
                None => return,
            },
        };
        let own = requirement_of(&shape.name).filter(|own| scope.last() != Some(own));
        if let Some(own) = own {
            self.check(own);
            scope.push(own);
        }
        self.attributes(place, &shape.attributes, &shape.clause, scope);
        match &shape.content {
            Content::Text { base, pattern, .. } => {
                self.text(place, *base, pattern.as_deref(), &shape.clause, scope);
            }
            Content::Sequence(items) => self.sequence(place, shape, items, scope),
        }
        if own.is_some() {
            scope.pop();
        }
    }

    fn text(
        &mut self,
        place: &Place<'_>,
        base: Base,
        pattern: Option<&str>,
        clause: &str,
        scope: &[&'static str],
    ) {
        if let Some(child) = place.node.children.first() {
            self.tell(|| {
                let text = format!(
                    "an element `{}` stands where text is due",
                    shown_name(child)
                );
                not_valid(&place.at(child), scope, clause, "text only", text)
            });
        }
        let text = &place.node.text;
        let expected = match (base, pattern) {
            (Base::Boolean, _) => self.boolean(place, scope),
            (_, Some(pattern)) if !matches_pattern(pattern, text) => {
                let id = if place.node.name.eq_ignore_ascii_case("sessionID") {
                    "M-5.3.12-1"
                } else {
                    "M-5.3.6-1"
                };
                self.tell(|| {
                    let what = format!("`{}` is `{}`", place.node.name, shown(text));
                    not_valid(
                        place,
                        scope,
                        clause,
                        "letters and digits (one dot in session mode)",
                        what,
                    )
                    .also([id])
                });
                None
            }
            _ => fits(base, text).err(),
        };
        if let Some(expected) = expected {
            self.tell(|| {
                let what = format!("`{}` is `{}`", shown_name(place.node), shown(text));
                let mistake = not_valid(place, scope, clause, &expected, what);
                match place.node.name.as_str() {
                    "dateSent" => mistake.also(["M-5.3.10-6"]),
                    "dateReceived" => mistake.also(["M-5.3.10-7"]),
                    _ => mistake,
                }
            });
        }
    }

    fn sequence(
        &mut self,
        place: &Place<'_>,
        shape: &'static Shape,
        items: &'static [Item],
        scope: &mut Vec<&'static str>,
    ) {
        let clause = &shape.clause;
        if let Some(offset) = place.node.text_offset {
            self.tell(|| {
                let text = format!(
                    "text stands between elements: `{}`",
                    shown(place.node.text.trim())
                );
                not_valid(place, scope, clause, "elements only", text).at_offset(offset)
            });
        }
        let slots: Vec<Slot> = items.iter().map(Slot::of).collect();
        let children = &place.node.children;
        let fits: Vec<Fit> = children
            .iter()
            .map(|child| self.fit(place, child, shape, &slots, scope))
            .collect();
        let of_slot: Vec<Option<usize>> = fits.iter().map(|fit| fit.slot()).collect();
        let out = misplaced(&of_slot);
        let mut taken = self.missing(place, shape, &slots, &of_slot, &out, scope);
        let mut counts = vec![0_u32; slots.len()];
        let mut last = None;
        for (index, child) in children.iter().enumerate() {
            let here = place.at(child);
            let Some(slot) = of_slot[index] else {
                if !std::mem::take(&mut taken[index]) {
                    self.unexpected(&here, shape, &next(&slots, last, &counts), scope);
                }
                continue;
            };
            counts[slot] += 1;
            let due = || next(&slots, last, &counts);
            if slots[slot].max.is_some_and(|max| counts[slot] > max) {
                if slots[slot].max.is_some_and(|max| counts[slot] == max + 1) {
                    self.tell(|| surplus(&here, &slots[slot], clause, scope));
                }
            } else if out[index] {
                self.tell(|| {
                    let after = last.map_or_else(String::new, |slot: usize| {
                        format!(" after `{}`", slots[slot].name())
                    });
                    let text = format!("`{}` is out of order{after}", shown_name(child));
                    not_valid(&here, scope, clause, &due(), text)
                });
            }
            if !out[index] {
                last = Some(slot);
            }
            match fits[index] {
                Fit::Particle { particle, .. } => self.element(&here, &particle.content, scope),
                Fit::Foreign { .. } => self.check("M-4.3-1"),
                Fit::Unknown => {}
            }
        }
    }

    // Tells what is missing; says which unknown children are told with it, because they stand in its place.
    fn missing(
        &mut self,
        place: &Place<'_>,
        shape: &'static Shape,
        slots: &[Slot],
        of_slot: &[Option<usize>],
        out: &[bool],
        scope: &[&'static str],
    ) -> Vec<bool> {
        let mut taken = vec![false; of_slot.len()];
        for (index, slot) in slots.iter().enumerate() {
            if slot.min == 0 || of_slot.contains(&Some(index)) {
                continue;
            }
            let name = slot.name();
            let also = presence_of(&shape.name, &name);
            let kept = || {
                of_slot
                    .iter()
                    .zip(out)
                    .map(|(slot, out)| slot.filter(|_| !out))
            };
            let from = kept()
                .rposition(|slot| slot.is_some_and(|slot| slot < index))
                .map_or(0, |at| at + 1);
            let to = kept()
                .position(|slot| slot.is_some_and(|slot| slot > index))
                .unwrap_or(of_slot.len());
            let stranger = (from..to).find(|&at| of_slot[at].is_none() && !taken[at]);
            if let Some(at) = stranger {
                taken[at] = true;
                let child = &place.node.children[at];
                self.tell(|| {
                    let text = format!("`{}` stands where `{name}` is due", shown_name(child));
                    not_valid(&place.at(child), scope, &shape.clause, &name, text).also(also)
                });
            } else if shape.name == "sessionUpdate"
                && name != "sessionID"
                && self.context.secure_eventing
            {
                self.tell(|| {
                    let text =
                        format!("`{name}` is missing, as a security-aware device may have it");
                    let mistake = not_valid(place, scope, &shape.clause, &name, text).also(also);
                    mistake.warning().ruling("R-23")
                });
            } else {
                self.tell(|| {
                    let text = format!("`{name}` is missing in `{}`", shown_name(place.node));
                    not_valid(place, scope, &shape.clause, &name, text).also(also)
                });
            }
        }
        taken
    }

    fn unexpected(
        &mut self,
        here: &Place<'_>,
        shape: &'static Shape,
        expected: &str,
        scope: &[&'static str],
    ) {
        let vendor = here.node.namespace.is_some() || here.node.name.starts_with("X_");
        if vendor {
            self.check("M-4.3-1");
        }
        self.tell(|| {
            let text = format!("`{}` has no place here", shown_name(here.node));
            let mistake = not_valid(here, scope, &shape.clause, expected, text);
            if vendor {
                mistake.ruling("R-34").also(["M-4.3-1"])
            } else {
                mistake
            }
        });
    }

    // By local name first; what is wrong with the namespace or the case is told, and the child taken for what it means.
    fn fit(
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

impl Slot {
    fn of(item: &'static Item) -> Self {
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

    fn name(&self) -> String {
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

fn surplus(here: &Place<'_>, slot: &Slot, clause: &str, scope: &[&'static str]) -> Mistake {
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
fn next(slots: &[Slot], last: Option<usize>, counts: &[u32]) -> String {
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

fn clause_of(scope: &[&'static str]) -> &'static str {
    scope
        .last()
        .and_then(|id| facts().norm(id))
        .map_or("5.3", |norm| norm.clause)
}
