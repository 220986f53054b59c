//! The facts of Messaging:2 as data: requirements, rulings, tables, figures, shapes.
//!
//! The facts live in `*.toml` files, a folder for the service, one for the device architecture, of use without Rust; the
//! crate embeds them, reads them strictly and offers typed look-ups. [`facts`] is the embedded set, [`Facts::load`] reads any other.

mod actions;
mod answers;
mod architecture;
mod checks;
mod embedded;
mod error;
mod facts;
mod figures;
mod grades;
mod instances;
mod load;
mod names;
mod position;
pub mod published;
mod requirements;
mod rulings;
mod shapes;
mod tables;
mod waiting;

pub use actions::{Action, Argument, Group, Presence};
pub use answers::{Answer, Mark};
pub use architecture::{
    ArchitectureError, ArchitectureReading, ArchitectureRow, PassiveCase, ShownBy, Uda, Who,
};
pub use embedded::{facts, instances};
pub use error::{Problem, VectorError};
pub use facts::Facts;
pub use figures::{
    Answered, CellAnswer, FolderCell, MessageEdge, Origin, SessionCell, SessionEdge,
};
pub use grades::{Deviation, Grade, Grades};
pub use instances::{
    Breaks, Charset, Claims, Disagreement, Expected, Instance, Instances, Lexical, LexicalKind,
    MOST_BYTES, PLACEHOLDERS, Repeat, Says, Way,
};
pub use names::services::*;
pub use names::{stimulus, uda, waits};
pub use requirements::{Check, FEATURES, Level, Norm, OTHER_NEEDS, Requirement};
pub use rulings::{AnswerSet, Ruling};
pub use shapes::{Attribute, Base, Content, Document, Item, Particle, Qualified, Shape, TypeRef};
pub use tables::{
    ErrorCode, ErrorRange, EventText, StateVariable, Stimulus, TableValue, ValueTable,
};
pub use waiting::{Wait, WaitEntry};

/// Runs the examples of the manual.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
