//! The SSDP group, and what it says of the device under test.

use std::collections::{HashMap, HashSet, VecDeque};
use std::io;
use std::net::{IpAddr, Ipv4Addr, SocketAddr, UdpSocket};
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use ctk_suite::lab::Datagram;
use socket2::{Domain, Protocol, Socket, Type};

use super::acquaintance::Acquaintance;
use super::address::{self, local_towards};
use super::deadline::SLICE;
use super::details::{ask_for_details, ask_for_room};
use super::discovery::{receive, send_to_group};
use super::named::{self, Named, is_elsewhere, is_its_own};
use super::others::Others;

/// The SSDP group.
pub(super) const GROUP: Ipv4Addr = Ipv4Addr::new(239, 255, 255, 250);

/// Its port.
pub(super) const PORT: u16 = 1900;

/// Datagrams of the group that are kept.
const HEARD: usize = 2000;

/// How much of a datagram is kept, in bytes: one of SSDP fits into an Ethernet frame.
const LONGEST: usize = 8 * 1024;

/// A member of the SSDP group that remembers what it hears. It leaves when it is dropped.
#[derive(Debug, Default)]
pub(super) struct Group {
    heard: Arc<Mutex<Heard>>,
    /// How many the system threw away, since more waited than it keeps.
    lost: Arc<AtomicU32>,
    stop: Arc<AtomicBool>,
}

impl Group {
    /// Joins the group on the interface of the address.
    ///
    /// # Errors
    /// When there is no such socket.
    pub(super) fn join(local: Ipv4Addr, origin: Instant, others: &Arc<Others>) -> io::Result<Self> {
        let socket = group_socket(local)?;
        let others = Arc::clone(others);
        let group = Self::default();
        let (store, stopped) = (Arc::clone(&group.heard), Arc::clone(&group.stop));
        let thrown_away = Arc::clone(&group.lost);
        thread::Builder::new()
            .name("ssdp".to_owned())
            .spawn(move || {
                while !stopped.load(Ordering::Relaxed) {
                    if let Some(sign) = others.sign_due() {
                        // Without a sign of ours others learn of us by what they see.
                        let _ = send_to_group(local, &sign);
                    }
                    let received = receive(&socket, SLICE, origin);
                    if let Ok(Some((_, lost))) = &received {
                        thrown_away.store(*lost, Ordering::Relaxed);
                    }
                    match received {
                        Ok(Some((datagram, _))) if !is_search(&datagram.bytes) => {
                            store
                                .lock()
                                .unwrap_or_else(PoisonError::into_inner)
                                .keep(datagram);
                        }
                        Ok(Some((search, _))) => others.heard(&search.bytes, source(&search)),
                        Ok(None) => {}
                        // The interface went away, perhaps for a while.
                        Err(_) => thread::sleep(Duration::from_secs(1)),
                    }
                }
            })?;
        Ok(group)
    }

    /// How many datagrams were lost on this machine before they could be read: what was not heard may be among them.
    pub(super) fn lost(&self) -> u32 {
        self.lost.load(Ordering::Relaxed)
    }

    /// What it has heard of the device that has these UDNs. Each has a number that stays. Where the device speaks from its own
    /// address, another that announces the same UDN, and is elsewhere, is a neighbour made with the same UDN.
    pub(super) fn heard_of(
        &self,
        udns: &[String],
        acquaintance: &Acquaintance,
    ) -> Vec<(u64, Datagram)> {
        let mut heard = self.heard.lock().unwrap_or_else(PoisonError::into_inner);
        heard.learn(udns);
        let mut all = heard.datagrams.iter();
        let is_heard = all.any(|kept| is_its_own(&kept.datagram, kept.named, acquaintance));
        let is_neighbour = |kept: &&Kept| {
            kept.named == Named::Another
                || is_heard && is_elsewhere(&kept.datagram, kept.named, acquaintance)
        };
        let neighbours: HashSet<IpAddr> = heard
            .datagrams
            .iter()
            .filter(is_neighbour)
            .filter_map(|kept| source(&kept.datagram))
            .filter(|source| !acquaintance.knows(*source))
            .collect();
        let is_ours = |kept: &Kept| {
            let Some(source) = source(&kept.datagram) else {
                return false;
            };
            match kept.named {
                Named::Device { location } => {
                    acquaintance.knows(source)
                        || location.is_some_and(|host| acquaintance.knows(host))
                        || !neighbours.contains(&source)
                }
                Named::Another => false,
                Named::Nobody => acquaintance.has_addresses() && acquaintance.knows(source),
            }
        };
        heard
            .datagrams
            .iter()
            .filter(|kept| is_ours(kept))
            .map(|kept| (kept.number, kept.datagram.clone()))
            .collect()
    }
}

/// The address that the datagram came from.
pub(super) fn source(datagram: &Datagram) -> Option<IpAddr> {
    let from: SocketAddr = datagram.from.parse().ok()?;
    Some(from.ip())
}

/// Whether the group can be joined on the way to the device at this URL.
pub(crate) fn multicast_towards(url: &str, interface: Option<IpAddr>) -> bool {
    let local = interface.or_else(|| address_towards(url));
    matches!(local, Some(IpAddr::V4(local)) if group_socket(local).is_ok())
}

/// The local address from which the URL is reached.
pub(crate) fn address_towards(url: &str) -> Option<IpAddr> {
    let (_, device) = address::reach(url).ok()?;
    local_towards(device.ip()).ok()
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
    let socket = socket.into();
    ask_for_room(&socket);
    ask_for_details(&socket);
    Ok(socket)
}

impl Drop for Group {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
    }
}

#[derive(Debug, Default)]
struct Heard {
    count: u64,
    datagrams: VecDeque<Kept>,
    /// The device's UDNs, once they are known.
    udns: Vec<String>,
}

/// A datagram that is kept.
#[derive(Debug)]
struct Kept {
    number: u64,
    datagram: Datagram,
    named: Named,
}

impl Heard {
    /// Keeps the datagram. When there are too many, one of another device goes, or else any: the oldest of the address
    /// that sends most. So neighbours that talk do not push out what the device says, be they on its host.
    fn keep(&mut self, mut datagram: Datagram) {
        datagram.bytes.truncate(LONGEST);
        if self.datagrams.len() >= HEARD {
            let others = self.oldest_of_the_loudest(|kept| kept.named == Named::Another);
            let oldest = others.or_else(|| self.oldest_of_the_loudest(|_| true));
            self.datagrams.remove(oldest.unwrap_or(0));
        }
        let named = named::named(&datagram, &self.udns);
        self.datagrams.push_back(Kept {
            number: self.count,
            datagram,
            named,
        });
        self.count += 1;
    }

    /// The place of the oldest datagram of the address that sent most of these.
    fn oldest_of_the_loudest(&self, of: impl Fn(&Kept) -> bool) -> Option<usize> {
        let mut counts: HashMap<Option<IpAddr>, (usize, usize)> = HashMap::new();
        for (place, kept) in self.datagrams.iter().enumerate().filter(|(_, it)| of(it)) {
            counts.entry(source(&kept.datagram)).or_insert((0, place)).0 += 1;
        }
        let loudest = counts
            .into_iter()
            .max_by_key(|(source, (count, _))| (*count, *source));
        loudest.map(|(_, (_, oldest))| oldest)
    }

    /// The device has these UDNs.
    fn learn(&mut self, udns: &[String]) {
        if self.udns != udns {
            self.udns = udns.to_vec();
            for kept in &mut self.datagrams {
                kept.named = named::named(&kept.datagram, udns);
            }
        }
    }
}

/// Other control points search all the time, and say nothing about the device.
fn is_search(bytes: &[u8]) -> bool {
    bytes.starts_with(b"M-SEARCH")
}

#[cfg(test)]
mod tests {
    use super::*;

    const OURS: &str = "uuid:6d657373-0000-4000-8000-00000000000a";
    const THEIRS: &str = "uuid:6d657373-0000-4000-8000-00000000000b";

    fn alive(from: &str, usn: &str, location: &str) -> Datagram {
        let text = format!(
            "NOTIFY * HTTP/1.1\r\nNT: upnp:rootdevice\r\nNTS: ssdp:alive\r\nUSN: {usn}\r\nLOCATION: {location}\r\n\r\n"
        );
        Datagram {
            exchange: 0,
            from: from.to_owned(),
            bytes: text.into_bytes(),
            at_ms: 0,
            ttl: None,
        }
    }

    /// A group that has heard these; the numbers of those that are of the device with [`OURS`] at 192.0.2.1.
    fn of_device(datagrams: &[Datagram]) -> Vec<u64> {
        let group = Group::default();
        for datagram in datagrams {
            let mut heard = group.heard.lock().expect("nobody else is here");
            heard.keep(datagram.clone());
        }
        let acquaintance = Acquaintance::default();
        acquaintance.has_address([192, 0, 2, 1].into());
        let heard = group.heard_of(&[OURS.to_owned()], &acquaintance);
        heard.into_iter().map(|(number, _)| number).collect()
    }

    #[test]
    fn the_device_is_known_by_its_udn_in_any_case() {
        let root = format!("{}::upnp:rootdevice", OURS.to_uppercase());
        let other = format!("{THEIRS}::upnp:rootdevice");
        let longer = format!("{OURS}0::upnp:rootdevice");
        let heard = of_device(&[
            alive("192.0.2.1:1900", &root, "http://192.0.2.1/d.xml"),
            // Another root at its address, one that merely begins alike, and one that speaks of it.
            alive("192.0.2.1:1900", &other, "http://192.0.2.1/e.xml"),
            alive("192.0.2.1:1900", &longer, "http://192.0.2.1/e.xml"),
            alive("192.0.2.1:1900", &other, &format!("http://h/{OURS}.xml")),
        ]);
        assert_eq!(heard, [0]);
    }

    #[test]
    fn a_neighbour_that_says_it_is_the_device_is_not_the_device() {
        let root = format!("{OURS}::upnp:rootdevice");
        let heard = of_device(&[
            alive("192.0.2.2:1900", THEIRS, "http://192.0.2.2/d.xml"),
            alive("192.0.2.2:1900", &root, "http://192.0.2.2/d.xml"),
            // Another address of the device: by what it says, or as nobody else has it.
            alive("192.0.2.2:1900", &root, "http://192.0.2.1/d.xml"),
            alive("192.0.2.3:1900", &root, "http://192.0.2.3/d.xml"),
        ]);
        assert_eq!(heard, [2, 3]);
    }

    #[test]
    fn another_device_of_the_same_udn_is_not_the_device() {
        let root = format!("{OURS}::upnp:rootdevice");
        let elsewhere = [
            alive("192.0.2.4:1900", &root, "http://192.0.2.4/d.xml"),
            // Its byebye too.
            alive("192.0.2.4:1900", &root, ""),
        ];
        let own = alive("192.0.2.1:1900", &root, "http://192.0.2.1/d.xml");
        let [there, gone] = elsewhere.clone();
        assert_eq!(of_device(&[there, gone, own]), [2]);
        // As long as the device itself is not heard, nobody can say that it is another.
        assert_eq!(of_device(&elsewhere), [0, 1]);
    }

    #[test]
    fn what_names_nobody_is_the_device_s_if_it_comes_from_its_address() {
        let heard = of_device(&[
            alive("192.0.2.1:1900", "", "http://192.0.2.1/d.xml"),
            alive("192.0.2.2:1900", "", "http://192.0.2.1/d.xml"),
        ]);
        assert_eq!(heard, [0]);
    }

    #[test]
    fn neighbours_that_talk_do_not_push_the_device_out() {
        let mut heard = Heard::default();
        heard.keep(alive("192.0.2.1:1900", OURS, ""));
        for _ in 0..HEARD + 5 {
            heard.keep(alive("192.0.2.2:1900", THEIRS, ""));
        }
        assert_eq!(heard.datagrams.len(), HEARD);
        let kept: Vec<u64> = heard.datagrams.iter().map(|kept| kept.number).collect();
        assert_eq!(kept[..2], [0, 7]);
    }

    #[test]
    fn nor_do_those_at_its_own_address() {
        let mut heard = Heard::default();
        heard.keep(alive("127.0.0.1:1900", OURS, ""));
        heard.learn(&[OURS.to_owned()]);
        for _ in 0..HEARD + 5 {
            heard.keep(alive("127.0.0.1:1900", THEIRS, ""));
            heard.keep(alive("192.0.2.2:1900", OURS, ""));
        }
        assert_eq!(heard.datagrams.len(), HEARD);
        let theirs = |kept: &&Kept| kept.named == Named::Another;
        assert_eq!(heard.datagrams.iter().filter(theirs).count(), 0);
    }
}
