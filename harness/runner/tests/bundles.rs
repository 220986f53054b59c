//! Evidence bundles: made, signed, checked elsewhere, tampered with, redacted.

mod support;

use std::collections::BTreeMap;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use minisign::KeyPair;
use support::{Desk, Served};

/// A few cases: quick, and of several kinds.
const CASES: [&str; 6] = [
    "--case",
    "5.5.13",
    "--case",
    "uda/description",
    "--seed",
    "7",
];

/// Runs the cases on the device; the journal.
fn judged(desk: &Desk, device: &[&str]) -> PathBuf {
    let mut arguments = vec!["run"];
    arguments.extend(device);
    arguments.extend(["-q", "--journal", "run.jsonl.zst"]);
    arguments.extend(CASES);
    let ran = desk.run(&arguments);
    assert!(
        matches!(ran.code, Some(0 | 1)),
        "{}{}",
        ran.said,
        ran.errors
    );
    desk.path().join("run.jsonl.zst")
}

/// A secret key in a file, and the public key.
fn key(desk: &Desk, name: &str) -> (PathBuf, String) {
    let pair = KeyPair::generate_unencrypted_keypair().expect("there is randomness");
    let text = pair.sk.to_box(None).expect("a key can be written");
    let path = desk.write(name, &text.into_string());
    (path, pair.pk.to_base64())
}

fn verify(desk: &Desk, arguments: &[&str]) -> (Option<i32>, String) {
    let mut all = vec!["verify"];
    all.extend(arguments);
    let ran = desk.run(&all);
    (ran.code, ran.said + &ran.errors)
}

/// The files of a bundle.
fn files(bundle: &Path) -> BTreeMap<String, Vec<u8>> {
    let bytes = std::fs::read(bundle).expect("there is a bundle");
    let text = zstd::decode_all(bytes.as_slice()).expect("a usual program can unpack it");
    let mut archive = tar::Archive::new(text.as_slice());
    let entries = archive.entries().expect("it is a tar archive");
    entries
        .map(|entry| {
            let mut entry = entry.expect("a file");
            let name = String::from_utf8_lossy(&entry.path_bytes()).into_owned();
            let mut bytes = Vec::new();
            entry.read_to_end(&mut bytes).expect("it reads");
            (name, bytes)
        })
        .collect()
}

/// Packs files as another program would.
fn pack(path: &Path, files: &BTreeMap<String, Vec<u8>>) {
    let mut archive = tar::Builder::new(Vec::new());
    for (name, bytes) in files {
        let mut header = tar::Header::new_gnu();
        header.set_size(bytes.len() as u64);
        archive
            .append_data(&mut header, name, bytes.as_slice())
            .expect("memory takes it");
    }
    let text = archive.into_inner().expect("memory takes it");
    let bytes = zstd::encode_all(text.as_slice(), 3).expect("memory takes it");
    std::fs::write(path, bytes).expect("it can be written");
}

#[test]
fn a_bundle_says_who_signed_what_and_names_what_was_changed() {
    let desk = Desk::new();
    let (secret, public) = key(&desk, "lab.key");
    let (_, other) = key(&desk, "other.key");
    let journal = judged(&desk, &["embedded"]).display().to_string();
    let secret = secret.display().to_string();
    let sealed = desk.run(&["seal", &journal, "--output", "b.tar.zst", "--sign", &secret]);
    assert_eq!(sealed.code, Some(0), "{}", sealed.errors);
    assert!(
        sealed
            .said
            .contains("less than a run for certification: cases were selected")
    );
    let again = desk.run(&["seal", &journal, "--output", "b.tar.zst"]);
    assert_eq!(again.code, Some(2), "a bundle is never overwritten");

    let (code, said) = verify(&desk, &["b.tar.zst", "--key", &public]);
    assert_eq!(code, Some(0), "{said}");
    assert!(
        said.contains("signed by the key") && said.contains("no difference"),
        "{said}"
    );
    assert!(
        said.contains("not a run for certification: cases were selected"),
        "{said}"
    );
    let (code, said) = verify(&desk, &["b.tar.zst"]);
    assert_eq!(code, Some(0), "{said}");
    assert!(said.contains("not checked: give --key"), "{said}");
    let (code, said) = verify(&desk, &["b.tar.zst", "--key", &other]);
    assert_eq!(code, Some(1), "{said}");
    let report = desk.run(&["report", "b.tar.zst"]);
    assert_eq!(report.code, Some(0), "{}", report.errors);

    tampered(&desk, &public);
    flipped(&desk);
}

/// A file that is changed, removed or added is named; an archive that is packed anew is noticed.
fn tampered(desk: &Desk, public: &str) {
    let whole = files(&desk.path().join("b.tar.zst"));
    assert_eq!(whole.len(), 10, "{:?}", whole.keys());
    let place = desk.path().join("t.tar.zst");
    let tried = |files: &BTreeMap<String, Vec<u8>>| {
        pack(&place, files);
        verify(desk, &["t.tar.zst", "--key", public])
    };
    let (code, said) = tried(&whole);
    assert_eq!(code, Some(1), "{said}");
    assert!(
        said.contains("packed it anew") && said.contains("1 difference"),
        "{said}"
    );
    for name in ["report.html", "run.json", "profile.toml", "bundle.json"] {
        let mut changed = whole.clone();
        changed.insert(name.to_owned(), b"{}".to_vec());
        let (code, said) = tried(&changed);
        assert_eq!(code, Some(1), "{said}");
        assert!(said.contains(&format!("{name} was altered")), "{said}");
        changed.remove(name);
        let (code, said) = tried(&changed);
        assert_eq!(code, Some(1), "{said}");
        assert!(said.contains(&format!("{name} is missing")), "{said}");
    }
    let mut added = whole.clone();
    added.insert("more.html".to_owned(), Vec::new());
    assert!(tried(&added).1.contains("more.html was added"));
    // The manifest made to fit: the signature does not.
    let mut forged = whole.clone();
    let page = b"<p>conformant</p>".to_vec();
    let sums = String::from_utf8_lossy(&whole["SHA256SUMS"]).into_owned();
    let digest = sha256(&page);
    let sums: String = sums
        .lines()
        .map(|line| match line.ends_with("  report.html") {
            true => format!("{digest}  report.html\n"),
            false => format!("{line}\n"),
        })
        .collect();
    forged.insert("report.html".to_owned(), page);
    forged.insert("SHA256SUMS".to_owned(), sums.into_bytes());
    let (code, said) = tried(&forged);
    assert_eq!(code, Some(1), "{said}");
    assert!(said.contains("SHA256SUMS is not what the key"), "{said}");
    assert!(
        said.contains("report.html is not what the journal gives"),
        "{said}"
    );
    forged.remove("SHA256SUMS.minisig");
    assert!(tried(&forged).1.contains("nobody signed the bundle"));
}

fn sha256(bytes: &[u8]) -> String {
    use messaging_ctk::evidence::manifest::sha256;
    sha256(&mut &bytes[..], &mut std::io::sink())
        .expect("memory reads")
        .digest
}

/// A byte that is flipped anywhere is noticed.
fn flipped(desk: &Desk) {
    let whole = std::fs::read(desk.path().join("b.tar.zst")).expect("there is a bundle");
    for part in 0..12 {
        let at = part * (whole.len() - 1) / 11;
        let mut altered = whole.clone();
        altered[at] ^= 1;
        desk.write("f", "");
        std::fs::write(desk.path().join("f"), altered).expect("it can be written");
        let (code, said) = verify(desk, &["f"]);
        assert!(matches!(code, Some(1 | 2)), "byte {at}: {said}");
    }
}

#[test]
fn what_names_somebody_is_replaced_and_every_verdict_stays() {
    let desk = Desk::new();
    let device = Served::start(&["--no-ssdp"]);
    let folder = desk.path().join("anna-schmidt");
    std::fs::create_dir(&folder).expect("a folder can be made");
    desk.write(
        "anna-schmidt/device.toml",
        "[ixit.recipients]\nSMS = [\"tel:+491701234567\"]\n\"e-Mail\" = [\"anna.schmidt@home.example\"]\nChat = [\"sip:anna@home.example\"]\n",
    );
    let profile = folder.join("device.toml").display().to_string();
    let arguments = [
        device.description.as_str(),
        "--upper-tester",
        &device.upper_tester,
        "--profile",
        &profile,
        "--case",
        "5.5.4",
        "--case",
        "5.5.5",
    ];
    let journal = judged(&desk, &arguments).display().to_string();
    let clear = Desk::journal(Path::new(&journal));
    for secret in ["491701234567", "anna"] {
        assert!(clear.contains(secret), "{secret}");
    }
    let sealed = desk.run(&["seal", &journal, "--output", "b.tar.zst", "--redact"]);
    assert_eq!(sealed.code, Some(0), "{}{}", sealed.said, sealed.errors);
    assert!(
        sealed
            .said
            .contains("numbers and addresses of people replaced"),
        "{}",
        sealed.said
    );
    let (code, said) = verify(&desk, &["b.tar.zst"]);
    assert_eq!(code, Some(0), "{said}");
    assert!(
        said.contains("redacted: ") && said.contains("no difference"),
        "{said}"
    );
    for (name, bytes) in files(&desk.path().join("b.tar.zst")) {
        let text = match name.ends_with(".zst") {
            true => zstd::decode_all(bytes.as_slice()).expect("a journal"),
            false => bytes,
        };
        let text = String::from_utf8_lossy(&text).to_lowercase();
        for secret in ["491701234567", "anna", "home.example"] {
            assert!(!text.contains(secret), "{name} shows {secret}");
        }
    }
}

#[test]
fn certification_refuses_what_would_weaken_it() {
    let desk = Desk::new();
    desk.write("kind.toml", "[rulings]\nR-18 = \"pass\"\n");
    for (arguments, why) in [
        (&["--case", "5.5.1"][..], "--case"),
        (&["--skip", "5.5.1"], "--skip"),
        (&["--budget", "5m"], "--budget"),
        (&["--seed", "1"], "--seed"),
        (&["--timeout", "10s"], "--timeout"),
        (&["--shard", "1/2"], "--shard"),
        (&["--model-steps", "5"], "--model-steps"),
        (&["--profile", "kind.toml"], "R-18"),
        (&["--fail-fast"], "--fail-fast"),
    ] {
        let mut all = vec!["run", "embedded", "--certify"];
        all.extend(arguments);
        let ran = desk.run(&all);
        assert_eq!(ran.code, Some(2), "{}", ran.errors);
        assert!(ran.errors.contains(why), "{}", ran.errors);
    }
    let ran = desk.run(&["run", "embedded", "--certify", "--sign", "nothing.key"]);
    assert_eq!(ran.code, Some(2), "{}", ran.errors);
    let ran = desk.run(&["run", "embedded", "--redact"]);
    assert_eq!(ran.code, Some(2), "it is for --certify");
    assert!(desk.runs().is_empty());
}
