//! 5.3.6 A_ARG_TYPE_MessageID: the ids of messages in documents.

use std::collections::BTreeSet;

use crate::document::{Judge, Mistake, Place, shown};
use crate::lexical::{fits_message_id_schema, split_session_message_id};

/// A message id in the output: letters and digits, in session mode after the session's id and a dot.
///
/// What the schema refuses is told by the validator; an empty id breaks `requirement`.
pub(crate) fn judge_message_id(judge: &mut Judge<'_>, id: &Place<'_>, requirement: &str) {
    if !judge.is_output() {
        return;
    }
    let text = &id.node.text;
    let session_mode = text.contains('.');
    judge.check(if session_mode {
        "M-5.3.6-2"
    } else {
        "M-5.3.6-1"
    });
    if text.is_empty() {
        judge.tell(|| {
            Mistake::rule(requirement, id, "an id", "the message id is empty").also(["M-5.3.6-1"])
        });
    } else if session_mode
        && fits_message_id_schema(text)
        && split_session_message_id(text).is_none()
    {
        judge.tell(|| {
            let text = format!(
                "the message id `{}` has no session id before the dot",
                shown(text)
            );
            Mistake::rule("M-5.3.6-2", id, "SessionID.MessageID", text)
        });
    }
}

/// Gives the ids that were there before, each at its later place.
pub(crate) fn repeated<'d>(ids: impl Iterator<Item = &'d str>) -> Vec<usize> {
    let mut seen = BTreeSet::new();
    ids.enumerate()
        .filter(|(_, id)| !id.is_empty() && !seen.insert(*id))
        .map(|(index, _)| index)
        .collect()
}
