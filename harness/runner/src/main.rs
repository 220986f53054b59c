//! `messaging-ctk`: the conformance test kit for UPnP Messaging:2.

use std::process::ExitCode;

fn main() -> ExitCode {
    messaging_ctk::cli::main()
}
