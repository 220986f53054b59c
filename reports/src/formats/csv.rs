//! CSV (RFC 4180): the traceability of the standard's requirements, one a row, for spreadsheets.

use crate::traceability::{JudgedIn, ranges, traces};
use crate::visible::one_line;
use ctk_record::Record;

const HEADER: [&str; 10] = [
    "requirement",
    "clause",
    "level",
    "verdict",
    "cases",
    "reason",
    "statement",
    "rulings",
    "judgements",
    "exchanges",
];

/// Every requirement of the plan with the verdict of this run, the cases that judged it, or why none did; what it demands, the
/// rulings on it, how each case judged it (`CASE=VERDICT`) and on which exchanges that rests (`CASE#NUMBERS`).
pub fn csv(record: &Record) -> String {
    let mut out = String::new();
    row(&mut out, &HEADER);
    for trace in &traces(record) {
        let requirement = &trace.row;
        let all = |part: fn(&JudgedIn) -> Option<String>| {
            trace
                .judged
                .iter()
                .filter_map(part)
                .collect::<Vec<_>>()
                .join("; ")
        };
        row(
            &mut out,
            &[
                &requirement.id,
                &requirement.clause,
                &requirement.level,
                requirement.verdict.word(),
                &requirement.cases.join(" "),
                &requirement.reason,
                &requirement.text,
                &trace.rulings.join(" "),
                &all(|one| Some(format!("{}={}", one.case, one.verdict.word()))),
                &all(|one| {
                    (!one.exchanges.is_empty())
                        .then(|| format!("{}#{}", one.case, ranges(&one.exchanges)))
                }),
            ],
        );
    }
    out
}

fn row(out: &mut String, fields: &[&str]) {
    for (place, field) in fields.iter().enumerate() {
        if place > 0 {
            out.push(',');
        }
        out.push_str(&quoted(field));
    }
    out.push_str("\r\n");
}

/// A field on one line. A spreadsheet would take `=`, `+`, `-` and `@` at its beginning for a formula: an apostrophe
/// before it makes a text of it.
fn quoted(field: &str) -> String {
    let line = one_line(field);
    let guard = match line.trim_start().starts_with(['=', '+', '-', '@']) {
        true => "'",
        false => "",
    };
    if line.contains([',', '"']) {
        format!("\"{guard}{}\"", line.replace('"', "\"\""))
    } else {
        format!("{guard}{line}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::coverage::coverage;
    use ctk_record::sample::{HOSTILE, sample};

    #[test]
    fn snapshot() {
        insta::assert_snapshot!(csv(&sample()).replace("\r\n", "\n"));
    }

    #[test]
    fn every_requirement_has_a_row_of_ten_fields() {
        let mut record = sample();
        for requirement in &mut record.plan.requirements {
            requirement.reason = HOSTILE.to_owned();
            requirement.text = HOSTILE.to_owned();
        }
        let text = csv(&record);
        let rows: Vec<&str> = text.split_terminator("\r\n").collect();
        assert_eq!(rows.len(), coverage(&record).requirements.len() + 1);
        for row in rows {
            let mut inside = false;
            let commas = row.chars().filter(|&c| {
                inside ^= c == '"';
                c == ',' && !inside
            });
            assert_eq!(commas.count(), 9, "{row}");
            assert!(!row.contains(char::is_control), "{row:?}");
        }
    }

    #[test]
    fn nothing_is_a_formula() {
        for field in ["=1+1", "+1", "-1", "@sum", " =1", "\t=1"] {
            let quoted = quoted(field);
            let text = quoted.trim_matches('"');
            assert!(text.starts_with('\''), "{text:?}");
        }
        assert_eq!(quoted("M-5.5.7-1"), "M-5.5.7-1");
        assert_eq!(quoted("a \"b\", c"), "\"a \"\"b\"\", c\"");
    }
}
