//! Messages in the folders of Table 4: bringing one there, and looking at it without changing it.

use ctk_model::document::Message;
use ctk_record::Suspect;
use ctk_vectors::messaging_2::{action, message_folder, message_status, session_status};
use ctk_vectors::stimulus;
use serde_json::json;

use crate::arrange::SeenSession;
use crate::judging::judgement::{Flow, Stop};
use crate::tester::Tester;
use crate::tester::reply::Reply;

/// The criteria of SearchMessages; empty: any.
#[derive(Debug, Clone, Copy, Default)]
pub struct Criteria<'c> {
    /// MessageClass.
    pub class: &'c str,
    /// MessageFolder.
    pub folder: &'c str,
    /// MessageStatus.
    pub status: &'c str,
    /// SessionID.
    pub session: &'c str,
}

/// A message, as the device shows it.
#[derive(Debug, Clone, PartialEq)]
pub enum SeenMessage {
    /// It is there.
    Shown {
        /// Its elements; from a list only the required ones.
        message: Box<Message>,
        /// It was listed, not read: its status is what it was.
        untouched: bool,
    },
    /// No message has this id.
    Nonexistent,
}

impl SeenMessage {
    /// The folder of Table 4, or `Nonexistent`.
    pub fn folder(&self) -> &str {
        match self {
            Self::Shown { message, .. } => &message.folder,
            Self::Nonexistent => session_status::NONEXISTENT,
        }
    }

    /// The status of Table 5, where looking did not change it.
    pub fn status(&self) -> Option<&str> {
        match self {
            Self::Shown {
                message,
                untouched: true,
            } => Some(&message.status),
            _ => None,
        }
    }

    /// In words.
    pub fn describe(&self) -> String {
        match self {
            Self::Shown {
                message,
                untouched: true,
            } => format!("in {}, {}", message.folder, message.status),
            Self::Shown { message, .. } => format!("in {}", message.folder),
            Self::Nonexistent => "no message has the id".to_owned(),
        }
    }
}

/// The folders of Table 4: messages brought into them, and looked up without being changed.
pub struct Folders<'t, 'a> {
    t: &'t mut Tester<'a>,
}

impl<'a> Tester<'a> {
    /// The folders of Table 4: messages brought into them, and looked up without being changed.
    pub fn folders(&mut self) -> Folders<'_, 'a> {
        Folders { t: self }
    }
}

impl Folders<'_, '_> {
    /// SearchMessages.
    ///
    /// # Errors
    /// As [`Tester::invoke`].
    pub fn search(&mut self, criteria: Criteria<'_>) -> Flow<Reply> {
        self.t.invoke(
            action::SEARCH_MESSAGES,
            &[
                ("MessageClass", criteria.class),
                ("MessageFolder", criteria.folder),
                ("MessageStatus", criteria.status),
                ("SessionID", criteria.session),
            ],
        )
    }

    /// The messages that a search lists.
    ///
    /// # Errors
    /// Inconclusive when the search fails, or its list cannot be understood.
    pub fn found(&mut self, criteria: Criteria<'_>) -> Flow<Vec<Message>> {
        let reply = self.search(criteria)?;
        self.t.arranged(&reply)?;
        self.t.documents().messages(&reply)
    }

    /// The message with this id, looked up in a list of everything; read, where it is not in there or the device
    /// has no SearchMessages.
    ///
    /// # Errors
    /// Inconclusive when the device answers neither.
    pub fn look_at(&mut self, id: &str) -> Flow<SeenMessage> {
        if self.t.dut().ics.has_action(action::SEARCH_MESSAGES) {
            let listed = self.found(Criteria::default())?;
            if let Some(message) = listed.into_iter().find(|message| message.id == id) {
                return Ok(SeenMessage::Shown {
                    message: Box::new(message),
                    untouched: true,
                });
            }
        }
        Ok(match self.t.messages().read(id)? {
            Some(message) => SeenMessage::Shown {
                message: Box::new(message),
                untouched: false,
            },
            None => SeenMessage::Nonexistent,
        })
    }

    /// Looks until the message is in one of the folders, or the time is over; how it is then.
    ///
    /// # Errors
    /// As [`Folders::look_at`](crate::arrange::Folders::look_at).
    pub fn look_until(&mut self, id: &str, within_ms: u64, folders: &[&str]) -> Flow<SeenMessage> {
        self.t.await_until(
            within_ms,
            |t| t.folders().look_at(id),
            |seen| folders.contains(&seen.folder()),
        )
    }

    /// Keeps sent messages in Outgoing until the case is over.
    ///
    /// # Errors
    /// Inconclusive without the stimulus.
    pub fn hold_outgoing(&mut self) -> Flow {
        self.t
            .cleanup()
            .restore_with(stimulus::HOLD_OUTGOING, json!({ "enabled": false }));
        self.t
            .upper_tester()
            .stimulate(stimulus::HOLD_OUTGOING, json!({ "enabled": true }))
            .map(drop)
    }

    /// Delivers a held message.
    ///
    /// # Errors
    /// Inconclusive without the stimulus.
    pub fn deliver(&mut self, id: &str) -> Flow {
        self.t
            .upper_tester()
            .stimulate(stimulus::DELIVER_OUTGOING, json!({ "message_id": id }))
            .map(drop)
    }

    /// After a held message was to be delivered: it is as if nothing had happened.
    ///
    /// # Errors
    /// Inconclusive, suspect `operator`, unless the upper tester is the kit's own.
    pub(crate) fn expect_delivered(&mut self, id: &str, seen: &SeenMessage) -> Flow {
        let waits = match seen.folder() {
            message_folder::OUTGOING => true,
            message_folder::CLOSED_SESSION => seen.status() == Some(message_status::UNREAD),
            _ => false,
        };
        match waits {
            true => self.t.upper_tester().in_vain(
                stimulus::DELIVER_OUTGOING,
                &format!("message {id} is {}", seen.describe()),
            ),
            false => Ok(()),
        }
    }

    /// After a held message has been found elsewhere: holding works, as another message of the class shows that is left
    /// alone.
    ///
    /// # Errors
    /// Inconclusive, suspect `operator`, when that leaves Outgoing as well, and the upper tester is not the kit's own.
    pub(crate) fn expect_held(&mut self, class: &str) -> Flow {
        if self.t.upper_tester().is_trusted() {
            return Ok(());
        }
        let message = self.t.messages().draft(class)?;
        let id = self.t.messages().sent(&message)?;
        let within = self.t.dut().settle_ms;
        let seen = self.look_until(&id, within, &[message_folder::SENT])?;
        match seen.folder() {
            message_folder::OUTGOING => Ok(()),
            _ => Err(self.t.upper_tester().no_effect(
                stimulus::HOLD_OUTGOING,
                &format!("message {id} is {}", seen.describe()),
            )),
        }
    }

    /// Waits until a sent message has left Outgoing.
    ///
    /// # Errors
    /// Inconclusive when it does not: the network may be down, and another case judges delivery.
    pub fn delivered(&mut self, id: &str) -> Flow<SeenMessage> {
        let within = self.t.dut().delivery_ms;
        let gone = [
            message_folder::SENT,
            message_folder::CLOSED_SESSION,
            message_folder::DELETED,
            session_status::NONEXISTENT,
        ];
        let seen = self.look_until(id, within, &gone)?;
        if seen.folder() == message_folder::OUTGOING {
            return Err(Stop::Inconclusive {
                reason: format!("message {id} was not delivered within {within} ms"),
                suspect: Suspect::Network,
            });
        }
        Ok(seen)
    }

    /// A message of this class in Sent; its id.
    ///
    /// # Errors
    /// Inconclusive when it does not get there.
    pub fn in_sent(&mut self, class: &str) -> Flow<String> {
        let message = self.t.messages().draft(class)?;
        let id = self.t.messages().sent(&message)?;
        let seen = self.delivered(&id)?;
        expect_folder(&id, &seen, message_folder::SENT)?;
        Ok(id)
    }

    /// A message of this class that waits in Outgoing; its id.
    ///
    /// # Errors
    /// Inconclusive without the stimulus `hold-outgoing`, or when it is elsewhere.
    pub fn in_outgoing(&mut self, class: &str) -> Flow<String> {
        self.hold_outgoing()?;
        let message = self.t.messages().draft(class)?;
        let id = self.t.messages().sent(&message)?;
        let seen = self.look_at(&id)?;
        if seen.folder() != message_folder::OUTGOING {
            self.expect_held(class)?;
        }
        expect_folder(&id, &seen, message_folder::OUTGOING)?;
        Ok(id)
    }

    /// A message of this class that was sent, delivered, and deleted once; its id.
    ///
    /// # Errors
    /// Inconclusive when it is not in Deleted then.
    pub fn in_deleted(&mut self, class: &str) -> Flow<String> {
        let id = self.in_sent(class)?;
        self.move_to_deleted(&id)?;
        Ok(id)
    }

    /// Moves a message to Deleted.
    ///
    /// # Errors
    /// Inconclusive when it is not there then.
    pub fn move_to_deleted(&mut self, id: &str) -> Flow {
        let reply = self
            .t
            .invoke(action::DELETE_MESSAGE, &[("MessageID", id)])?;
        self.t.arranged(&reply)?;
        let within = self.t.dut().settle_ms;
        let seen = self.look_until(id, within, &[message_folder::DELETED])?;
        expect_folder(id, &seen, message_folder::DELETED)
    }

    /// A closed session that the device still lists, with a message in it that was sent before; with `held`, that
    /// message waits for its delivery. The session's id and the message's.
    ///
    /// # Errors
    /// Inconclusive when it cannot be closed; not applicable when the device forgets closed sessions.
    pub fn in_closed_session(&mut self, held: bool) -> Flow<(String, String)> {
        let (session_class, class) = self.t.classes().conversation()?;
        let session = self.t.sessions().running(session_class)?;
        if held {
            self.hold_outgoing()?;
        }
        let message = self.t.messages().draft_in(&session, class)?;
        let id = self.t.messages().sent(&message)?;
        if !held {
            self.delivered(&id)?;
        }
        let reply = self
            .t
            .invoke(action::CLOSE_SESSION, &[("SessionID", &session)])?;
        self.t.arranged(&reply)?;
        match self.t.sessions().look_until(
            &session,
            &[session_status::CLOSED, session_status::NONEXISTENT],
        )? {
            SeenSession::Nonexistent => Err(Stop::NotApplicable(
                "the device does not keep closed sessions (R-59)".to_owned(),
            )),
            SeenSession::Listed(info) if info.status == session_status::CLOSED => Ok((session, id)),
            SeenSession::Listed(info) => Err(Stop::inconclusive(format!(
                "session {session} is {} after CloseSession",
                info.status
            ))),
        }
    }
}

/// # Errors
/// Inconclusive when the message is not where it was brought.
fn expect_folder(id: &str, seen: &SeenMessage, folder: &str) -> Flow {
    if seen.folder() == folder {
        return Ok(());
    }
    Err(Stop::inconclusive(format!(
        "a message in {folder} could not be arranged: {id} is {}",
        seen.describe()
    )))
}
