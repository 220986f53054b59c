//! `--report KIND=PATH`.

use std::path::PathBuf;
use std::str::FromStr;

use ctk_reports::formats::Format;

/// A report and where it goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportSpec {
    /// Its format.
    pub format: Format,
    /// Its file; absent: standard output.
    pub path: Option<PathBuf>,
}

impl FromStr for ReportSpec {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (name, path) = text.split_once('=').ok_or_else(|| {
            format!("`{text}` is not a report: write KIND=PATH, json=run.json for one")
        })?;
        let format = Format::named(name).ok_or_else(|| {
            let names = Format::names();
            format!("no kind of report is called `{name}`: {names}")
        })?;
        if path.is_empty() {
            return Err(format!("`{text}` names no file; `-` is standard output"));
        }
        Ok(Self {
            format,
            path: (path != "-").then(|| PathBuf::from(path)),
        })
    }
}

#[cfg(test)]
mod tests {
    use ctk_reports::formats;

    use super::*;

    #[test]
    fn reads_kind_and_path() {
        assert_eq!(
            "json=-".parse(),
            Ok(ReportSpec {
                format: formats::JSON,
                path: None
            })
        );
        assert_eq!(
            "junit=a=b.xml".parse(),
            Ok(ReportSpec {
                format: Format::named("junit").expect("a format"),
                path: Some("a=b.xml".into())
            })
        );
        for bad in ["json", "json=", "pdf=x"] {
            assert!(bad.parse::<ReportSpec>().is_err(), "{bad}");
        }
    }
}
