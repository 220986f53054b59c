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
    for session in sessions {
        writer.session(session);
    }
    writer.finish()
}

impl Writer<'_> {
    fn session(&mut self, session: &Session) {
        let minimal = self.deviations.varies(VariationId::MinimalSessionInfo);
        self.open("sessionInfo");
        self.leaf("sessionID", &session.id);
        self.leaf(
            "sessionClass",
            session.class.map_or("", |class| class.as_str()),
        );
        self.optional_leaf("subject", session.subject.as_deref().filter(|_| !minimal));
        self.leaf("sessionStatus", session.status.as_str());
        let content_types = session.content_types.as_deref();
        self.optional_leaf("supportedContentType", content_types.filter(|_| !minimal));
        self.recipients(&session.recipients);
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
