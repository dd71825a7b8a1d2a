//! `amplify-ls new KIND`: a configuration file to begin with.

use std::io;

use amplify_config::{CognitoResources, new_file};

use super::Outcome;
use super::arguments::NewArguments;
use super::transform;

/// Writes the file.
pub(super) fn run(arguments: &NewArguments) -> io::Result<Outcome> {
    let resources = CognitoResources {
        region: arguments.region.clone(),
        user_pool_id: arguments.user_pool_id.clone(),
        user_pool_client_id: arguments.user_pool_client_id.clone(),
        identity_pool_id: arguments.identity_pool_id.clone(),
    };
    let text = new_file(arguments.kind.into(), &resources);
    transform::write(&text, &arguments.target)
}
