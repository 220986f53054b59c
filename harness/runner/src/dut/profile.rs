//! The profile of a device (`device.toml`): what it claims (ICS), what the test bench has (IXIT), and which rulings its
//! owner reads otherwise.

use std::collections::BTreeMap;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::Args;
use ctk_model::expectation::{Outcome, RulingOverrides};
use ctk_suite::under_test::{ClaimKind, Ics, Listed};
use serde::{Deserialize, Serialize};

use super::profile_values::Source;
use crate::duration::parse_duration;
use crate::exit_code::Failure;
use crate::lab::address;

/// Where the profile is.
#[derive(Debug, Clone, Default, Args)]
pub struct ProfileArgs {
    /// What the device claims and what the test bench has (device.toml)
    #[arg(long, value_name = "FILE")]
    pub profile: Option<PathBuf>,
}

impl ProfileArgs {
    /// Reads the profile; without one everything that the device shows is claimed.
    ///
    /// # Errors
    /// As [`Profile::load`].
    pub fn load(&self) -> Result<Profile, Failure> {
        self.profile
            .as_deref()
            .map_or_else(|| Ok(Profile::default()), Profile::load)
    }
}

/// A profile.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Profile {
    /// What the device claims: what it leaves out is not judged, and what the device does not show is a contradiction.
    #[serde(default)]
    pub ics: IcsTable,
    /// What the test bench has.
    #[serde(default)]
    pub ixit: IxitTable,
    /// `pass`, `warning` or `fail` by ruling id.
    #[serde(default)]
    pub rulings: BTreeMap<String, Reading>,
    /// Where it was read from.
    #[serde(skip)]
    pub(super) source: Source,
}

/// `[ics]`. What is absent is not narrowed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "the fields are the ICS's own")]
pub struct IcsTable {
    pub actions: Option<Vec<String>>,
    pub message_classes: Option<Vec<String>>,
    pub session_classes: Option<Vec<String>>,
    pub folders: Option<Vec<String>>,
    #[serde(default)]
    pub secure_eventing: bool,
    pub uda_revision: Option<String>,
}

impl IcsTable {
    /// What it lists of the kind, if anything.
    pub fn of(&self, kind: ClaimKind) -> Option<&Vec<String>> {
        match kind {
            ClaimKind::Actions => self.actions.as_ref(),
            ClaimKind::MessageClasses => self.message_classes.as_ref(),
            ClaimKind::SessionClasses => self.session_classes.as_ref(),
            ClaimKind::Folders => self.folders.as_ref(),
        }
    }
}

/// `[ixit]`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IxitTable {
    /// Whom to send to, by class.
    #[serde(default)]
    pub recipients: BTreeMap<String, Vec<String>>,
    /// How long the effect of a stimulus may take; 2 s if absent.
    pub stimulus_settle: Option<Span>,
    /// How long a delivery may take; 5 s if absent.
    pub delivery: Option<Span>,
    /// Two source addresses, for two control points.
    #[serde(default)]
    pub local_addresses: Vec<IpAddr>,
    /// A command that restarts the device.
    #[serde(default)]
    pub restart_command: String,
    /// The address that files are served from.
    #[serde(default)]
    pub file_server_bind: String,
    /// Cases at the same time.
    pub jobs: Option<u16>,
}

/// A duration in a profile.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Span(pub Duration);

impl TryFrom<String> for Span {
    type Error = String;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        parse_duration(&text).map(Span)
    }
}

impl From<Span> for String {
    fn from(span: Span) -> Self {
        format!("{}ms", span.0.as_millis())
    }
}

/// How a ruling's warnings are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[allow(missing_docs, reason = "the names say it")]
pub enum Reading {
    Pass,
    Warning,
    Fail,
}

impl Profile {
    /// Reads the file.
    ///
    /// # Errors
    /// Exit code 2, with file, line and what is wrong.
    pub fn load(path: &Path) -> Result<Self, Failure> {
        let text = crate::text_file::read(path).map_err(|error| {
            Failure::usage(format!(
                "the profile {} cannot be read: {error}",
                path.display()
            ))
        })?;
        Self::read(&text, &path.display().to_string())
    }

    /// Reads the text of a profile; `name` is what errors call it.
    ///
    /// # Errors
    /// As [`Profile::load`].
    pub fn read(text: &str, name: &str) -> Result<Self, Failure> {
        let mut profile: Self = toml::from_str(text).map_err(|error| {
            let line = error.span().map_or(1, |span| {
                text[..span.start.min(text.len())].matches('\n').count() + 1
            });
            Failure::usage(format!("{name}:{line}: {}", error.message()))
        })?;
        profile.source = Source::of(text, name);
        profile.check()?;
        Ok(profile)
    }

    /// What the device shows and the profile claims; what only one of them has stands beside it.
    pub fn narrow(&self, shown: &Ics) -> Ics {
        let mut listed = BTreeMap::new();
        let mut narrowed = |kind: ClaimKind| {
            let shown = shown.of(kind);
            let Some(claimed) = self.ics.of(kind) else {
                return shown.to_vec();
            };
            let (both, left_out): (Vec<String>, Vec<String>) =
                shown.iter().cloned().partition(|it| claimed.contains(it));
            let claimed = claimed.clone();
            listed.insert(kind, Listed { claimed, left_out });
            both
        };
        Ics {
            actions: narrowed(ClaimKind::Actions),
            message_classes: narrowed(ClaimKind::MessageClasses),
            session_classes: narrowed(ClaimKind::SessionClasses),
            folders: narrowed(ClaimKind::Folders),
            secure_eventing: self.ics.secure_eventing,
            claims_nothing: self.ics.actions.as_ref().is_some_and(Vec::is_empty),
            uda_revision: self.ics.uda_revision.clone(),
            profile: listed,
        }
    }

    /// The addresses that two control points send from: the profile's, or two of loopback where the device at the URL is
    /// there; without one, the system's choice.
    pub fn sources(&self, url: &str) -> [Option<IpAddr>; 2] {
        match self.ixit.local_addresses.as_slice() {
            [first, second, ..] => [Some(*first), Some(*second)],
            [one] => [Some(*one), None],
            [] => match address::reach(url).ok().map(|(_, reached)| reached.ip()) {
                Some(IpAddr::V4(device)) if device.is_loopback() && cfg!(target_os = "linux") => [
                    Some(Ipv4Addr::LOCALHOST.into()),
                    Some(Ipv4Addr::new(127, 0, 0, 2).into()),
                ],
                _ => [None, None],
            },
        }
    }

    /// Where files are served; without it on a free port of the local address.
    ///
    /// # Errors
    /// Exit code 2: `file_server_bind` is not an address and a port.
    pub fn file_server(&self) -> Result<Option<SocketAddr>, Failure> {
        match self.ixit.file_server_bind.as_str() {
            "" => Ok(None),
            bind => bind.parse().map(Some).map_err(|_| {
                let what = format!("the profile's file_server_bind {bind:?} is no ADDRESS:PORT");
                self.source.wrong(bind, what)
            }),
        }
    }

    /// The rulings as the judge wants them.
    pub fn overrides(&self) -> RulingOverrides {
        let mut overrides = RulingOverrides::default();
        for (ruling, reading) in &self.rulings {
            overrides.set(
                ruling,
                match reading {
                    Reading::Pass => Outcome::Pass,
                    Reading::Warning => Outcome::Warning,
                    Reading::Fail => Outcome::Fail,
                },
            );
        }
        overrides
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mistakes_name_file_line_and_word() {
        for (text, line, word) in [
            ("[ics]\nactionz = []\n", 2, "actionz"),
            ("[ics]\nactions = [\"ReadMail\"]\n", 2, "ReadMail"),
            ("[ics]\nfolders = [\"Inbox\"]\n", 2, "Inbox"),
            ("\n[rulings]\nR-99 = \"fail\"\n", 3, "R-99"),
            ("[ixit]\nstimulus_settle = \"soon\"\n", 2, "soon"),
            ("[ixit]\njobs = 0\n", 2, "jobs"),
            (
                "[ixit]\n[ixit.recipients]\nsms = [\"tel:+12015550100\"]\n",
                3,
                "`SMS`",
            ),
            (
                "[ixit.recipients]\nSMS = [\"tel:+12015550100\",\n\"12015550101\"]\n",
                3,
                "12015550101",
            ),
            ("[ixit.recipients]\ne-Mail = [\"alice\"]\n", 2, "alice"),
            (
                "[ixit.recipients]\ne-Mail = [\"a@example.com\",\n\"tel:+12015550100\"]\n",
                3,
                "class e-Mail",
            ),
            (
                "[ixit.recipients]\nSMS = [\"mailto:a@example.com\"]\n",
                2,
                "class SMS",
            ),
            ("[rulings]\nR-18 = \"never\"\n", 2, "never"),
            ("[ics]\nuda_revision = \"1999\"\n", 2, "1999"),
            ("[ics]\n\nuda_revision = \"2020-13\"\n", 3, "2020-13"),
            ("[ics]\nmessage_classes = [\"SMS\",\n\"mms\"]\n", 3, "`MMS`"),
            ("[ics]\nsession_classes = [\"chat\"]\n", 2, "`Chat`"),
        ] {
            let failure = Profile::read(text, "device.toml").expect_err(text);
            assert_eq!(failure.code, 2);
            assert!(
                failure
                    .message
                    .starts_with(&format!("device.toml:{line}: ")),
                "{}",
                failure.message
            );
            assert!(failure.message.contains(word), "{}", failure.message);
        }
    }

    #[test]
    fn what_only_the_bench_can_tell_names_file_and_line_too() {
        let of_another_host = "[ixit]\n\nlocal_addresses = [\"127.0.0.1\", \"192.0.2.77\"]\n";
        let profile = Profile::read(of_another_host, "p").expect("it can be read");
        let failure = profile
            .check_addresses()
            .expect_err("no address of this host");
        assert!(failure.message.starts_with("p:3: "), "{}", failure.message);
        let bind = Profile::read("[ixit]\nfile_server_bind = \"nope\"\n", "p");
        let failure = bind.expect("it can be read").file_server();
        assert!(failure.is_err_and(|it| it.message.starts_with("p:2: ")));
        for known in ["2008-10", "2020-04"] {
            let text = format!("[ics]\nuda_revision = \"{known}\"\n");
            assert!(Profile::read(&text, "p").is_ok(), "{known}");
        }
    }

    #[test]
    fn what_only_the_profile_or_only_the_device_has_stands_beside_what_both_have() {
        let shown = Ics {
            folders: vec!["Received".into(), "Sent".into()],
            session_classes: vec!["Chat".into()],
            ..Ics::default()
        };
        let text = "[ics]\nfolders = [\"Received\", \"Deleted\"]\n";
        let ics = Profile::read(text, "p")
            .expect("a good profile")
            .narrow(&shown);
        assert_eq!(ics.folders, ["Received"]);
        assert_eq!(ics.session_classes, ["Chat"]);
        let contradicted: Vec<_> = ics.contradicted().collect();
        assert_eq!(contradicted, [(ClaimKind::Folders, "Deleted")]);
        assert_eq!(ics.profile[&ClaimKind::Folders].left_out, ["Sent"]);
        assert_eq!(ics.profile.len(), 1);
    }
}
