//! Datagrams with what sockets tell in ancillary data alone: the time to live that they arrived with, and how many were lost
//! here before them.

use std::io;
use std::net::{SocketAddr, UdpSocket};

/// A datagram that was read.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Received {
    /// In bytes.
    pub(super) length: usize,
    pub(super) from: SocketAddr,
    /// Its time to live, where the system tells it.
    pub(super) ttl: Option<u8>,
    /// How many the system had thrown away by then, since more waited for this socket than it keeps.
    pub(super) lost: u32,
}

/// Lets the system tell the time to live of each datagram, and what it throws away, where it can.
#[cfg(target_os = "linux")]
pub(super) fn ask_for_details(socket: &UdpSocket) {
    use nix::sys::socket::{setsockopt, sockopt};
    // Without it nothing is judged by the time to live.
    let _ = setsockopt(socket, sockopt::Ipv4RecvTtl, &true);
    // Without it what was lost here is taken for what was not sent, as before.
    let _ = setsockopt(socket, sockopt::RxqOvfl, &1);
}

/// Lets the system tell the time to live of each datagram, and what it throws away, where it can.
#[cfg(not(target_os = "linux"))]
pub(super) fn ask_for_details(_: &UdpSocket) {}

/// How many bytes of datagrams may wait to be read.
const WAITING: usize = 4 * 1024 * 1024;

/// On a busy machine many datagrams may wait until they are read: as many as the system allows, and more where the kit may ask for it.
pub(super) fn ask_for_room(socket: &UdpSocket) {
    let _ = socket2::SockRef::from(socket).set_recv_buffer_size(WAITING);
    #[cfg(target_os = "linux")]
    {
        use nix::sys::socket::{setsockopt, sockopt};
        // For the system's administrator alone.
        let _ = setsockopt(socket, sockopt::RcvBufForce, &WAITING);
    }
}

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
    let mut control = nix::cmsg_space!(i32, u32);
    let read = recvmsg::<SockaddrStorage>(
        socket.as_raw_fd(),
        &mut into,
        Some(&mut control),
        MsgFlags::empty(),
    )
    .map_err(io::Error::from)?;
    let (mut ttl, mut lost) = (None, 0);
    for message in read.cmsgs().into_iter().flatten() {
        match message {
            ControlMessageOwned::Ipv4Ttl(told) => ttl = u8::try_from(told).ok(),
            ControlMessageOwned::RxqOvfl(count) => lost = count,
            _ => {}
        }
    }
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
    Ok(Received {
        length: read.bytes,
        from,
        ttl,
        lost,
    })
}

/// Reads a datagram; what is longer than the buffer is cut.
///
/// # Errors
/// The system's.
#[cfg(not(target_os = "linux"))]
pub(super) fn receive_from(socket: &UdpSocket, buffer: &mut [u8]) -> io::Result<Received> {
    let (length, from) = socket.recv_from(buffer)?;
    Ok(Received {
        length,
        from,
        ttl: None,
        lost: 0,
    })
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    #[test]
    fn a_datagram_has_its_sender_and_its_time_to_live() {
        let to = UdpSocket::bind("127.0.0.1:0").expect("a free port");
        ask_for_details(&to);
        let from = UdpSocket::bind("127.0.0.1:0").expect("a free port");
        from.set_ttl(7).expect("a socket");
        let address = to.local_addr().expect("it is bound");
        from.send_to(b"hello", address).expect("it can be sent");
        let mut buffer = [0; 16];
        let received = receive_from(&to, &mut buffer).expect("it comes");
        let sent = Received {
            length: 5,
            from: from.local_addr().expect("it is bound"),
            ttl: Some(7),
            lost: 0,
        };
        assert_eq!(received, sent);
    }

    #[test]
    fn what_the_system_throws_away_is_counted() {
        let to = UdpSocket::bind("127.0.0.1:0").expect("a free port");
        ask_for_details(&to);
        socket2::SockRef::from(&to)
            .set_recv_buffer_size(1)
            .expect("a socket");
        let from = UdpSocket::bind("127.0.0.1:0").expect("a free port");
        let address = to.local_addr().expect("it is bound");
        let mut buffer = [0; 16];
        for _ in 0..50 {
            from.send_to(b"hello", address).expect("it can be sent");
        }
        receive_from(&to, &mut buffer).expect("it comes");
        // Those that wait came before any was thrown away: one that comes later tells of it.
        let lost = (0..50).map(|_| {
            from.send_to(b"hello", address).expect("it can be sent");
            receive_from(&to, &mut buffer).expect("it comes").lost
        });
        assert!(lost.into_iter().any(|lost| lost > 0));
    }
}
