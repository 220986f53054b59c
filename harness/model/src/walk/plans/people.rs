//! Whom messages and sessions are for, what they carry, and who they come from.

use crate::walk::generator::Generator;
use crate::walk::step::{Draft, FileDraft, People, Person};
use crate::walk::words::{MIME_TYPES, SIZES, TOLD_SIZES};

/// An address of somebody who writes in this class, reserved for examples.
pub(super) fn peer(class: &str, number: usize) -> String {
    match class {
        "e-Mail" => format!("peer{number}@example.invalid"),
        "SMS" | "MMS" => format!("tel:+1-201-555-01{:02}", 50 + number % 40),
        _ => format!("sip:peer{number}@example.invalid"),
    }
}

/// A text that is the address of a page.
pub(super) fn page(word: &str) -> String {
    format!("http://page.example.invalid/{word}?a=1&b=%20")
}

impl Generator {
    /// Somebody who may be written to, with a name or without.
    fn person(&mut self, class: &str, number: usize) -> Person {
        let name = match self.dice.below(2) {
            0 => Some(self.text("name", true)),
            _ => None,
        };
        Person {
            id: format!("{{to:{class}:{number}}}"),
            name,
        }
    }

    /// Different people of a class, at most so many.
    fn several(&mut self, class: &str, from: usize, count: usize) -> Vec<Person> {
        let most = self.terrain.people(class);
        (from..from + count)
            .filter(|number| *number <= most)
            .map(|number| self.person(class, number))
            .collect()
    }

    /// Whom a message of this class goes to; nobody, where there is nobody.
    pub(super) fn recipients(&mut self, class: &str) -> People {
        let manner = self.one_of(
            "recipients",
            &["one", "two", "many", "copies", "hidden", "namesakes"],
        );
        let namesakes = manner == "namesakes";
        let (to, cc, bcc) = match (manner.as_str(), class) {
            ("namesakes", _) => (3, 0, 0),
            ("one", _) => (1, 0, 0),
            ("many", _) => (12, 0, 0),
            ("copies", "e-Mail") => (1, 6, 0),
            ("hidden", "e-Mail") => (2, 2, 6),
            (_, "e-Mail") => (2, 2, 1),
            _ => (2, 0, 0),
        };
        let mut people = People {
            to: self.several(class, 1, to),
            cc: self.several(class, 1 + to, cc),
            bcc: self.several(class, 1 + to + cc, bcc),
        };
        if namesakes {
            let name = self.text("name", true);
            for person in &mut people.to {
                person.name = Some(name.clone());
            }
        }
        people
    }

    /// Whom a session of this class is for.
    pub(super) fn participants(&mut self, class: &str) -> People {
        let (to, cc) = [(1, 0), (1, 2), (2, 1), (3, 0), (2, 2), (8, 4)][self.dice.below(6)];
        People {
            to: self.several(class, 1, to),
            cc: self.several(class, 1 + to, cc),
            ..People::default()
        }
    }

    /// One of the people of a class.
    pub(super) fn somebody(&mut self, class: &str, number: usize) -> People {
        self.some(class, number, 1)
    }

    /// So many of the people of a class.
    pub(super) fn some(&mut self, class: &str, number: usize, count: usize) -> People {
        People {
            to: self.several(class, number, count),
            ..People::default()
        }
    }

    /// A message of this class, to be sent by itself.
    pub(super) fn draft(&mut self, class: &str) -> Draft {
        let recipients = self.recipients(class);
        let mut draft = Draft {
            class: class.to_owned(),
            recipients,
            ..Draft::default()
        };
        self.furnish(&mut draft);
        draft
    }

    /// Gives the message what its class allows.
    pub(super) fn furnish(&mut self, draft: &mut Draft) {
        match draft.class.as_str() {
            "WebpageURL" => {
                let word = self.word();
                draft.text = Some(page(&word));
                return;
            }
            "e-Mail" => {
                if self.dice.chance(4, 5) {
                    draft.subject = Some(self.text("subject", true));
                }
                let files = [0, 1, 2, 3, 7][self.dice.below(5)];
                draft.attachments = self.files("attachment", files);
            }
            "MMS" => {
                if self.dice.chance(1, 2) {
                    draft.subject = Some(self.text("subject", true));
                }
                let files = [1, 2, 3, 4, 9][self.dice.below(5)];
                draft.attachments = self.files("attachment", files);
            }
            _ => {}
        }
        draft.text = Some(self.text("text", false));
    }

    /// Files that the kit serves.
    pub(super) fn files(&mut self, about: &str, count: usize) -> Vec<FileDraft> {
        let mut files: Vec<FileDraft> = (0..count)
            .map(|_| FileDraft {
                mime: self.one_of(about, MIME_TYPES),
                size: self.size(about),
                progress: None,
                query: self.dice.chance(1, 3).then(|| "a=1&b=%20c".to_owned()),
            })
            .collect();
        // Two of a type and a size are two.
        if let [first, .., last] = &mut files[..]
            && self.dice.chance(1, 3)
        {
            (last.mime, last.size) = (first.mime.clone(), first.size);
        }
        files
    }

    /// The size of a file; attachments need not be fetched, and may be longer than anybody would wait for.
    fn size(&mut self, about: &str) -> u64 {
        let long = about == "attachment" && self.dice.chance(1, 3);
        let sizes = if long { TOLD_SIZES } else { SIZES };
        let size = self.rarest(&format!("size-{about}"), sizes, ToString::to_string);
        size.unwrap_or(1)
    }

    /// A message class that there is somebody to send to in.
    pub(super) fn sendable(&mut self, about: &str) -> Option<String> {
        let classes = self.terrain.message_classes.iter();
        let classes: Vec<String> = classes
            .filter(|class| self.terrain.people(class) > 0)
            .cloned()
            .collect();
        self.rarest(about, &classes, Clone::clone)
    }
}
