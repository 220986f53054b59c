//! From byte offsets in a file to lines for the reader.

use std::ops::Range;

/// Where the lines of a text end.
pub(crate) struct Lines(Vec<usize>);

impl Lines {
    /// Those of this text.
    pub(crate) fn of(text: &str) -> Self {
        Self(text.match_indices('\n').map(|(at, _)| at).collect())
    }

    /// The line, from 1, on which a span of the text begins.
    pub(crate) fn at(&self, span: &Range<usize>) -> usize {
        self.0.partition_point(|&end| end < span.start) + 1
    }
}

#[cfg(test)]
mod tests {
    use super::Lines;

    #[test]
    fn lines_count_from_one_and_stay_within_the_text() {
        let lines = Lines::of("a\nbé\nc");
        assert_eq!(lines.at(&(0..1)), 1);
        assert_eq!(lines.at(&(1..2)), 1);
        assert_eq!(lines.at(&(2..3)), 2);
        assert_eq!(lines.at(&(6..7)), 3);
        assert_eq!(lines.at(&(999..1000)), 3);
        assert_eq!(Lines::of("").at(&(0..0)), 1);
    }
}
