//! SSDP: searches that ask for their answers over TCP (TCPPORT.UPNP.ORG, UDA 2.0).

use std::io::{self, Read};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::time::{Duration, Instant};

use ctk_record::Kind;
use ctk_suite::lab::{Answer, Datagram, LabError, TCP_PORT};
use ctk_suite::replay::{Draft, views};

use super::connection::is_time_out;
use super::deadline::{Deadline, SLICE};
use super::discovery::sender;
use super::live::{LiveLab, Sheet};

/// The ports that a control point may name (UDA 2.0, 1.3.2).
const PORTS: std::ops::RangeInclusive<u16> = 49_152..=65_535;

/// How many ports that the system chooses are tried before one is looked for among those.
const TRIES: usize = 8;

/// How much of an answer is read, and how long its sender may take.
const LARGEST: u64 = 64 * 1024;
const READ: Duration = Duration::from_secs(2);

impl LiveLab {
    /// Sends a search, and takes the first answer of the device's that comes over TCP.
    pub(super) fn search_by_tcp(
        &mut self,
        datagram: &str,
        to: &str,
        wait_ms: u64,
        sheet: &mut Sheet,
    ) -> Result<Answer, LabError> {
        let unavailable =
            |error: io::Error| LabError::Unavailable(format!("cannot search: {error}"));
        let shared = Arc::clone(&self.shared);
        let turn = shared.searches.turn(self.urgency, &self.deadline)?;
        self.deadline.extend(turn.queued);
        let listener = listener().map_err(unavailable)?;
        let port = listener.local_addr().map_err(unavailable)?.port();
        let datagram = datagram.replace(TCP_PORT, &port.to_string());
        let with = if to.is_empty() {
            "239.255.255.250:1900"
        } else {
            to
        };
        let mut draft = self.draft(Kind::Discovery);
        draft.request = Some(views::of_datagram(datagram.as_bytes(), with));
        let local = match shared.local_v4() {
            Err(_) if !to.is_empty() => Ok(Ipv4Addr::UNSPECIFIED),
            local => local,
        };
        let found = local.and_then(|local| {
            let to = self.searched(to)?;
            let sent = sender(to, local).and_then(|socket| socket.send_to(datagram.as_bytes(), to));
            sent.map_err(unavailable)?;
            self.first_answer(&listener, Duration::from_millis(wait_ms))
        });
        drop(turn);
        draft.elapsed_ms = shared.now_ms().saturating_sub(draft.at_ms);
        sheet.own(draft);
        let mut found: Vec<Datagram> = found?.into_iter().collect();
        for answer in &mut found {
            answer.exchange = self.number();
            sheet.drafts.push(Draft::of_datagram(answer));
        }
        Ok(Answer::Datagrams(found))
    }

    /// What the device says on the first connection that it opens. Others may connect too: they are sent away unheard.
    fn first_answer(
        &self,
        listener: &TcpListener,
        wait: Duration,
    ) -> Result<Option<Datagram>, LabError> {
        let until = Instant::now() + wait;
        while Instant::now() < until {
            self.deadline.check()?;
            match listener.accept() {
                Ok((stream, from)) if self.is_device(from) => {
                    let bytes = said(stream, &self.deadline)?;
                    return Ok(Some(Datagram {
                        exchange: 0,
                        from: from.to_string(),
                        bytes,
                        at_ms: self.shared.now_ms(),
                        ttl: None,
                    }));
                }
                Ok(_) => {}
                Err(error) if is_time_out(&error) => {
                    std::thread::sleep(self.deadline.slice(until).min(SLICE));
                }
                Err(error) => {
                    return Err(LabError::Broken(format!("cannot listen: {error}")));
                }
            }
        }
        Ok(None)
    }

    fn is_device(&self, from: SocketAddr) -> bool {
        self.shared.udns().is_empty() || self.shared.acquaintance.knows(from.ip())
    }
}

/// A listener at a port of the range. The system's choice is mostly in it.
fn listener() -> io::Result<TcpListener> {
    let bound = |port: u16| TcpListener::bind((Ipv4Addr::UNSPECIFIED, port));
    let ours = |listener: &TcpListener| {
        listener
            .local_addr()
            .is_ok_and(|address| PORTS.contains(&address.port()))
    };
    let mut chosen = None;
    for _ in 0..TRIES {
        let listener = bound(0)?;
        if ours(&listener) {
            chosen = Some(listener);
            break;
        }
    }
    let listener = match chosen {
        Some(listener) => listener,
        None => PORTS
            .into_iter()
            .find_map(|port| bound(port).ok())
            .ok_or_else(|| io::Error::other("every port from 49152 on is taken"))?,
    };
    listener.set_nonblocking(true)?;
    Ok(listener)
}

/// What comes on the connection, until it is closed, the time is over, or it is too much.
fn said(stream: TcpStream, deadline: &Deadline) -> Result<Vec<u8>, LabError> {
    let until = Instant::now() + READ;
    let mut bytes = Vec::new();
    let broken = |error: io::Error| LabError::Broken(format!("cannot read: {error}"));
    stream.set_nonblocking(false).map_err(broken)?;
    let mut stream = stream.take(LARGEST);
    let mut buffer = [0; 4096];
    while Instant::now() < until {
        deadline.check()?;
        let slice = deadline.slice(until).max(Duration::from_millis(1));
        stream
            .get_ref()
            .set_read_timeout(Some(slice))
            .map_err(broken)?;
        match stream.read(&mut buffer) {
            Ok(0) => break,
            Ok(count) => bytes.extend_from_slice(&buffer[..count]),
            Err(error) if is_time_out(&error) || error.kind() == io::ErrorKind::Interrupted => {}
            // What was said until then was said.
            Err(_) => break,
        }
    }
    Ok(bytes)
}
