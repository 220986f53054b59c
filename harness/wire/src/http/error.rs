//! Why a message could not be read at all.

use serde::{Deserialize, Serialize};

/// Why reading ended without a message.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum HttpError {
    /// The stream ended before the first byte of a message.
    #[error("the peer closed the connection without sending anything")]
    Nothing,
    /// The stream ended inside the head.
    #[error("the peer closed the connection inside the head, after {bytes} bytes")]
    CutInHead {
        /// Bytes of the head that had come.
        bytes: usize,
    },
    /// The message was asked for before it was complete.
    #[error("the message is not complete yet; feed more bytes or tell the end of the stream")]
    Unfinished,
    /// The head is larger than the limit.
    #[error("the head is longer than the limit of {limit} bytes")]
    HeadTooLarge {
        /// The limit, in bytes.
        limit: usize,
    },
    /// There are more header lines than the limit.
    #[error("there are more header lines than the limit of {limit}")]
    TooManyHeaders {
        /// The limit, in lines.
        limit: usize,
    },
    /// The body, or what follows it, is larger than the limit.
    #[error("the body is longer than the limit of {limit} bytes")]
    BodyTooLarge {
        /// The limit, in bytes.
        limit: usize,
    },
    /// The start line is no request line or status line.
    #[error("the start line {line:?} is not {wanted}")]
    BadStartLine {
        /// The line, shortened.
        line: String,
        /// What it should have been.
        wanted: String,
    },
    /// A request has a Content-Length that is no number.
    #[error("the content length {value:?} is not a decimal number")]
    BadContentLength {
        /// The value, shortened.
        value: String,
    },
    /// A request has a transfer coding that leaves the end of the body open.
    #[error("the transfer coding {value:?} does not end in chunked")]
    BadTransferCoding {
        /// The value, shortened.
        value: String,
    },
    /// A chunk cannot be told from its data.
    #[error("the chunked body is broken at byte {offset}: {why}")]
    BadChunk {
        /// Offset in the stream.
        offset: u64,
        /// What is wrong.
        why: String,
    },
    /// More interim (1xx) answers than anyone needs.
    #[error("more than {limit} interim answers came before the final one")]
    TooManyInterim {
        /// The limit.
        limit: usize,
    },
}

impl HttpError {
    /// The status a server gives as the answer to such a request.
    pub fn status(&self) -> u16 {
        match self {
            HttpError::HeadTooLarge { .. } | HttpError::TooManyHeaders { .. } => 431,
            HttpError::BodyTooLarge { .. } => 413,
            HttpError::BadTransferCoding { .. } => 501,
            _ => 400,
        }
    }
}

/// A text from the peer, shortened for an error message.
pub(super) fn excerpt(bytes: &[u8]) -> String {
    const SHOWN: usize = 80;
    let mut text = String::from_utf8_lossy(&bytes[..bytes.len().min(SHOWN)]).into_owned();
    if bytes.len() > SHOWN {
        text.push('…');
    }
    text
}
