//! Text and attributes: the built-in types, patterns and enumerations of the schema.

use ctk_vectors::{Attribute, Base, Qualified};

use super::findings::Layer;
use super::judge::{Judge, Mistake, Once};
use super::node::NodeAttribute;
use super::place::Place;
use super::writer::PEER;
use crate::lexical::{
    Boolean, DateTime, Spelling, fits_message_id_schema, is_any_uri, is_non_negative_integer,
    is_positive_integer, is_unsigned_int,
};

/// The namespace of what XML Schema lets stand in an instance.
pub(super) const XSI: &str = "http://www.w3.org/2001/XMLSchema-instance";

/// Whether a text is a value of the type; if not, what would be.
pub(super) fn fits(base: Base, text: &str) -> Result<(), String> {
    let (fits, expected) = match base {
        Base::String | Base::AnyType => (true, "text"),
        Base::DateTime => match DateTime::read(text) {
            Ok(_) => (true, ""),
            Err(why) => return Err(format!("an xsd:dateTime like 2012-12-10T09:30:00Z; {why}")),
        },
        Base::NonNegativeInteger => (is_non_negative_integer(text), "a non-negative integer"),
        Base::PositiveInteger => (is_positive_integer(text), "a positive integer"),
        Base::UnsignedInt => (is_unsigned_int(text), "an unsigned integer of 32 bits"),
        Base::AnyUri => (is_any_uri(text), "a URI"),
        Base::Boolean => {
            let spelling = Boolean::read(text).map(|boolean| boolean.spelling);
            (
                matches!(spelling, Some(Spelling::Digit | Spelling::Word)),
                "a boolean, 0 or 1",
            )
        }
    };
    if fits {
        Ok(())
    } else {
        Err(expected.to_owned())
    }
}

/// Whether a text matches a pattern of the schema. The patterns are those of the ids.
pub(super) fn matches_pattern(pattern: &str, text: &str) -> bool {
    match pattern {
        MESSAGE_ID => fits_message_id_schema(text),
        SESSION_ID => text.bytes().all(|b| b.is_ascii_alphanumeric()),
        // A test sees to it that there is no other.
        _ => true,
    }
}

const MESSAGE_ID: &str = r"[a-zA-Z0-9]*(\.[a-zA-Z0-9]+)?";
const SESSION_ID: &str = "[a-zA-Z0-9]*";

impl Judge<'_> {
    /// 4.2: `yes` and `no` are accepted on input and never sent; of the others 0 and 1 are recommended.
    pub(super) fn boolean(&mut self, place: &Place<'_>, scope: &[&str]) -> Option<String> {
        let boolean = Boolean::read(&place.node.text);
        if !self.is_output() {
            return boolean.is_none().then(|| "a boolean, 0 or 1".to_owned());
        }
        self.check("M-4.2-1");
        self.check("M-4.2-3");
        match boolean.map(|boolean| boolean.spelling) {
            Some(Spelling::Digit) => {}
            Some(Spelling::Word) => self.tell_once(Once::WordBoolean, || {
                Mistake::rule("M-4.2-3", place, "0 or 1", "a boolean is written as a word")
                    .warning()
            }),
            Some(Spelling::YesNo) => self.tell(|| {
                let text = format!("`{}` is sent as a boolean", shown(&place.node.text));
                Mistake::rule("M-4.2-1", place, "0 or 1", text)
                    .layer(Layer::NotValid)
                    .also(scope)
            }),
            None => return Some("a boolean, 0 or 1".to_owned()),
        }
        None
    }

    pub(super) fn attributes(
        &mut self,
        place: &Place<'_>,
        known: &'static [Attribute],
        clause: &str,
        scope: &[&str],
    ) {
        let mut seen: Vec<&str> = Vec::new();
        for attribute in &place.node.attributes {
            let declared = known
                .iter()
                .find(|declared| is_declared(declared, attribute));
            let shown_as = format!("{}/@{}", place.path_if(self), shown(&attribute.name));
            let (expected, text) = match declared {
                None if is_tolerated(attribute) => continue,
                None => {
                    let names: Vec<&str> = known
                        .iter()
                        .map(|declared| declared.name.as_str())
                        .collect();
                    let expected = if names.is_empty() {
                        "no attribute".to_owned()
                    } else {
                        names.join(", ")
                    };
                    (
                        expected,
                        format!("attribute `{}` is not known here", shown(&attribute.name)),
                    )
                }
                Some(declared) if seen.contains(&declared.name.as_str()) => (
                    format!("`{}` once", declared.name),
                    "the attribute is there qualified and unqualified".to_owned(),
                ),
                Some(declared) => {
                    seen.push(&declared.name);
                    match attribute_fits(declared, &attribute.value) {
                        Ok(()) => continue,
                        Err(expected) => (
                            expected,
                            format!(
                                "attribute `{}` is `{}`",
                                declared.name,
                                shown(&attribute.value)
                            ),
                        ),
                    }
                }
            };
            self.tell(|| {
                not_valid(place, scope, clause, &expected, text)
                    .at_offset(attribute.offset)
                    .path(shown_as)
            });
        }
        self.missing_attributes(place, known, clause, scope, &seen);
    }

    fn missing_attributes(
        &mut self,
        place: &Place<'_>,
        known: &'static [Attribute],
        clause: &str,
        scope: &[&str],
        seen: &[&str],
    ) {
        for missing in known
            .iter()
            .filter(|declared| declared.required && !seen.contains(&declared.name.as_str()))
        {
            self.tell(|| {
                let text = format!("attribute `{}` is missing", missing.name);
                not_valid(place, scope, clause, &missing.name, text)
            });
        }
    }
}

impl Place<'_> {
    // Paths cost; none is made for findings that are left out.
    fn path_if(&self, judge: &mut Judge<'_>) -> String {
        if judge.is_full() {
            String::new()
        } else {
            self.path()
        }
    }
}

/// A mistake against the schema, in the scope of the innermost document and of those around it.
pub(super) fn not_valid(
    place: &Place<'_>,
    scope: &[&str],
    clause: &str,
    expected: &str,
    text: impl Into<String>,
) -> Mistake {
    let (innermost, around) = scope.split_last().unwrap_or((&"M-5.3-ns", &[]));
    Mistake::rule(innermost, place, expected, text)
        .layer(Layer::NotValid)
        .clause(clause)
        .also(around)
}

/// A text for a finding: short, and on one line.
pub(crate) fn shown(text: &str) -> String {
    const LONGEST: usize = 80;
    let mut shown = String::new();
    for c in text.chars().take(LONGEST) {
        if c.is_control() {
            shown.extend(c.escape_default())
        } else {
            shown.push(c)
        }
    }
    if text.chars().nth(LONGEST).is_some() {
        shown.push('…');
    }
    shown
}

fn is_declared(declared: &Attribute, attribute: &NodeAttribute) -> bool {
    declared.name == attribute.name
        && match (declared.qualified, attribute.namespace.as_deref()) {
            (Qualified::No | Qualified::Either, None) => true,
            (Qualified::Yes | Qualified::Either, Some(namespace)) => namespace == PEER,
            _ => false,
        }
}

// What XML Schema lets stand on any element; xsi:nil is not among it, since nothing is nillable.
fn is_tolerated(attribute: &NodeAttribute) -> bool {
    attribute.is_of_schema_instance()
        && matches!(
            attribute.name.as_str(),
            "type" | "schemaLocation" | "noNamespaceSchemaLocation"
        )
}

fn attribute_fits(declared: &Attribute, value: &str) -> Result<(), String> {
    if !declared.values.is_empty() && !declared.values.iter().any(|known| known == value) {
        return Err(declared.values.join(" or "));
    }
    fits(declared.base, value)
}

#[cfg(test)]
mod tests {
    use super::*;
    use ctk_vectors::{Content, facts};

    #[test]
    fn every_pattern_of_the_vector_files_is_known() {
        for shape in &facts().shapes {
            if let Content::Text {
                pattern: Some(pattern),
                ..
            } = &shape.content
            {
                assert!(
                    [MESSAGE_ID, SESSION_ID].contains(&pattern.as_str()),
                    "{}: {pattern}",
                    shape.name
                );
            }
        }
    }

    #[test]
    fn patterns_hold_the_whole_text() {
        assert!(matches_pattern(MESSAGE_ID, "S1.m1") && !matches_pattern(MESSAGE_ID, "S1.m1 "));
        assert!(matches_pattern(SESSION_ID, "") && !matches_pattern(SESSION_ID, "S.1"));
    }

    #[test]
    fn long_texts_are_cut_and_controls_escaped() {
        assert_eq!(shown("a\nb"), "a\\nb");
        assert_eq!(shown(&"x".repeat(100)).chars().count(), 81);
    }
}
