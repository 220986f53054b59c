//! 5.3.15 sessionInfo and 5.3.16 sessionsList.

use super::peer::Recipients;
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
        let minimal = self.deviations.varies(VariationId::MinimalSessionInfo);
        self.open("sessionInfo");
        let has = |defect| self.deviations.has(defect);
        let (status_first, in_between) = (
            has(DefectId::SessionInfoOrder),
            has(DefectId::SessionClassUndecided),
        );
        let (in_words, nobody) = (
            has(DefectId::ContentTypesInWords),
            has(DefectId::SmsSessionWithoutRecipient),
        );
        self.leaf("sessionID", &session.id);
        if status_first {
            self.leaf("sessionStatus", session.status.as_str());
        }
        let undecided = if in_between { "undecided" } else { "" };
        let class = session.class.map_or(undecided, |class| class.as_str());
        self.leaf("sessionClass", class);
        self.optional_leaf("subject", session.subject.as_deref().filter(|_| !minimal));
        if !status_first {
            self.leaf("sessionStatus", session.status.as_str());
        }
        let content_types = session.content_types.as_deref();
        let content_types = content_types.or(Some("anything").filter(|_| in_words));
        self.optional_leaf("supportedContentType", content_types.filter(|_| !minimal));
        if nobody && class == "SMS" {
            let from = session.recipients.from.clone();
            self.recipients(&Recipients {
                from,
                ..Recipients::default()
            });
        } else {
            self.recipients(&session.recipients);
        }
        if !minimal {
            self.open("listOfMessages");
            let mut ids: Vec<_> = session.messages.iter().collect();
            if self.deviations.has(DefectId::ListOfMessagesReversed) {
                ids.reverse();
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
