//! A scripted TCP connection.

use std::net::IpAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use ctk_suite::lab::{Answer, HttpFailure, LabError, ScriptAnswer, ScriptAsk, ScriptStep};

use super::address;
use super::aside::{OTHERS_AFTER, let_others_pass};
use super::connection::{CONNECT, Connection, Taken};
use super::deadline::Deadline;
use super::gate::Turn;
use super::hosts::Hosts;
use super::http::is_silence;
use super::live::{LiveLab, Sheet};
use super::silence::Silence;
use ctk_suite::replay::views;

/// How long a peer may take no byte that is sent to it.
const SEND: Duration = Duration::from_secs(30);

impl LiveLab {
    /// Plays a script; each part that ends with a reading step is an exchange.
    pub(super) fn script(
        &mut self,
        ask: &ScriptAsk,
        sheet: &mut Sheet,
    ) -> Result<Answer, LabError> {
        let kind = views::kind_of(ask.wire);
        let shared = Arc::clone(&self.shared);
        let now = ScriptAsk {
            to: shared.moved.authority(&ask.to).into_owned(),
            ..ask.clone()
        };
        let (ask, url) = (&now, format!("tcp://{}", now.to));
        let played = self.played(ask)?;
        let mut answers = Vec::new();
        for mut part in played.parts {
            let mut draft = self.draft(kind);
            draft.at_ms = self.shared.ms_at(part.began);
            // From the first byte sent on, however long the reading step took of it.
            let took = part.over.saturating_duration_since(part.began).as_millis();
            draft.elapsed_ms = u64::try_from(took).unwrap_or(u64::MAX);
            draft.request = (!part.sent.is_empty()).then(|| views::of_request(&part.sent, &url));
            if let Some(answer) = &mut part.answer {
                answer.exchange = draft.number;
                draft.add_part(answer, &part.method);
                answers.push(answer.clone());
            }
            if part.answer.is_none() {
                draft.error = played.unconnected.as_ref().map(ToString::to_string);
            }
            sheet.own(draft);
        }
        if let Some(stopped) = played.stopped {
            return Err(stopped);
        }
        let cut_off = |it: &ScriptAnswer| {
            it.failure == Some(HttpFailure::CutOff) && is_silence(it.failure.as_ref(), &it.bytes)
        };
        if played.unconnected.is_some() || answers.first().is_some_and(cut_off) {
            self.look_for_device(sheet)?;
        }
        Ok(Answer::Script(answers))
    }

    /// Plays it in its turn, and again when the device names a time for that.
    fn played(&mut self, ask: &ScriptAsk) -> Result<Played, LabError> {
        let shared = Arc::clone(&self.shared);
        let mut tried = 0;
        loop {
            let turn = shared.requests.turn(self.urgency, &self.deadline)?;
            self.deadline.extend(turn.queued);
            let known = self.known_place();
            let way = Way {
                source: shared.source(ask.control_point),
                hosts: &shared.hosts,
                deadline: &self.deadline,
                known: known.as_deref(),
                silence: &shared.silence,
            };
            let played = play(ask, &way, turn)?;
            let mut answers = played.parts.iter().filter_map(|part| part.answer.as_ref());
            match answers.find_map(|it| shared.busy.put_off_for(&it.bytes, tried)) {
                Some(why) => self.wait_aside(why)?,
                None => return Ok(played),
            }
            tried += 1;
        }
    }
}

/// A part of the script that ends with a reading step: it becomes one exchange of the record.
#[derive(Debug)]
pub(super) struct Part {
    /// What was sent in it.
    pub(super) sent: Vec<u8>,
    /// What the reading step brought; absent when the script ends without one. Its exchange is not numbered yet.
    pub(super) answer: Option<ScriptAnswer>,
    /// The method that the response is read by.
    pub(super) method: String,
    /// When it began.
    pub(super) began: Instant,
    /// When it was over.
    pub(super) over: Instant,
}

/// What came of a script.
#[derive(Debug)]
pub(super) struct Played {
    /// Its parts, in order.
    pub(super) parts: Vec<Part>,
    /// Why there was no connection.
    pub(super) unconnected: Option<HttpFailure>,
    /// Why it did not come to its end.
    pub(super) stopped: Option<LabError>,
}

/// How a script reaches the device, and until when.
struct Way<'a> {
    source: Option<IpAddr>,
    hosts: &'a Hosts,
    deadline: &'a Deadline,
    /// Where the device answers for sure, as long as it answers at all.
    known: Option<&'a str>,
    /// What is known of the lengths that it sends.
    silence: &'a Silence,
}

/// Plays a script, and gives the turn back when its last answer has come. When there is no connection, every reading step
/// says so.
///
/// # Errors
/// When the lab cannot connect that way at all.
fn play(ask: &ScriptAsk, way: &Way<'_>, turn: Turn<'_>) -> Result<Played, LabError> {
    let mut turn = Some(turn);
    let answered = answered(&ask.steps);
    let address = address::resolve_authority(&ask.to);
    let opened = match address {
        Ok(address) => {
            way.hosts.admit(&ask.to, address)?;
            Connection::open(address, way.source, CONNECT)?
        }
        Err(why) => Err(HttpFailure::Unreachable(why)),
    };
    let mut player = Player {
        parts: Vec::new(),
        open: None,
    };
    match opened {
        Ok(mut connection) => {
            connection.overstates = way.silence.overstates();
            let stopped = ask
                .steps
                .iter()
                .enumerate()
                .try_for_each(|(place, step)| {
                    let begun = Instant::now();
                    if let (Some(known), Some(turn)) = (way.known, turn.as_mut())
                        && may_take_long(step)
                    {
                        let_others_pass(&mut connection, begun, known, way.deadline, turn)?;
                    }
                    player.step(&mut connection, step, begun, way.deadline)?;
                    if connection.overstated {
                        way.silence.overstated();
                    }
                    if Some(place) == answered {
                        drop(turn.take());
                    }
                    Ok(())
                })
                .err();
            player.end();
            Ok(Played {
                parts: player.parts,
                unconnected: None,
                stopped,
            })
        }
        Err(failure) => {
            for step in &ask.steps {
                if let Some(method) = reads(step) {
                    let taken = Taken {
                        bytes: Vec::new(),
                        failure: Some(failure.clone()),
                    };
                    let now = Instant::now();
                    player.close(taken, true, (now, now), method);
                }
            }
            if player.parts.is_empty() {
                // What would have been sent is shown, as with any other request that found nobody.
                ask.steps.iter().for_each(|step| player.would_send(step));
                player.end();
            }
            Ok(Played {
                parts: player.parts,
                unconnected: Some(failure),
                stopped: None,
            })
        }
    }
}

/// The step after which nothing is outstanding any more: it reads the answer to what was sent last. What the script still
/// waits for then is the end of the connection.
fn answered(steps: &[ScriptStep]) -> Option<usize> {
    let sends = |step: &ScriptStep| matches!(step, ScriptStep::Send(_));
    let reads = |step: &ScriptStep| matches!(step, ScriptStep::Response { .. });
    let last = steps.iter().rposition(reads)?;
    (Some(last) > steps.iter().rposition(sends)).then_some(last)
}

/// A wait for an answer that is longer than the moment after which others may pass.
fn may_take_long(step: &ScriptStep) -> bool {
    let longer = |ms: u64| Duration::from_millis(ms) > OTHERS_AFTER;
    matches!(step, ScriptStep::Response { wait_ms, .. } if longer(*wait_ms))
}

/// The method that a reading step reads by; nothing for a step that does not read.
fn reads(step: &ScriptStep) -> Option<&str> {
    match step {
        ScriptStep::Response { method, .. } => Some(method),
        ScriptStep::Interim { .. } | ScriptStep::AwaitClose { .. } => Some(""),
        ScriptStep::Send(_) | ScriptStep::Idle { .. } | ScriptStep::ShutdownWrite => None,
    }
}

struct Player {
    parts: Vec<Part>,
    open: Option<(Vec<u8>, Instant)>,
}

impl Player {
    fn step(
        &mut self,
        connection: &mut Connection,
        step: &ScriptStep,
        begun: Instant,
        deadline: &Deadline,
    ) -> Result<(), LabError> {
        let until = |ms: &u64| {
            begun
                .checked_add(Duration::from_millis(*ms))
                .unwrap_or(begun + SEND)
        };
        let taken = match step {
            ScriptStep::Send(bytes) => {
                self.sent(bytes);
                // That a peer would not take it shows in the reading steps.
                connection.send(bytes, begun + SEND, deadline)?;
                return Ok(());
            }
            ScriptStep::Idle { ms } => return deadline.sleep(Duration::from_millis(*ms)),
            ScriptStep::ShutdownWrite => {
                connection.shutdown_write();
                return Ok(());
            }
            ScriptStep::Response { method, wait_ms } => {
                let taken = connection.response(method, until(wait_ms), deadline)?;
                connection.unless_given_up()?;
                taken
            }
            ScriptStep::Interim { wait_ms } => connection.interim(until(wait_ms), deadline)?,
            ScriptStep::AwaitClose { wait_ms } => {
                connection.await_close(until(wait_ms), deadline)?
            }
        };
        // Whether the other side has closed after what was taken, as far as can be told now.
        if connection.buffer.is_empty() {
            connection.receive_now();
        }
        let closed = connection.closed && connection.buffer.is_empty();
        let over = match step {
            ScriptStep::Response { .. } => connection.answered_at(),
            _ => Instant::now(),
        };
        self.close(
            taken,
            closed,
            (begun, over),
            reads(step).unwrap_or_default(),
        );
        Ok(())
    }

    fn would_send(&mut self, step: &ScriptStep) {
        if let ScriptStep::Send(bytes) = step {
            self.sent(bytes);
        }
    }

    fn sent(&mut self, bytes: &[u8]) {
        let (sent, _) = self
            .open
            .get_or_insert_with(|| (Vec::new(), Instant::now()));
        sent.extend_from_slice(bytes);
    }

    /// A part ends with what a reading step took.
    fn close(
        &mut self,
        taken: Taken,
        closed: bool,
        (begun, over): (Instant, Instant),
        method: &str,
    ) {
        let (sent, began) = self.open.take().unwrap_or((Vec::new(), begun));
        let answer = ScriptAnswer {
            exchange: 0,
            bytes: taken.bytes,
            closed,
            failure: taken.failure,
            elapsed_ms: u64::try_from(over.saturating_duration_since(begun).as_millis())
                .unwrap_or(u64::MAX),
        };
        self.parts.push(Part {
            sent,
            answer: Some(answer),
            method: method.to_owned(),
            began,
            over,
        });
    }

    /// What was sent last has no reading step.
    fn end(&mut self) {
        if let Some((sent, began)) = self.open.take() {
            self.parts.push(Part {
                sent,
                answer: None,
                method: String::new(),
                began,
                over: Instant::now(),
            });
        }
    }
}
