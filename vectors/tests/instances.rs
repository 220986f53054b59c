//! The instance vectors are sound: enough of them, harmless to send, fit for their schema.

use std::collections::BTreeMap;
use std::path::PathBuf;

use ctk_vectors::{Expected, Instance, facts, instances};

fn files() -> Vec<(String, String)> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("messaging-2/instances");
    let mut files: Vec<(String, String)> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|end| end == "toml"))
        .map(|path| {
            let name = path.file_name().unwrap().to_str().unwrap().to_owned();
            (name, std::fs::read_to_string(&path).unwrap())
        })
        .collect();
    files.sort();
    files
}

#[test]
fn every_document_has_vectors_of_every_result() {
    let mut counts: BTreeMap<&str, [usize; 3]> = BTreeMap::new();
    for vector in &instances().vectors {
        counts.entry(&vector.document).or_default()[match vector.result {
            Expected::Valid => 0,
            Expected::Invalid => 1,
            Expected::Acceptable => 2,
        }] += 1;
    }
    assert_eq!(counts.len(), facts().documents.len());
    for (document, [valid, invalid, acceptable]) in counts {
        assert!(valid >= 4 && invalid >= 15 && acceptable >= 1, "{document}");
    }
    assert!(instances().vectors.len() >= 1000 && instances().lexicals.len() >= 300);
}

// Heads are written with a leading zero in the names of files, so that files sort by clause.
#[test]
fn ids_stand_in_the_file_of_their_clause() {
    for (name, text) in files() {
        let head = match name.split_once('_') {
            Some(("a", _)) => "annex-a".to_owned(),
            Some(("lexical", _)) => continue,
            Some((clause, _)) => clause.replace(".0", "."),
            None => panic!("{name}: no clause before the first underscore"),
        };
        for line in text.lines().filter_map(|line| line.strip_prefix("id = \"")) {
            assert!(line.starts_with(&format!("{head}/")), "{name}: {line}");
        }
    }
}

// A device that takes what it has to refuse would send it: so nobody but the profile's recipient is ever named.
#[test]
fn what_is_sent_reaches_nobody_else() {
    let sent = |vector: &&Instance| vector.send && vector.direction.is_input();
    for vector in instances().vectors.iter().filter(sent) {
        let Some(text) = vector.written() else {
            continue;
        };
        for part in text.split('<') {
            let Some((tag, content)) = part.split_once('>') else {
                continue;
            };
            let name = tag.split_whitespace().next().unwrap_or_default();
            let opens_id = name == "id" || (name.ends_with(":id") && !name.starts_with('/'));
            if !opens_id {
                continue;
            }
            let id = content.trim();
            let nobody = id.is_empty()
                || id == "{{recipient}}"
                || id.ends_with(".invalid")
                || id.starts_with('&');
            assert!(nobody, "{}: names {id}", vector.id);
        }
    }
}

#[test]
fn every_file_fits_its_schema() {
    let schema: serde_json::Value =
        serde_json::from_str(include_str!("../schema/instances.schema.json")).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    for (name, text) in files() {
        let data: serde_json::Value = toml::from_str(&text).unwrap();
        let errors: Vec<String> = validator
            .iter_errors(&data)
            .map(|error| format!("{name}{}: {error}", error.instance_path()))
            .take(5)
            .collect();
        assert!(errors.is_empty(), "{}", errors.join("\n"));
    }
}

#[test]
fn long_values_are_generated_and_placeholders_filled() {
    let long = instances().vector("5.3.10/text-of-100000-letters").unwrap();
    assert!(long.text().unwrap().contains(&"x".repeat(100_000)));
    let smallest = instances().vector("5.3.10/smallest").unwrap();
    assert!(smallest.text().unwrap().contains("tel:+12015550100"));
    let filled = smallest
        .filled(&[("recipient", "sip:a@example.invalid")])
        .unwrap();
    assert!(filled.contains("sip:a@example.invalid") && !filled.contains("{{"));
    let wide = instances()
        .vector("5.3.10/encoding-utf-16-big")
        .unwrap()
        .bytes();
    assert_eq!(wide[..4], [0xfe, 0xff, 0, b'<']);
}
