//! Changes of one cause, together.

use super::Change;

/// The changes by what they go back to, in the order of the first of each.
pub(super) fn grouped(changes: &[Change]) -> Vec<(&str, Vec<&Change>)> {
    let mut groups: Vec<(&str, Vec<&Change>)> = Vec::new();
    for change in changes {
        let same = groups
            .iter_mut()
            .find(|(cause, _)| !cause.is_empty() && *cause == change.cause);
        match same {
            Some((_, group)) => group.push(change),
            None => groups.push((&change.cause, vec![change])),
        }
    }
    groups
}
