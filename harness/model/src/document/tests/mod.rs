//! Documents read, judged and written.

mod hostile;
mod instance_types;
mod mistakes;
mod round_trip;
mod rules;
mod valid;

use super::{Context, Direction, Finding, Grade, Kind, Node, Read, validate};

/// The capabilities of a device that has everything and a vendor's class.
fn context() -> Context {
    let list = |names: &[&str]| names.iter().map(|&name| name.to_owned()).collect();
    Context {
        message_classes: list(&["e-Mail", "SMS", "MMS", "Instant Message", "X_Fax", "Fax"]),
        session_classes: list(&["Chat", "SMS", "File-Transfer", "X_Board"]),
        folders: list(&["Received", "Outgoing", "Sent", "Deleted", "ClosedSession"]),
        secure_eventing: false,
    }
}

/// A document with declaration, root and namespaces around what is given.
fn document(kind: Kind, inner: &str) -> String {
    let root = kind.root();
    format!(
        "<?xml version=\"1.0\"?>\n<m:{root} xmlns:m=\"urn:schemas-upnp-org:phone:messaging\" \
         xmlns:peer=\"urn:schemas-upnp-org:phone:peer\">{inner}</m:{root}>"
    )
}

fn output(kind: Kind, inner: &str) -> Read<Node> {
    validate(kind, &document(kind, inner), Direction::Output, &context())
}

fn input(kind: Kind, inner: &str) -> Read<Node> {
    validate(kind, &document(kind, inner), Direction::Input, &context())
}

/// What was found, shortly: grade, requirement, ruling.
fn short(finding: &Finding) -> String {
    let grade = match finding.grade {
        Grade::Fail => "fail",
        Grade::Warning => "warning",
        Grade::Note => "note",
    };
    let ruling = finding
        .ruling
        .as_ref()
        .map(|ruling| format!(" {ruling}"))
        .unwrap_or_default();
    format!("{grade} {}{ruling}", finding.requirement)
}

#[track_caller]
fn assert_found(read: &Read<Node>, expected: &[&str]) {
    let found: Vec<String> = read.findings.iter().map(short).collect();
    assert_eq!(found, expected, "{:#?}", read.findings);
}

const FROM: &str = "<recipientFrom><peer:id>sip:me@h</peer:id></recipientFrom>";
const TO: &str = "<recipientTo><peer:id>sip:you@h</peer:id></recipientTo>";

/// A message in a folder, with what goes before and after the recipients.
fn message(id: &str, class: &str, folder: &str, before: &str, to: &str, after: &str) -> String {
    format!(
        "<messageID>{id}</messageID>{before}<messageClass>{class}</messageClass><messageFolder>{folder}</messageFolder>\
         <messageStatus>Read</messageStatus><recipientsList>{to}{FROM}</recipientsList>{after}"
    )
}

/// A received SMS without a fault.
fn sms() -> String {
    message(
        "m1",
        "SMS",
        "Received",
        "",
        TO,
        "<text>hello</text><dateReceived>2012-12-10T09:00:00Z</dateReceived>",
    )
}

/// A session without a fault, with its messages.
fn session(id: &str, class: &str, to: &str, rest: &str) -> String {
    format!(
        "<sessionID>{id}</sessionID><sessionClass>{class}</sessionClass><sessionStatus>Running</sessionStatus>\
         <recipientsList>{to}{FROM}</recipientsList>{rest}"
    )
}
