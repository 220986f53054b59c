//! What comes of an action that Figure 3 does not allow in a Pending session.

use ctk_model::expectation::{Expectation, Observed};
use ctk_vectors::messaging_2::{req, session_status};

use crate::judging::judgement::Flow;
use crate::tester::Tester;

/// An action that is not possible on a session that a peer asks for: 708, and it stays Pending.
pub(crate) fn judge_on_pending(
    t: &mut Tester<'_>,
    action: &'static str,
    requirement: &str,
) -> Flow {
    let class = t.classes().any_session()?;
    let id = t.sessions().requested_by_peer(&class)?;
    let reply = t.invoke(action, &[("SessionID", &id)])?;
    let state = t.sessions().look_at(&id)?.state().to_owned();
    let cell = ctk_vectors::facts().session_cell(session_status::PENDING, action);
    let expectation = cell.map_or_else(
        || Expectation::fault(requirement, 708),
        Expectation::from_cell,
    );
    let observed = reply.observed(None);
    let judgement = t.weighed(&reply, &expectation, &observed);
    t.record(judgement.error_pair(action, 708))?;
    let after = match observed {
        Observed::Fault { code, .. } => Observed::Fault {
            code,
            after: Some(state),
        },
        other => other,
    };
    let mut stays = expectation;
    stays.requirement = req::M_F3_NON_EDGES.to_owned();
    t.judge_after(&reply, &stays, &after)
}
