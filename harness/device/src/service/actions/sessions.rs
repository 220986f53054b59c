//! 5.5.8 CreateSession, 5.5.9 ModifySession, 5.5.12 GetSessions, 5.5.15 CloseSession.

use super::{Arguments, Outputs, check_length, is_any, one_output};
use crate::defects::{DefectId, VariationId};
use crate::service::caller::Caller;
use crate::service::documents::{
    Peer, Recipients, is_content_types, read_recipients, write_sessions,
};
use crate::service::events::SessionEvent;
use crate::service::fault::Fault;
use crate::service::session::Session;
use crate::service::store::{Store, now};
use crate::service::values::{SessionClass, SessionStatus};

/// 5.3.15.2, R-70: whether a session of the class can have these recipients.
fn are_valid(class: Option<SessionClass>, recipients: &Recipients) -> bool {
    let needs_to = matches!(
        class,
        Some(SessionClass::Sms | SessionClass::Mms | SessionClass::Chat)
    );
    recipients.reach_somebody() && !(needs_to && recipients.to.is_empty())
}

fn given(argument: &str) -> Option<String> {
    (!argument.is_empty()).then(|| argument.to_owned())
}

fn check_content_types(argument: &str) -> Result<Option<String>, Fault> {
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
        let class = match arguments.get("SessionClass") {
            "" if self.has(DefectId::EmptyClassRefused) => {
                return Err(Fault::new(Fault::SESSION_CLASS));
            }
            "" => None,
            text => match self.session_class(text) {
                Err(_) if self.has(DefectId::CreateTakesAnyClass) => Some(SessionClass::Chat),
                Err(_) if recipients.is_err() && self.has(DefectId::SeveralErrorsVague) => {
                    return Err(Fault::new(Fault::ACTION_FAILED));
                }
                Err(fault) => {
                    if self.has(DefectId::FailedCreateCreates) {
                        let id = self.new_session_id();
                        let mut left = Session::new(id, None, Recipients::default(), None);
                        left.subject = given(arguments.get("Subject"));
                        self.store_session(left)?;
                    }
                    return Err(fault);
                }
                Ok(class) => Some(class),
            },
        };
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
        if recipients.from.id.trim().is_empty() {
            recipients.from.id = self.own_address();
        }
        if self.has(DefectId::CreateLosesSecondRecipient) {
            recipients.to.truncate(1);
        }
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
        if self.has(DefectId::CreatedSessionRunning) {
            session.accept(None, now());
        }
        self.store_session(session)?;
        one_output("SessionID", id)
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
    fn session_class(&self, text: &str) -> Result<SessionClass, Fault> {
        SessionClass::from_text(text)
            .filter(|class| self.setup.session_classes.contains(class))
            .ok_or_else(|| Fault::new(Fault::SESSION_CLASS))
    }

    /// 5.5.9: changes what is given, leaves the rest, and changes nothing if anything is wrong.
    pub(super) fn modify_session(&mut self, arguments: &Arguments<'_>) -> Result<Outputs, Fault> {
        let id = arguments.get("SessionID");
        let running_only = self.varies(VariationId::ModifyRunningOnly);
        let changes_closed = self.has(DefectId::ModifyChangesClosed);
        let not_now = self.not_now();
        if self.has(DefectId::ModifyUnknownSucceeds) && self.session(id).is_none() {
            return Ok(Outputs::new());
        }
        let status = self.known_session(id)?.status;
        let allowed = match status {
            SessionStatus::Running => true,
            SessionStatus::Pending | SessionStatus::Parked => !running_only,
            SessionStatus::Closed => changes_closed,
        };
        if !allowed {
            return Err(not_now);
        }
        let subject = arguments.get("Subject");
        check_length(subject)?;
        if self.has(DefectId::FailedModifyChanges) {
            let session = self.known_session(id)?;
            session.subject = given(subject).or(session.subject.take());
        }
        let content_types = check_content_types(arguments.get("SupportedContentType"))?;
        let class = self.changed_class(id, arguments.get("SessionClass"))?;
        let recipients = self.changed_recipients(id, class, arguments)?;
        let empties = self.has(DefectId::ModifyEmptiesSubject);
        let keeps_subject = self.has(DefectId::ModifyKeepsSubject);
        let keeps_types = self.has(DefectId::ModifyKeepsContentTypes);
        let session = self.known_session(id)?;
        let before = (
            session.class,
            session.recipients.clone(),
            session.subject.clone(),
            session.content_types.clone(),
        );
        session.class = class;
        session.recipients = recipients;
        if empties {
            session.subject = Some(subject.to_owned());
        } else if !keeps_subject {
            session.subject = given(subject).or(session.subject.take());
        }
        if !keeps_types {
            session.content_types = content_types.or(session.content_types.take());
        }
        let changed = before.0 != session.class
            || before.1 != session.recipients
            || before.2 != session.subject
            || before.3 != session.content_types;
        // Table 2 pairs the text with Running only.
        if changed && status == SessionStatus::Running {
            self.announce(id, SessionEvent::Modified);
        }
        Ok(Outputs::new())
    }

    /// 5.5.9.3: any change of class gives Mixed, and Mixed does not change.
    fn changed_class(&self, id: &str, text: &str) -> Result<Option<SessionClass>, Fault> {
        let now = self.session(id).and_then(|session| session.class);
        if text.is_empty() {
            return Ok(now);
        }
        let wanted = match self.session_class(text) {
            Err(_) if self.has(DefectId::ModifyTakesAnyClass) => return Ok(now),
            wanted => wanted?,
        };
        match now {
            None => Ok(Some(wanted)),
            Some(same) if same == wanted => Ok(now),
            Some(SessionClass::Mixed) if self.has(DefectId::MixedClassChangesBack) => {
                Ok(Some(wanted))
            }
            Some(SessionClass::Mixed) => Err(self.not_now()),
            Some(_) if self.has(DefectId::ModifyChangesClass) => Ok(Some(wanted)),
            Some(_) if self.has(DefectId::ModifyRefusesClass) => Err(self.not_now()),
            Some(_) if self.setup.session_classes.contains(&SessionClass::Mixed) => {
                Ok(Some(SessionClass::Mixed))
            }
            Some(_) => Err(Fault::new(Fault::SESSION_CLASS)),
        }
    }

    fn changed_recipients(
        &self,
        id: &str,
        class: Option<SessionClass>,
        arguments: &Arguments<'_>,
    ) -> Result<Recipients, Fault> {
        let list = |name: &str| match arguments.get(name) {
            "" => Ok(None),
            xml => match read_recipients(xml) {
                Ok(list) if list.reach_somebody() => Ok(Some(list)),
                _ if self.has(DefectId::ModifyTakesBadRecipients) => Ok(None),
                Ok(_) => Err(Fault::new(Fault::RECIPIENTS)),
                Err(why) => Err(Fault::for_document(&why, Fault::RECIPIENTS)),
            },
        };
        let (add, remove) = (
            list("SessionRecipientsToAdd")?,
            list("SessionRecipientsToRemove")?,
        );
        let mut recipients = self
            .session(id)
            .map(|one| one.recipients.clone())
            .unwrap_or_default();
        if add.is_none() && remove.is_none() {
            return Ok(recipients);
        }
        let present = |one: &Peer| recipients.receivers().any(|other| other.id == one.id);
        let in_vain = add.iter().flat_map(Recipients::receivers).any(present)
            || remove
                .iter()
                .flat_map(Recipients::receivers)
                .any(|one| !present(one));
        if in_vain && self.varies(VariationId::VainRecipientsRefused) {
            return Err(Fault::new(Fault::RECIPIENTS));
        }
        if let Some(remove) = remove.filter(|_| !self.has(DefectId::ModifyKeepsRemoved)) {
            let stays = |one: &Peer| !remove.receivers().any(|other| other.id == one.id);
            recipients.to.retain(stays);
            recipients.cc.retain(stays);
            recipients.bcc.retain(stays);
        }
        if self.has(DefectId::ModifyReplacesRecipients) && add.is_some() {
            recipients.to.clear();
        }
        if let Some(add) = add.filter(|_| !self.has(DefectId::ModifyDropsAdded)) {
            let groups = [(add.to, 0), (add.cc, 1), (add.bcc, 2)];
            for (peers, group) in groups {
                for peer in peers {
                    if recipients.receivers().any(|other| other.id == peer.id) {
                        continue;
                    }
                    match group {
                        0 => recipients.to.push(peer),
                        1 => recipients.cc.push(peer),
                        _ => recipients.bcc.push(peer),
                    }
                }
            }
        }
        if are_valid(class, &recipients) {
            Ok(recipients)
        } else {
            Err(Fault::new(Fault::RECIPIENTS))
        }
    }

    /// 5.5.12: the session named, or those of a class and in a status.
    pub(super) fn get_sessions(&self, arguments: &Arguments<'_>) -> Result<Outputs, Fault> {
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
        let class = match class {
            any if !heeded || is_any(any) => None,
            text => match self.session_class(text) {
                Err(_) if self.has(DefectId::GetSessionsTakesAnyClass) => None,
                class => Some(class?),
            },
        };
        let status = match status {
            any if !heeded || is_any(any) => None,
            text if self.has(DefectId::GetSessionsTakesAnyStatus) => SessionStatus::from_text(text),
            text => Some(
                SessionStatus::from_text(text).ok_or_else(|| Fault::new(Fault::SESSION_STATUS))?,
            ),
        };
        if status == Some(SessionStatus::Closed) && self.varies(VariationId::ClosedStatusRefused) {
            return Err(Fault::new(Fault::SESSION_STATUS));
        }
        let class = class.filter(|_| !self.has(DefectId::GetSessionsIgnoresClass));
        let status = status.filter(|_| !self.has(DefectId::GetSessionsIgnoresStatus));
        let by_or = self.has(DefectId::GetSessionsJoinsByOr) && class.is_some() && status.is_some();
        let found = self
            .sessions()
            .filter(|session| id.is_empty() || session.id == id)
            .filter(|session| {
                let of_class = class.is_none() || session.class == class;
                let in_status = status.is_none_or(|status| session.status == status);
                of_class && in_status || by_or && (of_class || in_status)
            });
        one_output("SessionsList", write_sessions(found, self.deviations()))
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
            SessionStatus::Closed => false,
        };
        if !kept {
            self.close_session(id)?;
        }
        Ok(Outputs::new())
    }
}
