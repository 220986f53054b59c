//! Sessions as the cases of clauses 5.5.8 to 5.5.15 handle them: making them of given parts, listing them, and telling
//! the participants.

use ctk_model::document::{Peer, Recipients, SessionInfo};
use ctk_model::lexical::read_mime_list;
use serde_json::json;

use crate::arrange::SeenSession;
use crate::judging::judgement::{Flow, Stop, Suspect};
use crate::lab::StimulusStatus;
use crate::messaging::s5_6::s5_6_1_2_session_life::actions::message_class;
use crate::tester::Tester;
use crate::tester::reply::Reply;

impl Tester<'_> {
    /// The session class that a case takes when any conversation will do: Chat, or the first that the device has.
    ///
    /// # Errors
    /// Not applicable when the capabilities name none.
    pub fn session_class(&self) -> Flow<String> {
        let ics = &self.dut().ics;
        ["Chat", "SMS", "e-Mail", "MMS", "Mixed"]
            .into_iter()
            .find(|class| ics.has_session_class(class))
            .map(str::to_owned)
            .or_else(|| ics.session_classes.first().cloned())
            .ok_or_else(|| Stop::NotApplicable("the capabilities name no session class".to_owned()))
    }

    /// A session class and the class of the messages in it, both of which the device has.
    ///
    /// # Errors
    /// Not applicable when there are no two that go together.
    pub fn conversation(&self) -> Flow<(String, String)> {
        let ics = &self.dut().ics;
        let pair = |class: &str| {
            let message = match class {
                "Mixed" => self.any_message_class().ok()?,
                class => message_class(class).to_owned(),
            };
            let both = ics.has_session_class(class) && ics.has_message_class(&message);
            both.then(|| (class.to_owned(), message))
        };
        ["Chat", "SMS", "e-Mail", "MMS", "WebpageSync", "Mixed"]
            .into_iter()
            .find_map(pair)
            .ok_or_else(|| {
                Stop::NotApplicable(
                    "there is no session class whose messages are of a class that the device has"
                        .to_owned(),
                )
            })
    }

    /// Another session class of the device than this one: one with somebody to invite before one without, Mixed last.
    pub fn other_session_class(&mut self, class: &str) -> Option<String> {
        let classes = self.dut().ics.session_classes.clone();
        classes
            .into_iter()
            .filter(|other| other != class)
            .min_by_key(|other| (self.recipient(other).is_err(), other == "Mixed"))
    }

    /// As many different addresses as there are for the class, two at most.
    ///
    /// # Errors
    /// Inconclusive when there is none.
    pub fn two_recipients(&mut self, class: &str) -> Flow<Vec<String>> {
        self.recipients(class, 2)
            .or_else(|_| self.recipients(class, 1))
    }

    /// An address of the class that takes no part in the session.
    ///
    /// # Errors
    /// Inconclusive when all that may be invited are in it.
    pub fn somebody_else(&mut self, class: &str, info: &SessionInfo) -> Flow<String> {
        let present = everybody(&info.recipients);
        self.two_recipients(class)?
            .into_iter()
            .find(|address| !present.contains(&address.as_str()))
            .ok_or_else(|| Stop::Inconclusive {
                reason: format!(
                    "needs one more recipient for class {class:?} (profile [ixit] recipients)"
                ),
                suspect: Suspect::Operator,
            })
    }

    /// CreateSession with these parts; the id.
    ///
    /// # Errors
    /// Inconclusive when it does not succeed.
    pub fn created_of(
        &mut self,
        class: &str,
        to: &[String],
        subject: &str,
        types: &str,
    ) -> Flow<String> {
        let reply = self.create_with(class, &Recipients::to_ids(to).to_xml(), subject, types)?;
        self.arranged(&reply)?;
        session_id(&reply)
    }

    /// A session of these parts that is Running; its id.
    ///
    /// # Errors
    /// Inconclusive when it cannot be made Running.
    pub fn running_of(
        &mut self,
        class: &str,
        to: &[String],
        subject: &str,
        types: &str,
    ) -> Flow<String> {
        let id = self.created_of(class, to, subject, types)?;
        if self.establish(&id)? {
            return Ok(id);
        }
        Err(Stop::Inconclusive {
            reason: "needs a created session that becomes Running: stimulus `peer-accepts-session`, or a device that lets the TelCP accept its own (R-15)".to_owned(),
            suspect: Suspect::Operator,
        })
    }

    /// Has a created session accepted: by the peer, or by the TelCP itself. Whether it is Running then.
    ///
    /// # Errors
    /// As [`Tester::session`].
    pub fn establish(&mut self, id: &str) -> Flow<bool> {
        if self.session(id)?.state() == "Running" {
            return Ok(true);
        }
        if self.may_stimulate("peer-accepts-session") {
            let answer = self.try_stimulus("peer-accepts-session", json!({ "session_id": id }))?;
            if answer.status == StimulusStatus::Done
                && self.session_until(id, &["Running"])?.state() == "Running"
            {
                return Ok(true);
            }
        }
        if self.session(id)?.state() == "Running" {
            return Ok(true);
        }
        if !self.dut().ics.has_action("AcceptSession") {
            return Ok(false);
        }
        let accepted = self.invoke("AcceptSession", &[("SessionID", id)])?;
        Ok(accepted.succeeded() && self.session_until(id, &["Running"])?.state() == "Running")
    }

    /// GetSessions by class and status.
    ///
    /// # Errors
    /// As [`Tester::invoke`].
    pub fn get_sessions(&mut self, class: &str, status: &str) -> Flow<Reply> {
        self.invoke(
            "GetSessions",
            &[
                ("SessionID", ""),
                ("SessionClass", class),
                ("SessionStatus", status),
            ],
        )
    }

    /// The sessions that GetSessions lists by class and status.
    ///
    /// # Errors
    /// Inconclusive when it fails or cannot be understood.
    pub fn listed(&mut self, class: &str, status: &str) -> Flow<Vec<SessionInfo>> {
        let reply = self.get_sessions(class, status)?;
        self.arranged(&reply)?;
        self.sessions_list(&reply)
    }

    /// What GetSessions shows of a session that is there.
    ///
    /// # Errors
    /// Inconclusive when no session has the id.
    pub fn info(&mut self, id: &str) -> Flow<SessionInfo> {
        match self.session(id)? {
            SeenSession::Listed(info) => Ok(*info),
            SeenSession::Nonexistent => Err(Stop::inconclusive(format!(
                "GetSessions does not know session {id}"
            ))),
        }
    }

    /// Looks at a session until it shows what is waited for, or the settle time is over; what it shows then.
    ///
    /// # Errors
    /// As [`Tester::info`].
    pub fn info_until(
        &mut self,
        id: &str,
        enough: impl Fn(&SessionInfo) -> bool,
    ) -> Flow<SessionInfo> {
        let within = self.dut().settle_ms;
        self.await_until(within, |t| t.info(id), enough)
    }
}

/// The SessionID that CreateSession returned.
///
/// # Errors
/// Inconclusive when there is none.
pub(crate) fn session_id(reply: &Reply) -> Flow<String> {
    reply
        .output("SessionID")
        .filter(|id| !id.is_empty())
        .map(str::to_owned)
        .ok_or_else(|| Stop::inconclusive("CreateSession returned no SessionID"))
}

/// The addresses of everybody in a list of recipients but the sender.
pub(crate) fn receivers(list: &Recipients) -> Vec<&str> {
    ids(list.to.iter().chain(&list.cc).chain(&list.bcc))
}

/// The addresses of everybody in a list of recipients.
pub(crate) fn everybody(list: &Recipients) -> Vec<&str> {
    ids(list
        .to
        .iter()
        .chain(&list.cc)
        .chain(&list.bcc)
        .chain(&list.from))
}

pub(crate) fn ids<'p>(peers: impl IntoIterator<Item = &'p Peer>) -> Vec<&'p str> {
    peers.into_iter().map(|peer| peer.id.trim()).collect()
}

/// Whether two lists have the same members, each once.
pub(crate) fn same_members(left: &[&str], right: &[&str]) -> bool {
    let sorted = |list: &[&str]| {
        let mut list: Vec<String> = list.iter().map(|&one| one.to_owned()).collect();
        list.sort_unstable();
        list
    };
    sorted(left) == sorted(right)
}

/// Whether two lists of MIME types name the same types; case and order do not matter.
pub(crate) fn same_types(left: &str, right: &str) -> bool {
    let read = |text: &str| {
        read_mime_list(text).ok().map(|list| {
            let mut list: Vec<String> = list.iter().map(|one| one.to_ascii_lowercase()).collect();
            list.sort_unstable();
            list.dedup();
            list
        })
    };
    match (read(left), read(right)) {
        (Some(left), Some(right)) => left == right,
        _ => false,
    }
}

/// An optional element of sessionInfo that GetSessions leaves out: that part cannot be judged.
pub(crate) fn left_out(element: &str) -> Stop {
    Stop::NotApplicable(format!(
        "GetSessions leaves {element} out of sessionInfo, as it is free to (R-61)"
    ))
}

/// A class as it stands in an id.
pub(crate) fn slug(class: &str) -> String {
    class.to_ascii_lowercase().replace(' ', "-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_compared_without_order() {
        assert!(same_members(&["a", "b"], &["b", "a"]));
        assert!(!same_members(&["a", "a"], &["a"]));
        assert!(same_types("text/plain, image/PNG", "image/png,text/plain"));
        assert!(!same_types("text/plain", "text/html"));
        assert!(!same_types("text", "text"));
    }

    #[test]
    fn the_sender_is_no_receiver() {
        let list = Recipients::to_ids(&["sip:a@example.invalid"]);
        assert_eq!(receivers(&list), ["sip:a@example.invalid"]);
        assert_eq!(everybody(&list).len(), 2);
    }
}
