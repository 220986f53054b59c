//! The file of a bundle: a tar archive, compressed with Zstandard, behind a frame that decoders skip and that seals every
//! byte after it.
//!
//! The seal finds accidents: a byte that was flipped anywhere, an archive that another program packed anew. Against
//! somebody who makes the seal anew stand the manifest and its signature.

use std::collections::BTreeMap;
use std::io::{self, BufReader, Read, Seek, SeekFrom, Write};

use tar::{Archive, Builder, EntryType, Header};
use zstd::stream::read::Decoder;
use zstd::stream::write::Encoder;

use super::manifest::{Hash, is_plain, sha256};

/// How a frame begins that decoders skip, with the length of what is in it.
const SKIPPED: [u8; 8] = [0x50, 0x2a, 0x4d, 0x18, WORDS.len() as u8 + 64, 0, 0, 0];
/// What is in it; the digest follows.
const WORDS: &str = "messaging-ctk/bundle/1 sha256:";
/// How long the seal is.
const SEAL: usize = SKIPPED.len() + WORDS.len() + 64;
/// The level of compression.
const LEVEL: i32 = 12;
/// The largest window, as a power of two: what a decoder needs of memory.
const WINDOW_LOG: u32 = 23;
/// How many files are read of an archive.
const MOST: usize = 64;
/// How many bytes are read of a file of an archive.
const LONGEST: u64 = 4 << 30;

/// An archive while it is written.
pub struct Packing<W: Write> {
    tar: Builder<Encoder<'static, W>>,
}

impl<W: Read + Write + Seek> Packing<W> {
    /// An archive without files.
    ///
    /// # Errors
    /// The system's.
    pub fn new(mut to: W) -> io::Result<Self> {
        to.write_all(&seal("0".repeat(64).as_str()))?;
        let mut encoder = Encoder::new(to, LEVEL)?;
        encoder.window_log(WINDOW_LOG)?;
        encoder.include_checksum(true)?;
        Ok(Self {
            tar: Builder::new(encoder),
        })
    }

    /// Adds a file of so many bytes. Its digest.
    ///
    /// # Errors
    /// The system's, or there are fewer bytes.
    pub fn add(&mut self, name: &str, from: &mut dyn Read, length: u64) -> io::Result<String> {
        let mut header = Header::new_gnu();
        header.set_size(length);
        header.set_mode(0o644);
        header.set_entry_type(EntryType::Regular);
        let mut bytes = Vec::new();
        let hash = sha256(&mut from.take(length), &mut bytes)?;
        if hash.length != length {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        self.tar.append_data(&mut header, name, bytes.as_slice())?;
        Ok(hash.digest)
    }

    /// Seals the archive.
    ///
    /// # Errors
    /// The system's.
    pub fn seal(self) -> io::Result<W> {
        let mut file = self.tar.into_inner()?.finish()?;
        file.flush()?;
        let seal = seal_of(&mut file)?;
        file.rewind()?;
        file.write_all(&seal)?;
        file.flush()?;
        Ok(file)
    }
}

fn seal(digest: &str) -> Vec<u8> {
    [&SKIPPED, WORDS.as_bytes(), digest.as_bytes()].concat()
}

/// The seal of an archive: over all bytes after it.
fn seal_of(file: &mut (impl Read + Seek)) -> io::Result<Vec<u8>> {
    file.seek(SeekFrom::Start(SEAL as u64))?;
    let hash = sha256(file, &mut io::sink())?;
    Ok(seal(&hash.digest))
}

/// What an archive holds.
#[derive(Debug, Default)]
pub struct Unpacked {
    /// The digest of each file.
    pub files: BTreeMap<String, Hash>,
    /// What is wrong, a sentence each.
    pub wrong: Vec<String>,
}

/// Reads every file of an archive; `keep` gives the place where a file's bytes go.
///
/// # Errors
/// A sentence: it is no archive.
pub fn unpack<R: Read + Seek>(
    mut file: R,
    keep: &mut dyn FnMut(&str) -> Option<Box<dyn Write>>,
) -> Result<Unpacked, String> {
    let mut unpacked = Unpacked::default();
    let begins = begin(&mut file).map_err(|error| error.to_string())?;
    if begins.starts_with(&SKIPPED[..4]) {
        if seal_of(&mut file).map_err(|error| error.to_string())? != begins {
            let wrong = "the seal of the archive is not that of its bytes";
            unpacked.wrong.push(wrong.to_owned());
        }
        file.seek(SeekFrom::Start(SEAL as u64))
    } else {
        let wrong = "the archive has no seal: another program packed it anew";
        unpacked.wrong.push(wrong.to_owned());
        file.rewind().map(|()| 0)
    }
    .map_err(|error| error.to_string())?;
    let mut archive = Archive::new(decoder(file).map_err(|error| error.to_string())?);
    // Each header as it is: long names and other extensions have no place here.
    let entries = archive.entries().map_err(|error| error.to_string())?;
    for (count, entry) in entries.raw(true).enumerate() {
        if count >= MOST {
            unpacked
                .wrong
                .push(format!("it has more than {MOST} files"));
            break;
        }
        match entry {
            Ok(entry) => unpack_one(entry, count + 1, &mut unpacked, keep),
            Err(error) => {
                unpacked
                    .wrong
                    .push(format!("the archive is damaged: {error}"));
                break;
            }
        }
    }
    if unpacked.files.is_empty() && !unpacked.wrong.is_empty() {
        return Err(unpacked.wrong.join("; "));
    }
    Ok(unpacked)
}

fn unpack_one(
    mut entry: tar::Entry<'_, impl Read>,
    number: usize,
    unpacked: &mut Unpacked,
    keep: &mut dyn FnMut(&str) -> Option<Box<dyn Write>>,
) {
    let name = String::from_utf8_lossy(&entry.path_bytes()).into_owned();
    if !is_plain(&name) || entry.header().entry_type() != EntryType::Regular {
        let wrong = format!("file {number} of the archive has no plain name");
        return unpacked.wrong.push(wrong);
    }
    let length = entry.size();
    if length > LONGEST {
        return unpacked.wrong.push(format!("{name} is too long"));
    }
    let mut sink = keep(&name).unwrap_or_else(|| Box::new(io::sink()));
    let read = sha256(&mut entry, &mut sink).and_then(|hash| sink.flush().map(|()| hash));
    match read {
        Ok(hash) if hash.length == length => {
            if unpacked.files.insert(name.clone(), hash).is_some() {
                let wrong = format!("{name} is in the archive twice");
                unpacked.wrong.push(wrong);
            }
        }
        Ok(_) => unpacked
            .wrong
            .push(format!("{name} is damaged: it ends too early")),
        Err(error) => unpacked.wrong.push(format!("{name} is damaged: {error}")),
    }
}

fn decoder<'a, R: Read>(file: R) -> io::Result<Decoder<'a, BufReader<R>>> {
    let mut decoder = Decoder::new(file)?;
    decoder.window_log_max(WINDOW_LOG)?;
    Ok(decoder)
}

/// As many of the first bytes as a seal has.
fn begin(file: &mut (impl Read + Seek)) -> io::Result<Vec<u8>> {
    let mut begins = Vec::new();
    file.rewind()?;
    file.take(SEAL as u64).read_to_end(&mut begins)?;
    Ok(begins)
}

/// Whether a file is an archive, sealed or not: as such it begins.
///
/// # Errors
/// The system's.
pub fn is_archive(file: &mut (impl Read + Seek)) -> io::Result<bool> {
    let begins = begin(file)?;
    if begins.starts_with(&SKIPPED[..4]) {
        return Ok(true);
    }
    if !ctk_record::journal::is_compressed(&begins) {
        return Ok(false);
    }
    file.rewind()?;
    let mut block = Vec::new();
    let read = decoder(file)?.take(512).read_to_end(&mut block);
    Ok(read.is_ok() && block.get(257..262) == Some(b"ustar"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Cursor;

    fn packed() -> Vec<u8> {
        let mut packing = Packing::new(Cursor::new(Vec::new())).expect("memory takes it");
        let text = "a line of a report\n".repeat(40);
        let mut add = |name: &str, bytes: &[u8]| {
            packing
                .add(name, &mut &bytes[..], bytes.len() as u64)
                .expect("memory takes it");
        };
        add("run.json", text.as_bytes());
        add("journal.jsonl.zst", &[7, 0, 255]);
        packing.seal().expect("memory takes it").into_inner()
    }

    fn unpacked(bytes: &[u8]) -> Result<Unpacked, String> {
        unpack(Cursor::new(bytes), &mut |_| None)
    }

    #[test]
    fn no_byte_can_be_flipped() {
        let whole = packed();
        assert!(is_archive(&mut Cursor::new(&whole)).is_ok_and(|is| is));
        let good = unpacked(&whole).expect("it is an archive");
        assert!(good.wrong.is_empty() && good.files.len() == 2, "{good:?}");
        for at in 0..whole.len() {
            let mut altered = whole.clone();
            altered[at] ^= 1 << (at % 8);
            let passes = unpacked(&altered).is_ok_and(|read| read.wrong.is_empty());
            assert!(!passes, "byte {at}");
        }
    }

    #[test]
    fn no_end_can_be_cut_off_and_nothing_added() {
        let whole = packed();
        for end in 0..whole.len() {
            let passes = unpacked(&whole[..end]).is_ok_and(|read| read.wrong.is_empty());
            assert!(!passes, "{end}");
        }
        let longer = [&whole[..], &[0]].concat();
        assert!(unpacked(&longer).is_ok_and(|read| !read.wrong.is_empty()));
    }

    #[test]
    fn an_archive_that_was_packed_anew_is_told_from_a_journal() {
        let whole = packed();
        let anew = &whole[SEAL..];
        assert!(is_archive(&mut Cursor::new(anew)).is_ok_and(|is| is));
        assert!(unpacked(anew).is_ok_and(|read| read.wrong.len() == 1 && read.files.len() == 2));
        let journal = zstd::encode_all(&b"{\"event\":\"header\"}\n"[..], 1).expect("it encodes");
        assert!(is_archive(&mut Cursor::new(journal)).is_ok_and(|is| !is));
        assert!(is_archive(&mut Cursor::new(b"")).is_ok_and(|is| !is));
    }
}
