//! Whom the profile allows to send to.

use ctk_model::document::{Peer, Recipients, SessionInfo};
use ctk_record::Suspect;
use ctk_vectors::messaging_2::{message_class, session_class};

use super::session_parts::{everybody, has_member};
use crate::judging::judgement::{Flow, Stop};
use crate::tester::Tester;
use crate::under_test::ServiceUnderTest;

/// Whom the profile allows to send to.
pub struct RecipientPool<'a> {
    pub(super) dut: &'a ServiceUnderTest,
}

impl<'a> Tester<'a> {
    /// Whom the profile allows to send to.
    pub fn recipients(&self) -> RecipientPool<'a> {
        RecipientPool { dut: self.dut() }
    }
}

impl<'a> RecipientPool<'a> {
    /// Of this device.
    pub(crate) fn of(dut: &'a ServiceUnderTest) -> Self {
        Self { dut }
    }

    /// A recipientsList with somebody to invite to a session of this class.
    ///
    /// # Errors
    /// Inconclusive when there is nobody.
    pub fn list(&self, class: &str) -> Flow<String> {
        let to = self.one(class)?;
        Ok(Recipients {
            to: vec![Peer::new(&to)],
            from: Some(Peer::new("")),
            ..Recipients::default()
        }
        .to_xml())
    }

    /// An address to send to in this class (do no harm: only the profile's, or reserved ones on a test bench).
    ///
    /// # Errors
    /// Inconclusive when there is none.
    pub fn one(&self, class: &str) -> Flow<String> {
        self.several(class, 1).map(|mut list| list.remove(0))
    }

    /// So many different addresses to send to in this class.
    ///
    /// # Errors
    /// Inconclusive when there are not as many.
    pub fn several(&self, class: &str, count: usize) -> Flow<Vec<String>> {
        let all = &self.dut.recipients;
        let list = all.get(class).or_else(|| match class {
            session_class::CHAT
            | session_class::FILE_TRANSFER
            | session_class::WEBPAGE_SYNC
            | message_class::WEBPAGE_URL
            | session_class::MIXED
            | "" => [
                session_class::CHAT,
                message_class::INSTANT_MESSAGE,
                message_class::SMS,
                message_class::E_MAIL,
            ]
            .iter()
            .find_map(|like| all.get(*like)),
            message_class::INSTANT_MESSAGE => all.get(session_class::CHAT),
            message_class::MMS => all.get(message_class::SMS),
            _ => None,
        });
        match list {
            Some(list) if list.len() >= count && count > 0 => Ok(list[..count].to_vec()),
            _ => Err(Stop::Inconclusive {
                reason: format!(
                    "no recipient: {count} needed for class {class:?} (profile [ixit] recipients)"
                ),
                suspect: Suspect::Operator,
            }),
        }
    }

    /// As many different addresses as there are for the class, two at most.
    ///
    /// # Errors
    /// Inconclusive when there is none.
    pub fn up_to_two(&self, class: &str) -> Flow<Vec<String>> {
        self.several(class, 2).or_else(|_| self.several(class, 1))
    }

    /// An address of the class that takes no part in the session.
    ///
    /// # Errors
    /// Inconclusive when all that may be invited are in it.
    pub fn somebody_else(&self, class: &str, info: &SessionInfo) -> Flow<String> {
        let present = everybody(&info.recipients);
        self.up_to_two(class)?
            .into_iter()
            .find(|address| !has_member(&present, address))
            .ok_or_else(|| Stop::Inconclusive {
                reason: format!(
                    "needs one more recipient for class {class:?} (profile [ixit] recipients)"
                ),
                suspect: Suspect::Operator,
            })
    }
}
