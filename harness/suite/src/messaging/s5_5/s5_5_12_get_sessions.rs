//! 5.5.12 GetSessions: Tables 32, 33.
//!
//! Other sessions than the case's own may be there. Of those listed each has to meet the criteria, and of the case's
//! own exactly those that meet them have to be listed.

mod refused;
mod together;

use ctk_model::document::SessionInfo;
use ctk_model::expectation::Expectation;
use ctk_record::{Judgement, Suspect};
use ctk_vectors::facts;
use ctk_vectors::messaging_2::{action, req, session_status};

use crate::arrange::Sessions;
use crate::case::slug::slug;
use crate::case::{Case, Need};
use crate::judging::judgement::{Flow, Stop};
use crate::tester::Tester;
use crate::tester::reply::Reply;
use refused::{
    impossible_session, invalid_class, invalid_status, unknown_session, unsupported_class,
};
use together::{by_no_filter, by_no_status, combined};

/// The cases.
pub(crate) fn cases() -> Vec<Case> {
    let mut cases = vec![by_id(), id_with_other_filters(), id_with_invalid_filters()];
    let classes = facts()
        .values(6)
        .into_iter()
        .flat_map(|table| &table.values);
    cases.extend(classes.map(|value| by_class(&value.value)));
    cases.extend(
        [
            session_status::PENDING,
            session_status::RUNNING,
            session_status::PARKED,
        ]
        .map(by_status),
    );
    cases.extend([
        by_no_filter(),
        by_no_status(),
        combined(),
        unknown_session(),
        impossible_session(),
        invalid_class(),
        unsupported_class(),
        invalid_status(),
    ]);
    cases
}

const NEEDS: [Need; 4] = [
    Need::SessionMode,
    Need::Action(action::GET_SESSIONS),
    Need::Action(action::CREATE_SESSION),
    Need::Recipient,
];

fn ask(t: &mut Tester<'_>, id: &str, class: &str, status: &str) -> Flow<Reply> {
    t.invoke(
        action::GET_SESSIONS,
        &[
            ("SessionID", id),
            ("SessionClass", class),
            ("SessionStatus", status),
        ],
    )
}

/// The answer to a question by id: success, and that session alone.
fn judge_by_id(t: &mut Tester<'_>, id: &str, reply: &Reply) -> Flow {
    let listed: Vec<String> = t
        .documents()
        .sessions(reply)?
        .into_iter()
        .map(|info| info.id)
        .collect();
    t.record(
        Judgement::met(req::M_5_5_12_ID, listed == [id])
            .asked(&reply.asked)
            .accepts([&format!("session {id} alone")])
            .observed(match listed.len() {
                0 => "an empty list".to_owned(),
                1 => format!("session {}", listed[0]),
                count => format!("{count} sessions"),
            })
            .exchanges([reply.exchange]),
    )
}

/// 5.5.12.2: an id selects that one session, whatever others there are.
fn by_id() -> Case {
    Case::new(
        "5.5.12/by-id",
        "an id alone selects that session and no other",
    )
    .clause("5.5.12.2")
    .covers(&[req::M_5_5_12_ID])
    .needs(&NEEDS)
    .own_objects(0)
    .body(|t| {
        let class = t.classes().any_session()?;
        let id = t.sessions().created(&class)?;
        t.sessions().created(&class)?;
        let reply = ask(t, &id, "", "")?;
        t.judge(&reply, &Expectation::success(req::M_5_5_12_ID))?;
        judge_by_id(t, &id, &reply)
    })
}

/// 5.5.12.2: with an id the other inputs are irrelevant, even where they speak of other sessions.
fn id_with_other_filters() -> Case {
    Case::new(
        "5.5.12/id-with-other-filters",
        "an id selects its session although class and status fit another",
    )
    .clause("5.5.12.2")
    .covers(&[req::M_5_5_12_ID])
    .needs(&NEEDS)
    .own_objects(0)
    .body(|t| {
        let class = t.classes().any_session()?;
        let id = t.sessions().created(&class)?;
        let other = t.classes().other_session(&class).unwrap_or(class);
        let status = another_status(t.sessions().look_at(&id)?.state());
        let reply = ask(t, &id, &other, status)?;
        t.judge(&reply, &Expectation::success(req::M_5_5_12_ID))?;
        judge_by_id(t, &id, &reply)
    })
}

/// A required status of Table 7 that is not this one.
fn another_status(status: &str) -> &'static str {
    if status == session_status::PARKED {
        session_status::RUNNING
    } else {
        session_status::PARKED
    }
}

/// 5.5.12.2: nor do inputs matter that no session could meet; a device that checks each argument by itself before is
/// remarked on.
fn id_with_invalid_filters() -> Case {
    Case::new(
        "5.5.12/id-with-invalid-filters",
        "an id selects its session although class and status do not exist",
    )
    .clause("5.5.12.2")
    .covers(&[req::M_5_5_12_ID])
    .needs(&NEEDS)
    .own_objects(0)
    .body(|t| {
        let id = t.sessions().of_any_class(Sessions::created)?;
        let (no_class, no_status) = (t.unique("NoClass")?, t.unique("NoStatus")?);
        let reply = ask(t, &id, &no_class, &no_status)?;
        let checked = [710, 711, 600, 601, 402];
        let expectation = checked
            .into_iter()
            .fold(Expectation::success(req::M_5_5_12_ID), |built, code| {
                built.warn_fault(code, "R-29")
            });
        t.judge(&reply, &expectation)?;
        if reply.succeeded() {
            judge_by_id(t, &id, &reply)?;
        }
        Ok(())
    })
}

/// What a list shows: which of the case's own sessions, and which that do not meet the criteria.
fn judge_list(
    t: &mut Tester<'_>,
    requirement: &str,
    reply: &Reply,
    meets: impl Fn(&SessionInfo) -> bool,
    present: &[&str],
    absent: &[&str],
) -> Flow {
    let list = t.documents().sessions(reply)?;
    let listed = |id: &str| list.iter().any(|info| info.id == id);
    let mut wrong: Vec<String> = list
        .iter()
        .filter(|info| !meets(info))
        .take(3)
        .map(|info| {
            format!(
                "session {} of class {:?} and status {:?} is listed",
                info.id, info.class, info.status
            )
        })
        .collect();
    wrong.extend(
        present
            .iter()
            .filter(|id| !listed(id))
            .map(|id| format!("session {id} is missing")),
    );
    wrong.extend(
        absent
            .iter()
            .filter(|id| listed(id))
            .map(|id| format!("session {id} is listed")),
    );
    t.record(
        Judgement::met(requirement, wrong.is_empty())
            .asked(&reply.asked)
            .accepts(["all sessions that meet the criteria, and no others"])
            .observed(if wrong.is_empty() {
                format!("{} sessions, all of which meet them", list.len())
            } else {
                wrong.join("; ")
            })
            .exchanges([reply.exchange]),
    )
}

/// A peer may accept, refuse or end a session at any time: where the list of a status surprises, it is looked whether the
/// session has come to be in that status, or has left it, meanwhile.
fn changed_meanwhile(
    t: &mut Tester<'_>,
    reply: &Reply,
    status: &str,
    present: &[&str],
    absent: &[&str],
) -> Flow {
    let list = t.documents().sessions(reply)?;
    let listed = |id: &str| list.iter().any(|info| info.id == id);
    let left = present
        .iter()
        .filter(|id| !listed(id))
        .map(|id| (id, false));
    let entered = absent.iter().filter(|id| listed(id)).map(|id| (id, true));
    for (id, due) in left.chain(entered) {
        let now = t.sessions().look_at(id)?;
        if (now.state() == status) == due && is_of_a_peer(status, now.state(), due) {
            return Err(Stop::Inconclusive {
                reason: format!(
                    "session {id} became {} while it was asked for: its peer did that",
                    now.state()
                ),
                suspect: Suspect::Operator,
            });
        }
    }
    Ok(())
}

/// Figure 3: a peer accepts a session that is Pending, and ends any; nobody but a control point parks one, or takes it up again.
fn is_of_a_peer(listed: &str, now: &str, entered: bool) -> bool {
    let accepted = now == session_status::RUNNING && (entered || listed == session_status::PENDING);
    now == session_status::CLOSED || accepted
}

/// 5.5.12.2: a class selects the sessions of that class.
fn by_class(class: &'static str) -> Case {
    Case::new(
        format!("5.5.12/by-class-{}", slug(class)),
        format!("the class {class} selects the sessions of that class and no others"),
    )
    .clause("5.5.12.2")
    .covers(&[req::M_5_5_12_CLASS])
    .needs(&NEEDS)
    .needs(&[Need::SessionClass(class)])
    .own_objects(0)
    .derived()
    .body(move |t| {
        let wanted = t.sessions().created(class)?;
        let others = match t.classes().other_session(class) {
            Some(other) => vec![t.sessions().created(&other)?],
            None => Vec::new(),
        };
        let others: Vec<&str> = others.iter().map(String::as_str).collect();
        let reply = ask(t, "", class, "")?;
        t.judge(&reply, &Expectation::success(req::M_5_5_12_CLASS))?;
        judge_list(
            t,
            req::M_5_5_12_CLASS,
            &reply,
            // A session without class may still become one of this.
            |info| info.class == class || info.class.is_empty(),
            &[&wanted],
            &others,
        )
    })
}

/// 5.5.12.2: a status selects the sessions in that status.
fn by_status(status: &'static str) -> Case {
    let mut needs = NEEDS.to_vec();
    if status != session_status::PENDING {
        needs.push(Need::RunningSession);
    }
    if status == session_status::PARKED {
        needs.push(Need::Action(action::LEAVE_SESSION));
    }
    Case::new(
        format!("5.5.12/by-status-{}", slug(status)),
        format!("the status {status} selects the sessions in that status and no others"),
    )
    .clause("5.5.12.2")
    .covers(&[req::M_5_5_12_STATUS])
    .needs(&needs)
    .own_objects(0)
    .derived()
    .body(move |t| judge_by_status(t, status))
}

fn judge_by_status(t: &mut Tester<'_>, status: &'static str) -> Flow {
    let class = t.classes().any_session()?;
    let (wanted, other) = match status {
        session_status::PENDING => {
            let running = match t.sessions().running(&class) {
                Err(Stop::Inconclusive { .. } | Stop::NotApplicable(_)) => None,
                flow => Some(flow?),
            };
            (t.sessions().pending(&class)?, running)
        }
        session_status::RUNNING => (
            t.sessions().running(&class)?,
            Some(t.sessions().created(&class)?),
        ),
        _ => (
            t.sessions().parked(&class)?,
            Some(t.sessions().created(&class)?),
        ),
    };
    // What was created is Pending, or Running where the device is quick.
    let other = match other {
        Some(other) if t.sessions().look_at(&other)?.state() != status => vec![other],
        _ => Vec::new(),
    };
    let others: Vec<&str> = other.iter().map(String::as_str).collect();
    let reply = ask(t, "", "", status)?;
    t.judge(&reply, &Expectation::success(req::M_5_5_12_STATUS))?;
    changed_meanwhile(t, &reply, status, &[&wanted], &others)?;
    judge_list(
        t,
        req::M_5_5_12_STATUS,
        &reply,
        |info| info.status == status,
        &[&wanted],
        &others,
    )
}
