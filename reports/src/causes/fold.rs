//! Folding cases by what they have in common.

use std::collections::{BTreeMap, BTreeSet};

use super::cause::Affected;
use super::groups::Groups;
use super::marks::{is_unreadable, makers, marks, of_event, refuses_form, weak_marks};
use super::symptom::Answer;
use super::values::BadValues;
use ctk_record::{Grade, Record};

/// The groups of cases that go back to the same, by their places in the list.
pub(super) fn fold(record: &Record, affected: &[Affected<'_>]) -> Vec<Vec<usize>> {
    let mut groups = Groups::new(affected.len());
    by_marks(affected, &mut groups);
    unreadable(affected, &mut groups);
    by_preconditions(affected, &mut groups);
    by_findings(record, affected, &mut groups);
    by_values(affected, &mut groups);
    by_model(affected, &mut groups);
    cut_lists(affected, &mut groups);
    stragglers(affected, &mut groups);
    missing_events(affected, &mut groups);
    groups.all()
}

/// Cases that share a mark.
fn by_marks(affected: &[Affected<'_>], groups: &mut Groups) {
    let mut holders: BTreeMap<String, usize> = BTreeMap::new();
    for (at, one) in affected.iter().enumerate() {
        for mark in marks(one) {
            match holders.get(&mark) {
                Some(&holder) => groups.join(holder, at),
                None => drop(holders.insert(mark, at)),
            }
        }
    }
}

/// Answers to control that cannot be read, whatever was asked, go back to one thing. Requests of an unusual form that are
/// refused without a fault do so only where ordinary ones are refused alike: else each form is a cause of its own.
fn unreadable(affected: &[Affected<'_>], groups: &mut Groups) {
    let all = (0..affected.len()).filter(|&at| is_unreadable(&affected[at]));
    let (forms, rest): (Vec<usize>, Vec<usize>) = all.partition(|&at| refuses_form(&affected[at]));
    let refused = |at: &&usize| said(&affected[**at]).contains("HTTP 4");
    let alike = rest.iter().any(|at| refused(&at));
    let joined = rest.iter().chain(forms.iter().filter(|_| alike));
    let joined: Vec<usize> = joined.copied().collect();
    for pair in joined.windows(2) {
        groups.join(pair[0], pair[1]);
    }
}

/// What was observed first, or why nothing could be judged.
fn said<'a>(affected: &'a Affected<'_>) -> &'a str {
    let judged = affected.judgements.first();
    judged.map_or(&affected.outcome.reason, |one| &one.observed)
}

/// A case that could not be judged because of another, which its reason names: `nothing was heard (uda/discovery/all)`.
fn by_preconditions(affected: &[Affected<'_>], groups: &mut Groups) {
    let places = places(affected);
    for (at, one) in affected.iter().enumerate() {
        let named = one.outcome.reason.split(['(', ')']).skip(1).step_by(2);
        for other in named.filter_map(|id| places.get(id)) {
            groups.join(*other, at);
        }
    }
}

fn places<'a>(affected: &'a [Affected<'_>]) -> BTreeMap<&'a str, usize> {
    let ids = affected.iter().map(Affected::id);
    ids.zip(0..).collect()
}

/// What was only noticed in cases that failed anyway is the other side of their failure: an answer that should have been
/// a fault holds a document in which everything is wrong. A record of bounded size has let go of what passed cases exchanged:
/// what was noticed more often than the record shows was noticed elsewhere too.
fn by_findings(record: &Record, affected: &[Affected<'_>], groups: &mut Groups) {
    let places = places(affected);
    for (at, one) in affected.iter().enumerate() {
        for judgement in one.judgements.iter().filter(|it| !it.seen_in.is_empty()) {
            let sites = sites(record, &judgement.requirement, one.id());
            let failed = |case: &&str| places.get(*case).is_some_and(|&at| affected[at].failed());
            let named = judgement.seen_in.iter().map(String::as_str);
            let shown = sites.values().sum::<usize>() >= times(&judgement.observed);
            if shown && named.chain(sites.keys().copied()).all(|case| failed(&case)) {
                sites.keys().for_each(|case| groups.join(places[case], at));
            }
        }
    }
}

/// How often it was noticed, as a judgement on the whole run says: `… (and 3 times more in this run)`.
fn times(observed: &str) -> usize {
    let more = observed.rsplit_once(" (and ").map_or("", |(_, more)| more);
    let number = more.split(' ').find_map(|word| word.parse::<usize>().ok());
    number.map_or(1, |more| more + 1)
}

/// The cases, but for one, in whose exchanges a finding of the row weighs as a fail, and how many do.
fn sites<'r>(record: &'r Record, row: &str, but: &str) -> BTreeMap<&'r str, usize> {
    let mut sites = BTreeMap::new();
    for case in record.cases.iter().filter(|case| case.planned.id != but) {
        let of = |exchange: &'r ctk_record::Exchange| exchange.findings.iter();
        let findings = case.exchanges.iter().flat_map(of);
        let found = findings.filter(|it| it.requirement == row && it.grade == Grade::Fail);
        let count = found.count();
        if count > 0 {
            sites.insert(&*case.planned.id, count);
        }
    }
    sites
}

/// What the model excludes is mostly the other side of what cases failed for in whose exchanges it shows: where these go back
/// to one cause, it does too.
fn by_model(affected: &[Affected<'_>], groups: &mut Groups) {
    let places = places(affected);
    let of_model = |one: &Affected<'_>| one.failed() && one.id().starts_with("model/");
    for (at, one) in affected.iter().enumerate().filter(|(_, it)| of_model(it)) {
        let seen_in = one.judgements.iter().flat_map(|it| &it.seen_in);
        let failed: BTreeSet<usize> = seen_in
            .filter_map(|case| places.get(case.as_str()).copied())
            .filter(|&place| place != at && affected[place].failed())
            .map(|place| groups.first(place))
            .collect();
        if let (Some(&only), 1) = (failed.first(), failed.len()) {
            groups.join(only, at);
        }
    }
}

/// So many lists of one length, each of which lacks something, were cut there.
const CUT_LISTS: usize = 3;

/// Lists that lack something, whatever was asked for, and all have one length: they were cut there.
fn cut_lists(affected: &[Affected<'_>], groups: &mut Groups) {
    let mut by_length: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (at, one) in affected.iter().enumerate().filter(|(_, it)| it.failed()) {
        if let Some(length) = super::marks::length_of_short_list(one) {
            by_length.entry(length).or_default().push(at);
        }
    }
    let lists = by_length.values().map(Vec::len).sum::<usize>();
    // Where lists that lack something have other lengths too, length is not what ends them.
    for same in by_length
        .values()
        .filter(|same| same.len() >= CUT_LISTS && 2 * same.len() > lists)
    {
        for pair in same.windows(2) {
            groups.join(pair[0], pair[1]);
        }
    }
}

/// A fault where success was due, for a request that hands a value back to the device which is wrong by itself, goes back
/// to that value.
fn by_values(affected: &[Affected<'_>], groups: &mut Groups) {
    let bad = BadValues::gather(affected, groups);
    for (at, one) in affected.iter().enumerate() {
        let refused = one.judgements.iter().find(|judgement| {
            Answer::read(&judgement.observed).is_some_and(|answer| answer.kind.starts_with("fault"))
                && super::symptom::due(&judgement.accepted) == "success"
        });
        let Some(refused) = refused else { continue };
        let sent = one
            .case
            .exchanges
            .iter()
            .filter(|exchange| refused.exchanges.contains(&exchange.number))
            .filter_map(|exchange| exchange.request.as_ref());
        for request in sent {
            if let Some(source) = bad.source_of(&request.body, at) {
                groups.join(source, at);
            }
        }
    }
}

/// A case that stands alone joins the one group with which it has a weak mark in common. With several it stays alone:
/// a guess would hide a cause behind another.
fn stragglers(affected: &[Affected<'_>], groups: &mut Groups) {
    // Two refusals without a fault say the same words, whatever each of them minds.
    let weak = |one| match refuses_form(one) {
        true => Vec::new(),
        false => weak_marks(one),
    };
    let weak: Vec<Vec<String>> = affected.iter().map(weak).collect();
    lonely(affected, groups, &weak, &weak);
}

/// An event that does not come because what it would tell of did not happen: its case joins the one group of the action,
/// or of the stimulus.
fn missing_events(affected: &[Affected<'_>], groups: &mut Groups) {
    let events: Vec<Vec<String>> = affected.iter().map(of_event).collect();
    let makers: Vec<Vec<String>> = affected.iter().map(makers).collect();
    lonely(affected, groups, &events, &makers);
}

/// Each failed case that stands alone joins the one group in which a failed case has a mark of its own.
fn lonely(
    affected: &[Affected<'_>],
    groups: &mut Groups,
    own: &[Vec<String>],
    marks: &[Vec<String>],
) {
    let mut holders: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (at, marks) in marks.iter().enumerate() {
        let held = marks.iter().filter(|_| affected[at].failed());
        held.for_each(|mark| holders.entry(mark).or_default().push(at));
    }
    let alone: Vec<usize> = groups
        .all()
        .into_iter()
        .filter(|group| group.len() == 1 && affected[group[0]].failed())
        .map(|group| group[0])
        .collect();
    for at in alone {
        let akin: BTreeSet<usize> = own[at]
            .iter()
            .filter_map(|mark| holders.get(mark.as_str()))
            .flatten()
            .map(|&other| groups.first(other))
            .filter(|&group| group != groups.first(at))
            .collect();
        if let (Some(&only), 1) = (akin.first(), akin.len()) {
            groups.join(only, at);
        }
    }
}
