//! A file's document, judged by its root element.

use ctk_model::document::{
    Context, Direction, Finding, Grade, Kind, Layer, decode, root_name, validate, validate_bytes,
};

/// A document, and what was found.
pub(super) struct Judged {
    /// Which document it is; nothing where there is no root element.
    pub(super) document: Option<Kind>,
    /// Its text; nothing where it cannot be decoded.
    pub(super) text: Option<String>,
    /// The findings, in the order of the text.
    pub(super) findings: Vec<Finding>,
}

impl Judged {
    /// Whether it is XML that is read.
    pub(super) fn is_well_formed(&self) -> bool {
        !self.breaks(Layer::NotWellFormed)
    }

    /// Whether it is valid by Annexes A and B as ruled.
    pub(super) fn is_valid(&self) -> bool {
        self.is_well_formed() && !self.breaks(Layer::NotValid)
    }

    /// Whether nothing is wrong with it; with `rules`, not by the rules beyond the schema either.
    pub(super) fn passes(&self, rules: bool) -> bool {
        self.is_valid() && !(rules && self.breaks(Layer::Rule))
    }

    fn breaks(&self, layer: Layer) -> bool {
        self.findings
            .iter()
            .any(|finding| finding.grade == Grade::Fail && finding.layer == layer)
    }
}

/// Judges the document by its root element.
///
/// # Errors
/// The root element is none of the ten: what it is, and what is expected.
pub(super) fn judge(
    bytes: &[u8],
    direction: Direction,
    context: &Context,
) -> Result<Judged, String> {
    let text = decode(bytes).ok();
    // In bytes that cannot be decoded the root may still be seen, UTF-16's zeros left out.
    let seen = text
        .clone()
        .unwrap_or_else(|| String::from_utf8_lossy(bytes).replace('\0', ""));
    let root = root_name(&seen);
    let like = |kind: &Kind| root.is_some_and(|root| kind.root().eq_ignore_ascii_case(root));
    let known = root
        .and_then(Kind::of_root)
        .or_else(|| Kind::ALL.into_iter().find(like));
    let kind = match (known, root) {
        (Some(kind), _) => kind,
        (None, Some(root)) if text.is_some() => return Err(unknown(root)),
        _ => return Ok(rootless(bytes, text, direction, context)),
    };
    let findings = match &text {
        Some(text) => validate(kind, text, direction, context).findings,
        None => validate_bytes(kind, bytes, direction, context).findings,
    };
    Ok(Judged {
        document: Some(kind),
        text,
        findings,
    })
}

fn unknown(root: &str) -> String {
    let known: Vec<&str> = Kind::ALL.iter().map(|kind| kind.root()).collect();
    let root: String = root
        .chars()
        .take(60)
        .flat_map(char::escape_default)
        .collect();
    format!(
        "the root element `{root}` is not a document of Messaging:2: {}",
        known.join(", ")
    )
}

// Not well-formed, whatever it was meant to be: no requirement of a document is named.
fn rootless(bytes: &[u8], text: Option<String>, direction: Direction, context: &Context) -> Judged {
    let mut findings = validate_bytes(Kind::Message, bytes, direction, context).findings;
    findings.retain(|finding| finding.layer == Layer::NotWellFormed);
    for finding in &mut findings {
        finding.requirement.clear();
        finding.also.clear();
        finding.clause = "5.3".to_owned();
    }
    Judged {
        document: None,
        text,
        findings,
    }
}
