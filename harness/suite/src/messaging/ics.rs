//! The claims of the profile, held against the device. What a profile leaves out is not judged; what it claims and the device
//! does not show is a contradiction of the two, and who drew up the profile is asked first.

use ctk_model::document::{self, Context, Direction};
use ctk_record::Suspect;
use ctk_vectors::messaging_2::{action, req};

use crate::case::{Case, Need};
use crate::judging::judgement::{Flow, Stop};
use crate::tester::{Statement, Tester};
use crate::under_test::ClaimKind;

/// The cases.
pub(crate) fn cases() -> Vec<Case> {
    vec![
        actions(),
        of_capabilities("message-classes", ClaimKind::MessageClasses, "5.3.7"),
        of_capabilities("session-classes", ClaimKind::SessionClasses, "5.3.13"),
        of_capabilities("folders", ClaimKind::Folders, "5.3.8"),
    ]
}

/// 5.5: what is implemented is in the service description.
fn actions() -> Case {
    Case::new(
        "ics/actions",
        "the service description declares every action that the profile claims",
    )
    .clause("5.5")
    .covers(&[req::M_T9_CLAIMED])
    .needs(&[Need::Claim(ClaimKind::Actions)])
    .suspects(Suspect::Operator)
    .body(|t| {
        let fetched = t.descriptions().service()?;
        let declared = fetched.scpd.actions.iter().map(|action| &action.name);
        let declared: Vec<String> = declared.cloned().collect();
        let seen = (fetched.asked.as_str(), fetched.exchange);
        compare(t, req::M_T9_CLAIMED, ClaimKind::Actions, &declared, seen)
    })
}

/// 5.5.2: GetMessagingCapabilities says what the device has.
fn of_capabilities(slug: &str, kind: ClaimKind, clause: &'static str) -> Case {
    Case::new(
        format!("ics/{slug}"),
        format!(
            "GetMessagingCapabilities lists every {} that the profile claims",
            kind.singular()
        ),
    )
    .clause(clause)
    .covers(&[req::M_5_3_2_7])
    .needs(&[
        Need::Claim(kind),
        Need::Action(action::GET_MESSAGING_CAPABILITIES),
    ])
    .suspects(Suspect::Operator)
    .body(move |t| {
        let reply = t.invoke(action::GET_MESSAGING_CAPABILITIES, &[])?;
        let text = reply.output("SupportedCapabilities").unwrap_or_default();
        let read = document::read_capabilities(text, Direction::Output, &Context::default());
        let Some(capabilities) = read.value.filter(|_| !text.is_empty()) else {
            return Err(Stop::inconclusive(format!(
                "GetMessagingCapabilities gives nothing to compare with: {}",
                reply.describe(&reply.observed(None))
            )));
        };
        let shown = match kind {
            ClaimKind::MessageClasses => capabilities.message_classes,
            ClaimKind::SessionClasses => capabilities.session_classes,
            ClaimKind::Folders => capabilities.folders,
            ClaimKind::Actions => Vec::new(),
        };
        let seen = (reply.asked.as_str(), reply.exchange);
        compare(t, req::M_5_3_2_7, kind, &shown, seen)
    })
}

/// What the profile claims of the kind is among what is shown; what is shown beyond is told.
fn compare(
    t: &mut Tester<'_>,
    requirement: &str,
    kind: ClaimKind,
    shown: &[String],
    (asked, exchange): (&str, u32),
) -> Flow {
    let listed = t.dut().ics.profile.get(&kind).cloned().unwrap_or_default();
    let missing = |name: &&String| !shown.contains(name);
    let missing: Vec<&str> = listed
        .claimed
        .iter()
        .filter(missing)
        .map(String::as_str)
        .collect();
    let unclaimed = |name: &&String| !listed.claimed.contains(name);
    let unclaimed: Vec<&str> = shown.iter().filter(unclaimed).map(String::as_str).collect();
    let kinds = kind.plural();
    let observed = match (missing.as_slice(), unclaimed.as_slice()) {
        ([], []) => format!("all {kinds} that the profile claims"),
        ([], beyond) => format!(
            "all {kinds} that the profile claims; not claimed: {}",
            beyond.join(", ")
        ),
        (missing, _) => format!(
            "not among the {kinds} that the device shows: {}; it shows {}",
            missing.join(", "),
            words(shown)
        ),
    };
    let claimed = words(&listed.claimed);
    let statement = Statement {
        asked,
        accepted: &[&format!("{claimed} (the profile's claim), and any others")],
        observed,
        exchanges: &[exchange],
    };
    t.require(requirement, missing.is_empty(), &statement)
}

fn words(names: &[String]) -> String {
    match names {
        [] => "none".to_owned(),
        names => names.join(", "),
    }
}
