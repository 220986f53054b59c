//! Writing documents: the declaration, the namespaces, elements and text, always well-formed.

use std::borrow::Cow;

use jiff::Timestamp;
use jiff::tz::{Offset, TimeZone};
use quick_xml::Writer as Xml;
use quick_xml::events::{BytesCData, BytesDecl, BytesEnd, BytesPI, BytesStart, BytesText, Event};

use super::lexer::is_char;
use super::tree::{Element, Node};
use super::{MESSAGING, PEER};
use crate::defects::{DefectId, Deviations, VariationId};

/// A document under construction. `open` and `close` pair up.
pub(super) struct Writer<'a> {
    xml: Xml<Vec<u8>>,
    open: Vec<String>,
    peer: &'static str,
    pub(super) deviations: &'a Deviations,
}

impl<'a> Writer<'a> {
    /// Begins a document with its root; `peers` says whether peers may be in it.
    pub(super) fn new(root: &str, peers: bool, deviations: &'a Deviations) -> Self {
        let (messaging, peer) = if deviations.varies(VariationId::OtherPrefixes) {
            ("messaging", "p-1")
        } else {
            ("m", "peer")
        };
        let xml = if deviations.varies(VariationId::PrettyPrinted) {
            Xml::new_with_indent(Vec::new(), b' ', 2)
        } else {
            Xml::new(Vec::new())
        };
        let mut writer = Self {
            xml,
            open: Vec::new(),
            peer,
            deviations,
        };
        if !deviations.varies(VariationId::DocumentsUndeclared) {
            writer.write(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)));
        }
        let mut attributes = vec![(format!("xmlns:{messaging}"), MESSAGING.to_owned())];
        if peers {
            attributes.push((format!("xmlns:{peer}"), PEER.to_owned()));
        }
        let name = if root == "message" && deviations.has(DefectId::RootUnqualified) {
            root.to_owned()
        } else {
            format!("{messaging}:{root}")
        };
        writer.start(name, &attributes);
        writer
    }

    /// Ends the document.
    pub(super) fn finish(mut self) -> String {
        while !self.open.is_empty() {
            self.close();
        }
        // Everything written was a string, so this loses nothing.
        String::from_utf8_lossy(&self.xml.into_inner()).into_owned()
    }

    /// Opens an element of the messaging documents, which is unqualified.
    pub(super) fn open(&mut self, local: &str) {
        self.start(local.to_owned(), &[]);
    }

    /// Opens an element of a peer.
    pub(super) fn open_peer(&mut self, local: &str, attribute: Option<(&str, &str)>) {
        let attributes: Vec<_> = attribute
            .map(|(name, value)| {
                let plain = self.deviations.varies(VariationId::TypeUnqualified);
                let name = if plain {
                    name.to_owned()
                } else {
                    format!("{}:{name}", self.peer)
                };
                (name, value.to_owned())
            })
            .into_iter()
            .collect();
        self.start(self.peer_name(local), &attributes);
    }

    fn peer_name(&self, local: &str) -> String {
        if self.deviations.has(DefectId::PeerUnqualified) {
            local.to_owned()
        } else {
            format!("{}:{local}", self.peer)
        }
    }

    /// Closes the element opened last.
    pub(super) fn close(&mut self) {
        if let Some(name) = self.open.pop() {
            self.write(Event::End(BytesEnd::new(name)));
        }
    }

    /// An element with text, unqualified.
    pub(super) fn leaf(&mut self, local: &str, text: &str) {
        self.named_leaf(local.to_owned(), &[], text);
    }

    /// The same, if there is a text.
    pub(super) fn optional_leaf(&mut self, local: &str, text: Option<&str>) {
        if let Some(text) = text {
            self.leaf(local, text);
        }
    }

    /// An element with text and an attribute, unqualified.
    pub(super) fn leaf_with(&mut self, local: &str, attribute: (&str, &str), text: &str) {
        let attribute = (attribute.0.to_owned(), attribute.1.to_owned());
        self.named_leaf(local.to_owned(), &[attribute], text);
    }

    /// An element of a peer with text.
    pub(super) fn peer_leaf(&mut self, local: &str, text: &str) {
        self.named_leaf(self.peer_name(local), &[], text);
    }

    /// Text inside the open element.
    pub(super) fn text(&mut self, text: &str) {
        if self.deviations.varies(VariationId::DocumentsInCdata) {
            return self.sections(text);
        }
        self.write(Event::Text(BytesText::from_escaped(escape(text, false))));
    }

    /// The same text as CDATA sections; a carriage return cannot stand in one unharmed.
    fn sections(&mut self, text: &str) {
        for (at, line) in text.split('\r').enumerate() {
            if at > 0 {
                self.write(Event::Text(BytesText::from_escaped("&#13;")));
            }
            let kept: String = line
                .chars()
                .map(|c| if is_char(c) { c } else { '\u{FFFD}' })
                .collect();
            for section in BytesCData::escaped(&kept) {
                self.write(Event::CData(section));
            }
        }
    }

    /// RFC 3339 with zone (5.3.10.2).
    pub(super) fn date(&mut self, local: &str, date: Option<Timestamp>) {
        let Some(date) = date else { return };
        let whole = self.deviations.varies(VariationId::DatesInWholeSeconds);
        let fine = self.deviations.varies(VariationId::DatesFine);
        let date = if whole {
            Timestamp::from_second(date.as_second()).unwrap_or(date)
        } else {
            date
        };
        let text = if self.deviations.has(DefectId::DatesLocalized) {
            date.strftime("%d.%m.%Y %H:%M").to_string()
        } else if self.deviations.varies(VariationId::DatesWithOffset) {
            let zone = TimeZone::fixed(Offset::constant(2));
            date.to_zoned_datetime(zone)
                .strftime("%Y-%m-%dT%H:%M:%S%.f%:z")
                .to_string()
        } else if fine {
            date.strftime("%Y-%m-%dT%H:%M:%S%.9fZ").to_string()
        } else {
            date.strftime("%Y-%m-%dT%H:%M:%S%.fZ").to_string()
        };
        self.leaf(local, &text);
    }

    /// 4.2: how this device writes booleans.
    pub(super) fn boolean(&self, value: bool) -> &'static str {
        let (yes, no) = if self.deviations.has(DefectId::BooleanYes) {
            ("yes", "no")
        } else if self.deviations.varies(VariationId::BooleansInWords) {
            ("true", "false")
        } else {
            ("1", "0")
        };
        if value { yes } else { no }
    }

    /// An element of somebody else's namespace, with everything in it.
    pub(super) fn foreign(&mut self, element: &Element) {
        let mut attributes = Vec::new();
        let name = if element.name.namespace.is_empty() {
            element.name.local.clone()
        } else {
            attributes.push(("xmlns:v".to_owned(), element.name.namespace.clone()));
            format!("v:{}", element.name.local)
        };
        for (at, (name, value)) in element.attributes.iter().enumerate() {
            let name = match name.namespace.as_str() {
                "" => name.local.clone(),
                "http://www.w3.org/XML/1998/namespace" => format!("xml:{}", name.local),
                namespace => {
                    attributes.push((format!("xmlns:v{at}"), namespace.to_owned()));
                    format!("v{at}:{}", name.local)
                }
            };
            attributes.push((name, value.clone()));
        }
        self.start(name, &attributes);
        for node in &element.content {
            match node {
                Node::Element(child) => self.foreign(child),
                Node::Text(text) => self.text(text),
            }
        }
        self.close();
    }

    /// An element of a vendor's namespace.
    pub(super) fn vendor_leaf(&mut self) {
        let namespace = ("xmlns:v".to_owned(), "urn:example-com:note-1-0".to_owned());
        self.named_leaf("v:X_Presence".to_owned(), &[namespace], "away");
    }

    fn named_leaf(&mut self, name: String, attributes: &[(String, String)], text: &str) {
        if text.is_empty() {
            let tag = tag(&name, attributes);
            self.write(Event::Empty(tag));
        } else {
            self.start(name, attributes);
            self.text(text);
            self.close();
        }
    }

    fn start(&mut self, name: String, attributes: &[(String, String)]) {
        let tag = tag(&name, attributes);
        self.write(Event::Start(tag));
        self.open.push(name);
        if self.deviations.varies(VariationId::DocumentsCommented) {
            self.write(Event::Comment(BytesText::from_escaped(" here ")));
            self.write(Event::PI(BytesPI::new("here x")));
        }
    }

    fn write(&mut self, event: Event<'_>) {
        self.xml
            .write_event(event)
            .expect("writing into memory does not fail");
    }
}

fn tag(name: &str, attributes: &[(String, String)]) -> BytesStart<'static> {
    let mut content = name.to_owned();
    for (name, value) in attributes {
        content.push_str(&format!(" {name}=\"{}\"", escape(value, true)));
    }
    BytesStart::from_content(content, name.len())
}

/// Escapes what has a meaning in XML, keeps line ends as they are, and replaces what XML cannot carry.
fn escape(text: &str, attribute: bool) -> String {
    let mut escaped = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        let replacement: Cow<'static, str> = match c {
            '<' => "&lt;".into(),
            '>' => "&gt;".into(),
            '&' => "&amp;".into(),
            '"' => "&quot;".into(),
            '\r' => "&#13;".into(),
            '\n' | '\t' if attribute => format!("&#{};", u32::from(c)).into(),
            c if is_char(c) => {
                escaped.push(c);
                continue;
            }
            _ => "\u{FFFD}".into(),
        };
        escaped.push_str(&replacement);
    }
    escaped
}
