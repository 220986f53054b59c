//! 1.3.2, 1.3.3: that searches are answered, however they are spelled, and when.

use ctk_model::expectation::Outcome;
use ctk_record::{Judgement, Suspect};
use ctk_vectors::waits;
use ctk_wire::ssdp::{GROUP, Search};

use super::named::same_target;
use crate::case::{Case, Need};
use crate::judging::judgement::Stop;
use crate::tester::Tester;
use crate::tester::ssdp::{LISTEN_MS, MX, Told};
use crate::uda::version::versions;

/// What answers may be late by: the network, and a busy host.
const GRACE_MS: u64 = waits::SEARCH_GRACE.milliseconds;

/// A search that is spelled otherwise is sent so often, and then so often by turns with an ordinary one: only where those
/// are answered does its silence tell of its spelling.
const TRIES: usize = 3;
const ALTERNATELY: usize = 3;

/// MX far beyond what a device is to keep, in seconds (1.3.3), and what it is to keep at most.
const LONG_MX: &str = "60";
const KEPT_MS: u64 = waits::SEARCH_LARGE_MX.milliseconds - GRACE_MS;

pub(super) fn cases() -> Vec<Case> {
    vec![
        answered(),
        host_without_port(),
        header_names(),
        unknown_headers(),
        in_time(),
        long_mx(),
        at_the_same_time(),
    ]
}

fn exchanges(told: &[Told]) -> Vec<u32> {
    told.iter().map(|it| it.datagram.exchange).collect()
}

/// 1.3.3: the answer goes to the address and port that the search came from. The port it comes from is the device's
/// choice.
fn answered() -> Case {
    Case::new(
        "uda/discovery/answers",
        "a search is answered to the address and port it came from",
    )
    .clause("1.3.3")
    .covers(&["UDA-DISC-37"])
    .needs(&[Need::Multicast])
    .waits_at_most(LISTEN_MS)
    .body(|t| {
        let root = t.dut().description.root.udn.clone();
        let searches = [
            Search::multicast(&root, MX),
            Search::multicast("upnp:rootdevice", MX),
            Search::multicast("ssdp:all", MX),
        ];
        let told = t
            .ssdp()
            .search_until(&searches, 1, |told| !told.is_empty())?;
        if told.is_empty() && !t.ssdp().multicast_works()? {
            return Err(Stop::Inconclusive {
                reason: "no device at all answers a search: multicast may not reach this host"
                    .to_owned(),
                suspect: Suspect::Network,
            });
        }
        if told.is_empty()
            && let Some(stop) = t.ssdp().under_another_name()?
        {
            return Err(stop);
        }
        t.record(
            Judgement::met("UDA-DISC-37", !told.is_empty())
                .asked(format!(
                    "M-SEARCH for {root}, upnp:rootdevice and ssdp:all, three times"
                ))
                .accepts(["an answer at the port that asked"])
                .observed(match told.first() {
                    Some(first) => format!("an answer for {}", first.target()),
                    None => "none".to_owned(),
                })
                .exchanges(exchanges(&told)),
        )
    })
}

/// A search that is spelled otherwise is answered as any other for the same target is.
fn spelled(
    t: &mut Tester<'_>,
    row: &str,
    missing: Outcome,
    (how, datagram): (&str, impl Fn(&str) -> String),
) -> Result<(), Stop> {
    let target = t.ssdp().answered_target()?;
    let datagram = datagram(&target);
    let mut told = Vec::new();
    let mut lost = 0;
    for tried in 0..TRIES + ALTERNATELY {
        told = t.ssdp().send(vec![datagram.clone()], "", 1, LISTEN_MS)?;
        if !told.is_empty() {
            break;
        }
        if tried >= TRIES {
            let ordinary = Search::multicast(&target, MX);
            lost += usize::from(t.ssdp().search(&[ordinary], 1, LISTEN_MS)?.is_empty());
        }
    }
    if told.is_empty() && lost > 0 {
        return Err(Stop::Inconclusive {
            reason: format!(
                "of {ALTERNATELY} ordinary searches for {target} in between {lost} were not answered either: searches, or answers, get lost"
            ),
            suspect: Suspect::Network,
        });
    }
    let outcome = if told.is_empty() {
        missing
    } else {
        Outcome::Pass
    };
    t.record(
        Judgement::new(row, outcome)
            .asked(format!("M-SEARCH for {target} {how}, up to six times"))
            .accepts(["the answer that an ordinary search gets"])
            .observed(match told.first() {
                Some(first) => format!("an answer for {}", first.target()),
                None => "no answer".to_owned(),
            })
            .exchanges(exchanges(&told)),
    )
}

/// 1.2.2: the port is 1900 where HOST names none. A device that insists on the port gets a warning.
fn host_without_port() -> Case {
    Case::new(
        "uda/discovery/host-without-port",
        "a search whose HOST names no port is answered",
    )
    .clause("1.3.2")
    .covers(&["UDA-DISC-01"])
    .needs(&[Need::Multicast])
    .waits_at_most(LISTEN_MS)
    .body(|t| {
        let datagram = |target: &str| {
            format!(
                "M-SEARCH * HTTP/1.1\r\nHOST: 239.255.255.250\r\nMAN: \"ssdp:discover\"\r\nMX: {MX}\r\nST: {target}\r\n\r\n"
            )
        };
        let how = "with HOST: 239.255.255.250";
        spelled(t, "UDA-DISC-01", Outcome::Warning, (how, datagram))
    })
}

/// 1.1.2: the names of headers are compared without regard to case, and the space behind the colon may be missing.
fn header_names() -> Case {
    Case::new(
        "uda/discovery/header-names",
        "a search with header names in other case and no space behind the colon is answered",
    )
    .clause("1.1.2")
    .covers(&["UDA-DISC-03"])
    .needs(&[Need::Multicast])
    .waits_at_most(LISTEN_MS)
    .body(|t| {
        let datagram = |target: &str| {
            format!(
                "M-SEARCH * HTTP/1.1\r\nhost:{GROUP}\r\nMan:\"ssdp:discover\"\r\nmX:{MX}\r\nst:{target}\r\n\r\n"
            )
        };
        let how = "with `host:`, `Man:`, `mX:` and `st:`";
        spelled(t, "UDA-DISC-03", Outcome::Fail, (how, datagram))
    })
}

/// 1.1.5: headers that the device does not know are skipped.
fn unknown_headers() -> Case {
    Case::new(
        "uda/discovery/unknown-headers",
        "a search with headers that no device knows is answered",
    )
    .clause("1.1.5")
    .covers(&["UDA-DISC-04"])
    .needs(&[Need::Multicast])
    .waits_at_most(LISTEN_MS)
    .body(|t| {
        let datagram = |target: &str| {
            format!(
                "M-SEARCH * HTTP/1.1\r\nHOST: {GROUP}\r\nX-Unknown: 1\r\nMAN: \"ssdp:discover\"\r\nNOTE.EXAMPLE.COM: any; thing=\"goes\"\r\nMX: {MX}\r\nST: {target}\r\n\r\n"
            )
        };
        let how = "with X-Unknown and NOTE.EXAMPLE.COM";
        spelled(t, "UDA-DISC-04", Outcome::Fail, (how, datagram))
    })
}

/// 1.3.3: answers come at a random time within MX seconds.
fn in_time() -> Case {
    Case::new(
        "uda/discovery/within-mx",
        "the answers to a search come within MX seconds",
    )
    .clause("1.3.3")
    .covers(&["UDA-DISC-38"])
    .needs(&[Need::Multicast])
    .waits(3_000)
    .body(|t| {
        let mx_ms = u64::from(MX) * 1_000;
        for _ in 0..3 {
            let begun = t.now()?;
            let told = t
                .ssdp()
                .search(&[Search::multicast("ssdp:all", MX)], 0, mx_ms + 2_000)?;
            let Some(last) = told.iter().map(|it| it.datagram.at_ms).max() else {
                continue;
            };
            let late = last.saturating_sub(begun);
            return t.record(
                Judgement::met("UDA-DISC-38", late <= mx_ms + GRACE_MS)
                    .asked(format!("M-SEARCH for ssdp:all with MX: {MX}"))
                    .accepts(["the last answer within a second of MX"])
                    .observed(format!("{} answers, the last after {late} ms", told.len()))
                    .exchanges(exchanges(&told)),
            );
        }
        Err(Stop::inconclusive(
            "no search for ssdp:all was answered (uda/discovery/all)",
        ))
    })
}

/// 1.3.3: an MX above 5 is taken as 5 or less.
fn long_mx() -> Case {
    let mut case = Case::new(
        "uda/discovery/long-mx",
        "a search with MX 60 is answered within 5 seconds",
    )
    .clause("1.3.3")
    .covers(&["UDA-DISC-36"])
    .needs(&[Need::Multicast])
    .waits(KEPT_MS + GRACE_MS);
    case = case.needs(&versions("UDA-DISC-36"));
    case.body(|t| {
        let udn = t.ssdp().answered_target()?;
        let search = Search {
            mx: Some(LONG_MX.to_owned()),
            ..Search::multicast(&udn, MX)
        };
        // Both copies, since there is no time for a second try.
        let told = t
            .ssdp()
            .search(&[search.clone(), search], 1, KEPT_MS + GRACE_MS)?;
        t.record(
            Judgement::met("UDA-DISC-36", !told.is_empty())
                .asked(format!("M-SEARCH for {udn} with MX: {LONG_MX}, twice"))
                .accepts(["an answer within 6 s"])
                .observed(if told.is_empty() {
                    "no answer in that time".to_owned()
                } else {
                    "an answer".to_owned()
                })
                .exchanges(exchanges(&told)),
        )
    })
}

/// 1.3.3: while the answer to one search is delayed, others are answered.
fn at_the_same_time() -> Case {
    Case::new(
        "uda/discovery/concurrent",
        "two searches 50 ms apart are both answered in time",
    )
    .clause("1.3.3")
    .covers(&["UDA-DISC-39"])
    .needs(&[Need::Multicast])
    .needs(&versions("UDA-DISC-39"))
    .waits(4_000)
    .body(|t| {
        let first = t.dut().description.root.udn.clone();
        let second = "upnp:rootdevice";
        let both = [first.clone(), second.to_owned()];
        if t.ssdp().answered_targets(&both)?.len() < 2 {
            return Err(Stop::inconclusive(format!(
                "{first} and {second} are not both answered by themselves (uda/discovery/all)"
            )));
        }
        let searches = [Search::multicast(&first, 3), Search::multicast(second, 3)];
        let told = t.ssdp().search_until_within(&searches, 2, 4_000, |told| {
            [first.as_str(), second]
                .iter()
                .all(|target| told.iter().any(|it| same_target(it.target(), target)))
        })?;
        let answered = |target: &str| told.iter().any(|it| same_target(it.target(), target));
        let missing: Vec<&str> = [first.as_str(), second]
            .into_iter()
            .filter(|target| !answered(target))
            .collect();
        t.record(
            Judgement::met("UDA-DISC-39", missing.is_empty())
                .asked(format!(
                    "M-SEARCH for {first} and {second} with MX: 3, 50 ms apart, up to six times"
                ))
                .accepts(["both are answered within 4 s"])
                .observed(if missing.is_empty() {
                    "both were answered".to_owned()
                } else {
                    format!("no answer for {}", missing.join(" and "))
                })
                .exchanges(exchanges(&told)),
        )
    })
}
