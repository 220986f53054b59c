//! 5.5.4 SearchMessages.

use super::{Arguments, Outputs, is_any, one_output};
use crate::defects::{DefectId, Deviations, VariationId};
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

/// What a search asks for (5.5.4).
struct Criteria {
    class: Criterion<MessageClass>,
    folder: Criterion<MessageFolder>,
    status: Criterion<MessageStatus>,
    session: Criterion<Option<String>>,
}

impl Criteria {
    /// Of each criterion: whether the message meets it, and whether it restricts nothing.
    fn met_by(&self, message: &Message) -> [(bool, bool); 4] {
        [
            (
                self.class.is_met_by(&message.class),
                matches!(self.class, Criterion::Any),
            ),
            (
                self.folder.is_met_by(&message.folder),
                matches!(self.folder, Criterion::Any),
            ),
            (
                self.status.is_met_by(&message.status),
                matches!(self.status, Criterion::Any),
            ),
            (
                self.session.is_met_by(&message.session_id),
                matches!(self.session, Criterion::Any),
            ),
        ]
    }

    fn find(&self, message: &Message, d: &Deviations) -> bool {
        if message.folder == MessageFolder::ClosedSession && d.has(DefectId::SearchSkipsClosed) {
            return false;
        }
        let met = self.met_by(message);
        if met.iter().all(|(_, any)| *any) {
            // whether everything includes what was deleted is open.
            let deleted = message.folder == MessageFolder::Deleted
                && d.varies(VariationId::EverythingWithoutDeleted);
            let in_session = message.session_id.is_some() && d.has(DefectId::SearchSkipsSessions);
            return !deleted && !in_session;
        }
        if d.has(DefectId::SearchJoinsByOr) {
            return met.iter().any(|(met, any)| *met && !any);
        }
        met.iter().all(|(met, _)| *met)
    }
}

impl Store {
    /// 5.5.4: the messages that meet every criterion given.
    pub(super) fn search_messages(&mut self, arguments: &Arguments<'_>) -> Result<Outputs, Fault> {
        let criteria = self.criteria(arguments)?;
        let d = self.deviations().clone();
        let found = |message: &&Message| criteria.find(message, &d);
        let mut listed: Vec<&Message> = self.messages().filter(found).collect();
        if d.varies(VariationId::NewestFirst) {
            listed.reverse();
        }
        let list = write_messages(listed.into_iter(), &d);
        if d.has(DefectId::SearchMarksRead) {
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

    fn criteria(&self, arguments: &Arguments<'_>) -> Result<Criteria, Fault> {
        let class = self.criterion(
            arguments.get("MessageClass"),
            MessageClass::from_text,
            |store, one| store.setup.message_classes.contains(one),
            (Fault::MESSAGE_CLASS, DefectId::SearchTakesAnyClass),
        )?;
        let folder = self.criterion(
            arguments.get("MessageFolder"),
            MessageFolder::from_text,
            |store, one| store.setup.has_folder(*one),
            (Fault::FOLDER, DefectId::SearchTakesAnyFolder),
        )?;
        let status = self.criterion(
            arguments.get("MessageStatus"),
            MessageStatus::from_text,
            |_, _| true,
            (Fault::MESSAGE_STATUS, DefectId::SearchTakesAnyStatus),
        )?;
        let session = match arguments.get("SessionID") {
            "" => Criterion::Any,
            id if self.session(id).is_some() => Criterion::Is(Some(id.to_owned())),
            _ if self.has(DefectId::SearchTakesAnySession) => Criterion::Nothing,
            _ => return Err(Fault::new(Fault::SESSION_ID)),
        };
        Ok(Criteria {
            class: class.unless(self.has(DefectId::SearchIgnoresClass)),
            folder: folder.unless(self.has(DefectId::SearchIgnoresFolder)),
            status: status.unless(self.has(DefectId::SearchIgnoresStatus)),
            session: session.unless(self.has(DefectId::SearchIgnoresSession)),
        })
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
