//! SUBSCRIBE as a device takes it: it grants, with a SID of its own for each.

use ctk_record::Outcome;

use super::subscribe::{grade, state, tried};
use crate::case::Case;
use crate::judging::judgement::Stop;
use crate::lab::ControlPoint;
use crate::tester::eventing::no_initial_event;
use crate::tester::notification::Event;

/// How many subscriptions are made one after the other to see that no SID comes twice.
const SIDS: usize = 20;

/// The cases.
pub(super) fn cases() -> Vec<Case> {
    vec![accepted(), unique_sids(), three_at_once()]
}

/// 4.1.1: a service that the standard gives evented variables takes subscriptions, as Messaging does.
fn accepted() -> Case {
    Case::new(
        "uda/eventing/subscribe",
        "the service takes subscriptions at its eventing URL",
    )
    .clause("4.1.1")
    .covers(&["UDA-EVNT-01"])
    .body(|t| {
        if !t.dut().service().has_evented() {
            t.subscriptions().offered()?;
        }
        let inbox = t.subscriptions().open_inbox(ControlPoint::First)?;
        let callback = format!("<{}>", inbox.url);
        let headers = [
            ("CALLBACK", callback.as_str()),
            ("NT", "upnp:event"),
            ("TIMEOUT", "Second-1800"),
        ];
        let tried = tried(t, "SUBSCRIBE", "", &headers)?;
        let taken = tried.status == 200 && tried.sid.is_some();
        let outcome = if taken { Outcome::Pass } else { Outcome::Fail };
        grade(t, "UDA-EVNT-01", outcome, &["HTTP 200 with SID"], &tried)
    })
}

/// 4.1.2: a SID is never given again. At most one subscription of these is alive at a time.
fn unique_sids() -> Case {
    Case::new("uda/eventing/sid-unique", "no SID is given a second time")
        .clause("4.1.2")
        .covers(&["UDA-EVNT-08"])
        .body(|t| {
            t.subscriptions().offered()?;
            let inbox = t.subscriptions().open_inbox(ControlPoint::First)?;
            let mut sids: Vec<String> = Vec::with_capacity(SIDS);
            let mut exchanges = Vec::new();
            for _ in 0..SIDS {
                let grant = t
                    .subscriptions()
                    .subscribe(ControlPoint::First, &inbox, 1800)?;
                let Some(sid) = grant.sid.clone() else {
                    return Err(Stop::inconclusive(format!(
                        "subscription {} of {SIDS} was refused: {}",
                        sids.len() + 1,
                        grant.in_words()
                    )));
                };
                t.subscriptions().cancel(ControlPoint::First, &sid)?;
                exchanges.push(grant.exchange);
                if sids.contains(&sid) {
                    let observed = format!("{sid} came twice in {} subscriptions", sids.len() + 1);
                    let asked = "subscriptions, one after the other";
                    let accepted = ["a SID of its own for each"];
                    return state(
                        t,
                        "UDA-EVNT-08",
                        Outcome::Fail,
                        asked,
                        &accepted,
                        observed,
                        &exchanges,
                    );
                }
                sids.push(sid);
            }
            state(
                t,
                "UDA-EVNT-08",
                Outcome::Pass,
                "subscriptions, one after the other",
                &["a SID of its own for each"],
                format!("{SIDS} different SIDs"),
                &exchanges,
            )
        })
}

/// 4.1.1: several subscriptions at once, each with a SID and numbers of its own.
fn three_at_once() -> Case {
    Case::new(
        "uda/eventing/three-subscriptions",
        "three subscriptions at once have a SID each, and each begins at SEQ 0",
    )
    .clause("4.1.1")
    .covers(&["UDA-EVNT-18"])
    .body(|t| {
        let mut all = Vec::new();
        for _ in 0..3 {
            match t.subscriptions().open(ControlPoint::First) {
                Ok(subscription) => all.push(subscription),
                Err(Stop::Inconclusive { reason, .. }) if !all.is_empty() => {
                    return state(
                        t,
                        "UDA-EVNT-18",
                        Outcome::Warning,
                        "three subscriptions at once",
                        &["three SIDs"],
                        format!("{} of 3: {reason}", all.len()),
                        &[],
                    );
                }
                Err(stop) => return Err(stop),
            }
        }
        let mut sids: Vec<&str> = all.iter().map(|one| one.sid.as_str()).collect();
        sids.sort_unstable();
        sids.dedup();
        let firsts: Vec<Option<u32>> = all
            .iter()
            .map(|one| one.events.first().and_then(Event::number))
            .collect();
        // That a first event is missing is judged elsewhere.
        if sids.len() == 3 && firsts.iter().all(Option::is_none) {
            return Err(no_initial_event());
        }
        let met = sids.len() == 3 && firsts.iter().all(|seq| *seq == Some(0));
        let outcome = if met { Outcome::Pass } else { Outcome::Fail };
        let exchanges: Vec<u32> = all.iter().map(|one| one.exchange).collect();
        let numbers: Vec<String> = firsts
            .iter()
            .map(|seq| seq.map_or("none".to_owned(), |seq| seq.to_string()))
            .collect();
        state(
            t,
            "UDA-EVNT-18",
            outcome,
            "three subscriptions at once",
            &["three SIDs, each with SEQ 0 first"],
            format!("{} SIDs, first SEQ {}", sids.len(), numbers.join(", ")),
            &exchanges,
        )
    })
}
