//! The long form of one failure: all that is needed to believe it, or to refute it.

use super::Style;
use super::paint::Paint;
use crate::evidence;
use crate::visible::{columns, one_line, visible};
use crate::wire::{came, message_text};
use ctk_record::{CaseRecord, CaseResult, Exchange, Judgement, Record, Verdict};

/// How much of a body is shown.
const BODY: usize = 2 * 1024;
/// How many exchanges are shown.
const EXCHANGES: usize = 6;

/// The long form of a case that did not pass. Of a case that passed: one line.
pub fn failure(record: &Record, case: &CaseRecord, style: Style) -> String {
    let outcome = record.outcome(case);
    let paint = Paint::Of(outcome.verdict);
    let purpose = one_line(&case.planned.purpose);
    let id = one_line(&case.planned.id);
    let head = style.paint(paint, &format!("{} {id}", outcome.verdict.sign()));
    let mut long = Long {
        style,
        text: format!("{head}  {purpose}\n"),
    };
    if outcome.verdict == Verdict::Pass {
        return long.text;
    }
    long.line(outcome.verdict.spoken(), &outcome.reason);
    let judgements = evidence::decisive(record, case);
    for judgement in &judgements {
        long.judgement(record, judgement);
    }
    if judgements.is_empty() {
        long.planned(record, case, &outcome);
    }
    long.line(
        "suspect",
        outcome.suspect.map_or("", |suspect| suspect.word()),
    );
    long.line(
        "known",
        outcome.known_failure.as_deref().unwrap_or_default(),
    );
    for warning in &outcome.warnings {
        long.line("warning", &format!("{}: {}", warning.ruling, warning.text));
    }
    long.line("repeat", &outcome.reproduce);
    let exchanges = evidence::exchanges(case, &judgements);
    for exchange in exchanges.iter().take(EXCHANGES) {
        long.exchange(exchange);
    }
    if exchanges.len() > EXCHANGES {
        long.line(
            "wire",
            &format!("… and {} more exchanges", exchanges.len() - EXCHANGES),
        );
    }
    long.text
}

struct Long {
    style: Style,
    text: String,
}

impl Long {
    /// What a case without a judgement was to show.
    fn planned(&mut self, record: &Record, case: &CaseRecord, outcome: &CaseResult) {
        for requirement in &case.planned.requirements {
            self.requirement(
                record,
                requirement,
                &case.planned.level,
                &case.planned.clause,
            );
        }
        self.list("accepted", &outcome.accepted);
        self.line("came", &outcome.observed);
    }

    /// A labelled line; nothing when there is nothing to say.
    fn line(&mut self, label: &str, text: &str) {
        let text = one_line(text);
        if !text.is_empty() {
            self.labelled(label, &text);
        }
    }

    fn labelled(&mut self, label: &str, text: &str) {
        let label = self.style.paint(Paint::Faint, &format!("{label:<12}"));
        self.text.push_str(&format!("  {label} {text}\n"));
    }

    fn list(&mut self, label: &str, texts: &[String]) {
        for (place, text) in texts.iter().enumerate() {
            self.labelled(if place == 0 { label } else { "" }, &one_line(text));
        }
    }

    fn judgement(&mut self, record: &Record, judgement: &Judgement) {
        self.requirement(
            record,
            &judgement.requirement,
            &judgement.level,
            &judgement.clause,
        );
        self.line("asked", &judgement.asked);
        self.list("accepted", &judgement.accepted);
        self.line("came", &judgement.observed);
        self.line("ruling", judgement.ruling.as_deref().unwrap_or_default());
        self.line("seen in", &judgement.seen_in.join(", "));
    }

    fn requirement(&mut self, record: &Record, id: &str, level: &str, clause: &str) {
        self.line("requirement", &format!("{id} ({level}, clause {clause})"));
        let planned = record
            .plan
            .requirements
            .iter()
            .find(|planned| planned.id == id);
        self.line("", planned.map_or("", |planned| &planned.text));
    }

    fn exchange(&mut self, exchange: &Exchange) {
        let kind = exchange.kind.word();
        let after = format!("{} ms after {} ms", exchange.elapsed_ms, exchange.at_ms);
        self.labelled(
            "wire",
            &format!(
                "#{} {kind}: {}, {after}",
                exchange.number,
                one_line(&came(exchange))
            ),
        );
        for (mark, message) in [(">", &exchange.request), ("<", &exchange.response)] {
            let Some(message) = message else { continue };
            for line in message_text(message, BODY).lines() {
                for (place, part) in wrapped(line, self.style.width.saturating_sub(6))
                    .iter()
                    .enumerate()
                {
                    let mark = if place == 0 { mark } else { "…" };
                    self.text.push_str(format!("    {mark} {part}").trim_end());
                    self.text.push('\n');
                }
            }
        }
        if let (None, Some(error)) = (&exchange.response, &exchange.error) {
            self.text.push_str(&format!("    < {}\n", visible(error)));
        }
        for finding in &exchange.findings {
            let (grade, said) = (finding.grade.word(), finding.sentence());
            let text = format!("{} ({grade}): {said}", finding.requirement);
            self.text.push_str(&format!("    ! {}\n", one_line(&text)));
        }
    }
}

/// A line of a message in its own spacing, broken where the terminal ends: nothing of the evidence is left out.
fn wrapped(line: &str, room: usize) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut used = 0;
    for c in line.replace('\t', "    ").chars() {
        let wide = columns(c);
        if used + wide > room.max(20) {
            parts.push(String::new());
            used = 0;
        }
        used += wide;
        if let Some(last) = parts.last_mut() {
            last.push(c);
        }
    }
    parts
}
