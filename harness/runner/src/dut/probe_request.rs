//! What is known of the device before it is probed. It stands in the journal, so that a run can be judged again.

use std::net::IpAddr;

use ctk_wire::uri::HttpUrl;
use serde::{Deserialize, Serialize};

use super::args::DeviceArgs;
use super::embedded::Embedded;
use super::find;
use super::profile::Profile;
use super::service_data;
use super::target::Target;
use crate::exit_code::Failure;
use crate::lab::address;
use crate::lab::group::multicast_towards;

/// What is known before the device is probed.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ProbeRequest {
    /// The description's URL.
    pub url: String,
    /// The address that its host has, where that is a name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resolved: Option<IpAddr>,
    /// Which of several devices.
    pub udn: Option<String>,
    /// The profile.
    pub profile: Profile,
    /// There is an upper tester, and it may be told to reset the device.
    pub upper_tester: bool,
    /// It may be told to reset the device: it is a program, not a person.
    pub may_reset: bool,
    /// The device is the embedded one.
    pub embedded: bool,
    /// Two source addresses reach the device.
    pub two_addresses: bool,
    /// Multicast can be heard on the way to the device.
    #[serde(default)]
    pub multicast: bool,
    /// `--long`.
    pub long: bool,
    /// `--exhaustive`.
    pub exhaustive: bool,
    /// `--follow-hosts`.
    #[serde(default)]
    pub follow_hosts: bool,
    /// `--model-steps`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub model_steps: Option<u32>,
    /// `--service`: a service type, or `any`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub service: Option<String>,
    /// `--invoke`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub invoke: Vec<String>,
    /// `--service-data`: the files' names and texts.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub service_data: Vec<(String, String)>,
}

/// What there is beside the device.
#[derive(Debug, Clone, Copy)]
pub struct Bench {
    /// There is an upper tester.
    pub upper_tester: bool,
    /// The upper tester may be told to reset the device.
    pub may_reset: bool,
    /// `--long`.
    pub long: bool,
    /// `--exhaustive`.
    pub exhaustive: bool,
    /// `--model-steps`.
    pub model_steps: Option<u32>,
}

impl ProbeRequest {
    /// What the command line and the profile say; `udn:` and `name:` are looked for on the network.
    ///
    /// # Errors
    /// Exit code 3: no such device is found, or several are.
    pub fn new(
        args: &DeviceArgs,
        profile: &Profile,
        embedded: Option<&Embedded>,
        bench: Bench,
    ) -> Result<Self, Failure> {
        let url = match (&args.device, embedded) {
            (_, Some(embedded)) => embedded.device.description_url().to_owned(),
            (Target::Url(url), None) => url.clone(),
            (target, None) => find::one(target, args.service.is_some(), args.interface)?,
        };
        Ok(Self {
            udn: args.udn.clone().or(match &args.device {
                // The services of a root device may be in those that it embeds.
                Target::Udn(udn) if args.service.is_none() => Some(udn.clone()),
                _ => None,
            }),
            profile: profile.clone(),
            upper_tester: bench.upper_tester,
            may_reset: bench.may_reset,
            embedded: embedded.is_some(),
            two_addresses: matches!(profile.sources(&url), [_, Some(_)]),
            multicast: embedded.is_none_or(|embedded| embedded.announced)
                && multicast_towards(&url, args.interface),
            long: bench.long,
            exhaustive: bench.exhaustive,
            model_steps: bench.model_steps,
            follow_hosts: args.follow_hosts,
            service: args.service.as_ref().map(ToString::to_string),
            invoke: args.invoke.clone(),
            service_data: service_data::read(&args.service_data)?,
            resolved: resolved(&url),
            url,
        })
    }
}

/// The address of the URL's host, where that is a name.
fn resolved(url: &str) -> Option<IpAddr> {
    let host = HttpUrl::parse(url).ok()?.host;
    let is_name = host.trim_matches(['[', ']']).parse::<IpAddr>().is_err();
    let (_, reached) = address::reach(url).ok().filter(|_| is_name)?;
    Some(reached.ip())
}
