//! From files to checked instance vectors.

use serde::Deserialize;
use toml::Spanned;

use super::{Instance, Instances, Lexical, checks};
use crate::load::{Entry, digest};
use crate::position::Lines;
use crate::{Facts, Problem, VectorError};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    vector: Vec<Spanned<Instance>>,
    #[serde(default)]
    lexical: Vec<Spanned<Lexical>>,
}

impl Instances {
    /// Reads and checks files of instance vectors, given as pairs of name and text, whose references lead into the facts.
    ///
    /// # Errors
    /// The first fault found, as [`Facts::load`] tells it.
    pub fn load(files: &[(&str, &str)], facts: &Facts) -> Result<Self, VectorError> {
        let mut files = files.to_vec();
        files.sort_unstable();
        let mut vectors = Vec::new();
        let mut lexicals = Vec::new();
        for &(name, text) in &files {
            let lines = Lines::of(text);
            let file: File = toml::from_str(text).map_err(|error| VectorError {
                file: name.to_owned(),
                line: error.span().map_or(1, |span| lines.at(&span)),
                problem: Box::new(Problem::Syntax {
                    message: error.message().replace('\n', "; "),
                }),
            })?;
            entries(name, &lines, file.vector, &mut vectors);
            entries(name, &lines, file.lexical, &mut lexicals);
        }
        checks::check(&vectors, &lexicals, facts)?;
        Ok(Self {
            vectors: vectors.into_iter().map(|entry| entry.value).collect(),
            lexicals: lexicals.into_iter().map(|entry| entry.value).collect(),
            digest: digest(&files),
        })
    }
}

fn entries<'a, T>(name: &'a str, lines: &Lines, from: Vec<Spanned<T>>, to: &mut Vec<Entry<'a, T>>) {
    to.extend(from.into_iter().map(|spanned| Entry {
        file: name,
        line: lines.at(&spanned.span()),
        value: spanned.into_inner(),
    }));
}
