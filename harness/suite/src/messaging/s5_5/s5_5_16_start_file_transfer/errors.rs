//! 5.5.16 StartFileTransfer: what is refused, and with which code. Table 41.

use ctk_model::expectation::Expectation;
use ctk_vectors::messaging_2::{action, req, session_class};
use ctk_vectors::{Answer, Mark};

use crate::arrange::files::TRANSFER;
use crate::case::{Case, Need, Phase};
use crate::judging::judgement::Stop;
use crate::lab::FileManner;
use crate::stimulate::session_events::FILE_SIZE;

/// The cases.
pub(crate) fn cases() -> Vec<Case> {
    let mut cases = vec![
        unknown_session(),
        own_pending(),
        one_at_a_time(),
        no_files_in_chat(),
    ];
    cases.extend(INVALID.iter().map(invalid_list));
    cases
}

/// 5.5.16.7: a session that does not exist gives 706.
fn unknown_session() -> Case {
    Case::new(
        "5.5.16/unknown-session",
        "a transfer in a session that does not exist answers 706",
    )
    .clause("5.5.16.7")
    .covers(&[req::M_5_5_16_706])
    .needs(&[Need::SessionMode, Need::FileTransfer])
    .body(|t| {
        let session = t.sessions().unknown_id()?;
        let (_, list) = t
            .files()
            .offer(&session, FILE_SIZE, FileManner::Whole, None)?;
        let reply = t.invoke(
            action::START_FILE_TRANSFER,
            &[("FileInfoList", &list.to_xml())],
        )?;
        let expectation = Expectation::fault(req::M_5_5_16_706, 706);
        t.judge_pair(&reply, &expectation, 706)
    })
}

/// on a Pending session of the TelCP's own the transfer may establish it, or be refused.
fn own_pending() -> Case {
    Case::new(
        "5.5.16/own-pending",
        "a transfer in a Pending session of the control point's own establishes it or is refused",
    )
    .clause("5.5.16.3")
    .covers(&[req::M_T46_4])
    .needs(&[
        Need::SessionMode,
        Need::FileTransfer,
        Need::Action(action::CREATE_SESSION),
        Need::Recipient,
    ])
    .own_objects(0)
    .body(|t| {
        let class = t.classes().for_transfer()?;
        let session = t.sessions().pending(class)?;
        let (_, list) = t
            .files()
            .offer(&session, FILE_SIZE, FileManner::Whole, None)?;
        let reply = t.invoke(
            action::START_FILE_TRANSFER,
            &[("FileInfoList", &list.to_xml())],
        )?;
        let after = t.sessions().look_at(&session)?;
        let expectation = Expectation::of(req::M_T46_4).by("R-56", "own-pending");
        let observed = reply.observed(Some(after.state()));
        t.judge_after(&reply, &expectation, &observed)
    })
}

/// while a transfer runs in the session another one is refused.
fn one_at_a_time() -> Case {
    Case::new(
        "5.5.16/one-at-a-time",
        "a transfer in a session where one is running is refused and leaves that alone",
    )
    .clause("5.5.16.3")
    .covers(&[req::M_T46_4])
    .needs(TRANSFER)
    .own_objects(0)
    .body(|t| {
        let class = t.classes().for_transfer()?;
        let session = t.sessions().running(class)?;
        let manner = FileManner::Slow { ms: 60_000 };
        let (file, list) = t.files().offer(&session, FILE_SIZE, manner, None)?;
        t.files().start(&list)?;
        let within = t.dut().settle_ms;
        t.files().fetches(file, 1, within)?;
        let (_, other) = t
            .files()
            .offer(&session, FILE_SIZE, FileManner::Whole, None)?;
        let reply = t.invoke(
            action::START_FILE_TRANSFER,
            &[("FileInfoList", &other.to_xml())],
        )?;
        t.judge(
            &reply,
            &Expectation::of(req::M_T46_4).by("R-13", "transfer-running"),
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
    .covers(&[req::M_T46_4])
    .needs(TRANSFER)
    .needs(&[Need::SessionClass(session_class::CHAT)])
    .own_objects(0)
    .body(|t| {
        let session = t.sessions().running(session_class::CHAT)?;
        let (_, list) = t
            .files()
            .offer(&session, FILE_SIZE, FileManner::Whole, None)?;
        let reply = t.invoke(
            action::START_FILE_TRANSFER,
            &[("FileInfoList", &list.to_xml())],
        )?;
        t.judge(
            &reply,
            &Expectation::of(req::M_T46_4).by("R-13", "class-without-files"),
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
        .covers(&[req::M_T46_4])
        .needs(TRANSFER)
        .own_objects(0)
        .derived()
        .phase(Phase::Hostile)
        .body(move |t| {
            let class = t.classes().for_transfer()?;
            let session = t.sessions().running(class)?;
            let (_, list) = t
                .files()
                .offer(&session, FILE_SIZE, FileManner::Whole, None)?;
            let valid = list.to_xml();
            let invalid = make(&valid);
            if invalid == valid {
                return Err(Stop::Broken(format!("{words} could not be made")));
            }
            let reply = t.invoke(action::START_FILE_TRANSFER, &[("FileInfoList", &invalid)])?;
            let situation = if name == "malformed" {
                "invalid-file-info-and-id"
            } else {
                "invalid-file-info"
            };
            let expectation = Expectation::of(req::M_T46_4).by("R-46", situation).allow(
                Answer::AnyFault,
                Mark::Warning,
                Some("R-58"),
            );
            t.judge(&reply, &expectation)
        })
}
