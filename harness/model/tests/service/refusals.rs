//! What was refused leaves nothing, and what was right stays so: whichever requirement is broken then.

use std::collections::BTreeMap;

use ctk_model::document::Recipients;
use ctk_model::service::{What, Who};

use crate::trace::{Trace, done, fault, filed, info_with, ok, text};

/// GetSessions by id shows the session with this subject.
fn shows<'t>(trace: &'t mut Trace, id: &str, status: &str, subject: &str) -> &'t mut Trace {
    let people = ["sip:p@x", "sip:q@x"];
    let info = info_with(id, "Chat", status, Some(subject), &people, &[]);
    trace.sessions([id, "", ""], &[info])
}

#[test]
fn what_was_right_before_parking_is_so_afterwards() {
    let mut trace = Trace::new();
    trace.runs("s1").modifies("s1", "Dinner", "");
    let modified = trace.seen.clone();
    shows(&mut trace, "s1", "Running", "a subject").fails("session-parts", "M-5.5.9-2");
    trace.seen = modified;
    shows(&mut trace, "s1", "Running", "Dinner").on("A", "LeaveSession", "s1", done());
    let left = trace.seen.clone();
    shows(&mut trace, "s1", "Parked", "Dinner").passes();
    trace.seen = left;
    shows(&mut trace, "s1", "Parked", "a subject").fails("session-parts", "M-5.5.14-3");
}

#[test]
fn a_close_that_parks_is_blamed_by_what_was_closed() {
    let mut trace = Trace::new();
    trace.runs("s1");
    let runs = trace.seen.clone();
    trace
        .on("A", "CloseSession", "s1", done())
        .is("s1", "Parked")
        .fails("session-status", "M-5.5.15-1");
    trace.seen = runs;
    trace
        .on("A", "LeaveSession", "s1", done())
        .is("s1", "Parked")
        .on("A", "CloseSession", "s1", done())
        .is("s1", "Parked")
        .fails("session-status", "M-5.5.15-3");
}

#[test]
fn a_leave_that_is_refused_parks_nothing() {
    let mut trace = Trace::new();
    trace.runs("s1").on("B", "LeaveSession", "s1", fault(708));
    trace.passes();
    trace
        .is("s1", "Parked")
        .fails("session-status", "M-5.5.14-2");
}

#[test]
fn a_transfer_goes_on_after_a_cancel_without_the_privilege() {
    for denied in [false, true] {
        let mut trace = Trace::new();
        trace
            .creates("s1", "File-Transfer", "a subject")
            .stimulus("peer-accepts-session", &[("session_id", "s1")], "")
            .stimulus("stall-file-transfer", &[("enabled", "true")], "")
            .wait(2_000)
            .transfers("s1", done());
        if denied {
            trace
                .stimulus("authorize", &[("enabled", "false")], "")
                .wait(2_000)
                .on("A", "CancelFileTransfer", "s1", fault(606))
                .stimulus("authorize", &[("enabled", "true")], "")
                .wait(2_000);
        }
        trace.passes();
        trace.on("A", "CancelFileTransfer", "s1", fault(709));
        match denied {
            true => trace.fails("failure-leaves-nothing", "M-5.5.17-606"),
            false => trace.fails("transfers", "M-5.5.17-1"),
        }
    }
}

#[test]
fn an_arrival_that_failed_hides_no_message_that_was_refused() {
    let given = text("hello");
    let mut trace = Trace::new();
    trace.stimulus("reset", &[], "").wait(2_000);
    trace.see(
        Who::FarSide,
        What::Stimulus {
            name: "incoming-message".to_owned(),
            fields: BTreeMap::new(),
            done: false,
            session_id: None,
            message_id: None,
        },
    );
    trace.wait(2_000);
    trace.act("SendMessage", &[&given.to_xml()], fault(703));
    let refused = trace.seen.clone();
    // It may have arrived all the same.
    let arrived = filed(&given, "m9", "Received", "Unread");
    trace.finds(["", "", "", ""], &[arrived]).passes();
    trace.seen = refused;
    let sent = filed(&given, "m9", "Sent", "Read");
    trace
        .finds(["", "", "", ""], &[sent])
        .fails("failure-leaves-nothing", "M-5.5.6-703");
}

#[test]
fn a_refused_change_gives_no_part_a_value() {
    let modify = |trace: &mut Trace| {
        trace.act(
            "ModifySession",
            &["s1", "", "", "Dinner", "", ""],
            fault(606),
        );
    };
    let mut trace = Trace::new();
    trace
        .runs("s1")
        .stimulus("authorize", &[("enabled", "false")], "");
    trace.wait(2_000);
    modify(&mut trace);
    trace
        .stimulus("authorize", &[("enabled", "true")], "")
        .wait(2_000);
    let before = trace.seen.clone();
    shows(&mut trace, "s1", "Running", "Dinner").fails("failure-leaves-nothing", "M-5.5.9-606");
    trace.seen = before;
    shows(&mut trace, "s1", "Running", "a subject").passes();
}

#[test]
fn a_session_with_somebody_whom_nobody_named_is_the_far_sides_own() {
    let mut trace = Trace::new();
    trace.stimulus("reset", &[], "").wait(2_000);
    trace.act("GetTelephonyIdentity", &[], ok("sip:me@x"));
    let people = Recipients::to_ids(&["sip:p@x"]).to_xml();
    trace.act("CreateSession", &["Chat", &people, "Lunch", ""], fault(704));
    let refused = trace.seen.clone();
    let of = |people: &[&str]| info_with("s9", "Chat", "Pending", None, people, &[]);
    trace
        .sessions(["", "", ""], &[of(&["sip:p@x", "sip:me@x"])])
        .fails("failure-leaves-nothing", "M-5.5.8-704");
    trace.seen = refused;
    trace
        .sessions(["", "", ""], &[of(&["sip:somebody@else", "sip:me@x"])])
        .passes();
    // What it does from then on, it does of its own accord.
    trace
        .creates("s1", "Chat", "a subject")
        .is("s1", "Running")
        .is("s1", "Closed")
        .passes();
}
