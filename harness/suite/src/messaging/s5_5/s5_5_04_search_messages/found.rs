//! 5.5.4 SearchMessages: Tables 16, 17. What is found is judged here, what is refused beside.

use ctk_model::expectation::Expectation;
use ctk_vectors::messaging_2::{action, message_class, message_folder, message_status, req};
use ctk_vectors::{facts, stimulus};

use super::search::Search;
use super::search::another_class;
use super::search::in_folder;
use super::search::judge_search;
use super::search::searching;
use crate::arrange::folders::Criteria;
use crate::case::{Case, Need};
use crate::judging::judgement::{Flow, Stop};
use crate::passive::watch;
use crate::tester::{Statement, Tester};

/// The cases.
pub(crate) fn cases() -> Vec<Case> {
    let values = |table: u8| {
        let table = facts().values(table);
        table.into_iter().flat_map(|table| &table.values)
    };
    let mut cases = vec![everything(), everything_deleted()];
    cases.extend(values(3).map(|class| by_class(&class.value)));
    cases.extend(values(4).map(|folder| by_folder(&folder.value)));
    cases.extend([by_status_read(), by_status_unread(), required_only()]);
    cases
}

/// 5.5.4.2: without criteria every message is listed.
fn everything() -> Case {
    searching(
        "5.5.4/everything",
        "a search without criteria lists the messages of every kind",
        req::M_5_5_4_1,
    )
    .own_objects(2)
    .body(|t| {
        let class = t.classes().any_message()?;
        let mut wanted = vec![t.folders().in_sent(&class)?];
        if let Some(other) = another_class(t, &class) {
            let message = t.messages().draft(&other)?;
            wanted.push(t.messages().sent(&message)?);
        }
        if t.upper_tester().offers(stimulus::INCOMING_MESSAGE) {
            wanted.push(t.messages().incoming(&class)?);
        }
        judge_search(
            t,
            &Search {
                requirement: req::M_5_5_4_1,
                criteria: Criteria::default(),
                wanted: &wanted,
                unwanted: &[],
                common: |_, _| true,
            },
        )
    })
}

/// 5.5.4.2: whether everything includes what was deleted once is open.
fn everything_deleted() -> Case {
    searching(
        "5.5.4/everything-with-deleted",
        "a search without criteria lists messages in Deleted too",
        req::M_5_5_4_1,
    )
    .needs(&[
        Need::Folder(message_folder::DELETED),
        Need::Action(action::DELETE_MESSAGE),
        Need::Action(action::READ_MESSAGE),
    ])
    .own_objects(1)
    .body(|t| {
        let class = t.classes().any_message()?;
        let id = t.folders().in_deleted(&class)?;
        let reply = t.folders().search(Criteria::default())?;
        t.judge(&reply, &Expectation::success(req::M_5_5_4_1))?;
        let listed = t.documents().messages(&reply)?;
        let present = listed.iter().any(|message| message.id == id);
        let statement = Statement {
            asked: &reply.asked,
            accepted: &["messages in Deleted included", "left out (R-40)"],
            observed: if present {
                "the message in Deleted is listed".to_owned()
            } else {
                "the message in Deleted is left out".to_owned()
            },
            exchanges: &[reply.exchange],
        };
        if present {
            t.require(req::M_5_5_4_1, true, &statement)
        } else {
            t.remark(req::M_5_5_4_1, "R-40", &statement)
        }
    })
}

/// 5.5.4.2: a class finds the messages of that class.
fn by_class(class: &'static str) -> Case {
    let slug = class.to_lowercase().replace(' ', "-");
    searching(
        format!("5.5.4/class-{slug}"),
        format!("a search for class {class} lists the messages of that class alone"),
        req::M_5_5_4_CLASS,
    )
    .needs(&[Need::MessageClass(class)])
    .own_objects(2)
    .derived()
    .body(move |t| {
        let message = t.messages().draft(class)?;
        let wanted = [t.messages().sent(&message)?];
        let mut unwanted = Vec::new();
        if let Some(other) = another_class(t, class) {
            let message = t.messages().draft(&other)?;
            unwanted.push(t.messages().sent(&message)?);
        }
        judge_search(
            t,
            &Search {
                requirement: req::M_5_5_4_CLASS,
                criteria: Criteria {
                    class,
                    ..Criteria::default()
                },
                wanted: &wanted,
                unwanted: &unwanted,
                common: |message, criteria| message.class == criteria.class,
            },
        )
    })
}

/// 5.5.4.2: a folder finds the messages in it. A closed session's messages may show the folder where they were.
fn by_folder(folder: &'static str) -> Case {
    let case = searching(
        format!("5.5.4/folder-{}", folder.to_lowercase()),
        format!("a search in {folder} lists the messages in it alone"),
        req::M_5_5_4_FOLDER,
    )
    .needs(&[Need::Folder(folder), Need::Action(action::READ_MESSAGE)])
    .own_objects(2)
    .derived();
    let case = match folder {
        message_folder::RECEIVED => case.needs(&[Need::Stimulus(stimulus::INCOMING_MESSAGE)]),
        message_folder::OUTGOING => case
            .needs(&[Need::Stimulus(stimulus::HOLD_OUTGOING)])
            .alone(),
        message_folder::DELETED => case.needs(&[Need::Action(action::DELETE_MESSAGE)]),
        message_folder::CLOSED_SESSION => case.needs(&[
            Need::SessionMode,
            Need::RunningSession,
            Need::Action(action::CLOSE_SESSION),
        ]),
        _ => case,
    };
    case.body(move |t| judge_by_folder(t, folder))
}

fn judge_by_folder(t: &mut Tester<'_>, folder: &'static str) -> Flow {
    let class = t.classes().any_message()?;
    let elsewhere = t.folders().in_sent(&class)?;
    let (wanted, unwanted) = match folder {
        message_folder::RECEIVED => (vec![t.messages().incoming(&class)?], vec![elsewhere]),
        message_folder::OUTGOING => (vec![t.folders().in_outgoing(&class)?], vec![elsewhere]),
        message_folder::DELETED => (vec![t.folders().in_deleted(&class)?], vec![elsewhere]),
        // Whether its message is found here or where it was is the affair of 5.3.8.
        message_folder::CLOSED_SESSION => {
            t.folders().in_closed_session(false)?;
            (Vec::new(), vec![elsewhere])
        }
        _ if t.upper_tester().offers(stimulus::INCOMING_MESSAGE) => {
            (vec![elsewhere], vec![t.messages().incoming(&class)?])
        }
        _ => (vec![elsewhere], Vec::new()),
    };
    judge_search(
        t,
        &Search {
            requirement: req::M_5_5_4_FOLDER,
            criteria: Criteria {
                folder,
                ..Criteria::default()
            },
            wanted: &wanted,
            unwanted: &unwanted,
            common: in_folder,
        },
    )
}

/// 5.5.4.2, 5.5.6.3: a delivered message is Read, and found as such.
fn by_status_read() -> Case {
    searching(
        "5.5.4/status-read",
        "a search for Read lists Read messages alone",
        req::M_5_5_4_STATUS,
    )
    .own_objects(1)
    .body(|t| {
        let class = t.classes().any_message()?;
        let id = t.folders().in_sent(&class)?;
        if t.folders().look_at(&id)?.status() != Some(message_status::READ) {
            return Err(Stop::inconclusive("a message in Sent is not Read"));
        }
        let unread = if t.upper_tester().offers(stimulus::INCOMING_MESSAGE) {
            unread_message(t, &class)?
        } else {
            None
        };
        judge_search(
            t,
            &Search {
                requirement: req::M_5_5_4_STATUS,
                criteria: Criteria {
                    status: message_status::READ,
                    ..Criteria::default()
                },
                wanted: &[id],
                unwanted: &unread.into_iter().collect::<Vec<_>>(),
                common: |message, criteria| message.status == criteria.status,
            },
        )
    })
}

/// A message that arrived and that the device shows as Unread twice; nothing when looking is enough to change it.
fn unread_message(t: &mut Tester<'_>, class: &str) -> Flow<Option<String>> {
    let id = t.messages().incoming(class)?;
    t.folders().look_at(&id)?;
    let unread = t.folders().look_at(&id)?.status() == Some(message_status::UNREAD);
    Ok(unread.then_some(id))
}

/// 5.5.4.2, 5.3.9: an incoming message is Unread, and found as such.
fn by_status_unread() -> Case {
    searching(
        "5.5.4/status-unread",
        "a search for Unread lists Unread messages alone",
        req::M_5_5_4_STATUS,
    )
    .needs(&[Need::Stimulus(stimulus::INCOMING_MESSAGE)])
    .own_objects(1)
    .body(|t| {
        let class = t.classes().any_message()?;
        let id = unread_message(t, &class)?
            .ok_or_else(|| Stop::inconclusive("a message that arrived is not Unread"))?;
        let read = t.folders().in_sent(&class)?;
        if t.folders().look_at(&read)?.status() != Some(message_status::READ) {
            return Err(Stop::inconclusive("a message in Sent is not Read"));
        }
        judge_search(
            t,
            &Search {
                requirement: req::M_5_5_4_STATUS,
                criteria: Criteria {
                    status: message_status::UNREAD,
                    ..Criteria::default()
                },
                wanted: &[id],
                unwanted: &[read],
                common: |message, criteria| message.status == criteria.status,
            },
        )
    })
}

/// 5.5.4.3, R-18: the list carries the required elements; subject, text and the like are for ReadMessage to give.
fn required_only() -> Case {
    watch::watching(
        "5.5.4/required-elements-only",
        "a list of messages has the required elements of each, and no text",
        req::M_5_5_4_REQUIRED_ONLY,
        |t| {
            if let Some(class) = t.classes().first_message(&[
                message_class::E_MAIL,
                message_class::INSTANT_MESSAGE,
                message_class::SMS,
            ]) && t.dut().ics.has_action(action::SEND_MESSAGE)
                && t.recipients().one(class).is_ok()
            {
                let message = t.messages().draft(class)?;
                t.messages().sent(&message)?;
            }
            t.folders().found(Criteria::default()).map(drop)
        },
    )
    .clause("5.5.4.3")
    .needs(&[Need::Action(action::SEARCH_MESSAGES)])
    .own_objects(1)
}
