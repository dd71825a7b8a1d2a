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
