//! All subscriptions of the service: made, renewed, cancelled, and notified of changes.

use std::collections::{BTreeSet, HashMap};
use std::net::Ipv4Addr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use uuid::Uuid;

use super::notify::property_set;
use super::subscription::{KeptConnections, Subscriber, Subscription};
use super::variable;
use crate::defects::{DefectId, Deviations, VariationId};
use crate::service::{Caller, Evented};
use crate::starved;

/// Subscriptions at once; each has a thread.
const MAX_SUBSCRIPTIONS: usize = 128;
/// Of one address: room is left for others.
const MAX_OF_ADDRESS: usize = 96;

#[derive(Default)]
struct Registry {
    by_sid: HashMap<String, Arc<Subscription>>,
    /// SIDs of cancelled subscriptions by their subscriber, for a device that gives them again.
    cancelled: HashMap<String, String>,
    /// Of live subscriptions, and of those that are over but still deliver.
    threads: Vec<(Arc<Subscription>, JoinHandle<()>)>,
}

/// The subscriptions.
pub(crate) struct Subscriptions {
    deviations: Deviations,
    kept: KeptConnections,
    registry: Mutex<Registry>,
}

/// A subscription that was just made.
pub(crate) struct Made {
    pub(crate) sid: String,
    subscription: Arc<Subscription>,
}

impl Made {
    /// Tells that the answer is out, so that the initial event may follow.
    pub(crate) fn answered(&self) {
        self.subscription.answered();
    }
}

/// No room for another subscription.
pub(crate) struct Full;

impl Subscriptions {
    pub(crate) fn new(deviations: Deviations) -> Subscriptions {
        Subscriptions {
            deviations,
            kept: KeptConnections::default(),
            registry: Mutex::default(),
        }
    }

    fn registry(&self) -> MutexGuard<'_, Registry> {
        self.registry.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Makes a subscription. `now` gives the values for its initial event; it is asked while no other event can come
    /// between.
    pub(crate) fn subscribe(
        &self,
        subscriber: Subscriber,
        granted: Duration,
        now: impl FnOnce() -> Vec<(Evented, String)>,
    ) -> Result<Made, Full> {
        let mut registry = self.registry();
        registry.purge();
        let of_peer = registry.by_sid.values();
        let of_peer = of_peer.filter(|one| one.subscriber.peer == subscriber.peer);
        if of_peer.count() >= MAX_OF_ADDRESS
            || registry.by_sid.len() >= MAX_SUBSCRIPTIONS
            || registry.threads.len() >= 2 * MAX_SUBSCRIPTIONS
        {
            return Err(Full);
        }
        let granted = if self.deviations.has(DefectId::SubscriptionSoonSilent) {
            granted.min(Duration::from_secs(3))
        } else {
            granted
        };
        let again = self.deviations.has(DefectId::SidReused);
        let sid = match registry.cancelled.remove(&subscriber.user_agent) {
            Some(sid) if again => sid,
            _ if self.deviations.varies(VariationId::SidInCapitals) => {
                format!("uuid:{}", Uuid::new_v4().to_string().to_ascii_uppercase())
            }
            _ => format!("uuid:{}", Uuid::new_v4()),
        };
        let subscription = Arc::new(Subscription::new(
            sid.clone(),
            subscriber,
            granted,
            self.deviations.clone(),
            self.kept.clone(),
        ));
        if !self.deviations.has(DefectId::InitialEventMissing) {
            // The initial event is never divided: it has all variables.
            self.put(&subscription, &now(), false);
        }
        let delivering = Arc::clone(&subscription);
        let thread = thread::Builder::new()
            .name("gena-delivery".to_owned())
            .spawn(move || delivering.run());
        let thread = starved::given(thread).ok_or(Full)?;
        registry.threads.push((Arc::clone(&subscription), thread));
        registry
            .by_sid
            .insert(sid.clone(), Arc::clone(&subscription));
        Ok(Made { sid, subscription })
    }

    /// Renews; the SID that is now valid, or None for one that is not.
    pub(crate) fn renew(
        &self,
        sid: &str,
        granted: Duration,
        values: &[(Evented, String)],
    ) -> Option<String> {
        let mut registry = self.registry();
        registry.purge();
        if self.deviations.has(DefectId::UnknownSidRenewed) && !registry.by_sid.contains_key(sid) {
            return Some(sid.to_owned());
        }
        let subscription = Arc::clone(registry.by_sid.get(sid)?);
        subscription.renew(granted);
        if self.deviations.has(DefectId::InitialEventAgain) {
            let next = subscription.number(0);
            self.put(&subscription, values, false);
            subscription.number(next);
        }
        if !self.deviations.has(DefectId::SidChangesOnRenewal) {
            return Some(sid.to_owned());
        }
        let renamed = format!("uuid:{}", Uuid::new_v4());
        subscription.rename(&renamed);
        registry.by_sid.remove(sid);
        registry.by_sid.insert(renamed.clone(), subscription);
        Some(renamed)
    }

    /// A subscription in the place of an unknown one.
    pub(crate) fn another(&self, unknown: &str) -> Option<String> {
        let registry = self.registry();
        if registry.by_sid.contains_key(unknown) {
            return None;
        }
        registry.by_sid.keys().min().cloned()
    }

    /// Cancels. False: there is no such subscription.
    pub(crate) fn unsubscribe(&self, sid: &str) -> bool {
        let mut registry = self.registry();
        registry.purge();
        match registry.by_sid.remove(sid) {
            Some(subscription) if self.deviations.has(DefectId::UnsubscribeIgnored) => {
                let kept = format!("{sid} kept");
                registry.by_sid.insert(kept, subscription);
                true
            }
            Some(subscription) => {
                subscription.cancel();
                if self.deviations.has(DefectId::SidReused) {
                    let user_agent = subscription.subscriber.user_agent.clone();
                    registry.cancelled.insert(user_agent, sid.to_owned());
                }
                true
            }
            None => false,
        }
    }

    /// The control point that a caller is, to a device that knows its subscribers alone: the one subscribed from that
    /// address, by user agent when there are several; else nobody in particular.
    pub(crate) fn subscriber(&self, caller: &Caller) -> Caller {
        let mut registry = self.registry();
        registry.purge();
        let here: BTreeSet<&str> = registry
            .by_sid
            .values()
            .map(|one| &one.subscriber)
            .filter(|one| one.peer == caller.address)
            .map(|one| one.user_agent.as_str())
            .collect();
        let own = here
            .get(caller.user_agent.as_str())
            .or_else(|| here.first().filter(|_| here.len() == 1));
        match own {
            Some(user_agent) => Caller {
                address: caller.address,
                user_agent: (*user_agent).to_owned(),
            },
            None => Caller {
                address: Ipv4Addr::UNSPECIFIED.into(),
                user_agent: String::new(),
            },
        }
    }

    /// Queues an event for every subscription that wants any of the variables.
    pub(crate) fn publish(&self, changes: &[(Evented, String)]) {
        let mut registry = self.registry();
        registry.purge();
        let addresses = registry.by_sid.values().filter_map(|one| one.address());
        let only = addresses
            .min()
            .filter(|_| self.deviations.has(DefectId::OneAddressNotified));
        let mut notified: Vec<&str> = Vec::new();
        for subscription in registry.by_sid.values() {
            let user_agent = subscription.subscriber.user_agent.as_str();
            let again = notified.contains(&user_agent);
            if self.deviations.has(DefectId::OneSubscriberNotified) && again
                || only.is_some() && subscription.address() != only
            {
                continue;
            }
            notified.push(user_agent);
            self.put(
                subscription,
                changes,
                self.deviations.varies(VariationId::OneVariableAnEvent),
            );
        }
    }

    fn put(&self, subscription: &Subscription, changes: &[(Evented, String)], one_each: bool) {
        let wanted: Vec<(&str, String)> = changes
            .iter()
            .filter(|(evented, _)| subscription.wants(*evented))
            .map(|(evented, value)| (variable(*evented), value.clone()))
            .collect();
        if wanted.is_empty() {
            return;
        }
        let extra = self
            .deviations
            .has(DefectId::ArgumentTypeEvented)
            .then(|| ("A_ARG_TYPE_MessageID", "1".to_owned()));
        let twice = self
            .deviations
            .has(DefectId::VariableTwice)
            .then(|| wanted[0].clone());
        let wanted: Vec<_> = wanted.into_iter().chain(extra).chain(twice).collect();
        for set in wanted.chunks(if one_each { 1 } else { wanted.len() }) {
            subscription.enqueue(property_set(set, &self.deviations).into());
        }
    }

    /// Ends all of them, without a word to the subscribers (UDA-EVNT-51).
    pub(crate) fn drop_all(&self) {
        let threads = {
            let mut registry = self.registry();
            registry.by_sid.clear();
            std::mem::take(&mut registry.threads)
        };
        for (subscription, _) in &threads {
            subscription.drop_now();
        }
        for (_, thread) in threads {
            let _ended = thread.join();
        }
    }
}

impl Registry {
    /// Forgets what is over.
    fn purge(&mut self) {
        self.by_sid
            .retain(|_, subscription| !subscription.is_over());
        self.threads.retain(|(_, thread)| !thread.is_finished());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_subscription_ends_with_its_time() {
        let subscriptions = Subscriptions::new(Deviations::default());
        let subscriber = || Subscriber {
            callbacks: Vec::new(),
            only: None,
            user_agent: String::new(),
            peer: Ipv4Addr::LOCALHOST.into(),
            old_http: false,
        };
        let hour = Duration::from_secs(3600);
        let subscribe = |granted| subscriptions.subscribe(subscriber(), granted, Vec::new);
        let (Ok(over), Ok(lasting)) = (subscribe(Duration::ZERO), subscribe(hour)) else {
            panic!("there is room for two");
        };
        assert_eq!(subscriptions.renew(&over.sid, hour, &[]), None);
        assert!(!subscriptions.unsubscribe(&over.sid));
        assert_eq!(
            subscriptions.renew(&lasting.sid, hour, &[]),
            Some(lasting.sid.clone())
        );
        subscriptions.drop_all();
    }
}
