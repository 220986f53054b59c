//! URLs of devices: http URLs taken apart, references resolved. Lenient: odd characters pass, as lapses.

mod http_url;
mod reference;

pub use http_url::{HttpUrl, Lapse, UrlError, is_absolute_http, leads_away, same_host};
pub use reference::{has_scheme, resolve};
