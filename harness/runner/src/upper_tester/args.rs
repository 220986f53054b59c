//! The part of the command line that names the upper tester.

use std::io::BufReader;
use std::sync::Arc;

use clap::Args;

use super::{CommandTester, HttpTester, InteractiveTester, NoTester, Restarter, UpperTester};
use crate::exit_code::Failure;

/// Who makes the far side act; without any of them nobody, or the embedded device's own upper tester.
#[derive(Debug, Clone, Default, Args)]
pub struct TesterArgs {
    /// The upper tester's base URL: it makes the far side act
    #[arg(long, value_name = "URL", conflicts_with_all = ["upper_tester_command", "interactive"])]
    pub upper_tester: Option<String>,
    /// A program that is the upper tester: run once a stimulus
    #[arg(long, value_name = "CMD", conflicts_with = "interactive")]
    pub upper_tester_command: Option<String>,
    /// The person at the terminal is the upper tester
    #[arg(long)]
    pub interactive: bool,
    /// Connections to it are kept
    #[arg(skip)]
    pub keeps: bool,
}

impl TesterArgs {
    /// Whether there is an upper tester, on an embedded device or another.
    pub fn is_present(&self, embedded: bool) -> bool {
        self.interactive || self.may_reset(embedded)
    }

    /// Whether it may be told to reset the device: it is a program, not a person.
    pub fn may_reset(&self, embedded: bool) -> bool {
        let program =
            self.upper_tester.is_some() || self.upper_tester_command.is_some() || embedded;
        program && !self.interactive
    }

    /// The upper tester; `embedded` is the URL of the embedded device's own. With a command that restarts the device
    /// (empty: none) it knows that stimulus too.
    ///
    /// # Errors
    /// Exit code 2: a URL or a command that cannot be read, or where nobody is. Exit code 4: this machine has no room for it.
    pub fn connect(
        &self,
        embedded: Option<&str>,
        restart_command: &str,
    ) -> Result<Arc<dyn UpperTester>, Failure> {
        let tester = self.tester(embedded)?;
        if restart_command.is_empty() {
            return Ok(tester);
        }
        let restarter = Restarter::new(restart_command, tester)
            .map_err(|error| Failure::usage(format!("the profile's restart_command: {error}")))?;
        Ok(Arc::new(restarter))
    }

    fn tester(&self, embedded: Option<&str>) -> Result<Arc<dyn UpperTester>, Failure> {
        if self.interactive {
            let input = BufReader::new(std::io::stdin());
            return Ok(Arc::new(InteractiveTester::new(input, std::io::stderr())));
        }
        if let Some(command) = &self.upper_tester_command {
            let wrong = |error: String| Failure::usage(format!("--upper-tester-command: {error}"));
            let tester = CommandTester::new(command).map_err(|error| wrong(error.to_string()))?;
            tester.reach().map_err(wrong)?;
            return Ok(Arc::new(tester));
        }
        let Some(url) = self.upper_tester.as_deref().or(embedded) else {
            return Ok(Arc::new(NoTester));
        };
        let made = match self.keeps {
            true => HttpTester::keeping(url),
            false => HttpTester::new(url),
        };
        let tester = made.map_err(|failure| Failure {
            message: format!("--upper-tester {url}: {}", failure.message),
            ..failure
        })?;
        tester.reach()?;
        Ok(Arc::new(tester))
    }
}
