//! The device's own readers of XML arguments, for those who compare them with the judge's: two readers written apart
//! that agree on what they take.

use super::documents;
use crate::defects::Deviations;

/// Whether the device takes the text as a message to send (5.3.10).
///
/// # Errors
/// Why not.
pub fn message(xml: &str) -> Result<(), String> {
    documents::read_message(xml)
        .map(drop)
        .map_err(|invalid| format!("{invalid:?}"))
}

/// Whether the device takes the text as a list of recipients (5.3.14).
///
/// # Errors
/// Why not.
pub fn recipients_list(xml: &str) -> Result<(), String> {
    documents::read_recipients(xml)
        .map(drop)
        .map_err(|invalid| format!("{invalid:?}"))
}

/// Whether the device takes the text as a list of files to transfer (5.3.20).
///
/// # Errors
/// Why not.
pub fn file_info_list(xml: &str) -> Result<(), String> {
    documents::read_file_info_list(xml, &Deviations::default())
        .map(drop)
        .map_err(|invalid| format!("{invalid:?}"))
}

/// A control request as the device reads it, by its body and its SOAPACTION: the action and its arguments by name
/// (UDA 3.2.1).
///
/// # Errors
/// Why it is none.
pub fn control_request(
    body: &[u8],
    soap_action: Option<&str>,
) -> Result<(String, Vec<(String, String)>), String> {
    crate::net::soap::read_control_request(body, soap_action)
}
