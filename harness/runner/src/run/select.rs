//! Which cases: patterns of `--case` and `--skip`.

use clap::Args;
use ctk_record::pattern::Pattern;
use ctk_suite::case::Case;

use crate::exit_code::Failure;
use crate::suggestion::suggestion;

/// Which cases.
#[derive(Debug, Clone, Default, Args)]
pub struct SelectArgs {
    /// Only cases whose id begins with these whole segments, or matches this glob; repeatable
    #[arg(long = "case", value_name = "PATTERN")]
    pub case: Vec<String>,
    /// Not these cases; repeatable
    #[arg(long, value_name = "PATTERN")]
    pub skip: Vec<String>,
}

impl SelectArgs {
    /// Whether nothing is left out.
    pub fn is_everything(&self) -> bool {
        self.case.is_empty() && self.skip.is_empty()
    }
}

/// The cases that the arguments select, in the suite's order.
///
/// # Errors
/// A pattern that selects nothing, with what is near it.
pub fn select(cases: Vec<Case>, args: &SelectArgs) -> Result<Vec<Case>, Failure> {
    let wanted = read_all("--case", &args.case, &cases)?;
    let unwanted = read_all("--skip", &args.skip, &cases)?;
    let selected: Vec<Case> = cases
        .into_iter()
        .filter(|case| {
            wanted.is_empty() || wanted.iter().any(|pattern| pattern.matches(&case.meta.id))
        })
        .filter(|case| {
            !unwanted
                .iter()
                .any(|pattern| pattern.matches(&case.meta.id))
        })
        .collect();
    if selected.is_empty() {
        return Err(Failure::usage("--case and --skip together select no case"));
    }
    Ok(selected)
}

fn read_all(flag: &str, texts: &[String], cases: &[Case]) -> Result<Vec<Pattern>, Failure> {
    texts
        .iter()
        .map(|text| {
            let pattern =
                Pattern::parse(text).map_err(|error| Failure::usage(format!("{flag}: {error}")))?;
            if cases.iter().any(|case| pattern.matches(&case.meta.id)) {
                return Ok(pattern);
            }
            Err(Failure::usage(format!(
                "{flag} {text} selects no case{}; `messaging-ctk list` shows all ids",
                suggestion(text, cases.iter().map(|case| case.meta.id.as_ref()))
            )))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use ctk_reports::known_failures::KnownFailures;

    use super::*;

    fn cases() -> Vec<Case> {
        [
            "5.5.1/identity",
            "5.5.10/accept",
            "5.5.10/closed",
            "5.5.13/pending",
            "uda/control/fault",
        ]
        .map(|id| Case::new(id, "p"))
        .to_vec()
    }

    fn ids(case: &[&str], skip: &[&str]) -> Result<Vec<String>, Failure> {
        let own = |list: &[&str]| list.iter().map(|text| (*text).to_owned()).collect();
        let args = SelectArgs {
            case: own(case),
            skip: own(skip),
        };
        select(cases(), &args)
            .map(|cases| cases.iter().map(|case| case.meta.id.to_string()).collect())
    }

    #[test]
    fn prefixes_are_whole_segments() {
        assert_eq!(ids(&["5.5.1"], &[]), Ok(vec!["5.5.1/identity".to_owned()]));
        assert_eq!(
            ids(&["5.5.10/"], &["5.5.10/closed"]),
            Ok(vec!["5.5.10/accept".to_owned()])
        );
        assert_eq!(ids(&["uda"], &[]), Ok(vec!["uda/control/fault".to_owned()]));
        assert_eq!(ids(&["5.5"], &[]).map(|ids| ids.len()), Ok(4));
        assert_eq!(
            ids(&["*/pending"], &[]),
            Ok(vec!["5.5.13/pending".to_owned()])
        );
        assert_eq!(ids(&[], &[]).map(|ids| ids.len()), Ok(5));
    }

    #[test]
    fn a_pattern_that_selects_nothing_is_an_error() {
        let failure = ids(&["5.5.13/pend"], &[]).expect_err("half a segment");
        assert_eq!(failure.code, 2);
        assert!(
            failure.message.contains("5.5.13/pending"),
            "{}",
            failure.message
        );
        assert!(ids(&[], &["9"]).is_err());
        assert!(ids(&["[x"], &[]).is_err());
        assert!(ids(&["5.5.1"], &["5.5.1"]).is_err());
    }

    /// One pattern language: `--case`, `--skip` and the ledger of known failures mean the same cases by it.
    #[test]
    fn known_failures_are_selected_like_cases() {
        for (pattern, count) in [
            ("5.5.1", 1),
            ("5.5.10/", 2),
            ("5.5", 4),
            ("uda/*", 1),
            ("uda/**", 1),
            ("*/pending", 1),
            ("5.5.*/[ac]*", 2),
            ("{5.5.1,5.5.13}/*", 2),
            ("5.5.13/pend", 0),
        ] {
            let selected = ids(&[pattern], &[]).unwrap_or_default();
            assert_eq!(selected.len(), count, "{pattern}");
            let skipped = ids(&[], &[pattern]).map_or(0, |kept| cases().len() - kept.len());
            assert_eq!(skipped, count, "{pattern}");
            let ledger = format!("[[known]]\ncase = '{pattern}'\nreason = 'a ticket'\n");
            let ledger = KnownFailures::parse("known.toml", &ledger).expect("a ledger");
            let excused = cases()
                .iter()
                .map(|case| case.meta.id.to_string())
                .filter(|id| ledger.check([id.as_str()]).is_ok())
                .collect::<Vec<_>>();
            assert_eq!(excused, selected, "{pattern}");
        }
    }
}
