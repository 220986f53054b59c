//! What is nearly the name of a thing is taken for it.

use crate::defects::DefectId;
use crate::service::actions::Arguments;
use crate::service::message::Message;
use crate::service::session::Session;
use crate::service::store::Store;
use crate::service::values::{
    MessageClass, MessageFolder, MessageStatus, SessionClass, SessionStatus,
};

/// How a defect compares what is given with what there is.
#[derive(Clone, Copy)]
enum Nearness {
    /// Letters of either case are the same.
    Case,
    /// Blanks around it do not count.
    Trimmed,
    /// The beginning is enough.
    Prefix,
    /// Zeros after the dot do not count.
    Zeros,
    /// What follows the dot is enough.
    Own,
    /// What comes before the dot does not count.
    Elsewhere,
    /// What follows a dot does not count.
    Session,
    /// What follows does not count.
    Longer,
}

impl Nearness {
    fn takes(self, given: &str, known: &str) -> bool {
        match self {
            Self::Case => given.eq_ignore_ascii_case(known),
            Self::Trimmed => given.trim() == known,
            Self::Prefix => known.starts_with(given),
            Self::Own => known.split_once('.').is_some_and(|(_, own)| own == given),
            Self::Elsewhere => {
                let own = given.split_once('.').map(|(_, own)| own);
                own.is_some() && own == known.split_once('.').map(|(_, own)| own)
            }
            Self::Session => given.split_once('.').is_some_and(|(id, _)| id == known),
            Self::Longer => given.starts_with(known),
            Self::Zeros => {
                let own = |id: &str| {
                    id.split_once('.').map(|(session, number)| {
                        (
                            session.to_owned(),
                            number.trim_start_matches('0').to_owned(),
                        )
                    })
                };
                own(given).is_some() && own(given) == own(known)
            }
        }
    }
}

/// The action and its argument in which a defect takes what is near.
const NEAR_MISSES: [(DefectId, &str, &str, Nearness); 24] = [
    (
        DefectId::ReadTakesAnyCase,
        "ReadMessage",
        "MessageID",
        Nearness::Case,
    ),
    (
        DefectId::ReadTakesOuterBlanks,
        "ReadMessage",
        "MessageID",
        Nearness::Trimmed,
    ),
    (
        DefectId::ReadTakesLeadingZeros,
        "ReadMessage",
        "MessageID",
        Nearness::Zeros,
    ),
    (
        DefectId::DeleteTakesAnyCase,
        "DeleteMessage",
        "MessageID",
        Nearness::Case,
    ),
    (
        DefectId::SearchSessionTakesPrefix,
        "SearchMessages",
        "SessionID",
        Nearness::Prefix,
    ),
    (
        DefectId::SearchClassTakesAnyCase,
        "SearchMessages",
        "MessageClass",
        Nearness::Case,
    ),
    (
        DefectId::SearchFolderTakesAnyCase,
        "SearchMessages",
        "MessageFolder",
        Nearness::Case,
    ),
    (
        DefectId::SearchStatusTakesOuterBlanks,
        "SearchMessages",
        "MessageStatus",
        Nearness::Trimmed,
    ),
    (
        DefectId::GetSessionsIdTakesAnyCase,
        "GetSessions",
        "SessionID",
        Nearness::Case,
    ),
    (
        DefectId::GetSessionsClassTakesAnyCase,
        "GetSessions",
        "SessionClass",
        Nearness::Case,
    ),
    (
        DefectId::GetSessionsStatusTakesAnyCase,
        "GetSessions",
        "SessionStatus",
        Nearness::Case,
    ),
    (
        DefectId::CreateClassTakesAnyCase,
        "CreateSession",
        "SessionClass",
        Nearness::Case,
    ),
    (
        DefectId::AcceptTakesAnyCase,
        "AcceptSession",
        "SessionID",
        Nearness::Case,
    ),
    (
        DefectId::JoinTakesPrefix,
        "JoinSession",
        "SessionID",
        Nearness::Prefix,
    ),
    (
        DefectId::CloseTakesOuterBlanks,
        "CloseSession",
        "SessionID",
        Nearness::Trimmed,
    ),
    (
        DefectId::ModifyTakesAnyCase,
        "ModifySession",
        "SessionID",
        Nearness::Case,
    ),
    (
        DefectId::CancelTakesAnyCase,
        "CancelFileTransfer",
        "SessionID",
        Nearness::Case,
    ),
    (
        DefectId::DeleteTakesOwnPart,
        "DeleteMessage",
        "MessageID",
        Nearness::Own,
    ),
    (
        DefectId::ReadHeedsOwnPartAlone,
        "ReadMessage",
        "MessageID",
        Nearness::Elsewhere,
    ),
    (
        DefectId::GetSessionsTakesMessageId,
        "GetSessions",
        "SessionID",
        Nearness::Session,
    ),
    (
        DefectId::LeaveTakesLongerIds,
        "LeaveSession",
        "SessionID",
        Nearness::Longer,
    ),
    (
        DefectId::DeleteTakesLeadingZeros,
        "DeleteMessage",
        "MessageID",
        Nearness::Zeros,
    ),
    (
        DefectId::SearchSessionTakesMessageId,
        "SearchMessages",
        "SessionID",
        Nearness::Session,
    ),
    (
        DefectId::MetadataTakesOuterBlanks,
        "GetFileTransferSession",
        "SessionID",
        Nearness::Trimmed,
    ),
];

impl Store {
    /// The arguments as a defect understands them: near misses are hits. None: as they were given.
    pub(in crate::service) fn near_hits(
        &self,
        action: &str,
        arguments: &Arguments<'_>,
    ) -> Option<Vec<(String, String)>> {
        let mut taken = None;
        let on = NEAR_MISSES
            .iter()
            .filter(|(defect, of, _, _)| *of == action && self.has(*defect));
        for (_, _, name, nearness) in on {
            let Some(hit) = self.near_hit(name, arguments.get(name), *nearness) else {
                continue;
            };
            let all = taken.get_or_insert_with(|| arguments.0.to_vec());
            for (_, value) in all.iter_mut().filter(|(one, _)| one == name) {
                value.clone_from(&hit);
            }
        }
        taken
    }

    fn near_hit(&self, name: &str, given: &str, nearness: Nearness) -> Option<String> {
        fn words<T: Copy>(all: &[T], word: fn(T) -> &'static str) -> Vec<&str> {
            all.iter().map(|one| word(*one)).collect()
        }
        let id_of_message = |one: &Message| one.id.clone();
        let id_of_session = |one: &Session| one.id.clone();
        let known: Vec<String> = match name {
            "MessageID" => self.messages().map(id_of_message).collect(),
            "SessionID" => self.sessions().map(id_of_session).collect(),
            _ => {
                let words = match name {
                    "MessageClass" => words(MessageClass::ALL, MessageClass::as_str),
                    "MessageFolder" => words(MessageFolder::ALL, MessageFolder::as_str),
                    "MessageStatus" => words(MessageStatus::ALL, MessageStatus::as_str),
                    "SessionClass" => words(SessionClass::ALL, SessionClass::as_str),
                    "SessionStatus" => words(SessionStatus::ALL, SessionStatus::as_str),
                    _ => Vec::new(),
                };
                words.into_iter().map(str::to_owned).collect()
            }
        };
        if given.is_empty() || known.iter().any(|one| one == given) {
            return None;
        }
        known.into_iter().find(|one| nearness.takes(given, one))
    }

    /// The class that the defect `send-class-takes-any-case` sends a message in.
    pub(in crate::service) fn near_class(&self, text: &str) -> Option<MessageClass> {
        let near = |one: &&MessageClass| one.as_str().eq_ignore_ascii_case(text);
        let class = MessageClass::ALL.iter().find(near).copied();
        class.filter(|_| self.has(DefectId::SendClassTakesAnyCase))
    }
}
