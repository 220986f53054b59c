//! Response elements, arguments and headers, right and deviant.

use super::*;

#[test]
fn a_success_without_findings() {
    let (reading, findings) = read(200, &success(GOOD), Claim::V1_0);
    assert_eq!(
        arguments(&reading),
        [("SessionID", "S 9"), ("SupportedMedia", "<m>A &amp; B</m>")]
    );
    assert_eq!(findings, []);
    let ControlResult::Success {
        action, namespace, ..
    } = reading
    else {
        panic!("success")
    };
    assert_eq!(
        (action.as_str(), namespace.as_str()),
        ("CreateSession", SERVICE)
    );
}

#[test]
fn spellings_without_findings() {
    let bare = success(GOOD).replace("<?xml version=\"1.0\"?>", "\u{feff}");
    let prefixes = success(GOOD)
        .replace("<s:", "<S-E:")
        .replace("</s:", "</S-E:")
        .replace(" s:", " S-E:")
        .replace("xmlns:s=", "xmlns:S-E=");
    let comments = success(&format!("<!--c--> {GOOD}<?p?>\n"));
    let cdata = success(
        "<SessionID>S 9</SessionID><SupportedMedia><![CDATA[<m>A &amp; B</m>]]></SupportedMedia>",
    );
    let header = success(GOOD).replace("<s:Body>", "<s:Header><x/></s:Header><s:Body>");
    for body in [bare, prefixes, comments, cdata, header] {
        let (reading, findings) = read(200, &body, Claim::V2_0);
        assert_eq!(arguments(&reading).len(), 2, "{body}");
        assert_eq!(arguments(&reading)[1].1, "<m>A &amp; B</m>");
        assert_eq!(findings, [], "{body}");
    }
}

#[test]
fn arguments_are_read_through_deviations() {
    let swapped = "<SupportedMedia/><SessionID>S</SessionID>";
    let (reading, findings) = read(200, &success(swapped), Claim::V1_0);
    assert_eq!(
        arguments(&reading),
        [("SupportedMedia", ""), ("SessionID", "S")]
    );
    assert_eq!(findings, one("CTRL-31", Grade::Fail));

    let unescaped = "<SessionID>S</SessionID><SupportedMedia><m a='>'>A</m></SupportedMedia>";
    let (reading, findings) = read(200, &success(unescaped), Claim::V1_0);
    assert_eq!(arguments(&reading)[1].1, "<m a='>'>A</m>");
    assert_eq!(findings, one("CTRL-33", Grade::Fail));

    let twice = "<SessionID>S</SessionID><SupportedMedia>&amp;lt;m/&amp;gt;</SupportedMedia>";
    let (reading, findings) = read(200, &success(twice), Claim::V1_0);
    assert_eq!(arguments(&reading)[1].1, "<m/>");
    assert_eq!(findings, one("CTRL-33", Grade::Fail));

    let spelled = "<sessionid>S</sessionid><u:SupportedMedia/>";
    let (reading, findings) = read(200, &success(spelled), Claim::V1_0);
    assert_eq!(arguments(&reading)[0], ("SessionID", "S"));
    assert_eq!(
        findings,
        [one("CTRL-31", Grade::Fail), one("CTRL-11", Grade::Warning)].concat()
    );

    let (_, findings) = read(
        200,
        &success("<SessionID>S</SessionID><SessionID>T</SessionID>"),
        Claim::V1_0,
    );
    assert_eq!(
        findings,
        [one("CTRL-31", Grade::Fail), one("CTRL-31", Grade::Fail)].concat()
    );
}

#[test]
fn surplus_arguments_by_claim() {
    let between = "<SessionID/><Extra/><SupportedMedia/>";
    let after = "<SessionID/><SupportedMedia/><Extra/>";
    let vendor = "<SessionID/><SupportedMedia/><v:X_e xmlns:v='urn:tern'/>";
    for (body, claim, expected) in [
        (between, Claim::V1_0, one("CTRL-31", Grade::Warning)),
        (between, Claim::V1_1, one("CTRL-31", Grade::Fail)),
        (after, Claim::V1_1, one("CTRL-31", Grade::Warning)),
        (vendor, Claim::V2_0, vec![]),
    ] {
        assert_eq!(
            read(200, &success(body), claim).1,
            expected,
            "{body} {claim}"
        );
    }
}

#[test]
fn response_element_and_namespace() {
    for (from, to, claim, expected) in [
        (
            "Messaging:2",
            "Messaging:1",
            Claim::V1_0,
            one("CTRL-30", Grade::Fail),
        ),
        (
            "Messaging:2",
            "Messaging:3",
            Claim::V1_1,
            one("CTRL-30", Grade::Warning),
        ),
        ("Messaging:2", "Messaging:3", Claim::V1_0, vec![]),
        (
            "service:Messaging",
            "service:Other",
            Claim::V1_0,
            one("CTRL-29", Grade::Fail),
        ),
        (
            "CreateSessionResponse",
            "createsessionResponse",
            Claim::V1_0,
            one("CTRL-29", Grade::Fail),
        ),
        (
            "CreateSessionResponse",
            "CreateSession",
            Claim::V1_0,
            one("CTRL-29", Grade::Fail),
        ),
        (
            "soap/envelope",
            "soap/envelop",
            Claim::V1_1,
            one("CTRL-05", Grade::Fail),
        ),
        (
            " s:encodingStyle=\"http://schemas.xmlsoap.org/soap/encoding/\"",
            "",
            Claim::V2_0,
            one("CTRL-06", Grade::Warning),
        ),
        (
            "soap/encoding/",
            "soap/encoding",
            Claim::V2_0,
            one("CTRL-57", Grade::Fail),
        ),
        (
            "</s:Body>",
            "</s:Body><x/>",
            Claim::V1_0,
            one("CTRL-08", Grade::Fail),
        ),
        (
            "<s:Body>",
            "<s:Body>text",
            Claim::V1_0,
            one("CTRL-08", Grade::Warning),
        ),
    ] {
        let (reading, findings) = read(200, &success(GOOD).replace(from, to), claim);
        assert_eq!(arguments(&reading).len(), 2, "{to}");
        assert_eq!(findings, expected, "{to}");
    }
}

#[test]
fn headers_by_claim() {
    let judge = |headers: &[(&str, &str)], claim| {
        rows(&read_response(&response(200, headers, &success(GOOD)), &ASKED, claim).findings)
    };
    assert_eq!(
        judge(&[("Content-Type", "text/xml")], Claim::V1_0),
        [
            one("CTRL-26", Grade::Warning),
            one("CTRL-27", Grade::Warning)
        ]
        .concat()
    );
    assert_eq!(
        judge(
            &[
                ("Content-Type", "Text/XML; charset=ISO-8859-1"),
                ("Content-Language", "de")
            ],
            Claim::V1_1
        ),
        [
            one("CTRL-26", Grade::Fail),
            one("CTRL-26", Grade::Fail),
            one("CTRL-28", Grade::Warning)
        ]
        .concat()
    );
    assert_eq!(
        judge(
            &[("Content-Type", "TEXT/XML;charset=UTF-8"), ("Server", "x")],
            Claim::V2_0
        ),
        []
    );
    assert_eq!(
        judge(
            &[("Content-Type", "text/xml"), ("Server", "x")],
            Claim::V2_0
        ),
        one("CTRL-26", Grade::Warning)
    );
}
