//! A wait that need not be everybody's: where a request hangs while the device serves others, the next one's turn comes.

use std::time::{Duration, Instant};

use ctk_suite::lab::LabError;

use super::connection::{Connection, Received};
use super::deadline::Deadline;
use super::gate::Turn;
use super::liveness;

/// After so long without a byte it is looked whether the device serves others meanwhile.
pub(super) const OTHERS_AFTER: Duration = Duration::from_secs(5);

/// Where nothing has come for a while and the device answers a GET of `url` meanwhile, the wait is no longer the others':
/// their turn comes. Says whether it is so. What comes meanwhile is in the connection's buffer.
///
/// # Errors
/// When the case must not go on.
pub(super) fn let_others_pass(
    connection: &mut Connection,
    began: Instant,
    url: &str,
    deadline: &Deadline,
    turn: &mut Turn<'_>,
) -> Result<bool, LabError> {
    let came = connection.receive(began + OTHERS_AFTER, deadline)?;
    if came != Received::TimedOut || !liveness::serves_others(url, deadline) {
        return Ok(false);
    }
    turn.step_aside();
    Ok(true)
}
