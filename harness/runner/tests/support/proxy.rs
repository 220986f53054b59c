//! A proxy before the reference device that gives it faults of life and death.

#![allow(dead_code, reason = "each test uses its part")]

use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;

/// What becomes of a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Fate {
    /// It reaches the device.
    Passes,
    /// Its connection is closed without an answer.
    Closed,
    /// The device dies of it: nobody listens any more.
    Dies,
    /// This is the answer.
    Answered(String),
}

type Rule = Arc<dyn Fn(&str) -> Fate + Send + Sync>;

/// The proxy.
pub(crate) struct Proxy {
    /// The description's URL, through the proxy.
    pub(crate) description: String,
}

struct Shared {
    place: String,
    device: String,
    rule: Rule,
    dead: AtomicBool,
    open: Mutex<Vec<TcpStream>>,
}

impl Proxy {
    /// Before the device whose description is at this URL; the rule sees what has come of a request so far.
    pub(crate) fn before(
        description: &str,
        rule: impl Fn(&str) -> Fate + Send + Sync + 'static,
    ) -> Self {
        let rest = description.strip_prefix("http://").expect("an http URL");
        let (device, path) = rest.split_once('/').expect("it has a path");
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let place = listener.local_addr().expect("an address").to_string();
        let shared = Arc::new(Shared {
            place: place.clone(),
            device: device.to_owned(),
            rule: Arc::new(rule),
            dead: AtomicBool::new(false),
            open: Mutex::default(),
        });
        thread::spawn(move || {
            for client in listener.incoming().flatten() {
                if shared.dead.load(Ordering::SeqCst) {
                    break;
                }
                let shared = Arc::clone(&shared);
                thread::spawn(move || shared.serve(client));
            }
        });
        Self {
            description: format!("http://{place}/{path}"),
        }
    }
}

impl Shared {
    fn serve(&self, mut client: TcpStream) {
        let Ok(mut device) = TcpStream::connect(&self.device) else {
            return;
        };
        if let (Ok(one), Ok(other)) = (client.try_clone(), device.try_clone()) {
            let mut open = self.open.lock().expect("nobody panics");
            open.extend([one, other]);
        }
        if let (Ok(mut to), Ok(mut from)) = (client.try_clone(), device.try_clone()) {
            thread::spawn(move || {
                let _ = std::io::copy(&mut from, &mut to);
                let _ = to.shutdown(Shutdown::Both);
            });
        }
        let mut seen = Vec::new();
        let mut part = [0; 65_536];
        while let Ok(count) = client.read(&mut part) {
            if count == 0 {
                break;
            }
            seen.extend_from_slice(&part[..count]);
            match (self.rule)(&String::from_utf8_lossy(&seen)) {
                Fate::Passes => {
                    if device.write_all(&part[..count]).is_err() {
                        break;
                    }
                }
                Fate::Closed => break,
                Fate::Answered(answer) => {
                    let _ = client.write_all(answer.as_bytes());
                    break;
                }
                Fate::Dies => {
                    self.dead.store(true, Ordering::SeqCst);
                    // Wakes the listener, which ends.
                    drop(TcpStream::connect(&self.place));
                    for stream in self.open.lock().expect("nobody panics").drain(..) {
                        let _ = stream.shutdown(Shutdown::Both);
                    }
                    return;
                }
            }
        }
        let _ = client.shutdown(Shutdown::Both);
        let _ = device.shutdown(Shutdown::Both);
    }
}
