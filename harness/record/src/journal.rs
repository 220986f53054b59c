//! The journal: written line by line as things happen, read back as a [`Record`].
//!
//! A journal is text, or text compressed with Zstandard as it is written; a reader takes either. It is sealed: behind the
//! plan, behind each case that ended and in the footer stands the digest of everything before it.

mod encoder;
mod events;
mod gathering;
mod keep;
mod reader;
mod text;
mod writer;

pub use crate::record::{CaseRecord, Record};
pub use encoder::Encoder;
pub use events::{Events, LINE_LIMIT, RecordError};
pub use gathering::Gathering;
pub use keep::Keep;
pub use reader::{read, read_evidence};
pub use text::{is_compressed, text};
pub use writer::Writer;

#[cfg(test)]
mod tampering;
#[cfg(test)]
mod tests;
