//! 5.3.16 A_ARG_TYPE_SessionsList: the answer of GetSessions.

use crate::document::{
    Context, Direction, Judge, Kind, Mistake, Place, Read, SessionInfo, shown, validate,
};
use crate::s5_3_06_message_id::repeated;
use crate::s5_3_15_session_info;

/// Reads `sessionsList`.
pub fn read_sessions(
    text: &str,
    direction: Direction,
    context: &Context,
) -> Read<Vec<SessionInfo>> {
    validate(Kind::SessionsList, text, direction, context).map(|node| {
        node.children_named("sessionInfo")
            .map(SessionInfo::from_node)
            .collect()
    })
}

pub(crate) fn rules(judge: &mut Judge<'_>, root: &Place<'_>) {
    let sessions: Vec<Place<'_>> = root.all("sessionInfo").collect();
    for session in &sessions {
        s5_3_15_session_info::rules(judge, session);
    }
    let ids: Vec<Place<'_>> = sessions
        .iter()
        .filter_map(|session| session.get("sessionID"))
        .collect();
    for again in repeated(ids.iter().map(|id| id.node.text.as_str())) {
        judge.tell(|| {
            let text = format!(
                "the session id `{}` is in the list twice",
                shown(&ids[again].node.text)
            );
            Mistake::rule(
                "M-5.3.12-2",
                &ids[again],
                "an id of its own for each session",
                text,
            )
        });
    }
}
