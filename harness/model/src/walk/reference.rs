//! What a step says of other steps: `{3}` is the id that step 3 gave, `{3:other-case}` the same spelt otherwise,
//! `{to:SMS:2}` the second address that messages of the class may go to.

use std::str::FromStr;

/// Ways to spell an id; each but the first is another id (they are compared letter by letter).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spelling {
    /// As it was given.
    Exact,
    /// Letters in the other case.
    OtherCase,
    /// Without its last character.
    Shorter,
    /// With one more digit.
    Longer,
    /// A zero before it.
    LeadingZero,
    /// A blank before it.
    BlankBefore,
    /// A blank after it.
    BlankAfter,
    /// A zero before its last number.
    InnerZero,
    /// Its first half.
    Half,
    /// Without its first character.
    Tail,
    /// Of a message of a session, what follows the dot.
    OwnPart,
    /// With something after a dot, as a message of the session has it.
    Dotted,
}

impl Spelling {
    /// Those that are not exact.
    pub const OTHERS: [Self; 11] = [
        Self::OtherCase,
        Self::Shorter,
        Self::Longer,
        Self::LeadingZero,
        Self::BlankBefore,
        Self::BlankAfter,
        Self::InnerZero,
        Self::Half,
        Self::Tail,
        Self::OwnPart,
        Self::Dotted,
    ];

    /// As a reference names it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::OtherCase => "other-case",
            Self::Shorter => "shorter",
            Self::Longer => "longer",
            Self::LeadingZero => "leading-zero",
            Self::BlankBefore => "blank-before",
            Self::BlankAfter => "blank-after",
            Self::InnerZero => "inner-zero",
            Self::Half => "half",
            Self::Tail => "tail",
            Self::OwnPart => "own-part",
            Self::Dotted => "dotted",
        }
    }

    /// The id, spelt so; `None` where that makes no difference, or leaves nothing.
    pub fn spell(self, id: &str) -> Option<String> {
        let spelt = match self {
            Self::Exact => return Some(id.to_owned()),
            Self::OtherCase => id
                .chars()
                .map(|c| {
                    if c.is_ascii_lowercase() {
                        c.to_ascii_uppercase()
                    } else {
                        c.to_ascii_lowercase()
                    }
                })
                .collect(),
            Self::Shorter => {
                let mut shorter = id.to_owned();
                shorter.pop();
                shorter
            }
            Self::Longer => format!("{id}0"),
            Self::LeadingZero => format!("0{id}"),
            Self::BlankBefore => format!(" {id}"),
            Self::BlankAfter => format!("{id} "),
            Self::InnerZero => {
                let digits = id.trim_end_matches(|c: char| c.is_ascii_digit());
                if digits.len() == id.len() {
                    return None;
                }
                format!("{digits}0{}", &id[digits.len()..])
            }
            Self::Half => id.chars().take(id.chars().count() / 2).collect(),
            Self::Tail => id.chars().skip(1).collect(),
            Self::OwnPart => id.split_once('.')?.1.to_owned(),
            Self::Dotted => format!("{id}.1"),
        };
        (!spelt.is_empty() && spelt != id).then_some(spelt)
    }
}

impl FromStr for Spelling {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        [Self::Exact]
            .into_iter()
            .chain(Self::OTHERS)
            .find(|it| it.name() == text)
            .ok_or(())
    }
}

/// What references stand for.
pub trait Names {
    /// The id that a step gave.
    fn id(&self, step: u32) -> Option<String>;
    /// An address that messages and sessions of a class may go to, counted from 1.
    fn recipient(&self, class: &str, number: usize) -> Option<String>;
}

/// A piece of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Piece<'t> {
    Plain(&'t str),
    Id(u32, Spelling),
    Recipient(&'t str, usize),
}

/// The text in pieces. Braces around anything else are plain text.
pub(super) fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(open) = rest.find('{') {
        let Some(end) = rest[open..].find('}').map(|end| open + end) else {
            break;
        };
        match reference(&rest[open + 1..end]) {
            Some(piece) => {
                if open > 0 {
                    found.push(Piece::Plain(&rest[..open]));
                }
                found.push(piece);
                rest = &rest[end + 1..];
            }
            None => {
                found.push(Piece::Plain(&rest[..=open]));
                rest = &rest[open + 1..];
            }
        }
    }
    if !rest.is_empty() {
        found.push(Piece::Plain(rest));
    }
    found
}

fn reference(inside: &str) -> Option<Piece<'_>> {
    if let Some(rest) = inside.strip_prefix("to:") {
        let (class, number) = rest.rsplit_once(':')?;
        return Some(Piece::Recipient(class, number.parse().ok()?));
    }
    let (number, spelling) = match inside.split_once(':') {
        Some((number, spelling)) => (number, spelling.parse().ok()?),
        None => (inside, Spelling::Exact),
    };
    let digits = !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit());
    digits
        .then(|| number.parse().ok())?
        .map(|number| Piece::Id(number, spelling))
}

/// The text with what its references stand for; `None` where one of them stands for nothing.
pub fn fill(text: &str, names: &dyn Names) -> Option<String> {
    let mut filled = String::new();
    for piece in pieces(text) {
        match piece {
            Piece::Plain(plain) => filled.push_str(plain),
            Piece::Id(step, spelling) => filled.push_str(&spelling.spell(&names.id(step)?)?),
            Piece::Recipient(class, number) => filled.push_str(&names.recipient(class, number)?),
        }
    }
    Some(filled)
}

/// The steps that a text refers to.
pub fn mentions(text: &str) -> Vec<u32> {
    let pieces = pieces(text).into_iter();
    pieces
        .filter_map(|piece| match piece {
            Piece::Id(step, _) => Some(step),
            _ => None,
        })
        .collect()
}

/// The step whose id, exactly as it was given, is the whole text.
pub(super) fn only(text: &str) -> Option<u32> {
    match pieces(text).as_slice() {
        [Piece::Id(step, Spelling::Exact)] => Some(*step),
        _ => None,
    }
}

/// The text with other numbers for its steps.
pub(super) fn renumber(text: &str, number: &dyn Fn(u32) -> u32) -> String {
    let mut written = String::new();
    for piece in pieces(text) {
        match piece {
            Piece::Plain(plain) => written.push_str(plain),
            Piece::Id(step, Spelling::Exact) => written.push_str(&format!("{{{}}}", number(step))),
            Piece::Id(step, spelling) => {
                written.push_str(&format!("{{{}:{}}}", number(step), spelling.name()));
            }
            Piece::Recipient(class, number) => {
                written.push_str(&format!("{{to:{class}:{number}}}"));
            }
        }
    }
    written
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Two;

    impl Names for Two {
        fn id(&self, step: u32) -> Option<String> {
            (step == 2).then(|| "aB7".to_owned())
        }

        fn recipient(&self, class: &str, number: usize) -> Option<String> {
            (number == 1).then(|| format!("sip:{class}@example.invalid"))
        }
    }

    #[test]
    fn references_are_filled_in() {
        let filled = |text: &str| fill(text, &Two);
        assert_eq!(filled("{2}.5").as_deref(), Some("aB7.5"));
        assert_eq!(filled("{2:other-case}").as_deref(), Some("Ab7"));
        assert_eq!(filled("{2:shorter}").as_deref(), Some("aB"));
        assert_eq!(filled("{2:blank-after}").as_deref(), Some("aB7 "));
        assert_eq!(filled("{2:inner-zero}").as_deref(), Some("aB07"));
        assert_eq!(filled("{2:half}").as_deref(), Some("a"));
        assert_eq!(filled("{2:tail}").as_deref(), Some("B7"));
        assert_eq!(
            filled("{to:Chat:1}").as_deref(),
            Some("sip:Chat@example.invalid")
        );
        assert_eq!(filled("{3}"), None);
        assert_eq!(filled("{to:Chat:2}"), None);
    }

    #[test]
    fn other_braces_are_text() {
        for text in ["{", "{}", "{x}", "a {2:loud} b", "}{", "{ {2"] {
            assert_eq!(fill(text, &Two).as_deref(), Some(text), "{text}");
            assert_eq!(renumber(text, &|it| it), text);
        }
        assert_eq!(mentions("{1} {2:longer} {to:SMS:1}"), [1, 2]);
    }

    #[test]
    fn what_is_spelt_the_same_is_left_out() {
        assert_eq!(Spelling::OtherCase.spell("77"), None);
        assert_eq!(Spelling::Shorter.spell("7"), None);
    }

    #[test]
    fn steps_get_other_numbers() {
        let moved = renumber("{12} {3:longer}{to:SMS:3}", &|it| it - 2);
        assert_eq!(moved, "{10} {1:longer}{to:SMS:3}");
        assert_eq!(
            (only("{4}"), only("{4:longer}"), only("x{4}")),
            (Some(4), None, None)
        );
    }
}
