//! 5.5.4.2 SearchMessages with a session whose id is the beginning of another one's.

use ctk_model::document::Message;
use ctk_record::Judgement;
use ctk_vectors::messaging_2::{action, req};

use super::search::searching;
use crate::arrange::folders::Criteria;
use crate::case::{Case, Need};
use crate::judging::judgement::{Flow, Stop};
use crate::tester::Tester;

/// So many sessions are made, one after the other, until there are two whose ids begin alike.
const MADE: usize = 4;
/// So many sessions are searched.
const SEARCHED: usize = 8;

/// The cases.
pub(crate) fn cases() -> Vec<Case> {
    vec![ids_that_begin_alike()]
}

/// 5.5.4.2, R-30: ids are compared whole. Devices that count come by such ids, the earlier sessions being those of other cases;
/// others never do.
fn ids_that_begin_alike() -> Case {
    searching(
        "5.5.4/session-ids-that-begin-alike",
        "a search in a session lists no message of a session whose id only begins with its own",
        req::M_5_5_4_SESSION,
    )
    .needs(&[
        Need::SessionMode,
        Need::RunningSession,
        Need::Action(action::GET_SESSIONS),
    ])
    .own_objects(4)
    .body(|t| {
        let (session_class, class) = t.classes().conversation()?;
        for _ in 0..MADE {
            let session = t.sessions().running(session_class)?;
            t.messages().sent_in(&session, class)?;
            let shorter = beginnings(t, &session)?;
            if !shorter.is_empty() {
                return judge_searches(t, &session, &shorter);
            }
        }
        Err(Stop::NotApplicable(
            "no session is there whose id begins another one's".to_owned(),
        ))
    })
}

/// The ids of sessions that begin the id of this one.
fn beginnings(t: &mut Tester<'_>, session: &str) -> Flow<Vec<String>> {
    let reply = t.invoke(
        action::GET_SESSIONS,
        &[
            ("SessionID", ""),
            ("SessionClass", ""),
            ("SessionStatus", ""),
        ],
    )?;
    t.arranged(&reply)?;
    let list = t.documents().sessions(&reply)?;
    let ids = list.into_iter().map(|info| info.id);
    Ok(ids
        .filter(|id| !id.is_empty() && id != session && session.starts_with(id.as_str()))
        .take(SEARCHED)
        .collect())
}

fn judge_searches(t: &mut Tester<'_>, session: &str, shorter: &[String]) -> Flow {
    let mut exchanges = Vec::new();
    for id in shorter {
        let reply = t.folders().search(Criteria {
            session: id,
            ..Criteria::default()
        })?;
        // What is over need not be found any more.
        if reply.fault() == Some(706) {
            continue;
        }
        t.arranged(&reply)?;
        exchanges.push(reply.exchange);
        let list = t.documents().messages(&reply)?;
        if let Some(message) = list.iter().find(|message| is_of(message, session)) {
            return t.record(
                Judgement::met(req::M_5_5_4_SESSION, false)
                    .asked(format!("SearchMessages in session {id:?}"))
                    .accepts(["messages of that session alone"])
                    .observed(format!("message {:?} of session {session:?}", message.id))
                    .exchanges([reply.exchange]),
            );
        }
    }
    if exchanges.is_empty() {
        return Err(Stop::inconclusive(
            "the sessions whose ids begin another one's are over, and cannot be searched",
        ));
    }
    t.record(
        Judgement::met(req::M_5_5_4_SESSION, true)
            .asked("SearchMessages in sessions whose ids begin another one's")
            .accepts(["messages of that session alone"])
            .observed(format!(
                "no message of session {session:?} in {} searches",
                exchanges.len()
            ))
            .exchanges(exchanges),
    )
}

fn is_of(message: &Message, session: &str) -> bool {
    let by_id = message.id.split_once('.');
    by_id.is_some_and(|(own, _)| own == session) || message.session_id.as_deref() == Some(session)
}
