//! Whether the device is still there.

use std::time::{Duration, Instant};

use ctk_wire::uri::HttpUrl;

use super::address;
use super::connection::{Connection, Received};
use super::deadline::Deadline;

/// How often it is asked before it counts as lost.
const TRIES: u32 = 3;

/// How long a connection may take to be made.
const CONNECT: Duration = Duration::from_secs(1);

/// How long the first byte of an answer may take.
const ANSWER: Duration = Duration::from_secs(2);

/// The time between two tries.
const BETWEEN: Duration = Duration::from_millis(700);

/// Whether a GET of the URL brings anything that begins like HTTP. An interruption does not make a device dead.
pub(super) fn is_alive(url: &str, deadline: &Deadline) -> bool {
    answers(url, TRIES, deadline)
}

/// Whether one GET of the URL is answered at once: while it owes another answer, the device serves others.
pub(super) fn serves_others(url: &str, deadline: &Deadline) -> bool {
    answers(url, 1, deadline)
}

/// Whether a connection can be made to the host of the URL; where that cannot be told, it is taken so.
pub(super) fn listens(url: &str) -> bool {
    let address = HttpUrl::parse(url).ok().map(|url| address::resolve(&url));
    let Some(Ok(address)) = address else {
        return true;
    };
    matches!(Connection::open(address, None, CONNECT), Ok(Ok(_)))
}

fn answers(url: &str, tries: u32, deadline: &Deadline) -> bool {
    let Ok(url) = HttpUrl::parse(url) else {
        return false;
    };
    let request = format!(
        "GET {} HTTP/1.1\r\nHOST: {}\r\nCONNECTION: close\r\n\r\n",
        url.target, url.authority
    );
    for number in 0..tries {
        if number > 0 && deadline.sleep(BETWEEN).is_err() {
            return true;
        }
        let Ok(address) = address::resolve(&url) else {
            continue;
        };
        let Ok(Ok(mut connection)) = Connection::open(address, None, CONNECT) else {
            continue;
        };
        let until = Instant::now() + ANSWER;
        let sent = connection.send(request.as_bytes(), until, deadline);
        if matches!(sent, Ok(false)) {
            continue;
        }
        loop {
            match connection.receive(until, deadline) {
                Ok(Received::Bytes) if connection.buffer.len() < 5 => {}
                Ok(_) if connection.buffer.starts_with(b"HTTP/") => return true,
                Ok(_) => break,
                Err(_) => return true,
            }
        }
    }
    false
}
