//! Every property over what fuzzing has found, over the seeds, and over mutations of both: the targets without a fuzzer.

use std::collections::HashSet;
use std::fs;
use std::panic::catch_unwind;
use std::path::{Path, PathBuf};

use ctk_fuzz::{Property, TARGETS, property};
use proptest::prelude::*;

fn files(below: &str) -> Vec<(String, PathBuf)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(below);
    let mut files = Vec::new();
    for (target, _) in TARGETS {
        let Ok(entries) = fs::read_dir(folder.join(target)) else {
            continue;
        };
        files.extend(
            entries
                .flatten()
                .map(|entry| ((*target).to_owned(), entry.path())),
        );
    }
    files.sort();
    files
}

/// Whether the input was worth keeping, or what it found.
fn checked(property: Property, bytes: &[u8]) -> Result<bool, String> {
    catch_unwind(|| property(bytes)).map_err(|panic| {
        let text = panic.downcast_ref::<String>().cloned();
        let text = text.or_else(|| panic.downcast_ref::<&str>().map(|&text| text.to_owned()));
        text.unwrap_or_default()
    })
}

#[test]
fn what_was_found_stays_fixed() {
    let found: Vec<String> = files("regressions")
        .into_iter()
        .filter_map(|(target, path)| {
            let bytes = fs::read(&path).expect("a regression can be read");
            let property = property(&target).expect("it is a target");
            let why = checked(property, &bytes).err()?;
            Some(format!("{}: {why}", path.display()))
        })
        .collect();
    assert!(found.is_empty(), "{}", found.join("\n\n"));
}

#[test]
fn regressions_are_of_targets() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../regressions");
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = entry.file_name();
        let name = name.to_str().expect("a name in UTF-8");
        assert!(property(name).is_some(), "no target is called {name}");
    }
}

#[test]
fn every_target_has_a_file_and_a_manifest_entry() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let manifest = fs::read_to_string(root.join("Cargo.toml")).expect("there is a manifest");
    for (target, _) in TARGETS {
        let path = format!("fuzz_targets/{target}.rs");
        let text =
            fs::read_to_string(root.join(&path)).unwrap_or_else(|error| panic!("{path}: {error}"));
        assert!(
            text.contains(&format!("\"{target}\"")),
            "{path} runs another property"
        );
        assert!(manifest.contains(&path), "{path} is not in the manifest");
    }
    let count = fs::read_dir(root.join("fuzz_targets"))
        .expect("there is a folder")
        .count();
    assert_eq!(count, TARGETS.len());
}

#[test]
fn seeds_are_worth_keeping_and_find_nothing() {
    let mut found = Vec::new();
    for (target, property) in TARGETS {
        let seeds = ctk_fuzz::seeds(target);
        assert!(!seeds.is_empty(), "{target} has no seeds");
        let mut kept = 0;
        for (name, bytes) in &seeds {
            match checked(*property, bytes) {
                Ok(worth) => kept += usize::from(worth),
                Err(why) => found.push(format!("{target}/{name}: {why}")),
            }
        }
        assert!(kept > 0, "no seed of {target} gets anywhere");
    }
    assert!(found.is_empty(), "{}", found.join("\n\n"));
}

#[test]
fn every_vector_is_a_seed() {
    let names: HashSet<String> = TARGETS
        .iter()
        .flat_map(|(target, _)| ctk_fuzz::seeds(target))
        .map(|(name, _)| name)
        .collect();
    let instances = ctk_vectors::instances();
    let documents = instances
        .vectors
        .iter()
        .filter(|vector| vector.bytes().len() <= ctk_fuzz::LONGEST)
        .map(|vector| &vector.id);
    let values = instances.lexicals.iter().map(|value| &value.id);
    for id in documents.chain(values) {
        assert!(names.contains(&id.replace('/', "-")), "{id} is no seed");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn mutated_seeds_break_nothing(
        at in any::<prop::sample::Index>(),
        cuts in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>(), 0..3u8), 1..6),
    ) {
        for (target, property) in TARGETS {
            let seeds = ctk_fuzz::seeds(target);
            let mut bytes = seeds[at.index(seeds.len())].1.clone();
            for (place, byte, how) in &cuts {
                let place = place.index(bytes.len() + 1);
                match how {
                    0 => bytes.insert(place, *byte),
                    1 if place < bytes.len() => drop(bytes.remove(place)),
                    _ => bytes.truncate(place),
                }
            }
            property(&bytes);
        }
    }
}
