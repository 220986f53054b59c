//! The evented variables of Messaging (Table 1), as they are read.

use ctk_model::document::{self, Context, Direction};

use crate::lab::Lab;
use crate::passive::watch;
use crate::service::EventedValue;
use crate::tester::notification::Event;

/// NewMessages.
pub(super) fn new_messages(
    event: &mut Event,
    lab: &mut dyn Lab,
    context: &Context,
    value: EventedValue<'_>,
) {
    let read = document::read_new_messages(value.text, Direction::Output, context);
    let found = watch::of_document(&read, value.name);
    lab.notice(event.exchange, &read.checked, &found);
    event.new_messages = read.value;
}

/// SessionUpdates.
pub(super) fn session_updates(
    event: &mut Event,
    lab: &mut dyn Lab,
    context: &Context,
    value: EventedValue<'_>,
) {
    let read = document::read_session_updates(value.text, Direction::Output, context);
    let found = watch::of_document(&read, value.name);
    lab.notice(event.exchange, &read.checked, &found);
    event.session_updates = read.value;
}
