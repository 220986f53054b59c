//! Walks with the reference device's service in this process, without a network: whether the model alone sees a defect, and takes a
//! variation for one. `walks [--seed N] [--steps N] [--variations] [NAME…]`; a line a device, NAME may end with `*`.
//!
//! Time is made up: a step takes some milliseconds, a wait its second. What the service does on threads of its own (deliveries, transfers) takes
//! real time, which is later in the walk than on a network. So a walk here is not that of a run with the same seed.

mod served;
mod stroll;
mod written;

use std::collections::BTreeSet;
use std::process::ExitCode;

use ctk_device::defects::{DEFECTS, DefectId, Depth, Deviations, VARIATIONS, VariationId};
use ctk_model::service::Contradiction;

use served::Files;
use stroll::{Stroll, walk};

/// What to try, and how.
struct Wanted {
    seeds: Vec<u64>,
    steps: u32,
    variations: bool,
    names: Vec<String>,
    told: bool,
}

fn main() -> ExitCode {
    let Some(wanted) = wanted() else {
        eprintln!("usage: walks [--seed N]... [--steps N] [--variations] [--told] [NAME]...");
        return ExitCode::from(2);
    };
    let Ok(files) = Files::serve() else {
        eprintln!("cannot serve files on 127.0.0.1");
        return ExitCode::from(2);
    };
    let mut good = true;
    for &seed in &wanted.seeds {
        let stroll = Stroll {
            seed,
            steps: wanted.steps,
            files: &files,
        };
        good &= if wanted.variations {
            variations(&stroll, &wanted)
        } else if wanted.names.is_empty() {
            let found = walk(&stroll, Deviations::default());
            tell("clean", "-", &found, &wanted);
            found.is_empty()
        } else {
            defects(&stroll, &wanted)
        };
    }
    if good {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

fn wanted() -> Option<Wanted> {
    let mut wanted = Wanted {
        seeds: Vec::new(),
        steps: 1_200,
        variations: false,
        names: Vec::new(),
        told: false,
    };
    let mut given = std::env::args().skip(1);
    while let Some(one) = given.next() {
        match one.as_str() {
            "--seed" => wanted.seeds.push(given.next()?.parse().ok()?),
            "--steps" => wanted.steps = given.next()?.parse().ok()?,
            "--variations" => wanted.variations = true,
            "--told" => wanted.told = true,
            name if name.starts_with('-') => return None,
            name => wanted.names.push(name.to_owned()),
        }
    }
    if wanted.seeds.is_empty() {
        wanted.seeds.push(1);
    }
    Some(wanted)
}

fn is_named(wanted: &Wanted, id: &str) -> bool {
    wanted
        .names
        .iter()
        .any(|name| match name.strip_suffix('*') {
            Some(beginning) => id.starts_with(beginning),
            None => id == name,
        })
}

/// Each deep defect that is wanted: whether the model names it. True: all were seen.
fn defects(stroll: &Stroll<'_>, wanted: &Wanted) -> bool {
    let (mut all, mut named, mut seen) = (0, 0, 0);
    for id in DefectId::ALL {
        let entry = &DEFECTS[*id as usize];
        if entry.depth != Depth::Deep || !is_named(wanted, entry.id) {
            continue;
        }
        let found = walk(stroll, Deviations::new([*id], []));
        let right = found.iter().any(|it| it.requirement == entry.breaks);
        all += 1;
        named += usize::from(right);
        seen += usize::from(!found.is_empty());
        let verdict = match (right, found.is_empty()) {
            (true, _) => "named",
            (false, false) => "other",
            (false, true) => "MISSED",
        };
        tell(
            &format!("{verdict}\t{}", entry.id),
            entry.breaks,
            &found,
            wanted,
        );
    }
    println!(
        "seed {}: {all} defects, {seen} seen, {named} named",
        stroll.seed
    );
    seen == all
}

/// Each variation that is wanted, all without names. True: the model takes none for a defect.
fn variations(stroll: &Stroll<'_>, wanted: &Wanted) -> bool {
    let mut good = true;
    for id in VariationId::ALL {
        let entry = &VARIATIONS[*id as usize];
        if !wanted.names.is_empty() && !is_named(wanted, entry.id) {
            continue;
        }
        let found = walk(stroll, Deviations::new([], [*id]));
        if !found.is_empty() {
            tell(entry.id, "-", &found, wanted);
        }
        good &= found.is_empty();
    }
    println!(
        "seed {}: variations {}",
        stroll.seed,
        if good { "clean" } else { "NOT clean" }
    );
    good
}

fn tell(what: &str, breaks: &str, found: &[Contradiction], wanted: &Wanted) {
    let blamed: BTreeSet<String> = found
        .iter()
        .map(|it| format!("{}/{}", it.rule, it.requirement))
        .collect();
    let blamed: Vec<String> = blamed.into_iter().collect();
    println!("{what}\t{breaks}\t{}", blamed.join(" "));
    for it in found.iter().filter(|_| wanted.told) {
        println!(
            "    {} {}: {}\n        possible: {}\n        allowed: {}\n        because {:?}",
            it.requirement, it.at, it.seen, it.possible, it.allowed, it.because
        );
    }
}
