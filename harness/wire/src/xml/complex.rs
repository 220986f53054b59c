//! Elements with a fixed content model, as the description documents have them.

use ctk_vectors::Deviation;
use roxmltree::Node;

use crate::Findings;

use super::value::{elements, namespace, own_text};

/// An element and the namespace its standard children are in.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Complex<'a, 'i> {
    pub(crate) node: Node<'a, 'i>,
    standard: &'static str,
}

impl<'a, 'i> Complex<'a, 'i> {
    pub(crate) fn new(node: Node<'a, 'i>, standard: &'static str) -> Complex<'a, 'i> {
        Complex { node, standard }
    }

    /// The same view of a child.
    pub(crate) fn of(&self, node: Node<'a, 'i>) -> Complex<'a, 'i> {
        Complex { node, ..*self }
    }

    /// Whether a child belongs to the document's own vocabulary. If the whole document is in a
    /// wrong namespace, that one counts.
    fn is_standard(&self, child: Node<'_, '_>) -> bool {
        let of_child = namespace(child);
        let of_root = namespace(child.document().root_element());
        of_child == Some(self.standard) || of_child == of_root
    }

    /// The standard children of that name.
    pub(crate) fn all(self, name: &'static str) -> impl Iterator<Item = Node<'a, 'i>> {
        elements(self.node)
            .filter(move |child| child.tag_name().name() == name && self.is_standard(*child))
    }

    /// The first of them.
    pub(crate) fn first(self, name: &'static str) -> Option<Node<'a, 'i>> {
        self.all(name).next()
    }

    /// How many there are.
    pub(crate) fn count(self, name: &'static str) -> usize {
        self.all(name).count()
    }

    /// The text of the first, trimmed.
    pub(crate) fn text(self, name: &'static str) -> Option<String> {
        self.first(name)
            .map(|node| own_text(node).trim().to_owned())
    }

    /// Whether white space surrounds the text of the first.
    pub(crate) fn is_padded(self, name: &'static str) -> bool {
        self.first(name)
            .map(own_text)
            .is_some_and(|text| text.trim() != text)
    }

    /// A standard child that stands behind one it should precede.
    pub(crate) fn misplaced(self, order: &[&'static str]) -> Option<&'a str> {
        let mut reached = 0;
        for child in elements(self.node).filter(|child| self.is_standard(*child)) {
            let name = child.tag_name().name();
            if let Some(rank) = order.iter().position(|known| *known == name) {
                if rank < reached {
                    return Some(name);
                }
                reached = rank;
            }
        }
        None
    }

    /// UDA-DESC-36 and UDA-SCPD-27: the form and place of children outside the content model.
    pub(crate) fn foreign(
        self,
        known: &[&'static str],
        unknown: Deviation,
        before_standard: Deviation,
        findings: &mut Findings,
    ) {
        let children: Vec<_> = elements(self.node).collect();
        let is_known = |child: &Node<'_, '_>| {
            self.is_standard(*child) && known.contains(&child.tag_name().name())
        };
        let last = children.iter().rposition(is_known);
        let place = self.node.tag_name().name();
        for (index, child) in children
            .iter()
            .enumerate()
            .filter(|(_, child)| !is_known(child))
        {
            let name = child.tag_name().name();
            let standard = self.is_standard(*child);
            let between = last.is_some_and(|last| index < last);
            let (deviation, trouble) = match (standard, name.starts_with("X_"), between) {
                (true, ..) => (unknown, "is in the standard's namespace but unknown there"),
                (_, false, _) => (unknown, "does not begin with X_"),
                (_, _, true) => (before_standard, "stands before standard elements"),
                _ => continue,
            };
            findings.add(
                deviation,
                format!("the element {name} in {place} {trouble}"),
            );
        }
    }
}
