//! The upper tester that is a program.

use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::Value;

use super::reply::LARGEST;
use super::{Kind, StimulusReply, UpperTester};

/// How long a stimulus may take.
const TIME: Duration = Duration::from_secs(60);

/// How long the output may lag behind the end of the program: a child of its own may hold it open.
const LAG: Duration = Duration::from_secs(1);

/// A command line that cannot be taken apart.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[allow(missing_docs, reason = "the messages say it")]
pub enum UnreadableCommand {
    #[error("the upper tester's command is empty")]
    Empty,
    #[error("a quotation mark in the upper tester's command is never closed: {0}")]
    OpenQuote(String),
}

/// Runs a program once a stimulus: the name is its last argument, the fields come on standard input as JSON, the answer
/// is read from standard output.
#[derive(Debug, Clone)]
pub struct CommandTester {
    words: Vec<String>,
    time: Duration,
}

impl CommandTester {
    /// For a command line, split into words as a shell does; nothing else in it means anything.
    ///
    /// # Errors
    /// See [`UnreadableCommand`].
    pub fn new(command: &str) -> Result<Self, UnreadableCommand> {
        let words = split(command)?;
        if words.is_empty() {
            return Err(UnreadableCommand::Empty);
        }
        Ok(Self { words, time: TIME })
    }

    /// With another limit of time for a stimulus.
    #[must_use]
    pub fn within(mut self, time: Duration) -> Self {
        self.time = time;
        self
    }

    /// Looks whether the program is there and may be run; nothing is started.
    ///
    /// # Errors
    /// Why it cannot be run, in words.
    pub fn reach(&self) -> Result<(), String> {
        let program = &self.words[0];
        let path = std::env::var_os("PATH").unwrap_or_default();
        let mut places: Vec<PathBuf> = Vec::new();
        if program.contains('/') {
            places.push(PathBuf::from(program));
        } else {
            places.extend(std::env::split_paths(&path).map(|folder| folder.join(program)));
        }
        let there = places.iter().filter(|place| place.is_file());
        let mut there = there.peekable();
        if there.peek().is_none() {
            return Err(format!("there is no program {program:?}"));
        }
        if there.any(|place| is_executable(place)) {
            return Ok(());
        }
        Err(format!("{program:?} may not be executed"))
    }

    /// The command line, in words.
    pub(super) fn words(&self) -> &[String] {
        &self.words
    }

    /// Runs the program, with the name of a stimulus or without, and returns what it wrote.
    pub(super) fn run(&self, name: Option<&str>, fields: &Value) -> Result<String, String> {
        let program = &self.words[0];
        let mut child = Command::new(program)
            .args(&self.words[1..])
            .args(name)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .map_err(|error| format!("cannot run {program:?}: {error}"))?;
        if let Some(mut input) = child.stdin.take() {
            let text = format!("{fields}\n");
            // A program that does not read its input blocks nobody but this thread.
            thread::spawn(move || input.write_all(text.as_bytes()));
        }
        let output = child.stdout.take().map(gather);
        let errors = child.stderr.take().map(gather);
        let status = wait(&mut child, self.time);
        let output = taken(output);
        let errors = taken(errors);
        match status {
            None => Err(format!(
                "the program did not end within {} s",
                self.time.as_secs()
            )),
            Some(status) if !status.success() => {
                let last = errors
                    .lines()
                    .map(str::trim)
                    .rfind(|line| !line.is_empty())
                    .unwrap_or_default();
                Err(format!("the program ended with {status}: {last}")
                    .trim_end_matches([':', ' '])
                    .to_owned())
            }
            Some(_) if output.len() > LARGEST => {
                Err(format!("the answer is longer than {LARGEST} bytes"))
            }
            Some(_) => Ok(output),
        }
    }
}

impl UpperTester for CommandTester {
    fn stimulate(&self, name: &str, fields: &Value) -> StimulusReply {
        match self.run(Some(name), fields) {
            Ok(output) => StimulusReply::of_json(output.trim()),
            Err(why) => StimulusReply::failed(why),
        }
    }

    fn kind(&self) -> Kind {
        Kind::Command
    }

    fn target(&self, name: &str) -> (String, String) {
        ("RUN".to_owned(), format!("{} {name}", self.words.join(" ")))
    }
}

#[cfg(unix)]
fn is_executable(place: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt as _;
    place
        .metadata()
        .is_ok_and(|about| about.permissions().mode() & 0o111 != 0)
}

#[cfg(not(unix))]
fn is_executable(_: &Path) -> bool {
    true
}

/// Reads what a program writes, on a thread of its own; more than the limit is dropped, so that it can go on.
fn gather(mut from: impl Read + Send + 'static) -> Receiver<Vec<u8>> {
    let (to, gathered) = channel();
    thread::spawn(move || {
        let mut kept = Vec::new();
        let mut chunk = [0; 8192];
        while let Ok(count @ 1..) = from.read(&mut chunk) {
            let room = (LARGEST + 1).saturating_sub(kept.len()).min(count);
            kept.extend_from_slice(&chunk[..room]);
        }
        let _ = to.send(kept);
    });
    gathered
}

fn taken(gathered: Option<Receiver<Vec<u8>>>) -> String {
    let bytes = gathered
        .and_then(|gathered| gathered.recv_timeout(LAG).ok())
        .unwrap_or_default();
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Waits for the end of the program, and puts an end to it when the time is over.
fn wait(child: &mut Child, time: Duration) -> Option<ExitStatus> {
    let begun = Instant::now();
    loop {
        if let Ok(Some(status)) = child.try_wait() {
            return Some(status);
        }
        if begun.elapsed() >= time {
            // It may have ended meanwhile; either way it is collected.
            let _ = child.kill();
            let _ = child.wait();
            return None;
        }
        thread::sleep(Duration::from_millis(5));
    }
}

/// Words are separated by blanks; quotation marks keep blanks together; a backslash takes the next character as it is,
/// except between single marks.
fn split(command: &str) -> Result<Vec<String>, UnreadableCommand> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut mark = None;
    let mut rest = command.chars();
    while let Some(c) = rest.next() {
        match (mark, c) {
            (Some(open), c) if c == open => mark = None,
            (None | Some('"'), '\\') => word.get_or_insert_default().extend(rest.next()),
            (Some(_), c) => word.get_or_insert_default().push(c),
            (None, '\'' | '"') => {
                mark = Some(c);
                word.get_or_insert_default();
            }
            (None, c) if c.is_whitespace() => words.extend(word.take()),
            (None, c) => word.get_or_insert_default().push(c),
        }
    }
    if mark.is_some() {
        return Err(UnreadableCommand::OpenQuote(command.to_owned()));
    }
    words.extend(word);
    Ok(words)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_is_split_as_a_shell_does() {
        let words = |command| split(command).expect("a command");
        assert_eq!(
            words(r#" a  'b c' "d \" e" f\ g '' h"i"j "#),
            ["a", "b c", "d \" e", "f g", "", "hij"]
        );
        assert!(matches!(
            split("a 'b"),
            Err(UnreadableCommand::OpenQuote(_))
        ));
        assert_eq!(
            CommandTester::new("  ").map(|_| ()),
            Err(UnreadableCommand::Empty)
        );
    }
}
