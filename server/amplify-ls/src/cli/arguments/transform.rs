//! The commands that make or compare texts: `convert`, `redact`, `diff`, `generate`.

use std::path::PathBuf;

use amplify_config::{BackendForm, Library};
use clap::{Args, Subcommand, ValueEnum};

use super::Kind;

/// Where a command writes what it makes.
#[derive(Args, Debug)]
pub(in crate::cli) struct TargetArguments {
    /// Where to write it
    #[arg(short, long, value_name = "FILE")]
    pub(in crate::cli) output: Option<PathBuf>,
    /// Write over a file that is there
    #[arg(long, requires = "output")]
    pub(in crate::cli) force: bool,
}

/// The one file a command works on.
#[derive(Args, Debug)]
pub(in crate::cli) struct SourceArguments {
    /// The file; `-` is standard input
    #[arg(value_name = "FILE")]
    pub(in crate::cli) file: PathBuf,
    /// What standard input would be called as a file; its name tells what it should be
    #[arg(long, value_name = "NAME")]
    pub(in crate::cli) stdin_filename: Option<PathBuf>,
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
pub(in crate::cli) struct ConvertArguments {
    /// What to make
    #[arg(long, value_enum, value_name = "KIND")]
    pub(in crate::cli) to: Kind,
    /// The libraries that will read it, with commas between; what breaks them is left out
    #[arg(long = "for", value_enum, value_delimiter = ',', value_name = "LIBRARY")]
    pub(in crate::cli) libraries: Vec<Reader>,
    #[command(flatten)]
    pub(in crate::cli) target: TargetArguments,
    #[command(flatten)]
    pub(in crate::cli) source: SourceArguments,
}

const REDACT_HELP: &str = "\
Ids, keys, domains, addresses and ARNs are replaced by others of the same form, the same by the same; regions, fields, \
lay-out and mistakes stay as they are. Names of models, groups and paths stay too, and so do plain words in `custom`: \
look at the copy before you show it.

Examples:
  amplify-ls redact amplify_outputs.json > amplify_outputs.redacted.json
  amplify-ls redact amplify_outputs.json | amplify-ls check -
  git show HEAD:src/aws-exports.js | amplify-ls redact - --stdin-filename aws-exports.js

Exit codes:
  0  done
  2  the file could not be read or is no Amplify configuration";

/// Print a copy of a configuration file that can be shown to others
#[derive(Args, Debug)]
#[command(after_help = REDACT_HELP)]
pub(in crate::cli) struct RedactArguments {
    #[command(flatten)]
    pub(in crate::cli) target: TargetArguments,
    #[command(flatten)]
    pub(in crate::cli) source: SourceArguments,
}

const DIFF_HELP: &str = "\
Files of one kind are compared value by value; of two kinds that is compared which both can say. Order, lay-out and \
the words of the generations are no differences.

Examples:
  amplify-ls diff amplify_outputs.json ios/amplifyconfiguration.json
  amplify-ls diff amplify_outputs.json amplify_outputs.prod.json
  git show main:amplify_outputs.json | amplify-ls diff - amplify_outputs.json --stdin-filename amplify_outputs.json

Exit codes:
  0  they say the same
  1  they do not
  2  a file could not be read or is no Amplify configuration";

/// Compare what two configuration files say, whatever their kinds
#[derive(Args, Debug)]
#[command(after_help = DIFF_HELP)]
pub(in crate::cli) struct DiffArguments {
    /// One file
    #[arg(value_name = "A")]
    pub(in crate::cli) left: PathBuf,
    /// The other; one of them may be `-`, standard input
    #[arg(value_name = "B")]
    pub(in crate::cli) right: PathBuf,
    /// What standard input would be called as a file; its name tells what it should be
    #[arg(long, value_name = "NAME")]
    pub(in crate::cli) stdin_filename: Option<PathBuf>,
}

/// Write code from a configuration file
#[derive(Args, Debug)]
pub(in crate::cli) struct GenerateArguments {
    #[command(subcommand)]
    pub(in crate::cli) what: Generate,
}

#[derive(Debug, Subcommand)]
pub(in crate::cli) enum Generate {
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
pub(in crate::cli) struct BackendArguments {
    /// How the backend is to know them
    #[arg(long, value_enum, default_value_t, value_name = "FORM")]
    pub(in crate::cli) form: Form,
    #[command(flatten)]
    pub(in crate::cli) target: TargetArguments,
    #[command(flatten)]
    pub(in crate::cli) source: SourceArguments,
}

/// The ways to tell a backend of resources that it did not make.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum Form {
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

/// The libraries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum Reader {
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
