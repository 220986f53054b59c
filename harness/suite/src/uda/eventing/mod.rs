//! Device architecture, clause 4: eventing.

mod callback_urls;
mod delivery;
mod endings;
mod initial;
mod refusals;
mod renewal;
mod subscribing;
mod watched;
mod wishes;

use ctk_record::Suspect;
use ctk_vectors::messaging_2::action;
use ctk_vectors::{stimulus, waits};
use ctk_wire::gena::Timeout;
use serde_json::json;

use crate::arrange::peer_of;
use crate::case::Case;
use crate::judging::judgement::{Flow, Judgement, Outcome, Stop};
use crate::lab::{ControlPoint, HttpAnswer, HttpAsk, Wire};
use crate::tester::eventing::{Inbox, Subscription};
use crate::tester::notification::Event;
use crate::tester::{Tester, response_of};

/// The cases.
pub(crate) fn cases() -> Vec<Case> {
    [
        subscribing::cases(),
        callback_urls::cases(),
        wishes::cases(),
        refusals::cases(),
        initial::cases(),
        renewal::cases(),
        delivery::cases(),
        endings::cases(),
        watched::cases(),
    ]
    .concat()
}

/// Something of this case's own that changed an evented variable, by which the event is known.
#[derive(Debug, Clone)]
pub(crate) enum Change {
    /// A message arrived.
    Message(String),
    /// A session was closed.
    Session(String),
}

impl Change {
    /// The event tells of it.
    pub(crate) fn shown_by(&self, event: &Event) -> bool {
        match self {
            Self::Message(id) => event.lists(id),
            Self::Session(id) => !event.updates_of(id).is_empty(),
        }
    }
}

/// The kit knows how to change an evented variable of the service: it does of Messaging alone.
///
/// # Errors
/// Not applicable to any other service.
pub(crate) fn changeable(t: &Tester<'_>) -> Flow {
    if t.dut().is_messaging() {
        return Ok(());
    }
    Err(Stop::NotApplicable(
        "nothing that the kit may do changes a variable of this service".to_owned(),
    ))
}

/// Makes an evented variable change.
///
/// # Errors
/// Inconclusive when there is no way to.
pub(crate) fn change(t: &mut Tester<'_>) -> Flow<Change> {
    changeable(t)?;
    if t.upper_tester().offers(stimulus::INCOMING_MESSAGE) && t.dut().events("NewMessages") {
        let class = t.classes().any_message()?;
        let word = t.unique("ctk")?;
        let fields = json!({ "class": class, "from": peer_of(&class), "text": format!("Text {word} of a peer") });
        let answer = t
            .upper_tester()
            .stimulate(stimulus::INCOMING_MESSAGE, fields.clone())?;
        return match answer.message_id {
            Some(id) => Ok(Change::Message(id)),
            None => t.messages().incoming(&class).map(Change::Message),
        };
    }
    if t.dut().ics.has_action(action::CREATE_SESSION)
        && t.dut().ics.has_action(action::CLOSE_SESSION)
        && t.dut().events("SessionUpdates")
        && let Some(class) = t.dut().ics.session_classes.first().cloned()
    {
        let id = t.sessions().created(&class)?;
        let reply = t.invoke(action::CLOSE_SESSION, &[("SessionID", &id)])?;
        t.arranged(&reply)?;
        return Ok(Change::Session(id));
    }
    Err(Stop::Inconclusive {
        reason: "no evented variable can be made to change: needs stimulus `incoming-message`, or sessions".to_owned(),
        suspect: Suspect::Operator,
    })
}

/// A change, and the place of the event that tells of it; inconclusive when none comes, which is judged elsewhere.
pub(crate) fn evented(t: &mut Tester<'_>, subscription: &mut Subscription) -> Flow<usize> {
    let mark = subscription.mark();
    let change = change(t)?;
    let place =
        t.subscriptions()
            .await_event(subscription, mark, waits::EVENT.milliseconds, |event| {
                change.shown_by(event)
            })?;
    subscription.heard()?;
    place.ok_or_else(|| Stop::inconclusive("a change brought no event within 30 s"))
}

/// What came of a request to an eventing URL that is judged by its status.
#[derive(Debug, Clone)]
pub(crate) struct Tried {
    /// What was asked.
    pub(crate) asked: String,
    /// The exchange.
    pub(crate) exchange: u32,
    /// The HTTP status; 0 when there was no answer.
    pub(crate) status: u16,
    /// Its SID.
    pub(crate) sid: Option<String>,
    /// The time granted.
    pub(crate) timeout: Option<Timeout>,
    /// Why there is no answer.
    pub(crate) why: String,
}

impl Tried {
    pub(crate) fn describe(&self) -> String {
        match self.status {
            0 => self.why.clone(),
            status => format!("HTTP {status}"),
        }
    }
}

/// Sends a request to the eventing URL. Nothing is noticed; a subscription that comes of it is this case's.
///
/// # Errors
/// As [`Tester::http`]; not applicable when the service has no eventing URL.
pub(crate) fn tried(
    t: &mut Tester<'_>,
    method: &str,
    what: &str,
    headers: &[(&str, &str)],
) -> Flow<Tried> {
    t.subscriptions().offered()?;
    let answer = t
        .subscriptions()
        .request(ControlPoint::First, method, headers)?;
    Ok(outcome_of(t, method, what, &answer))
}

/// The same at another URL.
pub(crate) fn tried_at(
    t: &mut Tester<'_>,
    url: &str,
    method: &str,
    what: &str,
    headers: &[(&str, &str)],
) -> Flow<Tried> {
    let user_agent = t.user_agent(ControlPoint::First);
    let headers = std::iter::once(("USER-AGENT", user_agent.as_str()))
        .chain(headers.iter().copied())
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect();
    let answer = t.http(HttpAsk {
        wire: Wire::Event,
        control_point: ControlPoint::First,
        url: url.to_owned(),
        method: method.to_owned(),
        headers,
        body: Vec::new(),
        about: what.to_owned(),
    })?;
    Ok(outcome_of(t, method, what, &answer))
}

pub(crate) fn outcome_of(
    t: &mut Tester<'_>,
    method: &str,
    what: &str,
    answer: &HttpAnswer,
) -> Tried {
    let mut tried = Tried {
        asked: format!("{method} {what}"),
        exchange: answer.exchange,
        status: 0,
        sid: None,
        timeout: None,
        why: String::new(),
    };
    match response_of(answer, method) {
        Ok(response) => {
            tried.status = response.head.status;
            tried.timeout = response
                .head
                .headers
                .get("timeout")
                .and_then(Timeout::parse);
            tried.sid = response
                .head
                .headers
                .get("sid")
                .filter(|sid| !sid.is_empty())
                .map(str::to_owned);
        }
        Err(why) => tried.why = why,
    }
    if let (200..=299, "SUBSCRIBE", Some(sid)) = (tried.status, method, &tried.sid) {
        t.cleanup().subscription(ControlPoint::First, sid);
    }
    tried
}

/// A subscription for this callback URL that the device granted, to listen at.
pub(crate) fn listening(inbox: Inbox, tried: &Tried) -> Flow<Subscription> {
    let Some(sid) = tried.sid.clone().filter(|_| tried.status == 200) else {
        return Err(Stop::inconclusive(format!(
            "no subscription could be had: {} gave {}",
            tried.asked,
            tried.describe()
        )));
    };
    Ok(Subscription {
        who: ControlPoint::First,
        inbox,
        sid,
        timeout: None,
        exchange: tried.exchange,
        events: Vec::new(),
    })
}

/// Judges a status by an outcome that the case worked out.
///
/// # Errors
/// Ends the case unless it is a pass or a warning.
pub(crate) fn grade(
    t: &mut Tester<'_>,
    row: &str,
    outcome: Outcome,
    accepted: &[&str],
    tried: &Tried,
) -> Flow {
    state(
        t,
        row,
        outcome,
        &tried.asked,
        accepted,
        tried.describe(),
        &[tried.exchange],
    )
}

/// Judges an observation by an outcome that the case worked out.
///
/// # Errors
/// Ends the case unless it is a pass or a warning.
pub(crate) fn state(
    t: &mut Tester<'_>,
    row: &str,
    outcome: Outcome,
    asked: &str,
    accepted: &[&str],
    observed: impl Into<String>,
    exchanges: &[u32],
) -> Flow {
    t.record(Judgement {
        requirement: row.to_owned(),
        outcome,
        asked: asked.to_owned(),
        accepted: accepted.iter().map(|&text| text.to_owned()).collect(),
        observed: observed.into(),
        ruling: None,
        exchanges: exchanges.to_vec(),
        seen_in: Vec::new(),
        marks: Vec::new(),
    })
}

/// A subscription that is refused: with this status, or with another as a warning; acceptance fails.
///
/// # Errors
/// Ends the case when it is accepted, or not answered.
pub(crate) fn refused(t: &mut Tester<'_>, row: &str, status: u16, tried: &Tried) -> Flow {
    let outcome = match tried.status {
        same if same == status => Outcome::Pass,
        0 | 200..=299 => Outcome::Fail,
        _ => Outcome::Warning,
    };
    let wanted = format!("HTTP {status}");
    grade(
        t,
        row,
        outcome,
        &[&wanted, "another refusal (as a warning)"],
        tried,
    )
}

/// A new subscription of which nothing has been taken yet, and when its answer was complete, in milliseconds since the
/// run began.
///
/// # Errors
/// Inconclusive when the device refuses.
pub(crate) fn granted(t: &mut Tester<'_>) -> Flow<(Subscription, u64)> {
    t.subscriptions().offered()?;
    let who = ControlPoint::First;
    let inbox = t.subscriptions().open_inbox(who)?;
    let grant = t.subscriptions().subscribe(who, &inbox, 1800)?;
    let Some(sid) = grant.sid else {
        return Err(Stop::inconclusive(format!(
            "no subscription could be had: SUBSCRIBE gave HTTP {}",
            grant.status
        )));
    };
    let subscription = Subscription {
        who,
        inbox,
        sid,
        timeout: grant.timeout,
        exchange: grant.exchange,
        events: Vec::new(),
    };
    Ok((subscription, grant.answered_ms))
}
