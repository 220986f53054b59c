//! 5.5.1 GetTelephonyIdentity: Tables 10, 11.

use ctk_model::expectation::Expectation;
use ctk_model::lexical;
use ctk_record::Judgement;
use ctk_vectors::messaging_2::{action, req};
use ctk_vectors::stimulus;
use serde_json::json;

use crate::case::{Case, Need};

/// The cases.
pub(crate) fn cases() -> Vec<Case> {
    vec![identity(), follows_assignment(), unassigned()]
}

/// 5.5.1.2: the identity is a URI; a SIP or a TEL URI where those schemes apply.
fn identity() -> Case {
    Case::new("5.5.1/identity", "the identity is returned, and is a URI")
        .clause("5.5.1.2")
        .covers(&[req::M_5_5_1_1, req::M_5_3_5_1])
        .needs(&[Need::Action(action::GET_TELEPHONY_IDENTITY)])
        .body(|t| {
            let reply = t.invoke(action::GET_TELEPHONY_IDENTITY, &[])?;
            t.judge(&reply, &Expectation::success(req::M_5_5_1_1))?;
            let identity = reply.output("TelephonyIdentity").unwrap_or_default();
            let read = lexical::read_identity(identity);
            t.record(
                Judgement::met(req::M_5_3_5_1, read.is_ok())
                    .asked(&reply.asked)
                    .accepts([
                        "a URI by RFC 2396",
                        "a SIP or SIPS URI",
                        "a TEL URI by RFC 3966",
                    ])
                    .observed(match &read {
                        Ok(_) => format!("{identity:?}"),
                        Err(error) => error.to_string(),
                    })
                    .exchanges([reply.exchange]),
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
    .covers(&[req::M_5_5_1_1])
    .needs(&[
        Need::Action(action::GET_TELEPHONY_IDENTITY),
        Need::Stimulus(stimulus::ASSIGN_IDENTITY),
    ])
    .alone()
    .body(|t| {
        let before = t.invoke(action::GET_TELEPHONY_IDENTITY, &[])?;
        let outputs = t.arranged(&before)?;
        let identity = outputs.first().map(|(_, value)| value.clone());
        let anew = format!("sip:{}@example.invalid", t.unique("ctk")?);
        t.cleanup()
            .restore_with(stimulus::ASSIGN_IDENTITY, json!({ "uri": identity }));
        t.upper_tester()
            .stimulate(stimulus::ASSIGN_IDENTITY, json!({ "uri": anew }))?;
        let within = t.dut().settle_ms;
        let reply = t.await_until(
            within,
            |t| t.invoke(action::GET_TELEPHONY_IDENTITY, &[]),
            |reply| reply.output("TelephonyIdentity") == Some(&anew),
        )?;
        if reply.succeeded() && reply.output("TelephonyIdentity") == identity.as_deref() {
            t.upper_tester()
                .in_vain(stimulus::ASSIGN_IDENTITY, "the identity is the old one")?;
        }
        t.judge(&reply, &Expectation::success(req::M_5_5_1_1))?;
        let seen = reply.output("TelephonyIdentity").unwrap_or_default();
        t.record(
            Judgement::met(req::M_5_5_1_1, seen == anew)
                .asked(&reply.asked)
                .accepts([&anew])
                .observed(format!("{seen:?}"))
                .exchanges([reply.exchange]),
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
    .covers(&[req::M_5_5_1_714])
    .needs(&[
        Need::Action(action::GET_TELEPHONY_IDENTITY),
        Need::Stimulus(stimulus::ASSIGN_IDENTITY),
    ])
    .alone()
    .body(|t| {
        let before = t.invoke(action::GET_TELEPHONY_IDENTITY, &[])?;
        let identity = before.output("TelephonyIdentity").map(str::to_owned);
        t.cleanup()
            .restore_with(stimulus::ASSIGN_IDENTITY, json!({ "uri": identity }));
        t.upper_tester()
            .stimulate(stimulus::ASSIGN_IDENTITY, json!({ "uri": null }))?;
        let within = t.dut().settle_ms;
        let reply = t.await_until(
            within,
            |t| t.invoke(action::GET_TELEPHONY_IDENTITY, &[]),
            |reply| !reply.succeeded(),
        )?;
        let kept = reply.output("TelephonyIdentity");
        if kept.is_some_and(|kept| !kept.is_empty()) && kept == before.output("TelephonyIdentity") {
            t.upper_tester()
                .in_vain(stimulus::ASSIGN_IDENTITY, "the identity is still there")?;
        }
        t.judge_pair(&reply, &Expectation::fault(req::M_5_5_1_714, 714), 714)
    })
}
