use super::Instances;
use crate::facts;

const SOUND: &str = r#"
[[vector]]
id = "5.3.3/empty"
document = "newMessages"
direction = "output"
result = "valid"
clause = "5.3.3.2"
why = "Nothing new."
xml = "<a/>"
"#;
const LEXICAL: &str = r#"
[[lexical]]
id = "5.3.12/one"
type = "session-id"
text = "1"
result = "valid"
clause = "5.3.12"
why = "One digit."
"#;

fn fault(text: &str) -> String {
    Instances::load(&[("a.toml", text)], facts())
        .map_or_else(|error| error.to_string(), |_| "loaded".to_owned())
}

/// What loading says once the first text is replaced by the second.
#[track_caller]
fn says(from: &str, to: &str, expected: &str) {
    let text = format!("{SOUND}{LEXICAL}");
    assert!(text.contains(from), "{from}");
    assert_eq!(
        fault(&text.replacen(from, to, 1)),
        format!("a.toml:{expected}")
    );
}

#[test]
fn sound_entries_load() {
    assert_eq!(fault(&format!("{SOUND}{LEXICAL}")), "loaded");
}

#[test]
fn keys_and_values_are_closed() {
    let text = SOUND.replace("xml =", "xlm =");
    assert!(fault(&text).starts_with("a.toml:9: unknown field `xlm`"));
    assert!(
        fault(&SOUND.replace("\"valid\"", "\"good\"")).starts_with("a.toml:6: unknown variant")
    );
}

#[test]
fn ids_are_unique_and_have_a_form() {
    says(
        "5.3.12/one",
        "5.3.3/empty",
        "11: lexical `5.3.3/empty` is defined twice, first at a.toml:2: rename or remove one",
    );
    for id in ["5.3.3", "five/empty", "5.3.3/Empty", "5..3/empty", "/empty"] {
        let expected = format!(
            "2: vector `{id}`: id `{id}` is not a clause or annex-a, a slash, and a kebab-case slug: correct it"
        );
        says("5.3.3/empty", id, &expected);
    }
}

#[test]
fn references_lead_somewhere() {
    says(
        "newMessages",
        "oldMessages",
        "2: vector `5.3.3/empty` refers to document `oldMessages`, which no file defines: define it or correct the reference",
    );
    says(
        "clause = \"5.3.3.2\"",
        "rule = \"M-0\"\nclause = \"5.3.3.2\"",
        "2: vector `5.3.3/empty` refers to requirement `M-0`, which no file defines: define it or correct the reference",
    );
    says(
        "clause = \"5.3.12\"",
        "ruling = \"R-99\"\nclause = \"5.3.12\"",
        "11: lexical `5.3.12/one` refers to ruling `R-99`, which no file defines: define it or correct the reference",
    );
}

#[test]
fn the_parts_of_a_verdict_go_together() {
    says(
        "result = \"valid\"",
        "result = \"invalid\"",
        "2: vector `5.3.3/empty`: breaks `absent` is not xml, schema or rule: correct it",
    );
    says(
        "result = \"valid\"",
        "result = \"invalid\"\nbreaks = \"xml\"",
        "2: vector `5.3.3/empty`: rule `absent` is not the requirement broken: correct it",
    );
    says(
        "result = \"valid\"",
        "result = \"acceptable\"\nrule = \"M-5.3.3-1\"",
        "2: vector `5.3.3/empty`: ruling `absent` is not a ruling, unless the rule is a should: correct it",
    );
    says(
        "result = \"valid\"",
        "result = \"valid\"\nbreaks = \"rule\"",
        "2: vector `5.3.3/empty`: breaks `given` is not absent where the result is valid: correct it",
    );
}

#[test]
fn the_document_is_there_once_and_can_be_written() {
    says(
        "xml = \"<a/>\"",
        "base64 = \"?\"",
        "2: vector `5.3.3/empty`: base64 `?` is not base64: correct it",
    );
    says(
        "xml = \"<a/>\"",
        "",
        "2: vector `5.3.3/empty`: xml `absent` is not there, or base64: correct it",
    );
    says(
        "xml = \"<a/>\"",
        "encoding = \"iso-8859-1\"\nxml = \"<a>€</a>\"",
        "2: vector `5.3.3/empty`: xml `a character` is not one that the encoding has: correct it",
    );
    says(
        "xml = \"<a/>\"",
        "xml = \"<a>{{who}}</a>\"",
        "2: vector `5.3.3/empty`: placeholder `who` is not recipient, session, link, or a mark of repeat: correct it",
    );
    says(
        "xml = \"<a/>\"",
        "repeat = [{ mark = \"m\", text = \"xx\", times = 4000000 }]\nxml = \"<a>{{m}}</a>\"",
        "2: vector `5.3.3/empty`: repeat `8000012 bytes` is not at most 4 MiB in all: correct it",
    );
}
