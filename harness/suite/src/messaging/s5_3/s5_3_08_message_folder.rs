//! 5.3.8 A_ARG_TYPE_MessageFolder: what becomes of the messages of a closed session.

use ctk_model::expectation::Expectation;
use ctk_record::Judgement;
use ctk_vectors::messaging_2::{action, message_folder, req};

use crate::arrange::folders::Criteria;
use crate::case::{Case, Need};
use crate::judging::judgement::Flow;
use crate::tester::Tester;

/// The cases.
pub(crate) fn cases() -> Vec<Case> {
    vec![stays_readable(), stays_findable()]
}

const NEEDS: [Need; 7] = [
    Need::Folder(message_folder::CLOSED_SESSION),
    Need::SessionMode,
    Need::RunningSession,
    Need::Recipient,
    Need::Action(action::SEND_MESSAGE),
    Need::Action(action::READ_MESSAGE),
    Need::Action(action::CLOSE_SESSION),
];

/// 5.3.8: while the device lists a closed session, its messages are there to be read.
fn stays_readable() -> Case {
    Case::new(
        "5.3.8/closed-session-readable",
        "the messages of a closed session that is still listed are there to be read",
    )
    .covers(&[req::M_5_3_8_1])
    .needs(&NEEDS)
    .own_objects(1)
    .body(|t| {
        let (session, id) = t.folders().in_closed_session(false)?;
        let reply = t.invoke(action::READ_MESSAGE, &[("MessageID", &id)])?;
        let listed = t.sessions().look_at(&session)?.info().is_some();
        if !listed {
            return Err(forgotten());
        }
        t.judge(&reply, &Expectation::success(req::M_5_3_8_1))
    })
}

/// 5.3.8, 5.5.4: they are found in the folder ClosedSession, or in the one where they were before.
fn stays_findable() -> Case {
    let mut needs = NEEDS.to_vec();
    needs.push(Need::Action(action::SEARCH_MESSAGES));
    Case::new(
        "5.3.8/closed-session-searchable",
        "a closed session's messages are found in ClosedSession or their old folder",
    )
    .covers(&[req::M_5_3_8_1])
    .needs(&needs)
    .own_objects(1)
    .body(|t| {
        let (session, id) = t.folders().in_closed_session(false)?;
        let found_in = folders_with(t, &id)?;
        if t.sessions().look_at(&session)?.info().is_none() {
            return Err(forgotten());
        }
        t.record(
            Judgement::met(req::M_5_3_8_1, !found_in.is_empty())
                .asked("SearchMessages in ClosedSession, Sent and Outgoing")
                .accepts(["found in one of them (R-41)"])
                .observed(if found_in.is_empty() {
                    format!("message {id} is in none of them")
                } else {
                    format!("found in {}", found_in.join(", "))
                }),
        )
    })
}

fn folders_with(t: &mut Tester<'_>, id: &str) -> Flow<Vec<&'static str>> {
    let mut found_in = Vec::new();
    for folder in [
        message_folder::CLOSED_SESSION,
        message_folder::SENT,
        message_folder::OUTGOING,
    ] {
        let listed = t.folders().found(Criteria {
            folder,
            ..Criteria::default()
        })?;
        if listed.iter().any(|message| message.id == id) {
            found_in.push(folder);
        }
    }
    Ok(found_in)
}

fn forgotten() -> crate::judging::judgement::Stop {
    crate::judging::judgement::Stop::NotApplicable(
        "the device does not keep closed sessions (R-59)".to_owned(),
    )
}
