//! Requests to the eventing URL, what came of them, and how rows are judged by it.

use ctk_record::{Judgement, Outcome};
use ctk_wire::gena::Timeout;

use crate::judging::judgement::{Flow, Stop};
use crate::lab::{ControlPoint, HttpAnswer, HttpAsk, Wire};
use crate::tester::eventing::{Inbox, Subscription};
use crate::tester::{Tester, response_of};

/// What came of a request to an eventing URL that is judged by its status.
#[derive(Debug, Clone)]
pub(crate) struct SubscribeResponse {
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

impl SubscribeResponse {
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
) -> Flow<SubscribeResponse> {
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
) -> Flow<SubscribeResponse> {
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
) -> SubscribeResponse {
    let mut tried = SubscribeResponse {
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
pub(crate) fn listening(inbox: Inbox, tried: &SubscribeResponse) -> Flow<Subscription> {
    let Some(sid) = tried.sid.clone().filter(|_| tried.status == 200) else {
        return Err(Stop::inconclusive(format!(
            "no subscription could be made: {} gave {}",
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
    tried: &SubscribeResponse,
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
    t.record(
        Judgement::new(row, outcome)
            .asked(asked)
            .accepts(accepted)
            .observed(observed)
            .exchanges(exchanges),
    )
}

/// A subscription that is refused: with this status, or with another as a warning; acceptance fails.
///
/// # Errors
/// Ends the case when it is accepted, or not answered.
pub(crate) fn refused(
    t: &mut Tester<'_>,
    row: &str,
    status: u16,
    tried: &SubscribeResponse,
) -> Flow {
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
    let Some(sid) = grant.sid.clone() else {
        return Err(Stop::inconclusive(format!(
            "no subscription could be made: SUBSCRIBE gave {}",
            grant.in_words()
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

/// A SUBSCRIBE for a callback URL of this case with these further headers is granted, so that one which was refused was
/// refused for what is wrong in it and not for what it has in common with this one.
///
/// # Errors
/// Inconclusive when it is refused as well.
pub(crate) fn positive_control(t: &mut Tester<'_>, further: &[(&str, &str)]) -> Flow {
    let inbox = t.subscriptions().open_inbox(ControlPoint::First)?;
    let callback = format!("<{}>", inbox.url);
    let headers: Vec<(&str, &str)> = [("CALLBACK", callback.as_str()), ("NT", "upnp:event")]
        .into_iter()
        .chain(further.iter().copied())
        .collect();
    let good = tried(t, "SUBSCRIBE", "with nothing wrong in it", &headers)?;
    match (good.status, &good.sid) {
        (200..=299, Some(sid)) => t.subscriptions().cancel(ControlPoint::First, sid).map(drop),
        (200..=299, None) => Ok(()),
        _ => Err(refused_anyway(&good)),
    }
}

/// The renewal of a subscription of this case with these further headers is granted.
///
/// # Errors
/// Inconclusive when it is refused: then the refusal of another one says nothing.
pub(crate) fn renewed(t: &mut Tester<'_>, sid: &str, further: &[(&str, &str)]) -> Flow {
    let headers: Vec<(&str, &str)> = [("SID", sid)]
        .into_iter()
        .chain(further.iter().copied())
        .collect();
    let good = tried(t, "SUBSCRIBE", "with a valid SID", &headers)?;
    match good.status {
        200..=299 => Ok(()),
        _ => Err(refused_anyway(&good)),
    }
}

/// Cancels a subscription of this case.
///
/// # Errors
/// Inconclusive when that is refused: then the refusal of another cancellation says nothing.
pub(crate) fn cancelled(t: &mut Tester<'_>, sid: &str) -> Flow {
    let (_, status) = t.subscriptions().cancel(ControlPoint::First, sid)?;
    match status {
        200..=299 => Ok(()),
        _ => Err(Stop::inconclusive(format!(
            "UNSUBSCRIBE with a valid SID alone is not accepted either (HTTP {status}; uda/eventing/unsubscribe judges that)"
        ))),
    }
}

/// What comes of a request that has nothing wrong in it.
fn refused_anyway(good: &SubscribeResponse) -> Stop {
    Stop::inconclusive(format!(
        "{} is not accepted either ({}): a refusal shows nothing",
        good.asked,
        good.describe()
    ))
}
