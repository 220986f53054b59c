//! Discovery: announcing the device, and answering searches (clause 1).

mod advertiser;
mod defects_ssdp;
mod message;
mod search;
mod sockets;

pub(crate) use advertiser::Advertiser;
pub(crate) use message::Announcer;

use std::net::{Ipv4Addr, SocketAddrV4};

/// The multicast group of discovery.
const GROUP: Ipv4Addr = Ipv4Addr::new(239, 255, 255, 250);
/// Its port.
const PORT: u16 = 1900;
/// Where everything is multicast to.
const EVERYBODY: SocketAddrV4 = SocketAddrV4::new(GROUP, PORT);

/// A random number below `below`; good enough to spread answers.
fn random(below: u64) -> u64 {
    let (random, _) = uuid::Uuid::new_v4().as_u64_pair();
    // The version bits of a UUID are constant; the low bits of the first half are not all random either.
    (random >> 16) % below.max(1)
}
