//! Grades: a fail rests on a `shall` of a version that has it.

use crate::answers::is_kebab;
use crate::load::{Entries, Entry};
use crate::{ArchitectureRow, Grade, Grades, Level, VectorError, Who};

pub(super) fn check(entries: &Entries<'_>) -> Result<(), VectorError> {
    for entry in &entries.row {
        let row = &entry.value;
        if let Some(grades) = &row.grade {
            fits(entry, grades)?;
            let binds = row.who != Who::ControlPoint;
            let what = format!("{:?}", row.who);
            entry.form(binds, "grade", &what, "of a row that binds the device")?;
        }
        for (name, grades) in &row.deviation {
            entry.form(is_kebab(name), "deviation", name, "kebab-case")?;
            let graded = row.grade.is_some();
            entry.form(graded, "deviation", name, "a row with a grade of its own")?;
            fits(entry, grades)?;
        }
    }
    Ok(())
}

/// No fail where the row has no *shall*, or in a version in which it is not a requirement.
fn fits(entry: &Entry<'_, ArchitectureRow>, grades: &Grades) -> Result<(), VectorError> {
    let row = &entry.value;
    let any = grades.each().next().is_some();
    entry.form(any, "grade", "{}", "a grade for one version at least")?;
    for (version, grade) in grades.each().filter(|(_, grade)| *grade == Grade::Fail) {
        let bound = row.level == Level::Shall && row.versions.contains(&version);
        let value = format!("{grade} for {version}");
        entry.form(
            bound,
            "grade",
            &value,
            "at most a warning without a shall in that version",
        )?;
    }
    Ok(())
}
