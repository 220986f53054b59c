//! `messaging-ctk`: the conformance test kit for UPnP Messaging:2.

use std::process::ExitCode;

use ctk_memory::OrExit;

/// Without memory there is a sentence and an exit code, as for everything else that the system does not give.
#[global_allocator]
static ALLOCATOR: OrExit = OrExit {
    sentence: "messaging-ctk: out of memory\n",
    code: 4,
};

fn main() -> ExitCode {
    // If the allocator does not agree, more memory is in use, and nothing else is different.
    let _ = ctk_memory::give_back();
    ALLOCATOR.for_threads_too();
    messaging_ctk::cli::main()
}
