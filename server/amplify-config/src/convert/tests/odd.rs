//! Files that are half written or wrong: something is made of each, nothing that its kind forbids, and nothing is lost
//! without a word.

use amplify_json::edit::{Edit, apply};
use amplify_json::{Kind, Node, Violation, ViolationKind};
use serde_json::Value;

use crate::convert::*;
use crate::features::testing::FULL;
use crate::{ConfigKind, FilePath};

/// Something of every section of a Gen 1 file for JavaScript.
const WEB: &str = r#"{
  "aws_project_region": "us-east-1",
  "aws_cognito_identity_pool_id": "us-east-1:0a1b2c3d-4e5f-6a7b-8c9d-0e1f2a3b4c5d",
  "aws_cognito_region": "us-east-1",
  "aws_user_pools_id": "us-east-1_aBcD12345",
  "aws_user_pools_web_client_id": "7k8l9m0n1o2p3q4r5s6t7u8v9a",
  "aws_cognito_username_attributes": ["EMAIL"],
  "aws_cognito_social_providers": ["GOOGLE"],
  "aws_cognito_mfa_configuration": "OPTIONAL",
  "aws_cognito_mfa_types": ["SMS"],
  "aws_cognito_password_protection_settings": {
    "passwordPolicyMinLength": 8, "passwordPolicyCharacters": ["REQUIRES_NUMBERS"]
  },
  "aws_mandatory_sign_in": "enable",
  "oauth": {
    "domain": "shop.auth.us-east-1.amazoncognito.com", "scope": ["openid"], "responseType": "code",
    "redirectSignIn": "http://localhost:3000/,myapp://", "redirectSignOut": "http://localhost:3000/"
  },
  "aws_appsync_graphqlEndpoint": "https://q7w6e5r4t3y2u1i0o9p8a7s6d5.appsync-api.us-east-1.amazonaws.com/graphql",
  "aws_appsync_region": "us-east-1",
  "aws_appsync_authenticationType": "API_KEY",
  "aws_appsync_apiKey": "da2-q7w6e5r4t3y2u1i0o9p8a7s6d5",
  "aws_cloud_logic_custom": [{ "name": "items", "endpoint": "https://a1b2c3d4e5.execute-api.us-east-1.amazonaws.com/dev" }],
  "aws_user_files_s3_bucket": "shop-media", "aws_user_files_s3_bucket_region": "us-east-1",
  "aws_mobile_analytics_app_id": "0123456789abcdef0123456789abcdef", "aws_mobile_analytics_app_region": "us-east-1",
  "Notifications": { "Push": { "AWSPinpoint": { "appId": "0123456789abcdef0123456789abcdef", "region": "us-east-1" } } },
  "geo": { "amazon_location_service": {
    "region": "us-east-1", "maps": { "items": { "m": { "style": "VectorEsriStreets" } }, "default": "m" },
    "search_indices": { "items": ["p"], "default": "p" }
  } },
  "predictions": { "convert": { "translateText": { "region": "us-east-1" } } },
  "aws_bots_config": [{ "name": "b", "alias": "$LATEST", "region": "us-east-1" }]
}"#;

fn document(to: ConfigKind, text: &str) -> Document {
    Document::new(FilePath::new(file_name(to)), text)
}

/// A file of every kind with something of every section.
fn whole() -> [(ConfigKind, String); 3] {
    let outputs = document(ConfigKind::Outputs, FULL);
    let web = document(ConfigKind::Web, WEB);
    let mut mobile: Value = serde_json::from_str(&convert(&outputs, ConfigKind::Mobile, &[]).unwrap().text).unwrap();
    let further: Value = serde_json::from_str(&convert(&web, ConfigKind::Mobile, &[]).unwrap().text).unwrap();
    for (section, value) in further.as_object().unwrap() {
        mobile.as_object_mut().unwrap().entry(section).or_insert_with(|| value.clone());
    }
    mobile["predictions"] = serde_json::json!({"plugins": {"awsPredictionsPlugin": {"defaultRegion": "us-east-1"}}});
    [
        (ConfigKind::Outputs, FULL.to_owned()),
        (ConfigKind::Mobile, mobile.to_string()),
        (ConfigKind::Web, WEB.to_owned()),
    ]
}

/// Converts the text into the other kinds, and looks at what comes of it.
fn check(from: ConfigKind, text: &str, what: &str) {
    let source = document(from, text);
    for to in ConfigKind::ALL {
        let Some(conversion) = convert(&source, to, &[]) else { continue };
        let what = format!("{} → {}: {what}", from.name(), to.name());
        let value: Value = serde_json::from_str(&conversion.text).unwrap_or_else(|error| panic!("{what}: {error}"));
        assert!(value.is_object(), "{what}");
        assert!(conversion.notes.iter().all(|note| note.range.end <= text.len()), "{what}");
        assert!(conversion.notes.iter().all(|note| !note.message.contains('\u{0}')), "{what}");
        let result = document(to, &conversion.text);
        assert!(conversion.is_empty || result.kind() == Some(to), "{what}: {}", conversion.text);
        // What has the right type but an odd value is carried over, for the source to answer for.
        let is_carried = |violation: &&Violation| {
            use ViolationKind::*;
            // The description of models is copied as it is.
            let is_model = result.tree.node(violation.node).pointer().contains("ntrospection/");
            is_model
                || matches!(violation.kind, TooSmall(_) | TooLarge(_) | TooShort(_) | TooLong(_) | PatternMismatch(_))
        };
        let told = conversion.is_empty || conversion.notes.iter().any(|note| note.message.contains("names no region"));
        if let Some(violation) = result.violations.iter().find(|violation| !is_carried(violation) && !told) {
            let node = result.tree.node(violation.node);
            panic!("{what}: {} {:?} {}\n{}", node.pointer(), violation.kind, node.text(), conversion.text);
        }
    }
}

/// Any value may be of any type, or not be there, or be there twice.
#[test]
fn any_value_may_be_odd() {
    let odd = [
        "null",
        "1",
        "-0.5e9",
        "true",
        "\"\"",
        "\"x\"",
        "[]",
        "{}",
        "[\"x\"]",
        "[[null]]",
        "{\"x\": {\"y\": 1}}",
        "",
        "nope",
        "\"",
    ];
    let mut tried = 0;
    for (kind, text) in whole() {
        let tree = amplify_json::parse(text.as_str()).tree;
        assert!(tree.is_valid());
        let is_value = |node: &Node<'_>| !matches!(node.kind(), Kind::Member | Kind::Key);
        for node in tree.nodes().filter(is_value) {
            for instead in odd {
                let changed = apply(&text, &[Edit::replace(node.range(), instead)]);
                check(kind, &changed, &format!("{instead} at {}", node.pointer()));
                tried += 1;
            }
        }
        for node in tree.nodes().filter(|node| node.kind() == Kind::Member) {
            let name = node.name().into_owned();
            for twice in [format!("{}, {}", node.text(), node.text()), format!("\"{name}\": null, {}", node.text())] {
                check(kind, &apply(&text, &[Edit::replace(node.range(), twice)]), &format!("{name} twice"));
                tried += 1;
            }
        }
    }
    assert!(tried > 3_000, "{tried}");
}

/// Files as they are while somebody types them.
#[test]
fn half_a_file_is_converted() {
    for (kind, text) in whole() {
        for end in (0..text.len()).step_by(7).filter(|&end| text.is_char_boundary(end)) {
            check(kind, &text[..end], &format!("up to {end}"));
        }
    }
}

/// What a value of a whole file says is in the result, or a note speaks of it, or of what it stands in.
#[test]
fn nothing_is_lost_without_a_word() {
    for (kind, text) in whole() {
        let source = document(kind, &text);
        for to in ConfigKind::ALL {
            let Some(conversion) = convert(&source, to, &[]) else { continue };
            let folded = conversion.text.to_lowercase();
            for node in source.tree.nodes().filter(|node| node.kind() == Kind::String) {
                let (said, pointer) = (node.string_value(), node.pointer());
                // A list in one text becomes a list.
                let is_there = said.split(',').all(|part| folded.contains(&part.to_lowercase()));
                let is_noted = conversion.notes.iter().flat_map(|note| &note.pointers).any(|noted| {
                    pointer.strip_prefix(noted.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
                });
                // Said by another word, by a flag or by default.
                let is_implied = [
                    "enable",
                    "disable",
                    "ON",
                    "OFF",
                    "REQUIRED",
                    "NONE",
                    "true",
                    "1.0",
                    "1.4",
                    "REST",
                    "GraphQL",
                    "code",
                    "USER_SRP_AUTH",
                ]
                .contains(&&*said)
                    || said.starts_with("REQUIRES_");
                assert!(is_there || is_noted || is_implied, "{} → {}: {pointer} {said}", kind.name(), to.name());
            }
        }
    }
}
