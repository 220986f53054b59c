//! What is tried: a defect or a variation of the reference device, and how it is called in the score.

use ctk_device::defects::{DEFECTS, Defect, Depth, VARIATIONS, Variation};
use ctk_record::pattern::Pattern;

use crate::exit_code::Failure;

/// A deviation of the reference device.
#[derive(Clone, Copy)]
pub(super) enum Subject {
    /// It has to be caught.
    Defect(&'static Defect),
    /// It may change no verdict. The number is its place in the list.
    Variation(usize, &'static Variation),
}

impl Subject {
    /// Its kebab-case name.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Defect(defect) => defect.id,
            Self::Variation(_, variation) => variation.id,
        }
    }

    /// Whether it is a defect that takes several steps or a special value to see.
    pub(super) fn is_deep(self) -> bool {
        matches!(self, Self::Defect(defect) if defect.depth == Depth::Deep)
    }

    /// Under which heading it counts: a defect where its first case belongs, a variation by what it varies.
    pub(super) fn group(self) -> &'static str {
        match self {
            Self::Defect(defect) if defect.depth == Depth::Deep => {
                group_of_requirement(defect.breaks)
            }
            Self::Defect(defect) => group_of_case(defect.caught_by.first().unwrap_or(&"")),
            Self::Variation(_, variation) => variation.layer.name(),
        }
    }
}

/// The headings of the defects, in the order of the score.
pub(super) const GROUPS: [&str; 11] = [
    "5.3 documents",
    "5.4 events",
    "5.5 actions",
    "5.6 states",
    "other clauses",
    "uda/discovery",
    "uda/description",
    "uda/scpd",
    "uda/control",
    "uda/eventing",
    "uda/security",
];

fn group_of_requirement(id: &str) -> &'static str {
    let clause = ctk_vectors::facts().norm(id).map(|norm| norm.clause);
    group_of_case(&format!("{}/", clause.unwrap_or_default()))
}

fn group_of_case(id: &str) -> &'static str {
    let head = id.rsplit_once('/').map_or(id, |(head, _)| head);
    let clause = |group: &&&str| {
        let clause = group.split(' ').next().unwrap_or(group);
        head.strip_prefix(clause)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
    };
    GROUPS.iter().find(clause).unwrap_or(&"other clauses")
}

/// What is asked for.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Wanted<'a> {
    /// Patterns of names; without any, all but the hidden variations.
    pub(super) only: &'a [String],
    /// The deep defects alone.
    pub(super) deep: bool,
    /// Without a pattern, no deep defects.
    pub(super) quick: bool,
}

/// The defects and variations that are asked for.
///
/// # Errors
/// A malformed glob, or patterns that select nothing.
pub(super) fn select(wanted: Wanted<'_>) -> Result<Vec<Subject>, Failure> {
    let only = wanted.only;
    let patterns = only
        .iter()
        .map(|text| Pattern::parse(text))
        .collect::<Result<Vec<_>, _>>()
        .map_err(|error| Failure::usage(format!("--only: {error}")))?;
    let named = |id: &str| patterns.is_empty() || patterns.iter().any(|one| one.matches(id));
    let deep_too = !wanted.quick || !only.is_empty();
    let of_depth = |one: Subject| {
        if wanted.deep {
            one.is_deep()
        } else {
            deep_too || !one.is_deep()
        }
    };
    let defects = DEFECTS.iter().map(Subject::Defect);
    let variations = VARIATIONS
        .iter()
        .enumerate()
        .filter(|(_, variation)| !(variation.hidden && only.is_empty()))
        .map(|(place, variation)| Subject::Variation(place, variation));
    let subjects: Vec<Subject> = defects
        .chain(variations)
        .filter(|subject| named(subject.name()) && of_depth(*subject))
        .collect();
    if subjects.is_empty() {
        return Err(Failure::usage(
            "this selects no defect and no variation; `messaging-ctk list --defects` shows all",
        ));
    }
    Ok(subjects)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_defect_counts_where_its_case_belongs() {
        for (case, group) in [
            ("5.3.10/valid", "5.3 documents"),
            ("5.5/delete-message-declared", "5.5 actions"),
            ("5.6.1.2/peer-request", "5.6 states"),
            ("uda/discovery/usn", "uda/discovery"),
            ("annex-a/valid", "other clauses"),
            ("5.1/described", "other clauses"),
        ] {
            assert_eq!(group_of_case(case), group, "{case}");
        }
    }

    #[test]
    fn hidden_ones_run_when_they_are_named() {
        let names = |only: &[&str]| {
            let only: Vec<String> = only.iter().map(|&text| text.to_owned()).collect();
            let wanted = Wanted {
                only: &only,
                ..Wanted::default()
            };
            select(wanted).map(|list| list.iter().map(|one| one.name()).collect::<Vec<_>>())
        };
        assert!(names(&[]).is_ok_and(|all| !all.contains(&"slow-answers") && all.len() > 100));
        assert_eq!(names(&["slow-*"]), Ok(vec!["slow-answers"]));
        assert!(names(&["no-such-thing"]).is_err());
        assert!(names(&["[x"]).is_err());
    }

    #[test]
    fn deep_defects_are_left_out_of_a_quick_selftest_and_chosen_by_their_depth() {
        let deep = |deep, quick| {
            let wanted = Wanted {
                deep,
                quick,
                only: &[],
            };
            let subjects = select(wanted).expect("there are some");
            let count = subjects.iter().filter(|one| one.is_deep()).count();
            (count, subjects.len() - count)
        };
        let (all, others) = deep(false, false);
        assert!(all >= 60, "{all}");
        assert_eq!(deep(false, true), (0, others));
        assert_eq!(deep(true, true), (all, 0));
    }
}
