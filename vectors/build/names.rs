//! Checked names of the facts: a constant for each id, name and value, so that a misspelt one does not compile.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use toml::{Table, Value};

/// The entries of one family in these files, in order.
fn family<'f>(files: &'f [(String, Table)], folder: &str, name: &str) -> Vec<&'f Table> {
    files
        .iter()
        .filter(|(file, _)| file.starts_with(folder))
        .filter_map(|(_, table)| table.get(name)?.as_array())
        .flatten()
        .filter_map(Value::as_table)
        .collect()
}

fn text<'t>(entry: &'t Table, key: &str) -> &'t str {
    entry.get(key).and_then(Value::as_str).unwrap_or_default()
}

/// `JoinSession` and `Instant Message` as `JOIN_SESSION` and `INSTANT_MESSAGE`.
fn constant(name: &str) -> String {
    let mut written = String::new();
    let mut before = '_';
    for character in name.chars() {
        let word_begins = character.is_ascii_uppercase() && before.is_ascii_lowercase();
        if (word_begins || !character.is_ascii_alphanumeric()) && !written.ends_with('_') {
            written.push('_');
        }
        if character.is_ascii_alphanumeric() {
            written.push(character.to_ascii_uppercase());
        }
        before = character;
    }
    written.trim_matches('_').to_owned()
}

/// One constant: its name, its value as Rust has it, and what its documentation says.
struct Named {
    name: String,
    value: String,
    says: String,
}

/// A module of constants of one type, with the list `ALL` of them.
fn module(
    source: &mut String,
    name: &str,
    about: &str,
    kind: &str,
    constants: Vec<Named>,
) -> Result<(), String> {
    let mut unique = BTreeMap::new();
    for one in constants {
        if unique.insert(one.name.clone(), one).is_some() {
            return Err(format!("{name}: two facts make the same constant"));
        }
    }
    let mut write = || {
        writeln!(source, "/// {about}\npub mod {name} {{")?;
        for one in unique.values() {
            let says = one.says.replace('\\', "\\\\").replace('"', "\\\"");
            writeln!(source, "    #[doc = \"```text\\n{says}\\n```\"]")?;
            writeln!(
                source,
                "    pub const {}: {kind} = {};",
                one.name, one.value
            )?;
        }
        let all: Vec<&str> = unique.keys().map(String::as_str).collect();
        writeln!(source, "    /// All of them.")?;
        writeln!(
            source,
            "    pub const ALL: &[{kind}] = &[{}];\n}}",
            all.join(", ")
        )
    };
    write().map_err(|error: std::fmt::Error| error.to_string())
}

/// Constants that hold the text of a key.
fn texts(entries: &[&Table], key: &str, says: impl Fn(&Table) -> String) -> Vec<Named> {
    entries
        .iter()
        .map(|entry| Named {
            name: constant(text(entry, key)),
            value: format!("{:?}", text(entry, key)),
            says: says(entry),
        })
        .collect()
}

/// Constants that hold a code, named after what it is called.
fn codes(entries: &[&Table], key: &str, code: &str) -> Vec<Named> {
    entries
        .iter()
        .filter(|entry| !text(entry, key).is_empty())
        .map(|entry| Named {
            name: constant(text(entry, key)),
            value: entry.get(code).map(Value::to_string).unwrap_or_default(),
            says: text(entry, "meaning").to_owned(),
        })
        .collect()
}

/// The names of one service, from the files of its folder.
pub(crate) fn service(files: &[(String, Table)], folder: &str) -> Result<String, String> {
    let mut source = String::new();
    let out = &mut source;
    let of = |name: &str| family(files, folder, name);
    let statement = |entry: &Table| {
        let place = [text(entry, "clause"), text(entry, "level")].join(", ");
        format!("{place}: {}", text(entry, "text"))
    };
    let clause = |entry: &Table| format!("clause {}", text(entry, "clause"));
    let name = "&str";
    module(
        out,
        "req",
        "Ids of its requirements.",
        name,
        texts(&of("requirement"), "id", statement),
    )?;
    module(
        out,
        "action",
        "Names of its actions.",
        name,
        texts(&of("action"), "name", clause),
    )?;
    let variables = texts(&of("state_variable"), "name", clause);
    module(
        out,
        "variable",
        "Names of its state variables.",
        name,
        variables,
    )?;
    let errors = codes(&of("error_code"), "description", "code");
    module(out, "code", "Its error codes.", "u16", errors)?;
    for table in of("value_table") {
        value_table(out, table)?;
    }
    Ok(source)
}

/// The values of one table.
fn value_table(out: &mut String, table: &Table) -> Result<(), String> {
    let number = table.get("table").map(Value::to_string).unwrap_or_default();
    let of_variable = text(table, "variable").trim_start_matches("A_ARG_TYPE_");
    let values: Vec<&Table> = table
        .get("values")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .filter_map(Value::as_table)
        .collect();
    let says = |entry: &Table| format!("Table {number}, {}", text(entry, "presence"));
    let mut constants = texts(&values, "value", says);
    // The state of a session, and the folder of a message, that is not or no longer there.
    if constants
        .iter()
        .any(|one| one.name == "CLOSED" || one.name == "OUTGOING")
    {
        constants.push(Named {
            name: "NONEXISTENT".to_owned(),
            value: "\"Nonexistent\"".to_owned(),
            says: "of the figures: there is none, or not any more".to_owned(),
        });
    }
    let about = format!("Values of {of_variable}, Table {number}.");
    module(
        out,
        &constant(of_variable).to_lowercase(),
        &about,
        "&str",
        constants,
    )?;
    Ok(())
}

/// What a row grades: `grade` under its own id, and each `deviation.NAME` behind it.
fn deviations(rows: &[&Table]) -> Vec<Named> {
    let mut made = Vec::new();
    for row in rows {
        let id = text(row, "id");
        let own = row.get("grade").and_then(Value::as_table);
        let lesser = row.get("deviation").and_then(Value::as_table);
        let lesser = lesser.into_iter().flatten();
        let lesser = lesser.filter_map(|(name, grades)| Some((name.as_str(), grades.as_table()?)));
        made.extend(
            own.map(|grades| ("", grades))
                .into_iter()
                .chain(lesser)
                .map(|(name, grades)| Named {
                    name: constant(&format!("{id} {name}")),
                    value: format!(
                        "crate::Deviation {{ row: {id:?}, name: {name:?}, grades: {} }}",
                        grades_of(grades)
                    ),
                    says: format!("{}: {}", text(row, "text"), text(row, "check")),
                }),
        );
    }
    made
}

/// The value of a table of grades, as Rust has it; what the table says wrongly, the loader reports.
fn grades_of(grades: &Table) -> String {
    let of = |version: &str| match grades.get(version).and_then(Value::as_str) {
        Some("note") => "Some(crate::Grade::Note)",
        Some("warning") => "Some(crate::Grade::Warning)",
        Some("fail") => "Some(crate::Grade::Fail)",
        _ => "None",
    };
    format!(
        "crate::Grades {{ v1_0: {}, v1_1: {}, v2_0: {} }}",
        of("1.0"),
        of("1.1"),
        of("2.0")
    )
}

/// The names of the device architecture.
pub(crate) fn architecture(files: &[(String, Table)]) -> Result<String, String> {
    let mut source = String::new();
    let rows = texts(&family(files, "uda/", "row"), "id", |entry| {
        let place = [text(entry, "clause"), text(entry, "level_text")].join(", ");
        format!("{place}: {}", text(entry, "text"))
    });
    module(&mut source, "row", "Ids of its requirements.", "&str", rows)?;
    module(
        &mut source,
        "deviation",
        "Ways to deviate from its requirements, each with its grades: the row as such, and its named deviations.",
        "crate::Deviation",
        deviations(&family(files, "uda/", "row")),
    )?;
    let errors = family(files, "uda/", "architecture_error");
    let errors = codes(&errors, "name", "from");
    module(&mut source, "code", "Its error codes.", "u16", errors)?;
    Ok(source)
}

/// The waits and stimuli of all files.
pub(crate) fn of_all(files: &[(String, Table)]) -> Result<String, String> {
    let constants = family(files, "", "wait")
        .into_iter()
        .map(|entry| Named {
            name: constant(text(entry, "name")),
            value: format!(
                "crate::Wait {{ name: {:?}, milliseconds: {}, clause: {:?} }}",
                text(entry, "name"),
                entry
                    .get("milliseconds")
                    .map(Value::to_string)
                    .unwrap_or_default(),
                text(entry, "clause"),
            ),
            says: format!("{}: {}", text(entry, "clause"), text(entry, "reason")),
        })
        .collect();
    let mut source = String::new();
    let about = "How long is waited for what, and every tolerance.";
    module(&mut source, "waits", about, "crate::Wait", constants)?;
    let stimuli = texts(&family(files, "", "stimulus"), "name", |entry| {
        text(entry, "what").to_owned()
    });
    module(
        &mut source,
        "stimulus",
        "What an upper tester can be asked for.",
        "&str",
        stimuli,
    )?;
    Ok(source)
}
