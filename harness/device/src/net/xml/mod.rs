//! XML as the net side of the device reads and writes it.

mod read;
mod write;

pub(crate) use read::{Element, parse};
pub(crate) use write::{DECLARATION, cdata, declaration, escape, escape_as, requoted};
