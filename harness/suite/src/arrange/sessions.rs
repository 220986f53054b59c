//! Sessions, in each of their states.

use ctk_model::document::SessionInfo;
use ctk_record::Suspect;
use ctk_vectors::messaging_2::{action, session_status};
use ctk_vectors::stimulus;
use serde_json::json;

use super::peer_of;
use crate::judging::judgement::{Flow, Stop};
use crate::lab::ControlPoint;
use crate::tester::Tester;
use crate::tester::reply::Reply;

/// How often a TelCP leaves before a session that stays Running counts as not to be parked: as often as it may have
/// been counted in, and once more.
pub(crate) const LEAVES: usize = 3;

/// A session, as GetSessions shows it.
#[derive(Debug, Clone, PartialEq)]
pub enum SeenSession {
    /// It is listed.
    Listed(Box<SessionInfo>),
    /// No session has this id.
    Nonexistent,
}

impl SeenSession {
    /// The status of Table 7, or `Nonexistent`.
    pub fn state(&self) -> &str {
        match self {
            Self::Listed(info) => &info.status,
            Self::Nonexistent => session_status::NONEXISTENT,
        }
    }

    /// What GetSessions shows of it.
    pub fn info(&self) -> Option<&SessionInfo> {
        match self {
            Self::Listed(info) => Some(info),
            Self::Nonexistent => None,
        }
    }
}

/// Sessions: brought into each of their states, looked at, and changed.
pub struct Sessions<'t, 'a> {
    pub(super) t: &'t mut Tester<'a>,
}

impl<'a> Tester<'a> {
    /// Sessions: brought into each of their states, looked at, and changed.
    pub fn sessions(&mut self) -> Sessions<'_, 'a> {
        Sessions { t: self }
    }
}

impl Sessions<'_, '_> {
    /// A session for a case that any class will do for: `of_any_class(Sessions::running)`.
    ///
    /// # Errors
    /// Not applicable when the device has no session class; else those of the arrangement.
    pub fn of_any_class<T>(&mut self, arrange: impl FnOnce(&mut Self, &str) -> Flow<T>) -> Flow<T> {
        let class = self.t.classes().any_session()?;
        arrange(self, &class)
    }

    /// ModifySession with the arguments given; the others are empty, which leaves their part as it is.
    ///
    /// # Errors
    /// As [`Tester::invoke`].
    pub fn modify(&mut self, id: &str, changes: &[(&str, &str)]) -> Flow<Reply> {
        let value = |name: &str| {
            changes
                .iter()
                .find(|(known, _)| *known == name)
                .map_or("", |(_, value)| value)
        };
        self.t.invoke(
            action::MODIFY_SESSION,
            &[
                ("SessionID", id),
                ("SessionRecipientsToAdd", value("SessionRecipientsToAdd")),
                (
                    "SessionRecipientsToRemove",
                    value("SessionRecipientsToRemove"),
                ),
                ("Subject", value("Subject")),
                ("SupportedContentType", value("SupportedContentType")),
                ("SessionClass", value("SessionClass")),
            ],
        )
    }

    /// GetSessions by id.
    ///
    /// # Errors
    /// Inconclusive when it fails with another code than 706, or its answer cannot be read.
    pub fn look_at(&mut self, id: &str) -> Flow<SeenSession> {
        let reply = self.t.invoke(
            action::GET_SESSIONS,
            &[
                ("SessionID", id),
                ("SessionClass", ""),
                ("SessionStatus", ""),
            ],
        )?;
        if reply.fault() == Some(706) {
            return Ok(SeenSession::Nonexistent);
        }
        self.t.arranged(&reply)?;
        let list = self.t.documents().sessions(&reply)?;
        Ok(list
            .into_iter()
            .find(|info| info.id == id)
            .map_or(SeenSession::Nonexistent, |info| {
                SeenSession::Listed(Box::new(info))
            }))
    }

    /// Waits until the session is in one of the states, or the settle time is over; what it is in then.
    ///
    /// # Errors
    /// As [`Sessions::look_at`](crate::arrange::Sessions::look_at).
    pub fn look_until(&mut self, id: &str, states: &[&str]) -> Flow<SeenSession> {
        let within = self.t.dut().settle_ms;
        self.t.await_until(
            within,
            |t| t.sessions().look_at(id),
            |seen| states.contains(&seen.state()),
        )
    }

    /// CreateSession; a session that came of it is this case's.
    ///
    /// # Errors
    /// As [`Tester::invoke`]; inconclusive when there is nobody to invite.
    pub fn create(&mut self, class: &str) -> Flow<Reply> {
        let recipients = self.t.recipients().list(class)?;
        let subject = self.t.unique("Subject ")?;
        self.create_with(class, &recipients, &subject, "text/plain")
    }

    /// CreateSession with these arguments.
    ///
    /// # Errors
    /// As [`Tester::invoke`].
    pub fn create_with(
        &mut self,
        class: &str,
        recipients: &str,
        subject: &str,
        types: &str,
    ) -> Flow<Reply> {
        let reply = self.t.invoke(
            action::CREATE_SESSION,
            &[
                ("SessionClass", class),
                ("SessionRecipients", recipients),
                ("Subject", subject),
                ("SupportedContentType", types),
            ],
        )?;
        if let Some(id) = reply.output("SessionID") {
            let id = id.to_owned();
            self.t.cleanup().session(&id);
        }
        Ok(reply)
    }

    /// A session that this TelCP created; its id. It is Pending, unless the device is quick.
    ///
    /// # Errors
    /// Inconclusive when CreateSession fails.
    pub fn created(&mut self, class: &str) -> Flow<String> {
        let reply = self.create(class)?;
        self.t.arranged(&reply)?;
        reply
            .output("SessionID")
            .map(str::to_owned)
            .ok_or_else(|| Stop::inconclusive("CreateSession returned no SessionID"))
    }

    /// A session that a peer asks for; its id. It is Pending.
    ///
    /// # Errors
    /// Inconclusive without the stimulus, or when the session cannot be found or is not Pending.
    pub fn requested_by_peer(&mut self, class: &str) -> Flow<String> {
        let id = self.request_by_peer(class)?;
        let seen = self.look_until(&id, &[session_status::PENDING])?;
        if seen.state() == session_status::NONEXISTENT {
            return Err(self.t.upper_tester().no_effect(
                stimulus::INCOMING_SESSION,
                &format!("the device knows no session {id}"),
            ));
        }
        self.expect_state(&id, &seen, session_status::PENDING)?;
        Ok(id)
    }

    /// A session that a peer asks for, in whatever state; its id.
    ///
    /// # Errors
    /// Inconclusive without the stimulus, or when the upper tester does not give the id.
    pub fn request_by_peer(&mut self, class: &str) -> Flow<String> {
        let answer = self.t.upper_tester().stimulate(
            stimulus::INCOMING_SESSION,
            json!({ "class": class, "from": peer_of(class), "from_name": "Peer" }),
        )?;
        answer.session_id.ok_or_else(|| Stop::Inconclusive {
            reason: "the upper tester gave no session_id for the session that a peer asks for"
                .to_owned(),
            suspect: Suspect::Operator,
        })
    }

    /// A Pending session of this class, created by the TelCP; its id.
    ///
    /// # Errors
    /// Inconclusive when it is not to be had.
    pub fn pending(&mut self, class: &str) -> Flow<String> {
        let id = self.created(class)?;
        let seen = self.look_at(&id)?;
        self.expect_state(&id, &seen, session_status::PENDING)?;
        Ok(id)
    }

    /// A Running session of this class that the first TelCP takes part in; its id. The ways there, in turn: the peer
    /// accepts a created session; the TelCP accepts it itself; the TelCP accepts one that a peer asks for.
    ///
    /// # Errors
    /// Inconclusive when none of them works.
    pub fn running(&mut self, class: &str) -> Flow<String> {
        if self.t.dut().ics.has_action(action::CREATE_SESSION) {
            let id = self.created(class)?;
            if self.establish(&id, class)? {
                return Ok(id);
            }
        }
        if self.t.upper_tester().offers(stimulus::INCOMING_SESSION) {
            let id = self.requested_by_peer(class)?;
            let reply = self
                .t
                .invoke(action::ACCEPT_SESSION, &[("SessionID", &id)])?;
            self.t.arranged(&reply)?;
            let seen = self.look_until(&id, &[session_status::RUNNING])?;
            self.expect_state(&id, &seen, session_status::RUNNING)?;
            return Ok(id);
        }
        Err(Stop::Inconclusive {
            reason: "needs a Running session: stimulus `peer-accepts-session` or `incoming-session`, or a device that lets the TelCP accept its own (R-15)".to_owned(),
            suspect: Suspect::Operator,
        })
    }

    /// A Parked session of this class; its id.
    ///
    /// # Errors
    /// Inconclusive when it is not to be had.
    pub fn parked(&mut self, class: &str) -> Flow<String> {
        self.t.known_by_subscription(&[ControlPoint::First])?;
        let id = self.running(class)?;
        for _ in 0..LEAVES {
            let reply = self
                .t
                .invoke(action::LEAVE_SESSION, &[("SessionID", &id)])?;
            self.t.arranged(&reply)?;
            let seen = self.look_at(&id)?;
            if seen.state() == session_status::PARKED {
                return Ok(id);
            }
        }
        let seen = self.look_until(&id, &[session_status::PARKED])?;
        self.expect_state(&id, &seen, session_status::PARKED)?;
        Ok(id)
    }

    /// A session of this class that was Running and was closed by the TelCP; its id. Whether it is still listed is the
    /// device's affair.
    ///
    /// # Errors
    /// Inconclusive when it cannot be closed.
    pub fn closed(&mut self, class: &str) -> Flow<String> {
        let id = self.running(class)?;
        let reply = self
            .t
            .invoke(action::CLOSE_SESSION, &[("SessionID", &id)])?;
        self.t.arranged(&reply)?;
        let seen = self.look_until(&id, &[session_status::CLOSED, session_status::NONEXISTENT])?;
        if matches!(
            seen.state(),
            session_status::CLOSED | session_status::NONEXISTENT
        ) {
            return Ok(id);
        }
        Err(Stop::inconclusive(format!(
            "session {id} is {} after CloseSession",
            seen.state()
        )))
    }

    /// An id of the right form that no session has.
    ///
    /// # Errors
    /// As [`Tester::unique`].
    pub fn unknown_id(&mut self) -> Flow<String> {
        self.t.unique("CtkNone")
    }

    fn expect_state(&mut self, id: &str, seen: &SeenSession, state: &str) -> Flow {
        if seen.state() == state {
            return Ok(());
        }
        Err(Stop::inconclusive(format!(
            "a {state} session could not be arranged: {id} is {}",
            seen.state()
        )))
    }
}
