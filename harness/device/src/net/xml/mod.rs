//! XML as the net side of the device reads and writes it.

mod read;
mod write;

pub(crate) use read::{Element, parse};
pub(crate) use write::{DECLARATION, blank, declaration, escape, mark, requoted, value_as};
