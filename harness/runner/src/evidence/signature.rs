//! Signatures of the manifest: those of minisign, so that its own program checks them too.

use std::io::{Cursor, IsTerminal as _};
use std::path::{Path, PathBuf};
use std::str::FromStr;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use minisign::{PublicKey, PublicKeyBox, SecretKey, SecretKeyBox, SignatureBox};

use crate::exit_code::Failure;

/// What the signature is called within a bundle.
pub const SIGNATURE: &str = "SHA256SUMS.minisig";
/// The variable that holds the password of a secret key.
pub const PASSWORD: &str = "MESSAGING_CTK_KEY_PASSWORD";

/// The secret key that bundles are signed with.
pub struct Signer {
    key: SecretKey,
}

impl Signer {
    /// Reads the key file, and asks for its password where it has one.
    ///
    /// # Errors
    /// Exit code 2: it cannot be read, it is no secret key, or the password is wrong.
    pub fn load(path: &Path) -> Result<Self, Failure> {
        let failure = |why: &dyn std::fmt::Display| {
            let path = path.display();
            Failure::usage(format!("the key {path} cannot be used: {why}"))
        };
        let text = crate::text_file::read(path).map_err(|error| failure(&error))?;
        let no_key = "not a minisign secret key; `minisign -G` makes one";
        let read = read(&text).ok_or_else(|| failure(&no_key))?;
        if !read.is_encrypted() {
            return Ok(Self { key: read });
        }
        let password = std::env::var(PASSWORD).ok();
        if password.is_none() && !std::io::stdin().is_terminal() {
            let why = format!("it has a password, and nobody to ask; set {PASSWORD}");
            return Err(failure(&why));
        }
        let key = SecretKeyBox::from_string(&text).and_then(|key| key.into_secret_key(password));
        key.map(|key| Self { key })
            .map_err(|_| failure(&"the password is wrong"))
    }

    /// The number of the key.
    pub fn id(&self) -> String {
        key_id(self.key.keynum())
    }

    /// Signs a text, and the comment with it. The signature as a file.
    ///
    /// # Errors
    /// Exit code 4: there is no randomness.
    pub fn sign(&self, text: &str, comment: &str) -> Result<String, Failure> {
        let own = "signature of the manifest of a bundle of messaging-ctk";
        minisign::sign(None, &self.key, Cursor::new(text), Some(comment), Some(own))
            .map(SignatureBox::into_string)
            .map_err(|error| Failure::broken(format!("the bundle cannot be signed: {error}")))
    }
}

/// A secret key as its file has it. One without a password needs no checksum: minisign's own program writes none.
fn read(text: &str) -> Option<SecretKey> {
    let line = text.lines().nth(1)?;
    let bytes = STANDARD.decode(line.trim()).ok()?;
    SecretKey::from_bytes(&bytes).ok()
}

/// The value of `--key`: a file of minisign's, or the key itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyArg(String);

impl FromStr for KeyArg {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Ok(Self(text.to_owned()))
    }
}

impl KeyArg {
    /// Reads the key.
    ///
    /// # Errors
    /// Exit code 2: neither a file nor a key.
    pub fn load(&self) -> Result<PublicKey, Failure> {
        if let Ok(key) = PublicKey::from_base64(&self.0) {
            return Ok(key);
        }
        let path = PathBuf::from(&self.0);
        let text = crate::text_file::read(&path).map_err(|error| {
            Failure::usage(format!(
                "`{}` is neither a public key nor a file that holds one: {error}",
                self.0
            ))
        })?;
        let key = PublicKeyBox::from_string(&text).and_then(PublicKeyBox::into_public_key);
        key.or_else(|_| PublicKey::from_base64(text.trim()))
            .map_err(|_| Failure::usage(format!("{} is not a minisign public key", path.display())))
    }
}

/// What a signature says of a manifest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signed {
    /// The number of the key.
    pub key: String,
    /// What was signed beside the manifest.
    pub comment: String,
    /// Whether the key given made it; nothing without a key.
    pub good: Option<bool>,
}

/// Reads a signature, and checks it where there is a key.
///
/// # Errors
/// A sentence: it is no signature.
pub fn check(signature: &str, text: &str, key: Option<&PublicKey>) -> Result<Signed, String> {
    let read = SignatureBox::from_string(signature)
        .map_err(|_| format!("{SIGNATURE} is not a minisign signature"))?;
    let good =
        key.map(|key| minisign::verify(key, &read, Cursor::new(text), true, false, false).is_ok());
    Ok(Signed {
        key: key_id(read.keynum()),
        comment: read.trusted_comment().unwrap_or_default(),
        good,
    })
}

/// The number of a key, as minisign shows it.
pub fn key_id(number: &[u8]) -> String {
    number
        .iter()
        .rev()
        .map(|byte| format!("{byte:02X}"))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use minisign::KeyPair;

    #[test]
    fn a_signature_is_good_for_its_text_and_key_alone() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let pair = KeyPair::generate_unencrypted_keypair().expect("there is randomness");
        let other = KeyPair::generate_unencrypted_keypair().expect("there is randomness");
        let path = folder.path().join("lab.key");
        let boxed = pair.sk.to_box(None).expect("a key can be written");
        std::fs::write(&path, boxed.into_string()).expect("it can be written");
        let signer = Signer::load(&path).expect("it is a key");
        let signature = signer.sign("text", "who").expect("it signs");
        let of = |text: &str, key: &PublicKey| check(&signature, text, Some(key)).expect("one");
        let good = of("text", &pair.pk);
        assert_eq!((good.good, good.comment.as_str()), (Some(true), "who"));
        assert_eq!(good.key, signer.id());
        assert_eq!(of("texd", &pair.pk).good, Some(false));
        assert_eq!(of("text", &other.pk).good, Some(false));
        let forged = signature.replace("who", "she");
        let forged = check(&forged, "text", Some(&pair.pk));
        assert_eq!(forged.map(|signed| signed.good), Ok(Some(false)));
        assert!(check("nothing", "text", None).is_err());
        let key = KeyArg(pair.pk.to_base64());
        assert!(key.load().is_ok_and(|key| key == pair.pk));
        // As minisign's own program writes a key without a password: the checksum is zero.
        let mut bytes = pair.sk.to_bytes();
        let length = bytes.len();
        bytes[length - 32..].fill(0);
        let text = format!("untrusted comment: x\n{}\n", STANDARD.encode(bytes));
        std::fs::write(&path, text).expect("it can be written");
        assert!(Signer::load(&path).is_ok());
        std::fs::write(&path, "untrusted comment: x\nnothing\n").expect("it can be written");
        assert!(Signer::load(&path).is_err());
    }
}
