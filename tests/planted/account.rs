//! Mistakes whose cure AWS alone knows, with an account in which is what the file named before.

use std::sync::Arc;

use amplify_config::{
    Answer, Change, ClientFacts, Diagnostic, Document, Facts, IdentityPoolEntry, IdentityPoolFacts, IdentityPoolId,
    LinkedClient, Listing, Lookup, Moment, Project, UserPoolFacts, diagnostics, wanted_lookups,
};
use amplify_json::edit::apply;

use crate::{corpus_files, new_findings, plant, project, real_name};

/// Where a Gen 2 file has them.
fn text<'d>(document: &'d Document, name: &str) -> Option<std::borrow::Cow<'d, str>> {
    document.tree.root().get("auth")?.get(name)?.as_str()
}

/// All that a file asks about, answered from what another names.
fn tell(project: &mut Project, path: &amplify_config::FilePath, named: &Document) -> Option<()> {
    let id = IdentityPoolId::new(&text(named, "identity_pool_id")?)?;
    let client = text(named, "user_pool_client_id")?.into_owned();
    loop {
        let wanted = wanted_lookups(project, path);
        let new: Vec<Lookup> = wanted.into_iter().filter(|it| project.inventory().entry(it).is_none()).collect();
        if new.is_empty() {
            return Some(());
        }
        for lookup in new {
            let known = match &lookup {
                Lookup::UserPool(_) => Facts::UserPool(Arc::new(UserPoolFacts::default())),
                Lookup::Client(..) => Facts::Client(Arc::new(ClientFacts::default())),
                Lookup::IdentityPools(_) => {
                    let items = vec![IdentityPoolEntry { id: id.clone(), name: "identities".to_owned() }];
                    Facts::IdentityPools(Arc::new(Listing { items, is_complete: true }))
                }
                Lookup::IdentityPool(_) => {
                    let pool = amplify_config::PoolId::new(&text(named, "user_pool_id")?)?;
                    let issuer = format!("cognito-idp.{}.amazonaws.com/{pool}", pool.region().as_str());
                    let linked = vec![LinkedClient { issuer, client: client.clone() }];
                    Facts::IdentityPool(Arc::new(IdentityPoolFacts {
                        allows_guests: true,
                        linked,
                        ..Default::default()
                    }))
                }
                _ => {
                    let unknown = Answer::Unavailable(amplify_config::Reason::NotRecorded);
                    project.apply(Change::Answer(lookup, unknown, Moment(1)));
                    continue;
                }
            };
            project.apply(Change::Answer(lookup, Answer::Known(known), Moment(1)));
        }
    }
}

#[test]
fn guests_without_a_pool_get_the_one_of_the_account() {
    let (mut planted, mut mended) = (0, 0);
    let mut misses = Vec::new();
    for file in corpus_files() {
        let name = real_name(&file);
        let whole = std::fs::read_to_string(&file).expect("the corpus can be read");
        let (before, path) = project(&name, &whole);
        let Some(named) = before.document(&path).filter(|document| document.kind().is_some()) else { continue };
        for mistake in plant::mistakes(named).into_iter().filter(|mistake| mistake.kind == "guests without pool") {
            let findings = |text: &str| -> Option<Vec<Diagnostic>> {
                let (mut project, path) = project(&name, text);
                tell(&mut project, &path, named)?;
                // Nobody can be asked about ids that are examples.
                project.inventory().entries().next()?;
                Some(diagnostics(&project, &path))
            };
            let (Some(old), Some(now)) = (findings(&whole), findings(&mistake.text)) else { continue };
            planted += 1;
            let new = new_findings(&old, &now);
            let is_mended = |diagnostic: &&Diagnostic| {
                let fixes = diagnostic.fixes.iter().filter(|fix| fix.title.starts_with("Use the identity pool"));
                fixes.map(|fix| apply(&mistake.text, &fix.edits)).any(|after| {
                    after.contains("\"identity_pool_id\"")
                        && findings(&after).is_some_and(|after| new_findings(&old, &after).is_empty())
                })
            };
            match new.len() == 1 && new.iter().all(is_mended) {
                true => mended += 1,
                false => misses.push(format!("{}: {now:#?}", file.display())),
            }
        }
    }
    println!("guests without pool, where the account is known: {mended} of {planted} mended");
    assert!(planted > 5 && misses.is_empty(), "{mended} of {planted}\n{}", misses.join("\n"));
}
