//! What is seen of a fleet while it is judged: one view for all its devices, on standard error.

use std::io::IsTerminal;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use ctk_record::{CaseResult, Verdict};
use ctk_reports::visible::Shown;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::output::progress::Spectator;
use crate::output::screen;

/// The devices at work that a line names.
const NAMED: usize = 4;

/// The view of a fleet.
#[derive(Debug)]
pub struct View {
    bar: Option<ProgressBar>,
    quiet: bool,
    devices: usize,
    at_work: Mutex<Vec<String>>,
    over: AtomicUsize,
    cases: AtomicUsize,
    failed: AtomicUsize,
}

impl View {
    /// Of so many devices.
    pub fn new(devices: usize, quiet: bool) -> Arc<Self> {
        let bar = (!quiet && std::io::stderr().is_terminal()).then(|| {
            let target = ProgressDrawTarget::stderr();
            let bar = ProgressBar::with_draw_target(Some(devices as u64), target);
            if let Ok(style) = ProgressStyle::with_template("{bar:30} {pos}/{len} devices {msg}") {
                bar.set_style(style);
            }
            bar
        });
        Arc::new(Self {
            bar,
            quiet,
            devices,
            at_work: Mutex::default(),
            over: AtomicUsize::new(0),
            cases: AtomicUsize::new(0),
            failed: AtomicUsize::new(0),
        })
    }

    fn names(&self) -> MutexGuard<'_, Vec<String>> {
        self.at_work.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A device is judged from here on; who watches its run.
    pub fn begins(self: &Arc<Self>, name: &str) -> Arc<dyn Spectator> {
        self.names().push(name.to_owned());
        self.refresh();
        Arc::new(Watcher {
            view: Arc::clone(self),
            name: name.to_owned(),
        })
    }

    /// A device is through.
    pub fn ends(&self, name: &str, word: &str) {
        self.names().retain(|known| known != name);
        let over = self.over.fetch_add(1, Ordering::Relaxed) + 1;
        if let Some(bar) = &self.bar {
            bar.set_position(over as u64);
        }
        self.refresh();
        self.say(&format!("[{over}/{}] {name}: {word}", self.devices));
    }

    /// Says a line.
    pub fn say(&self, line: &str) {
        let line = Shown::line(line);
        match &self.bar {
            _ if self.quiet => {}
            Some(bar) => bar.suspend(|| screen::say(&line)),
            None => screen::say(&line),
        }
    }

    /// Nothing more will come.
    pub fn end(&self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }

    fn refresh(&self) {
        let Some(bar) = &self.bar else {
            return;
        };
        let names = self.names();
        let more = names.len().saturating_sub(NAMED);
        let more = if more > 0 {
            format!(" and {more} more")
        } else {
            String::new()
        };
        let named: Vec<&str> = names.iter().take(NAMED).map(String::as_str).collect();
        let (cases, failed) = (&self.cases, &self.failed);
        let message = format!(
            "{} cases, {} failed; at work: {}{more}",
            cases.load(Ordering::Relaxed),
            failed.load(Ordering::Relaxed),
            named.join(", ")
        );
        bar.set_message(Shown::line(&message).to_string());
    }
}

/// Who watches the run of one device.
#[derive(Debug)]
struct Watcher {
    view: Arc<View>,
    name: String,
}

impl Spectator for Watcher {
    fn planned(&self, _cases: usize) {}

    fn finished(&self, result: &CaseResult) {
        let view = &self.view;
        view.cases.fetch_add(1, Ordering::Relaxed);
        if matches!(result.verdict, Verdict::Fail | Verdict::Error) {
            view.failed.fetch_add(1, Ordering::Relaxed);
            let word = if result.verdict == Verdict::Fail {
                "FAIL"
            } else {
                "ERROR"
            };
            view.say(&format!(
                "{}: {word} {}: {}",
                self.name, result.case, result.reason
            ));
        }
        view.refresh();
    }
}
