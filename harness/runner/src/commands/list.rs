//! `list`: the cases, the requirements, the defects.

use std::fmt::Write as _;

use clap::Args;
use ctk_suite::case::{Case, Effect, Need, Phase, Things};
use ctk_vectors::facts;
use serde_json::json;

use crate::exit_code::{Failure, OK};
use crate::output::screen;
use crate::run::select::{SelectArgs, select};

/// `list`.
#[derive(Debug, Clone, Args)]
pub struct ListArgs {
    #[command(flatten)]
    #[allow(missing_docs, reason = "clap would show it")]
    pub select: SelectArgs,
    /// The requirements instead: which cases judge each, and why the rest is not judged
    #[arg(long)]
    pub requirements: bool,
    /// The defects and variations of the reference device instead
    #[arg(long, conflicts_with = "requirements")]
    pub defects: bool,
    /// As JSON
    #[arg(long)]
    pub json: bool,
}

/// Prints what was asked for.
///
/// # Errors
/// A pattern that selects nothing.
pub fn run(args: &ListArgs) -> Result<u8, Failure> {
    if args.defects {
        screen::show_text(&defects(args.json));
        return Ok(OK);
    }
    let cases = select(ctk_suite::cases(), &args.select)?;
    screen::show_text(&if args.requirements {
        requirements(&cases, args.select.is_everything(), args.json)
    } else {
        listing(&cases, args.json)
    });
    Ok(OK)
}

/// A need in words.
pub fn need_in_words(need: &Need) -> String {
    match need {
        Need::Action(name) => format!("action {name}"),
        Need::SessionMode => "session mode".to_owned(),
        Need::FileTransfer => "file transfer".to_owned(),
        Need::Evented(name) => format!("{name} evented"),
        Need::Folder(name) => format!("folder {name}"),
        Need::NoFolder(name) => format!("no folder {name}"),
        Need::MessageClass(name) => format!("message class {name}"),
        Need::SessionClass(name) => format!("session class {name}"),
        Need::Stimulus(name) => format!("stimulus {name}"),
        Need::RunningSession => "a running session (peer-accepts-session, incoming-session, or the device's own AcceptSession, R-15)".to_owned(),
        Need::Recipient => "a recipient".to_owned(),
        Need::TwoAddresses => "two source addresses".to_owned(),
        Need::UdaAtLeast(major, minor) => format!("UDA {major}.{minor} or later"),
        Need::UdaAtMost(major, minor) => format!("UDA {major}.{minor} or earlier"),
        Need::Long => "--long".to_owned(),
        Need::Exhaustive => "--exhaustive".to_owned(),
        Need::Multicast => "multicast".to_owned(),
        Need::Allowed(name) => format!("{name} without effect, or --invoke {name}"),
        Need::ServiceVersion(version) => format!("version {version} of the service"),
        Need::Claim(kind) => format!("a profile that lists {}", kind.plural()),
        Need::PlainAction => "action GetMessagingCapabilities (another service: --invoke NAME)".to_owned(),
    }
}

/// What a case changes, in words.
pub fn effect_in_words(case: &Case) -> &'static str {
    match (case.meta.phase, case.meta.effect) {
        (Phase::Hostile, _) => "sends malformed or hostile input; runs after the others",
        (Phase::Last, _) => "judges what was noticed in the whole run; runs at the end",
        (_, Effect::None) => "changes nothing",
        (_, Effect::OwnObjects) => "makes messages or sessions of its own, and removes them",
        (_, Effect::Undisturbed(of)) if of == Things::SEARCHES => {
            "sends searches that some devices cannot bear, while no other case searches"
        }
        (_, Effect::Undisturbed(_)) => {
            "makes messages or sessions of its own, while no other case changes any"
        }
        (_, Effect::WholeDevice) => "changes the device for a while; runs alone",
    }
}

fn listing(cases: &[Case], as_json: bool) -> String {
    if as_json {
        let list: Vec<_> = cases
            .iter()
            .map(|case| {
                json!({
                    "id": case.meta.id, "clause": case.meta.clause, "purpose": case.meta.purpose,
                    "requirements": case.meta.requirements,
                    "needs": case.meta.needs.iter().map(need_in_words).collect::<Vec<_>>(),
                    "effect": effect_in_words(case), "messages": case.meta.messages, "waits_ms": case.meta.waits_ms,
                })
            })
            .collect();
        return format!("{:#}\n", json!(list));
    }
    let mut text = String::new();
    let width = cases
        .iter()
        .map(|case| case.meta.id.len())
        .max()
        .unwrap_or(0)
        .min(52);
    for case in cases {
        let needs: Vec<String> = case.meta.needs.iter().map(need_in_words).collect();
        let needs = if needs.is_empty() {
            String::new()
        } else {
            format!("  [needs {}]", needs.join(", "))
        };
        let _ = writeln!(
            text,
            "{:width$}  {:12}  {}{needs}",
            case.meta.id, case.meta.clause, case.meta.purpose
        );
    }
    let _ = writeln!(text, "{} cases", cases.len());
    text
}

/// For each requirement the cases that judge it, or why none does; of a selection of cases those that it judges.
fn requirements(cases: &[Case], whole: bool, as_json: bool) -> String {
    let rows: Vec<(&str, &str, Vec<&str>, String)> = ctk_suite::universe()
        .into_iter()
        .map(|norm| {
            let judged: Vec<&str> = cases
                .iter()
                .filter(|case| case.meta.requirements.iter().any(|id| *id == norm.id))
                .map(|case| case.meta.id.as_ref())
                .collect();
            let reason = if judged.is_empty() {
                ctk_suite::why_not_judged(norm.id)
                    .unwrap_or_default()
                    .to_owned()
            } else {
                String::new()
            };
            (norm.id, norm.text, judged, reason)
        })
        .filter(|(_, _, judged, _)| whole || !judged.is_empty())
        .collect();
    if as_json {
        let list: Vec<_> = rows
            .iter()
            .map(|(id, text, cases, reason)| json!({"id": id, "level": facts().norm(id).map(|norm| norm.level.word()), "text": text, "cases": cases, "reason": reason}))
            .collect();
        return format!("{:#}\n", json!(list));
    }
    let mut text = String::new();
    let mut judged = 0;
    for (id, _, cases, reason) in &rows {
        if cases.is_empty() {
            let _ = writeln!(text, "{id:34}  not judged: {reason}");
        } else {
            judged += 1;
            let shown = cases.iter().take(3).copied().collect::<Vec<_>>().join(", ");
            let more = if cases.len() > 3 {
                format!(" and {} more", cases.len() - 3)
            } else {
                String::new()
            };
            let _ = writeln!(text, "{id:34}  {shown}{more}");
        }
    }
    let _ = writeln!(
        text,
        "{judged} of {} requirements are judged{} ({} of the service, {} of the architecture)",
        ctk_suite::universe().len(),
        if whole { "" } else { " by these cases" },
        facts().requirements.len(),
        facts().architecture.len()
    );
    text
}

fn defects(as_json: bool) -> String {
    use ctk_device::defects::{Depth, PLANTED};
    let defects = ctk_device::defects::DEFECTS;
    let variations: Vec<_> = ctk_device::defects::VARIATIONS
        .iter()
        .filter(|variation| !variation.hidden)
        .collect();
    if as_json {
        let defects: Vec<_> = defects
            .iter()
            .map(|defect| json!({"id": defect.id, "breaks": defect.breaks, "does": defect.does, "caught_by": defect.caught_by, "also_failed_by": defect.also_failed_by, "since": defect.since, "deep": defect.depth == Depth::Deep}))
            .collect();
        let variations: Vec<_> = variations
            .iter()
            .map(|variation| json!({"id": variation.id, "layer": variation.layer.name(), "does": variation.deviate}))
            .collect();
        let planted: Vec<_> = PLANTED
            .iter()
            .map(|fault| json!({"id": fault.id, "shows": fault.shows, "does": fault.does}))
            .collect();
        return format!(
            "{:#}\n",
            json!({"defects": defects, "variations": variations, "planted": planted})
        );
    }
    let mut text = String::from("Defects (serve --defect NAME): each breaks one requirement\n");
    for defect in defects {
        let _ = writeln!(
            text,
            "  {:38}  {:24}  {}",
            defect.id, defect.breaks, defect.does
        );
    }
    text.push_str("\nVariations (serve --variation NAME): different, but right\n");
    for variation in &variations {
        let _ = writeln!(text, "  {:38}  {}", variation.id, variation.deviate);
    }
    text.push_str("\nPlanted faults (serve --planted NAME): for `fuzz` to find\n");
    for fault in PLANTED {
        let _ = writeln!(
            text,
            "  {:38}  {:24}  {}",
            fault.id, fault.shows, fault.does
        );
    }
    let _ = writeln!(
        text,
        "\n{} defects, {} variations, {} planted faults",
        defects.len(),
        variations.len(),
        PLANTED.len()
    );
    text
}
