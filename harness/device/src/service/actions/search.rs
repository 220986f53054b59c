//! 5.5.4 SearchMessages.

use super::{Arguments, Outputs, is_any, one_output};
use crate::defects::{DefectId, VariationId};
use crate::service::documents::write_messages;
use crate::service::fault::Fault;
use crate::service::message::Message;
use crate::service::store::Store;
use crate::service::values::{MessageClass, MessageFolder, MessageStatus};

/// A criterion of a search.
enum Criterion<T> {
    Any,
    Is(T),
    /// A value that no message of this device can have.
    Nothing,
}

impl<T: PartialEq> Criterion<T> {
    fn is_met_by(&self, value: &T) -> bool {
        match self {
            Criterion::Any => true,
            Criterion::Is(wanted) => wanted == value,
            Criterion::Nothing => false,
        }
    }

    fn unless(self, ignored: bool) -> Self {
        if ignored { Criterion::Any } else { self }
    }
}

impl Store {
    /// 5.5.4: the messages that meet every criterion given.
    pub(super) fn search_messages(&mut self, arguments: &Arguments<'_>) -> Result<Outputs, Fault> {
        let class = arguments.get("MessageClass");
        let folder = arguments.get("MessageFolder");
        let status = arguments.get("MessageStatus");
        let session = arguments.get("SessionID");
        let class = self
            .criterion(
                class,
                MessageClass::from_text,
                |store, one| store.setup.message_classes.contains(one),
                (Fault::MESSAGE_CLASS, DefectId::SearchTakesAnyClass),
            )?
            .unless(self.has(DefectId::SearchIgnoresClass));
        let folder = self
            .criterion(
                folder,
                MessageFolder::from_text,
                |store, one| store.setup.has_folder(*one),
                (Fault::FOLDER, DefectId::SearchTakesAnyFolder),
            )?
            .unless(self.has(DefectId::SearchIgnoresFolder));
        let status = self
            .criterion(
                status,
                MessageStatus::from_text,
                |_, _| true,
                (Fault::MESSAGE_STATUS, DefectId::SearchTakesAnyStatus),
            )?
            .unless(self.has(DefectId::SearchIgnoresStatus));
        let session = if session.is_empty() {
            Criterion::Any
        } else if self.session(session).is_some() {
            Criterion::Is(Some(session.to_owned()))
        } else if self.has(DefectId::SearchTakesAnySession) {
            Criterion::Nothing
        } else {
            return Err(Fault::new(Fault::SESSION_ID));
        }
        .unless(self.has(DefectId::SearchIgnoresSession));
        let by_or = self.has(DefectId::SearchJoinsByOr);
        let not_closed = self.has(DefectId::SearchSkipsClosed);
        let everything_but_deleted = self.varies(VariationId::EverythingWithoutDeleted);
        let pages_only = self.has(DefectId::SearchSkipsSessions);
        let found = |message: &&Message| {
            if not_closed && message.folder == MessageFolder::ClosedSession {
                return false;
            }
            let met = [
                (
                    class.is_met_by(&message.class),
                    matches!(class, Criterion::Any),
                ),
                (
                    folder.is_met_by(&message.folder),
                    matches!(folder, Criterion::Any),
                ),
                (
                    status.is_met_by(&message.status),
                    matches!(status, Criterion::Any),
                ),
                (
                    session.is_met_by(&message.session_id),
                    matches!(session, Criterion::Any),
                ),
            ];
            let unrestricted = met.iter().all(|(_, any)| *any);
            // whether everything includes what was deleted is open.
            let deleted = message.folder == MessageFolder::Deleted && everything_but_deleted;
            let in_session = message.session_id.is_some() && pages_only;
            if unrestricted && (deleted || in_session) {
                return false;
            }
            let some = met.iter().any(|(met, any)| *met && !any);
            if by_or {
                unrestricted || some
            } else {
                met.iter().all(|(met, _)| *met)
            }
        };
        let list = write_messages(self.messages().filter(found), self.deviations());
        if self.has(DefectId::SearchMarksRead) {
            let ids: Vec<_> = self
                .messages()
                .filter(found)
                .map(|one| one.id.clone())
                .collect();
            for id in ids {
                if let Some(message) = self.message_mut(&id) {
                    message.status = MessageStatus::Read;
                }
            }
        }
        one_output("MessageList", list)
    }

    fn criterion<T>(
        &self,
        text: &str,
        read: fn(&str) -> Option<T>,
        supported: fn(&Self, &T) -> bool,
        (code, takes_any): (u16, DefectId),
    ) -> Result<Criterion<T>, Fault> {
        if is_any(text) {
            return Ok(Criterion::Any);
        }
        match read(text) {
            Some(value) if supported(self, &value) => Ok(Criterion::Is(value)),
            Some(_) if self.varies(VariationId::UnsupportedFindsNothing) => Ok(Criterion::Nothing),
            _ if self.has(takes_any) => Ok(Criterion::Nothing),
            _ => Err(Fault::new(code)),
        }
    }
}
