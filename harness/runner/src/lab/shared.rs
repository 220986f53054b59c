//! What all cases of a run share: the clock, the dice, the journal, listeners, the upper tester, the device's state.

use std::net::{IpAddr, Ipv4Addr};
use std::sync::atomic::{AtomicBool, AtomicU32, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use ctk_model::service::Bench;
use ctk_record::{Event, Exchange, Finding};
use ctk_suite::lab::{Ask, ControlPoint, HttpFailure, Lab as _, LabError, Notification};
use ctk_suite::model::History;
use ctk_suite::replay::Room;

use super::acquaintance::Acquaintance;
use super::address::{self, local_towards};
use super::busy::Busy;
use super::callbacks::{Callbacks, Surroundings};
use super::deadline::Deadline;
use super::files::Files;
use super::gate::Gate;
use super::group::Group;
use super::hosts::Hosts;
use super::live::LiveLab;
use super::liveness;
use super::long::LongEvidence;
use super::moved::Moved;
use super::observations::Observations;
use super::others::Others;
use super::setup::Setup;
use super::silence::Silence;
use super::windows::Windows;

/// What all cases of a run share.
pub struct LabShared {
    pub(super) setup: Setup,
    pub(super) origin: Instant,
    pub(super) callbacks: Callbacks,
    pub(super) files: Files,
    /// By what the device is known.
    pub(super) acquaintance: Arc<Acquaintance>,
    /// Other testers at work on the device.
    pub(super) others: Arc<Others>,
    /// Where the kit may connect to.
    pub(super) hosts: Hosts,
    /// Where the device is since it restarted.
    pub(super) moved: Moved,
    /// What the device does not answer.
    pub(super) silence: Silence,
    /// What it puts off.
    pub(super) busy: Busy,
    /// The numbers of the preparation of the run, which has several labs.
    pub(super) preparation: Arc<Counters>,
    /// For long evidence in the journal.
    pub(super) room: Room,
    /// Who has long evidence in memory.
    pub(super) long: Arc<LongEvidence>,
    /// Who may have a request outstanding at the device.
    pub(super) requests: Gate,
    /// Who may have a stimulus outstanding at the upper tester.
    pub(super) stimuli: Gate,
    /// Whose turn it is among those that take turns.
    pub windows: Arc<Windows>,
    /// Who may search: a device holds its answers back for a while, and has room for few.
    pub(super) searches: Gate,
    lost: AtomicBool,
    device: Mutex<Device>,
    group: Mutex<Option<Arc<Group>>>,
    observations: Mutex<Observations>,
    history: Mutex<History>,
    follows: AtomicBool,
}

/// Searches at the same time, for each request that may be outstanding.
const SEARCHES: usize = 8;

/// What counts within a case.
#[derive(Debug, Default)]
pub(super) struct Counters {
    pub(super) exchanges: AtomicU32,
    pub(super) draws: AtomicU64,
}

#[derive(Debug, Default, Clone)]
struct Device {
    description_url: String,
    udns: Vec<String>,
    address: Option<IpAddr>,
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // What is behind these locks is replaced as a whole or counted up: a panic leaves nothing half done.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl LabShared {
    /// Sets up the lab; the clock of the run begins to count.
    pub fn new(setup: Setup) -> Arc<Self> {
        let origin = Instant::now();
        let acquaintance: Arc<Acquaintance> = Arc::default();
        let journal = Arc::clone(&setup.journal);
        let connections = setup.connections;
        let others = Arc::new(Others::new(origin, Arc::clone(&journal)));
        let shared = Self {
            setup,
            origin,
            callbacks: Callbacks::new(Surroundings {
                origin,
                acquaintance: Arc::clone(&acquaintance),
                journal,
            }),
            files: Files::new(origin, Arc::clone(&acquaintance)),
            acquaintance,
            others,
            hosts: Hosts::default(),
            moved: Moved::default(),
            silence: Silence::default(),
            busy: Busy::default(),
            preparation: Arc::default(),
            room: Room::default(),
            long: Arc::default(),
            requests: Gate::new(connections),
            stimuli: Gate::new(connections),
            windows: Arc::default(),
            searches: Gate::new(connections.saturating_mul(SEARCHES)),
            lost: AtomicBool::new(false),
            device: Mutex::default(),
            group: Mutex::default(),
            observations: Mutex::default(),
            history: Mutex::default(),
            follows: AtomicBool::new(false),
        };
        if shared.setup.interface.is_some() {
            shared.listen();
        }
        Arc::new(shared)
    }

    /// Tells which device is judged: where, and the UDNs of its root and what is in it, while they are known. The SSDP
    /// group is listened to from now on.
    pub fn device_is(&self, description_url: &str, udns: &[&str]) {
        self.hosts.name(description_url);
        let address = address::reach(description_url).ok();
        if let Some((_, address)) = &address {
            self.acquaintance.has_address(address.ip());
        }
        let address = address.map(|(_, address)| address.ip());
        *locked(&self.device) = Device {
            description_url: description_url.to_owned(),
            udns: udns.iter().map(|&udn| udn.to_owned()).collect(),
            address,
        };
        self.others.works_on(udns, address);
        self.listen();
    }

    /// From here on the kit goes to other hosts too, where the device points to them.
    pub fn follow_hosts(&self) {
        self.hosts.follow();
    }

    /// Tells the order of the plan, by which what was noticed is sorted.
    pub fn plan(&self, cases: &[String]) {
        locked(&self.observations).plan(cases);
    }

    /// Milliseconds since the run began.
    pub fn now_ms(&self) -> u64 {
        self.ms_at(Instant::now())
    }

    /// Appends a line to the journal.
    pub fn write(&self, event: Event) {
        (self.setup.journal)(event);
    }

    /// Whether the device was lost: every question of every case is answered so from then on.
    pub fn is_lost(&self) -> bool {
        self.lost.load(Ordering::Relaxed)
    }

    /// Tells that the device was lost.
    pub fn lose(&self) {
        self.lost.store(true, Ordering::Relaxed);
    }

    /// Whether somebody wants the run to end.
    pub fn is_interrupted(&self) -> bool {
        self.setup.interrupt.load(Ordering::Relaxed)
    }

    /// Asks the device for its description, up to three times; a device without a known URL counts as alive.
    /// Between hostile cases the scheduler asks this, so that no case is blamed for the one before.
    pub fn is_alive(&self) -> bool {
        let deadline = Deadline::new(Duration::from_secs(30), Arc::clone(&self.setup.interrupt));
        self.is_alive_within(&deadline)
    }

    pub(super) fn is_alive_within(&self, deadline: &Deadline) -> bool {
        let url = self.description_url();
        if url.is_empty() {
            return true;
        }
        // Whoever looks whether it lives has waited long enough; an interruption does not make a device dead.
        let Ok(_turn) = self.requests.turn(u64::MAX, deadline) else {
            return true;
        };
        liveness::is_alive(&url, deadline) || self.finds_again(Some(&HttpFailure::Refused))
    }

    /// The description's URL, where the device is now.
    pub(super) fn description_url(&self) -> String {
        self.moved.url(&self.met_url()).into_owned()
    }

    /// The description's URL when the device was met.
    pub(super) fn met_url(&self) -> String {
        locked(&self.device).description_url.clone()
    }

    /// Files what was noticed in a case of an earlier run that this run continues.
    pub fn recall(&self, case: &str, exchange: u32, checked: &[String], findings: &[Finding]) {
        locked(&self.observations).notice(case, exchange, checked, findings);
    }

    /// What the run has noticed of one of the requirements so far.
    pub(crate) fn noticed(&self, requirements: &[String]) -> ctk_suite::lab::Noticed {
        locked(&self.observations).noticed(requirements)
    }

    /// Keeps what an exchange says about the service.
    pub(super) fn follow(&self, exchange: &Exchange) {
        if self.follows.load(Ordering::Relaxed) {
            locked(&self.history).add(exchange);
        }
    }

    /// From here on what the exchanges say about the service is kept, for the cases of the model.
    pub fn follow_history(&self) {
        self.follows.store(true, Ordering::Relaxed);
    }

    /// What a rule of the model excludes.
    pub(super) fn followed(&self, rule: &str, bench: &Bench) -> ctk_suite::lab::Noticed {
        locked(&self.history).followed(rule, bench)
    }

    /// Notifications that came to no inbox, at most a few dozen: a device that gets its callback URL wrong leaves them.
    pub fn strays(&self) -> Vec<Notification> {
        self.callbacks.strays()
    }

    pub(super) fn ms_at(&self, at: Instant) -> u64 {
        u64::try_from(at.saturating_duration_since(self.origin).as_millis()).unwrap_or(u64::MAX)
    }

    /// The address that a control point sends from, where there is one.
    pub(super) fn source(&self, who: ControlPoint) -> Option<IpAddr> {
        match who {
            ControlPoint::First => self.setup.sources[0],
            ControlPoint::Second => self.setup.sources[1],
        }
    }

    /// The local address that the device can reach.
    ///
    /// # Errors
    /// When there is none, or the device is not known yet.
    pub(super) fn local(&self) -> Result<IpAddr, LabError> {
        let device = locked(&self.device).address;
        let fits = |interface: &IpAddr| {
            device.is_none_or(|device| {
                interface.is_ipv4() == device.is_ipv4()
                    && interface.is_loopback() == device.is_loopback()
            })
        };
        if let Some(interface) = self.setup.interface.filter(fits) {
            return Ok(interface);
        }
        let device = device.ok_or_else(|| {
            LabError::Unavailable(
                "the device's address is not known, so there is no address to listen on".to_owned(),
            )
        })?;
        local_towards(device).map_err(LabError::Unavailable)
    }

    /// The local address of the SSDP group.
    ///
    /// # Errors
    /// When there is none.
    pub(super) fn local_v4(&self) -> Result<Ipv4Addr, LabError> {
        match self.local()? {
            IpAddr::V4(local) => Ok(local),
            IpAddr::V6(local) => Err(LabError::Unavailable(format!(
                "the kit speaks SSDP over IPv4, and the way to the device is {local}; give an IPv4 address with --interface"
            ))),
        }
    }

    /// Joins the SSDP group, if that is possible and has not been done.
    fn listen(&self) {
        let mut group = locked(&self.group);
        if group.is_none()
            && let Ok(local) = self.local_v4()
        {
            // Without it, the cases that need it say so.
            *group = Group::join(local, self.origin, &self.others)
                .ok()
                .map(Arc::new);
        }
    }

    /// At the end of a run: asks the upper tester once more who else was at work, if it tells that.
    pub fn ask_who_else(self: &Arc<Self>, within: Duration) {
        if self.others.may_be_asked_for() && !self.is_lost() {
            let ask = Ask::Stimulus {
                name: "capabilities".to_owned(),
                fields: serde_json::json!({}),
            };
            // What it does not answer tells nothing.
            let _ = LiveLab::new(self, "", within).perform(&ask);
        }
    }

    /// The UDNs of the device and of those in it, as far as they are known.
    pub(super) fn udns(&self) -> Vec<String> {
        locked(&self.device).udns.clone()
    }

    /// How many datagrams to the SSDP group were lost here before they could be read.
    pub(super) fn unread(&self) -> u64 {
        let group = locked(&self.group);
        group.as_ref().map_or(0, |group| group.lost().into())
    }

    /// What the SSDP group has heard of the device.
    ///
    /// # Errors
    /// When it could not be joined.
    pub(super) fn heard(&self) -> Result<Vec<(u64, ctk_suite::lab::Datagram)>, LabError> {
        let group = self.joined()?;
        Ok(group.heard_of(&self.udns(), &self.acquaintance))
    }

    fn joined(&self) -> Result<Arc<Group>, LabError> {
        self.listen();
        locked(&self.group).clone().ok_or_else(|| {
            LabError::Unavailable(
                "the SSDP group cannot be joined: is port 1900 taken, or multicast missing?"
                    .to_owned(),
            )
        })
    }
}
