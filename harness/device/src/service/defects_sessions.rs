//! Defects of sessions that no answer shows: what a refused action changes all the same, and what leaving loses.

use super::actions::Arguments;
use super::caller::Caller;
use super::documents::{Recipients, read_file_info_list, read_message};
use super::session::Session;
use super::store::Store;
use super::values::SessionStatus::{self, Closed, Parked, Pending, Running};
use crate::defects::{DefectId, Deviations};

impl Session {
    /// What a defect makes of a session that somebody has left.
    pub(super) fn apply_leaving_defects(&mut self, d: &Deviations) {
        if d.has(DefectId::LeaveParksAtOnce) {
            self.status = Parked;
            self.joined.clear();
        }
        if d.has(DefectId::LeaveKeepsRunning) {
            self.status = Running;
        }
        if d.has(DefectId::LeaveForgetsMessages) {
            self.messages.clear();
        }
        if d.has(DefectId::LeaveForgetsRecipients) {
            self.recipients.to.truncate(1);
        }
    }
}

/// A refused action in a state, and the state that the session has then.
const STATES_AFTER_REFUSAL: [(DefectId, &str, SessionStatus, SessionStatus); 13] = [
    (
        DefectId::RefusedAcceptParksRunning,
        "AcceptSession",
        Running,
        Parked,
    ),
    (
        DefectId::RefusedAcceptRunsParked,
        "AcceptSession",
        Parked,
        Running,
    ),
    (
        DefectId::RefusedJoinRunsPending,
        "JoinSession",
        Pending,
        Running,
    ),
    (
        DefectId::RefusedJoinRevivesClosed,
        "JoinSession",
        Closed,
        Parked,
    ),
    (
        DefectId::RefusedLeaveClosesPending,
        "LeaveSession",
        Pending,
        Closed,
    ),
    (
        DefectId::RefusedLeaveRunsParked,
        "LeaveSession",
        Parked,
        Running,
    ),
    (
        DefectId::RefusedCloseRevivesClosed,
        "CloseSession",
        Closed,
        Parked,
    ),
    (
        DefectId::RefusedModifyRevivesClosed,
        "ModifySession",
        Closed,
        Parked,
    ),
    (
        DefectId::RefusedSendRunsParked,
        "SendMessage",
        Parked,
        Running,
    ),
    (
        DefectId::RefusedSendRunsPending,
        "SendMessage",
        Pending,
        Running,
    ),
    (
        DefectId::RefusedTransferRunsParked,
        "StartFileTransfer",
        Parked,
        Running,
    ),
    (
        DefectId::RefusedCancelParksRunning,
        "CancelFileTransfer",
        Running,
        Parked,
    ),
    (
        DefectId::RefusedMetadataClosesRunning,
        "GetFileTransferSession",
        Running,
        Closed,
    ),
];

impl Store {
    /// What a defect makes of a session when an action on it is refused.
    pub(super) fn apply_refusal_defects(
        &mut self,
        caller: &Caller,
        action: &str,
        arguments: &Arguments<'_>,
    ) {
        let Some(id) = self.session_addressed(action, arguments) else {
            return;
        };
        let d = self.deviations().clone();
        let Some(session) = self.session_mut(&id) else {
            if action == "JoinSession" && d.has(DefectId::RefusedJoinMakesSession) {
                let made = Session::new(id, None, Recipients::default(), Some(caller.clone()));
                // Without room for another session the defect has no effect.
                let _full = self.store_session(made);
            }
            return;
        };
        let after = STATES_AFTER_REFUSAL
            .iter()
            .find(|(defect, of, from, _)| {
                *of == action && *from == session.status && d.has(*defect)
            })
            .map(|(_, _, _, to)| *to);
        if let Some(after) = after {
            session.status = after;
            session.joined.clear();
            if after == Running {
                session.joined.insert(caller.clone());
            }
        }
        if action == "SendMessage" && d.has(DefectId::RefusedSendListed) {
            session.messages.push(format!("{id}.0"));
        }
        if action == "ModifySession"
            && session.status == Closed
            && d.has(DefectId::RefusedModifyRenames)
        {
            session.subject = Some(arguments.get("Subject").to_owned());
        }
    }

    /// The session that an action is about.
    fn session_addressed(&self, action: &str, arguments: &Arguments<'_>) -> Option<String> {
        let id = match action {
            "SendMessage" => {
                read_message(arguments.get("MessageToSend"))
                    .ok()?
                    .session_id?
            }
            "StartFileTransfer" => {
                read_file_info_list(arguments.get("FileInfoList"), self.deviations())
                    .ok()?
                    .0
            }
            _ => arguments.get("SessionID").to_owned(),
        };
        (!id.is_empty()).then_some(id)
    }

    /// The defect `parked-runs-when-listed`: a Parked session that was asked for by its id runs afterwards.
    pub(super) fn wake_parked(&mut self, id: &str) {
        if let Some(session) = self.session_mut(id)
            && session.status == Parked
        {
            session.status = Running;
        }
    }
}
