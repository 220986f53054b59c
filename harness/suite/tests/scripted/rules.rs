//! Edits made by rule: each answer of a script is changed in every way that its kind allows.

use ctk_record::Grade;
use ctk_suite::case::{Case, Phase};
use ctk_suite::lab::{Answer, Noticed};
use ctk_suite::replay::Recorded;

use crate::edit::{fail, finding};
use crate::response::{Parts, without_child};
use crate::script::Script;

/// Words of the standard's documents, and what an edit makes of each.
pub(crate) const SWAPS: &[(&str, &str)] = &[
    (">Running<", ">Pending<"),
    (">Pending<", ">Running<"),
    (">Closed<", ">Running<"),
    (">Unread<", ">Read<"),
    (">Read<", ">Unread<"),
    (">Received<", ">Sent<"),
    (">Sent<", ">Received<"),
    (">Outgoing<", ">Sent<"),
    (">Deleted<", ">Received<"),
];

/// Answers of the same action that are edited in one script: the first so many and the last so many.
const EACH_END: usize = 3;

/// Edits of a case at most, spread over all that there could be, and of one that is derived, which has many like it;
/// a third as many of the transport.
const MOST: usize = 8;
const DERIVED: usize = 2;
const REPEATED: usize = 2;

/// Takes a rule's name and what it changes.
type WithParts<'w> = dyn FnMut(String, &dyn Fn(&mut Parts)) + 'w;
type WithStep<'w> = dyn FnMut(&str, &dyn Fn(&mut Recorded) -> bool) + 'w;

/// A script with one edit, and the edit's name.
pub(crate) struct Edited {
    pub(crate) name: String,
    pub(crate) script: Script,
}

/// All edits of a case's script.
pub(crate) fn all(case: &Case, script: &Script) -> Vec<Edited> {
    let mut edited = Vec::new();
    let words: Vec<String> = script.steps.iter().map(Script::word).collect();
    for (at, word) in words.iter().enumerate() {
        let alike = |slice: &[String]| slice.iter().filter(|it| *it == word).count();
        let (before, after) = (alike(&words[..at]), alike(&words[at + 1..]));
        if word == "internal"
            || is_look_for_life(case, script, at)
            || (before >= EACH_END && after >= EACH_END)
        {
            continue;
        }
        let place = format!("{word}#{}", before + 1);
        for (rule, step) in of_step(case, &script.steps[at]) {
            let mut script = script.clone();
            script.steps[at] = step;
            edited.push(Edited {
                name: format!("{place} {rule}"),
                script,
            });
        }
    }
    edited.extend(without_each_event(script));
    let most = if case.meta.derived { DERIVED } else { MOST };
    let (plain, transport): (Vec<_>, Vec<_>) = edited
        .into_iter()
        .partition(|it| !(it.name.ends_with(" silent") || it.name.contains(" -")));
    let mut kept = spread(plain, most);
    kept.extend(spread(transport, most / 3));
    kept.extend(spread(with_each_repeated(script), REPEATED));
    kept
}

/// The script where an answer is the one that the same action gave before: what has to be new, or another, is the same.
fn with_each_repeated(script: &Script) -> Vec<Edited> {
    let mut edited = Vec::new();
    for (at, step) in script.steps.iter().enumerate() {
        let word = Script::word(step);
        let mut before = script.steps[..at].iter();
        let alike = |it: &&Recorded| Script::word(it) == word;
        let number = before.clone().filter(alike).count() + 1;
        let (Ok(Answer::Http(answer)), Some(Ok(Answer::Http(latest)))) =
            (&step.outcome, before.rfind(alike).map(|it| &it.outcome))
        else {
            continue;
        };
        if answer.bytes == latest.bytes {
            continue;
        }
        let mut script = script.clone();
        if let Ok(Answer::Http(answer)) = &mut script.steps[at].outcome {
            answer.bytes.clone_from(&latest.bytes);
        }
        edited.push(Edited {
            name: format!("{word}#{number} repeated"),
            script,
        });
    }
    edited
}

/// A case of the hostile phase begins and ends with a look whether the device lives: the edits are for what is between.
fn is_look_for_life(case: &Case, script: &Script, at: usize) -> bool {
    let is_http = |step: &Recorded| matches!(step.outcome, Ok(Answer::Http(_)));
    let first = script.steps.iter().position(is_http);
    let last = script.steps.iter().rposition(is_http);
    case.meta.phase == Phase::Hostile && (first == Some(at) || last == Some(at))
}

/// So many of them at most, evenly spread; the last is always among them.
fn spread(edited: Vec<Edited>, most: usize) -> Vec<Edited> {
    let count = edited.len();
    edited
        .into_iter()
        .enumerate()
        .filter(|(at, _)| count <= most || at * most / count != (at + 1) * most / count)
        .map(|(_, one)| one)
        .collect()
}

fn of_step(case: &Case, step: &Recorded) -> Vec<(String, Recorded)> {
    let mut edited = Vec::new();
    let mut with = |rule: &str, change: &dyn Fn(&mut Recorded) -> bool| {
        let mut changed = step.clone();
        if change(&mut changed) {
            edited.push((rule.to_owned(), changed));
        }
    };
    match &step.outcome {
        Ok(Answer::Http(answer)) => {
            with("silent", &|step| fail(step, "no answer").is_ok());
            if let Some(parts) = Parts::of(&answer.bytes) {
                for (rule, changed) in of_response(case, step, &parts) {
                    with(&rule, &|step| {
                        if let Ok(Answer::Http(answer)) = &mut step.outcome {
                            answer.bytes = changed.bytes();
                        }
                        true
                    });
                }
            }
        }
        Ok(Answer::Script(_)) => of_parts(&mut with),
        Ok(Answer::Noticed(_)) => {
            let first = case.meta.requirements.first().map(ToString::to_string);
            for grade in [Grade::Fail, Grade::Warning, Grade::Note] {
                let rule = format!("{grade:?}").to_lowercase();
                with(&rule, &|step| notice(step, first.as_deref(), grade));
            }
            with("unseen", &|step| {
                step.outcome = Ok(Answer::Noticed(Noticed::default()));
                true
            });
        }
        Ok(Answer::Datagrams(all)) if !all.is_empty() => {
            with("none", &|step| shorten(step, |all| all.clear()));
            with("one-less", &|step| shorten(step, |all| drop(all.remove(0))));
        }
        Ok(Answer::Fetches(all)) if !all.is_empty() => with("none", &|step| {
            step.outcome = Ok(Answer::Fetches(Vec::new()));
            true
        }),
        Ok(Answer::Stimulus(_)) => {
            with("failed", &|step| match &mut step.outcome {
                Ok(Answer::Stimulus(answer)) => {
                    answer.status = ctk_suite::lab::StimulusStatus::Failed;
                    true
                }
                _ => false,
            });
        }
        _ => {}
    }
    edited
}

fn of_response(case: &Case, step: &Recorded, parts: &Parts) -> Vec<(String, Parts)> {
    let word = Script::word(step);
    let is_action = step.request.as_ref().is_some_and(|it| it.method != word);
    let mut edited = Vec::new();
    let mut with = |rule: String, change: &dyn Fn(&mut Parts)| {
        let mut changed = parts.clone();
        change(&mut changed);
        if changed != *parts {
            edited.push((rule, changed));
        }
    };
    match (is_action, parts.fault(), parts.status()) {
        (true, Some(code), _) => {
            let other = if code == 402 { 501 } else { 402 };
            with(other.to_string(), &|parts| parts.make_fault(other));
            with("succeeds".to_owned(), &|parts| {
                parts.make_success(&word, &[])
            });
        }
        (true, None, 200) => {
            with("501".to_owned(), &|parts| parts.make_fault(501));
            of_outputs(&mut with);
        }
        (_, _, status) => {
            let other = if status == 200 { 500 } else { 200 };
            with(other.to_string(), &|parts| parts.set_status(other));
        }
    }
    if case.meta.id.starts_with("uda/") {
        for name in parts.names() {
            with(format!("-{name}"), &|parts| parts.drop_header(name));
        }
    }
    edited
}

fn of_outputs(with: &mut WithParts<'_>) {
    with("empty".to_owned(), &|parts| {
        parts.change_output(|_| Some(String::new()));
    });
    with("one-less".to_owned(), &|parts| {
        parts.change_output(|value| without_child(value, 0));
    });
    with("swapped".to_owned(), &|parts| {
        parts.change_output(|value| {
            let swap = SWAPS.iter().find(|(from, _)| value.contains(from))?;
            Some(value.replacen(swap.0, swap.1, 1))
        });
    });
}

fn of_parts(with: &mut WithStep<'_>) {
    with("silent", &|step| fail(step, "no answer").is_ok());
    for (rule, from, to) in [
        ("500", "HTTP/1.1 200", "HTTP/1.1 500"),
        ("200", "HTTP/1.1 4", "HTTP/1.1 200 was 4"),
        ("200", "HTTP/1.1 5", "HTTP/1.1 200 was 5"),
    ] {
        with(rule, &|step| {
            let Ok(Answer::Script(all)) = &mut step.outcome else {
                return false;
            };
            let mut changed = false;
            for part in all {
                let text = String::from_utf8_lossy(&part.bytes).into_owned();
                changed |= text.contains(from);
                part.bytes = text.replace(from, to).into_bytes();
            }
            changed
        });
    }
}

fn notice(step: &mut Recorded, requirement: Option<&str>, grade: Grade) -> bool {
    match (&mut step.outcome, requirement) {
        (Ok(Answer::Noticed(noticed)), Some(requirement)) => {
            noticed.checked = noticed.checked.max(1);
            noticed.findings.push(finding(requirement, grade));
            true
        }
        _ => false,
    }
}

fn shorten(step: &mut Recorded, change: impl Fn(&mut Vec<ctk_suite::lab::Datagram>)) -> bool {
    match &mut step.outcome {
        Ok(Answer::Datagrams(all)) => {
            change(all);
            true
        }
        _ => false,
    }
}

/// The script without one of its events, for each of the first few.
fn without_each_event(script: &Script) -> Vec<Edited> {
    let mut events = std::collections::BTreeSet::new();
    for step in &script.steps {
        if let Ok(Answer::Notifications(all)) = &step.outcome {
            events.extend(all.iter().map(|one| one.exchange));
        }
    }
    let edited = events.iter().take(2 * EACH_END).enumerate();
    edited
        .map(|(number, event)| {
            let mut script = script.clone();
            for step in &mut script.steps {
                if let Ok(Answer::Notifications(all)) = &mut step.outcome {
                    all.retain(|one| one.exchange != *event);
                }
            }
            Edited {
                name: format!("event#{} lost", number + 1),
                script,
            }
        })
        .collect()
}
