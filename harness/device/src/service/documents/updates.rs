//! The documents of the evented variables: 5.3.3 newMessages and 5.3.4 sessionUpdates.

use super::writer::Writer;
use crate::defects::{DefectId, Deviations, VariationId};
use crate::service::values::SessionStatus;

/// A message that is new, with the beginning of what it says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::service) struct NewMessage {
    pub(in crate::service) id: String,
    pub(in crate::service) overview: Option<String>,
}

/// What happened in a session (Table 2), and the status it has then.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::service) struct SessionUpdate {
    pub(in crate::service) session_id: String,
    /// At least one, in order.
    pub(in crate::service) events: Vec<String>,
    pub(in crate::service) status: SessionStatus,
}

/// 5.3.3
pub(in crate::service) fn write_new_messages(
    new: &[NewMessage],
    deviations: &Deviations,
) -> String {
    let mut writer = Writer::new("newMessages", false, deviations);
    for message in new {
        writer.open("newMessage");
        let overview_first = deviations.has(DefectId::NewMessagesOrder);
        if !overview_first {
            writer.leaf("messageID", &message.id);
        }
        if !deviations.varies(VariationId::OverviewLeftOut) {
            writer.optional_leaf("messageOverview", message.overview.as_deref());
        }
        if overview_first {
            writer.leaf("messageID", &message.id);
        }
        writer.close();
    }
    writer.finish()
}

/// 5.3.4
pub(in crate::service) fn write_session_updates(
    updates: &[SessionUpdate],
    deviations: &Deviations,
) -> String {
    let mut writer = Writer::new("sessionUpdates", false, deviations);
    for update in updates {
        writer.open("sessionUpdate");
        writer.leaf("sessionID", &update.session_id);
        let status_first = deviations.has(DefectId::UpdatesOrder);
        if status_first {
            writer.leaf("sessionStatus", update.status.as_str());
        }
        for event in &update.events {
            let silent = deviations.has(DefectId::UpdatesSilent) && event.ends_with("modified");
            writer.leaf("sessionEvent", if silent { "" } else { event });
        }
        if !status_first {
            writer.leaf("sessionStatus", update.status.as_str());
        }
        writer.close();
    }
    writer.finish()
}
