//! The formats of a report: each is a file beside this one and a line in [`ALL`].

pub mod code_quality;
pub mod csv;
pub mod har;
pub mod html;
pub mod junit;
pub mod markdown;
pub mod sarif;
pub mod tap;

use std::io::{self, Write};

use ctk_record::Record;

use crate::bounded::bounded;
use crate::json::{self, Source};

/// A format of a report.
#[derive(Debug, Clone, Copy)]
pub struct Format {
    /// What it is called in `--report NAME=PATH`.
    pub name: &'static str,
    /// Makes the whole report of a record that is small enough.
    render: fn(&Record) -> String,
    stream: Option<Stream>,
}

/// Writes a report that may be long.
#[derive(Debug, Clone, Copy)]
enum Stream {
    /// Of what the record holds.
    Record(fn(&Record, &mut dyn Write) -> io::Result<()>),
    /// With every exchange that the source has.
    Source(fn(&Record, &dyn Source, &mut dyn Write) -> io::Result<()>),
}

/// Every format, in the order in which they are listed to a user.
pub const ALL: &[Format] = &[
    JSON,
    Format {
        name: "json-full",
        render: |record| json::full(record).to_json(),
        stream: Some(Stream::Source(json::write_full)),
    },
    Format::new("junit", junit::junit),
    Format {
        name: "html",
        render: html::html,
        stream: Some(Stream::Source(html::write)),
    },
    Format::new("md", markdown::markdown),
    Format {
        name: "har",
        render: har::har,
        stream: Some(Stream::Source(har::write)),
    },
    Format::new("tap", tap::tap),
    Format::new("sarif", sarif::sarif),
    Format::new("code-quality", code_quality::code_quality),
    Format::new("csv", csv::csv),
];

/// The report that reads back into its record, and that every run folder holds.
pub const JSON: Format = Format {
    name: "json",
    render: |record| json::report(record).to_json(),
    stream: Some(Stream::Record(json::write)),
};

impl Format {
    const fn new(name: &'static str, render: fn(&Record) -> String) -> Self {
        Self {
            name,
            render,
            stream: None,
        }
    }

    /// Whether the report wants exchanges that a record of bounded size does not hold.
    pub fn wants_all(&self) -> bool {
        matches!(self.stream, Some(Stream::Source(_)))
    }

    /// The whole report of a run; any record gives one, whatever a device put into it. It has at most 20 MB, and says what it
    /// leaves out.
    pub fn text(&self, record: &Record) -> String {
        (self.render)(&bounded(record))
    }

    /// Writes the report, of the same size. `source` has the exchanges that the record does not hold, for a report that
    /// [wants them all](Self::wants_all).
    ///
    /// # Errors
    /// The writer's or the source's.
    pub fn write(
        &self,
        record: &Record,
        source: &dyn Source,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        let record = &*bounded(record);
        match self.stream {
            None => out.write_all((self.render)(record).as_bytes()),
            Some(Stream::Record(write)) => write(record, out),
            Some(Stream::Source(write)) => write(record, source, out),
        }
    }

    /// The format of this name.
    pub fn named(name: &str) -> Option<Self> {
        ALL.iter().find(|format| format.name == name).copied()
    }

    /// All names, as a sentence lists them: `json, junit or csv`.
    pub fn names() -> String {
        let names: Vec<&str> = ALL.iter().map(|format| format.name).collect();
        match names.split_last() {
            Some((last, [])) => (*last).to_owned(),
            Some((last, others)) => format!("{} or {last}", others.join(", ")),
            None => String::new(),
        }
    }
}

impl PartialEq for Format {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl Eq for Format {}

#[cfg(test)]
mod counts;

#[cfg(test)]
mod tests {
    use super::*;
    use ctk_record::sample::{cut_short, sample, small};

    #[test]
    fn names_are_found_and_differ() {
        for format in ALL {
            let found = Format::named(format.name).map(|found| found.name);
            assert_eq!(found, Some(format.name));
            let same = ALL.iter().filter(|other| other.name == format.name);
            assert_eq!(same.count(), 1, "{}", format.name);
        }
        assert_eq!(Format::named("pdf"), None);
        assert!(Format::names().starts_with("json, json-full, junit, "));
    }

    #[test]
    fn what_is_written_is_what_is_rendered() {
        let record = sample();
        for format in ALL {
            let mut written = Vec::new();
            format.write(&record, &record, &mut written).unwrap();
            let rendered = format.text(&record);
            assert!(written == rendered.as_bytes(), "{}", format.name);
        }
    }

    #[test]
    fn each_says_something_of_every_run() {
        for record in [sample(), cut_short(), small(&[])] {
            for format in ALL {
                let text = format.text(&record);
                assert!(text.ends_with(['\n', '>', '}']), "{}", format.name);
            }
        }
    }
}
