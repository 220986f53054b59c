//! A finding as a folder: what it is, the requests, a script that sends them, what came, the document with its place.

use std::fmt::Write as _;

use ctk_vectors::stimulus;

use crate::bindings::{Bindings, MARKS};
use crate::engine::known_fields;
use crate::export;
use crate::finding::Finding;
use crate::grammar::minimal;
use crate::report::times;
use crate::request::{Framing, Payload, Request};
use crate::sequence::Step;
use crate::subject::Subject;

/// The name of the file that the others are made from.
pub const FINDING: &str = "finding.json";

/// The files of a finding's folder, by name. `device` is the URL of its description.
pub fn files(finding: &Finding, subject: &Subject, device: &str) -> Vec<(String, Vec<u8>)> {
    let mut files = Vec::new();
    // A finding can always be written.
    let json = serde_json::to_vec_pretty(finding).unwrap_or_default();
    files.push((FINDING.to_owned(), json));
    let sample = sample(subject);
    for (number, request) in requests(finding).enumerate() {
        let number = number + 1;
        files.push((format!("request-{number}.http"), request.bytes(&sample)));
        files.push((
            format!("request-{number}.body"),
            request.body(&as_marks(subject)),
        ));
    }
    files.push((
        "reproduce.sh".to_owned(),
        script(finding, subject).into_bytes(),
    ));
    let lines = finding
        .excerpt
        .iter()
        .filter_map(|one| serde_json::to_string(one).ok());
    let excerpt: String = lines.map(|line| line + "\n").collect();
    files.push(("excerpt.jsonl".to_owned(), excerpt.into_bytes()));
    files.push(("README.md".to_owned(), readme(finding, device).into_bytes()));
    if let Some((text, marked)) = document(finding, subject) {
        files.push(("document.xml".to_owned(), text.into_bytes()));
        files.push(("document-marked.txt".to_owned(), marked.into_bytes()));
    }
    files.extend(export::files(finding));
    files
}

fn requests(finding: &Finding) -> impl Iterator<Item = &Request> {
    let steps = finding
        .sequences
        .iter()
        .flat_map(|sequence| &sequence.steps);
    steps.filter_map(Step::request)
}

/// Values by which a request can be read.
fn sample(subject: &Subject) -> Bindings {
    Bindings {
        session: Some("SESSION".to_owned()),
        message: Some("MESSAGE".to_owned()),
        known: Some("MESSAGE".to_owned()),
        subscription: Some("uuid:SUBSCRIPTION".to_owned()),
        recipient: "sip:nobody@example.invalid".to_owned(),
        own: "http://kit.example.invalid".to_owned(),
        host: subject.host.clone(),
        ..Bindings::default()
    }
}

/// Ids stay marks, which the script replaces.
fn as_marks(subject: &Subject) -> Bindings {
    Bindings {
        session: Some("{{session}}".to_owned()),
        message: Some("{{message}}".to_owned()),
        known: Some("{{known}}".to_owned()),
        subscription: Some("{{subscription}}".to_owned()),
        ..sample(subject)
    }
}

fn readme(finding: &Finding, device: &str) -> String {
    let mut text = format!(
        "# {}: {}\n\n{}\n\nCWE-{}. {} of {} trials showed it; met {} in the run, first at request {}.\n",
        finding.kind.name(),
        finding.action,
        finding.text,
        finding.cwe,
        finding.shown,
        finding.tried,
        times(finding.met),
        finding.at_request,
    );
    if !finding.is_reliable() {
        text.push_str(
            "\nIt does not show every time: it is flaky, or takes more than is sent here.\n",
        );
    }
    if !finding.note.is_empty() {
        let _ = write!(text, "\nNote: {}.\n", finding.note);
    }
    let _ = write!(
        text,
        "\nSteps:\n\n{}\nAgain: `messaging-ctk replay FOLDER {device}` says FIXED, STILL FAILS or CHANGED; `reproduce.sh` needs curl and nc alone.\n",
        finding
            .sequences
            .iter()
            .flat_map(|sequence| &sequence.steps)
            .map(|step| format!("- {}\n", step.name()))
            .collect::<String>(),
    );
    if finding.probes > 0 {
        let _ = writeln!(
            text,
            "\nIt may show only after up to {} plain requests behind these.",
            finding.probes
        );
    }
    text
}

/// Whether it speaks of the message that has been there from the start.
fn names_known(finding: &Finding) -> bool {
    let texts = requests(finding).filter_map(|request| serde_json::to_string(request).ok());
    texts.into_iter().any(|text| text.contains("{{known}}"))
}

/// A shell script that sends the steps, by curl where they are plain, else by nc.
fn script(finding: &Finding, subject: &Subject) -> String {
    let mut text = String::from(
        "#!/bin/sh\n# reproduce.sh [HOST:PORT [UPPER_TESTER]]: sends what shows the finding. UPPER_TESTER is the upper tester's base URL.\n",
    );
    let _ = writeln!(text, "DEVICE=${{1:-${{DEVICE:-{}}}}}", subject.host);
    text.push_str("UPPER_TESTER=${2:-${UPPER_TESTER:-}}\n");
    text.push_str("cd \"$(dirname \"$0\")\" || exit 2\n");
    text.push_str("session= message= known= subscription=\n");
    text.push_str("filled() { sed -e \"s|{{session}}|$session|g\" -e \"s|{{message}}|$message|g\" -e \"s|{{known}}|$known|g\" -e \"s|{{subscription}}|$subscription|g\" \"$1\"; }\n");
    text.push_str("learn() {\n  id=$(sed -n 's|.*<SessionID>\\([^<]*\\)</SessionID>.*|\\1|p' answer.txt); session=${id:-$session}\n  id=$(sed -n 's|.*<MessageID>\\([^<]*\\)</MessageID>.*|\\1|p' answer.txt); message=${id:-$message}\n  if [ -s answer.txt ]; then cat answer.txt; echo; else echo 'no answer'; fi\n}\n");
    if names_known(finding) {
        // It has been there before the rest, so that it can be looked at afterwards.
        stimulate(
            &mut text,
            stimulus::INCOMING_MESSAGE,
            &known_fields("known"),
        );
        text.push_str("known=$message\n");
    }
    let mut number = 0;
    let steps = finding.sequences.iter().flat_map(|one| &one.steps);
    for step in steps {
        match step {
            Step::Request(request) => {
                number += 1;
                if request.times > 1 {
                    let _ = writeln!(text, "for n in $(seq {}); do", request.times);
                }
                send(&mut text, request, number);
                if request.times > 1 {
                    text.push_str("done\n");
                }
            }
            Step::Datagram(datagram) => {
                let _ = writeln!(
                    text,
                    "printf '%s' {} | nc -u -w1 \"${{DEVICE%:*}}\" 1900",
                    quoted(datagram)
                );
            }
            Step::Stimulus { name, fields } => stimulate(&mut text, name, fields),
        }
    }
    if finding.probes > 0 {
        let _ = writeln!(
            text,
            "for n in $(seq {}); do curl -s -m 10 -o /dev/null -w '%{{http_code}}\\n' \"http://$DEVICE{}\"; done",
            finding.probes, subject.description
        );
    }
    text
}

fn send(text: &mut String, request: &Request, number: usize) {
    // Chunks are part of what shows it: curl would cut them otherwise.
    let plain =
        request.is_plain_http() && request.framing == Framing::Length && request.call().is_some();
    if !plain {
        let _ = writeln!(
            text,
            "nc -w5 \"${{DEVICE%:*}}\" \"${{DEVICE##*:}}\" <request-{number}.http >answer.txt; learn"
        );
        return;
    }
    let _ = write!(text, "filled request-{number}.body | curl -s -m 40 -X POST");
    for (name, value) in &request.headers {
        if name != "HOST" {
            let _ = write!(text, " -H {}", quoted(&format!("{name}: {value}")));
        }
    }
    let _ = writeln!(
        text,
        " --data-binary @- \"http://$DEVICE{}\" >answer.txt; learn",
        request.target
    );
}

fn stimulate(text: &mut String, name: &str, fields: &serde_json::Value) {
    let fields = quoted(&fields.to_string())
        .replace("{{session}}", "'\"$session\"'")
        .replace("{{message}}", "'\"$message\"'");
    let _ = writeln!(
        text,
        "curl -s -X POST -d {fields} \"$UPPER_TESTER/{name}\" >answer.txt; id=$(sed -n 's|.*\"session_id\": *\"\\([^\"]*\\)\".*|\\1|p' answer.txt); session=${{id:-$session}}; id=$(sed -n 's|.*\"message_id\": *\"\\([^\"]*\\)\".*|\\1|p' answer.txt); message=${{id:-$message}}"
    );
}

fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "'\\''"))
}

/// The argument that the finding is about, and the same with its place marked.
fn document(finding: &Finding, subject: &Subject) -> Option<(String, String)> {
    let last = requests(finding).last()?;
    let Payload::Call(call) = &last.payload else {
        return None;
    };
    let action = subject.action(&call.action)?;
    let (_, value, plain) = call
        .arguments
        .iter()
        .filter_map(|(name, value)| {
            let input = action.inputs.iter().find(|input| input.name == *name)?;
            let plain = minimal(input);
            (plain != *value).then_some((name, value, plain))
        })
        .max_by_key(|(_, value, _)| value.len())?;
    Some((value.clone(), marked(value, &plain)))
}

/// The text with a line of carets under what is not in the plain one.
fn marked(text: &str, plain: &str) -> String {
    let common = |pairs: &mut dyn Iterator<Item = (char, char)>| {
        pairs.take_while(|(one, other)| one == other).count()
    };
    let begin = common(&mut text.chars().zip(plain.chars()));
    let count = text.chars().count();
    let most = count.min(plain.chars().count()) - begin;
    let end = common(&mut text.chars().rev().zip(plain.chars().rev())).min(most);
    let width = (count - begin - end).max(1);
    let shown = |c: char| if c.is_control() { '\u{fffd}' } else { c };
    let line: String = text.chars().map(shown).collect();
    // A long line is shown around its place.
    let from = begin.saturating_sub(60);
    let part: String = line.chars().skip(from).take(200).collect();
    format!(
        "{part}\n{}{}\n",
        " ".repeat(begin - from),
        "^".repeat(width.min(140))
    )
}

/// Whether a text still has marks: then ids have to be filled in.
pub fn has_marks(text: &str) -> bool {
    MARKS
        .iter()
        .any(|mark| text.contains(&format!("{{{{{mark}}}}}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_place_is_what_is_not_plain() {
        assert_eq!(marked("<a>xyz</a>", "<a>b</a>"), "<a>xyz</a>\n   ^^^\n");
        assert_eq!(marked("", "abc"), "\n^\n");
        assert_eq!(marked("aaaa", "aa"), "aaaa\n  ^^\n");
    }

    /// curl would cut other chunks than those that show it.
    #[test]
    fn what_has_a_form_of_its_own_is_sent_as_it_is() {
        let call = crate::call::Call::new("urn:x", "Get", Vec::new());
        let mut request = Request::of_call("/c", call);
        let sent = |request: &Request| {
            let mut text = String::new();
            send(&mut text, request, 1);
            text
        };
        assert!(sent(&request).contains("curl"));
        request.framing = Framing::Chunked { size: 7 };
        assert!(sent(&request).starts_with("nc ") && !sent(&request).contains("curl"));
        request.payload = Payload::Empty;
        assert!(sent(&request).starts_with("nc "));
    }
}
