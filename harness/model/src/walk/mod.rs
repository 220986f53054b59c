//! Walks: sequences of actions and stimuli that go where no case goes.
//!
//! A [`Generator`] draws them from a seed: what it asks for next is what was asked for least. A [`Step`] names what
//! came of earlier steps by their numbers, so that a walk can be repeated, shortened and read. Nothing here acts: whoever
//! takes the steps tells the generator what came of them, and holds what was seen against [`crate::service`].

mod dice;
mod generator;
mod plan;
mod plans;
mod reference;
mod shrink;
mod simpler;
mod slice;
mod step;
mod terrain;
mod words;
mod world;

pub use dice::Dice;
pub use generator::Generator;
pub use reference::{Names, Spelling, fill, mentions};
pub use shrink::{Bounds, Shrunk, Stage, shrink};
pub use step::{By, Draft, Field, FileDraft, Offer, People, Person, Step, Value};
pub use terrain::Terrain;
