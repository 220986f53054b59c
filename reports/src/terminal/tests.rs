use super::*;
use crate::visible::width;
use ctk_record::Verdict;
use ctk_record::sample::{cut_short, sample, small};

const PLAIN: Style = Style {
    colour: false,
    width: 100,
};

fn places() -> Vec<(String, String)> {
    [
        (
            "journal",
            "messaging-ctk-runs/20260301T093000Z-7/journal.jsonl",
        ),
        ("json", "messaging-ctk-runs/20260301T093000Z-7/run.json"),
    ]
    .map(|(kind, path)| (kind.to_owned(), path.to_owned()))
    .into()
}

#[test]
fn last_screen_of_a_whole_run() {
    insta::assert_snapshot!(last_screen(&sample(), PLAIN, &places()));
}

#[test]
fn last_screen_of_a_run_cut_short() {
    insta::assert_snapshot!(last_screen(&cut_short(), PLAIN, &places()));
}

#[test]
fn last_screen_of_a_clean_run() {
    insta::assert_snapshot!(last_screen(
        &small(&[
            ("5.5.4/a", Verdict::Pass),
            ("5.5.4/b", Verdict::NotApplicable)
        ]),
        PLAIN,
        &[]
    ));
}

#[test]
fn last_screen_without_device() {
    let mut record = small(&[]);
    record.device = None;
    record.footer.as_mut().unwrap().remarks =
        vec!["5.5.4/a passed in the baseline and fails now".into()];
    insta::assert_snapshot!(last_screen(&record, PLAIN, &[]));
}

#[test]
fn a_large_run_fits_a_terminal() {
    let ids: Vec<String> = (0..400)
        .map(|n| format!("5.5.{}/case-with-a-rather-long-name-{n}", n % 18 + 1))
        .collect();
    let verdict = |n: usize| {
        [
            Verdict::Fail,
            Verdict::Error,
            Verdict::Inconclusive,
            Verdict::Pass,
        ][n % 4]
    };
    let cases: Vec<(&str, Verdict)> = ids
        .iter()
        .enumerate()
        .map(|(n, id)| (id.as_str(), verdict(n)))
        .collect();
    let mut record = small(&cases);
    for (n, case) in record.cases.iter_mut().enumerate() {
        let result = case.result.as_mut().unwrap();
        result.reason = format!(
            "reason {} 世界 which is long enough to be cut off somewhere near the edge",
            "x".repeat(n % 40 + 1)
        );
        let warning = ctk_record::Warning {
            ruling: format!("R-{}", n % 30),
            text: "odd ".repeat(40),
        };
        result.warnings.push(warning);
    }
    for room in [80, 100, 140] {
        let screen = last_screen(
            &record,
            Style {
                colour: false,
                width: room,
            },
            &places(),
        );
        assert!(screen.lines().count() <= 40, "{}", screen.lines().count());
        let commands = screen.lines().skip_while(|line| *line != "Reports").count();
        let body = screen.lines().count() - commands;
        let whole = |line: &&str| line.starts_with("VERDICT") || line.ends_with("planned");
        for line in screen.lines().take(body).filter(|line| !whole(line)) {
            assert!(width(line) <= room, "{room}: {line}");
        }
        // Ten reasons of failures, each of ten cases; a broken case is told by itself.
        assert!(screen.contains("… and 2 more causes, 20 in all"));
        assert!(screen.contains("… and 98 more"));
    }
}

#[test]
fn colours_are_paint_alone() {
    let plain = last_screen(&sample(), PLAIN, &places());
    let coloured = last_screen(
        &sample(),
        Style {
            colour: true,
            ..PLAIN
        },
        &places(),
    );
    let mut stripped = String::new();
    let mut rest = coloured.as_str();
    while let Some(at) = rest.find('\u{1b}') {
        stripped.push_str(&rest[..at]);
        rest = &rest[at + rest[at..].find('m').unwrap() + 1..];
    }
    stripped.push_str(rest);
    assert_eq!(stripped, plain);
}

#[test]
fn device_text_cannot_steer_the_terminal() {
    let record = sample();
    let mut all = last_screen(&record, PLAIN, &places());
    for case in &record.cases {
        all.push_str(&failure(&record, case, PLAIN));
    }
    assert!(all.chars().all(|c| c == '\n' || !c.is_control()));
    assert!(!all.contains('\u{202e}'));
    assert!(all.contains("\\u{1b}[31m"));
}

#[test]
fn long_forms() {
    let record = sample();
    let long = |id: &str| {
        failure(
            &record,
            record
                .cases
                .iter()
                .find(|case| case.planned.id == id)
                .unwrap(),
            PLAIN,
        )
    };
    let all = [
        "5.5.13/pending",
        "uda/control/content-type",
        "5.5.5/unknown-id",
        "5.6.1.2/leave-parked",
        "annex-a/peer",
        "5.5.13/running",
    ];
    insta::assert_snapshot!(all.map(long).join("\n"));
}
