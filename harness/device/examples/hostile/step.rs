//! What is done on a connection instead of answering.

use std::io::{Read as _, Write as _};
use std::net::{Shutdown, TcpStream};
use std::time::{Duration, Instant};

use socket2::SockRef;

/// How long a connection is held at most.
const HOLD: Duration = Duration::from_secs(600);

/// One thing that is done on the connection.
#[derive(Debug, Clone)]
pub(crate) enum Step {
    /// These bytes.
    Send(Vec<u8>),
    /// These bytes one by one, with a pause after each.
    Drip(Vec<u8>, Duration),
    /// These bytes again and again, so many times.
    Flood(Vec<u8>, u64),
    /// A pause.
    Wait(Duration),
    /// Nothing, until the other side gives up.
    Hang,
    /// The connection is reset.
    Reset,
    /// The process ends.
    Die,
}

/// Does it, and closes in order.
pub(crate) fn play(mut stream: TcpStream, steps: Vec<Step>) {
    for step in steps {
        if !one(&mut stream, step) {
            return;
        }
    }
    let _ = stream.shutdown(Shutdown::Write);
    let _ = stream.set_read_timeout(Some(Duration::from_secs(1)));
    let until = Instant::now() + Duration::from_secs(2);
    let mut buffer = [0; 4096];
    while Instant::now() < until && matches!(stream.read(&mut buffer), Ok(1..)) {}
}

/// Whether the connection goes on.
fn one(stream: &mut TcpStream, step: Step) -> bool {
    match step {
        Step::Send(bytes) => stream.write_all(&bytes).is_ok(),
        Step::Drip(bytes, pause) => bytes.chunks(1).all(|byte| {
            std::thread::sleep(pause);
            stream.write_all(byte).is_ok()
        }),
        Step::Flood(bytes, times) => (0..times).all(|_| stream.write_all(&bytes).is_ok()),
        Step::Wait(pause) => {
            std::thread::sleep(pause);
            true
        }
        Step::Hang => {
            let _ = stream.set_read_timeout(Some(Duration::from_secs(1)));
            let until = Instant::now() + HOLD;
            let mut buffer = [0; 4096];
            while Instant::now() < until {
                match stream.read(&mut buffer) {
                    Ok(0) => return false,
                    Ok(_) => {}
                    Err(error) if is_pause(&error) => {}
                    Err(_) => return false,
                }
            }
            false
        }
        Step::Reset => {
            let _ = SockRef::from(&*stream).set_linger(Some(Duration::ZERO));
            false
        }
        Step::Die => std::process::exit(0),
    }
}

fn is_pause(error: &std::io::Error) -> bool {
    use std::io::ErrorKind::{Interrupted, TimedOut, WouldBlock};
    matches!(error.kind(), WouldBlock | TimedOut | Interrupted)
}
