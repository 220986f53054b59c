//! Sessions as the cases of clauses 5.5.8 to 5.5.15 handle them: making them of given parts, listing them, and telling
//! the participants.

use ctk_model::document::{Peer, Recipients, SessionInfo};
use ctk_model::lexical::read_mime_list;
use ctk_record::Suspect;
use ctk_vectors::messaging_2::{action, session_class, session_status};
use ctk_vectors::stimulus;
use serde_json::json;

use crate::arrange::{SeenSession, Sessions};
use crate::judging::judgement::{Flow, Stop};
use crate::judging::message_diff::{plain_address, same_address};
use crate::lab::StimulusStatus;
use crate::tester::reply::Reply;

impl Sessions<'_, '_> {
    /// CreateSession with these parts; the id.
    ///
    /// # Errors
    /// Inconclusive when it does not succeed.
    pub fn created_with(
        &mut self,
        class: &str,
        to: &[String],
        subject: &str,
        types: &str,
    ) -> Flow<String> {
        let reply = self.create_with(class, &Recipients::to_ids(to).to_xml(), subject, types)?;
        self.t.arranged(&reply)?;
        session_id(&reply)
    }

    /// A session of these parts that is Running; its id.
    ///
    /// # Errors
    /// Inconclusive when it cannot be made Running.
    pub fn running_with(
        &mut self,
        class: &str,
        to: &[String],
        subject: &str,
        types: &str,
    ) -> Flow<String> {
        let id = self.created_with(class, to, subject, types)?;
        if self.establish(&id, class)? {
            return Ok(id);
        }
        Err(Stop::Inconclusive {
            reason: "needs a created session that becomes Running: stimulus `peer-accepts-session`, or a device that lets the TelCP accept its own (R-15)".to_owned(),
            suspect: Suspect::Operator,
        })
    }

    /// Has a created session of this class accepted: by the peer, or by the TelCP itself. Whether it is Running
    /// then.
    ///
    /// # Errors
    /// As [`Sessions::look_at`](crate::arrange::Sessions::look_at).
    pub fn establish(&mut self, id: &str, class: &str) -> Flow<bool> {
        let peer_can = self.t.upper_tester().offers(stimulus::PEER_ACCEPTS_SESSION);
        // What invites nobody may be Running at once.
        let invites = matches!(class, session_class::CHAT | session_class::FILE_TRANSFER);
        let runs = |seen: &SeenSession| seen.state() == session_status::RUNNING;
        if !(peer_can && invites) && runs(&self.look_at(id)?) {
            return Ok(true);
        }
        if peer_can {
            let answer = self
                .t
                .upper_tester()
                .attempt(stimulus::PEER_ACCEPTS_SESSION, json!({ "session_id": id }))?;
            let seen = match answer.status {
                StimulusStatus::Done => self.look_until(id, &[session_status::RUNNING])?,
                _ => self.look_at(id)?,
            };
            if runs(&seen) {
                return Ok(true);
            }
        }
        if !self.t.dut().ics.has_action(action::ACCEPT_SESSION) {
            return Ok(false);
        }
        let accepted = self
            .t
            .invoke(action::ACCEPT_SESSION, &[("SessionID", id)])?;
        Ok(accepted.succeeded() && runs(&self.look_until(id, &[session_status::RUNNING])?))
    }

    /// GetSessions by class and status.
    ///
    /// # Errors
    /// As [`Tester::invoke`](crate::tester::Tester::invoke).
    pub fn get(&mut self, class: &str, status: &str) -> Flow<Reply> {
        self.t.invoke(
            action::GET_SESSIONS,
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
        let reply = self.get(class, status)?;
        self.t.arranged(&reply)?;
        self.t.documents().sessions(&reply)
    }

    /// What GetSessions shows of a session that is there.
    ///
    /// # Errors
    /// Inconclusive when no session has the id.
    pub fn info(&mut self, id: &str) -> Flow<SessionInfo> {
        match self.look_at(id)? {
            SeenSession::Listed(info) => Ok(*info),
            SeenSession::Nonexistent => Err(Stop::inconclusive(format!(
                "GetSessions does not know session {id}"
            ))),
        }
    }

    /// Looks at a session until it shows what is waited for, or the settle time is over; what it shows then.
    ///
    /// # Errors
    /// As [`Sessions::info`](crate::arrange::Sessions::info).
    pub fn info_until(
        &mut self,
        id: &str,
        enough: impl Fn(&SessionInfo) -> bool,
    ) -> Flow<SessionInfo> {
        let within = self.t.dut().settle_ms;
        self.t
            .await_until(within, |t| t.sessions().info(id), enough)
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

/// Whether the address is in the list, however it is written.
pub(crate) fn has_member(list: &[&str], address: &str) -> bool {
    list.iter().any(|one| same_address(one, address))
}

/// Whether two lists have the same addresses, each once, however they are written.
pub(crate) fn same_members(left: &[&str], right: &[&str]) -> bool {
    let sorted = |list: &[&str]| {
        let mut list: Vec<String> = list.iter().map(|one| plain_address(one)).collect();
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_compared_without_order() {
        assert!(same_members(&["a", "b"], &["b", "a"]));
        assert!(!same_members(&["a", "a"], &["a"]));
        let (given, kept) = ("tel:+1-201-555-0100", "tel:+12015550100");
        assert!(same_members(&[given], &[kept]) && has_member(&[kept], given));
        assert!(!has_member(&[kept], "tel:+1-201-555-0101"));
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
