//! Every property over what fuzzing has found, over the seeds, and over mutations of both: the targets without a fuzzer.

use std::fs;
use std::path::{Path, PathBuf};

use ctk_fuzz::{TARGETS, property};
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

#[test]
fn what_was_found_stays_fixed() {
    for (target, path) in files("regressions") {
        let bytes = fs::read(&path).expect("a regression can be read");
        let property = property(&target).expect("it is a target");
        property(&bytes);
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
fn seeds_are_worth_keeping() {
    for (target, _) in TARGETS {
        let property = property(target).expect("it is a target");
        let seeds = ctk_fuzz::seeds(target);
        assert!(!seeds.is_empty(), "{target} has no seeds");
        let kept = seeds.iter().filter(|(_, bytes)| property(bytes)).count();
        assert!(kept > 0, "no seed of {target} gets anywhere");
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
