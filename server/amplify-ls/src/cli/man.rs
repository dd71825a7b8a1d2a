//! `amplify-ls man [COMMAND]`: a page in roff, made from the arguments.

use std::io;

use clap::CommandFactory;

use super::Outcome;
use super::arguments::{Arguments, ManArguments};
use super::output::{complain, to_stdout};

/// Prints the page.
pub(super) fn run(arguments: &ManArguments) -> io::Result<Outcome> {
    let mut program = Arguments::command();
    // Only what is built knows its full name and what it takes from the program.
    program.build();
    let command = match &arguments.command {
        None => program,
        Some(name) => match program.find_subcommand(name) {
            Some(command) => {
                let full = format!("amplify-ls-{}", command.get_name());
                command.clone().display_name(full)
            }
            None => {
                complain(format_args!("there is no command `{name}`; amplify-ls --help lists them"));
                return Ok(Outcome::Failed);
            }
        },
    };
    let mut page = Vec::new();
    clap_mangen::Man::new(command).manual("amplify-ls").render(&mut page)?;
    to_stdout(|out| out.write_all(&page))?;
    Ok(Outcome::Clean)
}
