//! What the fuzz targets check: one function a target.
//!
//! A property takes any bytes. It returns whether they were worth keeping, and panics when something is wrong: not only
//! when a reader panics, but when two readings differ that have to agree.

mod documents;
mod http;
mod lexical;
mod messages;
mod records;
mod rewriting;
mod seeds;
mod traces;

pub use documents::due;
pub use seeds::seeds;

/// A property of arbitrary bytes: false when they say nothing about it, and need not be kept.
pub type Property = fn(&[u8]) -> bool;

/// Longer inputs are the business of limits, which have tests of their own.
pub const LONGEST: usize = 64 * 1024;

/// The targets, by name. Each has a file in `fuzz_targets/`, and a folder in `regressions/` once it found something.
pub const TARGETS: &[(&str, Property)] = &[
    (
        "s5_3_02_messaging_capabilities",
        documents::messaging_capabilities,
    ),
    ("s5_3_03_new_messages", documents::new_messages),
    ("s5_3_04_session_updates", documents::session_updates),
    ("s5_3_10_message", documents::message),
    ("s5_3_11_message_list", documents::message_list),
    ("s5_3_14_recipients_list", documents::recipients_list),
    ("s5_3_15_session_info", documents::session_info),
    ("s5_3_16_sessions_list", documents::sessions_list),
    ("s5_3_20_file_info_list", documents::file_info_list),
    ("a_peer_type", documents::peer_type),
    ("soap_request", messages::soap_request),
    ("soap_response", messages::soap_response),
    ("soap_fault", messages::soap_fault),
    ("scpd", messages::scpd),
    ("device_description", messages::device_description),
    ("gena_notify", messages::gena_notify),
    ("ssdp_message", messages::ssdp_message),
    ("http_head", http::http_head),
    ("http_chunks", http::http_chunks),
    ("lexical_uri", lexical::uri),
    ("lexical_date", lexical::date),
    ("lexical_mime", lexical::mime),
    ("lexical_id", lexical::id),
    ("lexical_value", lexical::value),
    ("profile", records::profile),
    ("journal", records::journal),
    ("model_trace", traces::model_trace),
    ("journal_compressed", records::journal_compressed),
    ("bundle", records::bundle),
];

/// The property of a target.
pub fn property(target: &str) -> Option<Property> {
    TARGETS
        .iter()
        .find(|(name, _)| *name == target)
        .map(|(_, property)| *property)
}
