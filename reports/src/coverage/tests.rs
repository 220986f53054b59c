use super::*;
use ctk_record::sample;

fn requirement(coverage: &Coverage, id: &str) -> RequirementRow {
    coverage
        .requirements
        .iter()
        .find(|row| row.id == id)
        .unwrap()
        .clone()
}

#[test]
fn everything_planned_is_listed() {
    let record = sample::sample();
    let coverage = coverage(&record);
    assert_eq!(coverage.requirements.len(), record.plan.requirements.len());
    assert_eq!(coverage.session.len(), 15);
    assert_eq!(coverage.folder.len(), 15);
    assert_eq!(coverage.errors.len(), 4);
    assert_eq!(
        coverage.session_share(),
        Share {
            tried: 3,
            failed: 1,
            of: 15
        }
    );
    assert_eq!(
        coverage.folder_share(),
        Share {
            tried: 1,
            failed: 0,
            of: 15
        }
    );
    assert_eq!(
        coverage.errors_share(),
        Share {
            tried: 3,
            failed: 2,
            of: 4
        }
    );
}

#[test]
fn only_judgements_cover() {
    let coverage = coverage(&sample::sample());
    let judged = requirement(&coverage, "M-5.5.13-708");
    assert_eq!(
        (judged.verdict, judged.cases),
        (Verdict::Fail, vec!["5.5.13/pending".to_owned()])
    );
    let warned = requirement(&coverage, "M-5.5.13-1");
    assert_eq!(warned.verdict, Verdict::Pass);

    for (id, verdict, reason) in [
        (
            "M-4.2-1",
            Verdict::Inconclusive,
            "no case of the suite judges it",
        ),
        (
            "M-6-1",
            Verdict::Inconclusive,
            "inspection: cannot be seen from outside",
        ),
        (
            "M-5.5.18-1",
            Verdict::NotApplicable,
            "5.5.18/transfer: the device does not claim file transfer",
        ),
        (
            "M-5.5.4-1",
            Verdict::Inconclusive,
            "5.5.4/to-recipient: no recipient: the profile names none",
        ),
        (
            "M-A-1",
            Verdict::Error,
            "annex-a/peer: the case panicked: index out of bounds",
        ),
    ] {
        let row = requirement(&coverage, id);
        assert!(!row.is_covered(), "{id}");
        assert_eq!((row.verdict, row.reason.as_str()), (verdict, reason));
    }
}

#[test]
fn what_the_plan_forgot_is_listed_too() {
    let mut record = sample::sample();
    record.plan.requirements.clear();
    record.plan.error_pairs.clear();
    record.plan.session_cells.clear();
    let coverage = coverage(&record);
    assert_eq!(
        requirement(&coverage, "M-5.5.13-708").verdict,
        Verdict::Fail
    );
    assert_eq!(coverage.errors.len(), 3);
    assert_eq!(coverage.session.len(), 3);
}
