//! What the program tells of itself: `explain`, `rules`, `schema`, `completions`, `man`.

use clap::{Args, ValueEnum};

/// Print the page of a kind of fault
#[derive(Args, Debug)]
#[command(after_help = "Examples:\n  amplify-ls explain wrong-type\n  amplify-ls rules       lists the codes")]
pub(in crate::cli) struct ExplainArguments {
    /// The code in brackets behind `error` or `warning`
    pub(in crate::cli) code: String,
}

/// List the kinds of fault this program finds
#[derive(Args, Debug)]
#[command(after_help = "Examples:\n  amplify-ls rules\n  amplify-ls rules --format json")]
pub(in crate::cli) struct RulesArguments {
    /// How to list them
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    pub(in crate::cli) format: ListFormat,
}

/// How to print a list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum ListFormat {
    /// For people, one a line
    #[default]
    Human,
    /// For programs
    Json,
}

/// Print a JSON Schema
#[derive(Args, Debug)]
#[command(after_help = "Examples:\n  amplify-ls schema gen2 > amplify-outputs.schema.json")]
pub(in crate::cli) struct SchemaArguments {
    /// What the schema describes
    #[arg(value_enum, value_name = "KIND")]
    pub(in crate::cli) kind: SchemaKind,
}

/// What there is a schema of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum SchemaKind {
    /// amplify_outputs.json
    Gen2,
    /// amplifyconfiguration.json for Swift, Android and Flutter
    #[value(name = "gen1-mobile")]
    Gen1Mobile,
    /// amplifyconfiguration.json for JavaScript
    #[value(name = "gen1-web")]
    Gen1Web,
    /// data.model_introspection inside them
    ModelIntrospection,
    /// What `check --format json` prints
    CheckOutput,
}

/// Print a script that completes commands and options in a shell
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  amplify-ls completions bash > ~/.local/share/bash-completion/completions/amplify-ls
  amplify-ls completions fish > ~/.config/fish/completions/amplify-ls.fish
  amplify-ls completions zsh > ~/.zfunc/_amplify-ls      (a folder in fpath)
  amplify-ls completions powershell | Out-String | Invoke-Expression")]
pub(in crate::cli) struct CompletionsArguments {
    /// The shell
    #[arg(value_enum, value_name = "SHELL")]
    pub(in crate::cli) shell: clap_complete::Shell,
}

/// Print a page for `man`
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  amplify-ls man > ~/.local/share/man/man1/amplify-ls.1\n  amplify-ls man check > ~/.local/share/man/man1/amplify-ls-check.1"
)]
pub(in crate::cli) struct ManArguments {
    /// The command it is about; without it the page of the whole program is printed
    pub(in crate::cli) command: Option<String>,
}
