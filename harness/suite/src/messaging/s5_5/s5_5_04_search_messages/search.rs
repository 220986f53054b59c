//! A search and what it has to list.

use ctk_model::document::Message;
use ctk_model::expectation::Expectation;
use ctk_record::Judgement;
use ctk_vectors::messaging_2::{action, message_class, message_folder};

use crate::arrange::folders::Criteria;
use crate::case::{Case, Need};
use crate::judging::judgement::Flow;
use crate::tester::Tester;

/// A case that searches for messages that were sent.
pub(crate) fn searching(
    id: impl Into<String>,
    purpose: impl Into<String>,
    requirement: &'static str,
) -> Case {
    Case::new(id.into(), purpose.into())
        .clause("5.5.4.2")
        .covers(&[requirement])
        .needs(&[
            Need::Action(action::SEARCH_MESSAGES),
            Need::Action(action::SEND_MESSAGE),
            Need::Recipient,
        ])
}

/// A search: what it has to list of this case's messages and what not, and what everything listed has in common.
pub(crate) struct Search<'s> {
    pub(crate) requirement: &'static str,
    pub(crate) criteria: Criteria<'s>,
    pub(crate) wanted: &'s [String],
    pub(crate) unwanted: &'s [String],
    /// The criterion in words, for what is listed and does not meet it.
    pub(crate) common: fn(&Message, &Criteria<'_>) -> bool,
}

/// A class of Table 3 that the device has, other than this one.
pub(crate) fn another_class(t: &Tester<'_>, class: &str) -> Option<String> {
    [
        message_class::SMS,
        message_class::INSTANT_MESSAGE,
        message_class::E_MAIL,
        message_class::MMS,
    ]
    .into_iter()
    .find(|other| *other != class && t.dut().ics.has_message_class(other))
    .map(str::to_owned)
}

pub(crate) fn in_folder(message: &Message, criteria: &Criteria<'_>) -> bool {
    let in_session = message.session_id.is_some() || message.id.contains('.');
    let closed = |folder: &str| folder == message_folder::CLOSED_SESSION;
    message.folder == criteria.folder
        || (in_session && (closed(criteria.folder) || closed(&message.folder)))
}

pub(crate) fn judge_search(t: &mut Tester<'_>, search: &Search<'_>) -> Flow {
    let reply = t.folders().search(search.criteria)?;
    t.judge(&reply, &Expectation::success(search.requirement))?;
    let listed = t.documents().messages(&reply)?;
    let has = |id: &String| listed.iter().any(|message| message.id == *id);
    let mut wrong = Vec::new();
    for id in search.wanted.iter().filter(|id| !has(id)) {
        wrong.push(format!("{id} is missing"));
    }
    for id in search.unwanted.iter().filter(|id| has(id)) {
        wrong.push(format!("{id} is listed and does not match"));
    }
    let strangers = listed
        .iter()
        .filter(|message| !search.unwanted.contains(&message.id))
        .find(|message| !(search.common)(message, &search.criteria));
    if let Some(message) = strangers {
        wrong.push(format!(
            "{} is listed: class {:?}, folder {:?}, status {:?}, session {:?}",
            message.id,
            message.class,
            message.folder,
            message.status,
            message.session_id.as_deref().unwrap_or_default()
        ));
    }
    t.record(
        Judgement::met(search.requirement, wrong.is_empty())
            .asked(&reply.asked)
            .accepts(["the messages that match, and no other"])
            .observed(if wrong.is_empty() {
                format!("{} messages, all as asked for", listed.len())
            } else {
                wrong.join("; ")
            })
            .exchanges([reply.exchange]),
    )
}
