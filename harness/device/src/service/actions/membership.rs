//! 5.5.10 AcceptSession, 5.5.13 JoinSession, 5.5.14 LeaveSession: who takes part (Figure 3).

use super::{Arguments, Outputs};
use crate::defects::{DefectId, VariationId};
use crate::service::caller::Caller;
use crate::service::events::SessionEvent;
use crate::service::fault::Fault;
use crate::service::session::Step;
use crate::service::store::{Store, now};
use crate::service::values::SessionStatus;

impl Store {
    /// 5.5.10: Pending becomes Running, and the control point takes part.
    pub(super) fn accept_session(
        &mut self,
        caller: &Caller,
        arguments: &Arguments<'_>,
    ) -> Result<Outputs, Fault> {
        let id = arguments.get("SessionID");
        let not_now = self.not_now();
        let caller = &self.participant(caller, id, true);
        let creator_refused = self.varies(VariationId::CreatorCannotAccept);
        let running_taken = self.has(DefectId::AcceptRunningSucceeds);
        let keeps_pending = self.has(DefectId::AcceptKeepsPending);
        let parked_taken = self.has(DefectId::AcceptParkedSucceeds);
        let closed_taken = self.has(DefectId::AcceptClosedSucceeds);
        if self.has(DefectId::AcceptUnknownSucceeds) && self.session(id).is_none() {
            return Ok(Outputs::new());
        }
        let session = self.known_session(id)?;
        match session.status {
            SessionStatus::Pending if creator_refused && session.creator.is_some() => {
                return Err(not_now);
            }
            SessionStatus::Pending if keeps_pending => return Ok(Outputs::new()),
            SessionStatus::Running if running_taken => return Ok(Outputs::new()),
            SessionStatus::Closed if closed_taken => return Ok(Outputs::new()),
            SessionStatus::Parked if parked_taken => session.status = SessionStatus::Pending,
            _ => {}
        }
        if session.accept(Some(caller), now()) != Step::Taken {
            return Err(not_now);
        }
        let nobody = self.varies(VariationId::AcceptedByNobody);
        let name = if nobody {
            String::new()
        } else {
            self.setup.own_name.clone()
        };
        self.announce(id, SessionEvent::Accepted(name));
        Ok(Outputs::new())
    }

    /// 5.5.13: Parked or Running, and Running afterwards.
    pub(super) fn join_session(
        &mut self,
        caller: &Caller,
        arguments: &Arguments<'_>,
    ) -> Result<Outputs, Fault> {
        let id = arguments.get("SessionID");
        let caller = &self.participant(caller, id, true);
        let again_refused = self.varies(VariationId::JoinAgainRefused);
        let pending_taken = self.has(DefectId::JoinPendingSucceeds);
        let keeps_parked = self.has(DefectId::JoinKeepsParked);
        let alone = self.has(DefectId::SecondJoinRefused);
        let parks = self.has(DefectId::JoinAgainParks);
        if self.has(DefectId::UnknownSession708) && self.session(id).is_none() {
            return Err(Fault::new(Fault::NOT_NOW));
        }
        let session = self.known_session(id)?;
        match session.status {
            SessionStatus::Pending if pending_taken => return Ok(Outputs::new()),
            SessionStatus::Parked if keeps_parked => return Ok(Outputs::new()),
            SessionStatus::Running if alone && !session.joined.contains(caller) => {
                return Err(Fault::new(Fault::NOT_NOW));
            }
            SessionStatus::Running if parks && session.joined.contains(caller) => {
                session.status = SessionStatus::Parked;
                session.joined.clear();
                return Ok(Outputs::new());
            }
            _ => {}
        }
        match session.join(caller) {
            Step::Taken => self.announce(id, SessionEvent::TelCpJoined),
            Step::Unchanged if again_refused => return Err(Fault::new(Fault::NOT_NOW)),
            Step::Unchanged => {}
            Step::NotNow => return Err(Fault::new(Fault::NOT_NOW)),
            Step::Full => return Err(Fault::new(Fault::OUT_OF_MEMORY)),
        }
        Ok(Outputs::new())
    }

    /// 5.5.14: Running, and Parked when nobody is left; the remote session goes on.
    pub(super) fn leave_session(
        &mut self,
        caller: &Caller,
        arguments: &Arguments<'_>,
    ) -> Result<Outputs, Fault> {
        let id = arguments.get("SessionID");
        let caller = &self.participant(caller, id, false);
        let stranger_taken = self.varies(VariationId::StrangerMayLeave);
        let parked_taken = self.has(DefectId::LeaveParkedSucceeds);
        let keeps_running = self.has(DefectId::LeaveKeepsRunning);
        let parks_at_once = self.has(DefectId::LeaveParksAtOnce);
        let forgets_messages = self.has(DefectId::LeaveForgetsMessages);
        let forgets_recipients = self.has(DefectId::LeaveForgetsRecipients);
        let pending_taken = self.has(DefectId::LeavePendingSucceeds);
        if self.has(DefectId::LeaveUnknownSucceeds) && self.session(id).is_none() {
            return Ok(Outputs::new());
        }
        let session = self.known_session(id)?;
        let running = session.status == SessionStatus::Running;
        match session.status {
            SessionStatus::Parked if parked_taken => return Ok(Outputs::new()),
            SessionStatus::Pending if pending_taken => return Ok(Outputs::new()),
            _ => {}
        }
        if running && stranger_taken && !session.joined.contains(caller) {
            return Ok(Outputs::new());
        }
        // A transfer needs a Running session: it ends before the last one is out.
        let last = session.joined.len() == 1 && session.joined.contains(caller);
        if running && (last || parks_at_once) {
            self.end_transfer(id, SessionEvent::TransferCancelled);
        }
        let session = self.known_session(id)?;
        if session.leave(caller) != Step::Taken {
            return Err(Fault::new(Fault::NOT_NOW));
        }
        if parks_at_once {
            session.status = SessionStatus::Parked;
            session.joined.clear();
        }
        if keeps_running {
            session.status = SessionStatus::Running;
        }
        if forgets_messages {
            session.messages.clear();
        }
        if forgets_recipients {
            session.recipients.to.truncate(1);
        }
        self.announce(id, SessionEvent::TelCpLeft);
        Ok(Outputs::new())
    }

    /// Who it is that comes or goes. A device that only counts takes everybody for somebody new who comes, and for one
    /// of those present who goes.
    fn participant(&self, caller: &Caller, id: &str, comes: bool) -> Caller {
        let session = self
            .session(id)
            .filter(|_| self.varies(VariationId::JoinsCounted));
        match session {
            Some(session) if comes => Caller {
                user_agent: format!("{} of those who joined", session.joined.len() + 1),
                ..caller.clone()
            },
            Some(session) => session.joined.first().unwrap_or(caller).clone(),
            None => caller.clone(),
        }
    }
}
