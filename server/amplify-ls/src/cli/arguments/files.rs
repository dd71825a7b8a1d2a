//! `check` and `fix`, which work on many files.

use std::path::PathBuf;

use amplify_config::Region;
use clap::{ArgGroup, Args};

use super::region;
use crate::report::{FailOn, Format};

// One line a paragraph: clap breaks it at the width of the terminal.
const CHECK_HELP: &str = "\
Folders are searched for files whose name contains `amplify_outputs` or `amplifyconfiguration` and `.json`, and for \
`aws-exports.js`, `amplifyconfiguration.dart` and `amplify_outputs.dart` with a configuration inside. They are \
found even where an ignore file names them, as it usually does. Folders that are ignored, hidden or called \
node_modules are not entered, and links are not followed. A file that is named is checked whatever it is called.

Examples:
  amplify-ls check
  amplify-ls check packages/web src/amplify_outputs.json
  amplify-ls check --format sarif -o findings.sarif
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
pub(in crate::cli) struct CheckArguments {
    #[command(flatten)]
    pub(in crate::cli) files: FileArguments,
    /// How to report
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    pub(in crate::cli) format: Format,
    /// Write the report to this file, over what is there, instead of printing it
    #[arg(long, short, value_name = "FILE")]
    pub(in crate::cli) output: Option<PathBuf>,
    /// The mildest finding that makes the exit code 1
    #[arg(long, value_enum, default_value_t, value_name = "SEVERITY")]
    pub(in crate::cli) fail_on: FailOn,
    /// Allow N warnings; more of them make the exit code 1, whatever --fail-on says
    #[arg(long, value_name = "N")]
    pub(in crate::cli) max_warnings: Option<usize>,
    /// Tell also whether the tools of Amplify can import the user pool of each file, and what each of them lacks; the
    /// exit code does not depend on it
    #[arg(long, conflicts_with = "format", requires = "the account")]
    pub(in crate::cli) import_readiness: bool,
}

/// The files a command works on.
#[derive(Args, Debug)]
pub(in crate::cli) struct FileArguments {
    /// Files and folders; `-` is standard input, nothing is the current folder
    #[arg(value_name = "PATH")]
    pub(in crate::cli) paths: Vec<PathBuf>,
    /// What standard input would be called as a file; its name tells what it should be
    #[arg(long, value_name = "NAME")]
    pub(in crate::cli) stdin_filename: Option<PathBuf>,
    /// Compare the files with your AWS account: read calls to Cognito, with your AWS credentials
    #[arg(long)]
    pub(in crate::cli) aws: bool,
    /// The profile of the AWS configuration to ask with [default: as the environment says]
    #[arg(long, value_name = "NAME", requires = "aws")]
    pub(in crate::cli) profile: Option<String>,
    /// Ask only in this region; may be given several times [default: those that the files name]
    #[arg(long = "region", value_name = "REGION", requires = "aws", value_parser = region)]
    pub(in crate::cli) regions: Vec<Region>,
    /// Compare the files with a snapshot of an account, written by `account snapshot`, instead of asking AWS
    #[arg(long, value_name = "FILE", conflicts_with = "aws")]
    pub(in crate::cli) account: Option<PathBuf>,
}

const FIX_HELP: &str = "\
The same files are taken as by `amplify-ls check`. Only what cannot change the meaning of anything that worked is mended, \
again and again until nothing of that is left; --unsafe mends also what should be looked at. A file is replaced in one \
step and keeps its permissions and its line ends. Of standard input the mended text is printed.

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
pub(in crate::cli) struct FixArguments {
    #[command(flatten)]
    pub(in crate::cli) files: FileArguments,
    /// Mend also what is likely meant otherwise: look at the result
    #[arg(long = "unsafe")]
    pub(in crate::cli) is_unsafe: bool,
    /// Print what would be changed as a unified diff, and change nothing
    #[arg(long)]
    pub(in crate::cli) diff: bool,
}
