//! An XML Schema validator that is not ours judges every instance vector by the published schemas: it agrees with the
//! vectors, and so with the content model, wherever a vector does not say why not.

use ctk_model::document::decode;
use ctk_vectors::{Lexical, LexicalKind, instances};
use xsd_schema::validation::{
    CollectingValidationSink, SchemaValidator, ValidationFlags, ValidationRoot, drive_quick_xml,
};
use xsd_schema::{SchemaSet, SchemaSetBuilder};

const NAME: &str = "xsd-schema";
const MESSAGING: &str = "urn:schemas-upnp-org:phone:messaging";
const PEER: &str = "urn:schemas-upnp-org:phone:peer";

fn schemas() -> SchemaSet {
    let folder = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../vectors/messaging-2/schema"
    );
    let compiled = SchemaSetBuilder::new()
        .add(MESSAGING, &format!("{folder}/messaging.xsd"))
        .and_then(SchemaSetBuilder::compile)
        .expect("the schemas compile");
    assert!(compiled.directive_failures().is_empty());
    compiled.into_schema_set()
}

/// Whether the document with this root is well-formed and valid; if not, why.
fn judge(set: &SchemaSet, root: &str, bytes: &[u8]) -> Result<(), String> {
    // The validator reads UTF-8 alone.
    let text = decode(bytes).map_err(|why| why.to_string())?;
    let validator = SchemaValidator::new(set, ValidationFlags::default());
    let (mut errors, mut warnings) = (Vec::new(), Vec::new());
    let mut run = validator.start_run(CollectingValidationSink {
        errors: &mut errors,
        warnings: &mut warnings,
    });
    let namespace = set.name_table.add(MESSAGING);
    let element = set
        .lookup_element(Some(namespace), set.name_table.add(root))
        .ok_or("the schema has no such root")?;
    run.set_validation_root(ValidationRoot::Element(element));
    drive_quick_xml(text.as_bytes(), &mut run, set).map_err(|error| error.to_string())?;
    drop(run);
    match errors.first() {
        None => Ok(()),
        Some(error) => Err(format!("{error:?}")),
    }
}

fn compare(id: &str, due: bool, judged: &Result<(), String>) -> Option<String> {
    (judged.is_ok() != due).then(|| {
        let due = if due { "taken" } else { "refused" };
        format!("{id}: to be {due}: {judged:?}")
    })
}

#[test]
fn documents() {
    let set = schemas();
    let wrong: Vec<String> = instances()
        .vectors
        .iter()
        .filter_map(|vector| {
            let judged = judge(&set, &vector.document, &vector.bytes());
            compare(&vector.id, vector.validator_takes(NAME), &judged)
        })
        .collect();
    assert!(
        wrong.is_empty(),
        "{} of them:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

/// A document around the value, and its root.
#[expect(clippy::too_many_lines, reason = "one scenario, step by step")]
fn around(lexical: &Lexical) -> (&'static str, String) {
    let mut text = String::new();
    for c in lexical.text.chars() {
        match c {
            '&' => text.push_str("&amp;"),
            '<' => text.push_str("&lt;"),
            '>' => text.push_str("&gt;"),
            '"' => text.push_str("&quot;"),
            '\t' | '\n' | '\r' => text.push_str(&format!("&#{};", u32::from(c))),
            c => text.push(c),
        }
    }
    let file = |size: &str, link: &str, time: &str, progress: &str| {
        format!(
            "<sessionID>S1</sessionID><fileInfo><fileType>a/b</fileType><fileSize>{size}</fileSize>\
             <fileLink>{link}</fileLink><progressNotif{time}>{progress}</progressNotif></fileInfo>"
        )
    };
    let from = "<recipientFrom><p:id>a</p:id>";
    let (root, inner) = match lexical.kind {
        LexicalKind::MessageId => {
            let inner = format!("<newMessage><messageID>{text}</messageID></newMessage>");
            ("newMessages", inner)
        }
        LexicalKind::SessionId => (
            "sessionUpdates",
            format!(
                "<sessionUpdate><sessionID>{text}</sessionID><sessionEvent>e</sessionEvent>\
                 <sessionStatus>Running</sessionStatus></sessionUpdate>"
            ),
        ),
        LexicalKind::DateTime => (
            "sessionInfo",
            format!(
                "<sessionID>S1</sessionID><sessionClass>Chat</sessionClass><sessionStatus>Running</sessionStatus>\
                 <recipientsList>{from}</recipientFrom></recipientsList><dateStarted>{text}</dateStarted>"
            ),
        ),
        LexicalKind::AnyUri => ("fileInfoList", file("1", &text, "", "0")),
        LexicalKind::Boolean => ("fileInfoList", file("1", "a", "", &text)),
        LexicalKind::NonNegativeInteger => ("fileInfoList", file(&text, "a", "", "0")),
        LexicalKind::PositiveInteger => {
            let time = format!(" time=\"{text}\"");
            ("fileInfoList", file("1", "a", &time, "1"))
        }
        LexicalKind::UnsignedInt => {
            let number = format!("<p:contactInstanceId>{text}</p:contactInstanceId>");
            ("recipientsList", format!("{from}{number}</recipientFrom>"))
        }
        LexicalKind::Identity | LexicalKind::MimeList | LexicalKind::EventText => {
            unreachable!("the schema has no such type")
        }
    };
    let document = format!("<m:{root} xmlns:m='{MESSAGING}' xmlns:p='{PEER}'>{inner}</m:{root}>");
    (root, document)
}

#[test]
fn simple_values() {
    let set = schemas();
    let mut judged = 0;
    let mut wrong = Vec::new();
    for lexical in &instances().lexicals {
        let Some(due) = lexical.validator_takes(NAME) else {
            continue;
        };
        let (root, document) = around(lexical);
        judged += 1;
        wrong.extend(compare(
            &lexical.id,
            due,
            &judge(&set, root, document.as_bytes()),
        ));
    }
    assert!(
        judged > 200 && wrong.is_empty(),
        "{} of {judged}:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}
