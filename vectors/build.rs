//! Embeds every vector file beside the manifest, so that adding one needs no Rust edit.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

/// TOML files of the toolchain that may stand beside the vectors.
const NOT_VECTORS: [&str; 4] = ["Cargo.toml", "clippy.toml", "rustfmt.toml", "taplo.toml"];

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let root = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?);
    println!("cargo::rerun-if-changed={}", root.display());
    let files = vector_files(&root)?;
    if files.is_empty() {
        return Err(format!("{}: no vector file (*.toml) to embed", root.display()).into());
    }
    let mut source = String::new();
    embed(&mut source, "FILES", "vector file", &files)?;
    let instances = vector_files(&root.join("instances"))?;
    embed(
        &mut source,
        "INSTANCE_FILES",
        "file of instance vectors",
        &instances,
    )?;
    fs::write(
        PathBuf::from(env::var("OUT_DIR")?).join("embedded.rs"),
        source,
    )?;
    Ok(())
}

fn embed(
    source: &mut String,
    constant: &str,
    what: &str,
    files: &[(String, String)],
) -> std::fmt::Result {
    writeln!(
        source,
        "/// Name and text of every {what}, by name.\npub(crate) const {constant}: &[(&str, &str)] = &["
    )?;
    for (name, path) in files {
        println!("cargo::rerun-if-changed={path}");
        writeln!(source, "    ({name:?}, include_str!({path:?})),")?;
    }
    source.push_str("];\n");
    Ok(())
}

fn vector_files(root: &Path) -> io::Result<Vec<(String, String)>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(root)? {
        let path = entry?.path();
        let Some(name) = path.file_name().and_then(|name| name.to_str()) else {
            continue;
        };
        if name.ends_with(".toml") && !NOT_VECTORS.contains(&name) {
            let text = path.to_str().ok_or_else(|| {
                io::Error::other(format!("{}: path is not UTF-8", path.display()))
            })?;
            files.push((name.to_owned(), text.to_owned()));
        }
    }
    files.sort();
    Ok(files)
}
