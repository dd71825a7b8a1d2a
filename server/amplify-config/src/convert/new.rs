//! A new file of any kind, from what is known of the resources it is to name.

use serde_json::{Map, Value, json};

use crate::config_kind::ConfigKind;
use crate::convert::{convert, file_name, write};
use crate::document::Document;
use crate::file_path::FilePath;

/// Resources of Amazon Cognito, as far as they are known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CognitoResources {
    /// The region of both pools; else that in front of the id of the user pool.
    pub region: Option<String>,
    /// The id of the user pool.
    pub user_pool_id: Option<String>,
    /// The id of its app client.
    pub user_pool_client_id: Option<String>,
    /// The id of the identity pool; a file does without.
    pub identity_pool_id: Option<String>,
    /// Whether it lets guests in; else it does.
    pub allows_guests: Option<bool>,
}

/// The text of a file of that kind that names these resources. What is not known is a placeholder in angle brackets.
pub fn new_file(kind: ConfigKind, resources: &CognitoResources) -> String {
    let text = |value: &Option<String>, what: &str| Value::from(value.clone().unwrap_or_else(|| format!("<{what}>")));
    let pool = resources.user_pool_id.as_deref();
    let region = resources.region.clone().or_else(|| Some(pool?.split_once('_')?.0.to_owned()));
    let mut auth = Map::from_iter([
        ("user_pool_id".to_owned(), text(&resources.user_pool_id, "id of the user pool")),
        ("aws_region".to_owned(), text(&region, "region")),
        ("user_pool_client_id".to_owned(), text(&resources.user_pool_client_id, "id of the app client")),
    ]);
    if let Some(id) = &resources.identity_pool_id {
        auth.insert("identity_pool_id".to_owned(), id.as_str().into());
        auth.insert("unauthenticated_identities_enabled".to_owned(), resources.allows_guests.unwrap_or(true).into());
    }
    let outputs = write::text_of(&json!({ "version": super::settle::VERSION, "auth": auth }));
    let document = Document::new(FilePath::new(file_name(ConfigKind::Outputs)), outputs.as_str());
    convert(&document, kind, &[]).map_or(outputs, |conversion| conversion.text)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::features::diagnostics::diagnostics;
    use crate::project::{Change, Project};

    fn codes(kind: ConfigKind, resources: &CognitoResources) -> Vec<&'static str> {
        let path = FilePath::new(file_name(kind));
        let mut project = Project::new();
        project.apply(Change::Text(path.clone(), Some(Arc::from(new_file(kind, resources)))));
        assert_eq!(project.document(&path).unwrap().kind(), Some(kind));
        diagnostics(&project, &path).into_iter().map(|found| found.code).collect()
    }

    #[test]
    fn a_new_file_has_no_fault_but_what_is_to_be_filled_in() {
        let full = CognitoResources {
            region: None,
            user_pool_id: Some("eu-west-1_qWeRt6789".into()),
            user_pool_client_id: Some("7k8l9m0n1o2p3q4r5s6t7u8v9a".into()),
            identity_pool_id: Some("eu-west-1:0a1b2c3d-4e5f-6a7b-8c9d-0e1f2a3b4c5d".into()),
            allows_guests: None,
        };
        for kind in ConfigKind::ALL {
            assert_eq!(codes(kind, &full), Vec::<&str>::new(), "{kind:?}");
            assert!(new_file(kind, &full).contains("\"eu-west-1\""), "{kind:?}");
            let mut said = codes(kind, &CognitoResources::default());
            said.dedup();
            assert_eq!(said, ["placeholder"], "{kind:?}");
        }
    }
}
