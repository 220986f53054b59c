//! M-SEARCH: which datagrams are searches, and which of them concern this device (1.3.2, 1.3.3).

use std::time::Duration;

use crate::defects::{DefectId, Deviations};
use crate::net::identity::{DEVICE_TYPE, SERVICE_TYPE, VERSION};
use crate::net::root_device;
use crate::net::second_service;

/// Bytes of a search at most; header lines read of it.
const MAX_BYTES: usize = 4096;
const MAX_LINES: usize = 64;
/// A longer wait than this is not kept (UDA-DISC-36).
const MAX_WAIT: u64 = 5;

/// What a search is answered with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Target {
    /// The whole set.
    All,
    /// One answer, under the name that was asked for.
    One(String),
}

/// A search that concerns us.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Search {
    pub(super) target: Target,
    /// Answers are spread over this time.
    pub(super) within: Duration,
    /// TCPPORT.UPNP.ORG: answers go there over TCP.
    pub(super) tcp_port: Option<u16>,
}

/// The header lines of an M-SEARCH; none for any other datagram.
fn headers(datagram: &[u8]) -> Option<Vec<(&str, &str)>> {
    if datagram.len() > MAX_BYTES {
        return None;
    }
    let text = std::str::from_utf8(datagram).ok()?;
    let head = text.split_once("\r\n\r\n").map_or(text, |(head, _)| head);
    let mut lines = head.split("\r\n");
    if lines.next()? != "M-SEARCH * HTTP/1.1" {
        return None;
    }
    let headers = lines
        .take(MAX_LINES)
        .filter_map(|line| line.split_once(':'))
        .map(|(name, value)| (name, value.trim_matches([' ', '\t'])));
    Some(headers.collect())
}

/// Reads a datagram. None: silence, whatever the reason (UDA-DISC-06, -34, -35, -47).
pub(super) fn read(
    datagram: &[u8],
    multicast: bool,
    udns: &[&str],
    deviations: &Deviations,
) -> Option<Search> {
    let headers = headers(datagram)?;
    let by_case = deviations.has(DefectId::SearchHeadersByCase);
    let get = |wanted: &str| {
        let is_it = |name: &str| name == wanted || !by_case && name.eq_ignore_ascii_case(wanted);
        let found = headers.iter().find(|(name, _)| is_it(name));
        found.map(|(_, value)| *value)
    };
    if deviations.has(DefectId::SearchWithUnknownHeaderDropped) && get("X-Unknown").is_some() {
        return None;
    }
    if get("MAN") != Some("\"ssdp:discover\"") && !deviations.has(DefectId::ManNotRead) {
        return None;
    }
    let within = match (multicast, get("MX")) {
        (true, None) if deviations.has(DefectId::SearchWithoutMxAnswered) => Duration::ZERO,
        (true, Some(mx))
            if deviations.has(DefectId::SearchWithWordMxAnswered) && mx.parse::<u64>().is_err() =>
        {
            Duration::ZERO
        }
        (true, mx) => spread(mx?)?,
        // Unicast searches are answered at once.
        (false, _) => Duration::ZERO,
    };
    let tcp_port = get("TCPPORT.UPNP.ORG")
        .and_then(|port| port.parse().ok())
        .filter(|port| *port >= 49_152);
    Some(Search {
        target: target(get("ST")?, udns, deviations)?,
        within,
        tcp_port,
    })
}

/// MX ::= [1-9][0-9]*   in seconds. Somewhat less is used, so that the last answer is still in time.
fn spread(mx: &str) -> Option<Duration> {
    let digits = !mx.is_empty() && mx.bytes().all(|b| b.is_ascii_digit());
    let seconds = mx.parse::<u64>().unwrap_or(MAX_WAIT).min(MAX_WAIT);
    (digits && seconds > 0).then(|| Duration::from_millis(seconds * 850))
}

/// The versions up to ours are ours too, under the version asked for (UDA-DISC-46); a higher one is not (-47).
fn target(st: &str, udns: &[&str], deviations: &Deviations) -> Option<Target> {
    if st == "ssdp:all" {
        return Some(Target::All);
    }
    let version = [DEVICE_TYPE, SERVICE_TYPE]
        .iter()
        .find_map(|kind| st.strip_prefix(kind));
    let highest = if deviations.has(DefectId::HigherVersionAnswered) {
        u32::MAX
    } else {
        VERSION
    };
    let is_version = |text: &str| {
        let plain = text.bytes().all(|b| b.is_ascii_digit()) && !text.starts_with('0');
        plain && text.parse().is_ok_and(|version: u32| version <= highest)
    };
    let is_root = st == "upnp:rootdevice" && !deviations.has(DefectId::RootDeviceNotFound);
    if deviations.has(DefectId::ServiceTypeNotFound) && st == format!("{SERVICE_TYPE}{VERSION}") {
        return None;
    }
    let number = version.and_then(|version| version.parse::<u32>().ok());
    if number.is_some_and(|number| number < VERSION) {
        if deviations.has(DefectId::LowerVersionNotFound) {
            return None;
        }
        if deviations.has(DefectId::LowerVersionAnsweredAsOwn) {
            let (kind, _) = st.rsplit_once(':')?;
            return Some(Target::One(format!("{kind}:{VERSION}")));
        }
    }
    let second = st == second_service::TYPE && second_service::is_there(deviations);
    let of_root = udns.len() > 1 && st == root_device::TYPE;
    let ours =
        is_root || second || of_root || udns.contains(&st) || version.is_some_and(is_version);
    ours.then(|| Target::One(st.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ask(lines: &str, multicast: bool) -> Option<Search> {
        let text = format!("M-SEARCH * HTTP/1.1\r\nHOST: 239.255.255.250\r\n{lines}\r\n");
        read(
            text.as_bytes(),
            multicast,
            &["uuid:1"],
            &Deviations::default(),
        )
    }

    #[test]
    fn our_types_are_found_under_the_version_asked_for() {
        for st in [
            "upnp:rootdevice",
            "uuid:1",
            "urn:schemas-upnp-org:device:TelephonyServer:1",
            "urn:schemas-upnp-org:device:TelephonyServer:2",
            "urn:schemas-upnp-org:service:Messaging:1",
            "urn:schemas-upnp-org:service:Messaging:2",
        ] {
            let search = ask(
                &format!("st:{st}\r\nMan: \"ssdp:discover\"\r\nmX: 2\r\nX-Y: 1\r\n"),
                true,
            )
            .unwrap();
            assert_eq!(search.target, Target::One(st.to_owned()));
            assert!(search.within <= Duration::from_secs(2));
        }
        let all = ask("ST: ssdp:all\r\nMAN: \"ssdp:discover\"\r\nMX: 60\r\n", true).unwrap();
        assert_eq!(all.target, Target::All);
        assert!(all.within <= Duration::from_secs(5));
    }

    #[test]
    fn everything_else_is_met_with_silence() {
        let man = "MAN: \"ssdp:discover\"\r\n";
        for st in [
            "uuid:2",
            "UUID:1",
            "nonsense",
            "",
            "urn:schemas-upnp-org:service:Messaging:3",
            "urn:schemas-upnp-org:service:Messaging:0",
            "urn:schemas-upnp-org:service:Messaging:02",
            "urn:schemas-upnp-org:service:Messaging:",
            "urn:schemas-upnp-org:service:Messaging:+1",
            "urn:schemas-upnp-org:service:Presence:1",
        ] {
            assert_eq!(
                ask(&format!("ST: {st}\r\n{man}MX: 1\r\n"), true),
                None,
                "{st}"
            );
        }
        let st = "ST: ssdp:all\r\n";
        for lines in [
            format!("{st}MX: 1\r\n"),
            format!("{st}MX: 1\r\nMAN: ssdp:discover\r\n"),
            format!("{st}MX: 1\r\nMAN: \"ssdp:other\"\r\n"),
            format!("{st}{man}"),
            format!("{st}{man}MX: abc\r\n"),
            format!("{st}{man}MX: 0\r\n"),
            format!("{st}{man}MX: -1\r\n"),
            format!("{man}MX: 1\r\n"),
        ] {
            assert_eq!(ask(&lines, true), None, "{lines}");
        }
        let none = Deviations::default();
        for noise in [
            &b""[..],
            b"\xff\xfe",
            b"M-SEARCH * HTTP/1.1",
            b"NOTIFY * HTTP/1.1\r\n\r\n",
            &[b'a'; 8000],
        ] {
            assert_eq!(read(noise, false, &["uuid:1"], &none), None);
        }
    }

    #[test]
    fn a_unicast_search_is_answered_at_once() {
        let search = ask(
            "ST: ssdp:all\r\nMAN: \"ssdp:discover\"\r\nTCPPORT.UPNP.ORG: 50000\r\n",
            false,
        )
        .unwrap();
        assert_eq!(search.within, Duration::ZERO);
        assert_eq!(search.tcp_port, Some(50_000));
    }

    #[test]
    fn a_defect_answers_higher_versions() {
        let defect = Deviations::new([DefectId::HigherVersionAnswered], []);
        let st = "urn:schemas-upnp-org:service:Messaging:7";
        assert_eq!(
            target(st, &["uuid:1"], &defect),
            Some(Target::One(st.to_owned()))
        );
    }
}
