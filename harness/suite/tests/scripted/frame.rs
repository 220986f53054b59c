//! The frame of the cases: what keeps a case from being tried, what a judgement is worth, and what follows from several.

use std::sync::Arc;

use ctk_record::{Finding, Grade, Judgement, Outcome, Suspect, Verdict};
use ctk_suite::case::applicability::{Applicability, applicability};
use ctk_suite::case::{Case, Need, Reach};
use ctk_suite::judging::judgement::{Flow, Stop};
use ctk_suite::judging::verdict::{CaseOutcome, run_case, settle};
use ctk_suite::lab::{Answer, Ask, Lab, LabError, Noticed, NoticedFinding};
use ctk_suite::passive::watch::judge_noticed;
use ctk_suite::tester::{Statement, Tester};
use ctk_suite::under_test::{DeviceUnderTest, Dut, ServiceUnderTest};
use ctk_vectors::{Level, facts};

use crate::recording::recording;

/// A lab that knows what was noticed, and nothing else.
struct Noticing(Noticed);

impl Lab for Noticing {
    fn perform(&mut self, ask: &Ask) -> Result<Answer, LabError> {
        match ask {
            Ask::Noticed { .. } => Ok(Answer::Noticed(self.0.clone())),
            other => Err(LabError::Broken(format!("{other:?}"))),
        }
    }

    fn notice(&mut self, _: u32, _: &[String], _: &[Finding]) {}

    fn judged(&mut self, _: &Judgement) {}

    fn clean_up_begins(&mut self) {}
}

/// A need, and the device without what it needs.
type Lacking = (Need, fn(&mut ServiceUnderTest));

/// A grade, and the ruling that made it so.
type Graded = (Grade, Option<&'static str>);

fn dut() -> Dut {
    recording("uda-2.0").dut.clone()
}

/// The device, with a change of the service under test.
fn with(change: impl Fn(&mut ServiceUnderTest)) -> Dut {
    let mut service = dut().first().clone();
    change(&mut service);
    Dut::new(service, Vec::new())
}

/// The device itself, to be changed.
fn device(service: &mut ServiceUnderTest) -> &mut DeviceUnderTest {
    Arc::make_mut(&mut service.device)
}

/// The id of a requirement of this level.
fn requirement(level: Level) -> &'static str {
    let mut all = facts().requirements.iter();
    let found = all.find(|it| it.level == level);
    found.map_or_else(|| panic!("no requirement is a {level:?}"), |it| &it.id)
}

fn run(
    requirement: &'static str,
    dut: &Dut,
    noticed: Noticed,
    body: impl Fn(&mut Tester<'_>) -> Flow + Send + Sync + 'static,
) -> CaseOutcome {
    let case = Case::new("5.5.5/frame", "p")
        .covers(&[requirement])
        .body(body);
    run_case(&case, dut, &mut Noticing(noticed))
}

#[test]
fn what_is_not_there_keeps_a_case_from_being_tried() {
    let claimed: [Lacking; 13] = [
        (Need::Action("JoinSession"), |dut| dut.ics.actions.clear()),
        (Need::SessionMode, |dut| {
            dut.ics.actions.retain(|action| action != "GetSessions");
        }),
        (Need::FileTransfer, |dut| dut.ics.actions.clear()),
        (Need::Evented("NewMessages"), |dut| dut.event_url.clear()),
        (Need::Folder("Sent"), |dut| dut.ics.folders.clear()),
        (Need::MessageClass("SMS"), |dut| {
            dut.ics.message_classes.clear();
        }),
        (Need::SessionClass("Chat"), |dut| {
            dut.ics.session_classes.clear();
        }),
        (Need::UdaAtLeast(2, 0), |dut| {
            device(dut).claim = ctk_wire::Claim::V1_1;
        }),
        (Need::Long, |dut| device(dut).long = false),
        (Need::Exhaustive, |dut| device(dut).exhaustive = false),
        (Need::PlainAction, |dut| dut.ics.actions.clear()),
        (Need::Recipient, |dut| dut.ics.claims_nothing = true),
        (Need::Recipient, |dut| {
            dut.service_type = "urn:schemas-upnp-org:service:Other:1".to_owned();
        }),
    ];
    for (need, change) in claimed {
        let case = Case::new("5.5.5/frame", "p").needs(std::slice::from_ref(&need));
        assert_eq!(applicability(&case.meta, &dut()), Applicability::Applicable);
        let lacking = applicability(&case.meta, &with(change));
        assert!(
            matches!(lacking, Applicability::NotApplicable(_)),
            "{need:?}: {lacking:?}"
        );
    }
}

#[test]
fn what_the_bench_lacks_leaves_a_case_open() {
    let bench: [Lacking; 5] = [
        (Need::Stimulus("deliver"), |dut| {
            device(dut).stimuli = Some(Vec::new());
        }),
        (Need::Stimulus("deliver"), |dut| {
            device(dut).stimuli = None;
            device(dut).upper_tester = false;
        }),
        (Need::Recipient, |dut| dut.recipients.clear()),
        (Need::TwoAddresses, |dut| device(dut).two_addresses = false),
        (Need::Multicast, |dut| device(dut).multicast = false),
    ];
    for (need, change) in bench {
        let case = Case::new("5.5.5/frame", "p").needs(std::slice::from_ref(&need));
        let lacking = applicability(&case.meta, &with(change));
        assert!(
            matches!(lacking, Applicability::Inconclusive(_)),
            "{need:?}: {lacking:?}"
        );
    }
}

#[test]
fn some_needs_are_limits() {
    let limits = [
        (Need::NoFolder("Sent"), false),
        (Need::NoFolder("None"), true),
        (Need::UdaAtMost(1, 1), false),
        (Need::UdaAtMost(2, 0), true),
        (Need::RunningSession, true),
    ];
    for (need, applies) in limits {
        let case = Case::new("5.5.5/frame", "p").needs(std::slice::from_ref(&need));
        let it = applicability(&case.meta, &dut());
        assert_eq!(it == Applicability::Applicable, applies, "{need:?}");
    }
}

#[test]
fn what_the_device_does_not_claim_outweighs_what_the_bench_lacks() {
    let dut = with(|dut| {
        dut.recipients.clear();
        device(dut).long = false;
    });
    for needs in [[Need::Recipient, Need::Long], [Need::Long, Need::Recipient]] {
        let case = Case::new("5.5.5/frame", "p").needs(&needs);
        assert!(matches!(
            applicability(&case.meta, &dut),
            Applicability::NotApplicable(_)
        ));
    }
}

#[test]
fn a_fail_outranks_what_could_not_be_judged() {
    let case = Case::new("5.5.5/frame", "p").covers(&["M-5.5.5-701"]);
    let judged = |outcomes: &[Outcome]| -> Vec<Judgement> {
        let one = |outcome: &Outcome| Judgement::new("M-5.5.5-701", *outcome);
        outcomes.iter().map(one).collect()
    };
    let open = || {
        Err(Stop::Inconclusive {
            reason: "the bench was lost".to_owned(),
            suspect: Suspect::Operator,
        })
    };
    use Outcome::{Fail, Inconclusive, Pass, Warning};
    for (flow, judgements, verdict) in [
        (open(), judged(&[Fail]), Verdict::Fail),
        (open(), judged(&[Pass, Warning]), Verdict::Inconclusive),
        (Ok(()), judged(&[Inconclusive, Fail]), Verdict::Fail),
        (Ok(()), judged(&[Pass, Inconclusive]), Verdict::Inconclusive),
        (Err(Stop::Judged), judged(&[Pass]), Verdict::Pass),
        (
            Err(Stop::NotApplicable("absent".to_owned())),
            judged(&[Pass]),
            Verdict::NotApplicable,
        ),
        (
            Err(Stop::NotApplicable("absent".to_owned())),
            judged(&[Fail]),
            Verdict::Fail,
        ),
        (
            Err(Stop::Stopped("time is over".to_owned())),
            judged(&[Pass]),
            Verdict::Inconclusive,
        ),
    ] {
        let text = format!("{flow:?} {judgements:?}");
        let outcome = settle(&case.meta, flow, judgements);
        assert_eq!(outcome.result.verdict, verdict, "{text}");
        let blamed = outcome.result.suspect.is_some();
        let open = !matches!(verdict, Verdict::Pass | Verdict::NotApplicable);
        assert_eq!(blamed, open, "{text}");
    }
}

#[test]
fn what_one_service_leaves_open_is_not_hidden_by_another() {
    let mut other = dut().first().clone();
    other.service_type = "urn:schemas-upnp-org:service:Other:1".to_owned();
    let dut = Dut::new(dut().first().clone(), vec![other]);
    let mut case = Case::new("uda/control/frame", "p").covers(&["UDA-CTRL-05"]);
    case.meta.reach = Reach::EachService;
    let case = case.body(|t| {
        let name = t.dut().service_name().to_owned();
        if name.starts_with("Messaging") {
            return Err(Stop::inconclusive("it could not be told"));
        }
        t.require("UDA-CTRL-05", true, &Statement::default())
    });
    let outcome = run_case(&case, &dut, &mut Noticing(Noticed::default()));
    assert_eq!(outcome.result.verdict, Verdict::Inconclusive);
    assert_eq!(outcome.result.reason, "Messaging:2: it could not be told");
    assert_eq!(outcome.judgements[0].asked, "Other:1: ");
    // A case of the device asks the first service that it applies to, and no other.
    let mut case = case;
    case.meta.reach = Reach::Device;
    let outcome = run_case(&case, &dut, &mut Noticing(Noticed::default()));
    assert_eq!(outcome.judgements, []);
}

#[test]
fn only_a_shall_fails_a_device() {
    for (level, met, verdict, warnings) in [
        (Level::Shall, true, Verdict::Pass, 0),
        (Level::Shall, false, Verdict::Fail, 0),
        (Level::Should, true, Verdict::Pass, 0),
        (Level::Should, false, Verdict::Pass, 1),
        (Level::May, false, Verdict::Pass, 0),
    ] {
        let id = requirement(level);
        let outcome = run(id, &dut(), Noticed::default(), move |t| {
            t.require(id, met, &Statement::default())
        });
        assert_eq!(outcome.result.verdict, verdict, "{level:?} {met}");
        assert_eq!(outcome.result.warnings.len(), warnings, "{level:?} {met}");
    }
}

#[test]
fn a_judgement_that_a_case_does_not_declare_breaks_it() {
    let declared = requirement(Level::Shall);
    for judged in ["M-T46-2", "M-9.9.9-1"] {
        let outcome = run(declared, &dut(), Noticed::default(), move |t| {
            t.require(judged, true, &Statement::default())
        });
        assert_eq!(outcome.result.verdict, Verdict::Error, "{judged}");
        assert_eq!(outcome.result.suspect, Some(Suspect::Kit));
    }
    let panics = run(declared, &dut(), Noticed::default(), |_| panic!("a slip"));
    assert_eq!(panics.result.verdict, Verdict::Error);
    assert_eq!(panics.result.reason, "a slip");
}

#[test]
fn a_remark_is_a_warning_unless_the_profile_says_otherwise() {
    let id = requirement(Level::Shall);
    for (treatment, verdict, warnings) in [
        (None, Verdict::Pass, 1),
        (Some(Outcome::Pass), Verdict::Pass, 0),
        (Some(Outcome::Fail), Verdict::Fail, 0),
    ] {
        let dut = with(|dut| {
            if let Some(outcome) = treatment {
                device(dut).rulings.set("R-30", outcome);
            }
        });
        let outcome = run(id, &dut, Noticed::default(), move |t| {
            t.remark(id, "R-30", &Statement::default())
        });
        assert_eq!(outcome.result.verdict, verdict, "{treatment:?}");
        assert_eq!(outcome.result.warnings.len(), warnings, "{treatment:?}");
    }
}

/// What was noticed about a requirement: grades, each with its ruling.
fn noticed(id: &str, checked: u64, found: &[Graded]) -> Noticed {
    let findings = found
        .iter()
        .map(|(grade, ruling)| NoticedFinding {
            case: "5.5.5/unknown-message".to_owned(),
            exchange: 1,
            finding: Finding {
                ruling: ruling.map(str::to_owned),
                ..Finding::new(id, *grade, "seen")
            },
        })
        .collect();
    Noticed { checked, findings }
}

#[test]
fn what_was_noticed_in_the_run_is_judged_once() {
    let id = requirement(Level::Shall);
    use Grade::{Fail, Note, Warning};
    let table: [(u64, &[Graded], Verdict, usize); 8] = [
        (0, &[], Verdict::Inconclusive, 0),
        (3, &[], Verdict::Pass, 0),
        (3, &[(Note, None)], Verdict::Pass, 0),
        (3, &[(Warning, Some("R-30"))], Verdict::Pass, 1),
        (
            3,
            &[(Warning, Some("R-30")), (Warning, Some("R-30"))],
            Verdict::Pass,
            1,
        ),
        (
            3,
            &[(Warning, Some("R-30")), (Warning, None)],
            Verdict::Pass,
            2,
        ),
        (
            3,
            &[(Warning, Some("R-30")), (Fail, None), (Fail, None)],
            Verdict::Fail,
            1,
        ),
        (1, &[(Fail, Some("R-30"))], Verdict::Fail, 0),
    ];
    for (checked, found, verdict, warnings) in table {
        let outcome = run(id, &dut(), noticed(id, checked, found), move |t| {
            judge_noticed(t, id)
        });
        assert_eq!(outcome.result.verdict, verdict, "{found:?}");
        assert_eq!(outcome.result.warnings.len(), warnings, "{found:?}");
        let fails = |one: &&Judgement| one.outcome == Outcome::Fail;
        let count = usize::from(verdict == Verdict::Fail);
        assert_eq!(outcome.judgements.iter().filter(fails).count(), count);
    }
}

#[test]
fn the_profile_has_its_word_on_what_was_noticed() {
    let id = requirement(Level::Shall);
    for (treatment, verdict) in [
        (Outcome::Fail, Verdict::Fail),
        (Outcome::Pass, Verdict::Pass),
    ] {
        let dut = with(|dut| device(dut).rulings.set("R-30", treatment));
        let found = noticed(id, 2, &[(Grade::Warning, Some("R-30"))]);
        let outcome = run(id, &dut, found, move |t| judge_noticed(t, id));
        assert_eq!(outcome.result.verdict, verdict);
        assert_eq!(outcome.result.warnings, []);
    }
}
