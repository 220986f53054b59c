//! The cases of the model, one a rule: everything that was seen in the run, whichever case saw it.

use ctk_model::service::{Bench, RULES, Rule};
use ctk_record::{Grade, Judgement};
use ctk_vectors::messaging_2::action;
use ctk_vectors::{Level, facts};

use super::bench::{bench, doubted, emptied, in_vain, was_emptied};
use super::history::EMPTIED_AT;
use crate::case::{Case, Need, Phase};
use crate::judging::judgement::{Flow, Stop};
use crate::lab::{Answer, Ask, Noticed, NoticedFinding};
use crate::tester::{Statement, Tester, mismatch};

pub(super) fn cases() -> Vec<Case> {
    RULES.iter().map(case).collect()
}

fn case(rule: &'static Rule) -> Case {
    Case::new(format!("model/{}", rule.name), rule.says)
        .clause(clause(rule))
        .covers(rule.requirements)
        .needs(needs(rule))
        .phase(Phase::Last)
        .derived()
        .body(move |t| body(t, rule))
}

/// The clause of the first requirement.
fn clause(rule: &Rule) -> &'static str {
    rule.requirements
        .first()
        .and_then(|id| facts().norm(id))
        .map_or("5", |norm| norm.clause)
}

/// What a device has to have for the rule to say anything about it.
fn needs(rule: &Rule) -> &'static [Need] {
    match rule.name {
        "session-action" | "session-status" | "session-there" | "session-parts"
        | "session-messages" => &[Need::SessionMode],
        "event-status" | "event-true" | "event-order" => {
            &[Need::SessionMode, Need::Evented("SessionUpdates")]
        }
        "event-owed" => &[Need::Evented("NewMessages")],
        "progress" => &[Need::FileTransfer, Need::Evented("SessionUpdates")],
        "transfers" | "transfer-metadata" => &[Need::FileTransfer],
        "list-complete" | "list-exact" | "criteria" => &[Need::Action(action::SEARCH_MESSAGES)],
        "new-messages" => &[Need::Action(action::GET_NEW_MESSAGES)],
        "authorization" => &[
            Need::Action(action::READ_MESSAGE),
            Need::Stimulus("authorize"),
        ],
        "id-given-once" | "failure-leaves-nothing" => &[Need::Action(action::SEND_MESSAGE)],
        _ => &[Need::Action(action::READ_MESSAGE)],
    }
}

fn body(t: &mut Tester<'_>, rule: &Rule) -> Flow {
    let bench = bench(t.dut());
    let Noticed { checked, findings } = followed(t, rule.name, bench.clone())?;
    if checked == 0 {
        return Err(Stop::inconclusive(
            "nothing in the run gave an opportunity to judge it",
        ));
    }
    let mut groups = groups(&findings);
    if !groups.is_empty() {
        expect_effects(t, rule, &bench)?;
        expect_company(t, rule, &bench)?;
    }
    // What is only remarked on comes first; each requirement that is missed is told.
    groups.sort_by_key(|(requirement, _)| is_shall(requirement));
    let mut told = Ok(());
    for (requirement, group) in &groups {
        let accepted = group.first().map_or("", |it| it.finding.expected.as_str());
        let accepted = [accepted];
        let about = statement(&accepted, checked, group);
        let judgement = Judgement {
            seen_in: seen_in(t.case_id(), group),
            ..about.of(Judgement::met(*requirement, false))
        };
        told = told.and(t.record(judgement));
    }
    told?;
    if groups.is_empty()
        && let Some(requirement) = rule.requirements.first()
    {
        t.require(requirement, true, &statement(&[rule.says], checked, &[]))?;
    }
    Ok(())
}

fn followed(t: &mut Tester<'_>, rule: &str, bench: Bench) -> Flow<Noticed> {
    let ask = Ask::Followed {
        rule: rule.to_owned(),
        bench,
    };
    match t.ask(&ask)? {
        Answer::Noticed(noticed) => Ok(noticed),
        other => Err(mismatch("what the model makes of the run", &other)),
    }
}

/// What contradicts the model would not, if the device was empty all at once at a moment of the run.
fn expect_company(t: &mut Tester<'_>, rule: &Rule, bench: &Bench) -> Flow {
    let emptied = emptied(bench);
    let moments = followed(t, EMPTIED_AT, emptied.clone())?.findings;
    if moments.is_empty() {
        return Ok(());
    }
    let noticed = followed(t, rule.name, emptied)?;
    match groups(&noticed.findings).is_empty() {
        true => Err(was_emptied(
            moments.iter().map(|it| it.finding.text.as_str()),
        )),
        false => Ok(()),
    }
}

/// What contradicts the model would not, if a stimulus had no effect in the whole run, whatever the upper tester says.
fn expect_effects(t: &mut Tester<'_>, rule: &Rule, bench: &Bench) -> Flow {
    for doubted in doubted(t, bench)? {
        let name = doubted.in_vain.clone();
        let noticed = followed(t, rule.name, doubted)?;
        if groups(&noticed.findings).is_empty() {
            return Err(in_vain(&name));
        }
    }
    Ok(())
}

fn is_shall(requirement: &str) -> bool {
    facts()
        .norm(requirement)
        .is_some_and(|norm| norm.level == Level::Shall)
}

/// What breaks each requirement, in the order in which it came up; what may follow from something else is left out.
fn groups(findings: &[NoticedFinding]) -> Vec<(&str, Vec<&NoticedFinding>)> {
    let mut groups: Vec<(&str, Vec<&NoticedFinding>)> = Vec::new();
    for it in findings.iter().filter(|it| it.finding.grade != Grade::Note) {
        let requirement = it.finding.requirement.as_str();
        match groups.iter_mut().find(|(known, _)| *known == requirement) {
            Some((_, group)) => group.push(it),
            None => groups.push((requirement, vec![it])),
        }
    }
    groups
}

/// The cases that showed it, at most three: to repeat this one takes them too.
fn seen_in(own: &str, group: &[&NoticedFinding]) -> Vec<String> {
    let mut cases: Vec<String> = Vec::new();
    for it in group {
        if !it.case.is_empty() && it.case != own && !cases.contains(&it.case) && cases.len() < 3 {
            cases.push(it.case.clone());
        }
    }
    cases
}

/// The statement about what was found; `accepted` is the rule itself where nothing was.
fn statement<'s>(
    accepted: &'s [&'s str],
    checked: u64,
    group: &[&NoticedFinding],
) -> Statement<'s> {
    let observed = match group {
        [] => format!("nothing that contradicts it in {checked} observations"),
        [only] => only.finding.text.clone(),
        [first, others @ ..] => {
            format!(
                "{} (and {} more in this run)",
                first.finding.text,
                others.len()
            )
        }
    };
    Statement {
        asked: "whatever was seen in the run, held against the model",
        accepted,
        observed,
        ..Statement::default()
    }
}
