//! The form of names (UDA-SCPD-10 to -12).

use ctk_vectors::uda::{deviation, row};

use crate::Findings;

/// What a name names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Named {
    Action,
    Argument,
    Variable,
}

/// The prefix of variables that only give arguments a type.
pub(super) const ARGUMENT_TYPE: &str = "A_ARG_TYPE_";

/// Checks a trimmed name.
pub(super) fn check(name: &str, named: Named, findings: &mut Findings) {
    findings.checked(row::UDA_SCPD_10);
    findings.checked(row::UDA_SCPD_11);
    if !is_well_formed(name) {
        findings.add(
            deviation::UDA_SCPD_10,
            format!("{name:?} is not of the form of a name"),
        );
    }
    // The standard itself has longer names for argument types.
    if name.chars().count() >= 32 && !name.starts_with(ARGUMENT_TYPE) {
        findings.add(
            deviation::UDA_SCPD_11,
            format!("the name {name} has 32 characters or more"),
        );
    }
    if named == Named::Argument {
        return;
    }
    findings.checked(row::UDA_SCPD_12);
    if let Some(own) = name.strip_prefix("X_") {
        let domain = own
            .split_once('_')
            .is_some_and(|(domain, rest)| !domain.is_empty() && !rest.is_empty());
        if !domain {
            findings.add(
                deviation::UDA_SCPD_12_NO_DOMAIN,
                format!("the name {name} has no vendor domain behind X_"),
            );
        }
    } else if name.starts_with("A_")
        && !(named == Named::Variable && name.starts_with(ARGUMENT_TYPE))
    {
        findings.add(
            deviation::UDA_SCPD_12,
            format!("the name {name} begins with A_"),
        );
    }
}

fn is_well_formed(name: &str) -> bool {
    let letter = |char: char| char.is_ascii_alphanumeric() || char == '_' || !char.is_ascii();
    let starts = name.starts_with(|first: char| {
        first.is_ascii_alphanumeric()
            || first == '_'
            || (!first.is_ascii() && first.is_alphanumeric())
    });
    let reserved = name
        .get(..3)
        .is_some_and(|start| start.eq_ignore_ascii_case("xml"));
    starts && !reserved && name.chars().all(|char| letter(char) || char == '.')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms() {
        for right in ["A", "_a.b", "9x", "Äpfel", "X_tern_a"] {
            assert!(is_well_formed(right), "{right}");
        }
        for wrong in ["", "a-b", "a#", "xmlThing", "XML", ".a", "a b"] {
            assert!(!is_well_formed(wrong), "{wrong}");
        }
    }
}
