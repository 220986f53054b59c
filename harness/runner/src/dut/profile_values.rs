//! The values of a profile: what is wrong with them is the operator's, is said at the start with file and line, and must not
//! look like a fault of the device.

use std::net::UdpSocket;

use ctk_vectors::facts;
use ctk_vectors::messaging_2::message_class;

use super::profile::Profile;
use crate::exit_code::Failure;

/// The tables of message classes, folders and session classes.
const MESSAGE_CLASSES: u8 = 3;
const FOLDERS: u8 = 4;
const SESSION_CLASSES: u8 = 6;

/// The year of the device architecture's first edition.
const FIRST_EDITION: u16 = 2000;

/// The text that a profile was read from; nothing for one that was not.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Source {
    name: String,
    text: String,
}

impl Source {
    /// This text, which errors call by the name.
    pub(super) fn of(text: &str, name: &str) -> Self {
        Self {
            name: name.to_owned(),
            text: text.to_owned(),
        }
    }

    /// Exit code 2, with the line that has the word.
    pub(super) fn wrong(&self, word: &str, what: impl std::fmt::Display) -> Failure {
        if self.name.is_empty() {
            return Failure::usage(what.to_string());
        }
        let quoted = format!("\"{word}\"");
        let has = |word: &str| self.text.lines().position(|line| line.contains(word));
        let line = has(&quoted).or_else(|| has(word)).map_or(1, |at| at + 1);
        Failure::usage(format!("{}:{line}: {what}", self.name))
    }
}

fn values(table: u8) -> Vec<&'static str> {
    let table = facts().values(table);
    let values = table.into_iter().flat_map(|table| &table.values);
    values.map(|value| value.value.as_str()).collect()
}

/// The class as it is spelt, where only its case is wrong. Vendors have classes of their own.
fn misspelt(class: &str, known: &[&'static str]) -> Option<&'static str> {
    let spelt = known.iter().find(|it| it.eq_ignore_ascii_case(class));
    spelt.copied().filter(|spelt| *spelt != class)
}

impl Profile {
    /// Names that the standard does not know are mistakes, not silence.
    ///
    /// # Errors
    /// Exit code 2.
    pub(super) fn check(&self) -> Result<(), Failure> {
        let wrong = |word: &str, what: String| Err(self.source.wrong(word, what));
        for action in self.ics.actions.iter().flatten() {
            if facts().action(action).is_none() && !action.starts_with("X_") {
                return wrong(action, format!("no action is called `{action}` (Table 9)"));
            }
        }
        let folders = values(FOLDERS);
        let mut named = self.ics.folders.iter().flatten();
        if let Some(folder) = named.find(|folder| !folders.contains(&folder.as_str())) {
            return wrong(folder, format!("no folder is called `{folder}` (Table 4)"));
        }
        for ruling in self.rulings.keys() {
            if facts().ruling(ruling).is_none() {
                return wrong(ruling, format!("no ruling is called `{ruling}`"));
            }
        }
        if let Some(revision) = self.ics.uda_revision.as_ref().filter(|it| !is_revision(it)) {
            return wrong(
                revision,
                format!(
                    "uda_revision `{revision}` is not the year and month of an edition of the device architecture, as in 2020-04"
                ),
            );
        }
        self.check_classes()?;
        self.check_recipients()?;
        if self.ixit.jobs == Some(0) {
            return wrong("jobs", "jobs is at least 1".to_owned());
        }
        Ok(())
    }

    fn check_classes(&self) -> Result<(), Failure> {
        let claimed = [
            (&self.ics.message_classes, MESSAGE_CLASSES),
            (&self.ics.session_classes, SESSION_CLASSES),
        ];
        for (classes, table) in claimed {
            let known = values(table);
            for class in classes.iter().flatten() {
                if let Some(spelt) = misspelt(class, &known) {
                    let what =
                        format!("no class is called `{class}`; `{spelt}` is (Table {table})");
                    return Err(self.source.wrong(class, what));
                }
            }
        }
        Ok(())
    }

    /// Recipients are of classes that exist, and can be addressed.
    fn check_recipients(&self) -> Result<(), Failure> {
        let mut known = values(MESSAGE_CLASSES);
        known.extend(values(SESSION_CLASSES));
        for (class, addresses) in &self.ixit.recipients {
            if let Some(spelt) = misspelt(class, &known) {
                let what = format!("no class is called `{class}`; `{spelt}` is (Tables 3 and 6)");
                return Err(self.source.wrong(class, what));
            }
            if let Some(wrong) = addresses.iter().find(|address| !is_address(address)) {
                let what = format!(
                    "the recipient `{wrong}` of class {class} is neither a URI (`tel:…`, `sip:…`) nor a mail address"
                );
                return Err(self.source.wrong(wrong, what));
            }
            if let Some(wrong) = addresses
                .iter()
                .find(|address| is_of_other_class(address, class))
            {
                let what = format!(
                    "the recipient `{wrong}` cannot be sent anything of class {class}: a device would refuse it rightly"
                );
                return Err(self.source.wrong(wrong, what));
            }
        }
        Ok(())
    }

    /// The addresses that control points send from are of this host.
    ///
    /// # Errors
    /// Exit code 2.
    pub fn check_addresses(&self) -> Result<(), Failure> {
        for address in &self.ixit.local_addresses {
            if let Err(error) = UdpSocket::bind((*address, 0)) {
                let what =
                    format!("the local address {address} is not an address of this host: {error}");
                return Err(self.source.wrong(&address.to_string(), what));
            }
        }
        Ok(())
    }
}

/// A telephone number has no mailbox, and a mailbox takes no text messages.
fn is_of_other_class(address: &str, class: &str) -> bool {
    let scheme = address.split_once(':').map_or("", |(scheme, _)| scheme);
    let is = |other: &str| scheme.eq_ignore_ascii_case(other);
    match class {
        message_class::E_MAIL => is("tel") || is("sms"),
        message_class::SMS => is("mailto"),
        _ => false,
    }
}

/// `YYYY-MM`, not before the first edition.
fn is_revision(text: &str) -> bool {
    let Some((year, month)) = text.split_once('-') else {
        return false;
    };
    let number = |text: &str, digits: usize| -> Option<u16> {
        let plain = text.len() == digits && text.bytes().all(|byte| byte.is_ascii_digit());
        plain.then(|| text.parse().ok())?
    };
    number(year, 4).is_some_and(|year| year >= FIRST_EDITION)
        && number(month, 2).is_some_and(|month| (1..=12).contains(&month))
}

/// A URI with a scheme and something after it, or `name@host`.
fn is_address(text: &str) -> bool {
    if text.chars().any(|c| c.is_whitespace() || c.is_control()) {
        return false;
    }
    if let Some((scheme, rest)) = text.split_once(':') {
        let mut chars = scheme.chars();
        let first = chars.next().is_some_and(|c| c.is_ascii_alphabetic());
        let others = chars.all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c));
        return first && others && !rest.is_empty();
    }
    let halves = text.split_once('@');
    halves.is_some_and(|(name, host)| !name.is_empty() && !host.is_empty() && !host.contains('@'))
}
