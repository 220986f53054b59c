//! 5.3.12 A_ARG_TYPE_SessionID: the ids of sessions in documents.

use crate::document::{Judge, Mistake, Place};

/// A session id in the output: letters and digits, at least one; others than those the schema refuses already.
pub(crate) fn judge_session_id(judge: &mut Judge<'_>, id: &Place<'_>) {
    if !judge.is_output() {
        return;
    }
    judge.check("M-5.3.12-1");
    if id.node.text.is_empty() {
        judge.tell(|| {
            Mistake::rule(
                "M-5.3.12-1",
                id,
                "at least one letter or digit",
                "the session id is empty",
            )
        });
    }
}
