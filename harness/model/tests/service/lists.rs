//! What lists have to show, and what tells of things that are not there.

use ctk_model::service::FarSide;

use crate::trace::{Trace, done, fault, filed, ok, text};

const ALL: [&str; 4] = ["", "", "", ""];

#[test]
fn of_what_outlives_a_restart_nothing_is_missing() {
    let (one, two) = (text("the first one"), text("the second one"));
    let sent = |id: &str| filed(if id == "m1" { &one } else { &two }, id, "Sent", "Read");
    let mut trace = Trace::new();
    trace.send(&one, "m1").send(&two, "m2");
    trace.finds(ALL, &[sent("m1"), sent("m2")]);
    trace.stimulus("restart", &[], "");
    let restarted = trace.seen.clone();
    trace.finds(ALL, &[]).passes();
    trace.seen.clone_from(&restarted);
    trace.finds(ALL, &[sent("m1"), sent("m2")]).passes();
    trace.seen.clone_from(&restarted);
    trace.act("ReadMessage", &["m2"], fault(701)).passes();
    trace
        .reads("m1", &sent("m1"))
        .fails("list-complete", "M-5.5.4-1");
}

#[test]
fn a_list_lacks_what_meets_all_its_criteria() {
    let mut trace = Trace::new();
    trace.arrives("m1", "good morning");
    let known = [filed(&text("good morning"), "m1", "Received", "Unread")];
    let cases = [
        (["SMS", "", "Unread", ""], "M-5.5.4-combined"),
        (["SMS", "Received", "", ""], "M-5.5.4-combined"),
        (["SMS", "", "", ""], "M-5.5.4-class"),
        (["", "", "Unread", ""], "M-5.5.4-status"),
    ];
    for (criteria, requirement) in cases {
        let arrived = trace.seen.clone();
        trace.finds(criteria, &known).passes();
        trace.seen.clone_from(&arrived);
        trace
            .finds(criteria, &[])
            .fails("list-complete", requirement);
        trace.seen = arrived;
    }
}

#[test]
fn ids_with_other_zeros_are_other_ids() {
    let said = text("good morning");
    let spelt = |id: &str| {
        let mut trace = Trace::new();
        trace.stimulus("reset", &[], "").send(&said, "a1b7.10");
        let shown = filed(&said, id, "Sent", "Read");
        trace.reads(id, &shown);
        trace
    };
    spelt("a1b7.10").passes();
    for id in ["a1b7.010", "a01b7.10", "a1b7.1"] {
        spelt(id).fails("id-exact", "M-5.5.5-701");
    }
}

#[test]
fn a_notification_does_not_end_what_it_comes_in_the_midst_of() {
    use crate::trace::{action, done, empty_list};
    use ctk_model::service::{What, Who};
    let by = |name: &str| Who::ControlPoint(name.to_owned());
    let mut trace = Trace::new();
    trace.arrives("m1", "good morning");
    trace.during(
        100,
        200,
        by("A"),
        action("SearchMessages", &ALL, ok(&empty_list())),
    );
    let event = What::Event {
        subscription: "S".to_owned(),
        key: Some(1),
        properties: Vec::new(),
    };
    trace.during(150, 152, Who::Device, event);
    if let Some(event) = trace.seen.last_mut() {
        event.source.case = "A".to_owned();
    }
    trace.during(160, 170, by("B"), action("DeleteMessage", &["m1"], done()));
    assert_eq!(trace.judged(), []);
}

/// What differs by its letters alone is excluded only where nothing can be there that was not seen to come.
#[test]
fn ids_in_other_letters_are_other_ids_where_all_are_known() {
    let said = text("good morning");
    for (reset, strangers, far_side, excluded) in [
        (true, false, FarSide::OnDemand, true),
        (true, true, FarSide::OnDemand, false),
        (true, false, FarSide::Free, false),
        (false, false, FarSide::OnDemand, false),
        (false, true, FarSide::Free, false),
    ] {
        let known = || {
            let mut trace = Trace::new();
            (trace.bench.strangers, trace.bench.far_side) = (strangers, far_side);
            if reset {
                trace.stimulus("reset", &[], "");
            }
            trace
        };
        let mut trace = known();
        trace.send(&said, "abc1");
        trace.reads("ABC1", &filed(&said, "ABC1", "Sent", "Read"));
        match excluded {
            true => trace.fails("id-exact", "M-5.5.5-701"),
            false => trace.passes(),
        }
        let mut trace = known();
        trace.creates("abc1", "Chat", "");
        trace.on("A", "CloseSession", "ABC1", done());
        match excluded {
            true => trace.fails("id-exact", "M-5.5.15-706"),
            false => trace.passes(),
        }
    }
}
