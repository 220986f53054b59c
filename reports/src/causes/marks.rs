//! What two cases have in common when they go back to the same thing.

use super::cause::Affected;
use super::symptom::{Answer, Dead, action, differences, due, place, refusal, stripped};
use ctk_record::{Exchange, Judgement, Kind};

/// How many words a sentence has at least that says the same by no accident.
const TELLING: usize = 3;
/// How long a quoted text is at least that is quoted twice by no accident.
const QUOTED: usize = 8;
/// How cases ask for the values of the first event.
const FIRST_EVENT: &str = "the first event";
/// Header fields of SSDP that can be wrong in several messages at once.
const FIELDS: [&str; 12] = [
    "BOOTID.UPNP.ORG",
    "CACHE-CONTROL",
    "CONFIGID.UPNP.ORG",
    "DATE",
    "EXT",
    "LOCATION",
    "NT",
    "NTS",
    "SEARCHPORT.UPNP.ORG",
    "SERVER",
    "ST",
    "USN",
];
/// The rows of what searches are answered with.
const TARGETS: [&str; 4] = ["UDA-DISC-42", "UDA-DISC-43", "UDA-DISC-44", "UDA-DISC-45"];
/// Actions and stimuli that arrange things in most cases.
const COMMON: [&str; 4] = [
    "reset",
    "incoming-message",
    "incoming-session",
    "capabilities",
];

/// The marks of a case: two cases that share one go back to the same.
///
/// A failed case has those of each requirement that it missed: the requirement; the action with what came of it and what
/// was due; the clause with what was observed there; the element of a document, or the field of SSDP, that is wrong. One
/// that could not be judged has its reason without values, and the same marks for a requirement that stayed open.
pub(super) fn marks(affected: &Affected<'_>) -> Vec<String> {
    // What the model excludes of a whole walk or run may go back to several faults: it does not make them one.
    let most = match affected.id().starts_with("model/") {
        true => 1,
        false => usize::MAX,
    };
    let judged = affected.judgements.iter().take(most);
    let mut marks: Vec<String> = judged.flat_map(|one| of(one)).collect();
    if let Some(refused) = refused(affected) {
        marks.push(format!("{} from {}", refused.dead, refused.url));
    }
    if affected.judgements.is_empty() {
        let suspect = affected
            .outcome
            .suspect
            .map_or("", |suspect| suspect.word());
        let reason = stripped(&affected.outcome.reason);
        marks.push(format!("reason {suspect} {reason}"));
    }
    marks
}

/// A request that was refused whatever it said.
pub(super) struct Refused<'a> {
    pub(super) dead: Dead,
    pub(super) method: &'a str,
    pub(super) url: &'a str,
}

/// The refused request that a case speaks of, where it failed or could not be judged for one.
pub(super) fn refused<'a>(affected: &Affected<'a>) -> Option<Refused<'a>> {
    let judged = affected.judgements.first();
    let said = judged.map_or(affected.outcome.reason.as_str(), |one| &one.observed);
    let dead = refusal(said)?;
    let shows = |exchange: &&Exchange| match dead {
        Dead::Status(status) => exchange.response.as_ref().and_then(|it| it.status) == Some(status),
        Dead::Silent(why) => exchange
            .error
            .as_ref()
            .is_some_and(|error| error.contains(why)),
    };
    let mut exchanges = affected.case.exchanges.iter().rev();
    let request = exchanges.find(shows)?.request.as_ref()?;
    Some(Refused {
        dead,
        method: &request.method,
        url: &request.url,
    })
}

/// What is said where the answer to an action is no SOAP that can be read.
const UNREADABLE: [&str; 3] = [
    "neither success nor a readable fault",
    "without SOAP",
    "the document is not well-formed",
];

/// Whether the device refused, without a fault, a request that was unusual in its form: that form may be all that it
/// minds, and ordinary requests tell whether it is.
pub(super) fn refuses_form(affected: &Affected<'_>) -> bool {
    affected.judgements.first().is_some_and(|judged| {
        judged.requirement.starts_with("UDA-CTRL-") && judged.observed.starts_with("HTTP 4")
    })
}

/// Whether the case came to nothing because the answer to an action could not be read, whatever was asked.
pub(super) fn is_unreadable(affected: &Affected<'_>) -> bool {
    let says =
        |text: &str| text.contains("HTTP ") && UNREADABLE.iter().any(|words| text.contains(words));
    match affected.judgements.first() {
        Some(judged) => {
            let of_control = ["M-5.5.", "UDA-CTRL-"];
            let mut heads = of_control.iter();
            heads.any(|head| judged.requirement.starts_with(head)) && says(&judged.observed)
        }
        None => says(&affected.outcome.reason),
    }
}

fn of(judgement: &Judgement) -> Vec<String> {
    let requirement = &*judgement.requirement;
    let row = same_rule(requirement);
    // What is kept of several parts may be lost of each for a reason of its own.
    let mut marks = match differences(&judgement.observed) {
        parts if parts.is_empty() || !row.starts_with("M-") => vec![format!("row {row}")],
        parts => {
            let of_part = |part| format!("row {row} {part}");
            parts.into_iter().map(of_part).collect()
        }
    };
    if is_of_rate(requirement, &judgement.observed) {
        marks.push("more than one event a second".to_owned());
    }
    let clause = clause(requirement);
    match Answer::read(&judgement.observed) {
        Some(answer) if answer.kind.starts_with("HTTP") => {}
        Some(answer) => {
            let due = due(&judgement.accepted);
            if let Some(action) = action(&judgement.asked) {
                marks.push(match &*answer.then {
                    "" => format!("action {action} {} for {due}", answer.kind),
                    then => format!("action {action} {} then {then}", answer.kind),
                });
            }
            // One place knows what does not exist, whichever action asks it.
            if let (Some(code), true) = (error_of(requirement), answer.kind.starts_with("fault")) {
                marks.push(format!("{} for error {code}", answer.kind));
            }
            if let (Some(clause), "success") = (clause, due) {
                marks.push(format!("clause {clause} {} for {due}", answer.kind));
            }
        }
        None => marks.extend(of_text(requirement, &judgement.observed)),
    }
    marks.extend(of_arguments(judgement));
    if judgement.asked == FIRST_EVENT {
        marks.extend(of_first_event(&judgement.observed));
    }
    marks
}

/// The variables that a wrong argument of the service description relates to, or does not: one that is misspelt is no state
/// variable either, and the one that was meant may be left without an argument.
fn of_arguments(judgement: &Judgement) -> Vec<String> {
    let of = |variable: &str| format!("an argument's variable {variable}");
    let observed = &*judgement.observed;
    let accepted = judgement.accepted.first().map_or("", String::as_str);
    match &*judgement.requirement {
        "UDA-SCPD-09" => {
            let (_, rest) = observed.split_once(" relates to ").unwrap_or_default();
            rest.split(',').take(1).map(of).collect()
        }
        "UDA-SCPD-21" => {
            let rest = observed.strip_prefix("no argument relates to ");
            let variable = rest.and_then(|rest| rest.split(' ').next());
            variable.map(of).into_iter().collect()
        }
        "M-T9-args" => {
            let all = |text| related(text).collect::<Vec<_>>();
            let (seen, due) = (all(observed), all(accepted));
            let only = |these: &[&str], others: &[&str]| {
                let these = these.iter().filter(|one| !others.contains(one));
                these.map(|one| of(one)).collect::<Vec<_>>()
            };
            [only(&seen, &due), only(&due, &seen)].concat()
        }
        _ => Vec::new(),
    }
}

/// The variables in a list of arguments: `in: MessageID (A_ARG_TYPE_MessageID); out: nothing`.
fn related(list: &str) -> impl Iterator<Item = &str> {
    let behind = list.split(" (").skip(1);
    behind.filter_map(|rest| rest.split(')').next())
}

/// The variables whose values are wrong in the first event, whatever they are held against: `A is "1" in the event, …; B: …`.
fn of_first_event(observed: &str) -> impl Iterator<Item = String> {
    let parts = observed.split("; ");
    let names = parts.filter_map(|part| part.split([' ', ':']).find(|word| !word.is_empty()));
    names.map(|name| format!("first event {name}"))
}

/// The marks of an observation in words.
fn of_text(requirement: &str, observed: &str) -> Vec<String> {
    // How often it was noticed is no part of what it is.
    let observed = match observed.rsplit_once(" (and ") {
        Some((said, more)) if more.ends_with("more in this run)") => said,
        _ => observed,
    };
    if let Some((element, complaint)) = place(observed) {
        let complaint = stripped(complaint);
        // One way of writing puts all elements of all documents into a namespace.
        return vec![match complaint.starts_with("is in a namespace") {
            true => complaint,
            false => format!("element {element} {complaint}"),
        }];
    }
    if requirement.starts_with("UDA-DISC-") {
        return of_discovery(requirement, observed);
    }
    let said = stripped(observed);
    let telling = said.split(' ').count() >= TELLING;
    let clause = clause(requirement).filter(|_| telling);
    clause
        .map(|clause| format!("clause {clause} {said}"))
        .into_iter()
        .collect()
}

/// The fields of SSDP that are wrong; with those that announcements and answers are known by, what is missed for them; and
/// what no search is answered for.
fn of_discovery(requirement: &str, observed: &str) -> Vec<String> {
    let mut marks: Vec<String> = fields(observed)
        .map(|name| format!("SSDP {name}"))
        .collect();
    let missing = ["no announcement of ", "no answer for "];
    let [unannounced, unanswered] = missing.map(|words| observed.strip_prefix(words));
    if requirement == "UDA-DISC-08" && unannounced.is_some() {
        marks.push("SSDP NTS".to_owned());
    }
    if let (true, Some(list)) = (TARGETS.contains(&requirement), unanswered) {
        let (list, instead) = match list.split_once(", but for ") {
            Some((list, _)) => (list, true),
            None => (list, false),
        };
        let targets = list.split(", ").filter_map(|one| one.split(' ').next());
        marks.extend(targets.map(|target| format!("SSDP no answer for {target}")));
        if instead {
            marks.push("SSDP ST".to_owned());
        }
    }
    marks
}

/// How many entries a list of messages or sessions had that lacks some, where that is what a case failed for.
pub(super) fn length_of_short_list(affected: &Affected<'_>) -> Option<usize> {
    let judged = affected.judgements.first()?;
    let of_list = ["M-5.5.4-", "M-5.5.12-"];
    let is_list = of_list
        .iter()
        .any(|head| judged.requirement.starts_with(head));
    if !is_list || !judged.observed.contains(" is missing") {
        return None;
    }
    let shown = |exchange: &&Exchange| judged.exchanges.contains(&exchange.number);
    let mut shown = affected.case.exchanges.iter().rev().filter(shown);
    let body = &shown.next()?.response.as_ref()?.body;
    let ends = ["messageID", "sessionInfo"];
    let ends = ends.map(|name| body.matches(&format!("{name}&gt;")).count() / 2);
    ends.into_iter().max().filter(|length| *length > 1)
}

/// The error code that a requirement of an action names: `M-5.5.9-706`.
fn error_of(requirement: &str) -> Option<&str> {
    let (_, code) = requirement.strip_prefix("M-5.5.")?.rsplit_once('-')?;
    (code.len() == 3 && code.bytes().all(|byte| byte.is_ascii_digit())).then_some(code)
}

/// A rule that the standard states twice, by the requirement that states it first.
fn same_rule(requirement: &str) -> &str {
    match requirement {
        "M-F2-deleted-deletemessage" => "M-5.5.7-2",
        other => other,
    }
}

/// Whether events came faster than 5.4 lets them: by the time between them, or by their number where all was told.
fn is_of_rate(requirement: &str, observed: &str) -> bool {
    let told = ["intervals between events of", "all of them, in "];
    requirement.starts_with("M-5.4-") && told.iter().any(|words| observed.starts_with(words))
}

/// The clause of a requirement of the service, from its id: `M-5.5.4` of `M-5.5.4-folder`.
fn clause(requirement: &str) -> Option<&str> {
    let (clause, _) = requirement
        .strip_prefix("M-")
        .and_then(|_| requirement[2..].split_once('-'))?;
    let digits = |c: char| c == '.' || c.is_ascii_digit();
    clause
        .chars()
        .all(digits)
        .then(|| &requirement[..2 + clause.len()])
}

/// The header fields of SSDP that a text names.
fn fields(text: &str) -> impl Iterator<Item = &str> {
    let words = text.split(|c: char| !c.is_ascii_alphanumeric() && c != '-' && c != '.');
    words.filter(|word| FIELDS.contains(word))
}

/// What a single case may have in common with others. Too weak to join two groups of cases, good enough for a case that
/// would stand alone, if there is but one group that it fits: the action with what came of it, a text that is quoted.
pub(super) fn weak_marks(affected: &Affected<'_>) -> Vec<String> {
    let mut marks = Vec::new();
    for judgement in &affected.judgements {
        if let Some(action) = action(&judgement.asked) {
            let said = match Answer::read(&judgement.observed) {
                Some(answer) => answer.kind,
                None => stripped(&judgement.observed),
            };
            marks.push(format!("{action} {said}"));
        }
        let said = stripped(&judgement.observed);
        // What is not answered has its targets as marks.
        let telling = said.split(' ').count() >= TELLING;
        if telling && !TARGETS.contains(&&*judgement.requirement) {
            marks.push(format!("said {said}"));
        }
        let quoted = judgement.observed.split('"').skip(1).step_by(2);
        let long = quoted.filter(|text| text.len() >= QUOTED);
        marks.extend(long.map(|text| format!("quoted {text}")));
        let types = judgement
            .observed
            .split(' ')
            .filter(|word| word.starts_with("urn:"))
            .map(|word| word.trim_end_matches([',', ':', ';', '.']));
        marks.extend(types.map(|urn| format!("type {urn}")));
    }
    marks
}

/// What should have made the event that did not come: the action that was asked, and the stimuli of the upper tester.
/// Nothing for cases that are not about events.
pub(super) fn of_event(affected: &Affected<'_>) -> Vec<String> {
    let about = |judgement: &&Judgement| judgement.requirement.starts_with("M-5.4-");
    if !affected.judgements.iter().all(about) {
        return Vec::new();
    }
    makers(affected)
}

/// What a case did to the device: the action that was asked, and the stimuli of the upper tester.
pub(super) fn makers(affected: &Affected<'_>) -> Vec<String> {
    let asked = affected
        .judgements
        .iter()
        .filter_map(|one| action(&one.asked));
    let stimuli = affected
        .case
        .exchanges
        .iter()
        .filter(|it| it.kind == Kind::UpperTester);
    let stimuli = stimuli.filter_map(|it| it.request.as_ref()?.url.rsplit('/').next());
    asked
        .chain(stimuli)
        .filter(|name| !COMMON.contains(name))
        .map(str::to_owned)
        .collect()
}
