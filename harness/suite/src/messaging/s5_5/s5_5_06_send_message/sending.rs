//! What the cases of SendMessage have in common.

use ctk_vectors::messaging_2::action;

use crate::case::{Case, Need};

pub(crate) fn sending(
    id: impl Into<String>,
    purpose: impl Into<String>,
    requirement: &'static str,
) -> Case {
    Case::new(id.into(), purpose.into())
        .covers(&[requirement])
        .needs(&[
            Need::Action(action::SEND_MESSAGE),
            Need::Action(action::READ_MESSAGE),
            Need::Recipient,
        ])
        .own_objects(1)
}
