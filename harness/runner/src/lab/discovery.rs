//! SSDP: searches, and what the group hears.

use std::collections::BTreeSet;
use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, UdpSocket};
use std::sync::Arc;
use std::time::{Duration, Instant};

use ctk_record::Kind;
use ctk_suite::lab::{Answer, Datagram, LabError, USER_AGENT};
use ctk_wire::ssdp;
use socket2::{Domain, Protocol, Socket, Type};

use super::acquaintance::Acquaintance;
use super::address;
use super::connection::is_time_out;
use super::deadline::{Deadline, SLICE};
use super::details::{ask_for_details, ask_for_room, receive_from};
use super::group::{GROUP, PORT, source};
use super::live::{LiveLab, Sheet};
use super::named::{Named, is_elsewhere, is_its_own, named};
use ctk_suite::replay::Draft;
use ctk_suite::replay::views;

/// The largest datagram that is read.
const LARGEST: usize = 8 * 1024;

/// Answers to one search that are kept, of the device and of all others.
const ANSWERS: usize = 256;

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
        let shared = Arc::clone(&self.shared);
        let turn = shared.searches.turn(self.urgency, &self.deadline)?;
        self.deadline.extend(turn.queued);
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
            acquaintance: &self.shared.acquaintance,
            wait: Duration::from_millis(wait_ms),
            origin: self.shared.origin,
            deadline: &self.deadline,
        };
        let found = local.and_then(|local| {
            let to = self.searched(to)?;
            search(datagrams, to, local, &listening)
        });
        drop(turn);
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
        listening.leave_out_elsewhere(&mut found.datagrams);
        for datagram in &mut found.datagrams {
            datagram.exchange = self.number();
            sheet.drafts.push(Draft::of_datagram(datagram));
        }
        if found.lost > 0 && !found.enough {
            return Err(may_be_lost(found.lost));
        }
        Ok(Answer::Datagrams(found.datagrams))
    }

    /// The group, or the one host that is asked.
    pub(super) fn searched(&self, to: &str) -> Result<SocketAddr, LabError> {
        if to.is_empty() {
            return Ok(SocketAddr::from((GROUP, PORT)));
        }
        let address = address::resolve_authority(to)
            .map_err(|what| LabError::Unavailable(format!("cannot search: {what}")))?;
        self.shared.hosts.admit(to, address)?;
        Ok(address)
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

/// Nothing can be told from the silence of datagrams.
fn may_be_lost(count: u32) -> LabError {
    LabError::Unavailable(format!(
        "{count} datagrams were lost on this machine before the kit could read them: what is missing may be among them"
    ))
}

/// How long answers are taken.
struct Listening<'p> {
    /// So many different ones that name the device; 0: all that come.
    enough: usize,
    udns: Vec<String>,
    acquaintance: &'p Acquaintance,
    wait: Duration,
    origin: Instant,
    deadline: &'p Deadline,
}

impl Listening<'_> {
    /// Whether the answer is the device's: only its own end the listening. Before it is known, anybody's.
    fn is_of_device(&self, datagram: &Datagram) -> bool {
        let from_device = || source(datagram).is_some_and(|from| self.acquaintance.knows(from));
        match named(datagram, &self.udns) {
            Named::Device { .. } => from_device(),
            Named::Another => false,
            Named::Nobody => self.udns.is_empty() || from_device(),
        }
    }

    /// Where the device answers from its own address, another that was made with the same UDN, and is elsewhere, is not it.
    fn leave_out_elsewhere(&self, found: &mut Vec<Datagram>) {
        let (udns, device) = (&self.udns, self.acquaintance);
        let own = |it: &Datagram| is_its_own(it, named(it, udns), device);
        if found.iter().any(own) {
            found.retain(|it| !is_elsewhere(it, named(it, udns), device));
        }
    }
}

/// What came back.
#[derive(Debug, Default)]
struct Found {
    datagrams: Vec<Datagram>,
    /// As many of the device's as were waited for.
    enough: bool,
    /// How many the system threw away, since more waited than it keeps.
    lost: u32,
}

/// What an answer tells: networks double datagrams, and devices send answers twice, which brings nothing new.
fn told(datagram: &Datagram) -> (String, String) {
    match ssdp::parse(&datagram.bytes) {
        Ok(message) => (
            message.target().unwrap_or_default().to_owned(),
            message.usn().unwrap_or_default().to_owned(),
        ),
        Err(_) => (
            String::from_utf8_lossy(&datagram.bytes).into_owned(),
            String::new(),
        ),
    }
}

/// Between two datagrams of one search.
const BETWEEN: Duration = Duration::from_millis(50);

/// Sends datagrams to the group or to one host, and takes what comes back until there are enough, or the time is over.
///
/// # Errors
/// When there is no such socket, or the case must not go on.
fn search(
    datagrams: &[String],
    to: SocketAddr,
    local: Ipv4Addr,
    listening: &Listening<'_>,
) -> Result<Found, LabError> {
    let unavailable = |what: String| LabError::Unavailable(format!("cannot search: {what}"));
    let socket = sender(to, local).map_err(|error| unavailable(error.to_string()))?;
    let Listening {
        enough,
        wait,
        origin,
        deadline,
        ..
    } = listening;
    let mut found = Found::default();
    let mut of_device = 0;
    let mut of_others = 0;
    let mut different = BTreeSet::new();
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
            if let Some((datagram, lost)) = receive(&socket, slice, *origin)? {
                found.lost = lost;
                let count = match listening.is_of_device(&datagram) {
                    true => {
                        different.insert(told(&datagram));
                        &mut of_device
                    }
                    false => &mut of_others,
                };
                if *count < ANSWERS {
                    *count += 1;
                    found.datagrams.push(datagram);
                }
            }
            if *enough > 0 && different.len() >= *enough {
                found.enough = true;
                return Ok(found);
            }
        }
    }
    Ok(found)
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
                socket.send_to(&ssdp::search(target, mx, USER_AGENT), group)?;
            }
            sent += 1;
        }
        let slice = SLICE
            .min(wait.saturating_sub(begun.elapsed()))
            .max(Duration::from_millis(1));
        if let Some((datagram, _)) = receive(&socket, slice, begun).map_err(io::Error::other)? {
            answers.push(datagram);
        }
    }
    Ok(answers)
}

/// Sends a datagram to the group.
///
/// # Errors
/// The system's.
pub(super) fn send_to_group(local: Ipv4Addr, datagram: &[u8]) -> io::Result<()> {
    let group = SocketAddr::from((GROUP, PORT));
    sender(group, local)?.send_to(datagram, group).map(drop)
}

pub(super) fn sender(to: SocketAddr, local: Ipv4Addr) -> io::Result<UdpSocket> {
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
    let socket = socket.into();
    ask_for_room(&socket);
    ask_for_details(&socket);
    Ok(socket)
}

/// Waits for one datagram; with it, how many were lost before it.
///
/// # Errors
/// When the socket does not listen any more.
pub(super) fn receive(
    socket: &UdpSocket,
    within: Duration,
    origin: Instant,
) -> Result<Option<(Datagram, u32)>, LabError> {
    let broken =
        |error: io::Error| LabError::Broken(format!("cannot listen for datagrams: {error}"));
    socket.set_read_timeout(Some(within)).map_err(broken)?;
    let mut buffer = [0; LARGEST];
    match receive_from(socket, &mut buffer) {
        Ok(received) => {
            let datagram = Datagram {
                exchange: 0,
                from: received.from.to_string(),
                bytes: buffer[..received.length].to_vec(),
                at_ms: u64::try_from(origin.elapsed().as_millis()).unwrap_or(u64::MAX),
                ttl: received.ttl,
            };
            Ok(Some((datagram, received.lost)))
        }
        Err(error) if is_time_out(&error) || error.kind() == io::ErrorKind::Interrupted => Ok(None),
        // An earlier datagram was not wanted where it went.
        Err(error) if error.kind() == io::ErrorKind::ConnectionRefused => Ok(None),
        Err(error) => Err(broken(error)),
    }
}
