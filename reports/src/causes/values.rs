//! Values that are wrong by themselves, and the requests that hand them back to the device.

use std::collections::BTreeMap;

use super::cause::Affected;
use super::groups::Groups;
use super::symptom::place;

/// The shortest value that can be told from a word by chance.
const SHORTEST: usize = 4;
/// The longest value whose make is looked at.
const LONGEST: usize = 64;
/// How many values are kept: a request is searched for each.
const MOST: usize = 1000;

/// Values of the device that some case is about, each with the place of that case in the list.
pub(super) struct BadValues {
    values: BTreeMap<String, usize>,
}

impl BadValues {
    /// The values that failed cases quote: alone, or as the content of an element that is wrong. Cases about the same
    /// value go back to the same.
    pub(super) fn gather(affected: &[Affected<'_>], groups: &mut Groups) -> Self {
        let mut values = BTreeMap::new();
        for (at, one) in affected.iter().enumerate().filter(|(_, one)| one.failed()) {
            let observed = one.judgements.iter().map(|it| it.observed.as_str());
            let rows: Vec<&str> = one.judgements.iter().map(|it| &*it.requirement).collect();
            let findings = one.case.exchanges.iter().flat_map(|it| &it.findings);
            let own = findings
                .filter(|it| rows.contains(&&*it.requirement))
                .map(|it| &*it.text);
            for value in observed.chain(own).filter_map(value) {
                match values.get(value) {
                    Some(&holder) => groups.join(holder, at),
                    None if values.len() < MOST => drop(values.insert(value.to_owned(), at)),
                    None => {}
                }
            }
        }
        Self { values }
    }

    /// The case that is about a value which stands in the text; not the case that asks.
    pub(super) fn source_of(&self, text: &str, but: usize) -> Option<usize> {
        let mut sources = self.values.iter().filter(|(_, at)| **at != but);
        sources
            .find(|(value, _)| holds(text, value))
            .map(|(_, at)| *at)
    }
}

/// The value that an observation is about.
fn value(observed: &str) -> Option<&str> {
    let value = match place(observed) {
        Some((_, complaint)) => complaint.split_once(" is `")?.1.split('`').next()?,
        None => {
            let quote = observed.find(['"', '`'])?;
            let mark = observed[quote..].chars().next()?;
            let (value, rest) = observed[quote + 1..].split_once(mark)?;
            // One that is quoted beside others need not be the wrong one.
            if rest.contains(mark) {
                return None;
            }
            value
        }
    };
    let telling = value.len() >= SHORTEST && value.bytes().any(|byte| byte.is_ascii_digit());
    telling.then_some(value)
}

/// Whether the value stands in the text as a whole, not as the beginning of a longer one; or another of its make, where
/// that is a make of its own: a device that is wrong about one id is wrong about all.
fn holds(text: &str, value: &str) -> bool {
    stands_in(text, value) || make(value).is_some_and(|make| has_make(text, &make))
}

/// The value with its digits and the letters that may be digits of base 16 left out; nothing for one that has nothing else
/// than letters and digits.
fn make(value: &str) -> Option<String> {
    let plain = value.len() <= LONGEST && value.chars().all(is_of_value);
    let odd = value.chars().any(|c| !c.is_ascii_alphanumeric());
    (plain && odd).then(|| made(value))
}

fn made(word: &str) -> String {
    let mut make = String::new();
    for c in word.chars() {
        if !c.is_ascii_hexdigit() {
            make.push(c);
        } else if !make.ends_with('#') {
            make.push('#');
        }
    }
    make
}

fn has_make(text: &str, make: &str) -> bool {
    let words = text.split(|c| !is_of_value(c));
    words
        .filter(|word| (SHORTEST..=LONGEST).contains(&word.len()))
        .any(|word| made(word) == make)
}

fn is_of_value(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '~' | '+')
}

fn stands_in(text: &str, value: &str) -> bool {
    text.match_indices(value).any(|(at, _)| {
        let bounded = |c: Option<char>| !c.is_some_and(char::is_alphanumeric);
        bounded(text[..at].chars().next_back()) && bounded(text[at + value.len()..].chars().next())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_those_that_are_quoted() {
        assert_eq!(value("\"bca024-m1\""), Some("bca024-m1"));
        assert_eq!(
            value(
                "A of B(), line 1 column 2, /m:a/messageID: `messageID` is `bca024-m2` (and 1 more)"
            ),
            Some("bca024-m2")
        );
        assert_eq!(value("SessionID \"ab_s1\""), Some("ab_s1"));
        assert_eq!(value("\"m-11\" in session \"s-11\""), None);
        assert_eq!(value("success"), None);
        assert_eq!(value("\"x1\""), None, "too short to be told from a word");
    }

    #[test]
    fn a_value_stands_by_itself() {
        assert!(stands_in("<id>x-m1</id>", "x-m1"));
        assert!(!stands_in("<id>x-m12</id>", "x-m1"));
        assert!(stands_in("<id>x-m12</id><id>x-m1</id>", "x-m1"));
    }

    #[test]
    fn another_value_of_an_odd_make_is_as_good() {
        assert!(holds("<id>ab7-m12</id>", "ab7-m1"));
        assert!(
            !holds("<id>ab7m12</id>", "ab7m1"),
            "letters and digits alone"
        );
        assert!(!holds("<id>ab7-n12</id> ab7m12", "ab7-m1"));
        assert!(!holds("2026-11-29", "ab7-m1"));
    }
}
