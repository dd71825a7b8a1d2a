//! The arguments, as clap reads them, and the help texts.

use std::path::PathBuf;

use amplify_config::{BackendForm, ConfigKind, Library, Region};
use clap::{ArgGroup, Args, Parser, Subcommand, ValueEnum};

use crate::report::{FailOn, Format};

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

// One line a paragraph: clap breaks it at the width of the terminal.
const CHECK_HELP: &str = "\
Folders are searched for files whose name contains `amplify_outputs` or `amplifyconfiguration` and `.json`, and for \
`aws-exports.js`, `amplifyconfiguration.dart` and `amplify_outputs.dart` with a configuration inside. They are found even where an ignore file names them, as it usually does. Folders that are ignored, hidden or called \
node_modules are not entered, and links are not followed. A file that is named is checked whatever it is called.

Examples:
  amplify-ls check
  amplify-ls check packages/web src/amplify_outputs.json
  amplify-ls check --format sarif > findings.sarif
  amplify-ls check --fail-on error --max-warnings 10
  amplify-ls check --aws --profile staging
  amplify-ls check --account account.json --import-readiness
  aws s3 cp s3://config/amplify_outputs.json - | amplify-ls check -

Exit codes:
  0  no error and no warning; information and hints may be there (--fail-on and --max-warnings change that)
  1  errors or warnings
  2  something could not be checked (unreadable, no Amplify configuration, nothing found) or the arguments are wrong";

/// Check configuration files
#[derive(Args, Debug)]
#[command(visible_aliases = ["lint", "validate"], after_help = CHECK_HELP)]
#[command(group(ArgGroup::new("the account").args(["aws", "account"])))]
pub(super) struct CheckArguments {
    #[command(flatten)]
    pub(super) files: FileArguments,
    /// How to report
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    pub(super) format: Format,
    /// The mildest finding that makes the exit code 1
    #[arg(long, value_enum, default_value_t, value_name = "SEVERITY")]
    pub(super) fail_on: FailOn,
    /// Allow N warnings; more of them make the exit code 1, whatever --fail-on says
    #[arg(long, value_name = "N")]
    pub(super) max_warnings: Option<usize>,
    /// Tell also whether the tools of Amplify can import the user pool of each file, and what each of them lacks; the
    /// exit code does not depend on it
    #[arg(long, conflicts_with = "format", requires = "the account")]
    pub(super) import_readiness: bool,
}

/// The files a command works on.
#[derive(Args, Debug)]
pub(super) struct FileArguments {
    /// Files and folders; `-` is standard input, nothing is the current folder
    #[arg(value_name = "PATH")]
    pub(super) paths: Vec<PathBuf>,
    /// What standard input would be called as a file; its name tells what it should be
    #[arg(long, value_name = "NAME")]
    pub(super) stdin_filename: Option<PathBuf>,
    /// Compare the files with your AWS account: read calls to Cognito, with your AWS credentials
    #[arg(long)]
    pub(super) aws: bool,
    /// The profile of the AWS configuration to ask with [default: as the environment says]
    #[arg(long, value_name = "NAME", requires = "aws")]
    pub(super) profile: Option<String>,
    /// Ask only in this region; may be given several times [default: those that the files name]
    #[arg(long = "region", value_name = "REGION", requires = "aws", value_parser = region)]
    pub(super) regions: Vec<Region>,
    /// Compare the files with a snapshot of an account, written by `account snapshot`, instead of asking AWS
    #[arg(long, value_name = "FILE", conflicts_with = "aws")]
    pub(super) account: Option<PathBuf>,
}

/// Reads the name of a region.
fn region(text: &str) -> Result<Region, String> {
    Region::new(text).ok_or_else(|| format!("`{text}` is not the name of an AWS region, such as us-east-1"))
}

/// Record what is in an AWS account
#[derive(Args, Debug)]
#[command(subcommand_required = true, arg_required_else_help = false)]
pub(super) struct AccountArguments {
    #[command(subcommand)]
    pub(super) command: AccountCommand,
}

#[derive(Debug, Subcommand)]
pub(super) enum AccountCommand {
    Snapshot(SnapshotArguments),
}

const SNAPSHOT_HELP: &str = "\
Recorded are the pools that the files name, and of each region the lists of user pools and identity pools; those of a \
region that is given with --region are described, too, when they are few. No secret is recorded, only that a client \
has one. The calls are those that `amplify-ls doctor --iam` lists.

Examples:
  amplify-ls account snapshot > account.json
  amplify-ls account snapshot --region eu-west-1 --profile staging > account.json
  amplify-ls check --account account.json";

/// Print what is in an AWS account, for `check --account` and for editors without credentials
#[derive(Args, Debug)]
#[command(after_help = SNAPSHOT_HELP)]
pub(super) struct SnapshotArguments {
    /// Files and folders whose pools are recorded; nothing is the current folder
    #[arg(value_name = "PATH")]
    pub(super) paths: Vec<PathBuf>,
    /// Record this region, too; may be given several times
    #[arg(long = "region", value_name = "REGION", value_parser = region)]
    pub(super) regions: Vec<Region>,
    /// The profile of the AWS configuration to ask with [default: as the environment says]
    #[arg(long, value_name = "NAME")]
    pub(super) profile: Option<String>,
}

const DOCTOR_HELP: &str = "\
It reads files and starts nothing; AWS is asked only with --aws, and then only whose account it is.

Examples:
  amplify-ls doctor
  amplify-ls doctor packages/web --aws --profile staging
  amplify-ls doctor --iam > policy.json";

/// Tell what this program sees: files, settings, where AWS credentials come from
#[derive(Args, Debug)]
#[command(after_help = DOCTOR_HELP)]
pub(super) struct DoctorArguments {
    /// File or folder to look at; nothing is the current folder
    #[arg(value_name = "PATH")]
    pub(super) path: Option<PathBuf>,
    /// Print the permissions that the AWS credentials need, as an IAM policy
    #[arg(long, conflicts_with_all = ["path", "aws", "profile"])]
    pub(super) iam: bool,
    /// Ask AWS whose account it is
    #[arg(long)]
    pub(super) aws: bool,
    /// The profile of the AWS configuration to look at [default: as the environment says]
    #[arg(long, value_name = "NAME")]
    pub(super) profile: Option<String>,
}

const FIX_HELP: &str = "\
The same files are taken as by `amplify-ls check`. Only what cannot change the meaning of anything that worked is mended, \
again and again until nothing of that is left; --unsafe mends also what should be looked at. A file is replaced in one \
step and keeps its permissions, its line ends and its byte order mark. Of standard input the mended text is printed.

Examples:
  amplify-ls fix --diff                show what would be mended
  amplify-ls fix
  amplify-ls fix --unsafe src/amplify_outputs.json
  amplify-ls fix - < amplify_outputs.json > mended.json

Exit codes:
  0  no error and no warning is left, and with --diff there is nothing to mend
  1  errors or warnings are left, or with --diff there is something to mend
  2  something could not be read or written (unreadable, no Amplify configuration, nothing found) or the arguments are wrong";

/// Mend configuration files
#[derive(Args, Debug)]
#[command(after_help = FIX_HELP)]
pub(super) struct FixArguments {
    #[command(flatten)]
    pub(super) files: FileArguments,
    /// Mend also what is likely meant otherwise: look at the result
    #[arg(long = "unsafe")]
    pub(super) is_unsafe: bool,
    /// Print what would be changed as a unified diff, and change nothing
    #[arg(long)]
    pub(super) diff: bool,
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
    pub(super) format: ListFormat,
}

/// How to print a list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(super) enum ListFormat {
    /// For people, one a line
    #[default]
    Human,
    /// For programs
    Json,
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

/// Print a script that completes commands and options in a shell
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  amplify-ls completions bash > ~/.local/share/bash-completion/completions/amplify-ls
  amplify-ls completions fish > ~/.config/fish/completions/amplify-ls.fish
  amplify-ls completions zsh > ~/.zfunc/_amplify-ls      (a folder in fpath)
  amplify-ls completions powershell | Out-String | Invoke-Expression")]
pub(super) struct CompletionsArguments {
    /// The shell
    #[arg(value_enum, value_name = "SHELL")]
    pub(super) shell: clap_complete::Shell,
}

/// Print a page for `man`
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  amplify-ls man > ~/.local/share/man/man1/amplify-ls.1\n  amplify-ls man check > ~/.local/share/man/man1/amplify-ls-check.1"
)]
pub(super) struct ManArguments {
    /// The command it is about; without it the page of the whole program is printed
    pub(super) command: Option<String>,
}

/// Where a command writes what it makes.
#[derive(Args, Debug)]
pub(super) struct TargetArguments {
    /// Where to write it
    #[arg(short, long, value_name = "FILE")]
    pub(super) output: Option<PathBuf>,
    /// Write over a file that is there
    #[arg(long, requires = "output")]
    pub(super) force: bool,
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
    #[command(flatten)]
    pub(super) target: TargetArguments,
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
    #[command(flatten)]
    pub(super) target: TargetArguments,
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
What is not given is a placeholder in angle brackets, which `amplify-ls check` finds until it is filled in. With --aws \
or --account the file is made for a user pool of an account, with all that AWS tells of it; what has to be chosen is \
listed until it is given.

Examples:
  amplify-ls new gen2 -o amplify_outputs.json
  amplify-ls new gen2 --aws --profile staging --pool shop --client web -o amplify_outputs.json
  amplify-ls new gen1-web --account account.json --pool us-east-1_aBcD12345
  amplify-ls new gen1-mobile --user-pool-id us-east-1_aBcD12345 --user-pool-client-id 4a1b2c3d4e5f6g7h8i9j0k1l2m

Exit codes:
  0  done; what its user should know is on standard error
  2  could not be done: something has to be chosen, or is not in the account, or AWS did not tell";

/// Write a new configuration file
#[derive(Args, Debug)]
#[command(after_help = NEW_HELP)]
#[command(group(ArgGroup::new("source").args(["aws", "account"])))]
pub(super) struct NewArguments {
    /// What to make
    #[arg(value_enum, value_name = "KIND")]
    pub(super) kind: Kind,
    /// The region of the pools [default: that of the user pool, of the profile or of the snapshot]
    #[arg(long, value_name = "REGION")]
    pub(super) region: Option<String>,
    /// Make it for a user pool of your AWS account: read calls to Cognito, with your AWS credentials
    #[arg(long, conflicts_with_all = ["user_pool_id", "user_pool_client_id", "identity_pool_id"])]
    pub(super) aws: bool,
    /// The profile of the AWS configuration to ask with [default: as the environment says]
    #[arg(long, value_name = "NAME", requires = "aws")]
    pub(super) profile: Option<String>,
    /// Make it for a user pool in a snapshot of an account, written by `account snapshot`
    #[arg(long, value_name = "FILE", conflicts_with_all = ["user_pool_id", "user_pool_client_id", "identity_pool_id"])]
    pub(super) account: Option<PathBuf>,
    /// The user pool, by id or by name
    #[arg(long, value_name = "ID|NAME", requires = "source")]
    pub(super) pool: Option<String>,
    /// Its app client, by id or by name
    #[arg(long, value_name = "ID|NAME", requires = "source")]
    pub(super) client: Option<String>,
    /// The identity pool, by id or by name; an empty text for none
    #[arg(long, value_name = "ID|NAME", requires = "source")]
    pub(super) identity_pool: Option<String>,
    /// The id of the user pool
    #[arg(long, value_name = "ID")]
    pub(super) user_pool_id: Option<String>,
    /// The id of its app client
    #[arg(long, value_name = "ID")]
    pub(super) user_pool_client_id: Option<String>,
    /// The id of the identity pool
    #[arg(long, value_name = "ID")]
    pub(super) identity_pool_id: Option<String>,
    #[command(flatten)]
    pub(super) target: TargetArguments,
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
    #[command(flatten)]
    pub(super) target: TargetArguments,
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
