//! The wire as the fuzzer sees it.

use std::time::Duration;

use ctk_wire::http::Response;

/// How an exchange ended.
#[derive(Clone, Debug)]
pub enum Came {
    /// A response.
    Response(Box<Response>),
    /// Nobody listens, or no connection could be made.
    NoConnection(String),
    /// The connection was closed, or reset, before a response was complete.
    Closed {
        /// The bytes that had come.
        bytes: Vec<u8>,
        /// Whether the connection had carried an exchange before.
        reused: bool,
    },
    /// No complete response in time.
    Silence,
    /// What came is not HTTP.
    NotHttp(Vec<u8>),
}

impl Came {
    /// The response, if one came.
    pub fn response(&self) -> Option<&Response> {
        match self {
            Self::Response(response) => Some(response),
            _ => None,
        }
    }
}

/// What goes out.
#[derive(Clone, Copy, Debug)]
pub struct Shot<'a> {
    /// The bytes.
    pub bytes: &'a [u8],
    /// The method, by which the answer is framed.
    pub method: &'a str,
    /// On a connection of its own, whose sending half is closed behind the bytes.
    pub alone: bool,
    /// How long an answer may take.
    pub within: Duration,
}

/// Connections to one device, used by one thread. Every wait is bounded.
pub trait Wire {
    /// Sends, and takes what comes; and how long it took.
    fn exchange(&mut self, shot: Shot<'_>) -> (Came, Duration);

    /// Sends a datagram to the device's port of discovery.
    fn datagram(&mut self, bytes: &[u8]);

    /// Sends a search to the group and to the device, so often at once; the first answer that comes in this time.
    fn search(&mut self, bytes: &[u8], times: u32, within: Duration) -> Option<Vec<u8>>;

    /// Gives up the connection.
    fn disconnect(&mut self);
}
