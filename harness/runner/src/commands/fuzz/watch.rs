//! `--watch-command`: a program that prints what the device logs.

use std::io::{BufRead, BufReader, Read};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

/// Lines that are remembered until they are asked for.
const MOST: usize = 2000;
/// Bytes of a line.
const LONGEST: u64 = 4096;

/// A program whose lines are read until it is dropped.
pub(super) struct Watch {
    child: Child,
    shared: Arc<Shared>,
}

#[derive(Default)]
struct Shared {
    lines: Mutex<Vec<String>>,
    memory: AtomicU64,
    /// One more than the seconds.
    uptime: AtomicU64,
}

impl Watch {
    /// Starts it, by the shell.
    pub(super) fn start(command: &str) -> std::io::Result<Self> {
        let mut program = Command::new("sh");
        own_group(&mut program);
        let mut child = program
            .arg("-c")
            .arg(command)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()?;
        let shared: Arc<Shared> = Arc::default();
        if let Some(out) = child.stdout.take() {
            let own = Arc::clone(&shared);
            thread::Builder::new()
                .name("fuzz-watch".to_owned())
                .spawn(move || read(out, &own))?;
        }
        Ok(Self { child, shared })
    }

    /// The lines since the last call.
    pub(super) fn lines(&self) -> Vec<String> {
        std::mem::take(
            &mut *self
                .shared
                .lines
                .lock()
                .unwrap_or_else(PoisonError::into_inner),
        )
    }

    /// The device is started again: what it said of its time holds no more.
    pub(super) fn forget_uptime(&self) {
        self.shared.uptime.store(0, Ordering::Relaxed);
    }

    /// What the last line `uptime SECONDS` said.
    pub(super) fn uptime(&self) -> Option<u64> {
        self.shared.uptime.load(Ordering::Relaxed).checked_sub(1)
    }

    /// What the last line `memory BYTES` said.
    pub(super) fn memory(&self) -> Option<u64> {
        Some(self.shared.memory.load(Ordering::Relaxed)).filter(|bytes| *bytes > 0)
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        // It may have ended by itself, and what it started may not.
        end_group(self.child.id());
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The program leads a group of its own, so that what it starts can be ended with it.
#[cfg(target_os = "linux")]
fn own_group(program: &mut Command) {
    use std::os::unix::process::CommandExt as _;
    program.process_group(0);
}

#[cfg(not(target_os = "linux"))]
fn own_group(_program: &mut Command) {}

#[cfg(target_os = "linux")]
fn end_group(leader: u32) {
    use nix::sys::signal::{Signal, killpg};
    if let Ok(leader) = i32::try_from(leader) {
        // It may be over.
        let _ = killpg(nix::unistd::Pid::from_raw(leader), Signal::SIGKILL);
    }
}

#[cfg(not(target_os = "linux"))]
fn end_group(_leader: u32) {}

/// The number of a line `WORD NUMBER`; a fraction is left out.
fn number(line: &str, word: &str) -> Option<u64> {
    let rest = line.strip_prefix(word)?.trim();
    rest.split('.').next()?.parse().ok()
}

fn read(out: impl Read, shared: &Shared) {
    let mut reader = BufReader::new(out);
    let mut line = Vec::new();
    loop {
        line.clear();
        match reader.by_ref().take(LONGEST).read_until(b'\n', &mut line) {
            Ok(1..) => {}
            _ => return,
        }
        let text = String::from_utf8_lossy(&line).trim_end().to_owned();
        if let Some(bytes) = number(&text, "memory ") {
            shared.memory.store(bytes, Ordering::Relaxed);
            continue;
        }
        if let Some(seconds) = number(&text, "uptime ") {
            shared
                .uptime
                .store(seconds.saturating_add(1), Ordering::Relaxed);
            continue;
        }
        let mut lines = shared.lines.lock().unwrap_or_else(PoisonError::into_inner);
        if lines.len() < MOST {
            lines.push(text);
        }
    }
}
