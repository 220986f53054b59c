//! SSDP: searches, and what the group hears.

use std::collections::VecDeque;
use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, UdpSocket};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use ctk_record::Kind;
use ctk_suite::lab::{Answer, Datagram, LabError};
use socket2::{Domain, Protocol, Socket, Type};

use super::address::{self, local_towards};
use super::connection::is_time_out;
use super::deadline::{Deadline, SLICE};
use super::exchange::Draft;
use super::live::{LiveLab, Sheet};
use super::views;

/// The SSDP group.
const GROUP: Ipv4Addr = Ipv4Addr::new(239, 255, 255, 250);

/// Its port.
const PORT: u16 = 1900;

/// The largest datagram that is read.
const LARGEST: usize = 8 * 1024;

/// Answers to one search that are kept.
const ANSWERS: usize = 256;

/// Datagrams of the group that are kept.
const HEARD: usize = 2000;

impl LiveLab {
    /// Sends searches; each is an exchange, and so is each answer.
    pub(super) fn search(
        &mut self,
        datagrams: &[String],
        to: &str,
        enough: usize,
        wait_ms: u64,
        sheet: &mut Sheet,
    ) -> Result<Answer, LabError> {
        let with = if to.is_empty() {
            "239.255.255.250:1900"
        } else {
            to
        };
        let mut drafts: Vec<Draft> = Vec::new();
        for datagram in datagrams {
            let mut draft = self.draft(Kind::Discovery);
            draft.request = Some(views::of_datagram(datagram.as_bytes(), with));
            drafts.push(draft);
        }
        let local = match self.shared.local_v4() {
            Ok(local) => Ok(local),
            // Where a datagram to a known address leaves is the system's choice.
            Err(_) if !to.is_empty() => Ok(Ipv4Addr::UNSPECIFIED),
            Err(error) => Err(error),
        };
        let listening = Listening {
            enough,
            udns: self.shared.udns(),
            wait: Duration::from_millis(wait_ms),
            origin: self.shared.origin,
            deadline: &self.deadline,
        };
        let found = local.and_then(|local| search(datagrams, to, local, &listening));
        let now = self.shared.now_ms();
        for (place, mut draft) in drafts.into_iter().enumerate() {
            draft.elapsed_ms = now.saturating_sub(draft.at_ms);
            if place == 0 {
                sheet.own(draft);
            } else {
                sheet.drafts.push(draft);
            }
        }
        let mut found = found?;
        for datagram in &mut found {
            datagram.exchange = self.number();
            sheet.drafts.push(Draft::of_datagram(datagram));
        }
        Ok(Answer::Datagrams(found))
    }

    /// Waits, then tells what the group has heard; each datagram is an exchange once.
    pub(super) fn heard(&mut self, wait_ms: u64, sheet: &mut Sheet) -> Result<Answer, LabError> {
        // That the group cannot be joined is said at once.
        self.shared.heard()?;
        self.deadline.sleep(Duration::from_millis(wait_ms))?;
        let mut heard = Vec::new();
        for (place, mut datagram) in self.shared.heard()? {
            match self.heard.get(&place) {
                Some(known) => datagram.exchange = *known,
                None => {
                    datagram.exchange = self.number();
                    self.heard.insert(place, datagram.exchange);
                    sheet.drafts.push(Draft::of_datagram(&datagram));
                }
            }
            heard.push(datagram);
        }
        Ok(Answer::Datagrams(heard))
    }
}

/// How long answers are taken.
struct Listening<'p> {
    /// So many that name the device; 0: all that come.
    enough: usize,
    udns: Vec<String>,
    wait: Duration,
    origin: Instant,
    deadline: &'p Deadline,
}

/// Between two datagrams of one search.
const BETWEEN: Duration = Duration::from_millis(50);

/// Sends datagrams to the group (`to` is empty) or to `host:port`, and takes what comes back until there are enough, or
/// the time is over.
///
/// # Errors
/// When there is no such socket, or the case must not go on.
fn search(
    datagrams: &[String],
    to: &str,
    local: Ipv4Addr,
    listening: &Listening<'_>,
) -> Result<Vec<Datagram>, LabError> {
    let unavailable = |what: String| LabError::Unavailable(format!("cannot search: {what}"));
    let to = if to.is_empty() {
        SocketAddr::from((GROUP, PORT))
    } else {
        address::resolve_authority(to).map_err(unavailable)?
    };
    let socket = sender(to, local).map_err(|error| unavailable(error.to_string()))?;
    let Listening {
        enough,
        udns,
        wait,
        origin,
        deadline,
    } = listening;
    let mut answers = Vec::new();
    let mut of_device = 0;
    for (place, datagram) in datagrams.iter().enumerate() {
        socket
            .send_to(datagram.as_bytes(), to)
            .map_err(|error| unavailable(error.to_string()))?;
        let until = Instant::now()
            + if place + 1 == datagrams.len() {
                *wait
            } else {
                BETWEEN
            };
        loop {
            deadline.check()?;
            let slice = deadline.slice(until);
            if slice.is_zero() {
                break;
            }
            if let Some(datagram) = receive(&socket, slice, *origin)?
                && answers.len() < ANSWERS
            {
                of_device += usize::from(udns.is_empty() || is_of(&datagram, udns, None));
                answers.push(datagram);
            }
            if *enough > 0 && of_device >= *enough {
                return Ok(answers);
            }
        }
    }
    Ok(answers)
}

/// Searches the network for several targets at once, each asked for three times, and takes what comes back until the
/// time is over; for finding devices before there is a run.
///
/// # Errors
/// When there is no such socket.
pub(crate) fn search_network(
    local: Ipv4Addr,
    targets: &[String],
    wait: Duration,
) -> io::Result<Vec<Datagram>> {
    const TIMES: u32 = 3;
    let group = SocketAddr::from((GROUP, PORT));
    let socket = sender(group, local)?;
    let begun = Instant::now();
    // The last search leaves time for answers that take their full MX.
    let mx = u32::try_from(wait.as_secs() / 2).unwrap_or(1).clamp(1, 3);
    let between = wait.saturating_sub(Duration::from_secs(u64::from(mx))) / TIMES;
    let mut answers = Vec::new();
    let mut sent = 0;
    while begun.elapsed() < wait && answers.len() < ANSWERS {
        if sent < TIMES && begun.elapsed() >= between * sent {
            for target in targets {
                socket.send_to(
                    &ctk_wire::ssdp::search(target, mx, "TestKit/1.0 UPnP/2.0 messaging-ctk/1.0"),
                    group,
                )?;
            }
            sent += 1;
        }
        let slice = SLICE
            .min(wait.saturating_sub(begun.elapsed()))
            .max(Duration::from_millis(1));
        if let Some(datagram) = receive(&socket, slice, begun).map_err(io::Error::other)? {
            answers.push(datagram);
        }
    }
    Ok(answers)
}

fn sender(to: SocketAddr, local: Ipv4Addr) -> io::Result<UdpSocket> {
    let socket = Socket::new(Domain::for_address(to), Type::DGRAM, Some(Protocol::UDP))?;
    let from: SocketAddr = match to.ip() {
        IpAddr::V4(group) if group.is_multicast() => {
            socket.set_multicast_if_v4(&local)?;
            // Two hops reach every segment that UPnP is meant for (UDA 2.0, 1.3.2).
            socket.set_multicast_ttl_v4(2)?;
            socket.set_multicast_loop_v4(true)?;
            (local, 0).into()
        }
        IpAddr::V4(_) => (Ipv4Addr::UNSPECIFIED, 0).into(),
        IpAddr::V6(_) => (Ipv6Addr::UNSPECIFIED, 0).into(),
    };
    socket.bind(&from.into())?;
    Ok(socket.into())
}

/// Waits for one datagram.
fn receive(
    socket: &UdpSocket,
    within: Duration,
    origin: Instant,
) -> Result<Option<Datagram>, LabError> {
    let broken =
        |error: io::Error| LabError::Broken(format!("cannot listen for datagrams: {error}"));
    socket.set_read_timeout(Some(within)).map_err(broken)?;
    let mut buffer = [0; LARGEST];
    match socket.recv_from(&mut buffer) {
        Ok((length, from)) => Ok(Some(Datagram {
            exchange: 0,
            from: from.to_string(),
            bytes: buffer[..length].to_vec(),
            at_ms: u64::try_from(origin.elapsed().as_millis()).unwrap_or(u64::MAX),
            // Sockets tell it only by ancillary data, which the standard library does not read.
            ttl: None,
        })),
        Err(error) if is_time_out(&error) || error.kind() == io::ErrorKind::Interrupted => Ok(None),
        // An earlier datagram was not wanted where it went.
        Err(error) if error.kind() == io::ErrorKind::ConnectionRefused => Ok(None),
        Err(error) => Err(broken(error)),
    }
}

/// A member of the SSDP group that remembers what it hears. It leaves when it is dropped.
#[derive(Debug)]
pub(super) struct Group {
    heard: Arc<Mutex<Heard>>,
    stop: Arc<AtomicBool>,
}

impl Group {
    /// Joins the group on the interface of the address.
    ///
    /// # Errors
    /// When there is no such socket.
    pub(super) fn join(local: Ipv4Addr, origin: Instant) -> io::Result<Self> {
        let socket = group_socket(local)?;
        let (heard, stop): (Arc<Mutex<Heard>>, Arc<AtomicBool>) = Default::default();
        let (store, stopped) = (Arc::clone(&heard), Arc::clone(&stop));
        thread::Builder::new()
            .name("ssdp".to_owned())
            .spawn(move || {
                while !stopped.load(Ordering::Relaxed) {
                    match receive(&socket, SLICE, origin) {
                        Ok(Some(datagram)) if !is_search(&datagram.bytes) => {
                            store
                                .lock()
                                .unwrap_or_else(PoisonError::into_inner)
                                .keep(datagram);
                        }
                        Ok(_) => {}
                        // The interface went away, perhaps for a while.
                        Err(_) => thread::sleep(Duration::from_secs(1)),
                    }
                }
            })?;
        Ok(Self { heard, stop })
    }

    /// What it has heard of one root device: one of whose names is in it, or, if it names nobody, that comes from the
    /// address.
    /// Each has a number that stays.
    pub(super) fn heard_of(
        &self,
        udns: &[String],
        address: Option<IpAddr>,
    ) -> Vec<(u64, Datagram)> {
        let heard = self.heard.lock().unwrap_or_else(PoisonError::into_inner);
        heard
            .datagrams
            .iter()
            .filter(|(_, datagram)| is_of(datagram, udns, address))
            .cloned()
            .collect()
    }
}

/// Whether the group can be joined on the way to the device at this URL.
pub(crate) fn multicast_towards(url: &str, interface: Option<IpAddr>) -> bool {
    let local = interface.or_else(|| {
        let (_, device) = address::reach(url).ok()?;
        local_towards(device.ip()).ok()
    });
    matches!(local, Some(IpAddr::V4(local)) if group_socket(local).is_ok())
}

fn group_socket(local: Ipv4Addr) -> io::Result<UdpSocket> {
    let socket = Socket::new(Domain::IPV4, Type::DGRAM, Some(Protocol::UDP))?;
    socket.set_reuse_address(true)?;
    #[cfg(unix)]
    socket.set_reuse_port(true)?;
    // Bound to the group's address it takes no datagram that is meant for a device on this host.
    let at = if cfg!(unix) {
        GROUP
    } else {
        Ipv4Addr::UNSPECIFIED
    };
    socket.bind(&SocketAddr::from((at, PORT)).into())?;
    socket.join_multicast_v4(&GROUP, &local)?;
    Ok(socket.into())
}

impl Drop for Group {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
    }
}

#[derive(Debug, Default)]
struct Heard {
    count: u64,
    datagrams: VecDeque<(u64, Datagram)>,
}

impl Heard {
    fn keep(&mut self, datagram: Datagram) {
        if self.datagrams.len() >= HEARD {
            self.datagrams.pop_front();
        }
        self.datagrams.push_back((self.count, datagram));
        self.count += 1;
    }
}

/// Other control points search all the time, and say nothing about the device.
fn is_search(bytes: &[u8]) -> bool {
    bytes.starts_with(b"M-SEARCH")
}

fn is_of(datagram: &Datagram, udns: &[String], address: Option<IpAddr>) -> bool {
    let text = String::from_utf8_lossy(&datagram.bytes).to_ascii_lowercase();
    if udns
        .iter()
        .any(|udn| text.contains(&udn.to_ascii_lowercase()))
    {
        return true;
    }
    let from = datagram
        .from
        .parse::<SocketAddr>()
        .ok()
        .map(|from| from.ip());
    let names_somebody = text.contains("uuid:");
    from.is_some() && from == address && (udns.is_empty() || !names_somebody)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn datagram(from: &str, text: &str) -> Datagram {
        Datagram {
            exchange: 0,
            from: from.to_owned(),
            bytes: text.as_bytes().to_vec(),
            at_ms: 0,
            ttl: None,
        }
    }

    #[test]
    fn only_the_device_is_heard() {
        let address = Some(IpAddr::from([192, 0, 2, 1]));
        let ours = datagram(
            "192.0.2.1:1900",
            "NOTIFY * HTTP/1.1\r\nUSN: UUID:Ours::upnp:rootdevice\r\n\r\n",
        );
        let neighbour = datagram(
            "192.0.2.1:1900",
            "NOTIFY * HTTP/1.1\r\nUSN: uuid:theirs\r\n\r\n",
        );
        let nameless = datagram("192.0.2.1:1900", "NOTIFY * HTTP/1.1\r\n\r\n");
        let stranger = datagram("192.0.2.2:1900", "NOTIFY * HTTP/1.1\r\n\r\n");
        let heard = |datagram, udn: &str| {
            let udns: Vec<String> = Some(udn.to_owned())
                .filter(|udn| !udn.is_empty())
                .into_iter()
                .collect();
            is_of(datagram, &udns, address)
        };
        assert!(
            heard(&ours, "uuid:ours") && heard(&nameless, "uuid:ours") && heard(&neighbour, "")
        );
        assert!(
            !heard(&neighbour, "uuid:ours")
                && !heard(&stranger, "uuid:ours")
                && !heard(&stranger, "")
        );
    }

    #[test]
    fn what_is_kept_is_bounded() {
        let mut heard = Heard::default();
        for number in 0..HEARD + 5 {
            heard.keep(datagram("192.0.2.1:1900", &number.to_string()));
        }
        assert_eq!((heard.datagrams.len(), heard.datagrams[0].0), (HEARD, 5));
    }
}
