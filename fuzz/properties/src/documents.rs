//! The nine XML arguments and peerType: the judge's reader, its writers, and the device's reader against it.

use std::borrow::Cow;

use ctk_device::service::readers;
use ctk_model::document::{
    Capabilities, Context, Direction, FileInfoList, Finding, Grade, Kind, Layer, MESSAGING,
    Message, NewMessages, Node, PEER, Peer, Read, Recipients, SessionInfo, SessionUpdates, decode,
    validate,
};

use crate::LONGEST;
use crate::rewriting::rewritten;

type Taken = fn(&str) -> Result<(), String>;

pub(crate) fn messaging_capabilities(bytes: &[u8]) -> bool {
    output(Kind::MessagingCapabilities, bytes, Capabilities::from_node)
}

pub(crate) fn new_messages(bytes: &[u8]) -> bool {
    output(Kind::NewMessages, bytes, NewMessages::from_node)
}

pub(crate) fn session_updates(bytes: &[u8]) -> bool {
    output(Kind::SessionUpdates, bytes, SessionUpdates::from_node)
}

pub(crate) fn message_list(bytes: &[u8]) -> bool {
    output(Kind::MessageList, bytes, |node| {
        let messages = node.children_named("message").map(Message::from_node);
        messages.collect::<Vec<_>>()
    })
}

pub(crate) fn session_info(bytes: &[u8]) -> bool {
    output(Kind::SessionInfo, bytes, SessionInfo::from_node)
}

pub(crate) fn sessions_list(bytes: &[u8]) -> bool {
    output(Kind::SessionsList, bytes, |node| {
        let sessions = node
            .children_named("sessionInfo")
            .map(SessionInfo::from_node);
        sessions.collect::<Vec<_>>()
    })
}

pub(crate) fn message(bytes: &[u8]) -> bool {
    let Some(text) = text(bytes) else {
        return false;
    };
    input(
        Kind::Message,
        &text,
        readers::message,
        Message::from_node,
        Message::to_xml,
    )
}

pub(crate) fn recipients_list(bytes: &[u8]) -> bool {
    let Some(text) = text(bytes) else {
        return false;
    };
    recipients(&text)
}

pub(crate) fn file_info_list(bytes: &[u8]) -> bool {
    let Some(text) = text(bytes) else {
        return false;
    };
    input(
        Kind::FileInfoList,
        &text,
        readers::file_info_list,
        FileInfoList::from_node,
        FileInfoList::to_xml,
    )
}

/// The bytes are a peer as a document, or the content of one, which stands in a list.
pub(crate) fn peer_type(bytes: &[u8]) -> bool {
    let Some(text) = text(bytes) else {
        return false;
    };
    let read = judged(Kind::Peer, &text, Direction::Input).read;
    if let Some(root) = &read.value {
        let _ = Peer::from_node(root);
        return true;
    }
    recipients(&format!(
        "<m:recipientsList xmlns:m=\"{MESSAGING}\" xmlns:peer=\"{PEER}\"><recipientFrom>{text}</recipientFrom></m:recipientsList>"
    ))
}

fn recipients(text: &str) -> bool {
    input(
        Kind::RecipientsList,
        text,
        readers::recipients_list,
        Recipients::from_node,
        Recipients::to_xml,
    )
}

/// The bytes as an argument holds them; else as a file does, in the encoding that they show.
fn text(bytes: &[u8]) -> Option<Cow<'_, str>> {
    if bytes.len() > LONGEST {
        return None;
    }
    match std::str::from_utf8(bytes) {
        Ok(text) if !text.contains('\0') => Some(Cow::Borrowed(text)),
        _ => decode(bytes).ok().map(Cow::Owned),
    }
}

/// A document that only devices write: what is written again means the same.
fn output<T: PartialEq + std::fmt::Debug>(
    kind: Kind,
    bytes: &[u8],
    meaning: fn(&Node) -> T,
) -> bool {
    let Some(text) = text(bytes) else {
        return false;
    };
    let judged = judged(kind, &text, Direction::Output);
    if let (Some(root), Some(again)) = (&judged.read.value, &judged.again) {
        assert_eq!(
            meaning(root),
            meaning(again),
            "{kind:?} means something else when it is written again: {text:?}"
        );
    }
    judged.read.value.is_some()
}

/// A document that control points write: the device takes what the judge calls valid and nothing else, however it is
/// written; and what the kit understands, it writes as a valid document that means the same.
fn input<T: PartialEq + std::fmt::Debug>(
    kind: Kind,
    text: &str,
    device: Taken,
    meaning: fn(&Node) -> T,
    to_xml: fn(&T) -> String,
) -> bool {
    let judged = judged(kind, text, Direction::Input);
    let read = &judged.read;
    let valid = is_valid(read);
    let taken = device(text);
    assert!(
        valid == taken.is_ok() || may_differ(read, &taken),
        "{kind:?}: the judge says {}, the device {taken:?}, of {text:?}",
        listed(&read.findings)
    );
    if let Some(written) = &judged.written {
        let again = device(written);
        assert!(
            taken.is_ok() == again.is_ok()
                || misplaced_declaration(read)
                || refuses_by_limit(&taken)
                || refuses_by_limit(&again),
            "{kind:?}: the device says {taken:?} of {text:?}, and {again:?} of {written:?}"
        );
    }
    if let Some(root) = read.value.as_ref().filter(|_| read.is_clean()) {
        let value = meaning(root);
        let written = to_xml(&value);
        let again = validate(kind, &written, Direction::Input, &Context::default());
        assert!(
            again.is_clean(),
            "{kind:?}: {}, of {written:?}, which the kit wrote for {text:?}",
            listed(&again.findings)
        );
        assert_eq!(
            again.value.as_ref().map(meaning),
            Some(value),
            "{kind:?} that the kit wrote means something else: {text:?}"
        );
    }
    read.value.is_some()
}

/// Where the two readers may differ, each with its reason.
fn may_differ(read: &Read<Node>, device: &Result<(), String>) -> bool {
    let by_ruling = |finding: &Finding| finding.ruling.is_some();
    match device {
        // A ruling's warning is no invalidity to the judge, and a broken rule of content is one of another kind; the
        // device is free to refuse both.
        Err(_) => {
            let broken = |finding: &Finding| finding.grade == Grade::Fail;
            read.findings
                .iter()
                .any(|one| by_ruling(one) || broken(one))
                || refuses_by_limit(device)
        }
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

/// A document, and the same written with other prefixes, quotes and references.
struct Judged {
    read: Read<Node>,
    written: Option<String>,
    again: Option<Node>,
}

/// Reads it twice, as it is and written again: the tree and the verdict are the same.
fn judged(kind: Kind, text: &str, direction: Direction) -> Judged {
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
    let Some(root) = &read.value else {
        return Judged {
            read,
            written: None,
            again: None,
        };
    };
    let written = rewritten(root);
    let again = validate(kind, &written, direction, &context);
    let same = again.value.as_ref().is_some_and(|again| alike(root, again));
    assert!(
        same,
        "{text:?}\nwritten again as {written:?}\n{:?}",
        again.value
    );
    if read.findings.len() <= 200 {
        assert_eq!(
            of_content(&read.findings),
            of_content(&again.findings),
            "{text:?}\nwritten again as {written:?}"
        );
    }
    Judged {
        written: Some(written),
        again: again.value,
        read,
    }
}

/// Whether two trees are the same, wherever they stood.
fn alike(one: &Node, other: &Node) -> bool {
    one.name == other.name
        && one.namespace == other.namespace
        && one.text == other.text
        && one.attributes.len() == other.attributes.len()
        && one
            .attributes
            .iter()
            .zip(&other.attributes)
            .all(|(one, other)| {
                one.name == other.name
                    && one.namespace == other.namespace
                    && one.value == other.value
            })
        && one.children.len() == other.children.len()
        && one
            .children
            .iter()
            .zip(&other.children)
            .all(|(one, other)| alike(one, other))
}

/// What is found in the tree: how the text was written is left out. Sorted, as other places are other orders.
fn of_content(findings: &[Finding]) -> Vec<(&str, &str, Grade, &str)> {
    let mut found: Vec<_> = findings
        .iter()
        .filter(|finding| {
            let prolog = finding.requirement == "M-xml-decl"
                || finding.requirement == "M-5.3-ns" && finding.grade == Grade::Warning;
            !prolog && finding.layer != Layer::NotWellFormed
        })
        .map(|finding| {
            (
                finding.path.as_str(),
                finding.requirement.as_str(),
                finding.grade,
                finding.text.as_str(),
            )
        })
        .collect();
    found.sort_unstable();
    found
}

fn is_valid(read: &Read<Node>) -> bool {
    !read.findings.iter().any(counts)
}

/// The one fault of form that leaves a tree: white space before the declaration.
fn misplaced_declaration(read: &Read<Node>) -> bool {
    read.findings
        .iter()
        .any(|finding| finding.layer == Layer::NotWellFormed)
}

/// Whether the finding is about the document's form: rules beyond the schema are not every reader's business.
fn counts(finding: &Finding) -> bool {
    finding.grade == Grade::Fail && finding.layer != Layer::Rule
}

fn listed(findings: &[Finding]) -> String {
    let findings: Vec<String> = findings
        .iter()
        .map(|finding| format!("{:?} {}: {}", finding.layer, finding.path, finding.text))
        .collect();
    format!("{findings:?}")
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
