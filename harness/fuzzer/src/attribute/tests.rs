use super::*;
use crate::call::Call;
use crate::grammar::{plain_message, recipients};
use crate::policy::Policy;
use crate::request::Request;
use crate::subject::Action;

#[test]
fn a_list_is_reduced_to_what_is_needed() {
    let kept = reduce((0..100).collect(), &mut |part: &[i32]| {
        part.contains(&7) && part.contains(&63)
    });
    assert_eq!(kept, [7, 63]);
}

#[test]
fn a_text_is_as_short_as_its_threshold() {
    let mut tries = 0;
    let short = shrink("A".repeat(70_000), &mut |text| {
        tries += 1;
        text.len() > 4096
    });
    assert_eq!(short.len(), 4097);
    assert!(tries < 200, "{tries} tries");
    let document = "<a x=\"1\"><b>one</b><c y=\"2\">t\u{202e}u</c></a>";
    assert_eq!(
        shrink(document.into(), &mut |text| text.contains('\u{202e}')),
        "\u{202e}"
    );
    let tag = shrink(document.into(), &mut |text| {
        text.contains("<c") && text.contains("</c>")
    });
    assert_eq!(tag, "<c</c>");
}

#[test]
fn what_is_there_many_times_goes_at_once() {
    let mut tries = 0;
    let list = format!("<l>{}</l>", "<to><id>a@b</id></to>".repeat(30));
    let short = shrink(list, &mut |text| {
        tries += 1;
        text.matches("<to>").count() > 20
    });
    assert_eq!(short, "<to>".repeat(21));
    assert!(tries < 400, "{tries} tries");
}

fn sequence(id: &str, message: &str) -> Sequence {
    let arguments = vec![("MessageToSend".to_owned(), message.to_owned())];
    let mut request = Request::of_call("/c", Call::new("urn:x", id, arguments));
    request.headers.push(("X-Odd".into(), "1".into()));
    Sequence::of(request)
}

/// The one that matters is found among many, and everything that does not matter goes.
#[test]
fn the_culprit_is_sought_back_and_made_small() {
    let culprit = sequence("SendMessage", &plain_message("", "a bad word"));
    let mut recent: Vec<Sequence> = (0..60).map(|n| sequence("Get", &n.to_string())).collect();
    recent.insert(51, culprit);
    let mut try_it = |sequences: &[Sequence]| {
        let requests = sequences.iter().flat_map(|one| &one.steps);
        let mut calls = requests.filter_map(|step| step.request()?.call());
        calls.any(|call| {
            let text = call.argument("MessageToSend");
            call.action == "SendMessage" && text.is_some_and(|text| text.contains("bad"))
        })
    };
    let mut attempts = Attempts::new(2000, &mut try_it);
    let found = culprits(&recent, &mut attempts).expect("it shows");
    assert_eq!(found.len(), 1);
    let small = minimise(found, &Subject::default(), &mut attempts);
    let request = small[0].steps[0].request().expect("a request");
    assert_eq!(request.call().expect("a call").arguments[0].1, "bad");
    assert_eq!(request.headers.len(), 3);
}

/// What repeats is cut by halves: few tries, though no single piece of it can go.
#[test]
fn what_repeats_takes_few_tries() {
    let deep = format!(
        "<a><b>text</b>{}{}</a>",
        "<n>".repeat(900),
        "</n>".repeat(900)
    );
    let mut tries = 0;
    let shrunk = shrink(deep, &mut |text| {
        tries += 1;
        text.matches('<').count() >= 64
    });
    assert_eq!(shrunk, "<".repeat(64));
    assert!(tries < 160, "{tries} tries");
    let mut tries = 0;
    let shrunk = shrink("A".repeat(65_536), &mut |text| {
        tries += 1;
        text.len() > 4000
    });
    assert_eq!(shrunk.len(), 4001);
    assert!(tries < 80, "{tries} tries");
}

/// Where the length alone matters, it is shown by characters that take one byte each on the wire.
#[test]
fn a_length_is_shown_by_plain_characters() {
    let shrunk = shrink("&<é".repeat(400), &mut |text| text.len() > 200);
    assert_eq!(shrunk, "A".repeat(201));
    let kept = shrink("&<é".repeat(400), &mut |text| {
        text.matches('é').count() > 4
    });
    assert_eq!(kept, "é".repeat(5));
}

/// However a session came to run, the shortest way to it is what a person sends.
#[test]
fn a_state_is_reached_by_its_shortest_way() {
    let named = |name: &str| Action {
        name: name.into(),
        ..Action::default()
    };
    let subject = Subject {
        actions: ["CreateSession", "AcceptSession", "JoinSession", "Do"]
            .map(named)
            .into(),
        policy: Policy {
            messaging: true,
            bench: true,
            ..Policy::default()
        },
        ..Subject::default()
    };
    let step = |name: &str, value: &str| {
        let arguments = vec![("SessionRecipients".to_owned(), value.to_owned())];
        Step::Request(Request::of_call("/c", Call::new("urn:x", name, arguments)))
    };
    let long = Sequence {
        steps: vec![
            step("CreateSession", &recipients(1)),
            step("JoinSession", ""),
            step("Do", ""),
        ],
        alone: false,
    };
    // It takes a session that runs: one that was joined, or accepted.
    let mut try_it = |sequences: &[Sequence]| {
        let names: Vec<String> = sequences[0].steps.iter().map(Step::name).collect();
        let runs = ["JoinSession", "AcceptSession"]
            .iter()
            .any(|way| names.contains(&(*way).to_owned()));
        let there = ["CreateSession", "stimulus incoming-session"]
            .iter()
            .any(|way| names.contains(&(*way).to_owned()));
        runs && there && names.last().is_some_and(|last| last == "Do")
    };
    let mut attempts = Attempts::new(500, &mut try_it);
    let small = minimise(vec![long], &subject, &mut attempts);
    let names: Vec<String> = small[0].steps.iter().map(Step::name).collect();
    assert_eq!(names[0], "stimulus incoming-session");
    assert_eq!(small[0].requests(), 2, "{names:?}");
}
