//! Responses taken apart to be edited, and put together again with a length that fits.

/// A response's status line, header lines and body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Parts {
    pub(crate) status_line: String,
    pub(crate) headers: Vec<String>,
    pub(crate) body: String,
}

impl Parts {
    /// Of the bytes of a response; nothing where there is no whole head, or the body is not text.
    pub(crate) fn of(bytes: &[u8]) -> Option<Self> {
        let text = std::str::from_utf8(bytes).ok()?;
        let (head, body) = text.split_once("\r\n\r\n")?;
        let mut lines = head.split("\r\n").map(str::to_owned);
        Some(Self {
            status_line: lines.next()?,
            headers: lines.collect(),
            body: body.to_owned(),
        })
    }

    /// The bytes, with the length of the body as it is now where a length is said.
    pub(crate) fn bytes(&self) -> Vec<u8> {
        let mut text = format!("{}\r\n", self.status_line);
        for line in &self.headers {
            match line.split_once(':') {
                Some((name, _)) if name.eq_ignore_ascii_case("content-length") => {
                    text.push_str(&format!("{name}: {}\r\n", self.body.len()));
                }
                _ => {
                    text.push_str(line);
                    text.push_str("\r\n");
                }
            }
        }
        text.push_str("\r\n");
        text.push_str(&self.body);
        text.into_bytes()
    }

    /// The status; 0 where the line has none.
    pub(crate) fn status(&self) -> u16 {
        let status = self.status_line.split(' ').nth(1);
        status.and_then(|it| it.parse().ok()).unwrap_or(0)
    }

    /// Another status.
    pub(crate) fn set_status(&mut self, status: u16) {
        self.status_line = format!("HTTP/1.1 {status} Edited");
    }

    /// The names of the headers.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.headers
            .iter()
            .filter_map(|line| line.split_once(':'))
            .map(|(name, _)| name)
    }

    /// Leaves a header out.
    pub(crate) fn drop_header(&mut self, name: &str) {
        self.headers.retain(|line| {
            let known = line.split_once(':').map_or("", |(known, _)| known);
            !known.eq_ignore_ascii_case(name)
        });
    }

    /// Makes a SOAP fault of it.
    pub(crate) fn make_fault(&mut self, code: u16) {
        self.set_status(500);
        self.body = format!(
            "<?xml version=\"1.0\"?>\n<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\" \
             s:encodingStyle=\"http://schemas.xmlsoap.org/soap/encoding/\"><s:Body><s:Fault>\
             <faultcode>s:Client</faultcode><faultstring>UPnPError</faultstring><detail>\
             <UPnPError xmlns=\"urn:schemas-upnp-org:control-1-0\"><errorCode>{code}</errorCode>\
             <errorDescription>Edited</errorDescription></UPnPError></detail></s:Fault></s:Body></s:Envelope>\n"
        );
    }

    /// Makes a success of it, with these out arguments.
    pub(crate) fn make_success(&mut self, action: &str, outputs: &[(String, String)]) {
        self.set_status(200);
        let arguments: String = outputs
            .iter()
            .map(|(name, value)| format!("<{name}>{}</{name}>", escaped(value)))
            .collect();
        self.body = format!(
            "<?xml version=\"1.0\"?>\n<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\" \
             s:encodingStyle=\"http://schemas.xmlsoap.org/soap/encoding/\"><s:Body>\
             <u:{action}Response xmlns:u=\"urn:schemas-upnp-org:service:Messaging:2\">{arguments}\
             </u:{action}Response></s:Body></s:Envelope>\n"
        );
    }

    /// The error code of a fault.
    pub(crate) fn fault(&self) -> Option<u16> {
        let (_, rest) = self.body.split_once("<errorCode>")?;
        rest.split_once('<')?.0.trim().parse().ok()
    }

    /// The out arguments of a success, each by its name and its text.
    pub(crate) fn outputs(&self) -> Vec<(String, String)> {
        let Ok(envelope) = roxmltree::Document::parse(&self.body) else {
            return Vec::new();
        };
        let response = envelope
            .descendants()
            .find(|node| node.tag_name().name().ends_with("Response"));
        response
            .into_iter()
            .flat_map(|node| node.children().filter(roxmltree::Node::is_element))
            .map(|node| {
                let text = node.text().unwrap_or_default();
                (node.tag_name().name().to_owned(), text.to_owned())
            })
            .collect()
    }

    /// Changes the first out argument for which the change gives something else; whether there was one.
    pub(crate) fn change_output(&mut self, change: impl Fn(&str) -> Option<String>) -> bool {
        for (_, value) in self.outputs() {
            let Some(changed) = change(&value).filter(|changed| *changed != value) else {
                continue;
            };
            for written in [escaped(&value), escaped_with_quotes(&value)] {
                if !written.is_empty() && self.body.contains(&written) {
                    self.body = self.body.replacen(&written, &escaped(&changed), 1);
                    return true;
                }
            }
        }
        false
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

fn escaped_with_quotes(text: &str) -> String {
    escaped(text).replace('"', "&quot;")
}

/// A document without the child of its root at this place, from 0.
pub(crate) fn without_child(document: &str, place: usize) -> Option<String> {
    let parsed = roxmltree::Document::parse(document).ok()?;
    let mut children = parsed.root_element().children();
    let child = children.by_ref().filter(|it| it.is_element()).nth(place)?;
    let mut left = document.to_owned();
    left.replace_range(child.range(), "");
    Some(left)
}
