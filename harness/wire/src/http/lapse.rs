//! Deviations from HTTP's grammar that did not prevent reading.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A deviation from HTTP's grammar, with its place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lapse {
    /// What was deviant.
    pub kind: LapseKind,
    /// Byte offset from the first byte the reader got.
    pub offset: u64,
}

/// The kinds of deviation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LapseKind {
    /// A line ends in LF without CR.
    BareLf,
    /// A CR stands inside a line.
    BareCr,
    /// An empty line stands before the start line.
    EmptyLineFirst,
    /// The start line has more than one blank between its parts, or one at its end.
    ExtraBlank,
    /// The request target has a raw blank.
    BlankInTarget,
    /// The protocol name is not in capitals.
    LowerCaseProtocol,
    /// The status line has neither a reason phrase nor the blank before it.
    MissingReason,
    /// White space stands between a header name and its colon.
    SpaceBeforeColon,
    /// A header is continued on a second line.
    FoldedHeader,
    /// A header line has no colon; it was skipped.
    NoColon,
    /// A header name is empty (the line was skipped) or has characters outside HTTP's token.
    BadHeaderName,
    /// A control character stands in a header value or in the start line.
    ControlCharacter,
    /// A head line is not valid UTF-8; it was decoded with replacement characters.
    NotUtf8,
    /// Content-Length is given more than once with the same number.
    RepeatedContentLength,
    /// Content-Length is given with different numbers; the first was taken.
    UnequalContentLength,
    /// Content-Length of a response is no number; the body was read to the end of the stream.
    BadContentLength,
    /// Both Content-Length and chunked; chunked was taken.
    LengthAndChunked,
    /// The message is chunked though it says HTTP/1.0.
    ChunkedInHttp10,
    /// Transfer-Encoding is `identity`, quoted, or names a coding besides chunked.
    OddTransferCoding,
    /// Something other than an extension stands behind a chunk size, or blanks stand before it.
    ChunkLineJunk,
    /// A chunk extension holds control characters.
    BadChunkExtension,
    /// The stream ended before the framing's end of the body.
    BodyCutShort,
    /// Bytes that are no further message follow the framed body.
    BytesAfterBody,
    /// Line ends alone follow the framed body: old HTTP stacks send them, and readers skip them (RFC 2616 4.1).
    LineEndsAfterBody,
}

impl LapseKind {
    /// Whether the extent of the body is in doubt, so that a server has to refuse the request.
    pub fn spoils_framing(self) -> bool {
        matches!(
            self,
            LapseKind::UnequalContentLength
                | LapseKind::BadContentLength
                | LapseKind::LengthAndChunked
                | LapseKind::SpaceBeforeColon
                | LapseKind::BodyCutShort
        )
    }

    /// Whether the extent of a response's body is in doubt.
    pub(crate) fn puts_extent_in_doubt(self) -> bool {
        matches!(
            self,
            LapseKind::UnequalContentLength
                | LapseKind::BadContentLength
                | LapseKind::LengthAndChunked
                | LapseKind::BodyCutShort
                | LapseKind::BytesAfterBody
        )
    }
}

impl fmt::Display for LapseKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            LapseKind::BareLf => "a line ends in LF alone",
            LapseKind::BareCr => "a CR stands inside a line",
            LapseKind::EmptyLineFirst => "an empty line stands before the start line",
            LapseKind::ExtraBlank => "the start line has surplus blanks",
            LapseKind::BlankInTarget => "the request target has a raw blank",
            LapseKind::LowerCaseProtocol => "the protocol name is not in capitals",
            LapseKind::MissingReason => "the status line ends after the code",
            LapseKind::SpaceBeforeColon => "white space stands before a header's colon",
            LapseKind::FoldedHeader => "a header is folded over two lines",
            LapseKind::NoColon => "a header line has no colon",
            LapseKind::BadHeaderName => "a header name is empty or no token",
            LapseKind::ControlCharacter => "the head holds a control character",
            LapseKind::NotUtf8 => "a head line is not UTF-8",
            LapseKind::RepeatedContentLength => "the content length is given twice",
            LapseKind::UnequalContentLength => "two content lengths differ",
            LapseKind::BadContentLength => "the content length is not a number",
            LapseKind::LengthAndChunked => "both a content length and chunked are given",
            LapseKind::ChunkedInHttp10 => "an HTTP/1.0 message is chunked",
            LapseKind::OddTransferCoding => "the transfer coding is not plain chunked",
            LapseKind::ChunkLineJunk => "a chunk size line has other content",
            LapseKind::BadChunkExtension => "a chunk extension has control characters",
            LapseKind::BodyCutShort => "the stream ended before the body did",
            LapseKind::BytesAfterBody => "bytes follow the framed body",
            LapseKind::LineEndsAfterBody => "line ends follow the framed body",
        })
    }
}

impl fmt::Display for Lapse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} (byte {})", self.kind, self.offset)
    }
}

/// Lapses being collected; a hostile peer cannot make the list long.
#[derive(Clone, Debug, Default)]
pub(crate) struct Lapses(Vec<Lapse>);

impl Lapses {
    const LIMIT: usize = 64;

    pub(crate) fn add(&mut self, kind: LapseKind, offset: u64) {
        if self.0.len() < Lapses::LIMIT {
            self.0.push(Lapse { kind, offset });
        }
    }

    pub(crate) fn into_vec(self) -> Vec<Lapse> {
        self.0
    }
}
