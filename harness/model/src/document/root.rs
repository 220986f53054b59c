//! The root element of a text, found without parsing the rest.

use crate::lexical::is_xml_space;

/// The local name of the first start tag; nothing where there is none. The text need not be well-formed.
pub fn root_name(text: &str) -> Option<&str> {
    let mut rest = text;
    loop {
        rest = &rest[rest.find('<')? + 1..];
        if let Some(comment) = rest.strip_prefix("!--") {
            rest = after(comment, "-->")?;
        } else if let Some(instruction) = rest.strip_prefix('?') {
            rest = after(instruction, "?>")?;
        } else if let Some(doctype) = rest.strip_prefix("!DOCTYPE") {
            rest = after_doctype(doctype)?;
        } else {
            let end = |c: char| is_xml_space(c) || matches!(c, '>' | '/' | '<' | '=' | '"' | '\'');
            let name = rest.split(end).next()?;
            let local = name.rsplit(':').next()?;
            return Some(local).filter(|name| !name.is_empty());
        }
    }
}

fn after<'t>(text: &'t str, end: &str) -> Option<&'t str> {
    text.find(end).map(|at| &text[at + end.len()..])
}

// An internal subset is in square brackets, and has tags of its own.
fn after_doctype(text: &str) -> Option<&str> {
    let end = text.find('>')?;
    match text.find('[') {
        Some(open) if open < end => after(after(text, "]")?, ">"),
        _ => Some(&text[end + 1..]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_start_tag_counts() {
        for (text, name) in [
            ("<m:message xmlns:m='u'/>", Some("message")),
            (
                "<?xml version='1.0'?>\n<!-- <a> --><newMessages>",
                Some("newMessages"),
            ),
            (
                "<!DOCTYPE x [<!ENTITY a '<b>'>]><sessionInfo",
                Some("sessionInfo"),
            ),
            ("<!DOCTYPE x><y", Some("y")),
            ("\u{feff} text <z>", Some("z")),
            ("", None),
            ("no markup", None),
            ("<", None),
            ("< a>", None),
            ("<!-- open", None),
            ("<?xml", None),
        ] {
            assert_eq!(root_name(text), name, "{text}");
        }
    }
}
