//! 5.5.6 SendMessage: texts in any script, with markup, and long ones.

use ctk_model::expectation::Expectation;
use ctk_vectors::messaging_2::{message_class, req};

use super::sending::{judge_round_trip, sending};
use crate::case::Case;
use crate::judging::judgement::{Flow, Stop};
use crate::judging::message_diff::judge_details;
use crate::tester::Tester;

/// A class whose messages are texts.
fn textual(t: &Tester<'_>) -> Flow<&'static str> {
    t.classes()
        .first_message(&[
            message_class::E_MAIL,
            message_class::INSTANT_MESSAGE,
            message_class::SMS,
            message_class::MMS,
        ])
        .ok_or_else(|| Stop::NotApplicable("no class for texts is supported".to_owned()))
}

/// Characters in texts, from many to few: of every plane, of the first plane alone, of the telephone network's default
/// alphabet.
const SCRIPTS: [&str; 3] = [
    "é中😀 مرحبا שלום ümläut Ω€",
    "é中 مرحبا שלום ümläut Ω€",
    "é ümläut Ω",
];

/// XML 1.0: letters of any script, and beyond the first plane. What the network of the class cannot carry may be refused
/// with 703; then less has to be taken, at the latest what every network can carry.
pub(super) fn any_script() -> Case {
    sending(
        "5.5.6/any-script",
        "text in any script is read as it was sent",
        req::M_5_5_6_6,
    )
    .clause("5.5.5.2")
    .covers(&[req::M_5_5_6_1])
    .own_objects(3)
    .body(|t| {
        let class = textual(t)?;
        for (number, script) in SCRIPTS.into_iter().enumerate() {
            let mut message = t.messages().draft(class)?;
            let word = t.unique("")?;
            message.text = Some(format!("{word} {script}"));
            if class == message_class::E_MAIL {
                message.subject = Some(format!("{word} {script}"));
            }
            let reply = t.messages().send(&message)?;
            let expectation = Expectation::success(req::M_5_5_6_1);
            if number + 1 < SCRIPTS.len() {
                let expectation = expectation.by("R-73", "uncommon-characters");
                t.judge(&reply, &expectation)?;
            } else {
                t.judge(&reply, &expectation)?;
            }
            if let Some(id) = reply.output("MessageID").map(str::to_owned) {
                return judge_details(t, req::M_5_5_6_6, &id, &message).map(drop);
            }
        }
        Ok(())
    })
}

/// XML 1.0: what looks like markup is text, whatever was escaped on the way.
pub(super) fn markup_as_text() -> Case {
    sending(
        "5.5.6/markup-as-text",
        "text that looks like markup is read as it was sent",
        req::M_5_5_6_6,
    )
    .clause("5.5.5.2")
    .covers(&[req::M_5_5_6_1])
    .body(|t| {
        let class = textual(t)?;
        let mut message = t.messages().draft(class)?;
        let word = t.unique("")?;
        message.text = Some(format!("{word} <b>a & b</b> &amp; &lt; ]]> \"c\" 'd'"));
        judge_round_trip(t, &message).map(drop)
    })
}

/// Texts that a careless program takes for no text at all.
const LIKE_NOTHING: [&str; 2] = ["0", "null"];

/// 5.5.5.2: a text is a text, however short.
pub(super) fn like_nothing() -> Case {
    sending(
        "5.5.6/text-like-nothing",
        "the texts 0 and null are read as they were sent",
        req::M_5_5_6_6,
    )
    .clause("5.5.5.2")
    .covers(&[req::M_5_5_6_1])
    .own_objects(2)
    .body(|t| {
        let class = textual(t)?;
        for text in LIKE_NOTHING {
            let mut message = t.messages().draft(class)?;
            message.text = Some(text.to_owned());
            judge_round_trip(t, &message)?;
        }
        Ok(())
    })
}

/// 5.5.6.3: a long text arrives whole, or is not taken.
pub(super) fn long_text() -> Case {
    sending(
        "5.5.6/long-text",
        "a long text that is taken is read whole",
        req::M_5_5_6_6,
    )
    .clause("5.5.5.2")
    .body(|t| {
        let class = textual(t)?;
        let mut message = t.messages().draft(class)?;
        let word = t.unique("")?;
        let lines = if matches!(class, message_class::SMS | message_class::MMS) {
            8
        } else {
            100
        };
        let text: Vec<String> = (1..=lines)
            .map(|line| format!("{word} line {line} of a long text with some words."))
            .collect();
        message.text = Some(text.join(" "));
        let id = t.messages().sent(&message)?;
        judge_details(t, req::M_5_5_6_6, &id, &message).map(drop)
    })
}
