//! A request as it comes to a handler, and what a connection shares with its server.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use ctk_wire::http::{Limits, Request};

use super::bounded_io::Stop;
use super::response::{Response, ResponseHeaders};

/// Bytes of a request's body: more than any argument that is taken.
const MOST_BODY: usize = 1 << 20;

/// Bounds on what one connection may take.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Timeouts {
    /// Between two requests of a connection.
    pub(crate) idle: Duration,
    /// From the first byte of a request to its last.
    pub(crate) request: Duration,
    /// For the answer.
    pub(crate) answer: Duration,
    pub(crate) limits: Limits,
}

impl Default for Timeouts {
    fn default() -> Self {
        Timeouts {
            idle: Duration::from_secs(60),
            request: Duration::from_secs(30),
            answer: Duration::from_secs(30),
            limits: Limits {
                body_bytes: MOST_BODY,
                ..Limits::default()
            },
        }
    }
}

/// A request with what is known about how it came.
pub(crate) struct Incoming {
    pub(crate) request: Request,
    /// Where it came from.
    pub(crate) peer: SocketAddr,
    /// Our address, as the peer addressed it.
    pub(crate) local: SocketAddr,
}

impl Incoming {
    /// The path of the target: without scheme, authority and query.
    pub(crate) fn path(&self) -> &str {
        let target = self.request.head.target.as_str();
        let path = match target.get(..7) {
            Some(scheme) if scheme.eq_ignore_ascii_case("http://") => target[7..]
                .find('/')
                .map_or("/", |slash| &target[7 + slash..]),
            _ => target,
        };
        path.split(['?', '#']).next().unwrap_or(path)
    }

    pub(crate) fn method(&self) -> &str {
        &self.request.head.method
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.request.head.headers.get(name)
    }
}

/// What a server serves. Called from many threads at once.
pub(crate) trait Handler: Send + Sync {
    fn answer(&self, incoming: &Incoming) -> Response;
}

/// What every connection of a server shares.
pub(crate) struct Serving {
    pub(crate) handler: Arc<dyn Handler>,
    pub(crate) response_headers: ResponseHeaders,
    pub(crate) timeouts: Timeouts,
    pub(crate) stop: Stop,
}
