//! The lab of a run, as the command line and the profile want it.

use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;
use std::time::Duration;

use ctk_device::Device;
use ctk_record::Event;
use ctk_suite::case::Case;
use ctk_vectors::facts;
use ctk_wire::uri::HttpUrl;

use crate::cli::RunArgs;
use crate::dut::profile::Profile;
use crate::exit_code::Failure;
use crate::interrupt;
use crate::lab::{LabShared, Setup};
use crate::output::journal::JournalWriter;
use crate::upper_tester::{self, UpperTester};

/// Sets up the lab for a device at this URL.
///
/// # Errors
/// An upper tester, or a file server, that cannot be.
pub fn set_up(
    args: &RunArgs,
    profile: &Profile,
    embedded: Option<&Device>,
    url: &str,
    seed: u64,
    sink: &JournalWriter,
    cases: &[Case],
) -> Result<Arc<LabShared>, Failure> {
    let journal = {
        let sink = sink.clone();
        Arc::new(move |event: Event| sink.write(&event))
    };
    let file_server = match profile.ixit.file_server_bind.as_str() {
        "" => None,
        bind => Some(bind.parse().map_err(|_| {
            Failure::usage(format!(
                "the profile's file_server_bind {bind:?} is no ADDRESS:PORT"
            ))
        })?),
    };
    let reply = facts()
        .wait("reply")
        .map_or(30_000, |wait| wait.milliseconds);
    let shared = LabShared::new(Setup {
        seed,
        journal,
        upper_tester: with_restart(tester(args, embedded)?, profile)?,
        interface: args.interface,
        sources: sources(profile, url),
        file_server,
        reply_timeout: Duration::from_millis(reply),
        interrupt: interrupt::flag(),
    });
    let ids: Vec<String> = cases.iter().map(|case| case.id.to_string()).collect();
    shared.plan(&ids);
    shared.device_is(url, &[]);
    Ok(shared)
}

/// Whether there are two addresses for two control points.
pub fn two_addresses(profile: &Profile, url: &str) -> bool {
    matches!(sources(profile, url), [_, Some(_)])
}

/// Two control points need two addresses: the profile's, or two of loopback where the device is there.
fn sources(profile: &Profile, url: &str) -> [Option<IpAddr>; 2] {
    match profile.ixit.local_addresses.as_slice() {
        [first, second, ..] => [Some(*first), Some(*second)],
        [one] => [Some(*one), None],
        [] => match HttpUrl::parse(url)
            .ok()
            .and_then(|url| url.host.parse::<IpAddr>().ok())
        {
            Some(IpAddr::V4(device)) if device.is_loopback() && cfg!(target_os = "linux") => [
                Some(Ipv4Addr::LOCALHOST.into()),
                Some(Ipv4Addr::new(127, 0, 0, 2).into()),
            ],
            _ => [None, None],
        },
    }
}

/// Whether there is an upper tester, and whether it is a program that may be told to reset the device.
pub fn has_tester(args: &RunArgs, embedded: bool) -> (bool, bool) {
    let program = args.upper_tester.is_some() || args.upper_tester_command.is_some() || embedded;
    (program || args.interactive, program && !args.interactive)
}

/// The profile's command that restarts the device, if it names one.
fn with_restart(
    tester: Arc<dyn UpperTester>,
    profile: &Profile,
) -> Result<Arc<dyn UpperTester>, Failure> {
    match profile.ixit.restart_command.as_str() {
        "" => Ok(tester),
        command => upper_tester::Restarter::new(command, tester)
            .map(|restarter| Arc::new(restarter) as Arc<dyn UpperTester>)
            .map_err(|error| Failure::usage(format!("the profile's restart_command: {error}"))),
    }
}

fn tester(args: &RunArgs, embedded: Option<&Device>) -> Result<Arc<dyn UpperTester>, Failure> {
    if args.interactive {
        let input = std::io::BufReader::new(std::io::stdin());
        return Ok(Arc::new(upper_tester::InteractiveTester::new(
            input,
            std::io::stderr(),
        )));
    }
    if let Some(command) = &args.upper_tester_command {
        let tester = upper_tester::CommandTester::new(command)
            .map_err(|error| Failure::usage(format!("--upper-tester-command: {error}")))?;
        return Ok(Arc::new(tester));
    }
    match (&args.upper_tester, embedded) {
        (Some(url), _) => http(url),
        (None, Some(device)) => http(device.upper_tester_url()),
        (None, None) => Ok(Arc::new(upper_tester::NoTester)),
    }
}

fn http(url: &str) -> Result<Arc<dyn UpperTester>, Failure> {
    let tester = upper_tester::HttpTester::new(url)
        .map_err(|error| Failure::usage(format!("--upper-tester {url}: {error}")))?;
    Ok(Arc::new(tester))
}
