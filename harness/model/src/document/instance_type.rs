//! `xsi:type`: an element may name its own type, and no other (XML Schema, Element Locally Valid).

use ctk_vectors::{Base, Shape, TypeRef, facts};

use super::judge::Judge;
use super::node::{MISPRINT, NodeAttribute};
use super::place::Place;
use super::simple::{XSI, not_valid, shown};
use super::writer::{MESSAGING, PEER};

/// The namespace of the types that XML Schema itself defines.
const XSD: &str = "http://www.w3.org/2001/XMLSchema";

impl Judge<'_> {
    /// Tells of an `xsi:type` that names a type which the element's is not, and which is not derived from it. A name that
    /// leads to no type known here is left alone.
    pub(super) fn instance_type(
        &mut self,
        place: &Place<'_>,
        content: &'static TypeRef,
        clause: &str,
        scope: &[&str],
    ) {
        let named = place
            .node
            .attributes
            .iter()
            .find(|attribute| attribute.name == "type" && attribute.is_of_schema_instance());
        let Some(attribute) = named else {
            return;
        };
        let due = match content {
            TypeRef::Builtin(base) if is_other_builtin(*base, attribute) => {
                format!("xs:{}, or none", family(*base).first().unwrap_or(&""))
            }
            TypeRef::Named(name) if is_other_shape(name, attribute) => format!("{name}, or none"),
            _ => return,
        };
        self.tell(|| {
            let text = format!("xsi:type names `{}`", shown(&attribute.value));
            not_valid(place, scope, clause, &due, text).at_offset(attribute.offset)
        });
    }
}

impl NodeAttribute {
    pub(super) fn is_of_schema_instance(&self) -> bool {
        self.namespace.as_deref() == Some(XSI)
    }

    fn local_name(&self) -> &str {
        let name = self.value.trim();
        name.rsplit_once(':').map_or(name, |(_, local)| local)
    }
}

fn is_other_builtin(base: Base, attribute: &NodeAttribute) -> bool {
    match attribute.value_namespace.as_deref() {
        Some(XSD) => !family(base).contains(&attribute.local_name()),
        Some(MESSAGING | MISPRINT | PEER) => facts().shape(attribute.local_name()).is_some(),
        _ => false,
    }
}

fn is_other_shape(name: &str, attribute: &NodeAttribute) -> bool {
    let local = attribute.local_name();
    let known = |shape: &Shape| shape.name == local;
    match attribute.value_namespace.as_deref() {
        Some(XSD) => true,
        Some(MESSAGING | MISPRINT | PEER) => local != name && facts().shapes.iter().any(known),
        _ => false,
    }
}

/// The type of XML Schema, and those derived from it.
fn family(base: Base) -> &'static [&'static str] {
    match base {
        Base::String => &[
            "string",
            "normalizedString",
            "token",
            "language",
            "Name",
            "NCName",
            "NMTOKEN",
            "ID",
            "IDREF",
            "ENTITY",
            "NMTOKENS",
            "IDREFS",
            "ENTITIES",
        ],
        Base::DateTime => &["dateTime"],
        Base::NonNegativeInteger => &[
            "nonNegativeInteger",
            "positiveInteger",
            "unsignedLong",
            "unsignedInt",
            "unsignedShort",
            "unsignedByte",
        ],
        Base::PositiveInteger => &["positiveInteger"],
        Base::UnsignedInt => &["unsignedInt", "unsignedShort", "unsignedByte"],
        Base::AnyUri => &["anyURI"],
        Base::Boolean => &["boolean"],
        Base::AnyType => &[],
    }
}
