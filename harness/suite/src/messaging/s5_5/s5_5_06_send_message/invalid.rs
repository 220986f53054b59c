//! 5.5.6.7 SendMessage, what is refused with 703: not well-formed, not valid, or lacking what the class demands.

use ctk_model::document::Message;
use ctk_model::expectation::Expectation;
use ctk_vectors::facts;
use ctk_vectors::messaging_2::{action, message_class, req};

use crate::case::{Case, Need, Phase};
use crate::judging::judgement::{Flow, Stop};
use crate::tester::Tester;
use crate::under_test::ClaimKind;

/// A way to spoil a valid message.
struct Spoiled {
    slug: &'static str,
    /// What is sent, for the purpose.
    what: &'static str,
    spoil: fn(&str) -> String,
}

/// What is not well-formed, then what is not valid by the schema.
const SPOILED: &[Spoiled] = &[
    Spoiled {
        slug: "empty",
        what: "an empty string",
        spoil: |_| String::new(),
    },
    Spoiled {
        slug: "no-xml",
        what: "a word that is no XML",
        spoil: |_| "ctk".to_owned(),
    },
    Spoiled {
        slug: "truncated",
        what: "a message that ends before its end",
        spoil: truncated,
    },
    Spoiled {
        slug: "crossed-tags",
        what: "a message with tags that do not fit",
        spoil: |xml| xml.replace("</text>", "</txet>"),
    },
    Spoiled {
        slug: "undeclared-prefix",
        what: "a message with an undeclared namespace prefix",
        spoil: |xml| {
            xml.replace("<text>", "<x:text>")
                .replace("</text>", "</x:text>")
        },
    },
    Spoiled {
        slug: "undeclared-entity",
        what: "a message with an undeclared entity",
        spoil: |xml| xml.replace("</text>", "&ctk;</text>"),
    },
    Spoiled {
        slug: "other-root",
        what: "another document than a message",
        spoil: other_root,
    },
    Spoiled {
        slug: "other-namespace",
        what: "a message in another namespace",
        spoil: |xml| {
            xml.replace(
                "urn:schemas-upnp-org:phone:messaging",
                "urn:example:messaging",
            )
        },
    },
    Spoiled {
        slug: "no-class-element",
        what: "a message without messageClass",
        spoil: |xml| without(xml, "messageClass"),
    },
    Spoiled {
        slug: "no-recipients-list",
        what: "a message without recipientsList",
        spoil: |xml| without(xml, "recipientsList"),
    },
    Spoiled {
        slug: "no-recipient-from",
        what: "a message without recipientFrom",
        spoil: |xml| without(xml, "recipientFrom"),
    },
    Spoiled {
        slug: "two-recipients-from",
        what: "a message with two recipientFrom",
        spoil: |xml| twice(xml, "recipientFrom"),
    },
    Spoiled {
        slug: "recipient-without-id",
        what: "a recipient without id",
        spoil: |xml| insert(xml, "<recipientFrom>", "<recipientTo></recipientTo>"),
    },
    Spoiled {
        slug: "text-twice",
        what: "a message with two texts",
        spoil: |xml| twice(xml, "text"),
    },
    Spoiled {
        slug: "text-first",
        what: "a message whose elements are in another order",
        spoil: text_first,
    },
    Spoiled {
        slug: "unknown-element",
        what: "a message with an element that does not exist",
        spoil: |xml| insert(xml, "<text>", "<ctkUnknown>1</ctkUnknown>"),
    },
    Spoiled {
        slug: "attachments-without-attachment",
        what: "attachments without an attachment",
        spoil: |xml| append(xml, "<attachments></attachments>"),
    },
    Spoiled {
        slug: "attachment-without-uri",
        what: "an attachment without uRI",
        spoil: |xml| {
            append(
                xml,
                "<attachments><attachment><size>1</size></attachment></attachments>",
            )
        },
    },
    Spoiled {
        slug: "negative-size",
        what: "an attachment of negative size",
        spoil: |xml| {
            let attachment =
                "<attachment><uRI>http://a.example.invalid/</uRI><size>-1</size></attachment>";
            append(xml, &format!("<attachments>{attachment}</attachments>"))
        },
    },
    Spoiled {
        slug: "malformed-reply-id",
        what: "a replyMessageID with illegal characters",
        spoil: |xml| {
            insert(
                xml,
                "<recipientsList>",
                "<replyMessageID>no id!</replyMessageID>",
            )
        },
    },
];

/// The cases.
pub(crate) fn cases() -> Vec<Case> {
    let mut cases: Vec<Case> = SPOILED.iter().map(spoiled).collect();
    cases.extend(
        [
            message_class::SMS,
            message_class::INSTANT_MESSAGE,
            message_class::MMS,
            message_class::E_MAIL,
        ]
        .map(without_recipients),
    );
    cases.extend([
        without_attachments(),
        unknown_class(),
        unsupported_class(),
        malformed_session_id(),
    ]);
    cases
}

fn refusing(id: impl Into<String>, purpose: impl Into<String>) -> Case {
    Case::new(id.into(), purpose.into())
        .clause("5.5.6.7")
        .covers(&[req::M_5_5_6_703])
        .needs(&[Need::Action(action::SEND_MESSAGE), Need::Recipient])
        .own_objects(1)
}

fn invalid() -> Expectation {
    Expectation::fault(req::M_5_5_6_703, 703).by("R-27", "malformed-message")
}

/// Sends the text as it is, and judges the answer.
fn judge_refused(t: &mut Tester<'_>, xml: &str, expectation: &Expectation) -> Flow {
    let reply = t.invoke(action::SEND_MESSAGE, &[("MessageToSend", xml)])?;
    if let Some(id) = reply.output("MessageID") {
        let id = id.to_owned();
        t.cleanup().message(&id);
    }
    t.judge_pair(&reply, expectation, 703)
}

/// 5.5.6.7, R-27.
fn spoiled(way: &'static Spoiled) -> Case {
    refusing(
        format!("5.5.6/invalid-{}", way.slug),
        format!("{} is refused with 703", way.what),
    )
    .derived()
    .phase(Phase::Hostile)
    .body(|t| {
        let class = t
            .classes()
            .first_message(&[
                message_class::E_MAIL,
                message_class::INSTANT_MESSAGE,
                message_class::SMS,
            ])
            .map_or_else(|| t.classes().any_message(), |class| Ok(class.to_owned()))?;
        let message = t.messages().draft(&class)?;
        judge_refused(t, &(way.spoil)(&message.to_xml()), &invalid())
    })
}

/// 5.3.10.2: recipientTo in SMS, MMS and Instant Message, any recipient in an e-Mail. That it is the recipients that are
/// wrong may be said too.
fn without_recipients(class: &'static str) -> Case {
    refusing(
        format!(
            "5.5.6/{}-without-recipients",
            class.to_lowercase().replace(' ', "-")
        ),
        format!("a message of class {class} without recipients is refused with 703"),
    )
    .needs(&[Need::MessageClass(class)])
    .derived()
    .body(move |t| {
        let mut message = t.messages().draft(class)?;
        message.recipients.to.clear();
        let expectation = invalid().warn_fault(704, "R-58");
        judge_refused(t, &message.to_xml(), &expectation)
    })
}

/// 5.3.10.2: an MMS has attachments.
fn without_attachments() -> Case {
    refusing(
        "5.5.6/mms-without-attachments",
        "an MMS without attachments is refused with 703",
    )
    .needs(&[Need::MessageClass(message_class::MMS)])
    .body(|t| {
        let mut message = t.messages().draft(message_class::MMS)?;
        message.attachments.clear();
        judge_refused(t, &message.to_xml(), &invalid())
    })
}

/// Table 3: a class that nobody has.
fn unknown_class() -> Case {
    refusing(
        "5.5.6/unknown-class",
        "a message of a class that does not exist is refused with 703",
    )
    .body(|t| {
        let class = t.classes().any_message()?;
        let mut message = t.messages().draft(&class)?;
        message.class = t.unique("CtkNone")?;
        let expectation = invalid().warn_fault(702, "R-58");
        judge_refused(t, &message.to_xml(), &expectation)
    })
}

/// a class of Table 3 that the device does not have.
fn unsupported_class() -> Case {
    refusing(
        "5.5.6/unsupported-class",
        "a message of a class that is not supported is refused",
    )
    .body(|t| {
        let table = facts().values(3);
        let values = table.into_iter().flat_map(|table| &table.values);
        let lacking: Vec<&str> = values
            .map(|value| value.value.as_str())
            .filter(|class| t.dut().ics.lacks(ClaimKind::MessageClasses, class))
            .collect();
        if lacking.is_empty() {
            return Err(Stop::NotApplicable(
                "no message class is known to be lacking".to_owned(),
            ));
        }
        for class in lacking {
            let supported = t.classes().any_message()?;
            let mut message = t.messages().draft(&supported)?;
            message.class = class.to_owned();
            let reply = t.messages().send(&message)?;
            let expectation =
                Expectation::of(req::M_5_5_6_703).by("R-51", "create-or-send-unsupported");
            t.judge(&reply, &expectation)?;
        }
        Ok(())
    })
}

/// 5.3.12, R-09: an id with characters that no session id has.
fn malformed_session_id() -> Case {
    refusing(
        "5.5.6/malformed-session-id",
        "a message for a session id with illegal characters is refused with 703",
    )
    .body(|t| {
        let class = t.classes().any_message()?;
        let message = Message {
            session_id: Some(t.unique("no id! ")?),
            ..t.messages().draft(&class)?
        };
        let expectation = invalid().by("R-09", "nonexistent");
        judge_refused(t, &message.to_xml(), &expectation)
    })
}

fn truncated(xml: &str) -> String {
    let end = xml.rfind("</").unwrap_or(xml.len());
    xml[..end].to_owned()
}

/// The message's content under the name of another document.
fn other_root(xml: &str) -> String {
    xml.replace("<m:message ", "<m:newMessages ")
        .replace("</m:message>", "</m:newMessages>")
}

/// Where the element begins and ends.
fn span(xml: &str, element: &str) -> Option<std::ops::Range<usize>> {
    let from = xml.find(&format!("<{element}>"))?;
    let end = format!("</{element}>");
    let to = from + xml[from..].find(&end)? + end.len();
    Some(from..to)
}

fn without(xml: &str, element: &str) -> String {
    let mut spoiled = xml.to_owned();
    if let Some(span) = span(xml, element) {
        spoiled.replace_range(span, "");
    }
    spoiled
}

fn twice(xml: &str, element: &str) -> String {
    let mut spoiled = xml.to_owned();
    if let Some(span) = span(xml, element) {
        spoiled.insert_str(span.end, &xml[span]);
    }
    spoiled
}

fn insert(xml: &str, before: &str, what: &str) -> String {
    xml.replacen(before, &format!("{what}{before}"), 1)
}

/// The text before everything else.
fn text_first(xml: &str) -> String {
    let text = span(xml, "text").map_or("", |span| &xml[span]);
    insert(&without(xml, "text"), "<messageID>", text)
}

/// Something behind the text, at the place of attachments.
fn append(xml: &str, what: &str) -> String {
    xml.replacen("</text>", &format!("</text>{what}"), 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use ctk_model::document::{Context, Direction, Grade, Peer, Recipients, read_message};

    /// What the model has to say against a text.
    fn fails(xml: &str) -> bool {
        let read = read_message(xml, Direction::Input, &Context::default());
        read.findings.iter().any(|found| found.grade == Grade::Fail)
    }

    #[test]
    fn each_way_makes_a_valid_message_invalid() {
        let message = Message {
            class: message_class::SMS.to_owned(),
            recipients: Recipients {
                to: vec![Peer::new("tel:+1-201-555-0100")],
                from: Some(Peer::new("")),
                ..Recipients::default()
            },
            text: Some("Text".to_owned()),
            ..Message::default()
        };
        let valid = message.to_xml();
        assert!(!fails(&valid));
        for way in SPOILED {
            let spoiled = (way.spoil)(&valid);
            assert_ne!(spoiled, valid, "{} changes nothing", way.slug);
            assert!(fails(&spoiled), "{} is valid: {spoiled}", way.slug);
        }
    }
}
