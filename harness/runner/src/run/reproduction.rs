//! The command that repeats a run, or a case of it.

use ctk_suite::case::Case;
use ctk_suite::judging::verdict::CaseOutcome;

use super::schedule::ScheduleArgs;
use crate::dut::args::DeviceArgs;
use crate::dut::embedded::EmbeddedArgs;
use crate::dut::profile::ProfileArgs;
use crate::dut::target::quoted;
use crate::upper_tester::TesterArgs;

/// What a reproduction has to be called with, the device first.
pub fn target_words(
    device: &DeviceArgs,
    embedded: &EmbeddedArgs,
    profile: &ProfileArgs,
    tester: &TesterArgs,
    schedule: &ScheduleArgs,
) -> Vec<String> {
    let mut words = vec![device.device.to_string()];
    let mut flag = |name: &str, values: &[String]| {
        for value in values {
            words.extend([name.to_owned(), value.clone()]);
        }
    };
    flag("--defect", &embedded.defect);
    flag("--variation", &embedded.variation);
    flag("--without", &embedded.without);
    flag("--uda", embedded.uda.as_slice());
    let profile = profile.profile.as_ref();
    let profile = profile.map(|path| path.display().to_string());
    flag("--profile", profile.as_slice());
    flag("--upper-tester", tester.upper_tester.as_slice());
    flag(
        "--upper-tester-command",
        tester.upper_tester_command.as_slice(),
    );
    flag("--udn", device.udn.as_slice());
    let service = device.service.as_ref().map(ToString::to_string);
    flag("--service", service.as_slice());
    flag("--invoke", &device.invoke);
    let files = device
        .service_data
        .iter()
        .map(|path| path.display().to_string());
    flag("--service-data", &files.collect::<Vec<_>>());
    let interface = device.interface.map(|address| address.to_string());
    flag("--interface", interface.as_slice());
    let steps = schedule.model_steps.map(|steps| steps.to_string());
    flag("--model-steps", steps.as_slice());
    for (set, name) in [
        (tester.interactive, "--interactive"),
        (device.follow_hosts, "--follow-hosts"),
        (schedule.strict, "--strict"),
        (schedule.long, "--long"),
        (schedule.exhaustive, "--exhaustive"),
    ] {
        if set {
            words.push(name.to_owned());
        }
    }
    words
}

/// The command that repeats the case, with the cases that its evidence turned up in.
pub fn of_case(target: &[String], seed: u64, case: &Case, outcome: &CaseOutcome) -> String {
    let mut words = vec!["messaging-ctk".to_owned(), "run".to_owned()];
    words.extend(target.iter().map(|word| quoted(word)));
    let seen_in = outcome.seen_in.iter().map(String::as_str);
    for id in seen_in.chain([case.meta.id.as_ref()]) {
        words.push("--case".to_owned());
        words.push(quoted(id));
    }
    words.push("--seed".to_owned());
    words.push(seed.to_string());
    words.join(" ")
}
