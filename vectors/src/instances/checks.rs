//! What no type can say of an instance vector: its id, its references, and that its parts go together.

use std::collections::HashMap;

use super::content::{decoded, encoded};
use super::{Breaks, Disagreement, Expected, Instance, Lexical, MOST_BYTES, PLACEHOLDERS};
use crate::answers::is_kebab;
use crate::checks::Keyed;
use crate::load::Entry;
use crate::{Facts, Level, Problem, VectorError};

const LONGEST_REASON: usize = 160;

impl Keyed for Instance {
    const FAMILY: &'static str = "vector";
    fn key(&self) -> String {
        self.id.clone()
    }
}

impl Keyed for Lexical {
    const FAMILY: &'static str = "lexical";
    fn key(&self) -> String {
        self.id.clone()
    }
}

/// Checks all entries; the first fault ends it. Ids are unique over both families.
pub(super) fn check(
    vectors: &[Entry<'_, Instance>],
    lexicals: &[Entry<'_, Lexical>],
    facts: &Facts,
) -> Result<(), VectorError> {
    let mut seen = HashMap::new();
    for entry in vectors {
        unique(entry, &mut seen)?;
        vector(entry, facts)?;
    }
    for entry in lexicals {
        unique(entry, &mut seen)?;
        let value = &entry.value;
        let breaks = value.breaks != Some(Breaks::Xml);
        entry.form(breaks, "breaks", "xml", "schema or rule")?;
        verdict(entry, &Verdict::from(value), facts)?;
    }
    Ok(())
}

fn unique<T: Keyed>(
    entry: &Entry<'_, T>,
    seen: &mut HashMap<String, String>,
) -> Result<(), VectorError> {
    let key = entry.value.key();
    let good = key.split_once('/').is_some_and(|(head, slug)| {
        let clause =
            |part: &str| part.bytes().all(|byte| byte.is_ascii_digit()) && !part.is_empty();
        (head == "annex-a" || head.split('.').all(clause)) && is_kebab(slug)
    });
    entry.form(
        good,
        "id",
        &key,
        "a clause or annex-a, a slash, and a kebab-case slug",
    )?;
    let place = format!("{}:{}", entry.file, entry.line);
    if let Some(first) = seen.insert(key.clone(), place) {
        let family = T::FAMILY;
        return Err(entry.fault(Problem::Duplicate { family, key, first }));
    }
    Ok(())
}

fn vector(entry: &Entry<'_, Instance>, facts: &Facts) -> Result<(), VectorError> {
    let value = &entry.value;
    let root = value.document.as_str();
    entry.refers(facts.document(root).is_some(), "document", root)?;
    verdict(entry, &Verdict::from(value), facts)?;
    match (&value.xml, &value.base64) {
        (Some(text), None) => content(entry, text),
        (None, Some(base64)) => {
            entry.form(decoded(base64).is_some(), "base64", base64, "base64")?;
            let bare = value.repeat.is_empty() && !value.bom && value.encoding == <_>::default();
            entry.form(
                bare,
                "base64",
                "with encoding, bom or repeat",
                "the bytes alone",
            )
        }
        (Some(_), Some(_)) => entry.form(false, "base64", "beside xml", "the only one of the two"),
        (None, None) => entry.form(false, "xml", "absent", "there, or base64"),
    }
}

// Every mark is known, every generator is used, and the whole can be written in its encoding.
fn content(entry: &Entry<'_, Instance>, text: &str) -> Result<(), VectorError> {
    let value = &entry.value;
    let mut size = text.len();
    for repeat in &value.repeat {
        let mark = format!("{{{{{}}}}}", repeat.mark);
        let placeholder = PLACEHOLDERS.iter().any(|(name, _)| *name == repeat.mark);
        let good = is_kebab(&repeat.mark) && !placeholder && text.contains(&mark);
        entry.form(
            good,
            "mark",
            &repeat.mark,
            "a kebab-case word that stands in the document",
        )?;
        let uses = text.matches(&mark).count();
        size = repeat
            .text
            .len()
            .saturating_mul(repeat.times)
            .saturating_mul(uses)
            .saturating_add(size);
    }
    entry.form(
        size <= MOST_BYTES,
        "repeat",
        &format!("{size} bytes"),
        "at most 4 MiB in all",
    )?;
    let mut rest = text;
    while let Some((_, after)) = rest.split_once("{{") {
        let name = after.split("}}").next().unwrap_or_default();
        let known = PLACEHOLDERS.iter().any(|(known, _)| *known == name)
            || value.repeat.iter().any(|repeat| repeat.mark == name);
        entry.form(
            known,
            "placeholder",
            name,
            "recipient, session, link, or a mark of repeat",
        )?;
        rest = after;
    }
    let written = value.text().and_then(|text| encoded(&text, value.encoding));
    entry.form(
        written.is_some(),
        "xml",
        "a character",
        "one that the encoding has",
    )
}

/// The parts that the two families share.
struct Verdict<'a> {
    result: Expected,
    breaks: Option<Breaks>,
    rule: Option<&'a str>,
    ruling: Option<&'a str>,
    clause: &'a str,
    why: &'a str,
    validators: &'a [Disagreement],
}

macro_rules! verdict_of {
    ($kind:ty) => {
        impl<'a> From<&'a $kind> for Verdict<'a> {
            fn from(value: &'a $kind) -> Self {
                Self {
                    result: value.result,
                    breaks: value.breaks,
                    rule: value.rule.as_deref(),
                    ruling: value.ruling.as_deref(),
                    clause: &value.clause,
                    why: &value.why,
                    validators: &value.validators,
                }
            }
        }
    };
}
verdict_of!(Instance);
verdict_of!(Lexical);

fn verdict<T: Keyed>(
    entry: &Entry<'_, T>,
    verdict: &Verdict<'_>,
    facts: &Facts,
) -> Result<(), VectorError> {
    if let Some(rule) = verdict.rule {
        entry.refers(facts.requirement(rule).is_some(), "requirement", rule)?;
    }
    if let Some(ruling) = verdict.ruling {
        entry.refers(facts.ruling(ruling).is_some(), "ruling", ruling)?;
    }
    let should = verdict
        .rule
        .and_then(|rule| facts.requirement(rule))
        .is_some_and(|rule| rule.level == Level::Should);
    result(entry, verdict, should)?;
    entry.form(!verdict.clause.is_empty(), "clause", "", "a clause")?;
    let plain = !verdict.why.is_empty()
        && verdict.why.trim() == verdict.why
        && !verdict.why.contains('\n')
        && verdict.why.chars().count() <= LONGEST_REASON;
    entry.form(
        plain,
        "why",
        verdict.why,
        "one sentence of at most 160 characters",
    )?;
    validators(entry, verdict, facts)?;
    Ok(())
}

fn validators<T: Keyed>(
    entry: &Entry<'_, T>,
    verdict: &Verdict<'_>,
    facts: &Facts,
) -> Result<(), VectorError> {
    for one in verdict.validators {
        entry.form(
            is_kebab(&one.name),
            "validators",
            &one.name,
            "a program's name, or any",
        )?;
        let because = one.because.as_str();
        entry.form(
            !because.is_empty(),
            "because",
            because,
            "a ruling, or a reason",
        )?;
        if because.starts_with("R-") {
            entry.refers(facts.ruling(because).is_some(), "ruling", because)?;
        }
    }
    Ok(())
}

/// What a result demands of the vector's other fields; `should`: the rule is one.
fn result<T: Keyed>(
    entry: &Entry<'_, T>,
    verdict: &Verdict<'_>,
    should: bool,
) -> Result<(), VectorError> {
    match verdict.result {
        Expected::Valid => {
            let fine = verdict.breaks.is_none();
            entry.form(fine, "breaks", "given", "absent where the result is valid")?;
        }
        Expected::Invalid => {
            entry.form(
                verdict.breaks.is_some(),
                "breaks",
                "absent",
                "xml, schema or rule",
            )?;
            entry.form(
                verdict.rule.is_some(),
                "rule",
                "absent",
                "the requirement broken",
            )?;
        }
        Expected::Acceptable => {
            let fine = verdict.breaks.is_none();
            entry.form(
                fine,
                "breaks",
                "given",
                "absent where the result is acceptable",
            )?;
            entry.form(
                verdict.rule.is_some(),
                "rule",
                "absent",
                "the requirement judged",
            )?;
            let decided = verdict.ruling.is_some() || should;
            entry.form(
                decided,
                "ruling",
                "absent",
                "a ruling, unless the rule is a should",
            )?;
        }
    }
    Ok(())
}
