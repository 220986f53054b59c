//! The nine XML arguments and peerType: the judge's reader, its writers, and the device's reader against it.

use ctk_device::service::readers;
use ctk_model::document::{
    Context, Direction, Grade, Kind, Layer, MESSAGING, Node, PEER, Read, read_capabilities,
    read_file_info_list, read_message, read_message_list, read_new_messages, read_recipients,
    read_session_info, read_session_updates, read_sessions, validate,
};

use crate::LONGEST;

pub(crate) fn messaging_capabilities(bytes: &[u8]) -> bool {
    output(Kind::MessagingCapabilities, bytes, |text, context| {
        read_capabilities(text, Direction::Output, context)
            .value
            .is_some()
    })
}

pub(crate) fn new_messages(bytes: &[u8]) -> bool {
    output(Kind::NewMessages, bytes, |text, context| {
        read_new_messages(text, Direction::Output, context)
            .value
            .is_some()
    })
}

pub(crate) fn session_updates(bytes: &[u8]) -> bool {
    output(Kind::SessionUpdates, bytes, |text, context| {
        read_session_updates(text, Direction::Output, context)
            .value
            .is_some()
    })
}

pub(crate) fn message_list(bytes: &[u8]) -> bool {
    output(Kind::MessageList, bytes, |text, context| {
        read_message_list(text, Direction::Output, context)
            .value
            .is_some()
    })
}

pub(crate) fn session_info(bytes: &[u8]) -> bool {
    output(Kind::SessionInfo, bytes, |text, context| {
        read_session_info(text, Direction::Output, context)
            .value
            .is_some()
    })
}

pub(crate) fn sessions_list(bytes: &[u8]) -> bool {
    output(Kind::SessionsList, bytes, |text, context| {
        read_sessions(text, Direction::Output, context)
            .value
            .is_some()
    })
}

pub(crate) fn message(bytes: &[u8]) -> bool {
    let Some(text) = text(bytes) else {
        return false;
    };
    let kept = input(Kind::Message, text, readers::message);
    let read = read_message(text, Direction::Input, &Context::default());
    if read.is_clean()
        && let Some(value) = read.value
    {
        let again = read_message(&value.to_xml(), Direction::Input, &Context::default());
        assert_eq!(
            again.value.as_ref(),
            Some(&value),
            "a message that was written and read again differs"
        );
    }
    kept
}

pub(crate) fn recipients_list(bytes: &[u8]) -> bool {
    let Some(text) = text(bytes) else {
        return false;
    };
    let kept = input(Kind::RecipientsList, text, readers::recipients_list);
    let read = read_recipients(text, Direction::Input, &Context::default());
    if read.is_clean()
        && let Some(value) = read.value
    {
        let again = read_recipients(&value.to_xml(), Direction::Input, &Context::default());
        assert_eq!(
            again.value.as_ref(),
            Some(&value),
            "recipients that were written and read again differ"
        );
    }
    kept
}

pub(crate) fn file_info_list(bytes: &[u8]) -> bool {
    let Some(text) = text(bytes) else {
        return false;
    };
    let kept = input(Kind::FileInfoList, text, readers::file_info_list);
    let read = read_file_info_list(text, Direction::Input, &Context::default());
    if read.is_clean()
        && let Some(value) = read.value
    {
        let again = read_file_info_list(&value.to_xml(), Direction::Input, &Context::default());
        assert_eq!(
            again.value.as_ref(),
            Some(&value),
            "files that were written and read again differ"
        );
    }
    kept
}

/// The bytes are the content of a peer: judged as a document, and inside a list by both readers.
pub(crate) fn peer_type(bytes: &[u8]) -> bool {
    let Some(text) = text(bytes) else {
        return false;
    };
    let kept = judged(Kind::Peer, text, Direction::Input).value.is_some();
    let list = format!(
        "<m:recipientsList xmlns:m=\"{MESSAGING}\" xmlns:peer=\"{PEER}\"><recipientFrom>{text}</recipientFrom></m:recipientsList>"
    );
    input(Kind::RecipientsList, &list, readers::recipients_list) || kept
}

fn text(bytes: &[u8]) -> Option<&str> {
    if bytes.len() > LONGEST {
        None
    } else {
        std::str::from_utf8(bytes).ok()
    }
}

/// A document that only devices write: the judge is sure of itself.
fn output(kind: Kind, bytes: &[u8], understood: fn(&str, &Context) -> bool) -> bool {
    let Some(text) = text(bytes) else {
        return false;
    };
    let read = judged(kind, text, Direction::Output);
    if is_valid(&read) {
        assert!(
            understood(text, &Context::default()),
            "{kind:?} is valid, and yet it has no meaning: {text}"
        );
    }
    read.value.is_some()
}

/// A document that control points write: the judge is sure of itself, and the device takes what the judge calls valid,
/// and nothing else.
fn input(kind: Kind, text: &str, device: fn(&str) -> Result<(), String>) -> bool {
    let read = judged(kind, text, Direction::Input);
    let valid = is_valid(&read);
    let taken = device(text);
    if valid != taken.is_ok() && !may_differ(&read, &taken) {
        let findings: Vec<String> = read
            .findings
            .iter()
            .map(|finding| format!("{:?} {}: {}", finding.layer, finding.path, finding.text))
            .collect();
        panic!("{kind:?}: the judge says {findings:?}, the device {taken:?}, of {text:?}");
    }
    read.value.is_some()
}

/// Where the two readers may differ, each with its reason.
fn may_differ(read: &Read<Node>, device: &Result<(), String>) -> bool {
    let by_ruling = |finding: &ctk_model::document::Finding| finding.ruling.is_some();
    match device {
        // A ruling's warning is no invalidity to the judge; the device is free to refuse it.
        Err(_) => read.findings.iter().any(by_ruling) || refuses_by_limit(device),
        // The device is as tolerant as a ruling lets it be, and judges rules of content elsewhere.
        Ok(()) => read
            .findings
            .iter()
            .filter(|finding| counts(finding))
            .all(by_ruling),
    }
}

/// The device's limits are tighter than the judge's.
fn refuses_by_limit(device: &Result<(), String>) -> bool {
    device
        .as_ref()
        .is_err_and(|why| why.starts_with("TooLarge"))
}

/// Reads twice: as it is, and written out again with other prefixes; both say the same.
fn judged(kind: Kind, text: &str, direction: Direction) -> Read<Node> {
    let context = Context::default();
    let read = validate(kind, text, direction, &context);
    for finding in &read.findings {
        assert!(
            finding.line >= 1 && finding.column >= 1,
            "a finding without a place: {finding:?}"
        );
        assert!(
            !finding.requirement.is_empty() && !finding.text.is_empty(),
            "a finding without words: {finding:?}"
        );
    }
    assert!(
        read.findings.len() <= 201,
        "{} findings",
        read.findings.len()
    );
    if let Some(root) = &read.value {
        let mut written = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>");
        write(root, &mut written);
        let again = validate(kind, &written, direction, &context);
        assert_eq!(
            is_valid(&read),
            is_valid(&again),
            "{text:?}\nwritten again as {written:?}\n{:?}\n{:?}",
            read.findings,
            again.findings
        );
    }
    read
}

fn is_valid(read: &Read<Node>) -> bool {
    !read.findings.iter().any(counts)
}

/// Whether the finding is about the document's form: rules beyond the schema are not every reader's business.
fn counts(finding: &ctk_model::document::Finding) -> bool {
    finding.grade == Grade::Fail && finding.layer != Layer::Rule
}

/// An element with declarations of its own, so that no prefix of the text matters.
fn write(node: &Node, to: &mut String) {
    let (prefix, declaration) = match &node.namespace {
        Some(namespace) => ("q:", format!(" xmlns:q=\"{}\"", escaped(namespace))),
        None => ("", String::new()),
    };
    to.push_str(&format!("<{prefix}{}{declaration}", node.name));
    for (index, attribute) in node.attributes.iter().enumerate() {
        match &attribute.namespace {
            Some(namespace) if namespace == "http://www.w3.org/XML/1998/namespace" => {
                to.push_str(&format!(
                    " xml:{}=\"{}\"",
                    attribute.name,
                    escaped(&attribute.value)
                ));
            }
            Some(namespace) => to.push_str(&format!(
                " xmlns:a{index}=\"{}\" a{index}:{}=\"{}\"",
                escaped(namespace),
                attribute.name,
                escaped(&attribute.value)
            )),
            None => to.push_str(&format!(
                " {}=\"{}\"",
                attribute.name,
                escaped(&attribute.value)
            )),
        }
    }
    to.push('>');
    to.push_str(&escaped(&node.text));
    for child in &node.children {
        write(child, to);
    }
    to.push_str(&format!("</{prefix}{}>", node.name));
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\r' | '\n' | '\t' => out.push_str(&format!("&#{};", c as u32)),
            c => out.push(c),
        }
    }
    out
}

/// Whether a parser has to take the bytes as a document that a device sends (`Some(Some(true))`), has to refuse them
/// (`Some(Some(false))`), or is free (`Some(None)`); nothing when no document has that root element.
pub fn due(root: &str, bytes: &[u8]) -> Option<Option<bool>> {
    let kind = Kind::of_root(root)?;
    let Ok(text) = std::str::from_utf8(bytes) else {
        return Some(None);
    };
    let read = validate(kind, text, Direction::Output, &Context::default());
    if read
        .findings
        .iter()
        .any(|finding| finding.ruling.is_some() || finding.layer == Layer::Rule)
    {
        return Some(None);
    }
    Some(Some(is_valid(&read)))
}
