//! The lab of a running case: performs what is asked, and writes it to the journal at once.

use std::collections::HashMap;
use std::sync::atomic::Ordering;
use std::sync::{Arc, mpsc};
use std::time::{Duration, Instant};

use ctk_reports::record::{self, Event, Kind, Message};
use ctk_suite::judgement::Judgement;
use ctk_suite::lab::{
    Answer, Ask, ControlPoint, FileOffer, Finding, Lab, LabError, ScriptAsk, StimulusAnswer,
    StimulusStatus,
};
use serde_json::Value;

use super::bench::{Bench, Counters};
use super::callbacks::OpenInbox;
use super::digest;
use super::discovery;
use super::exchange::Draft;
use super::files::{LARGEST, OfferedFile};
use super::patience::{Patience, SLICE};
use super::script;
use super::views;
use super::wording;
use crate::upper_tester::StimulusReply;

/// The lab of one case.
pub struct LiveLab {
    pub(super) bench: Arc<Bench>,
    case: String,
    pub(super) patience: Patience,
    counters: Arc<Counters>,
    hostile: bool,
    inboxes: Vec<CaseInbox>,
    files: Vec<OfferedFile>,
    heard: HashMap<u64, u32>,
}

struct CaseInbox {
    open: OpenInbox,
    /// The exchange of each notification that is in the journal already.
    filed: HashMap<usize, u32>,
}

/// The exchanges of one question.
#[derive(Default)]
pub(super) struct Sheet {
    pub(super) drafts: Vec<Draft>,
    /// Which of them is the question's own.
    own: Option<usize>,
}

impl Sheet {
    /// The exchange that the answer belongs to.
    pub(super) fn own(&mut self, draft: Draft) {
        self.own = Some(self.drafts.len());
        self.drafts.push(draft);
    }
}

impl LiveLab {
    /// For a case at the bench, which may take this long from now on; the preparation of the run has no case id.
    pub fn new(bench: &Arc<Bench>, case: &str, limit: Duration) -> Self {
        let counters = if case.is_empty() {
            Arc::clone(&bench.preparation)
        } else {
            Arc::default()
        };
        Self {
            bench: Arc::clone(bench),
            case: case.to_owned(),
            patience: Patience::new(limit, Arc::clone(&bench.setup.interrupt)),
            counters,
            hostile: false,
            inboxes: Vec::new(),
            files: Vec::new(),
            heard: HashMap::new(),
        }
    }

    /// The case sends hostile input, or makes the device go away: a device that does not answer is an answer, and the
    /// case itself looks whether it lives.
    #[must_use]
    pub fn hostile(mut self, hostile: bool) -> Self {
        self.hostile = hostile;
        self
    }

    pub(super) fn number(&self) -> u32 {
        self.counters.exchanges.fetch_add(1, Ordering::Relaxed) + 1
    }

    pub(super) fn draft(&self, kind: Kind) -> Draft {
        Draft::new(self.number(), kind, self.bench.now_ms())
    }

    fn act(&mut self, ask: &Ask, sheet: &mut Sheet) -> Result<Answer, LabError> {
        if self.bench.is_lost() {
            return Err(LabError::DeviceLost);
        }
        self.patience.check()?;
        match ask {
            Ask::Http(ask) => self.http(ask, sheet),
            Ask::Script(ask) => self.script(ask, sheet),
            Ask::Stimulus { name, fields } => self.stimulus(name, fields, sheet),
            Ask::Now => Ok(Answer::Number(self.bench.now_ms())),
            Ask::Draw => {
                let n = self.counters.draws.fetch_add(1, Ordering::Relaxed);
                Ok(Answer::Number(digest::draw(
                    self.bench.setup.seed,
                    &self.case,
                    "draw",
                    n,
                )))
            }
            Ask::Pause { ms } => self
                .patience
                .sleep(Duration::from_millis(*ms))
                .map(|()| Answer::Done),
            Ask::Noticed { requirements } => Ok(Answer::Noticed(self.bench.noticed(requirements))),
            Ask::Search {
                datagram,
                to,
                wait_ms,
            } => self.search(datagram, to, *wait_ms, sheet),
            Ask::Heard { wait_ms } => self.heard(*wait_ms, sheet),
            Ask::OpenInbox {
                control_point,
                path,
            } => self.open_inbox(*control_point, path),
            Ask::InboxAnswers { inbox, manner } => {
                self.inbox(*inbox)?.open.inbox.behave(manner);
                Ok(Answer::Done)
            }
            Ask::Inbox {
                inbox,
                from,
                count,
                wait_ms,
            } => self.notifications(*inbox, *from, *count, *wait_ms, sheet),
            Ask::OfferFile(offer) => self.offer_file(offer),
            Ask::Fetches {
                file,
                count,
                wait_ms,
            } => {
                let offered = place(*file).and_then(|at| self.files.get(at));
                let offered = offered
                    .ok_or_else(|| LabError::Broken(format!("no file has the number {file}")))?;
                offered
                    .file
                    .wait(*count, Duration::from_millis(*wait_ms), &self.patience)
                    .map(Answer::Fetches)
            }
        }
    }

    fn script(&mut self, ask: &ScriptAsk, sheet: &mut Sheet) -> Result<Answer, LabError> {
        let kind = views::kind_of(ask.wire);
        let url = format!("tcp://{}", ask.to);
        let played = script::play(ask, self.bench.source(ask.control_point), &self.patience)?;
        let mut answers = Vec::new();
        for mut part in played.parts {
            let mut draft = self.draft(kind);
            draft.at_ms = self.bench.ms_at(part.began);
            draft.elapsed_ms = self.bench.now_ms().saturating_sub(draft.at_ms);
            draft.request = (!part.sent.is_empty()).then(|| views::of_request(&part.sent, &url));
            if let Some(answer) = &mut part.answer {
                answer.exchange = draft.number;
                draft.elapsed_ms = answer.elapsed_ms;
                draft.add_part(answer, &part.method);
                answers.push(answer.clone());
            }
            sheet.own(draft);
        }
        if let Some(stopped) = played.stopped {
            return Err(stopped);
        }
        if played.unconnected.is_some() {
            self.look_for_device(sheet)?;
        }
        Ok(Answer::Script(answers))
    }

    /// The device did not answer: is it still there? Not asked in a hostile case.
    pub(super) fn look_for_device(&self, sheet: &mut Sheet) -> Result<(), LabError> {
        let url = self.bench.description_url();
        if self.hostile || url.is_empty() {
            return Ok(());
        }
        let mut draft = self.draft(Kind::Description);
        draft.request = Some(Message {
            method: "GET".to_owned(),
            url,
            ..Message::default()
        });
        let alive = self.bench.is_alive_within(&self.patience);
        draft.elapsed_ms = self.bench.now_ms().saturating_sub(draft.at_ms);
        draft.error = (!alive).then(|| "the device does not answer any more".to_owned());
        sheet.drafts.push(draft);
        if alive {
            return Ok(());
        }
        self.bench.lose();
        Err(LabError::DeviceLost)
    }

    fn stimulus(
        &mut self,
        name: &str,
        fields: &Value,
        sheet: &mut Sheet,
    ) -> Result<Answer, LabError> {
        let tester = Arc::clone(&self.bench.setup.upper_tester);
        let mut draft = self.draft(Kind::UpperTester);
        let (method, url) = tester.target(name);
        draft.request = Some(Message {
            method,
            url,
            body: fields.to_string(),
            ..Message::default()
        });
        let began = Instant::now();
        // A tester that hangs is left behind when the case must not go on.
        let (to, from) = mpsc::channel();
        let (stimulus, with) = (name.to_owned(), fields.clone());
        std::thread::spawn(move || {
            let _ = to.send(tester.stimulate(&stimulus, &with));
        });
        let reply = loop {
            match from.recv_timeout(SLICE) {
                Ok(reply) => break Ok(reply),
                Err(mpsc::RecvTimeoutError::Timeout) => {
                    if let Err(stopped) = self.patience.check() {
                        break Err(stopped);
                    }
                }
                Err(mpsc::RecvTimeoutError::Disconnected) => {
                    break Ok(StimulusReply::failed("the upper tester broke"));
                }
            }
        };
        draft.elapsed_ms = u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX);
        let answer = reply.map(|reply| {
            if reply.status == StimulusStatus::Failed {
                draft.error = Some(reply.detail.clone());
            }
            draft.response = Some(Message {
                status: reply.http_status,
                body: reply.text.clone(),
                ..Message::default()
            });
            StimulusAnswer {
                exchange: draft.number,
                status: reply.status,
                detail: reply.detail,
                session_id: reply.session_id,
                message_id: reply.message_id,
                stimuli: reply.stimuli,
            }
        });
        sheet.own(draft);
        let answer = answer?;
        if name == "restart" && answer.status == StimulusStatus::Done {
            // The device may be away for a while, and the case knows it.
            self.hostile = true;
        }
        Ok(Answer::Stimulus(answer))
    }

    fn search(
        &mut self,
        datagram: &str,
        to: &str,
        wait_ms: u64,
        sheet: &mut Sheet,
    ) -> Result<Answer, LabError> {
        let mut draft = self.draft(Kind::Discovery);
        let with = if to.is_empty() {
            "239.255.255.250:1900"
        } else {
            to
        };
        draft.request = Some(views::of_datagram(datagram.as_bytes(), with));
        let local = match self.bench.local_v4() {
            Ok(local) => Ok(local),
            // Where a datagram to a known address leaves is the system's choice.
            Err(_) if !to.is_empty() => Ok(std::net::Ipv4Addr::UNSPECIFIED),
            Err(error) => Err(error),
        };
        let wait = Duration::from_millis(wait_ms);
        let origin = self.bench.origin;
        let found = local.and_then(|local| {
            discovery::search(datagram.as_bytes(), to, local, wait, origin, &self.patience)
        });
        draft.elapsed_ms = self.bench.now_ms().saturating_sub(draft.at_ms);
        sheet.own(draft);
        let mut found = found?;
        for datagram in &mut found {
            datagram.exchange = self.number();
            sheet.drafts.push(Draft::of_datagram(datagram));
        }
        Ok(Answer::Datagrams(found))
    }

    fn heard(&mut self, wait_ms: u64, sheet: &mut Sheet) -> Result<Answer, LabError> {
        // That the group cannot be joined is said at once.
        self.bench.heard()?;
        self.patience.sleep(Duration::from_millis(wait_ms))?;
        let mut heard = Vec::new();
        for (place, mut datagram) in self.bench.heard()? {
            match self.heard.get(&place) {
                Some(known) => datagram.exchange = *known,
                None => {
                    datagram.exchange = self.number();
                    self.heard.insert(place, datagram.exchange);
                    sheet.drafts.push(Draft::of_datagram(&datagram));
                }
            }
            heard.push(datagram);
        }
        Ok(Answer::Datagrams(heard))
    }

    /// A path that no other case has.
    fn folder(&self, purpose: &str) -> String {
        let n = self.counters.paths.fetch_add(1, Ordering::Relaxed);
        format!(
            "/{:016x}",
            digest::draw(self.bench.setup.seed, &self.case, purpose, n)
        )
    }

    fn open_inbox(&mut self, who: ControlPoint, path: &str) -> Result<Answer, LabError> {
        let local = self
            .bench
            .source(who)
            .map_or_else(|| self.bench.local(), Ok)?;
        let own = self.folder("inbox");
        let opened = match path {
            "" => self.bench.callbacks.open(local, &own, false),
            path => self.bench.callbacks.open(local, path, true),
        };
        let open = opened.map_err(|error| {
            LabError::Unavailable(format!("cannot listen on {local} for events: {error}"))
        })?;
        let url = open.url();
        self.inboxes.push(CaseInbox {
            open,
            filed: HashMap::new(),
        });
        Ok(Answer::Opened {
            id: count(self.inboxes.len()),
            url,
        })
    }

    fn inbox(&mut self, number: u32) -> Result<&mut CaseInbox, LabError> {
        place(number)
            .and_then(|at| self.inboxes.get_mut(at))
            .ok_or_else(|| LabError::Broken(format!("no inbox has the number {number}")))
    }

    fn notifications(
        &mut self,
        inbox: u32,
        from: usize,
        enough: usize,
        wait_ms: u64,
        sheet: &mut Sheet,
    ) -> Result<Answer, LabError> {
        let patience = self.patience.clone();
        let counters = Arc::clone(&self.counters);
        let inbox = self.inbox(inbox)?;
        let wait = Duration::from_millis(wait_ms);
        let mut taken = inbox.open.inbox.wait(from, enough, wait, &patience)?;
        let base = inbox.open.base();
        for (place, notification) in taken.iter_mut().enumerate() {
            let place = from.saturating_add(place);
            if let Some(known) = inbox.filed.get(&place) {
                notification.exchange = *known;
                continue;
            }
            notification.exchange = counters.exchanges.fetch_add(1, Ordering::Relaxed) + 1;
            inbox.filed.insert(place, notification.exchange);
            sheet
                .drafts
                .push(Draft::of_notification(notification, &base));
        }
        Ok(Answer::Notifications(taken))
    }

    fn offer_file(&mut self, offer: &FileOffer) -> Result<Answer, LabError> {
        if offer.size > LARGEST {
            return Err(LabError::Broken(format!(
                "a file of {} bytes is larger than the lab serves",
                offer.size
            )));
        }
        let bind = match self.bench.setup.file_server {
            Some(bind) => bind,
            None => (self.bench.local()?, 0).into(),
        };
        let folder = self.folder("file");
        let offered = self.bench.files.offer(bind, &folder, offer);
        let offered = offered.map_err(|error| {
            LabError::Unavailable(format!("cannot serve files on {bind}: {error}"))
        })?;
        let url = offered.url.clone();
        self.files.push(offered);
        Ok(Answer::Opened {
            id: count(self.files.len()),
            url,
        })
    }
}

/// Inboxes and files are numbered from 1.
fn place(number: u32) -> Option<usize> {
    usize::try_from(number).ok()?.checked_sub(1)
}

fn count(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

impl Lab for LiveLab {
    fn perform(&mut self, ask: &Ask) -> Result<Answer, LabError> {
        let began = self.bench.now_ms();
        let mut sheet = Sheet::default();
        let outcome = self.act(ask, &mut sheet);
        if sheet.own.is_none() {
            let mut draft = Draft::new(self.number(), Kind::Internal, began);
            draft.elapsed_ms = self.bench.now_ms().saturating_sub(began);
            sheet.own(draft);
        }
        if let Some(own) = sheet.own.and_then(|own| sheet.drafts.get_mut(own)) {
            own.answers(digest::of_ask(ask), &outcome);
        }
        for draft in sheet.drafts {
            self.bench
                .write(Event::Exchange(Box::new(draft.into_exchange(&self.case))));
        }
        outcome
    }

    fn notice(&mut self, exchange: u32, checked: &[String], findings: &[Finding]) {
        self.bench.recall(&self.case, exchange, checked, findings);
        if findings.is_empty() {
            return;
        }
        self.bench.write(Event::Findings {
            case: self.case.clone(),
            exchange,
            findings: findings
                .iter()
                .map(wording::finding)
                .collect::<Vec<record::Finding>>(),
        });
    }

    fn judged(&mut self, judgement: &Judgement) {
        self.bench
            .write(Event::Judgement(Box::new(wording::judgement(
                &self.case, judgement,
            ))));
    }

    fn clean_up_begins(&mut self) {
        self.patience.tidy_up();
    }
}
