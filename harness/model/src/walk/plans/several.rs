//! Several of a kind, where a device may think of one: in turn, at once, or waiting together.

use super::people::peer;
use super::session_lives::{close, conversation, hear, say};
use super::transfers;
use crate::walk::generator::Generator;
use crate::walk::plan::{Plan, field, id, named, text};
use crate::walk::step::{By, Field, People, Value};
use crate::walk::world::Place;

/// So many messages arrive one after the other.
const ARRIVALS: usize = 18;
/// So many peers ask one after the other.
const REQUESTS: usize = 6;
/// So many things are said and heard in one session.
const SAID: usize = 12;
/// So often a session is left and joined again.
const TURNS: usize = 8;
/// So many sessions are searched one after the other.
const SEARCHED: usize = 8;

/// So many messages that nobody has read are read at the end.
const UNREAD: usize = 24;

/// Messages of one kind arrive within a second, and none is lost.
pub(super) fn arrivals(generator: &mut Generator, plan: &mut Plan) {
    let classes = generator.terrain.message_classes.clone();
    let plain: Vec<String> = classes
        .into_iter()
        .filter(|class| matches!(class.as_str(), "SMS" | "Instant Message"))
        .collect();
    let Some(class) = generator.rarest("arrivals", &plain, Clone::clone) else {
        return;
    };
    let mut first = None;
    for number in 0..ARRIVALS {
        let word = generator.word();
        let fields = [
            ("class", field(&class)),
            ("from", field(&peer(&class, number))),
            ("text", field(&word)),
        ];
        let arrived = plan.stimulate("incoming-message", &fields);
        first.get_or_insert(arrived);
    }
    // The others are told all the same.
    if let Some(first) = first {
        plan.read(first);
    }
    plan.invoke("GetNewMessages", &[]);
    plan.search([&class, "Received", "Unread", ""]);
}

/// Several peers ask for a session within a second.
pub(super) fn requests(generator: &mut Generator, plan: &mut Plan) {
    let classes = generator.terrain.session_classes.clone();
    let Some(class) = generator.rarest("requests", &classes, Clone::clone) else {
        return;
    };
    let asked: Vec<u32> = (0..REQUESTS).map(|_| generator.ask(plan, &class)).collect();
    plan.sessions(["", &class, "Pending"]);
    if let Some(last) = asked.last() {
        plan.on_session(By::First, "AcceptSession", &format!("{{{last}}}"));
    }
    plan.sessions(["", &class, "Running"]);
    plan.sessions(["", &class, "Pending"]);
}

/// A session is left and joined again and again.
pub(super) fn in_turn(generator: &mut Generator, plan: &mut Plan) {
    let Some((class, _)) = conversation(generator, "in-turn") else {
        return;
    };
    let session = generator.running(plan, &class);
    let id = format!("{{{session}}}");
    for turn in 0..TURNS {
        plan.on_session(By::First, "LeaveSession", &id);
        if turn % 2 == 0 {
            plan.look(session);
        } else {
            plan.sessions(["", &class, "Parked"]);
            // Nobody is in it who might leave once more.
            plan.on_session(By::First, "LeaveSession", &id);
        }
        plan.on_session(By::First, "JoinSession", &id);
        match turn % 3 {
            1 => plan.look(session),
            // What one control point is told is told to the other too.
            2 => {
                for who in [By::First, By::Second] {
                    plan.invoke_as(who, "GetSessionUpdates", &[]);
                }
            }
            _ => {}
        }
    }
    plan.sessions(["", &class, "Running"]);
}

/// Messages wait in a session, and one of them is delivered.
pub(super) fn held_in_session(generator: &mut Generator, plan: &mut Plan) {
    let Some((class, said)) = conversation(generator, "held-in") else {
        return;
    };
    if !generator.terrain.has_stimulus("hold-outgoing") {
        return;
    }
    let session = generator.running(plan, &class);
    let within = format!("{{{session}}}");
    plan.stimulate("hold-outgoing", &[("enabled", Field::Flag(true))]);
    let one = say(generator, plan, session, &said);
    let two = say(generator, plan, session, &said);
    hear(generator, plan, session, &said);
    for (folder, status) in [("", "Unread"), ("Outgoing", ""), ("Sent", "")] {
        plan.search(["", folder, status, &within]);
    }
    plan.search([&said, "Outgoing", "Unread", ""]);
    plan.search([&said, "", "Unread", &within]);
    plan.stimulate("deliver-outgoing", &[("message_id", named(two))]);
    plan.search(["", "Outgoing", "", &within]);
    plan.search(["", "Sent", "Read", &within]);
    plan.invoke("DeleteMessage", &[("MessageID", id(one))]);
    plan.search(["", "", "", &within]);
    plan.stimulate("hold-outgoing", &[("enabled", Field::Flag(false))]);
    plan.search(["", "Outgoing", "", ""]);
    plan.read(one);
    plan.read(two);
}

/// Messages wait in a session that its control point leaves, or closes, and are delivered all the same.
pub(super) fn held_and_left(generator: &mut Generator, plan: &mut Plan) {
    let Some((class, said)) = conversation(generator, "held-and-left") else {
        return;
    };
    if !generator.terrain.has_stimulus("hold-outgoing") {
        return;
    }
    for action in ["LeaveSession", "CloseSession"] {
        let session = generator.running(plan, &class);
        let within = format!("{{{session}}}");
        plan.stimulate("hold-outgoing", &[("enabled", Field::Flag(true))]);
        let waits = say(generator, plan, session, &said);
        plan.on_session(By::First, action, &within);
        plan.search(["", "", "", &within]);
        plan.stimulate("deliver-outgoing", &[("message_id", named(waits))]);
        plan.search(["", "", "", &within]);
        plan.read(waits);
        plan.stimulate("hold-outgoing", &[("enabled", Field::Flag(false))]);
    }
}

/// Two sessions with a transfer each that is held up.
fn two_held_up(generator: &mut Generator, plan: &mut Plan) -> Option<(u32, u32)> {
    let one = transfers::session(generator, plan);
    let two = transfers::session(generator, plan);
    let (one, two) = one.zip(two)?;
    transfers::stall(plan, true);
    transfers::start(generator, plan, one);
    transfers::start(generator, plan, two);
    Some((one, two))
}

/// Of two transfers that are held up one is cancelled.
pub(super) fn two_transfers(generator: &mut Generator, plan: &mut Plan) {
    if !generator.terrain.has_stimulus("stall-file-transfer") {
        return;
    }
    let Some((one, two)) = two_held_up(generator, plan) else {
        return;
    };
    plan.on_session(By::First, "CancelFileTransfer", &format!("{{{one}}}"));
    plan.look(two);
    plan.on_session(By::First, "CancelFileTransfer", &format!("{{{two}}}"));
    transfers::stall(plan, false);
    // Each shows its own files once it is closed.
    for session in [one, two] {
        transfers::start(generator, plan, session);
    }
    plan.look(two);
    for session in [one, two] {
        plan.on_session(By::First, "CloseSession", &format!("{{{session}}}"));
    }
    for session in [one, two] {
        plan.on_session(
            By::First,
            "GetFileTransferSession",
            &format!("{{{session}}}"),
        );
    }
}

/// Of two transfers that are held up one is completed: that one is told to be.
pub(super) fn completed_of_two(generator: &mut Generator, plan: &mut Plan) {
    let stimuli = ["stall-file-transfer", "complete-file-transfer"];
    if !stimuli.iter().all(|it| generator.terrain.has_stimulus(it)) {
        return;
    }
    let Some((one, two)) = two_held_up(generator, plan) else {
        return;
    };
    plan.stimulate("complete-file-transfer", &[("session_id", named(one))]);
    plan.listen();
    plan.on_session(By::First, "CancelFileTransfer", &format!("{{{two}}}"));
    transfers::stall(plan, false);
}

/// The class of a session changes, and it is listed by the new one.
pub(super) fn class_changes(generator: &mut Generator, plan: &mut Plan) {
    let mut pairs = (0..4).filter_map(|_| conversation(generator, "class-changes"));
    let Some((class, said)) = pairs.find(|(class, _)| class != "Mixed") else {
        return;
    };
    let session = generator.running(plan, &class);
    let before = say(generator, plan, session, &said);
    let other = generator.terrain.session_classes.clone();
    let other: Vec<String> = other.into_iter().filter(|it| *it != class).collect();
    let Some(other) = generator.rarest("changed-to", &other, Clone::clone) else {
        return;
    };
    let id = format!("{{{session}}}");
    plan.on_session(By::Second, "JoinSession", &id);
    plan.modify(&id, &[("SessionClass", text(&other))]);
    plan.look(session);
    // Who takes part is no matter of the class.
    for who in [By::First, By::Second] {
        plan.on_session(who, "LeaveSession", &id);
        plan.look(session);
    }
    plan.on_session(By::First, "JoinSession", &id);
    // A class of Table 6 is asked for again: Mixed stays.
    for class in [class.as_str(), "Mixed"] {
        plan.sessions(["", class, ""]);
        plan.sessions(["", class, "Running"]);
    }
    // What was said before is of the class that it was said in.
    plan.read(before);
    plan.on_session(By::First, "LeaveSession", &id);
    plan.sessions(["", "Mixed", "Parked"]);
    close(generator, plan, session);
    plan.look(session);
}

/// Much is said in a session, in turn and all at once: its list of messages has everything, in order.
pub(super) fn much_said(generator: &mut Generator, plan: &mut Plan) {
    let Some((class, said)) = conversation(generator, "much-said") else {
        return;
    };
    let session = generator.running(plan, &class);
    let within = format!("{{{session}}}");
    for number in 0..SAID {
        match number % 3 {
            0 => say(generator, plan, session, &said),
            _ => hear(generator, plan, session, &said),
        };
        if number % 5 == 4 {
            plan.look(session);
        }
    }
    plan.search(["", "", "", &within]);
    plan.look(session);
    plan.invoke("GetNewMessages", &[]);
    plan.on_session(By::First, "LeaveSession", &within);
    plan.look(session);
    plan.search(["", "", "Unread", &within]);
}

/// What was sent and never read is read, so that what a list showed of it can be told from what it is. A session becomes Running,
/// and is left; each is told by itself.
pub(in crate::walk) fn closing(generator: &mut Generator, plan: &mut Plan) {
    let messages = generator.world.messages.iter();
    let unread = messages.filter(|it| !it.incoming && !it.read && it.place != Place::Gone);
    for message in unread.take(UNREAD) {
        plan.read(message.number);
    }
    let Some((class, _)) = conversation(generator, "closing") else {
        return;
    };
    let session = generator.running(plan, &class);
    plan.listen();
    plan.on_session(By::First, "LeaveSession", &format!("{{{session}}}"));
}

/// Something is told by itself, with time before and after it.
pub(super) fn told_alone(generator: &mut Generator, plan: &mut Plan) {
    let Some((class, _)) = conversation(generator, "told-alone") else {
        return;
    };
    let session = generator.running(plan, &class);
    let other = generator.running(plan, &class);
    let id = format!("{{{session}}}");
    plan.on_session(By::First, "LeaveSession", &id);
    plan.listen();
    plan.stimulate("peer-closes-session", &[("session_id", named(session))]);
    plan.listen();
    let id = format!("{{{other}}}");
    for action in ["LeaveSession", "JoinSession"] {
        plan.on_session(By::First, action, &id);
        plan.listen();
    }
}

/// People are added and removed, several at a time.
pub(super) fn people_change(generator: &mut Generator, plan: &mut Plan) {
    let Some((class, _)) = conversation(generator, "people-change") else {
        return;
    };
    let session = generator.running(plan, &class);
    let id = format!("{{{session}}}");
    let (add, remove) = ("SessionRecipientsToAdd", "SessionRecipientsToRemove");
    let changes = [
        (add, 5, 3, 0),
        (add, 11, 0, 2),
        (remove, 6, 1, 0),
        (remove, 5, 3, 0),
        (add, 6, 1, 1),
    ];
    for (part, from, count, copies) in changes {
        let people = People {
            to: generator.some(&class, from, count).to,
            cc: generator.some(&class, from + count, copies).to,
            ..People::default()
        };
        if people.to.is_empty() && people.cc.is_empty() {
            return;
        }
        plan.modify(&id, &[(part, Value::Recipients(people))]);
        plan.look(session);
    }
    // One comes and another goes at once.
    let both = [
        (add, Value::Recipients(generator.some(&class, 8, 1))),
        (remove, Value::Recipients(generator.some(&class, 6, 1))),
    ];
    plan.modify(&id, &both);
    plan.look(session);
    // Nobody comes or goes with another part.
    let subject = generator.text("session-subject", true);
    plan.modify(&id, &[("Subject", text(&subject))]);
    plan.look(session);
    plan.on_session(By::First, "LeaveSession", &id);
    plan.look(session);
}

/// A session that is Parked takes no message of the kit's, and keeps what arrives.
pub(super) fn parked(generator: &mut Generator, plan: &mut Plan) {
    let Some((class, said)) = conversation(generator, "parked") else {
        return;
    };
    let session = generator.running(plan, &class);
    let id = format!("{{{session}}}");
    plan.on_session(By::First, "LeaveSession", &id);
    say(generator, plan, session, &said);
    plan.search(["", "", "", &id]);
    let heard = hear(generator, plan, session, &said);
    plan.look(session);
    plan.search(["", "", "", &id]);
    if generator.dice.chance(1, 2) {
        plan.read(heard);
        plan.search(["", "", "Unread", &id]);
    }
    plan.on_session(By::First, "JoinSession", &id);
    plan.search(["", "", "", &id]);
    plan.on_session(By::First, "LeaveSession", &id);
    plan.stimulate("peer-closes-session", &[("session_id", named(session))]);
    plan.look(session);
}

/// The oldest sessions are searched, one after the other: their ids are the shortest, where a device counts.
pub(super) fn sweep(generator: &mut Generator, plan: &mut Plan) {
    for session in generator.world.sessions.iter().take(SEARCHED) {
        plan.search(["", "", "", &format!("{{{}}}", session.number)]);
    }
}

/// A control point whose action is refused takes no part, and ends nothing.
pub(super) fn outsiders(generator: &mut Generator, plan: &mut Plan) {
    if !generator.terrain.second {
        return;
    }
    let Some((class, _)) = conversation(generator, "outsiders") else {
        return;
    };
    let (first, second) = (By::First, By::Second);
    let session = generator.running(plan, &class);
    let id = format!("{{{session}}}");
    plan.on_session(second, "LeaveSession", &id);
    plan.look(session);
    plan.on_session(second, "AcceptSession", &id);
    plan.on_session(first, "LeaveSession", &id);
    plan.look(session);
    let asked = generator.create(plan, &class);
    let id = format!("{{{asked}}}");
    plan.on_session(second, "JoinSession", &id);
    plan.stimulate("peer-accepts-session", &[("session_id", named(asked))]);
    plan.on_session(first, "LeaveSession", &id);
    plan.look(asked);
    plan.on_session(first, "JoinSession", &id);
    plan.on_session(second, "CloseSession", &id);
    plan.look(asked);
}
