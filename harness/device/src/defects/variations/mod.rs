//! The variations: harmless differences, which no case may hold against a device. A file a layer.

mod documents;
mod page_mode;
mod sessions;
mod wire;

use super::{Layer, Variation, first_doc, join, registry};
use documents::documents;
use page_mode::page_mode;
use sessions::sessions;
use wire::wire;

join! { {
    [documents page_mode sessions wire] []
    [
        /// A harmless variation.
        VariationId, "variation", VARIATIONS: Variation;
    ]
} }
