//! Where the device listens, and what it calls that place.

use std::net::{IpAddr, Ipv4Addr, SocketAddr, TcpListener, UdpSocket};
use std::sync::{Arc, Mutex};

use super::{StartError, lock};
use crate::config::Config;
use crate::net::server::HttpServer;

/// Where the device is after its first restart.
pub(super) struct Elsewhere {
    /// The server that is no more from then on.
    pub(super) first: Arc<Mutex<Option<HttpServer>>>,
    pub(super) location: String,
}

impl Elsewhere {
    /// Leaves the first port; the LOCATION from then on.
    pub(super) fn leave(&self) -> String {
        drop(lock(&self.first).take());
        self.location.clone()
    }
}

pub(super) fn listen(
    bind: IpAddr,
    port: u16,
    what: &'static str,
) -> Result<TcpListener, StartError> {
    let address = SocketAddr::new(bind, port);
    TcpListener::bind(address).map_err(|source| StartError::Listen {
        what,
        address,
        source,
    })
}

/// The interface of discovery: the one named, the one bound, or the one that multicast takes by default.
pub(super) fn interface(config: &Config) -> Option<Ipv4Addr> {
    if config.interface.is_some() {
        return config.interface;
    }
    match config.bind {
        IpAddr::V4(ip) if !ip.is_unspecified() => Some(ip),
        IpAddr::V4(_) => Some(default_route().unwrap_or(Ipv4Addr::LOCALHOST)),
        IpAddr::V6(_) => None,
    }
}

/// The address that the system would send multicast from. Connecting a UDP socket sends nothing.
fn default_route() -> Option<Ipv4Addr> {
    let socket = UdpSocket::bind((Ipv4Addr::UNSPECIFIED, 0)).ok()?;
    socket
        .connect((Ipv4Addr::new(239, 255, 255, 250), 1900))
        .ok()?;
    match socket.local_addr().ok()?.ip() {
        IpAddr::V4(ip) if !ip.is_unspecified() => Some(ip),
        _ => None,
    }
}

/// The address to name in URLs.
pub(super) fn reachable(bind: IpAddr, interface: Option<Ipv4Addr>) -> IpAddr {
    match (bind.is_unspecified(), interface) {
        (true, Some(interface)) => interface.into(),
        (true, None) => std::net::Ipv6Addr::LOCALHOST.into(),
        (false, _) => bind,
    }
}

pub(super) fn url(host: IpAddr, listener: &TcpListener, path: &str) -> Result<String, StartError> {
    let port = listener.local_addr().map_err(StartError::Threads)?.port();
    Ok(format!("http://{}{path}", SocketAddr::new(host, port)))
}
