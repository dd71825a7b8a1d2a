//! The program `amplify-ls`: a language server over stdio, and the same knowledge on the command line.

mod cli;
mod files;
mod log;
mod lsp;
mod report;
mod rules;
mod surroundings;

fn main() -> std::process::ExitCode {
    cli::run()
}
