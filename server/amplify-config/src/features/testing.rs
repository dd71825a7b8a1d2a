//! What the tests of the features share: a drawn text becomes a project.

use std::sync::Arc;

use proptest::prelude::*;

use crate::file_path::FilePath;
use crate::project::{Change, Project};

/// A project of the files of a fixture, and the last of them.
pub(super) fn project(drawn: &str) -> (Project, FilePath, fixture::File) {
    let mut project = Project::new();
    let fixture = fixture::read(drawn);
    let file = fixture.files.last().expect("a fixture has a file").clone();
    for file in &fixture.files {
        project.apply(Change::Text(FilePath::new(file.name.as_str()), Some(Arc::from(file.text.as_str()))));
    }
    (project, FilePath::new(file.name.as_str()), file)
}

/// A project of one file of that text under the name of a Gen 2 file.
pub(super) fn project_of(text: &str) -> (Project, FilePath) {
    project_named("amplify_outputs.json", text)
}

/// A project of one file.
pub(super) fn project_named(name: &str, text: &str) -> (Project, FilePath) {
    let mut project = Project::new();
    let path = FilePath::new(name);
    project.apply(Change::Text(path.clone(), Some(Arc::from(text))));
    (project, path)
}

/// Names and texts of all real files.
pub(crate) fn corpus() -> Vec<(String, String)> {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/corpus");
    let folders = std::fs::read_dir(root).expect("the corpus is there").filter_map(Result::ok);
    let files = folders.filter_map(|folder| std::fs::read_dir(folder.path()).ok()).flatten().filter_map(Result::ok);
    files
        .filter_map(|file| {
            let name = file.file_name().into_string().ok()?;
            Some((name, std::fs::read_to_string(file.path()).ok()?))
        })
        .collect()
}

/// Texts with something of everything, whole and broken, for properties.
pub(super) const SAMPLES: &[&str] = &[
    FULL,
    "",
    "{",
    "{\"auth\": {\"user_pool_id\": \"us-east-1_aBcD12345\", \"oauth\": {\"scopes\": [\"openid\"",
    "[[[{\"a\": [}]]",
    "{\"version\": \"1.4\",, \"storage\": {\"buckets\": [{\"paths\": {\"a/${cognito-identity.amazonaws.com:sub}/*\": {\"groupsÄ\": []}}}]}",
    "<<<<<<< ours\n{\"version\": \"1\"}\n=======\n{\"version\": \"1.4\"}\n>>>>>>> theirs\n",
    "{\"aws_project_region\": \"us-east-1\", \"aws_user_pools_id\": \"us-east-1_aBcD12345\", 'oauth': {}}",
    "{\"auth\": {\"plugins\": {\"awsCognitoAuthPlugin\": {\"UserAgent\": \"aws-amplify\"}}}} // end",
];

/// A sample with a few characters put in or taken out anywhere.
pub(crate) fn mutated() -> impl Strategy<Value = String> {
    let change =
        (0.0..1.0, 0..4usize, prop::sample::select(vec!["", "\"", "{", "}", "[", "]", ",", ":", "\n", "é", "\\"]));
    (prop::sample::select(SAMPLES), prop::collection::vec(change, 0..6)).prop_map(|(sample, changes)| {
        let mut text: Vec<char> = sample.chars().collect();
        for (place, removed, added) in changes {
            let at = (text.len() as f64 * place) as usize;
            let end = (at + removed).min(text.len());
            text.splice(at..end, added.chars());
        }
        text.into_iter().collect()
    })
}

/// Something of every section.
pub(crate) const FULL: &str = r#"{
  "auth": {
    "user_pool_id": "eu-west-1_qWeRt6789",
    "aws_region": "eu-west-1",
    "user_pool_client_id": "7k8l9m0n1o2p3q4r5s6t7u8v9a",
    "identity_pool_id": "eu-west-1:0a1b2c3d-4e5f-6a7b-8c9d-0e1f2a3b4c5d",
    "mfa_methods": ["SMS", "TOTP"],
    "groups": [{ "ADMINS": { "precedence": 0 } }, { "EDITORS": { "precedence": 1 } }],
    "mfa_configuration": "OPTIONAL",
    "oauth": {
      "identity_providers": ["GOOGLE"],
      "redirect_sign_in_uri": ["http://localhost:3000/", "myapp://callback/"],
      "redirect_sign_out_uri": ["https://shop.acme.test/"],
      "response_type": "code",
      "scopes": ["openid"],
      "domain": "shop.auth.eu-west-1.amazoncognito.com"
    }
  },
  "data": {
    "url": "https://q7w6e5r4t3y2u1i0o9p8a7s6d5.appsync-api.eu-west-1.amazonaws.com/graphql",
    "aws_region": "eu-west-1",
    "model_introspection": {
      "version": 1,
      "models": {
        "Todo": {
          "name": "Todo",
          "fields": {
            "id": { "name": "id", "isArray": false, "type": "ID", "isRequired": true },
            "owner": {
              "name": "owner",
              "isArray": false,
              "type": { "model": "User" },
              "isRequired": true,
              "association": { "connectionType": "BELONGS_TO", "targetNames": ["id"] }
            }
          },
          "pluralName": "Todos",
          "primaryKeyInfo": { "isCustomPrimaryKey": false, "primaryKeyFieldName": "id", "sortKeyFieldNames": [] }
        }
      },
      "enums": {},
      "nonModels": {}
    }
  },
  "storage": {
    "aws_region": "eu-west-1",
    "bucket_name": "amplify-shop-media-9z8y",
    "buckets": [
      {
        "name": "media",
        "bucket_name": "amplify-shop-media-9z8y",
        "aws_region": "eu-west-1",
        "paths": {
          "media/${cognito-identity.amazonaws.com:sub}/*": { "entityidentity": ["get"], "groupsADMINS": ["write"] }
        }
      }
    ]
  },
  "geo": { "aws_region": "eu-west-1", "maps": { "items": { "m": { "style": "VectorEsriStreets" } }, "default": "m" } },
  "custom": { "é": "ü" },
  "version": "1.4"
}"#;
