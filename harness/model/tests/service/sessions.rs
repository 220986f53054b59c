//! Sessions: their status, their parts and their messages.

use ctk_model::document::Recipients;

use crate::trace::{Trace, done, fault, filed, info, info_with, text};

#[test]
fn the_last_to_leave_parks_the_session() {
    let mut trace = Trace::new();
    trace
        .runs("s1")
        .is("s1", "Running")
        .on("B", "JoinSession", "s1", done())
        .on("A", "LeaveSession", "s1", done())
        .is("s1", "Running")
        .on("B", "LeaveSession", "s1", done());
    trace.passes();
    let left = trace.seen.len();
    trace.is("s1", "Parked").passes();
    trace.seen.truncate(left);
    trace
        .is("s1", "Running")
        .fails("session-status", "M-5.5.14-1");
}

#[test]
fn a_session_goes_on_while_somebody_is_in_it() {
    let mut trace = Trace::new();
    trace
        .runs("s1")
        .on("B", "JoinSession", "s1", done())
        .on("A", "LeaveSession", "s1", done())
        .passes();
    trace
        .is("s1", "Parked")
        .fails("session-status", "M-5.5.14-2");
}

#[test]
fn joins_may_be_tallied() {
    let mut trace = Trace::new();
    trace
        .runs("s1")
        .on("A", "JoinSession", "s1", done())
        .on("A", "LeaveSession", "s1", done())
        .is("s1", "Running")
        .on("A", "LeaveSession", "s1", done())
        .is("s1", "Parked");
    trace.passes();
}

#[test]
fn what_the_figure_does_not_draw_does_not_succeed() {
    let mut trace = Trace::new();
    trace
        .runs("s1")
        .on("A", "AcceptSession", "s1", fault(708))
        .passes();
    trace
        .on("A", "AcceptSession", "s1", done())
        .fails("session-action", "M-5.5.10-2");
    let mut trace = Trace::new();
    trace.stimulus(
        "incoming-session",
        &[("class", "Chat"), ("from", "sip:p@x")],
        "s1",
    );
    trace.on("A", "JoinSession", "s1", fault(708)).passes();
    trace
        .on("A", "JoinSession", "s1", done())
        .fails("session-action", "M-5.5.13-708");
}

#[test]
fn what_is_done_to_one_session_changes_no_other() {
    let mut trace = Trace::new();
    trace
        .runs("s1")
        .runs("s2")
        .on("A", "CloseSession", "s1", done())
        .is("s1", "Closed")
        .is("s2", "Running");
    trace.passes();
    trace
        .is("s2", "Closed")
        .fails("session-status", "M-F3-non-edges");
}

#[test]
fn a_failed_action_changes_nothing() {
    let mut trace = Trace::new();
    trace
        .runs("s1")
        .on("A", "LeaveSession", "s1", fault(606))
        .is("s1", "Running");
    trace.passes();
    trace
        .is("s1", "Parked")
        .fails("failure-leaves-nothing", "M-5.5.14-606");
}

#[test]
fn a_closed_session_is_kept_or_forgotten_for_good() {
    let mut trace = Trace::new();
    trace
        .runs("s1")
        .on("A", "CloseSession", "s1", done())
        .is("s1", "Closed")
        .sessions(["", "", "Closed"], &[])
        .sessions(["", "", ""], &[])
        .act("GetSessions", &["s1", "", ""], fault(706));
    trace.passes();
    trace
        .is("s1", "Closed")
        .fails("session-status", "M-5.5.12-706");
}

#[test]
fn lists_of_sessions_are_complete_and_exact() {
    let both = [info("s1", "Chat", "Running"), info("s2", "Chat", "Running")];
    let mut trace = Trace::new();
    trace.runs("s1").runs("s2");
    trace
        .sessions(["", "Chat", "Running"], &both)
        .sessions(["", "SMS", ""], &[])
        .sessions(["", "", "Parked"], &[])
        .passes();
    let good = trace.seen.clone();
    trace
        .sessions(["", "Chat", "Running"], &both[..1])
        .fails("list-complete", "M-5.5.12-combined");
    trace.seen.clone_from(&good);
    trace
        .sessions(["", "", "Running"], &both[..1])
        .fails("list-complete", "M-5.5.12-status");
    trace.seen.clone_from(&good);
    trace
        .sessions(["", "Chat", ""], &both[1..])
        .fails("list-complete", "M-5.5.12-class");
    trace.seen.clone_from(&good);
    trace
        .sessions(["", "", "Parked"], &both[1..])
        .fails_first("list-exact", "M-5.5.12-status");
    trace.seen.clone_from(&good);
    trace
        .sessions(["", "SMS", ""], &both[1..])
        .fails("list-exact", "M-5.5.12-class");
}

#[test]
fn a_session_that_is_there_is_found_by_its_id() {
    let mut trace = Trace::new();
    trace.runs("s1").passes();
    trace
        .act("GetSessions", &["s1", "", ""], fault(706))
        .fails("session-there", "M-5.5.12-id");
}

#[test]
fn classes_and_statuses_that_are_none_are_errors() {
    for (criteria, requirement) in [
        (["", "chat", ""], "M-5.5.12-710"),
        (["", "", "running"], "M-5.5.12-711"),
    ] {
        let mut trace = Trace::new();
        trace.sessions(criteria, &[]).fails("criteria", requirement);
    }
    let mut trace = Trace::new();
    trace.runs("s1");
    // With an id the other inputs are irrelevant.
    trace
        .sessions(["s1", "chat", "none"], &[info("s1", "Chat", "Running")])
        .passes();
}

#[test]
fn parts_are_what_was_given() {
    let shown = |subject, to: &[&str]| {
        let info = info_with("s1", "Chat", "Running", Some(subject), to, &[]);
        vec![info]
    };
    let both = ["sip:p@x", "sip:q@x"];
    let mut trace = Trace::new();
    trace.runs("s1");
    trace
        .sessions(["s1", "", ""], &shown("a subject", &both))
        .passes();
    let good = trace.seen.clone();
    trace
        .sessions(["s1", "", ""], &shown("a", &both))
        .fails("session-parts", "M-5.5.8-3");
    trace.seen.clone_from(&good);
    trace
        .sessions(["s1", "", ""], &shown("a subject", &both[..1]))
        .fails("session-parts", "M-5.5.8-3");
    trace.seen.clone_from(&good);
    trace.modifies("s1", "another", "");
    trace
        .sessions(["s1", "", ""], &shown("another", &both))
        .passes();
    trace
        .sessions(["s1", "", ""], &shown("a subject", &both))
        .fails("session-parts", "M-5.5.9-2");
}

#[test]
fn an_empty_argument_leaves_its_part_as_it_is() {
    let mut trace = Trace::new();
    trace.runs("s1");
    let remove = Recipients::to_ids(&["sip:q@x"]).to_xml();
    trace.act("ModifySession", &["s1", "", &remove, "", "", ""], done());
    let shown = |subject, to: &[&str]| info_with("s1", "Chat", "Running", Some(subject), to, &[]);
    trace
        .sessions(["s1", "", ""], &[shown("a subject", &["sip:p@x"])])
        .passes();
    let good = trace.seen.clone();
    trace
        .sessions(["s1", "", ""], &[shown("", &["sip:p@x"])])
        .fails("session-parts", "M-5.5.9-3");
    trace.seen = good;
    trace
        .sessions(
            ["s1", "", ""],
            &[shown("a subject", &["sip:p@x", "sip:q@x"])],
        )
        .fails("session-parts", "M-5.5.9-1");
}

#[test]
fn a_change_of_class_gives_mixed_for_good() {
    let shown = |class| info("s1", class, "Running");
    let mut trace = Trace::new();
    trace.runs("s1").modifies("s1", "", "SMS");
    trace.sessions(["s1", "", ""], &[shown("Mixed")]);
    trace.modifies("s1", "", "Chat");
    trace.sessions(["s1", "", ""], &[shown("Mixed")]).passes();
    trace
        .sessions(["s1", "", ""], &[shown("Chat")])
        .fails("session-parts", "M-5.5.9-5");
}

#[test]
fn parking_keeps_everything() {
    let mut trace = Trace::new();
    trace
        .runs("s1")
        .on("A", "LeaveSession", "s1", done())
        .is("s1", "Parked")
        .on("A", "JoinSession", "s1", done())
        .is("s1", "Running");
    trace.passes();
    let lost = info_with(
        "s1",
        "Chat",
        "Running",
        Some("a subject"),
        &["sip:p@x"],
        &[],
    );
    trace
        .sessions(["s1", "", ""], &[lost])
        .fails("session-parts", "M-5.5.14-3");
}

#[test]
fn a_class_may_be_decided_late() {
    let mut trace = Trace::new();
    trace.creates("s1", "", "a subject");
    trace.sessions(["s1", "", ""], &[info("s1", "", "Pending")]);
    trace.stimulus("peer-accepts-session", &[("session_id", "s1")], "");
    let mut message = text("decided");
    message.session_id = Some("s1".to_owned());
    trace.send(&message, "s1.m1");
    trace
        .sessions(["s1", "", ""], &[info("s1", "SMS", "Running")])
        .passes();
    trace
        .sessions(["s1", "", ""], &[info("s1", "Chat", "Running")])
        .fails("session-parts", "M-5.5.8-3");
}

#[test]
fn messages_come_in_the_order_in_which_they_came() {
    let shown =
        |ids: &[&str]| info_with("s1", "Chat", "Running", None, &["sip:p@x", "sip:q@x"], ids);
    let mut trace = Trace::new();
    trace
        .runs("s1")
        .arrives_in("s1.m1", "s1")
        .arrives_in("s1.m2", "s1");
    trace
        .sessions(["s1", "", ""], &[shown(&["s1.m1", "s1.m2"])])
        .passes();
    trace
        .sessions(["s1", "", ""], &[shown(&["s1.m2", "s1.m1"])])
        .fails("session-messages", "M-5.3.15-3");
}

#[test]
fn a_closed_session_keeps_its_messages_as_long_as_it_is_listed() {
    let mut trace = Trace::new();
    trace.runs("s1").arrives_in("s1.m1", "s1");
    trace.on("A", "CloseSession", "s1", done());
    let closed = trace.seen.clone();
    let mut kept = filed(&text("hello there"), "s1.m1", "ClosedSession", "Read");
    kept.class = "Instant Message".to_owned();
    kept.session_id = Some("s1".to_owned());
    kept.recipients.from = Some(ctk_model::document::Peer::new("sip:p@x"));
    trace.reads("s1.m1", &kept).is("s1", "Closed").passes();
    trace.seen = closed;
    trace.act("ReadMessage", &["s1.m1"], fault(701)).passes();
    trace
        .is("s1", "Closed")
        .fails_first("session-messages", "M-5.3.8-1");
}

#[test]
fn ids_of_sessions_are_given_once_and_compared_as_they_stand() {
    let mut trace = Trace::new();
    trace.runs("s1").passes();
    trace
        .creates("s1", "Chat", "")
        .fails("id-given-once", "M-5.3.12-2");
    let mut trace = Trace::new();
    trace.runs("s1").passes();
    trace
        .on("A", "CloseSession", "s1 ", done())
        .fails("id-exact", "M-5.5.15-706");
}

#[test]
fn a_refused_change_adds_nobody() {
    use ctk_model::document::Recipients;
    let mut trace = Trace::new();
    trace.runs("s1").is("s1", "Running");
    let add = Recipients::to_ids(&["sip:r@x"]).to_xml();
    let refused = ["s1", &add, "<people>", "", "", ""];
    trace.act("ModifySession", &refused, fault(704));
    trace.is("s1", "Running").passes();
    let people = ["sip:p@x", "sip:q@x", "sip:r@x"];
    let more = info_with("s1", "Chat", "Running", Some("a subject"), &people, &[]);
    trace
        .sessions(["s1", "", ""], std::slice::from_ref(&more))
        .fails("failure-leaves-nothing", "M-5.5.9-704");
    // What is added afterwards is there.
    let mut trace = Trace::new();
    trace.runs("s1").is("s1", "Running");
    trace.act("ModifySession", &refused, fault(704));
    trace.act("ModifySession", &["s1", &add, "", "", "", ""], done());
    trace.sessions(["s1", "", ""], &[more]).passes();
}

#[test]
fn a_session_that_is_mixed_stays_mixed() {
    let mut trace = Trace::new();
    trace.runs("s1").modifies("s1", "", "SMS");
    trace
        .sessions(["s1", "", ""], &[info("s1", "Mixed", "Running")])
        .passes();
    trace
        .is("s1", "Running")
        .fails("session-parts", "M-5.5.9-5");
    let mut trace = Trace::new();
    trace.runs("s1").is("s1", "Running").passes();
    trace
        .sessions(["s1", "", ""], &[info("s1", "Mixed", "Running")])
        .fails("session-parts", "M-5.5.9-4");
}
