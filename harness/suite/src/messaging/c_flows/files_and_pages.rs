//! C.3 and C.4: files are transferred, and web pages shared.

use super::*;

const FILE_FLOW: &[Need] = &[
    Need::SessionMode,
    Need::Evented("SessionUpdates"),
    Need::FileTransfer,
    Need::Action(action::CLOSE_SESSION),
    Need::Recipient,
    Need::RunningSession,
    Need::SessionClass(session_class::FILE_TRANSFER),
];

/// C.3: a File-Transfer session: started, fetched, completed, closed.
pub(super) fn transfer_complete() -> Case {
    Case::new(
        "annex-c/file-transfer",
        "a transfer is started, its file fetched, completed, and the session closed",
    )
    .clause("C.3")
    .covers(&[req::M_C_3])
    .needs(FILE_FLOW)
    .own_objects(0)
    .waits_for_events(3_300, 2)
    .body(|t| {
        let mut flow = Chain::new(req::M_C_3);
        let mut subscription = t.subscriptions().open(ControlPoint::First)?;
        let session = t.sessions().running(session_class::FILE_TRANSFER)?;
        let manner = FileManner::Slow { ms: 1_300 };
        let (file, list) = t.files().offer(&session, FILE_SIZE, manner, None)?;
        flow.act(
            t,
            action::START_FILE_TRANSFER,
            &[("FileInfoList", &list.to_xml())],
        )?;
        flow.told(
            t,
            &mut subscription,
            &session,
            "ft-started",
            session_status::RUNNING,
        )?;
        let within = waits::EVENT.milliseconds;
        let fetched = !t.files().fetches(file, 1, within)?.is_empty();
        flow.step(t, "the file is fetched", fetched, "no GET")?;
        flow.told(
            t,
            &mut subscription,
            &session,
            "ft-completed",
            session_status::RUNNING,
        )?;
        flow.act(t, action::CLOSE_SESSION, &[("SessionID", &session)])?;
        flow.told(
            t,
            &mut subscription,
            &session,
            "closed",
            session_status::CLOSED,
        )?;
        flow.done(t)
    })
}

/// C.3: a transfer is cancelled in the middle.
pub(super) fn transfer_cancelled() -> Case {
    Case::new(
        "annex-c/file-transfer-cancelled",
        "a transfer is started, cancelled while its file is fetched, and the session closed",
    )
    .clause("C.3")
    .covers(&[req::M_C_3])
    .needs(FILE_FLOW)
    .needs(&[Need::Action(action::CANCEL_FILE_TRANSFER)])
    .own_objects(0)
    .waits_for_events(3_300, 2)
    .body(|t| {
        let mut flow = Chain::new(req::M_C_3);
        let mut subscription = t.subscriptions().open(ControlPoint::First)?;
        let session = t.sessions().running(session_class::FILE_TRANSFER)?;
        let manner = FileManner::Slow { ms: 60_000 };
        let (file, list) = t.files().offer(&session, FILE_SIZE, manner, None)?;
        flow.act(
            t,
            action::START_FILE_TRANSFER,
            &[("FileInfoList", &list.to_xml())],
        )?;
        flow.told(
            t,
            &mut subscription,
            &session,
            "ft-started",
            session_status::RUNNING,
        )?;
        let within = waits::EVENT.milliseconds;
        let fetched = !t.files().fetches(file, 1, within)?.is_empty();
        flow.step(t, "the file is being fetched", fetched, "no GET")?;
        flow.act(t, action::CANCEL_FILE_TRANSFER, &[("SessionID", &session)])?;
        flow.told(
            t,
            &mut subscription,
            &session,
            "ft-cancelled",
            session_status::RUNNING,
        )?;
        flow.act(t, action::CLOSE_SESSION, &[("SessionID", &session)])?;
        flow.told(
            t,
            &mut subscription,
            &session,
            "closed",
            session_status::CLOSED,
        )?;
        flow.done(t)
    })
}

/// C.4: web pages are shared by messages of class WebpageURL in a WebpageSync session, both ways.
pub(super) fn webpage_synchronization() -> Case {
    Case::new(
        "annex-c/webpage-synchronization",
        "a WebpageSync session carries WebpageURL messages in both directions",
    )
    .clause("C.4")
    .covers(&[req::M_C_4])
    .needs(&[
        Need::SessionMode,
        Need::Action(action::READ_MESSAGE),
        Need::Action(action::SEND_MESSAGE),
        Need::Recipient,
        Need::RunningSession,
        Need::SessionClass(session_class::WEBPAGE_SYNC),
        Need::MessageClass(message_class::WEBPAGE_URL),
        Need::Stimulus(stimulus::INCOMING_MESSAGE),
    ])
    .own_objects(1)
    .body(judge_webpage_synchronization)
}

fn judge_webpage_synchronization(t: &mut Tester<'_>) -> Flow {
    let mut flow = Chain::new(req::M_C_4);
    let session = t.sessions().running(session_class::WEBPAGE_SYNC)?;
    let mut draft = t.messages().draft(message_class::WEBPAGE_URL)?;
    draft.session_id = Some(session.clone());
    let sent = t.messages().send(&draft)?;
    let id = sent.output("MessageID").unwrap_or_default().to_owned();
    let answer = sent.describe(&sent.observed(None));
    flow.step(t, action::SEND_MESSAGE, sent.succeeded(), &answer)?;
    let kept = t.messages().read(&id)?;
    flow.step(
        t,
        "the page that was sent",
        kept.as_ref().is_some_and(|kept| kept.text == draft.text),
        &format!("text {:?}", kept.and_then(|kept| kept.text)),
    )?;
    let word = t.unique("ctk")?;
    let page = format!("http://page.example.invalid/{word}");
    let fields = json!({ "session_id": session });
    let id = t
        .messages()
        .incoming_with(message_class::WEBPAGE_URL, &page, fields)?;
    let received = t.messages().read(&id)?;
    let shown = received
        .as_ref()
        .map(|it| (it.class.clone(), it.text.clone()));
    flow.step(
        t,
        "the page that arrived",
        shown == Some((message_class::WEBPAGE_URL.to_owned(), Some(page))),
        &format!("{shown:?}"),
    )?;
    flow.done(t)
}
