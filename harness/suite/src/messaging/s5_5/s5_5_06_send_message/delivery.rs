//! 5.5.6.3 SendMessage and delivery: Outgoing and Unread until the far side has it, Sent and Read then.

use ctk_model::expectation::Expectation;
use ctk_record::{Judgement, Suspect};
use ctk_vectors::messaging_2::{action, message_folder, message_status, req};
use ctk_vectors::{stimulus, waits};

use super::sending::sending;
use crate::case::{Case, Need};
use crate::judging::judgement::{Flow, Stop};
use crate::tester::Tester;

/// The cases.
pub(crate) fn cases() -> Vec<Case> {
    vec![
        held(),
        answers_at_once(),
        delivered_by_tester(),
        delivered(),
    ]
}

/// 5.5.6.3: until it is delivered the message is in Outgoing, and Unread.
fn held() -> Case {
    sending(
        "5.5.6/held-in-outgoing",
        "a message that is not delivered yet is in Outgoing and Unread",
        req::M_5_5_6_1,
    )
    .clause("5.5.6.3")
    .covers(&[req::M_5_5_6_2])
    .needs(&[
        Need::Stimulus(stimulus::HOLD_OUTGOING),
        Need::Action(action::SEARCH_MESSAGES),
    ])
    .own_objects(2)
    .alone()
    .body(|t| {
        let class = t.classes().any_message()?;
        t.folders().hold_outgoing()?;
        let message = t.messages().draft(&class)?;
        let reply = t.messages().send(&message)?;
        t.judge(&reply, &Expectation::success(req::M_5_5_6_1))?;
        let id = reply.output("MessageID").unwrap_or_default().to_owned();
        let seen = t.folders().look_at(&id)?;
        if seen.folder() != message_folder::OUTGOING {
            t.folders().expect_held(&class)?;
        }
        t.record(
            Judgement::met(req::M_5_5_6_1, seen.folder() == message_folder::OUTGOING)
                .asked(&reply.asked)
                .accepts(["in Outgoing"])
                .observed(seen.describe())
                .exchanges([reply.exchange]),
        )?;
        let Some(status) = seen.status() else {
            return Err(Stop::inconclusive(
                "a search of everything does not list the message",
            ));
        };
        t.record(
            Judgement::met(req::M_5_5_6_2, status == message_status::UNREAD)
                .asked(&reply.asked)
                .accepts(["messageStatus Unread"])
                .observed(format!("messageStatus {status:?} in Outgoing"))
                .exchanges([reply.exchange]),
        )
    })
}

/// 5.5.6: the answer does not wait for the delivery.
fn answers_at_once() -> Case {
    sending(
        "5.5.6/answers-at-once",
        "SendMessage answers while delivery is held",
        req::M_5_5_6_4,
    )
    .clause("5.5.6.3")
    .needs(&[Need::Stimulus(stimulus::HOLD_OUTGOING)])
    .alone()
    .body(|t| {
        let class = t.classes().any_message()?;
        t.folders().hold_outgoing()?;
        let message = t.messages().draft(&class)?;
        let reply = t.messages().send(&message)?;
        let within = waits::REPLY.milliseconds;
        t.judge(&reply, &Expectation::success(req::M_5_5_6_4))?;
        t.record(
            Judgement::met(req::M_5_5_6_4, reply.elapsed_ms <= within)
                .asked(&reply.asked)
                .accepts(["an answer within 30 s, while delivery is held"])
                .observed(format!("an answer after {} ms", reply.elapsed_ms))
                .exchanges([reply.exchange]),
        )
    })
}

/// 5.5.6.3: delivery makes it Sent and Read.
fn delivered_by_tester() -> Case {
    sending(
        "5.5.6/held-then-delivered",
        "once a held message is delivered it is in Sent and Read",
        req::M_5_5_6_3,
    )
    .clause("5.5.6.3")
    .needs(&[
        Need::Stimulus(stimulus::HOLD_OUTGOING),
        Need::Stimulus(stimulus::DELIVER_OUTGOING),
    ])
    .alone()
    .body(|t| {
        let class = t.classes().any_message()?;
        let id = t.folders().in_outgoing(&class)?;
        t.folders().deliver(&id)?;
        judge_sent(t, &id, true)
    })
}

/// 5.5.6.3: the same where the device delivers by itself.
fn delivered() -> Case {
    sending(
        "5.5.6/sent-and-read",
        "once a message is delivered it is in Sent and Read",
        req::M_5_5_6_3,
    )
    .clause("5.5.6.3")
    .body(|t| {
        let class = t.classes().any_message()?;
        let message = t.messages().draft(&class)?;
        let id = t.messages().sent(&message)?;
        judge_sent(t, &id, false)
    })
}

/// A message that was delivered for certain is in Sent; one that leaves Outgoing goes there.
fn judge_sent(t: &mut Tester<'_>, id: &str, certain: bool) -> Flow {
    let within = t.dut().delivery_ms;
    let seen = t
        .folders()
        .look_until(id, within, &[message_folder::SENT])?;
    if seen.folder() == message_folder::OUTGOING && !certain {
        return Err(Stop::Inconclusive {
            reason: format!("message {id} was not delivered within {within} ms"),
            suspect: Suspect::Network,
        });
    }
    if certain {
        t.folders().expect_delivered(id, &seen)?;
    }
    let read = seen
        .status()
        .is_none_or(|status| status == message_status::READ);
    t.record(
        Judgement::met(
            req::M_5_5_6_3,
            seen.folder() == message_folder::SENT && read,
        )
        .asked("the message is delivered")
        .accepts(["in Sent, Read"])
        .observed(seen.describe()),
    )
}
