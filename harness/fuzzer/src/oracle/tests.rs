use super::*;
use crate::grammar::{plain_message, recipients};
use crate::policy::Policy;
use crate::subject::{Action, Input, Subject};

fn subject() -> Subject {
    let input = |name: &str, table| Input {
        name: name.into(),
        table,
        ..Input::default()
    };
    Subject {
        actions: vec![
            Action {
                name: "SendMessage".into(),
                inputs: vec![input("MessageToSend", None)],
                outputs: Vec::new(),
            },
            Action {
                name: "CreateSession".into(),
                inputs: vec![
                    input("SessionClass", Some(6)),
                    input("SessionRecipients", None),
                ],
                outputs: Vec::new(),
            },
            Action {
                name: "ReadMessage".into(),
                inputs: vec![input("MessageID", None)],
                outputs: Vec::new(),
            },
        ],
        policy: Policy {
            messaging: true,
            ..Policy::default()
        },
        ..Subject::default()
    }
}

fn verdict(action: &str, arguments: &[(&str, &str)]) -> bool {
    let subject = subject();
    let arguments: Vec<_> = arguments
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect();
    let action = subject.action(action).expect("it is there");
    accepted_invalid(&subject, action, &arguments).is_some()
}

#[test]
fn what_shall_be_refused_is_told_from_what_may_be_taken() {
    let message = plain_message("", "x").replace("{{recipient}}", "sip:a@example.invalid");
    let takes = |text: &str| !verdict("SendMessage", &[("MessageToSend", text)]);
    assert!(takes(&message));
    assert!(takes(&message.replacen("<?xml version=\"1.0\"?>", "", 1)));
    assert!(takes(&format!(" {message}")), "R-71");
    assert!(takes(&message.replacen("?>", "?><!DOCTYPE x>", 1)));
    assert!(!takes(&message.replacen("</m:message>", "", 1)));
    assert!(!takes(&message.replacen("<text>", "<text><x/>", 1)));
    assert!(!takes(""));
    let list = recipients(1);
    let class = |class: &str| {
        verdict(
            "CreateSession",
            &[("SessionClass", class), ("SessionRecipients", &list)],
        )
    };
    assert!(class("Pigeon") && !class("Chat") && !class("") && !class(" chat "));
    let id = |id: &str| verdict("ReadMessage", &[("MessageID", id)]);
    assert!(id("a/b") && id("") && !id(" 12 ") && !id("S1.4"));
}

#[test]
fn what_is_given_away_is_noticed_and_what_was_sent_may_come_back() {
    assert!(gives_away("CtkTok1fZ is wrong", "CtkTok1fZ", 31, "").is_none());
    assert!(gives_away("CtkTok1fZ", "x", 31, "").is_none());
    assert_eq!(
        gives_away("CtkTok1eZ", "x", 31, "").map(|it| it.0),
        Some("earlier-request")
    );
    assert_eq!(
        gives_away("a secret", "x", 31, "secret").map(|it| it.0),
        Some("known-message")
    );
    assert_eq!(
        gives_away("panicked at x", "x", 31, "").map(|it| it.0),
        Some("inner-workings")
    );
    assert!(gives_away("no /home/ here", "/home/", 31, "").is_none());
    let asked = [("MessageID".to_owned(), "7".to_owned())];
    let message =
        |id: &str| format!("<m:message xmlns:m=\"m\"><messageID>{id}</messageID></m:message>");
    assert!(gives_more("ReadMessage", &asked, &message("7")).is_none());
    assert!(gives_more("ReadMessage", &asked, &message("8")).is_some());
}
