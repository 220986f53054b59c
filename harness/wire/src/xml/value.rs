//! Values of elements, also where a sender wrapped them wrongly.

use roxmltree::Node;

use super::escape::unescape_once;

/// What was wrong with the wrapping of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Trouble {
    /// Markup stands unescaped in the value; its source text was taken.
    Unescaped,
    /// Markup is escaped twice; one layer more was taken off.
    EscapedTwice,
}

impl std::fmt::Display for Trouble {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Trouble::Unescaped => "its XML is not escaped",
            Trouble::EscapedTwice => "its XML is escaped twice",
        })
    }
}

/// The child elements.
pub(crate) fn elements<'a, 'i>(node: Node<'a, 'i>) -> impl Iterator<Item = Node<'a, 'i>> {
    node.children().filter(Node::is_element)
}

/// The namespace of an element; `xmlns=""` is none.
pub(crate) fn namespace<'a>(node: Node<'a, '_>) -> Option<&'a str> {
    node.tag_name()
        .namespace()
        .filter(|namespace| !namespace.is_empty())
}

/// The text of an element itself, comments and child elements left out.
pub(crate) fn own_text(node: Node<'_, '_>) -> String {
    node.children()
        .filter(Node::is_text)
        .filter_map(|text| text.text())
        .collect()
}

/// The first non-blank text directly inside an element that should hold elements only, shortened.
pub(crate) fn stray_text(node: Node<'_, '_>) -> Option<String> {
    let text = own_text(node);
    let text = text.trim();
    (!text.is_empty()).then(|| text.chars().take(40).collect())
}

/// The string value of an element, read through wrong escaping.
pub(crate) fn value(node: Node<'_, '_>) -> (String, Option<Trouble>) {
    if elements(node).next().is_some() {
        return (
            inner_source(node).trim().to_owned(),
            Some(Trouble::Unescaped),
        );
    }
    let text = own_text(node);
    if text.trim_start().starts_with("&lt;") {
        let plain = unescape_once(&text);
        let mut chars = plain.trim_start().chars().skip(1);
        if chars
            .next()
            .is_some_and(|char| char == '?' || char == '_' || char.is_alphabetic())
        {
            return (plain, Some(Trouble::EscapedTwice));
        }
    }
    (text, None)
}

/// The source between an element's tags.
fn inner_source<'a>(node: Node<'a, '_>) -> &'a str {
    let source = &node.document().input_text()[node.range()];
    let mut quote = None;
    let start = source.char_indices().find_map(|(at, char)| {
        match (quote, char) {
            (Some(open), char) if open == char => quote = None,
            (None, '"' | '\'') => quote = Some(char),
            (None, '>') => return Some(at + 1),
            _ => {}
        }
        None
    });
    let inner = start.and_then(|start| source.get(start..source.rfind("</")?));
    inner.unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(xml: &str) -> (String, Option<Trouble>) {
        let document = roxmltree::Document::parse(xml).expect("well-formed");
        value(document.root_element())
    }

    #[test]
    fn values_in_every_wrapping() {
        for plain in [
            "<v>&lt;a/&gt; &amp;amp;</v>",
            "<v><![CDATA[<a/> &amp;]]></v>",
            "<v>&lt;a/&#62;<!--c--> &#38;amp;</v>",
        ] {
            assert_eq!(read(plain), ("<a/> &amp;".to_owned(), None), "{plain}");
        }
        assert_eq!(read("<v/>"), (String::new(), None));
        assert_eq!(read("<v x='>'>\n<a b='1'>t</a></v >").0, "<a b='1'>t</a>");
        assert_eq!(read("<v><a/></v>").1, Some(Trouble::Unescaped));
        assert_eq!(
            read("<v>&amp;lt;a/&amp;gt;</v>"),
            ("<a/>".to_owned(), Some(Trouble::EscapedTwice))
        );
        assert_eq!(read("<v>&amp;lt; 3</v>"), ("&lt; 3".to_owned(), None));
    }
}
