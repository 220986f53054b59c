//! The workers of a run, and the run.

use std::sync::atomic::Ordering;
use std::sync::{Arc, PoisonError};
use std::time::Duration;

use ctk_vectors::messaging_2::action;

use super::driver::{Driver, Exchange};
use super::investigate::Shown;
use super::planner::Planner;
use super::shared::Fuzzer;
use super::standing::establish;
use super::summary::Summary;
use super::trial::{Lost, cut_off, loss, slowness};
use crate::call::Call;
use crate::finding::Symptom;
use crate::grammar::Seeds;
use crate::history::Answered;
use crate::oracle::Known;
use crate::sequence::Sequence;
use crate::wire::Wire;

/// Documents of the device that are kept as seeds, a worker.
const RETURNED: usize = 200;
/// Bytes of a request that is kept for mutation.
const LARGEST_KEPT: usize = 16 * 1024;
/// Subscriptions that are given up again.
const SUBSCRIPTIONS: usize = 128;
/// What stands is looked after when so many requests have been sent.
const UPKEEP: u64 = 200;

/// Runs: a worker a wire. `tick` hears of the run about once a second, from the first worker.
pub fn run(
    fuzzer: &Fuzzer<'_>,
    wires: Vec<Box<dyn Wire + Send>>,
    seeds: &(dyn Fn() -> Seeds + Sync),
    tick: &(dyn Fn(&Summary) + Sync),
) -> Summary {
    fuzzer.first_look();
    std::thread::scope(|scope| {
        for (number, mut wire) in wires.into_iter().enumerate() {
            scope.spawn(move || {
                let mut worker = Worker {
                    fuzzer,
                    number,
                    planner: Planner::new(
                        (fuzzer.options.seed.wrapping_mul(1000))
                            .wrapping_add(number as u64)
                            .wrapping_add(
                                fuzzer.options.stream.wrapping_mul(0x9e37_79b9_7f4a_7c15),
                            ),
                        seeds(),
                    ),
                    returned: 0,
                };
                let mut driver = Driver {
                    wire: &mut *wire,
                    bench: fuzzer.bench,
                    subject: &fuzzer.subject,
                    standing: fuzzer.standing(),
                    patience: fuzzer.options.patience,
                    serials: &fuzzer.serials,
                    known: Known::default(),
                };
                worker.work(&mut driver, tick);
            });
        }
    });
    fuzzer.summary()
}

struct Worker<'f> {
    fuzzer: &'f Fuzzer<'f>,
    number: usize,
    planner: Planner,
    returned: usize,
}

impl Worker<'_> {
    fn work(&mut self, driver: &mut Driver<'_>, tick: &(dyn Fn(&Summary) + Sync)) {
        let fuzzer = self.fuzzer;
        let first = self.number == 0;
        let mut looked = fuzzer.sent();
        let mut ticked = Duration::ZERO;
        while !fuzzer.is_over() {
            let sequence = self.plan();
            let shown = self.send(&sequence, driver);
            for shown in &shown {
                self.alone(|| fuzzer.look_into(shown, driver));
                if fuzzer.lost.load(Ordering::Relaxed) {
                    return;
                }
            }
            if first && fuzzer.sent() >= looked + UPKEEP {
                let more = fuzzer.upkeep(driver, &sequence);
                looked = fuzzer.sent();
                for shown in &more {
                    self.alone(|| fuzzer.look_into(shown, driver));
                }
            }
            if first {
                let now = fuzzer.bench.now();
                if now.saturating_sub(ticked) >= Duration::from_secs(1) {
                    ticked = now;
                    fuzzer.note_point();
                    tick(&fuzzer.summary());
                }
            }
            self.keep_rate();
        }
        if first {
            let more = fuzzer.upkeep(driver, &Arc::new(Sequence::default()));
            self.alone(|| {
                for shown in &more {
                    fuzzer.look_into(shown, driver);
                }
                if fuzzer.subject.policy.bench {
                    establish(driver);
                    let reset = ctk_vectors::stimulus::RESET;
                    fuzzer.bench.stimulate(reset, &serde_json::json!({}));
                }
            });
        }
    }

    fn alone<T>(&self, work: impl FnOnce() -> T) -> T {
        let gate = self.fuzzer.gate.write();
        let _held = gate.unwrap_or_else(PoisonError::into_inner);
        work()
    }

    fn plan(&mut self) -> Arc<Sequence> {
        let fuzzer = self.fuzzer;
        let mut sequence = Sequence::default();
        for _ in 0..9 {
            let mut state = fuzzer.state();
            if let Some(first) = state.first.pop() {
                return Arc::new(first);
            }
            let before = self.planner.choose(state.feedback.kept());
            // Planning takes its time: the others need not wait for it.
            drop(state);
            sequence = self.planner.next(&fuzzer.subject, before.as_deref());
            if !self.is_avoided(&sequence) {
                break;
            }
        }
        Arc::new(sequence)
    }

    /// Whether it does what took the device before.
    fn is_avoided(&self, sequence: &Sequence) -> bool {
        let state = self.fuzzer.state();
        !state.avoided.is_empty()
            && sequence.steps.iter().any(|step| {
                step.request()
                    .is_some_and(|request| !request.label.is_empty())
                    && state.avoided.contains(&step.name())
            })
    }

    /// Sends a sequence and notes what comes; what showed.
    fn send(&mut self, sequence: &Arc<Sequence>, driver: &mut Driver<'_>) -> Vec<Shown> {
        let fuzzer = self.fuzzer;
        let shared =
            (!sequence.alone).then(|| fuzzer.gate.read().unwrap_or_else(PoisonError::into_inner));
        let alone = sequence
            .alone
            .then(|| fuzzer.gate.write().unwrap_or_else(PoisonError::into_inner));
        driver.standing = fuzzer.standing();
        let epoch = fuzzer.epoch.load(Ordering::SeqCst);
        fuzzer.state().history.begins(sequence);
        let mut shown = Vec::new();
        let mut lost = None;
        let mut serial = 0;
        let mut show = |symptom: Symptom, serial: u64, took: Duration| {
            shown.push(Shown {
                symptom,
                sequence: (**sequence).clone(),
                serial,
                epoch,
                took,
            });
        };
        driver.run(sequence, &mut |exchange| {
            serial = exchange.bindings.serial;
            for symptom in &exchange.judged.symptoms {
                show(symptom.clone(), serial, exchange.took);
            }
            if let Some(slow) = self.note(exchange, sequence) {
                show(slow, serial, exchange.took);
            }
            // What need not be answered is a reason to look only when the device may be gone.
            if cut_off(exchange) {
                lost = Some(Lost::of(exchange));
            }
            lost.is_none()
        });
        if let Some(lost) = lost
            && let Some(symptom) = loss(driver, &lost)
        {
            show(symptom, serial, Duration::ZERO);
        }
        drop(shared);
        drop(alone);
        shown
    }

    /// Counts an exchange, keeps what is new, and says whether it was slow.
    fn note(&mut self, exchange: &Exchange<'_>, sequence: &Arc<Sequence>) -> Option<Symptom> {
        let request = exchange.request;
        let meaning = &exchange.judged.meaning;
        let before = exchange.bindings.state;
        let mut state = self.fuzzer.state();
        let state = &mut *state;
        state.since_reset += 1;
        state.coverage.count(
            request.subject(),
            before,
            meaning.status,
            meaning.code,
            meaning.success,
        );
        if request.call().is_some() {
            state.coverage.control += 1;
            state.coverage.reached += u64::from(request.reaches_parser());
        }
        let serial = exchange.bindings.serial;
        if request.subject() == action::START_FILE_TRANSFER
            || request.method == "SUBSCRIBE"
            || exchange.names_canary()
        {
            state.history.answered(Answered {
                serial,
                subject: request.title(),
                refused: meaning.status > 0 && !meaning.success,
                sequence: Arc::clone(sequence),
            });
        }
        if let Some(sid) = &meaning.sid
            && state.subscriptions.len() < SUBSCRIPTIONS
        {
            state.subscriptions.push(sid.clone());
        }
        if request.method == "UNSUBSCRIBE" && meaning.success {
            let given_up = exchange.bindings.subscription.as_ref();
            state.subscriptions.retain(|sid| Some(sid) != given_up);
        }
        let usual = state.latency.usual();
        if state
            .feedback
            .is_new(request.subject(), before, meaning, exchange.took, usual)
        {
            let at = usize::try_from(serial).unwrap_or(0);
            // What is large is made again rather than kept.
            if exchange.sent.len() <= LARGEST_KEPT {
                state.feedback.keep(sequence, serial, at);
            }
            self.learn(exchange);
        }
        exchange.came.response()?;
        let bytes = request.call().map_or(0, Call::value_bytes);
        state.latency.note(exchange.took);
        let most = state.latency.threshold(bytes);
        (exchange.took > most).then(|| slowness(exchange, most))
    }

    /// What the device returned is spliced into what is sent later.
    fn learn(&mut self, exchange: &Exchange<'_>) {
        for (_, value) in &exchange.judged.meaning.outputs {
            let root = value.split_once(":message ").map(|_| "message");
            if let Some(root) = root
                && self.returned < RETURNED
            {
                self.returned += 1;
                self.planner.seeds.add(root, value);
            }
        }
    }

    /// `--rate`.
    #[expect(clippy::cast_precision_loss, reason = "a rate need not be exact")]
    fn keep_rate(&self) {
        let Some(rate) = self.fuzzer.options.rate.filter(|rate| *rate > 0.0) else {
            return;
        };
        let due = Duration::from_secs_f64(self.fuzzer.sent() as f64 / rate);
        let spent = self.fuzzer.bench.now().saturating_sub(self.fuzzer.began);
        let ahead = due.saturating_sub(spent);
        if !ahead.is_zero() {
            self.fuzzer.bench.sleep(ahead.min(Duration::from_secs(1)));
        }
    }
}
