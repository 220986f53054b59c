//! XML with namespaces, read into a tree of elements. A DTD is refused; size, depth and count are bounded.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::invalid::Invalid;
use super::lexer::{
    attributes, check_declaration, excerpt, is_blank, is_char, is_space, resolve_reference,
    split_name,
};

/// Characters of one document.
const MOST_BYTES: usize = 512 * 1024;
const MOST_DEPTH: usize = 48;
const MOST_ELEMENTS: usize = 20_000;
const MOST_ATTRIBUTES: usize = 32;
const XML: &str = "http://www.w3.org/XML/1998/namespace";
const XMLNS: &str = "http://www.w3.org/2000/xmlns/";

/// A name with its namespace; no namespace is the empty one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Name {
    pub(super) namespace: String,
    pub(super) local: String,
}

impl Name {
    pub(super) fn is(&self, namespace: &str, local: &str) -> bool {
        self.namespace == namespace && self.local == local
    }
}

/// An element with everything in it; comments and processing instructions are gone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::service) struct Element {
    pub(super) name: Name,
    pub(super) attributes: Vec<(Name, String)>,
    pub(super) content: Vec<Node>,
}

/// A child of an element.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Node {
    Element(Element),
    Text(String),
}

impl Element {
    /// The bytes that it takes with all that is in it, roughly.
    pub(super) fn weight(&self) -> usize {
        let attributes = self.attributes.iter().map(|(_, value)| value.len());
        let content = self.content.iter().map(|node| match node {
            Node::Element(element) => element.weight(),
            Node::Text(text) => text.len(),
        });
        let parts: usize = attributes.chain(content).sum();
        let own = size_of::<Self>() + self.attributes.len() * size_of::<(Name, String)>();
        own + self.content.len() * size_of::<Node>() + parts
    }

    fn push_text(&mut self, text: &str) {
        match self.content.last_mut() {
            Some(Node::Text(before)) => before.push_str(text),
            _ if text.is_empty() => {}
            _ => self.content.push(Node::Text(text.to_owned())),
        }
    }
}

/// Reads a document and gives its root.
pub(super) fn read(xml: &str) -> Result<Element, Invalid> {
    if xml.len() > MOST_BYTES {
        return Err(Invalid::too_large(format_args!(
            "more than {MOST_BYTES} bytes"
        )));
    }
    if !xml.chars().all(is_char) {
        return Err(Invalid::malformed("a character that XML does not allow"));
    }
    let mut reader = Reader::from_str(xml);
    reader.config_mut().check_comments = true;
    let mut builder = Builder::default();
    let mut first = true;
    loop {
        let event = reader.read_event().map_err(Invalid::malformed)?;
        match event {
            Event::Decl(declaration) if first => {
                let content = utf8(&declaration)?;
                check_declaration(content.strip_prefix("xml").unwrap_or(content))?;
            }
            Event::Decl(_) => {
                return Err(Invalid::malformed(
                    "an XML declaration that is not at the beginning",
                ));
            }
            Event::DocType(_) => return Err(Invalid::malformed("a document type declaration")),
            Event::Start(tag) => builder.open(&tag)?,
            Event::Empty(tag) => {
                builder.open(&tag)?;
                builder.close()?;
            }
            Event::End(_) => builder.close()?,
            Event::Text(text) => builder.text(utf8(&text)?)?,
            Event::CData(text) => builder.character_data(&line_ends(utf8(&text)?), false)?,
            Event::GeneralRef(name) => {
                let c = resolve_reference(utf8(&name)?)?;
                builder.character_data(c.encode_utf8(&mut [0; 4]), false)?;
            }
            Event::Comment(text) => {
                if utf8(&text)?.ends_with('-') {
                    return Err(Invalid::malformed("`--` stands in a comment"));
                }
            }
            Event::PI(instruction) => check_target(utf8(instruction.target())?)?,
            Event::Eof => return builder.finish(),
        }
        first = false;
    }
}

fn check_target(target: &str) -> Result<(), Invalid> {
    if target.eq_ignore_ascii_case("xml") || target.contains(':') {
        return Err(Invalid::malformed(
            "a processing instruction with a reserved name",
        ));
    }
    split_name(target).map(|_| ())
}

/// The parser was given a string, so its slices are UTF-8 unless it cut inside a character.
fn utf8(bytes: &[u8]) -> Result<&str, Invalid> {
    std::str::from_utf8(bytes).map_err(Invalid::malformed)
}

/// XML 1.0, 2.11: end-of-line handling.
fn line_ends(text: &str) -> String {
    text.replace("\r\n", "\n").replace('\r', "\n")
}

#[derive(Default)]
struct Builder {
    open: Vec<Element>,
    /// Namespace declarations in scope, each with the depth of its element.
    scope: Vec<(usize, Option<String>, String)>,
    root: Option<Element>,
    elements: usize,
}

impl Builder {
    fn open(&mut self, tag: &BytesStart<'_>) -> Result<(), Invalid> {
        self.elements += 1;
        if self.elements > MOST_ELEMENTS || self.open.len() >= MOST_DEPTH {
            return Err(Invalid::too_large("too many elements, or too deep"));
        }
        if self.root.is_some() {
            return Err(Invalid::malformed("a second root element"));
        }
        let name = utf8(tag.name().into_inner())?.to_owned();
        let given = attributes(utf8(tag.attributes_raw())?, MOST_ATTRIBUTES)?;
        let depth = self.open.len();
        for (name, value) in &given {
            if *name == "xmlns" {
                self.declare(depth, None, value)?;
            } else if let Some(prefix) = name.strip_prefix("xmlns:") {
                self.declare(depth, Some(prefix), value)?;
            }
        }
        let name = self.resolve(&name, true)?;
        let mut resolved: Vec<(Name, String)> = Vec::new();
        for (name, value) in given {
            if name == "xmlns" || name.starts_with("xmlns:") {
                continue;
            }
            let name = self.resolve(name, false)?;
            if resolved.iter().any(|(other, _)| *other == name) {
                let local = excerpt(&name.local);
                return Err(Invalid::malformed(format_args!(
                    "attribute `{local}` stands twice"
                )));
            }
            resolved.push((name, value));
        }
        self.open.push(Element {
            name,
            attributes: resolved,
            content: Vec::new(),
        });
        Ok(())
    }

    /// Namespaces in XML 1.0, section 3 and the constraints of section 2.2.
    fn declare(&mut self, depth: usize, prefix: Option<&str>, uri: &str) -> Result<(), Invalid> {
        let legal = match prefix {
            None => uri != XML && uri != XMLNS,
            Some("xml") => uri == XML,
            Some("xmlns") => false,
            Some(prefix) => {
                split_name(prefix)?;
                !prefix.contains(':') && !uri.is_empty() && uri != XML && uri != XMLNS
            }
        };
        if !legal {
            return Err(Invalid::malformed(
                "a namespace declaration that is not allowed",
            ));
        }
        self.scope
            .push((depth, prefix.map(str::to_owned), uri.to_owned()));
        Ok(())
    }

    fn resolve(&self, name: &str, element: bool) -> Result<Name, Invalid> {
        let (prefix, local) = split_name(name)?;
        let namespace = match prefix {
            Some("xml") => XML,
            None if !element => "",
            prefix => {
                let declared = self
                    .scope
                    .iter()
                    .rev()
                    .find(|(_, one, _)| one.as_deref() == prefix);
                match (declared, prefix) {
                    (Some((_, _, uri)), _) => uri,
                    (None, None) => "",
                    (None, Some(prefix)) => {
                        let prefix = excerpt(prefix);
                        return Err(Invalid::malformed(format_args!(
                            "prefix `{prefix}` is not declared"
                        )));
                    }
                }
            }
        };
        Ok(Name {
            namespace: namespace.to_owned(),
            local: local.to_owned(),
        })
    }

    fn close(&mut self) -> Result<(), Invalid> {
        let done = self
            .open
            .pop()
            .ok_or_else(|| Invalid::malformed("an end tag without its start"))?;
        let depth = self.open.len();
        self.scope.retain(|(of, _, _)| *of < depth);
        match self.open.last_mut() {
            Some(parent) => parent.content.push(Node::Element(done)),
            None => self.root = Some(done),
        }
        Ok(())
    }

    fn text(&mut self, raw: &str) -> Result<(), Invalid> {
        if raw.contains("]]>") {
            return Err(Invalid::malformed("`]]>` stands in text"));
        }
        self.character_data(&line_ends(raw), is_blank(raw))
    }

    fn character_data(&mut self, text: &str, space: bool) -> Result<(), Invalid> {
        match self.open.last_mut() {
            Some(element) => element.push_text(text),
            None if space => {}
            None => return Err(Invalid::malformed("text outside the root element")),
        }
        Ok(())
    }

    fn finish(self) -> Result<Element, Invalid> {
        if let Some(open) = self.open.last() {
            let local = excerpt(&open.name.local);
            return Err(Invalid::malformed(format_args!("`{local}` has no end tag")));
        }
        self.root.ok_or_else(|| Invalid::malformed("no element"))
    }
}

/// Drops white space at both ends and folds it inside (XML Schema, `collapse`).
pub(super) fn collapse(text: &str) -> String {
    text.split(is_space)
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}
