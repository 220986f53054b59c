//! Exchanges in reports: bodies are cut where they are long, and say so.

use crate::visible::{cut, visible};
use ctk_record::{Exchange, Message, is_cut};

/// How many bytes of a body a report shows.
pub(crate) const BODY_LIMIT: usize = 64 * 1024;

const CUT: &str = "\n[cut: ";

/// A body for a report: at most `limit` bytes of it, and what was left out. A body that was cut so before stays.
pub(crate) fn shown_body(body: &str, limit: usize) -> String {
    let short = body.len() <= limit + 160;
    let cut_before = short && is_cut(body) && body.rfind(CUT).is_some_and(|at| at <= limit);
    match cut(body, limit) {
        (part, Some(all)) if !cut_before => {
            format!("{part}{CUT}{} of {all} bytes are shown]", part.len())
        }
        _ => body.to_owned(),
    }
}

/// The first line of a message: its method and URL, or its status.
pub(crate) fn first_line(message: &Message) -> String {
    match message.status {
        Some(status) => status.to_string(),
        None => format!("{} {}", visible(&message.method), visible(&message.url))
            .trim()
            .to_owned(),
    }
}

/// The head of a message as text: first line and headers, hidden characters written out.
pub(crate) fn head_text(message: &Message, body_limit: usize) -> String {
    let mut text = first_line(message);
    for (name, value) in &message.headers {
        text.push_str(&format!(
            "\n{}: {}",
            visible(name),
            visible(&shown_body(value, body_limit))
        ));
    }
    text
}

/// A message as text: head and body, hidden characters written out.
pub(crate) fn message_text(message: &Message, body_limit: usize) -> String {
    let mut text = head_text(message, body_limit);
    let body = shown_body(&message.body, body_limit);
    if !body.is_empty() {
        text.push_str("\n\n");
        text.push_str(&visible(&body));
    }
    text
}

/// What came of an exchange, in a few words: the status, or why there is none.
pub(crate) fn came(exchange: &Exchange) -> String {
    match (&exchange.response, &exchange.error) {
        (Some(response), _) if response.status.is_some() => first_line(response),
        (_, Some(error)) => visible(error).into_owned(),
        (Some(_), None) => "an answer without status".to_owned(),
        (None, None) => "no answer".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cut_says_so_once() {
        let long = "é".repeat(50);
        let once = shown_body(&long, 21);
        assert_eq!(
            once,
            format!("{}\n[cut: 20 of 100 bytes are shown]", "é".repeat(10))
        );
        assert_eq!(shown_body(&once, 21), once);
        assert_eq!(shown_body("short", 21), "short");
    }
}
