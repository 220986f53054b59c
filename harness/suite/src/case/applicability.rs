//! Whether a case can be tried on the device: what it needs against what there is.

use crate::case::{CaseMeta, Need};
use crate::under_test::actions::NOTHING_TO_INVOKE;
use crate::under_test::{Dut, ServiceUnderTest};
use ctk_wire::Claim;

/// Whether a case can be tried.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Applicability {
    /// It can.
    Applicable,
    /// The device does not claim what it is about.
    NotApplicable(String),
    /// The test bench lacks what it takes.
    Inconclusive(String),
}

/// Whether the case can be tried on the device, by any of the services under test.
pub fn applicability(case: &CaseMeta, dut: &Dut) -> Applicability {
    let mut open = None;
    let mut absent: Vec<(&ServiceUnderTest, String)> = Vec::new();
    for subject in dut.services() {
        match of_subject(case, subject) {
            Applicability::Applicable => return Applicability::Applicable,
            lacking @ Applicability::Inconclusive(_) => drop(open.get_or_insert(lacking)),
            Applicability::NotApplicable(why) => absent.push((subject, why)),
        }
    }
    open.unwrap_or_else(|| Applicability::NotApplicable(each_reason(&absent)))
}

/// How many services that share a reason are named.
const NAMED: usize = 8;

/// The reasons of several services in a sentence: one that all share is told once, and of many that share one the first are
/// named.
pub(crate) fn each_reason(reasons: &[(&ServiceUnderTest, String)]) -> String {
    let mut groups: Vec<(&str, Vec<&ServiceUnderTest>)> = Vec::new();
    for (subject, why) in reasons {
        match groups.iter_mut().find(|(known, _)| known == why) {
            Some((_, subjects)) => subjects.push(*subject),
            None => groups.push((why.as_str(), vec![*subject])),
        }
    }
    if let [(why, _)] = groups.as_slice() {
        return (*why).to_owned();
    }
    let told = groups.iter().map(|(why, subjects)| {
        let named = subjects.iter().take(NAMED);
        let named: Vec<String> = named.map(|it| it.service_name().to_string()).collect();
        let more = match subjects.len().saturating_sub(NAMED) {
            0 => String::new(),
            more => format!(" and {more} more"),
        };
        format!("{}{more}: {why}", named.join(", "))
    });
    told.collect::<Vec<_>>().join("; ")
}

/// Whether the case can be tried on one service. What the device does not claim outweighs what the bench lacks.
pub(crate) fn of_subject(case: &CaseMeta, dut: &ServiceUnderTest) -> Applicability {
    if dut.ics.claims_nothing {
        return Applicability::NotApplicable("the profile claims no action".to_owned());
    }
    if let Some(service) = case.service.filter(|name| !dut.is_called(name)) {
        return Applicability::NotApplicable(format!("of the {service} service alone"));
    }
    let answers: Vec<Applicability> = case.needs.iter().map(|need| meets(need, dut)).collect();
    let mut lacking = None;
    for answer in answers {
        match answer {
            Applicability::NotApplicable(_) => return answer,
            Applicability::Inconclusive(_) if lacking.is_none() => lacking = Some(answer),
            _ => {}
        }
    }
    lacking.unwrap_or(Applicability::Applicable)
}

#[expect(clippy::too_many_lines, reason = "one arm a need")]
fn meets(need: &Need, dut: &ServiceUnderTest) -> Applicability {
    let ics = &dut.ics;
    match need {
        Need::Action(name) => claimed(ics.has_action(name), || {
            format!("action {name} is not implemented")
        }),
        Need::Evented(name) => claimed(dut.events(name), || {
            format!("{name} is not declared as evented")
        }),
        Need::UdaAtLeast(major, minor) => claimed(version(dut.claim) >= (*major, *minor), || {
            format!(
                "the device claims UDA {}, this is of {major}.{minor}",
                dut.claim
            )
        }),
        Need::UdaAtMost(major, minor) => claimed(version(dut.claim) <= (*major, *minor), || {
            format!(
                "the device claims UDA {}, this is of {major}.{minor}",
                dut.claim
            )
        }),
        Need::Long => claimed(dut.long, || {
            "not in the default selection (--long)".to_owned()
        }),
        Need::Exhaustive => claimed(dut.exhaustive, || {
            "not in the default selection (--exhaustive)".to_owned()
        }),
        Need::Stimulus(name) => {
            let offered = match &dut.stimuli {
                Some(list) => list.iter().any(|stimulus| stimulus == name),
                None => dut.upper_tester,
            };
            available(offered, || format!("needs stimulus `{name}`"))
        }
        Need::SessionMode
        | Need::FileTransfer
        | Need::Folder(_)
        | Need::NoFolder(_)
        | Need::MessageClass(_)
        | Need::SessionClass(_)
        | Need::RunningSession
        | Need::Recipient => (dut.service().meets)(need, dut),
        Need::TwoAddresses => available(dut.two_addresses, || {
            "needs two source addresses (profile [ixit] local_addresses)".to_owned()
        }),
        Need::PlainAction => claimed(!dut.plain_actions().is_empty(), || {
            match &dut.service().safe {
                Some(safe) => format!("action {} is not implemented", safe.plain),
                None => NOTHING_TO_INVOKE.to_owned(),
            }
        }),
        Need::Allowed(name) => available(dut.may_call(name), || {
            format!("needs {name}, which takes effect: --invoke {name} allows it")
        }),
        Need::ServiceVersion(version) => {
            claimed(dut.service_version().unwrap_or(1) >= *version, || {
                format!("of version {version} of the service")
            })
        }
        Need::Claim(kind) => claimed(ics.profile.contains_key(kind), || {
            format!("no profile lists which {} are claimed", kind.plural())
        }),
        Need::Multicast if dut.is_at_ipv6() => {
            let why = "the device is reached over IPv6, and its discovery there is not judged";
            Applicability::NotApplicable(why.to_owned())
        }
        Need::Multicast => available(dut.multicast, || {
            "needs multicast on the device's network (--interface)".to_owned()
        }),
    }
}

/// Met, or else not applicable.
pub(crate) fn claimed(met: bool, why: impl FnOnce() -> String) -> Applicability {
    if met {
        Applicability::Applicable
    } else {
        Applicability::NotApplicable(why())
    }
}

/// Met, or else inconclusive.
pub(crate) fn available(met: bool, why: impl FnOnce() -> String) -> Applicability {
    if met {
        Applicability::Applicable
    } else {
        Applicability::Inconclusive(why())
    }
}

fn version(claim: Claim) -> (u8, u8) {
    match claim {
        Claim::V1_0 => (1, 0),
        Claim::V1_1 => (1, 1),
        Claim::V2_0 => (2, 0),
    }
}
