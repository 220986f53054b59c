//! Ids that are nearly that of a thing: other letters, blanks around it, a part of it. Ids are compared letter by letter
//! (5.3.6, 5.3.12), so none of them names it, in a state in which the action would succeed on the thing itself.

use std::collections::BTreeSet;

use ctk_model::document::FileInfoList;
use ctk_model::expectation::Expectation;
use ctk_model::walk::Spelling;
use ctk_vectors::messaging_2::{action, req};
use ctk_vectors::stimulus;

use crate::arrange::Sessions;
use crate::arrange::folders::Criteria;
use crate::case::{Case, Need, Things};
use crate::judging::judgement::Flow;
use crate::lab::FileManner;
use crate::stimulate::session_events::FILE_SIZE;
use crate::tester::Tester;
use crate::tester::reply::Reply;

/// Where the action would succeed.
#[derive(Clone, Copy, PartialEq, Eq)]
enum At {
    Requested,
    Running,
    Parked,
    TransferReady,
    TransferUnderWay,
    TransferOver,
}

/// An action that names a session: its clause, name, requirement, and where it would succeed.
type Naming = (&'static str, &'static str, &'static str, At);

const OF_SESSIONS: &[Naming] = &[
    (
        "5.5.4",
        action::SEARCH_MESSAGES,
        req::M_5_5_4_706,
        At::Running,
    ),
    (
        "5.5.9",
        action::MODIFY_SESSION,
        req::M_5_5_9_706,
        At::Running,
    ),
    (
        "5.5.10",
        action::ACCEPT_SESSION,
        req::M_5_5_10_706,
        At::Requested,
    ),
    (
        "5.5.12",
        action::GET_SESSIONS,
        req::M_5_5_12_706,
        At::Running,
    ),
    (
        "5.5.13",
        action::JOIN_SESSION,
        req::M_5_5_13_706,
        At::Parked,
    ),
    (
        "5.5.14",
        action::LEAVE_SESSION,
        req::M_5_5_14_706,
        At::Running,
    ),
    (
        "5.5.15",
        action::CLOSE_SESSION,
        req::M_5_5_15_706,
        At::Running,
    ),
    (
        "5.5.16",
        action::START_FILE_TRANSFER,
        req::M_5_5_16_706,
        At::TransferReady,
    ),
    (
        "5.5.17",
        action::CANCEL_FILE_TRANSFER,
        req::M_5_5_17_706,
        At::TransferUnderWay,
    ),
    (
        "5.5.18",
        action::GET_FILE_TRANSFER_SESSION,
        req::M_5_5_18_706,
        At::TransferOver,
    ),
];

/// The cases.
pub(crate) fn cases() -> Vec<Case> {
    let mut cases: Vec<Case> = OF_SESSIONS.iter().map(of_sessions).collect();
    cases.push(of_messages("5.5.5", action::READ_MESSAGE, req::M_5_5_5_701));
    cases.push(of_messages(
        "5.5.7",
        action::DELETE_MESSAGE,
        req::M_5_5_7_701,
    ));
    cases
}

/// 706 for every spelling but its own.
fn of_sessions(naming: &'static Naming) -> Case {
    let (clause, name, requirement, at) = *naming;
    let case = Case::new(
        format!("{clause}/near-session-ids"),
        format!("{name} with an id that is nearly a session's answers 706"),
    )
    .clause(format!("{clause}.7"))
    .covers(&[requirement])
    .needs(&[Need::SessionMode, Need::Action(name)])
    // What another case makes may be called so.
    .undisturbed(Things::SESSIONS)
    .derived();
    let case = match at {
        At::Requested => case.needs(&[Need::Stimulus(stimulus::INCOMING_SESSION)]),
        At::Running | At::Parked => case.needs(&[Need::Recipient, Need::RunningSession]),
        At::TransferReady | At::TransferUnderWay => case.needs(crate::arrange::files::TRANSFER),
        At::TransferOver => case
            .needs(crate::arrange::files::TRANSFER)
            .needs(&[Need::Action(action::CLOSE_SESSION)]),
    };
    case.body(move |t| {
        let (id, list) = arranged(t, at)?;
        let expectation = Expectation::fault(requirement, 706).by("R-30", "session-id");
        for near in near_session_ids(t, &id)? {
            // an id that no document may hold is a mistake of another kind.
            let holds = near.chars().all(|c| c.is_ascii_alphanumeric());
            if name == action::START_FILE_TRANSFER && !holds {
                continue;
            }
            let reply = invoke(t, name, &near, &list)?;
            t.judge(&reply, &expectation)?;
        }
        Ok(())
    })
}

/// A session in which the action would succeed, and files for it.
fn arranged(t: &mut Tester<'_>, at: At) -> Flow<(String, FileInfoList)> {
    let none = FileInfoList::default();
    match at {
        At::Requested => Ok((
            t.sessions().of_any_class(Sessions::requested_by_peer)?,
            none,
        )),
        At::Running => Ok((t.sessions().of_any_class(Sessions::running)?, none)),
        At::Parked => Ok((t.sessions().of_any_class(Sessions::parked)?, none)),
        At::TransferReady | At::TransferUnderWay => {
            let class = t.classes().for_transfer()?;
            let id = t.sessions().running(class)?;
            let goes_on = at == At::TransferUnderWay;
            let manner = match goes_on {
                true => FileManner::Slow { ms: 60_000 },
                false => FileManner::Whole,
            };
            let (_, list) = t.files().offer(&id, FILE_SIZE, manner, None)?;
            if goes_on {
                t.files().start(&list)?;
            }
            Ok((id, list))
        }
        At::TransferOver => {
            let class = t.classes().for_transfer()?;
            let (id, _) = t.sessions().closed_after_transfer(class, &[None])?;
            Ok((id, none))
        }
    }
}

/// The spellings that are no session's id.
fn near_session_ids(t: &mut Tester<'_>, id: &str) -> Flow<Vec<String>> {
    let mut known = BTreeSet::from([id.to_owned()]);
    if t.dut().ics.has_action(action::GET_SESSIONS) {
        let none = [
            ("SessionID", ""),
            ("SessionClass", ""),
            ("SessionStatus", ""),
        ];
        let reply = t.invoke(action::GET_SESSIONS, &none)?;
        t.arranged(&reply)?;
        let list = t.documents().sessions(&reply)?;
        known.extend(list.into_iter().map(|info| info.id));
    }
    Ok(others(id, &known))
}

fn others(id: &str, known: &BTreeSet<String>) -> Vec<String> {
    let spelt = Spelling::OTHERS.iter().filter_map(|it| it.spell(id));
    spelt.filter(|near| !known.contains(near)).collect()
}

fn invoke(t: &mut Tester<'_>, name: &'static str, id: &str, list: &FileInfoList) -> Flow<Reply> {
    match name {
        action::MODIFY_SESSION => {
            let subject = t.unique("Subject ")?;
            t.sessions().modify(id, &[("Subject", &subject)])
        }
        action::SEARCH_MESSAGES => t.folders().search(Criteria {
            session: id,
            ..Criteria::default()
        }),
        action::GET_SESSIONS => t.invoke(
            name,
            &[
                ("SessionID", id),
                ("SessionClass", ""),
                ("SessionStatus", ""),
            ],
        ),
        action::START_FILE_TRANSFER => {
            let list = FileInfoList {
                session_id: id.to_owned(),
                ..list.clone()
            };
            t.invoke(name, &[("FileInfoList", &list.to_xml())])
        }
        _ => t.invoke(name, &[("SessionID", id)]),
    }
}

/// 701 for every spelling but its own, in page mode and in a session.
fn of_messages(clause: &'static str, name: &'static str, requirement: &'static str) -> Case {
    Case::new(
        format!("{clause}/near-message-ids"),
        format!("{name} with an id that is nearly a message's answers 701"),
    )
    .clause(format!("{clause}.7"))
    .covers(&[requirement])
    .needs(&[
        Need::Action(name),
        Need::Action(action::SEND_MESSAGE),
        Need::Recipient,
    ])
    .own_objects(2)
    .undisturbed(Things::MESSAGES)
    .derived()
    .body(move |t| {
        let class = t.classes().any_message()?;
        let message = t.messages().draft(&class)?;
        let mut ids = vec![t.messages().sent(&message)?];
        if t.upper_tester().offers(stimulus::PEER_ACCEPTS_SESSION)
            && let Ok((session_class, class)) = t.classes().conversation()
        {
            let session = t.sessions().running(session_class)?;
            ids.push(t.messages().sent_in(&session, class)?);
        }
        let mut known: BTreeSet<String> = ids.iter().cloned().collect();
        if t.dut().ics.has_action(action::SEARCH_MESSAGES) {
            let list = t.folders().found(Criteria::default())?;
            known.extend(list.into_iter().map(|message| message.id));
        }
        let expectation = Expectation::fault(requirement, 701).by("R-30", "message-id");
        for near in ids.iter().flat_map(|id| others(id, &known)) {
            let reply = t.invoke(name, &[("MessageID", &near)])?;
            t.judge(&reply, &expectation)?;
        }
        Ok(())
    })
}
