//! What the program says of its own making: the commit, the compiler, the target.

use std::path::Path;
use std::process::Command;

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-env-changed=MESSAGING_CTK_COMMIT");
    let given = std::env::var("MESSAGING_CTK_COMMIT").ok();
    let commit = given.or_else(|| said("git", &["rev-parse", "HEAD"]));
    // It changes with every commit that is checked out. Outside of a repository there is nothing to watch.
    if let Some(log) = said("git", &["rev-parse", "--git-path", "logs/HEAD"])
        && Path::new(&log).exists()
    {
        println!("cargo::rerun-if-changed={log}");
    }
    let rustc = std::env::var("RUSTC").unwrap_or_else(|_| "rustc".to_owned());
    let compiler = said(&rustc, &["--version"]);
    let variable = |name: &str| std::env::var(name).unwrap_or_default();
    for (name, value) in [
        ("CTK_COMMIT", commit.unwrap_or_default()),
        ("CTK_COMPILER", compiler.unwrap_or_default()),
        ("CTK_TARGET", variable("TARGET")),
        ("CTK_BUILD", variable("PROFILE")),
    ] {
        println!("cargo::rustc-env={name}={value}");
    }
}

/// The first line that a program says, where it can be run and ends well.
fn said(program: &str, arguments: &[&str]) -> Option<String> {
    let output = Command::new(program).args(arguments).output().ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    let line = text.lines().next().unwrap_or_default().trim().to_owned();
    (output.status.success() && !line.is_empty()).then_some(line)
}
