//! Events with everything replaced that the vocabulary names.

use aho_corasick::{AhoCorasick, MatchKind};
use ctk_record::Event;
use serde_json::Value;

use super::shape::Shape;
use super::vocabulary::{NAMING, PERSONAL, Vocabulary};
use crate::evidence::about::Redacted;
use crate::exit_code::Failure;

/// How a tag begins and ends in a document, in one that is an argument, and in one that is part of an argument's argument.
const LEVELS: [(&str, &str); 3] = [("<", ">"), ("&lt;", "&gt;"), ("&amp;lt;", "&amp;gt;")];

/// Calls with every string of a value.
pub(super) fn strings(value: &Value, each: &mut dyn FnMut(&str)) {
    match value {
        Value::String(text) => each(text),
        Value::Array(all) => all.iter().for_each(|one| strings(one, each)),
        Value::Object(fields) => fields.values().for_each(|one| strings(one, each)),
        _ => {}
    }
}

/// Calls with the content of each of these elements in a text, as it stands there.
pub(super) fn contents(text: &str, elements: &[&str], each: &mut dyn FnMut(&str)) {
    let mut last = 0;
    while let Some((begin, end)) = next_content(text, last, elements) {
        each(&text[begin..end]);
        last = end;
    }
}

/// The next content of one of the elements: up to the next tag of the same level.
fn next_content(text: &str, from: usize, elements: &[&str]) -> Option<(usize, usize)> {
    let mut at = from;
    while let Some(found) = text[at..].find(['<', '&']) {
        let here = at + found;
        let level = LEVELS
            .iter()
            .find(|(open, _)| text[here..].starts_with(open));
        let Some((open, close)) = level else {
            at = here + 1;
            continue;
        };
        let name_at = here + open.len();
        let Some(length) = text[name_at..].find(close) else {
            at = name_at;
            continue;
        };
        let tag = &text[name_at..name_at + length];
        let name = tag.split([' ', '\t', '\r', '\n', '/']).next();
        let local = name.and_then(|name| name.rsplit(':').next()).unwrap_or("");
        let begin = name_at + length + close.len();
        if elements.contains(&local) && !tag.ends_with('/') {
            let end = text[begin..]
                .find(open)
                .map_or(text.len(), |end| begin + end);
            return Some((begin, end));
        }
        at = name_at;
    }
    None
}

/// What replaces.
pub(super) struct Rewriting<'a> {
    vocabulary: &'a Vocabulary,
    shape: Shape,
    found: AhoCorasick,
    kinds: Vec<Found>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Found {
    Address,
    Other,
}

impl<'a> Rewriting<'a> {
    /// With other words than ever before.
    pub(super) fn new(vocabulary: &'a Vocabulary) -> Result<Self, Failure> {
        let others = [&vocabulary.numbers, &vocabulary.names, &vocabulary.commands];
        let mut patterns = Vec::new();
        let mut kinds = Vec::new();
        for address in &vocabulary.addresses {
            patterns.push(address.clone());
            kinds.push(Found::Address);
        }
        for token in others.into_iter().flatten() {
            let escaped = escape(token);
            let twice = escape(&escaped);
            let mut forms = vec![token.clone(), escaped, twice];
            forms.dedup();
            kinds.extend(forms.iter().map(|_| Found::Other));
            patterns.extend(forms);
        }
        let found = AhoCorasick::builder()
            .match_kind(MatchKind::LeftmostLongest)
            .ascii_case_insensitive(true)
            .build(&patterns)
            .map_err(Failure::broken)?;
        Ok(Self {
            vocabulary,
            shape: Shape::new()?,
            found,
            kinds,
        })
    }

    /// What was replaced.
    pub(super) fn replaced(&self) -> Vec<Redacted> {
        let all = [
            ("addresses of the network", self.vocabulary.addresses.len()),
            (
                "numbers and addresses of people",
                self.vocabulary.numbers.len(),
            ),
            ("names of devices and hosts", self.vocabulary.names.len()),
            ("paths and commands", self.vocabulary.commands.len()),
            ("words of messages", self.vocabulary.words.len()),
        ];
        let all = all.into_iter().filter(|(_, count)| *count > 0);
        all.map(|(what, count)| Redacted {
            what: what.to_owned(),
            count,
        })
        .collect()
    }

    /// The event with everything replaced.
    pub(super) fn event(&self, event: Event) -> Option<Event> {
        // The plan is the suite's own.
        if matches!(event, Event::Plan(_)) {
            return Some(event);
        }
        // It was read from a journal, and is of the same shape as before.
        let mut value = serde_json::to_value(&event).ok()?;
        if let Value::Object(fields) = &mut value {
            let fields = fields.iter_mut().filter(|(name, _)| *name != "event");
            fields.for_each(|(_, value)| self.value(value));
        }
        Some(serde_json::from_value(value).unwrap_or(event))
    }

    fn value(&self, value: &mut Value) {
        match value {
            Value::String(text) => *text = self.text(text),
            Value::Array(all) => all.iter_mut().for_each(|one| self.value(one)),
            Value::Object(fields) => {
                for (name, value) in fields.iter_mut() {
                    match value {
                        Value::String(text) if name == "hex" => *text = self.hex(text),
                        Value::String(text) if name == "body_base64" => *text = self.base64(text),
                        // A name that is a word like others is replaced where nothing else can stand.
                        Value::String(text) if name == "friendly_name" => {
                            *text = self.everywhere(&self.name(text));
                        }
                        other => self.value(other),
                    }
                }
            }
            _ => {}
        }
    }

    fn text(&self, text: &str) -> String {
        let named = self.within(text, &NAMING, &|content| self.name(content));
        let bare = self.everywhere(&named);
        let personal = |word: &str| self.vocabulary.words.contains(&word.to_lowercase());
        self.within(&bare, &PERSONAL, &|content| {
            self.shape.text(content, &personal)
        })
    }

    /// A name where nothing else can stand; what is replaced wherever it stands is left to that.
    fn name(&self, content: &str) -> String {
        let bare = content.trim().trim_start_matches("uuid:");
        if self.vocabulary.names.contains(bare) {
            content.to_owned()
        } else {
            self.shape.text(content, &|_| true)
        }
    }

    /// Replaces within the contents of elements.
    fn within(&self, text: &str, elements: &[&str], new: &dyn Fn(&str) -> String) -> String {
        let mut out = String::with_capacity(text.len());
        let mut last = 0;
        while let Some((begin, end)) = next_content(text, last, elements) {
            out.push_str(&text[last..begin]);
            out.push_str(&new(&text[begin..end]));
            last = end;
        }
        out.push_str(&text[last..]);
        out
    }

    /// Replaces what is replaced wherever it stands.
    fn everywhere(&self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        let mut last = 0;
        for found in self.found.find_iter(text) {
            let (begin, end) = (found.start(), found.end());
            let old = &text[begin..end];
            out.push_str(&text[last..begin]);
            match self.kinds[found.pattern().as_usize()] {
                Found::Address if !is_bounded(text, begin, end) => out.push_str(old),
                Found::Address => out.push_str(&self.shape.ipv4(old)),
                Found::Other => out.push_str(&self.shape.text(old, &|_| true)),
            }
            last = end;
        }
        out.push_str(&text[last..]);
        out
    }

    /// Bytes in base 16 that are no text.
    fn hex(&self, digits: &str) -> String {
        let pairs = digits.as_bytes().chunks(2);
        let bytes = pairs.map(|pair| u8::from_str_radix(&String::from_utf8_lossy(pair), 16));
        match bytes.collect::<Result<Vec<u8>, _>>() {
            Ok(bytes) => self
                .bytes(&bytes)
                .iter()
                .map(|byte| format!("{byte:02x}"))
                .collect(),
            Err(_) => digits.to_owned(),
        }
    }

    /// Bytes in base 64 that are no text.
    fn base64(&self, text: &str) -> String {
        use base64::Engine as _;
        let engine = &base64::engine::general_purpose::STANDARD;
        match engine.decode(text) {
            Ok(bytes) => engine.encode(self.bytes(&bytes)),
            Err(_) => text.to_owned(),
        }
    }

    /// A byte is read as a character of its own, so that none is lost.
    fn bytes(&self, bytes: &[u8]) -> Vec<u8> {
        let text: String = bytes.iter().map(|&byte| char::from(byte)).collect();
        let new = self.text(&text);
        let back: Option<Vec<u8>> = new
            .chars()
            .map(|c| u8::try_from(u32::from(c)).ok())
            .collect();
        back.filter(|back| back.len() == bytes.len())
            .unwrap_or_else(|| bytes.to_vec())
    }
}

/// Whether an address is not part of a longer number.
fn is_bounded(text: &str, begin: usize, end: usize) -> bool {
    let digit = |c: char| c.is_ascii_digit();
    !text[..begin].ends_with(digit) && !text[end..].starts_with(digit)
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contents_are_found_at_every_level() {
        let text = "<s:Body><Text>&lt;m:text a=\"1\"&gt;Hi &amp;amp; ho&lt;/m:text&gt;</Text><id>x</id><id/>\
                    &amp;lt;name&amp;gt;Anna&amp;lt;/name&amp;gt;<name>";
        let mut found = Vec::new();
        contents(text, &PERSONAL, &mut |content| {
            found.push(content.to_owned())
        });
        assert_eq!(found, ["Hi &amp;amp; ho", "x", "Anna", ""]);
    }

    #[test]
    fn what_is_named_is_replaced_everywhere_alike() {
        let mut vocabulary = Vocabulary::default();
        vocabulary.numbers.insert("+491701234567".to_owned());
        vocabulary.names.insert("Anna's Phone".to_owned());
        vocabulary.addresses.insert("192.168.1.20".to_owned());
        vocabulary.words.insert("lunch".to_owned());
        let rewriting = Rewriting::new(&vocabulary).expect("it can be made");
        let new = rewriting.text(
            "http://192.168.1.20/ 192.168.1.200 <id>tel:+491701234567</id> <friendlyName>Anna's Phone</friendlyName> \
             Anna's Phone <text>Lunch at lunch</text> lunch",
        );
        assert!(
            !new.contains("1701234567") && !new.contains("Anna"),
            "{new}"
        );
        assert!(
            !new.contains("192.168.1.20/") && new.contains("192.168.1.200"),
            "{new}"
        );
        assert!(
            new.ends_with("</text> lunch") && new.contains(" at "),
            "{new}"
        );
        let names: Vec<&str> = new.split("friendlyName>").collect();
        assert!(names[2].contains(names[1].trim_end_matches("</")), "{new}");
        let bytes = b"\xff 192.168.1.20 \x80";
        assert_eq!(rewriting.bytes(bytes).len(), bytes.len());
        assert_ne!(rewriting.bytes(bytes), bytes);
    }
}
