//! From a byte offset in a file to a line for the reader.

use std::ops::Range;

/// The line, from 1, on which a span of `text` begins.
pub(crate) fn line_of(text: &str, span: &Range<usize>) -> usize {
    let until = span.start.min(text.len());
    text.as_bytes()[..until]
        .iter()
        .filter(|&&byte| byte == b'\n')
        .count()
        + 1
}

#[cfg(test)]
mod tests {
    use super::line_of;

    #[test]
    fn lines_count_from_one_and_stay_within_the_text() {
        let text = "a\nbé\nc";
        assert_eq!(line_of(text, &(0..1)), 1);
        assert_eq!(line_of(text, &(2..3)), 2);
        assert_eq!(line_of(text, &(6..7)), 3);
        assert_eq!(line_of(text, &(999..1000)), 3);
    }
}
