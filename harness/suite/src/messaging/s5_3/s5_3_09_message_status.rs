//! 5.3.9 A_ARG_TYPE_MessageStatus: Unread until somebody reads it, at a control point or on the device itself.

use ctk_record::Judgement;
use ctk_vectors::messaging_2::{action, message_folder, message_status, req};
use ctk_vectors::stimulus;
use serde_json::json;

use crate::arrange::folders::SeenMessage;
use crate::case::{Case, Need, Things};
use crate::judging::judgement::{Flow, Stop};
use crate::tester::Tester;

/// The cases.
pub(crate) fn cases() -> Vec<Case> {
    vec![unread_until_read(), read_on_the_device(), read_leaves_new()]
}

/// 5.3.9, R-31: neither SearchMessages nor GetNewMessages makes a message Read.
fn unread_until_read() -> Case {
    Case::new(
        "5.3.9/unread-until-read",
        "an incoming message is Unread, and stays so when it is listed",
    )
    .covers(&[req::M_5_3_9_1])
    .needs(&[
        Need::Action(action::SEARCH_MESSAGES),
        Need::Stimulus(stimulus::INCOMING_MESSAGE),
    ])
    .own_objects(0)
    .undisturbed(Things::MESSAGES)
    .body(|t| {
        let class = t.classes().any_message()?;
        let id = t.messages().incoming(&class)?;
        let within = t.dut().settle_ms;
        let first = t
            .folders()
            .look_until(&id, within, &[message_folder::RECEIVED])?;
        unread(t, &first, "when it is first listed")?;
        let again = t.folders().look_at(&id)?;
        unread(t, &again, "after SearchMessages has listed it")
    })
}

fn unread(t: &mut Tester<'_>, seen: &SeenMessage, when: &str) -> Flow {
    let Some(status) = seen.status() else {
        return Err(Stop::inconclusive(format!(
            "a search of everything does not list the message: {}",
            seen.describe()
        )));
    };
    t.record(
        Judgement::met(req::M_5_3_9_1, status == message_status::UNREAD)
            .asked("a message arrives, GetNewMessages and SearchMessages list it")
            .accepts(["messageStatus Unread"])
            .observed(format!("messageStatus {status:?} {when}")),
    )
}

/// 5.3.9: reading on the device's own screen is reading.
fn read_on_the_device() -> Case {
    Case::new(
        "5.3.9/local-read",
        "a message that was read on the device itself is Read",
    )
    .covers(&[req::M_5_3_9_2])
    .needs(&[
        Need::Action(action::SEARCH_MESSAGES),
        Need::Stimulus(stimulus::INCOMING_MESSAGE),
        Need::Stimulus(stimulus::LOCAL_READ),
    ])
    .own_objects(0)
    .body(|t| {
        let class = t.classes().any_message()?;
        let id = t.messages().incoming(&class)?;
        t.upper_tester()
            .stimulate(stimulus::LOCAL_READ, json!({ "message_id": id }))?;
        let within = t.dut().settle_ms;
        let seen = t.await_until(
            within,
            |t| t.folders().look_at(&id),
            |seen| seen.status() == Some(message_status::READ),
        )?;
        if seen.status() == Some(message_status::UNREAD) && is_new(t, &id)? {
            t.upper_tester()
                .in_vain(stimulus::LOCAL_READ, "the message is Unread and new")?;
        }
        t.record(
            Judgement::met(req::M_5_3_9_2, seen.status() == Some(message_status::READ))
                .asked("local-read of a message that arrived")
                .accepts(["messageStatus Read"])
                .observed(seen.describe()),
        )
    })
}

/// 5.3.9, 5.5.3: what was read on the device itself is not new any more.
fn read_leaves_new() -> Case {
    Case::new(
        "5.3.9/local-read-not-new",
        "a message that was read on the device itself is not among the new ones",
    )
    .covers(&[req::M_5_3_9_2])
    .needs(&[
        Need::Action(action::GET_NEW_MESSAGES),
        Need::Stimulus(stimulus::INCOMING_MESSAGE),
        Need::Stimulus(stimulus::LOCAL_READ),
    ])
    .own_objects(0)
    .body(|t| {
        let class = t.classes().any_message()?;
        let id = t.messages().incoming(&class)?;
        let other = t.messages().incoming(&class)?;
        t.upper_tester()
            .stimulate(stimulus::LOCAL_READ, json!({ "message_id": id }))?;
        let within = t.dut().settle_ms;
        let ids = t.await_until(within, |t| t.messages().new_ids(), |ids| !ids.contains(&id))?;
        if ids.contains(&id) && is_unread(t, &id)? {
            t.upper_tester()
                .in_vain(stimulus::LOCAL_READ, "the message is Unread and new")?;
        }
        // A list without either says nothing of what was read.
        if !ids.contains(&id) && !ids.contains(&other) {
            return Err(Stop::inconclusive(
                "GetNewMessages does not list the message that was not read either (5.5.3/unread-is-new judges that)",
            ));
        }
        t.record(
            Judgement::met(req::M_5_3_9_2, !ids.contains(&id))
                .asked("local-read of one of two messages that arrived, then GetNewMessages")
                .accepts(["the one that was read is not listed"])
                .observed(format!(
                    "the one that was read is {}, the other is {}",
                    listed(&ids, &id),
                    listed(&ids, &other)
                )),
        )
    })
}

/// The message is among the new ones, as GetNewMessages shows, or nothing shows how it is.
fn is_new(t: &mut Tester<'_>, id: &str) -> Flow<bool> {
    if !t.dut().ics.has_action(action::GET_NEW_MESSAGES) {
        return Ok(true);
    }
    Ok(t.messages().new_ids()?.iter().any(|known| known == id))
}

/// The message is Unread, as a search of everything shows, or nothing shows how it is.
fn is_unread(t: &mut Tester<'_>, id: &str) -> Flow<bool> {
    if !t.dut().ics.has_action(action::SEARCH_MESSAGES) {
        return Ok(true);
    }
    let seen = t.folders().look_at(id)?;
    Ok(seen
        .status()
        .is_none_or(|status| status == message_status::UNREAD))
}

fn listed(ids: &[String], id: &str) -> &'static str {
    if ids.iter().any(|known| known == id) {
        "listed"
    } else {
        "not listed"
    }
}
