//! A summary in Markdown, for the comment or the job page of a CI.

use crate::bounded::remark;
use crate::causes::{Cause, causes};
use crate::coverage::{self, Share};
use crate::evidence;
use crate::summary;
use crate::visible::{fit, one_line};
use ctk_record::{CaseRecord, CaseResult, Record, Verdict};

/// How many rows a table shows: a comment has an end, and 64 KiB are the most that the common ones take.
const MOST: usize = 50;
/// How long a sentence in a table may be.
const SENTENCE: usize = 200;

/// The run as Markdown.
pub fn markdown(record: &Record) -> String {
    let mut out = String::new();
    let conformant = summary::is_conformant(record) && summary::remarks(record).is_empty();
    let open = summary::is_mostly_open(record);
    let clean =
        !open && summary::exit_code(record, summary::remarks(record)) == summary::exit::CLEAN;
    let sign = if conformant {
        "✅"
    } else if clean {
        "☑️"
    } else {
        "❌"
    };
    out.push_str(&format!(
        "## {sign} {}\n\n",
        plain(&summary::verdict_line(record))
    ));
    if let Some(device) = &record.device {
        let name = plain(&format!(
            "{} ({} {})",
            device.friendly_name, device.manufacturer, device.model_name
        ));
        out.push_str(&format!(
            "**Device** {name}, UDA {} · {}  \n",
            plain(&device.uda),
            code(&device.udn)
        ));
    }
    let header = &record.header;
    let tool = plain(&header.tool.title());
    out.push_str(&format!(
        "**Run** {} · seed {} · {tool}\n\n",
        plain(&header.started),
        header.seed
    ));
    counts(&mut out, record);
    remarks(&mut out, record);
    told(&mut out, record);
    failed(&mut out, record);
    groups(&mut out, record);
    covered(&mut out, record);
    if let Some(remark) = remark(record) {
        out.push_str(&format!("\n{}\n", plain(remark)));
    }
    out
}

fn counts(out: &mut String, record: &Record) {
    let counts = summary::counts(record);
    out.push_str("| pass | fail | inconclusive | not applicable | error | planned | not selected | warnings |\n");
    out.push_str("|---:|---:|---:|---:|---:|---:|---:|---:|\n");
    out.push_str(&format!(
        "| {} | {} | {} | {} | {} | {} | {} | {} |\n",
        counts.pass,
        counts.fail,
        counts.inconclusive,
        counts.not_applicable,
        counts.error,
        counts.cases,
        counts.not_selected,
        counts.warnings
    ));
}

fn remarks(out: &mut String, record: &Record) {
    let remarks = summary::remarks(record);
    if !remarks.is_empty() {
        out.push_str("\n### Against the run\n\n");
        remarks
            .iter()
            .for_each(|remark| out.push_str(&format!("- {}\n", plain(remark))));
    }
}

/// The causes of the failures, each once.
fn told(out: &mut String, record: &Record) {
    let causes = causes(record);
    let failed = causes.iter().filter(|cause| cause.verdict == Verdict::Fail);
    let failed: Vec<&Cause> = failed.collect();
    if failed.is_empty() {
        return;
    }
    out.push_str("\n### Causes\n\n| cases | what came | requirement | told best by | suspect |\n|---:|---|---|---|---|\n");
    for cause in failed.iter().take(MOST) {
        out.push_str(&format!(
            "| {} | {}{} | {} | {} | {} |\n",
            cause.cases.len(),
            plain(&fit(&cause.text, SENTENCE)),
            if cause.known { " *(known)*" } else { "" },
            code(&cause.row),
            code(cause.head()),
            cause.suspect.map_or("", |suspect| suspect.word())
        ));
    }
    if failed.len() > MOST {
        out.push_str(&format!("\n… and {} more.\n", failed.len() - MOST));
    }
}

fn failed(out: &mut String, record: &Record) {
    let grave = |verdict| matches!(verdict, Verdict::Fail | Verdict::Error);
    let mut rows: Vec<_> = record
        .outcomes()
        .filter(|(_, outcome)| grave(outcome.verdict))
        .collect();
    rows.sort_by_key(|(_, outcome)| outcome.known_failure.is_some());
    if rows.is_empty() {
        return;
    }
    out.push_str(
        "\n### Failed\n\n| case | requirement | what came | suspect |\n|---|---|---|---|\n",
    );
    for (case, outcome) in rows.iter().take(MOST) {
        out.push_str(&row(record, case, outcome));
    }
    if rows.len() > MOST {
        out.push_str(&format!("\n… and {} more.\n", rows.len() - MOST));
    }
    let repeat: Vec<String> = rows
        .iter()
        .take(MOST)
        .map(|(_, outcome)| one_line(&outcome.reproduce))
        .filter(|line| !line.is_empty())
        .collect();
    let fence = fence(&repeat.join("\n"), 3);
    out.push_str("\n<details><summary>How to repeat them</summary>\n\n");
    out.push_str(&format!(
        "{fence}sh\n{}\n{fence}\n\n</details>\n",
        repeat.join("\n")
    ));
}

fn row(record: &Record, case: &CaseRecord, outcome: &CaseResult) -> String {
    let requirements: Vec<String> = match evidence::decisive(record, case).as_slice() {
        [] => case
            .planned
            .requirements
            .iter()
            .map(|id| code(id))
            .collect(),
        judged => judged
            .iter()
            .map(|judgement| code(&judgement.requirement))
            .collect(),
    };
    let why = plain(&fit(&evidence::in_short(record, case), SENTENCE));
    let why = match &outcome.known_failure {
        Some(reason) => format!("{why} *(known: {})*", plain(&fit(reason, SENTENCE))),
        None => why,
    };
    let suspect = match outcome.verdict {
        Verdict::Error => "the suite itself",
        _ => outcome.suspect.map_or("", |suspect| suspect.word()),
    };
    format!(
        "| {} | {} | {why} | {suspect} |\n",
        code(&case.planned.id),
        requirements.join(", ")
    )
}

fn groups(out: &mut String, record: &Record) {
    let open = evidence::open_by_cause(record);
    if !open.is_empty() {
        out.push_str("\n### Not judged\n\n| cases | why |\n|---:|---|\n");
        for (reason, cases) in open.iter().take(MOST) {
            out.push_str(&format!(
                "| {} | {} |\n",
                cases.len(),
                plain(&fit(reason, SENTENCE))
            ));
        }
    }
    let warnings = evidence::warnings_by_ruling(record);
    if !warnings.is_empty() {
        out.push_str("\n### Warnings\n\n| cases | ruling | remark |\n|---:|---|---|\n");
        for (ruling, text, cases) in warnings.iter().take(MOST) {
            out.push_str(&format!(
                "| {} | {} | {} |\n",
                cases.len(),
                code(ruling),
                plain(&fit(text, SENTENCE))
            ));
        }
    }
}

fn covered(out: &mut String, record: &Record) {
    let coverage = coverage::coverage(record);
    out.push_str("\n### Covered\n\n| | tried | failed | of |\n|---|---:|---:|---:|\n");
    let rows: [(&str, Share); 4] = [
        ("requirements", coverage.requirements_share()),
        (
            "session states × actions (Figure 3)",
            coverage.session_share(),
        ),
        ("folders × events (Figure 2)", coverage.folder_share()),
        ("error codes", coverage.errors_share()),
    ];
    for (name, share) in rows {
        out.push_str(&format!(
            "| {name} | {} | {} | {} |\n",
            share.tried, share.failed, share.of
        ));
    }
}

/// Text in which nothing is Markdown, HTML, a mention or a link.
pub(crate) fn plain(text: &str) -> String {
    let mut out = String::new();
    for c in one_line(text).chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            // A character reference cannot be the sign of a mention or an issue.
            '@' => out.push_str("&#64;"),
            '#' => out.push_str("&#35;"),
            '\\' | '`' | '*' | '_' | '{' | '}' | '[' | ']' | '|' | '~' | '$' => {
                out.push('\\');
                out.push(c);
            }
            other => out.push(other),
        }
    }
    // Bare URLs and addresses become links by themselves; the colon is what makes them.
    out.replace("://", "&#58;//").replace("www.", "www&#46;")
}

/// Text as code, whatever it holds. A bar would end the cell of a table even within code.
pub(crate) fn code(text: &str) -> String {
    let text = one_line(text).replace('|', "\\|");
    if text.is_empty() {
        return String::new();
    }
    let fence = fence(&text, 1);
    if text.contains('`') {
        format!("{fence} {text} {fence}")
    } else {
        format!("{fence}{text}{fence}")
    }
}

/// A run of backticks that is longer than any in the text.
fn fence(text: &str, least: usize) -> String {
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    "`".repeat(least.max(longest + 1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use ctk_record::sample::{HOSTILE, cut_short, sample, small};

    #[test]
    fn snapshot() {
        insta::assert_snapshot!(markdown(&sample()));
    }

    #[test]
    fn partial_runs_say_so() {
        assert!(markdown(&cut_short()).starts_with("## ❌ interrupted; "));
        assert!(markdown(&small(&[("a/1", Verdict::Pass)])).starts_with("## ✅ conformant"));
        let open = markdown(&small(&[
            ("a/1", Verdict::Pass),
            ("a/2", Verdict::Inconclusive),
        ]));
        assert!(
            open.starts_with("## ☑️ no failure found; 1 of 2 judged"),
            "{open}"
        );
    }

    #[test]
    fn text_is_neither_markup_nor_a_mention() {
        assert_eq!(
            plain("a|b *c* <d> @e #1\nhttp://x"),
            "a\\|b \\*c\\* &lt;d&gt; &#64;e &#35;1 http&#58;//x"
        );
        assert_eq!(code("a|b"), "`a\\|b`");
        assert_eq!(code("``x`"), "``` ``x` ```");
        assert_eq!(code(""), "");
        let text = markdown(&sample());
        assert!(!text.contains("<b>") && !text.contains(HOSTILE));
        assert!(text.chars().all(|c| c == '\n' || !c.is_control()));
        // Every row of a table has the cells of its head.
        let bars = |line: &str| line.replace("\\|", "").matches('|').count();
        for table in text.split("\n\n").filter(|block| block.starts_with('|')) {
            let first = table.lines().next().unwrap();
            assert!(
                table.lines().all(|line| bars(line) == bars(first)),
                "{table}"
            );
        }
    }

    #[test]
    fn a_large_run_fits_a_comment() {
        let ids: Vec<String> = (0..3000).map(|n| format!("5.5.1/case-{n}")).collect();
        let cases: Vec<(&str, Verdict)> =
            ids.iter().map(|id| (id.as_str(), Verdict::Fail)).collect();
        let mut record = small(&cases);
        for case in &mut record.cases {
            case.result.as_mut().unwrap().reason = "<".repeat(10_000);
        }
        assert!(markdown(&record).len() < 65_536);
    }
}
