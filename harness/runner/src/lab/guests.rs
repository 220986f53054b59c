//! The connections that a listener of ours has, and which of them makes room for another.

use std::collections::HashMap;
use std::net::{IpAddr, Shutdown, TcpStream};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

/// Connections of others than the device at the same time.
const OF_STRANGERS: usize = 64;

/// Connections of one stranger: who has more of them makes room for himself.
const OF_STRANGER: usize = 8;

/// Connections of the device at the same time: one that opens a connection for each notification, and leaves them all
/// open, has as many as it sends in the time that an idle one is kept.
const OF_DEVICE: usize = 512;

/// The connections of a listener.
#[derive(Debug, Default)]
pub(super) struct Guests {
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    next: u64,
    closed: bool,
    guests: HashMap<u64, Guest>,
}

#[derive(Debug)]
struct Guest {
    stream: TcpStream,
    of_device: bool,
    /// Whose it is.
    address: IpAddr,
    /// Since when nothing is under way on it.
    idle_since: Option<Instant>,
}

/// A connection's place among the others; given back when it is dropped, also by a thread that panics.
#[derive(Debug)]
pub(super) struct Seat {
    number: u64,
    guests: Arc<Guests>,
}

/// How many there may be of those that the closure is true of.
type Bound<'b> = (usize, &'b dyn Fn(&Guest) -> bool);

impl Guests {
    fn state(&self) -> MutexGuard<'_, State> {
        // Entries are put in and taken out whole.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Gives the connection a place. Where there is none, the longest idle one of its kind makes room: for the device
    /// another of its own, for a stranger another stranger's, or its own where it has many.
    pub(super) fn admit(
        self: &Arc<Self>,
        stream: &TcpStream,
        address: IpAddr,
        of_device: bool,
    ) -> Option<Seat> {
        let mut state = self.state();
        if state.closed {
            return None;
        }
        let bounds: &[Bound<'_>] = if of_device {
            &[(OF_DEVICE, &|guest| guest.of_device)]
        } else {
            &[
                (OF_STRANGER, &|guest| {
                    !guest.of_device && guest.address == address
                }),
                (OF_STRANGERS, &|guest| !guest.of_device),
            ]
        };
        for (most, among) in bounds {
            let taken = state.guests.values().filter(|guest| among(guest));
            if taken.count() >= *most && !state.shed(among) {
                return None;
            }
        }
        let stream = match stream.try_clone() {
            Ok(stream) => stream,
            // Out of descriptors.
            Err(_) if state.shed(|guest| !guest.of_device) => stream.try_clone().ok()?,
            Err(_) => return None,
        };
        let number = state.next;
        state.next += 1;
        state.guests.insert(
            number,
            Guest {
                stream,
                of_device,
                address,
                idle_since: Some(Instant::now()),
            },
        );
        Some(Seat {
            number,
            guests: Arc::clone(self),
        })
    }

    /// The system has no more descriptors: an idle stranger goes.
    pub(super) fn make_room(&self) {
        self.state().shed(|guest| !guest.of_device);
    }

    /// Closes all connections, and takes no more.
    pub(super) fn close(&self) {
        let mut state = self.state();
        state.closed = true;
        for guest in state.guests.values() {
            let _ = guest.stream.shutdown(Shutdown::Both);
        }
    }

    /// Closes the connections that are idle: where nobody listens, nobody is heard by one that was left open.
    pub(super) fn hang_up(&self) {
        for guest in self.state().guests.values() {
            if guest.idle_since.is_some() {
                let _ = guest.stream.shutdown(Shutdown::Both);
            }
        }
    }

    /// Whether the listener is at its end.
    pub(super) fn are_closed(&self) -> bool {
        self.state().closed
    }
}

impl State {
    /// Closes the one that has been idle longest among these; whether there was one.
    fn shed(&mut self, among: impl Fn(&Guest) -> bool) -> bool {
        let longest = self
            .guests
            .iter()
            .filter(|(_, guest)| among(guest))
            .filter_map(|(number, guest)| Some((guest.idle_since?, *number)))
            .min();
        let Some(guest) = longest.and_then(|(_, number)| self.guests.remove(&number)) else {
            return false;
        };
        let _ = guest.stream.shutdown(Shutdown::Both);
        true
    }
}

impl Seat {
    /// Nothing is under way on the connection from now on.
    pub(super) fn idle(&self) {
        self.change(Some(Instant::now()));
    }

    /// Something is under way on it from now on.
    pub(super) fn busy(&self) {
        self.change(None);
    }

    fn change(&self, idle_since: Option<Instant>) {
        if let Some(guest) = self.guests.state().guests.get_mut(&self.number) {
            guest.idle_since = idle_since;
        }
    }

    /// Whether the listener is at its end.
    pub(super) fn is_over(&self) -> bool {
        self.guests.are_closed()
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        self.guests.state().guests.remove(&self.number);
    }
}

#[cfg(test)]
mod tests {
    use std::io::Read as _;
    use std::net::TcpListener;

    use super::*;

    /// The address of one of many strangers.
    fn stranger(number: usize) -> IpAddr {
        IpAddr::from([192, 0, 2, u8::try_from(number).expect("a small number")])
    }

    const DEVICE: IpAddr = IpAddr::V4(std::net::Ipv4Addr::new(198, 51, 100, 1));

    fn connection(listener: &TcpListener) -> (TcpStream, TcpStream) {
        let address = listener.local_addr().expect("it is bound");
        let theirs = TcpStream::connect(address).expect("it listens");
        (theirs, listener.accept().expect("one is waiting").0)
    }

    fn is_open(stream: &mut TcpStream) -> bool {
        stream.set_nonblocking(true).expect("a socket");
        !matches!(stream.read(&mut [0]), Ok(0))
    }

    #[test]
    fn the_stranger_that_is_idle_longest_makes_room_and_the_device_never() {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let guests: Arc<Guests> = Arc::default();
        let (mut device, ours) = connection(&listener);
        let _device = guests.admit(&ours, DEVICE, true).expect("there is room");
        let mut strangers: Vec<_> = (0..OF_STRANGERS)
            .map(|number| {
                let (theirs, ours) = connection(&listener);
                let seat = guests.admit(&ours, stranger(number), false);
                (theirs, seat.expect("there is room"))
            })
            .collect();
        strangers[0].1.busy();
        let (_theirs, ours) = connection(&listener);
        let _newcomer = guests
            .admit(&ours, stranger(OF_STRANGERS), false)
            .expect("an idle one made room");
        assert!(is_open(&mut device), "it is the device's");
        assert!(is_open(&mut strangers[0].0), "it is busy");
        strangers[1].0.set_nonblocking(false).expect("a socket");
        assert_eq!(strangers[1].0.read(&mut [0]).ok(), Some(0));
        assert!(is_open(&mut strangers[2].0), "one was enough");
    }

    #[test]
    fn strangers_that_are_all_busy_leave_no_room_for_another_but_for_the_device() {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let guests: Arc<Guests> = Arc::default();
        let (_theirs, ours) = connection(&listener);
        let seats: Vec<_> = (0..OF_STRANGERS)
            .map(|number| guests.admit(&ours, stranger(number), false))
            .map(|seat| seat.expect("there is room"))
            .collect();
        seats.iter().for_each(Seat::busy);
        assert!(guests.admit(&ours, stranger(99), false).is_none());
        assert!(guests.admit(&ours, DEVICE, true).is_some());
        drop(seats);
        assert!(guests.admit(&ours, stranger(99), false).is_some());
    }

    #[test]
    fn one_stranger_takes_no_more_than_its_part() {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let guests: Arc<Guests> = Arc::default();
        let (_theirs, ours) = connection(&listener);
        let (mut first, first_of_ours) = connection(&listener);
        let greedy = guests.admit(&first_of_ours, stranger(1), false);
        let mut seats = vec![greedy.expect("there is room")];
        for _ in 0..OF_STRANGERS {
            seats.extend(guests.admit(&ours, stranger(1), false));
        }
        assert_eq!(guests.state().guests.len(), OF_STRANGER);
        first.set_nonblocking(false).expect("a socket");
        assert_eq!(
            first.read(&mut [0]).ok(),
            Some(0),
            "it made room for itself"
        );
        seats.iter().for_each(Seat::busy);
        assert!(guests.admit(&ours, stranger(1), false).is_none());
        assert!(guests.admit(&ours, stranger(2), false).is_some());
    }
}
