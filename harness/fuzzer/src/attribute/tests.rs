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

/// A fault of the target shows with any method.
#[test]
fn another_method_becomes_get() {
    let mut try_it = |sequences: &[Sequence]| {
        let request = sequences[0].steps[0].request();
        request.is_some_and(|request| request.target.contains("%00"))
    };
    let odd = Request::plain("SUBSCRIBE", "/event%00", vec![("NT".into(), "x".into())]);
    let mut attempts = Attempts::new(200, &mut try_it);
    let small = minimise(vec![Sequence::of(odd)], &Subject::default(), &mut attempts);
    let small = small[0].steps[0].request().expect("a request");
    assert_eq!((&*small.method, &*small.target), ("GET", "%00"));
    assert!(small.headers.is_empty());
}

/// One datagram among hundreds, which silences a device: found in few tries, each of which takes its time, and small.
#[test]
fn a_datagram_takes_few_tries() {
    let datagram = |line: &str, target: usize| {
        let text = format!(
            "M-SEARCH * HTTP/1.1\r\nHOST: 239.255.255.250:1900\r\nMAN: \"ssdp:discover\"\r\n{line}\r\nST: uuid:{target}\r\n\r\n"
        );
        Sequence {
            steps: vec![Step::Datagram(text)],
            alone: false,
        }
    };
    for (line, shortest) in [("MX: x", "MX: "), ("MX: 99999999999", "MX: 9999999999")] {
        let mut recent: Vec<Sequence> = (0..400).map(|n| datagram("MX: 1", n)).collect();
        recent[90] = datagram(line, 90);
        let mut tries = 0;
        let mut try_it = |sequences: &[Sequence]| {
            tries += 1;
            let steps = sequences.iter().flat_map(|one| &one.steps);
            let mut texts = steps.filter_map(|step| match step {
                Step::Datagram(text) => Some(text.as_str()),
                _ => None,
            });
            texts.any(|text| {
                let value = text.lines().find_map(|line| line.strip_prefix("MX: "));
                value.is_some_and(|value| value.parse::<u32>().is_err())
            })
        };
        let mut attempts = Attempts::new(400, &mut try_it);
        let found = in_groups(&recent, &mut attempts).expect("it shows");
        let small = minimise(found, &Subject::default(), &mut attempts);
        let text = match &small[0].steps[0] {
            Step::Datagram(text) => text.clone(),
            other => panic!("{other:?}"),
        };
        assert!(
            text.starts_with("MX: ") && text.len() <= shortest.len(),
            "{text:?}"
        );
        assert!(tries < 110, "{tries} tries for {text:?}");
    }
}

/// A name that nobody declared stands in the header and in the body: either may be what it is about.
#[test]
fn an_odd_name_is_shortened_where_it_matters() {
    let subject = Subject {
        service_type: "urn:x".into(),
        control: "/c".into(),
        actions: vec![Action {
            name: "Get".into(),
            ..Action::default()
        }],
        ..Subject::default()
    };
    let long = |name: &str| {
        let arguments = vec![("MessageID".to_owned(), "7".to_owned())];
        vec![Sequence::of(Request::of_call(
            "/c",
            Call::new("urn:x", name, arguments),
        ))]
    };
    let small = |shows: fn(&Request) -> bool| {
        let mut try_it = |sequences: &[Sequence]| {
            let mut steps = sequences.iter().flat_map(|one| &one.steps);
            steps.any(|step| step.request().is_some_and(shows))
        };
        let mut attempts = Attempts::new(400, &mut try_it);
        let found = minimise(long(&"A".repeat(5000)), &subject, &mut attempts);
        found[0].steps[0].request().expect("a request").clone()
    };
    let by_header = small(|request| request.headers.iter().any(|(_, value)| value.len() > 4000));
    assert_eq!(by_header.method, "GET");
    let lengths: Vec<usize> = by_header
        .headers
        .iter()
        .map(|(_, value)| value.len())
        .collect();
    assert_eq!(lengths, [4001]);
    let by_body = small(|request| request.call().is_some_and(|call| call.action.len() > 100));
    let call = by_body.call().expect("a call");
    assert_eq!(call.action, "A".repeat(101));
    assert_eq!(by_body.headers, Request::control_headers(call));
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

/// What shows only now and then is not taken where it has to show twice, and what showed is remembered in order.
#[test]
fn what_shows_now_and_then_is_not_taken_with_care() {
    let long = vec![sequence("Get", "aaaa")];
    let short = vec![sequence("Get", "a")];
    let mut tries = 0;
    let mut now_and_then = |sequences: &[Sequence]| {
        tries += 1;
        *sequences == *long || tries % 2 == 1
    };
    let mut attempts = Attempts::new(10, &mut now_and_then);
    assert!(attempts.shows(&long) && !attempts.shows(&short));
    attempts.forget_vain();
    assert!(attempts.shows(&short));
    assert_eq!(attempts.trail(), [long.clone(), short.clone()]);
    attempts.twice();
    assert!(attempts.shows(&long) && !attempts.shows(&short));
    assert_eq!(attempts.trail(), std::slice::from_ref(&long));
}
