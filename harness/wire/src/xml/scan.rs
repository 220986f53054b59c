//! A cheap pass over markup before the parser sees it: depth, attributes, no DTD.

use super::source::XmlError;

/// Elements inside each other.
const DEPTH: usize = 256;
/// The squares of the numbers of attributes, summed over the elements: the parser compares each with each.
const COMPARISONS: usize = 1 << 24;
/// Namespace declarations in force at one place; every name is looked up among them.
const DECLARATIONS: usize = 64;

/// Checks the bounds. What is not well-formed passes: the parser will say so.
pub(super) fn check(text: &str) -> Result<(), XmlError> {
    let bytes = text.as_bytes();
    let mut at = 0;
    let mut in_force: Vec<usize> = Vec::new();
    let mut comparisons: usize = 0;
    while let Some(open) = find(bytes, at, b"<") {
        let rest = &bytes[open..];
        let end = if rest.starts_with(b"<!--") {
            find(bytes, open + 4, b"-->").map(|end| end + 3)
        } else if rest.starts_with(b"<![CDATA[") {
            find(bytes, open + 9, b"]]>").map(|end| end + 3)
        } else if rest.starts_with(b"<?") {
            find(bytes, open + 2, b"?>").map(|end| end + 2)
        } else if rest.starts_with(b"<!DOCTYPE") {
            return Err(document_type(&text[open..]));
        } else if rest.starts_with(b"<!") {
            return Ok(());
        } else if rest.starts_with(b"</") {
            in_force.pop();
            find(bytes, open + 2, b">").map(|end| end + 1)
        } else {
            match tag(bytes, open + 1) {
                Some(tag) => {
                    let declared = in_force.last().unwrap_or(&0) + tag.declarations;
                    let pairs = tag.attributes.saturating_mul(tag.attributes);
                    comparisons = comparisons.saturating_add(pairs);
                    if comparisons > COMPARISONS || declared > DECLARATIONS {
                        return Err(XmlError::TooManyAttributes);
                    }
                    if !tag.empty {
                        if in_force.len() == DEPTH {
                            return Err(XmlError::TooDeep { limit: DEPTH });
                        }
                        in_force.push(declared);
                    }
                    Some(tag.end)
                }
                None => None,
            }
        };
        match end {
            Some(end) => at = end,
            None => return Ok(()),
        }
    }
    Ok(())
}

/// What a document type declaration is refused for.
fn document_type(text: &str) -> XmlError {
    let named = text["<!DOCTYPE".len()..].trim_start();
    let is_of_name = |c: &char| !c.is_whitespace() && !"[<>".contains(*c);
    XmlError::Dtd {
        name: named.chars().take(80).take_while(is_of_name).collect(),
        entities: text.contains("<!ENTITY"),
    }
}

struct Tag {
    end: usize,
    empty: bool,
    attributes: usize,
    declarations: usize,
}

/// Reads a start tag from behind its `<` to its `>`, skipping quoted values.
fn tag(bytes: &[u8], start: usize) -> Option<Tag> {
    let mut tag = Tag {
        end: start,
        empty: false,
        attributes: 0,
        declarations: 0,
    };
    let mut quote = None;
    for (index, byte) in bytes.iter().enumerate().skip(start) {
        match (quote, byte) {
            (Some(open), byte) if open == *byte => quote = None,
            (Some(_), _) => {}
            (None, b'"' | b'\'') => {
                quote = Some(*byte);
                tag.attributes += 1;
            }
            (None, b'x') if bytes[index..].starts_with(b"xmlns") => tag.declarations += 1,
            (None, b'>') => {
                tag.end = index + 1;
                tag.empty = bytes[index - 1] == b'/';
                return Some(tag);
            }
            // The parser refuses it, and looking on would be quadratic over many such.
            (None, b'<') => return None,
            (None, _) => {}
        }
    }
    None
}

fn find(bytes: &[u8], from: usize, wanted: &[u8]) -> Option<usize> {
    let rest = bytes.get(from..)?;
    rest.windows(wanted.len())
        .position(|window| window == wanted)
        .map(|at| from + at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn depth_is_bounded() {
        let nested = |depth: usize| format!("{}{}", "<a>".repeat(depth), "</a>".repeat(depth));
        assert_eq!(check(&nested(DEPTH)), Ok(()));
        assert_eq!(
            check(&nested(DEPTH + 1)),
            Err(XmlError::TooDeep { limit: DEPTH })
        );
        assert_eq!(check(&format!("<r>{}</r>", "<a/>".repeat(1000))), Ok(()));
    }

    #[test]
    fn markup_in_comments_and_values_does_not_count() {
        let hidden = "<a>".repeat(300);
        assert_eq!(
            check(&format!(
                "<r><!--{hidden}--><![CDATA[{hidden}]]><?p {hidden}?></r>"
            )),
            Ok(())
        );
        assert_eq!(check("<r a='</x>' b=\"<!DOCTYPE\"/>"), Ok(()));
    }

    #[test]
    fn dtd_and_floods_of_attributes_are_refused() {
        assert!(matches!(
            check("<!DOCTYPE r [<!ENTITY a 'b'>]><r/>"),
            Err(XmlError::Dtd { entities: true, .. })
        ));
        let many = |count: usize| (0..count).map(|n| format!(" a{n}=''")).collect::<String>();
        assert_eq!(check(&format!("<r{}/>", many(4_000))), Ok(()));
        assert_eq!(
            check(&format!("<r{}/>", many(5_000))),
            Err(XmlError::TooManyAttributes)
        );
        let wide = format!("<e{}/>", many(1_000));
        assert_eq!(check(&format!("<r>{}</r>", wide.repeat(16))), Ok(()));
        assert_eq!(
            check(&format!("<r>{}</r>", wide.repeat(17))),
            Err(XmlError::TooManyAttributes)
        );
        let spaces = "<e xmlns:n='u'>".repeat(DECLARATIONS + 1);
        assert_eq!(check(&spaces), Err(XmlError::TooManyAttributes));
        let beside = "<e xmlns:n='u'/>".repeat(DECLARATIONS + 1);
        assert_eq!(check(&format!("<r>{beside}</r>")), Ok(()));
    }
}
