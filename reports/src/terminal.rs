//! What a terminal shows at the end of a run, and the long form of one failure.

mod failure;
mod last_screen;
mod paint;

pub use failure::failure;
pub use last_screen::last_screen;
pub(crate) use paint::Paint;

/// How a terminal wants it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Style {
    /// Whether to colour.
    pub colour: bool,
    /// How many columns a line may take; lists are fitted into it, commands and paths are not.
    pub width: usize,
}

impl Style {
    /// The width of what is no terminal: nothing is cut in a file, or for the next program.
    pub const UNCUT: usize = 1 << 20;
}

impl Default for Style {
    fn default() -> Self {
        Self {
            colour: false,
            width: 100,
        }
    }
}

#[cfg(test)]
mod tests;
