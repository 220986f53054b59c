//! Reading datagrams.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use crate::http::{Headers, HttpError, Lapse};
use crate::http::{Lapses, read_request_head, read_response_head};
use crate::{Claim, Reading};

use super::check;

/// What a datagram is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// `ssdp:alive`.
    Alive,
    /// `ssdp:byebye`.
    ByeBye,
    /// `ssdp:update`.
    Update,
    /// The answer to a search.
    SearchResponse,
    /// A search.
    Search,
}

/// A datagram that was understood.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Message {
    /// What it is.
    pub kind: Kind,
    /// The start line as sent, decoded with replacement characters.
    pub start_line: String,
    /// The status of an answer; anything but 200 is deviant.
    pub status: Option<u16>,
    /// The headers.
    pub headers: Headers,
    /// Deviations from HTTP's grammar.
    pub lapses: Vec<Lapse>,
    /// Whether the empty line that ends the head was there.
    pub has_final_line: bool,
    /// Bytes behind the head.
    pub body_bytes: usize,
    /// Bytes of the datagram.
    pub bytes: usize,
}

/// Why a datagram is no SSDP message.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SsdpError {
    /// The head cannot be read.
    #[error("the datagram has no SSDP head: {0}")]
    Head(#[from] HttpError),
    /// A method other than NOTIFY and M-SEARCH.
    #[error("the method {0:?} is neither NOTIFY nor M-SEARCH")]
    Method(String),
    /// A notification that is none of SSDP's.
    #[error("the notification's NTS is {0:?}, not ssdp:alive, ssdp:byebye or ssdp:update")]
    Nts(String),
}

/// Reads a datagram.
///
/// # Errors
/// When it is no notification, search or answer.
pub fn parse(datagram: &[u8]) -> Result<Message, SsdpError> {
    const HEADERS: usize = 128;
    let (head_end, has_final_line) = head_end(datagram);
    let raw = &datagram[..head_end];
    let mut lapses = Lapses::default();
    let mut message = if is_response(raw) {
        let head = read_response_head(raw, HEADERS, 0, &mut lapses)?;
        message(Kind::SearchResponse, Some(head.status), head.headers)
    } else {
        let head = read_request_head(raw, HEADERS, 0, &mut lapses)?;
        let kind = match head.method.to_ascii_uppercase().as_str() {
            "M-SEARCH" => Kind::Search,
            "NOTIFY" => notification(&head.headers)?,
            _ => return Err(SsdpError::Method(head.method)),
        };
        message(kind, None, head.headers)
    };
    let first = raw
        .split(|byte| *byte == b'\n')
        .map(|line| line.strip_suffix(b"\r").unwrap_or(line));
    message.start_line = first
        .into_iter()
        .find(|line| !line.is_empty())
        .map_or(Cow::Borrowed(""), String::from_utf8_lossy)
        .into_owned();
    message.lapses = lapses.into_vec();
    message.has_final_line = has_final_line;
    message.body_bytes = datagram.len() - head_end;
    message.bytes = datagram.len();
    Ok(message)
}

fn message(kind: Kind, status: Option<u16>, headers: Headers) -> Message {
    Message {
        kind,
        start_line: String::new(),
        status,
        headers,
        lapses: Vec::new(),
        has_final_line: true,
        body_bytes: 0,
        bytes: 0,
    }
}

/// The kind by NTS; without a known NTS, what can only be an alive is taken as one.
fn notification(headers: &Headers) -> Result<Kind, SsdpError> {
    let nts = headers.get("nts").unwrap_or_default();
    match nts.to_ascii_lowercase().as_str() {
        "ssdp:alive" => Ok(Kind::Alive),
        "ssdp:byebye" => Ok(Kind::ByeBye),
        "ssdp:update" => Ok(Kind::Update),
        "" if ["location", "cache-control", "usn"]
            .iter()
            .all(|name| headers.has(name)) =>
        {
            Ok(Kind::Alive)
        }
        _ => Err(SsdpError::Nts(nts.to_owned())),
    }
}

fn is_response(raw: &[u8]) -> bool {
    let text = raw.trim_ascii_start();
    text.get(..5)
        .is_some_and(|start| start.eq_ignore_ascii_case(b"HTTP/"))
}

/// Where the head ends, and whether an empty line ends it.
fn head_end(datagram: &[u8]) -> (usize, bool) {
    let mut at = 0;
    let mut started = false;
    while let Some(end) = datagram[at..].iter().position(|byte| *byte == b'\n') {
        let line = &datagram[at..at + end];
        let empty = line.strip_suffix(b"\r").unwrap_or(line).is_empty();
        at += end + 1;
        if empty && started {
            return (at, true);
        }
        started |= !empty;
    }
    (datagram.len(), false)
}

impl Message {
    /// NT of a notification, ST of a search or answer.
    pub fn target(&self) -> Option<&str> {
        self.headers.get(match self.kind {
            Kind::Search | Kind::SearchResponse => "st",
            _ => "nt",
        })
    }

    /// USN.
    pub fn usn(&self) -> Option<&str> {
        self.headers.get("usn")
    }

    /// The UDN at the front of USN, if it begins with `uuid:`.
    pub fn udn(&self) -> Option<&str> {
        let usn = self.usn()?;
        let udn = usn.split("::").next().unwrap_or(usn);
        udn.get(..5)
            .filter(|start| start.eq_ignore_ascii_case("uuid:"))
            .map(|_| udn)
    }

    /// LOCATION.
    pub fn location(&self) -> Option<&str> {
        self.headers.get("location")
    }

    /// The lifetime in seconds from CACHE-CONTROL, blanks around the equals sign tolerated.
    pub fn max_age(&self) -> Option<u64> {
        check::directives(&self.headers).find_map(|(name, value)| {
            name.eq_ignore_ascii_case("max-age")
                .then(|| value?.parse().ok())
                .flatten()
        })
    }

    /// BOOTID.UPNP.ORG, leading zeros tolerated.
    pub fn boot_id(&self) -> Option<u32> {
        self.headers.get("bootid.upnp.org")?.parse().ok()
    }

    /// CONFIGID.UPNP.ORG, leading zeros tolerated.
    pub fn config_id(&self) -> Option<u32> {
        self.headers.get("configid.upnp.org")?.parse().ok()
    }

    /// SEARCHPORT.UPNP.ORG.
    pub fn search_port(&self) -> Option<u16> {
        self.headers.get("searchport.upnp.org")?.parse().ok()
    }

    /// MX of a search, in seconds.
    pub fn mx(&self) -> Option<u64> {
        self.headers.get("mx")?.parse().ok()
    }

    /// What a device that sent this datagram breaks, under its claim. Searches are a control
    /// point's and are not judged.
    pub fn check(&self, claim: Claim) -> Reading<()> {
        check::check(self, claim)
    }
}
