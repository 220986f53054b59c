//! Embeds every vector file of the folders below, so that adding one needs no Rust edit, and makes constants of the
//! names in them.

#[path = "build/names.rs"]
mod names;

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

/// The folders of facts beside those of the services: of the kit, of the device architecture.
const OF_ALL: [&str; 2] = ["", "uda"];
/// What a folder has that is of a service.
const REQUIREMENTS: &str = "requirements.toml";
/// The folder of instance vectors in a service's folder.
const INSTANCES: &str = "instances";
/// The folder of what is published of services without tables of their own, a file each.
const PUBLISHED: &str = "services";
/// TOML files of the toolchain that may stand beside the vectors.
const NOT_VECTORS: [&str; 4] = ["Cargo.toml", "clippy.toml", "rustfmt.toml", "taplo.toml"];

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let root = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?);
    println!("cargo::rerun-if-changed={}", root.join("build").display());
    let out = PathBuf::from(env::var("OUT_DIR")?);
    let mut source = String::new();
    let services = services(&root)?;
    let of_services = services.iter().map(String::as_str);
    let folders: Vec<&str> = OF_ALL.into_iter().chain(of_services).collect();
    let facts = vector_files(&root, &folders)?;
    embed(&mut source, "FILES", "vector file", &facts)?;
    embed(
        &mut source,
        "INSTANCE_FILES",
        "file of instance vectors",
        &vector_files(&root, &instance_folders(&root, &services))?,
    )?;
    embed(
        &mut source,
        "SERVICE_FILES",
        "file of a published service",
        &vector_files(&root, &[PUBLISHED])?,
    )?;
    fs::write(out.join("embedded.rs"), source)?;
    let mut read = Vec::new();
    for (name, path) in facts {
        let table = fs::read_to_string(path)?.parse::<toml::Table>();
        // The loader says what is wrong with a file, and where.
        read.push((name, table.unwrap_or_default()));
    }
    fs::write(out.join("of_all.rs"), names::of_all(&read)?)?;
    fs::write(out.join("uda.rs"), names::architecture(&read)?)?;
    let mut source = String::new();
    for folder in &services {
        let names = names::service(&read, &format!("{folder}/"))?;
        let module = folder.replace('-', "_");
        writeln!(
            source,
            "/// The names of `{folder}`.\npub mod {module} {{\n{names}}}"
        )?;
    }
    fs::write(out.join("services.rs"), source)?;
    Ok(())
}

/// The folders of the services, by name.
fn services(root: &Path) -> io::Result<Vec<String>> {
    println!("cargo::rerun-if-changed={}", root.display());
    let mut services = Vec::new();
    for entry in fs::read_dir(root)? {
        let path = entry?.path();
        let name = path.file_name().and_then(|name| name.to_str());
        if let Some(name) = name.filter(|_| path.join(REQUIREMENTS).is_file()) {
            services.push(name.to_owned());
        }
    }
    services.sort();
    Ok(services)
}

fn instance_folders(root: &Path, services: &[String]) -> Vec<String> {
    let of_service = services
        .iter()
        .map(|service| format!("{service}/{INSTANCES}"));
    of_service
        .filter(|folder| root.join(folder).is_dir())
        .collect()
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

/// Name (with its folder) and path of every vector file in these folders of the root, by name.
fn vector_files(root: &Path, folders: &[impl AsRef<Path>]) -> io::Result<Vec<(String, String)>> {
    let mut files = Vec::new();
    for folder in folders {
        let folder = folder.as_ref();
        let place = root.join(folder);
        println!("cargo::rerun-if-changed={}", place.display());
        let before = files.len();
        for entry in fs::read_dir(&place)? {
            let path = entry?.path();
            let Some(name) = path.file_name().and_then(|name| name.to_str()) else {
                continue;
            };
            if name.ends_with(".toml") && !NOT_VECTORS.contains(&name) {
                let text = path.to_str().ok_or_else(|| {
                    io::Error::other(format!("{}: path is not UTF-8", path.display()))
                })?;
                let name = folder.join(name).display().to_string();
                files.push((name.replace('\\', "/"), text.to_owned()));
            }
        }
        if files.len() == before {
            let nothing = format!("{}: no vector file (*.toml) to embed", place.display());
            return Err(io::Error::other(nothing));
        }
    }
    files.sort();
    Ok(files)
}
