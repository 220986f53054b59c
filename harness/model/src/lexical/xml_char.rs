//! Characters and white space of XML 1.0.

/// Whether XML 1.0 can carry this character at all.
pub fn is_xml_char(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..='\u{10ffff}')
}

/// Whether XML counts this character as white space.
pub fn is_xml_space(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\n' | '\r')
}

/// Whether the text is a name without a colon (Namespaces in XML 1.0, NCName).
pub fn is_nc_name(text: &str) -> bool {
    let starts = |c: char| {
        matches!(c, 'A'..='Z' | 'a'..='z' | '_' | '\u{c0}'..='\u{d6}' | '\u{d8}'..='\u{f6}' | '\u{f8}'..='\u{2ff}'
            | '\u{370}'..='\u{37d}' | '\u{37f}'..='\u{1fff}' | '\u{200c}'..='\u{200d}' | '\u{2070}'..='\u{218f}'
            | '\u{2c00}'..='\u{2fef}' | '\u{3001}'..='\u{d7ff}' | '\u{f900}'..='\u{fdcf}'
            | '\u{fdf0}'..='\u{fffd}' | '\u{10000}'..='\u{effff}')
    };
    let continues = |c: char| matches!(c, '-' | '.' | '0'..='9' | '\u{b7}' | '\u{300}'..='\u{36f}' | '\u{203f}'..='\u{2040}');
    text.starts_with(starts) && text.chars().all(|c| starts(c) || continues(c))
}

/// Whether the text is a name, with a prefix or without (Namespaces in XML 1.0, QName).
pub fn is_q_name(text: &str) -> bool {
    match text.split_once(':') {
        Some((prefix, local)) => is_nc_name(prefix) && is_nc_name(local),
        None => is_nc_name(text),
    }
}

/// The facet `whiteSpace = collapse` for types that have no inner space: the ends are trimmed.
pub fn collapse(text: &str) -> &str {
    text.trim_matches(is_xml_space)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_characters_and_noncharacters_are_not_xml() {
        for bad in ['\0', '\u{b}', '\u{1f}', '\u{fffe}', '\u{ffff}'] {
            assert!(!is_xml_char(bad), "{bad:?}");
        }
        for good in ['\t', 'a', '\u{7f}', 'ä', '\u{1f600}'] {
            assert!(is_xml_char(good), "{good:?}");
        }
    }

    #[test]
    fn names_begin_with_a_letter() {
        for good in ["a", "_1", "é-.\u{b7}", "xml"] {
            assert!(is_nc_name(good), "{good}");
        }
        for bad in ["", "1", "-a", "a:b", "a b", "a<", "\u{b7}", "a\u{d7}"] {
            assert!(!is_nc_name(bad), "{bad}");
        }
        assert!(is_q_name("a:b") && is_q_name("b"));
        for bad in [":b", "a:", "a:b:c", ":", ""] {
            assert!(!is_q_name(bad), "{bad}");
        }
    }

    #[test]
    fn collapse_knows_xml_white_space_only() {
        assert_eq!(collapse(" \t\n 1 \r"), "1");
        assert_eq!(collapse("\u{a0}1"), "\u{a0}1");
    }
}
