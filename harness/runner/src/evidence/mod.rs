//! The evidence of a run, in one file that can be checked without the device: what it holds, how it is sealed and signed,
//! how it is opened again, and how it is rid of what is nobody's business.

pub mod about;
pub mod archive;
pub mod build;
pub mod certification;
pub mod manifest;
pub mod opening;
pub mod redaction;
pub mod sealing;
pub mod signature;
