//! `amplify-ls new KIND`: a configuration file to begin with, or a whole one for a user pool of an account.

use std::io;

use amplify_account::{AwsProgram, Snapshot, Source};
use amplify_config::{
    AccountFile, CognitoResources, FileWish, PoolId, Project, Region, account_file, account_file_lookups, new_file,
};

use super::Outcome;
use super::arguments::NewArguments;
use super::output::{complain, tell};
use super::{learning, transform};

/// Writes the file.
pub(super) fn run(arguments: &NewArguments) -> io::Result<Outcome> {
    if arguments.aws || arguments.account.is_some() {
        return from_account(arguments);
    }
    let resources = CognitoResources {
        region: arguments.region.clone(),
        user_pool_id: arguments.user_pool_id.clone(),
        user_pool_client_id: arguments.user_pool_client_id.clone(),
        identity_pool_id: arguments.identity_pool_id.clone(),
        allows_guests: None,
    };
    let text = new_file(arguments.kind.into(), &resources);
    transform::write(&text, &arguments.target)
}

fn from_account(arguments: &NewArguments) -> io::Result<Outcome> {
    let region = match arguments.region.as_deref().map(|name| (name, Region::new(name))) {
        Some((name, None)) => {
            complain(format_args!("`{name}` is not the name of an AWS region, such as us-east-1"));
            return Ok(Outcome::Failed);
        }
        named => named.and_then(|(_, region)| region),
    };
    let (source, regions) = match &arguments.account {
        Some(path) => match Snapshot::open(path) {
            Ok(snapshot) => {
                let regions = snapshot.regions();
                (Source::Snapshot(Box::new(snapshot)), regions)
            }
            Err(error) => {
                complain(error);
                return Ok(Outcome::Failed);
            }
        },
        None => {
            let aws = AwsProgram::new(learning::typed(arguments.profile.as_deref(), &[]));
            let home = match region {
                Some(_) => None,
                None => match learning::wait(aws.home_region())? {
                    Ok(home) => home,
                    Err(reason) => {
                        complain(reason.sentence());
                        return Ok(Outcome::Failed);
                    }
                },
            };
            (Source::Aws(Box::new(aws)), home.into_iter().collect())
        }
    };
    let wish = FileWish {
        kind: arguments.kind.into(),
        regions: region.map_or(regions, |region| vec![region]),
        user_pool: arguments.pool.clone(),
        client: arguments.client.clone(),
        identity_pool: arguments.identity_pool.clone(),
    };
    if wish.regions.is_empty() && wish.user_pool.as_deref().and_then(PoolId::new).is_none() {
        complain("the AWS profile names no region: give one with --region");
        return Ok(Outcome::Failed);
    }
    let mut project = Project::new();
    let questions = |project: &Project| account_file_lookups(project, &wish);
    let (_, unlearned) = learning::wait(learning::learn(&source, &mut project, questions))?;
    for gap in unlearned.values() {
        let actions = gap.actions.iter().copied().collect::<Vec<_>>().join(", ");
        complain(format_args!("{}, so this is not known: {actions}", gap.reason.sentence()));
    }
    match account_file(&project, &wish) {
        AccountFile::Text { text, notes } => {
            notes.iter().for_each(tell);
            transform::write(&text, &arguments.target)
        }
        AccountFile::Choose { what, choices, .. } => {
            let option = match what {
                amplify_config::Chosen::UserPool => "--pool",
                amplify_config::Chosen::Client => "--client",
                amplify_config::Chosen::IdentityPool => "--identity-pool",
            };
            complain(format_args!("there is more than one {}; name one with {option}:", what.name()));
            for choice in choices {
                let words = [choice.name, choice.detail].into_iter().filter(|word| !word.is_empty());
                let words: Vec<String> = words.collect();
                tell(format_args!("  {}  {}", choice.id, words.join(" · ")));
            }
            Ok(Outcome::Failed)
        }
        AccountFile::Impossible(message) => {
            complain(message);
            Ok(Outcome::Failed)
        }
    }
}
