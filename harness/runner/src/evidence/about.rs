//! What a bundle says of itself: `bundle.json`.

use ctk_record::Tool;
use serde::{Deserialize, Serialize};

use super::build::{Build, tool};

/// What the description of a bundle is called within it.
pub const ABOUT: &str = "bundle.json";
/// Its schema id.
pub const BUNDLE_SCHEMA: &str = "messaging-ctk/bundle/1";

/// A bundle's description.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct About {
    /// [`BUNDLE_SCHEMA`].
    pub schema: String,
    /// The program that made it.
    pub tool: Tool,
    /// How that was made.
    pub build: Build,
    /// Where it ran.
    pub environment: Environment,
    /// When the bundle was made, RFC 3339 in UTC.
    pub sealed: String,
    /// Whether the run was one for certification.
    pub certification: bool,
    /// Why the run says less than one for certification would, a sentence each.
    pub weakened: Vec<String>,
    /// What was replaced; empty: nothing.
    pub redacted: Vec<Redacted>,
    /// What each file is.
    pub files: Vec<(String, String)>,
}

/// A kind of text that was replaced before the bundle was sealed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Redacted {
    /// Which.
    pub what: String,
    /// How many different ones.
    pub count: usize,
}

/// Where the program ran.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Environment {
    /// The system's name and version.
    pub system: String,
    /// The version of its kernel; empty where the system does not tell.
    pub kernel: String,
    /// The machine's architecture.
    pub architecture: String,
    /// How many threads run at the same time.
    pub threads: usize,
}

impl Environment {
    /// Of this machine.
    pub fn own() -> Self {
        let release = std::fs::read_to_string("/etc/os-release").unwrap_or_default();
        let name = release
            .lines()
            .find_map(|line| line.strip_prefix("PRETTY_NAME="));
        let name = name.map(|name| name.trim_matches('"').to_owned());
        let kernel = std::fs::read_to_string("/proc/sys/kernel/osrelease").unwrap_or_default();
        Self {
            system: name.unwrap_or_else(|| std::env::consts::OS.to_owned()),
            kernel: kernel.trim().to_owned(),
            architecture: std::env::consts::ARCH.to_owned(),
            threads: std::thread::available_parallelism().map_or(0, usize::from),
        }
    }
}

impl About {
    /// Of a bundle that is made now.
    pub fn now(weakened: Vec<String>, certification: bool, redacted: Vec<Redacted>) -> Self {
        let now = jiff::Timestamp::now();
        Self {
            schema: BUNDLE_SCHEMA.to_owned(),
            tool: tool(),
            build: Build::own(),
            environment: Environment::own(),
            sealed: now.strftime("%Y-%m-%dT%H:%M:%SZ").to_string(),
            certification,
            weakened,
            redacted,
            files: Vec::new(),
        }
    }

    /// As a file.
    pub fn to_json(&self) -> String {
        // It holds strings and numbers: writing it cannot fail.
        let value = serde_json::to_value(self).unwrap_or_default();
        format!("{value:#}\n")
    }

    /// Reads the file.
    ///
    /// # Errors
    /// A sentence: it is none.
    pub fn read(text: &str) -> Result<Self, String> {
        let about: Self = serde_json::from_str(text)
            .map_err(|error| format!("{ABOUT} cannot be read: {error}"))?;
        if about.schema == BUNDLE_SCHEMA {
            Ok(about)
        } else {
            Err(format!(
                "{ABOUT} is of the schema `{}`, this version reads `{BUNDLE_SCHEMA}`",
                about.schema
            ))
        }
    }
}
