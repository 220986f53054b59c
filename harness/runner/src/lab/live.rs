//! The lab of a running case: performs what is asked, and writes it to the journal at once.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use ctk_record::{Event, Finding, Judgement, Kind, Message};
use ctk_suite::lab::{Answer, Ask, Lab, LabError};

use super::callback_and_files::Offers;
use super::deadline::Deadline;
use super::draw;
use super::long::{LONG, LongTurn};
use super::observations::shortened;
use super::shared::{Counters, LabShared};
use ctk_suite::replay::Draft;
use ctk_suite::replay::digest;

/// The lab of one case.
pub struct LiveLab {
    pub(super) shared: Arc<LabShared>,
    pub(super) case: String,
    pub(super) deadline: Deadline,
    pub(super) counters: Arc<Counters>,
    pub(super) hostile: bool,
    /// Held from long evidence until the next question.
    long: Option<LongTurn>,
    /// Who is more urgent goes first.
    pub(super) urgency: u64,
    /// Why the device is asked for nothing more.
    spared: Option<&'static str>,
    pub(super) offers: Offers,
    /// The exchange of each datagram of the group that is in the journal already.
    pub(super) heard: HashMap<u64, u32>,
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
    /// For a case, which may take this long from now on; the preparation of the run has no case id.
    pub fn new(shared: &Arc<LabShared>, case: &str, limit: Duration) -> Self {
        let counters = if case.is_empty() {
            Arc::clone(&shared.preparation)
        } else {
            Arc::default()
        };
        Self {
            shared: Arc::clone(shared),
            case: case.to_owned(),
            deadline: Deadline::new(limit, Arc::clone(&shared.setup.interrupt)),
            counters,
            hostile: false,
            long: None,
            urgency: 0,
            spared: None,
            offers: Offers::default(),
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

    /// How long the case has to wait for something else than answers, in milliseconds: its requests go before those of
    /// cases that have to wait less, so that the waits begin early, and what has to come close together does.
    #[must_use]
    pub fn urgency(mut self, waits_ms: u64) -> Self {
        self.urgency = waits_ms;
        self
    }

    /// Asks the device for nothing, for this reason, if there is one: the case judges what the run has seen already.
    #[must_use]
    pub fn spared(mut self, why: Option<&'static str>) -> Self {
        self.spared = why;
        self
    }

    pub(super) fn number(&self) -> u32 {
        self.counters.exchanges.fetch_add(1, Ordering::Relaxed) + 1
    }

    /// So much has come: if it is long, nobody else has long evidence until the next question. That wait is not the case's.
    pub(super) fn has_come(&mut self, bytes: usize) {
        if bytes > LONG && self.long.is_none() {
            let (turn, waited) = self.shared.long.turn();
            self.deadline.extend(waited);
            self.long = Some(turn);
        }
    }

    pub(super) fn draft(&self, kind: Kind) -> Draft {
        Draft::new(self.number(), kind, self.shared.now_ms())
    }

    fn act(&mut self, ask: &Ask, sheet: &mut Sheet) -> Result<Answer, LabError> {
        // What the run has seen can be told whatever became of the device, and of the run.
        match ask {
            Ask::Noticed { requirements } => {
                return Ok(Answer::Noticed(self.shared.noticed(requirements)));
            }
            Ask::Followed { rule, bench } => {
                return Ok(Answer::Noticed(self.shared.followed(rule, bench)));
            }
            _ => {}
        }
        if self.shared.is_lost() {
            return Err(LabError::DeviceLost);
        }
        if let Some(why) = self.spared {
            return Err(LabError::Unavailable(why.to_owned()));
        }
        self.deadline.check()?;
        match ask {
            Ask::Http(ask) => self.http(ask, sheet),
            Ask::Script(ask) => self.script(ask, sheet),
            Ask::Stimulus { name, fields } => self.stimulus(name, fields, sheet),
            Ask::Now => Ok(Answer::Number(self.shared.now_ms())),
            Ask::Draw => {
                let n = self.counters.draws.fetch_add(1, Ordering::Relaxed);
                Ok(Answer::Number(draw::draw(
                    self.shared.setup.seed,
                    &self.case,
                    "draw",
                    n,
                )))
            }
            Ask::Pause { ms } => self
                .deadline
                .sleep(Duration::from_millis(*ms))
                .map(|()| Answer::Done),
            Ask::Window => self.turn(None),
            Ask::Turn { turn } => self.turn(Some(*turn)),
            Ask::Noticed { .. } | Ask::Followed { .. } => {
                Err(LabError::Broken("it was answered before".to_owned()))
            }
            Ask::Search {
                datagrams,
                to,
                enough,
                wait_ms,
            } => self.search(datagrams, to, *enough, *wait_ms, sheet),
            Ask::SearchByTcp {
                datagram,
                to,
                wait_ms,
            } => self.search_by_tcp(datagram, to, *wait_ms, sheet),
            Ask::Heard { wait_ms } => self.heard(*wait_ms, sheet),
            Ask::OpenInbox {
                control_point,
                path,
            } => self.open_inbox(*control_point, path),
            Ask::InboxAnswers { inbox, manner } => self.behave(*inbox, manner),
            Ask::Inbox {
                inbox,
                from,
                count,
                wait_ms,
            } => self.notifications(*inbox, *from, *count, *wait_ms, sheet),
            Ask::Unspoken => Ok(Answer::Number(self.shared.callbacks.unspoken())),
            Ask::Unread => Ok(Answer::Number(self.shared.unread())),
            Ask::OfferFile(offer) => self.offer_file(offer),
            Ask::Fetches {
                file,
                count,
                wait_ms,
            } => self.fetches(*file, *count, *wait_ms, sheet),
        }
    }

    /// Waits for the turn of the case, the first one or this one.
    fn turn(&mut self, turn: Option<u8>) -> Result<Answer, LabError> {
        let waited = self.shared.windows.turn(&self.case, turn, &self.deadline)?;
        self.deadline.extend(waited);
        Ok(Answer::Done)
    }

    /// The device did not answer: is it still there? Not asked in a hostile case.
    pub(super) fn look_for_device(&self, sheet: &mut Sheet) -> Result<(), LabError> {
        let url = self.shared.description_url();
        if self.hostile || url.is_empty() {
            return Ok(());
        }
        let mut draft = self.draft(Kind::Description);
        draft.request = Some(Message {
            method: "GET".to_owned(),
            url,
            ..Message::default()
        });
        let alive = self.shared.is_alive_within(&self.deadline);
        draft.elapsed_ms = self.shared.now_ms().saturating_sub(draft.at_ms);
        draft.error = (!alive).then(|| "the device does not answer any more".to_owned());
        sheet.drafts.push(draft);
        if alive {
            return Ok(());
        }
        self.shared.lose();
        Err(LabError::DeviceLost)
    }
}

/// How many bytes of the wire an answer holds.
fn weight(answer: &Answer) -> usize {
    match answer {
        Answer::Http(answer) => answer.bytes.len(),
        Answer::Script(parts) => parts.iter().map(|part| part.bytes.len()).sum(),
        Answer::Notifications(all) => all.iter().map(|one| one.bytes.len()).sum(),
        _ => 0,
    }
}

impl Lab for LiveLab {
    fn perform(&mut self, ask: &Ask) -> Result<Answer, LabError> {
        // Whoever asks anew has done with the answer before.
        self.long = None;
        let began = self.shared.now_ms();
        let mut sheet = Sheet::default();
        let outcome = self.act(ask, &mut sheet);
        if sheet.own.is_none() {
            let mut draft = Draft::new(self.number(), Kind::Internal, began);
            draft.elapsed_ms = self.shared.now_ms().saturating_sub(began);
            sheet.own(draft);
        }
        self.has_come(outcome.as_ref().map_or(0, weight));
        if let Some(own) = sheet.own.and_then(|own| sheet.drafts.get_mut(own)) {
            own.answers(digest::of_ask(ask), &outcome);
        }
        for draft in sheet.drafts {
            let mut exchange = draft.into_exchange(&self.case);
            self.shared.follow(&exchange);
            self.shared.room.fit(&mut exchange);
            self.shared.write(Event::Exchange(Box::new(exchange)));
        }
        outcome
    }

    fn notice(&mut self, exchange: u32, checked: &[String], findings: &[Finding]) {
        let findings = shortened(findings);
        self.shared.recall(&self.case, exchange, checked, &findings);
        if findings.is_empty() {
            return;
        }
        self.shared.write(Event::Findings {
            case: self.case.clone(),
            exchange,
            findings,
        });
    }

    fn judged(&mut self, judgement: &Judgement) {
        self.shared
            .write(Event::Judgement(Box::new(judgement.clone())));
    }

    fn clean_up_begins(&mut self) {
        // It has done with its last answer, and may wait long for others before it asks again: for those who wait for it.
        self.long = None;
        self.deadline.tidy_up();
    }
}
