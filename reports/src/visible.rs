//! Text of a device, made fit to be shown.
//!
//! What a device sends is shown to people, on terminals among others. A control character could move the cursor, a
//! bidirectional override could turn a line around, and XML 1.0 cannot hold most of them: they are written out.

use std::borrow::Cow;
use std::fmt::{self, Write as _};
use std::io;

/// Whether a character must be written out: all controls but tab and line feed, bidirectional and invisible formatting,
/// and what XML 1.0 excludes.
fn is_hidden(c: char) -> bool {
    match c {
        '\t' | '\n' => false,
        // Soft hyphen, Arabic letter mark, Mongolian vowel separator.
        '\u{ad}' | '\u{61c}' | '\u{180e}' => true,
        '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}'
        | '\u{2028}'
        | '\u{2029}' => true,
        '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{fffe}' | '\u{ffff}' => true,
        // Tags: text that nobody sees.
        '\u{e0000}'..='\u{e007f}' => true,
        other => other.is_control(),
    }
}

/// The text with everything hidden written out as `\u{…}`, except tabs and line feeds. The carriage return of a CR LF
/// is dropped: it carries nothing in a report.
pub fn visible(text: &str) -> Cow<'_, str> {
    if !text.contains(is_hidden) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        if c == '\r' && rest.peek() == Some(&'\n') {
            continue;
        }
        if is_hidden(c) {
            // Writing to a string cannot fail.
            let _ = write!(out, "\\u{{{:x}}}", u32::from(c));
        } else {
            out.push(c);
        }
    }
    Cow::Owned(out)
}

/// The text on one line: hidden characters written out, every run of white space one space.
pub fn one_line(text: &str) -> String {
    visible(text)
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}

/// Text that may be shown on a terminal: nothing else is. Whatever a device, an upper tester or a file brought into it is
/// written out where it would do more than be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown(String);

impl Shown {
    /// A text of one or more lines.
    pub fn text(text: &str) -> Self {
        Self(without_commands(visible(text).into_owned()))
    }

    /// A text of the program's own making, in which every text of others has been made [visible] already: what colours it
    /// (SGR sequences, `ESC [ … m`) stays.
    pub fn painted(text: &str) -> Self {
        let mut out = String::with_capacity(text.len());
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('\u{1b}') {
            out.push_str(&visible(before));
            let sequence = after.strip_prefix('[').and_then(|it| it.split_once('m'));
            match sequence.filter(|(codes, _)| codes.bytes().all(is_of_sgr)) {
                Some((codes, after)) => {
                    let _ = write!(out, "\u{1b}[{codes}m");
                    rest = after;
                }
                None => {
                    out.push_str("\\u{1b}");
                    rest = after;
                }
            }
        }
        out.push_str(&visible(rest));
        Self(without_commands(out))
    }

    /// A text on one line.
    pub fn line(text: &str) -> Self {
        Self::text(text.trim_end()).on_one_line()
    }

    /// The same on one line.
    #[must_use]
    pub fn on_one_line(mut self) -> Self {
        if self.0.contains('\n') {
            self.0 = self.0.replace('\n', "\\u{a}");
        }
        self
    }

    /// A JSON text: what would not be read is escaped as JSON has it, so that it means the same.
    pub fn json(text: &str) -> Self {
        Self(json(text).into_owned())
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Shown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// How a line begins that a CI service takes for a command when it stands in the log of a job.
const COMMANDS: [&str; 4] = ["::", "##vso[", "##[", "##teamcity["];

/// The text with the first character written out of each line that would be a command.
fn without_commands(text: String) -> String {
    let commands = |line: &str| COMMANDS.iter().any(|it| line.trim_start().starts_with(it));
    if !text.lines().any(commands) {
        return text;
    }
    let inert = |line: &str| {
        let bare = line.trim_start();
        match bare.chars().next().filter(|_| commands(line)) {
            Some(first) => {
                let space = &line[..line.len() - bare.len()];
                format!(
                    "{space}\\u{{{:x}}}{}",
                    u32::from(first),
                    &bare[first.len_utf8()..]
                )
            }
            None => line.to_owned(),
        }
    };
    text.split_inclusive('\n').map(inert).collect()
}

fn is_of_sgr(byte: u8) -> bool {
    byte.is_ascii_digit() || byte == b';'
}

/// A JSON text in which hidden characters, which can only stand in strings, are escaped (RFC 8259 section 7).
pub fn json(text: &str) -> Cow<'_, str> {
    if !text.contains(is_hidden) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        if is_hidden(c) {
            for unit in c.encode_utf16(&mut [0; 2]) {
                let _ = write!(out, "\\u{unit:04x}");
            }
        } else {
            out.push(c);
        }
    }
    Cow::Owned(out)
}

/// Takes JSON as it is written, and escapes the hidden characters in it like [`json`].
pub(crate) struct JsonWriter<W>(pub(crate) W);

impl<W: io::Write> io::Write for JsonWriter<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match std::str::from_utf8(bytes) {
            Ok(text) => self.0.write_all(json(text).as_bytes())?,
            // The writers of JSON pass whole characters; what is not is no text to be shown.
            Err(_) => self
                .0
                .write_all(String::from_utf8_lossy(bytes).as_bytes())?,
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

/// How many columns of a terminal a character takes, roughly: two for the East Asian scripts and pictographs.
pub(crate) fn columns(c: char) -> usize {
    match c {
        '\u{300}'..='\u{36f}' | '\u{fe00}'..='\u{fe0f}' => 0,
        '\u{1100}'..='\u{115f}'
        | '\u{2e80}'..='\u{a4cf}'
        | '\u{ac00}'..='\u{d7a3}'
        | '\u{f900}'..='\u{faff}'
        | '\u{fe30}'..='\u{fe6f}'
        | '\u{ff00}'..='\u{ff60}'
        | '\u{1f300}'..='\u{1faff}'
        | '\u{20000}'..='\u{3fffd}' => 2,
        _ => 1,
    }
}

/// How many columns of a terminal a text takes.
pub fn width(text: &str) -> usize {
    text.chars().map(columns).sum()
}

/// How many bytes of a word that does not fit are left out rather than shown.
const WORD: usize = 12;

/// The text on one line of at most `room` columns, with an ellipsis where it was shortened.
pub fn fit(text: &str, room: usize) -> String {
    let line = one_line(text);
    if width(&line) <= room {
        return line;
    }
    let mut used = 1;
    let mut out = String::new();
    for c in line.chars() {
        used += columns(c);
        if used > room {
            break;
        }
        out.push(c);
    }
    // Between words, where one ends near.
    if let Some(blank) = out.rfind(' ').filter(|at| out.len() - at <= WORD) {
        out.truncate(blank);
    }
    out.truncate(out.trim_end().len());
    out.push('…');
    out
}

/// The first `limit` bytes of a text, to the last whole character, and how many bytes the text has when it was cut.
pub fn cut(text: &str, limit: usize) -> (&str, Option<usize>) {
    if text.len() <= limit {
        return (text, None);
    }
    let end = (0..=limit)
        .rev()
        .find(|&at| text.is_char_boundary(at))
        .unwrap_or(0);
    (&text[..end], Some(text.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_line_is_a_command_to_a_ci_service() {
        let text = "::error::x\n  ##vso[task.complete]\nUDA::x ##[error]\n##[error]y\n## a heading";
        let shown = Shown::text(text);
        assert_eq!(
            shown.as_str(),
            "\\u{3a}:error::x\n  \\u{23}#vso[task.complete]\nUDA::x ##[error]\n\\u{23}#[error]y\n## a heading"
        );
        assert_eq!(Shown::painted("::debug::").as_str(), "\\u{3a}:debug::");
    }

    #[test]
    fn escape_sequences_do_not_reach_the_terminal() {
        assert_eq!(visible("a\u{1b}[31mb"), "a\\u{1b}[31mb");
        assert_eq!(visible("x\u{202e}y\u{0}"), "x\\u{202e}y\\u{0}");
        assert_eq!(visible("a\r\nb\rc\td"), "a\nb\\u{d}c\td");
        assert!(matches!(visible("Grüße, 世界"), Cow::Borrowed(_)));
    }

    #[test]
    fn nothing_but_colour_is_shown_as_it_is() {
        let shown = |text: &str| Shown::painted(text).to_string();
        assert_eq!(Shown::text("\u{1b}[1mx").as_str(), "\\u{1b}[1mx");
        assert_eq!(
            shown("\u{1b}[1;31mred\u{1b}[0m\n"),
            "\u{1b}[1;31mred\u{1b}[0m\n"
        );
        assert_eq!(
            shown("\u{1b}]0;x\u{7}\u{1b}[2Jm\u{1b}"),
            "\\u{1b}]0;x\\u{7}\\u{1b}[2Jm\\u{1b}"
        );
        assert_eq!(Shown::line("a\nb\n").as_str(), "a\\u{a}b");
        assert_eq!(shown("\u{ad}\u{e0041}"), "\\u{ad}\\u{e0041}");
    }

    #[test]
    fn json_means_the_same_when_it_is_shown() {
        let value = serde_json::json!({"a\u{9b}": "x\u{202e}\u{1b}\u{e0041}\u{7f}é\n"});
        for text in [value.to_string(), format!("{value:#}")] {
            let shown = Shown::json(&text);
            assert!(!shown.as_str().contains(is_hidden), "{shown}");
            assert_eq!(
                serde_json::from_str::<serde_json::Value>(shown.as_str()).ok(),
                Some(value.clone())
            );
        }
    }

    #[test]
    fn lines_fit() {
        assert_eq!(fit("one\n  two", 20), "one two");
        assert_eq!(fit("abcdefgh", 5), "abcd…");
        assert_eq!(fit("世界世界", 5), "世界…");
        assert_eq!(fit("can show it", 8), "can…");
        assert!(width(&fit("a世b世c世d", 6)) <= 6);
    }

    #[test]
    fn a_cut_keeps_characters_whole() {
        assert_eq!(cut("aé", 2), ("a", Some(3)));
        assert_eq!(cut("aé", 3), ("aé", None));
        assert_eq!(cut("é", 0), ("", Some(2)));
    }
}
