//! 1.1.4, 1.2.2, 1.2.3: leaving the network, and coming back to it.

use std::collections::BTreeSet;

use ctk_model::expectation::Outcome;
use ctk_record::Judgement;
use ctk_vectors::stimulus;
use ctk_wire::ssdp::Kind;

use crate::case::{Case, Need};
use crate::judging::judgement::{Flow, Stop};
use crate::tester::Tester;
use crate::tester::ssdp::{Told, no_return, out_of_earshot};
use crate::uda::discovery::named::{Pair, comparable, in_words, told_pair};
use crate::uda::version::versions;

pub(super) fn cases() -> Vec<Case> {
    vec![byebye(), boot_id_grows(), uuid_stays()]
}

/// How often a device leaves that did not say all its goodbyes.
const STOPS: usize = 3;

fn of_kind(told: &[Told], kind: Kind) -> Vec<&Told> {
    told.iter().filter(|it| it.message.kind == kind).collect()
}

fn exchanges(told: &[&Told]) -> Vec<u32> {
    told.iter().map(|it| it.datagram.exchange).collect()
}

/// The notification types of a byebye or an alive, with the device each is of.
fn set(told: &[&Told]) -> BTreeSet<Pair> {
    told.iter().map(|it| told_pair(it)).collect()
}

/// 1.2.3: on leaving, the device says byebye for all that it has announced, or at least not for a part of it: whoever
/// hears one byebye takes the whole device for gone. Datagrams get lost, so that only what is missing each time makes a
/// failure.
fn byebye() -> Case {
    Case::new(
        "uda/discovery/byebye",
        "a device that leaves says byebye for everything it has announced",
    )
    .clause("1.2.3")
    .covers(&["UDA-DISC-22", "UDA-DISC-28"])
    .needs(&[Need::Multicast, Need::Stimulus(stimulus::RESTART)])
    .alone()
    .body(judge_byebye)
}

fn judge_byebye(t: &mut Tester<'_>) -> Flow {
    let mut never: Option<BTreeSet<Pair>> = None;
    for stop in 1..=STOPS {
        let told = t.ssdp().restart()?;
        if told.is_empty() && !t.ssdp().is_in_earshot()? {
            return Err(out_of_earshot());
        }
        let alive = set(&of_kind(&told, Kind::Alive));
        let goodbyes = of_kind(&told, Kind::ByeBye);
        let gone = set(&goodbyes);
        let missing: BTreeSet<Pair> = alive.difference(&gone).cloned().collect();
        let missing = match never.take() {
            Some(before) => before.intersection(&missing).cloned().collect(),
            None => missing,
        };
        let exchanges = exchanges(&goodbyes);
        if gone.is_empty() {
            return judge_none(t);
        }
        if missing.is_empty() {
            for row in ["UDA-DISC-22", "UDA-DISC-28"] {
                t.record(
                    Judgement::new(row, Outcome::Pass)
                        .asked("stimulus restart")
                        .accepts(["ssdp:byebye for every announcement"])
                        .observed(format!("byebye for all {}", gone.len()))
                        .exchanges(&exchanges),
                )?;
            }
            return Ok(());
        }
        if stop == STOPS {
            t.everything_was_read()?;
            let missing: Vec<String> = missing.iter().map(in_words).collect();
            return t.record(
                Judgement::new("UDA-DISC-22", Outcome::Fail)
                    .asked(format!("stimulus restart, {STOPS} times"))
                    .accepts(["byebye for all of the set or none"])
                    .observed(format!(
                        "{} NOTIFY with NTS ssdp:byebye were heard; none of them is for {}",
                        goodbyes.len(),
                        missing.join(", ")
                    ))
                    .exchanges(&exchanges),
            );
        }
        never = Some(missing);
    }
    Ok(())
}

fn judge_none(t: &mut Tester<'_>) -> Flow {
    t.record(
        Judgement::new("UDA-DISC-22", Outcome::Pass)
            .asked("stimulus restart")
            .accepts(["byebye for all of the set or none"])
            .observed("no byebye"),
    )?;
    t.record(
        Judgement::met("UDA-DISC-28", false)
            .asked("stimulus restart")
            .accepts(["ssdp:byebye for every announcement"])
            .observed("none was heard"),
    )
}

/// 1.2: BOOTID.UPNP.ORG grows with each return to the network.
fn boot_id_grows() -> Case {
    Case::new(
        "uda/discovery/boot-id-grows",
        "BOOTID.UPNP.ORG is higher after the device left and came back",
    )
    .clause("1.2.2")
    .covers(&["UDA-DISC-18"])
    .needs(&[Need::Multicast, Need::Stimulus(stimulus::RESTART)])
    .needs(&versions("UDA-DISC-18"))
    .alone()
    .body(|t| {
        let before = t.ssdp().answer()?;
        let told = t.ssdp().restart()?;
        if of_kind(&told, Kind::Alive).is_empty() {
            return Err(no_return());
        }
        // Of the same kind, since that announcements and answers agree is another case.
        let after = t.ssdp().answer()?;
        let (old, new) = (before.message.boot_id(), after.message.boot_id());
        let Some((old, new)) = old.zip(new) else {
            return Err(Stop::inconclusive(
                "BOOTID.UPNP.ORG is missing or no number (uda/discovery/answer-boot-id)",
            ));
        };
        t.record(
            Judgement::met("UDA-DISC-18", new > old)
                .asked("stimulus restart")
                .accepts(["a higher BOOTID.UPNP.ORG thereafter"])
                .observed(format!("{old} before, {new} after"))
                .exchanges([before.datagram.exchange, after.datagram.exchange]),
        )
    })
}

/// 1.1.4: the UUIDs of a device never change.
fn uuid_stays() -> Case {
    Case::new(
        "uda/discovery/uuid-stays",
        "the device has the same UDNs after it left and came back",
    )
    .clause("1.1.4")
    .covers(&["UDA-DISC-07"])
    .needs(&[Need::Multicast, Need::Stimulus(stimulus::RESTART)])
    .alone()
    .body(|t| {
        let told = t.ssdp().restart()?;
        if of_kind(&told, Kind::Alive).is_empty() && !found_again(t)? {
            // Who came back under another name is not heard: it is found at the old place.
            let now = t.descriptions().udns()?;
            let now: Vec<&str> = now.iter().map(String::as_str).collect();
            if same_names(t, &now) {
                return Err(no_return());
            }
            return judge(t, false, &now.join(", "));
        }
        let now = t.descriptions().udns()?;
        let now: Vec<&str> = now.iter().map(String::as_str).collect();
        let same = same_names(t, &now);
        judge(t, same, &now.join(", "))
    })
}

/// The UDNs are those that the device had.
fn same_names(t: &Tester<'_>, now: &[&str]) -> bool {
    let spelled = |udns: &[&str]| udns.iter().map(|udn| comparable(udn)).collect::<Vec<_>>();
    spelled(now) == spelled(&t.dut().udns())
}

fn found_again(t: &mut Tester<'_>) -> Flow<bool> {
    match t.ssdp().answer() {
        Ok(_) => Ok(true),
        Err(Stop::Inconclusive { .. }) => Ok(false),
        Err(stop) => Err(stop),
    }
}

fn judge(t: &mut Tester<'_>, same: bool, now: &str) -> Flow {
    let before = t.dut().udns().join(", ");
    t.record(
        Judgement::met("UDA-DISC-07", same)
            .asked("stimulus restart, then GET of the device description")
            .accepts(["the UDNs of before"])
            .observed(format!("{now} after, {before} before")),
    )
}
