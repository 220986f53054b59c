//! `fuzz`: odd input over the wire, with an oracle; what is found is made small.

mod args;
mod bench;
mod finish;
mod link;
mod listener;
mod live;
mod probe;
mod replay;
mod watch;

pub use args::{Around, FuzzArgs};
pub use bench::LiveBench;
pub use link::Link;
pub use probe::{Probed, probe};
pub use replay::replay;

use std::time::Duration;

use ctk_fuzzer::engine::{Driver, Fuzzer, Options, Summary, establish};
use ctk_fuzzer::grammar::Seeds;
use ctk_fuzzer::oracle::Known;
use ctk_fuzzer::wire::Wire;

use crate::exit_code::{FAIL, Failure, INCOMPLETE, INTERRUPTED, OK};
use crate::interrupt;
use crate::output::screen;
use crate::run::part::ShardArg;

/// Fuzzes, and returns the exit code.
///
/// # Errors
/// What keeps it from beginning.
pub fn run(args: &FuzzArgs) -> Result<u8, Failure> {
    args.check()?;
    interrupt::install().map_err(Failure::broken)?;
    let before = finish::Finish::before(args)?;
    let seed = args.seed.or(before.as_ref().map(|before| before.seed));
    let seed = seed.map_or_else(random_seed, Ok)?;
    let shard = args.shard.map_or(Ok((1, 1)), ShardArg::place)?.0;
    let spent = before.as_ref().map_or(0, |before| before.requests);
    let mut bench = LiveBench::start(args.around())?;
    let probed = probe(args.around(), &args.action, &mut bench)?;
    let finish = finish::Finish::open(args, seed)?;
    bench.begin(Duration::from_millis(
        before.as_ref().map_or(0, |before| before.duration_ms),
    ));
    let mut whole: Option<Summary> = before;
    let share = u32::try_from(probed.subjects.len())
        .unwrap_or(u32::MAX)
        .max(1);
    for (number, subject) in probed.subjects.iter().enumerate() {
        let all = args.requests.unwrap_or(0).saturating_sub(spent);
        let limit = (number as u64 + 1) * all / u64::from(share);
        let options = Options {
            duration: args
                .limit()
                .map(|whole| whole * (u32::try_from(number).unwrap_or(0) + 1) / share),
            requests: args.requests.map(|_| limit),
            rate: args.rate,
            seed,
            stream: u64::from(shard - 1) << 32 | spent & 0xffff_ffff,
            patience: args.timeout,
            fail_fast: args.fail_fast,
            first: finish.first(),
            ..Options::default()
        };
        let summary = fuzz_one(args, &bench, &probed, subject, options, &finish)?;
        let over = summary.lost || summary.interrupted;
        whole = Some(match whole {
            None => summary,
            Some(before) => before.and(summary),
        });
        if over {
            break;
        }
    }
    bench.end();
    let Some(summary) = whole else {
        return Err(Failure::incomplete("there is no service to fuzz"));
    };
    finish.conclude(&summary)?;
    screen::show_line(&summary.last_line());
    Ok(match &summary {
        it if it.interrupted => INTERRUPTED,
        it if !it.findings.is_empty() => FAIL,
        it if it.lost || it.requests == 0 => INCOMPLETE,
        _ => OK,
    })
}

fn fuzz_one(
    args: &FuzzArgs,
    bench: &LiveBench,
    probed: &Probed,
    subject: &ctk_fuzzer::subject::Subject,
    options: Options,
    finish: &finish::Finish,
) -> Result<Summary, Failure> {
    let jobs = args.jobs.unwrap_or(if probed.address.ip().is_loopback() {
        2
    } else {
        1
    });
    let links: Vec<Box<dyn Wire + Send>> = (0..jobs)
        .map(|_| Box::new(Link::new(probed.address, probed.source)) as Box<dyn Wire + Send>)
        .collect();
    let serials = std::sync::atomic::AtomicU64::new(0);
    let mut first = Link::new(probed.address, probed.source);
    let standing = establish(&mut Driver {
        wire: &mut first,
        bench,
        subject,
        standing: std::sync::Arc::default(),
        patience: Duration::from_secs(30),
        serials: &serials,
        known: Known::default(),
    });
    drop(first);
    let fuzzer = Fuzzer::new(subject.clone(), bench, options, standing);
    let live = live::Live::new(args)?;
    let seeds = || {
        let mut seeds = Seeds::of_vectors();
        finish.add_seeds(&mut seeds);
        seeds
    };
    let summary = ctk_fuzzer::engine::run(&fuzzer, links, &seeds, &|summary| live.tick(summary));
    live.end();
    finish.keep(&fuzzer)?;
    Ok(summary)
}

fn random_seed() -> Result<u64, Failure> {
    let mut bytes = [0; 4];
    getrandom::fill(&mut bytes)
        .map_err(|error| Failure::broken(format!("no random seed: {error}")))?;
    Ok(u64::from(u32::from_le_bytes(bytes)))
}
