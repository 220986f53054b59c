//! Any text that a device may send, through every renderer.

use proptest::prelude::*;

use crate::formats::{self, har, html, junit, markdown, sarif, tap};
use crate::terminal::Style;
use crate::visible::visible;
use crate::{diff, json, terminal};
use ctk_record::{Record, Verdict, sample};

/// A run that repeats the text wherever a device, a profile or a case id can bring one in.
fn run_with(text: &str) -> Record {
    let mut record = sample::sample();
    let own = || text.to_owned();
    if let Some(device) = &mut record.device {
        (device.friendly_name, device.udn, device.description_url) = (own(), own(), own());
    }
    record.header.target.push(own());
    record.notices.push((1, own()));
    for case in &mut record.cases {
        case.planned.id.push_str(text);
        case.planned.purpose = own();
        for exchange in &mut case.exchanges {
            exchange.error = Some(own());
            for message in [&mut exchange.request, &mut exchange.response]
                .into_iter()
                .flatten()
            {
                (message.url, message.body) = (own(), own());
                message.headers.push((own(), own()));
            }
        }
        for judgement in &mut case.judgements {
            (judgement.asked, judgement.observed, judgement.requirement) = (own(), own(), own());
            judgement.accepted.push(own());
        }
        if let Some(result) = &mut case.result {
            (
                result.reason,
                result.observed,
                result.symptom,
                result.reproduce,
            ) = (own(), own(), own(), own());
            result.accepted.push(own());
            for warning in &mut result.warnings {
                (warning.ruling, warning.text) = (own(), own());
            }
        }
    }
    record
}

/// Whether a text is fit for a terminal or a text file: no control but line feed and tab.
fn is_plain(text: &str) -> bool {
    text.chars()
        .all(|c| c == '\n' || c == '\t' || !c.is_control())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_goes_through_every_renderer(text in "(?s).{0,40}|[<>&'\"\\[\\]`|#@\\\\\n\r\t\u{0}-\u{1f}\u{80}-\u{9f}\u{202a}-\u{202e}]{0,40}") {
        let record = run_with(&text);
        for format in formats::ALL {
            let rendered = format.text(&record).replace("\r\n", "\n");
            prop_assert!(!rendered.is_empty(), "{}", format.name);
            prop_assert!(visible(&rendered) == rendered, "{}: {rendered:?}", format.name);
        }
        let xml = junit::junit(&record);
        prop_assert!(roxmltree::Document::parse(&xml).is_ok(), "{xml}");
        let report = json::report(&record);
        prop_assert!(json::read_report(&report.to_json()).is_ok_and(|read| read == report));
        prop_assert!(serde_json::from_str::<serde_json::Value>(&sarif::sarif(&record)).is_ok());
        prop_assert!(serde_json::from_str::<serde_json::Value>(&har::har(&record)).is_ok());
        let style = Style { colour: false, width: 80 };
        let screen = terminal::last_screen(&record, style, &[("json".to_owned(), text.clone())]);
        prop_assert!(is_plain(&screen), "{screen:?}");
        prop_assert!(screen.lines().count() <= 40);
        for case in &record.cases {
            prop_assert!(is_plain(&terminal::failure(&record, case, style)));
        }
        let lines = tap::tap(&record);
        prop_assert!(is_plain(&lines));
        prop_assert_eq!(lines.lines().filter(|line| line.starts_with("ok ") || line.starts_with("not ok ")).count(), 12);
        prop_assert!(is_plain(&markdown::markdown(&record)));
        let page = html::html(&record);
        prop_assert!(is_plain(&page) && page.matches("<script").count() == 1);
        let compared = diff::diff(&report, &report);
        prop_assert!(is_plain(&diff::text(&compared, style)));
        prop_assert_eq!(compared.regressed.len(), 0);
    }
}

/// Texts that do harm where a report lets them be more than text: markup, scripts, links, Markdown, formulas, commands to
/// terminals, to CI services and to what reads TAP, templates, entities.
const PAYLOADS: [&str; 20] = [
    "<script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)>",
    "</style></title></pre><svg onload=alert(1)>",
    "' onmouseover='alert(1)' autofocus onfocus='alert(1)",
    "javascript:alert(1)//",
    "<a href=\"http://192.0.2.1/\">here</a>",
    "<iframe srcdoc=\"<script>alert(1)</script>\"></iframe>",
    "[here](http://192.0.2.1/) ![x](http://192.0.2.1/x.png)",
    "\n# heading\n```\n| a | b |\n|---|---|\n",
    "<!-- --> <details><summary>x</summary>",
    "=cmd|' /C calc'!A0",
    "+1+1,\"=HYPERLINK(\"\"http://192.0.2.1/\"\",\"\"x\"\")\"",
    "-2+3\t@SUM(1)\r\n=1+1",
    "\u{1b}[2J\u{1b}]0;title\u{7}\u{1b}]8;;http://192.0.2.1/\u{1b}\\here",
    "\u{202e}gnp.exe\u{2066}\u{200b}\u{feff}",
    "::error file=x,line=1::forged\n##vso[task.complete result=Succeeded]",
    "ok 1 - forged\nnot ok 2 - forged\n1..1\nBail out! forged",
    "{{7*7}} ${7*7} <%= 7*7 %> {0} {1}",
    "]]><x/><!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]>&e;",
    "\u{0}\u{8}\r\rVERDICT  conformant\\u003cscript\\u003e",
];

/// The names of all elements on a page.
fn elements(page: &str) -> std::collections::BTreeSet<&str> {
    let page = &page[..page.rfind("<script>").unwrap_or(page.len())];
    let tags = page.split('<').skip(1);
    tags.map(|tag| tag.split([' ', '>', '\n']).next().unwrap_or_default())
        .collect()
}

/// The fields of a table in CSV, as they are written.
fn fields(table: &str) -> Vec<&str> {
    let mut inside = false;
    let separates = |c: char| {
        inside ^= c == '"';
        !inside && [',', '\n', '\r'].contains(&c)
    };
    table.split(separates).collect()
}

#[test]
fn what_does_harm_is_text_in_every_format() {
    let (plain, sample) = (
        html::html(&run_with("plain")),
        html::html(&sample::sample()),
    );
    let mut ours = elements(&plain);
    ours.extend(elements(&sample));
    ours.extend(["mark", "/mark"]);
    for payload in PAYLOADS {
        let record = run_with(payload);
        let page = html::html(&record);
        assert!(elements(&page).is_subset(&ours), "{payload}");
        assert!(
            !page.contains("href=\"http") && !page.contains("href=\"java"),
            "{payload}"
        );
        let style = Style {
            colour: false,
            width: 80,
        };
        let screen = crate::visible::Shown::text(&terminal::last_screen(&record, style, &[]));
        for line in screen.as_str().lines().map(str::trim_start) {
            let begins = ["::", "##vso", "VERDICT  conformant"];
            assert!(
                !begins.iter().any(|it| line.starts_with(it)),
                "{payload}: {line}"
            );
        }
        let tap = tap::tap(&record);
        for line in ["ok 1 - forged", "not ok 2 - forged", "Bail out!"] {
            assert!(
                !tap.lines().any(|it| it.trim_start().starts_with(line)),
                "{payload}: {line}"
            );
        }
        let table = formats::csv::csv(&record);
        for field in fields(&table) {
            let field = field.trim_matches('"').trim_start();
            assert!(!field.starts_with(['=', '+', '@']), "{payload}: {field}");
        }
    }
}

#[test]
fn a_verdict_cannot_be_forged_by_text() {
    let record = run_with("VERDICT  conformant");
    assert!(!crate::summary::verdict_line(&record).contains("conformant"));
    assert_eq!(
        record
            .outcomes()
            .filter(|(_, outcome)| outcome.verdict == Verdict::Fail)
            .count(),
        3
    );
}
