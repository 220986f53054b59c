//! Writes input documents: XML declaration, prefixes, escaping.

use crate::lexical::is_xml_char;

/// Namespace of the root elements.
pub const MESSAGING: &str = "urn:schemas-upnp-org:phone:messaging";
/// Namespace of a peer's elements.
pub const PEER: &str = "urn:schemas-upnp-org:phone:peer";

/// A document under construction, without white space between elements.
#[derive(Debug)]
pub(crate) struct Writer {
    out: String,
}

impl Writer {
    /// Begins a document whose root is qualified; both namespaces are declared.
    pub(crate) fn begin(root: &str) -> Self {
        let out = format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
             <m:{root} xmlns:m=\"{MESSAGING}\" xmlns:peer=\"{PEER}\">"
        );
        Self { out }
    }

    /// Ends the document.
    pub(crate) fn end(mut self, root: &str) -> String {
        self.out.push_str(&format!("</m:{root}>"));
        self.out
    }

    /// An element with text.
    pub(crate) fn text(&mut self, name: &str, text: &str) {
        self.with(name, &[], |w| w.escaped(text));
    }

    /// An element with text, when there is one.
    pub(crate) fn optional(&mut self, name: &str, text: Option<&str>) {
        if let Some(text) = text {
            self.text(name, text);
        }
    }

    /// An element with attributes and whatever the closure writes.
    pub(crate) fn with(
        &mut self,
        name: &str,
        attributes: &[(&str, &str)],
        inner: impl FnOnce(&mut Self),
    ) {
        self.out.push('<');
        self.out.push_str(name);
        for (key, value) in attributes {
            self.out.push_str(&format!(" {key}=\""));
            self.escaped(value);
            self.out.push('"');
        }
        self.out.push('>');
        inner(self);
        self.out.push_str("</");
        self.out.push_str(name);
        self.out.push('>');
    }

    /// Text, escaped.
    pub(crate) fn characters(&mut self, text: &str) {
        self.escaped(text);
    }

    // Line ends and tabs are written as references, else reading would normalise them.
    fn escaped(&mut self, text: &str) {
        for c in text.chars() {
            match c {
                '&' => self.out.push_str("&amp;"),
                '<' => self.out.push_str("&lt;"),
                '>' => self.out.push_str("&gt;"),
                '"' => self.out.push_str("&quot;"),
                '\r' => self.out.push_str("&#13;"),
                '\n' => self.out.push_str("&#10;"),
                '\t' => self.out.push_str("&#9;"),
                c if is_xml_char(c) => self.out.push(c),
                _ => self.out.push('\u{fffd}'),
            }
        }
    }
}
