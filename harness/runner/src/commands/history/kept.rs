//! What is known of the runs of a folder, kept in an SQLite file beside them: a thousand runs open at once, and anybody may ask
//! it other things (the view `results` has a row for each case of each run).

use std::path::Path;
use std::time::Duration;

use ctk_reports::history::{Entry, Index};
use rusqlite::types::Type;
use rusqlite::{Connection, Error, Result, Row, params};

/// "CTKh": whose file it is.
const APPLICATION: i64 = 0x4354_4b68;
/// The tables below.
const VERSION: i64 = 1;
/// How long another `history` on the same folder is waited for.
const BUSY: Duration = Duration::from_secs(10);

const TABLES: &str = "
CREATE TABLE cases (place INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE);
CREATE TABLE runs (
    place TEXT PRIMARY KEY, stamp TEXT NOT NULL, started TEXT NOT NULL, tool TEXT NOT NULL, device TEXT NOT NULL,
    name TEXT NOT NULL, version TEXT NOT NULL, duration_ms INTEGER NOT NULL, exit_code INTEGER NOT NULL, verdicts TEXT NOT NULL
);
CREATE TABLE symptoms (run TEXT NOT NULL, at INTEGER NOT NULL, symptom TEXT NOT NULL, PRIMARY KEY (run, at)) WITHOUT ROWID;
CREATE VIEW results AS
SELECT runs.place AS run, started, device, version, cases.id AS case_id,
       CASE substr(verdicts, cases.place + 1, 1)
           WHEN 'p' THEN 'pass' WHEN 'f' THEN 'fail' WHEN 'i' THEN 'inconclusive' WHEN 'n' THEN 'not-applicable' ELSE 'error'
       END AS verdict,
       symptom
FROM runs JOIN cases LEFT JOIN symptoms ON symptoms.run = runs.place AND symptoms.at = cases.place
WHERE substr(verdicts, cases.place + 1, 1) NOT IN ('', '.');
";

/// The file, open.
pub(super) struct Kept {
    file: Connection,
}

impl Kept {
    /// Opens the file, and makes it where it is not there; one with other tables of ours begins anew.
    ///
    /// # Errors
    /// It cannot be opened, or is somebody else's.
    pub(super) fn open(path: &Path) -> std::result::Result<Self, String> {
        let told = |error: Error| format!("{} cannot be used: {error}", path.display());
        let file = Connection::open(path).map_err(told)?;
        let mut kept = Self { file };
        match kept.prepare() {
            Ok(true) => Ok(kept),
            Ok(false) => Err(format!("{} is another program's database", path.display())),
            Err(error) => Err(told(error)),
        }
    }

    /// Whether the file is ours, or now is.
    fn prepare(&mut self) -> Result<bool> {
        self.file.busy_timeout(BUSY)?;
        self.file.pragma_update(None, "trusted_schema", false)?;
        let change = self
            .file
            .transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
        let number = |name: &str| change.pragma_query_value(None, name, |row| row.get::<_, i64>(0));
        let (owner, version) = (number("application_id")?, number("user_version")?);
        let tables = "SELECT count(*) FROM sqlite_schema";
        let tables: i64 = change.query_row(tables, [], |row| row.get(0))?;
        if owner != APPLICATION && tables > 0 {
            return Ok(false);
        }
        if owner != APPLICATION || version != VERSION {
            for (kind, name) in [
                ("VIEW", "results"),
                ("TABLE", "symptoms"),
                ("TABLE", "runs"),
                ("TABLE", "cases"),
            ] {
                change.execute_batch(&format!("DROP {kind} IF EXISTS {name}"))?;
            }
            change.execute_batch(TABLES)?;
            change.pragma_update(None, "application_id", APPLICATION)?;
            change.pragma_update(None, "user_version", VERSION)?;
        }
        change.commit()?;
        Ok(true)
    }

    /// What is known.
    ///
    /// # Errors
    /// The file is damaged.
    pub(super) fn read(&self) -> Result<Index> {
        let mut index = Index::default();
        let mut cases = self.file.prepare("SELECT id FROM cases ORDER BY place")?;
        index.cases = cases
            .query_map([], |row| row.get(0))?
            .collect::<Result<_>>()?;
        let mut runs = self.file.prepare("SELECT * FROM runs ORDER BY rowid")?;
        index.runs = runs.query_map([], entry)?.collect::<Result<_>>()?;
        let places = index.runs.iter().enumerate();
        let places: std::collections::HashMap<String, usize> =
            places.map(|(at, run)| (run.place.clone(), at)).collect();
        let mut symptoms = self.file.prepare("SELECT run, at, symptom FROM symptoms")?;
        let mut rows = symptoms.query([])?;
        while let Some(row) = rows.next()? {
            let run: String = row.get(0)?;
            if let Some(run) = places.get(&run).map(|at| &mut index.runs[*at]) {
                run.symptoms.insert(whole(row, 1)?, row.get(2)?);
            }
        }
        Ok(index)
    }

    /// Keeps what is known now.
    ///
    /// # Errors
    /// It cannot be written.
    pub(super) fn write(&mut self, index: &Index) -> Result<()> {
        let change = self.file.transaction()?;
        change.execute_batch("DELETE FROM symptoms; DELETE FROM runs; DELETE FROM cases;")?;
        {
            let mut case = change.prepare("INSERT INTO cases VALUES (?1, ?2)")?;
            for (place, id) in index.cases.iter().enumerate() {
                case.execute(params![signed(place), id])?;
            }
            let run =
                "INSERT OR REPLACE INTO runs VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)";
            let mut add = change.prepare(run)?;
            let mut symptom =
                change.prepare("INSERT OR REPLACE INTO symptoms VALUES (?1, ?2, ?3)")?;
            for run in &index.runs {
                let took = i64::try_from(run.duration_ms).unwrap_or(i64::MAX);
                add.execute(params![
                    run.place,
                    run.stamp,
                    run.started,
                    run.tool,
                    run.device,
                    run.name,
                    run.version,
                    took,
                    run.exit_code,
                    run.verdicts
                ])?;
                for (at, text) in &run.symptoms {
                    symptom.execute(params![run.place, signed(*at), text])?;
                }
            }
        }
        change.commit()
    }
}

fn entry(row: &Row<'_>) -> Result<Entry> {
    Ok(Entry {
        place: row.get(0)?,
        stamp: row.get(1)?,
        started: row.get(2)?,
        tool: row.get(3)?,
        device: row.get(4)?,
        name: row.get(5)?,
        version: row.get(6)?,
        duration_ms: whole(row, 7)?,
        exit_code: row.get(8)?,
        verdicts: row.get(9)?,
        symptoms: std::collections::BTreeMap::new(),
    })
}

fn signed(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// A number that is not negative.
fn whole<N: TryFrom<i64>>(row: &Row<'_>, column: usize) -> Result<N> {
    let number: i64 = row.get(column)?;
    let wrong = || Error::FromSqlConversionFailure(column, Type::Integer, "negative".into());
    N::try_from(number).map_err(|_| wrong())
}

#[cfg(test)]
mod tests {
    use super::*;
    use ctk_record::Verdict::{Fail, Pass};
    use ctk_record::sample::{HOSTILE, small};

    fn index() -> Index {
        let mut index = Index::default();
        for day in 1..4 {
            let mut record = small(&[("a/one", Pass), (HOSTILE, Fail)]);
            record.header.started = format!("2026-03-0{day}T10:00:00Z");
            record.header.label = HOSTILE.to_owned();
            index.add(
                format!("run-{day} '; DROP TABLE runs"),
                "7 9".to_owned(),
                &record,
            );
        }
        index
    }

    #[test]
    fn what_was_kept_is_read_again_whatever_a_device_says() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("history.sqlite");
        let mut kept = Kept::open(&path).expect("a new file");
        assert_eq!(kept.read().expect("it is empty"), Index::default());
        kept.write(&index()).expect("it is written");
        kept.write(&index()).expect("it is written again");
        drop(kept);
        let kept = Kept::open(&path).expect("it opens again");
        assert_eq!(kept.read().expect("it reads"), index());
        let failed = "SELECT count(*) FROM results WHERE verdict = 'fail' AND symptom IS NOT NULL";
        let failed: i64 = kept
            .file
            .query_row(failed, [], |row| row.get(0))
            .expect("the view answers");
        assert_eq!(failed, 3);
    }

    #[test]
    fn tables_of_another_version_begin_anew_and_other_programs_files_are_left_alone() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("history.sqlite");
        let mut kept = Kept::open(&path).expect("a new file");
        kept.write(&index()).expect("it is written");
        kept.file
            .pragma_update(None, "user_version", VERSION + 1)
            .expect("a later version");
        drop(kept);
        let kept = Kept::open(&path).expect("it begins anew");
        assert_eq!(kept.read().expect("it is empty"), Index::default());
        let other = folder.path().join("other.sqlite");
        let file = Connection::open(&other).expect("another file");
        file.execute_batch("CREATE TABLE runs (mine TEXT)")
            .expect("another table");
        assert!(Kept::open(&other).is_err());
        let text = folder.path().join("text");
        std::fs::write(&text, "no database, but a long enough text ".repeat(40)).expect("a text");
        assert!(Kept::open(&text).is_err());
    }
}
