//! The labs against peers that behave badly, on loopback.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use ctk_record::{Event, Exchange};
use ctk_suite::lab::{Answer, Ask, ControlPoint, HttpAnswer, HttpAsk, Lab, LabError, Wire};
use serde_json::Value;

use super::{LabShared, LiveLab, Setup};
use crate::upper_tester::{NoTester, UpperTester};

mod discovery;
mod files;
mod hosts;
mod http;
mod inbox;
mod noise;
mod replay;
mod script;
mod shared;
mod waiting;

/// Long enough for everything that is meant to end by itself.
const LONG: Duration = Duration::from_secs(120);

/// What the cases of a run share, with what it wrote.
struct Rig {
    shared: Arc<LabShared>,
    events: Arc<Mutex<Vec<Event>>>,
    interrupt: Arc<AtomicBool>,
}

impl Rig {
    fn new() -> Self {
        Self::with(Arc::new(NoTester), Duration::from_secs(60))
    }

    fn impatient() -> Self {
        Self::with(Arc::new(NoTester), Duration::from_secs(1))
    }

    fn with(upper_tester: Arc<dyn UpperTester>, reply_timeout: Duration) -> Self {
        let events: Arc<Mutex<Vec<Event>>> = Arc::default();
        let interrupt = Arc::new(AtomicBool::new(false));
        let sink = Arc::clone(&events);
        let shared = LabShared::new(Setup {
            seed: 7,
            journal: Arc::new(move |event| {
                sink.lock()
                    .expect("no test panics while it writes")
                    .push(event)
            }),
            upper_tester,
            interface: Some([127, 0, 0, 1].into()),
            sources: [None, None],
            file_server: None,
            reply_timeout,
            connections: 64,
            interrupt: Arc::clone(&interrupt),
        });
        Self {
            shared,
            events,
            interrupt,
        }
    }

    fn lab(&self, case: &str) -> LiveLab {
        LiveLab::new(&self.shared, case, LONG)
    }

    /// The exchanges of a case, as they come out of a journal.
    fn exchanges(&self, case: &str) -> Vec<Exchange> {
        let events = self.events.lock().expect("no test panics while it writes");
        let lines = events
            .iter()
            .map(|event| serde_json::to_string(event).expect("an event is plain data"));
        lines
            .map(|line| serde_json::from_str(&line).expect("what was written can be read"))
            .filter_map(|event| match event {
                Event::Exchange(exchange) if exchange.case == case => Some(*exchange),
                _ => None,
            })
            .collect()
    }

    /// Interrupts the run while something waits.
    fn interrupt_soon(&self) {
        let interrupt = Arc::clone(&self.interrupt);
        thread::spawn(move || {
            thread::sleep(Duration::from_millis(60));
            interrupt.store(true, Ordering::Relaxed);
        });
    }
}

/// A peer that does the same with every connection.
fn peer(service: impl Fn(&mut TcpStream) + Send + Sync + 'static) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let address = listener
        .local_addr()
        .expect("a bound socket has an address");
    let service = Arc::new(service);
    thread::spawn(move || {
        for stream in listener.incoming() {
            let service = Arc::clone(&service);
            // A peer serves for as long as the tests run.
            thread::spawn(move || stream.map(|mut stream| service(&mut stream)));
        }
    });
    address
}

/// A peer that reads a request's head and answers with bytes, then closes.
fn answering(bytes: impl Into<Vec<u8>>) -> SocketAddr {
    let bytes = bytes.into();
    peer(move |stream| {
        read_head(stream);
        let _ = stream.write_all(&bytes);
        let _ = stream.shutdown(std::net::Shutdown::Write);
        // Until the other side closes too, so that nothing is lost to a reset.
        let _ = stream.read_to_end(&mut Vec::new());
    })
}

fn read_head(stream: &mut TcpStream) -> String {
    let mut head = Vec::new();
    let mut byte = [0];
    while !head.ends_with(b"\r\n\r\n") && matches!(stream.read(&mut byte), Ok(1)) {
        head.push(byte[0]);
    }
    String::from_utf8_lossy(&head).into_owned()
}

/// A port where nobody listens, for as long as the socket lives.
fn nobody() -> (SocketAddr, socket2::Socket) {
    let socket =
        socket2::Socket::new(socket2::Domain::IPV4, socket2::Type::STREAM, None).expect("a socket");
    socket
        .bind(&SocketAddr::from(([127, 0, 0, 1], 0)).into())
        .expect("a free port");
    let address = socket
        .local_addr()
        .ok()
        .and_then(|address| address.as_socket())
        .expect("an address");
    (address, socket)
}

fn get(address: SocketAddr) -> Ask {
    Ask::Http(HttpAsk {
        wire: Wire::Description,
        control_point: ControlPoint::First,
        url: format!("http://{address}/d.xml"),
        method: "GET".to_owned(),
        headers: vec![("User-Agent".to_owned(), "TestKit/1.0".to_owned())],
        body: Vec::new(),
        about: String::new(),
    })
}

fn http(lab: &mut dyn Lab, ask: &Ask) -> HttpAnswer {
    match lab.perform(ask) {
        Ok(Answer::Http(answer)) => answer,
        other => panic!("no HTTP answer: {other:?}"),
    }
}

fn stopped(answer: Result<Answer, LabError>) -> String {
    match answer {
        Err(LabError::Stopped(why)) => why,
        other => panic!("it did not stop: {other:?}"),
    }
}

fn replay_of(exchange: &Exchange) -> &Value {
    &exchange.replay
}
