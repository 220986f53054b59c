//! The kinds of plans, and the share of each.

mod far_side;
mod lists;
mod lives;
mod messages;
mod near_ids;
mod people;
mod privileges;
mod session_lives;
mod sessions;
mod several;
mod transfers;
mod troubles;
mod twins;

use super::generator::Generator;
use super::plan::Plan;
pub(super) use several::closing;

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
    /// Nothing is interleaved with it: it changes what every other plan rests on.
    pub(super) alone: bool,
    /// Makes it; empty where it is not possible at present.
    pub(super) make: fn(&mut Generator, &mut Plan),
}

const fn kind(name: &'static str, weight: u32, make: fn(&mut Generator, &mut Plan)) -> PlanKind {
    PlanKind {
        name,
        weight,
        only: Only::Always,
        alone: false,
        make,
    }
}

const fn long(name: &'static str, weight: u32, make: fn(&mut Generator, &mut Plan)) -> PlanKind {
    PlanKind {
        name,
        weight,
        only: Only::Long,
        alone: false,
        make,
    }
}

const fn alone(name: &'static str, weight: u32, make: fn(&mut Generator, &mut Plan)) -> PlanKind {
    PlanKind {
        alone: true,
        ..kind(name, weight, make)
    }
}

const fn quick(name: &'static str, weight: u32, make: fn(&mut Generator, &mut Plan)) -> PlanKind {
    PlanKind {
        name,
        weight,
        only: Only::LongOrQuick,
        alone: true,
        make,
    }
}

/// All of them.
pub(super) const KINDS: &[PlanKind] = &[
    alone("life-of-messages", 48, lives::of_messages),
    kind("life-of-session", 56, lives::of_session),
    kind("chosen-class", 8, lives::of_chosen_class),
    kind("undecided", 8, lives::of_undecided),
    kind("send", 32, messages::send),
    kind("send-in-session", 18, messages::send_in_session),
    kind("deleted-says", 14, messages::deleted_says),
    kind("reply", 20, messages::reply),
    kind("read", 5, messages::read),
    kind("delete", 8, messages::delete),
    kind("delete-for-good", 6, messages::delete_for_good),
    kind("near-message-id", 24, messages::near_id),
    alone("hold", 20, messages::hold),
    alone("hold-and-withdraw", 10, messages::hold_and_withdraw),
    kind("arrive", 32, far_side::arrive),
    kind("arrive-in-session", 12, far_side::arrive_in_session),
    kind("answered-unread", 14, far_side::answered_unread),
    kind("read-locally", 4, far_side::read_locally),
    kind("peer-acts", 16, far_side::peer_acts),
    kind("peers-come-and-go", 8, far_side::peers_come_and_go),
    kind("session-asked-for", 8, sessions::asked_for),
    kind("session-created", 10, sessions::created),
    kind("session-action", 36, sessions::action),
    kind("near-session-id", 48, near_ids::near_session_id),
    kind("ids-alike", 20, near_ids::ids_alike),
    kind("near-class", 10, near_ids::near_class),
    kind("modify", 16, sessions::modify),
    kind("modify-keep", 40, session_lives::modify_and_keep),
    kind("changed-in-turn", 32, session_lives::changed_in_turn),
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
    kind("alike", 14, messages::alike),
    alone("search-again", 10, messages::search_again),
    kind("second-looks", 10, lists::second_looks),
    kind("modified-pending", 12, session_lives::modified_pending),
    alone("cancelled-in-vain", 10, transfers::cancelled_in_vain),
    kind("removed-and-new", 16, session_lives::removed_and_new),
    kind("arrivals", 24, several::arrivals),
    kind("requests", 16, several::requests),
    kind("in-turn", 22, several::in_turn),
    alone("held-in-session", 40, several::held_in_session),
    alone("held-and-left", 16, several::held_and_left),
    alone("two-transfers", 20, several::two_transfers),
    alone("completed-of-two", 6, several::completed_of_two),
    kind("twins", 24, twins::sessions),
    kind("class-changes", 24, several::class_changes),
    kind("people-change", 24, several::people_change),
    kind("parked", 24, several::parked),
    kind("much-said", 34, several::much_said),
    long("told-alone", 8, several::told_alone),
    kind("outsiders", 20, several::outsiders),
    kind("sweep", 32, several::sweep),
    kind("search", 48, lists::search),
    kind("get-sessions", 28, lists::get_sessions),
    kind("list", 6, lists::everything),
    kind("look-around", 5, lists::look_around),
    kind("near-criteria", 30, lists::near_criteria),
    kind("transfer", 16, transfers::transfer),
    kind("transfer-again", 22, transfers::again),
    alone("another-transfer", 10, transfers::another),
    alone("transfer-cancelled", 12, transfers::cancelled),
    kind("transfer-refused", 8, transfers::refused),
    kind("refused-message", 24, troubles::refused_message),
    alone("refused-session", 40, troubles::refused_session),
    alone("not-authorized", 36, privileges::not_authorized),
    kind("identity", 3, troubles::identity),
    quick("restart", 60, troubles::restart),
    quick("crowd", 60, troubles::crowd),
    long("listen", 1, troubles::listen),
];
