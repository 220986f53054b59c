//! The score: how many of each group were caught or clean, and the last line.

use std::fmt::Write as _;

use ctk_device::defects::Layer;

use super::subject::{GROUPS, Subject};
use super::trial::Verdict;

/// What counts together.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Defect,
    Deep,
    Variation,
}

impl Kind {
    fn of(subject: Subject) -> Self {
        match subject {
            Subject::Variation(..) => Self::Variation,
            Subject::Defect(_) if subject.is_deep() => Self::Deep,
            Subject::Defect(_) => Self::Defect,
        }
    }
}

/// The table and the last line; a verdict is that of the subject at the same place, or none when it was not tried.
pub(super) fn score(subjects: &[Subject], verdicts: &[Option<Verdict>]) -> String {
    let count = |of: &dyn Fn(Subject) -> bool| {
        let (mut well, mut all) = (0, 0);
        for (&subject, verdict) in subjects.iter().zip(verdicts) {
            if of(subject) {
                all += 1;
                well += usize::from(*verdict == Some(Verdict::Well));
            }
        }
        (well, all)
    };
    let mut text = String::new();
    let mut table = |title: &str, kind: Kind, groups: &mut dyn Iterator<Item = &'static str>| {
        let mut lines = String::new();
        for group in groups {
            let (well, all) = count(&|one| Kind::of(one) == kind && one.group() == group);
            if all > 0 {
                let _ = writeln!(lines, "  {group:16} {well:4} of {all:4}");
            }
        }
        if !lines.is_empty() {
            let _ = write!(text, "{title}\n{lines}");
        }
    };
    table("defects caught", Kind::Defect, &mut GROUPS.into_iter());
    table("deep defects caught", Kind::Deep, &mut GROUPS.into_iter());
    table(
        "variations clean",
        Kind::Variation,
        &mut Layer::ALL.iter().map(|layer| layer.name()),
    );
    let (caught, defects) = count(&|one| Kind::of(one) == Kind::Defect);
    let (noticed, deep) = count(&|one| Kind::of(one) == Kind::Deep);
    let (clean, variations) = count(&|one| Kind::of(one) == Kind::Variation);
    let _ = write!(
        text,
        "selftest: {caught} of {defects} defects caught by their cases, "
    );
    if deep > 0 {
        let _ = write!(text, "{noticed} of {deep} deep ones, ");
    }
    let _ = writeln!(text, "{clean} of {variations} variations clean");
    text
}

#[cfg(test)]
mod tests {
    use super::super::subject::{Wanted, select};
    use super::*;

    #[test]
    fn what_was_not_tried_is_not_good() {
        let only = ["usn-without-type", "max-age-zero", "pretty-printed"].map(str::to_owned);
        let wanted = Wanted {
            only: &only,
            ..Wanted::default()
        };
        let subjects = select(wanted).expect("they are there");
        let well = Some(Verdict::Well);
        let text = score(&subjects, &[well, None, well]);
        assert_eq!(
            text,
            "defects caught\n  uda/discovery       1 of    2\nvariations clean\n  documents           1 of    1\n\
             selftest: 1 of 2 defects caught by their cases, 1 of 1 variations clean\n"
        );
    }

    #[test]
    fn deep_defects_count_apart() {
        let only = ["second-cc-lost", "bcc-shown-as-cc"].map(str::to_owned);
        let wanted = Wanted {
            only: &only,
            ..Wanted::default()
        };
        let subjects = select(wanted).expect("they are there");
        let text = score(&subjects, &[Some(Verdict::Well), Some(Verdict::Ill)]);
        assert_eq!(
            text,
            "deep defects caught\n  5.5 actions         1 of    2\n\
             selftest: 0 of 0 defects caught by their cases, 1 of 2 deep ones, 0 of 0 variations clean\n"
        );
    }
}
