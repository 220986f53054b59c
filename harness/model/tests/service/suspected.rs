//! What a list shows wrong, and whose fault it is; what turns up after a request that was refused; what every rule of a kind holds.

use ctk_model::document::{FileInfo, FileInfoList, Peer, Recipients};
use ctk_model::service::{Outcome, Who};

use crate::trace::{
    Trace, action, done, fault, filed, info_with, message_list_of, ok, sessions_list_of, text,
};

/// What was sent to two, as a device shows it that has lost the second of them.
fn sent_to_two(trace: &mut Trace) -> (ctk_model::document::Message, ctk_model::document::Message) {
    let mut given = text("hello there");
    given.recipients.to = ["tel:+1", "tel:+2"].map(Peer::new).to_vec();
    trace.send(&given, "m1");
    let whole = filed(&given, "m1", "Sent", "Read");
    let mut lost = whole.clone();
    lost.recipients.to.pop();
    (whole, lost)
}

#[track_caller]
fn breaks(trace: &Trace, wanted: &[&str]) {
    let judged = trace.judged();
    let broken: Vec<&str> = judged.iter().map(|it| it.requirement.as_str()).collect();
    assert_eq!(broken, wanted, "{judged:#?}");
}

#[test]
fn what_a_list_and_the_message_show_wrong_is_the_messages_fault() {
    let mut trace = Trace::new();
    let (whole, lost) = sent_to_two(&mut trace);
    let sent = trace.seen.clone();
    trace.finds(["", "", "", ""], std::slice::from_ref(&lost));
    breaks(&trace, &["M-5.5.4-1"]);
    let listed = trace.seen.clone();
    trace.reads("m1", &lost);
    breaks(&trace, &["M-5.5.6-6"]);
    trace.seen = listed;
    trace.reads("m1", &whole);
    breaks(&trace, &["M-5.5.4-1"]);
    trace.seen = sent;
    let right = std::slice::from_ref(&whole);
    trace.finds(["", "", "", ""], right).reads("m1", &whole);
    trace.passes();
}

#[test]
fn what_a_list_shows_wrong_counts_although_the_device_is_reset() {
    let mut trace = Trace::new();
    let (_, lost) = sent_to_two(&mut trace);
    trace.finds(["", "", "", ""], &[lost]);
    trace.stimulus("reset", &[], "").wait(2_000);
    breaks(&trace, &["M-5.5.4-1"]);
}

#[test]
fn a_class_that_a_list_and_the_message_show_is_the_messages_fault() {
    let given = text("hello there");
    let right = filed(&given, "m1", "Sent", "Read");
    let mut other = right.clone();
    other.class = "Instant Message".to_owned();
    for (read, wanted) in [(&other, "M-5.5.5-1"), (&right, "M-5.5.4-1")] {
        let mut trace = Trace::new();
        trace.send(&given, "m1");
        trace.finds(["", "", "", ""], std::slice::from_ref(&other));
        trace.reads("m1", read);
        breaks(&trace, &[wanted]);
    }
}

/// CreateSession for a Chat is refused after a reset; then a list shows a Chat with somebody else.
fn left_behind(between: impl FnOnce(&mut Trace)) -> Trace {
    let mut trace = Trace::new();
    trace.stimulus("reset", &[], "").wait(2_000);
    let people = Recipients::to_ids(&["sip:p@x"]).to_xml();
    trace.act(
        "CreateSession",
        &["Chat", &people, "a subject", ""],
        fault(704),
    );
    between(&mut trace);
    let info = info_with("s9", "Chat", "Pending", None, &["unknown"], &[]);
    trace.sessions(["", "", ""], &[info]);
    trace
}

#[test]
fn a_session_that_only_a_refused_request_can_have_made_is_its_remains() {
    left_behind(|_| {}).fails("failure-leaves-nothing", "M-5.5.8-704");
    // Whoever writes may have a session made for the conversation; and what came later came of something else.
    left_behind(|trace| {
        trace.arrives("m1", "hello");
    })
    .passes();
    left_behind(|trace| {
        trace.sessions(["", "", ""], &[]);
    })
    .passes();
}

#[test]
fn no_action_succeeds_while_nobody_is_authorized() {
    let list = message_list_of(&[]);
    let actions: [(&str, &[&str], Outcome, &str); 5] = [
        ("GetTelephonyIdentity", &[], ok("tel:+1"), "M-5.5.1-606"),
        (
            "SearchMessages",
            &["", "", "", ""],
            ok(&list),
            "M-5.5.4-606",
        ),
        ("DeleteMessage", &["m1"], done(), "M-5.5.7-606"),
        ("CloseSession", &["s1"], done(), "M-5.5.15-606"),
        ("LeaveSession", &["s1"], done(), "M-5.5.14-606"),
    ];
    for (name, values, came, requirement) in actions {
        for refused in [true, false] {
            let mut trace = Trace::new();
            trace.arrives("m1", "hello").runs("s1");
            trace
                .stimulus("authorize", &[("enabled", "false")], "")
                .wait(2_000);
            let outcome = if refused { fault(606) } else { came.clone() };
            trace.act(name, values, outcome);
            match refused {
                true => trace.passes(),
                false => trace.fails_first("authorization", requirement),
            }
        }
    }
}

#[test]
fn criteria_of_every_kind_are_compared_letter_by_letter() {
    let searches = [
        (["sms", "", "", ""], 702, "M-5.5.4-702"),
        (["", "received", "", ""], 707, "M-5.5.4-707"),
        (["", "", "Read ", ""], 705, "M-5.5.4-705"),
    ];
    for (criteria, code, requirement) in searches {
        let mut trace = Trace::new();
        trace.finds(criteria, &[]).fails("criteria", requirement);
        trace.seen.clear();
        trace.act("SearchMessages", &criteria, fault(code)).passes();
    }
    let sessions = [
        (["", "chat", ""], 710, "M-5.5.12-710"),
        (["", "", "running"], 711, "M-5.5.12-711"),
    ];
    for (criteria, code, requirement) in sessions {
        let mut trace = Trace::new();
        trace.sessions(criteria, &[]).fails("criteria", requirement);
        trace.seen.clear();
        trace.act("GetSessions", &criteria, fault(code)).passes();
    }
}

#[test]
fn a_closed_session_shows_the_files_that_were_transferred() {
    let list = |size: &str| FileInfoList {
        session_id: "s1".to_owned(),
        files: vec![FileInfo {
            file_type: "text/plain".to_owned(),
            size: size.to_owned(),
            link: "http://127.0.0.1/f".to_owned(),
            progress: "1".to_owned(),
            time: Some("1".to_owned()),
        }],
    };
    for size in ["300", "30"] {
        let mut trace = Trace::new();
        trace
            .creates("s1", "File-Transfer", "a subject")
            .stimulus("peer-accepts-session", &[("session_id", "s1")], "")
            .transfers("s1", done())
            .wait(2_000)
            .on("A", "CloseSession", "s1", done());
        let shown = ok(&list(size).to_xml());
        trace.on("A", "GetFileTransferSession", "s1", shown);
        match size {
            "300" => trace.passes(),
            _ => trace.fails("transfer-metadata", "M-5.5.18-1"),
        }
    }
}

#[test]
fn a_list_by_class_may_miss_a_session_whose_class_changes_meanwhile() {
    for changes in [true, false] {
        let mut trace = Trace::new();
        trace.runs("s1");
        let who = |name: &str| Who::ControlPoint(name.to_owned());
        if changes {
            let change = action("ModifySession", &["s1", "", "", "", "", "Mixed"], done());
            trace.during(220, 280, who("A"), change);
        }
        let list = ok(&sessions_list_of(&[]));
        let search = action("GetSessions", &["", "Chat", ""], list);
        trace.during(200, 300, who("B"), search);
        match changes {
            true => trace.passes(),
            false => trace.fails("list-complete", "M-5.5.12-class"),
        }
    }
}
