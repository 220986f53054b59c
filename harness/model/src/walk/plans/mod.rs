//! The kinds of plans, and how often each is made.

mod far_side;
mod lists;
mod messages;
mod people;
mod session_lives;
mod sessions;
mod transfers;
mod troubles;

use super::generator::Generator;
use super::plan::Plan;

/// A kind of plan.
pub(super) struct PlanKind {
    /// Its name; counts of what was tried go by it.
    pub(super) name: &'static str,
    /// How often it is made, in comparison.
    pub(super) weight: u32,
    /// Only in walks that are long enough.
    pub(super) long: bool,
    /// Makes it; empty where it is not possible at present.
    pub(super) make: fn(&mut Generator, &mut Plan),
}

const fn kind(name: &'static str, weight: u32, make: fn(&mut Generator, &mut Plan)) -> PlanKind {
    PlanKind {
        name,
        weight,
        long: false,
        make,
    }
}

const fn long(name: &'static str, weight: u32, make: fn(&mut Generator, &mut Plan)) -> PlanKind {
    PlanKind {
        name,
        weight,
        long: true,
        make,
    }
}

/// All of them.
pub(super) const KINDS: &[PlanKind] = &[
    kind("send", 30, messages::send),
    kind("send-in-session", 20, messages::send_in_session),
    kind("reply", 10, messages::reply),
    kind("read", 12, messages::read),
    kind("delete", 12, messages::delete),
    kind("delete-for-good", 6, messages::delete_for_good),
    kind("near-message-id", 8, messages::near_id),
    kind("hold", 10, messages::hold),
    kind("hold-and-withdraw", 5, messages::hold_and_withdraw),
    kind("arrive", 25, far_side::arrive),
    kind("arrive-in-session", 14, far_side::arrive_in_session),
    kind("read-locally", 5, far_side::read_locally),
    kind("peer-acts", 20, far_side::peer_acts),
    kind("peers-come-and-go", 5, far_side::peers_come_and_go),
    kind("session-asked-for", 12, sessions::asked_for),
    kind("session-created", 16, sessions::created),
    kind("session-action", 35, sessions::action),
    kind("near-session-id", 8, sessions::near_id),
    kind("modify", 20, sessions::modify),
    kind("modify-keep", 8, session_lives::modify_and_keep),
    kind("unread-across-close", 8, session_lives::unread_across_close),
    kind("two-control-points", 8, session_lives::two_control_points),
    kind("one-in-two-sessions", 6, session_lives::one_in_two_sessions),
    kind("mixed-messages", 8, session_lives::mixed_messages),
    kind("search", 30, lists::search),
    kind("get-sessions", 20, lists::get_sessions),
    kind("list", 12, lists::everything),
    kind("look-around", 14, lists::look_around),
    kind("near-criteria", 10, lists::near_criteria),
    kind("transfer", 10, transfers::transfer),
    kind("transfer-again", 4, transfers::again),
    kind("transfer-cancelled", 5, transfers::cancelled),
    kind("refused-message", 10, troubles::refused_message),
    kind("not-authorized", 4, troubles::not_authorized),
    kind("identity", 2, troubles::identity),
    long("restart", 3, troubles::restart),
    long("crowd", 1, troubles::crowd),
    long("listen", 1, troubles::listen),
];
