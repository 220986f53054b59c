//! Changes to what is valid: arguments, envelopes, HTTP, subscriptions, datagrams. Each says what it did.

mod argument;
mod discovery;
mod envelope;
mod http;
mod tokens;
mod xml;

pub use argument::{mutate_argument, mutate_value};
pub use discovery::datagram;
pub use envelope::mutate_envelope;
pub use http::{garbage, mutate_http, subscription};
pub use tokens::{Token, join, subtree, tokenize};
pub use xml::mutate_document;

#[cfg(test)]
mod tests;
