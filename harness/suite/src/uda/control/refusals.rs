//! Requests that a device refuses, and how.

use ctk_record::Outcome;
use ctk_vectors::messaging_2::action;
use ctk_wire::soap::soapaction;

use super::positive_control::positive_control;
use crate::case::{Case, Need, Phase};
use crate::messaging;
use crate::tester::control_response::Came;
use crate::tester::raw_request::http_url;

/// The cases.
pub(super) fn cases() -> Vec<Case> {
    vec![
        foreign_envelope(),
        must_understand(),
        other_media_type(),
        similar_media_types(),
        missing_soapaction(),
        contradicting_soapaction(),
        not_well_formed(),
        other_methods(),
        unknown_path(),
    ]
}

/// 3.2.1: an Envelope in another namespace is a fault.
fn foreign_envelope() -> Case {
    Case::new(
        "uda/control/foreign-envelope",
        "an Envelope in another namespace is refused",
    )
    .clause("3.2.1")
    .covers(&["UDA-CTRL-05"])
    .phase(Phase::Hostile)
    .body(|t| {
        let request = t
            .raw_request(t.harmless_action()?, &[])
            .envelope(|mut envelope| {
                envelope.namespace = "http://www.w3.org/2003/05/soap-envelope".to_owned();
                envelope.encoding_style = None;
                envelope
            })
            .but("in an envelope of SOAP 1.2");
        let came = t.raw().post(&request)?;
        let executed = t.since_1_1(Outcome::Fail, Outcome::Warning);
        let outcome = if came.is_fault() || came.hundreds(4) || came.hundreds(5) {
            Outcome::Pass
        } else {
            executed
        };
        t.grade(
            "UDA-CTRL-05",
            outcome,
            &["a SOAP fault", "HTTP 400", "HTTP 500"],
            &came,
        )?;
        let right = t
            .raw_request(t.harmless_action()?, &[])
            .envelope(|mut envelope| {
                envelope.encoding_style = None;
                envelope
            });
        positive_control(t, outcome, &right, &came).map(drop)
    })
}

/// Table 3-2: a Header entry with mustUnderstand="1" that is not understood. Unknown to 1.0.
fn must_understand() -> Case {
    Case::new(
        "uda/control/must-understand",
        "an unknown header entry with mustUnderstand=1 gives the fault MustUnderstand",
    )
    .clause("3.1.1")
    .covers(&["UDA-CTRL-09"])
    .needs(&[Need::PlainAction])
    .body(|t| {
        let request = t
            .raw_request(t.plain_action()?, &[])
            .envelope(|mut envelope| {
                let entry =
                    "<n:note xmlns:n=\"urn:example:note\" s:mustUnderstand=\"1\">any</n:note>";
                envelope.header = Some(entry.to_owned());
                envelope
            })
            .but("with a header entry that has to be understood");
        let came = t.raw().post(&request)?;
        let otherwise = t.since_1_1(Outcome::Warning, Outcome::Pass);
        let outcome = if came.faultcode() == Some("MustUnderstand") {
            Outcome::Pass
        } else {
            otherwise
        };
        t.grade("UDA-CTRL-09", outcome, &["the fault MustUnderstand"], &came)
    })
}

/// 3.2.1: another media type than text/xml is 415.
fn other_media_type() -> Case {
    Case::new(
        "uda/control/other-media-type",
        "a request that calls itself application/json is answered 415",
    )
    .clause("3.2.1")
    .covers(&["UDA-CTRL-21"])
    .phase(Phase::Hostile)
    .body(|t| {
        let request = t
            .raw_request(t.harmless_action()?, &[])
            .header("CONTENT-TYPE", "application/json")
            .but("with CONTENT-TYPE application/json");
        let came = t.raw().post(&request)?;
        let executed = t.since_1_1(Outcome::Fail, Outcome::Warning);
        let outcome = match came.status {
            415 => Outcome::Pass,
            200..=299 => executed,
            _ => Outcome::Warning,
        };
        t.grade(
            "UDA-CTRL-21",
            outcome,
            &["HTTP 415", "another HTTP 4xx (as a warning)"],
            &came,
        )?;
        let right = t.raw_request(t.harmless_action()?, &[]);
        positive_control(t, outcome, &right, &came).map(drop)
    })
}

/// The same for what is nearly text/xml: it may be taken or refused with 415, and a missing CONTENT-TYPE in any way.
fn similar_media_types() -> Case {
    Case::new(
        "uda/control/similar-media-types",
        "application/xml is taken or answered 415, and a missing CONTENT-TYPE is answered",
    )
    .clause("3.2.1")
    .covers(&["UDA-CTRL-21"])
    .needs(&[Need::PlainAction])
    .phase(Phase::Hostile)
    .body(|t| {
        let request = t
            .raw_request(t.plain_action()?, &[])
            .header("CONTENT-TYPE", "application/xml; charset=\"utf-8\"")
            .but("with CONTENT-TYPE application/xml");
        let came = t.raw().post(&request)?;
        let outcome = if came.succeeded() || came.status == 415 {
            Outcome::Pass
        } else {
            Outcome::Warning
        };
        t.grade("UDA-CTRL-21", outcome, &["success", "HTTP 415"], &came)?;
        let request = t
            .raw_request(t.plain_action()?, &[])
            .without("CONTENT-TYPE")
            .but("without CONTENT-TYPE");
        let came = t.raw().post(&request)?;
        let outcome = if came.answered() {
            Outcome::Pass
        } else {
            Outcome::Warning
        };
        t.grade("UDA-CTRL-21", outcome, &["any answer"], &came)
    })
}

/// 2.1, 3.2.1: the text is silent about requests without SOAPACTION, so any answer will do.
fn missing_soapaction() -> Case {
    Case::new(
        "uda/control/missing-soapaction",
        "a request without SOAPACTION, or with one of no use, is answered",
    )
    .clause("3.2.1")
    .covers(&["UDA-CTRL-23"])
    .needs(&[Need::PlainAction])
    .phase(Phase::Hostile)
    .body(|t| {
        let action = t.plain_action()?;
        let plain = t.raw_request(action, &[]);
        let service_type = t.dut().service_type.clone();
        for request in [
            plain
                .clone()
                .without("SOAPACTION")
                .but("without SOAPACTION"),
            plain
                .clone()
                .header("SOAPACTION", "\"")
                .but("with SOAPACTION \""),
            plain
                .clone()
                .header("SOAPACTION", &format!("{service_type}#{action}"))
                .but("with SOAPACTION without quotes"),
        ] {
            let came = t.raw().post(&request)?;
            let refused = refusal_of_address(&came);
            let outcome = if refused || came.succeeded() {
                Outcome::Pass
            } else {
                Outcome::Warning
            };
            t.grade(
                "UDA-CTRL-23",
                outcome,
                &["success", "fault 401", "fault 402", "HTTP 4xx", "HTTP 500"],
                &came,
            )?;
        }
        Ok(())
    })
}

/// 3.2.1: a SOAPACTION that names another action than the body is not executed.
fn contradicting_soapaction() -> Case {
    Case::new(
        "uda/control/contradicting-soapaction",
        "a request whose SOAPACTION and body name different actions is refused",
    )
    .clause("3.2.1")
    .covers(&["UDA-CTRL-23"])
    .of(messaging::NAME)
    .needs(&[
        Need::Action(action::GET_MESSAGING_CAPABILITIES),
        Need::Action(action::READ_MESSAGE),
    ])
    .phase(Phase::Hostile)
    .body(|t| {
        let id = t.unique("CtkNone")?;
        let header = soapaction(&t.dut().service_type, action::GET_MESSAGING_CAPABILITIES);
        let request = t
            .raw_request(action::READ_MESSAGE, &[("MessageID", &id)])
            .header("SOAPACTION", &header)
            .but("with the SOAPACTION of GetMessagingCapabilities");
        let came = t.raw().post(&request)?;
        let outcome = if refusal_of_address(&came) {
            Outcome::Pass
        } else {
            Outcome::Warning
        };
        t.grade(
            "UDA-CTRL-23",
            outcome,
            &[
                "fault 401",
                "fault 402",
                "HTTP 4xx",
                "HTTP 500 without fault",
            ],
            &came,
        )?;
        let right = t.raw_request(action::READ_MESSAGE, &[("MessageID", &id)]);
        positive_control(t, outcome, &right, &came).map(drop)
    })
}

/// 400, 412 and the like, fault 401 or 402, or a bare 500.
fn refusal_of_address(came: &Came) -> bool {
    match came.fault() {
        Some(code) => matches!(code, 401 | 402),
        None => came.hundreds(4) || came.status == 500,
    }
}

/// 2.1: a body that is no XML is answered 400, in any case 4xx.
fn not_well_formed() -> Case {
    Case::new(
        "uda/control/not-well-formed",
        "a body that is not well-formed is answered 4xx",
    )
    .clause("2.1")
    .covers(&["UDA-CTRL-24"])
    .phase(Phase::Hostile)
    .body(|t| {
        let executed = t.since_1_1(Outcome::Fail, Outcome::Warning);
        let plain = t.raw_request(t.harmless_action()?, &[]);
        let mut last = None;
        for request in [
            plain
                .clone()
                .rewritten(|text| text.replace("</s:Envelope>", ""))
                .but("without the end tag of Envelope"),
            plain
                .clone()
                .rewritten(|text| text.replace("</s:Body></s:Envelope>", "</s:Envelope></s:Body>"))
                .but("with end tags in the wrong order"),
            plain
                .clone()
                .rewritten(|text| text.replace("<s:Body>", "<s:Body>AT&T & <"))
                .but("with markup characters that are not escaped"),
        ] {
            let came = t.raw().post(&request)?;
            let outcome = match came.status {
                400..=499 => Outcome::Pass,
                200..=299 => executed,
                _ => Outcome::Warning,
            };
            t.grade(
                "UDA-CTRL-24",
                outcome,
                &["HTTP 400", "another HTTP 4xx", "HTTP 500 (as a warning)"],
                &came,
            )?;
            last = Some((outcome, came));
        }
        match last {
            Some((outcome, came)) => positive_control(t, outcome, &plain, &came).map(drop),
            None => Ok(()),
        }
    })
}

/// 2.1: a method that the control URL does not have is 405, in any case 4xx.
fn other_methods() -> Case {
    Case::new(
        "uda/control/other-methods",
        "GET and an invented method at the control URL are answered 4xx",
    )
    .clause("2.1")
    .covers(&["UDA-CTRL-50"])
    .needs(&[Need::UdaAtLeast(1, 1)])
    .phase(Phase::Hostile)
    .body(|t| {
        for method in ["GET", "XPROBE"] {
            let mut request = t
                .raw_request(t.dut().living_action(), &[])
                .without("SOAPACTION")
                .without("CONTENT-TYPE")
                .but(format!("by {method}"));
            method.clone_into(&mut request.method);
            request.body = Some(Vec::new());
            let came = t.raw().post(&request)?;
            let outcome = match (came.status, method) {
                (400..=499, _) => Outcome::Pass,
                (200..=399, "XPROBE") => Outcome::Fail,
                _ => Outcome::Warning,
            };
            t.grade(
                "UDA-CTRL-50",
                outcome,
                &["HTTP 405", "another HTTP 4xx", "HTTP 501 (as a warning)"],
                &came,
            )?;
        }
        Ok(())
    })
}

/// RFC 2616: POST to a path that nothing is served under. HTTP itself lets a server give one resource many names, so
/// that a device which takes it is only remarked on.
fn unknown_path() -> Case {
    Case::new(
        "uda/control/unknown-path",
        "POST to a path that nothing is served under is answered 4xx",
    )
    .clause("2.1")
    .covers(&["UDA-CTRL-51"])
    .body(|t| {
        let mut request = t
            .raw_request(t.dut().living_action(), &[])
            .but("at a path of nothing");
        let authority = http_url(&request.url)?.place();
        request.url = format!("http://{authority}/{}", t.unique("ctk-none-")?);
        let came = t.raw().post(&request)?;
        let outcome = match came.status {
            400..=499 => Outcome::Pass,
            _ => Outcome::Warning,
        };
        t.grade(
            "UDA-CTRL-51",
            outcome,
            &[
                "HTTP 404",
                "another HTTP 4xx",
                "any other answer (as a warning)",
            ],
            &came,
        )?;
        let right = t.raw_request(t.dut().living_action(), &[]);
        positive_control(t, outcome, &right, &came).map(drop)
    })
}
