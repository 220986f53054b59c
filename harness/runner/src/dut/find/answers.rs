//! The answers to a search: where descriptions are, and who does not say it.

use std::collections::{BTreeSet, HashMap};

use ctk_suite::lab::Datagram;
use ctk_wire::ssdp;
use ctk_wire::uri::HttpUrl;

use super::Seen;

/// Devices that are looked at in one search.
const DEVICES: usize = 64;
/// Devices at one address: none pushes out the others.
const DEVICES_OF_A_HOST: usize = 16;

/// Where those who answered say that their descriptions are, sorted, and those who do not say it, each with why. Nobody but the
/// device itself may send us there.
pub(super) fn locations(answers: &[Datagram]) -> (BTreeSet<String>, Vec<Seen>) {
    let mut locations = BTreeSet::new();
    let mut unusable: Vec<Seen> = Vec::new();
    let mut of_host: HashMap<String, usize> = HashMap::new();
    for datagram in answers {
        let host = HttpUrl::of_authority(&datagram.from).map(|from| from.host);
        let of_host = of_host.entry(host.unwrap_or_default()).or_default();
        let room = |taken: usize| *of_host < DEVICES_OF_A_HOST && taken < DEVICES;
        match location(datagram) {
            Ok(location) if locations.contains(&location) => {}
            Ok(location) if room(locations.len()) => {
                *of_host += 1;
                locations.insert(location);
            }
            Err(seen) if room(unusable.len()) && !unusable.contains(&seen) => {
                *of_host += 1;
                unusable.push(*seen);
            }
            _ => {}
        }
    }
    (locations, unusable)
}

/// Where the device that answered says that its description is.
fn location(datagram: &Datagram) -> Result<String, Box<Seen>> {
    let from = datagram.from.as_str();
    let unusable = |url: &str, why: &str| Err(Box::new(Seen::unusable(from, url, why)));
    let Ok(message) = ssdp::parse(&datagram.bytes) else {
        return unusable("", "its answer is not an SSDP message");
    };
    match message.location() {
        None => unusable("", "its answer has no LOCATION"),
        Some(url) if HttpUrl::parse(url).is_err() => {
            unusable(url, "its LOCATION is not an http URL")
        }
        Some(url) if !same_host(url, from) => unusable(
            url,
            "its LOCATION is on another host than the one that answered; give that URL itself if you trust it",
        ),
        Some(url) => Ok(url.to_owned()),
    }
}

fn same_host(location: &str, from: &str) -> bool {
    matches!(
        (HttpUrl::parse(location), HttpUrl::of_authority(from)),
        (Ok(location), Ok(from)) if location.same_host(&from)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(from: &str, location: &str) -> Datagram {
        let text = format!("HTTP/1.1 200 OK\r\nLOCATION: {location}\r\n\r\n");
        Datagram {
            exchange: 0,
            from: from.to_owned(),
            bytes: text.into_bytes(),
            at_ms: 0,
            ttl: None,
        }
    }

    #[test]
    fn one_host_does_not_push_out_the_others() {
        let mut answers: Vec<Datagram> = (0..500)
            .map(|n| answer("192.0.2.1:1900", &format!("http://192.0.2.1/{n}.xml")))
            .collect();
        answers.push(answer("192.0.2.2:1900", "http://192.0.2.2/d.xml"));
        answers.push(answer("192.0.2.2:1900", "http://192.0.2.3/d.xml"));
        let (found, unusable) = locations(&answers);
        assert_eq!(found.len(), DEVICES_OF_A_HOST + 1);
        assert!(found.contains("http://192.0.2.2/d.xml"));
        assert_eq!(unusable.len(), 1);
    }

    #[test]
    fn who_answers_and_cannot_be_used_is_named_with_why() {
        let mut answers = vec![
            answer("192.0.2.2:1900", "http://192.0.2.3/d.xml"),
            answer("192.0.2.2:1900", "http://192.0.2.3/d.xml"),
            answer("192.0.2.4:1900", "https://192.0.2.4/d.xml"),
            answer("192.0.2.5:1900", ""),
            answer("192.0.2.6:1900", ""),
        ];
        answers[3].bytes = b"HTTP/1.1 200 OK\r\nST: upnp:rootdevice\r\n\r\n".to_vec();
        answers[4].bytes = b"\xff\xfe".to_vec();
        let (found, unusable) = locations(&answers);
        assert!(found.is_empty());
        let told: Vec<(&str, &str)> = unusable
            .iter()
            .map(|seen| (seen.from.as_str(), seen.trouble.as_str()))
            .collect();
        let words = [
            "another host",
            "not an http URL",
            "no LOCATION",
            "not an SSDP message",
        ];
        assert_eq!(told.len(), words.len(), "{told:?}");
        for ((from, trouble), (number, word)) in told.into_iter().zip((2..).zip(words)) {
            // The first one is at 192.0.2.2, the next ones at .4, .5 and .6.
            let number = if number == 2 { 2 } else { number + 1 };
            assert_eq!(from, format!("192.0.2.{number}:1900"));
            assert!(trouble.contains(word), "{trouble}");
        }
    }

    #[test]
    fn a_description_is_fetched_from_the_sender_only() {
        assert!(same_host("http://127.0.0.1:80/d.xml", "127.0.0.1:1900"));
        assert!(same_host("http://127.0.0.1/d.xml", "127.0.0.1:5000"));
        assert!(same_host("HTTP://[fe80::1]:80/d.xml", "[fe80::1]:1900"));
        assert!(!same_host("http://192.0.2.1:80/d.xml", "127.0.0.1:1900"));
        assert!(!same_host(
            "http://127.0.0.1:1@192.0.2.1/",
            "127.0.0.1:1900"
        ));
        assert!(!same_host("https://127.0.0.1/d.xml", "127.0.0.1:1900"));
    }
}
