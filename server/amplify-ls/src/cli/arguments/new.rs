//! `new`, which writes a file.

use std::path::PathBuf;

use clap::{ArgGroup, Args};

use super::{Kind, TargetArguments};

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
pub(in crate::cli) struct NewArguments {
    /// What to make
    #[arg(value_enum, value_name = "KIND")]
    pub(in crate::cli) kind: Kind,
    /// The region of the pools [default: that of the user pool, of the profile or of the snapshot]
    #[arg(long, value_name = "REGION")]
    pub(in crate::cli) region: Option<String>,
    /// Make it for a user pool of your AWS account: read calls to Cognito, with your AWS credentials
    #[arg(long, conflicts_with_all = ["user_pool_id", "user_pool_client_id", "identity_pool_id"])]
    pub(in crate::cli) aws: bool,
    /// The profile of the AWS configuration to ask with [default: as the environment says]
    #[arg(long, value_name = "NAME", requires = "aws")]
    pub(in crate::cli) profile: Option<String>,
    /// Make it for a user pool in a snapshot of an account, written by `account snapshot`
    #[arg(long, value_name = "FILE", conflicts_with_all = ["user_pool_id", "user_pool_client_id", "identity_pool_id"])]
    pub(in crate::cli) account: Option<PathBuf>,
    /// The user pool, by id or by name
    #[arg(long, value_name = "ID|NAME", requires = "source")]
    pub(in crate::cli) pool: Option<String>,
    /// Its app client, by id or by name
    #[arg(long, value_name = "ID|NAME", requires = "source")]
    pub(in crate::cli) client: Option<String>,
    /// The identity pool, by id or by name; an empty text for none
    #[arg(long, value_name = "ID|NAME", requires = "source")]
    pub(in crate::cli) identity_pool: Option<String>,
    /// The id of the user pool
    #[arg(long, value_name = "ID")]
    pub(in crate::cli) user_pool_id: Option<String>,
    /// The id of its app client
    #[arg(long, value_name = "ID")]
    pub(in crate::cli) user_pool_client_id: Option<String>,
    /// The id of the identity pool
    #[arg(long, value_name = "ID")]
    pub(in crate::cli) identity_pool_id: Option<String>,
    #[command(flatten)]
    pub(in crate::cli) target: TargetArguments,
}
