//! A subscriber: listens for events and keeps them.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;
use std::sync::atomic::{AtomicU16, Ordering};
use std::sync::mpsc::{Receiver, channel};
use std::thread;

use ctk_device::Device;
use ctk_wire::http::{Limits, Progress, Request, RequestReader, Response};

use super::{LONG, address, header, request};

/// One event as it came.
pub(crate) struct Event {
    pub(crate) request: Request,
}

impl Event {
    pub(crate) fn seq(&self) -> u32 {
        self.header("SEQ").parse().expect("SEQ is a number")
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.request.head.headers.get(name).unwrap_or_default()
    }

    /// Names and values of the variables.
    pub(crate) fn variables(&self) -> Vec<(String, String)> {
        let text = std::str::from_utf8(&self.request.body).expect("UTF-8");
        let document = roxmltree::Document::parse(text).expect("XML");
        let namespace = "urn:schemas-upnp-org:event-1-0";
        assert!(
            document
                .root_element()
                .has_tag_name((namespace, "propertyset"))
        );
        document
            .root_element()
            .children()
            .filter(|node| node.is_element())
            .map(|property| {
                assert!(property.has_tag_name((namespace, "property")));
                let variable = property.first_element_child().expect("a variable");
                assert_eq!(variable.tag_name().namespace(), None);
                (
                    variable.tag_name().name().to_owned(),
                    variable.text().unwrap_or_default().to_owned(),
                )
            })
            .collect()
    }

    pub(crate) fn names(&self) -> Vec<String> {
        self.variables().into_iter().map(|(name, _)| name).collect()
    }
}

/// A listener for events; ends with the test.
pub(crate) struct Subscriber {
    pub(crate) address: SocketAddr,
    status: Arc<AtomicU16>,
    events: Receiver<Event>,
}

impl Subscriber {
    pub(crate) fn new() -> Subscriber {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = listener.local_addr().expect("an address");
        let status = Arc::new(AtomicU16::new(200));
        let answered = Arc::clone(&status);
        let (sender, events) = channel();
        thread::spawn(move || {
            for stream in listener.incoming() {
                let Ok(mut stream) = stream else { continue };
                let mut reader = RequestReader::new(Limits::default());
                let mut buffer = [0u8; 4096];
                loop {
                    match stream.read(&mut buffer) {
                        Ok(read) if read > 0 => match reader.feed(&buffer[..read]) {
                            Ok(Progress::Complete) => break,
                            Ok(Progress::More) => {}
                            Err(_) => break,
                        },
                        _ => break,
                    }
                }
                let Ok(request) = reader.take() else { continue };
                let status = answered.load(Ordering::SeqCst);
                // 0: never answers.
                if status != 0 {
                    let _sent = write!(stream, "HTTP/1.1 {status} X\r\nCONTENT-LENGTH: 0\r\n\r\n");
                }
                if sender.send(Event { request }).is_err() {
                    return;
                }
            }
        });
        Subscriber {
            address,
            status,
            events,
        }
    }

    /// What is answered to the events that follow.
    pub(crate) fn answer_with(&self, status: u16) {
        self.status.store(status, Ordering::SeqCst);
    }

    pub(crate) fn callback(&self) -> String {
        format!("CALLBACK: <http://{}/cb?a=1>", self.address)
    }

    /// Subscribes; the SID.
    pub(crate) fn subscribe(&self, device: &Device) -> String {
        let response = subscribe(
            device,
            &[&self.callback(), "NT: upnp:event", "TIMEOUT: Second-1800"],
        );
        assert_eq!(response.head.status, 200);
        header(&response, "SID").to_owned()
    }

    pub(crate) fn next(&self) -> Event {
        self.events.recv_timeout(LONG).expect("an event in time")
    }

    /// An event that has come already.
    pub(crate) fn come(&self) -> Option<Event> {
        self.events.try_recv().ok()
    }
}

pub(crate) fn subscribe(device: &Device, headers: &[&str]) -> Response {
    request(address(device), "SUBSCRIBE /messaging/event", headers, "")
}

pub(crate) fn unsubscribe(device: &Device, headers: &[&str]) -> Response {
    request(address(device), "UNSUBSCRIBE /messaging/event", headers, "")
}
