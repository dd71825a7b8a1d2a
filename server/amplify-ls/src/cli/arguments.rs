//! The arguments, as clap reads them, and the help texts.

use std::path::PathBuf;

use amplify_config::{BackendForm, ConfigKind, Library};
use clap::{Args, Parser, Subcommand, ValueEnum};

const EXAMPLES: &str = "\
Examples:
  amplify-ls check                     check every Amplify configuration below this folder
  amplify-ls check amplify_outputs.json
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
    Explain(ExplainArguments),
    Rules(RulesArguments),
    Schema(SchemaArguments),
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

// One line a paragraph: clap breaks it at the width of the terminal.
const CHECK_HELP: &str = "\
Folders are searched for files whose name contains `amplify_outputs` or `amplifyconfiguration` and `.json`. They are \
found even where an ignore file names them, as it usually does. Folders that are ignored, hidden or called \
node_modules are not entered, and links are not followed. A file that is named is checked whatever it is called.

Examples:
  amplify-ls check
  amplify-ls check packages/web src/amplify_outputs.json
  amplify-ls check --format json > findings.json
  aws s3 cp s3://config/amplify_outputs.json - | amplify-ls check -

Exit codes:
  0  no error and no warning; information and hints may be there
  1  errors or warnings
  2  something could not be checked (unreadable, no Amplify configuration, nothing found) or the arguments are wrong";

/// Check configuration files
#[derive(Args, Debug)]
#[command(visible_aliases = ["lint", "validate"], after_help = CHECK_HELP)]
pub(super) struct CheckArguments {
    /// Files and folders; `-` is standard input, nothing is the current folder
    #[arg(value_name = "PATH")]
    pub(super) paths: Vec<PathBuf>,
    /// How to report
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    pub(super) format: crate::report::Format,
    /// What standard input would be called as a file; its name tells what it should be
    #[arg(long, value_name = "NAME")]
    pub(super) stdin_filename: Option<PathBuf>,
}

/// Print the page of a kind of fault
#[derive(Args, Debug)]
#[command(after_help = "Examples:\n  amplify-ls explain wrong-type\n  amplify-ls rules       lists the codes")]
pub(super) struct ExplainArguments {
    /// The code in brackets behind `error` or `warning`
    pub(super) code: String,
}

/// List the kinds of fault this program finds
#[derive(Args, Debug)]
#[command(after_help = "Examples:\n  amplify-ls rules\n  amplify-ls rules --format json")]
pub(super) struct RulesArguments {
    /// How to list them
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    pub(super) format: crate::report::Format,
}

/// Print a JSON Schema
#[derive(Args, Debug)]
#[command(after_help = "Examples:\n  amplify-ls schema gen2 > amplify-outputs.schema.json")]
pub(super) struct SchemaArguments {
    /// What the schema describes
    #[arg(value_enum, value_name = "KIND")]
    pub(super) kind: SchemaKind,
}

/// What there is a schema of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum SchemaKind {
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

const CONVERT_HELP: &str = "\
The new file goes to standard output, or into the file of --output, which is not written over without --force. What \
could not be carried over, or is to be known about it, goes to standard error. Of a broken file that is converted \
which can be read.

Examples:
  amplify-ls convert --to gen2 src/amplifyconfiguration.json -o src/amplify_outputs.json
  amplify-ls convert --to gen1-mobile amplify_outputs.json
  amplify-ls convert --to gen2 --for swift amplifyconfiguration.json

Exit codes:
  0  converted
  2  could not be converted: unreadable, no Amplify configuration, of that kind already, or nothing in it has a place \
there";

/// Make another kind of configuration file out of one
#[derive(Args, Debug)]
#[command(after_help = CONVERT_HELP)]
pub(super) struct ConvertArguments {
    /// What to make
    #[arg(long, value_enum, value_name = "KIND")]
    pub(super) to: Kind,
    /// The libraries that will read it, with commas between; what breaks them is left out
    #[arg(long = "for", value_enum, value_delimiter = ',', value_name = "LIBRARY")]
    pub(super) libraries: Vec<Reader>,
    /// Where to write it
    #[arg(short, long, value_name = "FILE")]
    pub(super) output: Option<PathBuf>,
    /// Write over a file that is there
    #[arg(long, requires = "output")]
    pub(super) force: bool,
    /// The file; `-` is standard input
    #[arg(value_name = "FILE")]
    pub(super) file: PathBuf,
}

const REDACT_HELP: &str = "\
Ids, keys, domains, addresses and ARNs are replaced by others of the same form, the same by the same; regions, fields, \
lay-out and mistakes stay as they are. Names of models, groups and paths stay too, and so do plain words in `custom`: \
look at the copy before you show it.

Examples:
  amplify-ls redact amplify_outputs.json > amplify_outputs.redacted.json
  amplify-ls redact amplify_outputs.json | amplify-ls check -

Exit codes:
  0  done
  2  the file could not be read or is no Amplify configuration";

/// Print a copy of a configuration file that can be shown to others
#[derive(Args, Debug)]
#[command(after_help = REDACT_HELP)]
pub(super) struct RedactArguments {
    /// Where to write it
    #[arg(short, long, value_name = "FILE")]
    pub(super) output: Option<PathBuf>,
    /// Write over a file that is there
    #[arg(long, requires = "output")]
    pub(super) force: bool,
    /// The file; `-` is standard input
    #[arg(value_name = "FILE")]
    pub(super) file: PathBuf,
}

const DIFF_HELP: &str = "\
Files of one kind are compared value by value; of two kinds that is compared which both can say. Order, lay-out and \
the words of the generations are no differences.

Examples:
  amplify-ls diff amplify_outputs.json ios/amplifyconfiguration.json
  amplify-ls diff amplify_outputs.json amplify_outputs.prod.json

Exit codes:
  0  they say the same
  1  they do not
  2  a file could not be read or is no Amplify configuration";

/// Compare what two configuration files say, whatever their kinds
#[derive(Args, Debug)]
#[command(after_help = DIFF_HELP)]
pub(super) struct DiffArguments {
    /// One file
    #[arg(value_name = "A")]
    pub(super) left: PathBuf,
    /// The other
    #[arg(value_name = "B")]
    pub(super) right: PathBuf,
}

const NEW_HELP: &str = "\
What is not given is a placeholder in angle brackets, which `amplify-ls check` finds until it is filled in.

Examples:
  amplify-ls new gen2 -o amplify_outputs.json
  amplify-ls new gen1-mobile --user-pool-id us-east-1_aBcD12345 --user-pool-client-id 4a1b2c3d4e5f6g7h8i9j0k1l2m";

/// Write a new configuration file
#[derive(Args, Debug)]
#[command(after_help = NEW_HELP)]
pub(super) struct NewArguments {
    /// What to make
    #[arg(value_enum, value_name = "KIND")]
    pub(super) kind: Kind,
    /// The region of the pools; that of the user pool if it is not given
    #[arg(long, value_name = "REGION")]
    pub(super) region: Option<String>,
    /// The id of the user pool
    #[arg(long, value_name = "ID")]
    pub(super) user_pool_id: Option<String>,
    /// The id of its app client
    #[arg(long, value_name = "ID")]
    pub(super) user_pool_client_id: Option<String>,
    /// The id of the identity pool
    #[arg(long, value_name = "ID")]
    pub(super) identity_pool_id: Option<String>,
    /// Where to write it
    #[arg(short, long, value_name = "FILE")]
    pub(super) output: Option<PathBuf>,
    /// Write over a file that is there
    #[arg(long, requires = "output")]
    pub(super) force: bool,
}

/// Write code from a configuration file
#[derive(Args, Debug)]
pub(super) struct GenerateArguments {
    #[command(subcommand)]
    pub(super) what: Generate,
}

#[derive(Debug, Subcommand)]
pub(super) enum Generate {
    Backend(BackendArguments),
}

const BACKEND_HELP: &str = "\
Examples:
  amplify-ls generate backend amplifyconfiguration.json -o amplify/backend.ts
  amplify-ls generate backend --form reference amplify_outputs.json -o amplify/auth/resource.ts

Exit codes:
  0  done; what is to be filled in is on standard error
  2  could not be done: the file cannot be read, or names no user pool with its client";

/// Write Amplify Gen 2 backend code for the Cognito resources that a file of any kind names
#[derive(Args, Debug)]
#[command(after_help = BACKEND_HELP)]
pub(super) struct BackendArguments {
    /// How the backend is to know them
    #[arg(long, value_enum, default_value_t, value_name = "FORM")]
    pub(super) form: Form,
    /// Where to write it
    #[arg(short, long, value_name = "FILE")]
    pub(super) output: Option<PathBuf>,
    /// Write over a file that is there
    #[arg(long, requires = "output")]
    pub(super) force: bool,
    /// The file; `-` is standard input
    #[arg(value_name = "FILE")]
    pub(super) file: PathBuf,
}

/// The ways to tell a backend of resources that it did not make.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(super) enum Form {
    /// The values, with backend.addOutput
    #[default]
    AddOutput,
    /// CDK constructs for the user pool and its client, and backend.addOutput
    Cdk,
    /// referenceAuth; it wants an identity pool
    Reference,
}

impl From<Form> for BackendForm {
    fn from(form: Form) -> BackendForm {
        match form {
            Form::AddOutput => BackendForm::AddOutput,
            Form::Cdk => BackendForm::Cdk,
            Form::Reference => BackendForm::Reference,
        }
    }
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

/// The libraries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Reader {
    /// amplify-js
    Js,
    /// amplify-swift
    Swift,
    /// amplify-android
    Android,
    /// amplify-flutter
    Flutter,
}

impl From<Reader> for Library {
    fn from(reader: Reader) -> Library {
        match reader {
            Reader::Js => Library::Js,
            Reader::Swift => Library::Swift,
            Reader::Android => Library::Android,
            Reader::Flutter => Library::Flutter,
        }
    }
}
