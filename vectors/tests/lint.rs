//! The embedded facts: their numbers, and that they agree with one another.

use std::collections::BTreeSet;

use ctk_vectors::{Check, Level, Presence, Uda, facts};

#[test]
fn numbers() {
    let facts = facts();
    assert_eq!(facts.requirements.len(), 219);
    assert_eq!(facts.architecture.len(), 241);
    assert_eq!(facts.architecture_readings.len(), 29);
    assert_eq!(facts.rulings.len(), 74);
    assert_eq!(facts.actions.len(), 18);
    assert_eq!(facts.state_variables.len(), 19);
    assert_eq!(facts.event_texts.len(), 14);
    assert_eq!(facts.value_tables.len(), 5);
    assert_eq!(facts.error_codes.len(), 13);
    assert_eq!(facts.session_cells.len(), 45);
    assert_eq!(facts.folder_cells.len(), 15);
    assert_eq!(facts.documents.len(), 9);
    assert_eq!(facts.digest.len(), 64);
}

#[test]
fn architecture_rows_are_numbered_without_gaps() {
    for (area, count) in [
        ("DISC", 55),
        ("DESC", 42),
        ("SCPD", 28),
        ("CTRL", 57),
        ("EVNT", 56),
    ] {
        for number in 1..=count {
            let id = format!("UDA-{area}-{number:02}");
            assert!(facts().architecture_row(&id).is_some(), "{id} is missing");
        }
    }
    let only_1_0 = facts().architecture_row("UDA-CTRL-27").unwrap();
    assert_eq!(only_1_0.versions, [Uda::V1_0]);
    assert_eq!(facts().norm("UDA-CTRL-26").unwrap().level, Level::Shall);
    assert_eq!(facts().norm("UDA-EVNT-34").unwrap().level, Level::Open);
}

#[test]
fn rulings_and_readings_are_numbered_without_gaps() {
    for number in 1..=74 {
        assert!(
            facts().ruling(&format!("R-{number:02}")).is_some(),
            "R-{number:02} is missing"
        );
    }
    for number in 1..=29 {
        let id = format!("U-{number:02}");
        assert!(
            facts().architecture_reading(&id).is_some(),
            "{id} is missing"
        );
    }
}

#[test]
fn what_nobody_can_see_is_inspection() {
    let inspected: Vec<_> = facts()
        .requirements
        .iter()
        .filter(|requirement| requirement.check == Check::Inspection)
        .map(|requirement| requirement.id.as_str())
        .collect();
    assert_eq!(inspected, ["M-A-3", "M-A-4", "M-5.4-8"]);
}

#[test]
fn actions_are_in_the_order_and_the_tables_of_their_clauses() {
    for (number, action) in (1..).zip(&facts().actions) {
        assert_eq!(action.clause, format!("5.5.{number}"));
        assert_eq!(action.arguments_table, 8 + 2 * number);
        assert_eq!(action.errors_table, 9 + 2 * number);
    }
}

#[test]
fn each_pair_of_an_action_and_its_own_code_has_a_requirement() {
    let pairs: BTreeSet<String> = facts()
        .actions
        .iter()
        .flat_map(|action| {
            action
                .errors
                .iter()
                .map(|code| format!("M-{}-{code}", action.clause))
        })
        .collect();
    assert_eq!(pairs.len(), 43);
    let with_a_code = |id: &&str| {
        let code = id
            .strip_prefix("M-5.5.")
            .and_then(|rest| rest.split_once('-'));
        code.is_some_and(|(_, code)| code.len() == 3 && code.parse::<u16>().is_ok())
    };
    let judged: BTreeSet<String> = facts()
        .requirements
        .iter()
        .map(|requirement| requirement.id.as_str())
        .filter(with_a_code)
        .map(str::to_owned)
        .collect();
    assert_eq!(pairs, judged);
}

#[test]
fn what_the_tables_require_has_a_requirement() {
    for variable in &facts().state_variables {
        let id = format!("M-T1-{}", variable.name);
        let required = variable.presence == Presence::Required;
        assert_eq!(facts().requirement(&id).is_some(), required, "{id}");
    }
    for action in &facts().actions {
        let id = format!("M-T9-{}", action.name);
        let required = action.presence == Presence::Required;
        assert_eq!(facts().requirement(&id).is_some(), required, "{id}");
    }
    for text in &facts().event_texts {
        assert_eq!(text.requirement, format!("M-T2-{}", text.slug));
    }
    let figures = |prefix: &str| -> BTreeSet<&str> {
        (facts()
            .requirements
            .iter()
            .map(|requirement| requirement.id.as_str()))
        .filter(|id| id.starts_with(prefix) && *id != "M-F3-non-edges")
        .collect()
    };
    let session: BTreeSet<&str> = (facts()
        .session_edges
        .iter()
        .map(|edge| edge.requirement.as_str()))
    .filter(|id| id.starts_with("M-F3"))
    .collect();
    assert_eq!(figures("M-F3"), session);
    let message = facts()
        .message_edges
        .iter()
        .map(|edge| edge.requirement.as_str());
    assert_eq!(figures("M-F2"), message.collect());
}

#[test]
fn variables_documents_and_tables_point_at_each_other() {
    let evented: Vec<_> = (facts().state_variables.iter())
        .filter(|variable| variable.evented)
        .map(|variable| (variable.name.as_str(), variable.max_rate_seconds))
        .collect();
    assert_eq!(
        evented,
        [("NewMessages", Some(1)), ("SessionUpdates", Some(1))]
    );
    for document in &facts().documents {
        let variable = facts().state_variable(&document.variable).unwrap();
        assert_eq!(variable.document.as_deref(), Some(document.root.as_str()));
    }
    for table in &facts().value_tables {
        let variable = facts().state_variable(&table.variable).unwrap();
        assert_eq!(variable.values, Some(table.table));
    }
    let vendor: Vec<u8> = (facts().value_tables.iter())
        .filter(|table| table.vendor)
        .map(|table| table.table)
        .collect();
    assert_eq!(vendor, [3, 6], "vendor values may be added to classes only");
}

#[test]
fn files_are_tidy_and_speak_of_the_standard_alone() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut seen = 0;
    let folders = ["", "messaging-2", "uda"];
    let entries = (folders.iter()).flat_map(|folder| root.join(folder).read_dir().unwrap());
    for entry in entries {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|extension| extension != "toml") {
            continue;
        }
        seen += 1;
        let text = std::fs::read_to_string(&path).unwrap();
        assert!(
            text.ends_with('\n') && !text.contains('\r'),
            "{}: line ends",
            path.display()
        );
        for (number, line) in (1..).zip(text.lines()) {
            let place = format!("{}:{number}", path.display());
            assert!(
                !line.contains('\t') && line.trim_end() == line,
                "{place}: tabs or trailing blanks"
            );
            assert!(
                !line.contains(".md`") && !line.contains("/work"),
                "{place}: names a file outside"
            );
        }
    }
    assert!(seen > 15);
}
