//! What the user sees while a run goes on: a bar on a terminal, plain lines without one. Always on standard error.

use std::fmt::Debug;
use std::io::IsTerminal;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use super::args::OutputArgs;
use super::screen;
use anstyle::{AnsiColor, Style};
use ctk_record::{CaseResult, Verdict};
use ctk_reports::visible::Shown;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// Who watches a run that is one of many, instead of the terminal.
pub trait Spectator: Debug + Send + Sync {
    /// So many cases were planned.
    fn planned(&self, cases: usize);
    /// A case has ended.
    fn finished(&self, result: &CaseResult);
}

/// The progress of a run.
pub struct Progress {
    bar: Option<ProgressBar>,
    total: AtomicUsize,
    quiet: bool,
    verbose: bool,
    done: Mutex<Done>,
    spectator: Option<Arc<dyn Spectator>>,
}

#[derive(Default)]
struct Done {
    cases: usize,
    failed: usize,
}

impl Progress {
    /// For so many cases.
    pub fn new(total: usize, quiet: bool, verbose: bool) -> Self {
        let bar = (!quiet && std::io::stderr().is_terminal()).then(|| {
            let bar =
                ProgressBar::with_draw_target(Some(total as u64), ProgressDrawTarget::stderr());
            if let Ok(style) = ProgressStyle::with_template("{bar:30} {pos}/{len} {msg}") {
                bar.set_style(style);
            }
            bar
        });
        Self {
            bar,
            total: AtomicUsize::new(total),
            quiet,
            verbose,
            done: Mutex::default(),
            spectator: None,
        }
    }

    /// For so many cases, shown as the command line says.
    pub fn of(total: usize, args: &OutputArgs) -> Self {
        let quiet = args.quiet || args.spectator.is_some();
        Self {
            spectator: args.spectator.clone(),
            ..Self::new(total, quiet, args.verbose > 0)
        }
    }

    /// So many cases were planned in the end.
    pub fn expects(&self, total: usize) {
        self.total.store(total, Ordering::Relaxed);
        if let Some(spectator) = &self.spectator {
            spectator.planned(total);
        }
        if let Some(bar) = &self.bar {
            bar.set_length(total as u64);
        }
    }

    /// A sentence that belongs to no case.
    pub fn say(&self, text: &str) {
        if !self.quiet {
            self.line(&Shown::line(text));
        }
    }

    /// A case has ended; what is said of the rest.
    pub fn finished(&self, result: &CaseResult, rest: &str) {
        if let Some(spectator) = &self.spectator {
            spectator.finished(result);
        }
        let id = &result.case;
        let (number, failed) = {
            let mut done = self
                .done
                .lock()
                .unwrap_or_else(std::sync::PoisonError::into_inner);
            done.cases += 1;
            done.failed += usize::from(matches!(result.verdict, Verdict::Fail | Verdict::Error));
            (done.cases, done.failed)
        };
        if self.quiet {
            return;
        }
        let bad = matches!(result.verdict, Verdict::Fail | Verdict::Error);
        if bad || self.verbose || self.bar.is_none() {
            let (word, colour) = word(result.verdict);
            let style = Style::new().fg_color(Some(colour.into()));
            let warned = if result.warnings.is_empty() {
                ""
            } else {
                " (warned)"
            };
            let reason = if result.verdict == Verdict::Pass {
                String::new()
            } else {
                format!(": {}", Shown::line(&result.reason))
            };
            let width = self.total.load(Ordering::Relaxed).to_string().len();
            let id = Shown::line(id);
            let line = format!(
                "[{number:>width$}/{}] {style}{word}{style:#} {id}{warned}{reason}",
                self.total.load(Ordering::Relaxed)
            );
            self.line(&Shown::painted(&line));
        }
        if let Some(bar) = &self.bar {
            bar.set_position(number as u64);
            let message = if failed == 0 {
                format!("{rest}, {id}")
            } else {
                format!("{failed} failed, {rest}, {id}")
            };
            bar.set_message(Shown::line(&message).to_string());
        }
    }

    /// Nothing more will come.
    pub fn end(&self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }

    fn line(&self, line: &Shown) {
        match &self.bar {
            Some(bar) => bar.suspend(|| screen::say(line)),
            None => screen::say(line),
        }
    }
}

fn word(verdict: Verdict) -> (&'static str, AnsiColor) {
    match verdict {
        Verdict::Pass => ("pass", AnsiColor::Green),
        Verdict::Fail => ("FAIL", AnsiColor::Red),
        Verdict::Inconclusive => ("inconclusive", AnsiColor::Yellow),
        Verdict::NotApplicable => ("not-applicable", AnsiColor::BrightBlack),
        Verdict::Error => ("ERROR", AnsiColor::Magenta),
    }
}
