//! Empty criteria, and criteria that hold together.

use super::*;

/// 5.5.12.2: empty criteria mean any.
pub(super) fn by_no_filter() -> Case {
    Case::new(
        "5.5.12/no-filter",
        "empty inputs select the sessions of every class and status",
    )
    .clause("5.5.12.2")
    .covers(&[req::M_5_5_12_CLASS, req::M_5_5_12_STATUS])
    .needs(&NEEDS)
    .own_objects(0)
    .body(|t| {
        let class = t.classes().any_session()?;
        let mut own = vec![t.sessions().created(&class)?];
        if let Some(other) = t.classes().other_session(&class) {
            own.push(t.sessions().created(&other)?);
        }
        let own: Vec<&str> = own.iter().map(String::as_str).collect();
        let reply = ask(t, "", "", "")?;
        for requirement in [req::M_5_5_12_CLASS, req::M_5_5_12_STATUS] {
            t.judge(&reply, &Expectation::success(requirement))?;
            judge_list(t, requirement, &reply, |_| true, &own, &[])?;
        }
        Ok(())
    })
}

/// 5.5.12.2: an empty status means any: Pending, Running and Parked alike.
pub(super) fn by_no_status() -> Case {
    Case::new(
        "5.5.12/no-status",
        "an empty status selects Pending, Running and Parked sessions",
    )
    .clause("5.5.12.2")
    .covers(&[req::M_5_5_12_STATUS])
    .needs(&NEEDS)
    .needs(&[Need::RunningSession, Need::Action(action::LEAVE_SESSION)])
    .own_objects(0)
    .body(|t| {
        let class = t.classes().any_session()?;
        let parked = t.sessions().parked(&class)?;
        let own = [
            parked.as_str(),
            &t.sessions().created(&class)?,
            &t.sessions().running(&class)?,
        ];
        for class in [class.as_str(), ""] {
            let reply = ask(t, "", class, "")?;
            t.judge(&reply, &Expectation::success(req::M_5_5_12_STATUS))?;
            judge_list(t, req::M_5_5_12_STATUS, &reply, |_| true, &own, &[])?;
        }
        Ok(())
    })
}

/// 5.5.12.2: class and status hold together.
pub(super) fn combined() -> Case {
    Case::new(
        "5.5.12/combined",
        "class and status together select the sessions that meet both",
    )
    .clause("5.5.12.2")
    .covers(&[req::M_5_5_12_COMBINED])
    .needs(&NEEDS)
    .needs(&[Need::RunningSession])
    .own_objects(0)
    .body(|t| {
        let class = t.classes().any_session()?;
        let other_class = t.classes().other_session(&class);
        let wanted = t.sessions().running(&class)?;
        let mut others = vec![t.sessions().pending(&class)?];
        if let Some(other) = &other_class {
            others.push(t.sessions().running(other)?);
        }
        let others: Vec<&str> = others.iter().map(String::as_str).collect();
        let reply = ask(t, "", &class, session_status::RUNNING)?;
        t.judge(&reply, &Expectation::success(req::M_5_5_12_COMBINED))?;
        // The one of another class is Running, and is not to be listed all the same.
        changed_meanwhile(t, &reply, session_status::RUNNING, &[&wanted], &others[..1])?;
        judge_list(
            t,
            req::M_5_5_12_COMBINED,
            &reply,
            |info| info.class == class && info.status == session_status::RUNNING,
            &[&wanted],
            &others,
        )?;
        // What nothing of the case's own meets: an empty list is a fine answer.
        let reply = ask(t, "", &class, session_status::PARKED)?;
        t.judge(&reply, &Expectation::success(req::M_5_5_12_COMBINED))?;
        let mut own = others.clone();
        own.push(&wanted);
        judge_list(
            t,
            req::M_5_5_12_COMBINED,
            &reply,
            |info| info.class == class && info.status == session_status::PARKED,
            &[],
            &own,
        )
    })
}
