//! How far apart the events of a moderated variable came, drawn over the interval that the standard demands (5.4, Table 8).
//! A picture, no judgement: a delay on the way makes single intervals short, and the cases weigh that.

use std::collections::{BTreeMap, HashSet};

use maud::{Markup, html};

use super::link;
use ctk_record::{Exchange, Kind, Record};
use ctk_vectors::facts;

/// The first and the last interval of the scale, in milliseconds; others stand at its ends.
const SCALE: (f64, f64) = (10.0, 100_000.0);
/// How many dots a variable has at most.
const DOTS: usize = 400;
/// How many intervals that are too short are listed.
const LISTED: usize = 10;
const WIDTH: f64 = 960.0;
const LEFT: f64 = 20.0;
const ROW: f64 = 64.0;

/// The time between two events of a variable in one subscription.
struct Interval<'a> {
    case: &'a str,
    exchange: u32,
    ms: u64,
}

/// The plot; nothing where no two events of a variable came.
pub(super) fn moderation(record: &Record, events: &[Exchange]) -> Markup {
    let moderated = facts().state_variables.iter();
    let moderated =
        moderated.filter_map(|it| Some((it.name.as_str(), u64::from(it.max_rate_seconds?) * 1000)));
    let rows: Vec<(&str, u64, Vec<Interval<'_>>)> = moderated
        .map(|(name, least)| (name, least, intervals(record, events, name)))
        .filter(|(_, _, found)| !found.is_empty())
        .collect();
    html! {
        @if !rows.is_empty() {
            h2 #moderation { "Moderation of events (5.4)" }
            p.soft {
                "Each dot is the time between two events of a variable in one subscription, the initial event aside, from 10 ms to 100 s. "
                "The line is the least that Table 8 allows. The verdict is that of the cases of 5.4 and of UDA-EVNT-42: one short interval proves nothing."
            }
            @for (name, least, found) in &rows { (row(name, *least, found)) }
        }
    }
}

fn row(name: &str, least: u64, found: &[Interval<'_>]) -> Markup {
    let mut lengths: Vec<u64> = found.iter().map(|one| one.ms).collect();
    lengths.sort_unstable();
    let short: Vec<&Interval<'_>> = found.iter().filter(|one| one.ms < least).collect();
    let median = lengths.get(lengths.len() / 2).copied().unwrap_or(0);
    let told = format!(
        "{}: {} intervals, {} below {least} ms; shortest {} ms, median {median} ms",
        name,
        found.len(),
        short.len(),
        lengths.first().copied().unwrap_or(0),
    );
    html! {
        h3 { (name) }
        p.soft { (told) }
        div.scroll tabindex="0" {
            svg.figure.plot viewBox={ "0 0 " (WIDTH) " " (ROW) } role="img" aria-label=(told) {
                @for (ms, word) in [(10.0, "10 ms"), (100.0, "100 ms"), (1_000.0, "1 s"), (10_000.0, "10 s"), (100_000.0, "100 s")] {
                    line.tick x1=(across(ms)) x2=(across(ms)) y1="6" y2="44" {}
                    text x=(across(ms)) y="58" text-anchor=(if ms == SCALE.1 { "end" } else if ms == SCALE.0 { "start" } else { "middle" }) { (word) }
                }
                line.least x1=(across(least as f64)) x2=(across(least as f64)) y1="2" y2="46" {}
                @for (number, one) in found.iter().take(DOTS).enumerate() {
                    circle.dot.(if one.ms < least { "warning" } else { "pass" }) cx=(across(one.ms as f64)) cy=(12 + (number * 7) % 28) r="3.5" {}
                }
            }
        }
        @if !short.is_empty() {
            p.legend {
                "Short: "
                @for one in short.iter().take(LISTED) { (one.ms) " ms before event #" (one.exchange) " of " (link(one.case)) "; " }
                @if short.len() > LISTED { "and " (short.len() - LISTED) " more" }
            }
        }
    }
}

/// Where an interval stands, on a scale of tens.
fn across(ms: f64) -> String {
    let part = (ms.clamp(SCALE.0, SCALE.1) / SCALE.0).log10() / (SCALE.1 / SCALE.0).log10();
    format!("{:.0}", LEFT + part * (WIDTH - 2.0 * LEFT))
}

/// The intervals between the events of a variable, in the order of the run.
fn intervals<'a>(record: &Record, events: &'a [Exchange], variable: &str) -> Vec<Interval<'a>> {
    let element = format!("<{variable}>");
    let mut seen = HashSet::new();
    let mut by_subscription: BTreeMap<&str, Vec<&Exchange>> = BTreeMap::new();
    for exchange in events {
        let Some((sid, seq)) = event(exchange, &element) else {
            continue;
        };
        if seq != "0" && seen.insert((sid, seq)) {
            by_subscription.entry(sid).or_default().push(exchange);
        }
    }
    let mut found = Vec::new();
    for events in by_subscription.values_mut() {
        events.sort_by_key(|exchange| exchange.at_ms);
        let known = |exchange: &&&Exchange| {
            record
                .cases
                .iter()
                .any(|case| case.planned.id == exchange.case)
        };
        found.extend(
            events
                .windows(2)
                .filter(|pair| known(&&pair[1]))
                .map(|pair| Interval {
                    case: &pair[1].case,
                    exchange: pair[1].number,
                    ms: pair[1].at_ms.saturating_sub(pair[0].at_ms),
                }),
        );
    }
    found
}

/// Whether it is an event of a variable that Table 8 moderates.
pub(super) fn is_moderated_event(exchange: &Exchange) -> bool {
    let mut moderated = facts().state_variables.iter();
    exchange.kind == Kind::Event
        && moderated.any(|it| {
            it.max_rate_seconds.is_some() && event(exchange, &format!("<{}>", it.name)).is_some()
        })
}

/// SID and SEQ of an event that has the element.
fn event<'a>(exchange: &'a Exchange, element: &str) -> Option<(&'a str, &'a str)> {
    let request = exchange.request.as_ref()?;
    let is_event = exchange.kind == Kind::Event && request.method == "NOTIFY";
    let header = |name: &str| {
        let mut headers = request.headers.iter();
        let found = headers.find(|(own, _)| own.eq_ignore_ascii_case(name))?;
        Some(found.1.trim())
    };
    (is_event && request.body.contains(element))
        .then(|| Some((header("SID")?, header("SEQ")?)))
        .flatten()
}

#[cfg(test)]
mod tests {
    use super::*;
    use ctk_record::Message;
    use ctk_record::sample::sample;

    fn notify(case: &str, number: u32, (sid, seq): (&str, u32), at_ms: u64) -> Exchange {
        Exchange {
            case: case.to_owned(),
            number,
            kind: Kind::Event,
            request: Some(Message {
                method: "NOTIFY".to_owned(),
                headers: vec![
                    ("sid".to_owned(), sid.to_owned()),
                    ("SEQ".to_owned(), seq.to_string()),
                ],
                body: "<NewMessages>x</NewMessages>".to_owned(),
                ..Message::default()
            }),
            response: None,
            findings: Vec::new(),
            error: None,
            at_ms,
            elapsed_ms: 0,
            replay: serde_json::Value::Null,
        }
    }

    #[test]
    fn intervals_are_those_of_one_subscription_without_the_initial_event() {
        let record = sample();
        let case = record.cases[0].planned.id.clone();
        let events = vec![
            notify(&case, 1, ("uuid:a", 0), 0),
            notify(&case, 2, ("uuid:a", 1), 100),
            notify(&case, 3, ("uuid:b", 1), 150),
            notify(&case, 4, ("uuid:a", 2), 1_300),
            // Seen by another case as well.
            notify(&case, 5, ("uuid:a", 2), 1_300),
            notify(&case, 6, ("uuid:a", 3), 1_800),
        ];
        let found = intervals(&record, &events, "NewMessages");
        assert_eq!(
            found.iter().map(|one| one.ms).collect::<Vec<_>>(),
            [1_200, 500]
        );
        let page = moderation(&record, &events).into_string();
        assert_eq!(page.matches("<circle").count(), 2, "{page}");
        assert_eq!(page.matches("dot warning").count(), 1, "{page}");
        assert!(page.contains("500 ms before event #6 of "), "{page}");
        assert!(intervals(&record, &events, "SessionUpdates").is_empty());
    }

    #[test]
    fn the_scale_has_ends() {
        assert_eq!(
            (across(0.0), across(1e9)),
            ("20".to_owned(), "940".to_owned())
        );
    }
}
