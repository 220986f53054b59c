//! The journal: written line by line as things happen, read back as a [`Record`].

mod reader;
mod writer;

pub use crate::record::{CaseRecord, Record};
pub use reader::{LINE_LIMIT, RecordError, read};
pub use writer::Writer;

#[cfg(test)]
mod tests;
