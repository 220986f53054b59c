//! A script: what a case asked in a recorded run and was answered, and the lab that answers from it.
//!
//! A question is recognised by its digest. Where the body asks something that does not stand next in the script (after
//! an edit, or because the suite has changed), the answer to the same question further on is taken, then an earlier one
//! that was not used, then the last one once more; a request that differs in its headers alone is the same question.
//! Time is the script's own: pauses cost nothing.

use std::collections::{BTreeMap, BTreeSet};

use ctk_record::Judgement;
use ctk_record::{Exchange, Finding};
use ctk_suite::lab::{Answer, Ask, HttpAsk, Lab, LabError, Noticed, Notification};
use ctk_suite::replay::{Recorded, digest, recorded};

/// What a case asked and was answered; edits change the answers.
#[derive(Debug, Clone)]
pub(crate) struct Script {
    pub(crate) steps: Vec<Recorded>,
}

impl Script {
    /// Of the exchanges of a case.
    pub(crate) fn new(exchanges: &[Exchange]) -> Self {
        Self {
            steps: recorded(exchanges),
        }
    }

    /// What a step asked, in a word: the action, or the method, or the kind of answer.
    pub(crate) fn word(step: &Recorded) -> String {
        if let Some(request) = &step.request {
            let action = request
                .headers
                .iter()
                .find(|(name, _)| name.eq_ignore_ascii_case("soapaction"))
                .and_then(|(_, value)| value.rsplit_once('#'))
                .map(|(_, action)| action.trim_matches('"').to_owned());
            if !request.method.is_empty() {
                return action.unwrap_or_else(|| request.method.clone());
            }
        }
        match &step.outcome {
            Ok(Answer::Stimulus(_)) => "stimulus",
            Ok(Answer::Script(_)) => "script",
            Ok(Answer::Noticed(_)) => "noticed",
            Ok(Answer::Datagrams(_)) => "datagrams",
            Ok(Answer::Notifications(_)) => "events",
            Ok(Answer::Fetches(_)) => "fetches",
            Ok(Answer::Opened { .. }) => "opened",
            Ok(Answer::Http(_)) => "http",
            Ok(Answer::Number(_) | Answer::Done) => "internal",
            Err(_) => "error",
        }
        .to_owned()
    }
}

/// Answers from a script.
pub(crate) struct ScriptedLab {
    steps: Vec<Recorded>,
    used: Vec<bool>,
    next: usize,
    draws: usize,
    clock_ms: u64,
    events: BTreeMap<u32, Notification>,
    inboxes: BTreeMap<u32, String>,
    cleaned_up: Option<Vec<String>>,
    found: BTreeSet<(String, String)>,
    asked: usize,
}

impl ScriptedLab {
    /// Over the script.
    pub(crate) fn new(script: Script) -> Self {
        let mut events = BTreeMap::new();
        for step in &script.steps {
            if let Ok(Answer::Notifications(all)) = &step.outcome {
                events.extend(all.iter().map(|one| (one.exchange, one.clone())));
            }
        }
        Self {
            used: vec![false; script.steps.len()],
            steps: script.steps,
            next: 0,
            draws: 0,
            clock_ms: 0,
            events,
            inboxes: BTreeMap::new(),
            cleaned_up: None,
            found: BTreeSet::new(),
            asked: 0,
        }
    }

    /// How many recorded answers nobody has asked for.
    pub(crate) fn unasked(&self) -> usize {
        self.used.iter().filter(|used| !**used).count()
    }

    /// What the clean-up asked of the device: each action with its arguments.
    pub(crate) fn cleaned_up(&self) -> &[String] {
        self.cleaned_up.as_deref().unwrap_or_default()
    }

    /// What was noticed in the answers, each once: the requirement and the grade.
    pub(crate) fn found(&self) -> impl Iterator<Item = &(String, String)> {
        self.found.iter()
    }

    fn take(&mut self, at: usize) -> Result<Answer, LabError> {
        self.used[at] = true;
        self.next = at + 1;
        let step = &self.steps[at];
        match &step.outcome {
            Ok(Answer::Http(answer)) => {
                self.clock_ms = self.clock_ms.max(answer.at_ms + answer.elapsed_ms);
            }
            Ok(Answer::Number(now)) if step.ask == digest::of_ask(&Ask::Now) => {
                self.clock_ms = self.clock_ms.max(*now);
                return Ok(Answer::Number(self.clock_ms));
            }
            Ok(Answer::Opened { id, url }) => {
                let path = url
                    .split("://")
                    .nth(1)
                    .and_then(|rest| rest.split_once('/'));
                let path = path.map(|(_, path)| format!("/{path}"));
                self.inboxes.insert(*id, path.unwrap_or_default());
            }
            Ok(Answer::Notifications(all)) => {
                let last = all.iter().map(|one| one.at_us / 1000).max();
                self.clock_ms = self.clock_ms.max(last.unwrap_or_default());
            }
            _ => {}
        }
        step.outcome.clone()
    }

    /// The step that answers the question.
    fn find(&self, ask: &Ask) -> Option<usize> {
        let asked = digest::of_ask(ask);
        self.position(|step| step.ask == asked)
            .or_else(|| match ask {
                Ask::Http(ask) => self.position(|step| is_like(step, ask)),
                _ => self.position(|step| answers(step, ask)),
            })
    }

    fn position(&self, fits: impl Fn(&Recorded) -> bool) -> Option<usize> {
        let all = 0..self.steps.len();
        let fitting = |at: &usize| fits(&self.steps[*at]);
        all.clone()
            .skip(self.next)
            .find(|at| fitting(at))
            .or_else(|| all.clone().find(|at| !self.used[*at] && fitting(at)))
            .or_else(|| all.rev().find(fitting))
    }

    /// The time: as recorded where it was asked for at this point, else as the pauses add up.
    fn now(&mut self) -> Result<Answer, LabError> {
        let asked = digest::of_ask(&Ask::Now);
        match self.steps.get(self.next) {
            Some(step) if step.ask == asked => self.take(self.next),
            _ => Ok(Answer::Number(self.clock_ms)),
        }
    }

    fn pause(&mut self, ask: &Ask, ms: u64) -> Result<Answer, LabError> {
        self.clock_ms = self.clock_ms.saturating_add(ms);
        let asked = digest::of_ask(ask);
        match self.steps.get(self.next) {
            Some(step) if step.ask == asked => self.take(self.next),
            _ => Ok(Answer::Done),
        }
    }

    /// The next number of the recorded ones, whatever was asked in between.
    fn draw(&mut self) -> Result<Answer, LabError> {
        let asked = digest::of_ask(&Ask::Draw);
        let drawn = (0..self.steps.len())
            .filter(|at| self.steps[*at].ask == asked)
            .nth(self.draws);
        self.draws += 1;
        match drawn {
            Some(at) => {
                let next = self.next;
                let answer = self.take(at);
                self.next = next.max(if at == next { at + 1 } else { next });
                answer
            }
            None => Ok(Answer::Number(self.draws as u64)),
        }
    }

    /// What an inbox took, as far as the script knows of it.
    fn inbox(&mut self, ask: &Ask) -> Option<Result<Answer, LabError>> {
        let &Ask::Inbox {
            inbox,
            from,
            count,
            wait_ms,
        } = ask
        else {
            return None;
        };
        let path = self.inboxes.get(&inbox)?;
        let line = format!(" {path} ");
        let until = self.clock_ms.saturating_add(wait_ms);
        let taken: Vec<Notification> = self
            .events
            .values()
            .filter(|event| {
                let head = String::from_utf8_lossy(&event.bytes);
                let first = head.lines().next().unwrap_or_default();
                first.contains(&line) && event.at_us / 1000 <= until
            })
            .skip(from)
            .cloned()
            .collect();
        if taken.len() < count {
            self.clock_ms = until;
        }
        Some(Ok(Answer::Notifications(taken)))
    }
}

impl Lab for ScriptedLab {
    fn perform(&mut self, ask: &Ask) -> Result<Answer, LabError> {
        self.asked += 1;
        if self.asked > 4 * self.steps.len() + 100 {
            return Err(LabError::Stopped("the script is at an end".to_owned()));
        }
        if let (Some(asked), Ask::Http(ask)) = (&mut self.cleaned_up, ask) {
            asked.push(ask.about.clone());
        }
        match ask {
            Ask::Now => return self.now(),
            Ask::Unread => return Ok(Answer::Number(0)),
            // The recorded device was never emptied; it was asked for nowhere, since nothing contradicted the model.
            Ask::Followed { rule, .. } if rule == "emptied-at" => {
                return Ok(Answer::Noticed(Noticed::default()));
            }
            Ask::Draw => return self.draw(),
            Ask::Pause { ms } => return self.pause(ask, *ms),
            _ => {}
        }
        let asked = digest::of_ask(ask);
        if !self.steps.iter().any(|step| step.ask == asked)
            && let Some(answer) = self.inbox(ask)
        {
            return answer;
        }
        match self.find(ask) {
            Some(at) => {
                // An answer that is given once more took its whole wait.
                if self.used[at] {
                    self.clock_ms = self.clock_ms.saturating_add(wait_of(ask));
                }
                self.take(at)
            }
            None => Err(LabError::Stopped("the script ends here".to_owned())),
        }
    }

    fn notice(&mut self, _: u32, _: &[String], findings: &[Finding]) {
        for finding in findings {
            let grade = format!("{:?}", finding.grade).to_lowercase();
            self.found.insert((finding.requirement.clone(), grade));
        }
    }

    fn judged(&mut self, _: &Judgement) {}

    fn clean_up_begins(&mut self) {
        self.cleaned_up = Some(Vec::new());
    }
}

/// How long the lab waits at most before it answers, in milliseconds.
fn wait_of(ask: &Ask) -> u64 {
    match ask {
        Ask::Search { wait_ms, .. }
        | Ask::SearchByTcp { wait_ms, .. }
        | Ask::Heard { wait_ms }
        | Ask::Inbox { wait_ms, .. }
        | Ask::Fetches { wait_ms, .. } => *wait_ms,
        _ => 0,
    }
}

/// The step's request is the same but for its headers.
fn is_like(step: &Recorded, ask: &HttpAsk) -> bool {
    step.request.as_ref().is_some_and(|request| {
        request.method == ask.method
            && request.url == ask.url
            && request.body.as_bytes() == ask.body
    })
}

/// The step's answer is one to such a question. The upper tester and scripts are asked different things.
fn answers(step: &Recorded, ask: &Ask) -> bool {
    matches!(
        (ask, &step.outcome),
        (
            Ask::Search { .. } | Ask::SearchByTcp { .. } | Ask::Heard { .. },
            Ok(Answer::Datagrams(_))
        ) | (Ask::Noticed { .. }, Ok(Answer::Noticed(_)))
            | (Ask::Fetches { .. }, Ok(Answer::Fetches(_)))
            | (
                Ask::OpenInbox { .. } | Ask::OfferFile(_),
                Ok(Answer::Opened { .. })
            )
            | (Ask::InboxAnswers { .. }, Ok(Answer::Done))
    )
}
