//! An HTTP server: one thread that accepts, one thread a connection, both bounded.

use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use super::bounded_io::{Stop, linger, write_all};
use super::connection;
use super::exchange::{Handler, Serving, Timeouts};
use super::response::{Exchange, Response, ResponseHeaders};
use crate::starved;

/// Connections served at once; one more is turned away.
const MAX_CONNECTIONS: usize = 256;
/// Of one address: room is left for others.
const MAX_OF_ADDRESS: usize = 192;

/// A running server.
pub(crate) struct HttpServer {
    address: SocketAddr,
    stop: Stop,
    thread: Option<JoinHandle<()>>,
}

impl HttpServer {
    /// Serves on a bound listener until [`HttpServer::stop`].
    pub(crate) fn start(
        listener: TcpListener,
        handler: Arc<dyn Handler>,
        response_headers: ResponseHeaders,
        timeouts: Timeouts,
    ) -> io::Result<HttpServer> {
        let address = listener.local_addr()?;
        let stop = Stop::new();
        let serving = Arc::new(Serving {
            handler,
            response_headers,
            timeouts,
            stop: stop.clone(),
        });
        let thread = thread::Builder::new()
            .name(format!("http-{}", address.port()))
            .spawn(move || accept(&listener, &serving))?;
        Ok(HttpServer {
            address,
            stop,
            thread: Some(thread),
        })
    }

    /// Tells the connections to end, without waiting for them.
    pub(crate) fn request_stop(&self) {
        self.stop.request();
    }

    /// Ends every connection, and waits for the threads if it can.
    pub(crate) fn stop(&mut self) {
        self.stop.request();
        let Some(thread) = self.thread.take() else {
            return;
        };
        // The accepting thread sits in accept(); a connection of our own wakes it.
        let host = match self.address.ip() {
            IpAddr::V4(ip) if ip.is_unspecified() => Ipv4Addr::LOCALHOST.into(),
            IpAddr::V6(ip) if ip.is_unspecified() => Ipv6Addr::LOCALHOST.into(),
            ip => ip,
        };
        let wake = SocketAddr::new(host, self.address.port());
        // Without a descriptor for that it sits there for good, and ends with the process.
        if TcpStream::connect_timeout(&wake, Duration::from_millis(500)).is_ok() {
            // A panic in a connection's thread ended that connection alone.
            let _ended = thread.join();
        }
    }
}

impl Drop for HttpServer {
    fn drop(&mut self) {
        self.stop();
    }
}

fn accept(listener: &TcpListener, serving: &Arc<Serving>) {
    let mut connections: Vec<(IpAddr, JoinHandle<()>)> = Vec::new();
    while !serving.stop.requested() {
        let (stream, peer) = match listener.accept() {
            Ok(accepted) => accepted,
            Err(error) => {
                // Out of descriptors, or the peer went away again: neither is a reason to spin or to end.
                starved::not_accepted(&error);
                serving.stop.sleep(Duration::from_millis(20));
                continue;
            }
        };
        if serving.stop.requested() {
            break;
        }
        connections.retain(|(_, thread)| !thread.is_finished());
        let of_peer = connections.iter().filter(|(from, _)| *from == peer.ip());
        if connections.len() >= MAX_CONNECTIONS || of_peer.count() >= MAX_OF_ADDRESS {
            turn_away(&stream, serving);
            continue;
        }
        let serving = Arc::clone(serving);
        let spawned = thread::Builder::new()
            .name(format!("http-from-{}", peer.port()))
            .spawn(move || connection::serve(&stream, peer, &serving));
        if let Some(thread) = starved::given(spawned) {
            connections.push((peer.ip(), thread));
        }
    }
    for (_, thread) in connections {
        let _ended = thread.join();
    }
}

fn turn_away(stream: &TcpStream, serving: &Serving) {
    let response = Response::refusal(503, "too many connections; try again later");
    let bytes = serving.response_headers.bytes(
        &response,
        &Exchange {
            request: None,
            close: true,
        },
    );
    let soon = Instant::now() + Duration::from_millis(100);
    if write_all(stream, &bytes, soon, &serving.stop).is_ok() {
        linger(stream, Duration::from_millis(10), 4096, &serving.stop);
    }
}
