//! A listener that is closed for a while: connections are refused then, and served at the same port later.

use std::io;
use std::net::{SocketAddr, TcpListener};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use super::arrival;

/// How long a listener may take to close, or to come back.
const PATIENCE: Duration = Duration::from_secs(3);

/// Between two tries to listen at the port again.
const BETWEEN: Duration = Duration::from_millis(50);

#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
enum State {
    #[default]
    Open,
    /// It is to close.
    Wanted,
    Closed,
    /// It is to come back.
    Opening,
    /// It could not come back, or its server is over.
    Over,
}

/// What the server and its accepting thread agree on.
#[derive(Debug, Default)]
pub(super) struct Shutter {
    state: Mutex<State>,
    changed: Condvar,
}

impl Shutter {
    fn state(&self) -> MutexGuard<'_, State> {
        // A state is one word.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn set(&self, state: State) {
        *self.state() = state;
        self.changed.notify_all();
    }

    /// Waits while the state is this one; what it is then.
    fn while_it_is(&self, same: State, patience: Duration) -> State {
        let waited = self
            .changed
            .wait_timeout_while(self.state(), patience, |state| *state == same);
        *waited.unwrap_or_else(PoisonError::into_inner).0
    }

    /// Closes the listener; `poke` wakes its thread up.
    ///
    /// # Errors
    /// When it does not close.
    pub(super) fn shut(&self, poke: impl FnOnce()) -> io::Result<()> {
        if *self.state() == State::Closed {
            return Ok(());
        }
        self.set(State::Wanted);
        poke();
        match self.while_it_is(State::Wanted, PATIENCE) {
            State::Closed => Ok(()),
            _ => Err(io::Error::other("the listener does not close")),
        }
    }

    /// Opens it again; nothing if it is not closed.
    ///
    /// # Errors
    /// When it does not come back.
    pub(super) fn open(&self) -> io::Result<()> {
        if *self.state() != State::Closed {
            return Ok(());
        }
        self.set(State::Opening);
        match self.while_it_is(State::Opening, PATIENCE * 2) {
            State::Open => Ok(()),
            _ => Err(io::Error::new(
                io::ErrorKind::AddrInUse,
                "its port could not be bound again",
            )),
        }
    }

    /// The server is over.
    pub(super) fn end(&self) {
        self.set(State::Over);
    }

    /// Whether the accepting thread is to close its listener.
    pub(super) fn is_wanted(&self) -> bool {
        *self.state() == State::Wanted
    }

    /// The accepting thread has closed its listener, and waits here; the next listener at the port, none if there is not
    /// to be one.
    pub(super) fn closed_until_opened(&self, at: SocketAddr) -> Option<TcpListener> {
        self.set(State::Closed);
        let state = self.state();
        let waited = self
            .changed
            .wait_while(state, |state| *state == State::Closed);
        if *waited.unwrap_or_else(PoisonError::into_inner) != State::Opening {
            return None;
        }
        let begun = Instant::now();
        let listener = loop {
            match TcpListener::bind(at) {
                Ok(listener) => break Some(listener),
                Err(_) if begun.elapsed() < PATIENCE => std::thread::sleep(BETWEEN),
                Err(_) => break None,
            }
        };
        listener.iter().for_each(arrival::stamp);
        self.set(match listener {
            Some(_) => State::Open,
            None => State::Over,
        });
        listener
    }
}
