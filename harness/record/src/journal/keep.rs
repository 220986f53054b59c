//! What a record keeps of the exchanges of a run.

use serde_json::Value;

use crate::{CaseRecord, Exchange, Finding, Grade, Judgement, Kind, Message, Verdict, cut};

/// What a record keeps of the exchanges of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keep {
    /// All of them, whole.
    Everything,
    /// What a verdict may rest on, within a bound for the whole run: exchanges of cases that did not pass, and those in
    /// which something was found, their bodies cut; nothing of what only a replay needs.
    Evidence,
}

/// How many bytes of a text are kept as long as there is room.
const TEXT: usize = 64 * 1024;
/// How many bytes of a text are kept when a case, or the run, has no more room.
const LITTLE: usize = 512;
/// How much the exchanges of a case may hold while it runs.
const CASE: usize = 1 << 20;
/// How much all exchanges of the run may hold before the rest is kept short.
const RUN: usize = 12 << 20;
/// How many exchanges of a case are kept when the run has no more room.
const FEW: usize = 4;
/// How many exchanges of a case are kept while it runs.
const MANY: usize = 2000;
/// How many judgements of a case on the same requirement, or the same cell, with the same outcome are kept.
const ALIKE: usize = 200;
/// How many when the run has no more room for judgements.
const FEW_ALIKE: usize = 2;
/// How much all judgements of the run may hold before the rest is kept short.
const JUDGEMENTS: usize = 12 << 20;
/// How many findings of an exchange are kept.
const FINDINGS: usize = 100;
/// How many exchanges without a case are kept.
const PREPARATION: usize = 2000;

/// How much room the exchanges take that are kept.
#[derive(Debug, Default)]
pub(super) struct Room {
    run: usize,
    judgements: usize,
}

fn size(exchange: &Exchange) -> usize {
    let message = |message: &Option<Message>| message.as_ref().map_or(0, Message::size);
    let findings = exchange.findings.iter();
    256 + message(&exchange.request)
        + message(&exchange.response)
        + findings
            .map(|finding| finding.text.len() + finding.expected.len() + 64)
            .sum::<usize>()
}

fn shorten(exchange: &mut Exchange, limit: usize) {
    let messages = [&mut exchange.request, &mut exchange.response];
    for message in messages.into_iter().flatten() {
        message.cut(limit);
    }
}

fn is_alike(one: &Judgement, other: &Judgement) -> bool {
    one.outcome == other.outcome
        && one.requirement == other.requirement
        && one.session_cell == other.session_cell
        && one.folder_cell == other.folder_cell
        && one.error_pair == other.error_pair
}

fn weight(judgement: &Judgement) -> usize {
    let accepted: usize = judgement.accepted.iter().map(|one| one.len() + 24).sum();
    let seen_in: usize = judgement.seen_in.iter().map(|one| one.len() + 24).sum();
    let script = judgement.script.as_ref().map_or(0, String::len);
    let texts = judgement.asked.len() + judgement.observed.len() + accepted + seen_in;
    500 + texts + script + judgement.exchanges.len() * 4
}

fn was_found(exchange: &Exchange) -> bool {
    exchange.findings.iter().any(weighs)
}

fn weighs(finding: &Finding) -> bool {
    finding.grade != Grade::Note
}

impl Room {
    /// An exchange as it comes; nothing where it is not kept. `among` are those that the case has already.
    pub(super) fn enter(&self, mut exchange: Exchange, among: &[Exchange]) -> Option<Exchange> {
        if exchange.kind == Kind::Internal && exchange.error.is_none() {
            return None;
        }
        let most = if exchange.case.is_empty() {
            PREPARATION
        } else {
            MANY
        };
        if among.len() >= most {
            return None;
        }
        exchange.replay = Value::Null;
        let so_far: usize = among.iter().map(size).sum();
        let full = so_far > CASE || self.run > RUN;
        shorten(&mut exchange, if full { LITTLE } else { TEXT });
        Some(exchange)
    }

    /// A judgement as it comes; nothing where it is like many that the case has already.
    pub(super) fn judgement(
        &mut self,
        mut judgement: Judgement,
        among: &[Judgement],
    ) -> Option<Judgement> {
        let full = self.judgements > JUDGEMENTS;
        let most = if full { FEW_ALIKE } else { ALIKE };
        let alike = among.iter().filter(|other| is_alike(other, &judgement));
        if alike.take(most).count() == most {
            return None;
        }
        if full {
            judgement.accepted.truncate(FEW);
            let texts = [&mut judgement.asked, &mut judgement.observed];
            for text in texts.into_iter().chain(&mut judgement.accepted) {
                cut(text, LITTLE);
            }
        }
        self.judgements += weight(&judgement);
        Some(judgement)
    }

    /// The findings of an exchange, as far as they are kept.
    pub(super) fn findings(&self, exchange: &mut Exchange, findings: Vec<Finding>) {
        let room = FINDINGS.saturating_sub(exchange.findings.len());
        exchange.findings.extend(findings.into_iter().take(room));
    }

    /// A case has ended: what its verdict cannot rest on goes. How many exchanges went.
    pub(super) fn settle(&mut self, case: &mut CaseRecord, verdict: Verdict) -> usize {
        let before = case.exchanges.len();
        if matches!(verdict, Verdict::Pass | Verdict::NotApplicable) {
            case.exchanges.retain(was_found);
        }
        if self.run > RUN {
            let judgements = &case.judgements;
            let named = |exchange: &Exchange| {
                let mut all = judgements.iter().flat_map(|one| &one.exchanges);
                was_found(exchange) || all.any(|number| *number == exchange.number)
            };
            let decisive = case.exchanges.iter().filter(|one| named(one)).count();
            let mut last = FEW.saturating_sub(decisive);
            let mut kept = 0;
            let mut exchanges = std::mem::take(&mut case.exchanges);
            exchanges.reverse();
            exchanges.retain(|exchange| {
                let keeps = kept < FEW && (named(exchange) || last > 0);
                last = last.saturating_sub(usize::from(keeps && !named(exchange)));
                kept += usize::from(keeps);
                keeps
            });
            exchanges.reverse();
            exchanges.iter_mut().for_each(|one| shorten(one, LITTLE));
            case.exchanges = exchanges;
        }
        case.exchanges.shrink_to_fit();
        self.run += case.exchanges.iter().map(size).sum::<usize>();
        before - case.exchanges.len()
    }
}
