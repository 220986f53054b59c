//! The live view, and `--stats`.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::{IsTerminal, Write};
use std::sync::{Mutex, PoisonError};

use ctk_fuzzer::engine::Summary;
use ctk_reports::visible::Shown;
use indicatif::{ProgressBar, ProgressStyle};

use super::args::FuzzArgs;
use crate::exit_code::Failure;
use crate::output::screen;

/// Without a terminal: a line every so many seconds.
const EVERY_MS: u64 = 15_000;

/// Tells how it goes.
pub(super) struct Live {
    bar: Option<ProgressBar>,
    quiet: bool,
    stats: Option<Mutex<File>>,
    told: Mutex<Told>,
}

/// What has been told.
#[derive(Default)]
struct Told {
    /// When the last line was.
    line_ms: u64,
    /// The findings.
    findings: BTreeSet<String>,
    /// Kinds of answers that were seen, and when the last of them was new.
    seen: usize,
    new_ms: u64,
}

impl Live {
    /// Opens the statistics.
    pub(super) fn new(args: &FuzzArgs) -> Result<Self, Failure> {
        let stats = match &args.stats {
            None => None,
            Some(path) => {
                let wrong = |error| Failure::usage(format!("--stats {}: {error}", path.display()));
                let mut file = File::create(path).map_err(wrong)?;
                writeln!(
                    file,
                    "at_ms,requests,rate,seen,findings,median_us,memory,actions,states,codes,reach_parser"
                )
                .map_err(wrong)?;
                Some(Mutex::new(file))
            }
        };
        let terminal = std::io::stderr().is_terminal() && !args.quiet;
        let bar = terminal.then(|| {
            let bar = ProgressBar::new_spinner();
            if let Ok(style) = ProgressStyle::with_template("{spinner} {wide_msg}") {
                bar.set_style(style);
            }
            bar
        });
        Ok(Self {
            bar,
            quiet: args.quiet,
            stats,
            told: Mutex::default(),
        })
    }

    /// About once a second.
    pub(super) fn tick(&self, summary: &Summary) {
        self.count(summary);
        let coverage = &summary.coverage;
        let mut told = self.told.lock().unwrap_or_else(PoisonError::into_inner);
        let seen = summary.timeline.last().map_or(0, |point| point.seen);
        if seen > told.seen {
            (told.seen, told.new_ms) = (seen, summary.duration_ms);
        }
        let line = format!(
            "{} s  {} requests  {:.0}/s  {} findings  {}  {:.0} % reach the parser  last new {} s ago",
            summary.duration_ms / 1000,
            summary.requests,
            summary.rate,
            summary.findings.len(),
            coverage.figures(),
            summary.reached_parser * 100.0,
            summary.duration_ms.saturating_sub(told.new_ms) / 1000,
        );
        for finding in &summary.findings {
            if told.findings.insert(finding.fingerprint.clone()) {
                self.say(&format!(
                    "{}: {} [{}]",
                    finding.kind.name(),
                    finding.text,
                    finding.fingerprint
                ));
            }
        }
        match &self.bar {
            Some(bar) => {
                bar.set_message(Shown::line(&line).to_string());
                bar.tick();
            }
            None if !self.quiet && summary.duration_ms >= told.line_ms + EVERY_MS => {
                screen::say_line(&line);
            }
            None => return,
        }
        told.line_ms = summary.duration_ms;
    }

    fn say(&self, text: &str) {
        match &self.bar {
            Some(bar) => bar.println(Shown::line(text).to_string()),
            None if !self.quiet => screen::say_line(text),
            None => {}
        }
    }

    fn count(&self, summary: &Summary) {
        let (Some(stats), Some(point)) = (&self.stats, summary.timeline.last()) else {
            return;
        };
        let mut file = stats.lock().unwrap_or_else(PoisonError::into_inner);
        let coverage = &summary.coverage;
        let memory = point
            .memory
            .map_or(String::new(), |bytes| bytes.to_string());
        // A disk that is full is no reason to end the run.
        let _ = writeln!(
            file,
            "{},{},{:.0},{},{},{},{memory},{},{},{},{:.3}",
            point.at_ms,
            point.requests,
            summary.rate,
            point.seen,
            point.findings,
            point.median_us,
            coverage.actions.len(),
            coverage.states.len(),
            coverage.codes.len(),
            summary.reached_parser,
        );
    }

    /// Takes the live view away.
    pub(super) fn end(&self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}
