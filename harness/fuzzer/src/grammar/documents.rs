//! The XML documents of clause 5.3 as their schema has them, with whatever is optional drawn by lot.

use std::fmt::Write as _;

use ctk_vectors::{Content, Item, Particle, Qualified, Shape, TypeRef, facts};
use fastrand::Rng;

use super::values::{base_value, odd_value, table_value};

/// Namespaces of Annexes A and B.
const MESSAGING: &str = "urn:schemas-upnp-org:phone:messaging";
const PEER: &str = "urn:schemas-upnp-org:phone:peer";

/// How deep a document is generated; the schema does not recur.
const DEPTH: usize = 8;

/// A document with this root element, valid but for one value in `odd_one_in`; 0: all are valid.
pub fn document(root: &str, odd_one_in: u32, rng: &mut Rng) -> String {
    let mut text = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>");
    let Some(document) = facts().document(root) else {
        return text;
    };
    // Writing to a String does not fail.
    let _ = write!(
        text,
        "<m:{root} xmlns:m=\"{MESSAGING}\" xmlns:peer=\"{PEER}\">"
    );
    let mut writer = Writer {
        text,
        rng,
        odd_one_in,
    };
    writer.content(&document.content, root, DEPTH);
    let _ = write!(writer.text, "</m:{root}>");
    writer.text
}

struct Writer<'r> {
    text: String,
    rng: &'r mut Rng,
    odd_one_in: u32,
}

impl Writer<'_> {
    fn content(&mut self, of: &TypeRef, name: &str, depth: usize) {
        match of {
            TypeRef::Builtin(base) => {
                let odd = self.odd_one_in > 0 && self.rng.u32(..self.odd_one_in) == 0;
                let value = if odd {
                    odd_value(*base, self.rng)
                } else {
                    base_value(*base, self.rng)
                };
                self.escaped(&value);
            }
            TypeRef::Named(shape) => {
                if let Some(shape) = facts().shape(shape).filter(|_| depth > 0) {
                    self.shape(shape, name, depth - 1);
                }
            }
        }
    }

    fn shape(&mut self, shape: &Shape, name: &str, depth: usize) {
        match &shape.content {
            Content::Text { base, table, .. } => {
                let odd = self.odd_one_in > 0 && self.rng.u32(..self.odd_one_in) == 0;
                let value = match (&*shape.name, table) {
                    _ if odd => odd_value(*base, self.rng),
                    ("messageID", _) => String::new(),
                    ("sessionID", _) => "{{session}}".to_owned(),
                    // What a control point sends has neither folder nor status (5.5.6.4).
                    ("messageFolder" | "messageStatus", _) => String::new(),
                    (_, Some(table)) => table_value(*table, self.rng),
                    _ => base_value(*base, self.rng),
                };
                self.escaped(&value);
            }
            Content::Sequence(items) => {
                for item in items {
                    self.item(item, name, depth);
                }
            }
        }
    }

    fn item(&mut self, item: &Item, within: &str, depth: usize) {
        match item {
            Item::Element(particle) => {
                for _ in 0..self.count(particle, within) {
                    self.element(particle, depth);
                }
            }
            Item::Choice { particles, .. } => {
                if self.rng.u32(..4) == 0 && !particles.is_empty() {
                    let chosen = self.rng.usize(..particles.len());
                    self.element(&particles[chosen], depth);
                }
            }
            Item::Foreign { .. } => {
                if self.rng.u32(..12) == 0 {
                    self.text
                        .push_str("<v:note xmlns:v=\"urn:example-com:v\">x</v:note>");
                }
            }
        }
    }

    fn count(&mut self, particle: &Particle, within: &str) -> u32 {
        let fewest = match (within, &*particle.name) {
            // Somebody has to be reached (5.3.10.2).
            ("recipientsList", "recipientTo") => 1,
            // A message in no session names none; dates are the device's.
            ("message", "sessionID" | "replyMessageID" | "dateSent" | "dateReceived") => {
                return u32::from(self.rng.u32(..8) == 0);
            }
            _ => particle.min,
        };
        let more = match particle.max {
            Some(most) => most.saturating_sub(fewest),
            None => 2,
        };
        fewest
            + if self.rng.u32(..3) == 0 {
                self.rng.u32(..=more)
            } else {
                0
            }
    }

    fn element(&mut self, particle: &Particle, depth: usize) {
        let prefix = if particle.qualified { "peer:" } else { "" };
        let name = &particle.name;
        let _ = write!(self.text, "<{prefix}{name}");
        if let TypeRef::Named(shape) = &particle.content {
            self.attributes(shape);
        }
        self.text.push('>');
        if name == "id" && particle.qualified {
            self.text.push_str("{{recipient}}");
        } else {
            self.content(&particle.content, name, depth);
        }
        let _ = write!(self.text, "</{prefix}{name}>");
    }

    fn attributes(&mut self, shape: &str) {
        let Some(shape) = facts().shape(shape) else {
            return;
        };
        for attribute in &shape.attributes {
            if !attribute.required && self.rng.u32(..3) > 0 {
                continue;
            }
            let value = match attribute.values.len() {
                0 => base_value(attribute.base, self.rng),
                some => attribute.values[self.rng.usize(..some)].clone(),
            };
            let prefix = match attribute.qualified {
                Qualified::Yes => "peer:",
                _ => "",
            };
            let _ = write!(self.text, " {prefix}{}=\"{value}\"", attribute.name);
        }
    }

    fn escaped(&mut self, value: &str) {
        for c in value.chars() {
            match c {
                '<' => self.text.push_str("&lt;"),
                '&' => self.text.push_str("&amp;"),
                '>' => self.text.push_str("&gt;"),
                c => self.text.push(c),
            }
        }
    }
}
