//! The message and session classes of the device that a case can use.

use ctk_vectors::facts;
use ctk_vectors::messaging_2::{message_class, session_class};

use super::RecipientPool;
use crate::judging::judgement::{Flow, Stop};
use crate::tester::Tester;
use crate::under_test::{ClaimKind, ServiceUnderTest};

/// The message and session classes of the device that a case can use.
pub struct Classes<'a> {
    pub(super) dut: &'a ServiceUnderTest,
}

impl<'a> Tester<'a> {
    /// The message and session classes of the device that a case can use.
    pub fn classes(&self) -> Classes<'a> {
        Classes { dut: self.dut() }
    }
}

impl Classes<'_> {
    /// The first of the classes given that the device supports.
    pub fn first_message<'c>(&self, preferred: &[&'c str]) -> Option<&'c str> {
        preferred
            .iter()
            .copied()
            .find(|class| self.dut.ics.has_message_class(class))
    }

    /// A message class that the device supports, the default of Table 3 first.
    ///
    /// # Errors
    /// Inconclusive when the device names none of Table 3.
    pub fn any_message(&self) -> Flow<String> {
        let preferred = [
            message_class::SMS,
            message_class::INSTANT_MESSAGE,
            message_class::E_MAIL,
            message_class::MMS,
            message_class::WEBPAGE_URL,
        ];
        self.first_message(&preferred)
            .map(str::to_owned)
            .ok_or_else(|| Stop::inconclusive("the capabilities name no message class of Table 3"))
    }

    /// A session class that the device has, with the class of the messages in it.
    ///
    /// # Errors
    /// Not applicable when it has none whose messages it has too.
    pub fn conversation(&self) -> Flow<(&'static str, &'static str)> {
        let classes = [
            (session_class::CHAT, message_class::INSTANT_MESSAGE),
            (message_class::SMS, message_class::SMS),
            (message_class::E_MAIL, message_class::E_MAIL),
            (message_class::MMS, message_class::MMS),
            (session_class::WEBPAGE_SYNC, message_class::WEBPAGE_URL),
        ];
        // A Mixed session takes messages of any class.
        let mixed = classes.map(|(_, message)| (session_class::MIXED, message));
        classes
            .into_iter()
            .chain(mixed)
            .find(|(session, message)| {
                let ics = &self.dut.ics;
                ics.has_session_class(session) && ics.has_message_class(message)
            })
            .ok_or_else(|| {
                Stop::NotApplicable(
                    "no session class is supported together with its message class".to_owned(),
                )
            })
    }

    /// The session class that a case takes when any conversation will do: Chat, or the first that the device has.
    ///
    /// # Errors
    /// Not applicable when the capabilities name none.
    pub fn any_session(&self) -> Flow<String> {
        let ics = &self.dut.ics;
        [
            session_class::CHAT,
            message_class::SMS,
            message_class::E_MAIL,
            message_class::MMS,
            session_class::MIXED,
        ]
        .into_iter()
        .find(|class| ics.has_session_class(class))
        .map(str::to_owned)
        .or_else(|| ics.session_classes.first().cloned())
        .ok_or_else(|| Stop::NotApplicable("the capabilities name no session class".to_owned()))
    }

    /// Another session class of the device than this one: one with somebody to invite before one without, Mixed last.
    pub fn other_session(&self, class: &str) -> Option<String> {
        let classes = self.dut.ics.session_classes.clone();
        classes
            .into_iter()
            .filter(|other| other != class)
            .min_by_key(|other| {
                (
                    RecipientPool { dut: self.dut }.one(other).is_err(),
                    other == session_class::MIXED,
                )
            })
    }

    /// The session classes of Table 6 that the device lacks.
    ///
    /// # Errors
    /// Not applicable when it has them all, or shows none at all.
    pub fn lacking_sessions(&self) -> Flow<Vec<&'static str>> {
        let table = facts().values(6);
        let lacking: Vec<&str> = table
            .into_iter()
            .flat_map(|table| &table.values)
            .map(|value| value.value.as_str())
            .filter(|class| self.dut.ics.lacks(ClaimKind::SessionClasses, class))
            .collect();
        if lacking.is_empty() {
            return Err(Stop::NotApplicable(
                "no class of Table 6 is known to be lacking".to_owned(),
            ));
        }
        Ok(lacking)
    }

    /// A session class that people converse in: Chat, where the device has it.
    ///
    /// # Errors
    /// Not applicable when the device has none.
    pub fn for_conversation(&self) -> Flow<String> {
        let ics = &self.dut.ics;
        if ics.session_classes.is_empty() {
            return Ok(session_class::CHAT.to_owned());
        }
        [
            session_class::CHAT,
            session_class::MIXED,
            message_class::SMS,
            message_class::E_MAIL,
            message_class::MMS,
        ]
        .into_iter()
        .find(|class| ics.has_session_class(class))
        .map(str::to_owned)
        .ok_or_else(|| {
            Stop::NotApplicable("no session class for conversations is supported".to_owned())
        })
    }

    /// A session class that files are transferred in: File-Transfer, where the device has it.
    ///
    /// # Errors
    /// Not applicable when the device has none.
    pub fn for_transfer(&self) -> Flow<&'static str> {
        let ics = &self.dut.ics;
        [session_class::FILE_TRANSFER, session_class::MIXED]
            .into_iter()
            .find(|class| ics.session_classes.is_empty() || ics.has_session_class(class))
            .ok_or_else(|| {
                Stop::NotApplicable(
                    "neither session class File-Transfer nor Mixed is supported".to_owned(),
                )
            })
    }
}

/// The message class that goes with a session class.
pub(crate) fn message_class_in(session_class: &str) -> &str {
    match session_class {
        message_class::E_MAIL | message_class::SMS | message_class::MMS => session_class,
        session_class::WEBPAGE_SYNC => message_class::WEBPAGE_URL,
        _ => message_class::INSTANT_MESSAGE,
    }
}
