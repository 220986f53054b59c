//! Bodies as XML: decoded leniently, bounded before they are parsed, never with a DTD.

mod complex;
mod escape;
mod scan;
mod source;
mod value;

pub(crate) use complex::Complex;
pub(crate) use escape::escape;
pub use source::XmlError;
pub(crate) use source::{Oddity, Source, is_whole};
pub(crate) use value::{elements, namespace, own_text, stray_text, value};
