//! 5.3.12 A_ARG_TYPE_SessionID: the form of session ids, and that each is used once.

use ctk_model::expectation::Expectation;
use ctk_model::lexical::is_session_id;
use ctk_record::Judgement;
use ctk_vectors::messaging_2::{action, req};

use crate::arrange::Sessions;
use crate::arrange::session_parts::session_id;
use crate::case::{Case, Need};
use crate::judging::judgement::{Flow, Stop};
use crate::tester::Tester;

/// The cases.
pub(crate) fn cases() -> Vec<Case> {
    vec![characters(), unique(), unique_over_many()]
}

const NEEDS: [Need; 3] = [
    Need::SessionMode,
    Need::Action(action::CREATE_SESSION),
    Need::Recipient,
];

/// 5.3.12: an id has digits and the letters of ASCII only, and at least one of them.
fn characters() -> Case {
    Case::new(
        "5.3.12/created-id",
        "CreateSession returns an id of digits and ASCII letters only",
    )
    .covers(&[req::M_5_3_12_1])
    .needs(&NEEDS)
    .own_objects(0)
    .body(|t| {
        let reply = t.sessions().of_any_class(Sessions::create)?;
        t.arranged(&reply)?;
        let id = reply.output("SessionID").unwrap_or_default();
        t.record(
            Judgement::met(req::M_5_3_12_1, is_session_id(id))
                .asked(&reply.asked)
                .accepts(["an id of the characters 0-9, A-Z, a-z, at least one"])
                .observed(format!("SessionID {id:?}"))
                .exchanges([reply.exchange]),
        )
    })
}

/// 5.3.12, 5.5.8: no two sessions share an id, and the id of a session that was closed is not given again.
fn unique() -> Case {
    Case::new(
        "5.3.12/unique",
        "no two sessions have the same id, closed ones included",
    )
    .covers(&[req::M_5_3_12_2, req::M_5_5_8_1])
    .needs(&NEEDS)
    .own_objects(0)
    .body(|t| judge_ids(t, 8))
}

/// The same over many sessions.
fn unique_over_many() -> Case {
    Case::new(
        "5.3.12/unique-over-many",
        "no two of many sessions have the same id, closed ones included",
    )
    .covers(&[req::M_5_3_12_2, req::M_5_5_8_1])
    .needs(&NEEDS)
    .needs(&[Need::Exhaustive])
    .own_objects(0)
    .body(|t| judge_ids(t, 100))
}

fn judge_ids(t: &mut Tester<'_>, count: usize) -> Flow {
    let class = t.classes().any_session()?;
    let closes = t.dut().ics.has_action(action::CLOSE_SESSION);
    let mut ids: Vec<String> = Vec::with_capacity(count);
    let mut exchanges = Vec::with_capacity(count);
    for turn in 0..count {
        let reply = t.sessions().create(&class)?;
        if turn == 0 {
            t.judge(&reply, &Expectation::success(req::M_5_5_8_1))?;
        }
        if !reply.succeeded() && turn > 1 {
            break; // No room for more: what there is can be judged.
        }
        t.arranged(&reply)?;
        ids.push(session_id(&reply)?);
        exchanges.push(reply.exchange);
        if closes && turn % 2 == 1 {
            let closed = t.invoke(action::CLOSE_SESSION, &[("SessionID", &ids[turn])])?;
            t.arranged(&closed)?;
        }
    }
    let again = repeated(&ids);
    t.record(
        Judgement::met(req::M_5_5_8_1, again.is_none())
            .asked(format!(
                "CreateSession, {} times, every second one closed",
                ids.len()
            ))
            .accepts(["an id that was not returned before"])
            .observed(match again {
                Some(id) => format!("id {id} was returned twice"),
                None => format!("{} different ids", ids.len()),
            })
            .exchanges(&exchanges),
    )?;
    judge_listed(t, &ids)
}

fn judge_listed(t: &mut Tester<'_>, ids: &[String]) -> Flow {
    let reply = t.sessions().get("", "")?;
    t.arranged(&reply)?;
    let all: Vec<String> = t
        .documents()
        .sessions(&reply)?
        .into_iter()
        .map(|info| info.id)
        .collect();
    if !all.iter().any(|id| ids.contains(id)) {
        return Err(Stop::inconclusive(
            "GetSessions lists none of the sessions that were created",
        ));
    }
    let again = repeated(&all);
    t.record(
        Judgement::met(req::M_5_3_12_2, again.is_none())
            .asked(&reply.asked)
            .accepts(["each session with an id of its own"])
            .observed(match again {
                Some(id) => format!("id {id} is listed twice"),
                None => format!("{} sessions, each with an id of its own", all.len()),
            })
            .exchanges([reply.exchange]),
    )
}

fn repeated(ids: &[String]) -> Option<&String> {
    ids.iter()
        .enumerate()
        .find(|(at, id)| ids[..*at].contains(id))
        .map(|(_, id)| id)
}
