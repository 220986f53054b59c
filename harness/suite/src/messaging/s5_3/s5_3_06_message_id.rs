//! 5.3.6 A_ARG_TYPE_MessageID: what ids look like, and that no two messages share one.

use ctk_model::lexical;
use ctk_record::Judgement;
use ctk_vectors::messaging_2::{action, req};
use ctk_vectors::stimulus;

use crate::case::{Case, Need};
use crate::judging::judgement::Flow;
use crate::tester::Tester;

/// How many messages are sent to see that ids are unique.
const MANY: u32 = 12;

/// The cases.
pub(crate) fn cases() -> Vec<Case> {
    vec![
        page_mode(),
        page_mode_incoming(),
        session_mode(),
        session_mode_incoming(),
        unique(),
        unique_when_alike(),
    ]
}

fn plain(t: &mut Tester<'_>, id: &str, whence: &str) -> Flow {
    t.record(
        Judgement::met(req::M_5_3_6_1, lexical::is_page_message_id(id))
            .asked(whence)
            .accepts(["letters and digits, one at least"])
            .observed(format!("{id:?}")),
    )
}

fn compound(t: &mut Tester<'_>, session: &str, id: &str, whence: &str) -> Flow {
    let fits = lexical::split_session_message_id(id)
        .is_some_and(|(of_session, own)| of_session == session && !own.is_empty());
    t.record(
        Judgement::met(req::M_5_3_6_2, fits)
            .asked(whence)
            .accepts(["the session's id, a dot, letters and digits"])
            .observed(if fits {
                format!("{id:?} in session {session:?}")
            } else {
                format!("{id:?} is not in the form {session:?}.MessageID")
            }),
    )
}

/// 5.3.6: in page mode an id has letters and digits alone.
fn page_mode() -> Case {
    Case::new(
        "5.3.6/page-mode-id",
        "SendMessage in page mode returns an id of letters and digits",
    )
    .covers(&[req::M_5_3_6_1])
    .needs(&[Need::Action(action::SEND_MESSAGE), Need::Recipient])
    .own_objects(1)
    .body(|t| {
        let class = t.classes().any_message()?;
        let message = t.messages().draft(&class)?;
        let id = t.messages().sent(&message)?;
        plain(t, &id, "SendMessage in page mode")
    })
}

/// 5.3.6: the same for a message that arrives.
fn page_mode_incoming() -> Case {
    Case::new(
        "5.3.6/page-mode-id-incoming",
        "a message that arrives in page mode has an id of letters and digits",
    )
    .covers(&[req::M_5_3_6_1])
    .needs(&[Need::Stimulus(stimulus::INCOMING_MESSAGE)])
    .own_objects(0)
    .body(|t| {
        let class = t.classes().any_message()?;
        let id = t.messages().incoming(&class)?;
        plain(t, &id, "a message arrives in page mode")
    })
}

/// 5.3.6: in session mode an id is the session's, a dot, and letters and digits.
fn session_mode() -> Case {
    Case::new(
        "5.3.6/session-mode-id",
        "SendMessage in a session returns the session's id, a dot, and an id",
    )
    .covers(&[req::M_5_3_6_2])
    .needs(&[
        Need::Action(action::SEND_MESSAGE),
        Need::SessionMode,
        Need::RunningSession,
        Need::Recipient,
    ])
    .own_objects(1)
    .body(|t| {
        let (session_class, class) = t.classes().conversation()?;
        let session = t.sessions().running(session_class)?;
        let message = t.messages().draft_in(&session, class)?;
        let id = t.messages().sent(&message)?;
        compound(t, &session, &id, "SendMessage in a session")
    })
}

/// 5.3.6: the same for a message that arrives in a session.
fn session_mode_incoming() -> Case {
    Case::new(
        "5.3.6/session-mode-id-incoming",
        "a message that arrives in a session has the session's id, a dot, and an id",
    )
    .covers(&[req::M_5_3_6_2])
    .needs(&[
        Need::SessionMode,
        Need::RunningSession,
        Need::Recipient,
        Need::Stimulus(stimulus::INCOMING_MESSAGE),
    ])
    .own_objects(0)
    .body(|t| {
        let (session_class, class) = t.classes().conversation()?;
        let session = t.sessions().running(session_class)?;
        let text = t.unique("http://page.example.invalid/")?;
        let in_session = serde_json::json!({ "session_id": session });
        let id = t.messages().incoming_with(class, &text, in_session)?;
        compound(t, &session, &id, "a message arrives in a session")
    })
}

/// 5.3.6: no two messages have one id, and each id leads to its own message.
fn unique() -> Case {
    Case::new(
        "5.3.6/ids-are-unique",
        "of many messages each has an id of its own, which leads to it",
    )
    .covers(&[req::M_5_3_6_3])
    .needs(&[
        Need::Action(action::SEND_MESSAGE),
        Need::Action(action::READ_MESSAGE),
        Need::Recipient,
    ])
    .own_objects(MANY)
    .body(judge_unique)
}

fn judge_unique(t: &mut Tester<'_>) -> Flow {
    let class = t.classes().any_message()?;
    let mut known: Vec<(String, Option<String>)> = Vec::new();
    for _ in 0..MANY {
        let message = t.messages().draft(&class)?;
        let id = t.messages().sent(&message)?;
        let before = known.iter().position(|(other, _)| *other == id);
        known.push((id, message.text));
        let Some(before) = before else { continue };
        let observed = format!(
            "messages {} and {} have the id {:?}",
            before + 1,
            known.len(),
            known[before].0
        );
        return not_unique(t, observed);
    }
    for (number, (id, text)) in known.iter().enumerate() {
        let Some(read) = t.messages().read(id)? else {
            continue;
        };
        let other = known
            .iter()
            .position(|(_, text)| *text == read.text)
            .filter(|other| *other != number && read.text != *text);
        if let Some(other) = other {
            let observed = format!(
                "the id of message {} leads to message {}",
                number + 1,
                other + 1
            );
            return not_unique(t, observed);
        }
    }
    t.record(
        Judgement::met(req::M_5_3_6_3, true)
            .asked("many messages are sent, and read by their ids")
            .accepts(["as many ids as messages"])
            .observed(format!("{} different ids", known.len())),
    )
}

/// 5.3.6: messages that say the same are two messages.
fn unique_when_alike() -> Case {
    Case::new(
        "5.3.6/ids-of-like-messages",
        "two messages that say the same have two ids",
    )
    .covers(&[req::M_5_3_6_3])
    .needs(&[Need::Action(action::SEND_MESSAGE), Need::Recipient])
    .own_objects(2)
    .body(|t| {
        let class = t.classes().any_message()?;
        let message = t.messages().draft(&class)?;
        let first = t.messages().sent(&message)?;
        let second = t.messages().sent(&message)?;
        t.record(
            Judgement::met(req::M_5_3_6_3, first != second)
                .asked("SendMessage twice with the same message")
                .accepts(["two ids"])
                .observed(format!("{first:?} and {second:?}")),
        )
    })
}

fn not_unique(t: &mut Tester<'_>, observed: String) -> Flow {
    t.record(
        Judgement::met(req::M_5_3_6_3, false)
            .asked("many messages are sent, and read by their ids")
            .accepts(["as many ids as messages"])
            .observed(observed),
    )
}
