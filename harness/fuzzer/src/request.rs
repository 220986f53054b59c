//! One HTTP request as parts that can be changed and left out, and its bytes.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ctk_wire::http::encode_chunked;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::bindings::Bindings;
use crate::call::Call;

/// A request. Texts may hold marks, see [`Bindings`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Request {
    /// The method.
    pub method: String,
    /// The target of the request line.
    pub target: String,
    /// The protocol of the request line.
    #[serde(default = "http11", skip_serializing_if = "is_http11")]
    pub version: String,
    /// The header lines but those that frame the body.
    pub headers: Vec<(String, String)>,
    /// What is carried.
    pub payload: Payload,
    /// How the body's end is told.
    #[serde(default, skip_serializing_if = "Framing::is_length")]
    pub framing: Framing,
    /// What was done to it, such as `text/long`; empty: nothing.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub label: String,
    /// How often it is sent, one after the other.
    #[serde(default = "once", skip_serializing_if = "is_once")]
    pub times: u32,
}

/// Characters of a name that a person reads.
const LONGEST_TITLE: usize = 48;

/// What a request carries.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Payload {
    /// Nothing.
    Empty,
    /// A call of an action.
    Call(Call),
    /// Bytes, in Base64 where they are kept.
    Bytes(#[serde(serialize_with = "packed", deserialize_with = "unpacked")] Vec<u8>),
}

/// How a body is framed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Framing {
    /// By CONTENT-LENGTH, which is right.
    #[default]
    Length,
    /// In chunks of this size.
    Chunked {
        /// Bytes in a chunk.
        size: usize,
    },
    /// By header lines of its own that need not be right; the peer may wait for more.
    Lines(Vec<(String, String)>),
    /// In chunks as they are written here, right or not.
    Chunks(String),
}

impl Framing {
    fn is_length(&self) -> bool {
        *self == Self::Length
    }
}

fn http11() -> String {
    "HTTP/1.1".to_owned()
}

fn is_http11(version: &str) -> bool {
    version == "HTTP/1.1"
}

fn once() -> u32 {
    1
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde wants a reference")]
fn is_once(times: &u32) -> bool {
    *times == 1
}

fn packed<S: Serializer>(bytes: &[u8], to: S) -> Result<S::Ok, S::Error> {
    to.serialize_str(&STANDARD.encode(bytes))
}

fn unpacked<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<u8>, D::Error> {
    let text = String::deserialize(from)?;
    STANDARD.decode(text).map_err(serde::de::Error::custom)
}

impl Request {
    /// A call as every control point sends it.
    pub fn of_call(target: &str, call: Call) -> Self {
        Self {
            method: "POST".to_owned(),
            target: target.to_owned(),
            version: http11(),
            headers: Self::control_headers(&call),
            payload: Payload::Call(call),
            framing: Framing::Length,
            label: String::new(),
            times: 1,
        }
    }

    /// A request without a body.
    pub fn plain(method: &str, target: &str, headers: Vec<(String, String)>) -> Self {
        let mut all = vec![("HOST".to_owned(), "{{host}}".to_owned())];
        all.extend(headers);
        Self {
            method: method.to_owned(),
            target: target.to_owned(),
            version: http11(),
            headers: all,
            payload: Payload::Empty,
            framing: Framing::Length,
            label: String::new(),
            times: 1,
        }
    }

    /// The headers of a control request.
    pub fn control_headers(call: &Call) -> Vec<(String, String)> {
        let soapaction = format!("\"{}#{}\"", call.service_type, call.action);
        [
            ("HOST", "{{host}}".to_owned()),
            ("CONTENT-TYPE", "text/xml; charset=\"utf-8\"".to_owned()),
            ("SOAPACTION", soapaction),
        ]
        .map(|(name, value)| (name.to_owned(), value))
        .to_vec()
    }

    /// The call that is carried.
    pub fn call(&self) -> Option<&Call> {
        match &self.payload {
            Payload::Call(call) => Some(call),
            _ => None,
        }
    }

    /// About how many bytes it takes to keep.
    pub fn weight(&self) -> usize {
        let pairs = |all: &[(String, String)]| -> usize {
            let of = |(name, value): &(String, String)| name.len() + value.len() + 48;
            all.iter().map(of).sum()
        };
        let payload = match &self.payload {
            Payload::Empty => 0,
            Payload::Call(call) => pairs(&call.arguments) + call.weight(),
            Payload::Bytes(bytes) => bytes.len(),
        };
        256 + self.target.len() + pairs(&self.headers) + payload
    }

    /// The call that is carried, to be changed.
    pub fn call_mut(&mut self) -> Option<&mut Call> {
        match &mut self.payload {
            Payload::Call(call) => Some(call),
            _ => None,
        }
    }

    /// The action it calls, or its method.
    pub fn subject(&self) -> &str {
        self.call().map_or(&self.method, |call| &call.action)
    }

    /// The same as a person reads it: what is long is cut, what is not printed is left out.
    pub fn title(&self) -> String {
        let subject = self.subject();
        let printed = subject.chars().filter(|c| !c.is_control());
        let mut title: String = printed.take(LONGEST_TITLE).collect();
        if title.len() < subject.len() {
            title.push('…');
        }
        title
    }

    /// Whether the HTTP around the payload is as every control point writes it, so that an answer is owed.
    pub fn is_plain_http(&self) -> bool {
        is_http11(&self.version)
            && matches!(self.framing, Framing::Length | Framing::Chunked { .. })
            && self.call().is_none_or(|call| {
                self.method == "POST" && self.headers == Self::control_headers(call)
            })
            && (self.call().is_some()
                || matches!(&*self.method, "GET" | "SUBSCRIBE" | "UNSUBSCRIBE"))
    }

    /// Whether the device can read the action and its arguments.
    pub fn reaches_parser(&self) -> bool {
        self.is_plain_http() && self.call().is_some_and(Call::is_readable)
    }

    /// Whether the connection can be used for another request afterwards, as far as the request goes.
    pub fn keeps_connection(&self) -> bool {
        is_http11(&self.version)
            && matches!(self.framing, Framing::Length | Framing::Chunked { .. })
            && self.headers.iter().all(|(name, _)| {
                ![
                    "connection",
                    "expect",
                    "content-length",
                    "transfer-encoding",
                ]
                .contains(&name.trim().to_ascii_lowercase().as_str())
            })
    }

    /// The bytes of the body as they are before they are framed.
    pub fn body(&self, bindings: &Bindings) -> Vec<u8> {
        match &self.payload {
            Payload::Empty => Vec::new(),
            Payload::Call(call) => call.bytes(bindings),
            Payload::Bytes(bytes) => bytes.clone(),
        }
    }

    /// The request's bytes.
    pub fn bytes(&self, bindings: &Bindings) -> Vec<u8> {
        let body = self.body(bindings);
        let mut head = String::with_capacity(256);
        let line = |head: &mut String, name: &str, value: &str| {
            head.push_str(name);
            head.push_str(": ");
            head.push_str(&bindings.resolve(value));
            head.push_str("\r\n");
        };
        head.push_str(&bindings.resolve(&self.method));
        head.push(' ');
        head.push_str(&bindings.resolve(&self.target));
        head.push(' ');
        head.push_str(&self.version);
        head.push_str("\r\n");
        for (name, value) in &self.headers {
            line(&mut head, name, value);
        }
        let body = match &self.framing {
            Framing::Length => {
                if !body.is_empty() || self.method == "POST" {
                    line(&mut head, "CONTENT-LENGTH", &body.len().to_string());
                }
                body
            }
            Framing::Chunked { size } => {
                line(&mut head, "TRANSFER-ENCODING", "chunked");
                let chunks = vec![(*size).max(1); body.len() / (*size).max(1)];
                encode_chunked(&body, &chunks)
            }
            Framing::Lines(lines) => {
                for (name, value) in lines {
                    line(&mut head, name, value);
                }
                body
            }
            Framing::Chunks(text) => {
                line(&mut head, "TRANSFER-ENCODING", "chunked");
                text.clone().into_bytes()
            }
        };
        head.push_str("\r\n");
        let mut bytes = head.into_bytes();
        bytes.extend_from_slice(&body);
        bytes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_call_is_written_as_control_points_write_it() {
        let call = Call::new("urn:x:service:Y:1", "Get", Vec::new());
        let mut request = Request::of_call("/control", call);
        assert!(request.reaches_parser() && request.keeps_connection());
        let bindings = Bindings {
            host: "192.0.2.7:80".into(),
            ..Bindings::default()
        };
        let text = String::from_utf8(request.bytes(&bindings)).expect("it is text");
        assert!(text.starts_with("POST /control HTTP/1.1\r\nHOST: 192.0.2.7:80\r\n"));
        assert!(text.contains("SOAPACTION: \"urn:x:service:Y:1#Get\"\r\nCONTENT-LENGTH: "));
        request.framing = Framing::Lines(vec![("Content-Length".into(), "9".into())]);
        assert!(!request.reaches_parser() && !request.keeps_connection());
        let kept = serde_json::to_string(&request).expect("it can be kept");
        assert_eq!(
            serde_json::from_str::<Request>(&kept).expect("it is read"),
            request
        );
    }
}
