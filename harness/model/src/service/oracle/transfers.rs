//! File transfers: progress that does not fall, one end, a new one after it, and the metadata of what was transferred.

mod ends;

use std::collections::{BTreeMap, BTreeSet};

use super::requests::what;
use super::{Job, Oracle};
use crate::document::{FileInfoList, SessionUpdate};
use crate::event_text::EventText;
use crate::service::observation::{Observation, Outcome, Source, Time};
use crate::service::rules::Blame;
use crate::service::session::State;
use crate::session_life::{Origin, SessionStatus};

/// The file transfers of a session.
#[derive(Clone, Debug, Default)]
pub(super) struct Transfers {
    /// The lists of those that were started.
    started: Vec<FileInfoList>,
    /// Something may have been started that nobody knows of, or two at the same time.
    pub(super) unclear: bool,
    /// The latest one is certainly over.
    over: bool,
    /// It began while the far side held transfers up, and they are held up since: which turn that is.
    stalled: Option<u64>,
    /// The latest one was cancelled.
    cancelled: bool,
    /// Somebody without the privilege tried to cancel it.
    denied: bool,
    /// When it began, and where.
    begun: Option<(Time, Source)>,
    /// What each subscription was told of the latest one.
    told: BTreeMap<String, Told>,
}

/// What was told of a transfer.
#[derive(Clone, Debug, Default)]
struct Told {
    progress: Option<u64>,
    ends: BTreeSet<&'static str>,
    /// What was told of the one before ended after the latest began.
    renewed: bool,
    /// Whether it had been told the end of the one before when the latest began: what is told since is of the latest.
    caught_up: bool,
}

impl Told {
    fn begin_anew(&mut self, renewed: bool) {
        *self = Self {
            renewed,
            caught_up: true,
            ..Self::default()
        };
    }
}

/// More transfers of one session are not told apart.
const MOST: usize = 64;

impl Transfers {
    /// The bytes of all files of the largest one: an event may tell late of one before the latest.
    fn total(&self) -> Option<u64> {
        let of = |list: &FileInfoList| {
            list.files.iter().try_fold(0_u64, |sum, file| {
                file.size.parse::<u64>().ok()?.checked_add(sum)
            })
        };
        let totals = self.started.iter().map(of);
        totals.reduce(|most, total| most.zip(total).map(|(most, total)| most.max(total)))?
    }

    /// What a subscription was told is not known any more.
    pub(super) fn forget_told(&mut self, subscription: &str) {
        self.told.remove(subscription);
    }

    fn begin(&mut self, list: &FileInfoList, stalled: Option<u64>, begun: (Time, Source)) {
        // while another runs, what is told may be of either.
        self.unclear |= !self.started.is_empty() && !self.over;
        if self.started.len() == MOST {
            self.unclear = true;
        } else {
            self.started.push(list.clone());
        }
        self.over = false;
        self.cancelled = false;
        self.stalled = stalled;
        self.denied = false;
        self.begun = Some(begun);
        self.told.retain(|_, told| !told.ends.is_empty());
        for told in self.told.values_mut() {
            told.begin_anew(false);
        }
    }
}

impl Oracle {
    /// StartFileTransfer succeeded.
    pub(super) fn begin_transfer(&mut self, job: &Job<'_>, list: &FileInfoList) {
        let (stalled, turn) = self.stalled.is();
        let stalled = (stalled == Some(true)).then_some(turn);
        if let Some(thing) = self.sessions.get_mut(&list.session_id) {
            let begun = (job.from, job.observation.source.clone());
            thing.transfers.begin(list, stalled, begun);
        }
    }

    /// 5.5.16: on a Running File-Transfer session in which no transfer goes on, a new one starts.
    pub(super) fn judge_start(&mut self, job: &Job<'_>, list: &FileInfoList, outcome: &Outcome) {
        let by = super::actor(&job.observation.who);
        let Some(thing) = self.sessions.get(&list.session_id) else {
            return;
        };
        let runs = |state: &State| {
            state.as_ref().is_some_and(|life| {
                life.status == SessionStatus::Running && life.members.has(by) != Some(false)
            })
        };
        let transfers = &thing.transfers;
        // Whatever is under way: a session that runs, and may come to nothing else, takes it.
        let is_ready = thing.status.is_certain(runs)
            && thing.class().as_deref() == Some("File-Transfer")
            && transfers.over
            && !transfers.unclear;
        // What was taken before is not refused for what it says.
        let same = |before: &FileInfoList| {
            before.files.len() == list.files.len()
                && before.files.iter().zip(&list.files).all(|(a, b)| {
                    a.file_type == b.file_type && a.progress == b.progress && a.time == b.time
                })
        };
        if !is_ready || !transfers.started.iter().any(same) {
            return;
        }
        self.judged.apply("transfers");
        let Outcome::Fault(code @ (706 | 708 | 710)) = outcome else {
            return;
        };
        let because = thing.status.evidence();
        let blame = Blame {
            rule: "transfers",
            requirement: "M-5.5.16-1",
            ruling: Some("R-13"),
            allowed: "success".to_owned(),
        };
        let seen = format!(
            "a transfer in session {} is refused with {code}",
            list.session_id
        );
        let possible = "it is Running, and the transfer before is over".to_owned();
        self.exclude(&job.observation.source, blame, seen, possible, because);
    }

    /// CancelFileTransfer: a transfer that is held up goes on until it is cancelled.
    pub(super) fn end_cancel(&mut self, job: &Job<'_>, id: &str, outcome: &Outcome) {
        let stalled = self.stalled.is();
        let Some(thing) = self.sessions.get_mut(id) else {
            return;
        };
        if let Outcome::Success(_) = outcome {
            let nothing = thing.transfers.is_nothing() && !thing.status.is_lost();
            let found = thing.origin == Origin::Unknown;
            thing.transfers.over = true;
            thing.transfers.cancelled = true;
            if nothing && !found {
                self.cancelled_nothing(job, id);
            }
            return;
        }
        let runs = |state: &State| {
            let status = state.as_ref().map(|life| life.status);
            status == Some(SessionStatus::Running)
        };
        let goes_on = thing.transfers.stalled.is_some()
            && (stalled == (Some(true), thing.transfers.stalled.unwrap_or_default()))
            && !thing.transfers.over
            && !thing.transfers.unclear
            && thing
                .transfers
                .told
                .values()
                .all(|told| told.ends.is_empty())
            && thing.status.is_certain(runs)
            && thing.status.has_settled();
        if !goes_on {
            return;
        }
        self.judged.apply("transfers");
        thing.transfers.denied |= *outcome == Outcome::Fault(606);
        let Outcome::Fault(code @ 709) = outcome else {
            return;
        };
        let begun = thing.transfers.begun.clone();
        thing.transfers.over = true;
        let (rule, requirement) = match thing.transfers.denied {
            true => ("failure-leaves-nothing", "M-5.5.17-606"),
            false => ("transfers", "M-5.5.17-1"),
        };
        let blame = Blame {
            rule,
            requirement,
            ruling: None,
            allowed: "success".to_owned(),
        };
        let seen = format!("CancelFileTransfer on session {id} fails with {code}");
        let possible = "a transfer goes on in it, and is held up".to_owned();
        let because = begun.into_iter().map(|(_, source)| source).collect();
        self.exclude(&job.observation.source, blame, seen, possible, because);
    }

    /// 5.5.18: the metadata are those of what was transferred.
    pub(super) fn judge_metadata(&mut self, job: &Job<'_>, id: &str, list: &FileInfoList) {
        let Some(thing) = self.sessions.get(id) else {
            return;
        };
        let started = &thing.transfers.started;
        if thing.transfers.unclear || started.is_empty() {
            return;
        }
        self.judged.apply("transfer-metadata");
        let given: Vec<_> = started.iter().flat_map(|it| &it.files).collect();
        let stranger = list.files.iter().find(|file| {
            let same = |it: &&&crate::document::FileInfo| {
                it.size.trim_start_matches('0') == file.size.trim_start_matches('0')
                    && types(&it.file_type) == types(&file.file_type)
                    && same_link(&it.link, &file.link)
            };
            !given.iter().any(|it| same(&it))
        });
        // Of several transfers nobody says whether the metadata are those of all or of the last.
        let last = started.last().map_or(0, |it| it.files.len());
        let lost = list.files.len() < last;
        if stranger.is_none() && !lost {
            return;
        }
        let words = |list: &[&crate::document::FileInfo]| {
            let files: Vec<String> = list
                .iter()
                .map(|it| format!("{} of {} bytes at {}", it.file_type, it.size, it.link))
                .collect();
            files.join(", ")
        };
        let shown: Vec<_> = list.files.iter().collect();
        let blame = Blame {
            rule: "transfer-metadata",
            requirement: "M-5.5.18-1",
            ruling: Some("R-62"),
            allowed: words(&given),
        };
        let seen = format!("session {id} has transferred {}", words(&shown));
        let possible = words(&given);
        let because = thing.transfers.begun.iter().map(|(_, at)| at.clone());
        let because = because.collect();
        self.exclude(&job.observation.source, blame, seen, possible, because);
    }

    /// Table 2: N is counted from the start, never falls, and is no more than there was.
    pub(super) fn judge_progress(
        &mut self,
        observation: &Observation,
        subscription: &str,
        update: &SessionUpdate,
    ) {
        let stalled = self.stalled.is();
        let Some(thing) = self.sessions.get_mut(&update.session_id) else {
            return;
        };
        let total = thing.transfers.total();
        let again = thing.transfers.started.len() > 1;
        let transfers = &mut thing.transfers;
        if transfers.started.is_empty() || transfers.unclear {
            return;
        }
        // Nobody completed it, and it makes no progress by itself.
        let held = !again
            && transfers
                .stalled
                .is_some_and(|turn| stalled == (Some(true), turn));
        let mut wrong = Vec::new();
        for text in &update.events {
            let read = EventText::read(text);
            let Some(event) = read.meant() else { continue };
            let told = transfers.told.entry(subscription.to_owned()).or_default();
            match (event.slug, event.bytes) {
                ("ft-started", _) => told.begin_anew(told.renewed),
                ("ft-progress", Some(bytes)) => {
                    // no event need tell that another one started.
                    if again && !told.renewed && !told.ends.is_empty() {
                        told.begin_anew(true);
                    }
                    // What was under way when the latest began may be of the one before.
                    let falls = told.progress.is_some_and(|before| before > bytes);
                    if again && falls && !told.caught_up && told.ends.is_empty() {
                        told.begin_anew(true);
                    }
                    let before = told.progress.replace(bytes);
                    if told.ends.contains("ft-completed") && before != Some(bytes) {
                        let completed = "it was told to be completed".to_owned();
                        wrong.push((format!("{bytes} bytes"), "M-5.5.16-2", completed));
                    } else if let Some(before) = before.filter(|before| *before > bytes) {
                        let before = format!("{before} bytes were told before");
                        wrong.push((format!("{bytes} bytes"), "M-T2-ft-progress", before));
                    }
                }
                ("ft-completed", _) if held => {
                    let held = "it is held up, and nobody completed it".to_owned();
                    wrong.push(("complete".to_owned(), "M-5.5.16-2", held));
                }
                ("ft-completed", _) => {
                    let beyond = total.zip(told.progress).filter(|(due, seen)| seen > due);
                    if let Some((due, seen)) = beyond.filter(|_| !told.ends.contains("ft-failed")) {
                        let due = format!("there were {due} bytes");
                        wrong.push((format!("{seen} bytes"), "M-T2-ft-progress", due));
                    }
                    told.ends.insert("ft-completed");
                    transfers.over = true;
                }
                ("ft-cancelled", _) => {
                    told.ends.insert("ft-cancelled");
                    transfers.over = true;
                }
                ("ft-failed", _) => drop(told.ends.insert("ft-failed")),
                _ => {}
            }
        }
        let because: Vec<Source> = transfers.begun.iter().map(|(_, at)| at.clone()).collect();
        self.judged.apply("progress");
        for (bytes, requirement, possible) in wrong {
            let blame = Blame {
                rule: "progress",
                requirement,
                ruling: None,
                allowed: "progress that does not fall, up to what there was".to_owned(),
            };
            let seen = format!(
                "progress of session {} is {bytes} {}",
                update.session_id,
                what(observation)
            );
            let thing = Some(format!("transfer of session {}", update.session_id));
            let source = &observation.source;
            self.exclude_of(thing, (source, blame), seen, possible, because.clone());
        }
    }
}

/// A device may serve what it has fetched under another address; one on the same host is not another.
fn same_link(given: &str, seen: &str) -> bool {
    let host = |link: &str| link.split('/').nth(2).map(str::to_owned);
    given == seen || host(given) != host(seen)
}

fn types(text: &str) -> String {
    crate::service::message::bare_mime(text)
}
