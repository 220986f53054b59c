//! 5.5.6.3 SendMessage and delivery: Outgoing and Unread until the far side has it, Sent and Read then.

use ctk_model::expectation::Expectation;
use ctk_vectors::facts;

use crate::case::{Case, Need};
use crate::judging::judgement::{Flow, Stop, Suspect};
use crate::messaging::s5_5::s5_5_06_send_message::page_mode::sending;
use crate::tester::{Statement, Tester};

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
        "M-5.5.6-1",
    )
    .clause("5.5.6.3")
    .covers(&["M-5.5.6-2"])
    .needs(&[
        Need::Stimulus("hold-outgoing"),
        Need::Action("SearchMessages"),
    ])
    .alone()
    .body(|t| {
        let class = t.any_message_class()?;
        t.hold_outgoing()?;
        let message = t.draft(&class)?;
        let reply = t.send(&message)?;
        t.judge(&reply, &Expectation::success("M-5.5.6-1"))?;
        let id = reply.output("MessageID").unwrap_or_default().to_owned();
        let seen = t.look_at(&id)?;
        t.require(
            "M-5.5.6-1",
            seen.folder() == "Outgoing",
            &Statement {
                asked: &reply.asked,
                accepted: &["in Outgoing"],
                observed: seen.describe(),
                exchanges: &[reply.exchange],
                ..Statement::default()
            },
        )?;
        let Some(status) = seen.status() else {
            return Err(Stop::inconclusive(
                "a search of everything does not list the message",
            ));
        };
        t.require(
            "M-5.5.6-2",
            status == "Unread",
            &Statement {
                asked: &reply.asked,
                accepted: &["messageStatus Unread"],
                observed: format!("messageStatus {status:?} in Outgoing"),
                exchanges: &[reply.exchange],
                ..Statement::default()
            },
        )
    })
}

/// 5.5.6: the answer does not wait for the delivery.
fn answers_at_once() -> Case {
    sending(
        "5.5.6/answers-at-once",
        "SendMessage answers while delivery is held",
        "M-5.5.6-4",
    )
    .clause("5.5.6.3")
    .needs(&[Need::Stimulus("hold-outgoing")])
    .alone()
    .body(|t| {
        let class = t.any_message_class()?;
        t.hold_outgoing()?;
        let message = t.draft(&class)?;
        let reply = t.send(&message)?;
        let within = facts()
            .wait("reply")
            .map_or(30_000, |wait| wait.milliseconds);
        t.judge(&reply, &Expectation::success("M-5.5.6-4"))?;
        t.require(
            "M-5.5.6-4",
            reply.elapsed_ms <= within,
            &Statement {
                asked: &reply.asked,
                accepted: &["an answer within 30 s, while delivery is held"],
                observed: format!("an answer after {} ms", reply.elapsed_ms),
                exchanges: &[reply.exchange],
                ..Statement::default()
            },
        )
    })
}

/// 5.5.6.3: delivery makes it Sent and Read.
fn delivered_by_tester() -> Case {
    sending(
        "5.5.6/held-then-delivered",
        "once a held message is delivered it is in Sent and Read",
        "M-5.5.6-3",
    )
    .clause("5.5.6.3")
    .needs(&[
        Need::Stimulus("hold-outgoing"),
        Need::Stimulus("deliver-outgoing"),
    ])
    .alone()
    .body(|t| {
        let class = t.any_message_class()?;
        let id = t.in_outgoing(&class)?;
        t.deliver(&id)?;
        judge_sent(t, &id, true)
    })
}

/// 5.5.6.3: the same where the device delivers by itself.
fn delivered() -> Case {
    sending(
        "5.5.6/sent-and-read",
        "once a message is delivered it is in Sent and Read",
        "M-5.5.6-3",
    )
    .clause("5.5.6.3")
    .body(|t| {
        let class = t.any_message_class()?;
        let message = t.draft(&class)?;
        let id = t.sent(&message)?;
        judge_sent(t, &id, false)
    })
}

/// A message that was delivered for certain is in Sent; one that leaves Outgoing goes there.
fn judge_sent(t: &mut Tester<'_>, id: &str, certain: bool) -> Flow {
    let within = t.dut().delivery_ms;
    let seen = t.look_until(id, within, &["Sent"])?;
    if seen.folder() == "Outgoing" && !certain {
        return Err(Stop::Inconclusive {
            reason: format!("message {id} was not delivered within {within} ms"),
            suspect: Suspect::Network,
        });
    }
    let read = seen.status().is_none_or(|status| status == "Read");
    t.require(
        "M-5.5.6-3",
        seen.folder() == "Sent" && read,
        &Statement {
            asked: "the message is delivered",
            accepted: &["in Sent, Read"],
            observed: seen.describe(),
            ..Statement::default()
        },
    )
}
