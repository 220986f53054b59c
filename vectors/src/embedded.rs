//! The facts this crate carries, parsed once.

use std::sync::LazyLock;

use crate::{Facts, Instances};

include!(concat!(env!("OUT_DIR"), "/embedded.rs"));

static FACTS: LazyLock<Facts> = LazyLock::new(|| match Facts::load(FILES) {
    Ok(facts) => facts,
    // The files are compiled in and the lint test loads them: a fault here never leaves the build.
    Err(error) => panic!("embedded vectors: {error}"),
});

/// The embedded facts, parsed at the first call.
///
/// # Panics
/// If the embedded files are at fault, which this crate's lint test rules out.
pub fn facts() -> &'static Facts {
    &FACTS
}

static INSTANCES: LazyLock<Instances> =
    LazyLock::new(|| match Instances::load(INSTANCE_FILES, facts()) {
        Ok(instances) => instances,
        // As above.
        Err(error) => panic!("embedded instance vectors: {error}"),
    });

/// The embedded instance vectors, parsed at the first call.
///
/// # Panics
/// If the embedded files are at fault, which this crate's lint test rules out.
pub fn instances() -> &'static Instances {
    &INSTANCES
}
