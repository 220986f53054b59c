//! Datagrams with the time to live that they arrived with, which sockets tell in ancillary data alone.

use std::io;
use std::net::{SocketAddr, UdpSocket};

/// A datagram that was read: its length, its sender, and its time to live, where the system tells it.
pub(super) type Received = (usize, SocketAddr, Option<u8>);

/// Lets the system tell the time to live of each datagram, where it can.
#[cfg(target_os = "linux")]
pub(super) fn ask_for_ttl(socket: &UdpSocket) {
    use nix::sys::socket::{setsockopt, sockopt};
    // Without it nothing is judged by the time to live.
    let _ = setsockopt(socket, sockopt::Ipv4RecvTtl, &true);
}

/// Lets the system tell the time to live of each datagram, where it can.
#[cfg(not(target_os = "linux"))]
pub(super) fn ask_for_ttl(_: &UdpSocket) {}

/// Reads a datagram; what is longer than the buffer is cut.
///
/// # Errors
/// The system's.
#[cfg(target_os = "linux")]
pub(super) fn receive_from(socket: &UdpSocket, buffer: &mut [u8]) -> io::Result<Received> {
    use std::io::IoSliceMut;
    use std::os::fd::AsRawFd as _;

    use nix::sys::socket::{ControlMessageOwned, MsgFlags, SockaddrStorage, recvmsg};

    let mut into = [IoSliceMut::new(buffer)];
    let mut control = nix::cmsg_space!(i32);
    let read = recvmsg::<SockaddrStorage>(
        socket.as_raw_fd(),
        &mut into,
        Some(&mut control),
        MsgFlags::empty(),
    )
    .map_err(io::Error::from)?;
    let ttl = read.cmsgs().ok().and_then(|mut messages| {
        messages.find_map(|message| match message {
            ControlMessageOwned::Ipv4Ttl(ttl) => u8::try_from(ttl).ok(),
            _ => None,
        })
    });
    let from = read.address.and_then(|from| {
        let four = from
            .as_sockaddr_in()
            .map(|from| SocketAddr::V4((*from).into()));
        four.or_else(|| {
            from.as_sockaddr_in6()
                .map(|from| SocketAddr::V6((*from).into()))
        })
    });
    let from = from.ok_or_else(|| io::Error::other("a datagram without a sender"))?;
    Ok((read.bytes, from, ttl))
}

/// Reads a datagram; what is longer than the buffer is cut.
///
/// # Errors
/// The system's.
#[cfg(not(target_os = "linux"))]
pub(super) fn receive_from(socket: &UdpSocket, buffer: &mut [u8]) -> io::Result<Received> {
    socket
        .recv_from(buffer)
        .map(|(length, from)| (length, from, None))
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    #[test]
    fn a_datagram_has_its_sender_and_its_time_to_live() {
        let to = UdpSocket::bind("127.0.0.1:0").expect("a free port");
        ask_for_ttl(&to);
        let from = UdpSocket::bind("127.0.0.1:0").expect("a free port");
        from.set_ttl(7).expect("a socket");
        let address = to.local_addr().expect("it is bound");
        from.send_to(b"hello", address).expect("it can be sent");
        let mut buffer = [0; 16];
        let received = receive_from(&to, &mut buffer).expect("it comes");
        let sender = from.local_addr().expect("it is bound");
        assert_eq!(received, (5, sender, Some(7)));
    }
}
