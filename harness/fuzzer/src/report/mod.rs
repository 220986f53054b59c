//! What a run came to, for people and for programs.

mod html;
mod sarif;
mod text;

pub use html::html;
pub use sarif::sarif;
pub use text::{text, times};

use crate::engine::Summary;

/// A form of report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// Everything, for programs.
    Json,
    /// Findings for code scanning.
    Sarif,
    /// A page with the timeline.
    Html,
    /// A screenful.
    Text,
}

impl Form {
    /// By its name.
    pub fn named(name: &str) -> Option<Self> {
        match name {
            "json" => Some(Self::Json),
            "sarif" => Some(Self::Sarif),
            "html" => Some(Self::Html),
            "text" => Some(Self::Text),
            _ => None,
        }
    }

    /// The report.
    pub fn of(self, summary: &Summary) -> String {
        match self {
            // A summary can always be written.
            Self::Json => serde_json::to_string_pretty(summary).unwrap_or_default() + "\n",
            Self::Sarif => sarif(summary),
            Self::Html => html(summary),
            Self::Text => text(summary),
        }
    }
}
