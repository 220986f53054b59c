//! Ids as users write them: in any case.

use std::borrow::Cow;

use ctk_suite::case::Case;
use ctk_vectors::facts;

/// The id as it is known, where one differs in case alone; else as it was written.
pub(super) fn as_known<'i>(id: &'i str, cases: &[Case]) -> Cow<'i, str> {
    let facts = facts();
    let of_cases = cases.iter().map(|case| case.meta.id.as_ref());
    let norms = ctk_suite::universe();
    let of_norms = norms.iter().map(|norm| norm.id);
    let of_rulings = facts.rulings.iter().map(|ruling| ruling.id.as_str());
    let of_actions = facts.actions.iter().map(|action| action.name.as_str());
    let of_variables = facts
        .state_variables
        .iter()
        .map(|variable| variable.name.as_str());
    let mut all = of_cases
        .chain(of_norms)
        .chain(of_rulings)
        .chain(of_actions)
        .chain(of_variables);
    if let Some(known) = all.find(|known| known.eq_ignore_ascii_case(id)) {
        return Cow::Owned(known.to_owned());
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
    let numbered = ["table", "figure"].into_iter().find_map(|word| {
        let number = lower.strip_prefix(word)?.trim_start_matches(['-', ' ']);
        number
            .parse::<u16>()
            .ok()
            .map(|number| format!("{word}-{number}"))
    });
    numbered.map_or(Cow::Borrowed(id), Cow::Owned)
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
