//! The bench of a live run: upper tester, restart, listener, log, clock.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use ctk_device::{Config, Device};
use ctk_fuzzer::bench::{Bench, Stimulated, Visit};
use ctk_suite::lab::StimulusStatus;
use ctk_vectors::stimulus;
use serde_json::{Value, json};

use super::args::Around;
use super::listener::Listener;
use super::watch::Watch;
use crate::dut::embedded::Embedded;
use crate::exit_code::Failure;
use crate::interrupt;
use crate::upper_tester::{TesterArgs, UpperTester};

/// What is around the device.
pub struct LiveBench {
    began: Instant,
    tester: Arc<dyn UpperTester>,
    /// There is a program that restarts the device.
    restarts: bool,
    embedded: Mutex<Option<Embedded>>,
    config: Option<Config>,
    listener: Option<Listener>,
    watch: Option<Watch>,
}

impl LiveBench {
    /// Starts the embedded device where it is the target, and connects the upper tester.
    ///
    /// # Errors
    /// As `EmbeddedArgs::start_for` and `TesterArgs::connect`; a program that cannot be started.
    pub fn start(args: Around<'_>) -> Result<Self, Failure> {
        let embedded = args.embedded.start_for(&args.device.device)?;
        let config = match &embedded {
            Some(embedded) => Some(again(args.embedded.config()?, &embedded.device)),
            None => None,
        };
        let own = embedded
            .as_ref()
            .map(|embedded| embedded.device.upper_tester_url());
        let restart = args.restart_command;
        let tester = TesterArgs {
            keeps: true,
            ..args.tester.clone()
        };
        let tester = tester.connect(own, restart)?;
        let watch = match args.watch_command {
            Some(command) => Some(Watch::start(command).map_err(|error| {
                Failure::usage(format!("--watch-command {command}: cannot be run: {error}"))
            })?),
            None => None,
        };
        Ok(Self {
            began: Instant::now(),
            tester,
            restarts: !restart.is_empty(),
            embedded: Mutex::new(embedded),
            config,
            listener: None,
            watch,
        })
    }

    /// The URL of the embedded device's description.
    pub fn embedded_url(&self) -> Option<String> {
        let embedded = self.embedded.lock().unwrap_or_else(PoisonError::into_inner);
        embedded
            .as_ref()
            .map(|one| one.device.description_url().to_owned())
    }

    /// The embedded device is there, announced or not.
    pub fn with_embedded<T>(&self, see: impl FnOnce(Option<&Embedded>) -> T) -> T {
        let embedded = self.embedded.lock().unwrap_or_else(PoisonError::into_inner);
        see(embedded.as_ref())
    }

    /// Listens on the address that the device can reach; without one nobody can come.
    pub fn listen(&mut self, at: std::net::IpAddr) {
        self.listener = Listener::start(at).ok();
    }

    /// Whether the device is a test bench: its upper tester resets it.
    pub fn resets(&self) -> bool {
        let reply = self.tester.stimulate(stimulus::RESET, &json!({}));
        reply.status == StimulusStatus::Done
    }

    /// The clock begins anew, at what was spent before: probing does not count.
    pub fn begin(&mut self, spent: Duration) {
        let now = Instant::now();
        self.began = now.checked_sub(spent).unwrap_or(now);
    }

    /// Stops what was started.
    pub fn end(&self) {
        let embedded = self
            .embedded
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take();
        if let Some(embedded) = embedded {
            embedded.device.stop();
        }
    }
}

impl Bench for LiveBench {
    fn stimulate(&self, name: &str, fields: &Value) -> Stimulated {
        let reply = self.tester.stimulate(name, fields);
        Stimulated {
            done: reply.status == StimulusStatus::Done,
            session: reply.session_id,
            message: reply.message_id,
        }
    }

    fn can_restart(&self) -> bool {
        self.restarts || self.config.is_some()
    }

    fn restart(&self) -> bool {
        if self.restarts {
            let done = self.stimulate(stimulus::RESTART, &json!({})).done;
            if let Some(watch) = &self.watch {
                watch.forget_uptime();
            }
            return done;
        }
        let Some(config) = &self.config else {
            return false;
        };
        let mut slot = self.embedded.lock().unwrap_or_else(PoisonError::into_inner);
        let announced = slot.as_ref().is_some_and(|one| one.announced);
        // The old one gives its ports free first.
        drop(slot.take());
        let config = Config {
            ssdp: announced,
            ..config.clone()
        };
        match Device::start(config) {
            Ok(device) => {
                *slot = Some(Embedded { device, announced });
                true
            }
            Err(_) => false,
        }
    }

    fn visits(&self) -> Vec<Visit> {
        self.listener
            .as_ref()
            .map_or_else(Vec::new, Listener::visits)
    }

    fn log(&self) -> Vec<String> {
        self.watch.as_ref().map_or_else(Vec::new, Watch::lines)
    }

    fn own(&self) -> String {
        self.listener
            .as_ref()
            .map_or_else(String::new, Listener::base)
    }

    fn memory(&self) -> Option<u64> {
        match &self.watch {
            Some(watch) => watch.memory(),
            // The embedded device is in this process.
            None if self.config.is_some() => own_memory(),
            None => None,
        }
    }

    fn uptime(&self) -> Option<u64> {
        self.watch.as_ref().and_then(Watch::uptime)
    }

    fn now(&self) -> Duration {
        self.began.elapsed()
    }

    fn sleep(&self, time: Duration) {
        let until = Instant::now() + time;
        while Instant::now() < until && !interrupt::interrupted() {
            let left = until.saturating_duration_since(Instant::now());
            std::thread::sleep(left.min(Duration::from_millis(50)));
        }
    }

    fn interrupted(&self) -> bool {
        interrupt::interrupted()
    }
}

/// Bytes of memory of this process that are in use.
fn own_memory() -> Option<u64> {
    let statm = std::fs::read_to_string("/proc/self/statm").ok()?;
    let pages: u64 = statm.split_whitespace().nth(1)?.parse().ok()?;
    Some(pages * 4096)
}

/// The embedded device's configuration when it is started again: on the same ports, under the same name.
fn again(config: Config, device: &Device) -> Config {
    let port = |url: &str| {
        let parsed = ctk_wire::uri::HttpUrl::parse(url);
        parsed.map_or(0, |url| url.port)
    };
    Config {
        port: port(device.description_url()),
        upper_tester_port: port(device.upper_tester_url()),
        // It is the same device: who searches for it has to find it.
        udn: device
            .udn()
            .strip_prefix("uuid:")
            .and_then(|uuid| uuid.parse().ok()),
        ..config
    }
}
