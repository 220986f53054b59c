//! Test case files of the UPnP certification tool: syntax files and semantic files, as its rules (version 1.5) have them.
//!
//! [`read`] reads a file, [`Variables`] keeps what one case saves for a later one, [`verdict`] weighs what came of a case
//! by the file's own rules, and [`write()`] writes one. Nothing here knows a socket: the program carries a case out.

mod file;
mod read;
mod values;
mod variables;
pub mod verdict;
mod write;

pub use file::{
    Argument, Category, Expected, ExpectedEvents, FormatArgument, Kind, Manual, Output, Step,
    TestCase, TestFile,
};
pub use read::{FileError, LARGEST, read};
pub use values::same_value;
pub use variables::{Unknown, Variables};
pub use write::write;
