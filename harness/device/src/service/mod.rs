//! The service half of the reference device: Messaging:2 from its actions to its memory, and the
//! upper tester's hands on its far side. Nothing in here knows SOAP, GENA or SSDP.

mod actions;
mod caller;
mod deep;
mod defects_events;
mod defects_messages;
mod defects_sessions;
mod delivery;
mod documents;
mod effects;
mod events;
mod fault;
mod glimpse;
mod message;
pub mod readers;
mod session;
mod setup;
mod shelf;
mod stimuli;
mod store;
mod transfer;
mod values;

pub use caller::Caller;
pub use effects::Evented;
pub use fault::Fault;
pub use setup::{
    FILE_TRANSFER_ACTIONS, Item, ItemError, PAGE_ACTIONS, REQUIRED_ACTIONS, SESSION_ACTIONS, Setup,
};
pub use stimuli::STIMULI;
pub use values::{MessageClass, MessageFolder, MessageStatus, SessionClass, SessionStatus};

use std::sync::atomic::AtomicUsize;
use std::sync::mpsc::Sender;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::thread::JoinHandle;

use crate::defects::{DefectId, VariationId};
use actions::Arguments;
use delivery::Delivery;
use store::Store;

/// The Messaging service of one device.
pub struct Service {
    setup: Setup,
    store: Mutex<Store>,
    notify: Box<dyn Fn(Evented) + Send + Sync>,
    deliveries: Mutex<Option<Sender<Delivery>>>,
    delivering: Mutex<Option<JoinHandle<()>>>,
    threads: Arc<AtomicUsize>,
    myself: Weak<Service>,
}

impl Service {
    /// Starts the service. `notify` hears, on any thread, that a variable has something to event;
    /// [`Service::collect`] gives it.
    pub fn new(setup: Setup, notify: Box<dyn Fn(Evented) + Send + Sync>) -> Arc<Service> {
        let service = Arc::new_cyclic(|myself| Service {
            store: Mutex::new(Store::new(setup.clone())),
            setup,
            notify,
            deliveries: Mutex::new(None),
            delivering: Mutex::new(None),
            threads: Arc::default(),
            myself: myself.clone(),
        });
        // Without the thread messages stay in Outgoing, as with a telephone network out of order.
        if let Ok((sender, thread)) = delivery::start(Arc::downgrade(&service)) {
            *service.lock_deliveries() = Some(sender);
            *lock(&service.delivering) = Some(thread);
        }
        service
    }

    /// What the device has and lacks.
    pub fn setup(&self) -> &Setup {
        &self.setup
    }

    /// Whether the device has the action.
    pub fn implements(&self, action: &str) -> bool {
        self.setup.implements(action)
    }

    /// Invokes an action. The arguments are those of its table, in order; what they mean is checked
    /// here.
    ///
    /// # Errors
    /// The fault to answer: 606 first, then those of the action's own table, 402, 501, 603 and 605.
    pub fn invoke(
        &self,
        caller: &Caller,
        action: &str,
        arguments: &[(String, String)],
    ) -> Result<Vec<(String, String)>, Fault> {
        if action == "SendMessage" && self.varies(VariationId::AttachmentsFetchedFirst) {
            self.fetch_attachments(caller, &Arguments(arguments))?;
        }
        self.with(|store| store.run(caller, action, &Arguments(arguments)))
    }

    /// Does what the upper tester asks for, and gives its answer (`status` and what goes with it).
    pub fn stimulate(&self, name: &str, fields: serde_json::Value) -> serde_json::Value {
        self.with(|store| store.stimulate(name, &fields))
    }

    /// The present value of an evented variable, for an initial event: all messages not read yet; the
    /// last events of every active session.
    pub fn value_now(&self, variable: Evented) -> String {
        if self.has(DefectId::InitialEventBlank) {
            return String::new();
        }
        if self.has(DefectId::InitialEventOutdated) {
            return self.with(|store| store.nothing_new(variable));
        }
        self.with(|store| match variable {
            Evented::NewMessages => store.initial_new_messages(),
            Evented::SessionUpdates => store.session_updates(),
        })
    }

    /// The event that is due now: everything since the last call; none when nothing has changed.
    pub fn collect(&self, variable: Evented) -> Option<String> {
        self.with(|store| store.collect(variable))
    }

    /// Ends deliveries and transfers. The service still answers afterwards, and delivers nothing more.
    pub fn shutdown(&self) {
        self.with(Store::stop_transfers);
        self.lock_deliveries().take();
        let thread = lock(&self.delivering).take();
        if let Some(thread) = thread.filter(|one| one.thread().id() != std::thread::current().id())
        {
            // A panic on that thread has been reported by its own message.
            let _ = thread.join();
        }
    }

    fn has(&self, defect: DefectId) -> bool {
        self.setup.deviations.has(defect)
    }

    fn varies(&self, variation: VariationId) -> bool {
        self.setup.deviations.varies(variation)
    }

    /// an attachment that is nowhere to be fetched makes a message invalid.
    fn fetch_attachments(&self, caller: &Caller, arguments: &Arguments<'_>) -> Result<(), Fault> {
        let reach = transfer::Reach::of(caller, &self.setup);
        let message = documents::read_message(arguments.get("MessageToSend"));
        let unauthorized = self.with(|store| !store.authorized);
        let attachments = match message {
            Ok(message) if !unauthorized => message.attachments,
            // Refused for another reason, which the action itself finds.
            _ => return Ok(()),
        };
        if attachments
            .iter()
            .all(|one| transfer::is_there(&one.uri, reach))
        {
            Ok(())
        } else {
            Err(Fault::new(Fault::MESSAGE))
        }
    }

    fn lock_deliveries(&self) -> MutexGuard<'_, Option<Sender<Delivery>>> {
        lock(&self.deliveries)
    }

    /// Works on the store, and when it is free again starts what came of it and tells of changes.
    fn with<T>(&self, work: impl FnOnce(&mut Store) -> T) -> T {
        let (result, jobs, changed) = {
            let mut store = lock(&self.store);
            store.forget_stale();
            let result = work(&mut store);
            let jobs = std::mem::take(&mut store.jobs);
            (result, jobs, std::mem::take(&mut store.news.changed))
        };
        for job in jobs {
            self.start_job(job);
        }
        for variable in changed {
            (self.notify)(variable);
        }
        result
    }
}

/// A lock that a panic elsewhere does not poison: every change of the store is complete in itself.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests;
