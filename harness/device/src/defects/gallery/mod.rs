//! The gallery of defects: each breaks one requirement, and names the cases that catch it. A file a topic; a topic is a
//! macro that hands its entries on, so that all of them make one registry.

mod control;
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

use super::{Defect, first_doc, join, registry};
use control::control;
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
    ] []
    [
        /// A defect of the gallery.
        DefectId, "defect", DEFECTS: Defect;
    ]
} }
