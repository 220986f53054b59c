//! The run: workers that plan, send and judge; upkeep between; what is found is sought back and made small.

mod alive;
mod driver;
mod investigate;
mod latency;
mod planner;
mod seek;
mod shared;
mod standing;
mod summary;
mod trial;
mod upkeep;
mod vital;
mod worker;

pub use driver::{Driver, Exchange};
pub use planner::Planner;
pub use shared::{Fuzzer, Options};
pub use standing::{Standing, establish, known_fields};
pub use summary::{Point, Summary};
pub use trial::{Look, PROBES, Tried, try_once};
pub use vital::search;
pub use worker::run;
