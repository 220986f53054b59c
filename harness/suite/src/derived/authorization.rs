//! Error 606 in Tables 11 to 45: a control point without the privilege, for every action that lists it.
//!
//! Each action is invoked with arguments that nothing else is wrong with, on an object that is there.

use ctk_model::expectation::Expectation;
use ctk_vectors::{Action, Group, facts};
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
    let mut needs = vec![Need::Action(&action.name), Need::Stimulus("authorize")];
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
        t.restore_with("authorize", json!({ "enabled": true }));
        t.stimulate("authorize", json!({ "enabled": false }))?;
        wait_for_effect(t, &action.name)?;
        let reply = t.invoke(&action.name, &arguments)?;
        if let Some(id) = reply.output("MessageID") {
            let id = id.to_owned();
            t.owns_message(&id);
        }
        if let Some(id) = reply.output("SessionID") {
            let id = id.to_owned();
            t.owns_session(&id);
        }
        let requirement = format!("M-{}-606", action.clause);
        let expectation = Expectation::fault(requirement, NOT_AUTHORIZED);
        t.judge_pair(&reply, &expectation, NOT_AUTHORIZED)
    })
}

/// What it takes to have something to act on.
fn objects(action: &str) -> &'static [Need] {
    match action {
        "ReadMessage" | "DeleteMessage" => &[Need::Action("SendMessage"), Need::Recipient],
        "SendMessage" => &[Need::Recipient],
        "CreateSession" | "ModifySession" | "AcceptSession" | "JoinSession" | "LeaveSession"
        | "CloseSession" => &[Need::SessionMode, Need::RunningSession, Need::Recipient],
        "StartFileTransfer" | "CancelFileTransfer" | "GetFileTransferSession" => &[
            Need::SessionMode,
            Need::FileTransfer,
            Need::SessionClass("File-Transfer"),
            Need::RunningSession,
            Need::Recipient,
        ],
        _ => &[],
    }
}

/// Brings about what the action acts on; its arguments.
fn arrange(t: &mut Tester<'_>, action: &Action) -> Flow<Vec<(&'static str, String)>> {
    let empty = String::new;
    Ok(match action.name.as_str() {
        "GetTelephonyIdentity" | "GetNewMessages" | "GetSessionUpdates" => Vec::new(),
        "SearchMessages" => vec![
            ("MessageClass", empty()),
            ("MessageFolder", empty()),
            ("MessageStatus", empty()),
            ("SessionID", empty()),
        ],
        "GetSessions" => vec![
            ("SessionID", empty()),
            ("SessionClass", empty()),
            ("SessionStatus", empty()),
        ],
        "ReadMessage" | "DeleteMessage" => {
            let class = t.any_message_class()?;
            let message = t.draft(&class)?;
            vec![("MessageID", t.sent(&message)?)]
        }
        "SendMessage" => {
            let class = t.any_message_class()?;
            vec![("MessageToSend", t.draft(&class)?.to_xml())]
        }
        "CreateSession" => {
            let class = session_class(t)?;
            let recipients = t.draft_recipients(&class)?;
            vec![
                ("SessionClass", class),
                ("SessionRecipients", recipients),
                ("Subject", t.unique("Subject ")?),
                ("SupportedContentType", "text/plain".to_owned()),
            ]
        }
        "ModifySession" => {
            let class = session_class(t)?;
            vec![
                ("SessionID", t.running(&class)?),
                ("SessionRecipientsToAdd", empty()),
                ("SessionRecipientsToRemove", empty()),
                ("Subject", t.unique("Changed ")?),
                ("SupportedContentType", empty()),
                ("SessionClass", empty()),
            ]
        }
        "AcceptSession" => {
            let class = session_class(t)?;
            let id = if t.may_stimulate("incoming-session") {
                t.requested(&class)?
            } else {
                t.pending(&class)?
            };
            vec![("SessionID", id)]
        }
        "JoinSession" | "LeaveSession" | "CloseSession" => {
            let class = session_class(t)?;
            vec![("SessionID", t.running(&class)?)]
        }
        "StartFileTransfer" => {
            let id = t.running("File-Transfer")?;
            let (_, list) = t.offer(&id, 2_000, FileManner::Whole, None)?;
            vec![("FileInfoList", list.to_xml())]
        }
        "CancelFileTransfer" => vec![("SessionID", transferring(t)?)],
        "GetFileTransferSession" => vec![("SessionID", transferred(t)?)],
        other => return Err(Stop::Broken(format!("no arguments are known for {other}"))),
    })
}

fn session_class(t: &Tester<'_>) -> Flow<String> {
    let preferred = ["Chat", "SMS", "e-Mail", "MMS", "Mixed"];
    preferred
        .into_iter()
        .find(|class| t.dut().ics.has_session_class(class))
        .map(str::to_owned)
        .ok_or_else(|| Stop::NotApplicable("no session class for texts is supported".to_owned()))
}

/// A session in which a transfer is going on; without the stimulus that stalls it, one in which it was.
fn transferring(t: &mut Tester<'_>) -> Flow<String> {
    if t.may_stimulate("stall-file-transfer") {
        t.restore_with("stall-file-transfer", json!({ "enabled": false }));
        t.try_stimulus("stall-file-transfer", json!({ "enabled": true }))?;
    }
    let id = t.running("File-Transfer")?;
    let (_, list) = t.offer(&id, 2_000, FileManner::Whole, None)?;
    let reply = t.invoke("StartFileTransfer", &[("FileInfoList", &list.to_xml())])?;
    t.arranged(&reply)?;
    Ok(id)
}

/// A closed session in which a file was transferred; Pending or Running is wrong with it otherwise.
fn transferred(t: &mut Tester<'_>) -> Flow<String> {
    let id = t.running("File-Transfer")?;
    let (file, list) = t.offer(&id, 2_000, FileManner::Whole, None)?;
    let reply = t.invoke("StartFileTransfer", &[("FileInfoList", &list.to_xml())])?;
    t.arranged(&reply)?;
    let within = t.dut().settle_ms;
    t.fetches(file, 1, within)?;
    let reply = t.invoke("CloseSession", &[("SessionID", &id)])?;
    t.arranged(&reply)?;
    t.session_until(&id, &["Closed", "Nonexistent"])?;
    Ok(id)
}

/// Waits until the privileges are gone, as one of two other actions shows that have no effect.
fn wait_for_effect(t: &mut Tester<'_>, action: &str) -> Flow {
    let probes: [(&str, &[(&str, &str)]); 2] = [
        ("GetTelephonyIdentity", &[]),
        ("ReadMessage", &[("MessageID", "CtkNone")]),
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
    .map(drop)
}
