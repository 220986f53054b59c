//! 5.5.6 SendMessage in page mode: Tables 20, 21. Session mode and invalid messages have files of their own.

use ctk_model::document::{Attachment, Message, Peer};
use ctk_model::expectation::Expectation;
use ctk_record::Judgement;
use ctk_vectors::messaging_2::{action, message_class, message_folder, message_status, req};
use ctk_vectors::{facts, stimulus};

use super::sending::{judge_round_trip, sending};
use super::texts::{any_script, like_nothing, long_text, markup_as_text};
use crate::case::{Case, Need};
use crate::judging::judgement::{Flow, Stop};
use crate::judging::message_diff::judge_details;
use crate::tester::Tester;
use crate::under_test::ClaimKind;

/// The cases.
pub(crate) fn cases() -> Vec<Case> {
    let classes = || {
        let table = facts().values(3);
        table.into_iter().flat_map(|table| &table.values)
    };
    let mut cases: Vec<Case> = classes().map(|class| round_trip(&class.value)).collect();
    cases.extend(classes().map(|class| empty_class(&class.value)));
    cases.extend([
        copies(),
        only_copies(),
        instance_ids(),
        attachments(),
        reply_id(),
        any_script(),
        markup_as_text(),
        like_nothing(),
        long_text(),
        filled_placeholders(),
    ]);
    cases
}

/// 5.5.6.3, 5.5.5.2, R-63: a message of each class is taken, waits in Outgoing or is in Sent, and is read as it was sent.
fn round_trip(class: &'static str) -> Case {
    sending(
        format!("5.5.6/round-trip-{}", slug(class)),
        format!("a message of class {class} is taken, and read as it was sent"),
        req::M_5_5_6_6,
    )
    .clause("5.5.6.3")
    .covers(&[req::M_5_5_6_1])
    .needs(&[Need::MessageClass(class)])
    .derived()
    .body(move |t| {
        let mut message = t.messages().draft(class)?;
        if let Ok(two) = t.recipients().several(class, 2) {
            message.recipients.to = two.iter().map(|to| Peer::new(to)).collect();
        }
        let reply = t.messages().send(&message)?;
        t.judge(&reply, &Expectation::success(req::M_5_5_6_1))?;
        let id = reply.output("MessageID").unwrap_or_default().to_owned();
        let read = judge_details(t, req::M_5_5_6_6, &id, &message)?;
        t.record(
            Judgement::met(
                req::M_5_5_6_1,
                matches!(
                    read.folder.as_str(),
                    message_folder::OUTGOING | message_folder::SENT
                ),
            )
            .asked(&reply.asked)
            .accepts(["messageFolder Outgoing", "messageFolder Sent"])
            .observed(format!("messageFolder {:?}", read.folder))
            .exchanges([reply.exchange]),
        )
    })
}

fn slug(class: &str) -> String {
    class.to_lowercase().replace(' ', "-")
}

/// 5.5.6.3: an empty class leaves the choice to the device: one that it supports, by recipients and attachments.
fn empty_class(class: &'static str) -> Case {
    sending(
        format!("5.5.6/empty-class-{}", slug(class)),
        format!("the device chooses a class for what is fit to be {class}"),
        req::M_5_5_6_5,
    )
    .clause("5.5.6.3")
    .needs(&[Need::MessageClass(class)])
    .derived()
    .body(move |t| {
        let mut message = t.messages().draft(class)?;
        message.class = String::new();
        let reply = t.messages().send(&message)?;
        t.judge(&reply, &Expectation::success(req::M_5_5_6_5))?;
        let id = reply.output("MessageID").unwrap_or_default().to_owned();
        let Some(read) = t.messages().read(&id)? else {
            return Err(Stop::inconclusive(format!("message {id} cannot be read")));
        };
        let kind = ClaimKind::MessageClasses;
        let known = t.dut().ics.shows(kind, &read.class);
        t.record(
            Judgement::met(req::M_5_5_6_5, known)
                .asked(&reply.asked)
                .accepts(["a class of the device's capabilities"])
                .observed(format!("messageClass {:?}", read.class))
                .exchanges([reply.exchange]),
        )
    })
}

/// 5.3.14: recipients of all three kinds: at once where there are three addresses, else in two messages.
fn copies() -> Case {
    sending(
        "5.5.6/copies",
        "To, Cc and Bcc of an e-Mail are read as they were sent",
        req::M_5_5_6_6,
    )
    .clause("5.5.5.2")
    .covers(&[req::M_5_5_6_1])
    .needs(&[Need::MessageClass(message_class::E_MAIL)])
    .own_objects(2)
    .body(|t| {
        // Each address once: one that is given twice may be kept once.
        let pool = t.recipients();
        if let Ok(three) = pool.several(message_class::E_MAIL, 3) {
            let mut message = t.messages().draft(message_class::E_MAIL)?;
            message.recipients.to = vec![Peer::new(&three[0])];
            message.recipients.cc = vec![Peer::new(&three[1])];
            message.recipients.bcc = vec![Peer::new(&three[2])];
            return judge_round_trip(t, &message).map(drop);
        }
        let two = pool.several(message_class::E_MAIL, 2)?;
        for blind in [false, true] {
            let mut message = t.messages().draft(message_class::E_MAIL)?;
            message.recipients.to = vec![Peer::new(&two[0])];
            let copies = vec![Peer::new(&two[1])];
            if blind {
                message.recipients.bcc = copies;
            } else {
                message.recipients.cc = copies;
            }
            judge_round_trip(t, &message)?;
        }
        Ok(())
    })
}

/// 5.3.10.2: any one of the three is enough in an e-Mail.
fn only_copies() -> Case {
    sending(
        "5.5.6/only-copies",
        "an e-Mail with nothing but Cc, or nothing but Bcc, is taken and read so",
        req::M_5_5_6_6,
    )
    .clause("5.5.5.2")
    .covers(&[req::M_5_5_6_1])
    .needs(&[Need::MessageClass(message_class::E_MAIL)])
    .own_objects(2)
    .body(|t| {
        for blind in [false, true] {
            let mut message = t.messages().draft(message_class::E_MAIL)?;
            let peers = std::mem::take(&mut message.recipients.to);
            if blind {
                message.recipients.bcc = peers;
            } else {
                message.recipients.cc = peers;
            }
            judge_round_trip(t, &message)?;
        }
        Ok(())
    })
}

/// Annex A, R-63: contactInstanceId or groupInstanceId, 0 for no match in the address book; the device may drop or set
/// them, the address stays.
fn instance_ids() -> Case {
    sending(
        "5.5.6/instance-ids",
        "recipients with a contact's or a group's instance id keep their address",
        req::M_5_5_6_6,
    )
    .clause("5.5.5.2")
    .covers(&[req::M_5_5_6_1])
    .own_objects(2)
    .body(|t| {
        let class = t.classes().any_message()?;
        for group in [false, true] {
            let mut message = t.messages().draft(&class)?;
            for peer in &mut message.recipients.to {
                peer.name = Some("Recipient".to_owned());
                let none = Some("0".to_owned());
                if group {
                    peer.group_instance_id = none;
                } else {
                    peer.contact_instance_id = none;
                }
            }
            judge_round_trip(t, &message)?;
        }
        Ok(())
    })
}

/// 5.3.10.2, R-02: several attachments, with size and type and without. A device that takes `uri` alone gets a remark.
fn attachments() -> Case {
    sending(
        "5.5.6/attachments",
        "several attachments are taken, and read with their types",
        req::M_5_5_6_6,
    )
    .clause("5.5.5.2")
    .covers(&[req::M_5_5_6_1])
    .own_objects(2)
    .body(|t| {
        let Some(class) = t
            .classes()
            .first_message(&[message_class::E_MAIL, message_class::MMS])
        else {
            return Err(Stop::NotApplicable(
                "neither e-Mail nor MMS is supported".to_owned(),
            ));
        };
        let mut message = t.messages().draft(class)?;
        let whole = t.files().attachment()?;
        let mut without_size = t.files().attachment_of("text/csv")?;
        without_size.uri.push_str("?a=1&b=2");
        without_size.size = None;
        let address_alone = Attachment {
            uri: t.files().attachment()?.uri,
            ..Attachment::default()
        };
        message.attachments = vec![whole, without_size, address_alone];
        let reply = t.messages().send(&message)?;
        if reply.fault() == Some(703) && takes_text_name(t, &message)? {
            return t.record(
                Judgement::remark(req::M_5_5_6_1, "R-02")
                    .asked(&reply.asked)
                    .accepts(["success"])
                    .observed("uRI is refused with 703, uri is taken")
                    .exchanges([reply.exchange]),
            );
        }
        t.judge(&reply, &Expectation::success(req::M_5_5_6_1))?;
        let id = reply.output("MessageID").unwrap_or_default().to_owned();
        judge_details(t, req::M_5_5_6_6, &id, &message).map(drop)
    })
}

/// The same message with the element named as the text of 5.3.10.2 has it.
fn takes_text_name(t: &mut Tester<'_>, message: &Message) -> Flow<bool> {
    let xml = message
        .to_xml()
        .replace("<uRI>", "<uri>")
        .replace("</uRI>", "</uri>");
    let reply = t.invoke(action::SEND_MESSAGE, &[("MessageToSend", &xml)])?;
    if let Some(id) = reply.output("MessageID") {
        let id = id.to_owned();
        t.cleanup().message(&id);
    }
    Ok(reply.succeeded())
}

/// 5.3.10.2: the message that is answered.
fn reply_id() -> Case {
    sending(
        "5.5.6/reply-id",
        "the id of the message that is answered is read as it was sent",
        req::M_5_5_6_6,
    )
    .clause("5.5.5.2")
    .covers(&[req::M_5_5_6_1])
    .own_objects(2)
    .body(|t| {
        let class = t.classes().any_message()?;
        let first = if t.upper_tester().offers(stimulus::INCOMING_MESSAGE) {
            t.messages().incoming(&class)?
        } else {
            let message = t.messages().draft(&class)?;
            t.messages().sent(&message)?
        };
        let mut message = t.messages().draft(&class)?;
        message.reply_to = Some(first);
        judge_round_trip(t, &message).map(drop)
    })
}

/// 5.5.6.4, R-44: id, folder and status are the device's to give.
fn filled_placeholders() -> Case {
    sending(
        "5.5.6/filled-placeholders",
        "an id, folder and status that the control point filled in are ignored or refused",
        req::M_5_5_6_1,
    )
    .clause("5.5.6.4")
    .body(|t| {
        let class = t.classes().any_message()?;
        let mut message = t.messages().draft(&class)?;
        message.id = t.unique("CtkOwn")?;
        message.folder = message_folder::RECEIVED.to_owned();
        message.status = message_status::READ.to_owned();
        let reply = t.messages().send(&message)?;
        let after = match reply.output("MessageID") {
            Some(id) if id == message.id => Some("own-id"),
            Some(_) => Some("an id of the device's"),
            None => None,
        };
        let expectation = Expectation::success(req::M_5_5_6_1).by("R-44", "filled-placeholders");
        let observed = reply.observed(after);
        t.judge_after(&reply, &expectation, &observed)?;
        let Some(id) = reply.output("MessageID").map(str::to_owned) else {
            return Ok(());
        };
        let seen = t.folders().look_at(&id)?;
        t.record(
            Judgement::met(
                req::M_5_5_6_1,
                matches!(
                    seen.folder(),
                    message_folder::OUTGOING | message_folder::SENT
                ),
            )
            .asked(&reply.asked)
            .accepts(["in Outgoing", "in Sent"])
            .observed(seen.describe())
            .exchanges([reply.exchange]),
        )
    })
}
