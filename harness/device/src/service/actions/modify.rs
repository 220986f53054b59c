//! 5.5.9 ModifySession.

use super::sessions::{are_valid, check_content_types, given};
use super::{Arguments, Outputs, check_length};
use crate::defects::{DefectId, VariationId};
use crate::service::documents::{Peer, Recipients, read_recipients};
use crate::service::effects::SessionEvent;
use crate::service::fault::Fault;
use crate::service::store::Store;
use crate::service::values::{SessionClass, SessionStatus};

impl Store {
    /// 5.5.9: changes what is given, leaves the rest, and changes nothing if anything is wrong.
    pub(super) fn modify_session(&mut self, arguments: &Arguments<'_>) -> Result<Outputs, Fault> {
        let d = self.deviations().clone();
        let id = arguments.get("SessionID");
        if d.has(DefectId::ModifyUnknownSucceeds) && self.session(id).is_none() {
            return Ok(Outputs::new());
        }
        let status = self.known_session(id)?.status;
        let allowed = match status {
            SessionStatus::Running => true,
            SessionStatus::Pending | SessionStatus::Parked => {
                !d.varies(VariationId::ModifyRunningOnly)
            }
            SessionStatus::Closed => d.has(DefectId::ModifyChangesClosed),
        };
        if !allowed {
            return Err(self.not_now());
        }
        let subject = arguments.get("Subject");
        check_length(subject)?;
        if d.has(DefectId::FailedModifyChanges) {
            let session = self.known_session(id)?;
            session.subject = given(subject).or(session.subject.take());
        }
        let content_types = check_content_types(arguments.get("SupportedContentType"))?;
        let given_to_change = [!subject.is_empty(), content_types.is_some()];
        let class = self.changed_class(id, arguments.get("SessionClass"))?;
        let recipients = self.changed_recipients(id, class, arguments)?;
        let session = self.known_session(id)?;
        let before = session.described();
        session.class = class;
        session.recipients = recipients;
        if d.has(DefectId::ModifyEmptiesSubject) {
            session.subject = Some(subject.to_owned());
        } else if !d.has(DefectId::ModifyKeepsSubject) {
            session.subject = given(subject).or(session.subject.take());
        }
        if d.has(DefectId::ModifyEmptiesContentTypes) {
            session.content_types = content_types.or(Some(String::new()));
        } else if !d.has(DefectId::ModifyKeepsContentTypes) {
            session.content_types = content_types.or(session.content_types.take());
        }
        session.apply_modifying_defects(&d, given_to_change, session.class != before.0);
        let changed = session.described() != before;
        if session.class != before.0 {
            self.alter_mixed(id, arguments.get("SessionClass"));
        }
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

    /// A list of recipients to add or to remove; none when the argument is empty.
    fn recipients_given(&self, xml: &str) -> Result<Option<Recipients>, Fault> {
        if xml.is_empty() {
            return Ok(None);
        }
        match read_recipients(xml) {
            Ok(mut list) if list.reach_somebody() => {
                if self.varies(VariationId::AddressesRewritten) {
                    list.rewrite();
                }
                Ok(Some(list))
            }
            _ if self.has(DefectId::ModifyTakesBadRecipients) => Ok(None),
            Ok(_) => Err(Fault::new(Fault::RECIPIENTS)),
            Err(why) => Err(Fault::for_document(&why, Fault::RECIPIENTS)),
        }
    }

    /// 5.5.9.3: the recipients as they are after the change; adding who is in and removing who is not changes nothing.
    fn changed_recipients(
        &self,
        id: &str,
        class: Option<SessionClass>,
        arguments: &Arguments<'_>,
    ) -> Result<Recipients, Fault> {
        let mut add = self.recipients_given(arguments.get("SessionRecipientsToAdd"))?;
        let mut remove = self.recipients_given(arguments.get("SessionRecipientsToRemove"))?;
        let mut recipients = self
            .session(id)
            .map(|one| one.recipients.clone())
            .unwrap_or_default();
        if add.is_none() && remove.is_none() {
            return Ok(recipients);
        }
        self.alter_changes(&recipients, &mut add, &mut remove);
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
            recipients.remove(&remove);
        }
        if self.has(DefectId::ModifyReplacesRecipients) && add.is_some() {
            recipients.to.clear();
        }
        if let Some(add) = add.filter(|_| !self.has(DefectId::ModifyDropsAdded)) {
            recipients.add(add);
        }
        self.check_addresses(class, &recipients)?;
        if are_valid(class, &recipients) {
            Ok(recipients)
        } else {
            Err(Fault::new(Fault::RECIPIENTS))
        }
    }
}
