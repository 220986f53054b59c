//! A document as a tree of elements that outlives its text.

use roxmltree::{Document, ParsingOptions};

use super::guard;
use super::simple::XSI;
use super::well_formed;
use super::writer::{MESSAGING, PEER};
use crate::lexical::is_xml_space;

/// The namespace as the published schema misprints it.
pub(super) const MISPRINT: &str = "urn:schemasupnporg:phone:messaging";

/// An element.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Node {
    /// Local name.
    pub name: String,
    /// Namespace.
    pub namespace: Option<String>,
    /// Attributes, without namespace declarations.
    pub attributes: Vec<NodeAttribute>,
    /// All text directly inside, joined.
    pub text: String,
    /// Child elements.
    pub children: Vec<Node>,
    /// Where its start tag begins, in bytes of the text.
    pub offset: usize,
    /// Where its first text that is not blank begins.
    pub(super) text_offset: Option<usize>,
}

/// An attribute.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NodeAttribute {
    /// Local name.
    pub name: String,
    /// Namespace.
    pub namespace: Option<String>,
    /// Value.
    pub value: String,
    /// The namespace of the name that the value is, where the attribute is `xsi:type` and its prefix is bound.
    pub value_namespace: Option<String>,
    /// Where it begins, in bytes of the text.
    pub offset: usize,
}

impl Node {
    /// The first child of this name, be it qualified or not; failing that, one that differs in case only.
    pub fn child(&self, name: &str) -> Option<&Node> {
        let own = || {
            self.children
                .iter()
                .filter(|node| node.is_known_namespace())
        };
        own()
            .find(|node| node.name == name)
            .or_else(|| own().find(|node| node.name.eq_ignore_ascii_case(name)))
    }

    /// All children of this name, be they qualified or not.
    pub fn children_named<'n>(&'n self, name: &'n str) -> impl Iterator<Item = &'n Node> {
        self.children
            .iter()
            .filter(move |node| node.is_known_namespace() && node.name.eq_ignore_ascii_case(name))
    }

    /// The text of the first child of this name.
    pub fn text_of(&self, name: &str) -> Option<String> {
        self.child(name).map(|node| node.text.clone())
    }

    /// The value of an attribute, be it qualified or not.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes
            .iter()
            .find(|attribute| attribute.name == name)
            .map(|attribute| attribute.value.as_str())
    }

    fn is_known_namespace(&self) -> bool {
        matches!(
            self.namespace.as_deref(),
            None | Some(MESSAGING | MISPRINT | PEER)
        )
    }
}

/// A text that was parsed.
pub(super) struct Parsed {
    pub(super) root: Node,
    pub(super) declares_peer: bool,
}

/// Why a text could not be parsed, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Malformed {
    pub(super) offset: usize,
    pub(super) why: String,
}

/// Parses the text from this offset on.
pub(super) fn parse(whole: &str, from: usize) -> Result<Parsed, Malformed> {
    let text = &whole[from..];
    guard::check(text).map_err(|refusal| Malformed {
        offset: from + refusal.offset,
        why: refusal.why.to_owned(),
    })?;
    let options = ParsingOptions {
        allow_dtd: false,
        nodes_limit: guard::MAX_NODES,
        ..ParsingOptions::default()
    };
    let document = Document::parse_with_options(text, options).map_err(|error| {
        let why = match error {
            roxmltree::Error::DtdDetected => {
                "it has a document type declaration, which is not read".to_owned()
            }
            roxmltree::Error::NodesLimitReached => "it has more than 500000 nodes".to_owned(),
            _ => without_position(&error.to_string()),
        };
        let offset = match error {
            // The parser gives no place: what is missing is missing at the end.
            roxmltree::Error::UnclosedRootNode => text.len(),
            _ => offset_of(text, error.pos().row, error.pos().col),
        };
        Malformed {
            offset: from + offset,
            why,
        }
    })?;
    well_formed::check(text).map_err(|(offset, why)| Malformed {
        offset: from + offset,
        why: why.to_owned(),
    })?;
    let root = document.root_element();
    let mut declares_peer = root.namespaces().any(|namespace| namespace.uri() == PEER);
    let root = build(root, from, &mut declares_peer);
    Ok(Parsed {
        root,
        declares_peer,
    })
}

/// The namespace of the type that `xsi:type` names.
fn named_type(
    element: roxmltree::Node<'_, '_>,
    attribute: roxmltree::Attribute<'_, '_>,
) -> Option<String> {
    if attribute.name() != "type" || attribute.namespace() != Some(XSI) {
        return None;
    }
    let (prefix, _) = attribute.value().trim().split_once(':')?;
    element
        .lookup_namespace_uri(Some(prefix))
        .map(str::to_owned)
}

fn build(element: roxmltree::Node<'_, '_>, from: usize, declares_peer: &mut bool) -> Node {
    let mut node = Node {
        name: element.tag_name().name().to_owned(),
        // `xmlns=""` is no namespace.
        namespace: (element.tag_name().namespace())
            .filter(|namespace| !namespace.is_empty())
            .map(str::to_owned),
        attributes: element
            .attributes()
            .map(|attribute| NodeAttribute {
                name: attribute.name().to_owned(),
                namespace: attribute.namespace().map(str::to_owned),
                value: attribute.value().to_owned(),
                value_namespace: named_type(element, attribute),
                offset: from + attribute.range().start,
            })
            .collect(),
        offset: from + element.range().start,
        ..Node::default()
    };
    *declares_peer |= node.namespace.as_deref() == Some(PEER);
    for child in element.children() {
        if child.is_element() {
            node.children.push(build(child, from, declares_peer));
        } else if child.is_text() {
            let text = child.text().unwrap_or_default();
            if node.text_offset.is_none() && !text.chars().all(is_xml_space) {
                let blank = text.len() - text.trim_start_matches(is_xml_space).len();
                // With references in the text the two lengths differ; the place of the text itself is near enough.
                let exact = child.range().len() == text.len();
                node.text_offset = Some(from + child.range().start + if exact { blank } else { 0 });
            }
            node.text.push_str(text);
        }
    }
    node
}

// The parser appends ` at 3:14`.
fn without_position(message: &str) -> String {
    match message.rsplit_once(" at ") {
        Some((before, position)) if position.bytes().all(|b| b.is_ascii_digit() || b == b':') => {
            before.to_owned()
        }
        _ => message.to_owned(),
    }
}

fn offset_of(text: &str, row: u32, column: u32) -> usize {
    let line_start = match row {
        0 | 1 => 0,
        _ => text
            .match_indices('\n')
            .nth(row as usize - 2)
            .map_or(0, |(at, _)| at + 1),
    };
    let line = &text[line_start..];
    let in_line = line
        .char_indices()
        .nth((column as usize).saturating_sub(1))
        .map_or(line.len(), |(at, _)| at);
    line_start + in_line
}
