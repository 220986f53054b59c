//! 5.5.4.2 SearchMessages with a session whose id is the beginning of another one's.

use ctk_model::document::Message;
use ctk_record::Judgement;
use ctk_vectors::messaging_2::{action, req};

use super::search::searching;
use crate::arrange::folders::Criteria;
use crate::case::{Case, Need};
use crate::judging::judgement::{Flow, Stop};
use crate::tester::Tester;

/// So many pairs of sessions are searched at most.
const PAIRS: usize = 12;

/// The cases.
pub(crate) fn cases() -> Vec<Case> {
    vec![ids_that_begin_alike()]
}

/// 5.5.4.2, R-30: ids are compared whole. Devices that count come by such ids, the other sessions being those of other cases;
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
    .own_objects(1)
    .body(|t| {
        let (session_class, class) = t.classes().conversation()?;
        let own = t.sessions().running(session_class)?;
        t.messages().sent_in(&own, class)?;
        let mut searched = Vec::new();
        for (shorter, longer) in pairs(t, &own)? {
            // Only what has messages can be taken for another one's.
            let there = found(t, &longer)?;
            let has_some = there.is_some_and(|(_, list)| list.iter().any(|it| is_of(it, &longer)));
            let Some((exchange, list)) = (if has_some { found(t, &shorter)? } else { None }) else {
                continue;
            };
            searched.push(exchange);
            if let Some(message) = list.iter().find(|message| is_of(message, &longer)) {
                return t.record(
                    Judgement::met(req::M_5_5_4_SESSION, false)
                        .asked(format!("SearchMessages in session {shorter:?}"))
                        .accepts(["messages of that session alone"])
                        .observed(format!("message {:?} of session {longer:?}", message.id))
                        .exchanges([exchange]),
                );
            }
        }
        if searched.is_empty() {
            return Err(Stop::NotApplicable(
                "no session with messages is there whose id begins with another one's".to_owned(),
            ));
        }
        t.record(
            Judgement::met(req::M_5_5_4_SESSION, true)
                .asked("SearchMessages in sessions whose ids begin another one's")
                .accepts(["messages of that session alone"])
                .observed(format!("so in {} searches", searched.len()))
                .exchanges(searched),
        )
    })
}

/// Sessions of which the id of one begins that of the other, those with this one first.
fn pairs(t: &mut Tester<'_>, own: &str) -> Flow<Vec<(String, String)>> {
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
    let ids: Vec<&str> = list.iter().map(|info| info.id.as_str()).collect();
    let mut pairs = Vec::new();
    for shorter in ids.iter().filter(|id| !id.is_empty()) {
        let longer = ids.iter().filter(|id| *id != shorter);
        let alike = longer.filter(|id| id.starts_with(shorter));
        pairs.extend(alike.map(|longer| ((*shorter).to_owned(), (*longer).to_owned())));
    }
    pairs.sort_by_key(|(_, longer)| longer != own);
    pairs.truncate(PAIRS);
    Ok(pairs)
}

/// The messages of a session; none where it is over and need not be found any more.
fn found(t: &mut Tester<'_>, session: &str) -> Flow<Option<(u32, Vec<Message>)>> {
    let reply = t.folders().search(Criteria {
        session,
        ..Criteria::default()
    })?;
    if !reply.succeeded() {
        return Ok(None);
    }
    let list = t.documents().messages(&reply)?;
    Ok(Some((reply.exchange, list)))
}

fn is_of(message: &Message, session: &str) -> bool {
    let by_id = message.id.split_once('.');
    by_id.is_some_and(|(own, _)| own == session) || message.session_id.as_deref() == Some(session)
}
