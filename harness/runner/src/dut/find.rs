//! Finding devices by SSDP: for `discover`, and for `udn:` and `name:`.

use std::collections::{BTreeSet, HashMap};
use std::io::Read as _;
use std::net::{IpAddr, Ipv4Addr, UdpSocket};
use std::time::{Duration, Instant};

use ctk_suite::lab::Datagram;
use ctk_suite::service::{SERVICES, Service};
use ctk_wire::description::{self, Description};
use ctk_wire::ssdp;
use ctk_wire::uri::HttpUrl;
use serde::Serialize;

use crate::dut::target::Target;
use crate::exit_code::Failure;
use crate::lab::discovery::search_network;

/// How long a search for one device listens.
const PATIENCE: Duration = Duration::from_millis(3_500);
/// Devices that are looked at in one search.
const DEVICES: usize = 64;
/// Devices at one address: none pushes out the others.
const DEVICES_OF_A_HOST: usize = 16;
/// How long a description may take, from the connection to its last byte.
const FETCH: Duration = Duration::from_secs(10);
/// The largest description, in bytes.
const LARGEST: u64 = 4 << 20;

/// A device that answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Seen {
    /// The URL of its description.
    pub url: String,
    /// Its name; empty when the description could not be read.
    pub name: String,
    /// The UDNs of the devices that host the service.
    pub hosts: Vec<String>,
    /// The UDNs of all its devices.
    #[serde(skip)]
    pub udns: Vec<String>,
    /// All its service types.
    pub services: Vec<String>,
    /// Why the description could not be read; empty when it could.
    pub trouble: String,
}

/// The devices on the network: those that host the service, or any.
///
/// # Errors
/// The search cannot be made.
pub fn devices(all: bool, interface: Option<IpAddr>, wait: Duration) -> Result<Vec<Seen>, Failure> {
    let types = if all {
        vec!["upnp:rootdevice".to_owned()]
    } else {
        // Devices differ in whether they answer for a lower version (UDA-DISC-46).
        let versions = |service: &Service| {
            let family = service.family;
            (1..=service.version)
                .rev()
                .map(move |version| format!("{family}{version}"))
        };
        SERVICES.into_iter().flat_map(versions).collect()
    };
    let answers = search(&local_addresses(interface)?, &types, wait)?;
    let locations = locations(&answers);
    // One that takes its time does not hold up the others.
    let seen: Vec<Seen> = std::thread::scope(|scope| {
        let looks: Vec<_> = locations
            .iter()
            .map(|url| scope.spawn(|| look(url)))
            .collect();
        looks.into_iter().filter_map(|it| it.join().ok()).collect()
    });
    Ok(seen
        .into_iter()
        .filter(|seen| all || !seen.hosts.is_empty())
        .collect())
}

/// Where those who answered say that their descriptions are, sorted. Nobody but the device itself may send us there.
fn locations(answers: &[Datagram]) -> BTreeSet<String> {
    let mut locations = BTreeSet::new();
    let mut of_host: HashMap<String, usize> = HashMap::new();
    for datagram in answers {
        let Ok(message) = ssdp::parse(&datagram.bytes) else {
            continue;
        };
        let Some(location) = message.location() else {
            continue;
        };
        if !same_host(location, &datagram.from) || locations.contains(location) {
            continue;
        }
        let host = HttpUrl::of_authority(&datagram.from).map(|from| from.host);
        let of_host = of_host.entry(host.unwrap_or_default()).or_default();
        if *of_host < DEVICES_OF_A_HOST && locations.len() < DEVICES {
            *of_host += 1;
            locations.insert(location.to_owned());
        }
    }
    locations
}

/// The description's URL of the one device meant, among those that host the service, or among all.
///
/// # Errors
/// Exit code 3: there is none, or several of that name.
pub fn one(target: &Target, all: bool, interface: Option<IpAddr>) -> Result<String, Failure> {
    let seen = devices(all, interface, PATIENCE)?;
    let (matching, what): (Vec<&Seen>, &str) = match target {
        Target::Udn(udn) => (
            seen.iter()
                .filter(|seen| {
                    let own = if all { &seen.udns } else { &seen.hosts };
                    own.iter().any(|own| own.eq_ignore_ascii_case(udn))
                })
                .collect(),
            udn,
        ),
        Target::Name(name) => {
            let lower = name.to_lowercase();
            (
                seen.iter()
                    .filter(|seen| seen.name.to_lowercase().contains(&lower))
                    .collect(),
                name,
            )
        }
        Target::Url(url) => return Ok(url.clone()),
        Target::Embedded => return Err(Failure::broken("the embedded device is not searched for")),
    };
    match matching.as_slice() {
        [one] => Ok(one.url.clone()),
        [] => {
            let others: Vec<String> = seen
                .iter()
                .map(|seen| format!("{:?} {}", seen.name, seen.udns.join(" ")))
                .collect();
            let others = if others.is_empty() {
                let which = if all { "" } else { " with the service" };
                format!("no device{which} answered; is it on this network (--interface)?")
            } else {
                format!("there are {}", others.join(", "))
            };
            Err(Failure::incomplete(format!(
                "no device {what} was found: {others}"
            )))
        }
        several => {
            let urls: Vec<&str> = several.iter().map(|seen| seen.url.as_str()).collect();
            Err(Failure::incomplete(format!(
                "several devices are called {what}: give the URL of one: {}",
                urls.join(", ")
            )))
        }
    }
}

fn look(url: &str) -> Seen {
    let mut seen = Seen {
        url: url.to_owned(),
        name: String::new(),
        hosts: Vec::new(),
        udns: Vec::new(),
        services: Vec::new(),
        trouble: String::new(),
    };
    match fetch(url) {
        Ok(description) => {
            seen.name = description.friendly_name().to_owned();
            let known = |service: &Service| description.find_services(service.family);
            let known = SERVICES.into_iter().flat_map(known);
            seen.hosts = known.map(|found| found.udn).collect();
            let devices = description.devices().into_iter();
            seen.udns = devices.map(|device| device.udn.clone()).collect();
            seen.services = description.service_types();
        }
        Err(why) => seen.trouble = why,
    }
    seen
}

/// An ordinary GET, by an ordinary client.
fn fetch(url: &str) -> Result<Description, String> {
    let begun = Instant::now();
    let client = reqwest::blocking::Client::builder()
        .no_proxy()
        .redirect(reqwest::redirect::Policy::none())
        .timeout(FETCH)
        .build()
        .map_err(|error| error.to_string())?;
    let mut response = client
        .get(url)
        .send()
        .map_err(|error| error.without_url().to_string())?;
    if !response.status().is_success() {
        return Err(format!("HTTP {}", response.status().as_u16()));
    }
    let mut body = Vec::new();
    let mut buffer = [0; 16 * 1024];
    loop {
        // The client's time-out is for each read: a device that drips would never be cut off.
        if begun.elapsed() > FETCH {
            return Err(format!("not complete within {} s", FETCH.as_secs()));
        }
        match response.read(&mut buffer) {
            Ok(0) => break,
            Ok(read) => body.extend_from_slice(&buffer[..read]),
            Err(error) => return Err(error.to_string()),
        }
        if body.len() as u64 > LARGEST {
            return Err(format!("longer than {} MiB", LARGEST >> 20));
        }
    }
    description::read(&body, url, None)
        .map(|reading| reading.value)
        .map_err(|error| error.to_string())
}

fn same_host(location: &str, from: &str) -> bool {
    matches!(
        (HttpUrl::parse(location), HttpUrl::of_authority(from)),
        (Ok(location), Ok(from)) if location.same_host(&from)
    )
}

/// Searches from each address at the same time; one that cannot be searched from is an error only when none can.
fn search(from: &[Ipv4Addr], types: &[String], wait: Duration) -> Result<Vec<Datagram>, Failure> {
    let results: Vec<_> = std::thread::scope(|scope| {
        let searches: Vec<_> = from
            .iter()
            .map(|local| scope.spawn(|| search_network(*local, types, wait)))
            .collect();
        searches.into_iter().map(|search| search.join()).collect()
    });
    let mut datagrams = Vec::new();
    let mut trouble = None;
    let mut searched = false;
    for result in results {
        match result {
            Ok(Ok(found)) => {
                searched = true;
                datagrams.extend(found);
            }
            Ok(Err(error)) => trouble = Some(error.to_string()),
            Err(_) => trouble = Some("the search broke".to_owned()),
        }
    }
    match trouble {
        Some(why) if !searched => Err(Failure::incomplete(format!(
            "the network cannot be searched: {why}"
        ))),
        _ => Ok(datagrams),
    }
}

/// The local addresses to search from: the one given; else that of the default route, and loopback.
fn local_addresses(interface: Option<IpAddr>) -> Result<Vec<Ipv4Addr>, Failure> {
    match interface {
        Some(IpAddr::V4(address)) => Ok(vec![address]),
        Some(IpAddr::V6(address)) => Err(Failure::usage(format!(
            "--interface {address}: searches go over IPv4"
        ))),
        None => {
            let route = UdpSocket::bind((Ipv4Addr::UNSPECIFIED, 0)).and_then(|socket| {
                socket
                    .connect((Ipv4Addr::new(239, 255, 255, 250), 1900))
                    .and_then(|()| socket.local_addr())
            });
            let mut addresses = vec![Ipv4Addr::LOCALHOST];
            if let Ok(IpAddr::V4(address)) = route.map(|address| address.ip())
                && !address.is_unspecified()
                && !address.is_loopback()
            {
                addresses.push(address);
            }
            Ok(addresses)
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;
    use std::net::TcpListener;

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
        let found = locations(&answers);
        assert_eq!(found.len(), DEVICES_OF_A_HOST + 1);
        assert!(found.contains("http://192.0.2.2/d.xml"));
    }

    #[test]
    fn a_description_without_an_end_is_given_up() {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let url = format!("http://{}/", listener.local_addr().expect("it is bound"));
        std::thread::spawn(move || {
            let (mut stream, _) = listener.accept().expect("the client comes");
            // What comes before it was asked for is no answer.
            let asked = stream.read(&mut [0; 1024]).expect("the client asks");
            assert!(asked > 0);
            let mut piece = b"HTTP/1.1 200 OK\r\n\r\n".to_vec();
            piece.resize(1 << 16, b' ');
            while stream.write_all(&piece).is_ok() {}
        });
        // By its length, or on a busy machine by its time.
        let given_up = |why: String| why.contains("longer than") || why.contains("not complete");
        assert!(fetch(&url).is_err_and(given_up));
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
