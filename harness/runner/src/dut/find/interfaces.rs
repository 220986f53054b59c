//! Which of this machine's addresses are searched from.

use std::net::{IpAddr, Ipv4Addr, UdpSocket};

use crate::exit_code::Failure;

/// Interfaces that are searched from.
const INTERFACES: usize = 16;

/// The local addresses to search from: the one given; else loopback, that of the default route, and those of all interfaces.
pub(super) fn local_addresses(interface: Option<IpAddr>) -> Result<Vec<Ipv4Addr>, Failure> {
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
            let others = own_addresses();
            addresses.extend(others.into_iter().take(INTERFACES));
            addresses.sort_unstable();
            addresses.dedup();
            Ok(addresses)
        }
    }
}

/// The addresses of the interfaces that are up and pass multicast: a device is often on another one than the way out.
#[cfg(target_os = "linux")]
fn own_addresses() -> Vec<Ipv4Addr> {
    use nix::net::if_::InterfaceFlags;
    let wanted = InterfaceFlags::IFF_UP | InterfaceFlags::IFF_MULTICAST;
    let all = nix::ifaddrs::getifaddrs().into_iter().flatten();
    let up = all.filter(|it| it.flags.contains(wanted));
    let addresses = up.filter_map(|it| it.address);
    addresses
        .filter_map(|it| it.as_sockaddr_in().map(nix::sys::socket::SockaddrIn::ip))
        .collect()
}

#[cfg(not(target_os = "linux"))]
fn own_addresses() -> Vec<Ipv4Addr> {
    Vec::new()
}
