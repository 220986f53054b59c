//! 5.3.15 sessionInfo and 5.3.16 sessionsList.

use super::writer::Writer;
use crate::defects::{DefectId, Deviations, VariationId};
use crate::service::session::Session;

/// 5.3.16: a list of sessions.
pub(in crate::service) fn write_sessions<'s>(
    sessions: impl Iterator<Item = &'s Session>,
    deviations: &Deviations,
) -> String {
    let mut writer = Writer::new("sessionsList", true, deviations);
    if deviations.has(DefectId::SessionsCounted) {
        writer.leaf("count", "0");
    }
    for session in sessions {
        writer.session(session);
    }
    writer.finish()
}

impl Writer<'_> {
    fn session(&mut self, session: &Session) {
        let deviations = self.deviations;
        let has = |defect| deviations.has(defect);
        let minimal = deviations.varies(VariationId::MinimalSessionInfo);
        self.open("sessionInfo");
        self.leaf("sessionID", &session.id);
        if has(DefectId::SessionInfoOrder) {
            self.leaf("sessionStatus", session.status.as_str());
        }
        let class = match session.class {
            Some(class) => class.as_str(),
            None if has(DefectId::SessionClassUndecided) => "undecided",
            None => "",
        };
        self.leaf("sessionClass", class);
        self.optional_leaf("subject", session.subject.as_deref().filter(|_| !minimal));
        if !has(DefectId::SessionInfoOrder) {
            self.leaf("sessionStatus", session.status.as_str());
        }
        let in_words = has(DefectId::ContentTypesInWords).then_some("anything");
        let content_types = session.content_types.as_deref().or(in_words);
        let reordered;
        let content_types = match content_types {
            Some(types) if deviations.varies(VariationId::ContentTypesReordered) => {
                let types: Vec<&str> = types.split(',').rev().map(str::trim).collect();
                reordered = types.join(", ").to_uppercase();
                Some(reordered.as_str())
            }
            types => types,
        };
        self.optional_leaf("supportedContentType", content_types.filter(|_| !minimal));
        let mut recipients = session.recipients.clone();
        if class == "SMS" && has(DefectId::SmsSessionWithoutRecipient) {
            recipients.to.clear();
            recipients.cc.clear();
            recipients.bcc.clear();
        }
        self.recipients(&recipients);
        if !minimal {
            self.open("listOfMessages");
            let mut ids: Vec<_> = session.messages.iter().collect();
            if self.deviations.has(DefectId::ListOfMessagesReversed) {
                ids.reverse();
            }
            if self.deviations.has(DefectId::MessagesListedAsText) {
                let mut numbered: Vec<_> = (1..).zip(ids).collect();
                numbered.sort_by_key(|(number, _): &(usize, _)| number.to_string());
                ids = numbered.into_iter().map(|(_, id)| id).collect();
            }
            for id in ids {
                self.leaf("messageID", id);
            }
            self.close();
            self.date("dateStarted", session.date_started);
            self.date("dateLastMessage", session.date_last_message);
            self.date("dateEnded", session.date_ended);
        }
        self.close();
    }
}
