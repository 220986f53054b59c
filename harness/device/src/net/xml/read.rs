//! A strict, namespace-aware reader for small documents, with bounds on everything a hostile peer chooses.
//!
//! quick-xml finds the markup; what it leaves to its caller is checked here: names, characters, references, one document
//! element, attribute uniqueness by expanded name, declared prefixes. A document type declaration is refused, so that
//! no entity is ever defined.

use quick_xml::XmlVersion;
use quick_xml::events::{BytesDecl, BytesRef, BytesStart, Event};
use thiserror::Error;

use super::write::is_xml_char;

const MAX_DEPTH: usize = 48;
const MAX_ELEMENTS: usize = 4096;
const MAX_ATTRIBUTES: usize = 64;
const MAX_BYTES: usize = 4 << 20;
const XML_NAMESPACE: &str = "http://www.w3.org/XML/1998/namespace";
const XMLNS_NAMESPACE: &str = "http://www.w3.org/2000/xmlns/";

/// Why a document was not read.
#[derive(Debug, Error, PartialEq, Eq)]
pub(crate) enum XmlError {
    #[error("the document is not UTF-8")]
    Encoding,
    #[error("a document type declaration is not accepted")]
    Doctype,
    #[error("the document has more than {0}")]
    TooLarge(&'static str),
    #[error("the document is not well-formed: {0}")]
    Malformed(String),
}

fn malformed(what: impl Into<String>) -> XmlError {
    XmlError::Malformed(what.into())
}

/// An attribute; namespace declarations are not among them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Attribute {
    /// Empty: none.
    pub(crate) namespace: String,
    pub(crate) name: String,
    pub(crate) value: String,
}

/// An element. Comments and processing instructions are gone, character data is joined and resolved.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Element {
    /// Empty: none.
    pub(crate) namespace: String,
    pub(crate) name: String,
    pub(crate) attributes: Vec<Attribute>,
    pub(crate) children: Vec<Element>,
    /// All character data directly inside, in order.
    text: String,
}

impl Element {
    pub(crate) fn is(&self, namespace: &str, name: &str) -> bool {
        self.namespace == namespace && self.name == name
    }

    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    pub(crate) fn attribute(&self, namespace: &str, name: &str) -> Option<&str> {
        self.attributes
            .iter()
            .find(|a| a.namespace == namespace && a.name == name)
            .map(|a| a.value.as_str())
    }
}

/// Reads a document and returns its document element.
pub(crate) fn parse(bytes: &[u8]) -> Result<Element, XmlError> {
    if bytes.len() > MAX_BYTES {
        return Err(XmlError::TooLarge("4 MiB"));
    }
    let text = std::str::from_utf8(bytes).map_err(|_| XmlError::Encoding)?;
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    if let Some(odd) = text.chars().find(|c| !is_xml_char(*c)) {
        return Err(malformed(format!("character U+{:04X}", odd as u32)));
    }
    let mut reader = quick_xml::Reader::from_str(text);
    reader.config_mut().check_comments = true;
    let mut builder = Builder::default();
    let mut first = true;
    loop {
        let event = reader.read_event().map_err(|e| malformed(e.to_string()))?;
        match event {
            Event::Eof => return builder.finish(),
            Event::Decl(declaration) if first => check_declaration(&declaration)?,
            Event::Decl(_) => return Err(malformed("XML declaration inside the document")),
            Event::DocType(_) => return Err(XmlError::Doctype),
            Event::Start(start) => builder.open(&start)?,
            Event::Empty(start) => {
                builder.open(&start)?;
                builder.close()?;
            }
            // The reader itself compares the names of start and end tags.
            Event::End(_) => builder.close()?,
            Event::Text(text) => {
                let text = text.xml10_content().map_err(|_| XmlError::Encoding)?;
                if text.contains("]]>") {
                    return Err(malformed("`]]>` in character data"));
                }
                builder.text(&text)?;
            }
            Event::CData(text) => {
                let text = text.xml10_content().map_err(|_| XmlError::Encoding)?;
                builder.cdata(&text)?;
            }
            Event::GeneralRef(reference) => {
                let c = resolve(&reference)?;
                builder.reference(c)?;
            }
            Event::Comment(_) => {}
            Event::PI(instruction) => check_target(utf8(instruction.target())?)?,
        }
        first = false;
    }
}

fn check_target(target: &str) -> Result<(), XmlError> {
    if !is_name(target) || target.eq_ignore_ascii_case("xml") {
        return Err(malformed("processing instruction target"));
    }
    Ok(())
}

fn utf8(bytes: &[u8]) -> Result<&str, XmlError> {
    std::str::from_utf8(bytes).map_err(|_| XmlError::Encoding)
}

fn check_declaration(declaration: &BytesDecl<'_>) -> Result<(), XmlError> {
    let version = declaration
        .version()
        .map_err(|e| malformed(e.to_string()))?;
    if !version.starts_with(b"1.") {
        return Err(malformed("XML version"));
    }
    match declaration.encoding() {
        None => Ok(()),
        Some(Ok(name))
            if name.eq_ignore_ascii_case(b"utf-8") || name.eq_ignore_ascii_case(b"us-ascii") =>
        {
            Ok(())
        }
        Some(Ok(_)) => Err(XmlError::Encoding),
        Some(Err(e)) => Err(malformed(e.to_string())),
    }
}

/// Reference ::= '&' Name ';' | '&#' [0-9]+ ';' | '&#x' [0-9a-fA-F]+ ';'   with the five predefined names.
fn resolve(reference: &BytesRef<'_>) -> Result<char, XmlError> {
    let name = reference.decode().map_err(|_| XmlError::Encoding)?;
    let unknown = || malformed(format!("reference &{};", name.escape_debug()));
    match &*name {
        "lt" => Ok('<'),
        "gt" => Ok('>'),
        "amp" => Ok('&'),
        "quot" => Ok('"'),
        "apos" => Ok('\''),
        other => {
            let digits = other.strip_prefix('#').ok_or_else(unknown)?;
            let code = match digits.strip_prefix('x') {
                Some(hex) if hex.bytes().all(|b| b.is_ascii_hexdigit()) => {
                    u32::from_str_radix(hex, 16)
                }
                None if digits.bytes().all(|b| b.is_ascii_digit()) => digits.parse(),
                _ => return Err(unknown()),
            };
            code.ok()
                .and_then(char::from_u32)
                .filter(|c| is_xml_char(*c))
                .ok_or_else(unknown)
        }
    }
}

/// NCName of Namespaces in XML, over the name characters of XML 1.0 (fifth edition).
fn is_name(name: &str) -> bool {
    let start = |c: char| {
        matches!(c, 'A'..='Z' | '_' | 'a'..='z' | '\u{C0}'..='\u{D6}' | '\u{D8}'..='\u{F6}' | '\u{F8}'..='\u{2FF}'
            | '\u{370}'..='\u{37D}' | '\u{37F}'..='\u{1FFF}' | '\u{200C}'..='\u{200D}' | '\u{2070}'..='\u{218F}'
            | '\u{2C00}'..='\u{2FEF}' | '\u{3001}'..='\u{D7FF}' | '\u{F900}'..='\u{FDCF}' | '\u{FDF0}'..='\u{FFFD}'
            | '\u{10000}'..='\u{EFFFF}')
    };
    let mut chars = name.chars();
    chars.next().is_some_and(start)
        && chars.all(|c| {
            start(c) || matches!(c, '-' | '.' | '0'..='9' | '\u{B7}' | '\u{300}'..='\u{36F}' | '\u{203F}'..='\u{2040}')
        })
}

/// QName ::= (NCName ':')? NCName
fn split(name: &str) -> Result<(&str, &str), XmlError> {
    let (prefix, local) = name.split_once(':').unwrap_or(("", name));
    if !is_name(local) || (name.contains(':') && !is_name(prefix)) {
        return Err(malformed(format!("name `{}`", name.escape_debug())));
    }
    Ok((prefix, local))
}

#[derive(Default)]
struct Builder {
    /// Open elements, and how many bindings were in scope before each.
    open: Vec<(Element, usize)>,
    /// Prefix and namespace, innermost last.
    bindings: Vec<(String, String)>,
    elements: usize,
    root: Option<Element>,
}

impl Builder {
    fn open(&mut self, start: &BytesStart<'_>) -> Result<(), XmlError> {
        if self.root.is_some() {
            return Err(malformed("a second document element"));
        }
        self.elements += 1;
        if self.open.len() >= MAX_DEPTH {
            return Err(XmlError::TooLarge("48 levels"));
        }
        if self.elements > MAX_ELEMENTS {
            return Err(XmlError::TooLarge("4096 elements"));
        }
        let before = self.bindings.len();
        let plain = self.attributes(start)?;
        let name = utf8(start.name().0)?.to_owned();
        let (prefix, local) = split(&name)?;
        let mut element = Element {
            namespace: self.lookup(prefix)?,
            name: local.to_owned(),
            ..Element::default()
        };
        for (prefix, name, value) in plain {
            // An attribute without prefix has no namespace, whatever the default is.
            let namespace = if prefix.is_empty() {
                String::new()
            } else {
                self.lookup(&prefix)?
            };
            if element.attribute(&namespace, &name).is_some() {
                return Err(malformed(format!("attribute `{name}` twice")));
            }
            element.attributes.push(Attribute {
                namespace,
                name,
                value,
            });
        }
        self.open.push((element, before));
        Ok(())
    }

    /// Binds the namespaces that an element declares, and gives its other attributes: prefix, name and value.
    fn attributes(
        &mut self,
        start: &BytesStart<'_>,
    ) -> Result<Vec<(String, String, String)>, XmlError> {
        let before = self.bindings.len();
        let mut plain = Vec::new();
        // Its own check for duplicates is quadratic; ours is bounded by the count.
        for attribute in start.attributes().with_checks(false) {
            let attribute = attribute.map_err(|e| malformed(e.to_string()))?;
            if plain.len() + self.bindings.len() - before >= MAX_ATTRIBUTES {
                return Err(XmlError::TooLarge("64 attributes on an element"));
            }
            if attribute.value.contains(&b'<') {
                return Err(malformed("`<` in an attribute value"));
            }
            let value = attribute
                .normalized_value(XmlVersion::Explicit1_0)
                .map_err(|e| malformed(e.to_string()))?
                .into_owned();
            if let Some(odd) = value.chars().find(|c| !is_xml_char(*c)) {
                return Err(malformed(format!("character U+{:04X}", odd as u32)));
            }
            let name = utf8(attribute.key.0)?;
            let (prefix, local) = split(name)?;
            match (prefix, local) {
                ("", "xmlns") => self.bind(before, "", value)?,
                ("xmlns", prefix) => self.bind(before, prefix, value)?,
                _ => plain.push((prefix.to_owned(), local.to_owned(), value)),
            }
        }
        Ok(plain)
    }

    fn bind(&mut self, before: usize, prefix: &str, namespace: String) -> Result<(), XmlError> {
        let reserved = prefix == "xmlns"
            || namespace == XMLNS_NAMESPACE
            || (prefix == "xml") != (namespace == XML_NAMESPACE)
            || (!prefix.is_empty() && namespace.is_empty());
        if reserved || self.bindings[before..].iter().any(|(p, _)| p == prefix) {
            return Err(malformed(format!("namespace declaration of `{prefix}`")));
        }
        self.bindings.push((prefix.to_owned(), namespace));
        Ok(())
    }

    fn lookup(&self, prefix: &str) -> Result<String, XmlError> {
        let bound = self.bindings.iter().rev().find(|(p, _)| p == prefix);
        match (bound, prefix) {
            (Some((_, namespace)), _) => Ok(namespace.clone()),
            (None, "") => Ok(String::new()),
            (None, "xml") => Ok(XML_NAMESPACE.to_owned()),
            (None, _) => Err(malformed(format!("prefix `{prefix}` is not declared"))),
        }
    }

    fn close(&mut self) -> Result<(), XmlError> {
        let (element, before) = self
            .open
            .pop()
            .ok_or_else(|| malformed("an end tag too many"))?;
        self.bindings.truncate(before);
        match self.open.last_mut() {
            Some((parent, _)) => parent.children.push(element),
            None => self.root = Some(element),
        }
        Ok(())
    }

    fn text(&mut self, text: &str) -> Result<(), XmlError> {
        match self.open.last_mut() {
            Some((element, _)) => element.text.push_str(text),
            None if text
                .bytes()
                .all(|b| matches!(b, b' ' | b'\t' | b'\r' | b'\n')) => {}
            None => return Err(malformed("text outside the document element")),
        }
        Ok(())
    }

    fn cdata(&mut self, text: &str) -> Result<(), XmlError> {
        match self.open.last_mut() {
            Some((element, _)) => element.text.push_str(text),
            None => return Err(malformed("CDATA outside the document element")),
        }
        Ok(())
    }

    fn reference(&mut self, c: char) -> Result<(), XmlError> {
        match self.open.last_mut() {
            Some((element, _)) => element.text.push(c),
            None => return Err(malformed("a reference outside the document element")),
        }
        Ok(())
    }

    fn finish(self) -> Result<Element, XmlError> {
        match self.open.last() {
            Some((element, _)) => Err(malformed(format!("`{}` is not closed", element.name))),
            None => self.root.ok_or_else(|| malformed("no document element")),
        }
    }
}

#[cfg(test)]
mod tests;
