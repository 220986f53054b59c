//! 5.5.1 GetTelephonyIdentity: Tables 10, 11.

use ctk_model::expectation::Expectation;
use ctk_model::lexical;
use serde_json::json;

use crate::case::{Case, Need};
use crate::tester::Statement;

/// The cases.
pub(crate) fn cases() -> Vec<Case> {
    vec![identity(), follows_assignment(), unassigned()]
}

/// 5.5.1.2: the identity is a URI; a SIP or a TEL URI where those schemes apply.
fn identity() -> Case {
    Case::new("5.5.1/identity", "the identity is returned, and is a URI")
        .clause("5.5.1.2")
        .covers(&["M-5.5.1-1", "M-5.3.5-1"])
        .needs(&[Need::Action("GetTelephonyIdentity")])
        .body(|t| {
            let reply = t.invoke("GetTelephonyIdentity", &[])?;
            t.judge(&reply, &Expectation::success("M-5.5.1-1"))?;
            let identity = reply.output("TelephonyIdentity").unwrap_or_default();
            let read = lexical::read_identity(identity);
            t.require(
                "M-5.3.5-1",
                read.is_ok(),
                &Statement {
                    asked: &reply.asked,
                    accepted: &[
                        "a URI by RFC 2396",
                        "a SIP or SIPS URI",
                        "a TEL URI by RFC 3966",
                    ],
                    observed: match &read {
                        Ok(_) => format!("{identity:?}"),
                        Err(error) => error.to_string(),
                    },
                    exchanges: &[reply.exchange],
                    ..Statement::default()
                },
            )
        })
}

/// 5.5.1.2: the identity is the one that the telephony service has assigned.
fn follows_assignment() -> Case {
    Case::new(
        "5.5.1/identity-follows-assignment",
        "an identity that is assigned anew is the one returned",
    )
    .clause("5.5.1.2")
    .covers(&["M-5.5.1-1"])
    .needs(&[
        Need::Action("GetTelephonyIdentity"),
        Need::Stimulus("assign-identity"),
    ])
    .alone()
    .body(|t| {
        let before = t.invoke("GetTelephonyIdentity", &[])?;
        let outputs = t.arranged(&before)?;
        let identity = outputs.first().map(|(_, value)| value.clone());
        let anew = format!("sip:{}@example.invalid", t.unique("ctk")?);
        t.restore_with("assign-identity", json!({ "uri": identity }));
        t.stimulate("assign-identity", json!({ "uri": anew }))?;
        let within = t.dut().settle_ms;
        let reply = t.await_until(
            within,
            |t| t.invoke("GetTelephonyIdentity", &[]),
            |reply| reply.output("TelephonyIdentity") == Some(&anew),
        )?;
        t.judge(&reply, &Expectation::success("M-5.5.1-1"))?;
        let seen = reply.output("TelephonyIdentity").unwrap_or_default();
        t.require(
            "M-5.5.1-1",
            seen == anew,
            &Statement {
                asked: &reply.asked,
                accepted: &[&anew],
                observed: format!("{seen:?}"),
                exchanges: &[reply.exchange],
                ..Statement::default()
            },
        )
    })
}

/// 5.5.1.7: while the WAN side has assigned no identity, the action fails with 714.
fn unassigned() -> Case {
    Case::new(
        "5.5.1/no-identity-assigned",
        "without an assigned identity the action answers 714",
    )
    .clause("5.5.1.7")
    .covers(&["M-5.5.1-714"])
    .needs(&[
        Need::Action("GetTelephonyIdentity"),
        Need::Stimulus("assign-identity"),
    ])
    .alone()
    .body(|t| {
        let before = t.invoke("GetTelephonyIdentity", &[])?;
        let identity = before.output("TelephonyIdentity").map(str::to_owned);
        t.restore_with("assign-identity", json!({ "uri": identity }));
        t.stimulate("assign-identity", json!({ "uri": null }))?;
        let within = t.dut().settle_ms;
        let reply = t.await_until(
            within,
            |t| t.invoke("GetTelephonyIdentity", &[]),
            |reply| !reply.succeeded(),
        )?;
        t.judge_pair(&reply, &Expectation::fault("M-5.5.1-714", 714), 714)
    })
}
