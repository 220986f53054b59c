//! The kinds of plans, and the share of each.

mod far_side;
mod lists;
mod messages;
mod near_ids;
mod people;
mod session_lives;
mod sessions;
mod transfers;
mod troubles;

use super::generator::Generator;
use super::plan::Plan;

/// Where a kind of plan is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Only {
    /// In every walk.
    Always,
    /// In walks that are long enough.
    Long,
    /// In those, and where the device is back at once.
    LongOrQuick,
}

/// A kind of plan.
pub(super) struct PlanKind {
    /// Its name; the steps of its plans are counted by it.
    pub(super) name: &'static str,
    /// The share of its steps, in comparison.
    pub(super) weight: u32,
    /// Where it is made.
    pub(super) only: Only,
    /// Makes it; empty where it is not possible at present.
    pub(super) make: fn(&mut Generator, &mut Plan),
}

const fn kind(name: &'static str, weight: u32, make: fn(&mut Generator, &mut Plan)) -> PlanKind {
    PlanKind {
        name,
        weight,
        only: Only::Always,
        make,
    }
}

const fn long(name: &'static str, weight: u32, make: fn(&mut Generator, &mut Plan)) -> PlanKind {
    PlanKind {
        name,
        weight,
        only: Only::Long,
        make,
    }
}

const fn quick(name: &'static str, weight: u32, make: fn(&mut Generator, &mut Plan)) -> PlanKind {
    PlanKind {
        name,
        weight,
        only: Only::LongOrQuick,
        make,
    }
}

/// All of them.
pub(super) const KINDS: &[PlanKind] = &[
    kind("send", 32, messages::send),
    kind("send-in-session", 18, messages::send_in_session),
    kind("reply", 8, messages::reply),
    kind("read", 5, messages::read),
    kind("delete", 8, messages::delete),
    kind("delete-for-good", 6, messages::delete_for_good),
    kind("near-message-id", 18, messages::near_id),
    kind("hold", 20, messages::hold),
    kind("hold-and-withdraw", 10, messages::hold_and_withdraw),
    kind("arrive", 32, far_side::arrive),
    kind("arrive-in-session", 12, far_side::arrive_in_session),
    kind("read-locally", 4, far_side::read_locally),
    kind("peer-acts", 16, far_side::peer_acts),
    kind("peers-come-and-go", 8, far_side::peers_come_and_go),
    kind("session-asked-for", 8, sessions::asked_for),
    kind("session-created", 10, sessions::created),
    kind("session-action", 36, sessions::action),
    kind("near-session-id", 45, near_ids::near_session_id),
    kind("near-class", 10, near_ids::near_class),
    kind("modify", 16, sessions::modify),
    kind("modify-keep", 18, session_lives::modify_and_keep),
    kind(
        "unread-across-close",
        18,
        session_lives::unread_across_close,
    ),
    kind("two-control-points", 14, session_lives::two_control_points),
    kind(
        "one-in-two-sessions",
        14,
        session_lives::one_in_two_sessions,
    ),
    kind("mixed-messages", 14, session_lives::mixed_messages),
    kind("search", 48, lists::search),
    kind("get-sessions", 28, lists::get_sessions),
    kind("list", 6, lists::everything),
    kind("look-around", 5, lists::look_around),
    kind("near-criteria", 28, lists::near_criteria),
    kind("transfer", 16, transfers::transfer),
    kind("transfer-again", 10, transfers::again),
    kind("transfer-cancelled", 8, transfers::cancelled),
    kind("transfer-refused", 8, transfers::refused),
    kind("refused-message", 14, troubles::refused_message),
    kind("refused-session", 20, troubles::refused_session),
    kind("not-authorized", 18, troubles::not_authorized),
    kind("identity", 3, troubles::identity),
    quick("restart", 26, troubles::restart),
    long("crowd", 40, troubles::crowd),
    long("listen", 1, troubles::listen),
];
