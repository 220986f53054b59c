//! What the device does after it has answered: delivering messages, running transfers.

use std::sync::atomic::Ordering;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Weak};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use super::Service;
use super::effects::{Job, SessionEvent, TransferJob};
use super::transfer;
use crate::defects::VariationId;
use crate::starved;

/// How long the telephone network takes to deliver a message.
const DELIVERY: Duration = Duration::from_millis(5);
/// How long a slow one takes.
const SLOW_DELIVERY: Duration = Duration::from_millis(1500);
/// Threads of transfers, those that were stopped and have not noticed yet included.
const MOST_THREADS: usize = 128;

/// A message on its way.
pub(super) struct Delivery {
    message_id: String,
    due: Instant,
}

/// Starts the thread that delivers messages in their order, until its sender is gone.
pub(super) fn start(service: Weak<Service>) -> std::io::Result<(Sender<Delivery>, JoinHandle<()>)> {
    let (sender, receiver) = channel();
    let thread = std::thread::Builder::new()
        .name("delivery".to_owned())
        .spawn(move || deliver_all(&service, &receiver))?;
    Ok((sender, thread))
}

fn deliver_all(service: &Weak<Service>, deliveries: &Receiver<Delivery>) {
    while let Ok(delivery) = deliveries.recv() {
        std::thread::sleep(delivery.due.saturating_duration_since(Instant::now()));
        let Some(service) = service.upgrade() else {
            return;
        };
        service.with(|store| {
            if !store.hold_outgoing {
                store.deliver(&delivery.message_id);
            }
        });
    }
}

impl Service {
    /// Starts what an action or stimulus has left to do.
    pub(super) fn start_job(&self, job: Job) {
        match job {
            Job::Deliver(message_id) => {
                let slow = self.setup.deviations.varies(VariationId::DeliveriesDelayed);
                let time = if slow { SLOW_DELIVERY } else { DELIVERY };
                let delivery = Delivery {
                    message_id,
                    due: Instant::now() + time,
                };
                let sender = self.lock_deliveries();
                if let Some(sender) = sender.as_ref() {
                    // The thread is gone only when the device shuts down.
                    let _ = sender.send(delivery);
                }
            }
            Job::Transfer(job) => self.start_transfer(job),
        }
    }

    fn start_transfer(&self, job: TransferJob) {
        let session_id = job.session_id.clone();
        let running = Running::count(&self.threads);
        let started = match (running, self.myself.upgrade()) {
            (Some(running), Some(service)) => {
                let thread = std::thread::Builder::new()
                    .name("file-transfer".to_owned())
                    .spawn(move || {
                        transfer::run(&service, &job);
                        drop(running);
                    });
                starved::given(thread).is_some()
            }
            _ => false,
        };
        if !started {
            self.with(|store| store.end_transfer(&session_id, SessionEvent::DownloadFailed));
        }
    }
}

/// One thread among a bounded number; counts itself out at its end.
struct Running(Arc<std::sync::atomic::AtomicUsize>);

impl Running {
    fn count(threads: &Arc<std::sync::atomic::AtomicUsize>) -> Option<Self> {
        let count = |now: usize| (now < MOST_THREADS).then_some(now + 1);
        threads
            .fetch_update(Ordering::SeqCst, Ordering::SeqCst, count)
            .ok()
            .map(|_| Running(threads.clone()))
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
}
