//! The way through: what a mode has no interest in goes to the reference device and back as it is.

use std::io::{self, Read as _, Write as _};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::time::Duration;

use crate::modes::Mode;
use crate::reply::Reply;
use crate::stage::Stage;
use crate::step::{Step, play};

/// The largest request that a mode looks at.
const LARGEST: usize = 1 << 20;

/// What a request is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Description,
    Scpd,
    Control,
    Event,
    Tester,
    Other,
}

/// A request, and the answer that the reference device would give.
pub(crate) struct Seen {
    pub(crate) kind: Kind,
    /// The method.
    pub(crate) method: String,
    /// The number of the request among all, from 1.
    pub(crate) number: u64,
    pub(crate) stage: Arc<Stage>,
    bytes: Vec<u8>,
    behind: SocketAddr,
}

impl Seen {
    /// What the reference device answers.
    pub(crate) fn reply(&self) -> Reply {
        Reply::of_device(self.behind, &self.bytes)
    }

    /// A header of the request; empty where there is none.
    pub(crate) fn header(&self, name: &str) -> String {
        let text = String::from_utf8_lossy(&self.bytes);
        let lines = text.split("\r\n").skip(1).take_while(|it| !it.is_empty());
        let mut values = lines.filter_map(|line| line.split_once(':'));
        let found = values.find(|(known, _)| known.trim().eq_ignore_ascii_case(name));
        found.map_or(String::new(), |(_, value)| value.trim().to_owned())
    }

    /// The name of the action; empty where none is called.
    pub(crate) fn action(&self) -> String {
        let header = self.header("SOAPACTION");
        let name = header.rsplit('#').next().unwrap_or_default();
        name.trim_matches('"').to_owned()
    }
}

/// A port that leads to a part of the reference device.
#[derive(Clone)]
pub(crate) struct Door {
    mode: Mode,
    stage: Arc<Stage>,
    behind: SocketAddr,
}

impl Door {
    pub(crate) fn new(mode: Mode, stage: Arc<Stage>, behind: SocketAddr) -> Self {
        Self {
            mode,
            stage,
            behind,
        }
    }

    /// Serves until the mode lets go of the port.
    pub(crate) fn keep(&self, listener: TcpListener) {
        for stream in listener.incoming() {
            if self.stage.is_gone() {
                return;
            }
            let Ok(stream) = stream else {
                std::thread::sleep(Duration::from_millis(20));
                continue;
            };
            let door = self.clone();
            std::thread::spawn(move || door.serve(stream));
        }
    }

    fn serve(&self, mut stream: TcpStream) {
        let mut bytes = Vec::new();
        let Some(head) = read_head(&mut stream, &mut bytes) else {
            return tunnel(stream, &bytes, self.behind);
        };
        let text = String::from_utf8_lossy(&bytes[..head]).into_owned();
        let kind = self.kind_of(&text);
        let expects = text.to_ascii_lowercase().contains("\r\nexpect:");
        if !self.mode.wants.contains(&kind)
            || expects
            || !read_body(&mut stream, &text, head, &mut bytes)
        {
            return tunnel(stream, &bytes, self.behind);
        }
        let seen = Seen {
            kind,
            method: text.split(' ').next().unwrap_or_default().to_owned(),
            number: self.stage.count(),
            stage: Arc::clone(&self.stage),
            bytes,
            behind: self.behind,
        };
        let steps: Vec<Step> = (self.mode.act)(&seen);
        play(stream, steps);
    }

    fn kind_of(&self, head: &str) -> Kind {
        if self.behind != self.stage.behind {
            return Kind::Tester;
        }
        let mut words = head.split([' ', '\r']);
        let method = words.next().unwrap_or_default();
        let target = words.next().unwrap_or_default();
        match (method, target) {
            ("GET" | "HEAD", "/description.xml") => Kind::Description,
            ("GET" | "HEAD", "/messaging/scpd.xml") => Kind::Scpd,
            ("POST", _) => Kind::Control,
            ("SUBSCRIBE" | "UNSUBSCRIBE", _) => Kind::Event,
            _ => Kind::Other,
        }
    }
}

/// Where the head ends; nothing when it does not.
fn read_head(stream: &mut TcpStream, bytes: &mut Vec<u8>) -> Option<usize> {
    stream
        .set_read_timeout(Some(Duration::from_secs(35)))
        .ok()?;
    let mut buffer = [0; 4096];
    loop {
        if let Some(end) = bytes.windows(4).position(|four| four == b"\r\n\r\n") {
            return Some(end + 4);
        }
        if bytes.len() > LARGEST {
            return None;
        }
        match stream.read(&mut buffer) {
            Ok(0) | Err(_) => return None,
            Ok(read) => bytes.extend_from_slice(&buffer[..read]),
        }
    }
}

/// Reads the body; false for one whose end is not plain to see.
fn read_body(stream: &mut TcpStream, text: &str, head: usize, bytes: &mut Vec<u8>) -> bool {
    let lower = text.to_ascii_lowercase();
    if lower.contains("\r\ntransfer-encoding:") {
        return false;
    }
    let length = lower.split("\r\ncontent-length:").nth(1).unwrap_or("0");
    let length = length.split("\r\n").next().unwrap_or_default().trim();
    let Ok(length) = length.parse::<usize>() else {
        return false;
    };
    let mut buffer = [0; 4096];
    while bytes.len() < head.saturating_add(length) {
        match stream.read(&mut buffer) {
            Ok(0) | Err(_) => return false,
            Ok(read) => bytes.extend_from_slice(&buffer[..read]),
        }
        if bytes.len() > LARGEST {
            return false;
        }
    }
    true
}

/// Lets everything through, in both directions.
fn tunnel(client: TcpStream, ahead: &[u8], behind: SocketAddr) {
    let Ok(mut device) = TcpStream::connect(behind) else {
        return;
    };
    if device.write_all(ahead).is_err() {
        return;
    }
    let _ = client.set_read_timeout(None);
    let (Ok(from_client), Ok(to_device)) = (client.try_clone(), device.try_clone()) else {
        return;
    };
    let upwards = std::thread::spawn(move || copy(from_client, to_device));
    copy(device, client);
    let _ = upwards.join();
}

fn copy(mut from: TcpStream, mut to: TcpStream) {
    let _ = io::copy(&mut from, &mut to);
    let _ = to.shutdown(Shutdown::Write);
}
