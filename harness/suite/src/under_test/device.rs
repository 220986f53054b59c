//! The device under test as the suite knows it: where it is, what it says of itself, and what there is around it.

use ctk_model::expectation::RulingOverrides;
use ctk_wire::Claim;
use ctk_wire::description::Description;
use ctk_wire::uri::HttpUrl;

/// What is known of the device before a case runs, whichever of its services is under test.
#[derive(Debug, Clone)]
pub struct DeviceUnderTest {
    /// Its description.
    pub description: Description,
    /// Where the description came from.
    pub description_url: String,
    /// The address that its host has, where that is a name.
    pub resolved: Option<std::net::IpAddr>,
    /// The SERVER header of its first answer; empty when there was none.
    pub server: String,
    /// The version of the architecture that the device claims.
    pub claim: Claim,
    /// The stimuli that the upper tester offers; absent when it does not say, and each has to be tried.
    pub stimuli: Option<Vec<String>>,
    /// There is an upper tester.
    pub upper_tester: bool,
    /// How long the effect of a stimulus may take, in milliseconds.
    pub settle_ms: u64,
    /// The far side is played by a program, on demand only.
    pub far_side_waits: bool,
    /// Stimuli have taken effect when they are answered: the embedded device.
    pub stimuli_at_once: bool,
    /// How long a delivery may take, in milliseconds.
    pub delivery_ms: u64,
    /// There are two source addresses that reach the device.
    pub two_addresses: bool,
    /// Multicast reaches the device's network.
    pub multicast: bool,
    /// What the profile says of rulings.
    pub rulings: RulingOverrides,
    /// `--long`.
    pub long: bool,
    /// `--exhaustive`.
    pub exhaustive: bool,
    /// `--model-steps`: how many steps a walk has.
    pub model_steps: Option<u32>,
    /// The actions of services without tables that may really be called.
    pub invoked: Vec<String>,
}

impl DeviceUnderTest {
    /// The UDNs of the root device and of every device in it.
    pub fn udns(&self) -> Vec<&str> {
        let devices = self.description.devices();
        devices
            .into_iter()
            .map(|device| device.udn.as_str())
            .filter(|udn| !udn.is_empty())
            .collect()
    }

    /// The upper tester offers the stimulus, as far as it says.
    pub(crate) fn offers(&self, stimulus: &str) -> bool {
        match &self.stimuli {
            Some(list) => list.iter().any(|it| it == stimulus),
            None => self.upper_tester,
        }
    }

    /// The description was fetched from the literal of an IPv6 address.
    pub(crate) fn is_at_ipv6(&self) -> bool {
        HttpUrl::parse(&self.description_url).is_ok_and(|url| url.host.contains(':'))
    }
}
