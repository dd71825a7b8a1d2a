//! `account` and `doctor`: what is there beside the files.

use std::path::PathBuf;

use amplify_config::Region;
use clap::{Args, Subcommand};

use super::region;

/// Record what is in an AWS account
#[derive(Args, Debug)]
#[command(subcommand_required = true, arg_required_else_help = false)]
pub(in crate::cli) struct AccountArguments {
    #[command(subcommand)]
    pub(in crate::cli) command: AccountCommand,
}

#[derive(Debug, Subcommand)]
pub(in crate::cli) enum AccountCommand {
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
pub(in crate::cli) struct SnapshotArguments {
    /// Files and folders whose pools are recorded; nothing is the current folder
    #[arg(value_name = "PATH")]
    pub(in crate::cli) paths: Vec<PathBuf>,
    /// Record this region, too; may be given several times
    #[arg(long = "region", value_name = "REGION", value_parser = region)]
    pub(in crate::cli) regions: Vec<Region>,
    /// The profile of the AWS configuration to ask with [default: as the environment says]
    #[arg(long, value_name = "NAME")]
    pub(in crate::cli) profile: Option<String>,
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
pub(in crate::cli) struct DoctorArguments {
    /// File or folder to look at; nothing is the current folder
    #[arg(value_name = "PATH")]
    pub(in crate::cli) path: Option<PathBuf>,
    /// Print the permissions that the AWS credentials need, as an IAM policy
    #[arg(long, conflicts_with_all = ["path", "aws", "profile"])]
    pub(in crate::cli) iam: bool,
    /// Ask AWS whose account it is
    #[arg(long)]
    pub(in crate::cli) aws: bool,
    /// The profile of the AWS configuration to look at [default: as the environment says]
    #[arg(long, value_name = "NAME")]
    pub(in crate::cli) profile: Option<String>,
}
