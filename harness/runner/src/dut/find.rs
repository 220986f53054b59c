//! Finding devices by SSDP: for `discover`, and for `udn:` and `name:`.

use std::collections::BTreeSet;
use std::net::{IpAddr, Ipv4Addr, UdpSocket};
use std::time::Duration;

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
    let mut locations = BTreeSet::new();
    for datagram in search(&local_addresses(interface)?, &types, wait)? {
        let Ok(message) = ssdp::parse(&datagram.bytes) else {
            continue;
        };
        let Some(location) = message.location() else {
            continue;
        };
        // Nobody but the device itself may send us to its description.
        if same_host(location, &datagram.from) && locations.len() < DEVICES {
            locations.insert(location.to_owned());
        }
    }
    Ok(locations
        .into_iter()
        .map(|url| look(&url))
        .filter(|seen| all || !seen.hosts.is_empty())
        .collect())
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
    let client = reqwest::blocking::Client::builder()
        .no_proxy()
        .redirect(reqwest::redirect::Policy::none())
        .timeout(Duration::from_secs(10))
        .build()
        .map_err(|error| error.to_string())?;
    let response = client
        .get(url)
        .send()
        .map_err(|error| error.without_url().to_string())?;
    if !response.status().is_success() {
        return Err(format!("HTTP {}", response.status().as_u16()));
    }
    let mut body = Vec::new();
    std::io::Read::read_to_end(&mut std::io::Read::take(response, 4 << 20), &mut body)
        .map_err(|error| error.to_string())?;
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
    use super::*;

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
