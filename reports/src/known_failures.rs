//! The ledger of known failures: what is allowed to fail, each with a reason.
//!
//! ```toml
//! [[known]]
//! case = "5.5.13/pending"          # a pattern as in `--case`
//! reason = "firmware 3.1 mends it, ticket 4711"
//! expires = 2026-12-31             # optional: the last day on which the excuse holds
//! symptom = "M-5.5.13-708: fault 712"   # optional: only a failure with this fingerprint is excused
//! ```
//!
//! A listed case still runs. An entry that names no case is an error; a listed case that passes, and an expired entry,
//! speak against the run. So the ledger cannot outlive its reasons.

use std::collections::HashMap;

use serde::Deserialize;
use toml::value::{Date, Datetime};

use ctk_record::Record;
use ctk_record::pattern::{Pattern, PatternError};
use ctk_record::{CaseResult, Verdict};

/// How long a ledger may be, in bytes.
const FILE_LIMIT: usize = 4 * 1024 * 1024;

/// The ledger.
#[derive(Debug, Clone, Default)]
pub struct KnownFailures {
    entries: Vec<Known>,
}

/// An entry of the ledger.
#[derive(Debug, Clone)]
pub struct Known {
    /// Which cases.
    pub pattern: Pattern,
    /// Why they may fail.
    pub reason: String,
    /// The last day on which they may.
    pub expires: Option<Date>,
    /// The fingerprint of the failure that is excused; absent: any.
    pub symptom: Option<String>,
}

/// Why a ledger is refused.
#[derive(Debug, thiserror::Error)]
#[allow(missing_docs, reason = "the messages say it")]
pub enum LedgerError {
    #[error("{file}: the ledger of known failures is longer than {FILE_LIMIT} bytes")]
    TooLong { file: String },
    #[error("{file}: {why}")]
    Malformed { file: String, why: String },
    #[error("{file}: entry {entry}: {why}")]
    Pattern {
        file: String,
        entry: usize,
        why: PatternError,
    },
    #[error(
        "{file}: entry {entry} (`{case}`) gives no reason; say why it may fail, and where that is tracked"
    )]
    NoReason {
        file: String,
        entry: usize,
        case: String,
    },
    #[error(
        "{file}: entry {entry} (`{case}`): `expires` is a date without a time, as in 2026-12-31"
    )]
    NoDate {
        file: String,
        entry: usize,
        case: String,
    },
    #[error("{file}: entries {first} and {entry} are both for `{case}`; keep one")]
    Duplicate {
        file: String,
        first: usize,
        entry: usize,
        case: String,
    },
    #[error(
        "the known failure `{case}` names no case of the suite; it was renamed or misspelt: see `messaging-ctk list`"
    )]
    NamesNothing { case: String },
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    known: Vec<Entry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    case: String,
    reason: String,
    expires: Option<Datetime>,
    symptom: Option<String>,
}

impl KnownFailures {
    /// Reads a ledger; `file` is its name in messages.
    ///
    /// # Errors
    /// When it is not TOML of the documented shape, an entry lacks its reason, or two entries say the same.
    pub fn parse(file: &str, text: &str) -> Result<Self, LedgerError> {
        let file = file.to_owned();
        if text.len() > FILE_LIMIT {
            return Err(LedgerError::TooLong { file });
        }
        let read: File = toml::from_str(text).map_err(|error| LedgerError::Malformed {
            file: file.clone(),
            why: error.to_string().trim_end().to_owned(),
        })?;
        let mut seen: HashMap<(String, Option<String>), usize> = HashMap::new();
        let mut entries = Vec::new();
        for (
            place,
            Entry {
                case,
                reason,
                expires,
                symptom,
            },
        ) in read.known.into_iter().enumerate()
        {
            let (entry, file) = (place + 1, file.clone());
            let pattern = match Pattern::parse(&case) {
                Ok(pattern) => pattern,
                Err(why) => return Err(LedgerError::Pattern { file, entry, why }),
            };
            if reason.trim().is_empty() {
                return Err(LedgerError::NoReason { file, entry, case });
            }
            let Some(expires) = Self::last_day(expires) else {
                return Err(LedgerError::NoDate { file, entry, case });
            };
            if let Some(first) = seen.insert((pattern.text().to_owned(), symptom.clone()), entry) {
                return Err(LedgerError::Duplicate {
                    file,
                    first,
                    entry,
                    case,
                });
            }
            entries.push(Known {
                pattern,
                reason: reason.trim().to_owned(),
                expires,
                symptom,
            });
        }
        Ok(Self { entries })
    }

    /// The date; nothing when it is a time.
    fn last_day(expires: Option<Datetime>) -> Option<Option<Date>> {
        match expires {
            None => Some(None),
            Some(Datetime {
                date: Some(date),
                time: None,
                offset: None,
            }) => Some(Some(date)),
            Some(_) => None,
        }
    }

    /// The entries, in the order of the file.
    pub fn entries(&self) -> &[Known] {
        &self.entries
    }

    /// Checks that every entry names a case; `cases` are all the cases of the suite, selected or not.
    ///
    /// # Errors
    /// The first entry that names none.
    pub fn check<'a>(&self, cases: impl IntoIterator<Item = &'a str>) -> Result<(), LedgerError> {
        let cases: Vec<&str> = cases.into_iter().collect();
        match self
            .entries
            .iter()
            .find(|entry| !cases.iter().any(|case| entry.pattern.matches(case)))
        {
            Some(entry) => Err(LedgerError::NamesNothing {
                case: entry.pattern.text().to_owned(),
            }),
            None => Ok(()),
        }
    }

    /// The entry that excuses this failure on the day that `now` (RFC 3339) names. The reason goes into
    /// [`CaseResult::known_failure`].
    pub fn excuses(&self, result: &CaseResult, now: &str) -> Option<&Known> {
        let applies = |entry: &&Known| {
            result.verdict == Verdict::Fail
                && entry.pattern.matches(&result.case)
                && entry
                    .symptom
                    .as_ref()
                    .is_none_or(|symptom| *symptom == result.symptom)
                && !entry.is_expired(now)
        };
        self.entries.iter().find(applies)
    }

    /// Marks the foreseen failures of a record, and says what the ledger holds against the run: entries that have
    /// expired, and listed cases that pass now. These sentences are for the footer's remarks. The day is that on which
    /// the run began.
    pub fn apply(&self, record: &mut Record) -> Vec<String> {
        let now = record.header.started.clone();
        for case in &mut record.cases {
            if let Some(result) = &mut case.result {
                let excuse = self.excuses(result, &now).map(|entry| entry.reason.clone());
                result.known_failure = excuse;
            }
        }
        self.remarks(record)
    }

    /// What the ledger holds against a run.
    pub fn remarks(&self, record: &Record) -> Vec<String> {
        let now = &record.header.started;
        let mut remarks = Vec::new();
        for entry in &self.entries {
            let pattern = entry.pattern.text();
            if let (true, Some(day)) = (entry.is_expired(now), entry.expires) {
                remarks.push(format!(
                    "the known failure `{pattern}` has expired on {day}: {}",
                    entry.reason
                ));
            }
            for (case, outcome) in record.outcomes() {
                let id = &case.planned.id;
                if outcome.verdict == Verdict::Pass && entry.pattern.matches(id) {
                    remarks.push(format!(
                        "the known failure `{id}` passes now: take `{pattern}` out of the ledger"
                    ));
                }
            }
        }
        remarks
    }
}

impl Known {
    /// Whether the entry's last day is over at `now` (RFC 3339). A time that cannot be read is never in time.
    pub fn is_expired(&self, now: &str) -> bool {
        let Some(expires) = self.expires else {
            return false;
        };
        let today = now
            .get(..10)
            .and_then(|day| day.parse::<Datetime>().ok())
            .and_then(|day| day.date);
        today.is_none_or(|today| {
            (today.year, today.month, today.day) > (expires.year, expires.month, expires.day)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::summary;
    use ctk_record::sample::{sample, small};

    fn refusal(text: &str) -> String {
        KnownFailures::parse("known.toml", text)
            .expect_err("must be refused")
            .to_string()
    }

    #[test]
    fn a_ledger_excuses_what_it_names() {
        let ledger = KnownFailures::parse(
            "known.toml",
            r#"
            [[known]]
            case = "5.5.13"
            symptom = "M-5.5.13-708: fault 712"
            reason = "ticket 1"
            [[known]]
            case = "uda/**"
            reason = "ticket 2"
            expires = 2026-03-01
            [[known]]
            case = "5.5.5/unknown-id"
            symptom = "another one"
            reason = "ticket 3"
            "#,
        )
        .unwrap();
        let mut record = sample();
        assert!(
            ledger
                .check(record.cases.iter().map(|case| case.planned.id.as_str()))
                .is_ok()
        );
        let remarks = ledger.apply(&mut record);
        let known = |id: &str| {
            let case = record
                .cases
                .iter()
                .find(|case| case.planned.id == id)
                .unwrap();
            case.result.as_ref().unwrap().known_failure.clone()
        };
        assert_eq!(known("5.5.13/pending").as_deref(), Some("ticket 1"));
        assert_eq!(
            known("uda/control/content-type").as_deref(),
            Some("ticket 2"),
            "its last day still counts"
        );
        assert_eq!(
            known("5.5.5/unknown-id"),
            None,
            "another symptom is another failure"
        );
        assert_eq!(
            remarks,
            [
                "the known failure `5.5.13/running` passes now: take `5.5.13` out of the ledger",
                "the known failure `uda/eventing/huge` passes now: take `uda/**` out of the ledger",
            ]
        );
    }

    #[test]
    fn an_expired_entry_excuses_nothing() {
        let text = "[[known]]\ncase = \"a/1\"\nreason = \"later\"\nexpires = 2026-02-28\n";
        let ledger = KnownFailures::parse("known.toml", text).unwrap();
        let mut record = small(&[("a/1", Verdict::Fail), ("a/2", Verdict::Pass)]);
        let remarks = ledger.apply(&mut record);
        assert_eq!(
            remarks,
            ["the known failure `a/1` has expired on 2026-02-28: later"]
        );
        assert_eq!(summary::exit_code(&record, &remarks), 1);
        assert!(ledger.entries()[0].is_expired("nonsense"));
    }

    #[test]
    fn known_failures_alone_are_a_clean_exit() {
        let ledger =
            KnownFailures::parse("k", "[[known]]\ncase = \"a/1\"\nreason = \"x\"\n").unwrap();
        let mut record = small(&[("a/1", Verdict::Fail), ("a/2", Verdict::Pass)]);
        let remarks = ledger.apply(&mut record);
        assert_eq!(
            (remarks.len(), summary::exit_code(&record, &remarks)),
            (0, 0)
        );
        assert_eq!(
            summary::verdict_line(&record),
            "no failure found but 1 known; 2 of 2 judged"
        );
    }

    #[test]
    fn a_ledger_is_strict() {
        let ledger =
            KnownFailures::parse("k", "[[known]]\ncase = \"a/9\"\nreason = \"x\"\n").unwrap();
        assert!(
            ledger
                .check(["a/1", "a/99"])
                .unwrap_err()
                .to_string()
                .contains("`a/9` names no case")
        );
        assert!(refusal("[[known]]\ncase = \"a\"\n").contains("reason"));
        assert!(refusal("[[known]]\ncase = \"a\"\nreason = \" \"\n").contains("gives no reason"));
        assert!(
            refusal("[[known]]\ncase = \"a\"\nreason = \"x\"\nexpires = \"2026-01-01\"\n")
                .contains("known.toml")
        );
        assert!(
            refusal("[[known]]\ncase = \"a\"\nreason = \"x\"\nexpires = 2026-01-01T00:00:00Z\n")
                .contains("without a time")
        );
        assert!(
            refusal("[[known]]\ncase = \"a\"\nreason = \"x\"\nwhen = 1\n")
                .contains("unknown field `when`")
        );
        assert!(refusal("[[known]]\ncase = \"a[\"\nreason = \"x\"\n").contains("not a glob"));
        let twice = "[[known]]\ncase = \"a\"\nreason = \"x\"\n".repeat(2);
        assert!(refusal(&twice).contains("entries 1 and 2 are both for `a`"));
    }
}
