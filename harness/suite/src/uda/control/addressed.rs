//! How a call is addressed: method, SOAPACTION, the versions of the service type.

use ctk_record::{Judgement, Outcome};
use ctk_wire::soap::{ControlResult, soapaction};

use crate::case::{Case, Need};
use crate::judging::judgement::{Flow, Stop};
use crate::tester::Tester;
use crate::tester::control_response::Came;
use crate::tester::raw_request::Spelled;
use crate::under_test::actions::NOTHING_TO_INVOKE;

/// The cases.
pub(super) fn cases() -> Vec<Case> {
    vec![plain_post(), lower_version(), higher_version()]
}

/// 3.2.1: POST is never answered 405 at the control URL, and SOAPACTION in double quotes is understood. A device that
/// claims 1.0 may hope for M-POST.
fn plain_post() -> Case {
    Case::new(
        "uda/control/post-understood",
        "POST with SOAPACTION in double quotes reaches the action",
    )
    .clause("3.2.1")
    .covers(&["UDA-CTRL-01", "UDA-CTRL-03"])
    .body(|t| {
        // Where no action may be called, one is called without its arguments: the fault tells that it was reached.
        let dut = t.dut();
        let plain = dut.plain_actions().first().copied();
        let Some(action) = plain.or_else(|| dut.asking_action()) else {
            return Err(Stop::NotApplicable(NOTHING_TO_INVOKE.to_owned()));
        };
        let request = t.raw_request(action, &[]).but("in its usual spelling");
        let came = t.raw().post(&request)?;
        let refused = t.since_1_1(Outcome::Fail, Outcome::Warning);
        let allowed = if came.status == 405 {
            refused
        } else {
            Outcome::Pass
        };
        t.grade("UDA-CTRL-01", allowed, &["no HTTP 405"], &came)?;
        let reached = came.succeeded() || came.fault().is_some_and(|code| code != 401);
        // Something else may be to blame than how SOAPACTION is written, unless it is understood in another way.
        let outcome = match reached {
            true => Outcome::Pass,
            false if came.asks_for_authentication() => Outcome::Fail,
            false if known_without_quotes(t, action)? => Outcome::Fail,
            false if came.fault() == Some(401) || plain.is_none() => {
                return Err(Stop::inconclusive(format!(
                    "{action} is not reached in any spelling: {}",
                    came.describe()
                )));
            }
            false => Outcome::Fail,
        };
        t.grade(
            "UDA-CTRL-03",
            outcome,
            &["success", "a fault of the service"],
            &came,
        )
    })
}

/// Whether the action is reached where SOAPACTION has no quotes.
fn known_without_quotes(t: &mut Tester<'_>, action: &str) -> Flow<bool> {
    let header = format!("{}#{action}", t.dut().service_type);
    let request = t
        .raw_request(action, &[])
        .header("SOAPACTION", &header)
        .but("with SOAPACTION without quotes");
    let came = t.raw().post(&request)?;
    Ok(came.succeeded() || came.fault().is_some_and(|code| code != 401))
}

/// 3.2.1: a Messaging:2 device is called as Messaging:1; the response has the version of the request.
fn lower_version() -> Case {
    Case::new(
        "uda/control/called-as-version-1",
        "called as version 1 the action succeeds, and the response has version 1",
    )
    .clause("3.2.1")
    .covers(&["UDA-CTRL-04", "UDA-CTRL-30"])
    .needs(&[Need::PlainAction])
    .body(|t| {
        if t.dut().service_version() == Some(1) {
            return Err(Stop::NotApplicable(
                "the service is of version 1".to_owned(),
            ));
        }
        let request = in_version(t, |_| 1)?.but("as version 1");
        let came = t.raw().post(&request)?;
        if !t.dut().service().is_known() && !came.succeeded() {
            return Err(Stop::NotApplicable(format!(
                "the kit does not know in which version of the service {} came",
                request.envelope.action
            )));
        }
        let outcome = if came.succeeded() {
            Outcome::Pass
        } else {
            Outcome::Warning
        };
        t.grade("UDA-CTRL-04", outcome, &["success"], &came)?;
        let Ok(ControlResult::Success { namespace, .. }) = &came.reading else {
            return Ok(());
        };
        let lower = t.since_1_1(Outcome::Warning, Outcome::Pass);
        let outcome = match namespace {
            same if *same == request.envelope.service_type => Outcome::Pass,
            own if *own == t.dut().service_type => lower,
            _ => t.since_1_1(Outcome::Fail, Outcome::Warning),
        };
        t.record(
            Judgement::new("UDA-CTRL-30", outcome)
                .asked(&came.asked)
                .accepts([&request.envelope.service_type])
                .observed(format!(
                    "the response element is in the namespace {namespace}"
                ))
                .exchanges([came.exchange]),
        )
    })
}

/// 3.2.1: a version that the device does not have.
fn higher_version() -> Case {
    Case::new(
        "uda/control/called-as-higher-version",
        "called as a version that it does not have the device refuses",
    )
    .clause("3.2.1")
    .covers(&["UDA-CTRL-04"])
    .needs(&[Need::PlainAction])
    .body(|t| {
        let request = in_version(t, |own| own + 1)?.but("as a higher version");
        let came = t.raw().post(&request)?;
        t.grade(
            "UDA-CTRL-04",
            refusal(&came),
            &["fault 401", "HTTP 4xx", "HTTP 500"],
            &came,
        )
    })
}

fn refusal(came: &Came) -> Outcome {
    match came {
        _ if came.succeeded() => Outcome::Warning,
        _ if came.fault() == Some(401) => Outcome::Pass,
        _ if !came.is_fault() && (came.hundreds(4) || came.status == 500) => Outcome::Pass,
        _ => Outcome::Warning,
    }
}

/// The call under another version of the service type.
fn in_version(t: &Tester<'_>, version: impl FnOnce(u32) -> u32) -> Flow<Spelled> {
    let action = t.plain_action()?;
    let own = &t.dut().service_type;
    let (kind, number) = own.rsplit_once(':').unwrap_or((own, "2"));
    let service_type = format!("{kind}:{}", version(number.parse().unwrap_or(2)));
    let request = t
        .raw_request(action, &[])
        .header("SOAPACTION", &soapaction(&service_type, action))
        .envelope(|mut envelope| {
            envelope.service_type = service_type;
            envelope
        });
    Ok(request)
}
