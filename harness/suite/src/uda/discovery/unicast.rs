//! 1.3.2: searches to the device alone, and over TCP; what is not answered at all.

use ctk_model::expectation::Outcome;
use ctk_record::{Judgement, Suspect};
use ctk_vectors::waits;
use ctk_wire::ssdp::{self, Search};

use crate::case::{Case, Need, Phase};
use crate::judging::judgement::{Flow, Stop};
use crate::lab::ControlPoint;
use crate::tester::Tester;
use crate::tester::ssdp::{LISTEN_MS, MX, Told};
use crate::uda::version::versions;

/// A unicast search is answered within this time (1.3.3), and listened for a little longer.
const PROMPT_MS: u64 = waits::SEARCH_UNICAST.milliseconds;
const UNICAST_LISTEN_MS: u64 = waits::SEARCH_UNICAST_AT_MOST.milliseconds;

/// How often the device is searched for before it counts as silent: datagrams get lost.
const TRIES: usize = 6;

/// How long a datagram that is not to be answered is listened for.
const SILENCE_MS: u64 = waits::SEARCH_SILENCE.milliseconds;

/// For how long an answer to noise is waited for: it asks for nothing, so that no answer to it is due later.
const NOISE_MS: u64 = 1_000;

pub(super) fn cases() -> Vec<Case> {
    vec![unicast(), by_tcp(), notify_unanswered(), noise()]
}

/// Where the device listens for datagrams of its own: its address, and SEARCHPORT or 1900. Whether the port is surely
/// its own, and not shared with others on its host; and a target that it answers searches for.
fn place(t: &mut Tester<'_>) -> Flow<(String, bool, String)> {
    let answer = t.ssdp().answer()?;
    let Some(ip) = t.ssdp().device_ip().filter(std::net::IpAddr::is_ipv4) else {
        return Err(Stop::Inconclusive {
            reason: "the device's IPv4 address is not known: give its URL with one".to_owned(),
            suspect: Suspect::Operator,
        });
    };
    let port = answer.message.search_port().filter(|port| *port >= 49_152);
    let to = format!("{ip}:{}", port.unwrap_or(1900));
    Ok((to, port.is_some(), answer.target().to_owned()))
}

/// 1.3.2: a search to the device alone needs no MX, and is answered within a second. Port 1900 may be shared on the
/// device's host, where such a datagram reaches only one of those who listen.
fn unicast() -> Case {
    Case::new(
        "uda/discovery/unicast",
        "a search to the device alone, without MX, is answered within a second",
    )
    .clause("1.3.3")
    .covers(&["UDA-DISC-49"])
    .needs(&[Need::Multicast])
    .needs(&versions("UDA-DISC-49"))
    .waits(UNICAST_LISTEN_MS)
    .body(judge_unicast)
}

fn judge_unicast(t: &mut Tester<'_>) -> Flow {
    let (to, own, udn) = place(t)?;
    let user_agent = t.user_agent(ControlPoint::First);
    let search = Search::unicast(&udn, &to).header("USER-AGENT", &user_agent);
    let datagram = String::from_utf8_lossy(&search.bytes()).into_owned();
    let mut told: Vec<Told> = Vec::new();
    let mut took = 0;
    for _ in 0..TRIES {
        let begun = t.now()?;
        told = t
            .ssdp()
            .send(vec![datagram.clone()], &to, 1, UNICAST_LISTEN_MS)?;
        if let Some(first) = told.first() {
            took = first.datagram.at_ms.saturating_sub(begun);
            break;
        }
    }
    let local = t.ssdp().device_ip().is_some_and(|ip| ip.is_loopback());
    if told.is_empty() && !own && local {
        return Err(Stop::Inconclusive {
            reason: "no answer from port 1900, which others on this host may share".to_owned(),
            suspect: Suspect::Network,
        });
    }
    let outcome = match told.first() {
        None => Outcome::Fail,
        Some(_) if took > UNICAST_LISTEN_MS => Outcome::Warning,
        Some(_) => Outcome::Pass,
    };
    t.record(
        Judgement::new("UDA-DISC-49", outcome)
            .asked(format!("M-SEARCH for {udn} to {to}, up to {TRIES} times"))
            .accepts(["an answer within a second"])
            .observed(match told.first() {
                None => format!("none within {UNICAST_LISTEN_MS} ms"),
                Some(_) if took > PROMPT_MS => format!("an answer after {took} ms"),
                Some(_) => "an answer in time".to_owned(),
            })
            .exchanges(
                told.iter()
                    .map(|it| it.datagram.exchange)
                    .collect::<Vec<_>>(),
            ),
    )
}

/// 1.3.2, 1.3.3, U-07: a search may ask for its answers over TCP, whether it goes to all or to the device alone: the text has
/// it now one way, now the other. That the answer comes by UDP all the same, or not at all, is a warning.
fn by_tcp() -> Case {
    Case::new(
        "uda/discovery/over-tcp",
        "a search with TCPPORT.UPNP.ORG is answered over TCP, at that port",
    )
    .clause("1.3.3")
    .covers(&["UDA-DISC-50"])
    .needs(&[Need::Multicast])
    .needs(&versions("UDA-DISC-50"))
    .waits_at_most(2 * LISTEN_MS)
    .body(judge_by_tcp)
}

fn judge_by_tcp(t: &mut Tester<'_>) -> Flow {
    let (place, _, target) = place(t)?;
    let both = [
        (Search::multicast(&target, MX), String::new()),
        (Search::unicast(&target, &place), place),
    ];
    let mut answer = None;
    for (search, to) in both {
        answer = t.ssdp().answer_by_tcp(&search, &to)?;
        if answer.is_some() {
            break;
        }
    }
    if answer.is_none() && !t.device_reaches_kit()? {
        return Err(Stop::Inconclusive {
            reason: "no answer over TCP came, and nothing shows that the device can open a connection to the kit"
                .to_owned(),
            suspect: Suspect::Network,
        });
    }
    let exchanges: Vec<u32> = answer.iter().map(|it| it.datagram.exchange).collect();
    t.record(
        Judgement::met_or("UDA-DISC-50", answer.is_some(), Outcome::Warning)
            .asked(format!(
                "M-SEARCH for {target} with TCPPORT.UPNP.ORG, to the group and to the device alone"
            ))
            .accepts(["an answer over TCP", "one by UDP (U-07)"])
            .observed(match &answer {
                Some(first) => format!("an answer over TCP for {}", first.target()),
                None => "no connection to that port".to_owned(),
            })
            .exchanges(&exchanges),
    )
}

/// 1.2.2: a notification is never answered. The byebye of a device that does not exist harms nobody, and goes to the
/// device alone.
fn notify_unanswered() -> Case {
    Case::new(
        "uda/discovery/notify-unanswered",
        "a notification is not answered",
    )
    .clause("1.2.2")
    .covers(&["UDA-DISC-27"])
    .needs(&[Need::Multicast])
    .waits(SILENCE_MS)
    .body(|t| {
        let (to, ..) = place(t)?;
        let drawn = t.unique("")?;
        let udn = format!("uuid:{drawn}-0000-4000-8000-00000000c7c1");
        let datagram = format!(
            "NOTIFY * HTTP/1.1\r\nHOST: {}\r\nNT: upnp:rootdevice\r\nNTS: ssdp:byebye\r\nUSN: {udn}::upnp:rootdevice\r\n\r\n",
            ssdp::GROUP
        );
        let mut answers = t.ssdp().raw_answers(vec![datagram], &to, 0, SILENCE_MS)?;
        answers.retain(|answer| !t.ssdp().names_another(answer));
        let exchanges: Vec<u32> = answers.iter().map(|it| it.exchange).collect();
        t.record(Judgement::met("UDA-DISC-27", answers.is_empty())
.asked(format!("ssdp:byebye of the unknown {udn}, to {to}"))
.accepts(["silence"])
.observed(first_line(answers.first().map(|it| it.bytes.as_slice())))
.exchanges(&exchanges))
    })
}

fn first_line(bytes: Option<&[u8]>) -> String {
    match bytes {
        None => "silence".to_owned(),
        Some(bytes) => {
            let text = String::from_utf8_lossy(bytes);
            format!("{:?}", text.lines().next().unwrap_or_default())
        }
    }
}

/// 1.1.5, 1.3.3: what is no message is dropped in silence, and the device goes on.
fn noise() -> Case {
    Case::new(
        "uda/discovery/noise",
        "datagrams that are not messages are dropped, and searches still answered",
    )
    .clause("1.1.5")
    .covers(&["UDA-DISC-06"])
    .needs(&[Need::Multicast])
    .phase(Phase::Hostile)
    .waits(NOISE_MS)
    .body(|t| {
        let (to, _, udn) = place(t)?;
        let noise = vec![
            "\r\n\r\n".to_owned(),
            "M-SEARCH * HTT".to_owned(),
            "M-SEARCH * HTTP/1.1\r\nMAN: \"ssdp:discover\"\r\nST:".to_owned(),
            format!("M-SEARCH * HTTP/9.9\r\nHOST {to}\r\n: \r\nST {udn}\r\n\r\n"),
            "\u{0}\u{1}%n%s\u{7f}".repeat(200),
            "A".repeat(8_000),
        ];
        let mut answers = t.ssdp().raw_answers(noise, &to, 0, NOISE_MS)?;
        answers.retain(|answer| !t.ssdp().names_another(answer));
        let exchanges: Vec<u32> = answers.iter().map(|it| it.exchange).collect();
        t.record(
            Judgement::met("UDA-DISC-06", answers.is_empty())
                .asked(format!(
                    "six datagrams of noise, of up to 8000 bytes, to {to}"
                ))
                .accepts(["silence"])
                .observed(first_line(answers.first().map(|it| it.bytes.as_slice())))
                .exchanges(&exchanges),
        )?;
        let told = t
            .ssdp()
            .search_until(&[Search::multicast(&udn, 1)], 1, |told| !told.is_empty())?;
        t.record(
            Judgement::met("UDA-DISC-06", !told.is_empty())
                .asked(format!(
                    "an ordinary M-SEARCH for {udn} thereafter, up to three times"
                ))
                .accepts(["an answer"])
                .observed(if told.is_empty() {
                    format!("none within {LISTEN_MS} ms each")
                } else {
                    "an answer".to_owned()
                })
                .exchanges([]),
        )
    })
}
