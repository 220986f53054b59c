//! Colours, each with a meaning.

use anstyle::{AnsiColor, Style as Ansi};

use super::Style;
use ctk_record::Verdict;

/// What a piece of text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Paint {
    Of(Verdict),
    Warning,
    Title,
    Faint,
}

impl Paint {
    fn ansi(self) -> Ansi {
        let colour = |colour: AnsiColor| Ansi::new().fg_color(Some(colour.into()));
        match self {
            Paint::Of(Verdict::Pass) => colour(AnsiColor::Green),
            Paint::Of(Verdict::Fail) => colour(AnsiColor::Red).bold(),
            Paint::Of(Verdict::Error) => colour(AnsiColor::Magenta).bold(),
            Paint::Of(Verdict::Inconclusive) | Paint::Warning => colour(AnsiColor::Yellow),
            Paint::Of(Verdict::NotApplicable) | Paint::Faint => Ansi::new().dimmed(),
            Paint::Title => Ansi::new().bold(),
        }
    }
}

impl Style {
    /// The text, painted if this terminal has colours.
    pub(crate) fn paint(self, paint: Paint, text: &str) -> String {
        if !self.colour || text.is_empty() {
            return text.to_owned();
        }
        let ansi = paint.ansi();
        format!("{ansi}{text}{ansi:#}")
    }
}
