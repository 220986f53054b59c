//! Values of arguments: how they are read and how they come back.

use ctk_record::{Judgement, Outcome};
use ctk_vectors::messaging_2::{action, message_class};
use ctk_vectors::stimulus;
use ctk_wire::soap::Envelope;
use ctk_wire::uri;

use super::own_message::own_message;
use crate::case::{Case, Need};
use crate::judging::judgement::{Flow, Stop};
use crate::lab::{ControlPoint, HttpAsk, Wire};
use crate::messaging;
use crate::tester::{Tester, response_of};

/// Text beyond ASCII: of two bytes, of three, and beyond the basic plane.
const BEYOND_ASCII: &str = "é中😀";

/// What the default alphabet of telephone networks has of that kind.
const LATIN: &str = "éüΩ";

/// The cases.
pub(super) fn cases() -> Vec<Case> {
    vec![
        ampersands(),
        character_references(),
        cdata(),
        unicode_round_trip(),
        own_urls(),
    ]
}

/// XML 1.0: `&amp;`, `&#38;` and CDATA are the same character.
fn ampersands() -> Case {
    Case::new(
        "uda/control/ampersand-spellings",
        "&amp; and &#38; in an argument mean the same",
    )
    .clause("3.2.1")
    .covers(&["UDA-CTRL-55"])
    .of(messaging::NAME)
    .needs(&[Need::Action(action::READ_MESSAGE)])
    .body(|t| {
        let id = t.unique("CtkNone")?;
        let plain = t.raw_request(action::READ_MESSAGE, &[("MessageID", &format!("{id}&1"))]);
        let usual = t.raw().post(&plain)?;
        for spelling in ["&#38;", "&#x26;"] {
            let request = t
                .raw_request(action::READ_MESSAGE, &[])
                .envelope(|envelope| {
                    envelope.raw_argument("MessageID", &format!("{id}{spelling}1"))
                })
                .but(format!("with {spelling} in its argument"));
            let came = t.raw().post(&request)?;
            t.same("UDA-CTRL-55", Outcome::Fail, &usual, &came)?;
        }
        Ok(())
    })
}

/// XML 1.0: a message is found by its id in character references.
fn character_references() -> Case {
    Case::new(
        "uda/control/character-references",
        "an id in character references names the same message",
    )
    .clause("3.2.1")
    .covers(&["UDA-CTRL-55"])
    .of(messaging::NAME)
    .needs(&[Need::Action(action::READ_MESSAGE)])
    .own_objects(1)
    .body(|t| {
        respelled_id(t, "in character references", Outcome::Fail, |id| {
            id.chars()
                .map(|char| format!("&#{};", u32::from(char)))
                .collect()
        })
    })
}

/// XML 1.0: a message is found by its id in a CDATA section.
fn cdata() -> Case {
    Case::new(
        "uda/control/cdata-argument",
        "an id in a CDATA section names the same message",
    )
    .clause("3.2.1")
    .covers(&["UDA-CTRL-55"])
    .of(messaging::NAME)
    .needs(&[Need::Action(action::READ_MESSAGE)])
    .own_objects(1)
    .body(|t| {
        let otherwise = t.since_1_1(Outcome::Fail, Outcome::Warning);
        respelled_id(t, "in a CDATA section", otherwise, |id| {
            format!("<![CDATA[{id}]]>")
        })
    })
}

fn respelled_id(
    t: &mut Tester<'_>,
    what: &str,
    otherwise: Outcome,
    respell: impl Fn(&str) -> String,
) -> Flow {
    let id = own_message(t)?;
    let plain = t.raw_request(action::READ_MESSAGE, &[("MessageID", &id)]);
    let usual = t.raw().post(&plain)?;
    let request = t
        .raw_request(action::READ_MESSAGE, &[])
        .envelope(|envelope: Envelope| envelope.raw_argument("MessageID", &respell(&id)))
        .but(format!("with its id {what}"));
    let came = t.raw().post(&request)?;
    t.same("UDA-CTRL-55", otherwise, &usual, &came)
}

/// 3.1.1: text beyond ASCII goes in and out unchanged.
fn unicode_round_trip() -> Case {
    Case::new(
        "uda/control/text-beyond-ascii",
        "text beyond ASCII in a message comes back unchanged",
    )
    .clause("3.1.1")
    .covers(&["UDA-CTRL-54"])
    .of(messaging::NAME)
    .needs(&[
        Need::Action(action::SEND_MESSAGE),
        Need::Action(action::READ_MESSAGE),
        Need::Recipient,
    ])
    .own_objects(2)
    .body(|t| {
        let preferred = [
            message_class::INSTANT_MESSAGE,
            message_class::E_MAIL,
            message_class::SMS,
            message_class::MMS,
        ];
        let Some(class) = t.classes().first_message(&preferred) else {
            return Err(Stop::inconclusive(
                "the capabilities name no message class whose text is free",
            ));
        };
        let mut draft = t.messages().draft(class)?;
        let plain = draft.text.unwrap_or_default().trim().to_owned();
        let mut sent = format!("{plain} {BEYOND_ASCII}");
        draft.text = Some(sent.clone());
        let mut reply = t.messages().send(&draft)?;
        if reply.fault() == Some(703) {
            // What the network of the class cannot carry may be refused.
            sent = format!("{plain} {LATIN}");
            draft.text = Some(sent.clone());
            reply = t.messages().send(&draft)?;
        }
        t.arranged(&reply)?;
        let id = reply.output("MessageID").unwrap_or_default().to_owned();
        let reply = t.invoke(action::READ_MESSAGE, &[("MessageID", &id)])?;
        t.arranged(&reply)?;
        let message = t.documents().message(&reply)?;
        let text = message.text.unwrap_or_default();
        t.record(
            Judgement::met("UDA-CTRL-54", text.trim() == sent)
                .asked(&reply.asked)
                .accepts(["the text as it was sent"])
                .observed(format!("sent {sent:?}, read {text:?}"))
                .exchanges([reply.exchange]),
        )
    })
}

/// 3.2.2: URLs of the device's own in a value lead somewhere. Others are not fetched and not judged.
fn own_urls() -> Case {
    Case::new(
        "uda/control/own-urls-reachable",
        "a URL of the device's own in a message brings what it names",
    )
    .clause("3.2.2")
    .covers(&["UDA-CTRL-34"])
    .of(messaging::NAME)
    .needs(&[
        Need::UdaAtLeast(1, 1),
        Need::Action(action::READ_MESSAGE),
        Need::MessageClass(message_class::MMS),
        Need::Stimulus(stimulus::INCOMING_MESSAGE),
    ])
    .own_objects(0)
    .body(judge_own_urls)
}

fn judge_own_urls(t: &mut Tester<'_>) -> Flow {
    let id = t.messages().incoming(message_class::MMS)?;
    let reply = t.invoke(action::READ_MESSAGE, &[("MessageID", &id)])?;
    t.arranged(&reply)?;
    let message = t.documents().message(&reply)?;
    let control_url = &t.dut().control_url;
    let own = message
        .attachments
        .iter()
        .map(|attachment| attachment.uri.trim())
        .find(|uri| uri::same_host(uri, control_url));
    let Some(url) = own else {
        return Err(Stop::NotApplicable(
            "the attachment of a message that arrived keeps the URL of its sender".to_owned(),
        ));
    };
    let answer = t.http(HttpAsk {
        wire: Wire::Raw,
        control_point: ControlPoint::First,
        url: url.to_owned(),
        method: "GET".to_owned(),
        headers: vec![("CONNECTION".to_owned(), "close".to_owned())],
        body: Vec::new(),
        about: "an attachment".to_owned(),
    })?;
    let response = response_of(&answer, "GET");
    let met = matches!(&response, Ok(response) if response.head.status == 200);
    t.record(
        Judgement::met("UDA-CTRL-34", met)
            .asked(format!("GET {url}"))
            .accepts(["HTTP 200"])
            .observed(match &response {
                Ok(response) => format!("HTTP {}", response.head.status),
                Err(why) => why.clone(),
            })
            .exchanges([reply.exchange, answer.exchange]),
    )
}
