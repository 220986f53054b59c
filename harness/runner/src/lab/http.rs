//! One HTTP request on a connection of its own.

use std::sync::Arc;
use std::time::{Duration, Instant};

use ctk_record::{Event, Message};
use ctk_suite::lab::{Answer, HttpAnswer, HttpAsk, HttpFailure, LabError, Wire};
use ctk_wire::uri::HttpUrl;

use super::address;
use super::aside::{OTHERS_AFTER, let_others_pass};
use super::busy::PutOff;
use super::connection::{CONNECT, Connection};
use super::gate::{Turn, Went};
use super::inbox::path_of;
use super::live::{LiveLab, Sheet};
use super::long::LONG;
use ctk_suite::replay::views;

/// How often a connection is tried that is refused while others are open.
const TRIES: u32 = 3;

impl LiveLab {
    /// Sends the request, and takes what comes.
    pub(super) fn http(&mut self, ask: &HttpAsk, sheet: &mut Sheet) -> Result<Answer, LabError> {
        let mut draft = self.draft(views::kind_of(ask.wire));
        let shared = Arc::clone(&self.shared);
        let mut asked = shared.asked_now(ask);
        let mut began = Instant::now();
        let mut came = self.in_turn(&asked, &mut began);
        let failure = came.as_ref().map_or(None, |came| came.failure.as_ref());
        if shared.finds_again(failure) {
            asked = shared.asked_now(ask);
            came = self.in_turn(&asked, &mut began);
        }
        // As the case asks it: whoever judges again asks so. That the device is elsewhere has been noted.
        draft.request = Some(views::of_ask(ask));
        let asked = &*asked;
        let elapsed = came
            .as_ref()
            .map_or(began.elapsed(), |came| came.took)
            .as_millis();
        draft.at_ms = self.shared.ms_at(began);
        draft.elapsed_ms = u64::try_from(elapsed).unwrap_or(u64::MAX);
        let served_others = came.as_ref().is_ok_and(|came| came.served_others);
        let answer = came.map(|came| HttpAnswer {
            exchange: draft.number,
            bytes: came.bytes,
            closed: came.closed,
            failure: came.failure,
            at_ms: draft.at_ms,
            elapsed_ms: draft.elapsed_ms,
        });
        if let Ok(answer) = &answer {
            draft.response = views::of_response(&answer.bytes, &ask.method);
            draft.error = answer.failure.as_ref().map(ToString::to_string);
            self.learn_subscription(ask, draft.response.as_ref());
        }
        sheet.own(draft);
        let answer = answer?;
        if self.shared.silence.check(&spoken_to(asked)).is_ok() {
            self.note_silence(asked, began, &answer, served_others)?;
        }
        if is_silence(answer.failure.as_ref(), &answer.bytes) {
            self.look_for_device(sheet)?;
        }
        Ok(Answer::Http(answer))
    }

    /// A device that leaves request after request without an answer is lost. What answers hostile input, or nothing, says
    /// nothing about other requests.
    fn note_silence(
        &self,
        ask: &HttpAsk,
        began: Instant,
        answer: &HttpAnswer,
        served_others: bool,
    ) -> Result<(), LabError> {
        if self.hostile {
            return Ok(());
        }
        let (failure, bytes) = (answer.failure.as_ref(), answer.bytes.len());
        let silence = &self.shared.silence;
        match silence.note(&spoken_to(ask), began, failure, bytes, served_others) {
            None => Ok(()),
            Some(text) => {
                let at_ms = self.shared.now_ms();
                let text = format!("the device counts as lost: {text}");
                self.shared.write(Event::Notice { at_ms, text });
                self.shared.lose();
                Err(LabError::DeviceLost)
            }
        }
    }

    /// A subscription that the device grants: what names it is the device's. Where it ends, there is room for another.
    fn learn_subscription(&self, ask: &HttpAsk, response: Option<&Message>) {
        let given = |wanted: &str| {
            let mut headers = ask.headers.iter();
            headers.find(|(name, _)| name.eq_ignore_ascii_case(wanted))
        };
        if let ("UNSUBSCRIBE", Some((_, sid))) = (ask.method.as_str(), given("sid")) {
            self.shared.busy.released(sid);
        }
        let headers = response.filter(|_| ask.method == "SUBSCRIBE");
        let headers = headers.into_iter().flat_map(|response| &response.headers);
        for (_, sid) in headers.filter(|(name, _)| name.eq_ignore_ascii_case("sid")) {
            self.shared.busy.holds(sid);
            let first = given("callback").and_then(|(_, urls)| urls.split(['<', '>']).nth(1));
            self.shared.acquaintance.granted(sid, first.map(path_of));
        }
    }

    /// The exchange, when no more others are outstanding than may be. That time is not the case's. A connection that is
    /// refused while others are open is tried again: the device has room for fewer.
    fn in_turn(&mut self, ask: &HttpAsk, began: &mut Instant) -> Result<Came, LabError> {
        let shared = Arc::clone(&self.shared);
        let mut tries = 1;
        let mut put_off = 0;
        loop {
            let waited = shared.busy.room_for(ask, &self.deadline)?;
            self.deadline.extend(waited);
            let mut turn = shared.requests.turn(self.urgency, &self.deadline)?;
            self.deadline.extend(turn.queued);
            *began = Instant::now();
            let came = self.exchange(ask, began, &mut turn)?;
            turn.went(came.pace());
            // Nothing more is asked of the device while others have long evidence.
            self.has_come(came.bytes.len());
            let why = shared.busy.put_off(ask, &came.bytes, put_off);
            // Whatever was asked, the device may name a time; that it has no room is told by those who ask as they should.
            let why = why.filter(|why| !self.hostile || matches!(why, PutOff::For(_)));
            if let Some(why) = why {
                drop(turn);
                put_off += 1;
                self.wait_aside(why)?;
                continue;
            }
            let refused = came.failure == Some(HttpFailure::Refused) && !came.nobody;
            let again = turn.beside_others && refused;
            if !again || tries == TRIES {
                return Ok(came);
            }
            tries += 1;
        }
    }

    /// The device has to be asked again later: that time is not the case's.
    pub(super) fn wait_aside(&mut self, why: PutOff) -> Result<(), LabError> {
        if let Some(text) = self.shared.busy.remark(why) {
            let (at_ms, text) = (self.shared.now_ms(), text.to_owned());
            self.shared.write(Event::Notice { at_ms, text });
        }
        let waited = self.shared.busy.wait(why, &self.deadline)?;
        self.deadline.extend(waited);
        Ok(())
    }

    fn exchange(
        &self,
        ask: &HttpAsk,
        began: &mut Instant,
        turn: &mut Turn<'_>,
    ) -> Result<Came, LabError> {
        let places = spoken_to(ask);
        if let Err(given_up) = self.shared.silence.check(&places) {
            // That a document or a subscription does not come is what some case has to tell; actions are judged by what all
            // exchanges show.
            return if is_ordinary(ask) {
                Ok(Came::nothing(HttpFailure::TimedOut, *began))
            } else {
                Err(given_up)
            };
        }
        let (url, address) = match address::reach(&ask.url) {
            Ok(found) => found,
            Err(why) => return Ok(Came::nothing(HttpFailure::Unreachable(why), *began)),
        };
        self.shared.hosts.admit(&ask.url, address)?;
        let source = self.shared.source(ask.control_point);
        let mut connection = match Connection::open(address, source, CONNECT)? {
            Ok(connection) => connection,
            Err(HttpFailure::Refused) if !self.shared.silence.was_reached(address) => {
                return Ok(Came {
                    nobody: true,
                    ..Came::nothing(HttpFailure::Refused, *began)
                });
            }
            Err(failure) => return Ok(Came::nothing(failure, *began)),
        };
        self.shared.silence.reached(address);
        if self.shared.is_of_device(&url) {
            self.shared.moved.stays();
        }
        *began = Instant::now();
        let full = self.shared.setup.reply_timeout;
        let patience = match is_ordinary(ask) {
            true => full,
            false => self.shared.silence.patience(&places, full, self.hostile),
        };
        let until = *began + patience;
        // What could not be sent shows in what comes back.
        let mut bytes = head_bytes(ask, &url);
        // One piece, as a client sends it, unless it takes many anyway.
        let long = ask.body.len() > LONG;
        if !long {
            bytes.extend_from_slice(&ask.body);
        }
        if connection.send(&bytes, until, &self.deadline)? && long {
            connection.send(&ask.body, until, &self.deadline)?;
        }
        let served_others = match self.known_place().filter(|_| full > OTHERS_AFTER) {
            Some(known) => let_others_pass(&mut connection, *began, &known, &self.deadline, turn)?,
            None => false,
        };
        connection.overstates = self.shared.silence.overstates();
        let taken = connection.response(&ask.method, until, &self.deadline)?;
        if connection.overstated {
            self.shared.silence.overstated();
        }
        connection.unless_given_up()?;
        if patience < full && taken.failure == Some(HttpFailure::TimedOut) {
            self.note_short(&places, *began, taken.bytes.len());
            return Err(LabError::GivenUp(format!(
                "{} left an earlier request without an answer, and this one for {} s",
                ask.url,
                patience.as_secs()
            )));
        }
        if taken.failure.is_none() {
            // Bytes behind the message are evidence too.
            connection.receive_now();
        }
        let took = connection.answered_at().saturating_duration_since(*began);
        let mut bytes = taken.bytes;
        bytes.append(&mut connection.buffer);
        Ok(Came {
            bytes,
            closed: connection.closed,
            failure: taken.failure,
            nobody: false,
            served_others,
            took,
        })
    }

    /// Where the device answers for sure, as long as it answers at all; nothing for a case whose input may have killed it.
    pub(super) fn known_place(&self) -> Option<String> {
        let url = self.shared.description_url();
        (!self.hostile && !url.is_empty()).then_some(url)
    }

    /// A wait that was cut short, because one before was in vain, was in vain too.
    fn note_short(&self, places: &[String], began: Instant, bytes: usize) {
        let failure = Some(&HttpFailure::TimedOut);
        // That the device is lost is for those to say that waited as long as anybody would.
        self.shared
            .silence
            .note(places, began, failure, bytes, true);
    }
}

/// What an answer is expected of: the URL, and for an action also that: one may hang while others are served.
fn spoken_to(ask: &HttpAsk) -> Vec<String> {
    let action = |(name, _): &&(String, String)| name.eq_ignore_ascii_case("soapaction");
    let named = ask.headers.iter().find(action);
    let action = named.map(|(_, action)| format!("{} ({action})", ask.url));
    [Some(ask.url.clone()), action]
        .into_iter()
        .flatten()
        .collect()
}

/// Whether the request is what every control point asks of a description or of eventing, with nothing odd about it.
fn is_ordinary(ask: &HttpAsk) -> bool {
    let has = |wanted: &str| {
        let mut names = ask.headers.iter().map(|(name, _)| name);
        names.any(|name| name.eq_ignore_ascii_case(wanted))
    };
    match ask.wire {
        Wire::Description => ask.method == "GET",
        Wire::Event => {
            let complete = ["CALLBACK", "NT", "TIMEOUT"].into_iter().all(has);
            ask.method == "SUBSCRIBE" && complete && !has("SID")
        }
        _ => false,
    }
}

/// Nothing came, so that the device may be gone: a connection that is closed without a byte is what one leaves that dies.
pub(super) fn is_silence(failure: Option<&HttpFailure>, bytes: &[u8]) -> bool {
    match failure {
        Some(HttpFailure::Refused | HttpFailure::Unreachable(_) | HttpFailure::TimedOut) => true,
        Some(HttpFailure::CutOff) => bytes.is_empty(),
        _ => false,
    }
}

struct Came {
    bytes: Vec<u8>,
    closed: bool,
    failure: Option<HttpFailure>,
    /// Nobody ever listened there in this run: that has nothing to do with the pace.
    nobody: bool,
    /// The device served others while it was silent here.
    served_others: bool,
    /// How long it took.
    took: Duration,
}

impl Came {
    /// What it says about the pace that the device can take.
    fn pace(&self) -> Went {
        if self.failure == Some(HttpFailure::Refused) {
            return match self.nobody {
                true => Went::Otherwise,
                false => Went::Refused,
            };
        }
        let status = self.bytes.strip_prefix(b"HTTP/1.");
        if status.is_some_and(|rest| rest.get(1..5) == Some(b" 503")) {
            return Went::Refused;
        }
        if self.failure.is_some() {
            return Went::Otherwise;
        }
        Went::Answered(u64::try_from(self.took.as_millis()).unwrap_or(u64::MAX))
    }

    fn nothing(failure: HttpFailure, began: Instant) -> Self {
        Self {
            bytes: Vec::new(),
            closed: false,
            failure: Some(failure),
            nobody: false,
            served_others: false,
            took: began.elapsed(),
        }
    }
}

/// The head of the request as it goes over the wire: nothing is added but HOST, and nothing is put right.
fn head_bytes(ask: &HttpAsk, url: &HttpUrl) -> Vec<u8> {
    let mut head = format!("{} {} HTTP/1.1\r\n", ask.method, url.target);
    for (name, value) in views::headers_sent(ask, url) {
        head.push_str(&name);
        head.push_str(": ");
        head.push_str(&value);
        head.push_str("\r\n");
    }
    head.push_str("\r\n");
    head.into_bytes()
}
