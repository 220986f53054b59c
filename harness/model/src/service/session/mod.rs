//! One session: its status and members, and its parts.

mod blame;
mod part;
mod state;

pub(super) use blame::{Done, LastMove, Refusal, blame, described, names, part_requirement, rule};
pub(super) use part::{Change, Class, List, Move, People, Person, Plain, Value, people, types};
pub(super) use state::{Moves, State, Step};
