//! A device that is at another port since it restarted is found again by what it announces, and asked there.

use std::borrow::Cow;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use ctk_record::Event;
use ctk_suite::lab::{HttpAsk, HttpFailure};
use ctk_wire::ssdp;
use ctk_wire::uri::HttpUrl;

use super::address;
use super::deadline::Deadline;
use super::liveness;
use super::shared::LabShared;

/// How long it is looked whether the device is at a place.
const LOOK: Duration = Duration::from_secs(5);

/// Where the device was when it was met, and where it is now: host and port.
#[derive(Debug, Default)]
pub(super) struct Moved {
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    moved: Option<Move>,
    /// It was restarted, and nobody was reached where it was since.
    away: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Move {
    from: String,
    to: String,
}

impl Moved {
    fn state(&self) -> MutexGuard<'_, State> {
        // Each field is replaced as a whole.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The URL where the device is now.
    pub(super) fn url<'u>(&self, url: &'u str) -> Cow<'u, str> {
        let state = self.state();
        let Some(moved) = &state.moved else {
            return Cow::Borrowed(url);
        };
        let rest = url.get(.."http://".len()).and_then(|scheme| {
            let rest = &url[scheme.len()..];
            scheme.eq_ignore_ascii_case("http://").then_some(rest)
        });
        let end = rest.map(|rest| rest.find(['/', '?', '#']).unwrap_or(rest.len()));
        match rest.zip(end) {
            Some((rest, end)) if rest[..end].eq_ignore_ascii_case(&moved.from) => {
                Cow::Owned(format!("http://{}{}", moved.to, &rest[end..]))
            }
            _ => Cow::Borrowed(url),
        }
    }

    /// `host:port` where the device is now.
    pub(super) fn authority<'u>(&self, authority: &'u str) -> Cow<'u, str> {
        match &self.state().moved {
            Some(moved) if authority.eq_ignore_ascii_case(&moved.from) => {
                Cow::Owned(moved.to.clone())
            }
            _ => Cow::Borrowed(authority),
        }
    }

    /// The device was told to restart.
    pub(super) fn restarts(&self) {
        self.state().away = true;
    }

    /// Somebody was reached at a URL of the device: it is where it was.
    pub(super) fn stays(&self) {
        self.state().away = false;
    }

    fn is(&self, from: &str, to: &str) {
        let mut state = self.state();
        state.away = false;
        state.moved = Some(Move {
            from: from.to_owned(),
            to: to.to_owned(),
        });
    }
}

impl LabShared {
    /// The question, asked where the device is now.
    pub(super) fn asked_now<'a>(&self, ask: &'a HttpAsk) -> Cow<'a, HttpAsk> {
        match self.moved.url(&ask.url) {
            Cow::Borrowed(_) => Cow::Borrowed(ask),
            Cow::Owned(url) => Cow::Owned(HttpAsk { url, ..ask.clone() }),
        }
    }

    /// Nobody listens where the device was before its restart: whether it has announced itself at another port of its host,
    /// and answers there.
    pub(super) fn finds_again(&self, failure: Option<&HttpFailure>) -> bool {
        if failure != Some(&HttpFailure::Refused) || !self.moved.state().away {
            return false;
        }
        let met = self.met_url();
        let known = self.moved.url(&met).into_owned();
        let Some((place, (from, now))) = self
            .announced_place()
            .zip(authority(&met).zip(authority(&known)))
        else {
            return false;
        };
        let Some(to) = authority(&place).filter(|to| *to != now) else {
            return false;
        };
        let admitted = address::reach(&place)
            .is_ok_and(|(_, address)| self.hosts.admit(&place, address).is_ok());
        let soon = Deadline::new(LOOK, Arc::clone(&self.setup.interrupt));
        if !admitted || !liveness::is_alive(&place, &soon) {
            return false;
        }
        self.moved.is(&from, &to);
        let at_ms = self.now_ms();
        let text = format!("the device is at {to} now, as it announces, and no longer at {now}");
        self.write(Event::Notice { at_ms, text });
        true
    }

    /// Whether the URL is where the description is.
    pub(super) fn is_of_device(&self, url: &HttpUrl) -> bool {
        authority(&self.description_url()).is_some_and(|own| own == url.authority)
    }

    /// The LOCATION that the device announced last.
    fn announced_place(&self) -> Option<String> {
        let heard = self.heard().ok()?;
        heard.iter().rev().find_map(|(_, datagram)| {
            let message = ssdp::parse(&datagram.bytes).ok()?;
            message.location().map(str::to_owned)
        })
    }
}

/// Host and port of a URL, as they stand in it.
fn authority(url: &str) -> Option<String> {
    HttpUrl::parse(url).ok().map(|url| url.authority)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn urls_of_the_device_move_with_it_and_no_others() {
        let moved = Moved::default();
        assert_eq!(moved.url("http://h:1/a"), "http://h:1/a");
        moved.is("h:1", "h:2");
        for (url, now) in [
            ("http://h:1/a?b", "http://h:2/a?b"),
            ("HTTP://H:1", "http://h:2"),
            ("http://h:1?x", "http://h:2?x"),
            ("http://h:11/a", "http://h:11/a"),
            ("http://other:1/a", "http://other:1/a"),
            ("gopher", "gopher"),
        ] {
            assert_eq!(moved.url(url), now);
        }
        assert_eq!(
            (&*moved.authority("h:1"), &*moved.authority("h:3")),
            ("h:2", "h:3")
        );
    }
}
