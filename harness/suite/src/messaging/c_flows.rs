//! Annex C: the flows of the standard, end to end, with their events in order.
//!
//! The annex is informative, so that a flow that does not come off is a remark. Each step has cases of its own.

mod files_and_pages;

use ctk_record::Judgement;
use ctk_vectors::messaging_2::{
    action, message_class, message_folder, req, session_class, session_status,
};
use ctk_vectors::{stimulus, waits};
use serde_json::json;

use crate::case::{Case, Need, Things};
use crate::judging::judgement::{Flow, Stop};
use crate::lab::{ControlPoint, FileManner};
use crate::stimulate::session_events::{FILE_SIZE, turns};
use crate::tester::Tester;
use crate::tester::eventing::Subscription;
use files_and_pages::{transfer_cancelled, transfer_complete, webpage_synchronization};

/// The cases.
pub(crate) fn cases() -> Vec<Case> {
    vec![
        receive_read_delete(),
        send_deliver_read(),
        outgoing_session(),
        incoming_session(),
        transfer_complete(),
        transfer_cancelled(),
        webpage_synchronization(),
    ]
}

/// A flow: the steps that came off, and where each is in the run.
struct Chain {
    requirement: &'static str,
    steps: Vec<String>,
    exchanges: Vec<u32>,
    /// Events before this one belong to earlier steps.
    mark: usize,
}

impl Chain {
    fn new(requirement: &'static str) -> Self {
        Self {
            requirement,
            steps: Vec::new(),
            exchanges: Vec::new(),
            mark: 0,
        }
    }

    /// An action that has to succeed; its reply.
    fn act(
        &mut self,
        t: &mut Tester<'_>,
        action: &str,
        arguments: &[(&str, &str)],
    ) -> Flow<crate::tester::reply::Reply> {
        let reply = t.invoke(action, arguments)?;
        self.exchanges.push(reply.exchange);
        let answer = reply.describe(&reply.observed(None));
        self.step(t, action, reply.succeeded(), &answer)?;
        Ok(reply)
    }

    /// An event of the session that has to come after those before it.
    fn told(
        &mut self,
        t: &mut Tester<'_>,
        subscription: &mut Subscription,
        session: &str,
        slug: &str,
        status: &str,
    ) -> Flow {
        let within = waits::EVENT.milliseconds;
        let mark = self.mark;
        let place =
            t.subscriptions()
                .await_event(subscription, mark, within, |event| {
                    event.updates_of(session).iter().any(|update| {
                        update.event(slug).is_some() && update.update.status == status
                    })
                })?;
        t.subscriptions().heard(subscription)?;
        if let Some(place) = place {
            self.mark = place;
            self.exchanges
                .extend(subscription.events.get(place).map(|event| event.exchange));
        }
        let updates: Vec<String> = subscription
            .updates_of(session, mark)
            .iter()
            .map(crate::tester::notification::SeenUpdate::in_words)
            .collect();
        let step = format!("event {slug} with status {status}");
        self.step(t, &step, place.is_some(), &updates.join("; "))
    }

    /// A step that has to come off, or the flow ends there.
    fn step(&mut self, t: &mut Tester<'_>, step: &str, met: bool, observed: &str) -> Flow {
        if met {
            self.steps.push(step.to_owned());
            return Ok(());
        }
        self.judge(t, Some((step, observed)))?;
        Err(Stop::Judged)
    }

    fn done(&self, t: &mut Tester<'_>) -> Flow {
        self.judge(t, None)
    }

    fn judge(&self, t: &mut Tester<'_>, broken: Option<(&str, &str)>) -> Flow {
        let so_far = self.steps.join(", ");
        t.record(
            Judgement::met(self.requirement, broken.is_none())
                .asked("the flow, step by step")
                .accepts(["every step in its order"])
                .observed(match broken {
                    None => so_far,
                    Some((step, observed)) => {
                        format!("after {so_far}: {step} did not come off ({observed})")
                    }
                })
                .exchanges(&self.exchanges),
        )
    }
}

/// C.1: a message arrives, is evented, read and deleted.
fn receive_read_delete() -> Case {
    Case::new(
        "annex-c/receive-read-delete",
        "a message arrives, is evented, is read, and is deleted",
    )
    .clause("C.1")
    .covers(&[req::M_C_1])
    .needs(&[
        Need::Evented("NewMessages"),
        Need::Action(action::READ_MESSAGE),
        Need::Action(action::DELETE_MESSAGE),
        Need::Stimulus(stimulus::INCOMING_MESSAGE),
    ])
    .own_objects(0)
    .waits_at_most(1_100)
    .body(|t| {
        let mut flow = Chain::new(req::M_C_1);
        let mut subscription = t.subscriptions().open(ControlPoint::First)?;
        let mark = subscription.mark();
        let class = t.classes().any_message()?;
        let id = t.messages().incoming(&class)?;
        let within = waits::EVENT.milliseconds;
        let place = t
            .subscriptions()
            .await_event(&mut subscription, mark, within, |event| event.lists(&id))?;
        t.subscriptions().heard(&subscription)?;
        flow.step(
            t,
            "event of NewMessages",
            place.is_some(),
            "no event lists it",
        )?;
        flow.act(t, action::READ_MESSAGE, &[("MessageID", &id)])?;
        let folder = t.messages().read(&id)?.map(|message| message.folder);
        flow.step(
            t,
            "in Received",
            folder.as_deref() == Some(message_folder::RECEIVED),
            &format!("folder {folder:?}"),
        )?;
        flow.act(t, action::DELETE_MESSAGE, &[("MessageID", &id)])?;
        let after = t.messages().read(&id)?.map(|message| message.folder);
        let gone = after
            .as_deref()
            .is_none_or(|folder| folder == message_folder::DELETED);
        flow.step(t, "in Deleted, or gone", gone, &format!("folder {after:?}"))?;
        flow.done(t)
    })
}

/// C.1: a message is sent, delivered, and read in Sent.
fn send_deliver_read() -> Case {
    Case::new(
        "annex-c/send-deliver-read",
        "a message is sent, reaches the remote party, and is found in Sent",
    )
    .clause("C.1")
    .covers(&[req::M_C_1])
    .needs(&[
        Need::Action(action::SEND_MESSAGE),
        Need::Action(action::READ_MESSAGE),
        Need::Recipient,
    ])
    .own_objects(1)
    .body(|t| {
        let mut flow = Chain::new(req::M_C_1);
        let class = t.classes().any_message()?;
        let draft = t.messages().draft(&class)?;
        let reply = t.messages().send(&draft)?;
        let id = reply.output("MessageID").unwrap_or_default().to_owned();
        let answer = reply.describe(&reply.observed(None));
        flow.step(
            t,
            action::SEND_MESSAGE,
            reply.succeeded() && !id.is_empty(),
            &answer,
        )?;
        let within = t.dut().delivery_ms;
        let seen = t.await_until(
            within,
            |t| Ok(t.messages().read(&id)?.map(|message| message.folder)),
            |folder| folder.as_deref() == Some(message_folder::SENT),
        )?;
        if seen.as_deref() == Some(message_folder::OUTGOING) {
            return Err(Stop::inconclusive(
                "the message was not delivered within the time of the profile (delivery_ms)",
            ));
        }
        flow.step(
            t,
            "in Sent",
            seen.as_deref() == Some(message_folder::SENT),
            &format!("folder {seen:?}"),
        )?;
        flow.done(t)
    })
}

const SESSION_ACTIONS: &[Need] = &[
    Need::SessionMode,
    Need::Evented("SessionUpdates"),
    Need::Action(action::MODIFY_SESSION),
    Need::Action(action::LEAVE_SESSION),
    Need::Action(action::JOIN_SESSION),
    Need::Action(action::CLOSE_SESSION),
];

/// C.2: created, accepted by the peer, modified, left, joined again, closed; each with its event.
fn outgoing_session() -> Case {
    Case::new(
        "annex-c/outgoing-session",
        "a created session is accepted, modified, left, joined and closed, each with its event",
    )
    .clause("C.2")
    .covers(&[req::M_C_2])
    .needs(SESSION_ACTIONS)
    .needs(&[
        Need::Action(action::CREATE_SESSION),
        Need::Recipient,
        Need::Stimulus(stimulus::PEER_ACCEPTS_SESSION),
    ])
    // Each of its changes is one of those that others make in the same turn.
    .undisturbed(Things::SESSIONS)
    .in_turn(turns::OF, turns::ACCEPTED)
    .waits_for_events(1_050, 1)
    .body(|t| {
        let mut flow = Chain::new(req::M_C_2);
        let mut subscription = t.subscriptions().open(ControlPoint::First)?;
        let class = t.classes().for_conversation()?;
        let session = t.sessions().created(&class)?;
        t.own_window()?;
        if t.sessions().look_at(&session)?.state() == session_status::PENDING {
            t.upper_tester().stimulate(
                stimulus::PEER_ACCEPTS_SESSION,
                json!({ "session_id": session }),
            )?;
        }
        flow.told(
            t,
            &mut subscription,
            &session,
            "accepted",
            session_status::RUNNING,
        )?;
        to_the_end(t, &mut flow, &mut subscription, &session)
    })
}

/// C.2: a peer asks, the control point accepts, and so on.
fn incoming_session() -> Case {
    Case::new(
        "annex-c/incoming-session",
        "a session that a peer asks for is accepted and closed, each with its event",
    )
    .clause("C.2")
    .covers(&[req::M_C_2])
    .needs(SESSION_ACTIONS)
    .needs(&[
        Need::Action(action::ACCEPT_SESSION),
        Need::Stimulus(stimulus::INCOMING_SESSION),
    ])
    .undisturbed(Things::SESSIONS)
    .in_turn(turns::OF, turns::ACCEPTED)
    .waits_for_events(1_050, 1)
    .body(|t| {
        let mut flow = Chain::new(req::M_C_2);
        let mut subscription = t.subscriptions().open(ControlPoint::First)?;
        let class = t.classes().for_conversation()?;
        let session = t.sessions().requested_by_peer(&class)?;
        t.own_window()?;
        flow.told(
            t,
            &mut subscription,
            &session,
            "requested",
            session_status::PENDING,
        )?;
        flow.act(t, action::ACCEPT_SESSION, &[("SessionID", &session)])?;
        flow.told(
            t,
            &mut subscription,
            &session,
            "accepted",
            session_status::RUNNING,
        )?;
        to_the_end(t, &mut flow, &mut subscription, &session)
    })
}

fn to_the_end(
    t: &mut Tester<'_>,
    flow: &mut Chain,
    subscription: &mut Subscription,
    session: &str,
) -> Flow {
    let subject = t.unique("Changed ")?;
    t.next_window(turns::BEFORE_TRANSFERRED)?;
    let reply = t.sessions().modify(session, &[("Subject", &subject)])?;
    let answer = reply.describe(&reply.observed(None));
    flow.step(t, action::MODIFY_SESSION, reply.succeeded(), &answer)?;
    flow.told(
        t,
        subscription,
        session,
        "modified",
        session_status::RUNNING,
    )?;
    t.next_window(turns::LEFT)?;
    flow.act(t, action::LEAVE_SESSION, &[("SessionID", session)])?;
    flow.told(
        t,
        subscription,
        session,
        "telcp-left",
        session_status::PARKED,
    )?;
    t.next_window(turns::JOINED)?;
    flow.act(t, action::JOIN_SESSION, &[("SessionID", session)])?;
    flow.told(
        t,
        subscription,
        session,
        "telcp-joined",
        session_status::RUNNING,
    )?;
    t.next_window(turns::CLOSED)?;
    flow.act(t, action::CLOSE_SESSION, &[("SessionID", session)])?;
    flow.told(t, subscription, session, "closed", session_status::CLOSED)?;
    flow.done(t)
}
