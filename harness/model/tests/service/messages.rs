//! Messages: what moves them, what they say, and which lists they are in.

use crate::trace::{Trace, fault, filed, new_messages, ok, text};

const ALL: [&str; 4] = ["", "", "", ""];

#[test]
fn a_message_that_was_read_stays_read() {
    let said = text("good morning");
    let received = filed(&said, "m1", "Received", "Read");
    let mut trace = Trace::new();
    trace.arrives("m1", "good morning").reads("m1", &received);
    trace.finds(ALL, std::slice::from_ref(&received)).passes();
    let unread = filed(&said, "m1", "Received", "Unread");
    trace
        .finds(ALL, &[unread])
        .fails("message-status", "M-5.5.5-2");
}

#[test]
fn the_answer_may_show_the_message_before_it_was_read() {
    let unread = filed(&text("good morning"), "m1", "Received", "Unread");
    let mut trace = Trace::new();
    trace.arrives("m1", "good morning").reads("m1", &unread);
    trace.passes();
    trace
        .reads("m1", &unread)
        .fails("message-status", "M-5.5.5-2");
}

#[test]
fn an_incoming_message_is_unread_until_it_is_read() {
    let said = text("good morning");
    let mut trace = Trace::new();
    trace.arrives("m1", "good morning");
    trace
        .finds(ALL, &[filed(&said, "m1", "Received", "Unread")])
        .passes();
    trace
        .finds(ALL, &[filed(&said, "m1", "Received", "Read")])
        .fails("message-status", "M-5.3.9-1");
}

#[test]
fn one_of_two_held_messages_is_delivered() {
    let (one, other) = (text("the first one"), text("the second one"));
    let mut trace = Trace::new();
    trace
        .stimulus("hold-outgoing", &[("enabled", "true")], "")
        .send(&one, "m1")
        .send(&other, "m2")
        .stimulus("deliver-outgoing", &[("message_id", "m1")], "")
        .reads("m1", &filed(&one, "m1", "Sent", "Read"))
        .finds(
            ["", "Outgoing", "", ""],
            &[filed(&other, "m2", "Outgoing", "Unread")],
        );
    trace.passes();
    trace
        .reads("m2", &filed(&other, "m2", "Sent", "Read"))
        .fails("message-moves", "M-5.5.6-1");
}

#[test]
fn a_sent_message_does_not_go_back() {
    let said = text("good morning");
    let mut trace = Trace::new();
    trace
        .send(&said, "m1")
        .reads("m1", &filed(&said, "m1", "Sent", "Read"));
    trace.passes();
    trace
        .reads("m1", &filed(&said, "m1", "Outgoing", "Unread"))
        .fails("message-moves", "M-5.5.5-1");
}

#[test]
fn deletion_keeps_the_status() {
    let said = text("good morning");
    let deleted = |status| filed(&said, "m1", "Deleted", status);
    let mut trace = Trace::new();
    trace.arrives("m1", "good morning").deletes("m1");
    trace
        .finds(["", "Deleted", "", ""], &[deleted("Unread")])
        .passes();
    trace
        .finds(["", "Deleted", "", ""], &[deleted("Read")])
        .fails("message-status", "M-5.5.7-4");
}

#[test]
fn nothing_moves_a_message_but_its_own_deletion() {
    let said = text("good morning");
    let mut trace = Trace::new();
    trace
        .arrives("m1", "good morning")
        .arrives("m2", "good morning")
        .deletes("m1");
    let received = |id| filed(&said, id, "Received", "Unread");
    trace
        .finds(["", "Received", "", ""], &[received("m2")])
        .passes();
    trace
        .finds(["", "Received", "", ""], &[])
        .fails("list-complete", "M-5.5.4-folder");
}

#[test]
fn what_was_removed_does_not_come_back() {
    let said = text("good morning");
    let mut trace = Trace::new();
    trace
        .arrives("m1", "good morning")
        .deletes("m1")
        .deletes("m1")
        .act("ReadMessage", &["m1"], fault(701));
    trace.passes();
    trace
        .finds(ALL, &[filed(&said, "m1", "Received", "Unread")])
        .fails("message-gone", "M-5.5.7-2");
}

#[test]
fn a_message_that_is_there_is_not_refused() {
    let mut trace = Trace::new();
    trace
        .arrives("m1", "good morning")
        .act("ReadMessage", &["m1"], fault(606));
    trace.passes();
    trace
        .act("ReadMessage", &["m1"], fault(701))
        .fails("message-refused", "M-5.5.5-1");
}

#[test]
fn a_message_in_deleted_keeps_its_id() {
    let mut trace = Trace::new();
    trace.arrives("m1", "good morning").deletes("m1").passes();
    trace
        .act("ReadMessage", &["m1"], fault(701))
        .fails("message-refused", "M-5.5.7-1");
}

#[test]
fn what_is_gone_is_not_deleted_again() {
    let mut trace = Trace::new();
    trace
        .arrives("m1", "x")
        .deletes("m1")
        .deletes("m1")
        .passes();
    trace.deletes("m1").fails("message-gone", "M-5.5.7-701");
}

#[test]
fn criteria_hold_together() {
    let said = text("good morning");
    let unread = filed(&said, "m1", "Received", "Unread");
    let mut trace = Trace::new();
    trace.arrives("m1", "good morning");
    trace
        .finds(
            ["SMS", "Received", "Unread", ""],
            std::slice::from_ref(&unread),
        )
        .finds(["SMS", "Received", "Read", ""], &[])
        .finds(["MMS", "Received", "Unread", ""], &[])
        .passes();
    trace
        .finds(["SMS", "Sent", "Unread", ""], std::slice::from_ref(&unread))
        .fails("list-exact", "M-5.5.4-combined");
    let mut trace = Trace::new();
    trace.arrives("m1", "good morning");
    trace
        .finds(["MMS", "", "", ""], &[unread])
        .fails("list-exact", "M-5.5.4-class");
}

#[test]
fn a_list_without_criteria_has_everything() {
    let said = text("good morning");
    let mut trace = Trace::new();
    trace.send(&said, "m1").send(&said, "m2");
    let sent = |id| filed(&said, id, "Sent", "Read");
    trace.finds(ALL, &[sent("m1"), sent("m2")]).passes();
    trace
        .finds(ALL, &[sent("m1")])
        .fails("list-complete", "M-5.5.4-1");
}

#[test]
fn messages_in_deleted_may_be_left_out() {
    let mut trace = Trace::new();
    trace
        .arrives("m1", "good morning")
        .deletes("m1")
        .finds(ALL, &[])
        .passes();
    trace
        .finds(["", "Deleted", "", ""], &[])
        .fails("list-complete", "M-5.5.4-folder");
}

#[test]
fn a_list_that_overlaps_a_change_may_show_either_side() {
    use crate::trace::action;
    use ctk_model::service::Who;
    let said = text("good morning");
    let by = |name: &str| Who::ControlPoint(name.to_owned());
    let list = |shown: &[_]| {
        let mut other = Trace::new();
        other.finds(["", "Received", "", ""], shown);
        other.seen.remove(0).what
    };
    let unread = filed(&said, "m1", "Received", "Unread");
    for shown in [vec![unread.clone()], Vec::new()] {
        let mut trace = Trace::new();
        trace.arrives("m1", "good morning");
        trace.during(
            100,
            200,
            by("A"),
            action("DeleteMessage", &["m1"], crate::trace::done()),
        );
        trace.during(150, 250, by("B"), list(&shown));
        trace.passes();
    }
    let mut trace = Trace::new();
    trace.arrives("m1", "good morning");
    trace.during(
        100,
        200,
        by("A"),
        action("DeleteMessage", &["m1"], crate::trace::done()),
    );
    trace.during(210, 250, by("B"), list(&[unread]));
    trace.fails("message-moves", "M-F2-received-deletemessage");
}

#[test]
fn new_messages_are_those_that_were_not_read() {
    let mut trace = Trace::new();
    trace
        .arrives("m1", "good morning")
        .arrives("m2", "good evening")
        .act("GetNewMessages", &[], ok(&new_messages(&["m1", "m2"])))
        .reads(
            "m1",
            &filed(&text("good morning"), "m1", "Received", "Read"),
        )
        .act("GetNewMessages", &[], ok(&new_messages(&["m2"])));
    trace.passes();
    let good = trace.seen.clone();
    trace
        .act("GetNewMessages", &[], ok(&new_messages(&["m1", "m2"])))
        .fails("new-messages", "M-5.5.3-1");
    trace.seen = good;
    trace
        .act("GetNewMessages", &[], ok(&new_messages(&[])))
        .fails("new-messages", "M-5.5.3-1");
}

#[test]
fn what_was_sent_is_no_new_message() {
    let mut trace = Trace::new();
    trace.send(&text("good morning"), "m1").passes();
    trace
        .act("GetNewMessages", &[], ok(&new_messages(&["m1"])))
        .fails("new-messages", "M-5.5.3-1");
}

#[test]
fn an_event_lists_what_was_not_read() {
    let mut trace = Trace::new();
    trace
        .arrives("m1", "good morning")
        .event("NewMessages", new_messages(&["m1"]))
        .reads(
            "m1",
            &filed(&text("good morning"), "m1", "Received", "Read"),
        )
        // It may have been on its way.
        .event("NewMessages", new_messages(&["m1"]));
    trace.passes();
    trace
        .wait(40_000)
        .event("NewMessages", new_messages(&["m1"]))
        .fails("new-messages", "M-5.5.3-1");
}

#[test]
fn an_id_is_given_once() {
    let said = text("good morning");
    let mut trace = Trace::new();
    trace.send(&said, "m1").send(&said, "m2").passes();
    trace.send(&said, "m2").fails("id-given-once", "M-5.3.6-3");
}

#[test]
fn ids_are_compared_as_they_stand() {
    let said = text("good morning");
    let sent = filed(&said, "abc1", "Sent", "Read");
    let mut trace = Trace::new();
    trace
        .stimulus("reset", &[], "")
        .send(&said, "abc1")
        .finds(ALL, std::slice::from_ref(&sent));
    trace
        .act("ReadMessage", &["ABC1"], fault(701))
        .act("DeleteMessage", &[" abc1"], fault(701))
        .passes();
    trace
        .act(
            "ReadMessage",
            &["ABC1"],
            ok(&filed(&said, "ABC1", "Sent", "Read").to_xml()),
        )
        .fails("id-exact", "M-5.5.5-701");
    let mut trace = Trace::new();
    trace.send(&said, "abc1").passes();
    trace.deletes("abc1 ").fails("id-exact", "M-5.5.7-701");
}

#[test]
fn the_message_asked_for_is_the_one_that_is_shown() {
    let said = text("good morning");
    let mut trace = Trace::new();
    trace.send(&said, "m1").send(&said, "m2");
    trace
        .reads("m1", &filed(&said, "m1", "Sent", "Read"))
        .passes();
    trace
        .reads("m1", &filed(&said, "m2", "Sent", "Read"))
        .fails("id-exact", "M-5.5.5-1");
}

#[test]
fn what_was_refused_is_not_stored() {
    let said = text("good morning, everybody");
    let mut trace = Trace::new();
    trace
        .stimulus("reset", &[], "")
        .act("SendMessage", &[&said.to_xml()], fault(703))
        .passes();
    trace
        .reads("m7", &filed(&said, "m7", "Sent", "Read"))
        .fails("failure-leaves-nothing", "M-5.5.6-703");
}

#[test]
fn values_that_are_none_are_errors() {
    let mut trace = Trace::new();
    trace
        .act("SearchMessages", &["sms", "", "", ""], fault(702))
        .act(
            "SearchMessages",
            &["", "", "", ""],
            ok(&crate::trace::empty_list()),
        )
        .passes();
    for (criteria, requirement) in [
        (["sms", "", "", ""], "M-5.5.4-702"),
        (["", "Inbox", "", ""], "M-5.5.4-707"),
        (["", "", "unread", ""], "M-5.5.4-705"),
    ] {
        let mut trace = Trace::new();
        trace.finds(criteria, &[]).fails("criteria", requirement);
    }
    let mut trace = Trace::new();
    trace
        .act("SearchMessages", &["SMS", "", "", ""], fault(702))
        .fails("criteria", "M-5.5.4-class");
}

#[test]
fn a_restart_may_lose_messages_but_not_change_them() {
    let said = text("good morning");
    let mut trace = Trace::new();
    trace
        .send(&said, "m1")
        .reads("m1", &filed(&said, "m1", "Sent", "Read"));
    trace.stimulus("restart", &[], "");
    let restarted = trace.seen.len();
    trace.act("ReadMessage", &["m1"], fault(701)).passes();
    trace.seen.truncate(restarted);
    trace
        .reads("m1", &filed(&said, "m1", "Sent", "Read"))
        .passes();
    trace
        .reads("m1", &filed(&text("good m"), "m1", "Sent", "Read"))
        .fails("content", "M-5.5.5-1");
}
