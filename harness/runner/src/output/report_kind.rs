//! `--report KIND=PATH`.

use std::path::PathBuf;
use std::str::FromStr;

/// The kinds of report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names say it")]
pub enum ReportKind {
    Json,
    Junit,
    Html,
    Markdown,
    Har,
    Tap,
    Sarif,
}

/// A report and where it goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportSpec {
    /// Its kind.
    pub kind: ReportKind,
    /// Its file; absent: standard output.
    pub path: Option<PathBuf>,
}

impl FromStr for ReportSpec {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (kind, path) = text.split_once('=').ok_or_else(|| {
            format!("`{text}` is no report: write KIND=PATH, json=run.json for one")
        })?;
        let kind = match kind {
            "json" => ReportKind::Json,
            "junit" => ReportKind::Junit,
            "html" => ReportKind::Html,
            "md" => ReportKind::Markdown,
            "har" => ReportKind::Har,
            "tap" => ReportKind::Tap,
            "sarif" => ReportKind::Sarif,
            other => {
                return Err(format!(
                    "no kind of report is called `{other}`: json, junit, html, md, har, tap or sarif"
                ));
            }
        };
        if path.is_empty() {
            return Err(format!("`{text}` names no file; `-` is standard output"));
        }
        Ok(Self {
            kind,
            path: (path != "-").then(|| PathBuf::from(path)),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_kind_and_path() {
        assert_eq!(
            "json=-".parse(),
            Ok(ReportSpec {
                kind: ReportKind::Json,
                path: None
            })
        );
        assert_eq!(
            "junit=a=b.xml".parse(),
            Ok(ReportSpec {
                kind: ReportKind::Junit,
                path: Some("a=b.xml".into())
            })
        );
        for bad in ["json", "json=", "pdf=x"] {
            assert!(bad.parse::<ReportSpec>().is_err(), "{bad}");
        }
    }
}
