//! JUnit XML, as Jenkins and its kin read it.
//!
//! One suite for each head of the case ids. A failed case is a failure, a broken one an error; inconclusive, not
//! applicable and foreseen failures are skipped and say why, so that the colour of a job agrees with the exit code.

use std::io;

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};

use crate::bounded::remark;
use crate::causes::{Cause, causes};
use crate::evidence;
use crate::terminal::{Style, failure};
use crate::visible::{one_line, visible};
use ctk_record::{CaseRecord, CaseResult, Record, Verdict, head};

/// The run as JUnit XML.
pub fn junit(record: &Record) -> String {
    let mut writer = Writer::new_with_indent(Vec::new(), b' ', 2);
    match write(record, &mut writer) {
        // Memory can always be written, and the writer makes nothing but UTF-8 of UTF-8.
        Ok(()) => String::from_utf8(writer.into_inner()).unwrap_or_default() + "\n",
        Err(_) => String::new(),
    }
}

type Xml = Writer<Vec<u8>>;
type Row<'a> = (&'a CaseRecord, std::borrow::Cow<'a, CaseResult>);

/// What a case is in the eyes of JUnit.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sort {
    Passed,
    Failure,
    Error,
    Skipped,
}

fn sort(outcome: &CaseResult) -> Sort {
    match outcome.verdict {
        Verdict::Pass => Sort::Passed,
        Verdict::Fail if outcome.known_failure.is_some() => Sort::Skipped,
        Verdict::Fail => Sort::Failure,
        Verdict::Error => Sort::Error,
        Verdict::Inconclusive | Verdict::NotApplicable => Sort::Skipped,
    }
}

fn write(record: &Record, xml: &mut Xml) -> io::Result<()> {
    let rows: Vec<Row<'_>> = record.outcomes().collect();
    let causes = causes(record);
    let mut suites: Vec<(&str, Vec<&Row<'_>>)> = Vec::new();
    for row in &rows {
        let head = head(&row.0.planned.id);
        match suites.iter_mut().find(|(known, _)| *known == head) {
            Some((_, rows)) => rows.push(row),
            None => suites.push((head, vec![row])),
        }
    }
    xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    let all: Vec<&Row<'_>> = rows.iter().collect();
    let [tests, failures, errors, _] = totals(&all);
    xml.create_element("testsuites")
        .with_attribute(("name", "messaging-ctk"))
        .with_attribute(("tests", tests.as_str()))
        .with_attribute(("failures", failures.as_str()))
        .with_attribute(("errors", errors.as_str()))
        .with_attribute(("time", seconds(record.duration_ms()).as_str()))
        .write_inner_content(|xml| {
            if let Some(remark) = remark(record) {
                let remark = visible(remark);
                xml.write_event(Event::Comment(BytesText::from_escaped(&*remark)))?;
            }
            for (head, rows) in &suites {
                suite(record, xml, head, rows, &causes)?;
            }
            Ok(())
        })?;
    Ok(())
}

/// Tests, failures, errors, skipped.
fn totals(rows: &[&Row<'_>]) -> [String; 4] {
    let of = |wanted: Sort| {
        rows.iter()
            .filter(|(_, outcome)| sort(outcome) == wanted)
            .count()
            .to_string()
    };
    [
        rows.len().to_string(),
        of(Sort::Failure),
        of(Sort::Error),
        of(Sort::Skipped),
    ]
}

fn suite(
    record: &Record,
    xml: &mut Xml,
    head: &str,
    rows: &[&Row<'_>],
    causes: &[Cause],
) -> io::Result<()> {
    let [tests, failures, errors, skipped] = totals(rows);
    let took = rows
        .iter()
        .map(|(_, outcome)| outcome.duration_ms)
        .fold(0, u64::saturating_add);
    xml.create_element("testsuite")
        .with_attribute(("name", one_line(head).as_str()))
        .with_attribute(("tests", tests.as_str()))
        .with_attribute(("failures", failures.as_str()))
        .with_attribute(("errors", errors.as_str()))
        .with_attribute(("skipped", skipped.as_str()))
        .with_attribute(("time", seconds(took).as_str()))
        .with_attribute((
            "timestamp",
            one_line(record.header.started.trim_end_matches('Z')).as_str(),
        ))
        .write_inner_content(|xml| {
            let own = |id: &String| rows.iter().any(|(case, _)| case.planned.id == *id);
            let causes: Vec<&Cause> = causes
                .iter()
                .filter(|cause| cause.cases.iter().any(own))
                .collect();
            properties(record, xml, &causes)?;
            for (case, outcome) in rows {
                testcase(record, xml, case, outcome)?;
            }
            Ok(())
        })?;
    Ok(())
}

fn properties(record: &Record, xml: &mut Xml, causes: &[&Cause]) -> io::Result<()> {
    let header = &record.header;
    let mut all = vec![
        ("tool.version", header.tool.version.clone()),
        ("tool.vectors", header.tool.vectors.clone()),
        ("seed", header.seed.to_string()),
        ("complete", record.complete().to_string()),
    ];
    if !header.tool.commit.is_empty() {
        all.insert(1, ("tool.commit", header.tool.commit.clone()));
    }
    if let Some(device) = &record.device {
        all.push(("device.udn", device.udn.clone()));
        all.push(("device.friendly_name", device.friendly_name.clone()));
        all.push(("device.model_name", device.model_name.clone()));
        all.push(("device.uda", device.uda.clone()));
    }
    // What cases of this suite failed for, or could not be judged for, and everything that it took along.
    let causes = causes.iter().map(|cause| {
        let (text, cases) = (&cause.text, cause.cases.join(", "));
        (format!("cause.{}", cause.id), format!("{text} ({cases})"))
    });
    let all: Vec<(String, String)> = all
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value))
        .chain(causes)
        .collect();
    xml.create_element("properties")
        .write_inner_content(|xml| {
            for (name, value) in &all {
                xml.create_element("property")
                    .with_attribute(("name", one_line(name).as_str()))
                    .with_attribute(("value", one_line(value).as_str()))
                    .write_empty()?;
            }
            Ok(())
        })?;
    Ok(())
}

fn testcase(
    record: &Record,
    xml: &mut Xml,
    case: &CaseRecord,
    outcome: &CaseResult,
) -> io::Result<()> {
    let element = xml
        .create_element("testcase")
        .with_attribute(("name", one_line(&case.planned.id).as_str()))
        .with_attribute((
            "classname",
            format!(
                "messaging-ctk.{}",
                one_line(head(&case.planned.id)).replace('.', "_")
            )
            .as_str(),
        ))
        .with_attribute(("time", seconds(outcome.duration_ms).as_str()));
    let sort = sort(outcome);
    let warnings = warnings(outcome);
    if sort == Sort::Passed && warnings.is_empty() {
        element.write_empty()?;
        return Ok(());
    }
    element.write_inner_content(|xml| {
        let why = one_line(&evidence::in_short(record, case));
        match sort {
            Sort::Passed => {}
            Sort::Skipped => {
                skipped(xml, outcome, &why)?;
            }
            Sort::Failure | Sort::Error => {
                failed(xml, record, (case, outcome), &why)?;
            }
        }
        if !warnings.is_empty() {
            xml.create_element("system-out")
                .write_text_content(BytesText::new(&warnings))?;
        }
        Ok(())
    })?;
    Ok(())
}

fn failed(
    xml: &mut Xml,
    record: &Record,
    (case, outcome): (&CaseRecord, &CaseResult),
    why: &str,
) -> io::Result<()> {
    let kind = match &*outcome.symptom {
        "" => outcome.verdict.word().to_owned(),
        symptom => one_line(symptom),
    };
    let text = failure(
        record,
        case,
        Style {
            colour: false,
            width: 160,
        },
    );
    xml.create_element(if sort(outcome) == Sort::Error {
        "error"
    } else {
        "failure"
    })
    .with_attribute(("type", kind.as_str()))
    .with_attribute(("message", why))
    .write_text_content(BytesText::new(&visible(&text)))?;
    Ok(())
}

fn skipped(xml: &mut Xml, outcome: &CaseResult, why: &str) -> io::Result<()> {
    let message = match &outcome.known_failure {
        Some(reason) => format!("known failure ({}): {why}", one_line(reason)),
        None => format!("{}: {why}", outcome.verdict.spoken()),
    };
    xml.create_element("skipped")
        .with_attribute(("message", message.as_str()))
        .write_empty()?;
    Ok(())
}

fn warnings(outcome: &CaseResult) -> String {
    let warnings: Vec<String> = outcome
        .warnings
        .iter()
        .map(|warning| {
            format!(
                "warning {}: {}",
                one_line(&warning.ruling),
                one_line(&warning.text)
            )
        })
        .collect();
    warnings.join("\n")
}

fn seconds(milliseconds: u64) -> String {
    format!("{}.{:03}", milliseconds / 1000, milliseconds % 1000)
}

#[cfg(test)]
mod tests {
    use super::*;
    use ctk_record::sample::{HOSTILE, cut_short, sample, small};
    use roxmltree::{Document, Node};

    fn children<'a>(node: Node<'a, 'a>, name: &'a str) -> impl Iterator<Item = Node<'a, 'a>> {
        node.children()
            .filter(move |child| child.has_tag_name(name))
    }

    fn number(node: Node<'_, '_>, name: &str) -> usize {
        node.attribute(name).unwrap().parse().unwrap()
    }

    #[test]
    fn snapshot() {
        insta::assert_snapshot!(junit(&sample()));
    }

    #[test]
    fn counts_agree_with_the_elements() {
        for record in [sample(), cut_short(), small(&[])] {
            let text = junit(&record);
            let document = Document::parse(&text).expect("well-formed");
            let root = document.root_element();
            assert!(root.has_tag_name("testsuites"));
            let mut tests = 0;
            for suite in children(root, "testsuite") {
                let of = |name: &str| {
                    children(suite, "testcase")
                        .filter(|case| case.children().any(|child| child.has_tag_name(name)))
                        .count()
                };
                assert_eq!(number(suite, "tests"), children(suite, "testcase").count());
                assert_eq!(number(suite, "failures"), of("failure"));
                assert_eq!(number(suite, "errors"), of("error"));
                assert_eq!(number(suite, "skipped"), of("skipped"));
                tests += number(suite, "tests");
            }
            assert_eq!(number(root, "tests"), tests);
            assert_eq!(tests, record.cases.len());
        }
    }

    #[test]
    fn hostile_text_is_escaped_and_kept() {
        let text = junit(&sample());
        let document = Document::parse(&text).expect("well-formed");
        let case = document
            .descendants()
            .find(|node| node.attribute("name") == Some("uda/control/content-type"))
            .unwrap();
        let failure = children(case, "failure").next().unwrap();
        let shown = one_line(HOSTILE);
        assert!(failure.attribute("message").unwrap().contains(&shown));
        assert!(failure.text().unwrap().contains(&shown));
        assert!(shown.contains("\\u{1b}[31m\\u{0}\\u{202e}"));
        assert!(!text.contains('\u{1b}') && !text.contains('\0'));
    }
}
