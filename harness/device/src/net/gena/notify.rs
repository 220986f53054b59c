//! A NOTIFY request (4.3.2): its body, its head, and one attempt to deliver it.

use std::io::{self, ErrorKind};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use ctk_wire::http::{Limits, Progress, ResponseReader, encode_chunked};

use super::callback::Callback;
use crate::defects::{DefectId, Deviations, PlantedId, VariationId};
use crate::net::bounded_io::{Stop, connect, read_some, write_all};
use crate::net::response::{header_line, xml_type};
use crate::net::xml::{blank, declaration, escape, mark, requoted, value_as};

/// How long a subscriber may take for his answer (UDA-EVNT-46).
const ANSWER_TIME: Duration = Duration::from_secs(30);
/// How long a connection may take before the next URL is tried.
const CONNECT_TIME: Duration = Duration::from_secs(5);
/// Between two tries of a device that tries again, and how long it does.
const TRY_AGAIN: Duration = Duration::from_millis(200);
const TRIED_FOR: Duration = Duration::from_secs(3);
/// How long the body of an answer may still take.
const BODY_TIME: Duration = Duration::from_millis(250);
const ANSWER_LIMITS: Limits = Limits {
    head_bytes: 16 * 1024,
    header_count: 128,
    body_bytes: 64 * 1024,
};

/// propertyset ::= property+   property ::= one variable   (UDA-EVNT-35)
pub(crate) fn property_set(changes: &[(&str, String)], deviations: &Deviations) -> Vec<u8> {
    let short = deviations.varies(VariationId::OtherSoapPrefixes);
    let prefix = if short { "ns0" } else { "e" };
    let mut out = mark(deviations).to_owned();
    if !deviations.varies(VariationId::NoXmlDeclaration) {
        out.push_str(&requoted(declaration(deviations).to_owned(), deviations));
    }
    if deviations.varies(VariationId::CommentsInXml) {
        out.push_str("<!-- what changed -->");
    }
    let namespace = if deviations.has(DefectId::EventNamespaceOther) {
        "urn:schemas-upnp-org:event-1-1"
    } else {
        "urn:schemas-upnp-org:event-1-0"
    };
    let (prefixed, binding, unbound) = match deviations.varies(VariationId::DefaultNamespaces) {
        true => (String::new(), "xmlns".to_owned(), " xmlns=\"\""),
        false => (format!("{prefix}:"), format!("xmlns:{prefix}"), ""),
    };
    let unbound = requoted(unbound.to_owned(), deviations);
    let blank = blank(deviations);
    let opening = format!("<{prefixed}propertyset {binding}{blank}=\"{namespace}\"{blank}>\n");
    out.push_str(&requoted(opening, deviations));
    for (name, value) in changes {
        // What the document escaped comes out bare.
        let bare = deviations
            .plants(PlantedId::EventAmpersand)
            .then(|| value.replace("&amp;", "&"));
        let value = bare.as_ref().unwrap_or(value);
        let value = if deviations.has(DefectId::EventUnescaped) {
            without_declaration(value).to_owned()
        } else if deviations.has(DefectId::EventEscapedTwice) {
            escape(&escape(value))
        } else {
            value_as(value, deviations)
        };
        let name = if deviations.has(DefectId::VariablesQualified) {
            format!("{prefixed}{name}")
        } else {
            (*name).to_owned()
        };
        out.push_str(&format!(
            "<{prefixed}property{blank}><{name}{unbound}>{value}</{name}{blank}></{prefixed}property>\n"
        ));
    }
    out.push_str(&format!("</{prefixed}propertyset{blank}>\n"));
    let mut out = out.into_bytes();
    if deviations.has(DefectId::EventsInLatin1) {
        out.extend_from_slice(b"<!-- \xe9v\xe9nement -->\n");
    }
    out
}

/// The document element of a fragment: inside another document its declaration would not be well-formed.
pub(crate) fn without_declaration(fragment: &str) -> &str {
    match fragment
        .strip_prefix("<?xml")
        .and_then(|rest| rest.split_once("?>"))
    {
        Some((_, rest)) => rest.trim_start(),
        None => fragment,
    }
}

/// One event for one subscriber.
pub(super) struct Message<'a> {
    pub(super) sid: &'a str,
    pub(super) seq: u32,
    pub(super) body: &'a [u8],
    /// In chunks, where others get a length.
    pub(super) chunked: bool,
}

/// Tries for a while to reach a subscriber.
fn connect_again(to: &Callback, began: Instant, stop: &Stop) -> io::Result<TcpStream> {
    loop {
        if !stop.sleep(TRY_AGAIN) {
            return Err(ErrorKind::Interrupted.into());
        }
        match connect(to.address, Instant::now() + CONNECT_TIME, stop) {
            Err(error) if began.elapsed() >= TRIED_FOR => return Err(error),
            Err(_) => {}
            reached => return reached,
        }
    }
}

/// Sends one event to one URL, by the connection `open` if it still carries. Ok: the subscriber said 2xx; the connection
/// is still open.
pub(super) fn deliver(
    to: &Callback,
    message: &Message<'_>,
    deviations: &Deviations,
    stop: &Stop,
    open: Option<TcpStream>,
) -> io::Result<TcpStream> {
    let began = Instant::now();
    let deadline = began + ANSWER_TIME;
    let mut request = head(to, message, deviations);
    if message.chunked {
        request.extend(encode_chunked(message.body, &[10, 100]));
    } else {
        request.extend_from_slice(message.body);
    }
    if let Some(stream) = open {
        match exchange(stream, &request, deadline, stop) {
            // What was left open may have been closed since.
            Err(error) if error.kind() != ErrorKind::Other => {}
            answered => return answered,
        }
    }
    let stream = match connect(to.address, began + CONNECT_TIME, stop) {
        Err(_) if deviations.varies(VariationId::ConnectionsTriedAgain) => {
            connect_again(to, began, stop)?
        }
        other => other?,
    };
    exchange(stream, &request, deadline, stop)
}

/// Sends a request and reads its answer. Of the kind `Other` is an error of the subscriber's own.
fn exchange(
    stream: TcpStream,
    request: &[u8],
    deadline: Instant,
    stop: &Stop,
) -> io::Result<TcpStream> {
    write_all(&stream, request, deadline, stop)?;
    let mut reader = ResponseReader::new(ANSWER_LIMITS, "NOTIFY");
    let mut buffer = [0u8; 4096];
    let mut until = deadline;
    let invalid = |error| io::Error::new(ErrorKind::InvalidData, error);
    loop {
        let read = match read_some(&stream, &mut buffer, until, stop) {
            Err(error) if error.kind() == ErrorKind::TimedOut && reader.head().is_some() => break,
            other => other?,
        };
        let progress = if read == 0 {
            reader.eof().map_err(invalid)?
        } else {
            reader.feed(&buffer[..read]).map_err(invalid)?
        };
        if progress == Progress::Complete {
            break;
        }
        if reader.head().is_some() {
            // The answer is known. Its body says nothing, and many have no end that one could wait for; but a
            // subscriber that is still writing would see a reset.
            until = deadline.min(Instant::now() + BODY_TIME);
        }
    }
    match reader.head().map(|head| head.status) {
        Some(200..=299) => Ok(stream),
        Some(status) => Err(io::Error::other(format!(
            "the subscriber answered {status}"
        ))),
        None => Err(ErrorKind::UnexpectedEof.into()),
    }
}

fn head(to: &Callback, message: &Message<'_>, deviations: &Deviations) -> Vec<u8> {
    let target = if deviations.has(DefectId::EventsToRoot) {
        "/"
    } else if deviations.has(DefectId::CallbackQueryLost) {
        to.target.split('?').next().unwrap_or("/")
    } else {
        &to.target
    };
    let length = message.body.len().to_string();
    let seq = message.seq.to_string();
    let framing = if message.chunked {
        ("TRANSFER-ENCODING", "chunked")
    } else {
        ("CONTENT-LENGTH", length.as_str())
    };
    let old = deviations.varies(VariationId::NotifiesByHttp10);
    let kept = |name: &str| match name {
        "NTS" => !deviations.has(DefectId::SubtypeMissing),
        "CONNECTION" => {
            !old && !deviations.varies(VariationId::EventConnectionsKept)
                && !deviations.varies(VariationId::EventsOnOneConnection)
        }
        _ => true,
    };
    let sid = match deviations.has(DefectId::OtherSid) {
        true => "uuid:6d657373-0000-4000-8000-0000000000ff",
        false => message.sid,
    };
    let mut headers = [
        ("HOST", to.authority.as_str()),
        ("CONTENT-TYPE", xml_type(deviations)),
        framing,
        ("NT", "upnp:event"),
        ("NTS", "upnp:propchange"),
        ("SID", sid),
        ("SEQ", &seq),
        ("CONNECTION", "close"),
    ];
    if deviations.varies(VariationId::HeadersReversed) {
        headers.reverse();
    }
    let minor = u8::from(!old);
    let mut out = format!("NOTIFY {target} HTTP/1.{minor}\r\n");
    for (name, value) in headers.into_iter().filter(|(name, _)| kept(name)) {
        out.push_str(&header_line(name, value, deviations));
    }
    if deviations.varies(VariationId::EventHeadersMore) {
        let more = [
            ("USER-AGENT", "Linux/6.1 UPnP/1.0 Telephone/2"),
            ("DATE", "Sun, 06 Nov 1994 08:49:37 GMT"),
            ("CACHE-CONTROL", "no-cache=\"Ext\""),
            ("NOTE.EXAMPLE.COM", "any; thing=\"goes\""),
        ];
        for (name, value) in more {
            out.push_str(&header_line(name, value, deviations));
        }
    }
    out.push_str("\r\n");
    out.into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::net::xml::parse;

    const VALUE: &str = "<?xml version=\"1.0\"?><m:x xmlns:m=\"urn:x\">A &amp; B</m:x>";

    #[test]
    fn a_value_is_escaped_once() {
        for variation in [
            None,
            Some(VariationId::CdataArguments),
            Some(VariationId::OtherSoapPrefixes),
            Some(VariationId::CharacterReferences),
            Some(VariationId::SingleQuotes),
        ] {
            let deviations = Deviations::new([], variation);
            let body = property_set(&[("NewMessages", VALUE.to_owned())], &deviations);
            let root = parse(&body).unwrap();
            assert!(root.is("urn:schemas-upnp-org:event-1-0", "propertyset"));
            assert!(root.children[0].is("urn:schemas-upnp-org:event-1-0", "property"));
            assert!(root.children[0].children[0].is("", "NewMessages"));
            assert_eq!(root.children[0].children[0].text(), VALUE);
        }
    }

    #[test]
    fn an_unescaped_value_still_gives_a_document() {
        let deviations = Deviations::new([DefectId::EventUnescaped], []);
        let body = property_set(&[("NewMessages", VALUE.to_owned())], &deviations);
        assert_eq!(
            parse(&body).unwrap().children[0].children[0].children.len(),
            1
        );
    }
}
