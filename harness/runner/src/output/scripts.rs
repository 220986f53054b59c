//! The scripts of walks, as files in the run folder.

use std::io;

use ctk_record::{Judgement, Record};

use super::run_folder::{RunFolder, write_whole};

/// Writes the scripts that judgements of the run carry, `walk-1.toml` and so on; their paths.
///
/// # Errors
/// A file that cannot be written.
pub fn write_scripts(folder: &RunFolder, record: &Record) -> io::Result<Vec<String>> {
    let judgements = record.cases.iter().flat_map(|case| &case.judgements);
    write(folder, judgements)
}

fn write<'j>(
    folder: &RunFolder,
    judgements: impl Iterator<Item = &'j Judgement>,
) -> io::Result<Vec<String>> {
    let scripts = judgements.filter_map(|judgement| judgement.script.as_deref());
    let mut written = Vec::new();
    for (number, script) in (1..).zip(scripts) {
        let path = folder.path.join(format!("walk-{number}.toml"));
        write_whole(&path, |out| out.write_all(script.as_bytes()))?;
        written.push(path.display().to_string());
    }
    Ok(written)
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::*;

    #[test]
    fn each_script_is_a_file() {
        let below = tempfile::tempdir().expect("a temporary folder");
        let folder = RunFolder::create(below.path(), Timestamp::UNIX_EPOCH, 1);
        let folder = folder.expect("it can be made");
        let judged = |script: &str| Judgement::met("M-5.5.5-1", false).script(script);
        let judgements = [
            judged("one"),
            Judgement::met("M-5.5.5-1", true),
            judged("two"),
        ];
        let written = write(&folder, judgements.iter()).expect("they can be written");
        let texts: Vec<String> = written
            .iter()
            .map(|path| std::fs::read_to_string(path).expect("it is there"))
            .collect();
        assert_eq!(texts, ["one", "two"]);
    }
}
