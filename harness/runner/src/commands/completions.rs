//! `completions` and `man`: the command line for shells and for `man`.

use std::io::Write as _;

use clap::{Args, CommandFactory};
use clap_complete::Shell;

use crate::cli::Cli;
use crate::exit_code::{Failure, OK};

/// `completions`.
#[derive(Debug, Clone, Args)]
pub struct CompletionsArgs {
    /// The shell
    #[arg(value_name = "SHELL")]
    pub shell: Shell,
}

/// Prints the completions.
///
/// # Errors
/// Standard output cannot be written.
pub fn run(args: &CompletionsArgs) -> Result<u8, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(
        args.shell,
        &mut Cli::command(),
        "messaging-ctk",
        &mut script,
    );
    printed(&script)
}

/// Prints the manual page: the program, then each command.
///
/// # Errors
/// Standard output cannot be written.
pub fn manual() -> Result<u8, Failure> {
    let mut page = Vec::new();
    let mut program = Cli::command();
    program.build();
    clap_mangen::Man::new(program.clone())
        .render(&mut page)
        .map_err(Failure::broken)?;
    let commands = program.get_subcommands();
    for command in commands.filter(|command| !command.is_hide_set() && command.get_name() != "help")
    {
        let man = clap_mangen::Man::new(command.clone());
        let title = format!(
            ".SH \"MESSAGING-CTK {}\"\n",
            command.get_name().to_uppercase()
        );
        page.extend(title.bytes());
        man.render_description_section(&mut page)
            .and_then(|()| man.render_options_section(&mut page))
            .map_err(Failure::broken)?;
    }
    printed(&page)
}

fn printed(bytes: &[u8]) -> Result<u8, Failure> {
    let mut out = std::io::stdout().lock();
    out.write_all(bytes)
        .and_then(|()| out.flush())
        .map_err(|error| Failure::broken(format!("standard output: {error}")))?;
    Ok(OK)
}
