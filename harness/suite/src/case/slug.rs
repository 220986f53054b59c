//! Names and values of the standard, as they stand in the ids of cases.

/// A name of the standard in the form of the ids: `NewMessages` as `new-messages`, `MessageID` as `message-id`.
pub(crate) fn kebab(name: &str) -> String {
    let mut out = String::new();
    let mut last_lower = false;
    for c in name.chars() {
        if c.is_ascii_uppercase() && last_lower {
            out.push('-');
        }
        last_lower = c.is_ascii_lowercase() || c.is_ascii_digit();
        out.push(c.to_ascii_lowercase());
    }
    out
}

/// A class as it stands in an id.
pub(crate) fn slug(class: &str) -> String {
    class.to_ascii_lowercase().replace(' ', "-")
}

#[cfg(test)]
mod tests {
    use super::*;
    use ctk_vectors::messaging_2::action;

    #[test]
    fn names_become_parts_of_ids() {
        for (name, id) in [
            ("NewMessages", "new-messages"),
            ("MessageID", "message-id"),
            (
                action::GET_FILE_TRANSFER_SESSION,
                "get-file-transfer-session",
            ),
        ] {
            assert_eq!(kebab(name), id);
        }
    }
}
