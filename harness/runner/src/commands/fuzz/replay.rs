//! A finding's folder, sent again.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::time::Duration;

use ctk_fuzzer::bench::Bench as _;
use ctk_fuzzer::corpus::finding;
use ctk_fuzzer::engine::{Driver, Fuzzer, Options, Standing};
use ctk_fuzzer::finding::Finding;
use ctk_fuzzer::oracle::Known;
use ctk_fuzzer::replay::Verdict;
use ctk_fuzzer::subject::Subject;

use super::args::Around;
use super::bench::LiveBench;
use super::link::Link;
use super::probe::probe;
use crate::exit_code::Failure;
use crate::interrupt;

/// Sends the finding of a folder to a device again; what came of it, in a word and in words.
///
/// # Errors
/// Exit code 2: the folder is not a finding's; 3: there is no such device, or it has no such action.
pub fn replay(folder: &Path, around: Around<'_>) -> Result<(Verdict, String), Failure> {
    let finding = finding(folder).map_err(|error| Failure::usage(error.to_string()))?;
    interrupt::install().map_err(Failure::broken)?;
    let mut bench = LiveBench::start(around)?;
    let probed = probe(around, &[], &mut bench)?;
    let spoken = finding
        .sequences
        .iter()
        .flat_map(|sequence| &sequence.steps)
        .filter_map(|step| step.request()?.call())
        .map(|call| call.action.as_str())
        .collect::<Vec<_>>();
    let fits = |subject: &&ctk_fuzzer::subject::Subject| {
        spoken.is_empty() || spoken.iter().any(|name| subject.action(name).is_some())
    };
    let subject = probed
        .subjects
        .iter()
        .find(fits)
        .or(probed.subjects.first());
    let Some(subject) = subject else {
        return Err(Failure::incomplete(
            "the device has no service to send this to",
        ));
    };
    if let Some(name) = forbidden(&finding, subject) {
        return Err(Failure::usage(format!(
            "the finding calls {name}, which may not be sent to this device: allow it with --invoke {name}, or give an upper tester that resets the device"
        )));
    }
    let fuzzer = Fuzzer::new(
        subject.clone(),
        &bench,
        Options::default(),
        Standing::default(),
    );
    let serials = AtomicU64::new(1);
    let mut link = Link::new(probed.address, probed.source);
    let mut driver = Driver {
        wire: &mut link,
        bench: &bench,
        subject,
        standing: Arc::default(),
        patience: Duration::from_secs(30),
        serials: &serials,
        known: Known::default(),
    };
    let came = ctk_fuzzer::replay::replay(&mut driver, &finding, &mut |driver| {
        !bench.interrupted() && fuzzer.comes_back(driver)
    });
    bench.end();
    Ok(came)
}

/// An action of the finding that may not be called like this: what is not sent cannot be fixed.
fn forbidden<'f>(finding: &'f Finding, subject: &Subject) -> Option<&'f str> {
    let steps = finding.sequences.iter().flat_map(|one| &one.steps);
    let mut calls = steps.filter_map(|step| step.request()?.call());
    let call = calls.find(|call| {
        let declared = subject.declared(&call.action);
        !subject.policy.allows(call, declared.as_deref())
    })?;
    Some(&call.action)
}
