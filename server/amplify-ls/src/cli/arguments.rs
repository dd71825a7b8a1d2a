//! The arguments, as clap reads them, and the help texts: those of each command in a module below.

mod about;
mod account;
mod files;
mod new;
mod transform;

use amplify_config::{ConfigKind, Region};
use clap::{Args, Parser, Subcommand, ValueEnum};

pub(super) use about::{
    CompletionsArguments, ExplainArguments, ListFormat, ManArguments, RulesArguments, SchemaArguments, SchemaKind,
};
pub(super) use account::{AccountArguments, AccountCommand, DoctorArguments, SnapshotArguments};
pub(super) use files::{CheckArguments, FileArguments, FixArguments};
pub(super) use new::NewArguments;
pub(super) use transform::{
    ConvertArguments, DiffArguments, Form, Generate, GenerateArguments, RedactArguments, SourceArguments,
    TargetArguments,
};

const EXAMPLES: &str = "\
Examples:
  amplify-ls check                     check every Amplify configuration below this folder
  amplify-ls check amplify_outputs.json
  amplify-ls fix                       mend what can be mended safely
  amplify-ls check --aws               compare them with your AWS account, too
  amplify-ls explain wrong-type        say more about one kind of fault
  amplify-ls --stdio                   speak the Language Server Protocol (editors start it so)

Exit codes: 0 nothing wrong, 1 faults found, 2 could not work.";

/// Language server and checker for the client configuration files of AWS Amplify: amplify_outputs.json (Gen 2) and
/// amplifyconfiguration.json (Gen 1)
#[derive(Debug, Parser)]
#[command(version, propagate_version = true, after_help = EXAMPLES)]
pub(super) struct Arguments {
    #[command(subcommand)]
    pub(super) command: Option<Command>,
    #[command(flatten)]
    pub(super) transport: Transport,
    /// Colour in what is printed; NO_COLOR and CLICOLOR_FORCE are obeyed by `auto`
    #[arg(long, global = true, value_enum, default_value_t, value_name = "WHEN")]
    pub(super) color: Color,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    Check(CheckArguments),
    Fix(FixArguments),
    Explain(ExplainArguments),
    Rules(RulesArguments),
    Schema(SchemaArguments),
    Completions(CompletionsArguments),
    Man(ManArguments),
    Account(AccountArguments),
    Doctor(DoctorArguments),
    Convert(ConvertArguments),
    Redact(RedactArguments),
    New(NewArguments),
    Diff(DiffArguments),
    Generate(GenerateArguments),
    /// Speak the Language Server Protocol
    #[command(after_help = "Examples:\n  amplify-ls lsp\n  amplify-ls --stdio      the same")]
    Lsp(Transport),
}

/// How an editor wants to be spoken to. Editors pass these by habit, with and without the verb.
#[derive(Args, Debug, Default)]
pub(super) struct Transport {
    /// Speak the Language Server Protocol over standard input and output
    #[arg(long)]
    pub(super) stdio: bool,
    /// Speak it over a named pipe
    #[arg(long, value_name = "NAME", conflicts_with = "stdio", hide = true)]
    pub(super) pipe: Option<String>,
    /// Speak it over a port of this machine
    #[arg(long, value_name = "PORT", conflicts_with_all = ["stdio", "pipe"], hide = true)]
    pub(super) socket: Option<u16>,
    /// End when this process ends
    #[arg(long = "clientProcessId", value_name = "PID", hide = true)]
    pub(super) client_process_id: Option<u32>,
}

impl Transport {
    /// What was typed before the verb and behind it.
    pub(super) fn or(self, other: Transport) -> Transport {
        Transport {
            stdio: self.stdio || other.stdio,
            pipe: self.pipe.or(other.pipe),
            socket: self.socket.or(other.socket),
            client_process_id: self.client_process_id.or(other.client_process_id),
        }
    }

    /// Something of it was typed.
    pub(super) fn is_asked_for(&self) -> bool {
        self.stdio || self.pipe.is_some() || self.socket.is_some() || self.client_process_id.is_some()
    }
}

/// When to use colour.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(super) enum Color {
    /// On a terminal that wants it
    #[default]
    Auto,
    /// Even into a file
    Always,
    /// Not at all
    Never,
}

impl Color {
    /// Everything printed from now on follows it.
    pub(super) fn write_global(self) {
        let choice = match self {
            Color::Auto => anstream::ColorChoice::Auto,
            Color::Always => anstream::ColorChoice::Always,
            Color::Never => anstream::ColorChoice::Never,
        };
        choice.write_global();
    }
}

/// Reads the name of a region.
fn region(text: &str) -> Result<Region, String> {
    Region::new(text).ok_or_else(|| format!("`{text}` is not the name of an AWS region, such as us-east-1"))
}

/// The kinds of configuration.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Kind {
    /// amplify_outputs.json
    Gen2,
    /// amplifyconfiguration.json for Swift, Android and Flutter
    #[value(name = "gen1-mobile")]
    Gen1Mobile,
    /// amplifyconfiguration.json for JavaScript
    #[value(name = "gen1-web")]
    Gen1Web,
}

impl From<Kind> for ConfigKind {
    fn from(kind: Kind) -> ConfigKind {
        match kind {
            Kind::Gen2 => ConfigKind::Outputs,
            Kind::Gen1Mobile => ConfigKind::Mobile,
            Kind::Gen1Web => ConfigKind::Web,
        }
    }
}
