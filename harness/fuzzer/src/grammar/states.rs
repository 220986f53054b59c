//! Sequences that bring a session into a state, and those that change what every action answers.

use ctk_vectors::messaging_2::{action, session_class};
use ctk_vectors::stimulus;
use fastrand::Rng;
use serde_json::{Value, json};

use super::calls::{named_recipient, plain_message, recipients};
use super::values::odd_text;
use crate::bindings::State;
use crate::call::Call;
use crate::request::Request;
use crate::sequence::{Sequence, Step};
use crate::subject::Subject;

/// An address of nobody, which peers and messages come from.
const PEER: &str = "sip:peer@example.invalid";

fn stimulus(name: &str, fields: Value) -> Step {
    Step::Stimulus {
        name: name.to_owned(),
        fields,
    }
}

fn call(subject: &Subject, name: &str, arguments: &[(&str, &str)]) -> Option<Step> {
    subject.action(name)?;
    let arguments = arguments
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect();
    let call = Call::new(&subject.service_type, name, arguments);
    Some(Step::Request(Request::of_call(&subject.control, call)))
}

/// The stimulus that brings about what an action does.
pub fn instead(action: &str) -> Option<Step> {
    let id = json!({"session_id": "{{session}}"});
    Some(match action {
        action::SEND_MESSAGE => stimulus(
            stimulus::INCOMING_MESSAGE,
            json!({"class": "e-Mail", "from": "peer@example.invalid", "subject": "a", "text": "a"}),
        ),
        action::CREATE_SESSION => stimulus(
            stimulus::INCOMING_SESSION,
            json!({"class": session_class::CHAT, "from": PEER, "subject": "a"}),
        ),
        action::CLOSE_SESSION => stimulus(stimulus::PEER_CLOSES_SESSION, id),
        _ => return None,
    })
}

/// A session that the control point asks for, and that a peer accepts unless it shall stay Pending.
fn created(subject: &Subject, class: &str, state: State, rng: &mut Rng) -> Vec<Option<Step>> {
    let list = if rng.bool() {
        named_recipient(&odd_text(rng))
    } else {
        recipients(1 + rng.usize(..2))
    };
    let arguments = [
        ("SessionClass", class),
        ("SessionRecipients", &*list),
        ("Subject", "S {{token}}"),
        ("SupportedContentType", "text/plain"),
    ];
    let mut steps = vec![call(subject, action::CREATE_SESSION, &arguments)];
    if state != State::Pending {
        let id = json!({"session_id": "{{session}}"});
        steps.push(Some(stimulus(stimulus::PEER_ACCEPTS_SESSION, id)));
        let id = [("SessionID", "{{session}}")];
        steps.push(call(subject, action::JOIN_SESSION, &id));
    }
    steps
}

/// A session that a peer asks for, and that is accepted unless it shall stay Pending.
fn requested(subject: &Subject, class: &str, state: State) -> Vec<Option<Step>> {
    let fields = json!({"class": class, "from": PEER, "subject": "S {{token}}"});
    let mut steps = vec![Some(stimulus(stimulus::INCOMING_SESSION, fields))];
    if state != State::Pending {
        let id = [("SessionID", "{{session}}")];
        steps.push(call(subject, action::ACCEPT_SESSION, &id));
    }
    steps
}

/// The steps that bring a session into a state, on a bench. What the device lacks is left out.
pub fn setting(subject: &Subject, state: State, rng: &mut Rng) -> Vec<Step> {
    let transfer = state == State::Transferring;
    let class = if transfer || rng.u32(..6) == 0 {
        session_class::FILE_TRANSFER
    } else {
        session_class::CHAT
    };
    let begun = if rng.u32(..4) == 0 && !transfer {
        created(subject, class, state, rng)
    } else {
        requested(subject, class, state)
    };
    match state {
        State::Nonexistent => Vec::new(),
        _ => begun
            .into_iter()
            .flatten()
            .chain(from_running(subject, state))
            .collect(),
    }
}

/// The shortest way to the same: a peer asks for the session.
pub fn shortest(subject: &Subject, state: State) -> Vec<Step> {
    let class = match state {
        State::Transferring => session_class::FILE_TRANSFER,
        _ => session_class::CHAT,
    };
    match state {
        State::Nonexistent => Vec::new(),
        _ => requested(subject, class, state)
            .into_iter()
            .flatten()
            .chain(from_running(subject, state))
            .collect(),
    }
}

/// The step from Running to a state behind it.
fn from_running(subject: &Subject, state: State) -> Option<Step> {
    let id = [("SessionID", "{{session}}")];
    match state {
        State::Nonexistent | State::Pending | State::Running => None,
        State::Parked => call(subject, action::LEAVE_SESSION, &id),
        State::Closed => call(subject, action::CLOSE_SESSION, &id),
        State::Transferring => {
            let list = "<?xml version=\"1.0\"?><m:fileInfoList xmlns:m=\"urn:schemas-upnp-org:phone:messaging\"><sessionID>{{session}}</sessionID><fileInfo><fileType>text/plain</fileType><fileSize>20</fileSize><fileLink>{{link}}</fileLink><progressNotif>0</progressNotif></fileInfo></m:fileInfoList>";
            call(
                subject,
                action::START_FILE_TRANSFER,
                &[("FileInfoList", list)],
            )
        }
    }
}

/// What the far side of the session that came last does, whatever its state.
pub fn far_side(rng: &mut Rng) -> Step {
    let id = json!({"session_id": "{{session}}"});
    let of_peer = json!({"session_id": "{{session}}", "peer": PEER});
    match rng.u32(..6) {
        0 => stimulus(stimulus::PEER_REJECTS_SESSION, id),
        1 => stimulus(stimulus::PEER_JOINS, of_peer),
        2 => stimulus(stimulus::PEER_LEAVES, of_peer),
        3 => stimulus(stimulus::PEER_TYPING, of_peer),
        _ => stimulus(stimulus::PEER_CLOSES_SESSION, id),
    }
}

/// Steps between a stimulus with one value of a field and the same with the other, which restores what was.
fn toggled(
    name: &str,
    field: &str,
    [first, last]: [Value; 2],
    between: impl FnOnce() -> Vec<Option<Step>>,
) -> Vec<Option<Step>> {
    let mut steps = vec![Some(stimulus(name, json!({field: first})))];
    steps.extend(between());
    steps.push(Some(stimulus(name, json!({field: last}))));
    steps
}

/// A sequence about a message from its arrival or dispatch to its end, or about what changes every answer.
pub fn lifecycle(subject: &Subject, rng: &mut Rng) -> Sequence {
    let message = [("MessageID", "{{message}}")];
    let send = |text: &str| {
        call(
            subject,
            action::SEND_MESSAGE,
            &[("MessageToSend", &*plain_message("", text))],
        )
    };
    let arrives = stimulus(
        stimulus::INCOMING_MESSAGE,
        json!({"class": "e-Mail", "from": "peer@example.invalid", "subject": "M {{token}}", "text": "T {{token}}"}),
    );
    let read = || call(subject, action::READ_MESSAGE, &message);
    let delete = || call(subject, action::DELETE_MESSAGE, &message);
    let (steps, alone) = match rng.u32(..10) {
        0 => (
            toggled(
                stimulus::AUTHORIZE,
                "enabled",
                [json!(false), json!(true)],
                || vec![read(), call(subject, action::GET_NEW_MESSAGES, &[])],
            ),
            true,
        ),
        1 => (
            toggled(
                stimulus::ASSIGN_IDENTITY,
                "uri",
                [Value::Null, json!("{{identity}}")],
                || vec![call(subject, action::GET_TELEPHONY_IDENTITY, &[])],
            ),
            true,
        ),
        2 => (
            toggled(
                stimulus::HOLD_OUTGOING,
                "enabled",
                [json!(true), json!(false)],
                || vec![send("held {{token}}"), read(), delete()],
            ),
            true,
        ),
        3..=5 => (
            vec![send("sent {{token}}"), read(), delete(), delete()],
            false,
        ),
        _ => (
            vec![Some(arrives), read(), delete(), delete(), read()],
            false,
        ),
    };
    Sequence {
        steps: steps.into_iter().flatten().collect(),
        alone,
    }
}
