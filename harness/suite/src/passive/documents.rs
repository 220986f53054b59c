//! Reading the XML arguments out of replies: each is judged for shape wherever it turns up.

use ctk_model::document::{
    self, Capabilities, Direction, FileInfoList, Message, NewMessages, Read, SessionInfo,
    SessionUpdates,
};

use crate::judging::judgement::{Flow, Stop};
use crate::passive::watch;
use crate::tester::Tester;
use crate::tester::reply::Reply;

/// The XML arguments of replies, read.
pub struct Documents<'t, 'a> {
    t: &'t mut Tester<'a>,
}

impl<'a> Tester<'a> {
    /// The XML arguments of replies, read.
    pub fn documents(&mut self) -> Documents<'_, 'a> {
        Documents { t: self }
    }
}

impl Documents<'_, '_> {
    /// GetMessagingCapabilities' SupportedCapabilities.
    ///
    /// # Errors
    /// Inconclusive when it cannot be understood.
    pub fn capabilities(&mut self, reply: &Reply) -> Flow<Capabilities> {
        self.understood(reply, "SupportedCapabilities", |text, context| {
            document::read_capabilities(text, Direction::Output, context)
        })
    }

    /// GetNewMessages' NewMessages; nothing when the action failed.
    ///
    /// # Errors
    /// Inconclusive when it cannot be understood.
    pub fn new_messages(&mut self, reply: &Reply) -> Flow<Option<NewMessages>> {
        if !reply.succeeded() {
            return Ok(None);
        }
        self.understood(reply, "NewMessages", |text, context| {
            document::read_new_messages(text, Direction::Output, context)
        })
        .map(Some)
    }

    /// GetSessionUpdates' SessionUpdates.
    ///
    /// # Errors
    /// Inconclusive when it cannot be understood.
    pub fn session_updates(&mut self, reply: &Reply) -> Flow<SessionUpdates> {
        self.understood(reply, "SessionUpdates", |text, context| {
            document::read_session_updates(text, Direction::Output, context)
        })
    }

    /// ReadMessage's MessageRequested.
    ///
    /// # Errors
    /// Inconclusive when it cannot be understood.
    pub fn message(&mut self, reply: &Reply) -> Flow<Message> {
        self.understood(reply, "MessageRequested", |text, context| {
            document::read_message(text, Direction::Output, context)
        })
    }

    /// SearchMessages' MessageList.
    ///
    /// # Errors
    /// Inconclusive when it cannot be understood.
    pub fn messages(&mut self, reply: &Reply) -> Flow<Vec<Message>> {
        self.understood(reply, "MessageList", |text, context| {
            document::read_message_list(text, Direction::Output, context)
        })
    }

    /// GetSessions' SessionsList.
    ///
    /// # Errors
    /// Inconclusive when it cannot be understood.
    pub fn sessions(&mut self, reply: &Reply) -> Flow<Vec<SessionInfo>> {
        self.understood(reply, "SessionsList", |text, context| {
            document::read_sessions(text, Direction::Output, context)
        })
    }

    /// GetFileTransferSession's FileInfoList.
    ///
    /// # Errors
    /// Inconclusive when it cannot be understood.
    pub fn file_infos(&mut self, reply: &Reply) -> Flow<FileInfoList> {
        self.understood(reply, "FileInfoList", |text, context| {
            document::read_file_info_list(text, Direction::Output, context)
        })
    }

    /// Files what the reading noticed, and goes on with the meaning.
    fn understood<T>(
        &mut self,
        reply: &Reply,
        output: &str,
        read: impl FnOnce(&str, &document::Context) -> Read<T>,
    ) -> Flow<T> {
        let Some(text) = reply.output(output) else {
            return Err(Stop::inconclusive(format!(
                "{} gave no {output}",
                reply.asked
            )));
        };
        let read = read(text, &self.t.dut().context());
        self.note(
            reply.exchange,
            &format!("{} of {}", output, reply.asked),
            &read,
        );
        read.value.ok_or_else(|| {
            let why = read
                .findings
                .first()
                .map_or("no reason given", |finding| finding.text.as_str());
            Stop::inconclusive(format!(
                "{output} of {} cannot be understood: {why}",
                reply.asked
            ))
        })
    }

    /// Files what a reading noticed in an exchange.
    pub fn note<T>(&mut self, exchange: u32, whence: &str, read: &Read<T>) {
        let findings = watch::of_document(read, whence);
        self.t.lab().notice(exchange, &read.checked, &findings);
    }
}
