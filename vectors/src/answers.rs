//! The tokens in which answers are written: `success`, `success Running`, `fault 708`, `fault 400-499`, `any fault`,
//! and kebab-case words for what is no fault.

use std::fmt;
use std::ops::RangeInclusive;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, de};

/// What the forms of a token are.
const TOKEN: &str =
    "success, success VALUE, fault NNN, fault NNN-NNN, any fault, or a kebab-case word";

/// One token, read.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Answer {
    /// The action succeeds.
    Success,
    /// The action succeeds, and this state or value is seen afterwards.
    SuccessThen(String),
    /// The action fails with a code in this range.
    Fault(RangeInclusive<u16>),
    /// The action fails with any code.
    AnyFault,
    /// Something seen that is no answer of an action, in kebab-case.
    Word(String),
}

/// What an answer is worth. Ordered: the graver the greater.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Mark {
    /// As the standard or a ruling has it.
    Pass,
    /// Reported, fails the run only under `--strict`.
    Warning,
    /// Against a shall.
    Fail,
}

impl Answer {
    /// Whether a fault with this code fits the token.
    pub fn fits_fault(&self, code: u16) -> bool {
        match self {
            Self::Fault(codes) => codes.contains(&code),
            Self::AnyFault => true,
            _ => false,
        }
    }

    /// How many codes the token covers, for choosing the most specific one; `None` where it is no fault.
    pub(crate) fn breadth(&self) -> Option<u32> {
        match self {
            Self::Fault(codes) => Some(u32::from(codes.end() - codes.start())),
            Self::AnyFault => Some(u32::MAX),
            _ => None,
        }
    }
}

impl<'de> Deserialize<'de> for Answer {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let token = String::deserialize(deserializer)?;
        token
            .parse()
            .map_err(|()| de::Error::custom(format!("answer `{token}` is not {TOKEN}")))
    }
}

impl FromStr for Answer {
    type Err = ();

    fn from_str(token: &str) -> Result<Self, ()> {
        if token == "success" {
            Ok(Self::Success)
        } else if let Some(then) = token.strip_prefix("success ") {
            if is_plain(then) {
                Ok(Self::SuccessThen(then.to_owned()))
            } else {
                Err(())
            }
        } else if let Some(codes) = token.strip_prefix("fault ") {
            let (from, to) = codes.split_once('-').unwrap_or((codes, codes));
            let (from, to) = (code(from)?, code(to)?);
            if from <= to {
                Ok(Self::Fault(from..=to))
            } else {
                Err(())
            }
        } else if token == "any fault" {
            Ok(Self::AnyFault)
        } else if is_kebab(token) && token != "fault" {
            Ok(Self::Word(token.to_owned()))
        } else {
            Err(())
        }
    }
}

impl fmt::Display for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Success => f.write_str("success"),
            Self::SuccessThen(then) => write!(f, "success {then}"),
            Self::Fault(codes) if codes.start() == codes.end() => {
                write!(f, "fault {}", codes.start())
            }
            Self::Fault(codes) => write!(f, "fault {}-{}", codes.start(), codes.end()),
            Self::AnyFault => f.write_str("any fault"),
            Self::Word(word) => f.write_str(word),
        }
    }
}

fn code(text: &str) -> Result<u16, ()> {
    let three_digits = text.len() == 3 && text.bytes().all(|byte| byte.is_ascii_digit());
    if three_digits {
        text.parse().map_err(|_| ())
    } else {
        Err(())
    }
}

fn is_plain(text: &str) -> bool {
    !text.is_empty() && text.trim() == text && !text.contains(['\n', '\t'])
}

/// `lower-case-words`, joined by single hyphens.
pub(crate) fn is_kebab(text: &str) -> bool {
    let letter = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
    !text.is_empty()
        && text
            .split('-')
            .all(|word| !word.is_empty() && word.bytes().all(letter))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_read_and_write_the_same() {
        for token in [
            "success",
            "success Running",
            "fault 708",
            "fault 400-499",
            "any fault",
            "session-gone",
        ] {
            let answer: Answer = token.parse().unwrap();
            assert_eq!(answer.to_string(), token);
        }
    }

    #[test]
    fn other_tokens_are_refused() {
        for token in [
            "",
            "fault",
            "fault 70",
            "fault 709-701",
            "fault 7o8",
            "success  x",
            "Gone",
            "a--b",
            "any faults",
        ] {
            assert_eq!(token.parse::<Answer>(), Err(()), "{token}");
        }
    }

    #[test]
    fn ranges_fit_their_codes() {
        let range: Answer = "fault 400-499".parse().unwrap();
        assert!(range.fits_fault(402) && !range.fits_fault(501));
        assert!(Answer::AnyFault.fits_fault(850));
        assert!(!Answer::Success.fits_fault(402));
    }
}
