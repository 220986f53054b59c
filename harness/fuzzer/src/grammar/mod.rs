//! Valid input, from the schema, the tables, the service description and the instance vectors.

mod arguments;
mod calls;
mod documents;
mod seeds;
mod states;
mod values;

pub use arguments::{minimal, value_for};
pub use calls::{call, plain_message, recipients};
pub use documents::document;
pub use seeds::{Seeds, templated};
pub use states::{far_side, instead, lifecycle, setting, shortest};
pub use values::{ODD_TEXTS, base_value, odd_number, odd_text, odd_types, odd_uri, odd_value};

#[cfg(test)]
mod tests;
