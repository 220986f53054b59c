//! Error 606 in Tables 11 to 45: a control point without the privilege, for every action that lists it.
//!
//! Each action is invoked with arguments that nothing else is wrong with, on an object that is there.

use ctk_model::expectation::Expectation;
use ctk_vectors::messaging_2::{action, message_class, session_class, session_status};
use ctk_vectors::{Action, Group, facts, stimulus};
use serde_json::json;

use crate::case::{Case, Need};
use crate::judging::judgement::{Flow, Stop};
use crate::lab::FileManner;
use crate::tester::Tester;

/// The code for a missing privilege.
const NOT_AUTHORIZED: u16 = 606;

/// One case for every action whose own table lists 606.
pub(crate) fn cases() -> Vec<Case> {
    facts()
        .actions
        .iter()
        .filter(|action| action.errors.contains(&NOT_AUTHORIZED))
        .map(unauthorized)
        .collect()
}

fn unauthorized(action: &'static Action) -> Case {
    let mut needs = vec![
        Need::Action(&action.name),
        Need::Stimulus(stimulus::AUTHORIZE),
    ];
    needs.extend_from_slice(objects(&action.name));
    Case::new(
        format!("{}/unauthorized", action.clause),
        format!("{} without the privilege answers 606", action.name),
    )
    .clause(format!("{}.7", action.clause))
    .covering(format!("M-{}-606", action.clause))
    .needs(&needs)
    .own_objects(u32::from(action.group == Group::Page))
    .alone()
    .derived()
    .body(move |t| {
        let arguments = arrange(t, action)?;
        let arguments: Vec<(&str, &str)> = arguments
            .iter()
            .map(|(name, value)| (*name, value.as_str()))
            .collect();
        t.cleanup()
            .restore_with(stimulus::AUTHORIZE, json!({ "enabled": true }));
        t.upper_tester()
            .stimulate(stimulus::AUTHORIZE, json!({ "enabled": false }))?;
        let gone = wait_for_effect(t, &action.name)?;
        let reply = t.invoke(&action.name, &arguments)?;
        if let Some(id) = reply.output("MessageID") {
            let id = id.to_owned();
            t.cleanup().message(&id);
        }
        if let Some(id) = reply.output("SessionID") {
            let id = id.to_owned();
            t.cleanup().session(&id);
        }
        if !gone && reply.fault() != Some(u32::from(NOT_AUTHORIZED)) {
            t.upper_tester()
                .in_vain(stimulus::AUTHORIZE, "no action is refused with 606")?;
        }
        let requirement = format!("M-{}-606", action.clause);
        let expectation = Expectation::fault(requirement, NOT_AUTHORIZED);
        t.judge_pair(&reply, &expectation, NOT_AUTHORIZED)
    })
}

/// What it takes to have something to act on.
fn objects(action: &str) -> &'static [Need] {
    match action {
        action::READ_MESSAGE | action::DELETE_MESSAGE => {
            &[Need::Action(action::SEND_MESSAGE), Need::Recipient]
        }
        action::SEND_MESSAGE => &[Need::Recipient],
        action::CREATE_SESSION
        | action::MODIFY_SESSION
        | action::ACCEPT_SESSION
        | action::JOIN_SESSION
        | action::LEAVE_SESSION
        | action::CLOSE_SESSION => &[Need::SessionMode, Need::RunningSession, Need::Recipient],
        action::START_FILE_TRANSFER
        | action::CANCEL_FILE_TRANSFER
        | action::GET_FILE_TRANSFER_SESSION => &[
            Need::SessionMode,
            Need::FileTransfer,
            Need::SessionClass(session_class::FILE_TRANSFER),
            Need::RunningSession,
            Need::Recipient,
        ],
        _ => &[],
    }
}

/// Brings about what the action acts on; its arguments.
#[expect(clippy::too_many_lines, reason = "one arm an action")]
fn arrange(t: &mut Tester<'_>, action: &Action) -> Flow<Vec<(&'static str, String)>> {
    let empty = String::new;
    Ok(match action.name.as_str() {
        action::GET_TELEPHONY_IDENTITY | action::GET_NEW_MESSAGES | action::GET_SESSION_UPDATES => {
            Vec::new()
        }
        action::SEARCH_MESSAGES => vec![
            ("MessageClass", empty()),
            ("MessageFolder", empty()),
            ("MessageStatus", empty()),
            ("SessionID", empty()),
        ],
        action::GET_SESSIONS => vec![
            ("SessionID", empty()),
            ("SessionClass", empty()),
            ("SessionStatus", empty()),
        ],
        action::READ_MESSAGE | action::DELETE_MESSAGE => {
            let class = t.classes().any_message()?;
            let message = t.messages().draft(&class)?;
            vec![("MessageID", t.messages().sent(&message)?)]
        }
        action::SEND_MESSAGE => {
            let class = t.classes().any_message()?;
            vec![("MessageToSend", t.messages().draft(&class)?.to_xml())]
        }
        action::CREATE_SESSION => {
            let class = session_class(t)?;
            let recipients = t.recipients().list(&class)?;
            vec![
                ("SessionClass", class),
                ("SessionRecipients", recipients),
                ("Subject", t.unique("Subject ")?),
                ("SupportedContentType", "text/plain".to_owned()),
            ]
        }
        action::MODIFY_SESSION => {
            let class = session_class(t)?;
            vec![
                ("SessionID", t.sessions().running(&class)?),
                ("SessionRecipientsToAdd", empty()),
                ("SessionRecipientsToRemove", empty()),
                ("Subject", t.unique("Changed ")?),
                ("SupportedContentType", empty()),
                ("SessionClass", empty()),
            ]
        }
        action::ACCEPT_SESSION => {
            let class = session_class(t)?;
            let id = if t.upper_tester().offers(stimulus::INCOMING_SESSION) {
                t.sessions().requested_by_peer(&class)?
            } else {
                t.sessions().pending(&class)?
            };
            vec![("SessionID", id)]
        }
        action::JOIN_SESSION | action::LEAVE_SESSION | action::CLOSE_SESSION => {
            let class = session_class(t)?;
            vec![("SessionID", t.sessions().running(&class)?)]
        }
        action::START_FILE_TRANSFER => {
            let id = t.sessions().running(session_class::FILE_TRANSFER)?;
            let (_, list) = t.files().offer(&id, 2_000, FileManner::Whole, None)?;
            vec![("FileInfoList", list.to_xml())]
        }
        action::CANCEL_FILE_TRANSFER => vec![("SessionID", transferring(t)?)],
        action::GET_FILE_TRANSFER_SESSION => vec![("SessionID", transferred(t)?)],
        other => return Err(Stop::Broken(format!("no arguments are known for {other}"))),
    })
}

fn session_class(t: &Tester<'_>) -> Flow<String> {
    let preferred = [
        session_class::CHAT,
        message_class::SMS,
        message_class::E_MAIL,
        message_class::MMS,
        session_class::MIXED,
    ];
    preferred
        .into_iter()
        .find(|class| t.dut().ics.has_session_class(class))
        .map(str::to_owned)
        .ok_or_else(|| Stop::NotApplicable("no session class for texts is supported".to_owned()))
}

/// A session in which a transfer is going on; without the stimulus that stalls it, one in which it was.
fn transferring(t: &mut Tester<'_>) -> Flow<String> {
    if t.upper_tester().offers(stimulus::STALL_FILE_TRANSFER) {
        t.cleanup()
            .restore_with(stimulus::STALL_FILE_TRANSFER, json!({ "enabled": false }));
        t.upper_tester()
            .attempt(stimulus::STALL_FILE_TRANSFER, json!({ "enabled": true }))?;
    }
    let id = t.sessions().running(session_class::FILE_TRANSFER)?;
    let (_, list) = t.files().offer(&id, 2_000, FileManner::Whole, None)?;
    let reply = t.invoke(
        action::START_FILE_TRANSFER,
        &[("FileInfoList", &list.to_xml())],
    )?;
    t.arranged(&reply)?;
    Ok(id)
}

/// A closed session in which a file was transferred; Pending or Running is wrong with it otherwise.
fn transferred(t: &mut Tester<'_>) -> Flow<String> {
    let id = t.sessions().running(session_class::FILE_TRANSFER)?;
    let (file, list) = t.files().offer(&id, 2_000, FileManner::Whole, None)?;
    let reply = t.invoke(
        action::START_FILE_TRANSFER,
        &[("FileInfoList", &list.to_xml())],
    )?;
    t.arranged(&reply)?;
    let within = t.dut().settle_ms;
    t.files().fetches(file, 1, within)?;
    let reply = t.invoke(action::CLOSE_SESSION, &[("SessionID", &id)])?;
    t.arranged(&reply)?;
    t.sessions()
        .look_until(&id, &[session_status::CLOSED, session_status::NONEXISTENT])?;
    Ok(id)
}

/// Waits until the privileges are gone, as one of two other actions shows that have no effect; whether it does.
fn wait_for_effect(t: &mut Tester<'_>, action: &str) -> Flow<bool> {
    let probes: [(&str, &[(&str, &str)]); 2] = [
        (action::GET_TELEPHONY_IDENTITY, &[]),
        (action::READ_MESSAGE, &[("MessageID", "CtkNone")]),
    ];
    let within = t.dut().settle_ms;
    t.await_until(
        within,
        |t| {
            for (probe, arguments) in probes.iter().filter(|(probe, _)| *probe != action) {
                let reply = t.invoke(probe, arguments)?;
                if reply.fault() == Some(u32::from(NOT_AUTHORIZED)) {
                    return Ok(true);
                }
            }
            Ok(false)
        },
        |gone| *gone,
    )
}
