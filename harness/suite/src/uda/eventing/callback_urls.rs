//! CALLBACK: several URLs, and long ones.

use crate::uda::eventing::subscribe::SubscribeResponse;
use ctk_record::Outcome;

use super::subscribe::{grade, listening, state, tried};
use crate::case::Case;
use crate::judging::judgement::{Flow, Stop};
use crate::lab::{Answer, Ask, ControlPoint, FileManner, FileOffer};
use crate::tester::eventing::no_initial_event;
use crate::tester::notification::Event;
use crate::tester::{Tester, mismatch};

/// The cases.
pub(super) fn cases() -> Vec<Case> {
    vec![second_url(), first_url(), long_url()]
}

/// 4.1.2: of several URLs the device tries one after the other (U-29).
fn second_url() -> Case {
    Case::new(
        "uda/eventing/second-callback",
        "where nobody listens at the first callback URL the second gets the events",
    )
    .clause("4.1.2")
    .covers(&["UDA-EVNT-04"])
    .waits_at_most(5_000)
    .body(|t| {
        let closed = closed_url(t)?;
        let inbox = t.subscriptions().open_inbox(ControlPoint::First)?;
        let callback = format!("<{closed}><{}>", inbox.url);
        let headers = [("CALLBACK", callback.as_str()), ("NT", "upnp:event")];
        let what = "with two URLs, the first of them closed";
        let tried = tried(t, "SUBSCRIBE", what, &headers)?;
        let mut subscription = listening(inbox, &tried)?;
        let came = t.subscriptions().initial_or_known(&mut subscription)?;
        let outcome = if came.is_some() {
            Outcome::Pass
        } else {
            Outcome::Warning
        };
        let observed = match came {
            Some(_) => "the event came to the second",
            None => "no event came to the second within 5 s",
        };
        let accepted = ["the event comes to the second URL"];
        let exchanges = [tried.exchange];
        state(
            t,
            "UDA-EVNT-04",
            outcome,
            &tried.asked,
            &accepted,
            observed,
            &exchanges,
        )
    })
}

/// 4.1.2: as soon as one of the URLs has taken the event, the others get nothing.
fn first_url() -> Case {
    Case::new(
        "uda/eventing/one-callback-only",
        "of two callback URLs that work only one gets an event",
    )
    .clause("4.1.2")
    .covers(&["UDA-EVNT-04"])
    .body(|t| {
        let first = t.subscriptions().open_inbox(ControlPoint::First)?;
        let second = t.subscriptions().open_inbox(ControlPoint::First)?;
        let callback = format!("<{}><{}>", first.url, second.url);
        let headers = [("CALLBACK", callback.as_str()), ("NT", "upnp:event")];
        let tried = tried(t, "SUBSCRIBE", "with two URLs that work", &headers)?;
        let mut one = listening(first, &tried)?;
        let mut other = listening(second, &tried)?;
        t.subscriptions().await_initial(&mut one)?;
        t.pause(300)?;
        t.subscriptions().listen(&mut one)?;
        t.subscriptions().listen(&mut other)?;
        if one.events.is_empty() && other.events.is_empty() {
            return Err(no_initial_event());
        }
        let shared = |event: &Event| {
            other
                .events
                .iter()
                .any(|twin| twin.number() == event.number())
        };
        let twice = one.events.iter().filter(|event| shared(event)).count();
        let outcome = if twice == 0 {
            Outcome::Pass
        } else {
            Outcome::Warning
        };
        let observed = format!("{twice} events came to both");
        let exchanges = [tried.exchange];
        state(
            t,
            "UDA-EVNT-04",
            outcome,
            &tried.asked,
            &["each event comes to one URL"],
            observed,
            &exchanges,
        )
    })
}

/// A URL of this host at which nobody listens.
fn closed_url(t: &mut Tester<'_>) -> Flow<String> {
    let ask = Ask::OfferFile(FileOffer {
        size: 1,
        content_type: "text/plain".to_owned(),
        manner: FileManner::Refused,
    });
    match t.ask(&ask)? {
        Answer::Opened { url, .. } => Ok(url),
        other => Err(mismatch("a URL where nobody listens", &other)),
    }
}

/// 4.3.2: the request target of a notification is path and query of the callback URL, to the letter.
fn long_url() -> Case {
    Case::new(
        "uda/eventing/callback-whole",
        "a long callback URL is used whole and unchanged",
    )
    .clause("4.3.2")
    .covers(&["UDA-EVNT-05"])
    .body(judge_long_url)
}

fn judge_long_url(t: &mut Tester<'_>) -> Flow {
    let word = t.unique("ctk")?;
    let path = format!(
        "/{word}/Events%20of%2FCTK/{}/~a.b_c-d;e=f?Query={}&list=a,b;c&x=%C3%A9&y=:@!$'()*+",
        "p".repeat(70),
        "q".repeat(60)
    );
    let inbox = t
        .subscriptions()
        .open_inbox_at(ControlPoint::First, &path)?;
    let callback = format!("<{}>", inbox.url);
    let headers = [("CALLBACK", callback.as_str()), ("NT", "upnp:event")];
    let what = "with a callback URL of 200 bytes and more";
    let tried = tried(t, "SUBSCRIBE", what, &headers)?;
    let asked = tried.asked.clone();
    if tried.sid.is_none() {
        return judge_refusal(t, &tried);
    }
    let mut subscription = listening(inbox, &tried)?;
    let place = t.subscriptions().await_initial(&mut subscription)?;
    t.subscriptions().heard(&subscription)?;
    let event = place.and_then(|place| subscription.events.get(place));
    let target = event
        .and_then(|event| event.head.as_ref())
        .map(|head| head.target.clone());
    let Some(target) = target else {
        return Err(Stop::inconclusive("the notification cannot be read"));
    };
    let whole = target == path || target.ends_with(&path) && target.starts_with("http://");
    let outcome = if whole { Outcome::Pass } else { Outcome::Fail };
    let exchanges: Vec<u32> = subscription
        .events
        .iter()
        .map(|event| event.exchange)
        .collect();
    state(
        t,
        "UDA-EVNT-05",
        outcome,
        &asked,
        &[&path],
        format!("the notification went to {target}"),
        &exchanges,
    )
}

fn judge_refusal(t: &mut Tester<'_>, tried: &SubscribeResponse) -> Flow {
    let outcome = match tried.status {
        400..=599 => Outcome::Pass,
        _ => Outcome::Fail,
    };
    grade(t, "UDA-EVNT-05", outcome, &["HTTP 200", "a refusal"], tried)
}
