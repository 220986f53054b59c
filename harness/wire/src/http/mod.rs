//! HTTP/1.0 and 1.1 messages: incremental lenient readers, deliberate writers, no sockets.

mod body;
mod build;
mod chunk;
mod error;
mod framing;
mod head;
mod headers;
mod intake;
mod lapse;
mod limits;
mod redirect;
mod request;
mod response;

#[cfg(test)]
mod tests;

pub use build::{Chunking, RequestBytes, ResponseBytes, Written, write_response};
pub use chunk::encode_chunked;
pub use error::HttpError;
pub use framing::Framing;
pub use head::{RequestHead, ResponseHead};
pub(crate) use head::{read_request_head, read_response_head};
pub use headers::{Header, Headers};
pub use intake::Progress;
pub(crate) use lapse::Lapses;
pub use lapse::{Lapse, LapseKind};
pub use limits::Limits;
pub use redirect::{MOST_REDIRECTS, Redirect};
pub use request::{Request, RequestReader};
pub use response::{Response, ResponseReader};
