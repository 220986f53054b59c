//! 5.5.4 SearchMessages.

use super::{Arguments, Outputs, is_any, one_output};
use crate::defects::{DefectId, Deviations, VariationId};
use crate::service::documents::write_messages;
use crate::service::fault::Fault;
use crate::service::message::{Direction, Message};
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

    /// The same, as the deep defects of filters judge it: each gives up or adds a criterion where others are given too.
    fn misjudged(
        &self,
        message: &Message,
        mut met: [(bool, bool); 4],
        d: &Deviations,
    ) -> [(bool, bool); 4] {
        const IGNORED: (bool, bool) = (true, true);
        const UNMET: (bool, bool) = (false, false);
        let [class, folder, status, session] = met.map(|(_, any)| !any);
        let asks_for =
            |wanted: MessageFolder| matches!(self.folder, Criterion::Is(one) if one == wanted);
        let unread = matches!(self.status, Criterion::Is(MessageStatus::Unread));
        let in_session = message.session_id.is_some();
        if folder && status && d.has(DefectId::SearchFolderDropsStatus) {
            met[2] = IGNORED;
        }
        if class && session && d.has(DefectId::SearchSessionDropsClass)
            || class && folder && status && d.has(DefectId::SearchThreeDropClass)
        {
            met[0] = IGNORED;
        }
        if class && folder && status && session && d.has(DefectId::SearchFourDropFolder) {
            met[1] = IGNORED;
        }
        if class && asks_for(MessageFolder::Deleted) && d.has(DefectId::SearchDeletedDropsClass) {
            met[0] = IGNORED;
        }
        let outgoing = message.direction == Direction::Outgoing;
        let missed = unread
            && (asks_for(MessageFolder::Outgoing) && d.has(DefectId::SearchOutgoingNeverUnread)
                || session && outgoing && d.has(DefectId::SearchSessionUnreadIncoming));
        let elsewhere = class && status && !folder && message.folder != MessageFolder::Received;
        let skipped = class && in_session && asks_for(MessageFolder::Received);
        if missed
            || elsewhere && d.has(DefectId::SearchWithoutFolderReceived)
            || skipped && d.has(DefectId::SearchReceivedSkipsSessions)
        {
            met[1] = UNMET;
        }
        if session
            && asks_for(MessageFolder::Sent)
            && message.folder == MessageFolder::Outgoing
            && d.has(DefectId::SearchSessionSentFindsOutgoing)
        {
            met[1] = (true, false);
        }
        let closed = asks_for(MessageFolder::ClosedSession);
        if session
            && (status && d.has(DefectId::SearchStatusDropsSession)
                || closed && d.has(DefectId::SearchClosedDropsSession))
        {
            met[3] = (in_session, false);
        }
        if let (Criterion::Is(Some(wanted)), Some(own)) = (&self.session, &message.session_id)
            && own.starts_with(wanted.as_str())
            && d.has(DefectId::SearchSessionFindsLongerIds)
        {
            met[3] = (true, false);
        }
        met
    }

    fn find(&self, message: &Message, d: &Deviations) -> bool {
        if message.folder == MessageFolder::ClosedSession && d.has(DefectId::SearchSkipsClosed) {
            return false;
        }
        let met = self.misjudged(message, self.met_by(message), d);
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
        if let Some(list) = self.repeated_search(arguments) {
            return one_output("MessageList", list);
        }
        let d = self.deviations().clone();
        let found = |message: &&Message| criteria.find(message, &d);
        let listed = self.messages().filter(found).take(self.most_found());
        let mut listed: Vec<&Message> = listed.collect();
        if d.has(DefectId::SearchListsPerRecipient) {
            listed = per_recipient(&listed);
        }
        if d.varies(VariationId::NewestFirst) {
            listed.reverse();
        }
        let list = write_messages(listed.into_iter(), &d);
        self.remember_search(arguments, &list);
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

/// Each message as often as it has recipients: a defect.
fn per_recipient<'m>(messages: &[&'m Message]) -> Vec<&'m Message> {
    let often = |one: &&'m Message| {
        let recipients = one.recipients.receivers().count();
        std::iter::repeat_n(*one, recipients.max(1))
    };
    messages.iter().flat_map(often).collect()
}
