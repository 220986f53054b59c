//! 5.5.4.2 SearchMessages with a session, and with several criteria at once.

use ctk_model::document::Message;
use ctk_vectors::messaging_2::{action, message_folder, message_status, req};

use super::search::{Search, another_class, in_folder, judge_search, searching};
use crate::arrange::folders::Criteria;
use crate::case::{Case, Need};
use crate::judging::judgement::{Flow, Stop};
use crate::tester::Tester;

/// The cases.
pub(crate) fn cases() -> Vec<Case> {
    vec![
        by_session(),
        by_session_empty(),
        by_session_page_mode(),
        combined(),
        combined_with_session(),
    ]
}

fn in_session_case(id: &'static str, purpose: &'static str, requirement: &'static str) -> Case {
    searching(id, purpose, requirement).needs(&[Need::SessionMode, Need::RunningSession])
}

fn of_session(message: &Message, criteria: &Criteria<'_>) -> bool {
    let by_id = message
        .id
        .split_once('.')
        .is_some_and(|(session, _)| session == criteria.session);
    by_id || message.session_id.as_deref() == Some(criteria.session)
}

/// 5.5.4.2: a session finds its messages, those of other sessions and of page mode it does not.
fn by_session() -> Case {
    in_session_case(
        "5.5.4/session",
        "a search in a session lists the messages of that session alone",
        req::M_5_5_4_SESSION,
    )
    .own_objects(4)
    .body(|t| {
        let (session_class, class) = t.classes().conversation()?;
        let session = t.sessions().running(session_class)?;
        let other = t.sessions().running(session_class)?;
        let mut wanted = Vec::new();
        for _ in 0..2 {
            let message = t.messages().draft_in(&session, class)?;
            wanted.push(t.messages().sent(&message)?);
        }
        let beside = t.messages().draft_in(&other, class)?;
        let page = t.messages().draft(class)?;
        let unwanted = [t.messages().sent(&beside)?, t.messages().sent(&page)?];
        judge_search(
            t,
            &Search {
                requirement: req::M_5_5_4_SESSION,
                criteria: Criteria {
                    session: &session,
                    ..Criteria::default()
                },
                wanted: &wanted,
                unwanted: &unwanted,
                common: of_session,
            },
        )
    })
}

/// 5.5.4.2: a session without messages has none.
fn by_session_empty() -> Case {
    in_session_case(
        "5.5.4/session-without-messages",
        "a search in a session without messages succeeds and lists none",
        req::M_5_5_4_SESSION,
    )
    .own_objects(1)
    .body(|t| {
        let (session_class, class) = t.classes().conversation()?;
        let page = t.messages().draft(class)?;
        let page = t.messages().sent(&page)?;
        let session = t.sessions().running(session_class)?;
        judge_search(
            t,
            &Search {
                requirement: req::M_5_5_4_SESSION,
                criteria: Criteria {
                    session: &session,
                    ..Criteria::default()
                },
                wanted: &[],
                unwanted: &[page],
                common: of_session,
            },
        )
    })
}

/// 5.5.4.2: without a session the messages of sessions are listed with the others.
fn by_session_page_mode() -> Case {
    in_session_case(
        "5.5.4/everything-with-sessions",
        "a search without criteria lists messages of sessions too",
        req::M_5_5_4_1,
    )
    .own_objects(2)
    .body(|t| {
        let (session_class, class) = t.classes().conversation()?;
        let session = t.sessions().running(session_class)?;
        let inside = t.messages().draft_in(&session, class)?;
        let page = t.messages().draft(class)?;
        let wanted = [t.messages().sent(&inside)?, t.messages().sent(&page)?];
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

/// What a message is, for a combined search.
struct Known {
    id: String,
    class: String,
    folder: &'static str,
    session: String,
}

/// 5.5.4.2: every combination of two and more criteria; the messages here are all Read, so that listing them cannot
/// change what the next search finds.
fn combined() -> Case {
    searching(
        "5.5.4/combined",
        "a message is listed when it meets all criteria together",
        req::M_5_5_4_COMBINED,
    )
    .needs(&[Need::Action(action::READ_MESSAGE)])
    .own_objects(3)
    .body(|t| {
        let class = t.classes().any_message()?;
        let mut known = vec![sent(t, &class)?];
        if let Some(other) = another_class(t, &class) {
            known.push(sent(t, &other)?);
        }
        if t.dut().ics.has_folder(message_folder::DELETED)
            && t.dut().ics.has_action(action::DELETE_MESSAGE)
        {
            known.push(Known {
                id: t.folders().in_deleted(&class)?,
                class: class.clone(),
                folder: message_folder::DELETED,
                session: String::new(),
            });
        }
        judge_combinations(t, &known, &["", &class], &[""])
    })
}

fn sent(t: &mut Tester<'_>, class: &str) -> Flow<Known> {
    Ok(Known {
        id: t.folders().in_sent(class)?,
        class: class.to_owned(),
        folder: message_folder::SENT,
        session: String::new(),
    })
}

/// 5.5.4.2: the same with a session as one of the criteria.
fn combined_with_session() -> Case {
    in_session_case(
        "5.5.4/combined-with-session",
        "a session and other criteria hold together",
        req::M_5_5_4_COMBINED,
    )
    .needs(&[Need::Action(action::READ_MESSAGE)])
    .own_objects(2)
    .body(|t| {
        let (session_class, class) = t.classes().conversation()?;
        let session = t.sessions().running(session_class)?;
        let message = t.messages().draft_in(&session, class)?;
        let id = t.messages().sent(&message)?;
        t.folders().delivered(&id)?;
        let known = [
            sent(t, class)?,
            Known {
                id,
                class: class.to_owned(),
                folder: message_folder::SENT,
                session: session.clone(),
            },
        ];
        judge_combinations(t, &known, &["", class], &[&session])
    })
}

fn judge_combinations(
    t: &mut Tester<'_>,
    known: &[Known],
    classes: &[&str],
    sessions: &[&str],
) -> Flow {
    let settled = |t: &mut Tester<'_>| -> Flow {
        for message in known {
            let seen = t.folders().look_at(&message.id)?;
            if seen.folder() != message.folder
                || seen.status().is_some_and(|it| it != message_status::READ)
            {
                return Err(Stop::inconclusive(format!(
                    "a Read message in {} could not be arranged: it is {}",
                    message.folder,
                    seen.describe()
                )));
            }
        }
        Ok(())
    };
    settled(t)?;
    for session in sessions {
        for class in classes {
            for folder in ["", message_folder::SENT, message_folder::RECEIVED] {
                for status in ["", message_status::READ, message_status::UNREAD] {
                    let criteria = Criteria {
                        class,
                        folder,
                        status,
                        session,
                    };
                    let set = [*class, folder, status, *session];
                    if set.iter().filter(|one| !one.is_empty()).count() < 2 {
                        continue;
                    }
                    judge_combination(t, known, criteria)?;
                }
            }
        }
    }
    Ok(())
}

fn judge_combination(t: &mut Tester<'_>, known: &[Known], criteria: Criteria<'_>) -> Flow {
    let meets = |criterion: &str, value: &str| criterion.is_empty() || criterion == value;
    let (wanted, unwanted): (Vec<&Known>, Vec<&Known>) = known.iter().partition(|message| {
        meets(criteria.class, &message.class)
            && meets(criteria.folder, message.folder)
            && meets(criteria.status, message_status::READ)
            && meets(criteria.session, &message.session)
    });
    let ids = |list: Vec<&Known>| -> Vec<String> {
        list.into_iter().map(|message| message.id.clone()).collect()
    };
    judge_search(
        t,
        &Search {
            requirement: req::M_5_5_4_COMBINED,
            criteria,
            wanted: &ids(wanted),
            unwanted: &ids(unwanted),
            common: |message, criteria| {
                let meets =
                    |criterion: &str, value: &str| criterion.is_empty() || criterion == value;
                meets(criteria.class, &message.class)
                    && (criteria.folder.is_empty() || in_folder(message, criteria))
                    && meets(criteria.status, &message.status)
                    && (criteria.session.is_empty() || of_session(message, criteria))
            },
        },
    )
}
