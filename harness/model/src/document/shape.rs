//! The validator: the schema of Annexes A and B as data, walked over a tree with positions.

use ctk_vectors::{Base, Content, Item, Shape, TypeRef, facts};

use super::judge::Judge;
use super::order::misplaced;
use super::place::{Place, shown_name};
use super::simple::{fits, matches_pattern, not_valid, shown};
use super::slots::{Fit, Slot, next, surplus};

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
            TypeRef::Builtin(Base::AnyType) => return,
            TypeRef::Builtin(base) => {
                let clause = clause_of(scope);
                self.attributes(place, &[], clause, scope);
                self.instance_type(place, content, clause, scope);
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
        self.instance_type(place, content, &shape.clause, scope);
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
        let slots: Vec<Slot> = items.iter().map(Slot::of).collect();
        let children = &place.node.children;
        if children.is_empty() {
            return self.bare(place, shape, &slots, scope);
        }
        self.text_between(place, clause, scope);
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
                    self.unexpected(&here, shape, || next(&slots, last, &counts), scope);
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

    fn text_between(&mut self, place: &Place<'_>, clause: &str, scope: &[&str]) {
        if let Some(offset) = place.node.text_offset {
            self.tell(|| {
                let text = format!(
                    "text stands between elements: `{}`",
                    shown(place.node.text.trim())
                );
                not_valid(place, scope, clause, "elements only", text).at_offset(offset)
            });
        }
    }

    // An element without children: one finding, whatever should be in it.
    fn bare(
        &mut self,
        place: &Place<'_>,
        shape: &'static Shape,
        slots: &[Slot],
        scope: &[&'static str],
    ) {
        let required: Vec<String> = slots
            .iter()
            .filter(|slot| slot.min > 0)
            .map(Slot::name)
            .collect();
        let names = required.join(", ");
        let also = || {
            required
                .iter()
                .filter_map(|name| presence_of(&shape.name, name))
        };
        if let Some(offset) = place.node.text_offset {
            self.tell(|| {
                let text = format!(
                    "text stands where elements are due: `{}`",
                    shown(place.node.text.trim())
                );
                let expected = if names.is_empty() {
                    "elements only"
                } else {
                    &names
                };
                not_valid(place, scope, &shape.clause, expected, text)
                    .also(also())
                    .at_offset(offset)
            });
        } else if !required.is_empty() {
            self.tell(|| {
                let are = if required.len() == 1 { "is" } else { "are" };
                let text = format!("`{names}` {are} missing in `{}`", shown_name(place.node));
                not_valid(place, scope, &shape.clause, &names, text).also(also())
            });
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
        expected: impl FnOnce() -> String,
        scope: &[&'static str],
    ) {
        let vendor = here.node.namespace.is_some() || here.node.name.starts_with("X_");
        if vendor {
            self.check("M-4.3-1");
        }
        self.tell(|| {
            let text = format!("`{}` has no place here", shown_name(here.node));
            let mistake = not_valid(here, scope, &shape.clause, &expected(), text);
            if vendor {
                mistake.ruling("R-34").also(["M-4.3-1"])
            } else {
                mistake
            }
        });
    }
}

fn clause_of(scope: &[&'static str]) -> &'static str {
    scope
        .last()
        .and_then(|id| facts().norm(id))
        .map_or("5.3", |norm| norm.clause)
}
