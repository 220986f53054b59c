//! Service descriptions, right and deviant.

use proptest::prelude::*;

use super::*;
use crate::{Claim, Finding, Grade, Reading};

const ARGUMENTS: &str = "<argument><name>MessageID</name><direction>in</direction><relatedStateVariable>A_ARG_TYPE_MessageID</relatedStateVariable></argument><argument><name>Message</name><direction>out</direction><relatedStateVariable>A_ARG_TYPE_Message</relatedStateVariable></argument>";
const VARIABLES: &str = "<stateVariable sendEvents=\"yes\"><name>NewMessages</name><dataType>string</dataType></stateVariable><stateVariable sendEvents=\"no\"><name>A_ARG_TYPE_MessageID</name><dataType>string</dataType></stateVariable><stateVariable sendEvents=\"no\"><name>A_ARG_TYPE_Message</name><dataType>string</dataType><defaultValue>SMS</defaultValue><allowedValueList><allowedValue>SMS</allowedValue><allowedValue>MMS</allowedValue></allowedValueList></stateVariable>";

fn document(claim: Claim) -> String {
    let (major, minor) = claim.spec_version();
    let config = if claim == Claim::V1_0 {
        ""
    } else {
        " configId=\"4\""
    };
    format!(
        "<?xml version=\"1.0\"?><scpd xmlns=\"{SERVICE}\"{config}><specVersion><major>{major}</major><minor>{minor}</minor></specVersion><actionList><action><name>ReadMessage</name><argumentList>{ARGUMENTS}</argumentList></action></actionList><serviceStateTable>{VARIABLES}</serviceStateTable></scpd>"
    )
}

fn rows(findings: &[Finding]) -> Vec<(String, Grade)> {
    findings
        .iter()
        .map(|found| (found.row.replace("UDA-", ""), found.grade))
        .collect()
}

fn one(row: &str, grade: Grade) -> Vec<(String, Grade)> {
    vec![(row.to_owned(), grade)]
}

#[test]
fn a_right_document() {
    for claim in [Claim::V1_0, Claim::V1_1, Claim::V2_0] {
        let Reading {
            value: scpd,
            findings,
            ..
        } = read(document(claim).as_bytes(), claim).expect("readable");
        assert_eq!(findings, [], "{claim}");
        let action = scpd.action("ReadMessage").expect("there");
        assert_eq!(action.names(Direction::In), ["MessageID"]);
        assert_eq!(action.names(Direction::Out), ["Message"]);
        assert!(scpd.variable("NewMessages").expect("there").send_events);
        let message = scpd.variable("A_ARG_TYPE_Message").expect("there");
        assert_eq!(message.allowed_values, ["SMS", "MMS"]);
        assert_eq!(
            (message.default.as_deref(), message.send_events),
            (Some("SMS"), false)
        );
    }
}

#[test]
fn deviations_by_row() {
    use Claim::{V1_0, V1_1, V2_0};
    use Grade::{Fail, Warning};
    let first = "<argument><name>MessageID</name><direction>in</direction><relatedStateVariable>A_ARG_TYPE_MessageID</relatedStateVariable></argument>";
    let last = &ARGUMENTS[first.len()..];
    let swapped = format!("{last}{first}");
    let long = "Y".repeat(32);
    for (claim, from, to, expected) in [
        (V1_0, "<?xml version=\"1.0\"?>", "", one("SCPD-01", Warning)),
        (V1_0, "service-1-0", "service-1", one("SCPD-01", Fail)),
        (V1_1, " configId=\"4\"", "", one("SCPD-02", Fail)),
        (V1_0, "<major>1</major>", "", one("SCPD-03", Warning)),
        (
            V1_0,
            "<minor>0</minor>",
            "<minor>1</minor>",
            one("DESC-22", Warning),
        ),
        (V1_0, "<name>ReadMessage</name>", "", one("SCPD-05", Fail)),
        (
            V1_0,
            "</actionList>",
            "<action><name>B</name><argumentList/></action></actionList>",
            one("SCPD-05", Warning),
        ),
        (
            V1_0,
            "</actionList>",
            "<action><name>ReadMessage</name></action></actionList>",
            one("SCPD-05", Fail),
        ),
        (V1_0, "<direction>in</direction>", "", one("SCPD-06", Fail)),
        (
            V1_0,
            ">Message</name><direction>out<",
            ">MessageID</name><direction>in<",
            one("SCPD-06", Fail),
        ),
        // Once in and once out are two arguments.
        (V1_0, ">Message<", ">MessageID<", Vec::new()),
        (V1_0, ">in<", ">input<", one("SCPD-07", Fail)),
        (V1_0, ARGUMENTS, &swapped, one("SCPD-07", Fail)),
        (
            V1_0,
            "<direction>out</direction>",
            "<direction>out</direction><retval/>",
            one("SCPD-08", Warning),
        ),
        (
            V1_0,
            "<direction>in</direction>",
            "<direction>in</direction><retval/>",
            one("SCPD-08", Fail),
        ),
        (
            V1_0,
            ">A_ARG_TYPE_MessageID</r",
            ">A_ARG_TYPE_Other</r",
            [one("SCPD-09", Fail), one("SCPD-21", Warning)].concat(),
        ),
        (
            V1_0,
            ">ReadMessage<",
            ">Read-Message<",
            one("SCPD-10", Fail),
        ),
        (
            V1_0,
            ">ReadMessage<",
            ">\nReadMessage<",
            one("SCPD-10", Warning),
        ),
        (
            V1_0,
            ">ReadMessage<",
            &format!(">{long}<"),
            one("SCPD-11", Warning),
        ),
        (V2_0, ">ReadMessage<", ">X_Read<", one("SCPD-12", Warning)),
        (V2_0, ">ReadMessage<", ">X_tern.example_Read<", vec![]),
        (V1_0, ">ReadMessage<", ">A_Read<", one("SCPD-12", Fail)),
        (
            V1_0,
            ">NewMessages<",
            ">A_ARG_TYPE_Message<",
            one("SCPD-14", Fail),
        ),
        (V1_0, " sendEvents=\"no\"", "", one("SCPD-15", Fail)),
        (V1_0, "\"no\"", "\"0\"", one("SCPD-15", Warning)),
        (V1_0, "\"no\"", "\"never\"", one("SCPD-15", Fail)),
        (
            V1_1,
            "sendEvents=\"yes\"",
            "sendEvents=\"yes\" multicast=\"yes\"",
            one("SCPD-16", Fail),
        ),
        (
            V1_0,
            "<dataType>string<",
            "<dataType>String<",
            one("SCPD-17", Fail),
        ),
        (
            V1_1,
            "<dataType>string<",
            "<dataType>ui8<",
            one("SCPD-17", Fail),
        ),
        (V2_0, "<dataType>string<", "<dataType>ui8<", vec![]),
        (
            V1_1,
            "<dataType>string<",
            "<dataType type='x'>int<",
            one("SCPD-18", Fail),
        ),
        (
            V1_0,
            "<defaultValue>SMS<",
            "<defaultValue>Fax<",
            one("SCPD-19", Fail),
        ),
        (V1_0, ">MMS<", &format!(">{long}<"), one("SCPD-20", Warning)),
        (V1_1, ">MMS<", &format!(">{long}<"), one("SCPD-20", Fail)),
        (
            V1_0,
            "<allowedValue>MMS",
            "<allowedValue> MMS",
            one("SCPD-20", Warning),
        ),
        (
            V1_1,
            "<name>NewMessages</name><dataType>string</dataType>",
            "<dataType>string</dataType><name>NewMessages</name>",
            one("SCPD-26", Warning),
        ),
        (
            V1_0,
            "<name>NewMessages</name><dataType>string</dataType>",
            "<dataType>string</dataType><name>NewMessages</name>",
            vec![],
        ),
        (
            V1_0,
            "<actionList>",
            "<!--c--><odd/><actionList>",
            one("SCPD-27", Warning),
        ),
    ] {
        let Reading {
            value: scpd,
            findings,
            ..
        } = read(document(claim).replacen(from, to, 1).as_bytes(), claim).expect("readable");
        assert_eq!(rows(&findings), expected, "{from} -> {to}");
        assert_eq!(scpd.variables.len(), 3, "{to}");
        assert_eq!(scpd.actions[0].arguments.len(), 2, "{to}");
    }
}

#[test]
fn ranges_and_defaults() {
    let judge = |kind: &str, inside: &str, claim| {
        let variable = format!(
            "<stateVariable sendEvents=\"no\"><name>V</name><dataType>{kind}</dataType>{inside}</stateVariable></serviceStateTable>"
        );
        let text = document(claim).replace("</serviceStateTable>", &variable);
        rows(&read(text.as_bytes(), claim).expect("readable").findings)
    };
    let range = |minimum: &str, maximum: &str, step: &str| {
        format!(
            "<allowedValueRange><minimum>{minimum}</minimum><maximum>{maximum}</maximum>{step}</allowedValueRange>"
        )
    };
    let fail22 = one("SCPD-22", Grade::Fail);
    assert_eq!(
        judge("ui2", &range("0", "10", "<step>5</step>"), Claim::V1_1),
        []
    );
    assert_eq!(
        judge("ui2", &range("0", "10", "<step>3</step>"), Claim::V1_1),
        fail22
    );
    assert_eq!(
        judge("ui2", &range("0", "10", "<step>3</step>"), Claim::V1_0),
        []
    );
    assert_eq!(
        judge("ui2", &range("0", "10", "<step>0</step>"), Claim::V1_0),
        fail22
    );
    assert_eq!(judge("ui2", &range("9", "9", ""), Claim::V1_0), fail22);
    assert_eq!(judge("ui2", &range("", "9", ""), Claim::V1_0), fail22);
    assert_eq!(
        judge("string", &range("0", "9", ""), Claim::V1_0),
        one("SCPD-20", Grade::Fail)
    );
    let with_default = format!("<defaultValue>11</defaultValue>{}", range("0", "9", ""));
    assert_eq!(
        judge("i4", &with_default, Claim::V1_0),
        one("SCPD-19", Grade::Fail)
    );
    for (kind, value, fits) in [
        ("ui1", "256", false),
        ("ui1", "+07", true),
        ("boolean", "on", false),
        ("r4", "1.5", true),
        ("r4", "x", false),
    ] {
        let expected = if fits {
            vec![]
        } else {
            one("SCPD-19", Grade::Fail)
        };
        let text = format!("<defaultValue>{value}</defaultValue>");
        assert_eq!(judge(kind, &text, Claim::V1_0), expected, "{kind} {value}");
    }
    let list = "<allowedValueList/>";
    assert_eq!(
        judge("string", list, Claim::V1_0),
        one("SCPD-20", Grade::Fail)
    );
}

#[test]
fn what_is_no_service_description() {
    assert!(matches!(
        read(b"<root/>", Claim::V1_0),
        Err(ScpdError::Empty { .. })
    ));
    assert!(matches!(
        read(b"<scpd>", Claim::V1_0),
        Err(ScpdError::Xml(_))
    ));
    let empty = format!(
        "<?xml version='1.0'?><scpd xmlns='{SERVICE}'><specVersion><major>1</major><minor>0</minor></specVersion><actionList/></scpd>"
    );
    let Reading { findings, .. } = read(empty.as_bytes(), Claim::V1_0).expect("readable");
    assert_eq!(
        rows(&findings),
        [one("SCPD-04", Grade::Warning), one("SCPD-14", Grade::Fail)].concat()
    );
}

proptest! {
    #[test]
    fn arbitrary_content_never_panics(inner in "(<[/?!]?[a-zA-Z:=' ]{0,8}>?|[&;lt#é:]{0,5}|<action>|<argumentList><argument>|<stateVariable>|<name>|</name>|</action>|<allowedValueRange><minimum>9</minimum>){0,12}") {
        let _ = read(inner.as_bytes(), Claim::V1_1);
        for place in ["</actionList>", "</serviceStateTable>", "</action>", "</stateVariable>"] {
            let text = document(Claim::V2_0).replacen(place, &format!("{inner}{place}"), 1);
            let _ = read(text.as_bytes(), Claim::V2_0);
        }
    }
}
