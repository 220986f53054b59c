//! Findings drawn into the source, for a terminal.

use std::ops::Range;

use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};
use ctk_model::document::Finding;

use super::judged::Judged;
use super::listing::{citation, lines};
use super::{level, verdict};

/// Lines longer than this are not drawn: of a document on one line the place says more.
const LONGEST_LINE: usize = 2000;

/// The findings in their source, and the verdict; as lines where there is no text to draw into.
pub(super) fn draw(file: &str, judged: &Judged, rules: bool) -> String {
    draw_with(&Renderer::styled(), file, judged, rules)
}

fn draw_with(renderer: &Renderer, file: &str, judged: &Judged, rules: bool) -> String {
    let Some(text) = &judged.text else {
        return lines(file, judged, rules);
    };
    let mut drawn = String::new();
    for finding in &judged.findings {
        drawn.push_str(&one(renderer, file, text, finding, rules));
        drawn.push_str("\n\n");
    }
    drawn.push_str(&format!("{file}: {}\n", verdict(judged, rules)));
    drawn
}

fn one(renderer: &Renderer, file: &str, text: &str, finding: &Finding, rules: bool) -> String {
    let called = level(finding, rules);
    let level = match called {
        "error" => Level::ERROR,
        "note" => Level::NOTE,
        _ => Level::WARNING,
    };
    let title = level
        .with_name(called)
        .primary_title(harmless(&finding.text))
        .id(citation(finding));
    let (first_line, source, span) = excerpt(text, finding);
    let label = if finding.expected.is_empty() {
        String::new()
    } else {
        harmless(&format!("expected {}", finding.expected))
    };
    let snippet = Snippet::source(source)
        .line_start(first_line)
        .path(file)
        .annotation(AnnotationKind::Primary.span(span).label(label));
    let place = harmless(&format!("at {}", finding.path));
    let report = &[title
        .element(snippet)
        .element(Level::NOTE.no_name().message(place))];
    renderer.render(report).to_string()
}

/// A text without the controls that the renderer lets through: one character for each.
fn harmless(text: &str) -> String {
    let control = |c: char| matches!(c, '\u{80}'..='\u{9f}');
    text.chars()
        .map(|c| if control(c) { '\u{fffd}' } else { c })
        .collect()
}

/// The line of the finding, its number, and the bytes in it that the finding is about: to the end of the tag's name, or
/// of the word.
fn excerpt(text: &str, finding: &Finding) -> (usize, String, Range<usize>) {
    let number = usize::try_from(finding.line).unwrap_or(usize::MAX).max(1);
    let line = harmless(text.split('\n').nth(number - 1).unwrap_or_default());
    let column = usize::try_from(finding.column).unwrap_or(usize::MAX).max(1);
    let start = line
        .char_indices()
        .nth(column - 1)
        .map_or(line.len(), |(at, _)| at);
    let ends = |c: char| c.is_whitespace() || matches!(c, '>' | '/' | '<' | '=');
    let rest = &line[start..];
    let skip = rest.chars().next().map_or(0, char::len_utf8);
    let end = start + skip + rest[skip..].find(ends).unwrap_or(rest.len() - skip);
    if line.len() <= LONGEST_LINE {
        return (number, line, start..end);
    }
    let from = floor(&line, start.saturating_sub(LONGEST_LINE / 2));
    let to = floor(&line, (start + LONGEST_LINE / 2).min(line.len()));
    (
        number,
        line[from..to].to_owned(),
        start - from..end.min(to) - from,
    )
}

fn floor(text: &str, at: usize) -> usize {
    (0..=at.min(text.len()))
        .rev()
        .find(|&at| text.is_char_boundary(at))
        .unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use ctk_model::document::{Context, Direction};

    use super::*;
    use crate::commands::check::judged::judge;

    fn drawn(text: &str, rules: bool) -> String {
        let judged =
            judge(text.as_bytes(), Direction::Output, &Context::default()).expect("a known root");
        draw_with(&Renderer::plain(), "file.xml", &judged, rules)
    }

    const HEAD: &str = "<?xml version=\"1.0\"?>\n<m:newMessages xmlns:m=\"urn:schemas-upnp-org:phone:messaging\">\n";

    #[test]
    fn a_finding_points_into_its_line() {
        let text = format!(
            "{HEAD}  <newMessage><messageId>a-1</messageId></newMessage>\n</m:newMessages>\n"
        );
        insta::assert_snapshot!(drawn(&text, false));
    }

    #[test]
    fn several_findings_and_a_rule() {
        let text = format!(
            "{HEAD}  <newMessage><messageID/></newMessage>\n  <count>1</count>\n</m:newMessages>\n"
        );
        insta::assert_snapshot!(drawn(&text, false));
        insta::assert_snapshot!(drawn(&text, true));
    }

    #[test]
    fn the_end_of_a_text_can_be_pointed_at() {
        insta::assert_snapshot!(drawn(&format!("{HEAD}  <newMessage>"), false));
    }

    #[test]
    fn a_source_cannot_speak_to_the_terminal() {
        let text = format!(
            "{HEAD}<new\u{202e}Message a=\"\u{9b}31m\u{1b}]0;x\u{7}\"/>\n</m:newMessages>\n"
        );
        let drawn = drawn(&text, false);
        assert!(
            !drawn.contains(['\u{1b}', '\u{9b}', '\u{7}', '\u{202e}']),
            "{drawn}"
        );
    }

    #[test]
    fn a_long_line_is_cut_around_the_place() {
        let text = format!(
            "{HEAD}<newMessage><messageOverview>{}</messageOverview><x/></newMessage></m:newMessages>",
            "ä".repeat(100_000)
        );
        assert!(drawn(&text, false).len() < 20_000);
    }
}
