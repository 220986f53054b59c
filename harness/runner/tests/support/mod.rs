//! The program as a user runs it, in a folder of its own, and the reference device in a process of its own.

#![allow(dead_code, reason = "each test uses its part")]

pub(crate) mod proxy;
pub(crate) mod server;

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

use serde_json::Value;
use tempfile::TempDir;

/// The program.
pub(crate) const PROGRAM: &str = env!("CARGO_BIN_EXE_messaging-ctk");

/// A folder, and the program in it.
pub(crate) struct Desk {
    folder: TempDir,
}

impl Desk {
    pub(crate) fn new() -> Self {
        Self {
            folder: tempfile::tempdir().expect("a temporary folder"),
        }
    }

    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }

    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(PROGRAM);
        command
            .current_dir(self.path())
            .args(arguments)
            .env("NO_COLOR", "1")
            .stdin(Stdio::null());
        command
    }

    /// Runs the program to its end.
    pub(crate) fn run(&self, arguments: &[&str]) -> Ran {
        let output = self
            .command(arguments)
            .output()
            .expect("the program can be run");
        Ran::new(output)
    }

    /// Runs `run` with a JSON report, and reads it.
    pub(crate) fn judge(&self, arguments: &[&str]) -> (Ran, Value) {
        let report = self.path().join("judged.json");
        let spec = format!("json={}", report.display());
        let mut all = vec!["run"];
        all.extend_from_slice(arguments);
        all.extend(["-q", "--report", &spec]);
        let ran = self.run(&all);
        let text = std::fs::read_to_string(&report)
            .unwrap_or_else(|error| panic!("no report ({error}): {}", ran.errors));
        (
            ran,
            serde_json::from_str(&text).expect("the report is JSON"),
        )
    }

    pub(crate) fn write(&self, name: &str, text: &str) -> PathBuf {
        let path = self.path().join(name);
        std::fs::write(&path, text).expect("the folder can be written to");
        path
    }

    /// The text of a journal.
    pub(crate) fn journal(path: &Path) -> String {
        let file = std::fs::File::open(path).expect("there is a journal");
        let mut text = String::new();
        ctk_record::journal::text(BufReader::new(file))
            .and_then(|mut journal| journal.read_to_string(&mut text))
            .expect("it can be read");
        text
    }

    /// The run folders.
    pub(crate) fn runs(&self) -> Vec<PathBuf> {
        let Ok(entries) = std::fs::read_dir(self.path().join("messaging-ctk-runs")) else {
            return Vec::new();
        };
        entries.flatten().map(|entry| entry.path()).collect()
    }
}

/// How the program ended.
pub(crate) struct Ran {
    pub(crate) code: Option<i32>,
    pub(crate) said: String,
    pub(crate) errors: String,
}

impl Ran {
    pub(crate) fn new(output: Output) -> Self {
        Self {
            code: output.status.code(),
            said: String::from_utf8_lossy(&output.stdout).into_owned(),
            errors: String::from_utf8_lossy(&output.stderr).into_owned(),
        }
    }
}

/// The verdict of each case.
pub(crate) fn verdicts(report: &Value) -> BTreeMap<String, String> {
    report["cases"]
        .as_array()
        .expect("a report has cases")
        .iter()
        .map(|case| {
            let text = |name: &str| case[name].as_str().unwrap_or_default().to_owned();
            (text("id"), text("verdict"))
        })
        .collect()
}

/// The cases of a verdict, with their reasons.
pub(crate) fn with_verdict(report: &Value, verdict: &str) -> Vec<String> {
    let cases = report["cases"].as_array().expect("a report has cases");
    cases
        .iter()
        .filter(|case| case["verdict"] == verdict)
        .map(|case| format!("{}: {}", case["id"], case["reason"]))
        .collect()
}

/// The cases with remarks.
pub(crate) fn warned(report: &Value) -> Vec<String> {
    let cases = report["cases"].as_array().expect("a report has cases");
    cases
        .iter()
        .filter(|case| {
            case["warnings"]
                .as_array()
                .is_some_and(|list| !list.is_empty())
        })
        .map(|case| format!("{}: {}", case["id"], case["warnings"]))
        .collect()
}

/// The reference device in a process of its own; killed when dropped.
pub(crate) struct Served {
    child: Child,
    pub(crate) description: String,
    pub(crate) upper_tester: String,
}

impl Served {
    pub(crate) fn start(arguments: &[&str]) -> Self {
        let mut child = Command::new(PROGRAM)
            .arg("serve")
            .args(arguments)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the device can be served");
        let mut line = String::new();
        let out = child.stdout.take().expect("it is piped");
        BufReader::new(out)
            .read_line(&mut line)
            .expect("it says where it is");
        let ready: Value = serde_json::from_str(&line).expect("it says so in JSON");
        let text = |name: &str| {
            ready[name]
                .as_str()
                .expect("both URLs are there")
                .to_owned()
        };
        Self {
            description: text("description"),
            upper_tester: text("upper_tester"),
            child,
        }
    }

    pub(crate) fn kill(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }

    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }

    pub(crate) fn wait(&mut self) -> Option<i32> {
        self.child.wait().ok().and_then(|status| status.code())
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        self.kill();
    }
}

/// Sends a signal to a process.
pub(crate) fn signal(name: &str, process: u32) {
    let status = Command::new("kill")
        .args([&format!("-{name}"), &process.to_string()])
        .status()
        .expect("there is a kill program");
    assert!(status.success());
}
