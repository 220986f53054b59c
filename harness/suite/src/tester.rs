//! What a case body holds in its hands: the verbs of the lower tester.
//!
//! The verbs speak the standard's words. *Arranging* verbs bring the device into the situation that a case is about;
//! when that does not work the case is inconclusive, because another case judges the step that failed. *Judging* verbs
//! record a judgement, and end the case when it is a fail.

use std::collections::BTreeSet;

use ctk_model::expectation::{Expectation, Observed, Outcome, by_level};
use ctk_vectors::facts;
use ctk_wire::http::{Framing, Limits, Progress, Response, ResponseReader};
use ctk_wire::soap;
use serde_json::Value;

use crate::applicability::{Applicability, of_subject};
use crate::case::{Case, Reach};
use crate::ics::Dut;
use crate::judgement::{Flow, Judgement, Mark, Stop, Suspect};
use crate::lab::{
    Answer, Ask, ControlPoint, Finding, Grade, HttpAnswer, HttpAsk, Lab, LabError, StimulusAnswer,
    StimulusStatus, Wire,
};
use crate::reply::{Outputs, Reply};
use crate::watch;

/// A case at work.
pub struct Tester<'a> {
    lab: &'a mut dyn Lab,
    dut: &'a Dut,
    whole: &'a Dut,
    case: &'a Case,
    judgements: Vec<Judgement>,
    made: Made,
    left: Vec<(&'a Dut, Made)>,
    filed: BTreeSet<u32>,
}

/// What a case made or changed, and tidies up.
#[derive(Default)]
struct Made {
    sessions: Vec<String>,
    messages: Vec<String>,
    restore: Vec<(String, Value)>,
    subscriptions: Vec<(ControlPoint, String)>,
}

impl<'a> Tester<'a> {
    /// For the case, on the device, in the lab.
    pub fn new(case: &'a Case, dut: &'a Dut, lab: &'a mut dyn Lab) -> Self {
        Self {
            lab,
            dut,
            whole: dut,
            case,
            judgements: Vec::new(),
            made: Made::default(),
            left: Vec::new(),
            filed: BTreeSet::new(),
        }
    }

    /// Whether the exchange is looked at for the first time in this case.
    pub(crate) fn first_look(&mut self, exchange: u32) -> bool {
        self.filed.insert(exchange)
    }

    /// The device.
    pub fn dut(&self) -> &'a Dut {
        self.dut
    }

    /// The case goes on with this service.
    pub(crate) fn turn_to(&mut self, dut: &'a Dut) {
        let made = std::mem::take(&mut self.made);
        self.left.push((self.dut, made));
        self.dut = dut;
    }

    /// The services under test that the case applies to.
    pub(crate) fn subjects(&self) -> Vec<&'a Dut> {
        let applies = |dut: &&Dut| of_subject(self.case, dut) == Applicability::Applicable;
        self.whole.subjects().filter(applies).collect()
    }

    /// The id of the case.
    pub fn case_id(&self) -> &'a str {
        &self.case.id
    }

    /// The lab, for questions that have no verb here.
    pub fn lab(&mut self) -> &mut dyn Lab {
        self.lab
    }

    /// The judgements so far.
    pub fn judgements(&self) -> &[Judgement] {
        &self.judgements
    }

    /// Asks the lab.
    ///
    /// # Errors
    /// As [`Lab::perform`].
    pub fn ask(&mut self, ask: &Ask) -> Flow<Answer> {
        Ok(self.lab.perform(ask)?)
    }

    // --- control ------------------------------------------------------------------------------------------------

    /// Invokes an action as the first control point. The arguments are sent in the order given.
    ///
    /// # Errors
    /// As [`Lab::perform`]; whatever the device answers is a [`Reply`].
    pub fn invoke(&mut self, action: &str, arguments: &[(&str, &str)]) -> Flow<Reply> {
        self.invoke_as(ControlPoint::First, action, arguments)
    }

    /// Invokes an action as the control point named.
    ///
    /// # Errors
    /// As [`Tester::invoke`].
    pub fn invoke_as(
        &mut self,
        who: ControlPoint,
        action: &str,
        arguments: &[(&str, &str)],
    ) -> Flow<Reply> {
        let user_agent = self.user_agent(who);
        Ok(invoke(
            self.lab, self.dut, who, user_agent, action, arguments,
        )?)
    }

    /// Reads the response to a control request that was sent by other means.
    pub fn read_reply(&mut self, action: &str, asked: String, answer: &HttpAnswer) -> Reply {
        read_reply(self.lab, self.dut, action, asked, answer)
    }

    /// One HTTP exchange.
    ///
    /// # Errors
    /// As [`Lab::perform`].
    pub fn http(&mut self, ask: HttpAsk) -> Flow<HttpAnswer> {
        match self.ask(&Ask::Http(ask))? {
            Answer::Http(answer) => Ok(answer),
            other => Err(mismatch("an HTTP exchange", &other)),
        }
    }

    /// The User-Agent of a control point of this case: no two cases share one, because devices may tell control points
    /// apart by it.
    pub fn user_agent(&self, who: ControlPoint) -> String {
        let number = match who {
            ControlPoint::First => 1,
            ControlPoint::Second => 2,
        };
        let id: String = self
            .case
            .id
            .chars()
            .map(|c| {
                if c.is_ascii_alphanumeric() || c == '.' {
                    c
                } else {
                    '-'
                }
            })
            .collect();
        format!("TestKit/1.0 UPnP/2.0 messaging-ctk.{id}/{number}")
    }

    // --- the far side, time and chance --------------------------------------------------------------------------

    /// Makes the far side act.
    ///
    /// # Errors
    /// Inconclusive when the upper tester cannot or does not.
    pub fn stimulate(&mut self, name: &str, fields: Value) -> Flow<StimulusAnswer> {
        let answer = self.try_stimulus(name, fields)?;
        match answer.status {
            StimulusStatus::Done => Ok(answer),
            StimulusStatus::Unsupported => Err(Stop::Inconclusive {
                reason: format!("needs stimulus `{name}`"),
                suspect: Suspect::Operator,
            }),
            StimulusStatus::Failed => Err(Stop::Inconclusive {
                reason: format!("stimulus `{name}` failed: {}", answer.detail),
                suspect: Suspect::Operator,
            }),
        }
    }

    /// Asks the upper tester, and takes what it says.
    ///
    /// # Errors
    /// As [`Lab::perform`].
    pub fn try_stimulus(&mut self, name: &str, fields: Value) -> Flow<StimulusAnswer> {
        match self.ask(&Ask::Stimulus {
            name: name.to_owned(),
            fields,
        })? {
            Answer::Stimulus(answer) => {
                self.made.sessions.extend(answer.session_id.clone());
                self.made.messages.extend(answer.message_id.clone());
                Ok(answer)
            }
            other => Err(mismatch("a stimulus", &other)),
        }
    }

    /// Milliseconds since the run began.
    ///
    /// # Errors
    /// As [`Lab::perform`].
    pub fn now(&mut self) -> Flow<u64> {
        match self.ask(&Ask::Now)? {
            Answer::Number(ms) => Ok(ms),
            other => Err(mismatch("the time", &other)),
        }
    }

    /// Lets time pass.
    ///
    /// # Errors
    /// As [`Lab::perform`].
    pub fn pause(&mut self, ms: u64) -> Flow {
        self.ask(&Ask::Pause { ms }).map(drop)
    }

    /// Repeats a look until it shows what is waited for, or the time is over; the last look is returned either way.
    ///
    /// # Errors
    /// Those of the look.
    pub fn await_until<T>(
        &mut self,
        within_ms: u64,
        mut look: impl FnMut(&mut Self) -> Flow<T>,
        enough: impl Fn(&T) -> bool,
    ) -> Flow<T> {
        let deadline = self.now()? + within_ms;
        let mut pause = 5;
        loop {
            // The last look begins when the time is over: one that was asked for earlier shows what was so then.
            let last = self.now()? >= deadline;
            let seen = look(self)?;
            if enough(&seen) || last {
                return Ok(seen);
            }
            let left = deadline.saturating_sub(self.now()?);
            self.pause(pause.min(left))?;
            pause = (pause * 2).min(200);
        }
    }

    /// A word that has not been used in this run: a prefix and eight letters or digits.
    ///
    /// # Errors
    /// As [`Lab::perform`].
    pub fn unique(&mut self, prefix: &str) -> Flow<String> {
        match self.ask(&Ask::Draw)? {
            Answer::Number(drawn) => Ok(format!("{prefix}{:08x}", drawn & 0xffff_ffff)),
            other => Err(mismatch("a number", &other)),
        }
    }

    // --- judging ------------------------------------------------------------------------------------------------

    /// Judges what came of an action.
    ///
    /// # Errors
    /// Ends the case unless it is a pass or a warning.
    pub fn judge(&mut self, reply: &Reply, expectation: &Expectation) -> Flow {
        self.judge_marked(reply, expectation, Vec::new(), &reply.observed(None))
    }

    /// Judges what came of an action, with the state or value observed afterwards, and settles a cell with it.
    ///
    /// # Errors
    /// Ends the case unless it is a pass or a warning.
    pub fn judge_marked(
        &mut self,
        reply: &Reply,
        expectation: &Expectation,
        marks: Vec<Mark>,
        observed: &Observed,
    ) -> Flow {
        let weighed = expectation.weigh(observed, &self.dut.rulings);
        let seen = reply.describe(observed);
        self.record(Judgement {
            requirement: expectation.requirement.clone(),
            outcome: weighed.outcome,
            asked: reply.asked.clone(),
            accepted: each_once(expectation.accepted()),
            observed: if weighed.reason.is_empty() {
                seen
            } else {
                format!("{seen}: {}", weighed.reason)
            },
            ruling: weighed.ruling,
            exchanges: vec![reply.exchange],
            seen_in: Vec::new(),
            marks,
        })
    }

    /// Judges the answer to a mistake that the action's own table has a code for: the pair counts as provoked.
    ///
    /// # Errors
    /// Ends the case unless it is a pass or a warning.
    pub fn judge_pair(&mut self, reply: &Reply, expectation: &Expectation, code: u16) -> Flow {
        let mark = Mark::ErrorPair {
            action: reply.action.clone(),
            code,
        };
        self.judge_marked(reply, expectation, vec![mark], &reply.observed(None))
    }

    /// Judges a value: what is accepted, what was observed, and whether the one is the other.
    ///
    /// # Errors
    /// Ends the case when it is not.
    pub fn require(&mut self, requirement: &str, met: bool, about: &Statement<'_>) -> Flow {
        let outcome = if met { Outcome::Pass } else { Outcome::Fail };
        self.record(about.judgement(requirement, outcome, None))
    }

    /// Remarks on a value that a ruling calls a warning, unless the profile says otherwise.
    ///
    /// # Errors
    /// Ends the case when the profile makes a fail of it.
    pub fn remark(&mut self, requirement: &str, ruling: &str, about: &Statement<'_>) -> Flow {
        let outcome = self.dut.rulings.apply(Outcome::Warning, Some(ruling));
        self.record(about.judgement(requirement, outcome, Some(ruling.to_owned())))
    }

    /// Records a judgement after its requirement's level has been applied: only a `shall` makes a fail.
    ///
    /// # Errors
    /// Ends the case on fail and inconclusive; breaks it when the case does not declare the requirement.
    pub fn record(&mut self, mut judgement: Judgement) -> Flow {
        let Some(norm) = facts().norm(&judgement.requirement) else {
            return Err(Stop::Broken(format!(
                "no requirement is called {}",
                judgement.requirement
            )));
        };
        if !self
            .case
            .requirements
            .iter()
            .any(|id| *id == judgement.requirement)
        {
            return Err(Stop::Broken(format!(
                "case {} judges {}, which its metadata does not declare",
                self.case.id, judgement.requirement
            )));
        }
        judgement.outcome = by_level(judgement.outcome, norm.level);
        // Where several services are under test, it is said which one was asked.
        if !self.whole.others.is_empty() && self.case.reach == Reach::EachService {
            judgement.asked = format!("{}: {}", self.dut.service_name(), judgement.asked);
        }
        self.lab.judged(&judgement);
        let outcome = judgement.outcome;
        self.judgements.push(judgement);
        match outcome {
            Outcome::Pass | Outcome::Warning => Ok(()),
            Outcome::Fail | Outcome::Inconclusive => Err(Stop::Judged),
        }
    }

    // --- what the case made -------------------------------------------------------------------------------------

    /// The session was made by this case: it is closed when the case is over.
    pub fn owns_session(&mut self, id: &str) {
        self.made.sessions.push(id.to_owned());
    }

    /// The message was made by this case: it is deleted when the case is over.
    pub fn owns_message(&mut self, id: &str) {
        self.made.messages.push(id.to_owned());
    }

    /// The subscription was made by this case: it is cancelled when the case is over.
    pub fn owns_subscription(&mut self, who: ControlPoint, sid: &str) {
        let known = &mut self.made.subscriptions;
        if !known.iter().any(|(_, known)| known == sid) {
            known.push((who, sid.to_owned()));
        }
    }

    /// The subscription is over, or about to be: nothing is left to be cancelled.
    pub fn disowns_subscription(&mut self, sid: &str) {
        self.made.subscriptions.retain(|(_, known)| known != sid);
    }

    /// A stimulus that undoes, when the case is over, what the next one does to the whole device. Said before it is done,
    /// so that an interruption in between leaves nothing behind.
    pub fn restore_with(&mut self, stimulus: &str, fields: Value) {
        self.made.restore.push((stimulus.to_owned(), fields));
    }

    /// Cancels the subscriptions, closes the sessions and deletes the messages of this case. Nothing is judged, and
    /// nothing can go wrong.
    pub fn clean_up(&mut self) {
        self.turn_to(self.dut);
        for (dut, made) in std::mem::take(&mut self.left) {
            self.dut = dut;
            if self.undo(made).is_err() {
                return;
            }
        }
    }

    fn undo(&mut self, made: Made) -> Flow {
        for (who, sid) in made.subscriptions {
            self.unsubscribe(who, &sid)?;
        }
        for (name, fields) in made.restore.into_iter().rev() {
            self.ask(&Ask::Stimulus { name, fields })?;
        }
        if self.dut.ics.has_action("CloseSession") {
            for id in dedup(made.sessions) {
                self.invoke("CloseSession", &[("SessionID", &id)])?;
            }
        }
        if self.dut.ics.has_action("DeleteMessage") {
            for id in dedup(made.messages) {
                for _ in 0..2 {
                    let reply = self.invoke("DeleteMessage", &[("MessageID", &id)])?;
                    if !reply.succeeded() {
                        break;
                    }
                }
            }
        }
        Ok(())
    }

    /// The outputs of an action that only arranges things.
    ///
    /// # Errors
    /// Inconclusive when it did not succeed: another case judges that action.
    pub fn arranged(&mut self, reply: &Reply) -> Flow<Outputs> {
        reply.outputs().cloned().ok_or_else(|| {
            Stop::inconclusive(format!(
                "could not be arranged: {} gave {}",
                reply.asked,
                reply.describe(&reply.observed(None))
            ))
        })
    }
}

/// A statement about a value, for [`Tester::require`].
#[derive(Debug, Clone, Default)]
pub struct Statement<'s> {
    /// What was asked of the device.
    pub asked: &'s str,
    /// What is accepted.
    pub accepted: &'s [&'s str],
    /// What came.
    pub observed: String,
    /// The exchanges it rests on.
    pub exchanges: &'s [u32],
    /// What it counts for.
    pub marks: Vec<Mark>,
}

impl Statement<'_> {
    fn judgement(&self, requirement: &str, outcome: Outcome, ruling: Option<String>) -> Judgement {
        Judgement {
            requirement: requirement.to_owned(),
            outcome,
            asked: self.asked.to_owned(),
            accepted: self.accepted.iter().map(|&text| text.to_owned()).collect(),
            observed: self.observed.clone(),
            ruling,
            exchanges: self.exchanges.to_vec(),
            seen_in: Vec::new(),
            marks: self.marks.clone(),
        }
    }
}

/// Reads the response out of what came over the wire.
///
/// # Errors
/// Why there is none, in words.
pub fn response_of(answer: &HttpAnswer, method: &str) -> Result<Response, String> {
    let mut reader = ResponseReader::new(Limits::default(), method);
    let fed = reader
        .feed(&answer.bytes)
        .and_then(|progress| match progress {
            Progress::More if answer.closed || is_bodiless(method, &reader) => reader.eof(),
            progress => Ok(progress),
        });
    match fed {
        Ok(Progress::Complete) => reader.take().map_err(|error| error.to_string()),
        Ok(Progress::More) => Err(answer.failure.as_ref().map_or_else(
            || "the answer is not complete".to_owned(),
            ToString::to_string,
        )),
        Err(error) => Err(answer
            .failure
            .as_ref()
            .map_or_else(|| error.to_string(), ToString::to_string)),
    }
}

/// Answers to subscriptions have no body: where one has no length either, and the connection stays open, it is its head
/// (UDA-EVNT-07 judges that).
fn is_bodiless(method: &str, reader: &ResponseReader) -> bool {
    matches!(method, "SUBSCRIBE" | "UNSUBSCRIBE") && reader.framing() == Some(Framing::UntilClose)
}

/// Invokes an action without arguments before there is a case.
///
/// # Errors
/// As [`Lab::perform`].
pub fn invoke_plainly(lab: &mut dyn Lab, dut: &Dut, action: &str) -> Result<Reply, LabError> {
    let user_agent = "TestKit/1.0 UPnP/2.0 messaging-ctk/1.0".to_owned();
    invoke(lab, dut, ControlPoint::First, user_agent, action, &[])
}

fn invoke(
    lab: &mut dyn Lab,
    dut: &Dut,
    who: ControlPoint,
    user_agent: String,
    action: &str,
    arguments: &[(&str, &str)],
) -> Result<Reply, LabError> {
    let body = soap::request(&dut.service_type, action, arguments);
    let headers = vec![
        (
            "CONTENT-TYPE".to_owned(),
            "text/xml; charset=\"utf-8\"".to_owned(),
        ),
        ("USER-AGENT".to_owned(), user_agent),
        (
            "SOAPACTION".to_owned(),
            soap::soapaction(&dut.service_type, action),
        ),
        ("CONTENT-LENGTH".to_owned(), body.len().to_string()),
    ];
    let asked = describe(action, arguments);
    let answer = lab.perform(&Ask::Http(HttpAsk {
        wire: Wire::Control,
        control_point: who,
        url: dut.control_url.clone(),
        method: "POST".to_owned(),
        headers,
        body,
        about: asked.clone(),
    }))?;
    match answer {
        Answer::Http(answer) => Ok(read_reply(lab, dut, action, asked, &answer)),
        _ => Err(LabError::Broken(format!(
            "the lab did not answer {asked} with an HTTP exchange"
        ))),
    }
}

fn read_reply(
    lab: &mut dyn Lab,
    dut: &Dut,
    action: &str,
    asked: String,
    answer: &HttpAnswer,
) -> Reply {
    let response = match response_of(answer, "POST") {
        Ok(response) => response,
        Err(why) => {
            let checked = ["UDA-CTRL-25".to_owned()];
            let finding = Finding {
                requirement: "UDA-CTRL-25".to_owned(),
                grade: Grade::Fail,
                ruling: None,
                text: format!("{asked}: {why}"),
                expected: String::new(),
            };
            lab.notice(answer.exchange, &checked, &[finding]);
            return Reply::silent(action, asked, answer.exchange, answer.elapsed_ms, why);
        }
    };
    let outputs = dut.outputs_of(action);
    let wanted = soap::Asked {
        service_type: &dut.service_type,
        action,
        outputs: &outputs,
    };
    let (reading, findings) = soap::read_response(&response, &wanted, dut.claim);
    let (checked, findings) = watch::of_control(dut, &reading, &findings, action, &asked);
    lab.notice(answer.exchange, &checked, &findings);
    Reply::read(
        action,
        asked,
        answer.exchange,
        answer.elapsed_ms,
        response.head.status,
        reading,
    )
}

fn describe(action: &str, arguments: &[(&str, &str)]) -> String {
    let list: Vec<String> = arguments
        .iter()
        .map(|(name, value)| {
            let flat = value.split_whitespace().collect::<Vec<_>>().join(" ");
            if flat.chars().count() > 60 {
                format!("{name}={}…", flat.chars().take(57).collect::<String>())
            } else {
                format!("{name}={flat:?}")
            }
        })
        .collect();
    format!("{action}({})", list.join(", "))
}

/// An answer that the action's own table and a ruling both accept is told once.
fn each_once(mut accepted: Vec<String>) -> Vec<String> {
    let plain = accepted.clone();
    accepted.retain(|one| {
        let bare = one
            .rsplit_once(" (")
            .filter(|(_, why)| !why.contains("as a warning"));
        bare.is_none_or(|(answer, _)| !plain.iter().any(|other| other == answer))
    });
    accepted
}

fn dedup(ids: Vec<String>) -> Vec<String> {
    let mut seen = Vec::with_capacity(ids.len());
    for id in ids {
        if !seen.contains(&id) {
            seen.push(id);
        }
    }
    seen
}

pub(crate) fn mismatch(wanted: &str, got: &Answer) -> Stop {
    let got = format!("{got:?}");
    Stop::Broken(format!(
        "the lab answered {} to a question for {wanted}",
        got.chars().take(80).collect::<String>()
    ))
}
