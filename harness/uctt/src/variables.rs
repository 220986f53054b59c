//! What cases save for later ones.

use std::collections::BTreeMap;

use crate::file::{Argument, FormatArgument};

/// A variable that no case before has saved.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("no case before has saved the variable `{0}`")]
pub struct Unknown(pub String);

/// How many bytes the values of a file may have together: what does not fit is not kept.
const LARGEST: usize = 8 << 20;

/// The variables of a file.
#[derive(Debug, Clone, Default)]
pub struct Variables {
    values: BTreeMap<String, String>,
    bytes: usize,
}

impl Variables {
    /// Keeps a value.
    pub fn save(&mut self, name: &str, value: &str) {
        if self.bytes + value.len() > LARGEST {
            return;
        }
        self.bytes += value.len();
        self.values.insert(name.to_owned(), value.to_owned());
    }

    /// A value.
    ///
    /// # Errors
    /// There is none of that name.
    pub fn load(&self, name: &str) -> Result<&str, Unknown> {
        let value = self.values.get(name);
        value
            .map(String::as_str)
            .ok_or_else(|| Unknown(name.to_owned()))
    }

    /// The value of an in argument; it is kept where the file says so.
    ///
    /// # Errors
    /// It is loaded, and there is no such name.
    pub fn argument(&mut self, argument: &Argument) -> Result<String, Unknown> {
        let value = match &argument.load_as {
            Some(name) => self.load(name)?.to_owned(),
            None => argument.value.clone(),
        };
        if let Some(name) = &argument.save_as {
            self.save(name, &value);
        }
        Ok(value)
    }

    /// Makes a text and keeps it. A `%s` too many stays as it is.
    ///
    /// # Errors
    /// One of its variables is unknown.
    pub fn format(&mut self, argument: &FormatArgument) -> Result<(), Unknown> {
        let mut text = String::new();
        let mut parts = argument.format.split("%s");
        text.push_str(parts.next().unwrap_or_default());
        let mut variables = argument.variables.iter();
        for part in parts {
            match variables.next() {
                Some(name) => text.push_str(self.load(name)?),
                None => text.push_str("%s"),
            }
            text.push_str(part);
        }
        self.save(&argument.save_as, &text);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_saved_loaded_and_formatted() {
        let mut variables = Variables::default();
        let port = Argument {
            name: "NewExternalPort".to_owned(),
            value: "157".to_owned(),
            save_as: Some("Port".to_owned()),
            ..Argument::default()
        };
        assert_eq!(variables.argument(&port).as_deref(), Ok("157"));
        let again = Argument {
            load_as: Some("Port".to_owned()),
            ..Argument::default()
        };
        assert_eq!(variables.argument(&again).as_deref(), Ok("157"));
        let text = FormatArgument {
            save_as: "Text".to_owned(),
            format: "%s, again %s, and %s".to_owned(),
            variables: vec!["Port".to_owned(), "Port".to_owned()],
        };
        assert_eq!(variables.format(&text), Ok(()));
        assert_eq!(variables.load("Text"), Ok("157, again 157, and %s"));
        assert_eq!(variables.load("text"), Err(Unknown("text".to_owned())));
    }

    #[test]
    fn a_device_cannot_fill_the_memory_by_what_is_saved() {
        let mut variables = Variables::default();
        let large = "x".repeat(1 << 20);
        for number in 0..100 {
            variables.save(&format!("v{number}"), &large);
        }
        assert!(variables.load("v99").is_err());
    }
}
