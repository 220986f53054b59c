use super::*;

const REQUIREMENT: &str = r#"
[[requirement]]
id = "M-1"
clause = "1"
level = "shall"
text = "It does."
check = "black-box"
"#;
const RULING: &str = r#"
[[ruling]]
id = "R-01"
place = "1"
trouble = "unclear"
reading = "clear"
"#;

/// What loading these texts, named `0.toml`, `1.toml`, …, says.
fn fault(texts: &[&str]) -> String {
    let names: Vec<String> = (0..texts.len())
        .map(|index| format!("{index}.toml"))
        .collect();
    let files: Vec<_> = names
        .iter()
        .map(String::as_str)
        .zip(texts.iter().copied())
        .collect();
    Facts::load(&files).map_or_else(|error| error.to_string(), |_| "loaded".to_owned())
}

#[track_caller]
fn says(texts: &[&str], expected: &str) {
    assert_eq!(fault(texts), expected);
}

#[test]
fn a_sound_file_loads() {
    says(&[REQUIREMENT, RULING], "loaded");
}

#[test]
fn no_file_is_a_fault() {
    says(
        &[],
        "vectors:1: no vector file was given: pass at least one",
    );
}

#[test]
fn one_name_twice_is_a_fault() {
    let error = Facts::load(&[("a.toml", REQUIREMENT), ("a.toml", RULING)]).unwrap_err();
    assert_eq!(
        error.to_string(),
        "a.toml:1: a file of this name was given twice: rename one of them"
    );
}

#[test]
fn broken_toml_names_its_line() {
    let text = fault(&["\n\n[[requirement]\n"]);
    assert!(
        text.starts_with("0.toml:3: ") && text.ends_with(": correct the entry"),
        "{text}"
    );
}

#[test]
fn an_unknown_key_names_its_line() {
    let text = fault(&[&REQUIREMENT.replace("clause", "claus")]);
    assert!(
        text.starts_with("0.toml:4: unknown field `claus`"),
        "{text}"
    );
}

#[test]
fn an_unknown_family_is_a_fault() {
    let text = fault(&["[[requirements]]\nid = \"M-1\"\n"]);
    assert!(
        text.starts_with("0.toml:1: unknown field `requirements`"),
        "{text}"
    );
}

#[test]
fn a_missing_key_names_the_entry() {
    let text = fault(&[&REQUIREMENT.replace("level = \"shall\"\n", "")]);
    assert!(
        text.starts_with("0.toml:2: missing field `level`"),
        "{text}"
    );
}

#[test]
fn a_value_outside_its_type_names_its_line() {
    let text = fault(&[&REQUIREMENT.replace("shall", "must")]);
    assert!(
        text.starts_with("0.toml:5: unknown variant `must`"),
        "{text}"
    );
}

#[test]
fn a_key_defined_twice_names_both_places() {
    says(
        &[RULING, REQUIREMENT, REQUIREMENT],
        "2.toml:2: requirement `M-1` is defined twice, first at 1.toml:2: rename or remove one",
    );
}

#[test]
fn a_key_out_of_form_is_a_fault() {
    says(
        &[&RULING.replace("R-01", "R-1")],
        "0.toml:2: ruling `R-1`: key `R-1` is not R- and two digits: correct it",
    );
}

#[test]
fn a_reference_to_nothing_is_a_fault() {
    says(
        &[&format!("{REQUIREMENT}rulings = [\"R-99\"]\n")],
        "0.toml:2: requirement `M-1` refers to ruling `R-99`, which no file defines: \
         define it or correct the reference",
    );
}

#[test]
fn a_mention_of_nothing_in_a_text_is_a_fault() {
    says(
        &[&RULING.replace("\"clear\"", "\"as UDA-CTRL-99 has it\"")],
        "0.toml:2: ruling `R-01` refers to row `UDA-CTRL-99`, which no file defines: \
         define it or correct the reference",
    );
}

#[test]
fn a_feature_outside_the_closed_list_is_a_fault() {
    says(
        &[&format!("{REQUIREMENT}when = \"folder Lost\"\n")],
        "0.toml:2: requirement `M-1`: when `folder Lost` is not one of: file transfer, folder ClosedSession, \
         folder Deleted, session mode: correct it",
    );
}

#[test]
fn a_stimulus_outside_the_closed_list_is_a_fault() {
    let text = fault(&[&format!("{REQUIREMENT}needs = [\"rain\"]\n")]);
    assert!(
        text.starts_with("0.toml:2: requirement `M-1`: needs `rain` is not one of: "),
        "{text}"
    );
}

#[test]
fn a_tab_in_a_text_is_a_fault() {
    let text = fault(&[&REQUIREMENT.replace("It does.", "It\\tdoes.")]);
    assert!(
        text.ends_with("is not one line of text without tabs and outer blanks: correct it"),
        "{text}"
    );
}

#[test]
fn tokens_are_read_strictly() {
    let set = |lists: &str| format!("{RULING}[[ruling.answer]]\nsituation = \"here\"\n{lists}\n");
    let malformed = fault(&[&set("pass = [\"fault 7x8\"]")]);
    assert!(
        malformed.starts_with("0.toml:9: answer `fault 7x8` is not success, "),
        "{malformed}"
    );
    says(
        &[&set("pass = [\"success\"]\nfail = [\"success\"]")],
        "0.toml:2: ruling `R-01`: answer `success` is not in one list of its set only: correct it",
    );
    says(
        &[&set("pass = [\"fault 712\"]")],
        "0.toml:2: ruling `R-01` refers to error_code `712`, which no file defines: \
         define it or correct the reference",
    );
    says(
        &[&set("")],
        "0.toml:2: ruling `R-01`: answer `here` is not a set with at least one token: correct it",
    );
}

#[test]
fn a_situation_twice_in_a_ruling_is_a_fault() {
    let set = "[[ruling.answer]]\nsituation = \"here\"\npass = [\"success\"]\n";
    says(
        &[&format!("{RULING}{set}{set}")],
        "0.toml:2: ruling `R-01`: situation `here` is not kebab-case and unique in its ruling: correct it",
    );
}

#[test]
fn an_action_refers_to_variables_and_codes() {
    let action = |extra: &str| {
        format!(
            "[[action]]\nclause = \"5.5.1\"\nname = \"Act\"\npresence = \"required\"\ngroup = \"service\"\n\
             arguments_table = 10\nerrors_table = 11\n{extra}\n"
        )
    };
    says(
        &[&action("inputs = [{ name = \"In\", variable = \"Gone\" }]")],
        "0.toml:1: action `Act` refers to state_variable `Gone`, which no file defines: \
         define it or correct the reference",
    );
    says(
        &[&action("errors = [606]")],
        "0.toml:1: action `Act` refers to error_code `606`, which no file defines: \
         define it or correct the reference",
    );
}

#[test]
fn a_cell_refers_to_requirements_states_and_actions() {
    let cell = |state: &str, after: &str| {
        format!(
            "[[session_cell]]\nstate = \"{state}\"\naction = \"Act\"\nrequirement = \"M-1\"\nclass = \"Chat\"\n\
             origin = \"either\"\npass = [{{ answer = \"success\", after = [\"{after}\"] }}]\n"
        )
    };
    says(
        &[&cell("Idle", "Idle")],
        "0.toml:1: session_cell `Idle by Act`: state `Idle` is not one of: Pending, Running, Parked, Closed, \
         Nonexistent: correct it",
    );
    says(
        &[&cell("Pending", "Idle")],
        "0.toml:1: session_cell `Pending by Act`: after `Idle` is not one of: Pending, Running, Parked, Closed, \
         Nonexistent: correct it",
    );
    says(
        &[&cell("Pending", "Running")],
        "0.toml:1: session_cell `Pending by Act` refers to action `Act`, which no file defines: \
         define it or correct the reference",
    );
}

#[test]
fn a_type_refers_to_types() {
    says(
        &[
            "[[shape]]\nname = \"a\"\nclause = \"1\"\nsequence = [{ element = \"b\", type = \"c\" }]\n",
        ],
        "0.toml:1: shape `a` refers to shape `c`, which no file defines: define it or correct the reference",
    );
    says(
        &[
            "[[shape]]\nname = \"a\"\nclause = \"1\"\nsequence = [{ foreign = true, occurs = \"?\" }]\n",
        ],
        "0.toml:1: shape `a`: element `a foreign element` is not in a type that says its namespace: correct it",
    );
    let unknown = fault(&["[[shape]]\nname = \"a\"\nclause = \"1\"\nbase = \"xsd:float\"\n"]);
    assert!(
        unknown.contains("unknown built-in type `xsd:float`"),
        "{unknown}"
    );
    let both =
        fault(&["[[shape]]\nname = \"a\"\nclause = \"1\"\nbase = \"xsd:string\"\nsequence = []\n"]);
    assert!(
        both.contains("needs either a sequence, or a base"),
        "{both}"
    );
}

#[test]
fn a_wait_is_bounded() {
    let text = fault(&[
        "[[wait]]\nname = \"for-ever\"\nmilliseconds = 600001\nclause = \"-\"\nreason = \"none\"\n",
    ]);
    assert!(
        text.contains("milliseconds `600001` is not from 1 to 600000"),
        "{text}"
    );
}

#[test]
fn the_digest_depends_on_names_and_texts_not_on_their_order() {
    let digest = |files: &[(&str, &str)]| Facts::load(files).unwrap().digest;
    let one = digest(&[("a", REQUIREMENT), ("b", RULING)]);
    assert_eq!(one, digest(&[("b", RULING), ("a", REQUIREMENT)]));
    assert_ne!(one, digest(&[("c", REQUIREMENT), ("b", RULING)]));
    assert_ne!(
        one,
        digest(&[("a", REQUIREMENT), ("b", &format!("{RULING}\n"))])
    );
}

/// A row of the architecture, to be followed by its grades.
const ROW: &str = r#"[[row]]
id = "UDA-DISC-01"
who = "D"
text = "A text."
level = "shall"
level_text = "shall"
clause = "1"
applies = "1.1+"
versions = ["1.1", "2.0"]
check = "seen"
loopback = true
"#;

#[test]
fn a_fail_outside_the_versions_of_its_row_is_a_fault() {
    let text = fault(&[&format!("{ROW}grade = {{ \"1.0\" = \"fail\" }}\n")]);
    assert!(text.contains("`fail for 1.0`"), "{text}");
    let warned = "grade = { \"1.0\" = \"warning\", \"1.1\" = \"fail\" }\n";
    let text = fault(&[&format!(
        "{ROW}{warned}deviation.Odd = {{ \"1.1\" = \"note\" }}\n"
    )]);
    assert!(text.contains("`Odd`"), "{text}");
}

#[test]
fn a_fail_without_a_shall_is_a_fault() {
    let row = ROW.replace("level = \"shall\"", "level = \"should\"");
    let grades = "grade = { \"2.0\" = \"warning\" }\ndeviation.worse = { \"2.0\" = \"fail\" }\n";
    let text = fault(&[&format!("{row}{grades}")]);
    assert!(text.contains("`fail for 2.0`"), "{text}");
}
