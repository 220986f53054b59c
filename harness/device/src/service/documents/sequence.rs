//! Content models: the children of an element, taken in the order of the schema.

use super::invalid::Invalid;
use super::lexer::{excerpt, is_blank};
use super::tree::{Element, Node};

/// XML Schema's own attributes that may stand on any element.
const INSTANCE: &str = "http://www.w3.org/2001/XMLSchema-instance";

/// The child elements of an element that has no text, in order.
pub(super) struct Sequence<'a> {
    parent: &'a Element,
    children: std::iter::Peekable<std::vec::IntoIter<&'a Element>>,
}

impl Element {
    /// The element's content as a sequence of elements; text other than white space is refused.
    pub(super) fn sequence(&self) -> Result<Sequence<'_>, Invalid> {
        let mut children = Vec::new();
        for node in &self.content {
            match node {
                Node::Element(child) => children.push(child),
                Node::Text(text) if is_blank(text) => {}
                Node::Text(_) => {
                    let parent = &self.name.local;
                    return Err(Invalid::schema(format_args!("`{parent}` has text in it")));
                }
            }
        }
        Ok(Sequence {
            parent: self,
            children: children.into_iter().peekable(),
        })
    }

    /// The element's content as text; child elements are refused.
    pub(super) fn text(&self) -> Result<String, Invalid> {
        let mut text = String::new();
        for node in &self.content {
            match node {
                Node::Text(part) => text.push_str(part),
                Node::Element(child) => {
                    let (parent, child) = (&self.name.local, excerpt(&child.name.local));
                    return Err(Invalid::schema(format_args!(
                        "`{child}` stands in `{parent}`"
                    )));
                }
            }
        }
        Ok(text)
    }

    /// The value of an attribute that may be qualified with `namespace` or not. Any other
    /// attribute is refused.
    pub(super) fn only_attribute(
        &self,
        namespace: &str,
        local: &str,
    ) -> Result<Option<&str>, Invalid> {
        let mut value = None;
        for (name, text) in &self.attributes {
            let ours = name.is("", local) || name.is(namespace, local);
            if ours && value.is_none() {
                value = Some(text.as_str());
            } else if !is_instance_hint(&name.namespace, &name.local) {
                let (name, parent) = (excerpt(&name.local), &self.name.local);
                return Err(Invalid::schema(format_args!(
                    "`{parent}` has an attribute `{name}`"
                )));
            }
        }
        Ok(value)
    }

    /// Refuses attributes.
    pub(super) fn no_attributes(&self) -> Result<&Self, Invalid> {
        match self
            .attributes
            .iter()
            .find(|(name, _)| !is_instance_hint(&name.namespace, &name.local))
        {
            None => Ok(self),
            Some((name, _)) => {
                let (name, parent) = (excerpt(&name.local), &self.name.local);
                Err(Invalid::schema(format_args!(
                    "`{parent}` has an attribute `{name}`"
                )))
            }
        }
    }

    /// Refuses an element other than this one.
    pub(super) fn expect(self, namespace: &str, local: &str) -> Result<Self, Invalid> {
        if self.name.is(namespace, local) {
            return Ok(self);
        }
        let name = excerpt(&self.name.local);
        Err(Invalid::schema(format_args!(
            "the root is `{name}`, not `{local}` in namespace {namespace}"
        )))
    }
}

fn is_instance_hint(namespace: &str, local: &str) -> bool {
    namespace == INSTANCE && matches!(local, "schemaLocation" | "noNamespaceSchemaLocation")
}

impl<'a> Sequence<'a> {
    /// The next child if it is this one.
    pub(super) fn optional(&mut self, namespace: &str, local: &str) -> Option<&'a Element> {
        self.children
            .next_if(|child| child.name.is(namespace, local))
    }

    /// The next child, which has to be this one.
    pub(super) fn required(
        &mut self,
        namespace: &str,
        local: &str,
    ) -> Result<&'a Element, Invalid> {
        self.optional(namespace, local).ok_or_else(|| {
            let parent = &self.parent.name.local;
            let found = match self.children.peek() {
                Some(child) => format!("`{}`", excerpt(&child.name.local)),
                None => "the end".to_owned(),
            };
            Invalid::schema(format_args!(
                "`{local}` is missing in `{parent}` before {found}"
            ))
        })
    }

    /// All the next children that are this one.
    pub(super) fn many(&mut self, namespace: &str, local: &str) -> Vec<&'a Element> {
        std::iter::from_fn(|| self.optional(namespace, local)).collect()
    }

    /// The next child if it is in another namespace than this one, and in some namespace.
    pub(super) fn foreign(&mut self, namespace: &str) -> Option<&'a Element> {
        self.children
            .next_if(|child| !child.name.namespace.is_empty() && child.name.namespace != namespace)
    }

    /// Refuses whatever children are left.
    pub(super) fn end(mut self) -> Result<(), Invalid> {
        match self.children.next() {
            None => Ok(()),
            Some(child) => {
                let (child, parent) = (excerpt(&child.name.local), &self.parent.name.local);
                Err(Invalid::schema(format_args!(
                    "`{child}` is out of place in `{parent}`"
                )))
            }
        }
    }
}
