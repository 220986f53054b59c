//! Text files that the command line names.

use std::fs::File;
use std::io::{Error, ErrorKind, Read, Result};
use std::path::Path;

/// So many bytes are read. No file that a person writes comes near it; a device file has no end, and no size either.
const MOST_BYTES: u64 = 16 << 20;

/// Reads it.
///
/// # Errors
/// It cannot be read, is not UTF-8, or is longer than 16 MiB.
pub fn read(path: &Path) -> Result<String> {
    let mut bytes = Vec::new();
    File::open(path)?
        .take(MOST_BYTES + 1)
        .read_to_end(&mut bytes)?;
    if bytes.len() as u64 > MOST_BYTES {
        let why = format!("it is longer than {} MiB", MOST_BYTES >> 20);
        return Err(Error::new(ErrorKind::FileTooLarge, why));
    }
    String::from_utf8(bytes).map_err(|_| Error::new(ErrorKind::InvalidData, "it is not UTF-8 text"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_never_ends_is_not_read_to_its_end() {
        let error = read(Path::new("/dev/zero")).expect_err("it never ends");
        assert_eq!(error.to_string(), "it is longer than 16 MiB");
    }
}
