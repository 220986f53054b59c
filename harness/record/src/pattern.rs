//! Patterns that select cases: a prefix in whole segments, or a glob. `--case`, `--skip` and the ledger of known failures
//! all read them here.

use globset::{GlobBuilder, GlobMatcher};

/// A pattern of case ids.
///
/// Without any of `*?[{` it is a prefix in whole segments, which `/` and `.` part: `5.5.1` selects `5.5.1/empty-list` and
/// not `5.5.10/ended`. Else it is a glob over the whole id, in which `*` takes any characters, slashes too: `uda/*`
/// selects every case of the device architecture.
#[derive(Debug, Clone)]
pub struct Pattern {
    text: String,
    glob: Option<GlobMatcher>,
}

/// Why a text is not a pattern.
#[derive(Debug, thiserror::Error)]
pub enum PatternError {
    /// There is nothing in it.
    #[error("the pattern is empty; write a case id, its first segments, or a glob")]
    Empty,
    /// It is a glob, and a wrong one.
    #[error("the pattern `{text}` is not a glob: {why}")]
    Glob {
        /// The pattern.
        text: String,
        /// What is wrong with it.
        why: String,
    },
}

impl Pattern {
    /// Reads a pattern.
    ///
    /// # Errors
    /// When it is empty or a malformed glob.
    pub fn parse(text: &str) -> Result<Self, PatternError> {
        let text = text.trim();
        if text.is_empty() {
            return Err(PatternError::Empty);
        }
        let glob = if text.contains(['*', '?', '[', '{']) {
            let built = GlobBuilder::new(text)
                .literal_separator(false)
                .backslash_escape(true)
                .build();
            let why = |error: globset::Error| PatternError::Glob {
                text: text.to_owned(),
                why: error.kind().to_string(),
            };
            Some(built.map_err(why)?.compile_matcher())
        } else {
            None
        };
        Ok(Self {
            text: text.trim_end_matches('/').to_owned(),
            glob,
        })
    }

    /// The pattern as written.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Whether it selects the case.
    pub fn matches(&self, case: &str) -> bool {
        match &self.glob {
            Some(glob) => glob.is_match(case),
            None => case
                .strip_prefix(&self.text)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with(['/', '.'])),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn matches(pattern: &str, case: &str) -> bool {
        Pattern::parse(pattern).unwrap().matches(case)
    }

    #[test]
    fn prefixes_are_whole_segments() {
        assert!(matches("5.5.1", "5.5.1/empty-list"));
        assert!(matches("5.5", "5.5.1/empty-list"));
        assert!(matches("5.5.1/", "5.5.1/empty-list"));
        assert!(matches("5.5.1/empty-list", "5.5.1/empty-list"));
        assert!(!matches("5.5.1", "5.5.10/ended"));
        assert!(!matches("5.5.1/empty", "5.5.1/empty-list"));
        assert!(matches("uda", "uda/control/no-soapaction"));
    }

    #[test]
    fn a_star_takes_slashes_too() {
        assert!(matches("5.5.*/unknown-*", "5.5.4/unknown-class"));
        assert!(matches("uda/*", "uda/control/no-soapaction"));
        assert!(matches("*/pending", "5.5.13/pending"));
        assert!(!matches("uda/*", "5.5.13/pending"));
        assert!(matches("uda/**", "uda/control/no-soapaction"));
        assert!(matches("{5.5.4,5.5.5}/*", "5.5.5/unknown-id"));
    }

    #[test]
    fn nonsense_is_refused() {
        assert!(matches!(Pattern::parse(" "), Err(PatternError::Empty)));
        assert!(
            Pattern::parse("5.5.[")
                .unwrap_err()
                .to_string()
                .contains("`5.5.[`")
        );
    }
}
