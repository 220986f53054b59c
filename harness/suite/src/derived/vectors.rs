//! Where the instance vectors are sent, what they are filled with, and what a refused one has no business to leave.

use ctk_model::document::{Direction, read_message};
use ctk_vectors::Instance;
use ctk_vectors::messaging_2::{action, message_folder, req};

use crate::arrange::session_parts::everybody;
use crate::case::Need;
use crate::judging::judgement::Flow;
use crate::lab::FileManner;
use crate::tester::Tester;
use crate::tester::reply::Reply;

/// Messages looked at from either end of a folder's list.
const NEWEST: usize = 16;
/// Bytes of the file that a transfer offers.
const FILE_SIZE: u64 = 64;

/// The arguments that take XML.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Argument {
    MessageToSend,
    SessionRecipients,
    RecipientsToAdd,
    RecipientsToRemove,
    FileInfoList,
}

impl Argument {
    /// The clause of its action.
    pub(crate) fn head(self) -> &'static str {
        match self {
            Self::MessageToSend => "5.5.6",
            Self::SessionRecipients => "5.5.8",
            Self::RecipientsToAdd | Self::RecipientsToRemove => "5.5.9",
            Self::FileInfoList => "5.5.16",
        }
    }

    /// For ids, where an action has several.
    pub(crate) fn slug(self) -> &'static str {
        match self {
            Self::RecipientsToAdd => "add-",
            Self::RecipientsToRemove => "remove-",
            _ => "",
        }
    }

    /// In words.
    pub(crate) fn words(self) -> &'static str {
        match self {
            Self::MessageToSend => "a message",
            Self::SessionRecipients => "a list of recipients",
            Self::RecipientsToAdd => "a list of recipients to add",
            Self::RecipientsToRemove => "a list of recipients to remove",
            Self::FileInfoList => "a list of files",
        }
    }

    /// The root element of its document.
    pub(crate) fn document(self) -> &'static str {
        match self {
            Self::MessageToSend => "message",
            Self::FileInfoList => "fileInfoList",
            _ => "recipientsList",
        }
    }

    /// The requirement that an invalid one is refused, and that a valid one is taken. For StartFileTransfer no error is
    /// listed: what remains is that a refusal changes nothing.
    pub(crate) fn requirements(self) -> (&'static str, &'static str) {
        match self {
            Self::MessageToSend => (req::M_5_5_6_703, req::M_5_5_6_1),
            Self::SessionRecipients => (req::M_5_5_8_704, req::M_5_5_8_1),
            Self::RecipientsToAdd | Self::RecipientsToRemove => (req::M_5_5_9_704, req::M_5_5_9_1),
            Self::FileInfoList => (req::M_T46_4, req::M_5_5_16_1),
        }
    }

    /// What has to be there before one can be sent.
    pub(crate) fn needs(self) -> &'static [Need] {
        match self {
            Self::MessageToSend => &[Need::Action(action::SEND_MESSAGE), Need::Recipient],
            Self::SessionRecipients => &[
                Need::SessionMode,
                Need::Action(action::CREATE_SESSION),
                Need::Recipient,
            ],
            Self::RecipientsToAdd | Self::RecipientsToRemove => &[
                Need::SessionMode,
                Need::Action(action::MODIFY_SESSION),
                Need::Recipient,
                Need::RunningSession,
            ],
            Self::FileInfoList => &[
                Need::SessionMode,
                Need::FileTransfer,
                Need::Recipient,
                Need::RunningSession,
            ],
        }
    }
}

/// Where a vector is sent, and what it is filled with.
#[derive(Debug, Default)]
pub(crate) struct Target {
    recipient: String,
    session: String,
    link: String,
    file: Option<u32>,
    class: String,
}

/// Brings the device to where the argument can be sent; `None` where it does not support the message's class.
pub(crate) fn target(
    t: &mut Tester<'_>,
    argument: Argument,
    vector: &Instance,
) -> Flow<Option<Target>> {
    let mut target = Target::default();
    match argument {
        Argument::MessageToSend => {
            let text = vector.text().unwrap_or_default();
            let message = read_message(&text, Direction::Input, &t.dut().context()).value;
            target.class =
                message.map_or_else(String::new, |message| message.class.trim().to_owned());
            if !target.class.is_empty() && !t.dut().ics.has_message_class(&target.class) {
                return Ok(None);
            }
            target.recipient = t.recipients().one(&target.class)?;
        }
        Argument::SessionRecipients => {
            target.class = t.classes().any_session()?;
            target.recipient = t.recipients().one(&target.class)?;
        }
        Argument::RecipientsToAdd => {
            target.class = t.classes().any_session()?;
            target.recipient = t
                .recipients()
                .up_to_two(&target.class)?
                .pop()
                .unwrap_or_default();
            target.session = t.sessions().running(&target.class)?;
        }
        Argument::RecipientsToRemove => {
            target.class = t.classes().any_session()?;
            target.recipient = t.recipients().one(&target.class)?;
            target.session = t.sessions().running(&target.class)?;
        }
        Argument::FileInfoList => {
            target.class = t.classes().for_transfer()?.to_owned();
            target.session = t.sessions().running(&target.class)?;
            let (file, list) =
                t.files()
                    .offer(&target.session, FILE_SIZE, FileManner::Whole, None)?;
            target.file = Some(file);
            target.link = list
                .files
                .into_iter()
                .next()
                .map_or_else(String::new, |file| file.link);
        }
    }
    Ok(Some(target))
}

/// Sends the vector, with the case's word for its greeting.
pub(crate) fn send(
    t: &mut Tester<'_>,
    argument: Argument,
    target: &Target,
    vector: &Instance,
    word: &str,
) -> Flow<Reply> {
    let values = [
        ("recipient", target.recipient.as_str()),
        ("session", target.session.as_str()),
        ("link", target.link.as_str()),
    ];
    let xml = vector
        .filled(&values)
        .unwrap_or_default()
        .replace("Hello", word);
    let mut reply = match argument {
        Argument::MessageToSend => {
            let reply = t.invoke(action::SEND_MESSAGE, &[("MessageToSend", &xml)])?;
            if let Some(id) = reply.output("MessageID") {
                let id = id.to_owned();
                t.cleanup().message(&id);
            }
            reply
        }
        Argument::SessionRecipients => t.sessions().create_with(&target.class, &xml, word, "")?,
        Argument::RecipientsToAdd => t
            .sessions()
            .modify(&target.session, &[("SessionRecipientsToAdd", &xml)])?,
        Argument::RecipientsToRemove => t
            .sessions()
            .modify(&target.session, &[("SessionRecipientsToRemove", &xml)])?,
        Argument::FileInfoList => {
            t.invoke(action::START_FILE_TRANSFER, &[("FileInfoList", &xml)])?
        }
    };
    reply.asked = format!("{} with vector {}: {}", reply.action, vector.id, vector.why);
    reply.which = format!("vector {}", vector.id);
    Ok(reply)
}

/// Who takes part in the session that the argument would change.
pub(crate) fn participants(
    t: &mut Tester<'_>,
    argument: Argument,
    target: &Target,
) -> Flow<Vec<String>> {
    if argument.head() != "5.5.9" {
        return Ok(Vec::new());
    }
    let info = t.sessions().info(&target.session)?;
    Ok(everybody(&info.recipients)
        .into_iter()
        .map(str::to_owned)
        .collect())
}

/// What a refused argument has no business to leave: outgoing messages with the case's word, sessions of that subject,
/// fetches of the file.
pub(crate) fn left_behind(
    t: &mut Tester<'_>,
    argument: Argument,
    target: &Target,
    word: &str,
) -> Flow<Vec<String>> {
    match argument {
        Argument::MessageToSend => messages_with(t, word),
        Argument::SessionRecipients => {
            let sessions = t.sessions().listed("", "")?.into_iter();
            Ok(sessions
                .filter(|session| session.subject.as_deref() == Some(word))
                .map(|session| format!("session {}", session.id))
                .collect())
        }
        Argument::RecipientsToAdd | Argument::RecipientsToRemove => Ok(Vec::new()),
        Argument::FileInfoList => {
            let Some(file) = target.file else {
                return Ok(Vec::new());
            };
            let fetches = t.files().fetches(file, 1, 0)?;
            Ok((1..=fetches.len()).map(|n| format!("fetch {n}")).collect())
        }
    }
}

/// The messages in Outgoing and Sent with this word in their text; nothing where the device cannot search.
fn messages_with(t: &mut Tester<'_>, word: &str) -> Flow<Vec<String>> {
    let mut found = Vec::new();
    if !t.dut().ics.has_action(action::SEARCH_MESSAGES)
        || !t.dut().ics.has_action(action::READ_MESSAGE)
    {
        return Ok(found);
    }
    for folder in [message_folder::OUTGOING, message_folder::SENT] {
        let criteria = [
            ("MessageClass", ""),
            ("MessageFolder", folder),
            ("MessageStatus", ""),
            ("SessionID", ""),
        ];
        let reply = t.invoke(action::SEARCH_MESSAGES, &criteria)?;
        t.arranged(&reply)?;
        // The newest are at an end of the list; no more than these can be of this case's making.
        let list = t.documents().messages(&reply)?;
        let ends = list
            .iter()
            .take(NEWEST)
            .chain(list.iter().rev().take(NEWEST));
        let mut ids: Vec<String> = ends.map(|message| message.id.clone()).collect();
        ids.sort();
        ids.dedup();
        for id in ids {
            let text = t.messages().read(&id)?.and_then(|message| message.text);
            if text.is_some_and(|text| text.contains(word)) {
                found.push(format!("message {id}"));
            }
        }
    }
    Ok(found)
}
