//! The one way to the terminal: whatever the program shows passes here, as [`Shown`].

use std::io::{self, Write};
use std::sync::OnceLock;

use ctk_reports::visible::Shown;

/// Why standard output took no more, the first time.
static FULL: OnceLock<String> = OnceLock::new();

/// Shows a text on standard output, without colours where nobody sees them.
pub fn show(text: &Shown) {
    note(write(anstream::stdout().lock(), text));
}

/// Shows a text on standard output; it has colours only where they are wanted.
pub fn show_painted(text: &Shown) {
    note(write(io::stdout().lock(), text));
}

/// Says a line on standard error. Where nobody hears it, it is not said.
pub fn say(line: &Shown) {
    let mut error = anstream::stderr().lock();
    let _ = writeln!(error, "{line}");
}

/// Shows a text on standard error; it has colours only where they are wanted.
pub fn say_painted(text: &Shown) {
    let _ = write(io::stderr().lock(), text);
}

/// Shows a text of one or more lines on standard output.
pub fn show_text(text: &str) {
    show(&Shown::text(text));
}

/// Shows a line on standard output.
pub fn show_line(line: &str) {
    show_text(&format!("{}\n", Shown::line(line)));
}

/// Shows a JSON text and a line end on standard output.
pub fn show_json(text: &str) {
    show(&Shown::json(&format!("{}\n", text.trim_end())));
}

/// Says a line of the program's own on standard error.
pub fn say_line(line: &str) {
    say(&Shown::line(line));
}

/// Why standard output did not take everything; a reader that has gone away had enough, and is no reason.
pub fn trouble() -> Option<&'static str> {
    FULL.get().map(String::as_str)
}

fn write(mut to: impl Write, text: &Shown) -> io::Result<()> {
    to.write_all(text.as_str().as_bytes())?;
    to.flush()
}

/// Remembers what came of writing to standard output.
pub fn note(written: io::Result<()>) {
    if let Err(error) = written
        && error.kind() != io::ErrorKind::BrokenPipe
    {
        let _ = FULL.set(error.to_string());
    }
}
