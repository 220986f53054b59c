//! What has been read and judged before: most answers of a device are the same few faults and short lists, and mean the
//! same each time.

use std::collections::{HashMap, HashSet};

use ctk_model::document::Kind;
use ctk_wire::Claim;
use ctk_wire::http::Response;
use ctk_wire::soap::{Asked, ControlResult, read_response};

use super::leak::speaks;
use crate::finding::Symptom;

/// Answers that are remembered, and documents.
const MOST: usize = 512;
/// A longer one is not.
const LONGEST: usize = 4096;

/// Answers and documents of before, byte for byte.
#[derive(Debug, Default)]
pub struct Known {
    answers: HashMap<Vec<u8>, (ControlResult, bool)>,
    /// The answer that was read last holds nothing that could be given away.
    pub(super) silent: bool,
    valid: HashSet<Vec<u8>>,
    /// What is looked up, to be filled anew.
    key: Vec<u8>,
}

impl Known {
    /// What an answer means.
    pub(super) fn read(&mut self, response: &Response, asked: &Asked<'_>) -> ControlResult {
        // Only what depends on nothing but the body and what was asked.
        let plain = response.lapses.is_empty() && !response.head.headers.has("content-encoding");
        if !plain || response.body.len() > LONGEST {
            self.silent = false;
            return read_response(response, asked, Claim::V1_0).value;
        }
        self.key.clear();
        self.key.extend(response.head.status.to_be_bytes());
        for name in [asked.service_type, asked.action] {
            self.key.extend(name.len().to_be_bytes());
            self.key.extend_from_slice(name.as_bytes());
        }
        self.key.extend_from_slice(&response.body);
        if let Some((known, silent)) = self.answers.get(&self.key) {
            self.silent = *silent;
            return known.clone();
        }
        let read = read_response(response, asked, Claim::V1_0).value;
        if self.answers.len() >= MOST {
            self.answers.clear();
        }
        self.silent = !speaks(&String::from_utf8_lossy(&response.body));
        self.answers
            .insert(self.key.clone(), (read.clone(), self.silent));
        read
    }

    /// What is wrong with a document, as this says of one that was not found valid before.
    pub(super) fn invalid(
        &mut self,
        kind: Kind,
        text: &str,
        judge: impl FnOnce() -> Option<Symptom>,
    ) -> Option<Symptom> {
        if text.len() > LONGEST {
            return judge();
        }
        self.key.clear();
        self.key.push(kind as u8);
        self.key.extend_from_slice(text.as_bytes());
        if self.valid.contains(&self.key) {
            return None;
        }
        let wrong = judge();
        if wrong.is_none() {
            if self.valid.len() >= MOST {
                self.valid.clear();
            }
            self.valid.insert(self.key.clone());
        }
        wrong
    }
}

#[cfg(test)]
mod tests {
    use ctk_wire::http::{Limits, ResponseReader};

    use super::*;
    use crate::finding::Kind as Found;

    fn response(status: u16, body: &str) -> Response {
        let length = body.len();
        let text = format!("HTTP/1.1 {status} X\r\nContent-Length: {length}\r\n\r\n{body}");
        let mut reader = ResponseReader::new(Limits::default(), "POST");
        reader.feed(text.as_bytes()).expect("it is HTTP");
        reader.take().expect("it is complete")
    }

    #[test]
    fn what_is_remembered_is_what_would_be_read() {
        let envelope = |inside: &str| {
            format!(
                "<s:Envelope xmlns:s=\"{}\"><s:Body>{inside}</s:Body></s:Envelope>",
                ctk_wire::soap::ENVELOPE
            )
        };
        let answer =
            |name: &str| envelope(&format!("<u:{name} xmlns:u=\"urn:x\"><A>1</A></u:{name}>"));
        let bodies = [answer("GetResponse"), answer("SetResponse"), envelope("")];
        let mut known = Known::default();
        for _ in 0..2 {
            for (status, body) in [200, 500]
                .iter()
                .flat_map(|one| bodies.iter().map(move |body| (*one, body)))
            {
                for (action, outputs) in [("Get", &["A"][..]), ("Set", &[][..])] {
                    let asked = Asked {
                        service_type: "urn:x",
                        action,
                        outputs,
                    };
                    let came = response(status, body);
                    let read = read_response(&came, &asked, Claim::V1_0).value;
                    assert_eq!(known.read(&came, &asked), read, "{action} {status} {body}");
                }
            }
        }
        assert_eq!(known.answers.len(), 12);
    }

    #[test]
    fn a_wrong_document_is_wrong_each_time() {
        let mut known = Known::default();
        let wrong = || Some(Symptom::new(Found::InvalidOutput, "x", "wrong"));
        for _ in 0..2 {
            assert!(known.invalid(Kind::Message, "<a/>", wrong).is_some());
        }
        assert_eq!(known.invalid(Kind::Message, "<b/>", || None), None);
        assert_eq!(known.invalid(Kind::Message, "<b/>", wrong), None);
        assert!(known.invalid(Kind::SessionInfo, "<b/>", wrong).is_some());
    }
}
