//! 5.5.8 CreateSession, 5.5.12 GetSessions, 5.5.15 CloseSession.

use super::{Arguments, Outputs, check_length, is_any, one_output};
use crate::defects::{DefectId, VariationId};
use crate::service::caller::Caller;
use crate::service::documents::{
    Invalid, Peer, Recipients, is_content_types, read_recipients, write_sessions,
};
use crate::service::fault::Fault;
use crate::service::message::fits_telephone_network;
use crate::service::session::Session;
use crate::service::store::{Store, now};
use crate::service::values::{SessionClass, SessionStatus};

/// 5.3.15.2, R-70: whether a session of the class can have these recipients.
pub(super) fn are_valid(class: Option<SessionClass>, recipients: &Recipients) -> bool {
    let needs_to = matches!(
        class,
        Some(SessionClass::Sms | SessionClass::Mms | SessionClass::Chat)
    );
    recipients.reach_somebody() && !(needs_to && recipients.to.is_empty())
}

pub(super) fn given(argument: &str) -> Option<String> {
    (!argument.is_empty()).then(|| argument.to_owned())
}

pub(super) fn check_content_types(argument: &str) -> Result<Option<String>, Fault> {
    check_length(argument)?;
    if argument.is_empty() || is_content_types(argument) {
        Ok(given(argument))
    } else {
        Err(Fault::new(Fault::INVALID_ARGS))
    }
}

impl Store {
    /// 5.5.8: a Pending session, to which the recipients are invited.
    pub(super) fn create_session(
        &mut self,
        caller: &Caller,
        arguments: &Arguments<'_>,
    ) -> Result<Outputs, Fault> {
        let recipients = read_recipients(arguments.get("SessionRecipients"));
        let class = self.class_to_create(arguments, recipients.is_err())?;
        let recipients = self.recipients_to_create(class, recipients)?;
        let mut subject = arguments.get("Subject");
        check_length(subject)?;
        if self.has(DefectId::CreateCutsSubject) {
            subject = subject.split(' ').next().unwrap_or_default();
        }
        let mut content_types = arguments.get("SupportedContentType");
        if self.has(DefectId::CreateCutsContentTypes) {
            content_types = content_types.split(',').next().unwrap_or_default();
        }
        let content_types = check_content_types(content_types)?;
        let id = self
            .repeated_id(caller)
            .unwrap_or_else(|| self.new_session_id());
        let mut session = Session::new(id.clone(), class, recipients, Some(caller.clone()));
        session.subject = given(subject);
        session.content_types = content_types;
        self.alter_created(&mut session);
        let at_once = self.varies(VariationId::PageSessionsRunAtOnce)
            && session.class.is_some_and(|class| {
                matches!(
                    class,
                    SessionClass::EMail | SessionClass::Sms | SessionClass::Mms
                )
            });
        if at_once || self.has(DefectId::CreatedSessionRunning) {
            session.accept(None, now());
        }
        self.store_session(session)?;
        one_output("SessionID", id)
    }

    /// 5.5.8.2: a class that the device has, or none yet.
    fn class_to_create(
        &mut self,
        arguments: &Arguments<'_>,
        more_is_wrong: bool,
    ) -> Result<Option<SessionClass>, Fault> {
        let fault = match arguments.get("SessionClass") {
            "" if self.has(DefectId::EmptyClassRefused) => Fault::new(Fault::SESSION_CLASS),
            "" => return Ok(None),
            text => match self.session_class(text) {
                Ok(class) => return Ok(Some(class)),
                Err(_) if self.has(DefectId::CreateTakesAnyClass) => {
                    return Ok(Some(SessionClass::Chat));
                }
                Err(_) if more_is_wrong && self.has(DefectId::SeveralErrorsVague) => {
                    return Err(Fault::new(Fault::ACTION_FAILED));
                }
                Err(fault) => {
                    if self.has(DefectId::FailedCreateCreates) {
                        let id = self.new_session_id();
                        let mut left = Session::new(id, None, Recipients::default(), None);
                        left.subject = given(arguments.get("Subject"));
                        self.store_session(left)?;
                    }
                    fault
                }
            },
        };
        Err(fault)
    }

    fn recipients_to_create(
        &self,
        class: Option<SessionClass>,
        recipients: Result<Recipients, Invalid>,
    ) -> Result<Recipients, Fault> {
        let bad_taken = self.has(DefectId::CreateTakesBadRecipients);
        let mut recipients = match recipients {
            Ok(recipients) if are_valid(class, &recipients) || bad_taken => recipients,
            Err(_) if bad_taken => Recipients {
                to: vec![Peer::new("nobody", None)],
                ..Recipients::default()
            },
            Ok(_) => return Err(Fault::new(Fault::RECIPIENTS)),
            Err(why) => return Err(Fault::for_document(&why, Fault::RECIPIENTS)),
        };
        self.check_addresses(class, &recipients)?;
        if self.varies(VariationId::AddressesRewritten) {
            recipients.rewrite();
        }
        if recipients.from.id.trim().is_empty() {
            recipients.from.id = self.own_address();
        }
        if self.has(DefectId::CreateLosesSecondRecipient) {
            recipients.to.truncate(1);
        }
        Ok(recipients)
    }

    /// recipients whom the network of the class cannot reach may be refused.
    pub(super) fn check_addresses(
        &self,
        class: Option<SessionClass>,
        recipients: &Recipients,
    ) -> Result<(), Fault> {
        let by_telephone = matches!(class, Some(SessionClass::Sms | SessionClass::Mms));
        if by_telephone
            && self.varies(VariationId::AddressesFitClass)
            && !fits_telephone_network(recipients)
        {
            return Err(Fault::new(Fault::RECIPIENTS));
        }
        Ok(())
    }

    /// The id that the defect `session-id-repeated` gives again: of a session that this control point has closed.
    fn repeated_id(&self, caller: &Caller) -> Option<String> {
        let closed = |session: &&Session| {
            session.status == SessionStatus::Closed && session.creator.as_ref() == Some(caller)
        };
        let again = self.sessions().find(closed).map(|one| one.id.clone());
        again.filter(|_| self.has(DefectId::SessionIdRepeated))
    }

    /// A class of Table 6 that the device has.
    pub(in crate::service) fn session_class(&self, text: &str) -> Result<SessionClass, Fault> {
        SessionClass::from_text(text)
            .filter(|class| self.setup.session_classes.contains(class))
            .ok_or_else(|| Fault::new(Fault::SESSION_CLASS))
    }

    fn class_filter(&self, text: &str) -> Result<Option<SessionClass>, Fault> {
        if is_any(text) {
            return Ok(None);
        }
        match self.session_class(text) {
            Err(_) if self.has(DefectId::GetSessionsTakesAnyClass) => Ok(None),
            class => class.map(Some),
        }
    }

    fn status_filter(&self, text: &str) -> Result<Option<SessionStatus>, Fault> {
        if is_any(text) {
            return Ok(None);
        }
        match SessionStatus::from_text(text) {
            Some(SessionStatus::Closed) if self.varies(VariationId::ClosedStatusRefused) => {
                Err(Fault::new(Fault::SESSION_STATUS))
            }
            None if !self.has(DefectId::GetSessionsTakesAnyStatus) => {
                Err(Fault::new(Fault::SESSION_STATUS))
            }
            status => Ok(status),
        }
    }

    /// 5.5.11: what has happened in active sessions.
    pub(super) fn get_session_updates(&mut self) -> Result<Outputs, Fault> {
        let told = self.session_updates();
        self.consume_updates();
        one_output("SessionUpdates", told)
    }

    /// 5.5.12: the session named, or those of a class and in a status.
    pub(super) fn get_sessions(
        &mut self,
        caller: &Caller,
        arguments: &Arguments<'_>,
    ) -> Result<Outputs, Fault> {
        let id = arguments.get("SessionID");
        let (class, status) = (
            arguments.get("SessionClass"),
            arguments.get("SessionStatus"),
        );
        let heeded = id.is_empty() || self.has(DefectId::GetSessionsFiltersById);
        let hidden = self.has(DefectId::ClosedUnknownById);
        let known = self
            .session(id)
            .is_some_and(|session| !(hidden && session.status == SessionStatus::Closed));
        if !id.is_empty() && !known && !self.has(DefectId::GetSessionsUnknownEmpty) {
            return Err(Fault::new(Fault::SESSION_ID));
        }
        if let Some(list) = self.repeated_info(id) {
            return one_output("SessionsList", list);
        }
        let class = if heeded {
            self.class_filter(class)?
        } else {
            None
        };
        let status = if heeded {
            self.status_filter(status)?
        } else {
            None
        };
        let class = class.filter(|_| !self.has(DefectId::GetSessionsIgnoresClass));
        let status = status.filter(|_| !self.has(DefectId::GetSessionsIgnoresStatus));
        let skips_parked = id.is_empty()
            && arguments.get("SessionStatus").is_empty()
            && self.has(DefectId::GetSessionsSkipsParked);
        let by_or = self.has(DefectId::GetSessionsJoinsByOr) && class.is_some() && status.is_some();
        let found = self
            .sessions()
            .filter(|session| id.is_empty() || session.id == id)
            .filter(|session| !id.is_empty() || self.shows_to(caller, session))
            .filter(|session| !(skips_parked && session.status == SessionStatus::Parked))
            .filter(|session| {
                let of_class = class.is_none() || session.class == class;
                let in_status = status.is_none_or(|status| session.status == status);
                let right = of_class && in_status || by_or && (of_class || in_status);
                session.filtered((class, status), right, self.deviations())
            });
        let mut found: Vec<&Session> = found.take(self.most_sessions_listed()).collect();
        if self.varies(VariationId::NewestFirst) {
            found.reverse();
        }
        let list = write_sessions(found.into_iter(), self.deviations());
        self.remember_info(id, &list);
        if self.has(DefectId::ParkedRunsWhenListed) {
            self.wake_parked(id);
        }
        one_output("SessionsList", list)
    }

    /// 5.5.15: ends the session, or refuses a request that is still Pending.
    pub(super) fn close_session_action(
        &mut self,
        arguments: &Arguments<'_>,
    ) -> Result<Outputs, Fault> {
        let id = arguments.get("SessionID");
        if self.has(DefectId::CloseUnknownSucceeds) && self.session(id).is_none() {
            return Ok(Outputs::new());
        }
        let kept = match self.known_session(id)?.status {
            SessionStatus::Pending => self.has(DefectId::ClosePendingKeepsPending),
            SessionStatus::Running => self.has(DefectId::CloseKeepsRunning),
            SessionStatus::Parked => self.has(DefectId::CloseParkedKeepsParked),
            SessionStatus::Closed => self.varies(VariationId::CloseAgainTaken),
        };
        if !kept {
            self.close_session(id)?;
        }
        Ok(Outputs::new())
    }
}
