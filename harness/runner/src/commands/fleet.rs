//! `fleet`: many devices, judged side by side, and one page about them.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use clap::Args;
use ctk_reports::fleet::{Fleet, FleetDevice, Place, State, page, worse};
use jiff::Timestamp;

use crate::exit_code::{Failure, INTERRUPTED, OK};
use crate::fleet::file::{self, Member};
use crate::fleet::results::{Results, Worker};
use crate::fleet::view::View;
use crate::fleet::work::judge;
use crate::interrupt;
use crate::output::run_folder::RUNS;
use crate::output::screen;
use crate::run::part::ShardArg;

/// `fleet`.
#[derive(Debug, Clone, Args)]
pub struct FleetArgs {
    /// The devices (TOML): a table `[[device]]` for each, with `name`, `device`, `labels`, and the words of `run`; `[defaults]`
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// Where the results go, a folder for each device; a new one below messaging-ctk-runs when absent. A device that was
    /// judged to the end there is not judged again
    #[arg(long, value_name = "DIR")]
    pub results: Option<PathBuf>,
    /// So many devices at the same time
    #[arg(long, value_name = "N", default_value = "8", value_parser = clap::value_parser!(u16).range(1..=256))]
    pub at_once: u16,
    /// Only the devices of the I-th of N workers; `env` takes both from the CI service or the job array. The page is
    /// made when all are through, with --collect
    #[arg(long, value_name = "I/N", requires = "results")]
    pub shard: Option<ShardArg>,
    /// Judge nothing: make the page of what the workers have left, and say which of them were lost
    #[arg(long, requires = "results", conflicts_with_all = ["shard", "again"])]
    pub collect: bool,
    /// Judge again what was judged to the end; the earlier run is kept beside it
    #[arg(long)]
    pub again: bool,
    /// Only this device; repeatable
    #[arg(long, value_name = "NAME")]
    pub only: Vec<String>,
    /// In fleet.json, placeholders for what changes from run to run
    #[arg(long)]
    pub normalize: bool,
    /// Say which devices would be judged, and how
    #[arg(long)]
    pub dry_run: bool,
    /// No progress
    #[arg(short, long)]
    pub quiet: bool,
}

/// Judges the fleet, or collects what its workers have left. The worst exit code of all devices.
///
/// # Errors
/// Exit code 2: the file is wrong, or the results have no place; 4: they cannot be written.
pub fn run(args: &FleetArgs, words: &[String]) -> Result<u8, Failure> {
    let members = file::load(&args.file)?;
    let worker = args.shard.map(ShardArg::place).transpose()?;
    let worker = worker.map(|(number, of)| Worker { number, of });
    let chosen = chosen(args, &members, worker)?;
    if args.dry_run {
        for member in &chosen {
            screen::show_line(&format!("{}: {}", member.name, member.words.join(" ")));
        }
        return Ok(OK);
    }
    let results = Results::at(&args.results.clone().unwrap_or_else(new_folder))?;
    if args.collect {
        return whole(args, &members, &results, words);
    }
    interrupt::install().map_err(Failure::broken)?;
    if let Some(worker) = worker {
        results.word_of(worker, "begun")?;
    }
    let (kept, left): (Vec<Member>, Vec<Member>) = chosen
        .into_iter()
        .partition(|member| !args.again && results.is_judged(member));
    let view = View::new(left.len(), args.quiet);
    if !kept.is_empty() {
        view.say(&format!(
            "{} devices were judged before; --again judges them again",
            kept.len()
        ));
    }
    let mut code = judge(&left, &results, usize::from(args.at_once), &view);
    view.end();
    if interrupt::interrupted() {
        code = INTERRUPTED;
    } else if let Some(worker) = worker {
        results.word_of(worker, "through")?;
    }
    match worker {
        Some(_) => {
            let earlier = kept.iter().filter_map(|member| results.run(member));
            let earlier = earlier.map(|record| ctk_reports::summary::recorded_exit_code(&record));
            Ok(earlier.fold(code, worse))
        }
        None => Ok(worse(whole(args, &members, &results, words)?, code)),
    }
}

/// The devices that are to be judged here.
fn chosen(
    args: &FleetArgs,
    members: &[Member],
    worker: Option<Worker>,
) -> Result<Vec<Member>, Failure> {
    for name in &args.only {
        if !members.iter().any(|member| member.name == *name) {
            let names = members.iter().map(|member| member.name.as_str());
            let hint = crate::suggestion::suggestion(name, names);
            return Err(Failure::usage(format!(
                "--only {name}: the fleet has no device of this name{hint}"
            )));
        }
    }
    let members = members.iter().enumerate();
    let of_worker = members.filter(|(place, _)| worker.is_none_or(|worker| worker.has(*place)));
    let of_worker = of_worker.map(|(_, member)| member);
    let wanted =
        of_worker.filter(|member| args.only.is_empty() || args.only.contains(&member.name));
    Ok(wanted.cloned().collect())
}

fn new_folder() -> PathBuf {
    let stamp = Timestamp::now().strftime("%Y%m%dT%H%M%SZ").to_string();
    Path::new(RUNS).join(format!("{stamp}-fleet"))
}

/// Makes the report of the whole, shows what came of it, and returns its exit code.
fn whole(
    args: &FleetArgs,
    members: &[Member],
    results: &Results,
    words: &[String],
) -> Result<u8, Failure> {
    let workers = results.workers();
    let mut fleet = Fleet::new();
    for (place, member) in members.iter().enumerate() {
        let worker = workers.map(|of| Worker {
            number: u32::try_from(place).unwrap_or(0) % of.max(1) + 1,
            of,
        });
        let run = results.run(member);
        let place = Place {
            name: member.name.clone(),
            labels: member.labels.clone(),
            worker: worker.map(Worker::word).unwrap_or_default(),
        };
        fleet.add(place, run.as_ref()).map_err(Failure::usage)?;
    }
    let json = if args.normalize {
        fleet.to_normalized_json()
    } else {
        fleet.to_json()
    };
    let report = results.write("fleet.json", &json)?;
    let link = |device: &FleetDevice| {
        let run = format!("{}/run.html", device.name);
        (device.state == State::Judged && results.path().join(&run).exists()).then_some(run)
    };
    let shown = results.write("fleet.html", &page(&fleet, &link))?;
    screen::show_text(&last_screen(&fleet, args, results, words));
    screen::show_line(&format!(
        "reports: {}, {}",
        report.display(),
        shown.display()
    ));
    Ok(fleet.exit_code)
}

/// What came of the devices, in a line each where there is something to say, and what to do about the lost ones.
fn last_screen(fleet: &Fleet, args: &FleetArgs, results: &Results, words: &[String]) -> String {
    let mut text = String::new();
    for device in &fleet.devices {
        if device.state == State::Judged && device.exit_code != 0 {
            let line = format!(
                "{}: {} (exit code {})",
                device.name, device.verdict, device.exit_code
            );
            text.push_str(&format!("{line}\n"));
        }
    }
    let mut lost: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for device in fleet.lost() {
        let how = if device.state == State::Cut {
            "has no end"
        } else {
            "is missing"
        };
        let line = format!("{}, whose run {how}", device.name);
        lost.entry(&device.worker).or_default().push(line);
    }
    let program = words.first().map_or("messaging-ctk", String::as_str);
    let (file, folder) = (args.file.display(), results.path().display());
    for (worker, devices) in &lost {
        let (who, shard) = match worker.is_empty() {
            true => ("lost".to_owned(), String::new()),
            false => (
                format!("worker {worker} lost"),
                format!(" --shard {worker}"),
            ),
        };
        text.push_str(&format!("{who}: {}\n", devices.join("; ")));
        text.push_str(&format!(
            "  run it again: {program} fleet {file} --results {folder}{shard}\n"
        ));
    }
    let counts = fleet.summary;
    text.push_str(&format!(
        "{} devices: {} without a failure, {} failed, {} incomplete, {} broken, {} lost; exit code {}\n",
        counts.devices, counts.clean, counts.failed, counts.incomplete, counts.broken, counts.lost, fleet.exit_code
    ));
    text
}
