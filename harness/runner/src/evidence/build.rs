//! What is known of the program itself: version, commit, compiler, the digest of its file.

use std::fs::File;
use std::io;

use ctk_record::Tool;
use ctk_vectors::facts;
use serde::{Deserialize, Serialize};

use super::manifest::sha256;

/// The program, as journals and reports name it.
pub fn tool() -> Tool {
    Tool {
        name: "messaging-ctk".to_owned(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        commit: env!("CTK_COMMIT").to_owned(),
        vectors: format!("sha256:{}", facts().digest),
    }
}

/// What `--version` says beyond the name.
pub const VERSION: &str = concat!(
    env!("CARGO_PKG_VERSION"),
    " (commit ",
    env!("CTK_COMMIT"),
    ", ",
    env!("CTK_BUILD"),
    ")"
);

/// How the program was made.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Build {
    /// `sha256:` and the digest of the program's file; empty where it cannot be read.
    pub binary: String,
    /// The compiler.
    pub compiler: String,
    /// The machine that it was made for.
    pub target: String,
    /// `release` or `debug`.
    pub profile: String,
}

impl Build {
    /// Of the program that runs.
    pub fn own() -> Self {
        let binary = std::env::current_exe().and_then(File::open);
        let binary = binary.and_then(|mut file| sha256(&mut file, &mut io::sink()));
        Self {
            binary: binary.map_or_else(|_| String::new(), |hash| format!("sha256:{}", hash.digest)),
            compiler: env!("CTK_COMPILER").to_owned(),
            target: env!("CTK_TARGET").to_owned(),
            profile: env!("CTK_BUILD").to_owned(),
        }
    }
}
