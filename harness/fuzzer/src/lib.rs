//! Fuzzing a UPnP device over the wire: what is sent, what comes of it, whose fault it was, and the smallest way to
//! show it. No sockets and no clock: both stand behind [`wire::Wire`] and [`bench::Bench`].

pub mod attribute;
pub mod bench;
pub mod bindings;
pub mod call;
pub mod corpus;
pub mod coverage;
pub mod engine;
pub mod export;
pub mod feedback;
pub mod finding;
pub mod folder;
pub mod grammar;
pub mod history;
pub mod mutate;
pub mod oracle;
pub mod policy;
pub mod replay;
pub mod report;
pub mod request;
pub mod sequence;
pub mod subject;
pub mod wire;
