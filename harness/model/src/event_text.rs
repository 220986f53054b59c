//! Table 2: the texts of `sessionEvent` and the statuses that go with them.

use ctk_vectors::facts;

/// A `sessionEvent` text as it was understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EventText {
    /// One of Table 2.
    Standard(StandardEvent),
    /// One of Table 2 but for case, or in another wording of the standard itself.
    AlmostStandard(StandardEvent),
    /// Anything else.
    Vendor(String),
}

/// A text of Table 2.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StandardEvent {
    /// Short name, `peer-joined`; the requirement is `M-T2-` and this.
    pub slug: &'static str,
    /// The requirement.
    pub requirement: &'static str,
    /// The statuses that fit by Table 2.
    pub statuses: &'static [String],
    /// NAME, where the text has one; may be empty.
    pub name: Option<String>,
    /// N, where the text has one; `None` also when it does not fit 64 bits.
    pub bytes: Option<u64>,
}

/// Whether a session's status goes with an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StatusFit {
    /// By Table 2.
    Fits,
    /// Not by the table, and yet by another clause: the ruling that says so.
    Contested(&'static str),
    /// Not at all.
    Misfit,
}

impl EventText {
    /// Reads a text. Those without NAME are tried before those with one, which fit nearly everything.
    pub fn read(text: &str) -> Self {
        let mut entries: Vec<_> = facts().event_texts.iter().collect();
        entries.sort_by_key(|entry| entry.text.contains("NAME"));
        let event = |entry: &'static ctk_vectors::EventText, filled: Filled| StandardEvent {
            slug: &entry.slug,
            requirement: &entry.requirement,
            statuses: &entry.statuses,
            name: filled.name,
            bytes: filled.bytes.and_then(|digits| digits.parse().ok()),
        };
        let first = |fill: &dyn Fn(&'static ctk_vectors::EventText) -> Option<Filled>| {
            entries
                .iter()
                .find_map(|&entry| Some(event(entry, fill(entry)?)))
        };
        if let Some(found) = first(&|entry| fill(&entry.text, text, Case::Matters)) {
            return Self::Standard(found);
        }
        let other = |entry: &'static ctk_vectors::EventText| {
            std::iter::once(&entry.text)
                .chain(&entry.also)
                .find_map(|wording| fill(wording, text, Case::Ignored))
        };
        match first(&other) {
            Some(found) => Self::AlmostStandard(found),
            None => Self::Vendor(text.to_owned()),
        }
    }

    /// The event of Table 2 that is meant.
    pub fn meant(&self) -> Option<&StandardEvent> {
        match self {
            Self::Standard(event) | Self::AlmostStandard(event) => Some(event),
            Self::Vendor(_) => None,
        }
    }
}

impl StandardEvent {
    /// Whether the status goes with the event.
    ///
    /// Table 2 pairs most events with Running only. An update shows the session's present status, which is
    /// Parked when a peer or a transfer moves on in a Parked session, and a session may be modified while it is Pending
    /// or Parked.
    pub fn fit(&self, status: &str) -> StatusFit {
        if self.statuses.iter().any(|fitting| fitting == status) {
            return StatusFit::Fits;
        }
        match (self.slug, status) {
            ("modified", "Pending" | "Parked") => StatusFit::Contested("R-07"),
            ("typing" | "peer-left" | "peer-joined", "Parked") => StatusFit::Contested("R-47"),
            (slug, "Parked") if slug.starts_with("ft-") => StatusFit::Contested("R-47"),
            _ => StatusFit::Misfit,
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Case {
    Matters,
    Ignored,
}

#[derive(Default)]
struct Filled {
    name: Option<String>,
    bytes: Option<String>,
}

// wording ::= text? ("NAME" | "N")? text?        N ::= [0-9]+
fn fill(wording: &str, text: &str, case: Case) -> Option<Filled> {
    let same = |a: &str, b: &str| {
        if case == Case::Matters {
            a == b
        } else {
            a.eq_ignore_ascii_case(b)
        }
    };
    let within = |before: &str, after: &str| {
        let inner = text.len().checked_sub(before.len() + after.len())?;
        let (head, rest) = text.split_at_checked(before.len())?;
        let (filled, tail) = rest.split_at_checked(inner)?;
        (same(head, before) && same(tail, after)).then(|| filled.to_owned())
    };
    if let Some((before, after)) = wording.split_once("NAME") {
        // An empty name leaves no space to be separated by.
        let bare = same(text, before.trim_end()) && after.is_empty()
            || same(text, after.trim_start()) && before.is_empty();
        let name = if bare {
            String::new()
        } else {
            within(before, after)?
        };
        return Some(Filled {
            name: Some(name),
            bytes: None,
        });
    }
    if let Some((before, after)) = wording.split_once(" N ") {
        let bytes = within(&format!("{before} "), &format!(" {after}"))?;
        let digits = !bytes.is_empty() && bytes.bytes().all(|b| b.is_ascii_digit());
        return digits.then_some(Filled {
            name: None,
            bytes: Some(bytes),
        });
    }
    same(text, wording).then(Filled::default)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_text_of_the_table_is_read_as_itself() {
        for entry in &facts().event_texts {
            let text = entry
                .text
                .replace("NAME", "Ann O'Neill")
                .replace(" N ", " 1024 ");
            let EventText::Standard(event) = EventText::read(&text) else {
                panic!("{text} is not read as standard");
            };
            assert_eq!(event.slug, entry.slug, "{text}");
            assert_eq!(
                event.name.as_deref(),
                entry.text.contains("NAME").then_some("Ann O'Neill")
            );
            assert_eq!(event.bytes, entry.text.contains(" N ").then_some(1024));
            for status in &entry.statuses {
                assert_eq!(event.fit(status), StatusFit::Fits);
            }
        }
    }

    #[test]
    fn a_name_may_be_empty_and_hold_anything() {
        for (text, slug, name) in [
            ("session requested by: ", "requested", ""),
            ("session requested by:", "requested", ""),
            (" has left", "peer-left", ""),
            ("has left", "peer-left", ""),
            ("Ann has left has joined", "peer-joined", "Ann has left"),
            ("one TelCP  has left", "peer-left", "one TelCP "),
        ] {
            let EventText::Standard(event) = EventText::read(text) else {
                panic!("{text}")
            };
            assert_eq!(
                (event.slug, event.name.as_deref()),
                (slug, Some(name)),
                "{text}"
            );
        }
    }

    #[test]
    fn case_and_the_standards_own_other_words_are_almost_standard() {
        for (text, slug) in [
            ("File Transfer Started", "ft-started"),
            ("file can not be downloaded", "ft-failed"),
            ("Session Closed", "closed"),
            ("file transfer progress: 7 bytes", "ft-progress"),
            ("SESSION ACCEPTED BY: Ann", "accepted"),
        ] {
            let EventText::AlmostStandard(event) = EventText::read(text) else {
                panic!("{text}")
            };
            assert_eq!(event.slug, slug, "{text}");
        }
    }

    #[test]
    fn everything_else_is_a_vendors() {
        for text in [
            "",
            "session paused",
            "session closed.",
            " session closed",
            "file transfer progress: x Bytes",
            "é",
        ] {
            assert_eq!(EventText::read(text), EventText::Vendor(text.to_owned()));
        }
    }

    #[test]
    fn numbers_beyond_64_bits_are_read_without_value() {
        let text = format!("file transfer progress: {}9 Bytes", u64::MAX);
        let EventText::Standard(event) = EventText::read(&text) else {
            panic!("{text}")
        };
        assert_eq!((event.slug, event.bytes), ("ft-progress", None));
    }

    #[test]
    fn statuses_that_do_not_fit() {
        let fit =
            |text: &str, status: &str| EventText::read(text).meant().map(|event| event.fit(status));
        assert_eq!(fit("session closed", "Running"), Some(StatusFit::Misfit));
        assert_eq!(
            fit("one TelCP has joined", "Parked"),
            Some(StatusFit::Misfit)
        );
        assert_eq!(
            fit("session modified", "Pending"),
            Some(StatusFit::Contested("R-07"))
        );
        assert_eq!(
            fit("Ann has left", "Parked"),
            Some(StatusFit::Contested("R-47"))
        );
        assert_eq!(fit("Ann has left", "Closed"), Some(StatusFit::Misfit));
    }

    proptest::proptest! {
        #[test]
        fn a_text_written_from_what_was_read_is_read_as_the_same(
            name in "\\PC{0,20}", count in proptest::num::u64::ANY, at in 0..64_usize
        ) {
            let entry = &facts().event_texts[at % facts().event_texts.len()];
            let write = |name: &str, count: u64| {
                entry.text.replace("NAME", name).replace(" N ", &format!(" {count} "))
            };
            let read = EventText::read(&write(&name, count));
            let EventText::Standard(event) = &read else {
                return Err(proptest::test_runner::TestCaseError::fail(format!("{read:?}")));
            };
            // A name may make another text of the table of this one.
            if event.slug == entry.slug {
                let again = write(event.name.as_deref().unwrap_or_default(), event.bytes.unwrap_or(0));
                proptest::prop_assert_eq!(EventText::read(&again), read);
            }
        }
    }
}
