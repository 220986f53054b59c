//! 1.3.3: searches that are met with silence. That the device answers an ordinary search is seen before.

use ctk_model::expectation::Outcome;
use ctk_record::Judgement;
use ctk_vectors::waits;
use ctk_wire::ssdp::Search;

use crate::case::{Case, Need, Things};
use crate::judging::judgement::Flow;
use crate::lab::Datagram;
use crate::tester::Tester;
use crate::tester::ssdp::{LISTEN_MS, MX, Sent, Told, in_company};
use crate::uda::version::versions;

/// Without a usable MX the device has no time to go by: more than the 5 s that it may take is waited.
const NO_MX_MS: u64 = waits::SEARCH_WITHOUT_MX.milliseconds;

/// Those that are listened to at the same time, for as long.
const WITHOUT_MX: &str = "searches without MX";
/// The same of the others.
const NOT_FOR_IT: &str = "searches that are not for the device";

pub(super) fn cases() -> Vec<Case> {
    vec![
        man(),
        without_mx(
            "uda/discovery/mx-missing",
            "a multicast search without MX is not answered",
            "UDA-DISC-35",
            (1, None),
        ),
        without_mx(
            "uda/discovery/mx-not-a-number",
            "a multicast search whose MX is a word is not answered",
            "UDA-DISC-52",
            (2, Some("abc")),
        ),
        unknown_targets(),
    ]
}

/// 1.3.3: a search is one only with MAN: "ssdp:discover". The three are told apart by what they search for. A device that
/// does not insist on the quotes gets a warning.
fn man() -> Case {
    Case::new(
        "uda/discovery/man",
        "a search without the right MAN is not answered",
    )
    .clause("1.3.3")
    .covers(&["UDA-DISC-34", "UDA-DISC-37"])
    .needs(&[Need::Multicast])
    .undisturbed(Things::SEARCHES)
    .in_turn(NOT_FOR_IT, 1)
    .waits(LISTEN_MS * 2)
    .demanding(LISTEN_MS)
    .body(|t| {
        let dut = t.dut();
        let mut kinds = vec![
            ("no MAN", None, "upnp:rootdevice".to_owned()),
            (
                "MAN: \"ssdp:other\"",
                Some("\"ssdp:other\""),
                dut.description.root.udn.clone(),
            ),
            (
                "MAN without quotes",
                Some("ssdp:discover"),
                dut.description.root.device_type.clone(),
            ),
        ];
        // What is not answered with MAN says nothing without it.
        let targets: Vec<String> = kinds.iter().map(|(.., target)| target.clone()).collect();
        let answered = t.ssdp().answered_targets(&targets)?;
        kinds.retain(|(.., target)| answered.contains(target));
        let searches: Vec<Search> = kinds
            .iter()
            .map(|(_, man, target)| Search {
                man: man.map(str::to_owned),
                ..Search::multicast(target, MX)
            })
            .collect();
        let known = answered[0].as_str();
        let (odd, told) = t
            .ssdp()
            .in_own_turn(known, |ssdp| ssdp.odd_search(&searches, known, LISTEN_MS))?;
        let after = format!("searches without the right MAN{}", odd.to());
        t.ssdp().still_answers((known, told), &after, &odd.sent())?;
        for (kind, man, target) in &kinds {
            let lapse = if *man == Some("ssdp:discover") {
                Outcome::Warning
            } else {
                t.lapse_since_1_1()
            };
            let answers: Vec<&Told> = odd.told.iter().filter(|it| it.target() == target).collect();
            silent(
                t,
                "UDA-DISC-34",
                lapse,
                &format!("M-SEARCH for {target} with {kind}{}", odd.to()),
                &answers,
            )?;
        }
        Ok(())
    })
}

/// 1.3.3: a multicast search needs a number for MX. 1.0 did not say so. One that goes to the device alone needs none
/// (1.3.2), so that an answer to that says nothing; silence does, where such searches are answered else.
///
/// Two such searches are listened to at the same time: the answers to each come to its own socket. Where the device falls
/// silent, each is sent once more in its turn, so that it is known which silences it.
fn without_mx(
    id: &'static str,
    purpose: &'static str,
    row: &'static str,
    (turn, mx): (u8, Option<&'static str>),
) -> Case {
    Case::new(id, purpose)
        .clause("1.3.3")
        .covers(&[row, "UDA-DISC-37"])
        .needs(&[Need::Multicast])
        .undisturbed(Things::SEARCHES)
        .in_turn(WITHOUT_MX, turn)
        .waits(NO_MX_MS)
        .body(move |t| {
            let udn = t.ssdp().answered_target()?;
            let search = Search {
                mx: mx.map(str::to_owned),
                ..Search::multicast(&udn, MX)
            };
            let search = [search];
            let (odd, after) = t
                .ssdp()
                .in_own_turn(&udn, |ssdp| ssdp.odd_search(&search, &udn, NO_MX_MS))?;
            let asked = match mx {
                None => format!("M-SEARCH for {udn} without MX{}", odd.to()),
                Some(mx) => format!("M-SEARCH for {udn} with MX: {mx}{}", odd.to()),
            };
            t.ssdp().still_answers((&udn, after), &asked, &odd.sent())?;
            if !odd.alone.is_empty() && !odd.told.is_empty() {
                return Err(in_company("a search that goes to it alone needs no MX"));
            }
            let lapse = t.lapse_since_1_1();
            let answers: Vec<&Told> = odd.told.iter().collect();
            silent(t, row, lapse, &asked, &answers)
        })
}

fn silent(t: &mut Tester<'_>, row: &str, lapse: Outcome, asked: &str, answers: &[&Told]) -> Flow {
    let exchanges: Vec<u32> = answers.iter().map(|it| it.datagram.exchange).collect();
    t.record(
        Judgement::met_or(row, answers.is_empty(), lapse)
            .asked(asked)
            .accepts(["silence"])
            .observed(match answers.first() {
                None => "silence".to_owned(),
                Some(first) => format!(
                    "{} answers, the first {:?} with ST {}",
                    answers.len(),
                    first.message.start_line,
                    first.target()
                ),
            })
            .exchanges(&exchanges),
    )
}

/// 1.3.3: what the device does not have, a higher version of what it has, and nonsense are met with silence, never with
/// an error. An answer that names nobody counts when no other root device is at the address.
fn unknown_targets() -> Case {
    let case = Case::new(
        "uda/discovery/unknown-targets",
        "a search for what the device does not have is not answered",
    )
    .clause("1.3.3")
    .covers(&["UDA-DISC-47", "UDA-DISC-37"])
    .needs(&[Need::Multicast])
    .needs(&versions("UDA-DISC-47"))
    .undisturbed(Things::SEARCHES)
    .in_turn(NOT_FOR_IT, 2)
    .waits(LISTEN_MS + 1_000);
    case.body(judge_unknown_targets)
}

fn judge_unknown_targets(t: &mut Tester<'_>) -> Flow {
    let known = t.ssdp().answered_target()?;
    let set = t.dut().description.advertisements();
    let mut targets: Vec<String> = set.iter().filter_map(|it| higher(&it.nt)).collect();
    let drawn = t.unique("")?;
    targets.push(format!("uuid:{drawn}-0000-4000-8000-00000000c7c0"));
    targets.push("urn:schemas-upnp-org:service:NobodyHasThis:1".to_owned());
    targets.push("nonsense".to_owned());
    let text = |search: &Search| String::from_utf8_lossy(&search.bytes()).into_owned();
    let searches = targets.iter().map(|target| Search::multicast(target, MX));
    let datagrams: Vec<String> = searches.map(|search| text(&search)).collect();
    let without = Search {
        st: None,
        ..Search::multicast("", MX)
    };
    let mut sent: Vec<Sent> = vec![(datagrams.clone(), String::new())];
    let mut asked = format!("M-SEARCH for {}", targets.join(", "));
    // What lacks a header that everybody reads may harm others: it goes to the device alone.
    if let Some(ip) = t.ssdp().device_ip().filter(std::net::IpAddr::is_ipv4) {
        let to = format!("{ip}:1900");
        asked.push_str(&format!(", and one without ST to {to}"));
        sent.push((vec![text(&without)], to));
    }
    let (all, told) = t.ssdp().in_own_turn(&known, |ssdp| {
        let mut all = Vec::new();
        for (datagrams, to) in &sent {
            let longer = if to.is_empty() { 1_000 } else { 0 };
            let wait_ms = LISTEN_MS + longer;
            all.extend(ssdp.raw_answers(datagrams.clone(), to, 0, wait_ms)?);
        }
        Ok(all)
    })?;
    t.ssdp().still_answers((&known, told), &asked, &sent)?;
    let (mut ours, mut nameless) = by_name(t, all);
    if !nameless.is_empty() && alone_at_its_address(t)? {
        ours.append(&mut nameless);
    }
    let exchanges: Vec<u32> = ours.iter().map(|it| it.exchange).collect();
    t.record(
        Judgement::met("UDA-DISC-47", ours.is_empty())
            .asked(asked)
            .accepts(["silence"])
            .observed(match ours.first() {
                None => "silence".to_owned(),
                Some(first) => format!(
                    "{} answers, the first: {}",
                    ours.len(),
                    String::from_utf8_lossy(&first.bytes)
                        .lines()
                        .filter(|line| {
                            line.starts_with("HTTP/")
                                || line.to_ascii_lowercase().starts_with("st:")
                        })
                        .collect::<Vec<_>>()
                        .join(", ")
                ),
            })
            .exchanges(&exchanges),
    )
}

/// The answers that name the device, and those from its address that name nobody.
fn by_name(t: &mut Tester<'_>, all: Vec<Datagram>) -> (Vec<Datagram>, Vec<Datagram>) {
    let mut ours: Vec<Datagram> = Vec::new();
    let mut nameless: Vec<Datagram> = Vec::new();
    let device = t.ssdp().device_ip();
    for datagram in all {
        let text = String::from_utf8_lossy(&datagram.bytes).to_ascii_lowercase();
        let udn = text.split("usn:").nth(1).map(str::trim_start).map(|rest| {
            rest.split([':', '\r', '\n'])
                .take(2)
                .collect::<Vec<_>>()
                .join(":")
        });
        let from = datagram.from.rsplit_once(':').map(|(ip, _)| ip.to_owned());
        match udn {
            Some(udn) if t.ssdp().is_udn(&udn) => ours.push(datagram),
            None if device.is_some_and(|ip| from == Some(ip.to_string())) => {
                nameless.push(datagram);
            }
            _ => {}
        }
    }
    (ours, nameless)
}

/// The version above the device's own.
fn higher(kind: &str) -> Option<String> {
    let (name, version) = kind.rsplit_once(':').filter(|_| kind.starts_with("urn:"))?;
    Some(format!(
        "{name}:{}",
        version.parse::<u32>().ok()?.checked_add(1)?
    ))
}

/// No other root device answers from the device's address.
fn alone_at_its_address(t: &mut Tester<'_>) -> Flow<bool> {
    let Some(ip) = t.ssdp().device_ip().map(|ip| ip.to_string()) else {
        return Ok(false);
    };
    let search = Search::multicast("upnp:rootdevice", MX).bytes();
    let datagram = String::from_utf8_lossy(&search).into_owned();
    let all = t.ssdp().raw_answers(vec![datagram], "", 0, LISTEN_MS)?;
    let others = all.iter().any(|datagram| {
        let from = datagram.from.rsplit_once(':').map(|(ip, _)| ip);
        let text = String::from_utf8_lossy(&datagram.bytes).to_ascii_lowercase();
        let ours = t
            .dut()
            .udns()
            .iter()
            .any(|udn| text.contains(&udn.to_ascii_lowercase()));
        from == Some(ip.as_str()) && !ours
    });
    Ok(!others)
}
