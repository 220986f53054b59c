//! The formats of a report: each is a file beside this one and a line in [`ALL`].

pub mod csv;
pub mod har;
pub mod html;
pub mod junit;
pub mod markdown;
pub mod sarif;
pub mod tap;

use ctk_record::Record;

use crate::json;

/// A format of a report.
#[derive(Debug, Clone, Copy)]
pub struct Format {
    /// What it is called in `--report NAME=PATH`.
    pub name: &'static str,
    /// Makes the whole report of a run; any record gives one, whatever a device put into it.
    pub render: fn(&Record) -> String,
}

/// Every format, in the order in which they are listed to a user.
pub const ALL: &[Format] = &[
    JSON,
    Format::new("junit", junit::junit),
    Format::new("html", html::html),
    Format::new("md", markdown::markdown),
    Format::new("har", har::har),
    Format::new("tap", tap::tap),
    Format::new("sarif", sarif::sarif),
    Format::new("csv", csv::csv),
];

/// The report that reads back into its record, and that every run folder holds.
pub const JSON: Format = Format::new("json", |record| json::report(record).to_json());

impl Format {
    const fn new(name: &'static str, render: fn(&Record) -> String) -> Self {
        Self { name, render }
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
        assert!(Format::names().starts_with("json, junit, "));
    }

    #[test]
    fn each_says_something_of_every_run() {
        for record in [sample(), cut_short(), small(&[])] {
            for format in ALL {
                let text = (format.render)(&record);
                assert!(text.ends_with(['\n', '>', '}']), "{}", format.name);
            }
        }
    }
}
