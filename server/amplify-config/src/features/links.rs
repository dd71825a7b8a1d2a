//! Addresses behind keys and ids.

use std::ops::Range;

use amplify_json::{Kind, Node};

use super::our_document;
use crate::console::{self, Page};
use crate::document::Document;
use crate::file_path::FilePath;
use crate::ids;
use crate::knowledge::Knowledge;
use crate::placeholders::is_placeholder;
use crate::project::Project;
use crate::references::resolve;

/// A place that leads somewhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// The token, without quotes.
    pub range: Range<usize>,
    /// Where it leads: an absolute https address.
    pub target: String,
    /// What is there, in a few words.
    pub tooltip: String,
}

/// A file has at most so many links.
const MAX_LINKS: usize = 2_000;

/// All links of the file: sections lead to the official page, ids to the AWS console, https addresses to themselves.
pub fn links(project: &Project, path: &FilePath) -> Vec<Link> {
    let Some(document) = our_document(project, path) else { return Vec::new() };
    let Some(knowledge) = document.knowledge() else { return Vec::new() };
    let mut links = sections(document, knowledge);
    // Nothing in these leads anywhere: the one is machine-made, the other must not be passed on.
    let mut closed: Vec<Range<usize>> = Vec::new();
    document.visit_known(|value, id| {
        let keywords = knowledge.keywords(id);
        if keywords.generated || keywords.secret {
            closed.push(value.range());
        } else if let Some(resource) = &keywords.resource
            && !document.recognition.is_template
            && !knowledge.subschema(id).examples.iter().any(|example| example.as_str() == value.as_str().as_deref())
            && let Some(page) = console_page(knowledge, value, resource, keywords.region_at.as_deref())
        {
            let tooltip = format!("Open the {} in the AWS console", page.title);
            links.push(Link { range: value.content_range(), target: page.address, tooltip });
        }
    });
    // They follow each other in the text and none is inside another.
    let is_open = |node: &Node<'_>| {
        let next = closed.partition_point(|range| range.end < node.range().end);
        closed.get(next).is_none_or(|range| node.range().start < range.start)
    };
    for node in document.tree.nodes().filter(|node| node.kind() == Kind::String) {
        if links.len() >= MAX_LINKS {
            break;
        }
        if document.text()[node.content_range()].contains("https:") && is_open(&node) {
            links.extend(addresses(node));
        }
    }
    links.sort_by_key(|link| link.range.start);
    links.truncate(MAX_LINKS);
    links
}

/// The keys of the sections at the top of the file, each with its official page.
fn sections(document: &Document, knowledge: &'static Knowledge) -> Vec<Link> {
    let schema = &knowledge.schema;
    let page = |member: Node<'_>| {
        let key = member.key()?;
        let id = schema.property(schema.root(), &member.name())?;
        let is_section = schema.get(id).types.iter().any(|name| name == "object");
        let docs = knowledge.keywords(id).docs.clone().filter(|_| is_section)?;
        let tooltip = format!("Read about `{}` in the Amplify documentation", member.name());
        Some(Link { range: key.content_range(), target: docs, tooltip })
    };
    document.tree.root().members().filter_map(page).collect()
}

/// The page of the console for a value that names a resource.
fn console_page(knowledge: &Knowledge, value: Node<'_>, resource: &str, region_at: Option<&str>) -> Option<Page> {
    let name = value.as_str()?;
    let region = region_at.and_then(|at| resolve(value.tree().root(), value, 0, at).first()?.as_str());
    let pool = if resource == "user-pool-client" { user_pool_beside(knowledge, value) } else { None };
    console::page(resource, &name, region.as_deref(), pool.as_deref())
}

/// The id of the user pool in the same object.
fn user_pool_beside(knowledge: &Knowledge, value: Node<'_>) -> Option<String> {
    let object = value.container()?;
    let id = knowledge.schema.at(object)?;
    let is_pool = |member: &Node<'_>| {
        let property = knowledge.schema.property(id, &member.name());
        property.is_some_and(|property| knowledge.keywords(property).resource.as_deref() == Some("user-pool"))
    };
    let pool = object.members().take(200).find(is_pool)?.value()?.as_str()?;
    Some(pool.into_owned())
}

/// The https addresses of a string: all of it, or the parts between commas.
fn addresses(node: Node<'_>) -> Vec<Link> {
    let text = node.string_value();
    let range = node.content_range();
    // With escapes the places of the parts are not known.
    let parts: Vec<(Range<usize>, &str)> = if text.len() == range.len() && text.contains(',') {
        let mut start = range.start;
        let place = |part: &'_ str| {
            let begin = start + part.len() - part.trim_start().len();
            start += part.len() + 1;
            begin..begin + part.trim().len()
        };
        text.split(',').map(place).zip(text.split(',').map(str::trim)).collect()
    } else {
        vec![(range, text.as_ref())]
    };
    parts.into_iter().filter_map(|(range, part)| address(range, part)).collect()
}

fn address(range: Range<usize>, text: &str) -> Option<Link> {
    let parts = ids::address(text)?;
    let host = &text[parts.host];
    let is_good =
        &text[parts.scheme] == "https" && host.contains('.') && ids::is_host_name(host) && !is_placeholder(text);
    is_good.then(|| Link { range, target: text.to_owned(), tooltip: format!("Open {host}") })
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::super::testing;
    use super::*;

    fn check(drawn: &str, expected: Expect) {
        let (project, path, file) = testing::project(drawn);
        let links = links(&project, &path);
        let marks: Vec<(Range<usize>, String)> =
            links.into_iter().map(|link| (link.range, format!("{}: {}", link.tooltip, link.target))).collect();
        expected.assert_eq(&fixture::draw(&file.text, &marks));
    }

    #[test]
    fn sections_ids_and_addresses_lead_somewhere() {
        check(
            r#"
{
  "auth": {
    "user_pool_id": "eu-west-1_qWeRt6789",
    "aws_region": "eu-west-1",
    "user_pool_client_id": "7k8l9m0n1o2p3q4r5s6t7u8v9a",
    "oauth": {
      "redirect_sign_in_uri": ["http://localhost:3000/", "https://shop.acme.test/in", "myapp://"],
      "domain": "shop.auth.eu-west-1.amazoncognito.com"
    }
  },
  "storage": {
    "aws_region": "us-gov-west-1",
    "bucket_name": "amplify-shop-media-9z8y",
    "buckets": [{ "name": "media", "bucket_name": "amplify-shop-media-9z8y", "aws_region": "us-west-2" }]
  },
  "custom": { "page": "https://shop.acme.test:8443/é", "other": "https://shop.acme.test:8443/a?b#c" },
  "version": "1.4"
}
"#,
            expect![[r#"
                {
                  "auth": {
                   ^^^^ Read about `auth` in the Amplify documentation: https://docs.amplify.aws/javascript/build-a-backend/auth/set-up-auth/
                    "user_pool_id": "eu-west-1_qWeRt6789",
                                     ^^^^^^^^^^^^^^^^^^^ Open the user pool in the AWS console: https://eu-west-1.console.aws.amazon.com/cognito/v2/idp/user-pools/eu-west-1_qWeRt6789/users?region=eu-west-1
                    "aws_region": "eu-west-1",
                    "user_pool_client_id": "7k8l9m0n1o2p3q4r5s6t7u8v9a",
                                            ^^^^^^^^^^^^^^^^^^^^^^^^^^ Open the app client in the AWS console: https://eu-west-1.console.aws.amazon.com/cognito/v2/idp/user-pools/eu-west-1_qWeRt6789/applications/app-clients/7k8l9m0n1o2p3q4r5s6t7u8v9a/quick-setup-guide?region=eu-west-1
                    "oauth": {
                      "redirect_sign_in_uri": ["http://localhost:3000/", "https://shop.acme.test/in", "myapp://"],
                                                                          ^^^^^^^^^^^^^^^^^^^^^^^^^ Open shop.acme.test: https://shop.acme.test/in
                      "domain": "shop.auth.eu-west-1.amazoncognito.com"
                    }
                  },
                  "storage": {
                   ^^^^^^^ Read about `storage` in the Amplify documentation: https://docs.amplify.aws/javascript/build-a-backend/storage/set-up-storage/
                    "aws_region": "us-gov-west-1",
                    "bucket_name": "amplify-shop-media-9z8y",
                                    ^^^^^^^^^^^^^^^^^^^^^^^ Open the bucket in the AWS console: https://us-gov-west-1.console.amazonaws-us-gov.com/s3/buckets/amplify-shop-media-9z8y?region=us-gov-west-1
                    "buckets": [{ "name": "media", "bucket_name": "amplify-shop-media-9z8y", "aws_region": "us-west-2" }]
                                                                   ^^^^^^^^^^^^^^^^^^^^^^^ Open the bucket in the AWS console: https://us-west-2.console.aws.amazon.com/s3/buckets/amplify-shop-media-9z8y?region=us-west-2
                  },
                  "custom": { "page": "https://shop.acme.test:8443/é", "other": "https://shop.acme.test:8443/a?b#c" },
                   ^^^^^^ Read about `custom` in the Amplify documentation: https://docs.amplify.aws/javascript/build-a-backend/add-aws-services/custom-resources/
                                                                                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ Open shop.acme.test: https://shop.acme.test:8443/a?b#c
                  "version": "1.4"
                }
            "#]],
        );
    }

    #[test]
    fn placeholders_and_examples_lead_nowhere() {
        check(
            r#"
{
  "version": "1.4",
  "custom": {
    "a": "https://<api>.example.com/", "b": "https://user@shop.acme.test/", "c": "https://localhost/", "d": "https:/shop"
  },
  "analytics": { "amazon_pinpoint": { "aws_region": "us-east-1", "app_id": "0123456789abcdef0123456789abcdef" } }
}
"#,
            expect![[r#"
                {
                  "version": "1.4",
                  "custom": {
                   ^^^^^^ Read about `custom` in the Amplify documentation: https://docs.amplify.aws/javascript/build-a-backend/add-aws-services/custom-resources/
                    "a": "https://<api>.example.com/", "b": "https://user@shop.acme.test/", "c": "https://localhost/", "d": "https:/shop"
                  },
                  "analytics": { "amazon_pinpoint": { "aws_region": "us-east-1", "app_id": "0123456789abcdef0123456789abcdef" } }
                   ^^^^^^^^^ Read about `analytics` in the Amplify documentation: https://docs.amplify.aws/javascript/build-a-backend/add-aws-services/analytics/set-up-analytics/
                }
            "#]],
        );
        check(
            r#"
//- amplify_outputs.example.json
{ "version": "1", "storage": { "aws_region": "us-east-1", "bucket_name": "amplify-shop-media" } }
"#,
            expect![[r#"
                { "version": "1", "storage": { "aws_region": "us-east-1", "bucket_name": "amplify-shop-media" } }
                                   ^^^^^^^ Read about `storage` in the Amplify documentation: https://docs.amplify.aws/javascript/build-a-backend/storage/set-up-storage/
            "#]],
        );
    }

    #[test]
    fn addresses_in_one_string_lead_each_to_its_own() {
        check(
            r#"
//- amplifyconfiguration.json
{
  "aws_project_region": "eu-west-1",
  "aws_user_pools_id": "eu-west-1_qWeRt6789",
  "oauth": { "redirectSignIn": "https://shop.acme.test/, myapp://, https://acme.test" }
}
"#,
            expect![[r#"
                {
                  "aws_project_region": "eu-west-1",
                  "aws_user_pools_id": "eu-west-1_qWeRt6789",
                                        ^^^^^^^^^^^^^^^^^^^ Open the user pool in the AWS console: https://eu-west-1.console.aws.amazon.com/cognito/v2/idp/user-pools/eu-west-1_qWeRt6789/users?region=eu-west-1
                  "oauth": { "redirectSignIn": "https://shop.acme.test/, myapp://, https://acme.test" }
                   ^^^^^ Read about `oauth` in the Amplify documentation: https://docs.amplify.aws/gen1/javascript/build-a-backend/auth/add-social-provider/
                                                ^^^^^^^^^^^^^^^^^^^^^^^ Open shop.acme.test: https://shop.acme.test/
                                                                                   ^^^^^^^^^^^^^^^^^ Open acme.test: https://acme.test
                }
            "#]],
        );
    }

    #[test]
    fn the_gen_1_shape_for_mobile_apps_has_links_too() {
        check(
            r#"
//- amplifyconfiguration.json
{
  "auth": {
    "plugins": {
      "awsCognitoAuthPlugin": {
        "CredentialsProvider": {
          "CognitoIdentity": {
            "Default": { "PoolId": "eu-west-1:0a1b2c3d-4e5f-6a7b-8c9d-0e1f2a3b4c5d", "Region": "eu-west-1" }
          }
        },
        "CognitoUserPool": {
          "Default": {
            "PoolId": "eu-west-1_qWeRt6789",
            "AppClientId": "7k8l9m0n1o2p3q4r5s6t7u8v9a",
            "AppClientSecret": "https://shop.acme.test/",
            "Region": "eu-west-1"
          }
        }
      }
    }
  },
  "storage": { "plugins": { "awsS3StoragePlugin": { "bucket": "amplify-shop-media-9z8y", "region": "eu-west-1" } } }
}
"#,
            expect![[r#"
                {
                  "auth": {
                   ^^^^ Read about `auth` in the Amplify documentation: https://docs.amplify.aws/gen1/swift/build-a-backend/auth/existing-resources/
                    "plugins": {
                      "awsCognitoAuthPlugin": {
                        "CredentialsProvider": {
                          "CognitoIdentity": {
                            "Default": { "PoolId": "eu-west-1:0a1b2c3d-4e5f-6a7b-8c9d-0e1f2a3b4c5d", "Region": "eu-west-1" }
                                                    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ Open the identity pool in the AWS console: https://eu-west-1.console.aws.amazon.com/cognito/v2/identity/identity-pools/eu-west-1:0a1b2c3d-4e5f-6a7b-8c9d-0e1f2a3b4c5d/user-statistics?region=eu-west-1
                          }
                        },
                        "CognitoUserPool": {
                          "Default": {
                            "PoolId": "eu-west-1_qWeRt6789",
                                       ^^^^^^^^^^^^^^^^^^^ Open the user pool in the AWS console: https://eu-west-1.console.aws.amazon.com/cognito/v2/idp/user-pools/eu-west-1_qWeRt6789/users?region=eu-west-1
                            "AppClientId": "7k8l9m0n1o2p3q4r5s6t7u8v9a",
                                            ^^^^^^^^^^^^^^^^^^^^^^^^^^ Open the app client in the AWS console: https://eu-west-1.console.aws.amazon.com/cognito/v2/idp/user-pools/eu-west-1_qWeRt6789/applications/app-clients/7k8l9m0n1o2p3q4r5s6t7u8v9a/quick-setup-guide?region=eu-west-1
                            "AppClientSecret": "https://shop.acme.test/",
                            "Region": "eu-west-1"
                          }
                        }
                      }
                    }
                  },
                  "storage": { "plugins": { "awsS3StoragePlugin": { "bucket": "amplify-shop-media-9z8y", "region": "eu-west-1" } } }
                   ^^^^^^^ Read about `storage` in the Amplify documentation: https://docs.amplify.aws/gen1/swift/build-a-backend/storage/existing-resources/
                                                                               ^^^^^^^^^^^^^^^^^^^^^^^ Open the bucket in the AWS console: https://eu-west-1.console.aws.amazon.com/s3/buckets/amplify-shop-media-9z8y?region=eu-west-1
                }
            "#]],
        );
    }

    #[test]
    fn a_broken_file_keeps_its_links() {
        check(
            "{ \"auth\": { \"user_pool_id\": \"eu-west-1_qWeRt6789\"\n  \"data\": { \"url\": \"https://acme.test/graphql }\n",
            expect![[r#"
                { "auth": { "user_pool_id": "eu-west-1_qWeRt6789"
                   ^^^^ Read about `auth` in the Amplify documentation: https://docs.amplify.aws/javascript/build-a-backend/auth/set-up-auth/
                                             ^^^^^^^^^^^^^^^^^^^ Open the user pool in the AWS console: https://eu-west-1.console.aws.amazon.com/cognito/v2/idp/user-pools/eu-west-1_qWeRt6789/users?region=eu-west-1
                  "data": { "url": "https://acme.test/graphql }
                                    ^^^^^^^^^^^^^^^^^^^^^^^^^ Open acme.test: https://acme.test/graphql
            "#]],
        );
    }

    proptest::proptest! {
        #[test]
        fn links_are_https_and_lie_in_the_text(text in testing::mutated()) {
            let (project, path) = testing::project_of(&text);
            for link in links(&project, &path) {
                assert!(text.get(link.range).is_some_and(|token| !token.is_empty()));
                assert!(link.target.starts_with("https://"));
            }
        }
    }
}
