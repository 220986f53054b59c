//! Which cases: patterns of `--case` and `--skip`.

use ctk_suite::case::Case;
use globset::{GlobBuilder, GlobMatcher};

use crate::cli::SelectArgs;
use crate::exit_code::Failure;

/// A pattern: a prefix in whole segments, or a glob.
enum Pattern {
    Prefix(String),
    Glob(Box<GlobMatcher>),
}

impl Pattern {
    fn read(text: &str) -> Result<Self, Failure> {
        if text.contains(['*', '?', '[', '{']) {
            let glob = GlobBuilder::new(text)
                .literal_separator(false)
                .build()
                .map_err(|error| Failure::usage(format!("`{text}` is no pattern: {error}")))?;
            return Ok(Self::Glob(Box::new(glob.compile_matcher())));
        }
        Ok(Self::Prefix(text.trim_end_matches('/').to_owned()))
    }

    /// `5.5.1` selects `5.5.1/…` and `5.5.1.7/…`, never `5.5.10/…`.
    fn matches(&self, id: &str) -> bool {
        match self {
            Self::Prefix(prefix) => id
                .strip_prefix(prefix.as_str())
                .is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '/'])),
            Self::Glob(glob) => glob.is_match(id),
        }
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
        .filter(|case| wanted.is_empty() || wanted.iter().any(|pattern| pattern.matches(&case.id)))
        .filter(|case| !unwanted.iter().any(|pattern| pattern.matches(&case.id)))
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
            let pattern = Pattern::read(text)?;
            if cases.iter().any(|case| pattern.matches(&case.id)) {
                return Ok(pattern);
            }
            Err(Failure::usage(format!(
                "{flag} {text} selects no case{}",
                near(text, cases)
            )))
        })
        .collect()
}

/// Ids that share the longest beginning with the text.
fn near(text: &str, cases: &[Case]) -> String {
    let common = |id: &str| {
        id.bytes()
            .zip(text.bytes())
            .take_while(|(a, b)| a == b)
            .count()
    };
    let best = cases.iter().map(|case| common(&case.id)).max().unwrap_or(0);
    let ids: Vec<&str> = cases
        .iter()
        .filter(|case| common(&case.id) == best)
        .map(|case| case.id.as_ref())
        .take(3)
        .collect();
    if best < 3 || ids.is_empty() {
        "; `messaging-ctk list` shows all ids".to_owned()
    } else {
        format!(
            "; near it: {}; `messaging-ctk list` shows all ids",
            ids.join(", ")
        )
    }
}

#[cfg(test)]
mod tests {
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
        select(cases(), &args).map(|cases| cases.iter().map(|case| case.id.to_string()).collect())
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
}
