//! `check` through the program: exit codes, lines, JSON; files of instance vectors judged as the vectors say.

use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use ctk_vectors::{Expected, Instance, instances};

const PROGRAM: &str = env!("CARGO_BIN_EXE_messaging-ctk");

struct Folder(tempfile::TempDir);

impl Folder {
    fn new() -> Self {
        Self(tempfile::tempdir().expect("a temporary folder"))
    }

    fn path(&self) -> &Path {
        self.0.path()
    }

    fn write(&self, name: &str, bytes: impl AsRef<[u8]>) {
        std::fs::write(self.path().join(name), bytes).expect("a file");
    }

    fn check(&self, arguments: &[&str], input: &[u8]) -> Output {
        let mut child = Command::new(PROGRAM)
            .arg("check")
            .args(arguments)
            .current_dir(self.path())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program starts");
        let mut stdin = child.stdin.take().expect("a pipe");
        // The program may end without reading all of it.
        let _ = stdin.write_all(input);
        drop(stdin);
        child.wait_with_output().expect("the program ends")
    }
}

/// Exit code, standard output and standard error in one text.
fn told(output: &Output) -> String {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let mut told = format!(
        "exit {}\n{}",
        output.status.code().unwrap_or(-1),
        text(&output.stdout)
    );
    if !output.stderr.is_empty() {
        told.push_str("--- standard error\n");
        told.push_str(&text(&output.stderr));
    }
    told
}

fn vector(id: &str) -> Vec<u8> {
    instances().vector(id).expect("the vector is there").bytes()
}

#[test]
fn a_valid_document() {
    let folder = Folder::new();
    folder.write("list.xml", vector("5.3.11/several"));
    insta::assert_snapshot!(told(&folder.check(&["list.xml"], b"")), @r"
    exit 0
    list.xml: messageList (5.3.11.2): valid
    ");
}

#[test]
fn mistakes_are_told_with_their_place() {
    let folder = Folder::new();
    folder.write("message.xml", vector("5.3.10/output-missing-message-class"));
    folder.write("cut.xml", vector("5.3.10/output-cut-off"));
    folder.write(
        "zone.xml",
        vector("5.3.10/output-date-received-without-zone"),
    );
    insta::assert_snapshot!(told(
        &folder.check(&["message.xml", "cut.xml", "zone.xml"], b"")
    ));
}

#[test]
fn rules_count_when_asked() {
    let folder = Folder::new();
    folder.write("sms.xml", vector("5.3.10/output-sms-without-recipient"));
    insta::assert_snapshot!(told(&folder.check(&["sms.xml"], b"")));
    insta::assert_snapshot!(told(&folder.check(&["--rules", "sms.xml"], b"")));
}

#[test]
fn the_way_matters() {
    let folder = Folder::new();
    let yes = vector("5.3.20/input-progress-yes");
    insta::assert_snapshot!(told(&folder.check(&["-"], &yes)));
    insta::assert_snapshot!(told(&folder.check(&["--as", "input", "-"], &yes)), @r"
    exit 0
    standard input: fileInfoList (5.3.20.2): valid
    ");
}

#[test]
fn as_json() {
    let folder = Folder::new();
    folder.write("updates.xml", vector("5.3.4/status-unknown"));
    folder.write("other.xml", "<html/>");
    insta::assert_snapshot!(told(
        &folder.check(&["--json", "updates.xml", "other.xml", "absent.xml"], b"")
    ));
}

#[test]
fn what_cannot_be_judged_is_exit_2_and_the_others_are_judged() {
    let folder = Folder::new();
    folder.write("html.xml", "<html><body/></html>");
    folder.write("list.xml", vector("5.3.11/empty"));
    let output = folder.check(&["html.xml", "absent.xml", "list.xml"], b"");
    insta::assert_snapshot!(told(&output));
    assert_eq!(folder.check(&[], b"").status.code(), Some(2));
    assert_eq!(
        folder
            .check(&["--as", "sideways", "list.xml"], b"")
            .status
            .code(),
        Some(2)
    );
}

#[test]
fn a_doctype_and_no_document_are_refused() {
    let folder = Folder::new();
    folder.write("doctype.xml", vector("5.3.10/doctype-with-entity"));
    folder.write("empty.xml", "");
    folder.write("text.xml", "Hello");
    insta::assert_snapshot!(told(&folder.check(
        &["--as", "input", "doctype.xml", "empty.xml", "text.xml"],
        b""
    )));
}

#[test]
fn encodings_are_read_or_refused_by_name() {
    let folder = Folder::new();
    for (name, id) in [
        ("utf-16.xml", "5.3.10/encoding-utf-16-little"),
        ("latin-1.xml", "5.3.10/encoding-latin-1"),
        ("mark.xml", "5.3.10/encoding-utf-8-with-mark"),
        ("undeclared.xml", "5.3.10/encoding-latin-1-undeclared"),
        (
            "contradiction.xml",
            "5.3.10/encoding-utf-16-declared-but-utf-8",
        ),
    ] {
        folder.write(name, vector(id));
    }
    folder.write(
        "cyrillic.xml",
        "<?xml version='1.0' encoding='KOI8-R'?><m:message/>",
    );
    let files = [
        "utf-16.xml",
        "latin-1.xml",
        "mark.xml",
        "undeclared.xml",
        "contradiction.xml",
        "cyrillic.xml",
    ];
    let arguments: Vec<&str> = ["--as", "input"].into_iter().chain(files).collect();
    insta::assert_snapshot!(told(&folder.check(&arguments, b"")));
}

#[test]
fn a_peer_by_itself() {
    let folder = Folder::new();
    let peer = "<?xml version=\"1.0\"?>\n<p:peer xmlns:p=\"urn:schemas-upnp-org:phone:peer\">\n  <p:name>Ann</p:name>\n</p:peer>\n";
    insta::assert_snapshot!(told(&folder.check(&["-"], peer.as_bytes())));
}

/// The verdict of a vector as the exit code of `check --rules`; those for a device with claims of its own are left out.
fn exit_code(vector: &Instance) -> i32 {
    i32::from(vector.result == Expected::Invalid)
}

// A document of another root than is due is judged by the root it has.
fn is_told_by_its_root(vector: &Instance) -> bool {
    let text = String::from_utf8_lossy(&vector.bytes()).replace('\0', "");
    vector.device == ctk_vectors::Claims::default()
        && ctk_model::document::root_name(&text)
            .is_none_or(|root| root.eq_ignore_ascii_case(&vector.document))
}

#[test]
fn every_vector_by_file() {
    let folder = Folder::new();
    for way in ["output", "input"] {
        let chosen: Vec<&Instance> = instances()
            .vectors
            .iter()
            .filter(|vector| match way {
                "output" => vector.direction.is_output(),
                _ => vector.direction.is_input(),
            })
            .filter(|vector| is_told_by_its_root(vector))
            .collect();
        assert!(chosen.len() > 400);
        let names: Vec<String> = (0..chosen.len())
            .map(|number| format!("{way}-{number}.xml"))
            .collect();
        for (name, vector) in names.iter().zip(&chosen) {
            folder.write(name, vector.bytes());
        }
        let mut arguments = vec!["--rules", "--json", "--as", way];
        arguments.extend(names.iter().map(String::as_str));
        let output = folder.check(&arguments, b"");
        let report: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
        let entries = report.as_array().expect("an entry a file");
        assert_eq!(entries.len(), chosen.len());
        for (entry, vector) in entries.iter().zip(chosen) {
            let code = entry["passed"].as_bool().map(|passed| i32::from(!passed));
            assert_eq!(code, Some(exit_code(vector)), "{}: {entry:#}", vector.id);
        }
    }
}
