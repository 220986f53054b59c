//! Discovery as a control point sees it, on the loopback interface.

use std::net::{Ipv4Addr, SocketAddr, SocketAddrV4, UdpSocket};
use std::thread;
use std::time::{Duration, Instant};

use socket2::{Domain, Protocol, Socket, Type};

const GROUP: Ipv4Addr = Ipv4Addr::new(239, 255, 255, 250);

/// Hears what is multicast on the loopback interface.
pub(crate) fn listener() -> UdpSocket {
    let socket = Socket::new(Domain::IPV4, Type::DGRAM, Some(Protocol::UDP)).expect("a socket");
    socket.set_reuse_address(true).expect("shared");
    socket.set_reuse_port(true).expect("shared");
    let any = SocketAddrV4::new(Ipv4Addr::UNSPECIFIED, 1900);
    // A device that is just looking whether the port is free holds it for an instant.
    let mut tries = 0;
    while let Err(error) = socket.bind(&any.into()) {
        tries += 1;
        assert!(tries < 100, "port 1900: {error}");
        thread::sleep(Duration::from_millis(10));
    }
    socket
        .join_multicast_v4(&GROUP, &Ipv4Addr::LOCALHOST)
        .expect("a group member");
    socket
        .set_read_timeout(Some(Duration::from_millis(50)))
        .expect("a time-out");
    socket.into()
}

/// Sends searches and hears the answers.
pub(crate) fn searcher() -> UdpSocket {
    let socket = Socket::new(Domain::IPV4, Type::DGRAM, Some(Protocol::UDP)).expect("a socket");
    socket
        .bind(&SocketAddrV4::new(Ipv4Addr::LOCALHOST, 0).into())
        .expect("a port");
    socket
        .set_multicast_if_v4(&Ipv4Addr::LOCALHOST)
        .expect("an interface");
    socket
        .set_read_timeout(Some(Duration::from_millis(50)))
        .expect("a time-out");
    socket.into()
}

/// Sends a search to the group.
pub(crate) fn search(socket: &UdpSocket, st: &str, mx: &str) {
    let text = format!(
        "M-SEARCH * HTTP/1.1\r\nHOST: 239.255.255.250:1900\r\nMAN: \"ssdp:discover\"\r\n{mx}ST: {st}\r\n\r\n"
    );
    socket
        .send_to(text.as_bytes(), (GROUP, 1900))
        .expect("sent");
}

/// Sends a search to one address.
pub(crate) fn search_at(socket: &UdpSocket, to: SocketAddr, extra: &str) {
    let text = format!(
        "M-SEARCH * HTTP/1.1\r\nHOST: {to}\r\nMAN: \"ssdp:discover\"\r\n{extra}ST: ssdp:all\r\n\r\n"
    );
    socket.send_to(text.as_bytes(), to).expect("sent");
}

/// Collects datagrams of one device until there are enough, or the time is over.
pub(crate) fn collect(
    socket: &UdpSocket,
    udn: &str,
    enough: impl Fn(&[String]) -> bool,
    most: Duration,
) -> Vec<String> {
    let until = Instant::now() + most;
    let mut found = Vec::new();
    let mut buffer = [0u8; 4096];
    while Instant::now() < until && !enough(&found) {
        if let Ok((length, _)) = socket.recv_from(&mut buffer) {
            let text = String::from_utf8_lossy(&buffer[..length]).into_owned();
            if value(&text, "USN").starts_with(udn) {
                found.push(text);
            }
        }
    }
    found
}

/// A header's value.
pub(crate) fn value<'a>(datagram: &'a str, name: &str) -> &'a str {
    let mut lines = datagram
        .split("\r\n")
        .filter_map(|line| line.split_once(':'));
    lines
        .find(|(found, _)| found.eq_ignore_ascii_case(name))
        .map_or("", |(_, value)| value.trim())
}
