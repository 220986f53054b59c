//! Standard output and standard error, which may be full or closed: that is no reason to break off.

use std::fmt::Arguments;
use std::io::{self, ErrorKind, Write as _};
use std::sync::{Mutex, PoisonError};

/// Why standard output took something no longer, if so.
static TROUBLE: Mutex<Option<String>> = Mutex::new(None);

/// Prints to standard output. The first failure is remembered: see [`trouble`]. Whoever reads may stop reading.
pub fn out(text: Arguments<'_>) {
    let mut out = anstream::stdout().lock();
    remember(out.write_fmt(text).and_then(|()| out.flush()));
}

/// Prints to standard error; nobody can be told when that fails.
pub fn err(text: Arguments<'_>) {
    let mut err = anstream::stderr().lock();
    let _ = err.write_fmt(text).and_then(|()| err.flush());
}

/// Remembers what came of writing to standard output.
pub fn remember(written: io::Result<()>) {
    if let Err(error) = written
        && error.kind() != ErrorKind::BrokenPipe
    {
        let mut trouble = TROUBLE.lock().unwrap_or_else(PoisonError::into_inner);
        trouble.get_or_insert_with(|| error.to_string());
    }
}

/// Why standard output took something no longer, once.
pub fn trouble() -> Option<String> {
    let mut trouble = TROUBLE.lock().unwrap_or_else(PoisonError::into_inner);
    trouble.take()
}

/// Prints to standard output.
#[macro_export]
macro_rules! out {
    ($($text:tt)*) => { $crate::output::console::out(format_args!($($text)*)) };
}

/// Prints a line to standard output.
#[macro_export]
macro_rules! outln {
    ($($text:tt)*) => { $crate::output::console::out(format_args!("{}\n", format_args!($($text)*))) };
}

/// Prints a line to standard error.
#[macro_export]
macro_rules! errln {
    ($($text:tt)*) => { $crate::output::console::err(format_args!("{}\n", format_args!($($text)*))) };
}
