//! What went over the wire, request beside response, with the places marked that are wrong.

use maud::{Markup, html};

use super::link;
use super::pretty::{laid_out, marked, named};
use crate::evidence::Shown;
use crate::visible::visible;
use crate::wire::{came, head_text, shown_body};
use ctk_record::{Exchange, Grade, Judgement, Message};

/// The exchanges of a verdict, and of each what is wrong with it by the judgements.
pub(super) fn exchange(shown: &Shown<'_>, judgements: &[&Judgement], limit: usize) -> Markup {
    let exchange = shown.exchange;
    let own = judgements
        .iter()
        .filter(|one| one.exchanges.contains(&exchange.number) || shown.elsewhere);
    let names: Vec<String> = own.flat_map(|one| named(&one.observed)).collect();
    html! {
        @if shown.elsewhere {
            p.soft {
                "Seen in " @if exchange.case.is_empty() { "the preparation of the run" } @else { (link(&exchange.case)) } ":"
            }
        }
        (wire(exchange, &names, limit))
    }
}

/// An exchange, with its findings.
pub(super) fn wire(exchange: &Exchange, names: &[String], limit: usize) -> Markup {
    let weighs = |grade| grade != Grade::Note;
    let findings = exchange.findings.iter();
    let found = findings
        .filter(|finding| weighs(finding.grade))
        .flat_map(|finding| named(&finding.text));
    let names: Vec<String> = found.chain(names.iter().cloned()).collect();
    // What a device asks of the kit is wrong in its request; all else in its answer.
    let device_asks = exchange
        .response
        .as_ref()
        .is_none_or(|it| it.headers.is_empty());
    html! {
        div.wire {
            p.title {
                "#" (exchange.number) " " (exchange.kind.word()) ": " (came(exchange)) ", " (exchange.elapsed_ms)
                " ms, at " (exchange.at_ms) " ms"
                @for finding in &exchange.findings {
                    br;
                    span.(if finding.grade == Grade::Fail { "fail" } else { "warning" }) {
                        (visible(&finding.requirement)) " (" (finding.grade.word()) "): " (visible(&finding.sentence()))
                    }
                }
            }
            @if let Some(request) = &exchange.request {
                (message("Request", request, if device_asks { &names } else { &[] }, limit))
            }
            @if let Some(response) = &exchange.response { (message("Response", response, &names, limit)) }
        }
    }
}

fn message(label: &str, message: &Message, names: &[String], limit: usize) -> Markup {
    let mut text = head_text(message, limit);
    let body = shown_body(&message.body, limit);
    let body = visible(&body);
    let pretty = laid_out(&body);
    let is_laid_out = pretty != *body;
    if !body.is_empty() {
        text.push_str("\n\n");
        text.push_str(&pretty);
    }
    html! {
        div {
            div.soft { (label) @if is_laid_out { ", laid out for reading" } }
            pre tabindex="0" { (marked(&text, names)) }
        }
    }
}
