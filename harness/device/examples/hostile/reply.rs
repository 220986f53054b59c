//! An HTTP answer in its parts, to be perverted.

use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use ctk_wire::http::{Limits, Progress, ResponseReader};

/// How long the reference device may take.
const PATIENCE: Duration = Duration::from_secs(40);

/// An answer. Its length is written anew.
#[derive(Debug, Clone)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

impl Reply {
    pub(crate) fn new(status: u16, content_type: &str, body: impl Into<Vec<u8>>) -> Self {
        Self {
            status,
            headers: vec![("CONTENT-TYPE".to_owned(), content_type.to_owned())],
            body: body.into(),
        }
    }

    /// Asks the reference device.
    pub(crate) fn of_device(behind: SocketAddr, request: &[u8]) -> Self {
        Self::ask(behind, request)
            .unwrap_or_else(|| Self::new(502, "text/plain", "the device does not answer"))
    }

    fn ask(behind: SocketAddr, request: &[u8]) -> Option<Self> {
        let mut stream = TcpStream::connect(behind).ok()?;
        stream.set_read_timeout(Some(PATIENCE)).ok()?;
        stream.write_all(request).ok()?;
        let method = String::from_utf8_lossy(request);
        let method = method.split(' ').next().unwrap_or_default();
        let mut reader = ResponseReader::new(Limits::default(), method);
        let mut buffer = [0; 16 * 1024];
        loop {
            let progress = match stream.read(&mut buffer).ok()? {
                0 => reader.eof(),
                read => reader.feed(&buffer[..read]),
            };
            if progress.ok()? == Progress::Complete {
                break;
            }
        }
        let response = reader.take().ok()?;
        let headers = response.head.headers.iter();
        Some(Self {
            status: response.head.status,
            headers: headers
                .map(|header| (header.name.clone(), header.value.clone()))
                .collect(),
            body: response.body,
        })
    }

    pub(crate) fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// What the header says, or nothing.
    pub(crate) fn said(&self, name: &str) -> Option<&str> {
        let found = self
            .headers
            .iter()
            .find(|(known, _)| known.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.as_str())
    }

    /// The body with another text in it.
    pub(crate) fn replaced(mut self, from: &str, to: &str) -> Self {
        let text = String::from_utf8_lossy(&self.body).replace(from, to);
        self.body = text.into_bytes();
        self
    }

    /// What the element holds, replaced wherever it occurs.
    pub(crate) fn element(mut self, name: &str, content: &str) -> Self {
        let text = String::from_utf8_lossy(&self.body).into_owned();
        let (open, close) = (format!("<{name}>"), format!("</{name}>"));
        let mut out = String::new();
        let mut rest = text.as_str();
        while let Some((before, after)) = rest.split_once(&open) {
            out.push_str(before);
            out.push_str(&open);
            out.push_str(content);
            match after.find(&close) {
                Some(end) => rest = &after[end..],
                None => rest = after,
            }
        }
        out.push_str(rest);
        self.body = out.into_bytes();
        self
    }

    /// The head, saying that the body has so many bytes.
    pub(crate) fn head(&self, length: usize) -> Vec<u8> {
        let framing = format!("CONTENT-LENGTH: {length}\r\n");
        self.head_with(&framing)
    }

    /// The head with these header lines for the framing.
    pub(crate) fn head_with(&self, framing: &str) -> Vec<u8> {
        let mut head = format!("HTTP/1.1 {} X\r\n", self.status);
        for (name, value) in &self.headers {
            let framing = ["content-length", "transfer-encoding", "connection"];
            if !framing.contains(&name.to_ascii_lowercase().as_str()) {
                head.push_str(&format!("{name}: {value}\r\n"));
            }
        }
        head.push_str(framing);
        head.push_str("CONNECTION: close\r\n\r\n");
        head.into_bytes()
    }

    /// The whole answer.
    pub(crate) fn bytes(&self) -> Vec<u8> {
        let mut bytes = self.head(self.body.len());
        bytes.extend_from_slice(&self.body);
        bytes
    }
}
