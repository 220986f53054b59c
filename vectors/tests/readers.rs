//! No fact is idle: what the vector files say is read by the code, and not said by it a second time.

use std::fs;
use std::path::{Path, PathBuf};

use ctk_vectors::{facts, messaging_2, stimulus, waits};

/// The Rust sources of the kit, those of this crate apart.
fn sources() -> Vec<(PathBuf, String)> {
    fn collect(folder: &Path, found: &mut Vec<(PathBuf, String)>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() && !path.ends_with("target") {
                collect(&path, found);
            } else if path.extension().is_some_and(|end| end == "rs") {
                let text = fs::read_to_string(&path).unwrap();
                let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
                found.push((path.strip_prefix(root).unwrap().to_owned(), text));
            }
        }
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let mut found = Vec::new();
    for folder in ["harness", "reports", "fuzz/properties"] {
        collect(&root.join(folder), &mut found);
    }
    assert!(found.len() > 400, "the sources are not where they were");
    found
}

fn constant(name: &str) -> String {
    name.replace([' ', '-', '.'], "_").to_uppercase()
}

/// Whether the constant stands in the text, and not only as the beginning of a longer one.
fn reads(text: &str, constant: &str) -> bool {
    text.match_indices(constant).any(|(at, found)| {
        let next = text[at + found.len()..].chars().next();
        next.is_none_or(|next| !next.is_ascii_alphanumeric() && next != '_')
    })
}

#[test]
fn every_wait_has_a_reader() {
    let sources = sources();
    let idle: Vec<&str> = (waits::ALL.iter())
        .filter(|wait| {
            let name = format!("waits::{}", constant(wait.name));
            !sources.iter().any(|(_, text)| reads(text, &name))
        })
        .map(|wait| wait.name)
        .collect();
    assert_eq!(idle, [""; 0], "waits that nobody reads");
    assert_eq!(waits::ALL.len(), facts().waits.len());
}

#[test]
fn every_stimulus_and_action_has_a_reader() {
    let sources = sources();
    let read = |module: &str, name: &str| {
        let name = format!("{module}::{name}");
        sources.iter().any(|(_, text)| reads(text, &name))
    };
    for name in stimulus::ALL {
        assert!(
            read("stimulus", &constant(name)),
            "{name} is never asked for"
        );
    }
    for name in messaging_2::action::ALL {
        let mut snake = String::new();
        for letter in name.chars() {
            if letter.is_ascii_uppercase() && !snake.is_empty() {
                snake.push('_');
            }
            snake.push(letter.to_ascii_uppercase());
        }
        assert!(read("action", &snake), "{name} is never called");
    }
}

/// The suite names requirements, actions and values of the facts by their constants.
#[test]
fn the_suite_misspells_nothing() {
    let literal = |text: &str, name: &str| text.contains(&format!("\"{name}\""));
    let names = [messaging_2::req::ALL, messaging_2::action::ALL].concat();
    for (path, text) in sources() {
        if path.components().any(|part| part.as_os_str() == "suite")
            && path.iter().any(|part| part == "src")
        {
            for name in &names {
                assert!(
                    !literal(&text, name),
                    "{}: {name:?} has a constant",
                    path.display()
                );
            }
        }
    }
}
