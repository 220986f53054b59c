//! Writes the seed corpora: `cargo run -p ctk-fuzz --bin ctk-fuzz-seed -- fuzz/corpus`.

use std::path::PathBuf;
use std::process::ExitCode;
use std::{env, fs};

fn main() -> ExitCode {
    let Some(folder) = env::args_os().nth(1).map(PathBuf::from) else {
        eprintln!("usage: ctk-fuzz-seed FOLDER");
        return ExitCode::from(2);
    };
    let mut count = 0;
    for (target, _) in ctk_fuzz::TARGETS {
        let below = folder.join(target);
        for (name, bytes) in ctk_fuzz::seeds(target) {
            let written =
                fs::create_dir_all(&below).and_then(|()| fs::write(below.join(name), bytes));
            if let Err(error) = written {
                eprintln!("{}: {error}", below.display());
                return ExitCode::from(2);
            }
            count += 1;
        }
    }
    println!(
        "{count} seeds of {} targets in {}",
        ctk_fuzz::TARGETS.len(),
        folder.display()
    );
    ExitCode::SUCCESS
}
