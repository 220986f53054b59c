//! 5.5.16 StartFileTransfer: Tables 40, 41.
//!
//! The device answers, and fetches the files afterwards from their links, which the kit serves. What comes of a
//! transfer is seen in the fetches and in SessionUpdates.

use ctk_model::document::FileInfoList;
use ctk_model::event_text::EventText;
use ctk_model::expectation::Expectation;
use ctk_vectors::Mark;

use crate::case::{Case, Need};
use crate::events::{Subscription, wait_of};
use crate::judgement::{Flow, Stop, Suspect};
use crate::lab::{ControlPoint, Fetch, FileManner};
use crate::notification::SeenUpdate;
use crate::situations::FILE_SIZE;
use crate::tester::{Statement, Tester};

/// The cases.
pub(crate) fn cases() -> Vec<Case> {
    let mut cases = vec![fetches_the_file(), fetches_every_file(), unknown_session()];
    cases.extend(FAILURES.iter().map(download_failed));
    cases.extend([
        wrong_length_ends(),
        progress(),
        period(),
        completion_only(),
        completed_by_the_far_side(),
        own_pending(),
        one_at_a_time(),
        no_files_in_chat(),
    ]);
    cases.extend(INVALID.iter().map(invalid_list));
    cases
}

/// What every case of a transfer needs.
pub(crate) const TRANSFER: &[Need] = &[
    Need::SessionMode,
    Need::FileTransfer,
    Need::Recipient,
    Need::RunningSession,
];

/// The same, with events.
pub(crate) const EVENTED_TRANSFER: &[Need] = &[
    Need::SessionMode,
    Need::FileTransfer,
    Need::Evented("SessionUpdates"),
    Need::Recipient,
    Need::RunningSession,
];

impl Tester<'_> {
    /// StartFileTransfer with this list, which is to succeed; the exchange.
    ///
    /// # Errors
    /// Inconclusive when it fails: the cell of Figure 3 judges that.
    pub(crate) fn started(&mut self, list: &FileInfoList) -> Flow<u32> {
        let reply = self.invoke("StartFileTransfer", &[("FileInfoList", &list.to_xml())])?;
        self.arranged(&reply)?;
        Ok(reply.exchange)
    }

    /// Waits for an event of Table 2 in the session.
    pub(crate) fn await_slug(
        &mut self,
        subscription: &mut Subscription,
        session: &str,
        slug: &str,
        within_ms: u64,
    ) -> Flow<Option<SeenUpdate>> {
        self.await_update(subscription, session, 0, within_ms, |update| {
            update.event(slug).is_some()
        })
    }
}

fn unfetched(fetches: &[Fetch]) -> String {
    if fetches.is_empty() {
        return "no GET".to_owned();
    }
    let words: Vec<String> = fetches
        .iter()
        .map(|fetch| {
            let whole = if fetch.complete {
                ", the whole file"
            } else {
                ""
            };
            format!("a GET that took {} bytes{whole}", fetch.sent)
        })
        .collect();
    words.join(", ")
}

/// 5.5.16.3: the device fetches the file from its link. Where it says that it cannot, and no request arrived, the way
/// to the kit is more likely the reason than the device.
fn judge_fetched(
    t: &mut Tester<'_>,
    session: &str,
    files: &[u32],
    exchange: u32,
    subscription: Option<&mut Subscription>,
) -> Flow {
    let within = wait_of("event");
    let mut words = Vec::new();
    let mut missing = 0;
    for &file in files {
        let fetches = t.fetches(file, 1, within)?;
        let taken: u64 = fetches.iter().map(|fetch| fetch.sent).sum();
        let fetched = fetches.iter().any(|fetch| fetch.complete) || taken >= FILE_SIZE;
        if !fetched {
            missing += 1;
        }
        words.push(unfetched(&fetches));
        if missing > 0 {
            break;
        }
    }
    if missing > 0
        && words.iter().any(|word| word == "no GET")
        && let Some(subscription) = subscription
        && t.await_slug(subscription, session, "ft-failed", 0)?
            .is_some()
    {
        return Err(Stop::Inconclusive {
            reason: "the device says `file download failed`, and no request of its arrived: can it open a connection to the kit? (--interface, profile [ixit] file_server_bind, a firewall)".to_owned(),
            suspect: Suspect::Network,
        });
    }
    t.require(
        "M-5.5.16-1",
        missing == 0,
        &Statement {
            asked: "StartFileTransfer",
            accepted: &["a GET of each fileLink, and the whole file taken"],
            observed: words.join("; "),
            exchanges: &[exchange],
            ..Statement::default()
        },
    )
}

fn fetches_the_file() -> Case {
    Case::new(
        "5.5.16/fetches-the-file",
        "the device fetches the file from its fileLink",
    )
    .clause("5.5.16.3")
    .covers(&["M-5.5.16-1"])
    .needs(TRANSFER)
    .own_objects(0)
    .body(|t| transfer_of(t, 1))
}

fn fetches_every_file() -> Case {
    Case::new(
        "5.5.16/fetches-every-file",
        "of a list of three files the device fetches every one",
    )
    .clause("5.5.16.3")
    .covers(&["M-5.5.16-1"])
    .needs(TRANSFER)
    .own_objects(0)
    .body(|t| transfer_of(t, 3))
}

fn transfer_of(t: &mut Tester<'_>, count: usize) -> Flow {
    let class = t.transfer_class()?;
    let mut subscription = if t.dut().events("SessionUpdates") {
        Some(t.subscribed(ControlPoint::First)?)
    } else {
        None
    };
    let session = t.running(class)?;
    let mut files = Vec::new();
    let mut whole: Option<FileInfoList> = None;
    for _ in 0..count {
        let (file, list) = t.offer(&session, FILE_SIZE, FileManner::Whole, None)?;
        files.push(file);
        match &mut whole {
            Some(whole) => whole.files.extend(list.files),
            None => whole = Some(list),
        }
    }
    let list = whole.unwrap_or_default();
    let exchange = t.started(&list)?;
    judge_fetched(t, &session, &files, exchange, subscription.as_mut())
}

/// 5.5.16.7: a session that does not exist gives 706.
fn unknown_session() -> Case {
    Case::new(
        "5.5.16/unknown-session",
        "a transfer in a session that does not exist answers 706",
    )
    .clause("5.5.16.7")
    .covers(&["M-5.5.16-706"])
    .needs(&[Need::SessionMode, Need::FileTransfer])
    .body(|t| {
        let session = t.no_session()?;
        let (_, list) = t.offer(&session, FILE_SIZE, FileManner::Whole, None)?;
        let reply = t.invoke("StartFileTransfer", &[("FileInfoList", &list.to_xml())])?;
        let expectation = Expectation::fault("M-5.5.16-706", 706);
        t.judge_pair(&reply, &expectation, 706)
    })
}

/// A link that cannot be fetched: its name in case ids, what it does, in words.
const FAILURES: &[(&str, FileManner, &str)] = &[
    (
        "refused",
        FileManner::Refused,
        "a fileLink where nobody listens",
    ),
    (
        "not-found",
        FileManner::NotFound,
        "a fileLink that answers 404",
    ),
    (
        "cut-off",
        FileManner::CutOff,
        "a file that breaks off halfway",
    ),
];

/// 5.5.16.3, Table 2, R-23: a file that cannot be fetched is told of.
fn download_failed(failure: &'static (&str, FileManner, &str)) -> Case {
    let (name, manner, words) = *failure;
    Case::new(
        format!("5.5.16/download-{name}"),
        format!("{words} gives the event `file download failed`"),
    )
    .clause("5.5.16.3")
    .covers(&["M-5.5.16-3"])
    .needs(EVENTED_TRANSFER)
    .own_objects(0)
    .waits(1_100)
    .body(move |t| {
        let class = t.transfer_class()?;
        let mut subscription = t.subscribed(ControlPoint::First)?;
        let session = t.running(class)?;
        let (_, list) = t.offer(&session, FILE_SIZE, manner, None)?;
        let started = t.started(&list)?;
        let seen = ended(t, &mut subscription, &session)?;
        subscription.heard()?;
        let (met, ruling) = match seen.as_ref().and_then(|seen| seen.event("ft-failed")) {
            Some((EventText::AlmostStandard(_), _)) => (true, Some("R-22")),
            Some(_) => (true, None),
            None => (false, None),
        };
        let mut exchanges = vec![started];
        exchanges.extend(seen.iter().map(|seen| seen.exchange));
        let about = Statement {
            asked: words,
            accepted: &["the event `file download failed`"],
            observed: told_instead(&subscription, &session, seen.as_ref()),
            exchanges: &exchanges,
            ..Statement::default()
        };
        match ruling {
            Some(ruling) => t.remark("M-5.5.16-3", ruling, &about),
            None => t.require("M-5.5.16-3", met, &about),
        }
    })
}

/// The event that ends a transfer: completed, failed or cancelled.
fn ended(
    t: &mut Tester<'_>,
    subscription: &mut Subscription,
    session: &str,
) -> Flow<Option<SeenUpdate>> {
    t.await_update(subscription, session, 0, wait_of("event"), |update| {
        ["ft-completed", "ft-failed", "ft-cancelled"]
            .iter()
            .any(|slug| update.event(slug).is_some())
    })
}

fn told_instead(subscription: &Subscription, session: &str, seen: Option<&SeenUpdate>) -> String {
    if let Some(seen) = seen {
        return seen.in_words();
    }
    let updates: Vec<String> = subscription
        .updates_of(session, 0)
        .iter()
        .map(SeenUpdate::in_words)
        .collect();
    if updates.is_empty() {
        "no event of the session".to_owned()
    } else {
        format!("only {}", updates.join("; "))
    }
}

/// 5.5.16.3: an answer whose length is not the one announced has an end all the same. Which one is left open: all the
/// bytes that fileSize tells of were there.
fn wrong_length_ends() -> Case {
    Case::new(
        "5.5.16/download-wrong-length",
        "a file shorter than its answer announced ends the transfer, one way or the other",
    )
    .clause("5.5.16.3")
    .covers(&["M-5.5.16-3"])
    .needs(EVENTED_TRANSFER)
    .own_objects(0)
    .waits(1_100)
    .body(|t| {
        let class = t.transfer_class()?;
        let mut subscription = t.subscribed(ControlPoint::First)?;
        let session = t.running(class)?;
        let (_, list) = t.offer(&session, FILE_SIZE, FileManner::WrongLength, None)?;
        let started = t.started(&list)?;
        let seen = ended(t, &mut subscription, &session)?;
        subscription.heard()?;
        t.require(
            "M-5.5.16-3",
            seen.is_some(),
            &Statement {
                asked: "a file shorter than its answer announced",
                accepted: &["`file download failed`", "`file transfer completed`"],
                observed: told_instead(&subscription, &session, seen.as_ref()),
                exchanges: &[started],
                ..Statement::default()
            },
        )
    })
}

/// When each progress event arrived, in microseconds, and whether it came ahead of the end.
fn progress_of(subscription: &Subscription, session: &str) -> Vec<(u64, Option<u64>)> {
    subscription
        .updates_of(session, 0)
        .iter()
        .flat_map(|update| {
            let counts = update.update.events.iter().filter_map(|text| {
                let read = EventText::read(text);
                let meant = read.meant().filter(|meant| meant.slug == "ft-progress")?;
                Some((update.at_us, meant.bytes))
            });
            counts.collect::<Vec<_>>()
        })
        .collect()
}

/// 5.5.16.2, R-23: progressNotif 1 asks for progress; none at all fails.
fn progress() -> Case {
    Case::new(
        "5.5.16/progress-on-request",
        "with progressNotif 1 the progress of a slow transfer is evented",
    )
    .clause("5.5.16.2")
    .covers(&["M-5.5.16-2"])
    .needs(EVENTED_TRANSFER)
    .own_objects(0)
    .waits(3_700)
    .body(|t| {
        let class = t.transfer_class()?;
        let mut subscription = t.subscribed(ControlPoint::First)?;
        let session = t.running(class)?;
        let manner = FileManner::Slow { ms: 2_600 };
        let (_, list) = t.offer(&session, FILE_SIZE, manner, Some(1))?;
        let started = t.started(&list)?;
        let seen = ended(t, &mut subscription, &session)?;
        subscription.heard()?;
        let told = progress_of(&subscription, &session).len();
        if told == 0
            && seen
                .as_ref()
                .is_none_or(|seen| seen.event("ft-completed").is_none())
        {
            return Err(Stop::inconclusive(format!(
                "the transfer did not come to its end: {}",
                told_instead(&subscription, &session, seen.as_ref())
            )));
        }
        t.require(
            "M-5.5.16-2",
            told > 0,
            &Statement {
                asked: "a transfer of 2.6 s with progressNotif 1, time 1",
                accepted: &["at least one `file transfer progress: N Bytes`"],
                observed: format!("{told} progress events"),
                exchanges: &[started],
                ..Statement::default()
            },
        )
    })
}

/// 5.3.20.2, R-69: progress comes at the period asked for, in seconds; more than twice or less than half of it is a
/// remark.
fn period() -> Case {
    Case::new(
        "5.5.16/progress-period",
        "progress comes at the period that progressNotif's time asks for",
    )
    .clause("5.3.20.2")
    .covers(&["M-5.5.16-4"])
    .needs(EVENTED_TRANSFER)
    .own_objects(0)
    .waits(4_700)
    .body(|t| {
        let class = t.transfer_class()?;
        let mut subscription = t.subscribed(ControlPoint::First)?;
        let session = t.running(class)?;
        let manner = FileManner::Slow { ms: 3_800 };
        let (_, list) = t.offer(&session, FILE_SIZE, manner, Some(1))?;
        let started = t.started(&list)?;
        let seen = ended(t, &mut subscription, &session)?;
        subscription.heard()?;
        let told = progress_of(&subscription, &session);
        // Several that were accumulated into one event count as one, and the last one may stand for the end.
        let mut arrivals: Vec<u64> = told
            .iter()
            .filter(|(_, bytes)| bytes.is_none_or(|bytes| bytes < FILE_SIZE))
            .map(|(at, _)| *at)
            .collect();
        arrivals.dedup();
        let (Some(first), Some(last)) = (arrivals.first(), arrivals.last()) else {
            return Err(Stop::inconclusive(format!(
                "no progress was told before the end: {}",
                told_instead(&subscription, &session, seen.as_ref())
            )));
        };
        if arrivals.len() < 2 {
            return Err(Stop::inconclusive(
                "only one progress event came before the end: no period can be measured",
            ));
        }
        let periods = u64::try_from(arrivals.len() - 1).unwrap_or(1);
        let mean_ms = (last - first) / periods / 1_000;
        let asked_ms = wait_of("progress-period");
        let about = Statement {
            asked: "a transfer of 3.8 s with progressNotif 1, time 1",
            accepted: &["a progress event every second, more or less by a factor of 2"],
            observed: format!("one every {mean_ms} ms, {} in all", arrivals.len()),
            exchanges: &[started],
            ..Statement::default()
        };
        if (asked_ms / 2..=asked_ms * 2).contains(&mean_ms) {
            t.require("M-5.5.16-4", true, &about)
        } else {
            t.remark("M-5.5.16-4", "R-69", &about)
        }
    })
}

/// 5.5.16.2, R-23: progressNotif 0 asks for one notification, at completion.
fn completion_only() -> Case {
    Case::new(
        "5.5.16/completion-only",
        "with progressNotif 0 there is one notification, when the transfer is complete",
    )
    .clause("5.5.16.2")
    .covers(&["M-5.5.16-2"])
    .needs(EVENTED_TRANSFER)
    .own_objects(0)
    .waits(2_700)
    .body(|t| {
        let class = t.transfer_class()?;
        let mut subscription = t.subscribed(ControlPoint::First)?;
        let session = t.running(class)?;
        let manner = FileManner::Slow { ms: 1_600 };
        let (_, list) = t.offer(&session, FILE_SIZE, manner, None)?;
        let started = t.started(&list)?;
        let seen = ended(t, &mut subscription, &session)?;
        subscription.heard()?;
        if let Some(seen) = &seen
            && seen.event("ft-completed").is_none()
        {
            return Err(Stop::inconclusive(format!(
                "the transfer did not succeed: {}",
                seen.in_words()
            )));
        }
        let early = progress_of(&subscription, &session)
            .iter()
            .filter(|(_, bytes)| bytes.is_none_or(|bytes| bytes < FILE_SIZE))
            .count();
        t.require(
            "M-5.5.16-2",
            seen.is_some() && early == 0,
            &Statement {
                asked: "a transfer of 1.6 s with progressNotif 0",
                accepted: &["`file transfer completed`, and no progress before it"],
                observed: format!(
                    "{}; {early} progress events before the end",
                    told_instead(&subscription, &session, seen.as_ref())
                ),
                exchanges: &[started],
                ..Statement::default()
            },
        )
    })
}

/// 5.5.16.2: the far side has everything, whatever the device had to fetch.
fn completed_by_the_far_side() -> Case {
    Case::new(
        "5.5.16/completed-by-far-side",
        "a transfer that the far side brings to its end is evented as completed",
    )
    .clause("5.5.16.2")
    .covers(&["M-5.5.16-2"])
    .needs(EVENTED_TRANSFER)
    .needs(&[
        Need::Stimulus("stall-file-transfer"),
        Need::Stimulus("complete-file-transfer"),
    ])
    .alone()
    .waits(1_100)
    .body(|t| {
        let class = t.transfer_class()?;
        let mut subscription = t.subscribed(ControlPoint::First)?;
        let session = t.running(class)?;
        t.restore_with(
            "stall-file-transfer",
            serde_json::json!({ "enabled": false }),
        );
        t.stimulate(
            "stall-file-transfer",
            serde_json::json!({ "enabled": true }),
        )?;
        let (_, list) = t.offer(&session, FILE_SIZE, FileManner::Whole, None)?;
        let started = t.started(&list)?;
        t.stimulate(
            "complete-file-transfer",
            serde_json::json!({ "session_id": session }),
        )?;
        let seen = ended(t, &mut subscription, &session)?;
        subscription.heard()?;
        t.require(
            "M-5.5.16-2",
            seen.as_ref()
                .is_some_and(|seen| seen.event("ft-completed").is_some()),
            &Statement {
                asked: "complete-file-transfer on a stalled transfer",
                accepted: &["`file transfer completed`"],
                observed: told_instead(&subscription, &session, seen.as_ref()),
                exchanges: &[started],
                ..Statement::default()
            },
        )
    })
}

/// on a Pending session of the TelCP's own the transfer may establish it, or be refused.
fn own_pending() -> Case {
    Case::new(
        "5.5.16/own-pending",
        "a transfer in a Pending session of the control point's own establishes it or is refused",
    )
    .clause("5.5.16.3")
    .covers(&["M-T46-4"])
    .needs(&[
        Need::SessionMode,
        Need::FileTransfer,
        Need::Action("CreateSession"),
        Need::Recipient,
    ])
    .own_objects(0)
    .body(|t| {
        let class = t.transfer_class()?;
        let session = t.pending(class)?;
        let (_, list) = t.offer(&session, FILE_SIZE, FileManner::Whole, None)?;
        let reply = t.invoke("StartFileTransfer", &[("FileInfoList", &list.to_xml())])?;
        let after = t.session(&session)?;
        let expectation = Expectation::of("M-T46-4").by("R-56", "own-pending");
        let observed = reply.observed(Some(after.state()));
        t.judge_marked(&reply, &expectation, Vec::new(), &observed)
    })
}

/// while a transfer runs in the session another one is refused.
fn one_at_a_time() -> Case {
    Case::new(
        "5.5.16/one-at-a-time",
        "a transfer in a session where one is running is refused and leaves that alone",
    )
    .clause("5.5.16.3")
    .covers(&["M-T46-4"])
    .needs(TRANSFER)
    .own_objects(0)
    .body(|t| {
        let class = t.transfer_class()?;
        let session = t.running(class)?;
        let manner = FileManner::Slow { ms: 60_000 };
        let (file, list) = t.offer(&session, FILE_SIZE, manner, None)?;
        t.started(&list)?;
        let within = t.dut().settle_ms;
        t.fetches(file, 1, within)?;
        let (_, other) = t.offer(&session, FILE_SIZE, FileManner::Whole, None)?;
        let reply = t.invoke("StartFileTransfer", &[("FileInfoList", &other.to_xml())])?;
        t.judge(
            &reply,
            &Expectation::of("M-T46-4").by("R-13", "transfer-running"),
        )
    })
}

/// no files go through a session of a class without them; taking one on Chat is a remark.
fn no_files_in_chat() -> Case {
    Case::new(
        "5.5.16/class-without-files",
        "a transfer in a Chat session is refused",
    )
    .clause("5.5.16.7")
    .covers(&["M-T46-4"])
    .needs(TRANSFER)
    .needs(&[Need::SessionClass("Chat")])
    .own_objects(0)
    .body(|t| {
        let session = t.running("Chat")?;
        let (_, list) = t.offer(&session, FILE_SIZE, FileManner::Whole, None)?;
        let reply = t.invoke("StartFileTransfer", &[("FileInfoList", &list.to_xml())])?;
        t.judge(
            &reply,
            &Expectation::of("M-T46-4").by("R-13", "class-without-files"),
        )
    })
}

/// A mistake in a fileInfoList: its name in case ids, in words, and how it is made of a valid one.
type Invalid = (&'static str, &'static str, fn(&str) -> String);

const INVALID: &[Invalid] = &[
    (
        "malformed",
        "a fileInfoList that is not well-formed",
        |list| list.replace("</m:fileInfoList>", ""),
    ),
    ("without-file", "a fileInfoList without fileInfo", |list| {
        between(list, "<fileInfo>", "</fileInfo>", "")
    }),
    ("without-link", "a fileInfo without fileLink", |list| {
        between(list, "<fileLink>", "</fileLink>", "")
    }),
    (
        "size-not-a-number",
        "a fileSize that is not a number",
        |list| {
            between(
                list,
                "<fileSize>",
                "</fileSize>",
                "<fileSize>much</fileSize>",
            )
        },
    ),
];

/// The text with what stands between the two marks, marks included, replaced.
fn between(text: &str, begin: &str, end: &str, by: &str) -> String {
    match (text.find(begin), text.rfind(end)) {
        (Some(from), Some(to)) if from < to => {
            format!("{}{by}{}", &text[..from], &text[to + end.len()..])
        }
        _ => text.to_owned(),
    }
}

/// a list that is not valid starts nothing. No code is listed for it.
fn invalid_list(mistake: &'static Invalid) -> Case {
    let (name, words, make) = *mistake;
    Case::new(format!("5.5.16/list-{name}"), format!("{words} is refused"))
        .clause("5.5.16.2")
        .covers(&["M-T46-4"])
        .needs(TRANSFER)
        .own_objects(0)
        .derived()
        .body(move |t| {
            let class = t.transfer_class()?;
            let session = t.running(class)?;
            let (_, list) = t.offer(&session, FILE_SIZE, FileManner::Whole, None)?;
            let valid = list.to_xml();
            let invalid = make(&valid);
            if invalid == valid {
                return Err(Stop::Broken(format!("{words} could not be made")));
            }
            let reply = t.invoke("StartFileTransfer", &[("FileInfoList", &invalid)])?;
            let situation = if name == "malformed" {
                "invalid-file-info-and-id"
            } else {
                "invalid-file-info"
            };
            let expectation = Expectation::of("M-T46-4").by("R-46", situation).allow(
                "any fault",
                Mark::Warning,
                Some("R-58"),
            );
            t.judge(&reply, &expectation)
        })
}
