//! Files of services that the operator gives.

use std::path::PathBuf;

use ctk_vectors::published::KnownService;
use serde_json::Value;

use crate::exit_code::Failure;

/// How long such a file may be, in bytes.
const MOST_BYTES: u64 = 1024 * 1024;

/// Reads the files, and has the suite know their services.
///
/// # Errors
/// Exit code 2: a file that cannot be read, or with something wrong in it, with its line.
pub fn know(files: &[PathBuf]) -> Result<(), Failure> {
    for (name, text) in read(files)? {
        let service = KnownService::load(&name, &text)
            .map_err(|error| Failure::usage(format!("--service-data: {error}")))?;
        ctk_suite::published::add(service);
    }
    Ok(())
}

/// Names and texts of the files.
///
/// # Errors
/// Exit code 2: a file that cannot be read.
pub fn read(files: &[PathBuf]) -> Result<Vec<(String, String)>, Failure> {
    let text = |path: &PathBuf| {
        let name = path.display().to_string();
        let wrong = |why: String| Failure::usage(format!("--service-data {name}: {why}"));
        let size = std::fs::metadata(path)
            .map_err(|error| wrong(error.to_string()))?
            .len();
        if size > MOST_BYTES {
            return Err(wrong(format!(
                "longer than {MOST_BYTES} bytes: not a service file"
            )));
        }
        let text = crate::text_file::read(path).map_err(|error| wrong(error.to_string()))?;
        Ok((name, text))
    };
    files.iter().map(text).collect()
}

/// Has the suite know the services of a run's files again, as far as the journal has them.
pub fn know_again(bench: &Value) {
    let files = bench.get("service_data").cloned().unwrap_or_default();
    let files: Vec<(String, String)> = serde_json::from_value(files).unwrap_or_default();
    let services = files
        .iter()
        .filter_map(|(name, text)| KnownService::load(name, text).ok());
    services.for_each(ctk_suite::published::add);
}
