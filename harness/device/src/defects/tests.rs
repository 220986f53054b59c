use std::collections::BTreeSet;
use std::path::Path;

use super::*;

#[test]
fn ids_are_kebab_case_and_unique() {
    let mut seen = BTreeSet::new();
    let ids = DEFECTS
        .iter()
        .map(|one| one.id)
        .chain(VARIATIONS.iter().map(|one| one.id));
    for id in ids {
        assert!(seen.insert(id), "{id} stands twice");
        assert!(
            id.chars()
                .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-'),
            "{id} is not kebab-case"
        );
    }
}

#[test]
fn names_lead_back_to_their_ids() {
    for one in DefectId::ALL {
        assert_eq!(one.as_str().parse(), Ok(*one));
    }
    for one in VariationId::ALL {
        assert_eq!(one.as_str().parse(), Ok(*one));
    }
    assert!("no-such-defect".parse::<DefectId>().is_err());
}

#[test]
fn nothing_is_on_unless_asked_for() {
    let none = Deviations::default();
    assert!(DefectId::ALL.iter().all(|one| !none.has(*one)));
    assert!(VariationId::ALL.iter().all(|one| !none.varies(*one)));
    let one = Deviations::new([DefectId::BooleanYes], []);
    assert!(one.has(DefectId::BooleanYes) && !one.has(DefectId::BooleanYesRefused));
}

#[test]
fn every_plain_defect_names_a_case_and_none_twice() {
    for defect in DEFECTS {
        assert!(
            defect.depth == Depth::Deep || !defect.caught_by.is_empty(),
            "{} names no case",
            defect.id
        );
        let mut seen = BTreeSet::new();
        for case in defect.caught_by.iter().chain(defect.also_failed_by) {
            assert!(seen.insert(case), "{} names {case} twice", defect.id);
        }
    }
}

/// A deep defect breaks something that a device shall do, and says how it shows.
#[test]
fn a_deep_defect_breaks_a_shall_and_says_how_it_is_seen() {
    for defect in DEFECTS.iter().filter(|one| one.depth == Depth::Deep) {
        let level = ctk_vectors::facts()
            .norm(defect.breaks)
            .map(|norm| norm.level);
        assert_eq!(level, Some(ctk_vectors::Level::Shall), "{}", defect.id);
        assert!(defect.does.contains("; seen "), "{}", defect.id);
    }
}

/// An entry that no code consults would be a defect that nothing can catch.
#[test]
fn every_entry_is_consulted() {
    let mut source = String::new();
    collect(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join("src"),
        &mut source,
    );
    let defects = DefectId::ALL.iter().map(|one| format!("DefectId::{one:?}"));
    let variations = VariationId::ALL
        .iter()
        .map(|one| format!("VariationId::{one:?}"));
    let unused: Vec<String> = defects
        .chain(variations)
        .filter(|name| {
            !source.match_indices(name.as_str()).any(|(at, _)| {
                let next = source[at + name.len()..].chars().next();
                !next.is_some_and(char::is_alphanumeric)
            })
        })
        .collect();
    assert!(unused.is_empty(), "no decision consults {unused:?}");
}

/// All source files but tests and the registry itself.
fn collect(folder: &Path, into: &mut String) {
    for entry in std::fs::read_dir(folder)
        .expect("the crate's sources are there")
        .flatten()
    {
        let path = entry.path();
        let name = entry.file_name().to_string_lossy().into_owned();
        if path.is_dir() && name != "defects" && name != "tests" {
            collect(&path, into);
        } else if name.ends_with(".rs") && name != "tests.rs" {
            into.push_str(&std::fs::read_to_string(&path).expect("a source file is readable"));
        }
    }
}
