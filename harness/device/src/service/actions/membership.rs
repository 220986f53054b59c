//! 5.5.10 AcceptSession, 5.5.13 JoinSession, 5.5.14 LeaveSession: who takes part (Figure 3).

use super::{Arguments, Outputs};
use crate::defects::{DefectId, VariationId};
use crate::service::caller::Caller;
use crate::service::effects::SessionEvent;
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
        let id = &self.accepted_for(arguments.get("SessionID"));
        let d = self.deviations().clone();
        let not_now = self.not_now();
        let caller = &self.participant(caller, id, true);
        if d.has(DefectId::AcceptUnknownSucceeds) && self.session(id).is_none() {
            return Ok(Outputs::new());
        }
        let session = self.known_session(id)?;
        match session.status {
            SessionStatus::Pending
                if d.varies(VariationId::CreatorCannotAccept) && session.creator.is_some() =>
            {
                return Err(not_now);
            }
            SessionStatus::Pending if d.has(DefectId::AcceptKeepsPending) => {
                return Ok(Outputs::new());
            }
            SessionStatus::Running if d.has(DefectId::AcceptRunningSucceeds) => {
                return Ok(Outputs::new());
            }
            SessionStatus::Closed if d.has(DefectId::AcceptClosedSucceeds) => {
                return Ok(Outputs::new());
            }
            SessionStatus::Parked if d.has(DefectId::AcceptParkedSucceeds) => {
                session.status = SessionStatus::Pending;
            }
            _ => {}
        }
        if session.accept(Some(caller), now()) != Step::Taken {
            return Err(not_now);
        }
        let name = if d.varies(VariationId::AcceptedByNobody) {
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
        let d = self.deviations().clone();
        if d.has(DefectId::UnknownSession708) && self.session(id).is_none() {
            return Err(Fault::new(Fault::NOT_NOW));
        }
        let session = self.known_session(id)?;
        match session.status {
            SessionStatus::Pending if d.has(DefectId::JoinPendingSucceeds) => {
                return Ok(Outputs::new());
            }
            SessionStatus::Parked if d.has(DefectId::JoinKeepsParked) => return Ok(Outputs::new()),
            // Nothing is ever owed without the defect `refused-leave-counts`.
            SessionStatus::Parked if session.memory.makes_up() => return Ok(Outputs::new()),
            SessionStatus::Running
                if d.has(DefectId::SecondJoinRefused) && !session.joined.contains(caller) =>
            {
                return Err(Fault::new(Fault::NOT_NOW));
            }
            SessionStatus::Running
                if d.has(DefectId::JoinAgainParks) && session.joined.contains(caller) =>
            {
                session.status = SessionStatus::Parked;
                session.joined.clear();
                return Ok(Outputs::new());
            }
            _ => {}
        }
        match session.join(caller) {
            Step::Taken => {
                self.announce(id, SessionEvent::TelCpJoined);
                self.leave_others(caller, id);
                self.alter_joined(caller, id);
            }
            Step::Unchanged if d.varies(VariationId::JoinAgainRefused) => {
                return Err(Fault::new(Fault::NOT_NOW));
            }
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
        let d = self.deviations().clone();
        let parks_at_once = d.has(DefectId::LeaveParksAtOnce);
        if d.has(DefectId::LeaveUnknownSucceeds) && self.session(id).is_none() {
            return Ok(Outputs::new());
        }
        let session = self.known_session(id)?;
        let running = session.status == SessionStatus::Running;
        match session.status {
            SessionStatus::Parked if d.has(DefectId::LeaveParkedSucceeds) => {
                return Ok(Outputs::new());
            }
            SessionStatus::Pending if d.has(DefectId::LeavePendingSucceeds) => {
                return Ok(Outputs::new());
            }
            _ => {}
        }
        if running && d.varies(VariationId::StrangerMayLeave) && !session.joined.contains(caller) {
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
        session.apply_leaving_defects(&d);
        session.apply_parking_defects(&d, caller);
        self.announce(id, SessionEvent::TelCpLeft);
        Ok(Outputs::new())
    }

    /// Who it is that comes or goes. A device that only counts takes everybody for somebody new who comes, and for one
    /// of those present who goes.
    fn participant(&self, caller: &Caller, id: &str, comes: bool) -> Caller {
        if let Some(session) = self.session(id)
            && self.varies(VariationId::NamedJoinsCounted)
        {
            return session.joined_again(caller, comes);
        }
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
