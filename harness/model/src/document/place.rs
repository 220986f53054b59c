//! An element in its document.

use super::node::{MISPRINT, Node};
use super::writer::{MESSAGING, PEER};

const LONGEST_NAME: usize = 64;

/// An element and those around it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Place<'a> {
    pub(crate) node: &'a Node,
    up: Option<&'a Place<'a>>,
}

impl<'a> Place<'a> {
    pub(crate) fn root(node: &'a Node) -> Self {
        Self { node, up: None }
    }

    /// This child of the element.
    pub(crate) fn at<'b>(&'b self, node: &'b Node) -> Place<'b>
    where
        'a: 'b,
    {
        Place {
            node,
            up: Some(self),
        }
    }

    /// The first child of this name, see [`Node::child`].
    pub(crate) fn get<'b>(&'b self, name: &str) -> Option<Place<'b>>
    where
        'a: 'b,
    {
        self.node.child(name).map(|node| self.at(node))
    }

    /// All children of this name, see [`Node::children_named`].
    pub(crate) fn all<'b>(&'b self, name: &'b str) -> impl Iterator<Item = Place<'b>>
    where
        'a: 'b,
    {
        self.node.children_named(name).map(|node| self.at(node))
    }

    /// `/m:message/recipientsList/recipientTo[2]/peer:id`.
    pub(crate) fn path(&self) -> String {
        let mut steps = Vec::new();
        let mut here = Some(self);
        while let Some(place) = here {
            steps.push(place.step());
            here = place.up;
        }
        steps.reverse();
        steps.concat()
    }

    fn step(&self) -> String {
        let name = shown_name(self.node);
        let alike =
            |other: &&Node| other.name == self.node.name && other.namespace == self.node.namespace;
        let Some(up) = self.up else {
            return format!("/{name}");
        };
        let siblings = || up.node.children.iter().filter(alike);
        match siblings().position(|node| std::ptr::eq(node, self.node)) {
            Some(index) if siblings().nth(1).is_some() => format!("/{name}[{}]", index + 1),
            _ => format!("/{name}"),
        }
    }
}

/// The name with the conventional prefix, `m:message`, `peer:id`; `*:` for a foreign namespace.
pub(crate) fn shown_name(node: &Node) -> String {
    let prefix = match node.namespace.as_deref() {
        None => "",
        Some(MESSAGING | MISPRINT) => "m:",
        Some(PEER) => "peer:",
        Some(_) => "*:",
    };
    let name: String = node.name.chars().take(LONGEST_NAME).collect();
    format!("{prefix}{name}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::node::parse;

    #[test]
    fn paths_number_only_what_is_several() {
        let text = "<m:a xmlns:m='urn:schemas-upnp-org:phone:messaging' xmlns:p='urn:schemas-upnp-org:phone:peer'>\
                    <b/><c/><c><p:id/></c><x xmlns='urn:v'/></m:a>";
        let parsed = parse(text, 0)
            .ok()
            .map(|parsed| parsed.root)
            .expect("well-formed");
        let root = Place::root(&parsed);
        let second = root.at(&parsed.children[2]);
        assert_eq!(root.path(), "/m:a");
        assert_eq!(root.at(&parsed.children[0]).path(), "/m:a/b");
        assert_eq!(
            second.at(&second.node.children[0]).path(),
            "/m:a/c[2]/peer:id"
        );
        assert_eq!(root.at(&parsed.children[3]).path(), "/m:a/*:x");
    }
}
