//! A running device: its parts put together, and taken apart again.

use std::io;
use std::net::{IpAddr, Ipv4Addr, SocketAddr, TcpListener};
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use thiserror::Error;

use crate::config::Config;
use crate::defects::{DefectId, Deviations, VariationId};
use crate::net::documents::Documents;
use crate::net::exchange::{Handler, Timeouts};
use crate::net::gena::{EVENTED, Moderator, Publisher, Signals, Subscriptions, variable};
use crate::net::identity::Identity;
use crate::net::planted::Planted;
use crate::net::resources::{DESCRIPTION_PATH, Resources};
use crate::net::response::ResponseHeaders;
use crate::net::server::HttpServer;
use crate::net::soap::Control;
use crate::net::ssdp::{Advertiser, Announcer};
use crate::net::upper_tester::{BASE_PATH, Testers, UpperTester};
use crate::service::{Evented, ItemError, Service, Setup};

mod places;

use places::{Elsewhere, interface, listen, reachable, url};

/// How long a device keeps an idle connection that does not keep them long.
const SHORT_IDLE: Duration = Duration::from_secs(1);

/// Why a device did not start.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum StartError {
    /// The items it shall lack leave no device.
    #[error("cannot make such a device")]
    Items(#[from] ItemError),
    /// A port could not be opened.
    #[error(
        "cannot listen on {address} for the {what}; choose another address or port, or 0 for any port"
    )]
    Listen {
        /// What it was for.
        what: &'static str,
        /// The address and port asked for.
        address: SocketAddr,
        /// The system's reason.
        source: io::Error,
    },
    /// Discovery could not be opened.
    #[error(
        "cannot join discovery (239.255.255.250, UDP port 1900) on {interface}; start it without discovery, or name another interface"
    )]
    Discovery {
        /// The interface's address.
        interface: Ipv4Addr,
        /// The system's reason.
        source: io::Error,
    },
    /// Discovery was wanted on an IPv6 address.
    #[error(
        "discovery needs IPv4, but the device binds {0}; name an IPv4 interface, or start it without discovery"
    )]
    NotIpv4(IpAddr),
    /// The system gives no more threads.
    #[error("cannot start the threads of the device")]
    Threads(#[source] io::Error),
}

/// A running device; stops when dropped.
pub struct Device {
    description_url: String,
    upper_tester_url: String,
    udn: String,
    http: Arc<Mutex<Option<HttpServer>>>,
    upper_tester: HttpServer,
    spare: Option<HttpServer>,
    moderator: Moderator,
    subscriptions: Arc<Subscriptions>,
    advertiser: Option<Arc<Mutex<Advertiser>>>,
    service: Arc<Service>,
    planted: Arc<Planted>,
}

impl Device {
    /// Starts a device; when this returns it listens.
    ///
    /// # Errors
    /// When the configuration leaves no device, or ports, discovery or threads are refused.
    pub fn start(config: Config) -> Result<Device, StartError> {
        let parts = Parts::new(&config)?;
        let listener = listen(config.bind, config.port, "device")?;
        let tester_listener = listen(config.bind, config.upper_tester_port, "upper tester")?;
        let interface = interface(&config);
        let host = reachable(config.bind, interface);
        let description_url = url(host, &listener, DESCRIPTION_PATH)?;
        let upper_tester_url = url(host, &tester_listener, BASE_PATH)?;
        let moderator = parts.moderator()?;
        let deviations = parts.deviations.clone();
        let http = parts.serve(listener, Arc::new(parts.resources()), deviations)?;
        let http = Arc::new(Mutex::new(Some(http)));
        let (spare, elsewhere) = parts.spare(&config, host, &http)?;
        let advertiser = if config.ssdp {
            let interface = interface.ok_or(StartError::NotIpv4(config.bind))?;
            Some(parts.advertiser(&description_url, interface)?)
        } else {
            None
        };
        // The upper tester is no part of the device: no deviation touches its answers.
        let tester = Arc::new(parts.upper_tester(advertiser.clone(), elsewhere));
        let upper_tester = parts.serve(tester_listener, tester, Deviations::default())?;
        Ok(Device {
            description_url,
            upper_tester_url,
            udn: parts.identity.udn.clone(),
            http,
            upper_tester,
            spare,
            moderator,
            subscriptions: parts.subscriptions,
            advertiser,
            service: parts.service,
            planted: parts.planted,
        })
    }

    /// The URL of the device description.
    pub fn description_url(&self) -> &str {
        &self.description_url
    }

    /// The URL that stimuli are posted under.
    pub fn upper_tester_url(&self) -> &str {
        &self.upper_tester_url
    }

    /// `uuid:` and the UUID.
    pub fn udn(&self) -> &str {
        &self.udn
    }

    /// Leaves the network in order and ends every thread.
    pub fn stop(self) {
        drop(self);
    }
}

/// What a device is put together from, before it listens.
struct Parts {
    deviations: Deviations,
    setup: Setup,
    identity: Arc<Identity>,
    documents: Documents,
    signals: Signals,
    service: Arc<Service>,
    subscriptions: Arc<Subscriptions>,
    planted: Arc<Planted>,
    /// The evented variables that this device has.
    evented: Vec<Evented>,
}

impl Parts {
    fn new(config: &Config) -> Result<Parts, StartError> {
        let deviations = Deviations::new(
            config.defects.iter().copied(),
            config.variations.iter().copied(),
        )
        .and_planted(&config.planted);
        let mut setup = Setup::new(
            &config.without,
            deviations.clone(),
            config.friendly_name.clone(),
        )?;
        setup.follow_hosts = config.follow_hosts;
        let udn = if deviations.has(DefectId::UuidOfOtherForm) {
            format!("uuid:telephone-{}", config.uuid().simple())
        } else {
            format!("uuid:{}", config.uuid())
        };
        let udn = spelled(udn, &deviations);
        let identity = Arc::new(Identity::new(config.uda, udn, config.friendly_name.clone()));
        let documents = Documents::new(&identity, &setup, &deviations);
        let signals = Signals::default();
        let raised = signals.clone();
        let service = Service::new(
            setup.clone(),
            Box::new(move |evented| raised.raise(evented)),
        );
        let evented = EVENTED
            .into_iter()
            .filter(|one| setup.declares(variable(*one)))
            .collect();
        let subscriptions = Arc::new(Subscriptions::new(deviations.clone()));
        Ok(Parts {
            planted: Arc::new(Planted::new(
                &config.planted,
                Arc::clone(&service),
                Arc::clone(&subscriptions),
                Arc::clone(&identity),
            )),
            subscriptions,
            deviations,
            setup,
            identity,
            documents,
            signals,
            service,
            evented,
        })
    }

    fn moderator(&self) -> Result<Moderator, StartError> {
        Moderator::start(
            self.signals.clone(),
            Arc::clone(&self.service),
            Arc::clone(&self.subscriptions),
            self.evented.clone(),
            &self.deviations,
        )
        .map_err(StartError::Threads)
    }

    fn resources(&self) -> Resources {
        Resources {
            description: self.documents.description.clone(),
            scpd: self.documents.scpd.clone(),
            second: self.documents.second.clone(),
            exhausted: AtomicBool::new(false),
            control: Control {
                uda: self.identity.uda,
                deviations: self.deviations.clone(),
                setup: self.setup.clone(),
                service: Arc::clone(&self.service),
                subscriptions: Arc::clone(&self.subscriptions),
                planted: Arc::clone(&self.planted),
            },
            publisher: Publisher {
                uda: self.identity.uda,
                deviations: self.deviations.clone(),
                follow_hosts: self.setup.follow_hosts,
                service: Arc::clone(&self.service),
                subscriptions: Arc::clone(&self.subscriptions),
                evented: self.evented.clone(),
            },
            deviations: self.deviations.clone(),
        }
    }

    fn serve(
        &self,
        listener: TcpListener,
        handler: Arc<dyn Handler>,
        deviations: Deviations,
    ) -> Result<HttpServer, StartError> {
        let response_headers = ResponseHeaders {
            server: self.identity.server(),
            deviations,
        };
        let mut timeouts = Timeouts::default();
        if response_headers
            .deviations
            .varies(VariationId::IdleConnectionsClosed)
        {
            timeouts.idle = SHORT_IDLE;
        }
        HttpServer::start(listener, handler, response_headers, timeouts)
            .map_err(StartError::Threads)
    }

    fn advertiser(
        &self,
        location: &str,
        interface: Ipv4Addr,
    ) -> Result<Arc<Mutex<Advertiser>>, StartError> {
        let announcer = Announcer {
            identity: Arc::clone(&self.identity),
            location: location.to_owned(),
            config_id: self.documents.config_id,
            deviations: self.deviations.clone(),
            search_port: None,
            planted: Some(Arc::clone(&self.planted)),
        };
        Advertiser::start(announcer, interface)
            .map(|advertiser| Arc::new(Mutex::new(advertiser)))
            .map_err(|source| StartError::Discovery { interface, source })
    }

    /// A second server at another port, which is all that is left after a restart, where the device comes back elsewhere.
    fn spare(
        &self,
        config: &Config,
        host: IpAddr,
        http: &Arc<Mutex<Option<HttpServer>>>,
    ) -> Result<(Option<HttpServer>, Option<Elsewhere>), StartError> {
        if !self.deviations.varies(VariationId::ComesBackElsewhere) {
            return Ok((None, None));
        }
        let listener = listen(config.bind, 0, "device")?;
        let location = url(host, &listener, DESCRIPTION_PATH)?;
        let handler = Arc::new(self.resources());
        let spare = self.serve(listener, handler, self.deviations.clone())?;
        let first = Arc::clone(http);
        Ok((Some(spare), Some(Elsewhere { first, location })))
    }

    fn upper_tester(
        &self,
        advertiser: Option<Arc<Mutex<Advertiser>>>,
        elsewhere: Option<Elsewhere>,
    ) -> UpperTester {
        let subscriptions = Arc::clone(&self.subscriptions);
        let identity = Arc::clone(&self.identity);
        let service = Arc::clone(&self.service);
        UpperTester {
            testers: Testers::default(),
            service: Arc::clone(&self.service),
            restart: Box::new(move || {
                subscriptions.drop_all();
                service.restarted();
                let location = elsewhere.as_ref().map(Elsewhere::leave);
                match &advertiser {
                    Some(advertiser) => lock(advertiser).restart(location),
                    None => identity.boot_again(),
                }
            }),
        }
    }
}

impl Drop for Device {
    fn drop(&mut self) {
        // All are asked to stop before any is waited for.
        self.planted.stop();
        let http = lock(&self.http).take();
        let servers = http.iter().chain(&self.spare);
        servers.for_each(HttpServer::request_stop);
        self.upper_tester.stop();
        if let Some(advertiser) = &self.advertiser {
            lock(advertiser).stop();
        }
        drop(http);
        self.spare = None;
        self.moderator.stop();
        self.subscriptions.drop_all();
        self.service.shutdown();
    }
}

/// The UDN with its hexadecimal digits as the device writes them.
fn spelled(udn: String, deviations: &Deviations) -> String {
    let capital = |at: usize| {
        deviations.varies(VariationId::UdnInCapitals)
            || deviations.varies(VariationId::UdnCasesDiffer)
            || at.is_multiple_of(2) && deviations.varies(VariationId::UdnInMixedCase)
    };
    let Some(uuid) = udn.strip_prefix("uuid:") else {
        return udn;
    };
    let spelled = uuid.char_indices().map(|(at, c)| match c {
        'a'..='f' if capital(at) => c.to_ascii_uppercase(),
        c => c,
    });
    format!("uuid:{}", spelled.collect::<String>())
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
