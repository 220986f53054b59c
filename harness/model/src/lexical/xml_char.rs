//! Characters and white space of XML 1.0.

/// Whether XML 1.0 can carry this character at all.
pub fn is_xml_char(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..='\u{10ffff}')
}

/// Whether XML counts this character as white space.
pub fn is_xml_space(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\n' | '\r')
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
    fn collapse_knows_xml_white_space_only() {
        assert_eq!(collapse(" \t\n 1 \r"), "1");
        assert_eq!(collapse("\u{a0}1"), "\u{a0}1");
    }
}
