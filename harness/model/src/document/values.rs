//! Tables 3 to 7: the values of classes, folders and statuses, and what R-04 makes of others.

use ctk_vectors::facts;

/// Table 3, message classes.
pub(crate) const MESSAGE_CLASS: u8 = 3;
/// Table 4, folders.
pub(crate) const MESSAGE_FOLDER: u8 = 4;
/// Table 5, message statuses.
pub(crate) const MESSAGE_STATUS: u8 = 5;
/// Table 6, session classes.
pub(crate) const SESSION_CLASS: u8 = 6;
/// Table 7, session statuses.
pub(crate) const SESSION_STATUS: u8 = 7;

/// A value of one of the tables, read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Value {
    /// The empty string: "any", or "not said".
    Empty,
    /// One of the table.
    Standard,
    /// One of the table but for case, punctuation or white space.
    Almost(&'static str),
    /// Anything else.
    Unknown {
        /// Whether it carries the prefix `X_` of vendors.
        prefixed: bool,
    },
}

impl Value {
    /// Reads a value by the table of this number, 3 to 7.
    pub fn read(table: u8, text: &str) -> Self {
        if text.is_empty() {
            return Self::Empty;
        }
        let known = facts()
            .values(table)
            .map_or(&[][..], |table| &table.values[..]);
        if known.iter().any(|entry| entry.value == text) {
            return Self::Standard;
        }
        let bare = bare(text);
        match known.iter().find(|entry| self::bare(&entry.value) == bare) {
            Some(entry) => Self::Almost(&entry.value),
            None => Self::Unknown {
                prefixed: text.starts_with("X_") && text.len() > 2,
            },
        }
    }
}

/// What a text means as a value of the table: the value that it almost is (the row of the values judges how it is written),
/// else itself.
pub(crate) fn meant(table: u8, text: String) -> String {
    match Value::read(table, &text) {
        Value::Almost(value) => value.to_owned(),
        _ => text,
    }
}

/// The values of a table, as a list to read.
pub(crate) fn listed(table: u8) -> String {
    let values = facts()
        .values(table)
        .map_or(&[][..], |table| &table.values[..]);
    let values: Vec<&str> = values.iter().map(|entry| entry.value.as_str()).collect();
    format!("{} (Table {table})", values.join(", "))
}

fn bare(text: &str) -> String {
    text.chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_case_sensitive() {
        assert_eq!(Value::read(MESSAGE_CLASS, "e-Mail"), Value::Standard);
        assert_eq!(
            Value::read(MESSAGE_CLASS, "E-mail"),
            Value::Almost("e-Mail")
        );
        assert_eq!(
            Value::read(MESSAGE_CLASS, "InstantMessage"),
            Value::Almost("Instant Message")
        );
        assert_eq!(Value::read(MESSAGE_FOLDER, " Sent"), Value::Almost("Sent"));
        assert_eq!(Value::read(SESSION_STATUS, ""), Value::Empty);
        assert_eq!(
            Value::read(MESSAGE_STATUS, "Forwarded"),
            Value::Unknown { prefixed: false }
        );
        assert_eq!(
            Value::read(SESSION_CLASS, "X_Acme_Whiteboard"),
            Value::Unknown { prefixed: true }
        );
    }

    #[test]
    fn a_value_in_another_case_means_the_same() {
        let meant = |text: &str| meant(MESSAGE_STATUS, text.to_owned());
        assert_eq!(
            ["unread", "Read", "", "Forwarded"].map(meant),
            ["Unread", "Read", "", "Forwarded"]
        );
    }

    #[test]
    fn a_table_is_listed_with_its_number() {
        assert_eq!(listed(MESSAGE_STATUS), "Read, Unread (Table 5)");
    }
}
