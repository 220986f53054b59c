//! A kept connection to the device, for one worker.

use std::io::{ErrorKind, Read, Write};
use std::net::{IpAddr, Shutdown, SocketAddr, TcpStream, UdpSocket};
use std::time::{Duration, Instant};

use ctk_fuzzer::wire::{Came, Shot, Wire};
use ctk_wire::http::{Framing, Limits, Progress, ResponseReader};
use socket2::{Domain, Protocol, Socket, Type};

use super::probe::local_towards;
use crate::interrupt;

/// How long a connection may take.
const CONNECT: Duration = Duration::from_secs(5);
/// Waiting is cut into pieces of this length, so that it can be interrupted.
const PIECE: Duration = Duration::from_millis(250);
/// After this long without a byte an answer that has no length is over.
const SILENCE: Duration = Duration::from_millis(500);
/// The most that is read of one answer.
const MOST: usize = 4 * 1024 * 1024;
/// Bytes of an answer that are kept as they came.
const RAW: usize = 512;
/// The port of discovery.
const DISCOVERY: u16 = 1900;
/// The group of discovery (UDA 1.2).
const GROUP: std::net::Ipv4Addr = std::net::Ipv4Addr::new(239, 255, 255, 250);

/// A connection to one device.
pub struct Link {
    address: SocketAddr,
    source: Option<IpAddr>,
    stream: Option<TcpStream>,
    /// It has carried an exchange.
    reused: bool,
    /// More came than the answer.
    surplus: bool,
    buffer: Vec<u8>,
}

impl Link {
    /// To this address, from that one; nothing is connected yet.
    pub fn new(address: SocketAddr, source: Option<IpAddr>) -> Self {
        Self {
            address,
            source,
            stream: None,
            reused: false,
            surplus: false,
            buffer: vec![0; 64 * 1024],
        }
    }

    fn connect(&self) -> std::io::Result<TcpStream> {
        let to = self.address;
        let socket = Socket::new(Domain::for_address(to), Type::STREAM, Some(Protocol::TCP))?;
        if let Some(source) = self
            .source
            .filter(|source| source.is_ipv4() == to.is_ipv4())
        {
            socket.bind(&SocketAddr::new(source, 0).into())?;
        }
        socket.connect_timeout(&to.into(), CONNECT)?;
        // Thousands of connections that wait for their end would use up the ports.
        socket.set_linger(Some(Duration::ZERO))?;
        let stream = TcpStream::from(socket);
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(PIECE))?;
        stream.set_write_timeout(Some(CONNECT))?;
        Ok(stream)
    }

    fn receive(&mut self, stream: &mut TcpStream, shot: &Shot<'_>, until: Instant) -> Came {
        let mut reader = ResponseReader::new(Limits::default(), shot.method);
        let mut raw = Vec::with_capacity(RAW);
        let mut heard = Instant::now();
        loop {
            match stream.read(&mut self.buffer) {
                Ok(0) => return ended(reader, raw, self.reused),
                Ok(read) => {
                    heard = Instant::now();
                    let bytes = &self.buffer[..read];
                    let room = RAW.saturating_sub(raw.len());
                    raw.extend_from_slice(&bytes[..read.min(room)]);
                    match reader.feed(bytes) {
                        Ok(Progress::Complete) => {
                            self.surplus = !reader.rest().is_empty();
                            return complete(reader, raw);
                        }
                        Ok(Progress::More) if reader.body_so_far().len() < MOST => {}
                        Ok(Progress::More) | Err(_) => return Came::NotHttp(raw),
                    }
                }
                Err(error) if is_time_out(&error) => {
                    let open = reader.framing() == Some(Framing::UntilClose);
                    if open && heard.elapsed() > SILENCE {
                        return ended(reader, raw, self.reused);
                    }
                }
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(_) => return ended(reader, raw, self.reused),
            }
            if Instant::now() >= until || interrupt::interrupted() {
                return Came::Silence;
            }
        }
    }
}

fn complete(reader: ResponseReader, raw: Vec<u8>) -> Came {
    match reader.take() {
        Ok(response) => Came::Response(Box::new(response)),
        Err(_) => Came::NotHttp(raw),
    }
}

/// The stream is over: a body without a length is complete so, anything else is cut.
fn ended(mut reader: ResponseReader, raw: Vec<u8>, reused: bool) -> Came {
    let framing = reader.framing();
    if framing == Some(Framing::UntilClose) && reader.eof().is_ok() {
        return complete(reader, raw);
    }
    if framing.is_none() && !raw.is_empty() && !raw.starts_with(b"HTTP/") {
        return Came::NotHttp(raw);
    }
    Came::Closed { bytes: raw, reused }
}

fn is_time_out(error: &std::io::Error) -> bool {
    matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut)
}

impl Wire for Link {
    fn exchange(&mut self, shot: Shot<'_>) -> (Came, Duration) {
        let kept = self.stream.take().filter(|_| !shot.alone);
        self.reused = kept.is_some();
        self.surplus = false;
        let connected = kept.map_or_else(|| self.connect(), Ok);
        let mut stream = match connected {
            Ok(stream) => stream,
            Err(error) => return (Came::NoConnection(error.to_string()), Duration::ZERO),
        };
        let began = Instant::now();
        let until = began + shot.within;
        // What could not be sent shows in what comes back.
        let sent = stream.write_all(shot.bytes);
        if shot.alone {
            let _ = stream.shutdown(Shutdown::Write);
        }
        let came = self.receive(&mut stream, &shot, until);
        let took = began.elapsed();
        if matches!(came, Came::NotHttp(_)) && self.reused {
            // It may be what was left of the answer before.
            return self.exchange(shot);
        }
        // Behind an answer that is longer than it said the next cannot be told.
        let kept = !shot.alone
            && !self.surplus
            && sent.is_ok()
            && came.response().is_some_and(|response| {
                response.head.keeps_alive() && response.framing != Framing::UntilClose
            });
        if kept {
            self.stream = Some(stream);
        }
        (came, took)
    }

    fn datagram(&mut self, bytes: &[u8]) {
        if let Some(socket) = self.datagrams() {
            // It may get lost on its way as well.
            let _ = socket.send_to(bytes, (self.address.ip(), DISCOVERY));
        }
    }

    fn search(&mut self, bytes: &[u8], times: u32, within: Duration) -> Option<Vec<u8>> {
        let socket = self.datagrams()?;
        for _ in 0..times {
            // Without a way to the group the device itself may answer, and the other way round.
            if self.address.is_ipv4() {
                let _ = socket.send_to(bytes, (GROUP, DISCOVERY));
            }
            let _ = socket.send_to(bytes, (self.address.ip(), DISCOVERY));
        }
        let mut answer = [0; 2048];
        socket.set_read_timeout(Some(within)).ok()?;
        loop {
            let (length, from) = socket.recv_from(&mut answer).ok()?;
            if from.ip() == self.address.ip() {
                return Some(answer[..length].to_vec());
            }
        }
    }

    fn disconnect(&mut self) {
        self.stream = None;
    }
}

impl Link {
    /// A socket for datagrams from the address that we send from.
    fn datagrams(&self) -> Option<UdpSocket> {
        let local = self.source.filter(IpAddr::is_ipv4).unwrap_or_else(|| {
            if self.address.is_ipv4() {
                std::net::Ipv4Addr::UNSPECIFIED.into()
            } else {
                std::net::Ipv6Addr::UNSPECIFIED.into()
            }
        });
        let towards = self.source.or_else(|| local_towards(self.address).ok())?;
        let socket = Socket::new(
            Domain::for_address(self.address),
            Type::DGRAM,
            Some(Protocol::UDP),
        )
        .ok()?;
        socket.bind(&SocketAddr::new(local, 0).into()).ok()?;
        if let (IpAddr::V4(own), true) = (towards, self.address.is_ipv4()) {
            socket.set_multicast_if_v4(&own).ok()?;
        }
        Some(socket.into())
    }
}
