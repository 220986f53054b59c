//! 5.5.3 GetNewMessages: Tables 14, 15.
//!
//! The cases about what is unread run while no other changes messages, so that nothing else that is listed or read
//! meanwhile decides them.

use ctk_model::expectation::Expectation;
use ctk_record::Judgement;
use ctk_vectors::messaging_2::{action, message_folder, message_status, req};
use ctk_vectors::stimulus;
use serde_json::json;

use crate::arrange::folders::Criteria;
use crate::case::{Case, Need, Things};
use crate::judging::judgement::{Flow, Stop};
use crate::tester::Tester;

/// The cases.
pub(crate) fn cases() -> Vec<Case> {
    vec![
        unread_is_new(),
        read_is_not_new(),
        several_are_new(),
        deleted_for_good_is_not_new(),
        nothing_new(),
        agrees_with_search(),
    ]
}

fn judge_listed(t: &mut Tester<'_>, asked: &str, wanted: &[String], unwanted: &[String]) -> Flow {
    let ids = listed_until(t, wanted, unwanted)?;
    judge_ids(t, asked, &ids, wanted, unwanted)
}

/// What GetNewMessages lists once these are in the list and those are not, or the settle time is over.
fn listed_until(t: &mut Tester<'_>, wanted: &[String], unwanted: &[String]) -> Flow<Vec<String>> {
    let within = t.dut().settle_ms;
    let fits = |ids: &Vec<String>| {
        wanted.iter().all(|id| ids.contains(id)) && !unwanted.iter().any(|id| ids.contains(id))
    };
    t.await_until(within, |t| t.messages().new_ids(), fits)
}

fn judge_ids(
    t: &mut Tester<'_>,
    asked: &str,
    ids: &[String],
    wanted: &[String],
    unwanted: &[String],
) -> Flow {
    let missing: Vec<&String> = wanted.iter().filter(|id| !ids.contains(id)).collect();
    let surplus: Vec<&String> = unwanted.iter().filter(|id| ids.contains(id)).collect();
    let mut observed = Vec::new();
    if !missing.is_empty() {
        observed.push(format!("not listed: {missing:?}"));
    }
    if !surplus.is_empty() {
        observed.push(format!("listed nevertheless: {surplus:?}"));
    }
    let right = observed.is_empty();
    if right {
        observed.push("so it is".to_owned());
    }
    t.record(
        Judgement::met(req::M_5_5_3_1, right)
            .asked(asked)
            .accepts(["incoming messages that were not read are listed, those that were are not"])
            .observed(observed.join("; ")),
    )
}

/// 5.5.3.2: an incoming message that was not read is listed.
fn unread_is_new() -> Case {
    Case::new(
        "5.5.3/unread-is-new",
        "a message that arrived and was not read is among the new ones",
    )
    .clause("5.5.3.2")
    .covers(&[req::M_5_5_3_1])
    .needs(&[
        Need::Action(action::GET_NEW_MESSAGES),
        Need::Stimulus(stimulus::INCOMING_MESSAGE),
    ])
    .own_objects(0)
    .undisturbed(Things::MESSAGES)
    .body(|t| {
        let class = t.classes().any_message()?;
        let id = t.messages().incoming(&class)?;
        judge_listed(t, "GetNewMessages after a message arrived", &[id], &[])
    })
}

/// 5.5.3.2, 5.5.5.6: one that was read is not.
fn read_is_not_new() -> Case {
    Case::new(
        "5.5.3/read-is-not-new",
        "a message that was read is not among the new ones, the unread ones still are",
    )
    .clause("5.5.3.2")
    .covers(&[req::M_5_5_3_1])
    .needs(&[
        Need::Action(action::GET_NEW_MESSAGES),
        Need::Action(action::READ_MESSAGE),
        Need::Stimulus(stimulus::INCOMING_MESSAGE),
    ])
    .own_objects(0)
    .undisturbed(Things::MESSAGES)
    .body(|t| {
        let class = t.classes().any_message()?;
        let read = t.messages().incoming(&class)?;
        let unread = t.messages().incoming(&class)?;
        let reply = t.invoke(action::READ_MESSAGE, &[("MessageID", &read)])?;
        t.arranged(&reply)?;
        judge_listed(
            t,
            "GetNewMessages after one of two new messages was read",
            &[unread],
            &[read],
        )
    })
}

/// 5.5.3.2: all of them are listed, of whatever class.
fn several_are_new() -> Case {
    Case::new(
        "5.5.3/every-class-is-new",
        "unread messages of every class are among the new ones together",
    )
    .clause("5.5.3.2")
    .covers(&[req::M_5_5_3_1])
    .needs(&[
        Need::Action(action::GET_NEW_MESSAGES),
        Need::Stimulus(stimulus::INCOMING_MESSAGE),
    ])
    .own_objects(0)
    .undisturbed(Things::MESSAGES)
    .body(|t| {
        let classes = t.dut().ics.message_classes.clone();
        let mut ids = Vec::new();
        for class in classes.iter().filter(|class| is_standard(class)) {
            ids.push(t.messages().incoming(class)?);
        }
        if ids.is_empty() {
            return Err(Stop::inconclusive(
                "the capabilities name no message class of Table 3",
            ));
        }
        judge_listed(
            t,
            "GetNewMessages after a message of each class arrived",
            &ids,
            &[],
        )
    })
}

fn is_standard(class: &str) -> bool {
    ctk_vectors::facts()
        .values(3)
        .is_some_and(|table| table.values.iter().any(|value| value.value == class))
}

/// 5.5.3.2, 5.5.7.3: a message that is gone is not new (one in Deleted is either, R-42).
fn deleted_for_good_is_not_new() -> Case {
    Case::new(
        "5.5.3/removed-is-not-new",
        "an unread message that was removed for good is not among the new ones",
    )
    .clause("5.5.3.2")
    .covers(&[req::M_5_5_3_1, req::M_5_5_7_2, req::M_5_5_7_3])
    .needs(&[
        Need::Action(action::GET_NEW_MESSAGES),
        Need::Action(action::DELETE_MESSAGE),
        Need::Action(action::READ_MESSAGE),
        Need::Stimulus(stimulus::INCOMING_MESSAGE),
    ])
    .own_objects(0)
    .undisturbed(Things::MESSAGES)
    .body(|t| {
        let class = t.classes().any_message()?;
        let gone = t.messages().incoming(&class)?;
        let stays = t.messages().incoming(&class)?;
        let first = t.invoke(action::DELETE_MESSAGE, &[("MessageID", &gone)])?;
        let second = t.invoke(action::DELETE_MESSAGE, &[("MessageID", &gone)])?;
        let (wanted, unwanted) = ([stays], [gone]);
        let ids = listed_until(t, &wanted, &unwanted)?;
        let [gone] = &unwanted;
        if ids.contains(gone) && t.messages().read(gone)?.is_some() {
            let removal = match t.dut().ics.has_folder(message_folder::DELETED) {
                true if first.succeeded() && second.succeeded() => req::M_5_5_7_2,
                false if first.succeeded() => req::M_5_5_7_3,
                _ => {
                    return Err(Stop::inconclusive(format!(
                        "message {gone} could not be deleted (5.5.7 judges that)"
                    )));
                }
            };
            return t.record(
                Judgement::met(removal, false)
                    .asked("an unread message was deleted twice")
                    .accepts(["it is gone"])
                    .observed(format!("message {gone} can be read, and is new"))
                    .exchanges([first.exchange, second.exchange]),
            );
        }
        judge_ids(
            t,
            "GetNewMessages after one of two new messages was removed",
            &ids,
            &wanted,
            &unwanted,
        )
    })
}

/// 5.5.3.2: with nothing new the answer is a newMessages without children. New messages of others are in the way: on a
/// test bench the device is reset.
fn nothing_new() -> Case {
    Case::new(
        "5.5.3/nothing-new",
        "with nothing new the answer is a newMessages without newMessage",
    )
    .clause("5.5.3.2")
    .covers(&[req::M_5_5_3_2])
    .needs(&[Need::Action(action::GET_NEW_MESSAGES)])
    .alone()
    .body(|t| {
        let mut reply = t.invoke(action::GET_NEW_MESSAGES, &[])?;
        if lists_some(&reply) && t.upper_tester().offers(stimulus::RESET) {
            t.upper_tester().attempt(stimulus::RESET, json!({}))?;
            let within = t.dut().settle_ms;
            reply = t.await_until(
                within,
                |t| t.invoke(action::GET_NEW_MESSAGES, &[]),
                |reply| !lists_some(reply),
            )?;
        }
        if lists_some(&reply) {
            return Err(Stop::inconclusive(
                "there are new messages that are not of this run: they are left alone",
            ));
        }
        t.judge(&reply, &Expectation::success(req::M_5_5_3_2))?;
        let text = reply.output("NewMessages").unwrap_or_default();
        let is_root = text.contains("newMessages");
        t.record(
            Judgement::met(req::M_5_5_3_2, is_root)
                .asked(&reply.asked)
                .accepts(["a newMessages without newMessage"])
                .observed(if text.is_empty() {
                    "an empty string".to_owned()
                } else {
                    text.chars().take(120).collect()
                })
                .exchanges([reply.exchange]),
        )
    })
}

fn lists_some(reply: &crate::tester::reply::Reply) -> bool {
    reply
        .output("NewMessages")
        .is_some_and(|text| text.contains("messageID"))
}

/// 5.5.3, 5.5.4: what is new is Unread in a search, and in Received.
fn agrees_with_search() -> Case {
    Case::new(
        "5.5.3/agrees-with-search",
        "an unread message is in the new ones and in a search for Unread alike",
    )
    .clause("5.5.3.2")
    .covers(&[req::M_5_5_3_1])
    .needs(&[
        Need::Action(action::GET_NEW_MESSAGES),
        Need::Action(action::SEARCH_MESSAGES),
        Need::Stimulus(stimulus::INCOMING_MESSAGE),
    ])
    .own_objects(0)
    .undisturbed(Things::MESSAGES)
    .body(|t| {
        let class = t.classes().any_message()?;
        let id = t.messages().incoming(&class)?;
        let unread = Criteria {
            folder: message_folder::RECEIVED,
            status: message_status::UNREAD,
            ..Criteria::default()
        };
        let within = t.dut().settle_ms;
        let (in_new, in_search) = t.await_until(
            within,
            |t| {
                let in_new = t.messages().new_ids()?.contains(&id);
                let unread = t.folders().found(unread)?;
                Ok((in_new, unread.iter().any(|message| message.id == id)))
            },
            |(in_new, in_search)| in_new == in_search,
        )?;
        t.record(
            Judgement::met(req::M_5_5_3_1, in_new == in_search)
                .asked("GetNewMessages, and SearchMessages for Unread messages in Received")
                .accepts(["both list it", "neither does"])
                .observed(format!("new: {in_new}, Unread in Received: {in_search}")),
        )
    })
}
