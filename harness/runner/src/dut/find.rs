//! Finding devices by SSDP: for `discover`, and for `udn:` and `name:`.

mod answers;
mod interfaces;

use std::io::Read as _;
use std::net::{IpAddr, Ipv4Addr};
use std::time::{Duration, Instant};

use ctk_suite::lab::Datagram;
use ctk_suite::service::{SERVICES, Service};
use ctk_wire::description::{self, Description};
use serde::Serialize;

use self::answers::locations;
use self::interfaces::local_addresses;
use crate::dut::target::Target;
use crate::exit_code::Failure;
use crate::lab::discovery::search_network;
use crate::upper_tester::http::innermost;

/// How long a search for one device listens.
const PATIENCE: Duration = Duration::from_millis(3_500);
/// How long a description may take, from the connection to its last byte.
const FETCH: Duration = Duration::from_secs(10);
/// The largest description, in bytes.
const LARGEST: u64 = 4 << 20;

/// A device that answered.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Seen {
    /// The URL of its description, as it answered; empty when it named none.
    pub url: String,
    /// Who answered, where that is all that is known.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub from: String,
    /// Its name; empty when the description could not be read.
    pub name: String,
    /// The UDNs of the devices that host the service.
    pub hosts: Vec<String>,
    /// The UDNs of all its devices.
    #[serde(skip)]
    pub udns: Vec<String>,
    /// All its service types.
    pub services: Vec<String>,
    /// Why it cannot be used; empty when it can.
    pub trouble: String,
}

impl Seen {
    /// It answered so that nobody can go on.
    fn unusable(from: &str, url: &str, trouble: impl Into<String>) -> Self {
        Self {
            url: url.to_owned(),
            from: from.to_owned(),
            trouble: trouble.into(),
            ..Self::default()
        }
    }

    /// It can be judged.
    pub fn is_usable(&self) -> bool {
        self.trouble.is_empty()
    }
}

/// The devices on the network: those that host the service, or any; then those that answered and cannot be used.
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
    let (locations, unusable) = locations(&answers);
    // One that takes its time does not hold up the others.
    let locations: Vec<String> = locations.into_iter().collect();
    let seen = side_by_side(&locations, |url| look(url, all));
    let seen: Vec<Seen> = seen.into_iter().flatten().collect();
    let (mut devices, without): (Vec<Seen>, Vec<Seen>) =
        seen.into_iter().partition(Seen::is_usable);
    devices.extend(without);
    devices.extend(unusable);
    Ok(devices)
}

/// The description's URL of the one device meant, among those that host the service, or among all.
///
/// # Errors
/// Exit code 3: there is none, or several of that name.
pub fn one(target: &Target, all: bool, interface: Option<IpAddr>) -> Result<String, Failure> {
    let (seen, unusable): (Vec<Seen>, Vec<Seen>) = devices(all, interface, PATIENCE)?
        .into_iter()
        .partition(Seen::is_usable);
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
                match unusable.as_slice() {
                    [] => {
                        format!("no device{which} answered; is it on this network (--interface)?")
                    }
                    _ => format!(
                        "{} answered and cannot be used: `messaging-ctk discover` says why",
                        unusable.len()
                    ),
                }
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

fn look(url: &str, all: bool) -> Seen {
    let description = match fetch(url) {
        Ok(description) => description,
        Err(why) => {
            let why = format!("its description cannot be read: {why}");
            return Seen::unusable("", url, why);
        }
    };
    let known = |service: &Service| description.find_services(service.family);
    let known = SERVICES.into_iter().flat_map(known);
    let hosts: Vec<String> = known.map(|found| found.udn).collect();
    let devices = description.devices().into_iter();
    let lacking = hosts.is_empty() && !all;
    Seen {
        url: url.to_owned(),
        name: description.friendly_name().to_owned(),
        hosts,
        udns: devices.map(|device| device.udn.clone()).collect(),
        services: description.service_types(),
        trouble: match lacking {
            true => "it answers for the service, and its description does not list it".to_owned(),
            false => String::new(),
        },
        ..Seen::default()
    }
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
    let mut response = client.get(url).send().map_err(|error| innermost(&error))?;
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

/// Does it to all at the same time, or to one after the other where the system gives no more threads; `None`: it broke.
fn side_by_side<T: Sync, R: Send>(all: &[T], work: impl Fn(&T) -> R + Sync) -> Vec<Option<R>> {
    let work = &work;
    std::thread::scope(|scope| {
        let begin = |one| {
            let thread = std::thread::Builder::new();
            let begun = thread.spawn_scoped(scope, move || work(one));
            begun.map_err(|_| work(one))
        };
        let begun: Vec<_> = all.iter().map(begin).collect();
        let end = |one: Result<std::thread::ScopedJoinHandle<'_, R>, R>| match one {
            Ok(thread) => thread.join().ok(),
            Err(done) => Some(done),
        };
        begun.into_iter().map(end).collect()
    })
}

/// Searches from each address at the same time; one that cannot be searched from is an error only when none can.
fn search(from: &[Ipv4Addr], types: &[String], wait: Duration) -> Result<Vec<Datagram>, Failure> {
    let results = side_by_side(from, |local| search_network(*local, types, wait));
    let mut datagrams = Vec::new();
    let mut trouble = None;
    let mut searched = false;
    for result in results {
        match result {
            Some(Ok(found)) => {
                searched = true;
                datagrams.extend(found);
            }
            Some(Err(error)) => trouble = Some(error.to_string()),
            None => trouble = Some("the search broke".to_owned()),
        }
    }
    match trouble {
        Some(why) if !searched => Err(Failure::incomplete(format!(
            "the network cannot be searched: {why}; is --interface an address of this machine?"
        ))),
        _ => Ok(datagrams),
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;
    use std::net::TcpListener;

    use super::*;

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
}
