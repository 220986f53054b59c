//! Any trace at all: no panic, bounded, and what was allowed stays so.

use ctk_model::document::Message;
use ctk_model::service::{Bench, FarSide, Observation, Outcome, Source, What, Who, judge};
use proptest::prelude::*;

use crate::trace::{action, filed, info, message_list_of, new_messages, text, updates};

const IDS: [&str; 5] = ["m1", "m2", "s1.m3", "M1", ""];
const SESSIONS: [&str; 3] = ["s1", "s2", "S1"];
const FOLDERS: [&str; 6] = [
    "",
    "Received",
    "Outgoing",
    "Sent",
    "Deleted",
    "ClosedSession",
];
const STATUSES: [&str; 5] = ["", "Pending", "Running", "Parked", "Closed"];
const ON_SESSIONS: [&str; 6] = [
    "AcceptSession",
    "JoinSession",
    "LeaveSession",
    "CloseSession",
    "CancelFileTransfer",
    "GetFileTransferSession",
];
const STIMULI: [&str; 12] = [
    "incoming-message",
    "incoming-session",
    "peer-accepts-session",
    "peer-rejects-session",
    "peer-closes-session",
    "peer-joins",
    "peer-leaves",
    "hold-outgoing",
    "deliver-outgoing",
    "local-read",
    "restart",
    "reset",
];

fn a_message(folder: usize, unread: bool, id: usize) -> Message {
    let status = if unread { "Unread" } else { "Read" };
    filed(
        &text("good morning"),
        IDS[id % 5],
        FOLDERS[folder % 6],
        status,
    )
}

#[expect(clippy::too_many_lines, reason = "one scenario, step by step")]
fn what() -> impl Strategy<Value = What> {
    let outcome = |value: String, kind: u8| match kind % 4 {
        0 => Outcome::Fault(701 + u16::from(kind / 4 % 12)),
        1 if kind % 8 == 1 => Outcome::Unknown,
        _ => Outcome::Success(vec![("Out".to_owned(), value)]),
    };
    (
        0..12usize,
        0..64usize,
        0..64usize,
        any::<u8>(),
        any::<bool>(),
    )
        .prop_map(move |(which, a, b, kind, flag)| {
            let shown = a_message(b, flag, a);
            let id = IDS[a % 5];
            let session = SESSIONS[a % 3];
            let out = |value: String| outcome(value, kind);
            let listed = info(session, "Chat", STATUSES[b % 5]);
            match which {
                0 => action("ReadMessage", &[id], out(shown.to_xml())),
                1 => action("DeleteMessage", &[id], out(String::new())),
                2 => {
                    let mut message = text("good morning");
                    message.session_id = flag.then(|| session.to_owned());
                    action("SendMessage", &[&message.to_xml()], out(id.to_owned()))
                }
                3 => {
                    let criteria = ["", FOLDERS[b % 6], ["", "Read", "Unread"][a % 3], ""];
                    let list: Vec<Message> = (0..kind % 4)
                        .map(|at| a_message(b + usize::from(at), flag, a + usize::from(at)))
                        .collect();
                    action("SearchMessages", &criteria, out(message_list_of(&list)))
                }
                4 => action("GetNewMessages", &[], out(new_messages(&[id]))),
                5 => action(
                    "CreateSession",
                    &["Chat", "", "x", ""],
                    out(session.to_owned()),
                ),
                6 => action(ON_SESSIONS[b % 6], &[session], out(String::new())),
                7 => {
                    let by = if flag { session } else { "" };
                    let list = crate::trace::sessions_list_of(&[listed]);
                    action("GetSessions", &[by, "", STATUSES[b % 5]], out(list))
                }
                8 => {
                    let values = [session, "", "", "y", "", if flag { "SMS" } else { "" }];
                    action("ModifySession", &values, out(String::new()))
                }
                9 => What::Event {
                    subscription: "S".to_owned(),
                    key: Some(u32::from(kind)),
                    properties: vec![
                        ("NewMessages".to_owned(), new_messages(&[id])),
                        (
                            "SessionUpdates".to_owned(),
                            updates(&[(session, "session closed", STATUSES[b % 5])]),
                        ),
                    ],
                },
                10 => What::Gap {
                    text: id.to_owned(),
                },
                _ => What::Stimulus {
                    name: STIMULI[b % 12].to_owned(),
                    fields: [
                        ("session_id".to_owned(), session.to_owned()),
                        ("message_id".to_owned(), id.to_owned()),
                        ("peer".to_owned(), "Ann".to_owned()),
                        ("enabled".to_owned(), flag.to_string()),
                    ]
                    .into(),
                    done: kind % 8 != 0,
                    session_id: Some(session.to_owned()),
                    message_id: Some(id.to_owned()),
                },
            }
        })
}

fn observations() -> impl Strategy<Value = Vec<Observation>> {
    let one = (what(), 0..30u64, 0..60u64, 0..3u8);
    proptest::collection::vec(one, 0..60).prop_map(|all| {
        let mut now = 0;
        // What one control point does, it does in order; by a coarse clock, the next may begin while it ends.
        let mut over = [0; 3];
        let mut seen = Vec::new();
        for (exchange, (what, gap, long, who)) in (1..).zip(all) {
            now += gap;
            let who = usize::from(who);
            let name = ["A", "B", "C"][who].to_owned();
            let from = now.max(over[who] - over[who].min(2));
            let to = (from + long).max(over[who]);
            over[who] = to;
            seen.push(Observation {
                source: Source {
                    case: name.clone(),
                    exchange,
                },
                from,
                to: Some(to),
                who: Who::ControlPoint(name),
                what,
            });
        }
        seen
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn the_beginning_of_an_allowed_trace_is_allowed(seen in observations(), end in 0..60usize, free in any::<bool>()) {
        let mut bench = Bench::full();
        if free {
            (bench.far_side, bench.settle_ms) = (FarSide::Free, 25);
        }
        let whole = judge(&bench, &seen);
        if whole.contradictions.is_empty() {
            // Only what is over by then: an answer that is still to come is not known either.
            let at = seen.get(end).map_or(u64::MAX, |it| it.from);
            let over = |it: &&Observation| it.to.is_some_and(|to| to < at);
            let beginning: Vec<Observation> = seen.iter().filter(over).cloned().collect();
            let judged = judge(&bench, &beginning);
            prop_assert_eq!(judged.contradictions, []);
        }
    }

    #[test]
    fn strangers_excuse_everything_that_states_can_show(seen in observations()) {
        let bench = Bench { strangers: true, ..Bench::full() };
        let by_state = ["message-status", "message-gone", "list-complete", "session-status", "session-there", "session-action"];
        for it in judge(&bench, &seen).contradictions {
            prop_assert!(!by_state.contains(&it.rule.as_str()), "{it:?}");
        }
    }
}
