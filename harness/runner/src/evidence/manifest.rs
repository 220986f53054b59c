//! The manifest of a bundle: a line for each file, as `sha256sum` writes and checks them.

use std::collections::BTreeMap;
use std::io::{self, Read, Write};

use sha2::{Digest as _, Sha256};

/// What the manifest is called within a bundle.
pub const MANIFEST: &str = "SHA256SUMS";

/// What the digest of a file says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hash {
    /// SHA-256, in base 16.
    pub digest: String,
    /// How many bytes there were.
    pub length: u64,
}

/// Copies all bytes, and gives their digest.
///
/// # Errors
/// The reader's or the writer's.
pub fn sha256(from: &mut dyn Read, to: &mut dyn Write) -> io::Result<Hash> {
    let mut hash = Sha256::new();
    let mut buffer = vec![0; 64 * 1024];
    let mut length = 0;
    loop {
        match from.read(&mut buffer) {
            Ok(0) => break,
            Ok(count) => {
                hash.update(&buffer[..count]);
                to.write_all(&buffer[..count])?;
                length += count as u64;
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    let digest = hash.finalize();
    let digest = digest.iter().map(|byte| format!("{byte:02x}")).collect();
    Ok(Hash { digest, length })
}

/// The manifest of these files, by name.
pub fn write(files: &BTreeMap<String, String>) -> String {
    let lines = files
        .iter()
        .map(|(name, digest)| format!("{digest}  {name}\n"));
    lines.collect()
}

/// Reads a manifest.
///
/// # Errors
/// A sentence: a line that is none, or a file twice.
pub fn read(text: &str) -> Result<BTreeMap<String, String>, String> {
    let mut files = BTreeMap::new();
    for (number, line) in text.lines().enumerate() {
        let entry = line
            .split_once("  ")
            .filter(|(digest, name)| is_digest(digest) && is_plain(name));
        let Some((digest, name)) = entry else {
            return Err(format!("line {} is not a digest and a name", number + 1));
        };
        if files.insert(name.to_owned(), digest.to_owned()).is_some() {
            return Err(format!("line {} names a file again", number + 1));
        }
    }
    Ok(files)
}

fn is_digest(text: &str) -> bool {
    text.len() == 64
        && text
            .bytes()
            .all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte))
}

/// A name that is a file of the bundle and nothing else: no folder, no way out of one.
pub fn is_plain(name: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"._-".contains(&byte);
    !name.is_empty() && name.len() <= 80 && !name.starts_with('.') && name.bytes().all(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read() {
        let hash = sha256(&mut &b"abc"[..], &mut io::sink()).expect("memory reads");
        assert!(hash.digest.starts_with("ba7816bf") && hash.length == 3);
        let files: BTreeMap<String, String> = [("run.json".to_owned(), hash.digest)].into();
        assert_eq!(read(&write(&files)), Ok(files));
        assert_eq!(read(""), Ok(BTreeMap::new()));
    }

    #[test]
    fn what_is_no_manifest_is_refused() {
        let digest = "0".repeat(64);
        for bad in [
            "run.json".to_owned(),
            format!("{digest} run.json"),
            format!("{digest}  ../run.json"),
            format!("{digest}  .hidden"),
            format!("{}  run.json", "G".repeat(64)),
            format!("{digest}  a\n{digest}  a"),
        ] {
            assert!(read(&bad).is_err(), "{bad}");
        }
    }
}
