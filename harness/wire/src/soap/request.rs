//! Writing control requests: the usual one, and deliberate spellings of it.

use crate::xml::escape;

use super::{ENCODING, ENVELOPE};

/// The body of a control request: every argument in order, values escaped once. Characters that
/// XML does not know (most control characters) are the caller's to avoid.
pub fn request(service_type: &str, action: &str, arguments: &[(&str, &str)]) -> Vec<u8> {
    let envelope = Envelope::new(service_type, action);
    let with = |envelope: Envelope, (name, value): &(&str, &str)| envelope.argument(name, value);
    arguments.iter().fold(envelope, with).bytes()
}

/// The value of SOAPACTION, quotes included.
pub fn soapaction(service_type: &str, action: &str) -> String {
    format!("\"{service_type}#{action}\"")
}

/// A control request of which every part can be spelled differently.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Envelope {
    /// Text before the envelope: the XML declaration, a byte order mark, nothing.
    pub prologue: String,
    /// The namespace of Envelope and Body.
    pub namespace: String,
    /// The prefix of Envelope and Body.
    pub prefix: String,
    /// The encodingStyle attribute.
    pub encoding_style: Option<String>,
    /// The XML of the Header's entries; `None` for no Header.
    pub header: Option<String>,
    /// The prefix of the action element; empty to use a default namespace, with `xmlns=""` on the
    /// arguments, which carry no namespace.
    pub action_prefix: String,
    /// The namespace of the action element.
    pub service_type: String,
    /// The action element's local name.
    pub action: String,
    /// XML inside the action element.
    content: String,
    /// Whether an empty action element is written with two tags.
    pub two_tags: bool,
}

impl Envelope {
    /// The usual spelling, without arguments.
    pub fn new(service_type: &str, action: &str) -> Envelope {
        Envelope {
            prologue: "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n".to_owned(),
            namespace: ENVELOPE.to_owned(),
            prefix: "s".to_owned(),
            encoding_style: Some(ENCODING.to_owned()),
            header: None,
            action_prefix: "u".to_owned(),
            service_type: service_type.to_owned(),
            action: action.to_owned(),
            content: String::new(),
            two_tags: false,
        }
    }

    /// Adds an argument; the value is escaped once.
    pub fn argument(self, name: &str, value: &str) -> Envelope {
        let value = escape(value);
        self.raw_argument(name, &value)
    }

    /// Adds an argument whose value is XML as it is: entities, CDATA, comments.
    pub fn raw_argument(self, name: &str, xml: &str) -> Envelope {
        let unbound = if self.action_prefix.is_empty() {
            " xmlns=\"\""
        } else {
            ""
        };
        let argument = format!("<{name}{unbound}>{xml}</{name}>");
        self.raw(&argument)
    }

    /// Adds XML as it is inside the action element: white space, comments, foreign elements.
    pub fn raw(mut self, xml: &str) -> Envelope {
        self.content.push_str(xml);
        self
    }

    /// The body's bytes.
    pub fn bytes(&self) -> Vec<u8> {
        let prefixed = |prefix: &str, name: &str| match prefix {
            "" => name.to_owned(),
            _ => format!("{prefix}:{name}"),
        };
        let declared = |prefix: &str| match prefix {
            "" => "xmlns".to_owned(),
            _ => format!("xmlns:{prefix}"),
        };
        let (envelope, body) = (
            prefixed(&self.prefix, "Envelope"),
            prefixed(&self.prefix, "Body"),
        );
        let action = prefixed(&self.action_prefix, &self.action);
        let mut xml = self.prologue.clone();
        xml.push_str(&format!(
            "<{envelope} {}=\"{}\"",
            declared(&self.prefix),
            attribute(&self.namespace)
        ));
        if let Some(style) = &self.encoding_style {
            xml.push_str(&format!(
                " {}=\"{}\"",
                prefixed(&self.prefix, "encodingStyle"),
                attribute(style)
            ));
        }
        xml.push('>');
        if let Some(entries) = &self.header {
            let header = prefixed(&self.prefix, "Header");
            xml.push_str(&format!("<{header}>{entries}</{header}>"));
        }
        let namespace = attribute(&self.service_type);
        xml.push_str(&format!(
            "<{body}><{action} {}=\"{namespace}\"",
            declared(&self.action_prefix)
        ));
        if self.content.is_empty() && !self.two_tags {
            xml.push_str("/>");
        } else {
            xml.push_str(&format!(">{}</{action}>", self.content));
        }
        xml.push_str(&format!("</{body}></{envelope}>"));
        xml.into_bytes()
    }
}

fn attribute(value: &str) -> String {
    escape(value).replace('"', "&quot;")
}
