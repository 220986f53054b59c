//! XML laid out for reading, and the places in it that a finding names. The layout reads tags as they stand and knows
//! nothing of XML beyond them: what a device sends may be broken in any way, and all of it stays there.

use maud::{Markup, html};

/// How deep lines are indented at most.
const DEEPEST: usize = 16;
/// How many places of a message are marked.
const MARKS: usize = 6;

/// The text with a line for each tag that follows another, documents escaped within documents as well. Text between tags
/// stays as it is; a text without tags, or one that would grow beyond all measure, comes back unchanged.
pub(super) fn laid_out(text: &str) -> String {
    let mut out = String::with_capacity(text.len() * 5 / 4);
    let mut depth: usize = 0;
    let mut rest = text;
    let mut after_tag = false;
    while !rest.is_empty() {
        let Some((before, tag, after)) = next_tag(rest) else {
            break;
        };
        let blank = before.chars().all(char::is_whitespace);
        let closes = tag.inner.starts_with('/');
        if closes {
            depth = depth.saturating_sub(1);
        }
        if blank && after_tag {
            out.push('\n');
            out.push_str(&"  ".repeat(depth.min(DEEPEST)));
        } else {
            out.push_str(before);
        }
        out.push_str(tag.whole);
        if !closes && !tag.inner.starts_with(['?', '!']) && !tag.inner.ends_with('/') {
            depth += 1;
        }
        after_tag = true;
        rest = after;
        if out.len() > text.len().saturating_mul(3) {
            return text.to_owned();
        }
    }
    out.push_str(rest);
    out
}

struct Tag<'a> {
    whole: &'a str,
    inner: &'a str,
}

/// What stands before the next tag, the tag, and what follows it. A tag is `<…>`, or `&lt;…&gt;` in a document that is
/// escaped in another.
fn next_tag(text: &str) -> Option<(&str, Tag<'_>, &str)> {
    let begins = |(at, sign): (usize, &str)| match sign {
        "<" => Some((at, "<", ">")),
        _ => text[at..]
            .starts_with("&lt;")
            .then_some((at, "&lt;", "&gt;")),
    };
    let (at, open, close) = text.match_indices(['<', '&']).find_map(begins)?;
    let inside = at + open.len();
    let end = inside + text[inside..].find(close)?;
    let tag = Tag {
        whole: &text[at..end + close.len()],
        inner: &text[inside..end],
    };
    Some((&text[..at], tag, &text[end + close.len()..]))
}

/// What a sentence on a deviation names that can be looked for on the wire: what it quotes; without quotes, the codes,
/// names of headers and of elements in it.
pub(super) fn named(sentence: &str) -> Vec<String> {
    let mut quoted = Vec::new();
    for quote in ['`', '"'] {
        let pieces = sentence.split(quote).skip(1).step_by(2);
        quoted.extend(pieces.filter(|it| !it.trim().is_empty()).map(str::to_owned));
    }
    let is_part = |c: char| c.is_ascii_alphanumeric() || "-_:".contains(c);
    let words = sentence.split(|c| !is_part(c));
    if !quoted.is_empty() {
        // The ids of sessions and messages stand bare beside what is quoted.
        quoted.extend(words.filter(|word| is_id(word)).map(str::to_owned));
        return quoted;
    }
    words.filter_map(place).collect()
}

/// Whether a word looks like the id of something: letters and digits by turns.
fn is_id(word: &str) -> bool {
    let turns = word.as_bytes().windows(2);
    let turns = turns.filter(|two| two[0].is_ascii_digit() != two[1].is_ascii_digit());
    word.len() >= 6 && turns.count() >= 3 && word.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

/// The place that a word names, as it looks on the wire.
fn place(word: &str) -> Option<String> {
    let code = word.len() == 3 && word.bytes().all(|b| b.is_ascii_digit());
    if code {
        return Some(format!(">{word}<"));
    }
    let inner_capital = word.chars().skip(1).any(|c| c.is_ascii_uppercase());
    (word.len() >= 4 && inner_capital).then(|| word.to_owned())
}

/// The text with the first place of each name marked.
pub(super) fn marked(text: &str, names: &[String]) -> Markup {
    let mut places: Vec<(usize, usize)> = Vec::new();
    for name in names {
        if let Some(at) = found(text, name) {
            let free = |&(from, to): &(usize, usize)| at + name.len() <= from || to <= at;
            if places.len() < MARKS && places.iter().all(free) {
                places.push((at, at + name.len()));
            }
        }
    }
    places.sort_unstable();
    let mut parts: Vec<(&str, bool)> = Vec::new();
    let mut done = 0;
    for (from, to) in places {
        parts.push((&text[done..from], false));
        parts.push((&text[from..to], true));
        done = to;
    }
    parts.push((&text[done..], false));
    html! {
        @for (part, is_marked) in parts {
            @if is_marked { mark { (part) } } @else { (part) }
        }
    }
}

/// Where a name stands; the names of headers in any case.
fn found(text: &str, name: &str) -> Option<usize> {
    if name.is_empty() {
        return None;
    }
    text.find(name).or_else(|| {
        // ASCII lower case keeps every place.
        let at = text
            .to_ascii_lowercase()
            .find(&format!("\n{}:", name.to_ascii_lowercase()))?;
        Some(at + 1)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn documents_within_documents_are_laid_out() {
        assert_eq!(
            laid_out("<a><b>x &amp; y</b><c/>&lt;d&gt;&lt;e/&gt;&lt;/d&gt;</a>"),
            "<a>\n  <b>x &amp; y</b>\n  <c/>\n  &lt;d&gt;\n    &lt;e/&gt;\n  &lt;/d&gt;\n</a>"
        );
        assert_eq!(laid_out("no tags > at all"), "no tags > at all");
        assert_eq!(laid_out("</a><b"), "</a><b");
    }

    #[test]
    fn what_a_sentence_names_is_marked_once() {
        let text =
            "200\nContent-Type: text/html\n\n<errorCode>712</errorCode><errorCode>712</errorCode>";
        let page = |sentence: &str| marked(text, &named(sentence)).into_string();
        assert!(page("CONTENT-TYPE is `text/html`").contains("<mark>text/html</mark>"));
        assert!(page("CONTENT-TYPE is wrong").contains("<mark>Content-Type</mark>"));
        let fault = page("fault 712");
        assert!(fault.contains("<mark>&gt;712&lt;</mark>"), "{fault}");
        assert_eq!(fault.matches("<mark>").count(), 1);
        assert!(!page("nothing came").contains("<mark>"));
        let names = named("`accepted` of session e294f2s580 by TestKit/1.0 in 5.5.14/stranger");
        assert_eq!(names, ["accepted", "e294f2s580"]);
    }

    proptest! {
        #[test]
        fn nothing_but_space_comes_or_goes(text in "[<>/&lgt;!? \na-cé]{0,80}") {
            let solid = |it: &str| it.split_whitespace().collect::<String>();
            prop_assert_eq!(solid(&laid_out(&text)), solid(&text));
        }

        #[test]
        fn any_text_can_be_marked(text in "\\PC{0,60}", sentence in "\\PC{0,40}") {
            let _ = marked(&text, &named(&sentence));
        }
    }
}
