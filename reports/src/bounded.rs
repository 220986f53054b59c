//! A report has a size, whatever a device sent: of a record that holds too much, what most needs to be told.

use std::borrow::Cow;
use std::cell::Cell;
use std::collections::HashMap;
use std::io;

use ctk_record::{CaseRecord, Exchange, Judgement, Message, Outcome, Record, cut};

use crate::json::Source;

/// How much of a record a report tells. Each text stands in a report once or twice, and half of it may have to be written
/// out: with it no report has more than 20 MB.
const MOST: usize = 6 << 20;

/// How much all exchanges may hold in a report that shows every one; then their texts are cut, and in the end they are
/// left out.
const SHOWN: usize = 12 << 20;
/// How much of it is for cut texts.
const CUT_SHORT: usize = 4 << 20;

/// Bytes of a cut text of an exchange.
const LITTLE: usize = 256;

/// What a judgement takes in a report beside its texts.
const JUDGEMENT: usize = 700;

/// What an exchange takes.
const EXCHANGE: usize = 1500;

/// What a header takes.
const HEADER: usize = 120;

/// What is left where a record holds too much; the first that is little enough.
const STAGES: [Stage; 3] = [
    Stage {
        text: 2048,
        alike: 20,
        exchanges: 8,
    },
    Stage {
        text: 512,
        alike: 4,
        exchanges: 2,
    },
    Stage {
        text: 160,
        alike: 1,
        exchanges: 0,
    },
];

#[derive(Debug, Clone, Copy)]
struct Stage {
    /// Bytes of a text.
    text: usize,
    /// Judgements of a case on the same requirement with the same outcome.
    alike: usize,
    /// Exchanges of a case.
    exchanges: usize,
}

/// How the notice begins that tells what is missing.
const REMARK: &str = "Left out of this report, and in the journal: ";

/// The record, or as much of it as fits into a report, with a notice of what does not.
pub(crate) fn bounded(record: &Record) -> Cow<'_, Record> {
    if weight(record) <= MOST {
        return Cow::Borrowed(record);
    }
    let [first, rest @ ..] = STAGES;
    let mut short = shortened(record, first);
    for stage in rest {
        if weight(&short) > MOST {
            short = shortened(record, stage);
        }
    }
    Cow::Owned(short)
}

/// What the report does not tell, where it had to be made shorter.
pub(crate) fn remark(record: &Record) -> Option<&str> {
    let mut texts = record.notices.iter().rev().map(|(_, text)| text.as_str());
    texts.find(|text| text.starts_with(REMARK))
}

fn shortened(record: &Record, stage: Stage) -> Record {
    let mut left = Left::default();
    let mut short = Record {
        device: record.device.clone(),
        plan: record.plan.clone(),
        notices: record.notices.clone(),
        company: record.company.clone(),
        footer: record.footer.clone(),
        resumed: record.resumed.clone(),
        cut_line: record.cut_line,
        integrity: record.integrity.clone(),
        left_out: record.left_out,
        ..Record::new(record.header.clone())
    };
    let many = stage.exchanges.saturating_mul(4);
    short.preparation = left.exchanges(&record.preparation, many, stage, |_| true);
    short.cases = record
        .cases
        .iter()
        .map(|case| left.case(case, stage))
        .collect();
    for (_, text) in &mut short.notices {
        cut(text, stage.text);
    }
    short.notices.push((record.duration_ms(), left.told(stage)));
    short
}

/// How much was left out.
#[derive(Debug, Default)]
struct Left {
    exchanges: usize,
    judgements: usize,
}

impl Left {
    fn told(&self, stage: Stage) -> String {
        format!(
            "{REMARK}{} exchanges, {} judgements like others, and of each text what is beyond {} bytes",
            self.exchanges, self.judgements, stage.text
        )
    }

    fn case(&mut self, case: &CaseRecord, stage: Stage) -> CaseRecord {
        let mut alike: HashMap<(&str, Outcome), usize> = HashMap::new();
        let mut judgements = Vec::new();
        for judgement in &case.judgements {
            let count = alike
                .entry((&judgement.requirement, judgement.outcome))
                .or_default();
            *count += 1;
            match *count <= stage.alike {
                true => judgements.push(short_judgement(judgement, stage)),
                false => self.judgements += 1,
            }
        }
        let named = |exchange: &Exchange| {
            let mut all = judgements.iter().filter(|it| it.outcome != Outcome::Pass);
            all.any(|judgement| judgement.exchanges.contains(&exchange.number))
        };
        let exchanges = self.exchanges(&case.exchanges, stage.exchanges, stage, named);
        let mut result = case.result.clone();
        if let Some(result) = &mut result {
            result.accepted.truncate(stage.alike);
            result.warnings.truncate(stage.alike.max(4));
            let warnings = result.warnings.iter_mut().map(|warning| &mut warning.text);
            let texts = [
                &mut result.reason,
                &mut result.observed,
                &mut result.symptom,
                &mut result.reproduce,
            ];
            for text in texts
                .into_iter()
                .chain(&mut result.accepted)
                .chain(warnings)
            {
                cut(text, stage.text);
            }
        }
        CaseRecord {
            planned: case.planned.clone(),
            started_ms: case.started_ms,
            exchanges,
            judgements,
            result,
        }
    }

    /// So many of the exchanges, first those that are wanted; in their order.
    fn exchanges(
        &mut self,
        all: &[Exchange],
        most: usize,
        stage: Stage,
        wanted: impl Fn(&Exchange) -> bool,
    ) -> Vec<Exchange> {
        let chosen = all.iter().filter(|exchange| wanted(exchange)).take(most);
        let chosen: Vec<Exchange> = chosen
            .map(|exchange| {
                let mut exchange = exchange.clone();
                shorten(&mut exchange, stage.text);
                exchange
            })
            .collect();
        self.exchanges += all.len() - chosen.len();
        chosen
    }
}

fn short_judgement(judgement: &Judgement, stage: Stage) -> Judgement {
    let mut short = judgement.clone();
    short.accepted.truncate(stage.alike);
    short.exchanges.truncate(stage.alike);
    short.seen_in.truncate(stage.alike.max(4));
    let texts = [&mut short.asked, &mut short.observed];
    for text in texts.into_iter().chain(&mut short.accepted) {
        cut(text, stage.text);
    }
    if short.script.as_ref().is_some_and(|it| it.len() > 64 << 10) {
        short.script = None;
    }
    short
}

fn shorten(exchange: &mut Exchange, limit: usize) {
    for message in [&mut exchange.request, &mut exchange.response]
        .into_iter()
        .flatten()
    {
        message.cut(limit);
        message.headers.truncate(32);
    }
    exchange.findings.truncate(8);
    for finding in &mut exchange.findings {
        cut(&mut finding.text, limit);
        cut(&mut finding.expected, limit);
    }
    if let Some(error) = &mut exchange.error {
        cut(error, limit);
    }
}

/// The bytes of a text in a report, where what has a meaning there, or is not visible, is written out.
fn written(text: &str) -> usize {
    let out = |byte: &u8| *byte < 0x20 || *byte >= 0x7f || b"<>&\"'\\".contains(byte);
    text.len() + 4 * text.bytes().filter(out).count()
}

fn weight(record: &Record) -> usize {
    let cases: usize = record.cases.iter().map(of_case).sum();
    let preparation: usize = record.preparation.iter().map(of_exchange).sum();
    let notices = record.notices.iter();
    cases + preparation + notices.map(|(_, text)| 64 + written(text)).sum::<usize>()
}

fn of_case(case: &CaseRecord) -> usize {
    let judgements = case.judgements.iter().map(|judgement| {
        let texts = [&judgement.asked, &judgement.observed];
        let texts = texts.into_iter().chain(&judgement.accepted);
        let names: usize = judgement.seen_in.iter().map(|case| case.len() + 16).sum();
        let script = judgement.script.as_ref().map_or(0, String::len);
        JUDGEMENT
            + texts.map(|text| written(text)).sum::<usize>()
            + judgement.exchanges.len() * 12
            + names
            + script
    });
    let result = case.result.as_ref().map_or(0, |result| {
        let texts = [&result.reason, &result.observed, &result.symptom];
        let warnings = result.warnings.iter().map(|warning| &warning.text);
        let texts = texts.into_iter().chain(&result.accepted).chain(warnings);
        texts.map(|text| 16 + written(text)).sum()
    });
    judgements.sum::<usize>() + result + case.exchanges.iter().map(of_exchange).sum::<usize>()
}

fn of_exchange(exchange: &Exchange) -> usize {
    let message = |message: &Message| {
        let headers = message.headers.iter();
        let headers = headers.map(|(name, value)| HEADER + written(name) + written(value));
        let base64 = message.body_base64.as_ref().map_or(0, String::len);
        written(&message.url) + written(&message.body) + base64 + headers.sum::<usize>()
    };
    let messages = [&exchange.request, &exchange.response]
        .into_iter()
        .flatten();
    let findings = exchange.findings.iter();
    let findings = findings.map(|it| 128 + written(&it.text) + written(&it.expected));
    let error = exchange.error.as_ref().map_or(0, |error| written(error));
    EXCHANGE + messages.map(message).sum::<usize>() + findings.sum::<usize>() + error
}

/// A source whose exchanges fit into a report: the first are whole, of the next the texts are cut, and then there are none.
pub(crate) struct BoundedSource<'a> {
    of: &'a dyn Source,
    left: Cell<usize>,
}

impl<'a> BoundedSource<'a> {
    pub(crate) fn new(of: &'a dyn Source) -> Self {
        Self {
            of,
            left: Cell::new(SHOWN),
        }
    }
}

impl Source for BoundedSource<'_> {
    fn exchanges(&self, case: &str) -> io::Result<Vec<Exchange>> {
        let mut all = self.of.exchanges(case)?;
        let mut shown = 0;
        for exchange in &mut all {
            let left = self.left.get();
            if left == 0 {
                break;
            }
            if left < CUT_SHORT || of_exchange(exchange) > left - CUT_SHORT {
                shorten(exchange, LITTLE);
            }
            self.left.set(left.saturating_sub(of_exchange(exchange)));
            shown += 1;
        }
        let missing = all.len() - shown;
        all.truncate(shown);
        if let Some(last) = all.last_mut().filter(|_| missing > 0) {
            let own = last.error.take().map_or(String::new(), |own| own + "; ");
            last.error = Some(format!("{own}{REMARK}{missing} exchanges that follow"));
        }
        Ok(all)
    }
}

#[cfg(test)]
mod tests;
