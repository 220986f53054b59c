//! The gallery of defects: each breaks one requirement, and names the cases that catch it. A file a topic; a topic is a
//! macro that hands its entries on, so that all of them make one registry.

mod control;
mod deep_afterwards;
mod deep_filters;
mod deep_near_misses;
mod deep_refusals;
mod deep_restart;
mod deep_several;
mod deep_stale;
mod deep_together;
mod deep_told;
mod deep_transfers;
mod deep_transitions;
mod deep_values;
mod description;
mod discovery;
mod documents;
mod eventing;
mod events;
mod membership;
mod page_mode;
mod scpd;
mod security;
mod sending;
mod sessions;
mod side_effects;
mod transfer;

use super::{Defect, Depth, first_doc, join, registry};
use control::control;
use deep_afterwards::deep_afterwards;
use deep_filters::deep_filters;
use deep_near_misses::deep_near_misses;
use deep_refusals::deep_refusals;
use deep_restart::deep_restart;
use deep_several::deep_several;
use deep_stale::deep_stale;
use deep_together::deep_together;
use deep_told::deep_told;
use deep_transfers::deep_transfers;
use deep_transitions::deep_transitions;
use deep_values::deep_values;
use description::description;
use discovery::discovery;
use documents::documents;
use eventing::eventing;
use events::events;
use membership::membership;
use page_mode::page_mode;
use scpd::scpd;
use security::security;
use sending::sending;
use sessions::sessions;
use side_effects::side_effects;
use transfer::transfer;

join! { {
    [
        documents page_mode sending sessions membership side_effects transfer events
        discovery description scpd control eventing security
        deep_values deep_near_misses deep_filters deep_several
        deep_transitions deep_told deep_refusals deep_restart deep_together deep_stale deep_transfers
        deep_afterwards
    ] []
    [
        /// A defect of the gallery.
        DefectId, "defect", DEFECTS: Defect;
    ]
} }
