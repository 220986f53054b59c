//! The sockets of discovery: one that hears the group, one that hears unicast searches and sends everything.

use std::io;
use std::net::{Ipv4Addr, SocketAddrV4, UdpSocket};
use std::time::Duration;

use socket2::{Domain, Protocol, Socket, Type};

use super::{GROUP, PORT, random};

/// How long a receiving thread may sleep before it looks whether to stop.
const SLICE: Duration = Duration::from_millis(150);
/// Where SEARCHPORT may be (UDA-DISC-20).
const SEARCH_PORTS: std::ops::RangeInclusive<u16> = 49_152..=65_535;

pub(super) struct Sockets {
    /// Hears what is sent to the group.
    pub(super) group: UdpSocket,
    /// Bound to our own address: hears unicast searches and sends everything.
    pub(super) own: UdpSocket,
    /// The port of `own`, when it is not 1900 and has to be announced.
    pub(super) search_port: Option<u16>,
}

impl Sockets {
    /// Opens them on an interface, given by its address. `ttl` is that of multicast.
    pub(super) fn open(interface: Ipv4Addr, ttl: u32) -> io::Result<Sockets> {
        // The own socket first: binding it without sharing shows whether port 1900 is free.
        let (own, search_port) = open_own(interface)?;
        own.set_multicast_if_v4(&interface)?;
        own.set_multicast_loop_v4(true)?;
        own.set_multicast_ttl_v4(ttl)?;
        own.set_read_timeout(Some(SLICE))?;
        let group = open_group(interface)?;
        group.set_read_timeout(Some(SLICE))?;
        Ok(Sockets {
            group: group.into(),
            own: own.into(),
            search_port,
        })
    }
}

fn udp() -> io::Result<Socket> {
    Socket::new(Domain::IPV4, Type::DGRAM, Some(Protocol::UDP))
}

fn share(socket: &Socket) -> io::Result<()> {
    socket.set_reuse_address(true)?;
    #[cfg(unix)]
    socket.set_reuse_port(true)?;
    Ok(())
}

fn open_own(interface: Ipv4Addr) -> io::Result<(Socket, Option<u16>)> {
    let socket = udp()?;
    if socket
        .bind(&SocketAddrV4::new(interface, PORT).into())
        .is_ok()
    {
        // It was free; from here on others may share it, as the architecture expects of everybody.
        share(&socket)?;
        return Ok((socket, None));
    }
    let count = u64::from(SEARCH_PORTS.end() - SEARCH_PORTS.start()) + 1;
    let mut last = io::Error::from(io::ErrorKind::AddrInUse);
    for _ in 0..64 {
        let port = SEARCH_PORTS.start() + random(count) as u16;
        let socket = udp()?;
        match socket.bind(&SocketAddrV4::new(interface, port).into()) {
            Ok(()) => return Ok((socket, Some(port))),
            Err(error) => last = error,
        }
    }
    Err(last)
}

fn open_group(interface: Ipv4Addr) -> io::Result<Socket> {
    let socket = udp()?;
    share(&socket)?;
    // Bound to the group, it hears nothing that is sent to the host alone. Windows cannot bind so.
    let address = if cfg!(windows) {
        Ipv4Addr::UNSPECIFIED
    } else {
        GROUP
    };
    socket.bind(&SocketAddrV4::new(address, PORT).into())?;
    // Only what comes by this interface, whatever others on the host have joined.
    #[cfg(target_os = "linux")]
    socket.set_multicast_all_v4(false)?;
    socket.join_multicast_v4(&GROUP, &interface)?;
    Ok(socket)
}
