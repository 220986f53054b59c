//! The score: how many of each group were caught or clean, and the last line.

use std::fmt::Write as _;

use ctk_device::defects::Layer;

use super::subject::{GROUPS, Subject};

/// The table and the last line; a verdict is that of the subject at the same place, or none when it was not tried.
pub(super) fn score(subjects: &[Subject], good: &[Option<bool>]) -> String {
    let count = |of: &dyn Fn(Subject) -> bool| {
        let (mut well, mut all) = (0, 0);
        for (&subject, verdict) in subjects.iter().zip(good) {
            if of(subject) {
                all += 1;
                well += usize::from(*verdict == Some(true));
            }
        }
        (well, all)
    };
    let mut text = String::new();
    let mut table = |title: &str, defects: bool, groups: &mut dyn Iterator<Item = &'static str>| {
        let mut lines = String::new();
        for group in groups {
            let (well, all) = count(&|one| one.is_defect() == defects && one.group() == group);
            if all > 0 {
                let _ = writeln!(lines, "  {group:16} {well:4} of {all:4}");
            }
        }
        if !lines.is_empty() {
            let _ = write!(text, "{title}\n{lines}");
        }
    };
    table("defects caught", true, &mut GROUPS.into_iter());
    table(
        "variations clean",
        false,
        &mut Layer::ALL.iter().map(|layer| layer.name()),
    );
    let (caught, defects) = count(&|one| one.is_defect());
    let (clean, variations) = count(&|one| !one.is_defect());
    let _ = writeln!(
        text,
        "selftest: {caught} of {defects} defects caught by their cases, {clean} of {variations} variations clean"
    );
    text
}

#[cfg(test)]
mod tests {
    use super::super::subject::select;
    use super::*;

    #[test]
    fn what_was_not_tried_is_not_good() {
        let only = ["usn-without-type", "max-age-zero", "pretty-printed"].map(str::to_owned);
        let subjects = select(&only).expect("they are there");
        let text = score(&subjects, &[Some(true), None, Some(true)]);
        assert_eq!(
            text,
            "defects caught\n  uda/discovery       1 of    2\nvariations clean\n  documents           1 of    1\n\
             selftest: 1 of 2 defects caught by their cases, 1 of 1 variations clean\n"
        );
    }
}
