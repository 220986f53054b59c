//! What a refused action leaves: the answer is an error, and yet something is done.

use crate::defects::DefectId;
use crate::service::actions::Arguments;
use crate::service::caller::Caller;
use crate::service::documents::{Peer, Recipients, read_message, read_recipients};
use crate::service::session::Session;
use crate::service::store::{Store, now};
use crate::service::values::{MessageClass, SessionClass, SessionStatus};

impl Store {
    /// What a defect does of an action whose control point lacks the privilege, beside refusing it.
    pub(in crate::service) fn run_unauthorized(
        &mut self,
        caller: &Caller,
        action: &str,
        arguments: &Arguments<'_>,
    ) {
        let done = match action {
            "ReadMessage" => DefectId::UnauthorizedReadMarks,
            "DeleteMessage" => DefectId::UnauthorizedDeleteMoves,
            "SendMessage" => DefectId::UnauthorizedSendStores,
            "CloseSession" => DefectId::UnauthorizedCloseCloses,
            "CancelFileTransfer" => DefectId::UnauthorizedCancelCancels,
            "ModifySession" => DefectId::UnauthorizedModifyModifies,
            "LeaveSession" => DefectId::UnauthorizedLeaveLeaves,
            "CreateSession" => DefectId::UnauthorizedCreateCreates,
            _ => return,
        };
        if self.has(done) {
            self.authorized = true;
            // The answer is 606 whatever comes of it.
            let _outcome = self.run(caller, action, arguments);
            self.authorized = false;
        }
    }

    /// What a defect leaves of an action that was refused.
    pub(in crate::service) fn leave_remains(
        &mut self,
        caller: &Caller,
        action: &str,
        arguments: &Arguments<'_>,
    ) {
        match action {
            "SendMessage" => self.keep_refused_message(arguments),
            "ModifySession" => self.keep_refused_change(arguments),
            "CreateSession" if self.has(DefectId::RefusedCreateLeavesSession) => {
                self.keep_refused_session(caller, arguments);
            }
            "AcceptSession" if self.has(DefectId::RefusedAcceptTakesPart) => {
                self.let_in(caller, arguments, SessionStatus::Running);
            }
            "JoinSession" if self.has(DefectId::RefusedJoinTakesPart) => {
                self.let_in(caller, arguments, SessionStatus::Pending);
            }
            "LeaveSession" if self.has(DefectId::RefusedLeaveParks) => {
                if let Some(session) = self.session_mut(arguments.get("SessionID"))
                    && session.status == SessionStatus::Running
                {
                    session.status = SessionStatus::Parked;
                    session.joined.clear();
                }
            }
            "LeaveSession" if self.has(DefectId::RefusedLeaveCounts) => {
                if let Some(session) = self.session_mut(arguments.get("SessionID"))
                    && session.status == SessionStatus::Parked
                {
                    session.memory.count_absent();
                }
            }
            "CancelFileTransfer" if self.has(DefectId::RefusedCancelStopsNext) => {
                if let Some(session) = self.session_mut(arguments.get("SessionID")) {
                    session.memory.note_cancelled();
                }
            }
            "StartFileTransfer" => self.hold_refused_transfer(arguments),
            _ => {}
        }
    }

    /// A control point takes part in a session in this state all the same.
    fn let_in(&mut self, caller: &Caller, arguments: &Arguments<'_>, state: SessionStatus) {
        if let Some(session) = self.session_mut(arguments.get("SessionID"))
            && session.status == state
        {
            session.joined.insert(caller.clone());
        }
    }

    fn keep_refused_message(&mut self, arguments: &Arguments<'_>) {
        let Ok(submitted) = read_message(arguments.get("MessageToSend")) else {
            return;
        };
        if let Some(id) = submitted.session_id.as_deref()
            && let Some(class) = MessageClass::from_text(&submitted.class)
            && self.has(DefectId::RefusedSendDecidesClass)
        {
            self.decide_class(id, class);
        }
        let kept = match submitted.session_id.as_deref() {
            None => self.has(DefectId::RefusedSendStores),
            Some(id) => {
                self.has(DefectId::RefusedSendStaysInSession)
                    && self
                        .session(id)
                        .is_some_and(|one| one.status == SessionStatus::Parked)
            }
        };
        let class = MessageClass::from_text(&submitted.class);
        if let Some(class) = class.filter(|_| kept && self.make_room().is_ok()) {
            let id = self.new_message_id(submitted.session_id.as_deref());
            let mut submitted = submitted;
            if submitted.recipients.receivers().next().is_none() {
                submitted.recipients.to.push(Peer::new("unknown", None));
            }
            let message = self.outgoing(id, class, submitted);
            self.store_message(message, now());
        }
    }

    fn keep_refused_change(&mut self, arguments: &Arguments<'_>) {
        let adds = self.has(DefectId::RefusedModifyAdds);
        let mixes = self.has(DefectId::RefusedModifyMakesMixed);
        let add = read_recipients(arguments.get("SessionRecipientsToAdd"));
        let Some(session) = self.session_mut(arguments.get("SessionID")) else {
            return;
        };
        if session.status == SessionStatus::Closed {
            return;
        }
        let removes = !arguments.get("SessionRecipientsToRemove").is_empty();
        if let Ok(add) = add
            && adds
            && removes
            && add.reach_somebody()
        {
            session.recipients.add(add);
        }
        if mixes
            && SessionClass::from_text(arguments.get("SessionClass")).is_none()
            && !arguments.get("SessionClass").is_empty()
        {
            session.class = Some(SessionClass::Mixed);
        }
    }

    fn keep_refused_session(&mut self, caller: &Caller, arguments: &Arguments<'_>) {
        let Ok(class) = self.session_class(arguments.get("SessionClass")) else {
            return;
        };
        let recipients = Recipients {
            to: vec![Peer::new("unknown", None)],
            from: Peer::new(&self.own_address(), None),
            ..Recipients::default()
        };
        let id = self.new_session_id();
        // Without room for another session the defect has no effect.
        let _full = self.store_session(Session::new(
            id,
            Some(class),
            recipients,
            Some(caller.clone()),
        ));
    }
}
