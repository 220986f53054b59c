//! Counts, verdict lines and exit codes.

use super::*;
use Verdict::*;
use ctk_record::sample::{cut_short, sample, small};

fn ended(mut record: Record, ended: Ended) -> Record {
    record.footer.as_mut().unwrap().ended = ended;
    record
}

#[test]
fn five_verdicts_add_up() {
    for record in [sample(), cut_short(), small(&[])] {
        let counts = counts(&record);
        assert_eq!(
            Verdict::ALL
                .iter()
                .map(|&verdict| counts.of(verdict))
                .sum::<usize>(),
            record.plan.cases.len()
        );
        assert_eq!(counts.cases, record.plan.cases.len());
    }
    let counts = counts(&sample());
    assert_eq!((counts.pass, counts.fail, counts.inconclusive), (4, 3, 3));
    assert_eq!(
        (counts.not_applicable, counts.error, counts.warnings),
        (1, 1, 3)
    );
}

#[test]
fn conformant_is_a_rare_word() {
    let clean = [("a/1", Pass), ("a/2", NotApplicable)];
    assert!(verdict_line(&small(&clean)).contains("conformant: 1 case passed; 1 of 1 judged"));

    let mut part = small(&clean);
    part.plan.whole = false;
    let mut remarked = small(&clean);
    remarked
        .footer
        .as_mut()
        .unwrap()
        .remarks
        .push("a known failure passes now".into());
    let mut killed = small(&clean);
    killed.footer = None;
    let mut lost = small(&clean);
    lost.cases[0].result = None;
    let mut flagged = small(&clean);
    flagged.plan.not_selected.push(ctk_record::NotSelected {
        flags: vec!["--long".into()],
        cases: 1,
    });
    let mut narrowed = small(&clean);
    narrowed.plan.unclaimed.push("ReadMessage".into());
    let mut strict = small(&clean);
    strict.header.strict = true;
    let warning = ctk_record::Warning {
        ruling: "R-1".into(),
        text: "odd".into(),
    };
    strict.cases[0]
        .result
        .as_mut()
        .unwrap()
        .warnings
        .push(warning);
    let mut known = small(&[("a/1", Pass), ("a/2", Fail)]);
    known.cases[1].result.as_mut().unwrap().known_failure = Some("ticket".into());
    for record in [
        part,
        flagged,
        narrowed,
        remarked,
        killed,
        lost,
        strict,
        known,
        ended(small(&clean), Ended::DeviceLost),
        ended(small(&clean), Ended::FailFast),
        small(&[("a/1", Pass), ("a/2", Inconclusive)]),
        small(&[("a/1", Pass), ("a/2", Fail)]),
        small(&[("a/1", Pass), ("a/2", Error)]),
        small(&[("a/1", NotApplicable)]),
        small(&[]),
        sample(),
        cut_short(),
    ] {
        let line = verdict_line(&record);
        assert!(!line.contains("conformant"), "{line}");
    }
}

#[test]
fn verdict_lines() {
    assert_eq!(
        verdict_line(&sample()),
        "the suite itself broke in 1 case; 2 cases failed (1 more known); 7 of 11 judged; 3 warnings"
    );
    assert_eq!(verdict_line(&small(&[])), "nothing was planned");
    assert_eq!(
        verdict_line(&small(&[("a/1", NotApplicable)])),
        "nothing was judged"
    );
    assert_eq!(
        verdict_line(&small(&[("a/1", Pass), ("a/2", Inconclusive)])),
        "no failure found; 1 of 2 judged"
    );
    assert!(verdict_line(&cut_short()).starts_with("interrupted; "));
}

#[test]
fn what_was_left_out_is_named() {
    let mut record = small(&[("a/1", Pass), ("a/2", NotApplicable)]);
    let left_out = |flags: &[&str], cases| ctk_record::NotSelected {
        flags: flags.iter().map(|&flag| flag.to_owned()).collect(),
        cases,
    };
    record.plan.not_selected = vec![left_out(&["--long"], 2), left_out(&["--exhaustive"], 3)];
    assert_eq!(
        verdict_line(&record),
        "no failure found; 1 of 6 judged; 5 need --long or --exhaustive"
    );
    assert_eq!(
        (counts(&record).cases, counts(&record).not_selected),
        (2, 5)
    );
    record.plan.not_selected = vec![left_out(&[], 4)];
    record.plan.unclaimed = vec!["ReadMessage".into(), "DeleteMessage".into()];
    assert_eq!(
        verdict_line(&record),
        "no failure found; 1 of 1 judged; 4 not selected; required and not claimed: ReadMessage and 1 more"
    );
}

#[test]
fn a_run_that_judged_little_does_not_read_like_a_success() {
    let open = [("a/1", Pass), ("a/2", Inconclusive), ("a/3", Inconclusive)];
    assert_eq!(
        verdict_line(&small(&open)),
        "incomplete: most cases could not be judged; no failure found; 1 of 3 judged"
    );
    assert!(!is_mostly_open(&small(&open[..2])));
}

#[test]
fn exit_codes_by_precedence() {
    let code = |record: &Record| exit_code(record, &[]);
    assert_eq!(code(&small(&[("a/1", Pass), ("a/2", Inconclusive)])), 0);
    assert_eq!(code(&small(&[("a/1", Pass), ("a/2", Fail)])), 1);
    assert_eq!(code(&small(&[("a/1", Fail), ("a/2", Error)])), 4);
    assert_eq!(code(&small(&[("a/1", Inconclusive)])), 3);
    assert_eq!(code(&small(&[("a/1", NotApplicable)])), 3);
    assert_eq!(code(&small(&[])), 3);
    assert_eq!(code(&ended(small(&[("a/1", Pass)]), Ended::DeviceLost)), 3);
    assert_eq!(code(&ended(small(&[("a/1", Fail)]), Ended::DeviceLost)), 1);
    assert_eq!(
        code(&ended(small(&[("a/1", Error)]), Ended::Interrupted)),
        130
    );
    assert_eq!(code(&cut_short()), 130);
    assert_eq!(recorded_exit_code(&cut_short()), 130);
    assert_eq!(
        exit_code(&small(&[("a/1", Pass)]), &["regressed".into()]),
        1
    );

    let mut demanding = small(&[("a/1", Pass), ("a/2", Inconclusive)]);
    demanding.header.require_complete = true;
    assert_eq!(code(&demanding), 3);
    let mut known = small(&[("a/1", Fail)]);
    known.cases[0].result.as_mut().unwrap().known_failure = Some("ticket".into());
    assert_eq!(code(&known), 0);
    let mut lost = small(&[("a/1", Pass), ("a/2", Pass)]);
    lost.cases[1].result = None;
    assert_eq!(code(&lost), 3);
}
