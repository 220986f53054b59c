//! Lexical forms of the simple values: ids, dates, URIs, MIME types, booleans and integers.

mod boolean;
mod date_time;
mod ids;
mod integer;
mod mime;
mod uri;
mod xml_char;

pub use boolean::{Boolean, Spelling};
pub use date_time::{DateTime, DateTimeError};
pub use ids::{
    fits_message_id_schema, is_page_message_id, is_session_id, split_session_message_id,
};
pub use integer::{is_non_negative_integer, is_positive_integer, is_unsigned_int, read_integer};
pub use mime::{MimeError, read_mime_list};
pub use uri::{Identity, UriError, is_any_uri, read_identity, read_uri};
pub use xml_char::{collapse, is_nc_name, is_q_name, is_xml_char, is_xml_space};
