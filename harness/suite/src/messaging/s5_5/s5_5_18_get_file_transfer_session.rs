//! 5.5.18 GetFileTransferSession: Tables 44, 45.

use ctk_model::document::FileInfoList;
use ctk_model::expectation::Expectation;
use ctk_record::Judgement;
use ctk_vectors::messaging_2::{action, req, session_class, session_status};
use ctk_vectors::{Answer, Mark};

use crate::arrange::files::TRANSFER;
use crate::case::{Case, Need};
use crate::judging::judgement::Flow;
use crate::tester::Tester;

/// The cases.
pub(crate) fn cases() -> Vec<Case> {
    vec![
        metadata(),
        metadata_of_several_files(),
        without_transfer(),
        mixed(),
        other_class(),
        unknown_session(),
    ]
}

const METADATA: &[Need] = &[
    Need::Action(action::GET_FILE_TRANSFER_SESSION),
    Need::Action(action::CLOSE_SESSION),
];

/// 5.5.18.3, R-59, R-62: the metadata are those of the transfer. A closed session that is not kept has none.
fn judge_metadata(t: &mut Tester<'_>, class: &str, progress: &[Option<u32>]) -> Flow {
    let (session, given) = t.sessions().closed_after_transfer(class, progress)?;
    let kept = t.sessions().look_at(&session)?.state() == session_status::CLOSED;
    let reply = t.invoke(
        action::GET_FILE_TRANSFER_SESSION,
        &[("SessionID", &session)],
    )?;
    if !reply.succeeded() && !kept && reply.fault() == Some(706) {
        return t.judge(
            &reply,
            &Expectation::of(req::M_5_5_18_1).allow_fault(706, "R-59"),
        );
    }
    t.judge(&reply, &Expectation::success(req::M_5_5_18_1))?;
    let list = t.documents().file_infos(&reply)?;
    let shown = |list: &FileInfoList| {
        let files: Vec<String> = list
            .files
            .iter()
            .map(|file| format!("{} of {} bytes", file.file_type, file.size))
            .collect();
        format!("session {}: {}", list.session_id, files.join(", "))
    };
    let wanted = shown(&given);
    let observed = shown(&list);
    t.record(
        Judgement::met(req::M_5_5_18_1, wanted == observed)
            .asked(&reply.asked)
            .accepts([&wanted])
            .observed(observed.clone())
            .exchanges([reply.exchange]),
    )
}

fn metadata() -> Case {
    Case::new(
        "5.5.18/metadata",
        "a closed session in which a file was transferred shows that file",
    )
    .clause("5.5.18.3")
    .covers(&[req::M_5_5_18_1])
    .needs(TRANSFER)
    .needs(METADATA)
    .needs(&[Need::SessionClass(session_class::FILE_TRANSFER)])
    .own_objects(0)
    .waits_for_events(1_100, 1)
    .body(|t| judge_metadata(t, session_class::FILE_TRANSFER, &[None]))
}

fn metadata_of_several_files() -> Case {
    Case::new(
        "5.5.18/metadata-of-several-files",
        "a closed session in which several files were transferred shows each of them",
    )
    .clause("5.5.18.3")
    .covers(&[req::M_5_5_18_1])
    .needs(TRANSFER)
    .needs(METADATA)
    .needs(&[Need::SessionClass(session_class::FILE_TRANSFER)])
    .own_objects(0)
    .waits_for_events(1_100, 1)
    .body(|t| judge_metadata(t, session_class::FILE_TRANSFER, &[Some(1), None]))
}

/// a session closed without any transfer has no metadata; an error passes, and so does a valid answer.
fn without_transfer() -> Case {
    Case::new(
        "5.5.18/no-transfer",
        "a session closed without any transfer gives an error or a valid list",
    )
    .clause("5.5.18.7")
    .covers(&[req::M_5_5_18_1])
    .needs(&[
        Need::SessionMode,
        Need::FileTransfer,
        Need::Recipient,
        Need::RunningSession,
        Need::SessionClass(session_class::FILE_TRANSFER),
    ])
    .needs(METADATA)
    .own_objects(0)
    .body(|t| {
        let session = t.sessions().closed(session_class::FILE_TRANSFER)?;
        let reply = t.invoke(
            action::GET_FILE_TRANSFER_SESSION,
            &[("SessionID", &session)],
        )?;
        if reply.succeeded() {
            let text = reply.output("FileInfoList").unwrap_or_default().to_owned();
            let context = t.dut().context();
            let read = ctk_model::document::read_file_info_list(
                &text,
                ctk_model::document::Direction::Output,
                &context,
            );
            let valid = read.value.is_some()
                && !read
                    .findings
                    .iter()
                    .any(|found| found.grade == ctk_model::document::Grade::Fail);
            return t.record(
                Judgement::met(req::M_5_5_18_1, valid)
                    .asked(&reply.asked)
                    .accepts(["an error", "a valid fileInfoList"])
                    .observed(read.findings.first().map_or_else(
                        || "a valid fileInfoList".to_owned(),
                        |found| found.text.clone(),
                    ))
                    .exchanges([reply.exchange]),
            );
        }
        let expectation = Expectation::of(req::M_5_5_18_1)
            .by("R-62", "no-transfer")
            .allow(Answer::AnyFault, Mark::Warning, Some("R-58"));
        t.judge(&reply, &expectation)
    })
}

/// a Mixed session with a transfer may be taken for either.
fn mixed() -> Case {
    Case::new(
        "5.5.18/mixed",
        "a closed Mixed session with a transfer gives its metadata or an error of the table",
    )
    .clause("5.5.18.3")
    .covers(&[req::M_5_5_18_1])
    .needs(TRANSFER)
    .needs(METADATA)
    .needs(&[Need::SessionClass(session_class::MIXED)])
    .own_objects(0)
    .waits_for_events(1_100, 1)
    .body(|t| {
        let (session, _) = t
            .sessions()
            .closed_after_transfer(session_class::MIXED, &[None])?;
        let reply = t.invoke(
            action::GET_FILE_TRANSFER_SESSION,
            &[("SessionID", &session)],
        )?;
        t.judge(
            &reply,
            &Expectation::of(req::M_5_5_18_1).by("R-62", "mixed"),
        )
    })
}

/// 5.5.18.7, R-62: a session of another class gives 710.
fn other_class() -> Case {
    Case::new(
        "5.5.18/other-class",
        "GetFileTransferSession of a closed Chat session answers 710",
    )
    .clause("5.5.18.7")
    .covers(&[req::M_5_5_18_710])
    .needs(&[
        Need::SessionMode,
        Need::FileTransfer,
        Need::Recipient,
        Need::RunningSession,
        Need::SessionClass(session_class::CHAT),
    ])
    .needs(METADATA)
    .own_objects(0)
    .body(|t| {
        let session = t.sessions().closed(session_class::CHAT)?;
        let kept = t.sessions().look_at(&session)?.state() == session_status::CLOSED;
        let reply = t.invoke(
            action::GET_FILE_TRANSFER_SESSION,
            &[("SessionID", &session)],
        )?;
        let expectation = Expectation::of(req::M_5_5_18_710).by("R-62", "other-class");
        if !kept {
            return t.judge(&reply, &expectation.allow_fault(706, "R-59"));
        }
        t.judge_pair(&reply, &expectation, 710)
    })
}

/// 5.5.18.7: a session that does not exist gives 706.
fn unknown_session() -> Case {
    Case::new(
        "5.5.18/unknown-session",
        "GetFileTransferSession of a session that does not exist answers 706",
    )
    .clause("5.5.18.7")
    .covers(&[req::M_5_5_18_706])
    .needs(&[
        Need::SessionMode,
        Need::Action(action::GET_FILE_TRANSFER_SESSION),
    ])
    .body(|t| {
        let session = t.sessions().unknown_id()?;
        let reply = t.invoke(
            action::GET_FILE_TRANSFER_SESSION,
            &[("SessionID", &session)],
        )?;
        t.judge_pair(&reply, &Expectation::fault(req::M_5_5_18_706, 706), 706)
    })
}
