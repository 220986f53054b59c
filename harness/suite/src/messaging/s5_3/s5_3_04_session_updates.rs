//! 5.3.4 SessionUpdates: the texts of Table 2, and the statuses that go with them.
//!
//! Each case provokes one situation on a session of its own, and judges the update that tells of it: the text, the
//! NAME or number in it, and the status. Whether it has to be told at all is judged in 5.4.

use ctk_model::event_text::{EventText, StatusFit};
use ctk_record::Judgement;
use ctk_vectors::messaging_2::{action, req, session_status};
use ctk_vectors::{EventText as Entry, facts, waits};

use crate::case::{Case, Need};
use crate::judging::judgement::{Flow, Stop};
use crate::lab::ControlPoint;
use crate::passive::watch::watching;
use crate::stimulate::session_events::{
    EVENTED_SESSIONS, FILE_SIZE, Provoked, SITUATIONS, Situation,
};
use crate::tester::eventing::Subscription;
use crate::tester::notification::SeenUpdate;
use crate::tester::{Statement, Tester};

/// The cases: each text of Table 2, then what was noticed of all texts in the run.
pub(crate) fn cases() -> Vec<Case> {
    let mut cases: Vec<Case> = facts()
        .event_texts
        .iter()
        .flat_map(|entry| {
            SITUATIONS
                .iter()
                .filter(|situation| situation.slug == entry.slug)
                .enumerate()
                .map(|(nth, situation)| text_case(entry, situation, nth > 0))
        })
        .collect();
    cases.push(every_text());
    cases
}

/// 5.3.4.2, Table 2: the situation is told in the text of the table, with a status of the table. Another wording of
/// the standard's own is a warning, any other text instead of it a fail.
fn text_case(entry: &'static Entry, situation: &'static Situation, again: bool) -> Case {
    let needs: Vec<Need> = EVENTED_SESSIONS
        .iter()
        .chain(situation.needs)
        .cloned()
        .collect();
    let id = if again {
        format!("5.3.4/{}-{}", entry.slug, situation.key)
    } else {
        format!("5.3.4/{}", entry.slug)
    };
    let case = Case::new(id, format!("`{}` is the text, with its status", entry.text))
        .clause("5.3.4.2")
        .covering(&entry.requirement)
        .needs(&needs)
        .own_objects(0)
        .waits(if entry.slug == "ft-progress" {
            3_700
        } else {
            1_100
        })
        .demanding(if entry.slug == "ft-progress" {
            waits::PROGRESS_PERIOD.milliseconds
        } else {
            0
        })
        .body(move |t| {
            let mut subscription = t.subscriptions().open(ControlPoint::First)?;
            let provoked = (situation.provoke)(t, &mut subscription)?;
            judge_text(t, entry, situation, &provoked, &mut subscription)
        });
    if again { case.derived() } else { case }
}

fn judge_text(
    t: &mut Tester<'_>,
    entry: &'static Entry,
    situation: &Situation,
    provoked: &Provoked,
    subscription: &mut Subscription,
) -> Flow {
    let (session, mark) = (provoked.session.as_str(), provoked.mark);
    let slug = entry.slug.as_str();
    let within = situation.patience_ms();
    let seen = t
        .subscriptions()
        .await_update(subscription, session, mark, within, |update| {
            update.event(slug).is_some()
        })?;
    let Some(seen) = seen else {
        return not_told(t, entry, situation, provoked, subscription);
    };
    let Some((text, meant)) = seen.event(slug) else {
        return Err(Stop::Broken(
            "the update that was found is not there".to_owned(),
        ));
    };
    let mut exchanges = provoked.exchanges.clone();
    exchanges.push(seen.exchange);
    let accepted = [entry.text.as_str()];
    let about = Statement {
        asked: &provoked.asked,
        accepted: &accepted,
        observed: seen.in_words(),
        exchanges: &exchanges,
    };
    if let EventText::AlmostStandard(_) = text {
        t.remark(&entry.requirement, "R-22", &about)?;
    }
    // an empty NAME passes.
    if let Some(name) = &meant.name
        && !name.is_empty()
        && !provoked.names.is_empty()
    {
        let names: Vec<&str> = provoked.names.iter().map(String::as_str).collect();
        t.record(
            Judgement::met(&entry.requirement, names.contains(&name.as_str()))
                .accepts(&names)
                .observed(format!("NAME is {name:?} in {}", seen.in_words())),
        )?;
    }
    if seen.ends_with(slug) {
        judge_status(t, entry, situation, &seen, &about)?;
    } else {
        t.require(&entry.requirement, true, &about)?;
    }
    if slug == "ft-progress" {
        judge_bytes(t, entry, provoked, subscription)?;
    }
    Ok(())
}

/// the status fits the last standard event of the update. Of Running and Parked, which both go with a control
/// point that leaves, it is Parked when that was the last one.
fn judge_status(
    t: &mut Tester<'_>,
    entry: &Entry,
    situation: &Situation,
    seen: &SeenUpdate,
    about: &Statement<'_>,
) -> Flow {
    let Some((_, meant)) = seen.event(&entry.slug) else {
        return Ok(());
    };
    let statuses: Vec<String> = entry
        .statuses
        .iter()
        .map(|status| format!("{} with status {status}", entry.text))
        .collect();
    let accepted: Vec<&str> = statuses.iter().map(String::as_str).collect();
    let about = Statement {
        accepted: &accepted,
        ..about.clone()
    };
    if situation.key == "last-telcp-left" {
        let accepted = format!("{} with status Parked", entry.text);
        let about = Statement {
            accepted: &[&accepted],
            ..about
        };
        return t.require(
            &entry.requirement,
            seen.update.status == session_status::PARKED,
            &about,
        );
    }
    match meant.fit(&seen.update.status) {
        StatusFit::Fits => t.require(&entry.requirement, true, &about),
        StatusFit::Contested(ruling) => t.remark(&entry.requirement, ruling, &about),
        StatusFit::Misfit => t.require(&entry.requirement, false, &about),
    }
}

/// Nothing of Table 2 was said of it: another text instead fails; silence is judged elsewhere.
fn not_told(
    t: &mut Tester<'_>,
    entry: &Entry,
    situation: &Situation,
    provoked: &Provoked,
    subscription: &Subscription,
) -> Flow {
    t.subscriptions().heard(subscription)?;
    let updates = subscription.updates_of(&provoked.session, provoked.mark);
    let instead = updates
        .iter()
        .find(|update| !update.other_texts().is_empty());
    if let Some(instead) = instead {
        return t.record(
            Judgement::met(&entry.requirement, false)
                .asked(&provoked.asked)
                .accepts([&entry.text])
                .observed(format!("{} instead", instead.in_words()))
                .exchanges([instead.exchange]),
        );
    }
    if situation.has_to_be_told {
        Err(Stop::inconclusive(format!(
            "nothing tells that {} (5.4.2/{} judges that)",
            situation.words, situation.key
        )))
    } else {
        Err(Stop::NotApplicable(format!(
            "the device does not tell that {} (R-23)",
            situation.words
        )))
    }
}

/// Table 2: N counts from the start, so it never falls, and never passes what the file has.
fn judge_bytes(
    t: &mut Tester<'_>,
    entry: &Entry,
    provoked: &Provoked,
    subscription: &mut Subscription,
) -> Flow {
    let (session, mark) = (provoked.session.as_str(), provoked.mark);
    t.subscriptions()
        .await_update(subscription, session, mark, 8_000, |update| {
            update.event("ft-completed").is_some() || update.event("ft-failed").is_some()
        })?;
    let mut counts = Vec::new();
    let mut exchanges = Vec::new();
    for update in subscription.updates_of(session, mark) {
        exchanges.push(update.exchange);
        for text in &update.update.events {
            let read = EventText::read(text);
            if let Some(meant) = read.meant().filter(|meant| meant.slug == "ft-progress") {
                counts.push(meant.bytes);
            }
        }
    }
    let rising = counts.is_sorted_by(|earlier, later| match (earlier, later) {
        (Some(earlier), Some(later)) => earlier <= later,
        _ => false,
    });
    let within = counts
        .iter()
        .all(|count| count.is_some_and(|count| count <= FILE_SIZE));
    let words: Vec<String> = counts
        .iter()
        .map(|count| count.map_or_else(|| "too many".to_owned(), |count| count.to_string()))
        .collect();
    t.record(
        Judgement::met(&entry.requirement, rising && within)
            .asked(&provoked.asked)
            .accepts(["N that never falls, and is at most the size of the file"])
            .observed(format!("N was {} of {FILE_SIZE}", words.join(", ")))
            .exchanges(&exchanges),
    )
}

/// 5.3.4.2: every text that a device takes from Table 2 is written as there, and goes with its status, whoever
/// provoked it and wherever it is shown.
fn every_text() -> Case {
    watching(
        "5.3.4/every-text",
        "standard event texts are those of Table 2 wherever they are shown, with a status that fits",
        req::M_5_3_4_3,
        |t| {
            if t.dut().ics.has_action(action::GET_SESSION_UPDATES) {
                let reply = t.invoke(action::GET_SESSION_UPDATES, &[])?;
                t.arranged(&reply)?;
                t.documents().session_updates(&reply)?;
            }
            Ok(())
        },
    )
    .clause("5.3.4.2")
    .needs(&[Need::SessionMode])
}
