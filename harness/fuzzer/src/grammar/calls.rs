//! Calls of actions with valid arguments.

use ctk_vectors::messaging_2::action;
use fastrand::Rng;

use super::arguments::value_for;
use super::seeds::Seeds;
use crate::call::Call;
use crate::request::Request;
use crate::subject::{Action, Subject};

/// A valid call of an action.
pub fn call(subject: &Subject, action: &Action, seeds: &Seeds, rng: &mut Rng) -> Request {
    let optional = matches!(
        &*action.name,
        action::SEARCH_MESSAGES | action::GET_SESSIONS
    );
    let arguments = action
        .inputs
        .iter()
        .map(|input| (input.name.clone(), value_for(input, optional, seeds, rng)))
        .collect();
    let call = Call::new(&subject.service_type, &action.name, arguments);
    Request::of_call(&subject.control, call)
}

/// A recipientsList with so many receivers.
pub fn recipients(count: usize) -> String {
    list(&"<recipientTo><peer:id>{{recipient}}</peer:id></recipientTo>".repeat(count))
}

/// One with a receiver of this name, which a device tells its subscribers.
pub(super) fn named_recipient(name: &str) -> String {
    let name = name
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;");
    list(&format!(
        "<recipientTo><peer:id>{{{{recipient}}}}</peer:id><peer:name>{name}</peer:name></recipientTo>"
    ))
}

fn list(to: &str) -> String {
    format!(
        "<?xml version=\"1.0\"?><m:recipientsList xmlns:m=\"urn:schemas-upnp-org:phone:messaging\" xmlns:peer=\"urn:schemas-upnp-org:phone:peer\">{to}<recipientFrom><peer:id/></recipientFrom></m:recipientsList>"
    )
}

/// A message in a session, or in none.
pub fn plain_message(session: &str, text: &str) -> String {
    let session = if session.is_empty() {
        String::new()
    } else {
        format!("<sessionID>{session}</sessionID>")
    };
    format!(
        "<?xml version=\"1.0\"?><m:message xmlns:m=\"urn:schemas-upnp-org:phone:messaging\" xmlns:peer=\"urn:schemas-upnp-org:phone:peer\"><messageID/>{session}<messageClass/><messageFolder/><messageStatus/><recipientsList><recipientTo><peer:id>{{{{recipient}}}}</peer:id></recipientTo><recipientFrom><peer:id/></recipientFrom></recipientsList><text>{text}</text></m:message>"
    )
}
