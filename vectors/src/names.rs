//! Checked names, made at build time of what the vector files define: a misspelt one does not compile.

/// Names of every file.
pub use of_all::{stimulus, waits};

mod of_all {
    include!(concat!(env!("OUT_DIR"), "/of_all.rs"));
}

/// The names of each service, in a module that is called as its folder.
pub(crate) mod services {
    include!(concat!(env!("OUT_DIR"), "/services.rs"));
}

/// The names of the device architecture.
pub mod uda {
    include!(concat!(env!("OUT_DIR"), "/uda.rs"));
}
