//! Ids as users write them: in any case.

use std::borrow::Cow;

use ctk_device::defects::{DEFECTS, VARIATIONS};
use ctk_suite::case::Case;
use ctk_vectors::facts;

/// Everything that has an id of its own.
pub(super) fn all(cases: &[Case]) -> Vec<&str> {
    let facts = facts();
    let of_cases = cases.iter().map(|case| case.meta.id.as_ref());
    let of_norms = ctk_suite::universe().into_iter().map(|norm| norm.id);
    let of_rulings = facts.rulings.iter().map(|ruling| ruling.id.as_str());
    let of_actions = facts.actions.iter().map(|action| action.name.as_str());
    let of_variables = facts
        .state_variables
        .iter()
        .map(|variable| variable.name.as_str());
    let of_defects = DEFECTS.iter().map(|defect| defect.id);
    let of_variations = VARIATIONS.iter().map(|variation| variation.id);
    of_cases
        .chain(of_norms)
        .chain(of_rulings)
        .chain(of_actions)
        .chain(of_variables)
        .chain(of_defects)
        .chain(of_variations)
        .collect()
}

/// The id as it is known, where one differs in case alone, or in a zero before a number; else as it was written.
pub(super) fn as_known<'i>(id: &'i str, cases: &[Case]) -> Cow<'i, str> {
    let same = |known: &&str| known.eq_ignore_ascii_case(id);
    if let Some(known) = all(cases).into_iter().find(same) {
        return Cow::Owned(known.to_owned());
    }
    if let Some(figure) = figure_of(id) {
        return Cow::Borrowed(figure);
    }
    let heads = cases.iter().map(|case| case.meta.head());
    let mut known = heads.chain(["waits"]);
    if let Some(known) = known.find(|known| known.eq_ignore_ascii_case(id)) {
        return Cow::Owned(known.to_owned());
    }
    let lower = id.to_ascii_lowercase();
    if lower == "wait" {
        return Cow::Borrowed("waits");
    }
    if let Some(clause) = lower.strip_prefix("clause") {
        return Cow::Owned(clause.trim_start_matches(['-', ' ']).to_owned());
    }
    if let Some(Ok(number)) = lower.strip_prefix("r-").map(str::parse::<u16>) {
        return Cow::Owned(format!("R-{number:02}"));
    }
    let numbered = ["table", "figure"].into_iter().find_map(|word| {
        let number = lower.strip_prefix(word)?.trim_start_matches(['-', ' ']);
        number
            .parse::<u16>()
            .ok()
            .map(|number| format!("{word}-{number}"))
    });
    numbered.map_or(Cow::Borrowed(id), Cow::Owned)
}

/// The figure that has this state of a session, or folder of a message.
fn figure_of(name: &str) -> Option<&'static str> {
    let facts = facts();
    let is = |known: &String| known.eq_ignore_ascii_case(name);
    let mut sessions = facts.session_edges.iter();
    let mut messages = facts.message_edges.iter();
    if sessions.any(|edge| is(&edge.from) || is(&edge.to)) {
        Some("figure-3")
    } else if messages.any(|edge| is(&edge.from) || is(&edge.to)) {
        Some("figure-2")
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use crate::commands::explain::explain;

    #[test]
    fn ids_are_known_in_any_case() {
        for (id, words) in [
            ("m-5.5.13-708", "M-5.5.13-708"),
            ("uda-ctrl-26", "UDA-CTRL-26"),
            ("r-18", "R-18"),
            ("r-5", "R-05"),
            ("parked", "figure 3"),
            ("Outgoing", "figure 2"),
            ("Transfer-never-fetches", "5.5.16/fetches-the-file"),
            ("joinsession", "JoinSession"),
            ("5.5.13/PENDING", "5.5.13/pending"),
            ("Table 46", "46"),
            ("Figure-3", "--JoinSession--> Running"),
            ("figure 2", "Outgoing"),
            ("5.5.13", "clause 5.5.13"),
            ("clause-5.4", "clause 5.4"),
            ("Clause 5.4", "M-5.4-1"),
            ("uda/Eventing", "uda/eventing/"),
            ("annex-a", "annex-a/"),
            ("model", "model/walk"),
            ("waits", "reply"),
            ("wait", "reply"),
            ("REPLY", "30000 ms"),
        ] {
            let text = explain(id).unwrap_or_else(|| panic!("nothing is called {id}"));
            assert!(text.contains(words), "{id}: {text}");
        }
        for unknown in ["figure-9", "5.5.99", "clause-99", "clause", ""] {
            assert_eq!(explain(unknown), None, "{unknown}");
        }
    }
}
