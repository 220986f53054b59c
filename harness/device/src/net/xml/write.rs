//! Character data that means on the other side what it meant here.

use crate::defects::{Deviations, VariationId};

/// The declaration every document starts with.
pub(crate) const DECLARATION: &str = "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n";

/// The declaration of control answers and events.
pub(crate) fn declaration(deviations: &Deviations) -> &'static str {
    if deviations.varies(VariationId::StandaloneDeclared) {
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
    } else if deviations.varies(VariationId::EncodingUnsaid) {
        "<?xml version=\"1.0\"?>\n"
    } else {
        DECLARATION
    }
}

/// True for what XML 1.0 calls a character.
pub(crate) fn is_xml_char(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | '\u{20}'..='\u{D7FF}' | '\u{E000}'..='\u{FFFD}' | '\u{10000}'..)
}

/// Escapes text for an element's content or an attribute in double quotes. What XML 1.0 cannot carry is left out.
pub(crate) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 8);
    let mut plain = 0;
    for (at, c) in text.char_indices() {
        let spelt = match c {
            '&' => "&amp;",
            '<' => "&lt;",
            '>' => "&gt;",
            '"' => "&quot;",
            // A bare carriage return would come back as a line feed.
            '\r' => "&#13;",
            c if is_xml_char(c) => continue,
            _ => "",
        };
        out.push_str(&text[plain..at]);
        out.push_str(spelt);
        plain = at + c.len_utf8();
    }
    out.push_str(&text[plain..]);
    out
}

/// [`escape`], or numbers instead of names.
pub(crate) fn escape_as(text: &str, deviations: &Deviations) -> String {
    let mut named = escape(text);
    if deviations.varies(VariationId::NonAsciiByNumber) {
        named = by_number(&named);
    }
    if !deviations.varies(VariationId::CharacterReferences) {
        return named;
    }
    named
        .replace("&amp;", "&#38;")
        .replace("&lt;", "&#60;")
        .replace("&gt;", "&#x3E;")
        .replace("&quot;", "&#x22;")
}

/// What is not ASCII, by its number.
fn by_number(text: &str) -> String {
    let spelt = |c: char| match c.is_ascii() {
        true => c.to_string(),
        false => format!("&#x{:x};", u32::from(c)),
    };
    text.chars().map(spelt).collect()
}

/// A value as the deviations spell it.
pub(crate) fn value_as(text: &str, deviations: &Deviations) -> String {
    if deviations.varies(VariationId::CdataArguments) {
        cdata(text)
    } else if deviations.varies(VariationId::ValuesMixed) {
        let half = text.chars().count() / 2;
        let begin: String = text.chars().take(half).collect();
        let end: String = text.chars().skip(half).collect();
        format!(
            "{}<!-- half -->{}",
            escape_as(&begin, deviations),
            cdata(&end)
        )
    } else {
        escape_as(text, deviations)
    }
}

/// White space before the end of a tag.
pub(crate) fn blank(deviations: &Deviations) -> &'static str {
    match deviations.varies(VariationId::TagsSpaced) {
        true => "\n\t ",
        false => "",
    }
}

/// The byte order mark of who writes one.
pub(crate) fn mark(deviations: &Deviations) -> &'static str {
    match deviations.varies(VariationId::AnswersMarked) {
        true => "\u{FEFF}",
        false => "",
    }
}

/// Markup without character data in it, with its attributes in the quotes that the deviations want.
pub(crate) fn requoted(markup: String, deviations: &Deviations) -> String {
    if deviations.varies(VariationId::SingleQuotes) {
        markup.replace('"', "'")
    } else {
        markup
    }
}

/// The same text as a CDATA section, split where the text itself ends one.
pub(crate) fn cdata(text: &str) -> String {
    if text.is_empty() {
        return String::new();
    }
    let kept: String = text.chars().filter(|c| is_xml_char(*c)).collect();
    // A carriage return cannot stand in CDATA unharmed, so that it goes between two sections.
    let inner = kept
        .replace("]]>", "]]]]><![CDATA[>")
        .replace('\r', "]]>&#13;<![CDATA[");
    format!("<![CDATA[{inner}]]>")
}

#[cfg(test)]
mod tests {
    use super::super::parse;
    use super::*;

    const HARD: &str = "a<b>&\"'é中😀 ]]> \r\n\ttail \u{1}";

    #[test]
    fn both_spellings_come_back() {
        let kept = HARD.replace('\u{1}', "");
        let numbers = Deviations::new([], [VariationId::CharacterReferences]);
        let mixed = Deviations::new([], [VariationId::ValuesMixed]);
        let ascii = Deviations::new([], [VariationId::NonAsciiByNumber]);
        for spelling in [
            escape(HARD),
            cdata(HARD),
            escape_as(HARD, &numbers),
            value_as(HARD, &mixed),
            value_as(HARD, &ascii),
        ] {
            let element = parse(format!("<x>{spelling}</x>").as_bytes()).unwrap();
            assert_eq!(element.text(), kept);
        }
        assert_eq!(cdata(""), "");
    }
}
