//! Device architecture, clause 3: control.

mod addressed;
mod arguments;
mod connections;
mod lacking;
mod omitted;
mod own_message;
mod positive_control;
mod promised;
mod refusals;
mod spellings;
mod values;
mod watched;

use crate::case::Case;

/// The cases.
pub(crate) fn cases() -> Vec<Case> {
    [
        addressed::cases(),
        spellings::cases(),
        arguments::cases(),
        omitted::cases(),
        refusals::cases(),
        connections::cases(),
        values::cases(),
        promised::cases(),
        watched::cases(),
    ]
    .concat()
}
