//! What a stranger reads when a case fails: requirement, what was asked, what is accepted, what came, how to repeat it.

mod support;

use support::Desk;

/// What is printed of a case that fails on a defect, without the bytes of the wire.
fn told(defect: &str, case: &str) -> String {
    let desk = Desk::new();
    let ran = desk.run(&[
        "run", "embedded", "--defect", defect, "--case", case, "--seed", "7", "-v",
    ]);
    let mark = format!("✗ {case}");
    let told: Vec<&str> = ran
        .said
        .lines()
        .skip_while(|line| !line.starts_with(&mark))
        .take_while(|line| !line.starts_with("  wire"))
        .collect();
    assert!(!told.is_empty(), "{}{}", ran.said, ran.errors);
    normal(&told.join("\n"))
}

/// Without what differs from run to run: ports, and the ids that the device gives.
fn normal(text: &str) -> String {
    let mut normal = String::new();
    let mut word = String::new();
    for c in text.chars().chain([' ']) {
        if c.is_ascii_alphanumeric() {
            word.push(c);
            continue;
        }
        let port = normal.ends_with("127.0.0.1:") && word.bytes().all(|b| b.is_ascii_digit());
        normal.push_str(if port {
            "PORT"
        } else if is_id(&word) {
            "ID"
        } else {
            &word
        });
        word.clear();
        normal.push(c);
    }
    normal.trim_end().to_owned()
}

/// The reference device's ids: six hexadecimal digits, a letter for the kind, a number.
fn is_id(word: &str) -> bool {
    let Some((prefix, rest)) = word.split_at_checked(6) else {
        return false;
    };
    let mut rest = rest.chars();
    prefix.bytes().all(|b| b.is_ascii_hexdigit())
        && rest.next().is_some_and(|c| matches!(c, 's' | 'm'))
        && !rest.as_str().is_empty()
        && rest.all(|c| c.is_ascii_digit())
}

#[test]
fn a_fault_that_was_due() {
    insta::assert_snapshot!(told("join-pending-succeeds", "5.5.13/pending"));
}

#[test]
fn an_unknown_id() {
    insta::assert_snapshot!(told("read-unknown-succeeds", "5.5.5/unknown-message"));
}

#[test]
fn a_value_that_is_wrong() {
    insta::assert_snapshot!(told("identity-not-a-uri", "5.5.1/identity"));
}

#[test]
fn a_document_in_the_wrong_order() {
    insta::assert_snapshot!(told("message-list-wrong-order", "5.3.11/valid"));
}

#[test]
fn a_document_with_a_value_of_no_table() {
    insta::assert_snapshot!(told(
        "session-class-undecided",
        "5.3.19/values-of-a-session"
    ));
}

#[test]
fn a_document_that_lacks_something() {
    insta::assert_snapshot!(told("sent-without-date", "5.3.10/date-sent"));
}

#[test]
fn a_variable_that_is_not_declared() {
    insta::assert_snapshot!(told("scpd-variable-missing", "5.3.1/message-id-declared"));
}

#[test]
fn an_argument_of_another_name() {
    insta::assert_snapshot!(told("scpd-argument-renamed", "5.5.4/arguments"));
}

#[test]
fn an_allowed_value_that_is_missing() {
    insta::assert_snapshot!(told(
        "scpd-folder-missing",
        "6/allowed-values-message-folder"
    ));
}

#[test]
fn a_row_of_the_architecture() {
    insta::assert_snapshot!(told("fault-with-http-200", "uda/control/fault-status"));
}
