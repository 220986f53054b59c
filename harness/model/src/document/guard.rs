//! Refuses a text before it is parsed when parsing would cost too much.

/// Largest document read, in bytes.
pub const MAX_BYTES: usize = 16 << 20;
/// Deepest nesting of elements read.
pub const MAX_DEPTH: usize = 256;
/// Most attributes of one element; the parser compares each with each.
const MAX_ATTRIBUTES: usize = 256;
/// Most namespaces in scope, summed over the elements that declare one; the parser copies them there.
const MAX_NAMESPACES: usize = 1 << 20;
/// Most nodes of a document.
pub(super) const MAX_NODES: u32 = 500_000;

/// Why a text is not parsed at all, and where.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Refusal {
    pub(super) offset: usize,
    pub(super) why: &'static str,
}

/// Looks at the tags only; what is not well-formed is left to the parser to tell.
pub(super) fn check(text: &str) -> Result<(), Refusal> {
    if text.len() > MAX_BYTES {
        return Err(Refusal {
            offset: 0,
            why: "the document is larger than 16 MiB",
        });
    }
    let mut scopes: Vec<usize> = Vec::new();
    let mut copied = 0;
    let mut at = 0;
    while let Some(found) = text[at..].find('<') {
        at += found;
        let rest = &text[at..];
        if let Some(end) = skipped(rest) {
            at += end;
        } else if rest.starts_with("</") {
            scopes.pop();
            at += 2;
        } else {
            let tag = Tag::scan(rest.as_bytes());
            let refuse = |why| Err(Refusal { offset: at, why });
            let in_scope = scopes.last().copied().unwrap_or(0) + tag.declarations;
            if tag.declarations > 0 {
                copied += in_scope;
            }
            if tag.attributes > MAX_ATTRIBUTES {
                return refuse("an element has more than 256 attributes");
            }
            if copied > MAX_NAMESPACES {
                return refuse("there are too many namespace declarations");
            }
            if scopes.len() >= MAX_DEPTH {
                return refuse("elements are nested more than 256 deep");
            }
            if !tag.empty {
                scopes.push(in_scope);
            }
            at += tag.length;
        }
    }
    Ok(())
}

// Length of a comment, CDATA section, processing instruction or declaration that stands here.
fn skipped(rest: &str) -> Option<usize> {
    for (open, close) in [
        ("<!--", "-->"),
        ("<![CDATA[", "]]>"),
        ("<?", "?>"),
        ("<!", ">"),
    ] {
        if let Some(inner) = rest.strip_prefix(open) {
            let end = inner
                .find(close)
                .map_or(inner.len(), |end| end + close.len());
            return Some(open.len() + end);
        }
    }
    None
}

struct Tag {
    length: usize,
    attributes: usize,
    declarations: usize,
    empty: bool,
}

impl Tag {
    fn scan(bytes: &[u8]) -> Self {
        let mut tag = Self {
            length: bytes.len(),
            attributes: 0,
            declarations: 0,
            empty: false,
        };
        let mut quote = None;
        for (at, &b) in bytes.iter().enumerate().skip(1) {
            match quote {
                Some(open) if b == open => quote = None,
                Some(_) => {}
                None => match b {
                    b'"' | b'\'' => quote = Some(b),
                    b'=' => tag.attributes += 1,
                    b'x' if bytes[at - 1].is_ascii_whitespace()
                        && bytes[at..].starts_with(b"xmlns") =>
                    {
                        tag.declarations += 1;
                    }
                    b'>' => {
                        tag.empty = bytes[at - 1] == b'/';
                        tag.length = at + 1;
                        break;
                    }
                    _ => {}
                },
            }
        }
        tag
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn depth_counts_open_elements_only() {
        let nested = |n: usize| format!("{}{}", "<a>".repeat(n), "</a>".repeat(n));
        assert_eq!(check(&nested(MAX_DEPTH)), Ok(()));
        assert!(check(&nested(MAX_DEPTH + 1)).is_err());
        assert_eq!(check(&"<a/>".repeat(1000)), Ok(()));
        assert_eq!(
            check(&format!(
                "<a><!--{0}--><![CDATA[{0}]]><?p {0}?></a>",
                "<b>".repeat(300)
            )),
            Ok(())
        );
        assert_eq!(check(&"<a b='>'>".repeat(MAX_DEPTH)), Ok(()));
        // What ends a tag does not end it within quotes of either kind.
        for quoted in [
            "<a b='/>'>",
            "<a b=\"/>\">",
            "<a b='\"/>'>",
            "<a b=\"'/>\">",
        ] {
            assert_eq!(check(&quoted.repeat(MAX_DEPTH)), Ok(()), "{quoted}");
            assert!(check(&quoted.repeat(MAX_DEPTH + 1)).is_err(), "{quoted}");
        }
    }

    #[test]
    fn size_attributes_and_namespaces_are_bounded() {
        assert!(check(&" ".repeat(MAX_BYTES + 1)).is_err());
        let wide = format!("<a {}/>", "b='' ".repeat(MAX_ATTRIBUTES + 1));
        assert!(check(&wide).is_err());
        let quoted = format!("<a b='{}'/>", "= xmlns".repeat(MAX_ATTRIBUTES + 1));
        assert_eq!(check(&quoted), Ok(()));
        let many = format!(
            "<a {}>",
            (0..200)
                .map(|n| format!("xmlns:p{n}='u' "))
                .collect::<String>()
        );
        assert!(check(&format!("{many}{}", "<b xmlns:q='v'/>".repeat(6000))).is_err());
        assert_eq!(check(&format!("{many}{}", "<b/>".repeat(6000))), Ok(()));
    }
}
