//! What a run is asked to do: read and checked before anything is opened or sent.

use std::collections::HashSet;

use ctk_suite::case::Case;
use jiff::Timestamp;

use super::part::{Part, PartArgs};
use super::schedule::ScheduleArgs;
use super::select::{SelectArgs, select};
use crate::dut::profile::{Profile, ProfileArgs};
use crate::dut::services::{ServiceArg, offered};
use crate::exit_code::Failure;
use crate::output::args::OutputArgs;
use crate::output::ledger::Ledger;
use crate::output::reports::check_places;

/// What a run is asked to do.
pub struct Order {
    /// What the device's owner claims, and what there is beside it.
    pub profile: Profile,
    /// The selected cases.
    pub cases: Vec<Case>,
    /// How many more there are, which the selection left out.
    pub unselected: usize,
    /// They are all that there are.
    pub whole: bool,
    /// What the run is compared with.
    pub ledger: Ledger,
    /// The seed of everything drawn at random.
    pub seed: u64,
    /// Which part of the selected cases these are, and which ones others have.
    pub part: Option<Part>,
    /// What comes before the rest.
    pub first: HashSet<String>,
}

impl Order {
    /// Reads the files that the command line names, and selects the cases.
    ///
    /// # Errors
    /// Exit code 2: a file, a pattern or a place that is wrong.
    pub fn read(
        profile: &ProfileArgs,
        selected: &SelectArgs,
        service: Option<&ServiceArg>,
        schedule: &ScheduleArgs,
        output: &OutputArgs,
        part: &PartArgs,
    ) -> Result<Self, Failure> {
        let profile = profile.load()?;
        let all = ctk_suite::cases();
        check_places(output)?;
        let ledger = Ledger::load(&output.ledger, &all)?;
        let offered = offered(all, service);
        let count = offered.len();
        let cases = select(offered, selected)?;
        let unselected = count - cases.len();
        let whole = selected.is_everything() && service.is_none();
        let earlier = part.earlier(&ledger)?;
        let first = part.first(&cases, &ledger, earlier.as_ref());
        let known = earlier.as_ref().or(ledger.baseline());
        let (cases, part) = part.share(cases, known, whole)?;
        Ok(Self {
            profile,
            whole: whole && part.is_none(),
            unselected,
            cases,
            ledger,
            seed: schedule.seed.unwrap_or_else(draw_seed),
            part,
            first,
        })
    }
}

fn draw_seed() -> u64 {
    // Small enough to be typed.
    u64::from(Timestamp::now().subsec_nanosecond().unsigned_abs()) % 1_000_000
}
