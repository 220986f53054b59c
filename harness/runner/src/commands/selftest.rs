//! `selftest`: the suite proves itself on the reference device. Each defect has to be caught by the cases named for it
//! and by no unrelated one; each harmless variation has to change no verdict.

mod sample;
mod score;
mod subject;
mod trial;

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use clap::Args;

use self::subject::{Subject, Wanted};
use self::trial::Verdict;
use crate::exit_code::{FAIL, Failure, INTERRUPTED, OK};
use crate::interrupt;
use crate::output::screen;

/// `selftest`.
#[derive(Debug, Clone, Args)]
pub struct SelftestArgs {
    /// Only these defects and variations; a glob; repeatable
    #[arg(long, value_name = "PATTERN")]
    pub only: Vec<String>,
    /// The deep defects alone: those that take several steps or a special value to see
    #[arg(long)]
    pub deep: bool,
    /// A part of it, in minutes
    ///
    /// A defect meets the cases that are said to catch it, not the whole suite, so that nothing is said about
    /// unrelated ones; a deep one, which is left out unless it is asked for, those that judge what it breaks. A variation meets, under one version of the architecture instead of three, the
    /// cases that it concerns and a fifth of the others, drawn for each variation and alike each time, without
    /// those that wait longer than a second and without those with hostile input.
    #[arg(long)]
    pub quick: bool,
    /// Devices at the same time; when absent two a processor, three if it is quick
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=32))]
    pub jobs: Option<u16>,
}

/// A run is mostly waits, so a processor bears several; more where most of them are of a few cases.
const JOBS_A_PROCESSOR: usize = 2;
const MOST_JOBS: usize = 32;
const QUICK_JOBS_A_PROCESSOR: usize = 12;

/// Runs the suite against each defect and variation; the last line is the score.
///
/// # Errors
/// A pattern that selects nothing.
pub fn run(args: &SelftestArgs) -> Result<u8, Failure> {
    let subjects = subject::select(Wanted {
        only: &args.only,
        deep: args.deep,
        quick: args.quick,
    })?;
    let program = std::env::current_exe()
        .map_err(|error| Failure::broken(format!("this program cannot be found: {error}")))?;
    interrupt::install().map_err(Failure::broken)?;
    let verdicts = Mutex::new(vec![None; subjects.len()]);
    let next = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        for _ in 0..args
            .jobs
            .map_or_else(|| default_jobs(args.quick), usize::from)
        {
            scope.spawn(|| {
                while !interrupt::interrupted() {
                    let index = next.fetch_add(1, Ordering::SeqCst);
                    let Some(&subject) = subjects.get(index) else {
                        break;
                    };
                    let tried = trial::try_one(&program, subject, args.quick);
                    let verdict = tried.unwrap_or_else(|why| {
                        screen::show_line(&format!("{}: {why}", Subject::name(subject)));
                        Verdict::Ill
                    });
                    verdicts.lock().unwrap_or_else(PoisonError::into_inner)[index] = Some(verdict);
                }
            });
        }
    });
    let verdicts = verdicts
        .into_inner()
        .unwrap_or_else(PoisonError::into_inner);
    screen::show_text(&score::score(&subjects, &verdicts));
    Ok(match () {
        () if interrupt::interrupted() => INTERRUPTED,
        () if verdicts
            .iter()
            .all(|one| one.is_some_and(|one| one != Verdict::Ill)) =>
        {
            OK
        }
        () => FAIL,
    })
}

fn default_jobs(quick: bool) -> usize {
    let processors = std::thread::available_parallelism().map_or(2, usize::from);
    let most = if quick {
        QUICK_JOBS_A_PROCESSOR
    } else {
        JOBS_A_PROCESSOR
    };
    (processors * most).min(MOST_JOBS)
}
