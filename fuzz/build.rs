//! Links a vendor's parser in, when the feature `static-parser` asks for it.

use std::env;
use std::path::Path;

fn main() {
    println!("cargo::rerun-if-env-changed=CTK_PARSER_ARCHIVE");
    if env::var_os("CARGO_FEATURE_STATIC_PARSER").is_none() {
        return;
    }
    let archive = env::var("CTK_PARSER_ARCHIVE")
        .expect("CTK_PARSER_ARCHIVE names the archive with ctk_parse");
    let path = Path::new(&archive);
    let folder = path.parent().expect("the archive is in a folder");
    let name = path
        .file_stem()
        .and_then(|stem| stem.to_str())
        .and_then(|stem| stem.strip_prefix("lib"));
    println!("cargo::rustc-link-search=native={}", folder.display());
    println!(
        "cargo::rustc-link-lib=static={}",
        name.expect("the archive is called libNAME.a")
    );
}
