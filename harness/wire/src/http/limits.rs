//! Bounds on what a reader takes from a peer.

use serde::{Deserialize, Serialize};

/// What a reader accepts at most; beyond it reading ends with an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limits {
    /// Bytes of one head, start line and final empty line included (also of the chunk trailers).
    pub head_bytes: usize,
    /// Header lines of one head.
    pub header_count: usize,
    /// Bytes of the decoded body.
    pub body_bytes: usize,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits {
            head_bytes: 64 * 1024,
            header_count: 256,
            body_bytes: 4 * 1024 * 1024,
        }
    }
}
