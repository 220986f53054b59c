//! Criteria that are refused or find nothing.

use super::*;

/// 5.5.12.7: an id that no session has.
pub(super) fn unknown_session() -> Case {
    Case::new(
        "5.5.12/unknown-session",
        "an id that no session has answers 706",
    )
    .clause("5.5.12.7")
    .covers(&[req::M_5_5_12_706])
    .needs(&[Need::SessionMode, Need::Action(action::GET_SESSIONS)])
    .body(|t| {
        let id = t.sessions().unknown_id()?;
        judge_unknown(t, &id)
    })
}

/// 5.5.12.7: an id that no session can have.
pub(super) fn impossible_session() -> Case {
    Case::new(
        "5.5.12/impossible-session-id",
        "an id with characters that no id has answers 706",
    )
    .clause("5.5.12.7")
    .covers(&[req::M_5_5_12_706])
    .needs(&[Need::SessionMode, Need::Action(action::GET_SESSIONS)])
    .body(|t| judge_unknown(t, "No_such/Session!"))
}

fn judge_unknown(t: &mut Tester<'_>, id: &str) -> Flow {
    let reply = ask(t, id, "", "")?;
    let expectation = Expectation::fault(req::M_5_5_12_706, 706).by("R-30", "session-id");
    t.judge_pair(&reply, &expectation, 706)
}

/// 5.5.12.7: a class that does not exist.
pub(super) fn invalid_class() -> Case {
    Case::new(
        "5.5.12/invalid-class",
        "a session class that does not exist answers 710",
    )
    .clause("5.5.12.7")
    .covers(&[req::M_5_5_12_710])
    .needs(&[Need::SessionMode, Need::Action(action::GET_SESSIONS)])
    .body(|t| {
        let class = t.unique("NoClass")?;
        let reply = ask(t, "", &class, "")?;
        let expectation =
            Expectation::fault(req::M_5_5_12_710, 710).by("R-29", "session-class-710");
        t.judge_pair(&reply, &expectation, 710)
    })
}

/// 5.5.12.7: a class of Table 6 that the device lacks: its error, or nothing found.
pub(super) fn unsupported_class() -> Case {
    Case::new(
        "5.5.12/unsupported-class",
        "a session class that the device lacks answers 710 or finds nothing",
    )
    .clause("5.5.12.7")
    .covers(&[req::M_5_5_12_710])
    .needs(&[Need::SessionMode, Need::Action(action::GET_SESSIONS)])
    .body(|t| {
        let lacking = t.classes().lacking_sessions()?;
        for class in lacking {
            let reply = ask(t, "", class, "")?;
            let found = if reply.succeeded() {
                match t.documents().sessions(&reply)?.len() {
                    0 => Some("empty".to_owned()),
                    count => Some(format!("{count} sessions")),
                }
            } else {
                None
            };
            let expectation =
                Expectation::of(req::M_5_5_12_710).by("R-51", "unsupported-session-class");
            let observed = reply.observed(found.as_deref());
            t.judge_after(&reply, &expectation, &observed)?;
        }
        Ok(())
    })
}

/// 5.5.12.7: a status that does not exist.
pub(super) fn invalid_status() -> Case {
    Case::new(
        "5.5.12/invalid-status",
        "a session status that does not exist answers 711",
    )
    .clause("5.5.12.7")
    .covers(&[req::M_5_5_12_711])
    .needs(&[Need::SessionMode, Need::Action(action::GET_SESSIONS)])
    .body(|t| {
        let status = t.unique("NoStatus")?;
        let reply = ask(t, "", "", &status)?;
        let expectation =
            Expectation::fault(req::M_5_5_12_711, 711).by("R-29", "session-status-711");
        t.judge_pair(&reply, &expectation, 711)
    })
}
